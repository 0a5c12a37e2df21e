"""Formulas of complex result and of two results: polar, complex and frexp."""

import math

import numpy as np
import pytest

import ctensor as ct

NUMBERS = [0.0, -0.0, 1.0, -0.75, 3e38, 1e-45, 1e-39, math.inf, -math.inf, math.nan]


@pytest.mark.isa
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("n", [1, 3, 10, 77])
def test_frexp_is_numpys(dtype, n) -> None:
    x = np.resize(np.array(NUMBERS, dtype), n)
    for t, a in ((ct.tensor(x), x), (ct.tensor(np.repeat(x, 2))[::2], x)):
        mantissa, exponent = ct.frexp(t)
        want = np.frexp(a)
        assert exponent.dtype == ct.int32
        np.testing.assert_array_equal(mantissa.numpy(), want[0])
        np.testing.assert_array_equal(exponent.numpy(), want[1])


def test_frexp_of_half_and_into_given_tensors() -> None:
    x = ct.tensor([0.3, -12.0, 0.0], dtype=ct.float16)
    assert ct.frexp(x).mantissa.dtype == ct.float16
    assert ct.frexp(x).exponent.tolist() == [-1, 4, 0]
    y = ct.tensor([0.3, -12.0, 0.0])
    want = ct.frexp(y)
    exponent = ct.empty(3, dtype=ct.int32)
    got = ct.frexp(y, out=(y, exponent))  # the mantissa over the operand
    assert got[0] is y
    assert (got[1] is exponent, exponent.tolist()) == (True, want.exponent.tolist())
    assert y.tolist() == want.mantissa.tolist()
    shared = ct.tensor([0.3, -12.0, 0.0])
    out = (ct.empty(3), shared.view(ct.int32))  # the exponent over the operand
    ct.frexp(shared, out=out)
    assert out[0].tolist() == want.mantissa.tolist()
    assert out[1].tolist() == want.exponent.tolist()


def test_gradient_of_frexp_is_that_of_its_mantissa() -> None:
    x = ct.tensor([0.3, -12.0, 0.0, math.inf], requires_grad=True)
    mantissa, exponent = ct.frexp(x)
    assert not exponent.requires_grad
    (g,) = ct.autograd.grad(mantissa.sum(), x, create_graph=True)
    assert g.tolist() == [2.0, 2.0**-4, 1.0, 1.0]
    (h,) = ct.autograd.grad(g.sum(), x)
    assert h[:3].abs().max().item() <= 1e-6


@pytest.mark.isa
@pytest.mark.parametrize("n", [1, 5, 16, 77])
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64])
def test_complex_of_parts(dtype, n) -> None:
    a, b = ct.randn(n, dtype=dtype), ct.randn(n, 2, dtype=dtype)[:, 1]
    z = ct.complex(a, b)
    assert z.dtype == dtype.to_complex()
    np.testing.assert_array_equal(z.real.numpy(), a.numpy())
    np.testing.assert_array_equal(z.imag.numpy(), b.numpy())
    w = ct.complex(z.imag, z.real, out=z)  # over its own parts
    assert w is z
    np.testing.assert_array_equal(z.real.numpy(), b.numpy())
    np.testing.assert_array_equal(z.imag.numpy(), a.numpy())


def test_polar_at_zero_and_its_gradients() -> None:
    size = ct.tensor([0.0, 2.0], dtype=ct.float64, requires_grad=True)
    angle = ct.tensor([1.0, 0.5], dtype=ct.float64, requires_grad=True)
    z = ct.polar(size, angle)
    np.testing.assert_allclose(
        z.detach().numpy(), [0, 2 * np.exp(0.5j)], rtol=1e-15, atol=0
    )
    a, b = ct.autograd.grad(z.real.sum(), (size, angle), create_graph=True)
    assert a.dtype == ct.float64
    np.testing.assert_allclose(a.detach(), [0, math.cos(0.5)], 1e-14)  # PyTorch's 0
    np.testing.assert_allclose(b.detach(), [0, -2 * math.sin(0.5)], 1e-14, 1e-14)
    (c,) = ct.autograd.grad(b.sum(), angle)
    np.testing.assert_allclose(c, [0, -2 * math.cos(0.5)], 1e-14, 1e-14)
    assert ct.autograd.gradcheck(ct.polar, (size[1:], angle[1:]))
    assert ct.autograd.gradgradcheck(ct.polar, (size[1:], angle[1:]))


def test_fmod_and_heaviside_at_the_edges() -> None:
    x = ct.tensor([5, -5, 7])
    assert ct.fmod(x, 3).tolist() == [2, -2, 1]
    with pytest.raises(RuntimeError, match="fmod: integer division by zero"):
        ct.fmod(x, 0)
    t = ct.tensor([-math.inf, -0.0, 0.0, 2.0, math.nan])
    assert ct.heaviside(t, 0.5).tolist() == [0, 0.5, 0.5, 1, 0]


def test_logit_outside_and_at_the_ends() -> None:
    x = ct.tensor([-0.5, 0.0, 0.5, 1.0, 1.5], dtype=ct.float64, requires_grad=True)
    y = ct.logit(x, 0.25)
    assert y.tolist() == pytest.approx([-math.log(3)] * 2 + [0] + [math.log(3)] * 2)
    assert ct.autograd.grad(y.sum(), x)[0].tolist() == [0, 0, 4, 0, 0]
    y = ct.logit(x)
    assert str(y.tolist()) == "[nan, -inf, 0.0, inf, nan]"
    g = ct.autograd.grad(y.sum(), x)[0].tolist()
    assert str(g) == "[nan, inf, 4.0, inf, nan]"
    assert ct.logit(x.detach(), None).tolist()[2] == 0


@pytest.mark.parametrize("p", [3.3, 1 / 3, -2.7])
def test_second_gradients_of_numbers_are_exact(p) -> None:
    """What is computed of numbers alone, as p - 1, is not rounded to float32."""
    x = ct.tensor([1.3], dtype=ct.float64, requires_grad=True)
    (g,) = ct.autograd.grad(x.pow(p), x, create_graph=True)
    (h,) = ct.autograd.grad(g, x)
    assert g.item() == pytest.approx(p * 1.3 ** (p - 1), rel=1e-14)
    assert h.item() == pytest.approx(p * (p - 1) * 1.3 ** (p - 2), rel=1e-14)
