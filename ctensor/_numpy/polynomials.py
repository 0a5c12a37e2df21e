"""Polynomials as vectors of coefficients, the highest power first."""

from __future__ import annotations

import numpy as np

import ctensor as ct
from ctensor._numpy._convert import as_tensor, inexact, promote
from ctensor._numpy._registry import implements, view
from ctensor._numpy.shapes import raised
from ctensor._numpy.signals import convolve


def aligned(a1, a2):
    """Both of one length, with zeros for the higher powers that one lacks."""
    a1, a2 = promote(raised(as_tensor(a1), 1), raised(as_tensor(a2), 1))
    n = max(len(a1), len(a2))
    return [ct.cat([a.new_zeros(n - len(a)), a]) for a in (a1, a2)]


def are_vectors(*values):
    """Does NumPy answer with an array? To a poly1d it does with one of those."""
    return not any(isinstance(value, np.poly1d) for value in values)


@implements(np.polyadd, only_gradient=True)
def polyadd(a1, a2):
    if not are_vectors(a1, a2):
        return NotImplemented
    a1, a2 = aligned(a1, a2)
    return a1 + a2


@implements(np.polysub, only_gradient=True)
def polysub(a1, a2):
    if not are_vectors(a1, a2):
        return NotImplemented
    a1, a2 = aligned(a1, a2)
    return a1 - a2


@implements(np.polymul, only_gradient=True)
def polymul(a1, a2):
    if not are_vectors(a1, a2):
        return NotImplemented
    trimmed = []
    for a in (a1, a2):  # zeros ahead go, as they do in a poly1d
        a = raised(as_tensor(a), 1)
        used = a.detach().nonzero()
        trimmed.append(a[int(used[0, 0]) :] if len(used) else a[-1:])
    return convolve(*trimmed)


@implements(np.polyder)
def polyder(p, m=1):
    if m < 0:
        raise ValueError("Order of derivative must be positive (see polyint)")
    p = as_tensor(p)
    for _ in range(m):
        p, powers = promote(p, ct.arange(len(p) - 1, -1, -1))
        p = p[:-1] * powers[:-1]
    return p


@implements(np.polyint, only_gradient=True)
def polyint(p, m=1, k=None):
    if m < 0:
        raise ValueError("Order of integral must be positive (see polyder)")
    p = as_tensor(p)
    constants = as_tensor(0.0 if k is None else k).reshape(-1)
    if len(constants) == 1:
        constants = constants.broadcast_to((m,))
    if len(constants) < m:
        raise ValueError("k must be a scalar or a rank-1 array of length 1 or >m.")
    for i in range(m):
        p, powers, constant = promote(
            inexact(p), ct.arange(len(p), 0, -1), constants[i : i + 1]
        )
        p = ct.cat([p / powers, constant])
    return p


@implements(np.polyfit, only_gradient=True)
def polyfit(x, y, deg, rcond=None, full=False, w=None, cov=False):
    x, y = (t + 0.0 for t in promote(x, y))
    if full or cov or np.ndim(deg) or x.ndim != 1 or y.ndim not in (1, 2):
        return NotImplemented
    if deg < 0 or len(x) == 0 or len(x) != len(y):
        return NotImplemented  # NumPy says what is wrong
    rcond = len(x) * ct.finfo(x.dtype).eps if rcond is None else rcond
    x, y = (t.to(np.result_type(t.dtype.dtype, int)) for t in (x, y))  # as vander's
    powers = x[:, None] ** ct.arange(int(deg), -1, -1)
    if w is not None:
        w = as_tensor(w)
        powers, y = powers * w[:, None], y * (w[:, None] if y.ndim == 2 else w)
    scale = ct.sqrt((powers * powers).sum(0))
    return (np.linalg.lstsq(powers / scale, y, rcond)[0].T / scale).T


@implements(np.polydiv, only_gradient=True)
def polydiv(u, v):
    if not are_vectors(u, v):
        return NotImplemented
    u, v = promote(*(raised(as_tensor(a), 1) + 0.0 for a in (u, v)))
    quotient, rest = [], u
    steps = len(u) - len(v) + 1
    for k in range(steps):
        quotient.append(rest[k] / v[0])
        ends = u.new_zeros(k), u.new_zeros(steps - 1 - k)
        rest = rest - ct.cat([ends[0], quotient[-1] * v, ends[1]])
    q = ct.stack(quotient) if quotient else u.new_zeros(1)
    used = [i for i, x in enumerate(rest.tolist()) if not np.allclose(x, 0, rtol=1e-14)]
    return q, rest[min(used[0] if used else len(rest), len(rest) - 1) :]


@implements(np.poly, only_gradient=True)
def poly(seq_of_zeros):
    roots = raised(as_tensor(seq_of_zeros), 1)
    if roots.ndim == 2 and roots.shape[0] == roots.shape[1] != 0:
        roots = np.linalg.eigvals(roots)
    elif roots.ndim != 1:
        raise ValueError("input must be 1d or non-empty square 2d array.")
    if len(roots) == 0:
        return 1.0
    roots = inexact(roots)
    result = ct.ones(1, dtype=roots.dtype)
    zero = roots.new_zeros(1)
    for root in roots:
        result = ct.cat([result, zero]) - root * ct.cat([zero, result])
    values = np.sort(view(roots))
    if roots.dtype.is_complex and np.all(values == np.sort(values.conj())):
        return result.real.clone()
    return result


@implements(np.roots, only_gradient=True)
def roots(p):
    p = raised(as_tensor(p), 1)
    if p.ndim != 1:
        raise ValueError("Input must be a rank-1 array.")
    used = np.flatnonzero(view(p))
    if len(used) == 0:
        return ct.zeros(0, dtype=ct.float64)
    trailing = len(p) - used[-1] - 1
    p = inexact(p[int(used[0]) : int(used[-1]) + 1])
    if len(p) == 1:
        return ct.zeros(int(trailing), dtype=ct.float64)
    companion = ct.cat([-p[None, 1:] / p[0], ct.eye(len(p) - 1, dtype=p.dtype)[:-1]])
    found = np.linalg.eigvals(companion)
    return ct.cat([found, found.new_zeros(int(trailing))])
