"""Switches of libraries that PyTorch may have been built with: `torch.backends`.

None of them is part of ctensor. They are here so that the lines with which scripts
begin run: what can be asked says no, and what can be set has no effect.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import TYPE_CHECKING

from ctensor.backends import cuda, cudnn, mps

if TYPE_CHECKING:
    from ctensor.backends import cpu, mha, mkl, mkldnn, nnpack, openmp, opt_einsum

_RARE = ("cpu", "mha", "mkl", "mkldnn", "nnpack", "openmp", "opt_einsum")

__all__ = [
    "cpu",
    "cuda",
    "cudnn",
    "mha",
    "mkl",
    "mkldnn",
    "mps",
    "nnpack",
    "openmp",
    "opt_einsum",
]


def __getattr__(name: str) -> ModuleType:
    """Import a part at its first use."""
    if name in _RARE:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module 'ctensor.backends' has no attribute {name!r}")
