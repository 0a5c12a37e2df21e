"""Samples of what is made of special functions: angles, powers, neighbours."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from samples import SAMPLES, Sample, imaginary, real
from special_references import digamma, lgamma, zeta


def polygamma(n: int, x: Any) -> Any:
    """The n-th derivative of digamma."""
    if n == 0:
        return digamma(x)
    return (-1) ** (n + 1) * math.factorial(n) * zeta(n + 1, x)


def mvlgamma(x: Any, p: int) -> Any:
    """The logarithm of the gamma function of p dims."""
    rest = p * (p - 1) / 4 * np.log(np.longdouble("3.14159265358979323846264338328"))
    return rest + sum(lgamma(x - k / 2) for k in range(p))


def float_power(a: Any, b: Any) -> Any:
    """a**b in float64 at least."""
    return np.power(np.asarray(a) * 1.0, b)


def prelu(x: Any, weight: Any) -> Any:
    """A weight for each channel."""
    shape = (-1, *[1] * (x.ndim - 2))
    weight = weight if weight.size == 1 else weight.reshape(shape)
    return np.where(x > 0, x, weight * x)


SAMPLES |= {
    "polygamma": [
        Sample([0, real(5, low=0.5, high=4)], polygamma, roundings=2),
        Sample([1, real(3, low=0.5, high=4)], polygamma, roundings=2),
        Sample([2, real(3, low=0.5, high=4)], polygamma, roundings=2),
    ],
    "mvlgamma": [
        Sample([real(3, low=1.5, high=4), 3], mvlgamma, roundings=2),
    ],
    "angle": [
        Sample([real(5)], lambda x: np.angle(x * 1.0)),
        Sample([imaginary(5)], np.angle),
    ],
    "positive": [Sample([real(3)], np.positive)],
    "float_power": [
        Sample([real(3, low=0.5), real(3)], float_power),
        Sample([real(3), 2], float_power),
    ],
    "nextafter": [  # its values are test_special's
        Sample([real(3), real(3)], lambda a, b: a, values=False, differentiable=False),
    ],
    "prelu": [
        Sample([real(2, 3, 2), real(3)], prelu),
        Sample([real(4), real(1)], prelu),
    ],
    "rsub": [
        Sample([real(3), real(3)], lambda a, b: b - a),
        Sample([real(3), 2], lambda a, b, alpha: b - alpha * a, keywords={"alpha": 3}),
    ],
}
