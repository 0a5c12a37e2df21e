"""Samples of the rows that autograd runs, and of complex parts."""

from __future__ import annotations

import numpy as np
from samples import SAMPLES, Sample, imaginary, real

import ctensor as ct

DTYPES = [ct.bool, ct.uint8, ct.int8, ct.uint16, ct.int16, ct.uint32, ct.int32]
DTYPES += [ct.uint64, ct.int64, ct.float16, ct.bfloat16, ct.float32, ct.float64]
DTYPES += [ct.complex64, ct.complex128]  # in the core's order


def geometry(dtype: ct.dtype) -> list[int]:
    """Where x[1:, ::2] lies in an x of shape (3, 4): see csrc/ops/strided.h."""
    s = dtype.itemsize
    base, view = [2, 3, 4, 4 * s, s], [2, 2, 2, 4 * s, 2 * s]
    number = DTYPES.index(dtype)
    return [*base, *view, 4 * s, number, number]


def windows(dtype: ct.dtype) -> list[int]:
    """Where the windows of 2 of an x of shape (4,) lie, which share elements."""
    s, number = dtype.itemsize, DTYPES.index(dtype)
    return [1, 4, s, 2, 3, 2, s, s, 0, number, number]


def add_windows(view: np.ndarray, _: list[int]) -> np.ndarray:
    """Zeros with all windows added in their places."""
    result = np.zeros(4, view.dtype)
    np.add.at(result, np.add.outer(np.arange(3), np.arange(2)), view)
    return result


def put(view: np.ndarray, _: list[int]) -> np.ndarray:
    """Zeros with the view in its place."""
    return cover(np.zeros((3, 4), view.dtype), view, _)


def cover(base: np.ndarray, view: np.ndarray, _: list[int]) -> np.ndarray:
    """The base with the view in its place."""
    result = base.copy()
    result[1:, ::2] = view
    return result


SAMPLES |= {
    "real": [Sample([imaginary(3, 4)], np.real), Sample([real(3)], np.real)],
    "imag": [Sample([imaginary(3, 4)], np.imag)],
    "view_as_real": [
        Sample(
            [imaginary(3, 4)], lambda z: np.stack([z.real, z.imag], -1), scattered=False
        )
    ],
    "view_as_complex": [
        Sample([real(3, 4, 2)], lambda x: x[..., 0] + 1j * x[..., 1], scattered=False)
    ],
    "strided_get": [Sample([real(3, 4), geometry], lambda x, _: x[1:, ::2])],
    "strided_put": [
        Sample([real(2, 2), geometry], put),
        Sample([real(3, 2), windows], add_windows),
    ],
    "strided_cover": [Sample([real(3, 4), real(2, 2), geometry], cover)],
}
