"""Warnings that name the line of the program, not one of the package."""

from __future__ import annotations

import sys
import warnings
from types import FrameType

__all__: list[str] = []

#: Whether Python is to forget which lines it has warned of (`set_warn_always`).
always = False


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


def warn(message: str, category: type[Warning] = UserWarning) -> None:
    """A warning at the line that called into the package."""
    level = level_outside(2)
    if always:
        sys._getframe(level - 1).f_globals.pop("__warningregistry__", None)
    warnings.warn(message, category, stacklevel=level)
