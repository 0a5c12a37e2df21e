"""Dropout as `torch` has it: in place, of channels, and with its mask.

`train` says whether anything is dropped; `nn.functional` has the same functions with
defaults. RuntimeError, as of `nn.functional` ValueError, unless 0 <= p <= 1.
"""

from __future__ import annotations

import ctensor as ct
from ctensor._C import Tensor
from ctensor.nn import functional as F
from ctensor.nn.functional._dropout import _feature_dropout

__all__ = [
    "alpha_dropout",
    "alpha_dropout_",
    "dropout_",
    "feature_alpha_dropout",
    "feature_alpha_dropout_",
    "feature_dropout",
    "feature_dropout_",
    "native_dropout",
]


def alpha_dropout(input: Tensor, p: float, train: bool) -> Tensor:
    """`nn.functional.alpha_dropout`.

    >>> ct.alpha_dropout(ct.ones(2), 1.0, True)
    tensor([0., 0.])
    """
    return F.alpha_dropout(input, p, train)


def alpha_dropout_(input: Tensor, p: float, train: bool) -> Tensor:
    """`nn.functional.alpha_dropout` in place.

    >>> ct.alpha_dropout_(ct.ones(2), 1.0, True)
    tensor([0., 0.])
    """
    return F.alpha_dropout(input, p, train, inplace=True)


def dropout_(input: Tensor, p: float, train: bool) -> Tensor:
    """`nn.functional.dropout` in place.

    >>> ct.dropout_(ct.ones(2), 1.0, True)
    tensor([0., 0.])
    """
    return F.dropout(input, p, train, inplace=True)


def feature_alpha_dropout(input: Tensor, p: float, train: bool) -> Tensor:
    """`nn.functional.feature_alpha_dropout`.

    >>> ct.feature_alpha_dropout(ct.ones(1, 2), 1.0, True)
    tensor([[0., 0.]])
    """
    return F.feature_alpha_dropout(input, p, train)


def feature_alpha_dropout_(input: Tensor, p: float, train: bool) -> Tensor:
    """`nn.functional.feature_alpha_dropout` in place.

    >>> ct.feature_alpha_dropout_(ct.ones(1, 2), 1.0, True)
    tensor([[0., 0.]])
    """
    return F.feature_alpha_dropout(input, p, train, inplace=True)


def _features(input: Tensor, p: float, train: bool, inplace: bool) -> Tensor:
    if train and input.dim() < 2:
        raise RuntimeError(
            "Feature dropout requires at least 2 dimensions in the input, got "
            f"{input.dim()}"
        )
    return _feature_dropout(input, p, train, inplace, True)


def feature_dropout(input: Tensor, p: float, train: bool) -> Tensor:
    """Zero each channel of (N, C, *) with probability p, scale the rest by 1 / (1 - p).

    RuntimeError for less than two dims.

    >>> ct.feature_dropout(ct.ones(1, 1, 2), 1.0, True)
    tensor([[[0., 0.]]])
    """
    return _features(input, p, train, False)


def feature_dropout_(input: Tensor, p: float, train: bool) -> Tensor:
    """`feature_dropout` in place.

    >>> ct.feature_dropout_(ct.ones(1, 1, 2), 1.0, True)
    tensor([[[0., 0.]]])
    """
    return _features(input, p, train, True)


def native_dropout(
    input: Tensor, p: float, train: bool | None
) -> tuple[Tensor, Tensor]:
    """What dropout leaves, and the bool mask of what it left; None trains too.

    >>> ct.native_dropout(ct.ones(2), 0.0, True)
    (tensor([1., 1.]), tensor([True, True]))
    """
    ones = ct.ones_like(input, requires_grad=False)
    if train is False or p == 0.0:
        return input.clone(), ones.bool()
    factor = F.dropout(ones, p)
    return input * factor, factor != 0
