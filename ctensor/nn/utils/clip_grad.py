"""Clipping of gradients."""

from __future__ import annotations

import math
from collections.abc import Iterable

import ctensor as ct

__all__ = ["clip_grad_norm_", "clip_grad_value_", "get_total_norm"]


def _grads(parameters: ct.Tensor | Iterable[ct.Tensor]) -> list[ct.Tensor]:
    if isinstance(parameters, ct.Tensor):
        parameters = [parameters]
    return [p.grad for p in parameters if p.grad is not None]


def _norm(x: ct.Tensor, p: float) -> ct.Tensor:
    """The p-norm of all elements of x; 0 for an empty x."""
    size = x.abs()
    if x.numel() == 0:
        return size.sum()
    if p == math.inf:
        return size.max()
    if p == 2.0:
        return (size * size).sum().sqrt()
    if p == 1.0:
        return size.sum()
    if p == 0.0:
        return (size != 0).sum().to(size.dtype)
    return (size**p).sum() ** (1.0 / p)


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
    norms = [_norm(t, float(norm_type)) for t in tensors]
    total = _norm(ct.stack(norms), float(norm_type))
    if error_if_nonfinite and not math.isfinite(total.item()):
        raise RuntimeError(
            f"The total norm of order {norm_type} for gradients from `parameters` is "
            "non-finite, so it cannot be clipped. To disable this error and scale the "
            "gradients by the non-finite norm anyway, set `error_if_nonfinite=False`"
        )
    return total


@ct.no_grad()
def clip_grad_norm_(
    parameters: ct.Tensor | Iterable[ct.Tensor],
    max_norm: float,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
    foreach: bool | None = None,
) -> ct.Tensor:
    """Scale the gradients in place so that their total norm is at most `max_norm`.

    Returns the norm before. `foreach` has no effect; it is there for PyTorch's
    signature.
    """
    grads = _grads(parameters)
    total = get_total_norm(grads, norm_type, error_if_nonfinite)
    factor = (float(max_norm) / (total + 1e-6)).clamp(max=1.0)
    for grad in grads:
        grad.mul_(factor)
    return total


@ct.no_grad()
def clip_grad_value_(
    parameters: ct.Tensor | Iterable[ct.Tensor],
    clip_value: float,
    foreach: bool | None = None,
) -> None:
    """Limit every element of the gradients to [-clip_value, clip_value] in place."""
    for grad in _grads(parameters):
        grad.clamp_(-float(clip_value), float(clip_value))
