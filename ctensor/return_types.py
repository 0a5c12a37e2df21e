"""The types of results that consist of several tensors, as `return_types.max`.

Each row of the op table that names its results has one; their stub is written at each
build.
"""

from __future__ import annotations

from ctensor import _C

__all__ = _C._return_type_names()  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> type:
    """The named tuple that the op `name` returns; AttributeError if it has none."""
    return _C._return_type(name)
