"""A forked child computes, whatever the parent was doing."""

import multiprocessing
import os
import signal
import threading
import time

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


def child_computes() -> bool:
    """Forks; whether the child computes in time."""
    pid = os.fork()
    if pid == 0:
        signal.alarm(PATIENCE)
        try:
            os._exit(0 if computes() else 1)
        finally:
            os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_fork_after_use() -> None:
    assert computes()
    assert child_computes()
    assert computes()


def test_fork_of_a_fork() -> None:
    assert computes()
    pid = os.fork()
    if pid == 0:
        signal.alarm(2 * PATIENCE)
        os._exit(0 if computes() and child_computes() else 1)
    assert os.waitpid(pid, 0)[1] == 0


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
    pid = os.fork()
    if pid == 0:
        signal.alarm(PATIENCE)
        right = x[-1].item() == 2**18 - 1
        x.zero_()
        os._exit(0 if right and x.sum().item() == 0 else 1)
    assert os.waitpid(pid, 0)[1] == 0
    assert x[-1].item() == 2**18 - 1


def test_ctrl_c_in_a_child() -> None:
    assert computes()
    pid = os.fork()
    if pid == 0:
        signal.alarm(PATIENCE)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            ct.ones(1).expand(2**40).sum()
        except KeyboardInterrupt:
            os._exit(0)
        finally:
            os._exit(1)
    time.sleep(0.3)
    os.kill(pid, signal.SIGINT)
    assert os.waitpid(pid, 0)[1] == 0


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
    pid = os.fork()
    if pid == 0:
        signal.alarm(PATIENCE)
        os._exit(0 if sum(b[0].sum().item() for b in data) == want else 1)
    assert os.waitpid(pid, 0)[1] == 0
