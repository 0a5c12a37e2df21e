"""Integers by arange and linspace, exactly; random integers as floats of few bits."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest

import ctensor as ct

INTEGERS = [ct.uint8, ct.int8, ct.int16, ct.int32, ct.int64, ct.uint64]
ENDS = [0, 1, 2, 3, 7, 10, 100, 127, 255, 2**31 - 1, 2**53 + 1, 2**53 + 7, 2**63 - 1]
ENDS += [2**64 - 1, -1, -3, -7, -128, -(2**63)]


@pytest.mark.parametrize("dtype", INTEGERS, ids=str)
@pytest.mark.parametrize("steps", [0, 1, 2, 3, 4, 5, 7, 11, 64, 1300])
def test_integer_linspace_is_exact(dtype, steps) -> None:
    """Each number is that of the line, rounded towards zero as PyTorch does."""
    info = ct.iinfo(dtype)
    held = [e for e in ENDS if info.min <= e <= info.max]
    for start, end in itertools.product(held, held):
        span, gaps = end - start, max(steps - 1, 1)
        line = [int(start + Fraction(span * k, gaps)) for k in range(steps)]
        assert ct.linspace(start, end, steps, dtype=dtype).tolist() == line


def test_integer_linspace_keeps_its_ends() -> None:
    t = ct.linspace(2**53 + 1, 2**53 + 7, 2, dtype=ct.int64)
    assert t.tolist() == [2**53 + 1, 2**53 + 7]
    assert ct.linspace(0.9, 10.9, 3, dtype=ct.int32).tolist() == [0, 5, 10]


@pytest.mark.parametrize(
    ("end", "dtype"),
    [
        (256, ct.uint8),
        (-1, ct.uint8),
        (-1, ct.uint64),
        (128, ct.int8),
        (2**63, ct.int64),
    ]
    + [(1e10, ct.int32), (float("nan"), ct.int64), (float("inf"), ct.int16)],
)
def test_integer_linspace_refuses_ends_that_do_not_fit(end, dtype) -> None:
    with pytest.raises(RuntimeError, match="linspace: expected ends within"):
        ct.linspace(0, end, 5, dtype=dtype)


@pytest.mark.parametrize("step", [1, 2, 3, 7, -1, -2, -5])
@pytest.mark.parametrize("dtype", [np.int8, np.int16, np.int32, np.int64])
def test_integer_arange_is_numpys(dtype, step) -> None:
    for start, end in itertools.product([0, 1, 5, 100, -3, -100], repeat=2):
        if (end - start) * step < 0:
            continue
        expected = np.arange(start, end, step, dtype)
        got = ct.arange(start, end, step, dtype=getattr(ct, np.dtype(dtype).name))
        assert got.tolist() == expected.tolist()


RANGES = [(0, 1000), (257, 1000), (-1000, -999), (-1001, 0), (-999, -256), (0, 257)]
RANGES += [(0, 60_000), (-60_000, 60_001), (0, 2**24 + 3), (2**53 - 5, 2**53 + 4)]


@pytest.mark.parametrize("span", RANGES, ids=str)
@pytest.mark.parametrize(
    "dtype", [ct.float16, ct.bfloat16, ct.float32, ct.float64], ids=str
)
def test_random_integers_stay_in_their_range(dtype, span) -> None:
    low, high = span
    if dtype is ct.float16 and max(abs(low), high - 1) >= 65520:
        with pytest.raises(RuntimeError, match="expected numbers within float16"):
            ct.randint(low, high, (10,), dtype=dtype)
        return
    t = ct.randint(low, high, (50_000,), dtype=dtype).double()
    assert low <= t.min().item() and t.max().item() < high
    if high - low < 2000:  # the ends that the dtype holds occur
        numbers = ct.arange(low, high, dtype=ct.float64)
        numbers = numbers[(numbers.to(dtype).double() == numbers) & (numbers < high)]
        assert t.min() == numbers[0] and t.max() == numbers[-1]


def test_a_range_without_a_number_of_the_dtype() -> None:
    with pytest.raises(RuntimeError, match="expected numbers within bfloat16"):
        ct.randint(257, 258, (3,), dtype=ct.bfloat16)


@pytest.mark.parametrize(("dtype", "most"), [(ct.float16, 2048), (ct.bfloat16, 256)])
def test_permutations_as_floats_of_few_bits(dtype, most) -> None:
    numbers = ct.randperm(most, dtype=dtype).tolist()
    assert sorted(numbers) == list(range(most))
    with pytest.raises(RuntimeError, match="randperm: expected numbers within"):
        ct.randperm(most + 1, dtype=dtype)
