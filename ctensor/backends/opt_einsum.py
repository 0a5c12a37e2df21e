"""The package opt_einsum, which is not used: `einsum` finds its own order."""

from __future__ import annotations

from ctensor._package import adopt as _adopt

__all__ = ["enabled", "is_available", "strategy"]

enabled = False
strategy: str | None = None


def is_available() -> bool:
    """Whether opt_einsum can be used: False."""
    return False


_adopt(__name__)
