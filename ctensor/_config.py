"""What runs here, for bug reports and for the curious, and settings of PyTorch's."""

from __future__ import annotations

import os
from typing import Any

from ctensor import _C

__all__ = [
    "are_deterministic_algorithms_enabled",
    "config",
    "get_float32_matmul_precision",
    "set_float32_matmul_precision",
    "show_config",
    "use_deterministic_algorithms",
]


def config() -> dict[str, Any]:
    """The facts that `show_config` prints."""
    import numpy

    import ctensor

    isa, available = _C._isa()
    return {
        "ctensor": ctensor.__version__,
        "numpy": numpy.__version__,
        "instruction set": isa,
        "available": available,
        "BLAS": _C._blas() if hasattr(_C, "_blas") else "none",
        "threads": _C.get_num_threads(),
        "cores": len(os.sched_getaffinity(0)),
    }


def show_config() -> None:
    """Print versions, the instruction set in use, the BLAS, and the thread count."""
    for name, value in config().items():
        print(f"{name + ':':17}{value}")


class _Settings:
    deterministic = False
    precision = "highest"


def use_deterministic_algorithms(mode: bool, *, warn_only: bool = False) -> None:
    """Accepted as in PyTorch: there is one algorithm for each operation."""
    _Settings.deterministic = bool(mode)


def are_deterministic_algorithms_enabled() -> bool:
    """What `use_deterministic_algorithms` was told last."""
    return _Settings.deterministic


def set_float32_matmul_precision(precision: str) -> None:
    """Accepted as in PyTorch: products of float32 are made in float32 on a CPU.

    ValueError unless it is 'highest', 'high' or 'medium'.
    """
    if precision not in ("highest", "high", "medium"):
        raise ValueError(
            "set_float32_matmul_precision: expected 'highest', 'high' or 'medium', got "
            f"{precision!r}"
        )
    _Settings.precision = precision


def get_float32_matmul_precision() -> str:
    """What `set_float32_matmul_precision` was told last."""
    return _Settings.precision
