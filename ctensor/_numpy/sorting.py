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


def quantiles(a, q, axis, out, method, keepdims, weights=None, of=ct.quantile):
    """Quantiles of a; q holds a share, or several."""
    usable = a.dtype.is_floating_point and a.numel() != 0
    if not usable or not at_stake(a, q, weights):
        return NotImplemented
    share = as_tensor(q)
    decides = share.ndim > 0 and share.dtype.is_floating_point
    share = share.to(ct.float64)
    if bool(((share < 0) | (share > 1)).any()):
        raise ValueError("Quantiles must be in the range [0, 1]")
    rows, flat = in_one(a, axis), share.reshape(-1)
    if method == "linear" and weights is None:
        result = of(rows, flat, -1)
    elif at_stake(q):
        return NotImplemented
    else:
        if weights is not None:
            weights = weights_of(a, as_tensor(weights), axis)
        result = between(rows, view(flat), method, weights, of)
    result = result.reshape((*share.shape, *result.shape[1:]))
    if (
        decides and method not in WITHOUT_STEPS
    ):  # an array decides on the dtype, a number does not
        result = result.to(np.result_type(result.dtype.dtype, as_tensor(q).dtype.dtype))
    return store(with_axes(result, a, axis, keepdims, share.ndim), out)


#: Methods whose results are elements.
WITHOUT_STEPS = ("inverted_cdf", "closest_observation", "lower", "higher", "nearest")


def weights_of(a, weights, axis):
    """Weights as an array beside in_one(a, axis), of one axis or of a's shape.

    What they choose changes in steps: their gradient is 0 and not recorded.
    """
    if weights.shape == a.shape:
        return view(in_one(weights, axis))
    if axis is None:
        raise TypeError("Axis must be specified when shapes of a and weights differ.")
    if weights.shape != tuple(a.shape[d] for d in axes_of(axis, a.ndim)):
        raise ValueError("Shape of weights must be consistent with shape of a along "
                         "specified axis.")  # fmt: skip
    return np.broadcast_to(view(weights.reshape(-1)), in_one(a, axis).shape)


def between(rows, q, method, weights, of):
    """Quantiles by any method: where the quantiles of the ranks lie, ours do too."""
    n, missing = rows.shape[-1], ct.isnan(rows)
    order = np.argsort(view(rows), -1, kind="stable")
    ranks = np.argsort(order, -1).astype(float)
    if of is ct.nanquantile:
        ranks[view(missing)] = np.nan
    numpys = np.quantile if of is ct.quantile else np.nanquantile
    places = numpys(ranks, q, axis=-1, method=method, weights=weights)
    places = np.moveaxis(places, 0, -1)
    low = np.nan_to_num(np.floor(places)).astype(int)
    high = np.minimum(low + 1, n - 1)
    part = ct.from_numpy(places - low).to(rows.dtype)
    ordered = gathered(rows, order, -1)
    low, high = (gathered(ordered, i, -1) for i in (low, high))
    result = ct.where(part == 0, low, low + (high - low) * part)
    missing = missing.any(-1, True) if of is ct.quantile else missing.all(-1, True)
    return ct.where(missing, float("nan"), result).movedim(-1, 0)


def implement(name, scale, of=ct.quantile, absent=UNSET):
    """np.quantile and its kin; `scale` is what q counts as 1."""

    def function(
        a, q, axis=None, out=None, overwrite_input=False, method="linear",
        keepdims=absent, *, weights=None,
    ):  # fmt: skip
        if weights is not None and method != "inverted_cdf":
            return NotImplemented  # NumPy's error
        q = q if isinstance(q, ct.Tensor) else np.asarray(q)
        q = q if scale == 1 else np.true_divide(q, scale)
        return quantiles(as_tensor(a), q, axis, out, method, keepdims, weights, of)

    implements(name, only_gradient=True)(function)


implement("quantile", 1, absent=False)
implement("percentile", 100, absent=False)
implement("nanquantile", 1, ct.nanquantile)
implement("nanpercentile", 100, ct.nanquantile)
