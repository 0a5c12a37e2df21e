"""Apple's GPUs, for which there is no backend."""

from __future__ import annotations

__all__ = ["is_available", "is_built"]


def is_available() -> bool:
    """Whether tensors can be moved to such a GPU."""
    return False


def is_built() -> bool:
    """Whether ctensor was built with a backend for them."""
    return False
