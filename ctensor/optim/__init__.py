"""Optimizers, each step of which is one native call per parameter group."""

from ctensor.optim import lr_scheduler, swa_utils
from ctensor.optim._swap import swap_in_optimizer_params_and_state
from ctensor.optim.adadelta import Adadelta
from ctensor.optim.adafactor import Adafactor
from ctensor.optim.adagrad import Adagrad
from ctensor.optim.adam import Adam
from ctensor.optim.adamax import Adamax
from ctensor.optim.adamw import AdamW
from ctensor.optim.asgd import ASGD
from ctensor.optim.lbfgs import LBFGS
from ctensor.optim.muon import Muon
from ctensor.optim.nadam import NAdam
from ctensor.optim.optimizer import Optimizer
from ctensor.optim.radam import RAdam
from ctensor.optim.rmsprop import RMSprop
from ctensor.optim.rprop import Rprop
from ctensor.optim.sgd import SGD

__all__ = [
    "lr_scheduler",
    "swa_utils",
    "Adadelta",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "ASGD",
    "LBFGS",
    "Muon",
    "NAdam",
    "Optimizer",
    "RAdam",
    "RMSprop",
    "Rprop",
    "SGD",
    "swap_in_optimizer_params_and_state",
]
