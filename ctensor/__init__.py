"""PyTorch's tensor API over a small C engine, zero-copy with NumPy.

`import ctensor as ct`, or `import ctensor as torch` to run a PyTorch script. Functions
and methods come from the op table of the C extension `ctensor._C`.
"""

# The parts (`nn`, `optim`, ...) are imported here, which takes 4 ms, and not by a
# module `__getattr__` at their first use: in a module that has one, Python looks up
# every name the slow way, and that was 16 ns of the 56 that `ct.zeros(8)` took. Names
# imported `as` themselves are public to type checkers too.

import builtins as _builtins
import math as _math

from ctensor._C import *  # noqa: F403

# isort: split
from ctensor import (
    _copies,
    _dropout,
    _elements,
    _factories,
    _layers,
    _matrices,
    _methods,
    _orthogonal,
    _recurrent,
    _shapes,
    _spectrum,
)
from ctensor import accelerator as accelerator
from ctensor import amp as amp
from ctensor import autograd as autograd
from ctensor import backends as backends
from ctensor import cpu as cpu
from ctensor import cuda as cuda
from ctensor import distributions as distributions
from ctensor import fft as fft
from ctensor import func as func
from ctensor import functional as functional
from ctensor import linalg as linalg
from ctensor import nn as nn
from ctensor import optim as optim
from ctensor import overrides as overrides
from ctensor import profiler as profiler
from ctensor import random as random
from ctensor import return_types as return_types
from ctensor import serialization as serialization
from ctensor import signal as signal
from ctensor import special as special
from ctensor import storage as storage
from ctensor import testing as testing
from ctensor import torch_version as torch_version
from ctensor import types as types
from ctensor import utils as utils
from ctensor import version as version
from ctensor._config import *  # noqa: F403
from ctensor._copies import *  # noqa: F403
from ctensor._differences import gradient as gradient
from ctensor._dropout import *  # noqa: F403
from ctensor._elements import *  # noqa: F403
from ctensor._factories import BFloat16Tensor as BFloat16Tensor
from ctensor._factories import BoolTensor as BoolTensor
from ctensor._factories import ByteTensor as ByteTensor
from ctensor._factories import CharTensor as CharTensor
from ctensor._factories import DoubleTensor as DoubleTensor
from ctensor._factories import FloatTensor as FloatTensor
from ctensor._factories import HalfTensor as HalfTensor
from ctensor._factories import IntTensor as IntTensor
from ctensor._factories import LongTensor as LongTensor
from ctensor._factories import ShortTensor as ShortTensor
from ctensor._factories import empty_permuted as empty_permuted
from ctensor._factories import empty_strided as empty_strided
from ctensor._factories import get_default_device as get_default_device
from ctensor._factories import is_nonzero as is_nonzero
from ctensor._factories import is_same_size as is_same_size
from ctensor._factories import is_storage as is_storage
from ctensor._factories import logspace as logspace
from ctensor._factories import randint_like as randint_like
from ctensor._factories import range as range
from ctensor._factories import set_default_device as set_default_device
from ctensor._factories import set_default_tensor_type as set_default_tensor_type
from ctensor._factories import vander as vander
from ctensor._finfo import finfo as finfo
from ctensor._finfo import iinfo as iinfo
from ctensor._histogram import histogram as histogram
from ctensor._histogram import histogramdd as histogramdd
from ctensor._inplace import *  # noqa: F403
from ctensor._layers import *  # noqa: F403
from ctensor._matrices import *  # noqa: F403
from ctensor._methods import *  # noqa: F403
from ctensor._package import adopt as _adopt
from ctensor._package import explain_in_tensor as _explain_in_tensor
from ctensor._recurrent import *  # noqa: F403
from ctensor._shapes import allclose as allclose
from ctensor._shapes import atleast_1d as atleast_1d
from ctensor._shapes import atleast_2d as atleast_2d
from ctensor._shapes import atleast_3d as atleast_3d
from ctensor._shapes import block_diag as block_diag
from ctensor._shapes import broadcast_shapes as broadcast_shapes
from ctensor._shapes import broadcast_tensors as broadcast_tensors
from ctensor._shapes import cartesian_prod as cartesian_prod
from ctensor._shapes import combinations as combinations
from ctensor._shapes import dsplit as dsplit
from ctensor._shapes import hsplit as hsplit
from ctensor._shapes import isclose as isclose
from ctensor._shapes import meshgrid as meshgrid
from ctensor._shapes import split_with_sizes as split_with_sizes
from ctensor._shapes import unravel_index as unravel_index
from ctensor._shapes import unsafe_chunk as unsafe_chunk
from ctensor._shapes import unsafe_split as unsafe_split
from ctensor._shapes import unsafe_split_with_sizes as unsafe_split_with_sizes
from ctensor._shapes import vsplit as vsplit
from ctensor._spectrum import istft as istft
from ctensor._spectrum import stft as stft
from ctensor._windows import bartlett_window as bartlett_window
from ctensor._windows import blackman_window as blackman_window
from ctensor._windows import hamming_window as hamming_window
from ctensor._windows import hann_window as hann_window
from ctensor._windows import kaiser_window as kaiser_window
from ctensor.amp.autocast_mode import autocast as autocast
from ctensor.amp.grad_scaler import GradScaler as GradScaler
from ctensor.amp.state import autocast_decrement_nesting as autocast_decrement_nesting
from ctensor.amp.state import autocast_increment_nesting as autocast_increment_nesting
from ctensor.amp.state import clear_autocast_cache as clear_autocast_cache
from ctensor.amp.state import get_autocast_cpu_dtype as get_autocast_cpu_dtype
from ctensor.amp.state import get_autocast_dtype as get_autocast_dtype
from ctensor.amp.state import get_autocast_gpu_dtype as get_autocast_gpu_dtype
from ctensor.amp.state import is_autocast_cache_enabled as is_autocast_cache_enabled
from ctensor.amp.state import is_autocast_cpu_enabled as is_autocast_cpu_enabled
from ctensor.amp.state import is_autocast_enabled as is_autocast_enabled
from ctensor.amp.state import set_autocast_cache_enabled as set_autocast_cache_enabled
from ctensor.amp.state import set_autocast_cpu_dtype as set_autocast_cpu_dtype
from ctensor.amp.state import set_autocast_cpu_enabled as set_autocast_cpu_enabled
from ctensor.amp.state import set_autocast_dtype as set_autocast_dtype
from ctensor.amp.state import set_autocast_enabled as set_autocast_enabled
from ctensor.amp.state import set_autocast_gpu_dtype as set_autocast_gpu_dtype
from ctensor.functional import chain_matmul as chain_matmul
from ctensor.functional import einsum as einsum
from ctensor.functional import tensordot as tensordot
from ctensor.nn.functional import adaptive_avg_pool1d as adaptive_avg_pool1d
from ctensor.nn.functional import adaptive_max_pool1d as adaptive_max_pool1d
from ctensor.nn.functional import avg_pool1d as avg_pool1d
from ctensor.nn.functional import celu as celu
from ctensor.nn.functional import channel_shuffle as channel_shuffle
from ctensor.nn.functional import max_pool1d as max_pool1d
from ctensor.nn.functional import max_pool1d_with_indices as max_pool1d_with_indices
from ctensor.nn.functional import max_pool2d as max_pool2d
from ctensor.nn.functional import max_pool3d as max_pool3d
from ctensor.nn.functional import native_channel_shuffle as native_channel_shuffle
from ctensor.nn.functional import pixel_shuffle as pixel_shuffle
from ctensor.nn.functional import pixel_unshuffle as pixel_unshuffle
from ctensor.nn.functional import rrelu as rrelu
from ctensor.random import get_rng_state as get_rng_state
from ctensor.random import initial_seed as initial_seed
from ctensor.random import manual_seed as manual_seed
from ctensor.random import seed as seed
from ctensor.random import set_rng_state as set_rng_state
from ctensor.serialization import load as load
from ctensor.serialization import save as save
from ctensor.storage import *  # noqa: F403
from ctensor.storage import FloatStorage as Storage
from ctensor.torch_version import __version__ as __version__

