"""Differences, integrals, convolutions, covariances: neighbours and windows."""

from __future__ import annotations

import numpy as np

import ctensor as ct
from ctensor._differences import slopes
from ctensor._numpy._convert import (
    UNSET,
    as_tensor,
    axes_of,
    axis_of,
    inexact,
    is_integral,
    promote,
)
from ctensor._numpy._registry import implements
from ctensor._numpy.joining import concatenate


@implements(np.diff)
def diff(a, n=1, axis=-1, prepend=UNSET, append=UNSET):
    a = as_tensor(a)
    if n < 0:
        raise ValueError(f"order must be non-negative but got {n}")
    if n == 0:
        return a
    axis = axis_of(axis, a.ndim)
    parts = [end(prepend, a, axis), a, end(append, a, axis)]
    parts = [part for part in parts if part is not None]
    a = concatenate(parts, axis) if len(parts) > 1 else a
    lead = (slice(None),) * axis
    for _ in range(n):
        after, before = a[lead + (slice(1, None),)], a[lead + (slice(None, -1),)]
        a = after != before if a.dtype == ct.bool else after - before
    return a


def end(value, a, axis):
    """What is put at an end: a number stands for a slice of it."""
    if value is UNSET:
        return None
    value = as_tensor(value)
    if value.ndim == 0:
        value = value.broadcast_to(
            [1 if d == axis else m for d, m in enumerate(a.shape)]
        )
    return value


@implements(np.ediff1d, only_gradient=True)
def ediff1d(ary, to_end=None, to_begin=None):
    steps = diff(as_tensor(ary).reshape(-1))
    ends = (
        [x for x in (to_begin,) if x is not None],
        [x for x in (to_end,) if x is not None],
    )
    parts = [as_tensor(p).reshape(-1) for p in (*ends[0], steps, *ends[1])]
    if not all(
        np.can_cast(p.dtype.dtype, steps.dtype.dtype, "same_kind") for p in parts
    ):
        raise TypeError("ediff1d: expected ends that may be cast to the array's dtype")
    return concatenate([p.to(steps.dtype) for p in parts])


@implements(np.gradient)
def gradient(f, *varargs, axis=None, edge_order=1):
    f = inexact(f)
    axes = axes_of(axis, f.ndim)
    spacings = list(varargs) or [1.0]
    spacings = spacings * len(axes) if len(spacings) == 1 else spacings
    if len(spacings) != len(axes):
        raise TypeError("invalid number of arguments")
    if edge_order not in (1, 2) or any(np.ndim(s) > 1 for s in spacings):
        return NotImplemented
    results = []
    for d, spacing in zip(axes, spacings, strict=True):
        if f.shape[d] <= edge_order:
            raise ValueError(
                f"gradient: expected more than {edge_order} elements along each axis"
            )
        if np.ndim(spacing):
            spacing = diff(inexact(as_tensor(spacing))).to(f.dtype)
        results.append(slopes(f, d, spacing, edge_order))
    if axis is not None and np.ndim(axis) == 0:
        return results[0]
    return results[0] if len(results) == 1 else tuple(results)


@implements("trapezoid", "trapz")
def trapezoid(y, x=None, dx=1.0, axis=-1):
    y = inexact(as_tensor(y))
    axis = axis_of(axis, y.ndim)
    y = y.movedim(axis, -1)
    if x is not None:
        x = as_tensor(x)
        dx = diff(x if x.ndim == 1 else x.movedim(axis, -1))
    return (dx * (y[..., 1:] + y[..., :-1]) / 2.0).sum(-1)


# ---- windows ---------------------------------------------------------------


