"""gradcheck and gradgradcheck: they pass what is right and catch what is wrong."""

import pytest

import ctensor as ct
from ctensor.autograd import gradcheck, gradgradcheck


def double(*shape):
    return ct.randn(shape, dtype=ct.float64, requires_grad=True)


class Wrong(ct.autograd.Function):
    """The square with a gradient that forgets the 2."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * x


def test_right_gradients_pass():
    x, y = double(2, 3), double(3)
    assert gradcheck(lambda a, b: (a * b, (a @ b).exp()), (x, y))
    assert gradgradcheck(lambda a, b: (a * b, (a @ b).exp()), (x, y))


def test_strided_and_empty_inputs():
    view = double(6, 4).detach()[::2].T.requires_grad_()
    assert gradcheck(lambda a: a**3, (view,))
    assert gradcheck(lambda a: a.sum(0), double(0, 3))


def test_inputs_come_back_unchanged():
    x = double(4)
    before = x.detach().clone()
    gradcheck(lambda a: a.sin(), x)
    assert x.detach().tolist() == before.tolist()


def test_complex():
    z = (double(3) + 1j * double(3)).detach().requires_grad_()
    assert gradcheck(lambda a: (a * a, a.abs()), z)
    assert gradgradcheck(lambda a: a * a * a, z, gen_non_contig_grad_outputs=True)


def test_wrong_gradient_is_reported():
    x = ct.tensor([1.0, 2.0], dtype=ct.float64, requires_grad=True)
    with pytest.raises(RuntimeError) as caught:
        gradcheck(Wrong.apply, x)
    text = str(caught.value)
    assert text.startswith("Jacobian mismatch for output 0 with respect to input 0,\n")
    assert "numerical:tensor([[2.0000, 0.0000]" in text
    assert "analytical:tensor([[1., 0.]" in text
    assert not gradcheck(Wrong.apply, x, raise_exception=False)


def test_missing_gradient_is_reported():
    with pytest.raises(RuntimeError, match="expected to be zero: output 0 does not"):
        gradcheck(lambda a: a.detach() * 2, double(2))


def test_other_arguments_pass_through():
    assert gradcheck(lambda a, n, b: a * n + b, (double(2), 3, ct.ones(2)))


def test_refusals():
    with pytest.raises(ValueError, match="at least one input tensor to require grad"):
        gradcheck(lambda a: a, ct.zeros(1))
    with pytest.warns(UserWarning, match="Input #0 .* is not a double precision"):
        gradcheck(lambda a: a * 2, ct.zeros(1, requires_grad=True), eps=1e-2, rtol=1e-2)
    with pytest.raises(RuntimeError, match="input 0 is expanded"):
        gradcheck(lambda a: a, double(1).detach().expand(3).requires_grad_())
    with pytest.raises(ValueError, match="expected Tensors as outputs, got int"):
        gradcheck(lambda a: 1, double(1))


def test_checks_of_what_there_is_not_are_refused() -> None:
    x = ct.ones(2, dtype=ct.float64, requires_grad=True)
    assert gradcheck(ct.exp, x, check_batched_grad=False, check_forward_ad=False)
    with pytest.raises(ValueError, match="check_forward_ad=True is not supported"):
        gradcheck(ct.exp, x, check_forward_ad=True)
    with pytest.raises(ValueError, match="check_fwd_over_rev=True is not supported"):
        gradgradcheck(ct.exp, x, check_fwd_over_rev=True)
