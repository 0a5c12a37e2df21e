"""Orders: our rows, or NumPy finds the places and our gather takes the elements.

Where no gradient is recorded NumPy does it all.
"""

from __future__ import annotations

import math

import numpy as np

import ctensor as ct
from ctensor import _C
from ctensor._numpy._convert import (
    UNSET,
    as_tensor,
    axes_of,
    axis_of,
    inexact,
    permuted,
)
from ctensor._numpy._registry import at_stake, implements, store, view


def gathered(a, places, axis):
    """A at places (an ndarray) along an axis."""
    return ct.take_along_dim(a, ct.from_numpy(np.ascontiguousarray(places)), axis)


@implements(np.sort, only_gradient=True)
def sort(a, axis=-1, kind=None, order=None, *, stable=None):
    if order is not None or not at_stake(a):
        return NotImplemented
    if axis is None:
        a, axis = a.reshape(-1), 0
    axis = axis_of(axis, a.ndim)
    if a.dtype.is_complex:
        return gathered(a, np.argsort(view(a), axis, kind="stable"), axis)
    return ct.sort(a, axis).values


_C._numpy_method(np.sort, np.ndarray.sort, True)


@implements(np.sort_complex, only_gradient=True)
def sort_complex(a):
    if not at_stake(a):
        return NotImplemented
    return sort(a) if a.dtype.is_complex else sort(a).to(ct.complex128)


@implements(np.partition, only_gradient=True)
def partition(a, kth, axis=-1, kind="introselect", order=None):
    if order is not None or not at_stake(a):
        return NotImplemented
    if axis is None:
        a, axis = a.reshape(-1), 0
    axis = axis_of(axis, a.ndim)
    return gathered(a, np.argpartition(view(a), kth, axis, kind=kind), axis)


_C._numpy_method(np.partition, np.ndarray.partition, True)


@implements(np.unique, only_gradient=True)
def unique(
    ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *,
    equal_nan=True, sorted=True,
):  # fmt: skip
    if axis is not None or not equal_nan or not at_stake(ar):
        return NotImplemented
    found = np.unique(view(ar), True, True, True)
    wanted = (return_index, return_inverse, return_counts)
    values = ar.reshape(-1)[ct.from_numpy(found[1])]
    rest = [ct.asarray(x) for x, want in zip(found[1:], wanted, strict=True) if want]
    return (values, *rest) if rest else values


# ---- quantiles -------------------------------------------------------------


def in_one(a, axis):
    """The axes that are kept, then the others as one."""
    axes = axes_of(axis, a.ndim)
    kept = [d for d in range(a.ndim) if d not in axes]
    n = math.prod([a.shape[d] for d in axes])
    return permuted(a, (*kept, *axes)).reshape((*(a.shape[d] for d in kept), n))


def with_axes(result, a, axis, keepdims, lead=0):
    """The axes that were reduced come back with size 1 when asked for."""
    if keepdims is UNSET or not keepdims:
        return result
    axes = axes_of(axis, a.ndim)
    sizes = [1 if d in axes else n for d, n in enumerate(a.shape)]
    return result.reshape((*result.shape[:lead], *sizes))


@implements(np.median, only_gradient=True)
def median(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    a = inexact(as_tensor(a))
    if a.dtype.is_complex or a.numel() == 0 or not at_stake(a):
        return NotImplemented
    middle = ct.quantile(in_one(a, axis), 0.5, -1)
    return store(with_axes(middle, a, axis, keepdims), out)


@implements(np.nanmedian, only_gradient=True)
def nanmedian(a, axis=None, out=None, overwrite_input=False, keepdims=UNSET):
    a = inexact(as_tensor(a))
    if a.dtype.is_complex or a.numel() == 0:
        return NotImplemented
    middle = ct.nanquantile(in_one(a, axis), 0.5, -1)
    return store(with_axes(middle, a, axis, keepdims), out)


def quantiles(a, q, axis, out, method, keepdims, of=ct.quantile):
    usable = a.dtype.is_floating_point and a.numel() != 0 and at_stake(a)
    if method != "linear" or not usable:
        return NotImplemented
    if np.any((q < 0) | (q > 1)):
        raise ValueError("Quantiles must be in the range [0, 1]")
    share = ct.from_numpy(q.reshape(-1).astype(float))
    result = of(in_one(a, axis), share, -1)
    result = result.reshape((*q.shape, *result.shape[1:]))
    if q.ndim and q.dtype.kind == "f":  # an array decides on the dtype, a number not
        result = result.to(np.result_type(result.dtype.dtype, q.dtype))
    return store(with_axes(result, a, axis, keepdims, q.ndim), out)


@implements(np.quantile, only_gradient=True)
def quantile(
    a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False,
    *, weights=None,
):  # fmt: skip
    if weights is not None or isinstance(q, ct.Tensor):
        return NotImplemented
    return quantiles(as_tensor(a), np.asarray(q), axis, out, method, keepdims)


@implements(np.percentile, only_gradient=True)
def percentile(
    a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False,
    *, weights=None,
):  # fmt: skip
    if weights is not None or isinstance(q, ct.Tensor):
        return NotImplemented
    share = np.asarray(q, float) / 100
    return quantiles(as_tensor(a), share, axis, out, method, keepdims)


@implements(np.nanquantile, only_gradient=True)
def nanquantile(
    a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=UNSET,
    *, weights=None,
):  # fmt: skip
    if weights is not None or isinstance(q, ct.Tensor):
        return NotImplemented
    a, q = as_tensor(a), np.asarray(q)
    return quantiles(a, q, axis, out, method, keepdims, ct.nanquantile)


@implements(np.nanpercentile, only_gradient=True)
def nanpercentile(
    a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=UNSET,
    *, weights=None,
):  # fmt: skip
    if weights is not None or isinstance(q, ct.Tensor):
        return NotImplemented
    a, q = as_tensor(a), np.asarray(q, float) / 100
    return quantiles(a, q, axis, out, method, keepdims, ct.nanquantile)
