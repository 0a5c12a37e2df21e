"""Reductions of awkward data (constants, extremes, a far mean) against NumPy, which is
given more digits, in every dtype and along every kind of dim.
"""

from __future__ import annotations

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn

FLOATS = [ct.float16, ct.bfloat16, ct.float32, ct.float64]
WIDE = [ct.float32, ct.float64]
SHAPES = [(1,), (9,), (33,), (64,), (1025,), (70_001,), (40, 3), (3, 40), (40, 33)]
SHAPES += [(2100, 5), (5, 2100), (40_000, 2), (7, 30, 40)]
SCALES = {"plain": (1, 0), "far": (1e-2, 10), "large": (1e15, 0), "small": (1e-15, 0)}


def sides(shape: tuple[int, ...]) -> list[int | None]:
    return [None, *range(len(shape))]


def exact(t: ct.Tensor) -> np.ndarray:
    return t.numpy() if t.dtype is ct.float64 else t.double().numpy()


@pytest.mark.isa
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("dtype", WIDE, ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_spread_and_mean_match_numpy(shape, dtype, scale) -> None:
    factor, offset = SCALES[scale]
    draws = np.random.default_rng(0).standard_normal(shape) * factor + offset
    t = ct.from_numpy(draws).to(dtype)
    a, rtol = exact(t).astype(np.longdouble), 30 * ct.finfo(dtype).eps
    far = rtol if scale != "far" else 1000 * rtol if dtype is ct.float64 else rtol
    for dim in sides(shape):
        var, std = t.var(dim, correction=0), t.std(dim, correction=0)
        np.testing.assert_allclose(exact(var), a.var(dim), far, 1e-12 * factor**2)
        np.testing.assert_allclose(exact(std), a.std(dim), far, 1e-12 * factor)
        atol = 1e-6 * (factor + offset) if dtype is ct.float32 else 1e-14 * factor
        np.testing.assert_allclose(exact(t.mean(dim)), a.mean(dim), rtol, atol)


@pytest.mark.isa
@pytest.mark.parametrize("dtype", FLOATS, ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("value", [0.1, -3.3, 1000.3, 1e-4])
def test_equal_elements_have_no_spread(shape, dtype, value) -> None:
    for dim in sides(shape):
        for spread in ("var", "std"):
            x = ct.full(shape, value, dtype=dtype).requires_grad_()
            y = getattr(x, spread)(dim, correction=0)
            y.sum().backward()
            assert (y == 0).all() and (x.grad == 0).all()


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.complex64, ct.complex128], ids=str)
def test_equal_complex_elements_have_no_spread(dtype) -> None:
    x = ct.full((3, 33), 0.1 + 0.3j, dtype=dtype).requires_grad_()
    (x.std(1).sum() + x.var(0).sum()).backward()
    assert (x.std(1) == 0).all() and (x.grad == 0).all()


@pytest.mark.isa
@pytest.mark.parametrize("scale", [1e30, 1e-30])
@pytest.mark.parametrize("dtype", [ct.float32, ct.bfloat16, ct.complex64], ids=str)
def test_std_where_the_variance_leaves_the_dtype(dtype, scale) -> None:
    x = (ct.arange(5.0) * scale).to(dtype).requires_grad_()
    y = x.std()
    y.backward()
    assert y.item() == pytest.approx(np.sqrt(2.5) * scale, rel=4e-3)
    expected = np.arange(-2, 3) / 4 / np.sqrt(2.5)
    got = x.grad.to(ct.complex128).real.numpy()
    np.testing.assert_allclose(got, expected, rtol=1e-2, atol=4e-3)


@pytest.mark.isa
def test_the_variance_of_a_row_overflows_no_sooner_than_that_of_a_column() -> None:
    x = ct.tensor([1e19, -1e19]).repeat(32)
    assert x.var(correction=0).item() == pytest.approx(1e38)
    assert x.unsqueeze(1).var(0, correction=0).item() == pytest.approx(1e38)
    assert x.var(correction=0) == x.view(1, 64).var(1, correction=0)


@pytest.mark.isa
def test_variance_whose_first_guess_of_the_mean_is_far_off() -> None:
    for n in (9, 100, 70_000):  # the few elements that are looked at are all alike
        a = np.full(n, 5.0)
        a[1 :: 2 if n == 9 else 9] = -1e6
        for dtype in WIDE:
            t = ct.from_numpy(a).to(dtype)
            for x in (t, t.unsqueeze(1), t.unsqueeze(1).expand(n, 40).contiguous()):
                np.testing.assert_allclose(x.var(0, correction=0), a.var(), 1e-5)


