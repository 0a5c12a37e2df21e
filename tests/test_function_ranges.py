"""Functions on both sides of where their methods change, and far from there.

Vectors of numbers from one side alone take one way, mixed ones may take another.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

import ctensor as ct
from ctensor import _C

ULP = {
    row["name"]: row["pointwise"]["ulp"] for row in _C._op_table() if row["pointwise"]
}
# The function in NumPy, and where there is another way for larger numbers.
EDGES: dict[str, tuple[Callable, list[float]]] = {
    "asinh": (np.arcsinh, [0.5, 2.0**28, 2.0**60]),
    "acosh": (np.arccosh, [1.0, 1.118, 2.0**28, 2.0**60]),
    "atanh": (np.arctanh, [0.5, 1.0]),
    "asin": (np.arcsin, [0.5, 1.0]),
    "acos": (np.arccos, [0.5, 1.0]),
    "exp": (np.exp, [87.0, 88.8, 104.0, 708.0, 709.7, 746.0]),
    "tanh": (np.tanh, [0.5, 0.75, 6.0, 9.05]),
}
# The same for float32, with the truth in float64.
NARROW: dict[str, tuple[Callable, Callable, float, list[float]]] = {
    "erfc": (ct.erfc, math.erfc, ULP["erfc"], [0.5, 1.0, 3.0, 7.0, 9.0, 10.05, 10.2]),
    "gelu": (
        ct.nn.functional.gelu,
        lambda x: x * 0.5 * math.erfc(-x * math.sqrt(0.5)),
        ULP["gelu_exact"],
        [0.5, 1.0, 3.0, 7.0, 11.0, 12.5, 14.5],
    ),
    "logit": (
        ct.logit,
        lambda x: 2 * math.atanh(2 * x - 1) if 0 < x < 1 else math.nan,
        ULP["logit"],
        [0.25, 0.5, 0.75],
    ),
}
DTYPES = [np.float32, np.float64]


def around(edge: float, dtype: type) -> np.ndarray:
    """The 40 numbers next to an edge, and its signs."""
    x = np.full(41, edge, dtype)
    for i in range(20):
        x[i + 21 :] = np.nextafter(x[i + 21 :], dtype(np.inf))
        x[: 20 - i] = np.nextafter(x[: 20 - i], dtype(-np.inf))
    return np.concatenate([x, -x])


def assert_near(got: np.ndarray, want: np.ndarray, bound: float) -> None:
    """Within so many units in the last place; NaN, infinities and zeros alike."""
    near = want.astype(got.dtype)
    odd = ~np.isfinite(near) | (near == 0)
    with np.errstate(invalid="ignore"):
        error = np.abs(got - want) / np.spacing(np.abs(np.where(odd, 1, near)))
    assert (np.where(odd, 0, error) <= bound).all(), np.nanmax(error)
    np.testing.assert_array_equal(got[odd], near[odd])


@pytest.mark.isa
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", EDGES)
@pytest.mark.filterwarnings("ignore:.*encountered")
def test_both_sides_of_edges(name: str, dtype: type) -> None:
    function, edges = EDGES[name]
    spread = np.geomspace(np.finfo(dtype).tiny, np.finfo(dtype).max, 999).astype(dtype)
    spread = np.concatenate([spread, -spread, np.array([0.0, np.inf, np.nan], dtype)])
    for x in [*(around(edge, dtype) for edge in edges), spread]:
        for part in (x, np.sort(x)):
            got = getattr(ct, name)(ct.from_numpy(part)).numpy()
            assert_near(got, function(part.astype(np.longdouble)), ULP[name])


@pytest.mark.isa
@pytest.mark.parametrize("name", NARROW)
def test_both_sides_of_edges_of_float32(name: str) -> None:
    ours, truth, bound, edges = NARROW[name]
    for x in (around(edge, np.float32) for edge in edges):
        want = np.array([truth(float(v)) for v in x])
        for part in (slice(None), slice(0, 41)):
            got = ours(ct.from_numpy(x[part].copy())).numpy()
            assert_near(got, want[part], bound)


@pytest.mark.isa
@pytest.mark.parametrize("dtype", DTYPES)
def test_atan2_far_from_1(dtype: type) -> None:
    """Near 2^-100 and 2^100, where a quotient's rest is no number, and on the axes."""
    sizes = [
        0.0,
        5e-324,
        2.0**-149,
        2.0**-126,
        2.0**-101,
        2.0**-100,
        2.0**-99,
        1e-20,
        1,
    ]
    sizes += [1.5, 2.0**99, 2.0**100, 2.0**101, 2.0**127, np.inf]
    sizes = np.array([*sizes, *(-s for s in sizes), np.nan], np.float64).astype(dtype)
    y, x = (z.ravel() for z in np.meshgrid(sizes, sizes))
    expected = np.arctan2(y.astype(np.longdouble), x.astype(np.longdouble))
    for i in (0, 1, 5):  # other neighbours in a vector
        got = ct.atan2(ct.from_numpy(y[i::3].copy()), ct.from_numpy(x[i::3].copy()))
        assert_near(got.numpy(), expected[i::3], ULP["atan2"])
    for a, b in zip(y[::7], x[::7], strict=True):  # one alone fills its vector
        alone = ct.atan2(ct.full((32,), float(a)), ct.full((32,), float(b)))
        want = np.arctan2(np.float64(np.float32(a)), np.float64(np.float32(b)))
        assert_near(alone.numpy(), np.full(32, want), ULP["atan2"])


