"""Other kernels of attention for inference, of which there are none."""

from __future__ import annotations

from ctensor._package import adopt as _adopt

__all__ = ["get_fastpath_enabled", "set_fastpath_enabled"]


class _Settings:
    enabled = True


def get_fastpath_enabled() -> bool:
    """What `set_fastpath_enabled` was told last."""
    return _Settings.enabled


def set_fastpath_enabled(value: bool) -> None:
    """Accepted as in PyTorch: attention has one way."""
    _Settings.enabled = value


_adopt(__name__)
