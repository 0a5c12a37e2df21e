"""Many elements to one: sums, products, extremes, means, running sums."""

from __future__ import annotations

import operator

import numpy as np

import ctensor as ct
from ctensor._numpy._convert import (
    UNSET,
    as_tensor,
    axes_of,
    axis_of,
    cast,
    inexact,
    is_integral,
    permuted,
)
from ctensor._numpy._registry import implements, store, view

UNSIGNED = (ct.uint8, ct.uint16, ct.uint32, ct.uint64)


def reduce(op, a, axis, keepdims):
    """op(a, dim=, keepdim=) over NumPy's axes; no axis at all leaves a as it is."""
    if isinstance(axis, (tuple, list)) and len(axis) == 0:
        return op(a[None], dim=0, keepdim=False)
    if axis is None:
        axis = tuple(range(a.ndim))
    return op(a, dim=axis, keepdim=keepdims is not UNSET and bool(keepdims))


def chosen(a, where, other):
    """A with `other` where the mask is false."""
    if where is UNSET or where is True:
        return a
    return ct.where(as_tensor(where) != 0, a, other)


def count(a, axis, keepdims, where):
    """How many elements each result is made of."""
    ones = ct.ones((), dtype=ct.float64).broadcast_to(a.shape)
    return reduce(ct.sum, chosen(ones, where, 0.0), axis, keepdims)


# ---- sums and products -----------------------------------------------------


def combined(f, a, axis, dtype, out, keepdims, initial, where, start, combine):
    """Sums or products by ct.sum or ct.prod; `start` is that of nothing."""
    a = cast(a, dtype)
    if dtype is None and a.dtype in UNSIGNED:
        return NotImplemented
    if dtype is not None and is_integral(a) and a.dtype != ct.int64:
        return NotImplemented
    if is_integral(a) and initial is not UNSET:
        return NotImplemented
    result = reduce(f, chosen(a, where, start), axis, keepdims)
    return store(result if initial is UNSET else combine(result, initial), out)


@implements(np.sum)
def sum_(
    a, axis=None, dtype=None, out=None, keepdims=UNSET, initial=UNSET, where=UNSET
):
    return combined(
        ct.sum, a, axis, dtype, out, keepdims, initial, where, 0, operator.add
    )


@implements(np.prod)
def prod(
    a, axis=None, dtype=None, out=None, keepdims=UNSET, initial=UNSET, where=UNSET
):
    return combined(
        ct.prod, a, axis, dtype, out, keepdims, initial, where, 1, operator.mul
    )


def flat(a, axis):
    """A and the axis to run along; all elements for None."""
    return (a.reshape(-1), 0) if axis is None else (a, axis_of(axis, a.ndim))


def running(f, a, axis, dtype, out):
    """Running sums or products by ct.cumsum or ct.cumprod."""
    a, axis = flat(cast(a, dtype), axis)
    if a.dtype in UNSIGNED or (dtype is not None and is_integral(a)):
        return NotImplemented
    return store(f(a, axis) if a.ndim else a.clone(), out)


@implements(np.cumsum)
def cumsum(a, axis=None, dtype=None, out=None):
    return running(ct.cumsum, a, axis, dtype, out)


@implements(np.cumprod)
def cumprod(a, axis=None, dtype=None, out=None):
    return running(ct.cumprod, a, axis, dtype, out)


def including(run, a, axis, start, out):
    """The running sums or products of the array API, with a start if asked for."""
    result = run(a, axis)
    if result is NotImplemented:
        return result
    if start is not None:
        sizes = [1 if d == axis else n for d, n in enumerate(a.shape)]
        first = ct.full(sizes, start, dtype=result.dtype)
        result = ct.cat([first, result], axis)
    return store(result, out)


