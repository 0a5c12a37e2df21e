"""What is timed: a case is one statement per library, a group is a table of cases.

A statement runs with `lib` (ctensor or torch; for NumPy's statement, numpy) and all
names that the group's and the case's setup define. ctensor and PyTorch run the same
text. `quick` is true in short runs, for setups of what is very large.

A target maps a peer to the least ratio `peer's time / ctensor's time`. The peer is
"numpy", "torch", or the name of another case of the group, timed in ctensor too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

PEERS = ("numpy", "torch")
LIBRARIES = ("ctensor", *PEERS)


class Case(NamedTuple):
    """One row: `tensor` is for ctensor and PyTorch, `numpy` for NumPy where it can."""

    name: str
    tensor: str
    numpy: str | None = None
    setup: str = ""
    target: Mapping[str, float] = {}

    def statement(self, library: str) -> str | None:
        """What this library runs, or None."""
        return self.numpy if library == "numpy" else self.tensor


@dataclass(frozen=True)
class Group:
    """A table of cases, what they share, and the targets for all of them together."""

    name: str
    title: str
    cases: list[Case]
    tensor_setup: str = ""
    numpy_setup: str = ""
    mean: Mapping[str, float] = field(default_factory=dict)
    worst: Mapping[str, float] = field(default_factory=dict)
    settings: bool = False  # timed in all of setting.py, not only in the usual one

    def setup(self, library: str) -> str:
        """What runs once in a library's process, before the first case."""
        return self.numpy_setup if library == "numpy" else self.tensor_setup

    def case(self, name: str) -> Case:
        """The case of this name."""
        return next(case for case in self.cases if case.name == name)
