"""PyTorch's tensor API over a small C engine, zero-copy with NumPy.

`import ctensor as ct`, or `import ctensor as torch` to run a PyTorch script. Functions
and methods come from the op table of the C extension `ctensor._C`; the Python parts
(`nn`, `optim`, `utils`, ...) are imported when they are first used.
"""

from __future__ import annotations

import importlib as _importlib
import math as _math
import typing as _typing

from ctensor._C import *  # noqa: F403
from ctensor._config import show_config
from ctensor._finfo import finfo, iinfo
from ctensor.autograd.grad_mode import (
    enable_grad,
    inference_mode,
    no_grad,
    set_grad_enabled,
)
from ctensor.random import (
    get_rng_state,
    initial_seed,
    manual_seed,
    seed,
    set_rng_state,
)

if _typing.TYPE_CHECKING:
    from ctensor import autograd, cuda, nn, optim, random, utils

__version__ = "0.1.0"

inf = _math.inf
nan = _math.nan
pi = _math.pi
e = _math.e
newaxis = None

_SUBMODULES = ("autograd", "cuda", "nn", "optim", "return_types", "utils")


def __getattr__(name: str) -> _typing.Any:
    """Import a part of the package at its first use."""
    if name in _SUBMODULES:
        return _importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module 'ctensor' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_SUBMODULES})
