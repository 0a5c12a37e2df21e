"""Threads use tensors, graphs and the pool at once; nothing crashes or leaks."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable

import numpy as np
import pytest
from growth import bytes_in_use, leaks, least_growth, resident

import ctensor as ct

TOGETHER = 4


def in_threads(work: Callable[[int], None], count: int = TOGETHER) -> None:
    """Runs work(0), work(1), ... at once; raises the first error."""
    errors = []
    barrier = threading.Barrier(count)

    def run(i: int) -> None:
        try:
            barrier.wait()
            work(i)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive(), "hangs"
    if errors:
        raise errors[0]


@pytest.mark.parametrize("n", [8, 2**18])
def test_ops_on_shared_tensors(n: int) -> None:
    x, y = ct.arange(float(n)), ct.ones(n)
    want = (x + y).sum().item()

    def work(_: int) -> None:
        for _ in range(100):
            assert (x + y).sum().item() == want
            assert x[1:].shape == (n - 1,)

    in_threads(work)


def test_products_in_several_threads() -> None:
    x = ct.arange(250_000.0).reshape(500, 500) / 250_000
    want = x.double() @ x.double()

    def work(_: int) -> None:
        for _ in range(10):
            np.testing.assert_allclose((x @ x).numpy(), want.numpy(), 1e-4)

    in_threads(work)


def test_two_that_write_one_tensor() -> None:
    """The values are anyone's; memory and counts stay whole."""
    x = ct.zeros(2**18)

    def work(i: int) -> None:
        for _ in range(50):
            x.fill_(i)
            x.add_(1)

    in_threads(work)
    assert set(x.tolist()) <= {float(i) for i in range(TOGETHER * 200)}
    assert x._version == TOGETHER * 100


@pytest.mark.parametrize(
    "change", ["x.data = ct.ones(2**21)", "x.data = ct.ones(next(sizes))", "x.t_()"]
)
def test_memory_and_layout_change_while_others_compute(change: str) -> None:
    """The old memory is given back to the system at once: reading it would crash."""
    code = f"""
import itertools, threading, time
import ctensor as ct
ct._C.set_memory_limit(0)
sizes = itertools.cycle([2**21, 3])
x = ct.ones(2**11, 2**10)
end = time.time() + 1.5
def compute():
    while time.time() < end:
        assert (x * 2).exp().sum().item() > 3
        x.clone()
threads = [threading.Thread(target=compute) for _ in range(2)]
for thread in threads: thread.start()
while time.time() < end:
    {change}
for thread in threads: thread.join()
"""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_backward_in_several_threads() -> None:
    """Each has its graph; they share a leaf and add up in its gradient."""
    w = ct.ones(1000, requires_grad=True)

    def work(_: int) -> None:
        own = ct.ones(1000, requires_grad=True)
        for _ in range(50):
            (own * w.detach()).sum().backward()
        assert own.grad.tolist() == [50.0] * 1000

    in_threads(work)

    def share(_: int) -> None:
        for _ in range(50):
            (w * 1).sum().backward()

    in_threads(share)
    assert w.grad.shape == (1000,)


def test_backward_of_one_graph_in_several_threads() -> None:
    x = ct.ones(100, requires_grad=True)
    y = (x.exp() * x).sum()

    def work(_: int) -> None:
        for _ in range(50):
            (g,) = ct.autograd.grad(y, x, retain_graph=True)
            assert g.shape == (100,)

    in_threads(work)


def test_backward_beside_changes_in_place() -> None:
    x = ct.ones(1000, requires_grad=True)

    def work(i: int) -> None:
        for _ in range(100):
            y = x * 2
            z = (y * y).sum()
            if i % 2:
                y.add_(1)
            try:
                z.backward()
            except RuntimeError as error:
                assert "modified by an inplace operation" in str(error)

    in_threads(work)


def test_modes_belong_to_their_thread() -> None:
    x = ct.ones(3, requires_grad=True)

    def work(i: int) -> None:
        for _ in range(200):
            if i % 2:
                with ct.no_grad():
                    assert not (x * 2).requires_grad
            else:
                assert (x * 2).requires_grad

    in_threads(work)


def test_tensors_made_and_freed_in_different_threads() -> None:
    made: list = []

    def work(i: int) -> None:
        for n in range(500):
            made.append(ct.ones(n % 100 + 1))
            if i % 2 and made:
                made.pop(0)

    in_threads(work)
    made.clear()


def test_random_numbers_in_several_threads() -> None:
    def work(_: int) -> None:
        for _ in range(50):
            assert ct.rand(2**16).max().item() < 1

    in_threads(work)


@pytest.mark.parametrize("daemon", [True, False])
def test_exit_with_work_under_way(daemon: bool) -> None:
    code = f"""
import ctensor as ct, threading, time
x = ct.ones(500, 500, requires_grad=True)
def work():
    for _ in range(10**9 if {daemon} else 50):
        (x @ x).exp().sum().backward(); ct.ones(2**20).sum()
for _ in range(3):
    threading.Thread(target=work, daemon={daemon}).start()
time.sleep(0.3)
print("end")
"""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "end\n", "")


# ---- memory ---------------------------------------------------------------


FAILING = {
    "shapes": lambda: ct.ones(1000) + ct.ones(999),
    "index": lambda: ct.ones(1000).gather(0, ct.full((1000,), 1000)),
    "subscript": lambda: ct.ones(1000)[ct.tensor([2000])],
    "matmul": lambda: ct.ones(30, 30) @ ct.ones(31, 30),
    "cat": lambda: ct.cat([ct.ones(1000, 2), ct.ones(1000, 3), ct.ones(4)]),
    "division": lambda: ct.ones(1000, dtype=ct.int64) // 0,
    "out": lambda: ct.add(ct.ones(1000), 1, out=ct.ones(1000) > 0),
    "in place": lambda: ct.ones(1000).add_(ct.ones(2, 1000)),
    "size": lambda: ct.ones(1000).expand(2**40, 1000).clone(),
    "backward": lambda: ct.ones(1000, requires_grad=True).exp().backward(),
    "leaf": lambda: ct.ones(1000, requires_grad=True).add_(1),
    "version": lambda: changed_before_backward(),
    "cross_entropy": lambda: ct.nn.functional.cross_entropy(
        ct.ones(100, 10, requires_grad=True), ct.full((100,), 10)
    ),
    "embedding": lambda: ct.nn.functional.embedding(
        ct.full((9000,), 10), ct.ones(10, 64)
    ),
}


def changed_before_backward() -> None:
    y = ct.ones(1000, requires_grad=True) * 2
    z = y.exp()
    z.add_(1)
    z.sum().backward()


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="needs /proc")
@pytest.mark.parametrize("name", FAILING)
def test_ten_thousand_failures_keep_no_memory(name: str) -> None:
    def fail(count: int) -> None:
        for _ in range(count):
            with pytest.raises(
                (RuntimeError, IndexError, MemoryError, ZeroDivisionError)
            ):
                FAILING[name]()

    fail(500)
    assert least_growth(bytes_in_use, lambda: fail(500)) <= 0
    assert not leaks(lambda: fail(50))
    allowed = 4_000_000  # 400 bytes a call
    assert least_growth(resident, lambda: fail(10_000), allowed=allowed) <= allowed
