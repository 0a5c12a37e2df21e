"""Samples of the rows that move elements: views, indexing and joining."""

from __future__ import annotations

from typing import Any

import numpy as np
from samples import SAMPLES, Sample, real

import ctensor as ct

ROWS = np.array([2, 0, 2])
ELEMENTS = np.array([[0, 2, 1, 2], [2, 2, 0, 0]])
MASK = np.array([[0, 1, 1, 0], [1, 0, 0, 1], [0, 1, 0, 1]], bool)


def changed(x: np.ndarray, key: Any, value: Any) -> np.ndarray:
    """A copy of x with x[key] = value."""
    x = x.copy()
    x[key] = value
    return x


def added(x: np.ndarray, key: Any, value: Any) -> np.ndarray:
    """A copy of x with value added at each place of key, however often it comes."""
    x = x.copy()
    np.add.at(x, key, value)
    return x


def combined(x: np.ndarray, key: Any, value: Any, reduce: str) -> np.ndarray:
    """A copy of x with value added to, or multiplied with, each place of key."""
    x = x.copy()
    {"add": np.add, "multiply": np.multiply}[reduce].at(x, key, value)
    return x


def packed(x: np.ndarray, mask: np.ndarray, size: int) -> np.ndarray:
    """The elements where mask is set, and zeros up to the size."""
    some = x[np.broadcast_to(mask, x.shape)]
    return np.concatenate([some, np.zeros(size - len(some), x.dtype)])


def along(x: np.ndarray, dim: int, index: np.ndarray) -> tuple:
    """The key of the places that index names along dim."""
    grid = list(np.indices(index.shape))
    grid[dim] = index
    return tuple(grid)


def slices(dim: int, index: np.ndarray) -> tuple:
    """The key of whole slices along dim."""
    return (slice(None),) * dim + (index,)


def same(x: np.ndarray, *_: Any) -> np.ndarray:
    return x


def reshaped(*shape: int) -> Any:
    return lambda x, *_: x.reshape(shape)


def windows(x: np.ndarray, dim: int, size: int, step: int) -> np.ndarray:
    view = np.lib.stride_tricks.sliding_window_view(x, size, dim)
    return view[(slice(None),) * dim + (slice(None, None, step),)]


def cut(x: np.ndarray, where: Any, dim: int = 0) -> tuple:
    return tuple(np.array_split(x, where, dim))


