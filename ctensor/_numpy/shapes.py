"""Shapes and orders of axes: views where NumPy gives views."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

import ctensor as ct
from ctensor._numpy._convert import (
    as_tensor,
    axes_of,
    axis_of,
    cast,
    is_number,
    permuted,
)
from ctensor._numpy._registry import implements, view

# ---- facts -----------------------------------------------------------------


@implements(np.shape)
def shape(a):
    return tuple(a.shape)


@implements(np.ndim)
def ndim(a):
    return a.ndim


@implements(np.size)
def size(a, axis=None):
    if axis is None:
        return a.numel()
    sizes = [a.shape[d] for d in axes_of(axis, a.ndim)]
    return math.prod(sizes)


# ---- shapes ----------------------------------------------------------------


@implements(np.reshape)
def reshape(a, /, shape=None, order="C", *, newshape=None, copy=None):
    shape = newshape if shape is None else shape
    shape = tuple(shape) if np.iterable(shape) else (shape,)
    if order not in ("C", "F", "A"):
        return NotImplemented
    order = order_of(a) if order == "A" else order
    try:
        if order == "F":
            result = reversed_order(reversed_order(a).reshape(shape[::-1]))
        else:
            result = a.reshape(shape)
    except RuntimeError as error:
        raise ValueError(f"reshape: {error}") from None
    if copy:
        return result.clone()
    if copy is False and result.data_ptr() != a.data_ptr():
        raise ValueError("reshape: expected a layout that needs no copy (copy=False)")
    return result


def reversed_order(a):
    return permuted(a, range(a.ndim)[::-1])


def order_of(a):
    """What NumPy's order 'A' means: how the elements lie in memory."""
    flags = view(a).flags
    return "F" if flags.f_contiguous and not flags.c_contiguous else "C"


@implements(np.ravel)
def ravel(a, order="C"):
    if order == "C":
        return a.reshape(-1)
    if order == "K":  # from the largest step to the smallest, as they lie in memory
        steps = [-abs(step) for step in a.stride()]
        return permuted(a, sorted(range(a.ndim), key=steps.__getitem__)).reshape(-1)
    return reshape(as_tensor(a), -1, order)


@implements(np.expand_dims)
def expand_dims(a, axis):
    axes = axis if isinstance(axis, (tuple, list)) else (axis,)
    for d in sorted(axes_of(axes, a.ndim + len(axes))):
        a = a.unsqueeze(d)
    return a


@implements(np.squeeze)
def squeeze(a, axis=None):
    if axis is None:
        return a.squeeze()
    axes = axes_of(axis, a.ndim)
    if any(a.shape[d] != 1 for d in axes):
        raise ValueError(
            f"squeeze: expected axes of size 1, got {axis} of shape {tuple(a.shape)}"
        )
    return a.squeeze(axes)


@implements(np.atleast_1d)
def atleast_1d(*arys):
    return at_least(1, arys)


@implements(np.atleast_2d)
def atleast_2d(*arys):
    return at_least(2, arys)


@implements(np.atleast_3d)
def atleast_3d(*arys):
    return at_least(3, arys)


def at_least(n, arys):
    """One Tensor, or a tuple of them, with at least n axes each, NumPy's way."""
    if len(arys) == 1:
        return raised(as_tensor(arys[0]), n)
    return tuple(raised(as_tensor(a), n) for a in arys)


def raised(a, n):
    """New axes go in front, but a matrix becomes (m, n, 1) and a vector (1, n, 1)."""
    while a.ndim < n:
        a = a.unsqueeze(-1 if a.ndim == 2 else 0)
    return a


@implements(np.broadcast_to)
def broadcast_to(array, shape, subok=False):
    try:
        return array.broadcast_to(tuple(shape) if np.iterable(shape) else (shape,))
    except RuntimeError as error:
        raise ValueError(f"broadcast_to: {error}") from None


@implements(np.broadcast_arrays)
def broadcast_arrays(*args, subok=False):
    tensors = [as_tensor(a) for a in args]
    sizes = np.broadcast_shapes(*(tuple(t.shape) for t in tensors))
    return tuple(t.broadcast_to(sizes) for t in tensors)


# ---- orders ----------------------------------------------------------------


