"""Dropout of channels, Bilinear, lists and dicts of parameters."""

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn
from ctensor.nn import functional as F

CHANNELS = [
    (F.dropout1d, (40, 50, 3)),
    (F.dropout1d, (2000, 3)),
    (F.dropout2d, (40, 50, 3, 2)),
    (F.dropout2d, (40, 50, 3)),
    (F.dropout3d, (40, 50, 3, 2, 1)),
    (F.dropout3d, (2000, 3, 2, 1)),
]


@pytest.mark.parametrize(("function", "shape"), CHANNELS)
def test_whole_channels_are_dropped(function, shape):
    x = ct.ones(shape, requires_grad=True)
    y = function(x, 0.25)
    channels = y.detach().reshape(2000, -1).numpy()
    assert (channels == channels[:, :1]).all()
    np.testing.assert_allclose(sorted(set(channels.ravel())), [0, 1 / 0.75], 1e-6)
    assert abs((channels[:, 0] > 0).mean() - 0.75) < 0.05
    y.sum().backward()
    assert x.grad.tolist() == y.tolist()
    assert function(x, 0.25, training=False) is x
    assert function(x, 0.0) is x
    z = ct.ones(shape)
    assert function(z, 1.0, inplace=True) is z
    assert z.eq(0).all()


@pytest.mark.parametrize("function", [F.alpha_dropout, F.feature_alpha_dropout])
def test_alpha_dropout_keeps_mean_and_variance(function):
    x = ct.randn(10_000, 40, dtype=ct.float64, requires_grad=True)
    y = function(x, 0.3, training=True)
    assert abs(y.mean().item()) < 0.02
    assert abs(y.std().item() - 1) < 0.02
    least = -1.7580993408473766
    a = ((1 + 0.3 * least**2) * 0.7) ** -0.5
    dropped = (y - (a * least - a * least * 0.3)).abs() < 1e-12
    assert abs(dropped.double().mean().item() - 0.3) < 0.02
    (g,) = ct.autograd.grad(y.sum(), x)
    np.testing.assert_allclose(g.numpy(), np.where(dropped.numpy(), 0, a))
    assert function(x, 0.3) is x
    z = x.detach().clone()
    assert function(z, 1.0, True, inplace=True) is z
    assert z.eq(0).all()


def test_feature_alpha_dropout_drops_channels() -> None:
    y = F.feature_alpha_dropout(ct.ones(20, 30, 5), 0.5, training=True)
    assert (y == y[..., :1]).all()
    assert len(set(y.flatten().tolist())) == 2


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        (nn.Dropout1d, (2, 3, 4)),
        (nn.Dropout2d, (2, 3, 4, 4)),
        (nn.Dropout3d, (2, 3, 2, 2, 2)),
        (nn.AlphaDropout, (2, 3)),
        (nn.FeatureAlphaDropout, (2, 3, 4)),
    ],
)
def test_modules_drop_in_training_only(kind, shape):
    layer, x = kind(1.0), ct.ones(shape)
    assert layer(x).eq(0).all()
    assert layer.eval()(x) is x
    assert repr(kind(0.2, True)) == f"{kind.__name__}(p=0.2, inplace=True)"
    with pytest.raises(ValueError, match="between 0 and 1"):
        kind(1.5)


@pytest.mark.parametrize("hard", [False, True])
def test_gumbel_softmax_draws_classes_by_their_chances(hard):
    chances = ct.tensor([0.1, 0.2, 0.7], dtype=ct.float64)
    logits = chances.log().expand(20_000, 3).requires_grad_()
    y = F.gumbel_softmax(logits, 0.5, hard)
    np.testing.assert_allclose(y.sum(-1).detach().numpy(), 1)
    drawn = np.bincount(y.argmax(-1).numpy(), minlength=3) / 20_000
    np.testing.assert_allclose(drawn, chances.numpy(), atol=0.02)
    assert (len(set(y.detach().numpy().round(9).ravel())) == 2) == hard
    y[:, 0].sum().backward()
    assert logits.grad.abs().sum() > 0


