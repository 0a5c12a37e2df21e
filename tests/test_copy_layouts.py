"""Transposed, strided and repeated operands of every item size, against NumPy."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import ctensor as ct

DTYPES = [np.uint8, np.float16, np.float32, np.float64, np.complex128]


@pytest.mark.isa
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(3, 2), (65, 130), (1, 70), (200, 3), (131, 64)])
def test_a_transposed_operand(shape: tuple[int, int], dtype: type) -> None:
    a = (np.arange(shape[0] * shape[1]) % 251).reshape(shape).astype(dtype)
    t = ct.from_numpy(a)
    assert (t.T.contiguous().numpy() == a.T).all()
    assert (t.T[::-1].contiguous().numpy() == a.T[::-1]).all()
    assert (t.T.to(ct.complex64).numpy() == a.T.astype(np.complex64)).all()
    assert ((t.T + t.T.contiguous()).numpy() == a.T + a.T).all()
    wide = ct.zeros(3, shape[1], 2 * shape[0], dtype=t.dtype)
    wide[:, :, ::2] = t.T
    assert (wide.numpy()[:, :, ::2] == a.T).all() and not wide[:, :, 1::2].any()


@pytest.mark.isa
def test_two_transposed_operands_of_several_dims() -> None:
    a = np.random.default_rng(0).standard_normal((5, 33, 70))
    t, u = ct.from_numpy(a), ct.from_numpy(a.astype(np.float32))
    for order in ((2, 1, 0), (0, 2, 1), (1, 2, 0), (2, 0, 1)):
        expected = a.transpose(order) + a.astype(np.float32).transpose(order)
        assert (t.permute(order) + u.permute(order)).numpy() == pytest.approx(expected)
        assert (t.permute(order).contiguous().numpy() == a.transpose(order)).all()


@pytest.mark.parametrize("n", [1, 15, 16, 100])
def test_joined_along_the_last_dim(n: int) -> None:
    a = np.arange(30.0 * n).reshape(30, n)
    t = ct.from_numpy(a)
    assert (ct.cat([t, -t], 1).numpy() == np.concatenate([a, -a], 1)).all()
    assert (ct.stack([t, -t], 2).numpy() == np.stack([a, -a], 2)).all()


# Squares of 2 to 16 elements are turned in registers, blocks have 64 columns and rows
# of 128 bytes.
SIDES = [1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65]


@pytest.mark.isa
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("rows", SIDES)
def test_transposed_copies_of_every_size(rows: int, dtype: type) -> None:
    rng = np.random.default_rng(rows)
    for columns in SIDES:
        a = rng.integers(0, 250, (rows, columns + 3)).astype(dtype)[:, 1 : columns + 1]
        t = ct.from_numpy(a)
        assert (t.T.contiguous().numpy() == a.T).all()
        wide = ct.full((columns, rows + 2), 7, dtype=t.dtype)
        wide[:, 1:-1] = t.T
        assert (wide.numpy()[:, 1:-1] == a.T).all()
        assert (wide[:, 0] == 7).all() and (wide[:, -1] == 7).all()


@pytest.mark.isa
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(3, 5, 4, 6), (2, 17, 3, 33), (40, 2, 9, 65)])
def test_every_permutation(shape: tuple[int, ...], dtype: type) -> None:
    """Elements side by side along any of the result's dims."""
    a = np.random.default_rng(0).integers(0, 250, shape).astype(dtype)
    t = ct.from_numpy(a)
    for order in itertools.permutations(range(4)):
        want, view = a.transpose(order), t.permute(order)
        assert (view.contiguous().numpy() == want).all()
        assert (view.to(ct.complex128).numpy() == want).all()
        assert ((view + view.contiguous()).numpy() == want + want).all()
        assert (view[:, ::2].contiguous().numpy() == want[:, ::2]).all()


# Rows of 64 bytes and more are read in order where the result runs through more than 16
# places of the operand, and the operand through up to 16 of the result.
@pytest.mark.isa
@pytest.mark.parametrize(
    "shape", list(itertools.product([3], [16, 17, 40], [2, 16, 17], [15, 16, 70]))
)
def test_rows_in_another_order(shape: tuple[int, ...]) -> None:
    a = np.arange(float(np.prod(shape)), dtype=np.float32).reshape(shape)
    t = ct.from_numpy(a)
    assert (t.transpose(1, 2).contiguous().numpy() == a.swapaxes(1, 2)).all()
    assert (t.transpose(1, 2).double().numpy() == a.swapaxes(1, 2)).all()
    turned = t.permute(2, 1, 0, 3)[:, ::-1].clone()
    assert (turned.numpy() == a.transpose(2, 1, 0, 3)[:, ::-1]).all()
    large = np.tile(a, (1, 40, 1, 1))
    assert (
        ct.from_numpy(large).transpose(1, 2).contiguous().numpy()
        == large.swapaxes(1, 2)
    ).all()