SAMPLES |= {
    # order of dims
    "transpose": [Sample([real(2, 3, 4), 0, -1], np.swapaxes)],
    "t": [Sample([real(3, 4)], np.transpose), Sample([real(3)], same)],
    "permute": [Sample([real(2, 3, 4), (2, 0, -2)], np.transpose)],
    "numpy_T": [Sample([real(2, 3, 4)], np.transpose)],
    "matrix_T": [Sample([real(2, 3, 4)], lambda x: x.swapaxes(-1, -2))],
    "movedim": [Sample([real(2, 3, 4), (0, 1), (-1, 0)], np.moveaxis)],
    # shapes; `view` takes no scattered input, its own test is in test_views.py
    "view": [Sample([real(3, 1), (3, 1, 1)], reshaped(3, 1, 1))],
    "view_dtype": [
        Sample(
            [np.arange(6, dtype=np.int32), ct.float32],
            lambda x, _: x.view(np.float32),
            differentiable=False,
        )
    ],
    "view_as": [Sample([real(1, 3, 1), real(3)], lambda x, y: x.reshape(y.shape))],
    "reshape": [
        Sample([real(3, 4), (2, -1)], reshaped(2, 6)),
        Sample([real(3, 4), (12,)], reshaped(12)),
    ],
    "reshape_as": [Sample([real(3, 4), real(6, 2)], lambda x, y: x.reshape(y.shape))],
    "flatten": [Sample([real(2, 3, 4), 1, 2], reshaped(2, 12))],
    "ravel": [Sample([real(2, 3)], np.ravel)],
    "unflatten": [Sample([real(2, 6), 1, (3, -1)], reshaped(2, 3, 2))],
    "squeeze": [
        Sample([real(1, 3, 1)], np.squeeze),
        Sample([real(1, 3, 1), 0], np.squeeze),
        Sample([real(1, 3, 1), (1, 2)], reshaped(1, 3)),
    ],
    "unsqueeze": [Sample([real(2, 3), -2], np.expand_dims)],
    "expand": [Sample([real(3, 1), (2, -1, 4)], lambda x, _: np.tile(x, (2, 1, 4)))],
    "broadcast_to": [Sample([real(3, 1), (2, 3, 4)], np.broadcast_to)],
    "expand_as": [
        Sample([real(3, 1), real(3, 4)], lambda x, y: np.broadcast_to(x, y.shape))
    ],
    # parts
    "select": [Sample([real(3, 4), 1, -1], lambda x, dim, i: x.take(i, dim))],
    "narrow": [Sample([real(3, 4), 1, 1, 2], lambda x, dim, a, n: x[:, a : a + n])],
    "slice": [Sample([real(3, 5), 1, 4, 3, -2], lambda x, *_: x[:, ::-2])],
    "basic_index": [
        Sample(
            [real(3, 5), [-1, 2, 0, -2, 0, 0, 2, 1, 3]], lambda x, _: x[2, None, 1::3]
        )
    ],
    "diagonal": [
        Sample([real(3, 4), 1], np.diagonal),
        Sample([real(3, 2, 4), -1, 2, 0], np.diagonal),
    ],
    "unfold": [Sample([real(2, 7), 1, 3, 2], windows)],
    "as_strided": [
        Sample([real(1), (3, 2), (0, 0)], lambda x, *_: np.full((3, 2), x[0]))
    ],
    # lists of parts
    "split": [Sample([real(5, 2), 2], lambda x, n: cut(x, [2, 4]))],
    "split_sections": [Sample([real(2, 5), [2, 3], 1], lambda x, n, d: cut(x, [2], d))],
    "chunk": [Sample([real(5, 2), 3], lambda x, n: cut(x, [2, 4]))],
    "tensor_split": [Sample([real(5, 2), 3], cut)],
    "tensor_split_at": [Sample([real(2, 5), [3, 1], 1], cut)],
    "unbind": [Sample([real(3, 2), 1], lambda x, dim: tuple(np.moveaxis(x, dim, 0)))],
    # copies
    "contiguous": [Sample([real(3, 4)], same)],
    "clone": [Sample([real(3, 4)], same)],
    "to_dtype": [
        Sample([real(3, 4), ct.float64], lambda x, _: x.real.astype(np.float64)),
        Sample([real(3, 4), ct.int16], lambda x, _: x.real.astype(np.int16)),
        Sample([real(3, 4), ct.complex128], lambda x, _: x.astype(np.complex128)),
        Sample([real(3, 4), ct.bfloat16], lambda x, _: x.real, differentiable=False),
    ],
    "fill_": [Sample([real(3, 4), real()], lambda x, v: np.full_like(x, v))],
    "zero_": [Sample([real(3, 4)], np.zeros_like)],
    "copy_": [Sample([real(3, 4), real(4)], lambda x, y: np.broadcast_to(y, x.shape))],
    "flip": [Sample([real(2, 3, 4), (0, -1)], np.flip)],
    "reversed": [Sample([real(3, 4)], np.flipud)],
    "roll": [
        Sample([real(3, 4), 5], np.roll),
        Sample([real(3, 4), (1, -1), (0, 1)], np.roll),
    ],
    "repeat": [Sample([real(2, 3), (2, 1, 3)], np.tile)],
    "tile": [Sample([real(2, 1, 3), (2, 2)], np.tile)],
    # one dim
    "gather": [
        Sample([real(3, 4), 0, ELEMENTS], lambda x, d, i: x[along(x, d, i)]),
        Sample([real(3, 4), 1, ELEMENTS], lambda x, d, i: x[along(x, d, i)]),
    ],
    "scatter": [
        Sample(
            [real(3, 4), 1, np.array([[3, 0], [1, 2]]), real(2, 3)],
            lambda x, d, i, y: changed(x, along(x, d, i), y[:, :2]),
        )
    ],
    "scatter_value": [
        Sample(
            [real(3, 4), 0, ELEMENTS, 2.5],
            lambda x, d, i, v: changed(x, along(x, d, i), v),
        )
    ],
    "scatter_reduced": [
        Sample(
            [real(3, 4), 0, ELEMENTS, real(3, 4)],
            lambda x, d, i, y, reduce: combined(x, along(x, d, i), y[:2], reduce),
            keywords={"reduce": reduce},
        )
        for reduce in ("add", "multiply")
    ],
    "scatter_value_reduced": [
        Sample(
            [real(3, 4), 0, ELEMENTS, 2.5],
            lambda x, d, i, v, reduce: combined(x, along(x, d, i), v, reduce),
            keywords={"reduce": reduce},
        )
        for reduce in ("add", "multiply")
    ],
    "scatter_add": [
        Sample(
            [real(3, 4), 0, ELEMENTS, real(3, 4)],
            lambda x, d, i, y: added(x, along(x, d, i), y[:2]),
        )
    ],
    "take_along_dim": [
        Sample([real(3, 4), ELEMENTS - 3, 0], np.take_along_axis),
        Sample([real(3, 4), np.array([[11, -12]])], lambda x, i: x.ravel()[i[0]]),
    ],
    "index_select": [Sample([real(3, 4), 0, ROWS], lambda x, d, i: x.take(i, d))],
    "index_add": [
        Sample(
            [real(4, 3), 1, ROWS, real(4, 3)],
            lambda x, d, i, y, alpha: added(x, slices(d, i), alpha * y),
            keywords={"alpha": 2.5},
        )
    ],
    "index_copy": [
        Sample(
            [real(3, 4), 0, np.array([2, 0]), real(2, 4)],
            lambda x, d, i, y: changed(x, slices(d, i), y),
        )
    ],
    "index_fill": [
        Sample(
            [real(4, 3), 1, ROWS - 3, real()],
            lambda x, d, i, v: changed(x, slices(d, i), v),
        )
    ],
    # masks
    "masked_fill": [
        Sample([real(3, 4), MASK, real()], lambda x, m, v: np.where(m, v, x)),
        Sample([real(4), MASK, 3.0], lambda x, m, v: np.where(m, v, x)),
    ],
    "masked_select": [
        Sample([real(3, 4), MASK], lambda x, m: x[m]),
        Sample(
            [real(3, 1), MASK[0]], lambda x, m: np.broadcast_to(x, (3, 4))[:, m].ravel()
        ),
    ],
    "masked_scatter": [
        Sample(
            [real(3, 4), MASK, real(4, 4)],
            lambda x, m, y: changed(x, m, y.ravel()[: m.sum()]),
        )
    ],
    "masked_pack": [
        Sample([real(3, 4), MASK, 9], packed),
        Sample([real(3, 4), MASK[0], 12], packed),
        Sample([real(3, 4), MASK, int(MASK.sum())], packed),
    ],
    "nonzero": [Sample([MASK], np.argwhere), Sample([real(0, 3)], np.argwhere)],
    "nonzero_tuple": [
        Sample(
            [MASK],
            lambda x, as_tuple: np.nonzero(x),
            keywords={"as_tuple": True},
            differentiable=False,
        )
    ],
    "where_nonzero": [Sample([MASK], np.nonzero, differentiable=False)],
    "mask_flat": [Sample([MASK], np.flatnonzero)],
    # several dims
    "take": [Sample([real(3, 4), ELEMENTS - 2], np.take)],
    "index": [
        Sample([real(3, 4), [ROWS]], lambda x, i: x[i[0]]),
        Sample([real(3, 4), [ROWS, ROWS]], lambda x, i: x[i[0], i[1]]),
        Sample([real(3, 4), [MASK]], lambda x, i: x[i[0]]),
    ],
    "index_put": [
        Sample([real(3, 4), [ROWS[:2]], real(4)], lambda x, i, v: changed(x, i[0], v)),
        Sample(
            [real(3, 4), [ROWS, ROWS], real(3), True],
            lambda x, i, v, _: added(x, tuple(i), v),
        ),
    ],
    "ravel_index": [
        Sample(
            [[ROWS, ROWS - 3], [3, 4], [0, 1]],
            lambda i, sizes, _: np.ravel_multi_index((i[0], i[1] + 4), sizes),
        )
    ],
    "index_flat": [
        Sample([real(2, 12), ROWS, [1], 1], lambda x, i, *_: x[:, i]),
        Sample(
            [real(3, 5, 4), ROWS + 9, [0, 2], 0], lambda x, i, *_: x[i // 4, :, i % 4]
        ),
    ],
    "index_put_flat": [
        Sample(
            [real(12), ROWS, real(3), [0], 0, True],
            lambda x, i, v, *_: added(x, i, v),
        )
    ],
    # joining
    "cat": [
        Sample([[real(2, 3), real(0), real(1, 3)]], lambda x: np.concatenate(x[::2])),
        Sample([[real(2, 3), real(2, 1)], -1], np.concatenate),
    ],
    "stack": [Sample([[real(2, 3), real(2, 3)], 1], np.stack)],
    "hstack": [Sample([[real(2, 3), real(2, 1)]], np.hstack)],
    "vstack": [Sample([[real(2, 3), real(3)]], np.vstack)],
    "dstack": [Sample([[real(2, 3), real(2, 3)]], np.dstack)],
}
