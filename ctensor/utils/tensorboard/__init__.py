"""Curves, images and text for TensorBoard, written by the `tensorboard` package.

That package owns the file format; without it SummaryWriter is an ImportError that says
how to get it.
"""

from ctensor._package import adopt as _adopt
from ctensor.utils.tensorboard.writer import SummaryWriter

__all__ = ["SummaryWriter"]

_adopt(__name__)
