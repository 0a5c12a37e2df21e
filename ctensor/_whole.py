"""Whole numbers as programs give them: Python's, NumPy's, tensors of one element."""

from __future__ import annotations

import operator
from typing import Any, TypeGuard

__all__ = ["is_whole", "spread_numbers", "whole_numbers"]


def is_whole(value: Any) -> TypeGuard[int]:
    """Whether `value` is one whole number."""
    if isinstance(value, (int, tuple, list)):
        return isinstance(value, int)
    try:
        operator.index(value)
    except TypeError:
        return False
    return True


def whole_numbers(value: Any, expected: str) -> tuple[int, ...]:
    """One whole number, or those of a sequence, as ints.

    TypeError that something else was `expected` where it is neither.
    """
    try:
        if is_whole(value):
            return (operator.index(value),)
        return tuple(map(operator.index, value))
    except TypeError:
        raise TypeError(f"{expected}, got {value!r}") from None


def spread_numbers(value: Any, times: int, expected: str) -> tuple[int, ...]:
    """One whole number `times` times, or those of a sequence; else TypeError."""
    numbers = whole_numbers(value, expected)
    return numbers * times if is_whole(value) else numbers