@implements(np.transpose, "permute_dims")
def transpose(a, axes=None):
    a = as_tensor(a)
    if axes is None:
        return a.transpose(0, 1) if a.ndim == 2 else reversed_order(a)
    if len(axes) != a.ndim:
        raise ValueError(f"transpose: expected {a.ndim} axes, got {len(axes)}")
    return permuted(a, axes_of(tuple(axes), a.ndim))


@implements("matrix_transpose", "linalg.matrix_transpose")
def matrix_transpose(x, /):
    if x.ndim < 2:
        raise ValueError(f"matrix_transpose: expected 2 axes or more, got {x.ndim}")
    return x.transpose(-1, -2)


@implements(np.swapaxes)
def swapaxes(a, axis1, axis2):
    return a.transpose(axis_of(axis1, a.ndim), axis_of(axis2, a.ndim))


@implements(np.moveaxis)
def moveaxis(a, source, destination):
    source, destination = axes_of(source, a.ndim), axes_of(destination, a.ndim)
    if len(source) != len(destination):
        raise ValueError("moveaxis: expected as many destinations as sources")
    return a.movedim(source, destination)


@implements(np.rollaxis)
def rollaxis(a, axis, start=0):
    axis = axis_of(axis, a.ndim)
    start = axis_of(start, a.ndim + 1)
    return a.movedim(axis, start - (start > axis))


BACKWARDS = slice(None, None, -1)


@implements(np.flip)
def flip(m, axis=None):
    if axis is None:
        return m[(BACKWARDS,) * m.ndim]
    index = [slice(None)] * m.ndim
    for d in axes_of(axis, m.ndim):
        index[d] = BACKWARDS
    return m[tuple(index)]


@implements(np.fliplr)
def fliplr(m):
    if m.ndim < 2:
        raise ValueError(f"fliplr: expected 2 axes or more, got {m.ndim}")
    return m[:, ::-1]


@implements(np.flipud)
def flipud(m):
    if m.ndim < 1:
        raise ValueError("flipud: expected 1 axis or more, got 0")
    return m[::-1]


@implements(np.rot90)
def rot90(m, k=1, axes=(0, 1)):
    first, second = axes_of(tuple(axes), m.ndim)
    if k % 4 == 0:
        return m[...]
    if k % 4 == 2:
        return flip(m, (first, second))
    turned = m.transpose(first, second)
    return flip(turned, first if k % 4 == 1 else second)


@implements(np.roll)
def roll(a, shift, axis=None):
    if axis is None:
        return roll(a.reshape(-1), shift, 0).reshape(a.shape)
    shifts, axes = np.broadcast_arrays(shift, axis)
    axes = [axis_of(d, a.ndim) for d in axes.ravel()]
    if not axes or a.numel() == 0:
        return a.clone()
    return a.roll([int(s) for s in shifts.ravel()], axes)


# ---- parts -----------------------------------------------------------------


@implements(np.array_split)
def array_split(ary, indices_or_sections, axis=0):
    axis = axis_of(axis, ary.ndim)
    n = ary.shape[axis]
    if np.ndim(indices_or_sections) == 0:
        sections = int(indices_or_sections)
        if sections <= 0:
            raise ValueError("array_split: expected more than 0 sections")
        each, more = divmod(n, sections)
        cuts = [i * each + min(i, more) for i in range(sections + 1)]
    else:
        cuts = [0, *map(int, indices_or_sections), n]
    index = (slice(None),) * axis
    pairs = pairwise(cuts)
    return [ary[index + (slice(start, stop),)] for start, stop in pairs]


@implements(np.split)
def split(ary, indices_or_sections, axis=0):
    if np.ndim(indices_or_sections) == 0 and ary.shape[axis] % indices_or_sections:
        raise ValueError("array split does not result in an equal division")
    return array_split(ary, indices_or_sections, axis)


@implements(np.hsplit)
def hsplit(ary, indices_or_sections):
    return split(ary, indices_or_sections, 1 if ary.ndim > 1 else 0)


@implements(np.vsplit)
def vsplit(ary, indices_or_sections):
    return split(ary, indices_or_sections, 0)


@implements(np.dsplit)
def dsplit(ary, indices_or_sections):
    return split(ary, indices_or_sections, 2)


@implements("unstack")
def unstack(x, /, *, axis=0):
    return tuple(x.unbind(axis_of(axis, x.ndim)))


@implements(np.diagonal)
def diagonal(a, offset=0, axis1=0, axis2=1):
    return a.diagonal(offset, axis_of(axis1, a.ndim), axis_of(axis2, a.ndim))


