"""Signals: `torch.signal`'s names."""

from ctensor.signal import windows as windows

__all__ = ["windows"]