@implements("cumulative_sum")
def cumulative_sum(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    if is_integral(x) or (axis is None and x.ndim != 1):
        return NotImplemented
    axis = axis_of(axis or 0, x.ndim)
    return including(cumsum, cast(x, dtype), axis, 0 if include_initial else None, out)


@implements("cumulative_prod")
def cumulative_prod(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    if is_integral(x) or (axis is None and x.ndim != 1):
        return NotImplemented
    axis = axis_of(axis or 0, x.ndim)
    return including(cumprod, cast(x, dtype), axis, 1 if include_initial else None, out)


@implements(np.trace)
def trace(a, offset=0, axis1=0, axis2=1, dtype=None, out=None):
    axis1, axis2 = axis_of(axis1, a.ndim), axis_of(axis2, a.ndim)
    return sum_(a.diagonal(offset, axis1, axis2), -1, dtype, out)


@implements("linalg.trace")
def linalg_trace(x, /, *, offset=0, dtype=None):
    return trace(x, offset, -2, -1, dtype)


# ---- means -----------------------------------------------------------------


@implements(np.mean)
def mean(a, axis=None, dtype=None, out=None, keepdims=UNSET, *, where=UNSET):
    a = inexact(cast(a, dtype))
    if where is UNSET or where is True:
        return store(reduce(ct.mean, a, axis, keepdims), out)
    n = count(a, axis, keepdims, where)
    total = reduce(ct.sum, chosen(a, where, 0), axis, keepdims)
    return store(total / n.to(real_dtype(a)), out)


def real_dtype(a):
    """The dtype of its absolute values."""
    return a.dtype.to_real()


def squares(d):
    """|d|**2 without a root, which would have no gradient at 0."""
    if not d.dtype.is_complex:
        return d * d
    return ct.real(d) * ct.real(d) + ct.imag(d) * ct.imag(d)


@implements(np.var)
def var(
    a, axis=None, dtype=None, out=None, ddof=0, keepdims=UNSET, *, where=UNSET,
    mean=UNSET, correction=UNSET,
):  # fmt: skip
    a = inexact(cast(a, dtype))
    ddof = ddof if correction is UNSET else correction
    plain = where is UNSET and mean is UNSET and not a.dtype.is_complex
    if plain and axis != ():
        return store(
            reduce(lambda x, **k: ct.var(x, correction=ddof, **k), a, axis, keepdims),
            out,
        )
    n = count(a, axis, keepdims, where) - ddof
    center = mean_of(a, axis, where=where) if mean is UNSET else as_tensor(mean)
    total = reduce(ct.sum, chosen(squares(a - center), where, 0), axis, keepdims)
    return store(total / n.clamp(min=0).to(real_dtype(a)), out)


def mean_of(a, axis, where):
    """The mean that a can be compared with, its axes kept."""
    return mean(a, axis, keepdims=True, where=where)


@implements(np.std)
def std(
    a, axis=None, dtype=None, out=None, ddof=0, keepdims=UNSET, *, where=UNSET,
    mean=UNSET, correction=UNSET,
):  # fmt: skip
    spread = var(a, axis, dtype, None, ddof, keepdims, where=where, mean=mean,
                 correction=correction)  # fmt: skip
    return store(ct.sqrt(spread), out)


@implements(np.average)
def average(a, axis=None, weights=None, returned=False, *, keepdims=UNSET):
    a = as_tensor(a)
    if weights is None:
        result = mean(a, axis, keepdims=keepdims)
        scale = ct.asarray(np.asarray(a.numel() / max(result.numel(), 1)))
    else:
        weights = as_tensor(weights)
        if weights.shape != a.shape:
            if axis is None:
                raise TypeError(
                    "Axis must be specified when shapes of a and weights differ."
                )
            axes = axes_of(axis, a.ndim)
            if tuple(weights.shape) != tuple(a.shape[d] for d in axes):
                raise ValueError(
                    "Shape of weights must be consistent with shape of a along "
                    "specified axis."
                )
            weights = permuted(weights, np.argsort(axes).tolist())
            sizes = [n if d in axes else 1 for d, n in enumerate(a.shape)]
            weights = weights.reshape(sizes).broadcast_to(a.shape)
        total = reduce(ct.sum, inexact(a) * weights, axis, keepdims)
        scale = reduce(ct.sum, inexact(weights), axis, keepdims)
        if not bool((scale != 0).all()):
            raise ZeroDivisionError("Weights sum to zero, can't be normalized")
        result = total / scale
    return (
        (result, scale.to(result.dtype).broadcast_to(result.shape))
        if returned
        else result
    )


# ---- extremes and truths ---------------------------------------------------


def extreme(op, pair, a, axis, out, keepdims, initial, where):
    """The largest or smallest element; of complex numbers where NumPy finds it."""
    if a.dtype.is_complex:
        if initial is not UNSET or not (where is UNSET or where is True):
            return NotImplemented
        return store(complex_extreme(op, a, axis, keepdims), out)
    if where is not UNSET and where is not True:
        if initial is UNSET:
            raise ValueError("reduction with where= needs an initial value")
        a = chosen(a, where, as_tensor(initial).to(a.dtype))
    if a.numel() == 0 and initial is not UNSET:
        return NotImplemented
    result = reduce(op, a, axis, keepdims)
    if initial is not UNSET:
        result = pair(result, as_tensor(initial).to(result.dtype))
    return store(result, out)


def complex_extreme(op, a, axis, keepdims):
    """The first by real parts, then by imaginary ones."""
    axes = axes_of(axis, a.ndim)
    kept = [d for d in range(a.ndim) if d not in axes]
    rows = permuted(a, (*kept, *axes)).reshape([*(a.shape[d] for d in kept), -1])
    find = np.argmax if op is ct.amax else np.argmin
    places = ct.from_numpy(np.asarray(find(view(rows), -1)))[..., None]
    result = ct.take_along_dim(rows, places, -1)[..., 0]
    if keepdims is UNSET or not keepdims:
        return result
    return result.reshape([1 if d in axes else n for d, n in enumerate(a.shape)])


@implements(np.max, np.amax)
def max_(a, axis=None, out=None, keepdims=UNSET, initial=UNSET, where=UNSET):
    return extreme(ct.amax, ct.maximum, a, axis, out, keepdims, initial, where)


@implements(np.min, np.amin)
def min_(a, axis=None, out=None, keepdims=UNSET, initial=UNSET, where=UNSET):
    return extreme(ct.amin, ct.minimum, a, axis, out, keepdims, initial, where)


@implements(np.ptp)
def ptp(a, axis=None, out=None, keepdims=UNSET):
    take = complex_extreme if a.dtype.is_complex else reduce
    high, low = (take(op, a, axis, keepdims) for op in (ct.amax, ct.amin))
    return store(high - low, out)


def place(op, a, axis, out, keepdims):
    """Argmax and argmin: places in the flattened array for axis=None."""
    if a.dtype.is_complex or a.dtype == ct.bool:
        return NotImplemented
    return store(op(a, axis, keepdim=keepdims is not UNSET and keepdims), out)


@implements(np.argmax)
def argmax(a, axis=None, out=None, *, keepdims=UNSET):
    return place(ct.argmax, a.detach(), axis, out, keepdims)


@implements(np.argmin)
def argmin(a, axis=None, out=None, *, keepdims=UNSET):
    return place(ct.argmin, a.detach(), axis, out, keepdims)


def truth(op, a, axis, out, keepdims, where, neutral):
    a = as_tensor(a).detach() != 0
    return store(reduce(op, chosen(a, where, neutral), axis, keepdims), out)


@implements(np.any)
def any_(a, axis=None, out=None, keepdims=UNSET, *, where=UNSET):
    return truth(ct.any, a, axis, out, keepdims, where, False)


@implements(np.all)
def all_(a, axis=None, out=None, keepdims=UNSET, *, where=UNSET):
    return truth(ct.all, a, axis, out, keepdims, where, True)


# ---- without NaN -----------------------------------------------------------


def without_nan(a, value):
    return ct.where(ct.isnan(a), value, a)


def both(where, a):
    """The mask that also leaves out NaN."""
    numbers = ~ct.isnan(a)
    return numbers if where is UNSET else numbers & (as_tensor(where) != 0)


@implements(np.nansum)
def nansum(
    a, axis=None, dtype=None, out=None, keepdims=UNSET, initial=UNSET, where=UNSET
):
    return sum_(without_nan(a, 0), axis, dtype, out, keepdims, initial, where)


@implements(np.nanprod)
def nanprod(
    a, axis=None, dtype=None, out=None, keepdims=UNSET, initial=UNSET, where=UNSET
):
    return prod(without_nan(a, 1), axis, dtype, out, keepdims, initial, where)


@implements(np.nancumsum)
def nancumsum(a, axis=None, dtype=None, out=None):
    return cumsum(without_nan(a, 0), axis, dtype, out)


@implements(np.nancumprod)
def nancumprod(a, axis=None, dtype=None, out=None):
    return cumprod(without_nan(a, 1), axis, dtype, out)


@implements(np.nanmean)
def nanmean(a, axis=None, dtype=None, out=None, keepdims=UNSET, *, where=UNSET):
    return mean(without_nan(a, 0), axis, dtype, out, keepdims, where=both(where, a))


@implements(np.nanvar)
def nanvar(
    a, axis=None, dtype=None, out=None, ddof=0, keepdims=UNSET, *, where=UNSET,
    mean=UNSET, correction=UNSET,
):  # fmt: skip
    return var(without_nan(a, 0), axis, dtype, out, ddof, keepdims,
               where=both(where, a), mean=mean, correction=correction)  # fmt: skip


@implements(np.nanstd)
def nanstd(
    a, axis=None, dtype=None, out=None, ddof=0, keepdims=UNSET, *, where=UNSET,
    mean=UNSET, correction=UNSET,
):  # fmt: skip
    return std(without_nan(a, 0), axis, dtype, out, ddof, keepdims,
               where=both(where, a), mean=mean, correction=correction)  # fmt: skip


def nan_extreme(op, a, axis, out, keepdims, limit, initial, where):
    """NaN only where there is nothing else."""
    if a.dtype.is_complex or is_integral(a):
        return NotImplemented
    if initial is not UNSET:
        pair = ct.maximum if op is ct.amax else ct.minimum
        where = both(where, a)
        return extreme(op, pair, a, axis, out, keepdims, initial, where)
    if where is not UNSET:
        return NotImplemented
    result = reduce(op, without_nan(a, limit), axis, keepdims)
    nothing = reduce(ct.all, ct.isnan(a), axis, keepdims)
    return store(ct.where(nothing, float("nan"), result), out)


@implements(np.nanmax)
def nanmax(a, axis=None, out=None, keepdims=UNSET, initial=UNSET, where=UNSET):
    limit = -float("inf")
    return nan_extreme(ct.amax, a, axis, out, keepdims, limit, initial, where)


@implements(np.nanmin)
def nanmin(a, axis=None, out=None, keepdims=UNSET, initial=UNSET, where=UNSET):
    limit = float("inf")
    return nan_extreme(ct.amin, a, axis, out, keepdims, limit, initial, where)
