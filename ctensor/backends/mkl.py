"""Intel's MKL, which is not used: products are ctensor's own."""

from __future__ import annotations

from ctensor._package import adopt as _adopt

__all__ = ["is_available"]


def is_available() -> bool:
    """Whether MKL can be used: False."""
    return False


_adopt(__name__)
