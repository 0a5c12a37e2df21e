"""Norms.

They are scaled by the largest element, so that squares neither overflow nor vanish, and
the gradient at 0 is 0.
"""

from __future__ import annotations

import numpy as np

import ctensor as ct
from ctensor._numpy._convert import axes_of, inexact
from ctensor._numpy._registry import implements
from ctensor._numpy.reductions import squares


@implements(np.linalg.norm)
def norm(x, ord=None, axis=None, keepdims=False):
    x = inexact(x)
    if axis is None:
        if ord is None or (x.ndim == 2 and ord == "fro") or (x.ndim == 1 and ord == 2):
            return euclidean(x, tuple(range(x.ndim)), keepdims)
        axis = tuple(range(x.ndim))
    axes = axes_of(axis, x.ndim)
    if len(axes) == 1:
        return vector_norm_of(x, 2 if ord is None else ord, axes, keepdims)
    if len(axes) == 2:
        return matrix_norm_of(x, ord, axes, keepdims)
    raise ValueError("Improper number of dimensions to norm.")


@implements("linalg.vector_norm")
def vector_norm(x, /, *, axis=None, keepdims=False, ord=2):
    x = inexact(x)
    return vector_norm_of(x, ord, axes_of(axis, x.ndim), keepdims)


@implements("linalg.matrix_norm")
def matrix_norm(x, /, *, keepdims=False, ord="fro"):
    x = inexact(x)
    return matrix_norm_of(x, ord, axes_of((-2, -1), x.ndim), keepdims)


def scale_of(x, axes):
    """The largest |x| over the axes, a constant, and 1 where that is 0, inf or NaN."""
    if x.numel() == 0:
        return ct.ones((), dtype=x.dtype.to_real())
    largest = ct.amax(ct.abs(x.detach()), axes, True) if axes else ct.abs(x.detach())
    usable = (largest > 0) & (largest < float("inf"))
    return ct.where(usable, largest, 1.0)


def plain(x):
    """The norm of all of x where its squares are in range, None elsewhere."""
    if x.dtype not in (ct.float32, ct.float64):
        return None
    result = ct.sqrt((x * x).sum())
    return result if 1e-12 < result.item() < 1e18 else None


def euclidean(x, axes, keepdims):
    """The root of the sum of squares."""
    if len(axes) == x.ndim and not keepdims and (result := plain(x)) is not None:
        return result
    scale = scale_of(x, axes)
    total = squares(x / scale)
    total = total.sum(axes, True) if axes else total
    root = ct.where(total == 0, 0.0, ct.sqrt(ct.where(total == 0, 1.0, total)))
    result = root * scale
    return result if keepdims or not axes else result.squeeze(axes)


def vector_norm_of(x, ord, axes, keepdims):
    if ord == 2:
        return euclidean(x, axes, keepdims)
    size = ct.abs(x)
    if ord == np.inf:
        return size.amax(axes, keepdims)
    if ord == -np.inf:
        return size.amin(axes, keepdims)
    if ord == 0:
        return (x != 0).to(size.dtype).sum(axes, keepdims) + 0 * size.sum(
            axes, keepdims
        )
    if ord == 1:
        return size.sum(axes, keepdims)
    if isinstance(ord, str):
        raise ValueError(f"Invalid norm order '{ord}' for vectors")
    return power_norm(size, ord, axes, keepdims)


def power_norm(size, p, axes, keepdims):
    """(sum |x|**p) ** (1 / p); a vector of zeros has the gradient 0."""
    scale = scale_of(size, axes)
    total = ((size / scale) ** p).sum(axes, True)
    root = ct.where(total == 0, 0.0, ct.where(total == 0, 1.0, total) ** (1 / p))
    result = root * scale
    return result if keepdims else result.squeeze(axes)


def matrix_norm_of(x, ord, axes, keepdims):
    if axes[0] == axes[1]:
        raise ValueError("Duplicate axes given.")
    if ord in (None, "fro", "f"):
        return euclidean(x, axes, keepdims)
    if ord in (2, -2, "nuc"):
        return ct.linalg.matrix_norm(x, ord, axes, keepdims)
    if ord not in (1, -1, np.inf, -np.inf):
        raise ValueError("Invalid norm order for matrices.")
    summed, kept = axes if abs(ord) == 1 else axes[::-1]
    sums = ct.abs(x).sum(summed, True)
    result = sums.amax(kept, True) if ord > 0 else sums.amin(kept, True)
    return result if keepdims else result.squeeze(axes)
