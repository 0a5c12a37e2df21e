"""oneDNN, which is not used: what can be set has no effect."""

from __future__ import annotations

from ctensor._package import adopt as _adopt

__all__ = ["allow_tf32", "deterministic", "enabled", "is_available"]

enabled = True
deterministic = False
allow_tf32 = True


def is_available() -> bool:
    """Whether oneDNN can be used: False."""
    return False


_adopt(__name__)
