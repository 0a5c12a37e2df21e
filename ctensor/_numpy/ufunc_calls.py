"""Calls of ufuncs whose gradient is at stake, beyond a plain one of a row.

Mixed dtypes, out=, where=, dtype=, and ufuncs of other shapes or several results.
"""

from __future__ import annotations

from typing import Any

import numpy as np

import ctensor as ct
from ctensor import _C
from ctensor._numpy._convert import as_tensor, is_number
from ctensor._numpy._registry import lookup, store
from ctensor._numpy.formulas import FORMULAS, apply
from ctensor._numpy.products import vecdot

#: Ufuncs of other shapes, or of several results, written out.
WRITTEN: dict[Any, Any] = {}


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
    return apply(f, *values) if row is None else getattr(_C, row)(*values)


def kind_of(value):
    """What resolve_dtypes takes: the type of a Python number, or a dtype."""
    if not is_number(value):
        return value.dtype.dtype
    return np.dtype(bool) if isinstance(value, bool) else type(value)


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


@written("frexp")
def frexp(x):
    return tuple(ct.frexp(as_tensor(x)))
