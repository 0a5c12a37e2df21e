"""Tools beside the tensor: data loading, checkpointing, hooks."""

from __future__ import annotations

import importlib as _importlib
from types import ModuleType as _ModuleType

_SUBMODULES = ("checkpoint", "data", "dlpack", "hooks")


def __getattr__(name: str) -> _ModuleType:
    """Import a part of the package at its first use."""
    if name in _SUBMODULES:
        return _importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module 'ctensor.utils' has no attribute {name!r}")


def __dir__() -> list[str]:
    """With the parts that are not imported yet, for tab completion."""
    return sorted({*globals(), *_SUBMODULES})
