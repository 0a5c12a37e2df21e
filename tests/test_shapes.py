"""Functions of several tensors' shapes, against NumPy and itertools."""

from __future__ import annotations

import doctest
import itertools
from typing import Any

import numpy as np
import pytest

import ctensor as ct
from ctensor import _shapes


def test_examples() -> None:
    names = {"ct": ct}
    result = doctest.testmod(_shapes, extraglobs=names)
    assert result.attempted > 8 and not result.failed


@pytest.mark.parametrize("indexing", ["ij", "xy"])
@pytest.mark.parametrize("sizes", [(3,), (2, 3), (2, 0, 4), (2, 3, 4)])
def test_meshgrid(sizes: tuple[int, ...], indexing: Any) -> None:
    vectors = [np.arange(float(n)) for n in sizes]
    expected = np.meshgrid(*vectors, indexing=indexing)
    leaves = [ct.tensor(v, requires_grad=True) for v in vectors]
    got = ct.meshgrid(*leaves, indexing=indexing)
    for a, b in zip(got, expected, strict=True):
        np.testing.assert_array_equal(a.detach().numpy(), b)
    sum(g.sum() for g in got).backward()
    for v in leaves:
        assert (v.grad == np.prod(sizes) / max(v.numel(), 1)).all()


def test_meshgrid_of_lists_and_numbers() -> None:
    assert ct.meshgrid([ct.ones(2), ct.tensor(3.0)])[1].tolist() == [[3], [3]]


@pytest.mark.parametrize("r", [0, 1, 2, 3, 5])
@pytest.mark.parametrize("again", [False, True])
def test_combinations(r: int, again: bool) -> None:
    choose = (
        itertools.combinations_with_replacement if again else itertools.combinations
    )
    expected = [list(c) for c in choose([5, 7, 9, 4], r)] if r else []
    assert ct.combinations(ct.tensor([5, 7, 9, 4]), r, again).tolist() == expected


def test_products_and_blocks() -> None:
    a, b = ct.tensor([1, 2]), ct.tensor([3, 4, 5])
    assert ct.cartesian_prod(a, b).tolist() == [
        list(p) for p in itertools.product([1, 2], [3, 4, 5])
    ]
    assert ct.cartesian_prod(a) is a
    blocks = ct.block_diag(ct.ones(2, 2), ct.tensor(5), ct.tensor([[1, 2, 3]]))
    assert blocks.dtype == ct.float32
    assert blocks.tolist() == [
        [1, 1, 0, 0, 0, 0],
        [1, 1, 0, 0, 0, 0],
        [0, 0, 5, 0, 0, 0],
        [0, 0, 0, 1, 2, 3],
    ]
    assert ct.block_diag().shape == (1, 0)


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 3, 4), (2, 3, 4, 5)])
def test_atleast(shape: tuple[int, ...]) -> None:
    x = ct.ones(shape)
    for n in (1, 2, 3):
        grow, reference = getattr(ct, f"atleast_{n}d"), getattr(np, f"atleast_{n}d")
        assert grow(x).shape == reference(x.numpy()).shape
        assert [t.shape for t in grow(x, x)] == [grow(x).shape] * 2
        assert [t.shape for t in grow([x])] == [grow(x).shape]


def test_shapes_that_broadcast() -> None:
    assert ct.broadcast_shapes((2, 1), 3, (1, 1)) == ct.Size([2, 3])
    a, b = ct.broadcast_tensors(ct.ones(3), ct.ones(2, 1))
    assert a.shape == b.shape == (2, 3) and a.stride() == (0, 1)


VALUES = [0.0, 1.0, 1.0 + 1e-6, 1.1, float("inf"), -float("inf"), float("nan"), 1e30]


@pytest.mark.parametrize("equal_nan", [False, True])
@pytest.mark.parametrize(("rtol", "atol"), [(1e-5, 1e-8), (0, 0), (0.2, 0), (0, 0.5)])
def test_isclose(rtol: float, atol: float, equal_nan: bool) -> None:
    a, b = (g.ravel() for g in np.meshgrid(VALUES, VALUES))
    x, y = ct.tensor(a), ct.tensor(b)
    with np.errstate(invalid="ignore"):
        expected = np.isclose(a, b, rtol, atol, equal_nan)
    got = ct.isclose(x, y, rtol, atol, equal_nan)
    np.testing.assert_array_equal(got.numpy(), expected)
    assert x.isclose(y, rtol, atol, equal_nan).equal(got)
    assert ct.allclose(x, y, rtol, atol, equal_nan) == expected.all()
    assert ct.allclose(x[:4], x[:4])


def test_isclose_of_integers_and_complex_numbers() -> None:
    big = ct.tensor([2**62, 100, -5])
    assert big.isclose(big + 1).tolist() == [True, False, False]
    z = ct.tensor([1 + 1j, complex("nan")])
    assert z.isclose(z * (1 + 1e-7), equal_nan=True).all()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: ct.broadcast_shapes((2,), (3,)), "broadcast"),
        (lambda: ct.broadcast_shapes((-1,)), "at least 0"),
        (lambda: ct.meshgrid(ct.ones(2, 2)), "vectors"),
        (lambda: ct.meshgrid(), "one or more"),
        (lambda: ct.meshgrid(ct.ones(2), indexing="yx"), "'ij' or 'xy'"),
        (lambda: ct.cartesian_prod(ct.ones(2, 2)), "vectors"),
        (lambda: ct.combinations(ct.ones(2, 2)), "vector"),
        (lambda: ct.block_diag(ct.ones(1, 1, 1)), "at most 2"),
        (lambda: ct.isclose(ct.ones(1), ct.ones(1).double()), "one dtype"),
        (lambda: ct.isclose(ct.ones(1), ct.ones(1), -1), "at least 0"),
    ],
)
def test_errors(call: Any, words: str) -> None:
    with pytest.raises(RuntimeError, match=words):
        call()
    with pytest.raises(TypeError, match="expected Tensors"):
        ct.broadcast_tensors(1)
