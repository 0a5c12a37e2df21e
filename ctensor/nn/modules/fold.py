"""PyTorch's place for Fold and Unfold; see `upsampling.py`."""

from ctensor._package import adopt as _adopt
from ctensor.nn.modules.upsampling import Fold, Unfold

__all__ = ["Fold", "Unfold"]

_adopt(__name__)
