"""Initialisers: fill a tensor in place, without recording a gradient.

In a weight of shape (out, in, *) a unit reads `fan_in` = in * prod(*) values and is
read by `fan_out` = out * prod(*) others.
"""

from __future__ import annotations

import math
import warnings

import ctensor as ct

__all__ = [
    "calculate_gain",
    "uniform_",
    "normal_",
    "constant_",
    "ones_",
    "zeros_",
    "eye_",
    "xavier_uniform_",
    "xavier_normal_",
    "kaiming_uniform_",
    "kaiming_normal_",
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
