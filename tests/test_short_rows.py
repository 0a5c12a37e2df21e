"""Rows of few elements, which are done several at a time: both sides of each threshold.

The lengths are those at which rows are turned into columns, searched so, or joined; the
numbers of rows those of blocks and threads.
"""

from __future__ import annotations

import numpy as np
import pytest

import ctensor as ct

LENGTHS = [1, 2, 3, 10, 16, 17, 31, 32, 33, 64, 80, 81, 97, 255, 256, 257]
COUNTS = [1, 2, 15, 16, 17, 31, 32, 79, 80, 81, 255, 257, 1025, 3000]
DTYPES = ["float32", "float64", "int32", "int64", "float16", "bool", "complex128"]


def operand(rows: int, length: int, dtype: str) -> np.ndarray:
    a = np.random.default_rng(rows + length).integers(-9, 9, (rows, length))
    return (a > 0) if dtype == "bool" else a.astype(dtype)


def same(got: ct.Tensor, want: np.ndarray) -> None:
    np.testing.assert_array_equal(got.numpy(), want)


@pytest.mark.isa
@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_folds(dtype: str, length: int) -> None:
    for rows in COUNTS:
        a = operand(rows, length, dtype)
        x = ct.from_numpy(a)
        same(x.sum(1), a.sum(1))
        if dtype != "complex128":
            same(x.amax(1), a.max(1))
            same(x.amin(1), a.min(1))
        if dtype in ("float32", "float64"):
            np.testing.assert_allclose(x.mean(1), a.mean(1), 1e-6, 1e-6)
            np.testing.assert_allclose(x.var(1, correction=0), a.var(1), 1e-5, 1e-6)


@pytest.mark.isa
@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("dtype", DTYPES[:5])
def test_places(dtype: str, length: int) -> None:
    for rows in COUNTS:
        a = operand(rows, length, dtype)
        x = ct.from_numpy(a)
        same(x.argmax(1), a.argmax(1))
        same(x.argmin(1), a.argmin(1))
        values, places = x.max(1)
        same(values, a.max(1))
        same(places, a.argmax(1))
        apart = ct.from_numpy(np.repeat(a, 2, 0))[::2]
        same(apart.argmax(1), a.argmax(1))


@pytest.mark.isa
@pytest.mark.parametrize("n", [1, 7, 8, 15, 16, 17, 63, 64, 65, 130])
@pytest.mark.parametrize("dtype", DTYPES[:4])
def test_every_place(dtype: str, n: int) -> None:
    """The first of equal ones, wherever in a block, a vector or the rest it stands."""
    a = np.triu(np.ones((n, n), dtype))
    assert [row.argmax().item() for row in ct.from_numpy(a)] == list(range(n))
    assert [row.argmin().item() for row in ct.from_numpy(-a)] == list(range(n))
    if dtype in ("float32", "float64"):
        x = ct.from_numpy(np.where(a > 0, np.nan, 1).astype(dtype))
        assert [row.argmax().item() for row in x] == list(range(n))


@pytest.mark.isa
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("length", LENGTHS)
def test_nan_and_infinity(dtype: str, length: int) -> None:
    a = operand(300, length, dtype)
    for row, bad in enumerate([np.nan, np.inf, -np.inf] * 20):
        a[row * 3, (row * 7) % length] = bad
        a[row * 3, (row * 5) % length] = bad
    x = ct.from_numpy(a)
    same(x.amax(1), a.max(1))
    same(x.amin(1), a.min(1))
    same(x.argmax(1), a.argmax(1))
    same(x.argmin(1), a.argmin(1))
    with np.errstate(invalid="ignore"):
        same(x.sum(1), a.sum(1))


@pytest.mark.isa
@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_a_column_or_a_row_for_all(dtype: str, length: int) -> None:
    for rows in [*COUNTS, 20_000 // length]:
        a, b = operand(rows, length, dtype), operand(rows + 1, length, dtype)
        x, y = ct.from_numpy(a.copy()), ct.from_numpy(b)
        same(x + y[:-1, :1], a + b[:-1, :1])
        same(x + y[0], a + b[0])
        same(y[:-1, :1] == y[0], b[:-1, :1] == b[0])
        same(ct.where(x == y[0], y[1:, :1], x), np.where(a == b[0], b[1:, :1], a))
        x += y[:-1, :1]
        same(x, a + b[:-1, :1])


@pytest.mark.isa
@pytest.mark.parametrize("length", [3, 16, 256, 257])
def test_columns_of_more_dims(length: int) -> None:
    rng = np.random.default_rng(0)
    a = rng.random((5, 300, length))
    for shape in [(5, 300, 1), (5, 1, length), (5, 1, 1), (300, 1), (300, length)]:
        b = rng.random(shape)
        same(ct.from_numpy(a) * ct.from_numpy(b), a * b)
    b = rng.random((300, 10))[:, ::5]
    same(ct.from_numpy(a) - ct.from_numpy(b)[:, 1:], a - b[:, 1:])


SINGLE = [np.add, np.subtract, np.multiply, np.divide]


@pytest.mark.isa
@pytest.mark.parametrize("length", [256, 257, 263, 513, 2000])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("f", SINGLE, ids=lambda f: f.__name__)
def test_one_value_for_a_longer_row(f, dtype: str, length: int) -> None:
    """On either side, in place, beside casts, gaps and transposed operands."""
    rng, g = np.random.default_rng(length), getattr(ct, f.__name__)
    a = rng.standard_normal((70, length)).astype(dtype)
    a[3, ::5], a[4, ::3], a[5, 1::2], a[6] = np.inf, np.nan, -0.0, 1e30
    column = rng.standard_normal((70, 1)).astype(dtype)
    column[[5, 6, 9, 10], 0] = 0, 1e30, np.inf, np.nan
    x, c, row = ct.from_numpy(a), ct.from_numpy(column), a[20:21]
    with np.errstate(all="ignore"):
        same(g(x, c), f(a, column))
        same(g(c, x), f(column, a))
        same(g(c, x[20:21]), f(column, row))
        same(g(c, c.reshape(1, -1)[:, ::2]), f(column, column.reshape(1, -1)[:, ::2]))
        same(g(c, x[:, ::-2]), f(column, a[:, ::-2]))
        same(g(x.t().contiguous().t(), c), f(a, column))
        same(g(c, (x > 0).int()), f(column, (a > 0).astype(dtype)))
        turned = ct.empty(length, 70, dtype=x.dtype).t()
        same(g(c, x, out=turned), f(column, a))
        y = x.clone()
        getattr(y, f"{g.__name__}_")(c)
        same(y, f(a, column))
        y = x.clone()
        same(g(c, y, out=y), f(column, a))
