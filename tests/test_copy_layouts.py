"""Transposed, strided and repeated operands of every item size, against NumPy."""

from __future__ import annotations

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
