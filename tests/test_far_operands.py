"""logaddexp, hypot and addcmul: ends of the range, holes in their gradients."""

import math

import numpy as np
import pytest

import ctensor as ct

INF, NAN = math.inf, math.nan


def gradients(f, *operands):
    """The result's list, and those of its first gradients."""
    x = [ct.tensor(v, requires_grad=True) for v in operands]
    y = f(*x)
    return y.tolist(), *(g.tolist() for g in ct.autograd.grad(y.sum(), x))


@pytest.mark.isa
@pytest.mark.parametrize("f", [ct.logaddexp, np.logaddexp])
def test_logaddexp_far_out(f) -> None:
    half = float(np.float32(math.log(2)))
    a = [0.0, 1e30, -1e30, 1e-30, INF, -INF, INF, -INF]
    b = [0.0, 1.0, -2e30, -1e-30, INF, -INF, 3.0, 3.0]
    y, ga, gb = gradients(f, a, b)
    ends = [INF, -INF, INF, 3.0]
    np.testing.assert_array_equal(
        np.float32(y), np.float32([half, 1e30, -1e30, half, *ends])
    )
    assert ga == [0.5, 1.0, 1.0, 0.5, 0.5, 0.5, 1.0, 0.0]
    assert gb == [0.5, 0.0, 0.0, 0.5, 0.5, 0.5, 0.0, 1.0]
    assert all(
        math.isnan(v) for v in f(ct.tensor([NAN, 1.0]), ct.tensor([INF, NAN])).tolist()
    )


@pytest.mark.parametrize("d", [0.0, 1.0, 80.0, 1000.0])
def test_second_gradient_of_logaddexp(d) -> None:
    """s (1 - s) of the shares; exponentials beyond the range make no NaN of it."""
    a, b = (ct.tensor([v], requires_grad=True, dtype=ct.float64) for v in (0.0, d))
    (g,) = ct.autograd.grad(ct.logaddexp(a, b).sum(), a, create_graph=True)
    share = 1 / (1 + math.exp(min(d, 700)))
    for x, sign in ((a, 1), (b, -1)):
        (h,) = ct.autograd.grad(g.sum(), x, retain_graph=True)
        assert h.item() == pytest.approx(sign * share * (1 - share), rel=1e-12)


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64])
@pytest.mark.parametrize("low", [-10, -1])
def test_logaddexp_near_0(dtype, low) -> None:
    """Within 3 of the largest number's last places where the result is small."""
    generator = np.random.default_rng(0)
    a, b = (ct.tensor(generator.uniform(low, 1, 20000)).to(dtype) for _ in "ab")
    x, y = (t.numpy().astype(np.longdouble) for t in (a, b))
    want, got = np.logaddexp(x, y), ct.logaddexp(a, b).numpy()
    size = np.maximum(np.abs(want), np.maximum(np.abs(x), np.abs(y))).astype(got.dtype)
    assert (np.abs(got - want) <= 3 * np.spacing(size)).all()


@pytest.mark.isa
@pytest.mark.parametrize("f", [ct.hypot, np.hypot])
def test_hypot_far_out(f) -> None:
    a = [0.0, 3e30, -3e-30, 1e30, INF, -INF, INF, 1e-45]
    b = [0.0, 4e30, 4e-30, 1e-30, 1.0, NAN, -INF, 0.0]
    y, ga, gb = gradients(f, a, b)
    want = np.float32([0, 5e30, 5e-30, 1e30, INF, INF, INF, 1e-45])
    np.testing.assert_array_equal(np.float32(y), want)
    np.testing.assert_allclose(ga, [0, 0.6, -0.6, 1, NAN, NAN, NAN, 1], rtol=1e-6)
    np.testing.assert_allclose(gb, [0, 0.8, 0.8, 0, 0, NAN, NAN, 0], rtol=1e-6)


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_hypot_within_its_bound(dtype) -> None:
    """Of equal and of unequal size, at both ends of the range and past each scale."""
    generator = np.random.default_rng(0)
    info = np.finfo(dtype)
    ends = info.minexp - info.nmant, info.maxexp
    exponent = np.concatenate([np.arange(*ends), generator.integers(*ends, 20000)])
    x = np.ldexp(dtype(1) + generator.random(exponent.size).astype(dtype), exponent)
    unequal = np.exp2(-generator.choice([0, 1, 10, 30], exponent.size))
    y = (x * unequal * generator.uniform(0.7, 1, exponent.size)).astype(dtype)
    want = np.hypot(x.astype(np.longdouble), y.astype(np.longdouble))
    with np.errstate(over="ignore"):
        rounded = want.astype(dtype)
    whole = np.isfinite(rounded)
    got = ct.hypot(ct.from_numpy(y), ct.from_numpy(-x)).numpy()
    assert np.isinf(got[~whole]).all() and (~whole).any()
    off = np.abs(got - want)[whole] / np.spacing(rounded[whole])
    assert off.max() <= 1


def test_gradients_of_hypot_at_the_origin() -> None:
    x = ct.zeros(2, requires_grad=True)
    (g,) = ct.autograd.grad(ct.hypot(x, x).sum(), x, create_graph=True)
    assert g.tolist() == [0.0, 0.0]
    (h,) = ct.autograd.grad(g.sum(), x)
    assert not h.isnan().any()


def test_deviation_of_equal_complex_numbers_has_a_gradient() -> None:
    x = ct.tensor([3 + 1j] * 4, requires_grad=True)
    y = ct.std(x)
    y.backward()
    assert (y.item(), x.grad.abs().max().item()) == (0.0, 0.0)


@pytest.mark.isa
@pytest.mark.parametrize("value", [0.3, -2, 7])
def test_addcmul_with_a_value(value) -> None:
    generator = np.random.default_rng(1)
    arrays = [np.float32(generator.uniform(0.5, 2, 1000)) for _ in range(3)]
    x, a, b = map(ct.tensor, arrays)
    w = [v.astype(np.float64) for v in arrays]
    want = w[0] + float(np.float32(value)) * w[1] * w[2]
    got = ct.addcmul(x, a, b, value=value)
    bound = 2**-24 * (np.abs(want) + abs(value) * w[1] * w[2])
    assert (np.abs(got.numpy() - want) <= bound * 1.001).all()
    assert x.addcmul_(a, b, value=value) is x
    assert x.tolist() == got.tolist()
    out = ct.empty(0)
    ct.addcmul(a, a, b, value=value, out=out)
    assert out.tolist() == ct.addcmul(a, a, b, value=value).tolist()


def test_addcmul_of_integers_and_of_other_kinds() -> None:
    i = ct.tensor([1, 2, 3])
    assert ct.addcmul(i, i, i, value=-2).tolist() == [-1, -6, -15]
    assert ct.addcmul(i, i, i, value=0.5).tolist() == [
        1,
        2,
        3,
    ]  # as PyTorch: value is 0
    assert ct.addcmul(i, i, ct.tensor([0.5, 1.5, 2.5])).dtype == ct.float32
    with pytest.raises(RuntimeError, match="addcmul"):
        ct.addcmul(i > 0, i > 0, i > 0)
    with pytest.raises(TypeError):
        ct.addcmul(i, i, i, 2)
    with pytest.raises(RuntimeError):
        i.addcmul_(i, ct.tensor([0.5, 1.5, 2.5]))
