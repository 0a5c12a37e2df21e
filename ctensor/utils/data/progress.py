"""How far a pass over a loader is: what it resumes from, and seeds of samples."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import numpy as np

import ctensor as ct

__all__ = ["Progress", "drawn_from", "seed_all", "seeds_kept"]


@dataclass
class Progress:
    """One pass: its generators' states before it, and how many batches it has yielded.

    The count is kept by an iterator in C, so that counting costs nothing.
    """

    states: list[ct.Tensor]
    skip: int = 0
    ended: bool = False
    counter: Any = field(init=False)

    def __post_init__(self) -> None:
        self.counter = itertools.count(self.skip)

    @property
    def yielded(self) -> int:
        """Batches that the pass has yielded, those before it was resumed included."""
        return int(repr(self.counter)[6:-1])  # "count(5)"

    def counted(self, batches: Iterator[Any]) -> Iterator[Any]:
        """The batches, of which each is counted; the end is noted."""
        numbered = zip(batches, self.counter, strict=False)
        return itertools.chain(map(itemgetter(0), numbered), self._end())

    def _end(self) -> Iterator[Any]:
        self.ended = True
        yield from ()


@contextmanager
def drawn_from(
    generators: list[ct.Generator], states: list[ct.Tensor] | None
) -> Iterator[None]:
    """Draw what `generators` gave in these states, and leave them as they are."""
    if states is None:
        yield
        return
    now = [generator.get_state() for generator in generators]
    for generator, state in zip(generators, states, strict=True):
        generator.set_state(state)
    try:
        yield
    finally:
        for generator, state in zip(generators, now, strict=True):
            generator.set_state(state)


# ---- seeds of samples ----

_MASK = (1 << 64) - 1


def _mixed(seed: int, index: int) -> int:
    """A seed for one sample: SplitMix64 (Steele, Lea and Flood 2014)."""
    z = (seed + (index + 1) * 0x9E3779B97F4A7C15) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return (z ^ (z >> 31)) >> 1


def seed_all(seed: int, index: int) -> None:
    """Seed what a sample may draw from: ctensor, random and NumPy."""
    mixed = _mixed(seed, index)
    ct.manual_seed(mixed)
    random.seed(mixed)
    np.random.seed(mixed % 2**32)


def seeds_kept(fetch: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """`fetch`, which seeds, but with the random numbers of this process left alone."""

    def run(task: Any) -> Any:
        kept = ct.get_rng_state(), random.getstate(), np.random.get_state()
        try:
            return fetch(task)
        finally:
            ct.set_rng_state(kept[0])
            random.setstate(kept[1])
            np.random.set_state(kept[2])

    return run
