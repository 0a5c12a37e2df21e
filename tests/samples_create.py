"""Samples of new tensors. What is drawn or uninitialised has only its shape compared;
tests/test_random.py looks at the values.
"""

from __future__ import annotations

import numpy as np
from samples import SAMPLES, Sample, real


def shaped(*shape: int):
    """A reference for results whose values are not known."""
    return lambda *args, **keywords: np.zeros(shape)


def some(arguments: list, *shape: int) -> Sample:
    """A sample of which only the shape is compared."""
    return Sample(arguments, shaped(*shape), values=False)


def triangle(places):
    """A reference of np.tril_indices or np.triu_indices."""
    return lambda row, col, offset=0: np.stack(places(row, offset, col))


def nearly(number):
    """A reference for numbers that are drawn around one, closer than can be told."""
    return lambda x, *_: np.full(x.shape, number)


SAMPLES |= {
    "scalar_tensor": [Sample([2.5], np.array)],
    "tril_indices": [
        Sample([3, 4], triangle(np.tril_indices)),
        Sample([4, 2, -1], triangle(np.tril_indices)),
    ],
    "triu_indices": [
        Sample([3, 4], triangle(np.triu_indices)),
        Sample([4, 2, -1], triangle(np.triu_indices)),
    ],
    "normal": [Sample([2.0, 0.0, (2, 3)], lambda mean, std, n: np.full(n, mean))],
    "log_normal_": [some([real(2, 3)], 2, 3)],
    "exponential_": [some([real(2, 3)], 2, 3)],
    "cauchy_": [some([real(2, 3)], 2, 3)],
    "geometric_": [Sample([real(2, 3), 1 - 2**-53], nearly(1))],
    "random_": [some([real(2, 3)], 2, 3)],
    "random_to": [Sample([real(2, 3), 1], nearly(0))],
    "random_from": [Sample([real(2, 3), 4, 5], nearly(4))],
    "zeros": [Sample([2, 3], lambda *n: np.zeros(n)), Sample([(2, 0)], np.zeros)],
    "ones": [Sample([2, 3], lambda *n: np.ones(n)), Sample([()], np.ones)],
    "empty": [some([2, 3], 2, 3)],
    "full": [Sample([(2, 3), 2.5], np.full), Sample([(2,), True], np.full)],
    "zeros_like": [Sample([real(2, 3)], np.zeros_like)],
    "ones_like": [Sample([real(2, 3)], np.ones_like)],
    "empty_like": [some([real(2, 3)], 2, 3)],
    "full_like": [Sample([real(2, 3), 4], np.full_like)],
    "eye": [Sample([3], np.eye), Sample([3, 5], np.eye), Sample([4, 2], np.eye)],
    "arange_to": [Sample([5], np.arange), Sample([2.5], np.arange)],
    "arange": [
        Sample([1, 4], np.arange),
        Sample([7, 0, -2], np.arange),
        Sample([0.5, 2, 0.25], np.arange),
    ],
    "linspace": [
        Sample([0, 1, 5], np.linspace),
        Sample([3, -1, 9], np.linspace),
        Sample([1, 2, 1], np.linspace),
    ],
    "rand": [some([2, 3], 2, 3)],
    "randn": [some([2, 3], 2, 3)],
    "rand_like": [some([real(2, 3)], 2, 3)],
    "randn_like": [some([real(2, 3)], 2, 3)],
    "randint_to": [Sample([1, (2, 3)], lambda high, size: np.zeros(size, int))],
    "randint": [Sample([4, 5, (2, 3)], lambda low, high, size: np.full(size, 4))],
    "randperm": [Sample([1], np.arange)],
    "uniform_": [
        Sample(
            [real(3), 2.0, 2.0],
            lambda x, *_: np.full(3, 2 + 2j if np.iscomplexobj(x) else 2),
        )
    ],
    "normal_": [Sample([real(3), 2.0, 0.0], lambda x, mean, std: x * 0 + 2)],
    "bernoulli_each": [
        Sample(
            [real(2, 3), np.array([0.0, 1.0, 1.0])],
            lambda x, p: np.broadcast_to(p, x.shape),
        )
    ],
    "bernoulli_": [Sample([real(3), 1.0], lambda x, p: x * 0 + 1)],
}
