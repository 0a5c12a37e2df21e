"""A forked child computes, whatever the parent was doing."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable

import pytest

import ctensor as ct
from ctensor.utils.data import DataLoader, TensorDataset

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
PATIENCE = 30  # seconds until a child counts as hung


def computes() -> bool:
    """Uses the pool, BLAS, the allocator, random numbers and the engine."""
    x = ct.ones(1000, 1000, requires_grad=True)
    (x.exp().sum() + (x @ x).sum()).backward()
    drawn = ct.randn(2**18)
    return x.grad.shape == (1000, 1000) and (drawn.abs() < 10).all().item()


def start_child(work: Callable[[], bool], patience: int = PATIENCE) -> int:
    """Forks; the child ends with status 0 if `work` is true in time. Its pid."""
    pid = os.fork()
    if pid == 0:
        try:  # nothing of the test runner's may run in the child, whatever happens
            signal.alarm(patience)
            os._exit(0 if work() else 1)
        finally:
            os._exit(2)
    return pid


def child_is_well(pid: int) -> bool:
    """Waits for a child to end; whether it found all right."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def child_computes() -> bool:
    """Forks; whether the child computes in time."""
    return child_is_well(start_child(computes))


def test_fork_after_use() -> None:
    assert computes()
    assert child_computes()
    assert computes()


def test_fork_of_a_fork() -> None:
    assert computes()
    pid = start_child(lambda: computes() and child_computes(), 2 * PATIENCE)
    assert child_is_well(pid)


def test_fork_while_other_threads_compute() -> None:
    """The pool and BLAS are busy, perhaps with their locks held."""
    done = threading.Event()

    def work() -> None:
        x = ct.ones(300, 300)
        while not done.is_set():
            ct.ones(2**19).sum()
            x @ x

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        assert [child_computes() for _ in range(5)] == [True] * 5
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert computes()


def test_child_sees_the_values_and_writes_its_own() -> None:
    x = ct.arange(2.0**18)

    def read_and_write() -> bool:
        right = x[-1].item() == 2**18 - 1
        return right and x.zero_().sum().item() == 0

    assert child_is_well(start_child(read_and_write))
    assert x[-1].item() == 2**18 - 1


def test_ctrl_c_in_a_child() -> None:
    assert computes()
    ready, told = os.pipe()

    def sum_until_told() -> bool:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            os.write(told, b"!")
            ct.ones(1).expand(2**40).sum()
        except KeyboardInterrupt:
            return True
        return False

    pid = start_child(sum_until_told)
    assert os.read(ready, 1) == b"!"
    time.sleep(0.3)
    os.kill(pid, signal.SIGINT)
    assert child_is_well(pid)
    os.close(ready)
    os.close(told)


def _square(n: int) -> float:
    return (ct.full((n, n), 2.0) @ ct.ones(n, n)).sum().item()


def test_a_pool_of_processes() -> None:
    assert computes()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        got = pool.map_async(_square, [10, 200, 500]).get(PATIENCE)
    assert got == [2.0 * n**3 for n in (10, 200, 500)]


def test_loaders_in_forked_children() -> None:
    data = DataLoader(TensorDataset(ct.arange(1000.0)), batch_size=100)
    want = sum(batch[0].sum().item() for batch in data)
    pid = start_child(lambda: sum(b[0].sum().item() for b in data) == want)
    assert child_is_well(pid)


def test_fork_in_a_handler_amid_an_operation() -> None:
    """Parent and child both end what was under way, with no hole in the result."""
    x, out = ct.full((2**23,), 0.5), ct.empty(2**23)
    want = ct.erfinv(x[:1]).item()
    parent, children = os.getpid(), []

    def fork(*_: object) -> None:
        pid = os.fork()
        if pid:
            children.append(pid)

    before = signal.signal(signal.SIGALRM, fork)
    try:
        for i in range(16):
            out.zero_()
            signal.setitimer(signal.ITIMER_REAL, 0.001 * (i + 1))
            ct.erfinv(x, out=out)
            whole = bool((out == want).all())
            if os.getpid() != parent:
                os._exit(0 if whole and computes() else 1)
            signal.setitimer(signal.ITIMER_REAL, 0)
            assert whole
    finally:
        if os.getpid() != parent:
            os._exit(2)
        signal.signal(signal.SIGALRM, before)
    assert children and all(map(child_is_well, children))
