"""Where PyTorch has a row of the op table: the function, the method, `F`, linalg, ..

A place is a name that both packages have. A row that is private here stands in the
parts (`nn.functional.elu`, `linalg.solve`) that call it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import torch

import ctensor as ct
from ctensor import _C

PARTS = ("", "nn.functional", "linalg", "special", "Tensor")
ALIASES = _C._op_aliases()


class Place(NamedTuple):
    """A name, what both packages have there, and whether it writes its argument."""

    path: str
    ours: Callable
    theirs: Callable
    own: int  # the argument that a method belongs to; 0 for functions
    writes: bool


def part(package: Any, path: str) -> Any:
    """What a package has at a path; None where it has nothing."""
    for name in filter(None, path.split(".")):
        package = getattr(package, name, None)
    return package


def names_of(row: dict[str, Any]) -> list[str]:
    """The public names of a row: its own and its aliases."""
    own = row["pyname"].lstrip("_").removeprefix("linalg_")
    others = [alias for alias, name in ALIASES.items() if name == row["name"]]
    return [own, *others]


def places_of(row: dict[str, Any]) -> Iterator[Place]:
    """All places of a row, the most usual first."""
    if row["outputs"] == 0 or row["name"].startswith("lapack_"):
        return
    parameters = [parameter["name"] for parameter in row["parameters"]]
    own = parameters.index("input") if "input" in parameters else 0
    for name in names_of(row):
        for where in PARTS:
            for suffix in ("", "_"):
                path = ".".join(filter(None, (where, name + suffix)))
                ours, theirs = part(ct, path), part(torch, path)
                if callable(ours) and callable(theirs) and belongs(row, path, ours):
                    is_method = where == "Tensor"
                    yield Place(path, ours, theirs, own * is_method, bool(suffix))


def belongs(row: dict[str, Any], path: str, ours: Callable) -> bool:
    """Whether the name is this row's: `Tensor.real`, `linalg.cross` are others'."""
    if row["pyname"].startswith("_linalg_"):
        return path.startswith("linalg.")
    if path.startswith("linalg."):
        return getattr(ours, "__name__", "") == row["pyname"]
    if "private" in row["forms"]:
        return path.startswith(("nn.functional.", "special.")) or not row[
            "pyname"
        ].startswith("_")
    return not (path.startswith("Tensor.") and isinstance(ours, type))
