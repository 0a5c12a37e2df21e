"""Neural networks: modules, losses, initialisers."""

from ctensor.nn import attention, common_types, functional, grad, init, modules, utils
from ctensor.nn.modules import *  # noqa: F403
from ctensor.nn.parameter import (
    Buffer,
    Parameter,
    UninitializedBuffer,
    UninitializedParameter,
)

# isort: split
from ctensor.nn import parallel
from ctensor.nn.parallel import DataParallel

__all__ = [
    "Buffer",
    "DataParallel",
    "Parameter",
    "UninitializedBuffer",
    "UninitializedParameter",
    "attention",
    "common_types",
    "functional",
    "grad",
    "init",
    "parallel",
    "utils",
]
__all__ += modules.__all__
