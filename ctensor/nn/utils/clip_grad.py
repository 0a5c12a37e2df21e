"""Clipping of gradients."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable

import ctensor as ct
from ctensor import _C
from ctensor._warnings import warn

__all__ = [
    "clip_grad_norm",
    "clip_grad_norm_",
    "clip_grad_value_",
    "clip_grads_with_norm_",
    "get_total_norm",
]


def _grads(parameters: ct.Tensor | Iterable[ct.Tensor]) -> list[ct.Tensor]:
    if isinstance(parameters, ct.Tensor):
        parameters = [parameters]
    return [p.grad for p in parameters if p.grad is not None]


def _norm(x: ct.Tensor, p: float) -> ct.Tensor:
    """The p-norm of all elements of x, a 0-d float64; 16-bit floats' is not rounded."""
    x = ct.view_as_real(x) if x.is_complex() and p == 2.0 else x
    if p == 2.0 and x.is_floating_point():
        return _C._root_squares(x, None, False).double()
    half = x.dtype.itemsize == 2
    return ct.norm(x, p, dtype=ct.float32 if half else None).double()


def _total(tensors: list[ct.Tensor], norm_type: float, check: bool) -> ct.Tensor:
    """The norm of all tensors together as a float64; `check` that it is finite."""
    norms = ct.stack([_norm(t, float(norm_type)) for t in tensors])
    total = _norm(norms, float(norm_type))
    if check and not math.isfinite(total.item()):
        raise RuntimeError(
            f"The total norm of order {norm_type} for gradients from `parameters` is "
            "non-finite, so it cannot be clipped. To disable this error and scale the "
            "gradients by the non-finite norm anyway, set `error_if_nonfinite=False`"
        )
    return total


def _rounded(total: ct.Tensor, tensors: list[ct.Tensor]) -> ct.Tensor:
    """`total` in the real dtype that the tensors promote to."""
    dtype = functools.reduce(ct.promote_types, [t.dtype for t in tensors])
    return total.to(dtype.to_real())


@ct.no_grad()
def get_total_norm(
    tensors: ct.Tensor | Iterable[ct.Tensor],
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> ct.Tensor:
    """The `norm_type`-norm of all elements of the tensors together, a 0-d tensor.

    `foreach` has no effect; it is there for PyTorch's signature.
    """
    tensors = [tensors] if isinstance(tensors, ct.Tensor) else list(tensors)
    if not tensors:
        return ct.tensor(0.0)
    return _rounded(_total(tensors, norm_type, error_if_nonfinite), tensors)


@ct.no_grad()
def clip_grad_norm_(
    parameters: ct.Tensor | Iterable[ct.Tensor],
    max_norm: float,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> ct.Tensor:
    """Scale the gradients in place so that their total norm is at most `max_norm`.

    Returns the norm before. That is computed in float64, so that it scales gradients of
    any dtype and size, even where it is infinite as a number of theirs. `foreach` has
    no effect; it is there for PyTorch's signature.
    """
    grads = _grads(parameters)
    if not grads:
        return ct.tensor(0.0)
    total = _total(grads, norm_type, error_if_nonfinite)
    factor = (float(max_norm) / (total + 1e-6)).clamp(max=1.0)
    for grad in grads:
        grad.mul_(factor)
    return _rounded(total, grads)


@ct.no_grad()
def clip_grads_with_norm_(
    parameters: ct.Tensor | Iterable[ct.Tensor],
    max_norm: float,
    total_norm: ct.Tensor,
    foreach: bool | None = None,
) -> None:
    """Scale the gradients in place as `clip_grad_norm_` does, by a norm that is known.

    `total_norm` is of `get_total_norm`; `foreach` has no effect.
    """
    factor = (float(max_norm) / (total_norm.double() + 1e-6)).clamp(max=1.0)
    for grad in _grads(parameters):
        grad.mul_(factor)


@ct.no_grad()
def clip_grad_value_(
    parameters: ct.Tensor | Iterable[ct.Tensor],
    clip_value: float,
    foreach: bool | None = None,
) -> None:
    """Limit every element of the gradients to [-clip_value, clip_value] in place."""
    for grad in _grads(parameters):
        grad.clamp_(-float(clip_value), float(clip_value))


def clip_grad_norm(
    parameters: ct.Tensor | Iterable[ct.Tensor],
    max_norm: float,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> ct.Tensor:
    """The older name of `clip_grad_norm_`, with a FutureWarning."""
    warn(
        "nn.utils.clip_grad_norm is deprecated: use nn.utils.clip_grad_norm_",
        FutureWarning,
    )
    return clip_grad_norm_(parameters, max_norm, norm_type, error_if_nonfinite, foreach)
