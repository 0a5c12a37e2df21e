"""Activations, which are formula rows with attributes: functions, modules, in place."""

import math

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn
from ctensor.nn import functional as F

REPRS = [
    (nn.LeakyReLU(0.2, True), "LeakyReLU(negative_slope=0.2, inplace=True)"),
    (nn.LeakyReLU(), "LeakyReLU(negative_slope=0.01)"),
    (nn.ELU(2.0, True), "ELU(alpha=2.0, inplace=True)"),
    (nn.SELU(), "SELU()"),
    (nn.SELU(True), "SELU(inplace=True)"),
    (nn.CELU(0.5), "CELU(alpha=0.5)"),
    (nn.Softplus(), "Softplus(beta=1.0, threshold=20.0)"),
    (nn.Hardtanh(-2.0, 3.0, True), "Hardtanh(min_val=-2.0, max_val=3.0, inplace=True)"),
    (nn.ReLU6(True), "ReLU6(inplace=True)"),
    (nn.Hardsigmoid(True), "Hardsigmoid()"),
    (nn.Hardswish(), "Hardswish()"),
    (nn.SiLU(True), "SiLU(inplace=True)"),
    (nn.Mish(), "Mish()"),
    (nn.LogSigmoid(), "LogSigmoid()"),
    (nn.Softsign(), "Softsign()"),
    (nn.Tanhshrink(), "Tanhshrink()"),
    (nn.Softshrink(), "Softshrink(0.5)"),
    (nn.Hardshrink(), "Hardshrink(0.5)"),
    (nn.Threshold(0.1, 20, True), "Threshold(threshold=0.1, value=20, inplace=True)"),
    (nn.PReLU(), "PReLU(num_parameters=1)"),
]
NUMBERS = [-math.inf, -100.0, -4.0, -3.0, -0.5, -0.0, 0.0, 0.5, 1.0, 3.0, 6.0, math.inf]


@pytest.mark.parametrize(("module", "text"), REPRS, ids=[text for _, text in REPRS])
def test_module_shows_its_options_and_runs(module, text) -> None:
    assert repr(module) == text
    x = ct.tensor([[-2.0, 0.3], [0.0, 5.0]])
    y = module(x.clone())
    assert y.shape == x.shape
    if getattr(module, "inplace", False):
        z = x.clone()
        assert module(z) is z
        np.testing.assert_array_equal(z.numpy(), y.numpy())


IN_PLACE = [
    (F.leaky_relu, (0.2,)),
    (F.elu, (2.0,)),
    (F.selu, ()),
    (F.celu, (0.5,)),
    (F.hardtanh, (-0.5, 0.25)),
    (F.relu6, ()),
    (F.hardsigmoid, ()),
    (F.hardswish, ()),
    (F.silu, ()),
    (F.mish, ()),
    (F.threshold, (0.1, 7.0)),
]


