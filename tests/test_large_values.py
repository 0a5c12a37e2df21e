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
@pytest.mark.parametrize("exponent", [2, 3, -1, 0.5, -0.5, 1.7, -3, 0])
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


@pytest.mark.isa
@pytest.mark.parametrize("n", [2, 9, 33, 1000])
def test_spread_of_finite_float64_may_be_inf_but_is_never_nan(n: int) -> None:
    x = ct.arange(float(n), dtype=ct.float64) * 1e200
    column = x[:, None].expand(n, 3).contiguous()
    assert x.var().item() == x.std().item() == ct.inf
    assert column.var(0).tolist() == column.std(0).tolist() == [ct.inf] * 3
    x[-1] = -ct.inf
    assert x.var().isnan().item() and x.std().isnan().item()
