"""Schedules of the learning rate: `scheduler.step()` after each epoch or step.

Each step changes the rate that the optimizer has, so that schedules can be used
together. A rate that is a tensor is filled and stays the same object; `initial_lr`,
`base_lrs` and what `get_lr` and `get_last_lr` return never share its memory.
"""

from ctensor.optim.lr_scheduler.base import LRScheduler
from ctensor.optim.lr_scheduler.combined import ChainedScheduler, SequentialLR
from ctensor.optim.lr_scheduler.cosine import (
    CosineAnnealingLR,
    CosineAnnealingWarmRestarts,
)
from ctensor.optim.lr_scheduler.cyclic import CyclicLR, OneCycleLR
from ctensor.optim.lr_scheduler.factors import (
    ConstantLR,
    ExponentialLR,
    LambdaLR,
    LinearLR,
    MultiplicativeLR,
    MultiStepLR,
    PolynomialLR,
    StepLR,
)
from ctensor.optim.lr_scheduler.plateau import ReduceLROnPlateau

__all__ = [
    "LambdaLR",
    "MultiplicativeLR",
    "StepLR",
    "MultiStepLR",
    "ConstantLR",
    "LinearLR",
    "ExponentialLR",
    "SequentialLR",
    "PolynomialLR",
    "CosineAnnealingLR",
    "ChainedScheduler",
    "ReduceLROnPlateau",
    "CyclicLR",
    "CosineAnnealingWarmRestarts",
    "OneCycleLR",
    "LRScheduler",
]

_LRScheduler = LRScheduler  # the name that it had before PyTorch 2.0
