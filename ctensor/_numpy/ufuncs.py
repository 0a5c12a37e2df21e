"""Ufuncs whose gradient is at stake, beyond a plain call of a row.

Mixed dtypes, out=, where=, dtype=, and the methods reduce, accumulate, outer and at.
"""

from __future__ import annotations

from typing import Any

import numpy as np

import ctensor as ct
from ctensor import _C
from ctensor._numpy._convert import UNSET, as_tensor, axis_of, is_number
from ctensor._numpy._registry import at_stake, fallback, lookup, store
from ctensor._numpy.formulas import FORMULAS, apply
from ctensor._numpy.products import vecdot
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

#: Ufuncs of other shapes, or of several results, written out.
WRITTEN: dict[Any, Any] = {}


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


# ---- calls -----------------------------------------------------------------


def call(f, *inputs, out=None, where=True, dtype=None, casting="same_kind", **kwargs):
    if casting != "same_kind":
        return NotImplemented
    if f in WRITTEN:
        result = WRITTEN[f](*inputs, **kwargs)
        return result if out is None or result is NotImplemented else NotImplemented
    if kwargs or f.nout != 1 or len(inputs) != f.nin:
        return NotImplemented
    result = compute(f, inputs, dtype)
    out = out[0] if isinstance(out, tuple) else out
    if result is NotImplemented or where is True:
        return result if result is NotImplemented else store(result, out)
    mask = as_tensor(where) != 0
    if out is None:  # NumPy leaves the other places as they are in fresh memory
        return ct.where(mask, result, ct.zeros_like(result))
    return store(ct.where(mask, result.to(np.dtype(out.dtype)), as_tensor(out)), out)


def compute(f, inputs, dtype):
    """The row or formula of f, on operands of the dtypes of NumPy's loop."""
    row = _C._numpy_row(f)
    if row is None and f not in FORMULAS:
        return NotImplemented
    values = [v if is_number(v) else as_tensor(v) for v in inputs]
    wanted = (
        {} if dtype is None else {"signature": (None,) * f.nin + (np.dtype(dtype),)}
    )
    loop = f.resolve_dtypes((*map(kind_of, values), None), **wanted)
    values = [
        ct.asarray(np.asarray(v, d)) if is_number(v) else v.to(d)
        for v, d in zip(values, loop, strict=False)
    ]
    return apply(f, *values) if row is None else getattr(ct, row)(*values)


def kind_of(value):
    """What resolve_dtypes takes: the type of a Python number, or a dtype."""
    if not is_number(value):
        return value.dtype.dtype
    return np.dtype(bool) if isinstance(value, bool) else type(value)


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
    if f not in REDUCE:
        return NotImplemented
    initial = UNSET if initial is None else initial
    where = UNSET if where is True else where
    return REDUCE[f](as_tensor(a), axis, dtype, out, keepdims, initial, where)


def accumulate(f, a, axis=0, dtype=None, out=None):
    if f not in ACCUMULATE:
        return NotImplemented
    return ACCUMULATE[f](as_tensor(a), axis, dtype, out)


# ---- outer and at ----------------------------------------------------------


def outer(f, a, b, /, **kwargs):
    a, b = as_tensor(a), as_tensor(b)  # numbers are not weak here
    return call(f, a.reshape((*a.shape, *(1,) * b.ndim)), b, **kwargs)


def at(f, a, indices, b=None, /):
    if f not in (np.add, np.subtract) or not isinstance(a, ct.Tensor):
        return NotImplemented
    values = as_tensor(b).to(a.dtype)
    places = indices if isinstance(indices, tuple) else (indices,)
    if any(isinstance(i, slice) or i is None or i is ... for i in places):
        return NotImplemented
    index = tuple(as_tensor(i) for i in places)
    a.index_put_(index, values if f is np.add else -values, accumulate=True)
    return None


METHODS = {
    "__call__": call,
    "reduce": reduce,
    "accumulate": accumulate,
    "outer": outer,
    "at": at,
}


# ---- written out -----------------------------------------------------------


def written(name):
    """Registers a ufunc that is written in ops, if this NumPy has it."""

    def register(function):
        if lookup(name) is not None:
            WRITTEN[lookup(name)] = function
        return function

    return register


written("vecdot")(vecdot)


@written("matvec")
def matvec(x1, x2):
    return ct.matmul(as_tensor(x1), as_tensor(x2)[..., None])[..., 0]


@written("vecmat")
def vecmat(x1, x2):
    return ct.matmul(ct.conj(as_tensor(x1))[..., None, :], as_tensor(x2))[..., 0, :]


@written("divmod")
def divmod_(x1, x2):
    return np.floor_divide(x1, x2), np.remainder(x1, x2)


@written("modf")
def modf(x):
    whole = ct.trunc(x)
    return x - whole, whole


@written("float_power")
def float_power(x1, x2):
    wide = np.result_type(
        *(np.asarray(ct.asarray(v).detach()).dtype for v in (x1, x2)), float
    )
    return np.power(as_tensor(x1).to(wide), as_tensor(x2).to(wide))


@written("ldexp")
def ldexp(x1, x2):
    return np.multiply(
        x1, ct.asarray(np.ldexp(np.ones((), x1.dtype.dtype), as_tensor(x2).numpy()))
    )
