"""Orthogonal polynomials against NumPy's classes and their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.polynomial import chebyshev, hermite, hermite_e, laguerre, legendre

import ctensor as ct
from ctensor import special

X = np.array([-1.5, -1.0, -0.7, 0.0, 0.3, 1.0, 2.0])


def of(values):
    return lambda x, n: values(x, np.eye(n + 1)[n])


def second(x, n):
    """The Chebyshev polynomials of the second kind: derivatives of the first."""
    derived = chebyshev.chebder(np.eye(n + 2)[n + 1]) / (n + 1)
    return chebyshev.chebval(x, derived)


def third(x, n):
    return second(x, n) - (second(x, n - 1) if n else 0)


def fourth(x, n):
    return second(x, n) + (second(x, n - 1) if n else 0)


KINDS = {
    "chebyshev_polynomial_t": of(chebyshev.chebval),
    "chebyshev_polynomial_u": second,
    "chebyshev_polynomial_v": third,
    "chebyshev_polynomial_w": fourth,
    "hermite_polynomial_h": of(hermite.hermval),
    "hermite_polynomial_he": of(hermite_e.hermeval),
    "laguerre_polynomial_l": of(laguerre.lagval),
    "legendre_polynomial_p": of(legendre.legval),
}
SHIFTED = [name for name in KINDS if name.startswith("chebyshev")]
each = pytest.mark.parametrize("name", [*KINDS, *(f"shifted_{n}" for n in SHIFTED)])


def reference(name, x, n):
    if name.startswith("shifted_"):
        return KINDS[name.removeprefix("shifted_")](2 * x - 1, n)
    return KINDS[name](x, n)


@each
def test_values_of_each_order(name):
    f, x = getattr(special, name), ct.tensor(X)
    for n in (0, 1, 2, 3, 8, 15):
        np.testing.assert_allclose(f(x, n), reference(name, X, n), 1e-9, 1e-9)
        y = f(ct.tensor(X, dtype=ct.bfloat16), n)
        assert y.dtype == ct.bfloat16
    orders = ct.tensor([3, 0, 15, -2, 1, 2, 8])
    want = [
        reference(name, v, n) if n >= 0 else 0
        for v, n in zip(X, orders.tolist(), strict=True)
    ]
    np.testing.assert_allclose(f(x, orders), want, 1e-9, 1e-9)
    assert f(x, orders.unsqueeze(1)).shape == (7, 7)
    np.testing.assert_array_equal(f(2.0, orders), f(ct.full((7,), 2.0), orders))
    np.testing.assert_array_equal(f(x, ct.tensor(2.9)), f(x, 2))
    out = ct.empty(7, dtype=ct.float64)
    assert f(x, 3, out=out) is out and out.tolist() == f(x, 3).tolist()


@each
def test_gradients(name):
    f = getattr(special, name)
    x = ct.tensor(X, requires_grad=True)
    orders = ct.tensor([3, 0, 4, -2, 1, 2, 5])
    assert ct.autograd.gradcheck(lambda x: f(x, orders), (x,))
    assert ct.autograd.gradgradcheck(lambda x: f(x, orders), (x,))
    far = ct.tensor([1e30, 0.5], requires_grad=True)
    f(far, ct.tensor([1, 40])).sum().backward()  # the first would overflow
    assert far.grad.isfinite().all()
    with pytest.raises(RuntimeError, match=f"{name}: expected an order that does not"):
        f(x, x)


@each
def test_ends(name):
    f, nan = getattr(special, name), float("nan")
    assert f(ct.tensor([nan]), 3).isnan().all() and f(ct.ones(1), nan).tolist() == [1]
    assert f(ct.arange(3), 2).dtype == ct.float32
    assert f(ct.ones(0), ct.ones(0)).shape == (0,)
    with pytest.raises(TypeError, match="a Tensor among input and n"):
        f(1.0, 2)
    with pytest.raises(NotImplementedError, match="expected real numbers"):
        f(ct.ones(1, dtype=ct.complex64), 2)


@pytest.mark.parametrize("dtype", [ct.float32, ct.float64, ct.float16, ct.int64])
def test_spherical_bessel_j0(dtype):
    x = ct.tensor([0.0, 1e-5, 0.1, 0.4999, 0.5, 0.51, 2.0, -3.0, 50.0]).to(dtype)
    y = special.spherical_bessel_j0(x)
    a = x.double().numpy()
    want = np.where(a == 0, 1.0, np.sin(a) / np.where(a == 0, 1, a))
    tol = ct.finfo(y.dtype).eps * 4
    np.testing.assert_allclose(y.double(), want, tol, tol)
    out = ct.empty(9, dtype=y.dtype)
    assert special.spherical_bessel_j0(x, out=out) is out
    if dtype == ct.float64:
        ends = ct.tensor([np.inf, -np.inf, np.nan])
        assert special.spherical_bessel_j0(ends)[:2].tolist() == [0, 0]
        leaf = x.clone().requires_grad_()
        assert ct.autograd.gradcheck(special.spherical_bessel_j0, (leaf[:4] + 0.01,))
        special.spherical_bessel_j0(leaf).sum().backward()
        assert leaf.grad[0] == 0 and leaf.grad.isfinite().all()


def test_modified_bessel_functions() -> None:
    x = ct.tensor([0.0, 0.5, 3.0])
    assert special.modified_bessel_i0(x).tolist() == special.i0(x).tolist()
    assert special.modified_bessel_i1(x).tolist() == special.i1(x).tolist()