@pytest.mark.isa
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.filterwarnings("ignore:.*encountered")
def test_pow_near_the_ends_of_the_range(dtype: type) -> None:
    """Results up to the largest and down to zero, of bases on both sides of 1."""
    base = np.array([1e-30, 0.5, 0.97, 0.9999, 1.0001, 1.03, 2, 7.5, 1e30], dtype)
    largest = 88 if dtype == np.float32 else 709
    t = np.concatenate(
        [np.linspace(-largest * 1.2, largest * 1.1, 157), [87, 708, -87]]
    )
    a = np.repeat(base, t.size)
    b = (np.tile(t, base.size) / np.log(a.astype(np.float64))).astype(dtype)
    expected = a.astype(np.longdouble) ** b.astype(np.longdouble)
    order = np.argsort(expected)
    for part in (slice(None), order):
        got = ct.pow(*(ct.from_numpy(z[part].copy()) for z in (a, b))).numpy()
        assert_near(got, expected[part], ULP["pow"])


@pytest.mark.isa
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    "name", [*EDGES, "erfc", "logit", "log", "pow", "atan2", "erf"]
)
def test_neighbours_change_no_bit(name: str, dtype: type) -> None:
    """A number has one result, beside ones that go another way too, in any place."""
    rng = np.random.default_rng(0)
    low = 1 if name == "acosh" else 0.02
    operands = [rng.uniform(low, low + 0.9, 163).astype(dtype) for _ in range(2)]
    operands = operands if name in ("pow", "atan2") else operands[:1]
    odd = np.array([0, -0.0, np.inf, -np.inf, np.nan, 1e-40, 1e30, -3, 99], dtype)
    function = getattr(ct, name)
    plain = function(*map(ct.from_numpy, operands)).numpy()
    mixed = [x.copy() for x in operands]
    for x in mixed:
        x[::5] = np.resize(odd, x[::5].size)
    beside = function(*map(ct.from_numpy, mixed)).numpy()
    keep = np.arange(163) % 5 != 0
    np.testing.assert_array_equal(beside[keep], plain[keep])
    for n in (1, 3, 17):
        part = function(*(ct.from_numpy(x[5 : 5 + n].copy()) for x in operands))
        np.testing.assert_array_equal(part.numpy(), plain[5 : 5 + n])
