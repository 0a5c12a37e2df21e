"""What tells a leak from what else goes on in a process.

Threads of the test runner, free lists that fill up and the system's own bookkeeping
make counters of memory grow now and then. A leak makes them grow each time.
"""

import gc
import resource
import sys
from collections.abc import Callable

from ctensor import _C

ROUNDS = 50
TIMES = 20


def least_growth(
    measure: Callable[[], int],
    work: Callable[[], object],
    collect: Callable[[], object] = gc.collect,
    allowed: int = 0,
    rounds: int = ROUNDS,
) -> int:
    """The least that `work` adds to a number in many rounds, or what is allowed."""
    grown = []
    for _ in range(rounds):
        collect()
        before = measure()
        before = measure()  # once more: now such a number was there already
        work()
        collect()
        grown.append(measure() - before)
        if grown[-1] <= allowed:
            break
    return min(grown)


def bytes_in_use() -> int:
    """Bytes of tensors' storages, but for the smallest, which lie in the tensors."""
    return _C.memory_stats()["used"]


def objects_in_use() -> int:
    """Storages, and Python's blocks, of which a live tensor or node has one or more."""
    _C.memory_release()
    return _C.memory_stats()["blocks"] + sys.getallocatedblocks()


def leaks(work: Callable[[], object]) -> bool:
    """Whether `work` leaves one object or more behind each time it runs."""
    if least_growth(objects_in_use, work, rounds=5) <= 0:
        return False

    def often() -> None:
        for _ in range(TIMES):
            work()

    found = least_growth(objects_in_use, often, allowed=TIMES - 1, rounds=8)
    return found >= TIMES


def resident() -> int:
    """Bytes of memory that the process has."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()
