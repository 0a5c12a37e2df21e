"""Neural networks: modules, losses, initialisers."""

from ctensor.nn import functional, init, utils
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
from ctensor.nn.parameter import Parameter

__all__ = [
    "functional",
    "init",
    "utils",
    "Module",
    "Parameter",
    "Sequential",
    "ModuleList",
    "ModuleDict",
    "Identity",
    "Linear",
    "ReLU",
    "Tanh",
    "Sigmoid",
    "GELU",
    "Softmax",
    "LogSoftmax",
    "Dropout",
    "Flatten",
    "Unflatten",
    "CrossEntropyLoss",
    "NLLLoss",
    "MSELoss",
    "L1Loss",
    "BCEWithLogitsLoss",
]
