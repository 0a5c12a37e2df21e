"""CUDA: whether it was built in, and switches without effect where it was not."""

from __future__ import annotations

from types import SimpleNamespace

__all__ = ["is_built", "matmul"]

matmul = SimpleNamespace(allow_tf32=False)


def is_built() -> bool:
    """Whether ctensor was built with a CUDA backend."""
    return False
