"""Elements at places, and tensors with some places left out or put in."""

from __future__ import annotations

import numpy as np

import ctensor as ct
from ctensor._numpy._convert import as_tensor, axis_of, cast, promote
from ctensor._numpy._registry import arrays, implements, store
from ctensor._numpy.joining import concatenate


def places(indices, n, mode="raise"):
    """Indices as an int64 Tensor; mode says what becomes of those beyond n."""
    if mode == "raise" and isinstance(indices, ct.Tensor) and indices.dtype == ct.int64:
        return indices
    index = np.asarray(arrays(indices))
    if index.dtype.kind not in "iub":
        if index.size:
            raise TypeError(f"take: expected integer indices, got {index.dtype}")
        index = index.astype(np.int64)
    index = index.astype(np.int64)
    if mode == "wrap":
        index = np.mod(index, n)
    elif mode == "clip":
        index = np.clip(index, 0, n - 1)
    return ct.from_numpy(np.ascontiguousarray(index).reshape(index.shape))


@implements(np.take)
def take(a, indices, axis=None, out=None, mode="raise"):
    a = as_tensor(a)
    if axis is None:
        a, axis = a.reshape(-1), 0
    axis = axis_of(axis, a.ndim)
    index = (slice(None),) * axis + (places(indices, a.shape[axis], mode),)
    return store(a[index], out)


@implements(np.take_along_axis)
def take_along_axis(arr, indices, axis=-1):
    arr = as_tensor(arr)
    if axis is None:
        arr, axis = arr.reshape(-1), 0
    return ct.take_along_dim(arr, places(indices, 0), axis_of(axis, arr.ndim))


@implements(np.compress, only_gradient=True)
def compress(condition, a, axis=None, out=None):
    return take(a, np.flatnonzero(np.asarray(arrays(condition))), axis, out)


@implements(np.extract, only_gradient=True)
def extract(condition, arr):
    return take(arr, np.flatnonzero(np.asarray(arrays(condition))))


@implements(np.delete, only_gradient=True)
def delete(arr, obj, axis=None):
    arr = as_tensor(arr)
    if axis is None:
        arr, axis = arr.reshape(-1), 0
    axis = axis_of(axis, arr.ndim)
    kept = np.delete(np.arange(arr.shape[axis]), arrays(obj))
    return take(arr, kept, axis)


@implements(np.insert, only_gradient=True)
def insert(arr, obj, values, axis=None):
    arr = as_tensor(arr)
    if axis is None:
        arr, axis = arr.reshape(-1), 0
    axis = axis_of(axis, arr.ndim)
    n = arr.shape[axis]
    obj = arrays(obj)
    values = cast(as_tensor(values), arr.dtype)
    many = np.ndim(obj) > 0 or isinstance(obj, slice)
    if not many and values.ndim:  # at one place the first axis is the one that grows
        lead = (1,) * (arr.ndim - values.ndim) + tuple(values.shape)
        values = values.reshape(lead).movedim(0, axis)
    count = np.insert(np.arange(n), obj, 0).size - n
    count = max(count, values.shape[axis] if values.ndim == arr.ndim else 1)
    sizes = [count if d == axis else m for d, m in enumerate(arr.shape)]
    values = values.broadcast_to(sizes)
    # where each element comes from: those of arr, then those of values
    order = np.insert(np.arange(n), obj, np.arange(n, n + count))
    return take(concatenate([arr, values], axis), order, axis)


@implements(np.where)
def where(condition, x=None, y=None, /):
    if x is None and y is None:
        return tuple(as_tensor(condition).detach().nonzero(as_tuple=True))
    if not (is_weak_beside(x, y) or is_weak_beside(y, x)):
        x, y = promote(x, y)
    mask = as_tensor(condition)
    return ct.where(mask if mask.dtype == ct.bool else mask != 0, x, y)


def is_weak_beside(number, t):
    """Is it a real number of Python's beside a Tensor of floats, whose dtype stays?"""
    return type(number) in (int, float) and (
        type(t) is ct.Tensor and t.dtype.is_floating_point
    )


@implements(np.select)
def select(condlist, choicelist, default=0):
    if len(condlist) != len(choicelist) or not condlist:
        raise ValueError("select: expected as many conditions as choices, at least one")
    *choices, result = promote(*choicelist, default)
    for condition, choice in zip(condlist[::-1], choices[::-1], strict=True):
        result = where(condition, choice, result)
    return result


@implements(np.choose, only_gradient=True)
def choose(a, choices, out=None, mode="raise"):
    if mode != "raise":
        return NotImplemented
    options = np.broadcast_shapes(*(np.shape(c) for c in choices), np.shape(a))
    stacked = ct.stack([c.broadcast_to(options) for c in promote(*choices)])
    index = places(a, len(choices)).broadcast_to(options)
    return store(ct.take_along_dim(stacked, index[None], 0)[0], out)


@implements(np.apply_along_axis)
def apply_along_axis(func1d, axis, arr, *args, **kwargs):
    axis = axis_of(axis, arr.ndim)
    rows = arr.movedim(axis, -1)
    lead = tuple(rows.shape[:-1])
    results = [
        as_tensor(func1d(row, *args, **kwargs))
        for row in rows.reshape(-1, rows.shape[-1])
    ]
    if not results:
        return NotImplemented
    stacked = ct.stack(promote(*results))
    made = results[0].ndim
    stacked = stacked.reshape(*lead, *results[0].shape)
    for k in range(made):  # the axes of the results stand where the axis was
        stacked = stacked.movedim(len(lead) + k, axis + k)
    return stacked


@implements(np.apply_over_axes)
def apply_over_axes(func, a, axes):
    value = as_tensor(a)
    for axis in np.atleast_1d(axes).tolist():
        result = func(value, axis_of(axis, value.ndim))
        if result.ndim != value.ndim:
            result = result.unsqueeze(axis_of(axis, value.ndim))
        if result.ndim != value.ndim:
            raise ValueError("function is not returning an array of the correct shape")
        value = result
    return value
