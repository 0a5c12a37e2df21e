"""Functions of single elements that are no ufuncs."""

from __future__ import annotations

import math

import numpy as np

import ctensor as ct
from ctensor._numpy._convert import (
    UNSET,
    as_tensor,
    cast,
    inexact,
    is_integral,
    is_number,
    promote,
)
from ctensor._numpy._registry import implements, store, view


@implements(np.clip)
def clip(a, a_min=UNSET, a_max=UNSET, out=None, *, min=UNSET, max=UNSET, **kwargs):
    low = min if a_min is UNSET else a_min
    high = max if a_max is UNSET else a_max
    low, high = (None if limit is UNSET else limit for limit in (low, high))
    if kwargs:
        return NotImplemented
    plain = all(limit is None or is_number(limit) for limit in (low, high))
    if plain and a.dtype.is_floating_point and not (low is None and high is None):
        return store(ct.clamp(a, low, high), out)
    given = [limit for limit in (low, high) if limit is not None]
    tensors = promote(a, *given)
    if tensors[0].dtype.is_complex:
        return NotImplemented
    a, limits = tensors[0], iter(tensors[1:])
    low = None if low is None else next(limits)
    high = None if high is None else next(limits)
    if low is None and high is None:
        return store(a.clone(), out)
    return store(ct.clamp(a, low, high), out)


@implements(np.round, np.around)
def round_(a, decimals=0, out=None):
    if is_integral(a):
        return NotImplemented
    if a.dtype.is_complex:
        return store(ct.complex(*(round_(x, decimals) for x in (a.real, a.imag))), out)
    rounded = ct.round(a, decimals=decimals) if decimals else ct.round(a)
    return store(rounded, out)


@implements(np.angle, only_gradient=True)
def angle(z, deg=False):
    turned = ct.angle(inexact(as_tensor(z)))
    return turned * (180 / math.pi) if deg else turned


@implements(np.fix)
def fix(x, out=None):
    return NotImplemented if is_integral(x) else store(ct.trunc(x), out)


@implements(np.nan_to_num)
def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    x = as_tensor(x)
    if is_integral(x) or not copy:
        return NotImplemented
    if x.dtype.is_complex:
        limits = (True, nan, posinf, neginf)
        return ct.complex(*(nan_to_num(part, *limits) for part in (x.real, x.imag)))
    limits = np.finfo(x.dtype.dtype)
    posinf = float(limits.max) if posinf is None else posinf
    neginf = float(limits.min) if neginf is None else neginf
    y = ct.where(ct.isnan(x), nan, x)
    y = ct.where(x == math.inf, posinf, y)
    return ct.where(x == -math.inf, neginf, y)


@implements(np.sinc)
def sinc(x):
    return ct.sinc(inexact(as_tensor(x)))


@implements(np.real_if_close)
def real_if_close(a, tol=100):
    if not a.dtype.is_complex:
        return a
    kept = np.iscomplexobj(np.real_if_close(view(a), tol))
    return a if kept else ct.real(a)


@implements(np.polyval)
def polyval(p, x):
    p, x = promote(p, x)
    y = ct.zeros_like(x)
    for coefficient in p:
        y = y * x + coefficient
    return y


@implements(np.vander)
def vander(x, N=None, increasing=False):  # noqa: N803
    if is_integral(x):
        return NotImplemented
    x = x.to(np.promote_types(x.dtype.dtype, int))
    powers = [ct.ones_like(x)]
    for _ in range((x.shape[0] if N is None else N) - 1):
        powers.append(powers[-1] * x)
    powers = powers if increasing else powers[::-1]
    if N == 0:
        return NotImplemented
    return ct.stack(powers, 1)


@implements(np.unwrap, only_gradient=True)
def unwrap(p, discont=None, axis=-1, *, period=2 * math.pi):
    if is_integral(p):
        return NotImplemented
    turns = np.unwrap(view(p), discont, axis, period=period) - view(p)
    return p + ct.from_numpy(turns).to(p.dtype)


@implements(np.interp, only_gradient=True)
def interp(x, xp, fp, left=None, right=None, period=None):
    x, xp = (cast(as_tensor(v), np.float64) for v in (x, xp))
    fp = as_tensor(fp)
    fp = fp.to(np.result_type(fp.dtype.dtype, np.float64))
    if xp.ndim != 1 or fp.ndim != 1 or len(xp) != len(fp) or not len(xp):
        return NotImplemented  # NumPy says what is wrong
    if period is not None:
        left = right = None
        x, xp, fp = around(x, xp, fp, abs(period))
    found = np.searchsorted(view(xp), view(x), side="right") - 1
    low = np.clip(found, 0, max(xp.shape[0] - 2, 0))
    high = np.minimum(low + 1, xp.shape[0] - 1)
    low, high = (ct.from_numpy(np.asarray(i)) for i in (low, high))
    inside = ct.clamp(x, xp[0], xp[-1])
    width = xp[high] - xp[low]
    slope = (fp[high] - fp[low]) / ct.where(width == 0, 1.0, width)
    y = fp[low] + slope * (inside - xp[low])
    for value, beyond in ((left, x < xp[0]), (right, x > xp[-1])):
        y = y if value is None else ct.where(beyond, as_tensor(value).to(y.dtype), y)
    return y


def around(x, xp, fp, period):
    """Everything within one period, and a point more at each end."""
    x, xp = (t - period * ct.floor(t.detach() / period) for t in (x, xp))
    order = ct.from_numpy(np.argsort(view(xp)))
    xp, fp = xp[order], fp[order]
    xp = ct.cat([xp[-1:] - period, xp, xp[:1] + period])
    return x, xp, ct.cat([fp[-1:], fp, fp[:1]])
