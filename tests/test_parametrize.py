"""Parametrizations and their kin, fused layers, the rest of nn.init."""

import copy
import pickle

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn
from ctensor.nn import init
from ctensor.nn.utils import parametrizations, parametrize

double = {"dtype": ct.float64}


class Symmetric(nn.Module):
    def forward(self, x):
        return x.triu() + x.triu(1).mT

    def right_inverse(self, x):
        return x.triu()


class Exp(nn.Module):
    def forward(self, x):
        return x.exp()


def test_a_weight_that_is_a_function() -> None:
    layer = nn.Linear(3, 3, **double)
    with ct.no_grad():
        layer.weight.copy_(ct.eye(3) + 0.5)
    before = layer.weight.tolist()
    assert parametrize.register_parametrization(layer, "weight", Symmetric()) is layer
    assert layer.weight.tolist() == before
    assert list(layer.state_dict()) == ["bias", "parametrizations.weight.original"]
    assert parametrize.is_parametrized(layer)
    assert parametrize.is_parametrized(layer, "weight")
    assert not parametrize.is_parametrized(layer, "bias")
    assert type(layer).__name__ == "ParametrizedLinear"
    assert parametrize.type_before_parametrizations(layer) is nn.Linear
    layer(ct.ones(2, 3, **double)).sum().backward()
    grad = layer.parametrizations.weight.original.grad
    assert grad.tril(-1).eq(0).all()
    assert grad.triu(1).eq(4).sum() == 3
    layer.weight = ct.full((3, 3), 2.0, **double)
    assert layer.weight.eq(2).all()
    assert layer.parametrizations.weight.original.tril(-1).eq(0).all()
    parametrize.register_parametrization(layer, "weight", Exp())
    np.testing.assert_allclose(layer.weight.detach().numpy(), np.exp(2.0))
    with pytest.raises(RuntimeError, match="does not implement"):
        layer.weight = ct.ones(3, 3, **double)


def test_copies_and_what_is_computed_once() -> None:
    layer = parametrize.register_parametrization(nn.Linear(3, 3), "weight", Exp())
    other = copy.deepcopy(layer)
    with ct.no_grad():
        layer.parametrizations.weight.original.zero_()
    assert layer.weight.eq(1).all()
    assert not other.weight.eq(1).all()
    assert layer.weight is not layer.weight
    with parametrize.cached(), parametrize.cached():
        assert layer.weight is layer.weight
    with pytest.raises(RuntimeError, match="state_dict"):
        pickle.dumps(layer)
    plain = nn.Linear(3, 3)
    parametrize.transfer_parametrizations_and_params(layer, plain)
    assert plain.weight.eq(1).all()


@pytest.mark.parametrize("leave", [True, False])
def test_removal(leave):
    layer = nn.Linear(3, 3)
    before = layer.weight.detach().clone()
    parametrize.register_parametrization(layer, "weight", Exp())
    parametrize.remove_parametrizations(layer, "weight", leave_parametrized=leave)
    assert type(layer) is nn.Linear
    assert isinstance(layer.weight, nn.Parameter)
    assert layer.weight.tolist() == (before.exp() if leave else before).tolist()
    assert set(layer.state_dict()) == {"bias", "weight"}


@pytest.mark.parametrize("dim", [0, 1, None])
def test_weight_norm(dim):
    for make, names in (
        (parametrizations.weight_norm, ("original0", "original1")),
        (nn.utils.weight_norm, ("weight_g", "weight_v")),
    ):
        layer = nn.Linear(4, 3, **double)
        before = layer.weight.detach().numpy().copy()
        make(layer, dim=dim)
        holder = layer if names[0] == "weight_g" else layer.parametrizations.weight
        g, v = (getattr(holder, name) for name in names)
        np.testing.assert_allclose(layer.weight.detach().numpy(), before, 1e-12)
        over = None if dim is None else 1 - dim
        norm = np.linalg.norm(before, axis=over, keepdims=dim is not None)
        np.testing.assert_allclose(g.detach().numpy(), norm, 1e-12)
        with ct.no_grad():
            g.mul_(2)
            v.mul_(3)
        layer(ct.ones(1, 4, **double)).sum().backward()
        np.testing.assert_allclose(layer.weight.detach().numpy(), 2 * before, 1e-12)
        assert g.grad is not None


