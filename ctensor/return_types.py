"""The types of results that consist of several tensors, as `return_types.max`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctensor import _C

if TYPE_CHECKING:
    max: type
    min: type

__all__ = ["max", "min"]


def __getattr__(name: str) -> type:
    """The named tuple that the op `name` returns; AttributeError if it has none."""
    return _C._return_type(name)
