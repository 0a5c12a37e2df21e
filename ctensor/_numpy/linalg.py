"""Norms, by the rows `vector_norm` and of linalg."""

from __future__ import annotations

import numpy as np

import ctensor as ct
from ctensor import _C
from ctensor._numpy._convert import axes_of, inexact
from ctensor._numpy._registry import implements


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


def euclidean(x, axes, keepdims):
    """The root of the sum of squares."""
    return _C._vector_norm(x, 2.0, axes, keepdims) if axes else ct.abs(x)


def vector_norm_of(x, ord, axes, keepdims):
    if isinstance(ord, str):
        raise ValueError(f"Invalid norm order '{ord}' for vectors")
    return _C._vector_norm(x, ord, axes, keepdims) if axes else ct.abs(x)


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
