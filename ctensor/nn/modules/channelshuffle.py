"""PyTorch's place for ChannelShuffle; see `upsampling.py`."""

from ctensor._package import adopt as _adopt
from ctensor.nn.modules.upsampling import ChannelShuffle

__all__ = ["ChannelShuffle"]

_adopt(__name__)
