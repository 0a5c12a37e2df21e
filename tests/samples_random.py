"""Samples of what is drawn by tensors of parameters, and of its gradients.

Parameters are such that only one number can be drawn, or only the shape is compared;
tests/test_random.py looks at the values.
"""

from __future__ import annotations

import numpy as np
from samples import SAMPLES, Sample, real
from samples_create import shaped


def taken(*arrays):
    """A reference: the first, broadcast with the others."""
    return np.broadcast_arrays(*arrays)[0]


def drawn(arguments: list, *shape: int) -> Sample:
    """A sample of which only the shape is compared, and no gradient."""
    return Sample(arguments, shaped(*shape), values=False, differentiable=False)


def fixed(arguments: list, reference) -> Sample:
    """A sample of which only one number can be drawn."""
    return Sample(arguments, reference, differentiable=False)


def positive(*shape: int):
    """Values that may be concentrations."""
    return real(*shape, low=0.5, high=2)


ZEROS = np.zeros(3)
TOTALS = np.array([20.0, 40.0])

SAMPLES |= {
    "normal_mean": [fixed([real(2, 3), 0.0], lambda x, std: x)],
    "normal_std": [fixed([2.0, ZEROS], lambda x, std: std + x)],
    "normal_both": [fixed([real(2, 3), ZEROS], lambda x, std: x + 0 * std)],
    "bernoulli": [fixed([np.array([0.0, 1.0, 1.0])], taken)],
    "bernoulli_p": [fixed([real(2, 3), 1.0], lambda x, p: x * 0 + 1)],
    "poisson": [fixed([ZEROS], taken)],
    "binomial": [fixed([np.array([[4.0], [7.0]]), np.array([0.0, 1.0])], np.multiply)],
    "multinomial": [
        fixed([np.array([0.0, 2.0, 0.0]), 1], lambda x, k: np.ones(1, int)),
        fixed([np.eye(3), 2, True], lambda x, *_: np.indices((3, 2))[0]),
    ],
    "standard_gamma": [drawn([positive(2, 3)], 2, 3)],
    "sample_dirichlet": [fixed([positive(3, 1)], lambda x: x * 0 + 1)],
    "standard_gamma_grad": [drawn([positive(2, 3), positive(3)], 2, 3)],
    "dirichlet_grad": [
        drawn([np.array([0.2, 0.7]), positive(2, 2), TOTALS], 2, 2),
    ],
}
