"""Grids and functions given in pieces: what is made at places in between and around."""

from __future__ import annotations

import operator

import numpy as np

import ctensor as ct
from ctensor._numpy._convert import as_tensor, axis_of, cast, inexact, promote
from ctensor._numpy._registry import implements


@implements(np.meshgrid)
def meshgrid(*xi, copy=True, sparse=False, indexing="xy"):
    if indexing not in ("xy", "ij"):
        raise ValueError("Valid values for `indexing` are 'xy' and 'ij'.")
    n = len(xi)
    places = [1, 0, *range(2, n)] if indexing == "xy" and n > 1 else range(n)
    grids = [
        as_tensor(x).reshape([-1 if d == place else 1 for d in range(n)])
        for x, place in zip(xi, places, strict=True)
    ]
    if not sparse:
        grids = ct.broadcast_tensors(*grids)
    kind = type(np.meshgrid(0))  # a list before NumPy 2
    return kind(grid.clone() if copy else grid for grid in grids)


@implements(np.linspace, only_gradient=True)
def linspace(
    start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0, *,
    device=None,
):  # fmt: skip
    num = operator.index(num)
    if num < 0:
        raise ValueError(f"Number of samples, {num}, must be non-negative.")
    if dtype is not None and np.dtype(dtype).kind in "iu":
        return NotImplemented  # rounded: there is no gradient
    start, stop = ct.broadcast_tensors(*(inexact(t) for t in promote(start, stop)))
    steps = num - 1 if endpoint else num
    axis = axis_of(axis, start.ndim + 1)
    count = ct.arange(num, dtype=start.real.dtype)
    count = count.reshape([-1] + [1] * (start.ndim - axis))
    start, stop = start.unsqueeze(axis), stop.unsqueeze(axis)
    step = (stop - start) / steps if steps else ct.nan
    values = start + count * (step if steps else 0 * stop)
    if endpoint and steps:
        values = ct.where(count == steps, stop, values)
    values = cast(values, dtype)
    if retstep:
        return values, step.squeeze(axis) if steps else step
    return values


@implements(np.logspace, only_gradient=True)
def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    if dtype is not None and np.dtype(dtype).kind in "iu":
        return NotImplemented
    if np.ndim(base):
        start, stop, base = ct.broadcast_tensors(*map(as_tensor, (start, stop, base)))
        base = base.unsqueeze(axis_of(axis, base.ndim + 1))
    values = linspace(start, stop, num, endpoint, axis=axis)
    return cast(np.power(base, values), dtype)


@implements(np.geomspace, only_gradient=True)
def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    num = operator.index(num)
    if num < 0:
        raise ValueError(f"Number of samples, {num}, must be non-negative.")
    if dtype is not None and np.dtype(dtype).kind in "iu":
        return NotImplemented
    start, stop = ct.broadcast_tensors(*(inexact(t) for t in promote(start, stop)))
    if bool(((start == 0) | (stop == 0)).any()):
        raise ValueError("Geometric sequence cannot include zero")
    axis = axis_of(axis, start.ndim + 1)
    sign = ct.sign(
        start
    )  # a number of size 1, which turns start to where it is above 0
    ends = start / sign, stop / sign
    values = logspace(*map(np.log10, ends), num, endpoint, axis=axis).movedim(axis, 0)
    parts = list(values.unbind(0))  # the ends are as they were given
    parts[:1] = [ends[0]] * min(num, 1)
    if num > 1 and endpoint:
        parts[-1] = ends[1]
    values = ct.stack(parts) if parts else values
    wide = np.result_type(start.dtype.dtype, np.float64) if dtype is None else dtype
    return cast((values * sign).movedim(0, axis), wide)


@implements(np.piecewise, only_gradient=True)
def piecewise(x, condlist, funclist, *args, **kw):
    x = as_tensor(x)
    single = np.ndim(condlist) == 0 or (np.ndim(condlist[0]) == 0 and x.ndim != 0)
    masks = [condlist] if single else condlist
    masks = [as_tensor(mask).to(ct.bool) for mask in masks]
    if len(funclist) == len(masks) + 1:
        masks.append(~ct.stack(masks).any(0))
    elif len(funclist) != len(masks):
        n = len(masks)
        raise ValueError(
            f"with {n} condition(s), either {n} or {n + 1} functions are expected"
        )
    values = ct.zeros_like(x)
    for mask, function in zip(masks, funclist, strict=True):
        if not callable(function):
            values[mask] = function
        elif mask.any():
            values[mask] = function(x[mask], *args, **kw)
    return values


@implements(np.lib.stride_tricks.sliding_window_view)
def sliding_window_view(x, window_shape, axis=None, *, subok=False, writeable=False):
    x = as_tensor(x)
    sizes = tuple(window_shape) if np.iterable(window_shape) else (window_shape,)
    axes = range(x.ndim) if axis is None else axis if np.iterable(axis) else (axis,)
    if len(sizes) != len(axes):
        raise ValueError(
            f"Must provide matching length window_shape and axis; got {len(sizes)} "
            f"window_shape elements and {len(axes)} axes elements."
        )
    ndim = x.ndim
    for size, at in zip(sizes, axes, strict=True):
        if size < 0:
            raise ValueError("`window_shape` cannot contain negative values")
        x = x.unfold(axis_of(at, ndim), size, 1)
    return x
