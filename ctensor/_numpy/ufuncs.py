"""Ufuncs whose gradient is at stake, and their methods.

`reduce`, `accumulate`, `reduceat`, `outer` and `at` of those that are ops run these,
and of all others the ufunc itself, step by step.
"""

from __future__ import annotations

import functools
import itertools
import math
from typing import Any

import numpy as np

import ctensor as ct
from ctensor._numpy._convert import UNSET, as_tensor, axes_of, axis_of
from ctensor._numpy._registry import arrays, at_stake, fallback, store
from ctensor._numpy.reductions import (
    all_,
    any_,
    cumprod,
    cumsum,
    max_,
    min_,
    prod,
    sum_,
)
from ctensor._numpy.ufunc_calls import call


def ufunc(f: np.ufunc, method: str, inputs: tuple, kwargs: dict) -> Any:
    """What `f.method(*inputs, **kwargs)` gives, where any argument may require grad."""
    result = NotImplemented
    if at_stake(inputs, kwargs):
        result = METHODS[method](f, *inputs, **kwargs) if method in METHODS else result
    if result is not NotImplemented:
        return result
    name = f.__name__ if method == "__call__" else f"{f.__name__}.{method}"
    function = f if method == "__call__" else getattr(f, method)
    return fallback(function, inputs, kwargs, name)


# ---- reduce and accumulate -------------------------------------------------

REDUCE = {
    np.add: sum_,
    np.multiply: prod,
    np.maximum: lambda a, axis, dtype, *rest: max_(a, axis, *rest),
    np.minimum: lambda a, axis, dtype, *rest: min_(a, axis, *rest),
    np.logical_and: lambda a, axis, dtype, out, keepdims, initial, where: all_(
        a, axis, out, keepdims, where=where
    ),
    np.logical_or: lambda a, axis, dtype, out, keepdims, initial, where: any_(
        a, axis, out, keepdims, where=where
    ),
}


def running_extreme(f):
    """The values of ct.cummax or ct.cummin."""

    def run(a, axis, dtype, out):
        if dtype is not None or a.ndim == 0:
            return NotImplemented
        return store(f(a, axis_of(axis, a.ndim)).values, out)

    return run


ACCUMULATE = {
    np.add: cumsum,
    np.multiply: cumprod,
    np.maximum: running_extreme(ct.cummax),
    np.minimum: running_extreme(ct.cummin),
}


def reduce(
    f, a, axis=0, dtype=None, out=None, keepdims=False, initial=UNSET, where=UNSET
):
    a = as_tensor(a)
    initial = UNSET if initial is None else initial
    where = UNSET if where is True else where
    if f in REDUCE:
        return REDUCE[f](a, axis, dtype, out, keepdims, initial, where)
    axes = axes_of(axis, a.ndim)
    if f.nin != 2 or f.nout != 1 or where is not UNSET or dtype is not None:
        return NotImplemented
    if f not in REORDERABLE and len(axes) > 1:
        raise ValueError(
            f"reduction operation '{f.__name__}' is not reorderable, so at most one "
            "axis may be specified"
        )
    if initial is UNSET and f in DIRECT and a.numel():
        return store(DIRECT[f](a, axes, bool(keepdims)), out)
    for d in axes:
        a = one_by_one(f, a, d, initial)
        initial = UNSET
    kept = a if keepdims else a.squeeze(axes)
    return kept if kept is NotImplemented else store(kept, out)


def one_by_one(f, a, axis, initial):
    """a[0], f of it and a[1], and so on; the axis stays, with one element."""
    parts = list(a.split(1, axis)) if a.shape[axis] else []
    if initial is not UNSET:
        sizes = [1 if d == axis else n for d, n in enumerate(a.shape)]
        parts.insert(0, as_tensor(initial).to(a.dtype).broadcast_to(sizes))
    if not parts:
        raise ValueError(
            f"zero-size array to reduction operation {f.__name__} which has no identity"
        )
    return functools.reduce(f, parts)


#: Ufuncs that give the same in any order.
REORDERABLE = {np.fmax, np.fmin, np.logaddexp, np.logaddexp2, np.hypot}


def logaddexp2(a, axes, keepdims):
    """log2 of the sum of powers of 2."""
    return ct.logsumexp(a * math.log(2), axes, keepdims) / math.log(2)


