"""Products of vectors, matrices and more axes, as sums over matmul."""

from __future__ import annotations

import numpy as np

import ctensor as ct
from ctensor import _C
from ctensor._numpy._convert import (
    as_tensor,
    axes_of,
    axis_of,
    is_integral,
    promote_arrays,
)
from ctensor._numpy._registry import implements, store


@implements(np.dot)
def dot(a, b, out=None):
    a, b = promote_arrays(a, b)
    if is_integral(a):
        return NotImplemented
    if a.ndim == 0 or b.ndim == 0:
        return store(a * b, out)
    if b.ndim <= 2:
        check(a.shape[-1] == b.shape[0], "dot", a, b)
        return store(ct.matmul(a, b), out)
    return store(tensordot(a, b, (-1, -2)), out)


def check(fits, name, a, b):
    """ValueError for operands that do not fit."""
    if not fits:
        raise ValueError(
            f"{name}: expected aligned shapes, got {tuple(a.shape)} and "
            f"{tuple(b.shape)}"
        )


@implements(np.vdot)
def vdot(a, b, /):
    return dot(ct.conj(as_tensor(a)).reshape(-1), as_tensor(b).reshape(-1))


@implements(np.inner)
def inner(a, b, /):
    a, b = promote_arrays(a, b)
    return dot(a, b) if a.ndim == 0 or b.ndim == 0 else tensordot(a, b, (-1, -1))


@implements(np.outer)
def outer(a, b, out=None):
    a, b = promote_arrays(a, b)
    return store(a.reshape(-1, 1) * b.reshape(1, -1), out)


@implements("linalg.outer")
def linalg_outer(x1, x2, /):
    x1, x2 = promote_arrays(x1, x2)
    if x1.ndim != 1 or x2.ndim != 1:
        raise ValueError("outer: expected two vectors")
    return outer(x1, x2)


@implements(np.tensordot, "linalg.tensordot")
def tensordot(a, b, /, axes=2):
    a, b = promote_arrays(a, b)
    if is_integral(a):
        return NotImplemented
    if type(axes) is int and axes == 1 and a.ndim and b.ndim in (1, 2):
        check(a.shape[-1] == b.shape[0], "tensordot", a, b)
        return ct.matmul(a, b)
    if np.iterable(axes):
        left, right = axes
    else:
        left, right = tuple(range(-axes, 0)), tuple(range(axes))
    left = axes_of(tuple(left) if np.iterable(left) else (left,), a.ndim)
    right = axes_of(tuple(right) if np.iterable(right) else (right,), b.ndim)
    check([a.shape[d] for d in left] == [b.shape[d] for d in right], "tensordot", a, b)
    return _C._tensordot(a, b, left, right)


@implements("linalg.matmul")
def linalg_matmul(x1, x2, /):
    x1, x2 = promote_arrays(x1, x2)
    return NotImplemented if is_integral(x1) else ct.matmul(x1, x2)


def vecdot(x1, x2, /, *, axis=-1):
    """np.vecdot: conj(x1) * x2 summed over an axis."""
    x1, x2 = promote_arrays(x1, x2)
    return (ct.conj(x1) * x2).sum(axis)


@implements("linalg.vecdot")
def linalg_vecdot(x1, x2, /, *, axis=-1):
    x1, x2 = promote_arrays(x1, x2)
    return NotImplemented if is_integral(x1) else vecdot(x1, x2, axis=axis)


@implements("linalg.multi_dot")
def multi_dot(arrays, *, out=None):
    tensors = promote_arrays(*arrays)
    if is_integral(tensors[0]):
        return NotImplemented
    return store(_C._multi_dot(tensors), out)


@implements("linalg.matrix_power")
def matrix_power(a, n):
    if is_integral(a) or a.ndim < 2 or a.shape[-1] != a.shape[-2]:
        return NotImplemented
    return ct.matrix_power(a, n)


@implements(np.kron)
def kron(a, b):
    return _C.kron(*promote_arrays(a, b))


@implements(np.cross, "linalg.cross")
def cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    if axis is not None:
        axisa = axisb = axisc = axis
    a, b = promote_arrays(a, b)
    a = a.movedim(axis_of(axisa, a.ndim), -1)
    b = b.movedim(axis_of(axisb, b.ndim), -1)
    if a.shape[-1] != 3 or b.shape[-1] != 3:
        return NotImplemented
    result = _C._linalg_cross(*ct.broadcast_tensors(a, b))
    return result.movedim(-1, axis_of(axisc, result.ndim))
