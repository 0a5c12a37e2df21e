"""Fits the polynomials of csrc/simd/math_*.h; needs mpmath, which the product does not.

usage: ulp_minimax.py [NAME ...] prints the coefficients of these fits, or of all, as
C's hexadecimal floats, with the polynomial's error before and after rounding them; and
the tables of csrc/simd/math_avx512.h and pieces_avx512.h.

A fit minimises the largest weighted error over an interval (Remez's exchange on a dense
grid, 60 digits). Rounding all coefficients at once would cost accuracy, so they are
rounded one at a time from the lowest, and the others fitted again to what is left.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import mpmath
from mpmath import mp, mpf

mp.dps = 60
Function = Callable[[mpf], mpf]


@dataclass
class Fit:
    """target(x) on [low, high] by a polynomial of `terms` coefficients of `bits` bits.

    The error counts times weight(x), so that it is relative to the function which the
    polynomial is a part of.
    """

    target: Function
    weight: Function
    terms: int
    low: mpf
    high: mpf
    bits: int
    grid: int = 500

    def points(self, n: int) -> list[mpf]:
        """Points of the interval, n + 1 of them, denser towards its ends."""
        middle, half = (self.low + self.high) / 2, (self.high - self.low) / 2
        return [middle - half * mpmath.cos(mpmath.pi * i / n) for i in range(n + 1)]

    def remez(self, fixed: list[mpf]) -> tuple[list[mpf], mpf]:
        """The coefficients after those that are fixed, and the largest error."""
        powers = range(len(fixed), self.terms)
        xs = self.points(self.grid)
        weights = [self.weight(x) for x in xs]
        wanted = [self.target(x) - value(fixed, x) for x in xs]
        start = self.points(2 * len(powers) + 2)[1::2]
        at = [min(range(len(xs)), key=lambda i, x=x: abs(xs[i] - x)) for x in start]
        for _ in range(40):
            rows = [
                [*(weights[i] * xs[i] ** p for p in powers), (-1) ** k]
                for k, i in enumerate(at)
            ]
            right = [weights[i] * wanted[i] for i in at]
            solution = list(mpmath.lu_solve(mpmath.matrix(rows), mpmath.matrix(right)))
            found, level = solution[:-1], abs(solution[-1])
            errors = [
                w * (sum(c * x**p for c, p in zip(found, powers, strict=True)) - t)
                for x, w, t in zip(xs, weights, wanted, strict=True)
            ]
            peaks = alternating(errors, len(powers) + 1)
            worst = max(map(abs, errors))
            if len(peaks) <= len(powers) or worst < level * mpf("1.001"):
                break
            at = peaks
        return found, worst

    def error(self, coefficients: list[mpf]) -> mpf:
        """The largest weighted error of a whole polynomial."""
        return max(
            abs(self.weight(x) * (value(coefficients, x) - self.target(x)))
            for x in self.points(2000)
        )

    def solve(self) -> tuple[list[mpf], mpf, mpf]:
        """Rounded coefficients, the ideal error and theirs."""
        free, ideal = self.remez([])
        best = [rounded(c, self.bits) for c in free]
        least, fixed = self.error(best), []
        while len(free) > 1:
            fixed.append(rounded(free[0], self.bits))
            free, worst = self.remez(fixed)
            if worst > least * mpf("1.5"):
                break
            candidate = fixed + [rounded(c, self.bits) for c in free]
            error = self.error(candidate)
            if error < least:
                best, least = candidate, error
        return best, ideal, least


def value(coefficients: list[mpf], x: mpf) -> mpf:
    """The polynomial at x."""
    return sum((c * x**p for p, c in enumerate(coefficients)), mpf(0))


def rounded(x: mpf, bits: int) -> mpf:
    """The number to so many significant bits."""
    unit = mpf(2) ** (int(mpmath.floor(mpmath.log(abs(x), 2))) - bits + 1)
    return mpmath.nint(x / unit) * unit


def alternating(errors: list[mpf], n: int) -> list[int]:
    """Where the error peaks between its changes of sign: the n that matter most."""
    peaks, best = [], 0
    for i, error in enumerate(errors):
        if (error > 0) != (errors[best] > 0):
            peaks.append(best)
            best = i
        elif abs(error) > abs(errors[best]):
            best = i
    peaks.append(best)
    while len(peaks) > n:
        peaks.pop(0 if abs(errors[peaks[0]]) < abs(errors[peaks[-1]]) else -1)
    return peaks


# ---- tables: functions on pieces, and the reciprocals and logarithms of log


@dataclass
class Pieces:
    """target on pieces (low, high, point): the points, then coefficients by power.

    A point moves until its value is almost a float: the value then costs no accuracy.
    On a piece with the point 0 `less_x` times x is taken off.
    The rest is interpolated at Chebyshev's nodes, as good as a fit on so short a piece.
    """

    target: Function
    pieces: list[tuple[mpf, mpf, mpf]]
    terms: int
    bits: int
    end: mpf
    less_x: int = 0
    shift: int = 0  # the place of the first piece, by how its index is made

    def point(self, near: mpf) -> mpf:
        """The number next to `near` whose value rounds with 2^-9 of the usual error."""
        unit = mpf(2) ** (int(mpmath.floor(mpmath.log(near, 2))) - self.bits + 1)
        near, best = mpmath.nint(near / unit) * unit, (mpf(1), near)
        for k in range(3000):
            for x in near + k * unit, near - k * unit:
                y = self.target(x)
                best = min(best, (abs(y / rounded(y, self.bits) - 1), x))
            if best[0] < mpf(2) ** -(self.bits + 9):
                break
        return best[1]

    def piece(self, low: mpf, high: mpf, point: mpf) -> list[mpf]:
        """One piece's point and coefficients, in x - point."""
        point = self.point(point) if point else point
        value = self.target(point)
        middle, half = (low + high) / 2 - point, (high - low) / 2
        n = self.terms - 1
        nodes = [
            middle + half * mpmath.cos(mpmath.pi * (2 * k + 1) / (2 * n))
            for k in range(n)
        ]
        slopes = [
            (self.target(point + d) - value) / d
            if abs(d) > mpf(10) ** -18
            else mpmath.diff(self.target, point)
            for d in nodes
        ]
        slopes = [s - (0 if point else self.less_x) for s in slopes]
        powers = mpmath.matrix([[d**k for k in range(n)] for d in nodes])
        found = list(mpmath.lu_solve(powers, mpmath.matrix(slopes)))
        if value and not point:
            found = self.mended(found, low, high)
        return [point, *(rounded(c, self.bits) if c else c for c in [value, *found])]

    def mended(self, found: list[mpf], low: mpf, high: mpf) -> list[mpf]:
        """Coefficients behind the first, which make up for its rounding.

        Far from a point with an exact value it would cost most.
        """
        first, n = rounded(found[0], self.bits), len(found)
        nodes = [low + (high - low) * mpf(k) / (4 * n) for k in range(1, 4 * n + 1)]
        powers = mpmath.matrix([[d**k for k in range(2, n + 1)] for d in nodes])
        slope = first + self.less_x
        wanted = [self.target(d) - self.target(mpf(0)) - slope * d for d in nodes]
        return [first, *mpmath.lu_solve(powers, mpmath.matrix(wanted))]

    def table(self) -> list[list[mpf]]:
        """Lines of the table; pieces beyond the end are zeros."""
        zeros = [mpf(0)] * (self.terms + 1)
        found = [self.piece(*p) if p[0] < self.end else zeros for p in self.pieces]
        found = [found[(i - self.shift) % len(found)] for i in range(len(found))]
        return [list(line) for line in zip(*found, strict=True)]


