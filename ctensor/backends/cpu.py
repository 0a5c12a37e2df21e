"""The CPU's instruction set."""

from __future__ import annotations

from ctensor import _C
from ctensor._package import adopt as _adopt

__all__ = ["get_cpu_capability"]


def get_cpu_capability() -> str:
    """The instruction set that kernels use: 'DEFAULT', 'AVX2', 'AVX512', ..."""
    name: str = _C._isa()[0]
    return {"base": "DEFAULT"}.get(name, name.upper())


_adopt(__name__)
