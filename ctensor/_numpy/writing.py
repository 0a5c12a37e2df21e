"""Functions that write into their first argument.

A Tensor is written in place, its gradient recorded; into an ndarray nothing goes whose
gradient would be lost there.
"""

from __future__ import annotations

import numpy as np

import ctensor as ct
from ctensor._numpy._convert import as_tensor, axis_of
from ctensor._numpy._registry import arrays, at_stake, implements
from ctensor._numpy.indexing import places


def ours(function):
    """Registers a writer for Tensors, and NumPy's own for ndarrays."""

    def register(writer):
        def write(target, *args, **kwargs):
            if isinstance(target, ct.Tensor):
                return writer(target, *args, **kwargs)
            if at_stake(args, kwargs):
                return NotImplemented
            return function(target, *arrays(args), **arrays(kwargs))

        return implements(function, only_gradient=True, writes=True)(write)

    return register


@ours(np.copyto)
def copyto(dst, src, casting="same_kind", where=True):
    src = as_tensor(src)
    if not np.can_cast(src.dtype.dtype, dst.dtype.dtype, casting):
        raise TypeError(
            f"copyto: expected a dtype that may be cast to {dst.dtype.dtype} by "
            f"{casting!r}, got {src.dtype.dtype}"
        )
    if where is not True:
        src = ct.where(as_tensor(where), src.to(dst.dtype), dst)
    dst.copy_(src)


@ours(np.putmask)
def putmask(a, mask, values):
    values = as_tensor(values).reshape(-1).to(a.dtype)
    index = np.resize(np.arange(values.numel()), a.numel())
    spread = values[ct.from_numpy(index)].reshape(a.shape)
    a.copy_(ct.where(as_tensor(mask) != 0, spread, a))


@ours(np.place)
def place(arr, mask, vals):
    where = np.flatnonzero(np.asarray(arrays(mask)))
    put(arr, where, vals)


@ours(np.put)
def put(a, ind, v, mode="raise"):
    values = as_tensor(v).reshape(-1).to(a.dtype)
    index = places(ind, a.numel(), mode).reshape(-1)
    if index.numel() == 0:
        return
    order = np.resize(np.arange(values.numel()), index.numel())
    where = np.unravel_index(index.numpy() % a.numel(), tuple(a.shape))
    if mode == "raise" and bool(((index < -a.numel()) | (index >= a.numel())).any()):
        raise IndexError(f"put: expected indices below {a.numel()}")
    a[tuple(map(ct.from_numpy, where))] = values[ct.from_numpy(order)]


@ours(np.put_along_axis)
def put_along_axis(arr, indices, values, axis=-1):
    axis = axis_of(axis, arr.ndim)
    index = places(indices, 0) % arr.shape[axis]
    source = as_tensor(values).to(arr.dtype).broadcast_to(index.shape)
    arr.scatter_(axis, index, source)


@ours(np.fill_diagonal)
def fill_diagonal(a, val, wrap=False):
    if a.ndim < 2:
        raise ValueError("array must be at least 2-d")
    if a.ndim == 2:
        flat = np.arange(a.numel())
        step = a.shape[1] + 1
        diagonal = flat[::step] if wrap else flat[: a.shape[1] * a.shape[1] : step]
    elif len(set(a.shape)) == 1:
        diagonal = np.arange(a.numel())[:: sum(a.shape[0] ** d for d in range(a.ndim))]
    else:
        raise ValueError("All dimensions of input must be of equal length")
    put(a, diagonal, val)
