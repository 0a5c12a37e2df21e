"""A statement over sizes: time per element, and where that falls off a cliff.

Sizes go from 16 to 4 million by fours, and to both sides of each number of elements
above which a loop is done in another way (EDGES). Two things are cliffs. The time per
element may rise from one size to the next by at most JUMP past an edge and STEP over a
step of four, beyond what the better peer's rises by, as caches end for all. And the
better peer may be faster by at most a little: its time over ours is at least BOUND.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from benchmarks.case import PEERS, Case, Group

SMALLEST, LARGEST = 16, 2**22
EDGES = (16384, 32768, 65536, 131072)
JUMP, STEP = 1.4, 3.0
BOUND = 0.8

Times = Mapping[int, Mapping[str, float]]  # size, library -> seconds of a call


@dataclass(frozen=True)
class Sweep:
    """The statement of each library, and what defines its names from `n`."""

    name: str
    tensor: str
    numpy: str | None = None
    tensor_setup: str = ""
    numpy_setup: str = ""
    smallest: int = SMALLEST
    largest: int = LARGEST

    @property
    def sizes(self) -> list[int]:
        """Rising."""
        steps = {SMALLEST * 4**k for k in range(32)}
        edges = {n for edge in EDGES for n in (edge, edge + 1)}
        return [n for n in sorted(steps | edges) if self.smallest <= n <= self.largest]

    @cached_property
    def group(self) -> Group:
        """A case for each size, named by it, which runs the setup anew."""
        return Group(
            f"sweep: {self.name}",
            self.name,
            [
                Case(str(n), self.tensor, self.numpy, f"n = {n}\nexec(prepare)")
                for n in self.sizes
            ],
            f"prepare = {self.tensor_setup!r}",
            f"prepare = {self.numpy_setup!r}",
        )


def better_peer(times: Mapping[str, float]) -> float | None:
    """The shortest time of those who are not ctensor."""
    return min((times[p] for p in PEERS if p in times), default=None)


def ratio(times: Mapping[str, float]) -> float | None:
    """The better peer's time over ours."""
    theirs = better_peer(times)
    return theirs / times["ctensor"] if theirs and "ctensor" in times else None


def rise(n: int, now: float, m: int, before: float) -> float:
    """By how much the time per element grows from m elements to n."""
    return (now / n) / (before / m)


def cliffs(times: Times) -> Iterator[str]:
    """Each of them in words."""
    sizes = [n for n in sorted(times) if "ctensor" in times[n]]
    for m, n in pairwise(sizes):
        ours = rise(n, times[n]["ctensor"], m, times[m]["ctensor"])
        peers = better_peer(times[n]), better_peer(times[m])
        allowed = JUMP if n == m + 1 else STEP
        if all(peers):
            allowed *= max(1.0, rise(n, peers[0], m, peers[1]))
        if ours > allowed:
            yield f"{n:,}: {ours:.1f}x the time per element at {m:,}"
    slow = {n: r for n in sizes if (r := ratio(times[n])) is not None and r < BOUND}
    if slow:
        worst = min(slow, key=slow.__getitem__)
        least = f"{worst:,}: {slow[worst]:.2f}x of the better peer"
        others = len(slow) - 1
        yield f"{least}, and below {BOUND:g}x at {others} more" if others else least
