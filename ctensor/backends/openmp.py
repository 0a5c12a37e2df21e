"""OpenMP, which is not used: threads are ctensor's own."""

from __future__ import annotations

from ctensor._package import adopt as _adopt

__all__ = ["is_available"]


def is_available() -> bool:
    """Whether OpenMP can be used: False."""
    return False


_adopt(__name__)
