"""Optimizers, each step of which is one native call per parameter group."""

from ctensor.optim import lr_scheduler
from ctensor.optim.adam import Adam, AdamW
from ctensor.optim.optimizer import Optimizer
from ctensor.optim.sgd import SGD

__all__ = ["lr_scheduler", "Adam", "AdamW", "Optimizer", "SGD"]
