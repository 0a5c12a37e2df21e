"""Numbers that layers take one by one or for all dims at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def spread(value: Any, dims: int) -> tuple[int, ...]:
    """A tuple of `dims`: the numbers given, or the one number as often."""
    if isinstance(value, Iterable):
        return tuple(value)
    return (value,) * dims


def pairs_for_pad(sizes: tuple[int, ...]) -> list[int]:
    """The pads of `F.pad`, from the last dim on, that put sizes on both sides."""
    return [n for size in reversed(sizes) for n in (size, size)]