inf: _builtins.float = _math.inf
nan: _builtins.float = _math.nan
pi: _builtins.float = _math.pi
e: _builtins.float = _math.e
newaxis: None = None

has_lapack: _builtins.bool = True  # scipy-openblas32 has it, which is a dependency
has_mkl = False
has_openmp = False
has_spectral = True

_asking = [_copies, _dropout, _elements, _layers, _matrices, _methods, _recurrent]
_asking += [_orthogonal, _shapes, _spectrum, fft, functional, linalg, nn.functional]
overrides.ask_first(
    *((_module, _module.__all__) for _module in _asking),
    (_factories, ["is_nonzero", "is_same_size"]),
    (Tensor, list(vars(Tensor))),  # noqa: F405
    (autograd, ["backward", "grad"]),
)
_adopt(__name__)
_explain_in_tensor()

# `from ctensor import *` leaves Python's own names alone: abs, max, float, and
# ZeroDivisionError, which PyTorch does not have. `ctensor.abs` and the rest are there.
__all__ = [  # pyright: ignore[reportUnsupportedDunderAll]
    name for name in dir() if not name.startswith("_") and not hasattr(_builtins, name)
]


def __dir__() -> list[str]:
    """The public names, for completion; not those of exceptions that hide Python's."""
    hidden = {n for n in globals() if n.endswith("Error") and hasattr(_builtins, n)}
    return [n for n in globals() if n[:1] != "_" or n[:2] == "__" if n not in hidden]
