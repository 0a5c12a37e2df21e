"""Ctrl-C during a long op raises KeyboardInterrupt soon, and harms nothing.

`python tests/test_interrupt.py 20` prints the delays of 20 times for each op.
"""

import faulthandler
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

import ctensor as ct

AFTER = 0.1  # seconds from the start of an op to the signal
SOON = 0.2  # seconds that are promised
TRIES = 5  # on a machine with much else to do; on an idle one the first succeeds


@pytest.fixture(autouse=True)
def alarm_is_ctrl_c() -> Iterator[None]:
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    faulthandler.dump_traceback_later(120, exit=True)  # an op that hears nothing
    yield
    faulthandler.cancel_dump_traceback_later()
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def delay(call: Callable[[], object]) -> float:
    """Seconds from a signal, sent while `call` runs, to KeyboardInterrupt."""
    start = time.perf_counter()
    try:
        signal.setitimer(signal.ITIMER_REAL, AFTER)
        while time.perf_counter() - start < 20:
            call()
    except KeyboardInterrupt:
        return time.perf_counter() - start - AFTER
    pytest.fail("not interrupted")


def is_soon(call: Callable[[], object], more: float = 0) -> bool:
    """Whether one of a few delays is as short as promised."""
    return any(delay(call) < SOON + more for _ in range(TRIES))


ENDLESS = ct.ones(1).expand(2**38)  # no memory, but a minute of work or more
ROWS = ct.ones(1, 1).expand(3, 2**37)
COLUMNS = ct.ones(1, 1).expand(2**37, 3)
FALSE = ct.zeros(1, dtype=ct.bool).expand(2**38)
ZEROS = ct.zeros(1, dtype=ct.int64).expand(2**37)
STEPS = ct.ones(2**12, 2**13)[::2, ::2]

LONG = {
    "sum": lambda: ENDLESS.sum(),
    "sum of rows": lambda: ROWS.sum(1),
    "sum of columns": lambda: COLUMNS.sum(0),
    "sum of a view": lambda: STEPS.expand(2**14, 2**11, 2**12).sum(),
    "mean": lambda: ENDLESS.mean(),
    "var": lambda: ENDLESS.var(),
    "max": lambda: ENDLESS.max(),
    "amin": lambda: ROWS.amin((0, 1)),
    "argmax": lambda: ENDLESS.argmax(),
    "max of rows": lambda: ROWS.max(1),
    "min of columns": lambda: COLUMNS.min(0),
    "any": lambda: FALSE.any(),
    "all": lambda: ENDLESS.all(),
    "nonzero": lambda: FALSE[: 2**27].nonzero(),
    "index_add": lambda: ct.zeros(3).index_add(0, ZEROS, ENDLESS[: 2**37]),
    "scatter_add": lambda: ct.zeros(3).scatter_add(0, ZEROS, ENDLESS[: 2**37]),
    "scatter": lambda: ct.zeros(3).scatter(0, ZEROS, 1.0),
    "index_put": lambda: ct.zeros(3).index_put((ZEROS[: 2**25],), ct.ones(1), True),
    "cumsum": lambda: ct.ones(2**26).cumsum(0),
    "softmax": lambda: ct.ones(2**26).softmax(0),
    "exp": lambda: ct.ones(2**26).exp_(),
    "log_softmax of columns": lambda: ct.ones(2**24, 3).log_softmax(0),
    "cross_entropy": lambda: ct.nn.functional.cross_entropy(
        ct.ones(1, 2**26), ct.zeros(1, dtype=ct.int64)
    ),
    "batch_norm": lambda: ct.nn.functional.batch_norm(
        ct.ones(2**10, 1, 2**16), None, None, training=True
    ),
    "attention": lambda: ct.nn.functional.scaled_dot_product_attention(
        *[ct.ones(1, 1, 20_000, 64)] * 3
    ),
    "sum of overlaps": lambda: backward_of_overlaps(),
    "randn": lambda: ct.randn(2**26),
    "randperm": lambda: ct.randperm(2**25),
    "integer matmul": lambda: ct.ones(3000, 3000, dtype=ct.int64) @ INTEGERS,
    "half matmul": lambda: ct.ones(3000, 3000, dtype=ct.float16) @ HALVES,
}
STORED = ct.ones(3, requires_grad=True)


def backward_of_overlaps() -> None:
    """Adds 2**37 terms to 3 elements."""
    view = STORED.as_strided((2**37, 3), (0, 1))
    view.backward(ct.ones(1).expand(2**37, 3))


INTEGERS = ct.ones(3000, 3000, dtype=ct.int64)
HALVES = ct.ones(3000, 3000, dtype=ct.float16)


@pytest.mark.parametrize("name", LONG)
def test_ctrl_c_in_a_long_op(name: str) -> None:
    assert is_soon(LONG[name])
    assert ct.ones(2**20).sum().item() == 2**20  # the threads are at rest again


def test_ctrl_c_in_a_blas_call_comes_right_after_it() -> None:
    x = ct.ones(3000, 3000)
    start = time.perf_counter()
    x @ x
    once = time.perf_counter() - start
    assert is_soon(lambda: x @ x, 2 * once)


def test_ctrl_c_in_backward() -> None:
    x = ct.ones(2**16, requires_grad=True)
    y = x
    for _ in range(1000):
        y = y.sin()
    total = y.sum()
    assert is_soon(lambda: total.backward(retain_graph=True))
    x.grad = None
    (x * 2).sum().backward()
    assert x.grad.sum().item() == 2**17


def test_a_real_ctrl_c() -> None:
    """SIGINT from outside ends a script as it ends any Python script."""
    code = (
        "import ctensor as ct; print('on', flush=True); ct.ones(1).expand(2**40).sum()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout.readline() == b"on\n"
    time.sleep(AFTER)
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=30)
    assert b"KeyboardInterrupt" in errors
    assert child.returncode == -signal.SIGINT


def test_other_threads_run_during_a_long_op() -> None:
    """The lock of the interpreter is free meanwhile."""
    counted = [0]
    done = threading.Event()

    def count() -> None:
        while not done.is_set():
            counted[0] += 1
            time.sleep(0.001)

    def counts_meanwhile(call: Callable[[], object]) -> bool:
        before = counted[0]
        delay(call)
        return counted[0] - before >= 5

    thread = threading.Thread(target=count)
    thread.start()
    try:
        for call in (ENDLESS.sum, lambda: ROWS.sum(1), lambda: COLUMNS.sum(0)):
            assert any(counts_meanwhile(call) for _ in range(TRIES))
    finally:
        done.set()
        thread.join()


def test_a_handler_that_raises_something_else() -> None:
    def handler(*_: object) -> None:
        raise ZeroDivisionError("mine")

    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, AFTER)
    with pytest.raises(ZeroDivisionError, match="mine"):
        ENDLESS.sum()


def test_a_handler_that_computes() -> None:
    """Signal handlers run in the middle of an op, and may run ops."""
    seen = []

    def handler(*_: object) -> None:
        seen.append(ct.ones(2**18).sum().item())
        if len(seen) == 3:
            os.kill(os.getpid(), signal.SIGINT)

    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, AFTER, AFTER)
    with pytest.raises(KeyboardInterrupt):
        ENDLESS.sum()
    assert seen[:3] == [2**18] * 3


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    for name, call in LONG.items():
        delays = sorted(delay(call) * 1000 for _ in range(int(sys.argv[1])))
        middle = delays[len(delays) // 2]
        print(f"{name:24} median {middle:4.0f} ms, longest {delays[-1]:4.0f} ms")