@implements("linalg.diagonal")
def linalg_diagonal(x, /, *, offset=0):
    return a_diagonal(x, offset)


def a_diagonal(a, offset):
    return a.diagonal(offset, -2, -1)


@implements(np.diag)
def diag(v, k=0):
    if v.ndim == 2:
        return v.diagonal(k)
    if v.ndim != 1:
        raise ValueError(f"diag: expected 1 or 2 axes, got {v.ndim}")
    n = v.shape[0] + abs(k)
    square = ct.zeros(n, n, dtype=v.dtype)
    square.diagonal(k).copy_(v)
    return square


@implements(np.diagflat)
def diagflat(v, k=0):
    return diag(as_tensor(v).reshape(-1), k)


@implements(np.tril)
def tril(m, k=0):
    return triangle(m, lambda i, j: j <= i + k)


@implements(np.triu)
def triu(m, k=0):
    return triangle(m, lambda i, j: j >= i + k)


def triangle(m, inside):
    """M with 0 where inside(row, column) is false."""
    m = as_tensor(m)
    rows, columns = m.shape[-2] if m.ndim > 1 else m.shape[-1], m.shape[-1]
    mask = inside(np.arange(rows)[:, None], np.arange(columns))
    return ct.where(ct.from_numpy(mask), m, 0)


# ---- copies ----------------------------------------------------------------


@implements(np.copy)
def copy(a, order="K", subok=False):
    return a.contiguous().clone() if order == "C" else a.clone()


@implements("astype")
def astype(x, dtype, /, *, copy=True, device=None):
    return x.clone() if copy and x.dtype == dtype else cast(x, dtype)


@implements(np.repeat, only_gradient=True)
def repeat(a, repeats, axis=None):
    if axis is None:
        a, axis = a.reshape(-1), 0
    axis = axis_of(axis, a.ndim)
    if isinstance(repeats, int) and repeats >= 0:
        sizes = list(a.shape)
        sizes[axis : axis + 1] = [sizes[axis], repeats]
        return a.unsqueeze(axis + 1).broadcast_to(sizes).flatten(axis, axis + 1)
    index = np.repeat(np.arange(a.shape[axis]), np.asarray(repeats))
    return a.index_select(axis, ct.from_numpy(index))


@implements(np.tile)
def tile(A, reps):  # noqa: N803  (NumPy's name)
    reps = tuple(reps) if np.iterable(reps) else (reps,)
    return as_tensor(A).tile(tuple(map(int, reps)))


@implements(np.resize)
def resize(a, new_shape):
    a = as_tensor(a).reshape(-1)
    n = math.prod(new_shape if np.iterable(new_shape) else (new_shape,))
    if n == 0 or a.numel() == 0:
        return ct.zeros(new_shape, dtype=a.dtype)
    return a[ct.from_numpy(np.arange(n) % a.numel())].reshape(new_shape)


@implements("asarray", "array", "asanyarray", "ascontiguousarray")
def array(object, dtype=None, *, copy=None, order=None, ndmin=0, subok=False):
    """For `np.array(x, like=t)`: elements that require grad are stacked."""
    result = cast(as_tensor(object), dtype)
    result = result.clone() if copy and result is object else result
    while result.ndim < ndmin:
        result = result.unsqueeze(0)
    return result


@implements(np.full_like)
def full_like(a, fill_value, dtype=None, order="K", subok=True, shape=None):
    real = is_number(fill_value) and not isinstance(fill_value, complex)
    if real and dtype is shape is None and a.dtype.is_floating_point:
        return ct.full_like(a, fill_value)
    value = cast(as_tensor(fill_value), dtype or np.dtype(a.dtype))
    return value.broadcast_to(a.shape if shape is None else shape).clone()


@implements(np.trim_zeros)
def trim_zeros(filt, trim="fb"):
    if filt.ndim != 1 or not filt.numel():
        return NotImplemented
    places = filt.detach().nonzero().flatten().tolist()
    first = places[0] if places else filt.numel()
    last = places[-1] + 1 if places else 0
    start = first if "f" in trim.lower() else 0
    stop = last if "b" in trim.lower() else filt.numel()
    return filt[start : max(stop, start)]


@implements(np.real)
def real(val):
    return ct.real(val)


@implements(np.imag)
def imag(val):
    return ct.imag(val) if val.dtype.is_complex else ct.zeros_like(val)