@pytest.mark.parametrize(("function", "numbers"), IN_PLACE)
def test_in_place_gives_the_same_value_and_gradient(function, numbers) -> None:
    results = []
    for inplace in (False, True):
        x = ct.linspace(-2, 2, 9, requires_grad=True)
        y = function(x * 1, *numbers, inplace=inplace)
        results.append((y.detach().numpy(), ct.autograd.grad(y.sum(), x)[0].numpy()))
    for a, b in zip(*results, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("name", ["leaky_relu", "elu", "celu", "hardtanh", "selu"])
def test_functions_with_an_underscore_write_their_argument(name) -> None:
    x = ct.linspace(-2, 2, 9)
    want = getattr(F, name)(x)
    assert getattr(F, name + "_")(x) is x
    np.testing.assert_array_equal(x.numpy(), want.numpy())
    assert F.threshold_(x, 0.0, 5.0).tolist() == F.threshold(x, 0.0, 5.0).tolist()


def test_each_call_has_its_own_attributes() -> None:
    """Also those that run in one graph, in the second gradient and in between."""
    x = ct.tensor([-2.0, 3.0], dtype=ct.float64, requires_grad=True)
    y = F.elu(F.elu(x, 2.0), 0.5)
    (g,) = ct.autograd.grad(y.sum(), x, create_graph=True)
    (h,) = ct.autograd.grad(g.sum(), x)
    a, u = 2 * math.expm1(-2), 2 * math.exp(-2)
    v = 0.5 * math.exp(a)
    assert g.tolist() == pytest.approx([v * u, 1], rel=1e-12)
    assert h.tolist() == pytest.approx([v * u * u + v * u, 0], rel=1e-12)


@pytest.mark.parametrize(
    ("function", "x", "slope"),
    [
        (F.leaky_relu, 0.0, 0.01),
        (lambda x: F.elu(x, 2.0), 0.0, 2.0),
        (F.hardtanh, -1.0, 0.0),
        (F.hardtanh, 1.0, 0.0),
        (F.relu6, 0.0, 0.0),
        (F.relu6, 6.0, 0.0),
        (F.hardsigmoid, -3.0, 0.0),
        (F.hardsigmoid, 3.0, 0.0),
        (F.hardswish, -3.0, 0.0),
        (F.hardswish, 3.0, 1.0),
        (F.hardshrink, 0.5, 0.0),
        (F.softshrink, -0.5, 0.0),
        (lambda x: F.threshold(x, 1.0, 9.0), 1.0, 0.0),
        (F.softplus, 1000.0, 1.0),
        (F.softplus, -1000.0, 0.0),
        (F.logsigmoid, -1000.0, 1.0),
        (F.elu, math.nan, 1.0),
        (F.hardtanh, math.nan, 1.0),
        (F.hardsigmoid, math.nan, 0.0),
    ],
)
def test_gradients_at_ties_and_extremes_are_pytorchs(function, x, slope) -> None:
    for dtype in (ct.float32, ct.float64, ct.float16, ct.bfloat16):
        t = ct.tensor([x], dtype=dtype, requires_grad=True)
        (g,) = ct.autograd.grad(function(t).sum(), t)
        assert g.item() == pytest.approx(slope, rel=ct.finfo(dtype).eps)


def test_second_gradient_stays_finite_where_the_other_branch_overflows() -> None:
    for function in (F.elu, F.selu, F.celu, F.softplus, F.logsigmoid, F.mish):
        x = ct.tensor([-800.0, 800.0], requires_grad=True)
        (g,) = ct.autograd.grad(function(x).sum(), x, create_graph=True)
        (h,) = ct.autograd.grad(g.sum(), x)
        assert ct.isnan(g).any().item() is False, function
        assert ct.isnan(h).any().item() is False, function


def test_activations_write_to_out() -> None:
    x = ct.tensor([-1.0, 0.0, 2.0])
    for function in (F.softplus, F.logsigmoid, F.softshrink):
        out = ct.empty(0)
        assert function(x, out=out) is out
        assert ct.equal(out, function(x))


def test_attributes_of_integers_are_integers() -> None:
    x = ct.arange(5)
    assert F.threshold(x, 1.5, 20.7).tolist() == [20, 20, 2, 3, 4]
    assert F.hardtanh(x, 0.0, 2.9).tolist() == [0, 1, 2, 2, 2]
    assert F.relu6(x.to(ct.uint8)).dtype == ct.uint8
    for value in (math.nan, math.inf, 1e30, 200.0, -129.0):
        with pytest.raises(RuntimeError, match="to type int8 without overflow"):
            F.threshold(x.to(ct.int8), 0.0, value)
    for value in (127.9, -128.0):
        assert F.threshold(x.to(ct.int8), 0.0, value)[0].item() == int(value)
    with pytest.raises(RuntimeError, match=r"min_val: value .* to type uint8"):
        F.hardtanh(x.to(ct.uint8))


def test_what_pytorch_refuses() -> None:
    x = ct.ones(2, 3)
    with pytest.raises(RuntimeError, match="alpha cannot be 0"):
        F.celu(x, 0.0)
    with pytest.raises(RuntimeError, match="lambda must be"):
        F.softshrink(x, -1.0)
    with pytest.raises(ValueError, match="min_val cannot be greater"):
        F.hardtanh(x, 2.0, 1.0)
    with pytest.raises(AssertionError, match="must be greater"):
        nn.Hardtanh(2.0, 2.0)
    with pytest.warns(FutureWarning, match="`min_value` is deprecated"):
        assert nn.Hardtanh(min_value=-3.0).min_val == -3.0
    with pytest.raises(RuntimeError, match="numbers = 2 and channel size = 3"):
        F.prelu(x, ct.ones(2))
    with pytest.raises(TypeError, match="alpha"):
        F.elu(x, "1")


def test_prelu_has_a_weight_per_channel() -> None:
    x = ct.randn(4, 3, 2, dtype=ct.float64, requires_grad=True)
    w = ct.tensor([0.1, 0.2, 0.3], dtype=ct.float64, requires_grad=True)
    want = np.where(
        x.detach().numpy() > 0,
        x.detach().numpy(),
        x.detach().numpy() * w.detach().numpy()[:, None],
    )
    np.testing.assert_array_equal(F.prelu(x, w).detach().numpy(), want)
    assert ct.autograd.gradcheck(F.prelu, (x, w))
    assert F.prelu(ct.tensor(-2.0), ct.tensor([0.25])).item() == -0.5
    assert F.prelu(ct.tensor([-2.0, 1.0]), ct.tensor([0.25])).tolist() == [-0.5, 1.0]


@pytest.mark.parametrize("function", [F.relu, F.leaky_relu, F.hardtanh, F.hardshrink])
def test_second_gradient_of_what_is_straight_is_zero(function) -> None:
    """Not an error: the first one depends on x, if only in which branch is taken."""
    x = ct.tensor([-2.0, 0.3], requires_grad=True)
    (g,) = ct.autograd.grad(function(x).sum(), x, create_graph=True)
    assert ct.autograd.grad(g.sum(), x)[0].tolist() == [0, 0]
