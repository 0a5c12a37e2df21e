"""Folds down columns, which take several rows and whole vectors at a time.

Both sides of the numbers of rows and columns at which that changes, with NaN,
infinities and numbers whose squares no float32 holds.
"""

from __future__ import annotations

import numpy as np
import pytest

import ctensor as ct

ROWS = [1, 2, 7, 8, 9, 16, 17, 31, 32, 33, 34, 63, 64, 65, 129]
WIDTHS = [33, 34, 40, 48, 64, 65, 97, 128, 131]
DTYPES = [np.float32, np.float64]


def numbers(rows: int, width: int, dtype: type) -> np.ndarray:
    rng = np.random.default_rng(rows * 1000 + width)
    return rng.standard_normal((rows, width)).astype(dtype)


@pytest.mark.isa
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("rows", ROWS)
def test_extremes_of_columns(rows: int, dtype: type) -> None:
    for width in WIDTHS:
        a = numbers(rows, width, dtype)
        for bad in (0, np.nan, np.inf, -np.inf):
            x = ct.from_numpy(a)
            np.testing.assert_array_equal(x.amax(0).numpy(), a.max(0))
            np.testing.assert_array_equal(x.amin(0).numpy(), a.min(0))
            a[rows // 2, width // 3] = a[rows - 1, width - 1] = bad
            a[rows // 3, 2] = -np.inf


@pytest.mark.isa
@pytest.mark.parametrize("scale", [1, 1e-30, 1e30, 0], ids=str)
@pytest.mark.parametrize("rows", ROWS)
def test_norms_and_variances_of_columns(rows: int, scale: float) -> None:
    for width in WIDTHS:
        a = numbers(rows, width, np.float32) * np.float32(scale)
        a[:, 5] = 0  # squares in one column alone that are too small for float32
        a[rows // 2, 7] = np.float32(scale) * 1000
        x, wide = ct.from_numpy(a), a.astype(np.float64)
        norm = np.sqrt((wide**2).sum(0))
        np.testing.assert_allclose(ct.linalg.vector_norm(x, dim=0), norm, 2e-6)
        if scale == 1:
            var = x.var(0, correction=0)
            np.testing.assert_allclose(var, wide.var(0), 3e-6, 1e-7)
            assert var[5] == 0


@pytest.mark.isa
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("rows", [*ROWS, 4096, 4097])
def test_logsumexp_of_columns(rows: int, dtype: type) -> None:
    for width in WIDTHS if rows < 4096 else WIDTHS[:1]:
        a = numbers(rows, width, dtype) * dtype(20)
        a[rows // 2, 1], a[0, 2], a[:, 3] = np.inf, -np.inf, -np.inf
        a[:, 4], a[rows - 1, width - 1] = 700, 1e30
        wide = a.astype(np.longdouble)
        most = wide.max(0)
        with np.errstate(invalid="ignore"):
            want = most + np.log(np.exp(wide - most).sum(0))
        want = np.where(np.isinf(most), most, want).astype(np.float64)
        for x in (ct.from_numpy(a), ct.from_numpy(np.stack([a, a]))):
            found = x.logsumexp(-2)
            rtol = 8 * np.finfo(dtype).eps
            want = np.broadcast_to(want, found.shape)
            np.testing.assert_allclose(found, want, rtol, rtol)
            kept = x.logsumexp(-2, keepdim=True)
            assert kept.shape == (*x.shape[:-2], 1, width)
            assert (kept.reshape(found.shape) == found).all()


@pytest.mark.isa
@pytest.mark.parametrize("dtype", DTYPES)
def test_logsumexp_of_columns_with_nan(dtype: type) -> None:
    a = numbers(100, 40, dtype)
    a[3, 1], a[99, 2], a[0, 39] = np.nan, np.nan, np.nan
    a[50, 1], a[50, 3] = np.inf, -np.inf
    found = ct.from_numpy(a).logsumexp(0).isnan()
    assert found.nonzero().flatten().tolist() == [1, 2, 39]


@pytest.mark.isa
@pytest.mark.parametrize("rows", [1023, 1024, 1025, 5000])
def test_sums_of_many_columns_in_pieces(rows: int) -> None:
    """What is cut into pieces, longer ones where there is more."""
    for width in (63, 64, 2000, 4096, 4097):
        a = np.random.default_rng(0).integers(-9, 9, (rows, width)).astype(np.float32)
        x = ct.from_numpy(a)
        np.testing.assert_array_equal(x.sum(0).numpy(), a.sum(0))
        np.testing.assert_array_equal(x.amax(0).numpy(), a.max(0))
        np.testing.assert_array_equal(x.sum().item(), a.sum(dtype=np.float64))
