"""The layers, losses and containers, one file per family; `ctensor.nn` has them all."""

from ctensor.nn.modules.activation import (
    GELU,
    LogSoftmax,
    ReLU,
    Sigmoid,
    Softmax,
    Tanh,
)
from ctensor.nn.modules.container import ModuleDict, ModuleList, Sequential
from ctensor.nn.modules.dropout import Dropout
from ctensor.nn.modules.flatten import Flatten, Unflatten
from ctensor.nn.modules.linear import Identity, Linear
from ctensor.nn.modules.loss import (
    BCEWithLogitsLoss,
    CrossEntropyLoss,
    L1Loss,
    MSELoss,
    NLLLoss,
)
from ctensor.nn.modules.module import Module

__all__ = [
    "BCEWithLogitsLoss",
    "CrossEntropyLoss",
    "Dropout",
    "Flatten",
    "GELU",
    "Identity",
    "L1Loss",
    "Linear",
    "LogSoftmax",
    "MSELoss",
    "Module",
    "ModuleDict",
    "ModuleList",
    "NLLLoss",
    "ReLU",
    "Sequential",
    "Sigmoid",
    "Softmax",
    "Tanh",
    "Unflatten",
]
