"""Tools beside the tensor: data loading, checkpointing, hooks."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ctensor.utils import (
        checkpoint,
        collect_env,
        data,
        dlpack,
        hooks,
        tensorboard,
        weak,
    )
    from ctensor.utils._objects import set_module, swap_tensors

__all__ = [
    "checkpoint",
    "collect_env",
    "data",
    "dlpack",
    "hooks",
    "set_module",
    "swap_tensors",
    "tensorboard",
    "weak",
]


def __getattr__(name: str) -> Any:
    """Import a part of the package at its first use."""
    if name in ("set_module", "swap_tensors"):
        return getattr(importlib.import_module(f"{__name__}._objects"), name)
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module 'ctensor.utils' has no attribute {name!r}")
