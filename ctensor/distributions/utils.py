"""Parameters of one shape, odds and probabilities, properties computed when read."""

from __future__ import annotations

from collections.abc import Callable
from numbers import Number
from typing import Any

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.nn import functional as F

__all__ = [
    "broadcast_all",
    "clamp_probs",
    "lazy_property",
    "logits_to_probs",
    "probs_to_logits",
    "tril_matrix_to_vec",
    "vec_to_tril_matrix",
]

euler_constant = 0.57721566490153286060


def broadcast_all(*values: Any) -> tuple[Tensor, ...]:
    """Tensors and numbers as tensors of one shape; numbers take the tensors' dtype.

    ValueError for what is neither.

    >>> loc, scale = broadcast_all(ct.zeros(3), 2)
    >>> scale.tolist()
    [2.0, 2.0, 2.0]
    """
    like = None
    for value in values:
        if isinstance(value, Tensor):
            like = value if like is None else like
        elif not isinstance(value, Number):
            raise ValueError(
                f"expected Tensors or numbers as parameters, got {type(value).__name__}"
            )
    if like is None:
        return tuple(ct.scalar_tensor(value) for value in values)
    tensors = [v if isinstance(v, Tensor) else like.new_tensor(v) for v in values]
    if all(t.shape == like.shape for t in tensors):
        return tuple(tensors)
    return ct.broadcast_tensors(*tensors)


def all_numbers(*values: Any) -> bool:
    """Are all of them numbers, so that there is no batch?"""
    return not any(isinstance(value, Tensor) for value in values)


def standard_normal(shape: Any, like: Tensor) -> Tensor:
    """Normal numbers of mean 0 and variance 1."""
    return ct.randn(shape, dtype=like.dtype, device=like.device)


def uniform(shape: Any, like: Tensor) -> Tensor:
    """Uniform numbers in [0, 1)."""
    return ct.rand(shape, dtype=like.dtype, device=like.device)


def open_uniform(shape: Any, like: Tensor) -> Tensor:
    """Uniform numbers in (0, 1): from the smallest normal one up."""
    return uniform(shape, like).clamp_(min=ct.finfo(like.dtype).tiny)


def clamp_probs(probs: Tensor) -> Tensor:
    """Probabilities at least an eps away from 0 and 1."""
    eps = ct.finfo(probs.dtype).eps
    return probs.clamp(min=eps, max=1 - eps)


def logits_to_probs(logits: Tensor, is_binary: bool = False) -> Tensor:
    """Probabilities of log odds, or of unnormalised log probabilities of classes."""
    return ct.sigmoid(logits) if is_binary else F.softmax(logits, dim=-1)


def probs_to_logits(probs: Tensor, is_binary: bool = False) -> Tensor:
    """The inverse, of probabilities kept an eps away from 0 and 1."""
    held = clamp_probs(probs)
    return ct.log(held) - ct.log1p(-held) if is_binary else ct.log(held)


class lazy_property:  # noqa: N801
    """A property that is computed when it is first read, and kept."""

    def __init__(self, wrapped: Callable[[Any], Any]) -> None:
        self.wrapped = wrapped
        self.__doc__ = wrapped.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        with ct.enable_grad():
            value = self.wrapped(instance)
        instance.__dict__[self.name] = value
        return value


def tril_matrix_to_vec(mat: Tensor, diag: int = 0) -> Tensor:
    """The lower triangle of (batches of) a square matrix, row by row, as a vector."""
    n = mat.shape[-1]
    if not -n <= diag < n:
        raise ValueError(f"expected diag from {-n} to {n - 1}, got {diag}")
    row, col = ct.tril_indices(n, n, diag, device=mat.device)
    return mat[..., row, col]


def vec_to_tril_matrix(vec: Tensor, diag: int = 0) -> Tensor:
    """The square matrix whose lower triangle a vector (a batch of them) lists."""
    reach = 1 + 2 * diag
    n = int(
        (-reach + ((reach**2 + 8 * vec.shape[-1] + 4 * abs(diag) * (diag + 1)) ** 0.5))
        / 2
    )
    row, col = ct.tril_indices(n, n, diag, device=vec.device)
    if row.shape[0] != vec.shape[-1]:
        raise ValueError(
            f"expected as many numbers as a lower triangle has, got {vec.shape[-1]}"
        )
    flat = vec.new_zeros((*vec.shape[:-1], n * n))
    return flat.index_copy(-1, row * n + col, vec).unflatten(-1, (n, n))


def sum_rightmost(value: Tensor, dims: int) -> Tensor:
    """Sums over the last dims."""
    return value if dims == 0 else value.flatten(value.ndim - dims).sum(-1)


_adopt(__name__)
