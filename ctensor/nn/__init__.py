"""Neural networks: modules, losses, initialisers."""

from ctensor.nn import attention, functional, init, modules, utils
from ctensor.nn.modules import *  # noqa: F403
from ctensor.nn.parameter import Parameter

__all__ = ["Parameter", "attention", "functional", "init", "utils"]
__all__ += modules.__all__
