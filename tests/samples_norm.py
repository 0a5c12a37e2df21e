"""Samples of norms."""

from __future__ import annotations

from typing import Any

import numpy as np
from samples import SAMPLES, Sample, imaginary, real

INF = float("inf")


def norm(x: np.ndarray, p: Any = 2, dim: Any = None, keepdim: bool = False) -> Any:
    """NumPy's vector_norm, which takes "fro" for 2 here."""
    p = 2 if p in ("fro", None) else p
    dim = tuple(dim) if isinstance(dim, list) else dim
    return np.linalg.vector_norm(np.asarray(x), ord=p, axis=dim, keepdims=keepdim)


def distances(a, b, p=2.0):
    """p-norms of the differences of each of a and each of b."""
    return norm(a[..., :, None, :] - b[..., None, :, :], p, -1)


SAMPLES |= {
    "root_squares": [
        Sample([real(3, 4), None, False], lambda x, d, k: norm(x)),
        Sample([real(3, 4, 2), [0, -1], True], lambda x, d, k: norm(x, 2, d, k)),
    ],
    "vector_norm": [
        Sample([real(3, 4)], norm),
        Sample([real(3, 4), 1.0, [1]], norm),
        Sample([real(3, 4), 3.5, [0], True], norm),
        Sample([real(2, 3, 4, low=0.5), -2.0, [0, 2]], norm),
        Sample([real(3, 4), INF, [1]], norm),
        Sample([real(3, 4), -INF], norm),
        Sample([real(3, 4), 0.0, [1]], norm, differentiable=False),
        Sample([imaginary(3, 4), 2.0, [1]], norm),
        Sample([imaginary(3, 4), 3.0], norm),
    ],
    "norm": [
        Sample([real(3, 4), None], norm),
        Sample([real(3, 4), 1, 1], norm),
        Sample([real(3, 4), 0.5, [0], True], norm),
    ],
    "norm_named": [
        Sample([real(3, 4), "fro", [0, 1]], norm),
        Sample([real(3, 4), "nuc"], lambda x, p: np.linalg.norm(x, p)),
        Sample(
            [real(3, 2, 4), "nuc", [-1, 0], True],
            lambda x, p, d, k: np.linalg.norm(x, p, tuple(d), k),
        ),
    ],
    "dist": [
        Sample([real(3, 4), real(4)], lambda a, b: norm(a - b)),
        Sample([real(3, 4), real(4), INF], lambda a, b, p: norm(a - b, p)),
    ],
    "distances": [
        Sample([real(1, 2, 3), real(1, 4, 3), 2.0], distances),
        Sample([real(1, 2, 3), real(1, 2, 3), 3.0], distances),
        Sample([real(1, 2, 3), real(1, 2, 3), 1.0], distances),
        Sample([real(1, 2, 3), real(1, 2, 3), INF], distances),
    ],
    "cdist": [Sample([real(2, 1, 2, 3), real(3, 2, 3)], distances)],
}
