"""References of special functions in long double, for tests/references.py.

Series and recurrences whose terms all have one sign, so that little is lost; where they
are slow they are so for a few elements only.
"""

from __future__ import annotations

import math

import numpy as np

LD = np.longdouble
PI = LD("3.14159265358979323846264338327950288")


def each(function):
    """A function of long doubles, for arrays; the result has their type, or float64."""

    def apply(*x):
        with np.errstate(all="ignore"):
            values = np.frompyfunc(lambda *v: function(*map(LD, v)), len(x), 1)(*x)
            return np.asarray(values).astype(np.result_type(np.float64, *x))

    return apply


def sinc(x):
    """sin(pi x) / (pi x), x less its nearest integer."""
    if np.iscomplexobj(x):
        return np.where(x == 0, 1, np.sin(PI * x) / (PI * np.where(x == 0, 1, x)))
    n = np.rint(x)
    y = np.sin(PI * LD(x - n)) * np.where(np.fmod(n, 2) == 0, 1, -1)
    return np.where(x == 0, 1, y / (PI * np.where(x == 0, 1, x)))


def ldexp(x, n):
    """x 2^n, 0 for x = 0."""
    limit = 4000 if x.dtype == LD else 1000
    return np.where((x == 0) & (n == n), x, x * np.exp2(np.clip(n, -limit, limit)))


# ---- the gamma function's kin --------------------------------------------------------

STIRLING = [LD(1) / 12, LD(-1) / 360, LD(1) / 1260, LD(-1) / 1680, LD(1) / 1188]
STIRLING += [LD(-691) / 360360, LD(1) / 156, LD(-3617) / 122400]
BERNOULLI = [LD(1) / 6, LD(-1) / 30, LD(1) / 42, LD(-1) / 30, LD(5) / 66]
BERNOULLI += [LD(-691) / 2730, LD(7) / 6, LD(-3617) / 510]


@each
def lgamma(x):
    """log |gamma(x)|, by the logarithm of a product up to 25 and Stirling's series."""
    if not np.isfinite(x) or x <= 0:
        if x == np.floor(x) or not np.isfinite(x):
            return LD(np.nan if x != x else np.inf)
        return np.log(abs(PI / np.sin(PI * (x - np.rint(x))))) - lgamma(1 - x)
    if x in (1, 2):
        return LD(0)
    product = LD(1)
    while x < 25:
        product *= x
        x += 1
    series = sum(c / x ** (2 * k + 1) for k, c in enumerate(STIRLING))
    return (x - LD(0.5)) * np.log(x) - x + np.log(2 * PI) / 2 + series - np.log(product)


@each
def digamma(x):
    """The derivative of lgamma."""
    if x == 0:
        return -np.copysign(LD(np.inf), x)
    if x < 0:
        if x == np.floor(x):
            return LD(np.nan)
        return digamma(1 - x) - PI / np.tan(PI * (x - np.rint(x)))
    total = LD(0)
    while x < 25:
        total -= 1 / x
        x += 1
    if np.isinf(x):
        return x
    series = sum(b / (2 * k + 2) / x ** (2 * k + 2) for k, b in enumerate(BERNOULLI))
    return total + np.log(x) - 1 / (2 * x) - series


@each
def zeta(s, q):
    """Hurwitz's zeta function, by 40 terms and Euler and Maclaurin's formula."""
    if s != s or q != q or s < 1:
        return LD(np.nan)
    if s == 1 or (q <= 0 and q == np.floor(q)):
        return LD(np.nan if np.isinf(q) and s != 1 and q < 0 else np.inf)
    if q < 0 and (s != np.floor(s) or np.isinf(s)):
        return LD(np.nan)
    if q < -1000:  # the terms around 0, and those far out on both sides
        return zeta(s, q - np.rint(q) - 1000)
    if np.isinf(q):
        return LD(0)
    if np.isinf(s):
        return LD(np.inf) if abs(q) < 1 else LD(q == 1)
    n = 40 + max(0, int(-q))
    total = np.sum((q + np.arange(n)) ** -s)
    x = q + n
    if x**-s == 0:
        return total
    total += x ** (1 - s) / (s - 1) + x**-s / 2
    factor = s * x ** (-s - 1)
    for k, b in enumerate(BERNOULLI):
        total += b / math.factorial(2 * k + 2) * factor
        factor *= (s + 2 * k + 1) * (s + 2 * k + 2) / (x * x)
    return total