def test_removal_of_older_forms() -> None:
    for make, remove in (
        (nn.utils.weight_norm, nn.utils.remove_weight_norm),
        (nn.utils.spectral_norm, nn.utils.remove_spectral_norm),
    ):
        layer = make(nn.Linear(4, 3))
        with pytest.raises(RuntimeError, match="two"):
            make(layer)
        layer.eval()
        x = ct.ones(1, 4)
        before = layer(x)
        remove(layer)
        assert isinstance(layer.weight, nn.Parameter)
        np.testing.assert_allclose(
            layer(x).detach().numpy(), before.detach().numpy(), 1e-5
        )
        assert set(layer.state_dict()) == {"weight", "bias"}
        with pytest.raises(ValueError, match="not found"):
            remove(layer)


@pytest.mark.parametrize(
    "make", [parametrizations.spectral_norm, nn.utils.spectral_norm]
)
def test_spectral_norm(make):
    layer = make(nn.Linear(5, 3, **double), n_power_iterations=50)
    x = ct.ones(1, 5, **double)
    layer(x)
    values = np.linalg.svd(layer.weight.detach().numpy(), compute_uv=False)
    assert values[0] == pytest.approx(1, 1e-6)
    layer.eval()
    assert layer(x).tolist() == layer(x).tolist()
    layer(x).sum().backward()
    assert all(p.grad is not None for p in layer.parameters())
    bias = parametrizations.spectral_norm(nn.Linear(5, 3), "bias").bias
    assert bias.norm().item() == pytest.approx(1, 1e-5)


@pytest.mark.parametrize("trivial", [True, False])
@pytest.mark.parametrize("kind", ["matrix_exp", "cayley", "householder"])
@pytest.mark.parametrize("shape", [(4, 4), (5, 3), (3, 5)])
def test_orthogonal(shape, kind, trivial):
    layer = nn.Linear(shape[1], shape[0], **double)
    parametrizations.orthogonal(layer, orthogonal_map=kind, use_trivialization=trivial)
    for _ in range(2):
        q = layer.weight.detach().numpy()
        q = q if shape[0] >= shape[1] else q.T
        np.testing.assert_allclose(q.T @ q, np.eye(min(shape)), atol=1e-9)
        with ct.no_grad():
            original = layer.parametrizations.weight.original
            original.add_(ct.randn(*original.shape, **double) * 0.1)
            if kind == "householder":
                original.diagonal().fill_(1.0)
    layer(ct.ones(1, shape[1], **double)).sum().backward()
    assert layer.parametrizations.weight.original.grad.isfinite().all()
    if trivial or kind == "householder":
        want = ct.linalg.qr(
            ct.randn(*shape, **double).mT
            if shape[0] < shape[1]
            else ct.randn(*shape, **double)
        )[0]
        want = want.mT if shape[0] < shape[1] else want
        layer.weight = want
        np.testing.assert_allclose(
            layer.weight.detach().numpy(), want.numpy(), atol=1e-9
        )


def test_fused_linear_layer() -> None:
    linear, bn = nn.Linear(4, 3, **double).eval(), nn.BatchNorm1d(3, **double)
    for p in (*bn.parameters(), bn.running_mean, bn.running_var):
        p.data.uniform_(0.5, 1.5)
    bn.eval()
    x = ct.randn(2, 4, **double)
    fused = nn.utils.fuse_linear_bn_eval(linear, bn)
    np.testing.assert_allclose(
        fused(x).detach().numpy(), bn(linear(x)).detach().numpy(), 1e-12
    )
    with pytest.raises(AssertionError, match="eval"):
        nn.utils.fuse_linear_bn_eval(linear, bn.train())
    w = ct.randn(2, 3, 4)
    ones = ct.full((3,), 3.0)
    made, b = nn.utils.fuse_conv_bn_weights(
        w, None, ones, ones, 1.0, None, None, transpose=True
    )
    np.testing.assert_allclose(made.detach().numpy(), w.numpy() / 2, 1e-6)
    assert b.tolist() == [-1.5] * 3