def test_bilinear() -> None:
    layer = nn.Bilinear(3, 4, 5, dtype=ct.float64)
    x, y = ct.randn(2, 6, 3).double(), ct.randn(2, 6, 4).double()
    w, b = layer.weight.detach().numpy(), layer.bias.detach().numpy()
    want = np.einsum("nsi,oij,nsj->nso", x.numpy(), w, y.numpy()) + b
    np.testing.assert_allclose(layer(x, y).detach().numpy(), want, 1e-9)
    assert nn.Bilinear(3, 4, 5, bias=False).bias is None
    inputs = [t.requires_grad_() for t in (x[0, :2], y[0, :2], layer.weight)]
    inputs = [t.detach().clone().requires_grad_() for t in inputs]
    assert ct.autograd.gradcheck(F.bilinear, inputs)
    assert ct.autograd.gradgradcheck(F.bilinear, inputs)


def test_lists_of_parameters() -> None:
    both = nn.ParameterList([ct.ones(2), nn.Parameter(ct.zeros(3))])
    both.append(ct.ones(1))
    both += [ct.ones(4)]
    assert len(both) == 4
    assert len(list(both.parameters())) == 4
    assert list(both.state_dict()) == ["0", "1", "2", "3"]
    both[-1] = ct.zeros(5)
    assert both[3].shape == (5,)
    assert isinstance(both[3], nn.Parameter)
    assert [p.numel() for p in both[1:3]] == [3, 1]
    assert "(0): Parameter containing" in repr(both)
    both.append("text")
    assert both[4] == "text"
    for call in (lambda: both[5], lambda: both[-6]):
        with pytest.raises(IndexError, match="out of range"):
            call()
    with pytest.raises(TypeError, match="iterable"):
        both.extend(3)


def test_dicts_of_parameters() -> None:
    named = nn.ParameterDict({"a": ct.ones(2)})
    named["b"] = ct.zeros(3)
    named.update([("c", 1)])
    assert list(named) == ["a", "b", "c"]
    assert [name for name, _ in named.named_parameters()] == ["a", "b"]
    assert list(named.state_dict()) == ["a", "b"]
    assert "a" in named
    assert (named.get("x", 5), named.pop("c")) == (5, 1)
    assert named.setdefault("d", ct.ones(1)) is named["d"]
    assert named.popitem()[0] == "d"
    assert list((named | {"e": 2}).keys()) == ["a", "b", "e"]
    named |= {"f": 3}
    assert list(reversed(named)) == ["f", "b", "a"]
    assert list(named.fromkeys(["x", "y"], 1).values()) == [1, 1]
    assert "(a): Parameter containing" in repr(named)
    del named["a"]
    with pytest.raises(KeyError):
        named["a"]
    named.clear()
    assert len(named) == 0
    with pytest.raises(TypeError, match="string"):
        nn.ParameterDict({1: ct.ones(1)})


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: F.dropout1d(ct.ones(3)), RuntimeError, "2D or 3D"),
        (lambda: F.dropout2d(ct.ones(1, 2, 3), 2.0), ValueError, "between 0 and 1"),
        (
            lambda: F.feature_alpha_dropout(ct.ones(2), 0.5, True),
            RuntimeError,
            "2 dimensions",
        ),
        (
            lambda: F.bilinear(ct.ones(2, 3), ct.ones(3, 4), ct.ones(5, 3, 4)),
            RuntimeError,
            "bilinear: expected",
        ),
        (lambda: nn.Bilinear(0, 1, 1), ValueError, "in1_features"),
    ],
)
def test_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize("function", [F.dropout2d, F.dropout3d])
def test_other_dims_are_a_warning(function):
    with pytest.warns(UserWarning, match="deprecated"):
        function(ct.ones(2, 3), 0.5)