def incomplete_gamma(a, x):
    """P, Q: the one by its series up to a + 1, the other by its continued fraction."""
    if a == 0:
        return LD(1), LD(0)
    if a > 1e30:  # all of it lies beside a, half of it on each side
        lower = LD(0.5) if x == a else LD(x > a)
        return lower, 1 - lower
    if a < 1e-20 and x < 2:  # a times the exponential integral
        series = sum((-x) ** k / (k * math.factorial(k)) for k in range(1, 30))
        upper = -a * (LD("0.57721566490153286060651209") + np.log(x) + series)
        return 1 - upper, upper
    factor = np.exp(a * np.log(x) - x - lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        n = 1
        while term > total * LD(1e-21):
            term = term * x / (a + n)
            total = total + term
            n += 1
        return factor * total, 1 - factor * total
    fraction = LD(0)
    for n in range(2000, 0, -1):
        fraction = n * (a - n) / (x + 2 * n + 1 - a + fraction)
    tail = factor / (x + 1 - a + fraction)
    return 1 - tail, tail


def incomplete(which: int):
    """P or Q, with what they are at the ends."""

    def function(a, x):
        both_infinite = np.isinf(a) and np.isinf(x)
        if not (a >= 0 and x >= 0) or (a == 0 and x == 0) or both_infinite:
            return LD(np.nan)
        if np.isinf(a) or np.isinf(x) or x == 0:
            return LD((a == 0 or x > a) == (which == 0))
        return incomplete_gamma(a, x)[which]

    return each(function)


# ---- the normal distribution ---------------------------------------------------------


def erf_series(x):
    """erf(x) exp(x^2) sqrt(pi) / 2: x (1 + 2 x^2 / 3 + ...), all of one sign."""
    term = total = x
    k = 1
    while abs(term) > abs(total) * LD(1e-22):
        term = term * 2 * x * x / (2 * k + 1)
        total = total + term
        k += 1
    return total


def erfcx_positive(x):
    """exp(x^2) erfc(x) for x >= 0, far out by its continued fraction."""
    if x < 1.5:
        return np.exp(x * x) - 2 / np.sqrt(PI) * erf_series(x)
    y = x
    for k in range(200, 0, -1):
        y = x + LD(k) / 2 / y
    return 1 / (y * np.sqrt(PI))


@each
def erfcx(x):
    """exp(x^2) erfc(x)."""
    return erfcx_positive(x) if x >= 0 else 2 * np.exp(x * x) - erfcx_positive(-x)


def lower_tail(x):
    """The normal distribution function below 0."""
    return np.exp(-x * x / 2) * erfcx_positive(-x / np.sqrt(LD(2))) / 2


@each
def ndtr(x):
    """The normal distribution function."""
    if x != x:
        return x
    return lower_tail(x) if x < 0 else 1 - lower_tail(-x)


@each
def log_ndtr(x):
    """Its logarithm."""
    if x != x or x == -np.inf:
        return x
    if x > 0:
        return np.log1p(-lower_tail(-x))
    return np.log(erfcx_positive(-x / np.sqrt(LD(2))) / 2) - x * x / 2


def erfc_inverse(log_q):
    """The x >= 0 with log erfc(x) = log_q, by Newton's steps."""
    x = LD(0)
    for _ in range(200):
        scaled = erfcx_positive(x)
        step = (np.log(scaled) - x * x - log_q) * np.sqrt(PI) / 2 * scaled
        x += step
        if abs(step) < 1e-17 * x:
            break
    return x


def erf_inverse(y):
    """The x with erf(x) = y, of a small y."""
    x = y
    for _ in range(20):
        grown = np.exp(x * x)
        x -= erf_series(x) - y * grown * np.sqrt(PI) / 2
    return x


@each
def erfinv(y):
    """The inverse of erf."""
    if not abs(y) < 1:
        return np.copysign(LD(np.inf), y) if abs(y) == 1 else LD(np.nan)
    if abs(y) < 0.5:
        return erf_inverse(y)
    return np.copysign(erfc_inverse(np.log1p(-abs(y))), y)


@each
def ndtri(p):
    """The inverse of the normal distribution function."""
    if not 0 < p < 1:
        return LD(-np.inf if p == 0 else np.inf if p == 1 else np.nan)
    q = min(p, 1 - p)
    x = erf_inverse(1 - 2 * q) if q > 0.25 else erfc_inverse(np.log(2 * q))
    return np.copysign(x, p - LD(0.5)) * np.sqrt(LD(2))


# ---- Bessel functions ----------------------------------------------------------------


def bessel(order, scaled):
    """I_order, times exp(-|x|) where scaled: its series, or far out its expansion."""

    @each
    def apply(x):
        a = abs(x)
        if a != a:
            return a
        if np.isinf(a):
            return LD(0) if scaled else np.copysign(a, x) if order else a
        term = total = LD(1)
        if a < 60:
            k = 1
            while term > total * LD(1e-22):
                term *= a * a / 4 / (k * (k + order))
                total += term
                k += 1
            y = total * (a / 2) ** order * (np.exp(-a) if scaled else 1)
        else:
            for k in range(1, 40):
                term *= ((2 * k - 1) ** 2 - 4 * LD(order)) / (8 * k * a)
                total += term
            y = total / np.sqrt(2 * PI * a) * (1 if scaled else np.exp(a))
        return np.copysign(y, x) if order else y

    return apply


def entr(x):
    """-x log x."""
    return np.where(
        x > 0, -x * np.log(x), np.where(x == 0, 0, np.where(x < 0, -np.inf, x))
    )


def xlog1py(a, b):
    """A log(1 + b), 0 where a is."""
    return np.where(np.isnan(b), b, np.where(a == 0, 0, a * np.log1p(b)))


SPECIAL = {
    "sinc": sinc,
    "ldexp": ldexp,
    "lgamma": lgamma,
    "digamma": digamma,
    "zeta": zeta,
    "igamma": incomplete(0),
    "igammac": incomplete(1),
    "erfcx": erfcx,
    "erfinv": erfinv,
    "ndtr": ndtr,
    "log_ndtr": log_ndtr,
    "ndtri": ndtri,
    "i0": bessel(0, False),
    "i0e": bessel(0, True),
    "i1": bessel(1, False),
    "i1e": bessel(1, True),
    "entr": entr,
    "xlog1py": xlog1py,
}