def test_layer_without_drawing() -> None:
    layer = nn.utils.skip_init(nn.Linear, 3, 4, bias=False)
    assert layer.weight.shape == (4, 3)
    assert layer.weight.device.type == "cpu"
    with pytest.raises(RuntimeError, match="device"):
        nn.utils.skip_init(nn.Flatten)


def test_gradients_scaled_by_a_known_norm() -> None:
    p = nn.Parameter(ct.zeros(2))
    p.grad = ct.tensor([3.0, 4.0])
    total = nn.utils.get_total_norm([p.grad])
    nn.utils.clip_grads_with_norm_([p], 1.0, total)
    np.testing.assert_allclose(p.grad.numpy(), [0.6, 0.8], 1e-5)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda m: parametrizations.weight_norm(m, "x"), ValueError, "not have"),
        (lambda m: parametrizations.spectral_norm(m, "x"), ValueError, "no parameter"),
        (
            lambda m: parametrizations.spectral_norm(m, n_power_iterations=0),
            ValueError,
            "positive",
        ),
        (lambda m: parametrizations.spectral_norm(m, dim=2), IndexError, "range"),
        (lambda m: parametrizations.orthogonal(m, "bias"), ValueError, "matrix"),
        (
            lambda m: parametrizations.orthogonal(m, orthogonal_map="x"),
            ValueError,
            "one of",
        ),
        (
            lambda m: parametrize.register_parametrization(m, "weight", nn.Flatten(0)),
            ValueError,
            "shape",
        ),
        (
            lambda m: parametrize.remove_parametrizations(m, "weight"),
            ValueError,
            "not have",
        ),
        (lambda m: init.dirac_(ct.ones(2, 2)), ValueError, "3, 4, or 5"),
        (lambda m: init.dirac_(ct.ones(3, 2, 2), 2), ValueError, "divisible"),
        (lambda m: init.orthogonal_(ct.ones(3)), ValueError, "2 or more"),
        (lambda m: init.sparse_(ct.ones(3), 0.5), ValueError, "2 dim"),
    ],
)
def test_refused(call, error, message):
    with pytest.raises(error, match=message):
        call(nn.Linear(4, 3))


def test_truncated_normal() -> None:
    x = init.trunc_normal_(ct.empty(100_000), 0.3, 2.0, -1.0, 4.0).numpy()
    assert x.min() >= -1
    assert x.max() <= 4
    assert x.mean() == pytest.approx(1.009, abs=0.02)  # of the density between both
    assert x.std() == pytest.approx(1.252, abs=0.02)
    with pytest.warns(UserWarning, match="2 std"):
        init.trunc_normal_(ct.empty(3), 100.0)


def test_dirac_leaves_channels_as_they_are() -> None:
    w = init.dirac_(ct.empty(6, 3, 3, 5), 2)
    places = w.nonzero().tolist()
    assert places == [[i, i % 3, 1, 2] for i in range(6)]


def test_orthogonal_and_sparse_matrices() -> None:
    for shape in ((6, 2, 2), (2, 6)):
        q = init.orthogonal_(ct.empty(shape), 2.0).flatten(1).numpy()
        q = q if len(q) > q.shape[1] else q.T
        np.testing.assert_allclose(q.T @ q, 4 * np.eye(q.shape[1]), atol=1e-5)
    assert (init.sparse_(ct.empty(10, 5), 0.25) == 0).sum(0).tolist() == [3] * 5


def test_older_names() -> None:
    with pytest.warns(FutureWarning, match="constant_"):
        assert init.constant(ct.empty(2), 3.0).tolist() == [3, 3]
