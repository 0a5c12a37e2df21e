"""Initialisers: fill a tensor in place, without recording a gradient.

In a weight of shape (out, in, *) a unit reads `fan_in` = in * prod(*) values and is
read by `fan_out` = out * prod(*) others.
"""

from __future__ import annotations

import functools
import math
import warnings
from collections.abc import Callable
from typing import Any

import ctensor as ct

__all__ = [
    "calculate_gain",
    "uniform_",
    "normal_",
    "constant_",
    "ones_",
    "zeros_",
    "eye_",
    "trunc_normal_",
    "dirac_",
    "orthogonal_",
    "sparse_",
    "xavier_uniform_",
    "xavier_normal_",
    "kaiming_uniform_",
    "kaiming_normal_",
    "uniform",
    "normal",
    "constant",
    "eye",
    "dirac",
    "xavier_uniform",
    "xavier_normal",
    "kaiming_uniform",
    "kaiming_normal",
    "orthogonal",
    "sparse",
]

_LINEAR = ("linear", "conv1d", "conv2d", "conv3d", "sigmoid")


def calculate_gain(nonlinearity: str, param: float | None = None) -> float:
    """Factor on the standard deviation that keeps the variance through a layer.

    `param` is the negative slope of 'leaky_relu', 0.01 by default. Raises ValueError
    for a name that is not known.
    """
    if nonlinearity in _LINEAR:
        return 1
    if nonlinearity == "tanh":
        return 5.0 / 3.0
    if nonlinearity == "relu":
        return math.sqrt(2.0)
    if nonlinearity == "leaky_relu":
        slope = 0.01 if param is None else param
        if isinstance(slope, bool) or not isinstance(slope, (int, float)):
            raise ValueError(f"negative_slope {param} not a valid number")
        return math.sqrt(2.0 / (1.0 + slope**2))
    if nonlinearity == "selu":
        return 0.75
    raise ValueError(f"Unsupported nonlinearity {nonlinearity}")


def _fans(tensor: ct.Tensor) -> tuple[int, int]:
    if tensor.dim() < 2:
        raise ValueError(
            "Fan in and fan out can not be computed for tensor with fewer than 2 "
            "dimensions"
        )
    field = math.prod(tensor.shape[2:])
    return tensor.shape[1] * field, tensor.shape[0] * field


@ct.no_grad()
def uniform_(
    tensor: ct.Tensor,
    a: float = 0.0,
    b: float = 1.0,
    generator: ct.Generator | None = None,
) -> ct.Tensor:
    """Fill with draws from the uniform distribution on [a, b)."""
    return tensor.uniform_(a, b, generator=generator)


@ct.no_grad()
def normal_(
    tensor: ct.Tensor,
    mean: float = 0.0,
    std: float = 1.0,
    generator: ct.Generator | None = None,
) -> ct.Tensor:
    """Fill with draws from the normal distribution."""
    return tensor.normal_(mean, std, generator=generator)


@ct.no_grad()
def constant_(tensor: ct.Tensor, val: float) -> ct.Tensor:
    """Fill with `val`."""
    return tensor.fill_(val)


def ones_(tensor: ct.Tensor) -> ct.Tensor:
    """Fill with 1."""
    return constant_(tensor, 1.0)


def zeros_(tensor: ct.Tensor) -> ct.Tensor:
    """Fill with 0."""
    return constant_(tensor, 0.0)


@ct.no_grad()
def eye_(tensor: ct.Tensor) -> ct.Tensor:
    """Fill a matrix with 1 on the diagonal and 0 elsewhere."""
    if tensor.dim() != 2:
        raise ValueError("Only tensors with 2 dimensions are supported")
    tensor.zero_()
    tensor.diagonal().fill_(1)
    return tensor


def xavier_uniform_(
    tensor: ct.Tensor, gain: float = 1.0, generator: ct.Generator | None = None
) -> ct.Tensor:
    """Uniform on (-a, a) with a = gain * sqrt(6 / (fan_in + fan_out)).

    Source: Glorot and Bengio 2010.
    """
    bound = gain * math.sqrt(6.0 / sum(_fans(tensor)))
    return uniform_(tensor, -bound, bound, generator)


def xavier_normal_(
    tensor: ct.Tensor, gain: float = 1.0, generator: ct.Generator | None = None
) -> ct.Tensor:
    """Normal with standard deviation gain * sqrt(2 / (fan_in + fan_out)).

    Source: Glorot and Bengio 2010.
    """
    std = gain * math.sqrt(2.0 / sum(_fans(tensor)))
    return normal_(tensor, 0.0, std, generator)


def _kaiming_std(tensor: ct.Tensor, a: float, mode: str, nonlinearity: str) -> float:
    fan_in, fan_out = _fans(tensor)
    fans = {"fan_in": fan_in, "fan_out": fan_out}
    if mode not in fans:
        raise ValueError(f"Mode {mode} not supported, please use one of {list(fans)}")
    return calculate_gain(nonlinearity, a) / math.sqrt(fans[mode])


def _nothing_to_fill(tensor: ct.Tensor) -> bool:
    if tensor.numel() == 0:
        warnings.warn("Initializing zero-element tensors is a no-op", stacklevel=3)
        return True
    return False


def kaiming_uniform_(
    tensor: ct.Tensor,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: ct.Generator | None = None,
) -> ct.Tensor:
    """Uniform on (-b, b) with b = gain * sqrt(3 / fan).

    `a` is the slope of the leaky ReLU behind the layer. Source: He et al. 2015,
    https://arxiv.org/abs/1502.01852.
    """
    if _nothing_to_fill(tensor):
        return tensor
    bound = math.sqrt(3.0) * _kaiming_std(tensor, a, mode, nonlinearity)
    return uniform_(tensor, -bound, bound, generator)


