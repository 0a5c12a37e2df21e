"""Reductions over rows and columns of every length, few and many, against NumPy."""

from __future__ import annotations

import numpy as np
import pytest

import ctensor as ct

SHAPES = [
    (1, 200_000),
    (3, 70_001),
    (70_001, 3),
    (70_001, 63),
    (40, 33),
    (40, 31),
    (999, 1025),
    (70, 5000),
    (30, 40, 50),
]


@pytest.mark.isa
@pytest.mark.parametrize("shape", SHAPES)
def test_sums_of_every_shape(shape: tuple[int, ...]) -> None:
    a = np.random.default_rng(0).standard_normal(shape, np.float32)
    for dim in range(a.ndim):
        expected = a.sum(dim, dtype=np.float64)
        np.testing.assert_allclose(ct.from_numpy(a).sum(dim), expected, atol=2e-3)
        np.testing.assert_allclose(ct.from_numpy(a * 2).double().sum(dim), 2 * expected)
        whole = (a * 100).astype(np.int32)
        assert (ct.from_numpy(whole).sum(dim).numpy() == whole.sum(dim)).all()
        assert (ct.from_numpy(whole).amax(dim).numpy() == whole.max(dim)).all()
        assert (ct.from_numpy(a).amin(dim).numpy() == a.min(dim)).all()
        assert (ct.from_numpy(a > 2.5).any(dim).numpy() == (a > 2.5).any(dim)).all()
        assert (ct.from_numpy(a < 2.5).all(dim).numpy() == (a < 2.5).all(dim)).all()


@pytest.mark.isa
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_variances_far_from_zero(shape: tuple[int, ...], dtype: type) -> None:
    a = np.random.default_rng(0).standard_normal(shape, np.float32).astype(dtype)
    a = a * dtype(0.01) + dtype(1000.3)  # a mean that is no float32
    # Of two passes: the rounding of the mean, relative to the deviation, squared.
    rtol = 2 * (1000.3 / 0.01 * np.finfo(dtype).eps) ** 2 + 1e-6
    for dim in (None, *range(a.ndim)):
        expected = a.astype(np.float64).var(dim)
        t = ct.from_numpy(a).var(dim, correction=0)
        np.testing.assert_allclose(t, expected, rtol=rtol, atol=1e-11)


@pytest.mark.isa
@pytest.mark.parametrize("n", [1, 7, 16, 33, 130])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_an_extreme_is_nan_wherever_the_nan_is(n: int, dtype: type) -> None:
    for place in range(n):
        a = np.arange(n, dtype=dtype)
        a[place] = np.nan
        t = ct.from_numpy(a)
        assert t.max().isnan() and t.min().isnan()
        assert t.argmax().item() == place == t.argmin().item()
        columns = t.unsqueeze(1).expand(n, 20).contiguous()
        assert columns.amax(0).isnan().all() and columns.amin(0).isnan().all()


@pytest.mark.isa
def test_an_extreme_of_both_infinities() -> None:
    a = np.zeros(1000, np.float32)
    a[[3, 700]] = np.inf, -np.inf
    assert ct.from_numpy(a).max().item() == np.inf
    assert ct.from_numpy(a).min().item() == -np.inf


def test_bools_of_any_byte() -> None:
    raw = np.array([0, 0, 64, 2] * 300, np.uint8).view(np.bool_)
    t = ct.from_numpy(raw)
    assert t.any() and not t.all() and t[2::4].all() and t.reshape(300, 4)[:, 2].all()
    assert t.reshape(300, 4).all(0).tolist() == [False, False, True, True]
    assert t.sum().item() == 600
