"""Threads and signals against the package for a while, as `stress.py 30` says.

Threads compute, exchange memory, replace layouts, run backward and fork on tensors that
they share, while signals come every few milliseconds and the collector runs. Values
are not compared, as all of it races by intent; what must not happen is that the process
ends, hangs or, built with sanitizers, reads what it may not. `make asan` runs it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable

import numpy as np

import ctensor as ct

F = ct.nn.functional
ERRORS = (RuntimeError, IndexError, ValueError, TypeError, BufferError)
SIZES = [(3,), (64, 33), (300, 257), (40, 50, 60)]
FORKS = os.environ.get("LD_PRELOAD", "") == ""  # a sanitizer's locks do not survive it


class Shared:
    """Tensors that every thread reads, writes and gives other memory."""

    def __init__(self) -> None:
        self.x = ct.randn(300, 257)
        self.leaf = ct.randn(300, 257, requires_grad=True)
        self.index = ct.randint(0, 300, (5000,))
        self.targets = ct.randint(0, 257, (300,))
        self.small = ct.ones(4)
        self.frozen = ct.from_numpy(np.zeros((300, 257), np.float32))


def compute(s: Shared) -> None:
    """Kernels that run without the lock."""
    random.choice([s.x, s.leaf, s.frozen]).sin().sum(0).argmax()
    s.x.softmax(random.choice([0, 1])).cumsum(0)
    (s.x @ s.leaf.t()).mean()


def index(s: Shared) -> None:
    """Reads and writes at places that others change meanwhile."""
    s.x[s.index % 300].sum()
    s.x.index_add_(0, s.index[:100], ct.ones(100, 257))
    s.x[s.x > 2] = 0.0
    s.index.numpy()[random.randrange(5000)] = random.choice([10**12, -300, 5])
    s.index.clamp_(-300, 299)


def loss(s: Shared) -> None:
    """Targets are checked, then read, while others write them."""
    s.targets.numpy()[random.randrange(300)] = random.choice([0, 256, 10**9])
    try:
        F.cross_entropy(s.leaf, s.targets, weight=ct.ones(257)).backward()
    finally:
        s.targets.zero_()


def move(s: Shared) -> None:
    """Other memory and other layouts."""
    s.x.data = ct.randn(300, 257)
    s.x.t_().t_()
    s.small.unsqueeze_(0).squeeze_(0)
    s.small.data = ct.ones(random.choice([1, 4, 40]))
    ct.add(ct.ones(5), 1.0, out=ct.empty(0))


def exchange(s: Shared) -> None:
    """Chains of owners, freed by whichever thread drops them."""
    t = ct.ones(9)
    for _ in range(random.choice([3, 300])):
        t = random.choice([ct.from_numpy, ct.asarray])(t.numpy())
        t = ct.from_dlpack(t)
    s.frozen.data = ct.from_numpy(s.x.numpy())
    s.frozen.data = ct.zeros(300, 257)


def gradients(s: Shared) -> None:
    """Graphs with hooks that replace what the graph uses."""
    y = (s.leaf * s.leaf).sin()
    y.register_hook(lambda g: g * 1)
    v = y.clone()[1:]
    v.mul_(2)
    v.sum().backward()
    s.leaf.grad = None
    s.leaf.requires_grad_(random.random() < 0.5)
    s.leaf.requires_grad_()


def fork(s: Shared) -> None:
    """A child that computes and ends."""
    if not FORKS or random.random() < 0.9:
        return
    child = os.fork()
    if child == 0:
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            (ct.ones(300, 300) @ ct.ones(300, 300)).sum().item()
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def collect(s: Shared) -> None:
    """Cycles through tensors."""
    a, b = ct.ones(3), ct.ones(3)
    a.other, b.other = b, a
    b.requires_grad_()
    del a, b
    gc.collect()


WORK: list[Callable[[Shared], None]] = [
    compute,
    index,
    loss,
    move,
    exchange,
    gradients,
    fork,
    collect,
]


def work(s: Shared, end: float, done: dict[str, int], seed: int) -> None:
    """One thread: works at random until the end."""
    chosen = random.Random(seed)
    while time.monotonic() < end:
        task = chosen.choice(WORK)
        with contextlib.suppress(ERRORS):
            task(s)
        done[task.__name__] = done.get(task.__name__, 0) + 1


def main(seconds: float) -> None:
    """Runs everything at once for so many seconds."""
    faulthandler.dump_traceback_later(seconds + 120, exit=True)
    s, done = Shared(), dict[str, int]()
    end = time.monotonic() + seconds
    alarms = [0]

    def on_alarm(*_: object) -> None:
        alarms[0] += 1
        with contextlib.suppress(ERRORS):
            move(s)

    signal.signal(signal.SIGALRM, on_alarm)
    signal.setitimer(signal.ITIMER_REAL, 0.003, 0.003)
    threads = [
        threading.Thread(target=work, args=(s, end, done, i), daemon=True)
        for i in range(3)
    ]
    for thread in threads:
        thread.start()
    work(s, end, done, 99)
    signal.setitimer(signal.ITIMER_REAL, 0)
    for thread in threads:
        thread.join(60)
        if thread.is_alive():
            sys.exit("a thread hangs")
    if not alarms[0] or len(done) < len(WORK):
        sys.exit(f"not all was tried: {alarms[0]} signals, {done}")
    print(f"{alarms[0]} signals, {done}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 30)
