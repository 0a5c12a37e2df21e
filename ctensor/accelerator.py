"""The device beside the CPU, whatever its kind: `torch.accelerator`."""

from __future__ import annotations

import ctensor as ct
from ctensor import cuda

__all__ = ["current_accelerator", "device_count", "is_available"]


def is_available() -> bool:
    """Whether there is one that tensors can be moved to."""
    return cuda.is_available()


def device_count() -> int:
    """How many of them there are."""
    return cuda.device_count()


def current_accelerator(check_available: bool = False) -> ct.device | None:
    """Its device without an index; None where there is none.

    There is none unless it is available, so `check_available` changes nothing.
    """
    return ct.device("cuda") if is_available() else None
