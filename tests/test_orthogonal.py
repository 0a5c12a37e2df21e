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