#: Reductions, of some elements at least, that are ops: f(a, axes, keepdims).
DIRECT = {
    np.logaddexp: ct.logsumexp,
    np.logaddexp2: logaddexp2,
    np.hypot: lambda a, axes, keepdims: ct.linalg.vector_norm(a, 2, axes, keepdims),
}


def accumulate(f, a, axis=0, dtype=None, out=None):
    a = as_tensor(a)
    if f in ACCUMULATE:
        return ACCUMULATE[f](a, axis, dtype, out)
    axis = axis_of(axis, a.ndim)
    if f.nin != 2 or f.nout != 1 or dtype is not None or not a.shape[axis]:
        return NotImplemented
    parts = list(itertools.accumulate(a.unbind(axis), f))
    return store(ct.stack(parts, axis), out)


def reduceat(f, a, indices, axis=0, dtype=None, out=None):
    a = as_tensor(a) if dtype is None else as_tensor(a).to(np.dtype(dtype))
    axis = axis_of(axis, a.ndim)
    starts = np.atleast_1d(np.asarray(arrays(indices), np.intp))
    n = a.shape[axis]
    if len(starts) and (starts.min() < 0 or starts.max() >= n):
        raise IndexError(f"index out of range in {f.__name__}.reduceat [0, {n})")
    stops = np.append(starts[1:], n)
    sizes = np.maximum(stops - starts, 1)  # where it falls, one element
    if f is not np.add or not len(starts):
        parts = [
            reduce(f, a.narrow(axis, int(k), int(m)), axis, keepdims=True)
            for k, m in zip(starts, sizes, strict=True)
        ]
        return store(ct.cat(parts, axis), out) if parts else NotImplemented
    owners = np.repeat(np.arange(len(starts)), sizes)
    before = np.repeat(np.cumsum(sizes) - sizes, sizes)
    places = np.arange(len(owners)) - before + np.repeat(starts, sizes)
    shape = [len(starts) if d == axis else m for d, m in enumerate(a.shape)]
    taken = a.index_select(axis, ct.from_numpy(places))
    zeros = ct.zeros(shape, dtype=a.dtype)
    return store(zeros.index_add(axis, ct.from_numpy(owners), taken), out)


# ---- outer and at ----------------------------------------------------------


def outer(f, a, b, /, **kwargs):
    a, b = as_tensor(a), as_tensor(b)  # numbers are not weak here
    return call(f, a.reshape((*a.shape, *(1,) * b.ndim)), b, **kwargs)


def at(f, a, indices, *operand):
    if not isinstance(a, ct.Tensor) or f.nout != 1 or len(operand) != f.nin - 1:
        return NotImplemented
    places = np.arange(a.numel()).reshape(tuple(a.shape))[arrays(indices)]
    flat = np.asarray(places).ravel()
    values = [as_tensor(b).broadcast_to(places.shape).reshape(-1) for b in operand]
    if f in (np.add, np.subtract):
        (v,) = values
        v = v.to(a.dtype)
        v = v if f is np.add else -v
        a.index_put_(at_places(flat, a), v, accumulate=True)
        return None
    for turn in turns(flat):
        where = at_places(flat[turn], a)
        operands = [v[ct.from_numpy(turn)] for v in values]
        a.index_put_(where, call(f, a[where], *operands).to(a.dtype))
    return None


def at_places(flat, a):
    """Places in the order of elements, as an index."""
    return tuple(map(ct.from_numpy, np.unravel_index(flat, tuple(a.shape))))


def turns(flat):
    """Which of some places are met the first time, the second time, and so on."""
    order = np.argsort(flat, kind="stable")
    new = np.flatnonzero(np.diff(flat[order], prepend=-1))
    sizes = np.diff(np.append(new, len(flat)))
    turn = np.empty(len(flat), int)
    turn[order] = np.arange(len(flat)) - np.repeat(new, sizes)
    return [np.flatnonzero(turn == k) for k in range(sizes.max(initial=0))]


METHODS = {
    "__call__": call,
    "reduce": reduce,
    "accumulate": accumulate,
    "reduceat": reduceat,
    "outer": outer,
    "at": at,
}