def quarter_octaves() -> list[tuple[mpf, mpf, mpf]]:
    """32 pieces: [0, 1/8), then four to an octave, with points in the middle."""
    ends = [mpf(0)]
    ends += [mpf(2) ** (i // 4 - 3) * (4 + i % 4) / 4 for i in range(32)]
    return [
        (low, high, (low + high) / 2 if low else low) for low, high in pairwise(ends)
    ]


def pieces_from_1(each: int, n: int) -> list[tuple[mpf, mpf, mpf]]:
    """N pieces, so many to an octave of x + 1, with points in the middle but 0."""
    ends = [mpf(2) ** (i // each) * (each + i % each) / each - 1 for i in range(n + 1)]
    return [(a, b, (a + b) / 2 if a else a) for a, b in pairwise(ends)]


def pieces_between(ends: str) -> list[tuple[mpf, mpf, mpf]]:
    """Pieces between these numbers, with points in the middle but for the first."""
    numbers = [mpf(end) for end in ends.split()]
    return [(a, b, (a + b) / 2 if a else a) for a, b in pairwise(numbers)]


def equal_pieces(width: str, n: int) -> list[tuple[mpf, mpf, mpf]]:
    """Pieces around the multiples of a width, the first around 0 cut off there."""
    w = mpf(width)
    return [
        (max(w * (i - mpf(0.5)), mpf(0)), w * (i + mpf(0.5)), w * i) for i in range(n)
    ]


def log_table(
    base: mpf, bits: int, places: int, tries: int, n: int = 16
) -> list[list[mpf]]:
    """C and -log c of NOTE [Logarithms by table], in multiples of 2^-places."""
    lines = [[mpf(1)], [mpf(0)]]
    for i in range(1, n - 1):
        low, high = ((n + i + j) / mpf(2 * n if i >= n // 2 else n) for j in (0, 1))
        near = mpmath.log((low + high) / 2) / mpmath.log(base)
        near, best = mpmath.nint(near * 2**places), (mpf(1), mpf(1), mpf(0))
        width = min(tries, int(mpf("0.004") / mpmath.log(base) * 2**places))
        for k in range(-width, width + 1):
            y = (near + k) / mpf(2) ** places
            c = base**-y
            best = min(best, (abs(rounded(c, bits) / c - 1), rounded(c, bits), y))
        lines[0].append(best[1])
        lines[1].append(best[2])
    return [[*lines[0], mpf(1)], [*lines[1], mpf(0)]]


def power_table() -> list[list[mpf]]:
    """C and -log c in two words, for 32 pieces of [1, 2), of NOTE [Powers].

    The product of c and a number less 1 has 24 bits; c is 1 beside 1, 1/2 below 2.
    """
    high = mpf(float.fromhex("0x1.62e4p-1"))
    low = rounded(LN2 - high, 24)
    lines = [[mpf(1)], [mpf(0)], [mpf(0)]]
    for i in range(1, 31):
        low_end, high_end = (32 + mpf(i)) / 32, (33 + mpf(i)) / 32 - mpf(2) ** -23
        best = (mpf(1), mpf(1))
        for places in range(3, 8):
            for c in (mpf(n) / 2**places for n in range(2**places // 2, 2**places)):
                size = max(abs(low_end * c - 1), abs(high_end * c - 1))
                if size <= mpf(2) ** (1 - places) and size < best[0]:
                    best = size, c
        log = -mpmath.log(best[1])
        near = mpmath.nint(log * 2**15) / 2**15
        for line, number in zip(lines, (best[1], near, log - near), strict=True):
            line.append(rounded(number, 24))
    for line, number in zip(lines, (mpf(1) / 2, high, low), strict=True):
        line.append(number)
    return lines


def chebyshev(target: Function, low: mpf, high: mpf) -> list[list[mpf]]:
    """Coefficients of Chebyshev's polynomials on [low, high], as far as they matter."""
    n = 64
    nodes = [mpmath.cos(mpmath.pi * (k + mpf(1) / 2) / n) for k in range(n)]
    values = [target((low + high) / 2 + (high - low) / 2 * t) for t in nodes]
    found = [
        2
        * mpmath.fsum(
            v * mpmath.cos(j * mpmath.acos(t))
            for v, t in zip(values, nodes, strict=True)
        )
        / n
        for j in range(n)
    ]
    found[0] /= 2
    last = max(j for j, c in enumerate(found) if abs(c) > mpf(10) ** -18)
    return [[rounded(c, 53) for c in found[: last + 1]]]


def bessel_near(order: int) -> Function:
    """Computes I_order(x) exp(-x) / x^order."""
    return lambda x: mpmath.besseli(order, x) * mpmath.exp(-x) / x**order


def bessel_far(order: int) -> Function:
    """Computes I_order(x) exp(-x) sqrt(x) in u = 4 / x."""
    return lambda u: mpmath.besseli(order, 4 / u) * mpmath.exp(-4 / u) * SQRT(4 / u)


def digamma_slope(t: mpf) -> mpf:
    """Computes digamma(x) / (x - root) in t = 2 x - 3."""
    root = mpmath.findroot(mpmath.digamma, mpf("1.46"))
    return mpmath.digamma((t + 3) / 2) / ((t + 3) / 2 - root)


# ---- what is fitted: the functions of the comments in math_*.h, by the formula's name.
# Near a removable singularity the series takes over.

LN2 = mpmath.log(2)
SQRT = mpmath.sqrt
TINY = mpf(10) ** -9


def one(x: mpf) -> mpf:
    """No weight: the polynomial's own error."""
    return mpf(1)


def exp_tail(r: mpf) -> mpf:
    """Computes (exp(r) - 1 - r) / r^2."""
    return (mpmath.expm1(r) - r) / r**2 if abs(r) > TINY else mpf(1) / 2 + r / 6


def exp2_slope(r: mpf) -> mpf:
    """Computes (2^r - 1) / r."""
    return (mpf(2) ** r - 1) / r if abs(r) > TINY else LN2 + r * LN2**2 / 2


def log_tail(f: mpf) -> mpf:
    """Computes (log(1 + f) - f + f^2 / 2) / f^3."""
    if abs(f) < TINY:
        return mpf(1) / 3 - f / 4
    return (mpmath.log1p(f) - f + f * f / 2) / f**3


def log2_slope(f: mpf) -> mpf:
    """Computes log2(1 + f) / f."""
    return mpmath.log1p(f) / f / LN2 if abs(f) > TINY else (1 - f / 2) / LN2


def atanh_tail(z: mpf) -> mpf:
    """Computes (2 atanh s - 2 s) / s^3 in z = s^2."""
    s = SQRT(z)
    return 2 * (mpmath.atanh(s) - s) / s**3 if z > TINY else mpf(2) / 3 + z * 2 / 5


def atanh_tail_2(z: mpf) -> mpf:
    """Computes (atanh s / s - 1 - z / 3) / z^2 in z = s^2."""
    s = SQRT(z)
    if z < TINY:
        return mpf(1) / 5 + z / 7
    return (mpmath.atanh(s) / s - 1 - z / 3) / z**2


def sin_tail(z: mpf) -> mpf:
    """Computes (sin r - r) / r^3 in z = r^2."""
    r = SQRT(z)
    return (mpmath.sin(r) - r) / r**3 if z > TINY else z / 120 - mpf(1) / 6


def tanh_tail(z: mpf) -> mpf:
    """Computes (tanh x - x) / x^3 in z = x^2."""
    x = SQRT(z)
    return (mpmath.tanh(x) - x) / x**3 if z > TINY else z * 2 / 15 - mpf(1) / 3


def odd_tail(whole: Function, third: mpf) -> Function:
    """The function (f(x) - x) / x^3 in z = x^2, third for z = 0."""

    def of_z(z: mpf) -> mpf:
        x = SQRT(z)
        return (whole(x) - x) / x**3 if z > TINY else third

    return of_z


def cos_tail(z: mpf) -> mpf:
    """Computes (cos r - 1 + z / 2) / z^2 in z = r^2."""
    r = SQRT(z)
    return (mpmath.cos(r) - 1 + z / 2) / z**2 if z > TINY else mpf(1) / 24 - z / 720


def log_tail_2(r: mpf) -> mpf:
    """Computes (log(1 + r) - r) / r^2."""
    return (mpmath.log1p(r) - r) / r**2 if abs(r) > TINY else r / 3 - mpf(1) / 2


def tail(t: mpf) -> mpf:
    """T of NOTE [Normal tail]."""
    return t * mpmath.exp(t * t / 2) * mpmath.erfc(t / SQRT(2)) / 2


def scaled_erfc(t: mpf) -> mpf:
    """Computes exp(t^2) erfc t."""
    return mpmath.exp(t * t) * mpmath.erfc(t)


def erf_slope(z: mpf) -> mpf:
    """Computes erf x / x in z = x^2."""
    x = SQRT(z)
    return mpmath.erf(x) / x if z > TINY else (1 - z / 3) * 2 / SQRT(mpmath.pi)


def normal_slope(z: mpf) -> mpf:
    """Computes (Phi(x) - 1/2) / x in z = x^2."""
    return erf_slope(z / 2) / SQRT(mpf(8))


def normal_tail(a: int) -> Function:
    """T of NOTE [Normal tail] in math_erf.h, by u."""

    def of_u(u: mpf) -> mpf:
        t = a * (1 + u) / (1 - u)
        return t * mpmath.exp(t * t / 2) * mpmath.erfc(t / SQRT(2)) / 2

    return of_u


def relative(term: Function, whole: Function) -> Function:
    """The weight of a factor of `term` in a function whose value is `whole`."""
    return lambda x: abs(term(x) / whole(x)) if x else TINY


def odd(whole: Function) -> Function:
    """The weight of p in x + x^3 p(x^2), relative to an odd function of x."""
    return lambda z: z * SQRT(z) / whole(SQRT(z)) + TINY if z else TINY


def mapped(t: str, a: int) -> mpf:
    """Computes u of NOTE [Normal tail] for t."""
    return (mpf(t) - a) / (mpf(t) + a)


F_LOW, F_HIGH = SQRT(mpf(1) / 2) - 1, SQRT(mpf(2)) - 1
ATANH_END = (F_HIGH / (F_HIGH + 2)) ** 2 * mpf("1.001")
FITS = {}
for _bits, _lane in (24, "f32"), (53, "f64"):
    _f32 = _bits == 24
    _half = LN2 / 2 * mpf("1.003" if _f32 else "1.0001")
    _pi = mpmath.pi / 2 * mpf("1.001" if _f32 else "1.0001")
    _a, _end = (3, "15") if _f32 else (5, "39.5")
    _tail = normal_tail(_a)
    FITS |= {
        f"{_lane}_exp_tail": Fit(
            exp_tail,
            relative(lambda r: r * r, mpmath.expm1),
            *(5 if _f32 else 10, -_half, _half, _bits),
        ),
        f"{_lane}_exp2": Fit(
            exp2_slope,
            relative(lambda r: r, lambda r: mpf(2) ** r),
            *(6 if _f32 else 11, mpf(-0.5), mpf(0.5), _bits),
        ),
        f"{_lane}_tan_sin": Fit(
            sin_tail, odd(mpmath.sin), *(3 if _f32 else 6, mpf(0), _pi**2 / 4, _bits)
        ),
        f"{_lane}_tan_cos": Fit(
            cos_tail,
            lambda z: z * z / mpmath.cos(SQRT(z)) + TINY,
            *(3 if _f32 else 6, mpf(0), _pi**2 / 4, _bits),
        ),
        f"{_lane}_log_table_poly": Fit(
            log_tail_2,
            relative(lambda r: r * r, mpmath.log1p),
            *(4 if _f32 else 9, mpf("-0.036"), mpf("0.0626"), _bits),
        ),
        f"{_lane}_sin": Fit(
            sin_tail, odd(mpmath.sin), *(4 if _f32 else 8, mpf(0), _pi**2, _bits)
        ),
        f"{_lane}_tanh": Fit(
            tanh_tail,
            odd(mpmath.tanh),
            *(5 if _f32 else 10, mpf(0), mpf("0.551") ** 2, _bits),
        ),
        f"{_lane}_erf": Fit(
            lambda z: erf_slope(z) - 1,
            lambda z: 1 / erf_slope(z),
            *(7 if _f32 else 13, mpf(0), mpf(1), _bits),
        ),
        f"{_lane}_normal": Fit(
            normal_slope,
            lambda z: 1 / normal_slope(z),
            *(6 if _f32 else 11, mpf(0), mpf(1), _bits),
        ),
        f"{_lane}_normal_tail": Fit(
            _tail,
            lambda u, tail=_tail: 1 / tail(u),
            *(9 if _f32 else 21, mapped("0.99", _a), mapped(_end, _a), _bits),
        ),
    }
FITS |= {
    "f32_log_8_poly": Fit(
        log_tail_2,
        relative(lambda r: r * r, mpmath.log1p),
        *(5, mpf("-0.0627"), mpf("0.1252"), 24),
    ),
    "f32_log": Fit(
        log_tail, relative(lambda f: f**3, mpmath.log1p), 9, F_LOW, F_HIGH, 24
    ),
    "f32_log2": Fit(
        lambda f: log2_slope(f) - 1, lambda f: 1 / log2_slope(f), 10, F_LOW, F_HIGH, 24
    ),
    "f32_atan2": Fit(
        odd_tail(mpmath.atan, mpf(-1) / 3), odd(mpmath.atan), 9, mpf(0), mpf(1), 24
    ),
    "f32_pow_log2": Fit(log2_slope, lambda f: 1 / log2_slope(f), 13, F_LOW, F_HIGH, 53),
    "f32_pow_exp2": Fit(
        lambda r: mpf(2) ** r, lambda r: mpf(2) ** -r, 8, mpf(-0.5), mpf(0.5), 53
    ),
    "f64_digamma": Fit(
        digamma_slope, lambda t: 1 / digamma_slope(t), 22, mpf(-1), mpf(1), 53
    ),
    "f64_inverse_gamma": Fit(
        lambda t: mpmath.rgamma((t + 3) / 2), one, 16, mpf(-1), mpf(1), 53
    ),
    "f64_log": Fit(
        atanh_tail, odd(lambda s: 2 * mpmath.atanh(s)), 7, mpf(0), ATANH_END, 53
    ),
    "f32_pow_log": Fit(
        log_tail,
        relative(lambda f: f**3, mpmath.log1p),
        *(4, mpf("-0.0206"), mpf("0.03126"), 24),
    ),
    "f64_pow_log": Fit(
        atanh_tail_2, lambda z: z * z + TINY**2, 8, mpf(0), ATANH_END, 53
    ),
}
for _name, _whole, _third, _high, _terms in (
    ("atan", mpmath.atan, mpf(-1) / 3, F_HIGH**2 * mpf("1.0001"), (5, 12)),
    ("asin", mpmath.asin, mpf(1) / 6, mpf("0.25"), (5, 13)),
    ("asinh", mpmath.asinh, mpf(-1) / 6, mpf("0.25"), (5, 13)),
    ("atanh", mpmath.atanh, mpf(1) / 3, mpf("0.25"), (6, 14)),
):
    for _lane, _bits, _n in ("f32", 24, _terms[0]), ("f64", 53, _terms[1]):
        FITS[f"{_lane}_{_name}"] = Fit(
            odd_tail(_whole, _third), odd(_whole), _n, mpf(0), _high, _bits
        )
for _name, _terms, _high, _bits in (
    ("f32_exp_poly", 5, LN2 / 2 * mpf("1.003"), 24),
    ("f32_gelu_exp", 4, LN2 / 2 * mpf("1.003"), 24),  # times (-1/2)^k in the code
    ("f32_erfc_exp", 5, LN2 / 2 * mpf("1.003"), 24),  # times (-1)^k
    ("f64_exp_table_poly", 5, LN2 / 32 * mpf("1.0001"), 53),
):
    FITS[_name] = Fit(
        exp_tail, relative(lambda r: r * r, mpmath.exp), _terms, -_high, _high, _bits
    )
TABLES: dict[str, Callable[[], list[list[mpf]]]] = {
    "f32_tanh_pieces": Pieces(
        mpmath.tanh, quarter_octaves(), 6, 24, mpf("9.1"), shift=15
    ).table,
    "f32_erf_pieces": Pieces(
        mpmath.erf, equal_pieces("0.1279296875", 32), 6, 24, mpf(4), less_x=1
    ).table,
    "f32_tail_pieces": Pieces(tail, quarter_octaves(), 6, 24, mpf(16), shift=15).table,
    "f32_erfcx_pieces": Pieces(
        scaled_erfc, pieces_from_1(8, 32), 6, 24, mpf("10.2"), shift=24
    ).table,
    "f32_erfcx_8_pieces": Pieces(
        scaled_erfc, pieces_from_1(2, 8), 9, 24, mpf("10.2"), less_x=-1, shift=6
    ).table,
    "f64_erf_pieces": Pieces(
        mpmath.erf, equal_pieces("0.390625", 16), 13, 53, mpf("6.05")
    ).table,
    "f32_log_8_table": partial(log_table, mpmath.e, 24, 15, 3000, 8),
    "f32_tanh_8_pieces": Pieces(
        mpmath.tanh,
        pieces_between("0 .75 1 1.5 2 3 4 6 9.1"),
        9,
        24,
        mpf("9.1"),
        shift=4,
    ).table,
    "f32_erf_8_pieces": Pieces(
        mpmath.erf, equal_pieces("0.53125", 8), 7, 24, mpf(5), less_x=1
    ).table,
    "f32_tail_8_pieces": Pieces(
        tail, pieces_from_1(2, 8), 8, 24, mpf(16), shift=6
    ).table,
    "f32_pow_table": power_table,
    "f64_exp_powers": lambda: [
        [rounded(mpf(2) ** (j / mpf(16)), 53) for j in range(16)]
    ],
}
for _order in 0, 1:
    TABLES |= {
        f"f64_i{_order}e_near": partial(chebyshev, bessel_near(_order), mpf(0), mpf(4)),
        f"f64_i{_order}e_far": partial(chebyshev, bessel_far(_order), mpf(0), mpf(1)),
    }
for _name, _base in ("log", mpmath.e), ("log2", mpf(2)), ("log10", mpf(10)):
    TABLES[f"f32_{_name}_table"] = partial(log_table, _base, 24, 15, 3000)
    TABLES[f"f64_{_name}_table"] = partial(log_table, _base, 53, 40, 20000)


def print_table(name: str) -> None:
    """The lines of a table, in braces where there are several."""
    print(f"{name}:")
    for line in TABLES[name]():
        print("    {" + ", ".join(float(c).hex() for c in line) + "},")


def main(names: list[str]) -> None:
    """Prints the fits of these names."""
    known = [*FITS, *TABLES]
    if unknown := set(names) - set(known):
        sys.exit(f"no fit called {sorted(unknown)}; there are {sorted(known)}")
    for name in names or known:
        if name in TABLES:
            print_table(name)
            continue
        fit = FITS[name]
        coefficients, ideal, error = fit.solve()
        logs = [mpmath.nstr(mpmath.log(e, 2), 4) for e in (ideal, error)]
        print(f"{name}: error 2^{logs[0]}, with rounded coefficients 2^{logs[1]}")
        for c in coefficients:
            print(f"    {float(c).hex()},")


if __name__ == "__main__":
    main(sys.argv[1:])
