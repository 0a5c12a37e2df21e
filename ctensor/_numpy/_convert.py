"""Arguments as Tensors, by NumPy's rules for dtypes."""

from __future__ import annotations

from typing import Any

import numpy as np

import ctensor as ct
from ctensor import _C

#: What NumPy's signatures call <no value>.
UNSET: Any = np._NoValue


class NumPysDtypeError(TypeError):
    """A dtype that only NumPy has: text, objects, dates.

    Where no gradient is at stake C takes it for the word that NumPy is to compute
    (`csrc/python/exchange/array_function.c`).
    """


def is_number(value: Any) -> bool:
    """Is it a Python number? Those are weak, NumPy's own are not."""
    return isinstance(value, (int, float, complex)) and not isinstance(
        value, np.generic
    )


def as_tensor(value: Any) -> ct.Tensor:
    """The argument as a Tensor; nested sequences of Tensors keep their gradients."""
    if isinstance(value, ct.Tensor):
        return value
    if isinstance(value, (list, tuple)) and _C._numpy_holds_tensor(value):
        return ct.stack(promote(*map(as_tensor, value)))
    array = np.asarray(value)
    try:
        return ct.asarray(array)
    except TypeError as error:
        raise NumPysDtypeError(*error.args) from None


def alike(values: Any) -> bool:
    """Are all of them Tensors of one dtype, and is there one?"""
    dtype = None
    for value in values:
        if type(value) is not ct.Tensor:
            return False
        if dtype is None:
            dtype = value.dtype
        elif value.dtype != dtype:
            return False
    return dtype is not None


def promote(*values: Any) -> list[ct.Tensor] | tuple[ct.Tensor, ...]:
    """All arguments as Tensors of the dtype that NumPy promotes them to."""
    if alike(values):
        return values
    values = [v if is_number(v) else as_tensor(v) for v in values]
    if not any(is_number(v) for v in values) and len({v.dtype for v in values}) <= 1:
        return values
    dtype = np.result_type(*(v if is_number(v) else v.dtype.dtype for v in values))
    return [
        ct.asarray(np.asarray(v, dtype)) if is_number(v) else v.to(dtype)
        for v in values
    ]


def promote_arrays(*values: Any) -> list[ct.Tensor] | tuple[ct.Tensor, ...]:
    """As promote, where NumPy makes arrays of numbers, which are not weak then."""
    if alike(values):
        return values
    return promote(*map(as_tensor, values))


def cast(t: ct.Tensor, dtype: Any) -> ct.Tensor:
    """T in the dtype, which is whatever NumPy takes for one; None: as it is."""
    if dtype is None:
        return t
    if isinstance(dtype, ct.dtype):
        return t.to(dtype)
    dtype = np.dtype(dtype)
    try:
        return t.to(dtype)
    except TypeError as error:
        raise NumPysDtypeError(*error.args) from None


def is_integral(t: ct.Tensor) -> bool:
    """Has it no gradient, being of integers or bools?"""
    dtype = t.dtype
    return not (dtype.is_floating_point or dtype.is_complex)


def inexact(t: ct.Tensor) -> ct.Tensor:
    """Integers and bools as float64, as NumPy's means and norms take them."""
    return t.to(ct.float64) if is_integral(t) else t


def permuted(t: ct.Tensor, order: Any) -> ct.Tensor:
    """T with its axes in an order, which for a 0-d one is empty."""
    return t.permute(tuple(order)) if t.ndim else t


def axis_of(axis: Any, ndim: int) -> int:
    """The axis, counted from the front; AxisError if there is none such."""
    axis = int(axis)
    if not -ndim <= axis < ndim:
        raise np.exceptions.AxisError(axis, ndim)
    return axis % ndim


def axes_of(axis: Any, ndim: int) -> tuple[int, ...]:
    """All axes that an argument `axis` names; None names every one."""
    if axis is None:
        return tuple(range(ndim))
    axes = axis if isinstance(axis, (tuple, list)) else (axis,)
    found = tuple(axis_of(a, ndim) for a in axes)
    if len(set(found)) != len(found):
        raise ValueError("axis: expected each axis once, got a repeated one")
    return found
