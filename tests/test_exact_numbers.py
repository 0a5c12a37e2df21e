"""Integers beside numbers, and integers of the other sign, that no common dtype holds:
comparisons are exact, sums and products are modulo 2^bits, the rest is an error.
"""

from __future__ import annotations

import operator

import numpy as np
import pytest

import ctensor as ct

COMPARISONS = ["lt", "le", "eq", "ne", "gt", "ge"]
UNSIGNED = [ct.uint8, ct.uint16, ct.uint32, ct.uint64]
INTEGERS = [*UNSIGNED, ct.int8, ct.int16, ct.int32, ct.int64]
EDGES = [b + d for b in (0, 2**8, 2**15, 2**31, 2**53, 2**63) for d in (-1, 0, 1)]
EDGES = [e for e in {s * e for e in EDGES for s in (1, -1)} if -(2**63) <= e < 2**64]
FLOATS = [0.5, -0.5, 2.0**24 + 1, 2.0**53, 2.0**63, 2.0**64, -(2.0**63), 1e30, -1e30]
FLOATS += [float("inf"), float("-inf"), float("nan"), 254.5, 255.0]


def values(dtype: ct.dtype) -> list[int]:
    if dtype is ct.bool:
        return [False, True]
    info = ct.iinfo(dtype)
    return sorted(e for e in {*EDGES, info.min, info.max} if info.min <= e <= info.max)


@pytest.mark.parametrize("dtype", [*INTEGERS, ct.bool], ids=str)
@pytest.mark.parametrize("name", COMPARISONS)
def test_comparison_with_any_number(name, dtype) -> None:
    """Number, 0-d tensor; right, left; a new result, out= and in place."""
    compare, whole = getattr(operator, name), values(dtype)
    x = ct.tensor(whole, dtype=dtype)
    for number in EDGES + FLOATS:
        expected = [compare(v, number) for v in whole]
        assert compare(x, number).tolist() == expected, number
        assert compare(number, x).tolist() == [compare(number, v) for v in whole], (
            number
        )
        assert getattr(x.clone(), name + "_")(number).tolist() == expected
        out = ct.empty(len(whole), dtype=ct.float32)
        assert getattr(ct, name)(x, number, out=out) is out
        assert out.tolist() == expected
        exact = ct.float64 if isinstance(number, float) else ct.int64
        exact = ct.uint64 if exact is ct.int64 and number > 2**63 - 1 else exact
        assert compare(x, ct.tensor(number, dtype=exact)).tolist() == expected


@pytest.mark.parametrize("other", INTEGERS, ids=str)
@pytest.mark.parametrize("dtype", INTEGERS, ids=str)
def test_comparison_of_integers_of_any_two_dtypes(dtype, other) -> None:
    a, b = values(dtype), values(other)
    x, y = ct.tensor(a, dtype=dtype).view(-1, 1), ct.tensor(b, dtype=other)
    for name in COMPARISONS:
        compare = getattr(operator, name)
        assert compare(x, y).tolist() == [[compare(v, w) for w in b] for v in a]


@pytest.mark.parametrize("dtype", [*INTEGERS, ct.float32, ct.float64], ids=str)
@pytest.mark.parametrize("number", [2**64, 2**70, 10**400, -(2**63) - 1, -(10**400)])
def test_comparison_with_an_int_beyond_all_dtypes(number, dtype) -> None:
    x = ct.tensor([0, 100], dtype=dtype)
    for name in COMPARISONS:
        compare = getattr(operator, name)
        assert compare(x, number).tolist() == [compare(0, number)] * 2
        assert compare(number, x).tolist() == [compare(number, 0)] * 2


def test_comparison_with_an_int_just_beyond() -> None:
    low, high = ct.tensor([-(2**63)]), ct.tensor([2**64 - 1], dtype=ct.uint64)
    assert (low > -(2**63) - 1).item() and not (low == -(2**63) - 1).item()
    assert (high < 2**64).item() and (high == 2**64 - 1).item()


def test_what_comparisons_once_wrapped_or_rounded() -> None:
    assert (ct.tensor([1], dtype=ct.uint8) < 256).item()
    assert not (ct.tensor([16777217]) == 16777216.0).item()
    assert not (ct.tensor([2**63], dtype=ct.uint64) == ct.tensor([2**63 - 1])).item()
    assert not (ct.tensor([2**53 + 1]) == 2.0**53).item()


@pytest.mark.parametrize("dtype", INTEGERS, ids=str)
@pytest.mark.parametrize("name", ["add", "sub", "mul", "and_", "or_", "xor"])
def test_sums_products_and_bits_are_modular(name, dtype) -> None:
    fn, info = getattr(operator, name), ct.iinfo(dtype)
    for number in EDGES:
        for v in values(dtype):
            x = ct.tensor([v], dtype=dtype)
            for result, exact in (
                (fn(x, number), fn(v, number)),
                (fn(number, x), fn(number, v)),
            ):
                assert (result.item() - exact) % 2**info.bits == 0
                assert result.dtype is dtype


@pytest.mark.parametrize("dtype", [d for d in INTEGERS if d.itemsize < 8], ids=str)
@pytest.mark.parametrize("side", [-1, 1])
def test_what_has_no_meaning_for_a_number_that_does_not_fit(dtype, side) -> None:
    info = ct.iinfo(dtype)
    x, number = ct.ones(3, dtype=dtype), info.max + 1 if side > 0 else info.min - 1
    calls = [
        lambda: x // number,
        lambda: number // x,
        lambda: x % number,
        lambda: x**number,
        lambda: number**x,
        lambda: x << number,
        lambda: x >> number,
        lambda: ct.maximum(x, ct.tensor(number)),
        lambda: x.clone().floor_divide_(number),
    ]
    calls += [lambda: x.clamp(min=number), lambda: x.clamp(max=number)]
    for call in calls:
        with pytest.raises(RuntimeError, match="without overflow"):
            call()


def test_a_number_is_true_though_it_wraps_to_zero() -> None:
    x = ct.tensor([0, 3], dtype=ct.uint8)
    assert ct.logical_and(x, ct.tensor(256)).tolist() == [False, True]
    assert ct.logical_xor(x, ct.tensor(256)).tolist() == [True, False]


@pytest.mark.parametrize("dtype", [ct.float16, ct.bfloat16], ids=str)
def test_a_number_beside_16_bit_floats_is_one_of_them(dtype) -> None:
    x = ct.full((3,), 0.1, dtype=dtype)
    assert (x == 0.1).all() and (x <= 0.1).all() and not (x < 0.1).any()


def test_a_number_beyond_float16_is_below_infinity() -> None:
    assert (ct.tensor([np.inf], dtype=ct.float16) > 70000).item()
    assert not (ct.tensor([np.inf], dtype=ct.float16) == 70000.0).item()