@pytest.mark.isa
@pytest.mark.parametrize("bad", [np.inf, -np.inf, np.nan])
@pytest.mark.parametrize("n", [2, 9, 100, 70_000])
def test_the_spread_of_what_is_not_finite_is_nan(n, bad) -> None:
    for place in (0, 1, n // 2, n - 1):
        a = np.ones(n, np.float32)
        a[place] = bad
        t = ct.from_numpy(a)
        assert t.var().isnan() and t.std().isnan() and t.unsqueeze(1).var(0).isnan()


def test_gradients_of_std() -> None:
    x = ct.randn(3, 4, dtype=ct.float64, requires_grad=True)
    z = ct.randn(3, 4, dtype=ct.complex128, requires_grad=True)
    for t in (x, z):
        assert ct.autograd.gradcheck(lambda t: t.std(dim=1), (t,))
        assert ct.autograd.gradgradcheck(lambda t: t.std(dim=(0, 1)), (t,))


# ---- sums and softmax of awkward data -----------------------------------------------

AWKWARD = {
    "constant": lambda rng, n: np.full(n, 0.1),
    "ties": lambda rng, n: rng.integers(-1, 2, n).astype(float),
    "large": lambda rng, n: rng.uniform(1, 2, n) * 1e30,
    "small": lambda rng, n: rng.uniform(1, 2, n) * 1e-30,
    "mixed": lambda rng, n: rng.standard_normal(n) * 10.0 ** rng.integers(-6, 4, n),
    "cancelling": lambda rng, n: np.resize([3e4, -3e4, 1.0], n),
}
LENGTHS = [1, 5, 64, 1025, 70_001]


@pytest.mark.isa
@pytest.mark.parametrize("kind", AWKWARD)
@pytest.mark.parametrize("dtype", FLOATS, ids=str)
def test_sums_of_awkward_data(dtype, kind) -> None:
    """Rows, columns and what lies apart; the error is small beside the sum of sizes."""
    for n in LENGTHS:
        a = AWKWARD[kind](np.random.default_rng(n), n)
        if dtype is ct.float16 and kind in ("large", "small"):
            continue  # infinities and zeros
        t = ct.from_numpy(a).to(dtype)
        a = exact(t).astype(np.longdouble)
        columns = t.unsqueeze(1).expand(n, 3).contiguous()
        apart = t.unsqueeze(1).expand(n, 2).contiguous()[:, 1]
        size, most = np.abs(a).sum(), ct.finfo(dtype).max
        eps = ct.finfo(dtype).eps
        for x in (t, columns, apart):
            total, mean = exact(x.sum(0)), exact(x.mean(0))
            if size < most / 2:
                atol = float(8 * ct.finfo(ct.float32).eps * size)
                atol = atol if dtype is not ct.float64 else float(40 * eps * size)
                np.testing.assert_allclose(total, float(a.sum()), eps, atol)
            far = float(40 * min(eps, 1e-7) * size / n)
            np.testing.assert_allclose(mean, float(a.mean()), eps, far)
            running = exact(x.cumsum(0)[-1])
            if size < most / 2:
                atol += float(n * ct.finfo(ct.float64).eps * size) / 20  # one by one
                np.testing.assert_allclose(running, total, 4 * eps, atol)


@pytest.mark.isa
@pytest.mark.parametrize(
    "shape", [(64,), (64, 1), (64, 100), (1000, 3), (200_000,), (200_000, 2)], ids=str
)
def test_a_mean_does_not_overflow_on_the_way(shape) -> None:
    x = ct.full(shape, 3e38)
    assert x.mean(0).view(-1).tolist() == pytest.approx([3e38] * (x[0].numel()))
    x[1::2] = -3e38
    assert (x.sum(0) == 0).all() and (x.var(0, correction=0) == np.inf).all()
    assert x.std(0, correction=0).view(-1)[0].item() == pytest.approx(3e38)
    x[5] = np.inf
    assert (x.sum(0) == np.inf).all() and x.cumsum(0)[-1].view(-1)[0] == np.inf
    x[6] = -np.inf
    assert x.sum(0).isnan().all()


@pytest.mark.isa
@pytest.mark.parametrize("kind", AWKWARD)
@pytest.mark.parametrize("dtype", FLOATS, ids=str)
def test_softmax_of_awkward_data(dtype, kind) -> None:
    for n in (1, 5, 64, 1025):
        t = ct.from_numpy(AWKWARD[kind](np.random.default_rng(n), n)).to(dtype)
        a = exact(t).astype(np.longdouble)
        if not np.isfinite(a).all():
            continue
        shifted = a - a.max()
        log = shifted - np.log(np.exp(shifted).sum())
        rtol = 8 * ct.finfo(dtype).eps
        with np.errstate(all="ignore"):
            np.testing.assert_allclose(
                exact(ct.softmax(t, 0)), np.exp(log).astype(float), rtol, 1e-7
            )
            expected = log.astype(float)
            expected[np.abs(expected) > ct.finfo(dtype).max] = -np.inf
            got = exact(ct.log_softmax(t, 0))
            np.testing.assert_allclose(got, expected, rtol, rtol)


# ---- norms of gradients -----------------------------------------------------------


@pytest.mark.isa
@pytest.mark.parametrize("p", [1.0, 2.0, 3.0, float("inf")])
@pytest.mark.parametrize(
    ("dtype", "scale"),
    [(ct.float16, 256), (ct.float16, 6e4), (ct.float16, 1e-4), (ct.bfloat16, 1e30)]
    + [(d, s) for d in (ct.bfloat16, ct.float32, ct.complex64) for s in (1e37, 1e-30)]
    + [(ct.float64, 1e200), (ct.float64, 1e-200), (ct.complex128, 1e300)],
    ids=str,
)
def test_clipping_gradients_of_any_size(dtype, scale, p) -> None:
    params = [nn.Parameter(ct.ones(10, dtype=dtype)) for _ in range(2)]
    for param in params:
        param.grad = ct.full((10,), scale, dtype=ct.float64).to(dtype)
    expected, limit = 20 ** (1 / p), max(scale * 1e-2, 1e-2)
    total = nn.utils.clip_grad_norm_(params, limit, p)
    if scale * expected < ct.finfo(dtype).max:
        np.testing.assert_allclose(total.double() / scale, expected, rtol=1e-2)
    if scale > limit:  # else the 1e-6 that the norm is given would count
        for param in params:
            got = param.grad.to(ct.complex128).real / limit
            np.testing.assert_allclose(got, 1 / expected, rtol=1e-2)


@pytest.mark.parametrize("constant", ["real", "imag", "neither"])
@pytest.mark.parametrize(
    "keywords",
    [{}, {"dim": 1}, {"dim": (0, 1), "keepdim": True, "correction": 0}],
    ids=str,
)
def test_second_gradients_of_complex_deviations(constant, keywords) -> None:
    rng = np.random.default_rng(3)
    parts = [np.full((3, 4), 2.0) if constant == part else rng.normal(size=(3, 4))
             for part in ("real", "imag")]  # fmt: skip
    z = ct.tensor(parts[0] + 1j * parts[1], requires_grad=True)
    over, keep = keywords.get("dim"), keywords.get("keepdim", False)
    want = np.std(
        z.detach().numpy(), over, ddof=keywords.get("correction", 1), keepdims=keep
    )
    np.testing.assert_allclose(ct.std(z, **keywords).detach().numpy(), want)
    assert ct.autograd.gradcheck(lambda z: ct.std(z, **keywords), z)
    assert ct.autograd.gradgradcheck(lambda z: ct.std(z, **keywords), z)


def test_complex_deviations_of_one_and_of_large_numbers() -> None:
    assert ct.std(ct.tensor(1 + 2j)).isnan()
    assert ct.std(ct.tensor(1 + 2j), correction=0) == 0
    far = ct.tensor([3e38, -3e38, -3e38, -3e38 + 3e38j], dtype=ct.complex64)
    np.testing.assert_allclose(
        ct.std(far, correction=0).item(), np.std(far.numpy().astype("c16")), rtol=1e-6
    )


@pytest.mark.isa
@pytest.mark.parametrize("dtype", ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8"])
@pytest.mark.parametrize("n", [1, 15, 16, 17, 33, 63, 64, 65, 127, 257, 1000])
def test_extremes_of_integers(n: int, dtype: str) -> None:
    """Over the whole range of the dtype, in every direction and layout."""
    ends, rng = np.iinfo(dtype), np.random.default_rng(n)
    drawn = rng.integers(ends.min, ends.max, (9, n), dtype, endpoint=True)
    least, most = (np.full((9, n), end, dtype) for end in (ends.min, ends.max))
    for a in (drawn, least, most, drawn.T, np.repeat(drawn, 2, 1)[:, ::2]):
        x = ct.from_numpy(a)
        assert x.max().item() == a.max() and x.min().item() == a.min()
        assert x.argmax().item() == a.argmax() and x.argmin().item() == a.argmin()
        for axis in (0, 1):
            np.testing.assert_array_equal(x.amax(axis).numpy(), a.max(axis))
            np.testing.assert_array_equal(x.amin(axis).numpy(), a.min(axis))
            np.testing.assert_array_equal(x.argmin(axis).numpy(), a.argmin(axis))
            running = x.cummax(axis).values.numpy()
            np.testing.assert_array_equal(running, np.maximum.accumulate(a, axis))
