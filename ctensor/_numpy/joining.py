"""Several tensors become one; what is added to a tensor's ends."""

from __future__ import annotations

import numpy as np

import ctensor as ct
from ctensor._numpy._convert import (
    alike,
    as_tensor,
    axis_of,
    cast,
    promote,
    promote_arrays,
)
from ctensor._numpy._registry import implements, store
from ctensor._numpy.shapes import raised


@implements(np.concatenate)
def concatenate(arrays, axis=0, out=None, *, dtype=None, casting="same_kind"):
    if casting != "same_kind":
        return NotImplemented
    tensors = (
        arrays
        if isinstance(arrays, (list, tuple)) and alike(arrays)
        else promote(*arrays)
    )
    if not tensors:
        raise ValueError("concatenate: expected at least one array, got none")
    if axis is None:
        tensors, axis = [t.reshape(-1) for t in tensors], 0
    ndim = tensors[0].ndim
    if ndim == 0 or any(t.ndim != ndim for t in tensors):
        raise ValueError(
            "concatenate: expected arrays of one number of axes, at least 1, got "
            f"{[t.ndim for t in tensors]}"
        )
    result = ct.cat(tensors, axis_of(axis, ndim))
    return result if dtype is out is None else store(cast(result, dtype), out)


@implements(np.stack)
def stack(arrays, axis=0, out=None, *, dtype=None, casting="same_kind"):
    if casting != "same_kind":
        return NotImplemented
    tensors = promote(*arrays)
    if len({tuple(t.shape) for t in tensors}) != 1:
        raise ValueError("stack: expected arrays of one shape, at least one")
    axis = axis_of(axis, tensors[0].ndim + 1)
    return store(cast(ct.stack(tensors, axis), dtype), out)


@implements(np.hstack)
def hstack(tup, *, dtype=None, casting="same_kind"):
    tensors = [raised(as_tensor(t), 1) for t in tup]
    axis = 0 if tensors and tensors[0].ndim == 1 else 1
    return concatenate(tensors, axis, dtype=dtype, casting=casting)


@implements(np.vstack)
def vstack(tup, *, dtype=None, casting="same_kind"):
    tensors = [raised(as_tensor(t), 2) for t in tup]
    return concatenate(tensors, 0, dtype=dtype, casting=casting)


@implements(np.dstack)
def dstack(tup):
    return concatenate([raised(as_tensor(t), 3) for t in tup], 2)


@implements(np.column_stack)
def column_stack(tup):
    tensors = tup if alike(tup) else [as_tensor(t) for t in tup]
    columns = [t if t.ndim > 1 else t.reshape(-1, 1) for t in tensors]
    return concatenate(columns, 1)


@implements(np.block)
def block(arrays):
    depth, first = 0, arrays
    while isinstance(first, list):
        depth, first = depth + 1, first[0]

    def ndim_of(part):
        return max(map(ndim_of, part)) if isinstance(part, list) else np.ndim(part)

    ndim = max(depth, ndim_of(arrays))

    def join(part, level):
        if not isinstance(part, list):
            t = as_tensor(part)
            return t.reshape((1,) * (ndim - t.ndim) + tuple(t.shape))
        return concatenate([join(p, level + 1) for p in part], level - depth)

    return join(arrays, 0)


@implements(np.append)
def append(arr, values, axis=None):
    if axis is not None:
        return concatenate([arr, values], axis)
    arr, values = promote_arrays(arr, values)
    return ct.cat([arr.reshape(-1), values.reshape(-1)])
