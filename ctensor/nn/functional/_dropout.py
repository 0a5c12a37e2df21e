"""Dropout."""

from __future__ import annotations

import math
import warnings

import ctensor as ct
from ctensor import _C


def dropout(
    input: ct.Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> ct.Tensor:
    """Zero each element with probability `p` and scale the rest by 1 / (1 - p).

    Without `training` the input comes back as it is. Raises ValueError unless
    0 <= p <= 1.
    """
    _check_share(p)
    if not training or p == 0.0:
        return input
    if not inplace and not input.is_complex():
        return _C.dropout(input, p)
    factor = _C.dropout(ct.ones_like(input.real, requires_grad=False), p)
    return input.mul_(factor) if inplace else input * factor


def _check_share(p: float) -> None:
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")


def _channels(input: ct.Tensor) -> ct.Tensor:
    """A 1 for each channel of each sample of (N, C, *), beside the input."""
    shape = (*input.shape[:2], *([1] * (input.dim() - 2)))
    return ct.ones(shape, dtype=input.dtype, device=input.device)


def _feature_dropout(
    input: ct.Tensor, p: float, training: bool, inplace: bool, batched: bool
) -> ct.Tensor:
    """Zero channels of (N, C, *), or, unless `batched`, of (C, *)."""
    _check_share(p)
    if not training or p == 0.0:
        return input
    mask = _channels(input if batched else input.unsqueeze(0))
    factor = _C.dropout(mask, p)
    factor = factor if batched else factor.squeeze(0)
    return input.mul_(factor) if inplace else input * factor


def dropout1d(
    input: ct.Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> ct.Tensor:
    """Zero each channel of (N, C, L) or (C, L) with probability `p`, scale the rest.

    RuntimeError for other dims. Source: Tompson and others 2015,
    https://arxiv.org/abs/1411.4280.

    >>> dropout1d(ct.ones(1, 2, 3), 1.0).tolist()
    [[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]]
    """
    if input.dim() not in (2, 3):
        raise RuntimeError(
            f"dropout1d: Expected 2D or 3D input, but received a {input.dim()}D input. "
            "Note that dropout1d exists to provide channel-wise dropout on inputs with "
            "1"
            " spatial dimension, a channel dimension, and an optional batch dimension "
            "(i.e. 2D or 3D inputs)."
        )
    return _feature_dropout(input, p, training, inplace, input.dim() == 3)


def dropout2d(
    input: ct.Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> ct.Tensor:
    """Zero each channel of (N, C, H, W) with probability `p`, scale the rest.

    (N, C, L) is taken as `dropout1d` takes it, other dims with a warning, as in
    PyTorch.

    >>> dropout2d(ct.ones(1, 1, 2, 2), 0.5, training=False).sum()
    tensor(4.)
    """
    if input.dim() not in (3, 4):
        warnings.warn(
            f"dropout2d: Received a {input.dim()}-D input to dropout2d, which is "
            "deprecated and will result in an error in a future release. To retain the "
            "behavior and silence this warning, please use dropout instead.",
            stacklevel=2,
        )
    return _feature_dropout(input, p, training, inplace, True)


def dropout3d(
    input: ct.Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> ct.Tensor:
    """Zero each channel of (N, C, D, H, W) or (C, D, H, W) with probability `p`.

    Other dims are taken with a warning, as in PyTorch.

    >>> dropout3d(ct.ones(1, 1, 2, 2, 2), 1.0).sum()
    tensor(0.)
    """
    if input.dim() not in (4, 5):
        warnings.warn(
            f"dropout3d: Received a {input.dim()}-D input to dropout3d, which is "
            "deprecated and will result in an error in a future release. To retain the "
            "behavior and silence this warning, please use dropout instead.",
            stacklevel=2,
        )
    return _feature_dropout(input, p, training, inplace, input.dim() != 4)


# What selu gives for -infinity.
_LEAST = -1.7580993408473766


def _alpha_dropped(
    input: ct.Tensor, mask: ct.Tensor, p: float, inplace: bool
) -> ct.Tensor:
    """`input` where the mask is 1, else selu's least; mean and variance as before."""
    scale = 1 / math.sqrt((_LEAST * _LEAST * p + 1) * (1 - p)) if p < 1 else 0.0
    shift = (1 - mask) * (_LEAST * scale) - _LEAST * scale * p
    if inplace:
        return input.mul_(mask * scale).add_(shift)
    return input * (mask * scale) + shift


def alpha_dropout(
    input: ct.Tensor, p: float = 0.5, training: bool = False, inplace: bool = False
) -> ct.Tensor:
    """Dropout for `selu`: elements become its least value and not 0.

    All is then scaled and moved, so that mean 0 and variance 1 stay. Source: Klambauer
    and others 2017, https://arxiv.org/abs/1706.02515.

    >>> alpha_dropout(ct.ones(2), 1.0, training=True)
    tensor([0., 0.])
    """
    _check_share(p)
    if not training or p == 0.0:
        return input
    mask = ct.empty_like(input, requires_grad=False).bernoulli_(1 - p)
    return _alpha_dropped(input, mask, p, inplace)


def feature_alpha_dropout(
    input: ct.Tensor, p: float = 0.5, training: bool = False, inplace: bool = False
) -> ct.Tensor:
    """`alpha_dropout` of whole channels of (N, C, *).

    RuntimeError for less than two dims.

    >>> feature_alpha_dropout(ct.ones(1, 1, 2), 1.0, training=True)
    tensor([[[0., 0.]]])
    """
    _check_share(p)
    if not training or p == 0.0:
        return input
    if input.dim() < 2:
        raise RuntimeError(
            "Feature dropout requires at least 2 dimensions in the input, got "
            f"{input.dim()}"
        )
    return _alpha_dropped(input, _channels(input).bernoulli_(1 - p), p, inplace)
