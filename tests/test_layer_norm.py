"""layer_norm and LayerNorm: equal and extreme rows, 16-bit floats, what is refused."""

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn
from ctensor.nn import functional as F


def reference(x):
    x = np.asarray(x, np.longdouble)
    z = x - x.mean(-1, keepdims=True)
    return z / np.sqrt((z * z).mean(-1, keepdims=True) + np.longdouble(1e-5))


@pytest.mark.parametrize("dtype", [ct.float32, ct.float64, ct.float16])
def test_equal_elements_are_0(dtype) -> None:
    x = ct.full((2, 7), 0.1, dtype=dtype, requires_grad=True)
    bias = ct.arange(7).to(dtype)
    y = F.layer_norm(x, (7,), None, bias)
    assert y.tolist() == [bias.tolist()] * 2
    (g,) = ct.autograd.grad(y.sum(), x)
    assert g.tolist() == [[0.0] * 7] * 2


@pytest.mark.parametrize("scale", [1e30, 1.0, 1e-2])
@pytest.mark.parametrize("n", [1, 5, 63, 64, 65, 1000])
def test_any_scale_and_offset(scale, n) -> None:
    x = ct.randn(3, n, generator=ct.Generator().manual_seed(n)) * scale + 100 * scale
    y = F.layer_norm(x, (n,)).numpy()
    np.testing.assert_allclose(y, reference(x.numpy()), 1e-6, 1e-6)


@pytest.mark.parametrize("dtype", [ct.float16, ct.bfloat16])
def test_16_bit_floats_are_rounded_once(dtype) -> None:
    x = ct.randn(4, 100, generator=ct.Generator().manual_seed(0)).to(dtype)
    want = ct.tensor(reference(x.double().numpy()).astype(np.float64)).to(dtype)
    assert (F.layer_norm(x, (100,)) == want).float().mean().item() > 0.99
    assert F.layer_norm(x, (100,), ct.ones(100)).dtype == dtype


def test_gradients_of_three_kinds() -> None:
    x, w, b = (
        ct.randn(*s, dtype=ct.float64, requires_grad=True)
        for s in ((6, 2, 70), (2, 70), (2, 70))
    )
    f = lambda *t: F.layer_norm(t[0], (2, 70), *t[1:])  # noqa: E731
    y = f(x, w, b)
    g = ct.randn(6, 2, 70, dtype=ct.float64)
    got = ct.autograd.grad(y, (x, w, b), g)
    v = x.reshape(6, 140)
    z = (v - v.mean(1, keepdim=True)) / (
        v.var(1, correction=0, keepdim=True) + 1e-5
    ).sqrt()
    want = ct.autograd.grad(z.reshape(6, 2, 70) * w + b, (x, w, b), g)
    for a, c in zip(got, want, strict=True):
        np.testing.assert_allclose(a.numpy(), c.numpy(), 1e-10, 1e-10)
    small = [
        ct.randn(*s, dtype=ct.float64, requires_grad=True) for s in ((2, 3), (3,), (3,))
    ]
    assert ct.autograd.gradgradcheck(lambda *t: F.layer_norm(t[0], (3,), *t[1:]), small)


def test_nothing_to_normalize() -> None:
    for shape, last in (((0, 3), 3), ((2, 0), 0)):
        x = ct.empty(shape, requires_grad=True)
        w = ct.ones(last, requires_grad=True)
        y = F.layer_norm(x, (last,), w)
        y.sum().backward()
        assert (tuple(y.shape), tuple(x.grad.shape)) == (shape, shape)
        assert w.grad.tolist() == [0.0] * last


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (((2,),), "normalized_shape"),
        (((),), "normalized_shape"),
        (((2, 3, 3),), "normalized_shape"),
        (((3,), ct.ones(2)), "weight of shape"),
        (((3,), None, ct.ones(1, 3)), "bias of shape"),
        (((3,), ct.ones(3, dtype=ct.float64)), "weight of the input's dtype"),
    ],
)
def test_what_is_refused(arguments, message) -> None:
    with pytest.raises(RuntimeError, match=f"layer_norm: expected.*{message}"):
        F.layer_norm(ct.ones(2, 3), *arguments)
    with pytest.raises(RuntimeError, match="layer_norm: expected a floating"):
        F.layer_norm(ct.tensor([[1, 2]]), (2,))


def test_the_layer() -> None:
    layer = nn.LayerNorm((3, 4))
    assert (
        repr(layer)
        == "LayerNorm((3, 4), eps=1e-05, elementwise_affine=True, bias=True)"
    )
    assert list(layer.state_dict()) == ["weight", "bias"]
    assert (layer.weight.sum().item(), layer.bias.sum().item()) == (12.0, 0.0)
    x = ct.randn(2, 3, 4)
    assert (
        layer(x).tolist() == F.layer_norm(x, (3, 4), layer.weight, layer.bias).tolist()
    )
    plain = nn.LayerNorm(5, eps=1e-3, elementwise_affine=False)
    assert (
        repr(plain)
        == "LayerNorm((5,), eps=0.001, elementwise_affine=False, bias=False)"
    )
    assert list(plain.parameters()) == []
    half = nn.LayerNorm(5, bias=False, device="meta", dtype=ct.float16)
    assert (half.bias, half.weight.dtype, half.weight.is_meta) == (
        None,
        ct.float16,
        True,
    )
    assert tuple(half(ct.ones(2, 5, dtype=ct.float16, device="meta")).shape) == (2, 5)
