"""Norms where a sum of powers would leave the range, and of nothing and of zeros."""

from __future__ import annotations

import numpy as np
import pytest

import ctensor as ct

pytestmark = pytest.mark.isa
ORDERS = [2, 1, 3, 2.5, 0.5, -1, -2, float("inf"), -float("inf")]


@pytest.mark.parametrize("p", ORDERS)
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64, ct.complex64])
@pytest.mark.parametrize("up", [True, False])
def test_large_and_small(p: float, dtype: ct.dtype, up: bool) -> None:
    scale = {ct.float32: 1e30, ct.complex64: 1e30, ct.float64: 1e200}[dtype]
    scale = scale if up else 1 / scale
    x = ct.tensor([3.0, -4.0, 12.0], dtype=dtype)
    small, large = (x.clone().requires_grad_() for _ in range(2))
    expected = small.norm(p)
    expected.backward()
    got = (large * scale).norm(p)
    got.backward()
    np.testing.assert_allclose(got.item(), expected.item() * scale, rtol=1e-5)
    np.testing.assert_allclose(
        large.grad.numpy() / scale, small.grad.numpy(), rtol=1e-5
    )


@pytest.mark.parametrize("p", ORDERS)
def test_zeros_have_no_direction(p: float) -> None:
    x = ct.zeros(3, requires_grad=True)
    y = x.norm(p)
    y.backward()
    assert y == 0
    assert x.grad.abs().max() <= 1 and not x.grad.isnan().any()
    part = ct.tensor([0.0, 2.0], requires_grad=True)
    part.norm(p).backward()
    assert not part.grad.isnan().any()


@pytest.mark.parametrize("p", [2, 1, 3, 0.5, 0])
def test_nothing(p: float) -> None:
    assert ct.zeros(0).norm(p) == 0
    assert ct.zeros(0, 3).norm(p, 0).tolist() == [0, 0, 0]


def test_extremes_of_nothing_are_an_error() -> None:
    for p in (float("inf"), -1):
        with pytest.raises(IndexError, match="non-zero size"):
            ct.zeros(0).norm(p, 0)


def test_names_and_dtypes() -> None:
    x = ct.tensor([[3.0, 4.0]])
    assert x.norm("fro") == x.norm(None) == x.norm() == 5
    assert ct.norm(x, p="fro", dim=(0, 1)) == 5
    assert x.half().norm().dtype == ct.float16
    assert x.half().norm(dtype=ct.float64).dtype == ct.float64
    assert abs((x.half() * 10000).norm() - 50000) < 32  # squares not in 16 bits
    assert x.to(ct.complex64).norm().dtype == ct.float32
    with pytest.raises(RuntimeError, match="floating or complex"):
        ct.ones(2, dtype=ct.int64).norm()
    with pytest.raises(RuntimeError, match="norm: expected two dims of p 'nuc'"):
        x.reshape(-1).norm("nuc")


def test_renorm_of_what_has_no_norm_leaves_the_others_their_gradients() -> None:
    rows = [[3.0, 4], [np.nan, 1], [0.1, 0.2]]
    x = ct.tensor(rows, dtype=ct.float64, requires_grad=True)
    y = ct.renorm(x, 2, 0, 1.0)
    np.testing.assert_allclose(y.detach().numpy()[1:], np.array(rows)[1:])
    (g,) = ct.autograd.grad(y.sum(), x, create_graph=True)
    np.testing.assert_array_equal(g.detach().numpy()[1:], 1)
    (second,) = ct.autograd.grad(g.sum(), x)
    assert np.isfinite(second.numpy()).all() and (second[1:] == 0).all()
