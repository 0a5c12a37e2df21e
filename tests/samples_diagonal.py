"""Samples of triangles and diagonals, and of copies with a part replaced."""

from __future__ import annotations

from typing import Any

import numpy as np
from samples import SAMPLES, Sample, real, whole
from samples_shape import changed


def embedded(x: np.ndarray, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Any:
    """Matrices of zeros, one element of x after the other set on their diagonal."""
    side = x.shape[-1] + abs(offset)
    y = np.zeros((*x.shape[:-1], side, side), x.dtype)
    for i in range(x.shape[-1]):
        y[..., i + max(-offset, 0), i + max(offset, 0)] = x[..., i]
    return np.moveaxis(y, (-2, -1), (dim1, dim2))


def with_diagonal(x: np.ndarray, v: np.ndarray, offset: int = 0, *dims: int) -> Any:
    """A copy of x with v as its diagonals over two dims."""
    y = np.moveaxis(x.copy(), dims or (0, 1), (-2, -1))
    for i in range(v.shape[-1]):
        y[..., i + max(-offset, 0), i + max(offset, 0)] = v[..., i]
    return np.moveaxis(y, (-2, -1), dims or (0, 1))


def with_slice(x: np.ndarray, v: np.ndarray, dim: int, *ends: Any) -> np.ndarray:
    return changed(x, (slice(None),) * dim + (slice(*ends),), v)


SAMPLES |= {
    "tril": [
        Sample([real(3, 4)], np.tril),
        Sample([real(4, 3), 1], np.tril),
        Sample([real(2, 3, 3), -1], np.tril),
        Sample([real(3, 4), -9], np.tril),
        Sample([real(3, 4), 2**62], lambda x, k: np.tril(x, 9)),
        Sample([real(0, 4)], np.tril),
    ],
    "triu": [
        Sample([real(3, 4)], np.triu),
        Sample([real(4, 3), 1], np.triu),
        Sample([real(2, 3, 3), -1], np.triu),
        Sample([real(3, 4), 9], np.triu),
        Sample([real(3, 4), -(2**62)], lambda x, k: np.triu(x, -9)),
        Sample([real(3, 0)], np.triu),
    ],
    "diag_embed": [
        Sample([real(3)], embedded),
        Sample([real(2, 3), 1], embedded),
        Sample([real(2, 3), -2, 0, 2], embedded),
        Sample([real(2, 3), 1, -1, 0], embedded),
    ],
    "diag": [
        Sample([real(3)], np.diag),
        Sample([real(3), -2], np.diag),
        Sample([real(3, 4), 1], np.diag),
    ],
    "diagflat": [Sample([real(2, 2)], np.diagflat), Sample([real(3), 1], np.diagflat)],
    "trace": [Sample([real(3, 4)], np.trace), Sample([whole(4, 3)], np.trace)],
    "rot90": [
        Sample([real(2, 3)], np.rot90),
        Sample([real(2, 3), 2], np.rot90),
        Sample([real(2, 3), -1], np.rot90),
        Sample([real(2, 3, 4), 1, [1, -1]], np.rot90),
        Sample([real(2, 3, 4), 4, [2, 0]], np.rot90),
    ],
    "fliplr": [Sample([real(2, 3)], np.fliplr)],
    "flipud": [Sample([real(2, 3)], np.flipud)],
    "diagonal_scatter": [
        Sample([real(3, 4), real(3)], with_diagonal),
        Sample([real(2, 3, 4), real(2, 2), -1, 1, 2], with_diagonal),
    ],
    "select_scatter": [
        Sample([real(3, 4), real(3), 1, -1], lambda x, v, d, i: changed(x, (..., i), v))
    ],
    "slice_scatter": [
        Sample([real(3, 4), real(3, 2), 1, 1, 3], with_slice),
        Sample([real(5, 2), real(2, 2), 0, None, -1, 2], with_slice),
        Sample([real(5, 2), real(0, 2), 0, 9, 2], with_slice),
    ],
    "as_strided_scatter": [
        Sample(
            [real(3, 4), real(2, 2), [2, 2], [4, 1], 1],
            lambda x, v, *_: changed(x, np.s_[:2, 1:3], v),
            scattered=False,
        ),
    ],
}
