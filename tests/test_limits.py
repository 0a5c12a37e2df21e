"""What functions and their gradients do at the ends: zeros of both signs, subnormals,
where they saturate, overflow or underflow, infinities and NaN; against NumPy.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from references import reference

import ctensor as ct
from ctensor import _C

inf, nan = math.inf, math.nan
ROWS = {row["name"]: row for row in _C._op_table() if row["kind"] == "pointwise"}
UNARY = [
    name
    for name, row in ROWS.items()
    if len(row["parameters"]) == row["outputs"] == 1
    and row["pointwise"]["class"] != "BITS"
]
BINARY = ["add", "sub", "mul", "true_divide", "floor_divide", "remainder", "pow"]
BINARY += ["maximum", "minimum"]
SIZES = [0.0, 1e-45, 1e-39, 1.2e-38, 1e-30, 1e-20, 1e-10, 1e-5, 0.5, 1, 1.5, 2, 3, 5, 6]
SIZES += [7.5, 8, 9, 9.02, 9.5, 10, 12, 15, 17, 19.1, 20, 25, 37.5, 38.6, 40, 64, 87]
SIZES += [88.72, 88.73, 89, 103.9, 104, 110, 126, 127, 128, 129, 149, 150, 500, 709.7]
SIZES += [709.79, 710, 745.1, 746, 1023, 1024, 1e4, 1e6, 2.0**23 - 0.5, 2.0**24 + 1]
SIZES += [2.0**31, 2.0**53, 1e20, 1e30, 3e38, inf]
FEW = [0.0, 1e-45, 1e-30, 0.5, 1, 2, 3, 7.5, 1e10, 2.0**24 + 1, 1e20, 3e38, inf]


def both_signs(sizes: list[float], dtype: type) -> np.ndarray:
    return np.array([*sizes, *(-s for s in sizes), nan], dtype)


def callable_of(name: str):
    if name.startswith("gelu"):
        how = "tanh" if name == "gelu_tanh" else "none"
        return lambda x: ct.nn.functional.gelu(x, approximate=how)
    pyname = ROWS[name]["pyname"]
    return getattr(ct, pyname, None) or getattr(_C, "_" + pyname.lstrip("_"))


def check(name: str, y: np.ndarray, expected: np.ndarray) -> None:
    """Equal within the row's ULP; infinities, NaN and zeros where they belong."""
    with np.errstate(all="ignore"):
        expected = np.asarray(expected).astype(y.dtype)
    if y.dtype == bool:
        np.testing.assert_array_equal(y, expected)
        return
    np.testing.assert_array_equal(np.isnan(y), np.isnan(expected))
    np.testing.assert_array_equal(np.isinf(y), np.isinf(expected))
    finite = np.isfinite(expected)
    y, expected = y[finite], expected[finite]
    with np.errstate(all="ignore"):
        far = np.abs(y - expected) / np.spacing(np.abs(expected))
    assert far.max(initial=0) <= ROWS[name]["pointwise"]["ulp"], (y, expected)


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", UNARY)
def test_unary_rows(name: str, dtype: type) -> None:
    x = both_signs(SIZES, dtype)
    if name == "gelu_exact" and dtype is np.float64:
        x = x[np.abs(x) < 3]  # beyond them the reference is no better than float64
    with np.errstate(all="ignore"):
        wide = np.float64 if "gelu" in name or name == "erf" else np.longdouble
        expected = reference(name)(x.astype(wide))
    y = callable_of(name)(ct.from_numpy(x)).numpy()
    check(name, y, expected)
    again = np.repeat(x, 33)  # a value alone and in whole vectors: the same
    z = callable_of(name)(ct.from_numpy(again)).numpy()
    np.testing.assert_array_equal(z.reshape(-1, 33), np.repeat(y, 33).reshape(-1, 33))


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", BINARY)
def test_binary_rows(name: str, dtype: type) -> None:
    numbers = both_signs(FEW, dtype)
    a, b = (m.reshape(-1).copy() for m in np.meshgrid(numbers, numbers))
    with np.errstate(all="ignore"):
        expected = getattr(np, {"mul": "multiply", "sub": "subtract"}.get(name, name))(
            a, b
        )
    function = {"true_divide": ct.div}.get(name) or getattr(ct, name)
    y = function(ct.from_numpy(a), ct.from_numpy(b)).numpy()
    check(name, y, expected)
    zero = expected == 0
    np.testing.assert_array_equal(np.signbit(y[zero]), np.signbit(expected[zero]))


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64, ct.bfloat16], ids=str)
@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("tanh", -1, 1), ("erf", -1, 1), ("sigmoid", 0, 1)],
)
def test_saturation_is_reached_and_flat(name, low, high, dtype) -> None:
    for size in (40.0, 1e4, 1e30, inf):
        for x, limit in ((size, high), (-size, low)):
            if name == "sigmoid" and x == -40.0:
                continue  # exp(-40) is a number
            t = ct.full((20,), x, dtype=dtype, requires_grad=True)
            y = callable_of(name)(t)
            y.sum().backward()
            assert (y == limit).all()
            assert (t.grad == 0).all() or (name == "sigmoid" and size == 40)


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64], ids=str)
@pytest.mark.parametrize("name", ["gelu_exact", "gelu_tanh"])
def test_the_slope_of_gelu_far_out(name, dtype) -> None:
    x = ct.tensor([inf, 1e30, 1e20, 45.0, 44.0, -44.0, -45.0, -1e30, -inf], dtype=dtype)
    x.requires_grad_()
    y = callable_of(name)(x)
    (gradient,) = ct.autograd.grad(y.sum(), x, create_graph=True)
    assert gradient.tolist() == [1.0] * 5 + [0.0] * 4


def test_the_gradient_of_a_power_of_zero() -> None:
    b = ct.tensor([-1.0, -0.5, 0.0, 0.5, 2.0], requires_grad=True)
    (ct.zeros(5) ** b).sum().backward()
    assert b.grad.tolist() == [-inf, -inf, 0, 0, 0]


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float16, ct.bfloat16, ct.float32, ct.float64])
def test_a_remainder_of_zero_has_the_divisors_sign(dtype) -> None:
    a, b = ct.tensor([-1.0, 1, 0, -0.0, -6]).to(dtype), ct.tensor([1.0, -1, -2, 2, 3])
    signs = np.signbit(ct.remainder(a, b.to(dtype)).double().numpy())
    assert signs.tolist() == [False, True, True, False, False]


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float16, ct.bfloat16, ct.float32, ct.float64])
def test_the_sign_of_a_zero_is_zero(dtype) -> None:
    y = ct.tensor([-0.0, 0.0, -inf, nan], dtype=dtype).sign().double().numpy()
    np.testing.assert_array_equal(y, [0, 0, -1, nan])
    assert np.signbit(y[:3]).tolist() == [False, False, True]