def kaiming_normal_(
    tensor: ct.Tensor,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: ct.Generator | None = None,
) -> ct.Tensor:
    """Normal with standard deviation gain / sqrt(fan).

    `a` is the slope of the leaky ReLU behind the layer. Source: He et al. 2015,
    https://arxiv.org/abs/1502.01852.
    """
    if _nothing_to_fill(tensor):
        return tensor
    std = _kaiming_std(tensor, a, mode, nonlinearity)
    return normal_(tensor, 0.0, std, generator)


@ct.no_grad()
def trunc_normal_(
    tensor: ct.Tensor,
    mean: float = 0.0,
    std: float = 1.0,
    a: float = -2.0,
    b: float = 2.0,
    generator: ct.Generator | None = None,
) -> ct.Tensor:
    """Fill with draws from the normal distribution that lie in [a, b].

    By the inverse of the distribution function, in float64; a warning where the mean is
    more than two deviations outside.

    >>> x = trunc_normal_(ct.empty(100), std=5.0)
    >>> bool(((x >= -2) & (x <= 2)).all())
    True
    """
    if mean < a - 2 * std or mean > b + 2 * std:
        warnings.warn(
            "mean is more than 2 std from [a, b] in nn.init.trunc_normal_. The "
            "distribution of values may be incorrect.",
            stacklevel=2,
        )
    low = (1 + math.erf((a - mean) / std / math.sqrt(2))) / 2
    high = (1 + math.erf((b - mean) / std / math.sqrt(2))) / 2
    u = ct.empty(tensor.shape, dtype=ct.float64, device=tensor.device)
    u.uniform_(2 * low - 1, 2 * high - 1, generator=generator)
    values = u.erfinv_().mul_(std * math.sqrt(2)).add_(mean).clamp_(a, b)
    return tensor.copy_(values)


@ct.no_grad()
def dirac_(tensor: ct.Tensor, groups: int = 1) -> ct.Tensor:
    """Make a weight of a convolution one that leaves its input as it is.

    (out, in, *) with three to five dims: 1 in the middle from each channel to itself,
    as far as there are; so in each of `groups`, which divide the outputs. ValueError
    otherwise.
    """
    if tensor.dim() not in (3, 4, 5):
        raise ValueError("Only tensors with 3, 4, or 5 dimensions are supported")
    if tensor.shape[0] % groups:
        raise ValueError("dim 0 must be divisible by groups")
    each = tensor.shape[0] // groups
    middle = tuple(n // 2 for n in tensor.shape[2:])
    tensor.zero_()
    for group in range(groups):
        for channel in range(min(each, tensor.shape[1])):
            tensor[(group * each + channel, channel, *middle)] = 1
    return tensor


@ct.no_grad()
def orthogonal_(
    tensor: ct.Tensor, gain: float = 1, generator: ct.Generator | None = None
) -> ct.Tensor:
    """Fill with a (semi) orthogonal matrix of rows dim 0, times `gain`.

    ValueError for less than two dims. Source: Saxe and others 2013,
    https://arxiv.org/abs/1312.6120.

    >>> q = orthogonal_(ct.empty(3, 5))
    >>> bool((q @ q.mT - ct.eye(3)).abs().max() < 1e-5)
    True
    """
    if tensor.dim() < 2:
        raise ValueError("Only tensors with 2 or more dimensions are supported")
    if tensor.numel() == 0:
        return tensor
    rows, columns = tensor.shape[0], tensor.numel() // tensor.shape[0]
    flat = ct.empty((rows, columns), dtype=ct.float64).normal_(generator=generator)
    q, r = ct.linalg.qr(flat.mT if rows < columns else flat)
    q = q * r.diagonal().sign()
    q = q.mT if rows < columns else q
    return tensor.copy_((q * gain).reshape(tensor.shape))


@ct.no_grad()
def sparse_(
    tensor: ct.Tensor,
    sparsity: float,
    std: float = 0.01,
    generator: ct.Generator | None = None,
) -> ct.Tensor:
    """Fill a matrix with draws of a normal distribution, a share of each column 0.

    That is `sparsity` of its rows, rounded up. ValueError for other dims. Source:
    Martens 2010.
    """
    if tensor.dim() != 2:
        raise ValueError("Only tensors with 2 dimensions are supported")
    rows, columns = tensor.shape
    zeros = math.ceil(sparsity * rows)
    tensor.normal_(0, std, generator=generator)
    for column in range(columns):
        tensor[ct.randperm(rows, generator=generator)[:zeros], column] = 0
    return tensor


def _older(function: Callable[..., ct.Tensor]) -> Callable[..., ct.Tensor]:
    """The function under its name without the underscore, with a warning."""
    new = function.__name__
    old = new[:-1]

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> ct.Tensor:
        warnings.warn(
            f"`nn.init.{old}` is now deprecated in favor of `nn.init.{new}`.",
            FutureWarning,
            stacklevel=2,
        )
        return function(*args, **kwargs)

    call.__name__ = old
    call.__doc__ = f"`{new}` under an older name."
    return call


uniform = _older(uniform_)
normal = _older(normal_)
constant = _older(constant_)
eye = _older(eye_)
dirac = _older(dirac_)
xavier_uniform = _older(xavier_uniform_)
xavier_normal = _older(xavier_normal_)
kaiming_uniform = _older(kaiming_uniform_)
kaiming_normal = _older(kaiming_normal_)
orthogonal = _older(orthogonal_)
sparse = _older(sparse_)
