"""NNPACK, which is not used."""

from __future__ import annotations

from ctensor._package import adopt as _adopt

__all__ = ["is_available", "set_flags"]


def is_available() -> bool:
    """Whether NNPACK can be used: False."""
    return False


def set_flags(_enabled: bool) -> tuple[bool]:
    """Accepted as in PyTorch; what was set before, False."""
    return (False,)


_adopt(__name__)
