"""Neural networks: modules, losses, initialisers."""

from ctensor.nn import functional, init, modules, utils
from ctensor.nn.modules import *  # noqa: F403
from ctensor.nn.parameter import Parameter

__all__ = ["Parameter", "functional", "init", "utils"]
__all__ += modules.__all__
