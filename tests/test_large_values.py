"""Division, powers and spreads against NumPy, at the ends of their ranges."""

from __future__ import annotations

import numpy as np
import pytest

import ctensor as ct


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [np.int32, np.int64])
def test_integer_division(dtype: type) -> None:
    ends = np.iinfo(dtype)
    rng = np.random.default_rng(0)
    few = [ends.min, ends.min + 1, -7, -1, 0, 1, 3, 2**31 - 1, ends.max]
    a = np.concatenate([np.repeat(few, 9), rng.integers(-99, 99, 500)]).astype(dtype)
    b = np.concatenate([np.tile(few, 9), rng.integers(1, 30, 500)]).astype(dtype)
    b[b == 0] = 5
    x, y = ct.from_numpy(a), ct.from_numpy(b)
    with np.errstate(over="ignore"):  # the smallest by -1 is itself
        assert ((x // y).numpy() == a // b).all()
        assert ((x % y).numpy() == a % b).all()
        toward_zero = a // b + ((a % b != 0) & ((a < 0) != (b < 0)))
    assert (ct.div(x, y, rounding_mode="trunc").numpy() == toward_zero).all()
    assert ((x // 7).numpy() == a // 7).all() and ((x % -7).numpy() == a % -7).all()


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_inverse_squares_leave_the_range_only_where_they_must(dtype: type) -> None:
    """Neither x^2 nor what is left of it as a subnormal number comes between."""
    ends = np.finfo(dtype)
    a = np.geomspace(1 / np.sqrt(ends.max) * 1.01, np.sqrt(ends.max) * 4, 1003)
    a = np.concatenate([a, -a]).astype(dtype)
    wide = a.astype(np.longdouble)
    expected = 1 / (wide * wide)
    y = (ct.from_numpy(a) ** -2).numpy()
    spacing = np.maximum(np.spacing(expected.astype(dtype)), ends.smallest_subnormal)
    assert (np.abs(y - expected) <= 2 * spacing).all()
    inf, nan = np.inf, np.nan
    odd = ct.tensor([0.0, -0.0, inf, -inf, nan, 1e-300], dtype=ct.from_numpy(a).dtype)
    assert repr((odd**-2).tolist()) == repr([inf, inf, 0.0, 0.0, nan, inf])


@pytest.mark.isa
@pytest.mark.parametrize("exponent", [2, 3, -1, -2, 0.5, -0.5, 1.7, -3, 0])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_powers_of_one_exponent(exponent: float, dtype: type) -> None:
    a = np.geomspace(1e-12, 1e12, 1001).astype(dtype)
    expected = np.power(a.astype(np.longdouble), dtype(exponent))
    tolerance = 2 * np.finfo(dtype).eps
    np.testing.assert_allclose((ct.from_numpy(a) ** exponent), expected, tolerance)
    x = ct.from_numpy(a[::97]).double().requires_grad_()
    (x**exponent).sum().backward()
    slope = exponent * x.detach().numpy() ** (exponent - 1)
    np.testing.assert_allclose(x.grad, slope, 1e-13)


def test_the_power_of_a_half_is_the_square_root() -> None:
    x = ct.tensor([-float("inf"), -0.0, -1.0, 4.0])
    assert str(x**0.5) == str(x.sqrt())


# ---- spreads -----------------------------------------------------------------------

# What is reduced: rows, columns, some dims, all; in pieces, and next to its threshold.
SPREADS = [
    ((2,), 0),
    ((9, 40), 1),
    ((9, 40), 0),
    ((33, 32), 1),
    ((33, 33), 1),
    ((5, 7, 300), (0, 2)),
    ((65_536,), 0),
    ((65_537,), 0),
    ((2, 70_000), 1),
    ((70_000, 2), 0),
]


def spread(dtype: type, shape: tuple[int, ...], scale: float) -> np.ndarray:
    """Some of the numbers have an even mean, of which nothing is left in squares."""
    a = np.random.default_rng(0).standard_normal(shape)
    a.flat[::2] = -a.flat[1::2] if a.size % 2 == 0 else a.flat[0]
    return (a * scale).astype(dtype)


@pytest.mark.isa
@pytest.mark.parametrize(("shape", "dim"), SPREADS, ids=str)
@pytest.mark.parametrize(
    ("dtype", "scale"),
    [(np.float64, s) for s in (1e300, 1e200, 1e154, 1e138, 1e-138, 1e-154, 1e-200)]
    + [(np.float32, s) for s in (1e30, 1e-30)],
)
def test_std_of_what_has_no_square(dtype, scale, shape, dim) -> None:
    a = spread(dtype, shape, scale)
    x = ct.from_numpy(a).requires_grad_()
    y = x.std(dim)
    unit = a.astype(np.float64) / scale
    rest = unit - unit.mean(dim, keepdims=True)
    want = unit.std(dim, ddof=1, keepdims=True)
    rtol = 1e-12 if dtype == np.float64 else 1e-5
    got = y.detach().double() / scale
    np.testing.assert_allclose(got, want.reshape(got.shape), rtol)
    y.sum().backward()
    slope = rest / want / (a.size // want.size - 1)
    np.testing.assert_allclose(x.grad, slope, rtol, rtol * np.abs(slope).max())


@pytest.mark.isa
def test_std_of_columns_of_all_sizes() -> None:
    scales = np.array([1e300, 1.0, 1e-300, 0.0, 1e160, 5e-324, 1e-160])
    a = np.random.default_rng(0).integers(-5, 5, (50, 7)) * scales
    x = ct.from_numpy(a)
    want = np.round(a / np.where(scales, scales, 1)).std(0, ddof=1)
    for got in (x.std(0), x.t().contiguous().std(1), x.repeat(2, 1)[:50].std(0)):
        np.testing.assert_allclose(
            (got / scales)[scales > 1e-305], want[scales > 1e-305]
        )
    assert x.std(0)[3] == 0
    assert x.std(0)[5] == round(want[5]) * 5e-324
    assert x.var(0)[0] == ct.inf  # which is no number
    assert x.var(0)[2] == 0


@pytest.mark.isa
def test_spread_of_equal_and_of_infinite_numbers() -> None:
    for value in (0.0, 1e200, 1e-200, 1.7e308):
        assert ct.full((40,), value, dtype=ct.float64).std() == 0
    for bad in (ct.inf, -ct.inf, ct.nan):
        x = ct.arange(9.0, dtype=ct.float64) * 1e200
        x[-1] = bad
        assert x.var().isnan().item()
        assert x.std().isnan().item()


@pytest.mark.isa
@pytest.mark.parametrize("n", [2, 9, 33, 1000])
def test_variance_of_finite_float64_may_be_inf_but_is_never_nan(n: int) -> None:
    x = ct.arange(float(n), dtype=ct.float64) * 1e200
    column = x[:, None].expand(n, 3).contiguous()
    assert x.var().item() == ct.inf
    assert column.var(0).tolist() == [ct.inf] * 3
    std = np.arange(n).std(ddof=1) * 1e200
    np.testing.assert_allclose([x.std(), *column.std(0)], std, 1e-13)
    x[-1] = -ct.inf
    assert x.var().isnan().item()
    assert x.std().isnan().item()


@pytest.mark.parametrize("name", ["logaddexp", "logaddexp2"])
@pytest.mark.parametrize(
    ("a", "b", "first"),
    [(1e30, -1e30, 1), (-1e30, 1e30, 0), (1e30, 1e30, 0.5), (np.inf, np.inf, 0.5)],
)
def test_log_of_sums_has_second_gradients_far_out(name, a, b, first) -> None:
    x = ct.tensor([a], requires_grad=True)
    y = ct.tensor([b], requires_grad=True)
    z = getattr(ct, name)(x, y).sum()
    (g,) = ct.autograd.grad(z, x, create_graph=True)
    assert g.item() == first
    (h,) = ct.autograd.grad(g.sum(), x)
    assert 0 <= h.item() < 0.3


QUOTIENTS = [(1e30, 1e-30), (1.0, 1e-30), (1e-30, 1e30), (5.0, 0.0), (-7.5, 2.0)]


def test_gradients_of_quotients_without_a_fraction() -> None:
    """Zero, and not zero times a quotient that is infinite."""
    a, b = (ct.tensor(v, requires_grad=True) for v in zip(*QUOTIENTS, strict=True))
    ct.div(a, b, rounding_mode="trunc").sum().backward()
    assert a.grad.tolist() == b.grad.tolist() == [0] * 5
    first = ct.autograd.grad(ct.fmod(a, b).sum(), [a, b], create_graph=True)
    assert first[0].tolist() == [1] * 5
    assert first[1].tolist() == [-np.inf, -ct.tensor(1e30).item(), 0, -np.inf, 3]
    for finite in (slice(0, 3), slice(4, 5)):
        second = ct.autograd.grad(first[1][finite].sum(), [a, b], retain_graph=True)
        assert second[0].tolist() == second[1].tolist() == [0] * 5
