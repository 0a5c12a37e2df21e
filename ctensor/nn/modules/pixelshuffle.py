"""PyTorch's place for PixelShuffle and PixelUnshuffle; see `upsampling.py`."""

from ctensor._package import adopt as _adopt
from ctensor.nn.modules.upsampling import PixelShuffle, PixelUnshuffle

__all__ = ["PixelShuffle", "PixelUnshuffle"]

_adopt(__name__)