def window_sums(a, v, mode):
    """The sums of a at all shifts times v, for len(a) >= len(v)."""
    n = v.shape[0]
    pad = {"full": n - 1, "same": n // 2, "valid": 0}[mode]
    after = n - 1 - pad if mode == "same" else pad
    zeros = [ct.zeros(k, dtype=a.dtype) for k in (pad, after)]
    return ct.cat([zeros[0], a, zeros[1]]).unfold(0, n, 1) @ v


@implements(np.convolve, only_gradient=True)
def convolve(a, v, mode="full"):
    a, v = promote(a, v)
    if is_integral(a) or a.ndim != 1 or v.ndim != 1 or mode not in MODES:
        return NotImplemented
    if v.shape[0] > a.shape[0]:
        a, v = v, a
    if v.shape[0] == 0:
        raise ValueError("convolve: expected vectors that are not empty")
    flipped = v[::-1]
    if mode == "same" and v.shape[0] % 2 == 0:  # NumPy keeps the earlier middle
        return window_sums(a, flipped, "full")[(v.shape[0] - 1) // 2 :][: a.shape[0]]
    return window_sums(a, flipped, mode)


MODES = ("full", "same", "valid")


@implements(np.correlate, only_gradient=True)
def correlate(a, v, mode="valid"):
    a, v = promote(a, v)
    if is_integral(a) or a.ndim != 1 or v.ndim != 1 or mode not in MODES:
        return NotImplemented
    if v.shape[0] > a.shape[0]:
        return ct.conj(correlate(v, a, mode))[::-1]
    if mode == "same":
        return window_sums(a, ct.conj(v), "full")[(len(v) - 1) // 2 :][: len(a)]
    return window_sums(a, ct.conj(v), mode)


# ---- covariance ------------------------------------------------------------


@implements(np.cov)
def cov(
    m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *,
    dtype=None,
):  # fmt: skip
    rows = variables(m, rowvar, dtype)
    if y is not None:
        rows = concatenate([rows, variables(y, rowvar, dtype)])
    ddof = (0 if bias else 1) if ddof is None else ddof
    if fweights is None and aweights is None:
        centered = rows - rows.mean(1, True)
        left, count = centered, rows.shape[1] - ddof
    else:
        left, centered, count = weighted(rows, fweights, aweights, ddof)
    count = max(count, 0) if not isinstance(count, ct.Tensor) else count.clamp(min=0)
    return (left @ ct.conj(centered.transpose(0, 1)) / count).squeeze()


def weighted(rows, fweights, aweights, ddof):
    """Rows less their means, with and without weights, and what to divide by."""
    given = [as_tensor(w) for w in (fweights, aweights) if w is not None]
    for w in given:
        if w.ndim > 1:
            raise RuntimeError("cannot handle multidimensional weights")
        if len(w) != rows.shape[1]:
            raise RuntimeError("incompatible numbers of samples and weights")
        if bool((w < 0).any()):
            raise ValueError("weights cannot be negative")
    if fweights is not None and bool((ct.round(given[0]) != given[0]).any()):
        raise TypeError("fweights must be integer")
    given = [w.to(ct.float64) for w in given]
    w = given[0] if len(given) == 1 else given[0] * given[1]
    total = w.sum()
    centered = rows - ((rows * w).sum(1, True) / total).to(rows.dtype)
    lost = ddof if aweights is None else ddof * (w * given[-1]).sum() / total
    return centered * w, centered, total - lost


def variables(m, rowvar, dtype=None):
    """A matrix with one variable in each row."""
    m = as_tensor(m)
    m = m.to(np.dtype(dtype or np.result_type(m.dtype.dtype, np.float64)))
    if m.ndim < 2:
        return m.reshape(1, -1)
    return m if rowvar or m.shape[0] == 1 else m.transpose(0, 1)


@implements(np.corrcoef)
def corrcoef(x, y=None, rowvar=True, *, dtype=None):
    c = cov(x, y, rowvar, dtype=dtype)
    if c.ndim == 0:
        return c / c
    spread = ct.sqrt(c.diagonal().real)
    c = c / spread[:, None] / spread[None, :]
    if c.dtype.is_complex:
        return ct.complex(ct.clamp(c.real, -1, 1), ct.clamp(c.imag, -1, 1))
    return ct.clamp(c, -1, 1)
