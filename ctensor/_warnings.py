"""Warnings that name the line of the program, not one of the package."""

from __future__ import annotations

import sys
import warnings
from types import FrameType

__all__: list[str] = []


def level_outside(level: int) -> int:
    """From `level` above the caller up: the first level that is not in the package.

    How many calls of a module lie between depends on whether it has hooks.
    """
    frame: FrameType | None = sys._getframe(1)
    for _ in range(level - 1):
        frame = frame and frame.f_back
    while frame and frame.f_globals.get("__name__", "").startswith("ctensor."):
        frame = frame.f_back
        level += 1
    return level


def warn(message: str) -> None:
    """A UserWarning at the line that called into the package."""
    warnings.warn(message, stacklevel=level_outside(2))
