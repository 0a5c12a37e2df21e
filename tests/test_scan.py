"""Products and running folds at their edges: zeros, ties, NaN, ranges, long rows."""

import numpy as np
import pytest

import ctensor as ct
from ctensor.autograd.gradcheck import gradcheck, gradgradcheck

INF, NAN = np.inf, np.nan
each_count_of_zeros = pytest.mark.parametrize("zeros", [0, 1, 2, 3])


def with_zeros(zeros: int) -> ct.Tensor:
    """Four numbers, some of which are 0, that require grad."""
    x = np.array([0.5, -2.0, 3.0, 1.5])
    x[:zeros] = 0
    return ct.tensor(np.stack([x, x[::-1]]), requires_grad=True)


@each_count_of_zeros
@pytest.mark.parametrize(
    "f",
    [
        lambda x: x.prod(1),
        lambda x: x.prod(),
        lambda x: x.cumprod(1),
        lambda x: x.cumprod(0),
        lambda x: np.prod(x, axis=0),
        lambda x: np.multiply.accumulate(x, axis=1),
    ],
)
def test_gradients_are_exact_where_elements_are_zero(f, zeros) -> None:
    x = with_zeros(zeros)
    assert gradcheck(f, (x,))
    assert gradgradcheck(f, (x,))


def test_the_gradient_of_prod_is_the_product_of_the_others() -> None:
    x = ct.tensor([0.0, 2.0, 1e30, 1e-30], requires_grad=True)
    x.prod().backward()
    np.testing.assert_allclose(x.grad.numpy(), [2, 0, 0, 0], rtol=1e-6)


@pytest.mark.parametrize("n", [1, 31, 32, 33, 63, 65])
@pytest.mark.parametrize("dtype", ["float32", "float64", "int64", "complex64"])
def test_products_of_all_lengths(n, dtype) -> None:
    a = np.where(np.arange(n * 2) % 3 == 0, -1, 1).reshape(2, n).astype(dtype)
    a[:, :20] *= 2
    for axis in (0, 1, None):
        np.testing.assert_array_equal(ct.tensor(a).prod(axis).numpy(), a.prod(axis))
    np.testing.assert_array_equal(ct.tensor(a).cumprod(1).numpy(), a.cumprod(1))


def test_float32_products_pass_through_what_float32_does_not_hold() -> None:
    x = ct.tensor([1e30, 1e30, 1e-30, 1e-30])
    np.testing.assert_allclose(x.prod().item(), 1, rtol=1e-5)
    np.testing.assert_allclose(x.cumprod(0).numpy()[[0, 3]], [1e30, 1], rtol=1e-5)


def test_a_running_product_stays_zero() -> None:
    for n in (8, 140_000):
        x = ct.full((n,), 1e200, dtype=ct.float64)
        x[1] = 0
        assert (x.cumprod(0)[1:] == 0).all()


def test_products_of_nothing_are_one() -> None:
    x = ct.zeros(2, 0, requires_grad=True)
    assert x.prod().item() == 1 and x.prod(1).tolist() == [1, 1]
    x.prod(1).sum().backward()
    assert x.grad.shape == (2, 0)
    assert ct.zeros(0, dtype=ct.int32).prod().dtype == ct.int64
    assert ct.tensor([True, False]).prod().item() == 0
    assert ct.tensor(3.0).prod(0).item() == 3


@pytest.mark.parametrize(
    ("name", "values", "places"),
    [
        ("cummax", [2, 2, 3, 3, NAN, NAN, NAN], [0, 1, 2, 2, 4, 4, 6]),
        ("cummin", [2, 2, 2, -1, NAN, NAN, NAN], [0, 1, 1, 3, 4, 4, 6]),
    ],
)
@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_the_last_of_equal_extremes_and_nan(name, values, places, dtype) -> None:
    x = ct.tensor([2, 2, 3, -1, NAN, 9, NAN], dtype=getattr(ct, dtype))
    for t, dim in ((x, 0), (ct.stack([x] * 70, 1), 0), (ct.stack([x] * 3), 1)):
        found = getattr(ct, name)(t, dim)
        for i in (0, -1):
            part = (slice(None), i) if dim == 0 and t.ndim == 2 else (i,)
            got = found.values[part] if t.ndim > 1 else found.values
            at = found.indices[part] if t.ndim > 1 else found.indices
            np.testing.assert_array_equal(got.float().numpy(), values)
            assert at.tolist() == places


@pytest.mark.parametrize("width", [1, 63, 64, 65, 130])
def test_extremes_of_rows_side_by_side(width) -> None:
    a = np.random.default_rng(0).integers(0, 5, (9, width))
    for dtype in ("uint8", "int32", "uint64", "bool", "float32"):
        got = ct.tensor(a).to(getattr(ct, dtype)).cummax(0)
        want = np.maximum.accumulate(a.astype(dtype), 0)
        np.testing.assert_array_equal(got.values.numpy(), want)
        assert got.values.dtype == getattr(ct, dtype)
        np.testing.assert_array_equal(
            np.take_along_axis(a.astype(dtype), got.indices.numpy(), 0), want
        )


def test_logs_of_sums_neither_overflow_nor_lose_the_small() -> None:
    x = ct.tensor([-1000.0, 0, 1000, 1000, -1e30, 1e30])
    got = x.logcumsumexp(0).numpy()
    log2 = np.log(2)
    want = [-1000, 0, 1000, 1000 + log2, 1000 + log2, 1e30]
    np.testing.assert_allclose(got, want, rtol=1e-6)
    x = ct.tensor([-INF, -INF, 1, INF, 2, NAN, 0])
    np.testing.assert_array_equal(
        x.logcumsumexp(0).numpy(), [-INF, -INF, 1, INF, INF, NAN, NAN]
    )


def test_no_gradient_of_a_log_of_sums_is_nan_where_elements_are_minus_infinity() -> (
    None
):
    x = ct.tensor([-INF, -1000.0, -INF, -1000], requires_grad=True)
    (x.logcumsumexp(0)[1:] * ct.tensor([1.0, 2, 4])).sum().backward()
    np.testing.assert_allclose(x.grad.numpy(), [0, 1 + 2 + 2, 0, 2], rtol=1e-4)


@pytest.mark.parametrize(
    ("x", "want"),
    [
        ([1.0, INF, 2], [1, NAN, 0]),
        ([1.0, INF, -INF, INF, 2], [1, NAN, 0, NAN, 0]),
        ([0.0, 0, INF, 5], [1 + 2 / 2, 2 / 2, NAN, 0]),
        ([-INF, INF, 0], [0, NAN, 0]),
    ],
)
def test_an_infinity_among_logs_of_sums_has_no_part_in_what_is_before(x, want) -> None:
    x = ct.tensor(x, dtype=ct.float64, requires_grad=True)
    g = ct.arange(1, len(x) + 1, dtype=ct.float64)
    (first,) = ct.autograd.grad(x.logcumsumexp(0), x, g, create_graph=True)
    np.testing.assert_allclose(first.detach().numpy(), want)
    (second,) = ct.autograd.grad(first, x, ct.ones_like(first))
    finite = np.isfinite(want)
    assert np.isfinite(second.numpy()[finite]).all()


@pytest.mark.parametrize("dtype", [ct.float32, ct.complex64, ct.float16, ct.bfloat16])
def test_running_products_may_leave_the_range_where_gradients_do_not(dtype) -> None:
    large, small = (1e4, 1e-4) if dtype == ct.float16 else (1e30, 1e-30)
    a = np.array([small, small, large, large, 2])
    x, exact = (ct.tensor(a, dtype=d).requires_grad_() for d in (dtype, ct.complex128))
    g = ct.tensor([1.0, 1, 1, 1, 0.5])
    for t in (x, exact):
        t.cumprod(0).backward(g.to(t.dtype))
    got = x.grad.to(ct.complex128).numpy()
    rtol = 4 * ct.finfo(dtype).eps
    np.testing.assert_allclose(got, exact.grad.numpy(), rtol=rtol)


@pytest.mark.parametrize("n", [255, 256, 257, 40_000])
@pytest.mark.parametrize("scale", [1, 300])
def test_logs_of_sums_of_long_rows(n, scale) -> None:
    a = np.random.default_rng(n).standard_normal(n) * scale
    want = np.logaddexp.accumulate(a)
    np.testing.assert_allclose(ct.tensor(a).logcumsumexp(0).numpy(), want, rtol=1e-12)
    single = ct.tensor(a.astype("f")).logcumsumexp(0).numpy()
    np.testing.assert_allclose(single, want, rtol=2e-6, atol=2e-6 * scale)


def test_scans_of_integers_in_place_and_of_refused_dtypes() -> None:
    x = ct.tensor([1, 2, 3], dtype=ct.int8)
    assert x.cumprod_(0).tolist() == [1, 2, 6] and x.dtype == ct.int8
    with pytest.raises(RuntimeError, match=r"cumprod_?: expected a numeric"):
        ct.tensor([True]).cumprod_(0)
    for f in (ct.cummax, ct.cummin):
        with pytest.raises(RuntimeError, match=r"cumm..: expected a real"):
            f(ct.zeros(2, dtype=ct.complex64), 0)
    with pytest.raises(RuntimeError, match="logcumsumexp: expected a floating"):
        ct.tensor([1]).logcumsumexp(0)


def test_numpy_products_of_tensors() -> None:
    a = np.array([[1.0, 2, 3], [4, 5, 6]])
    t = ct.tensor(a)
    for f in (
        np.prod,
        np.nanprod,
        lambda x: np.prod(x, axis=(0, 1)),
        lambda x: np.prod(x, 1, keepdims=True),
        lambda x: np.cumprod(x),
        lambda x: np.cumprod(x, 1),
        lambda x: np.multiply.reduce(x),
        lambda x: np.multiply.accumulate(x),
        lambda x: np.logaddexp.accumulate(x, 1),
        lambda x: np.maximum.accumulate(x, 1),
    ):
        got = f(t)
        assert isinstance(got, ct.Tensor)
        np.testing.assert_allclose(got.numpy(), f(a))


@pytest.mark.parametrize("dtype", [ct.float32, ct.float64, ct.complex64, ct.complex128])
@pytest.mark.parametrize("zero", [False, True])
def test_the_gradient_of_products_beyond_the_range_of_double(dtype, zero) -> None:
    """Beside numbers whose exponents have 15 bits, where the gradient is finite."""
    big = 120 if dtype in (ct.float32, ct.complex64) else 1000
    powers = [-big] * 10 + [big] * 10 + [-big // 2] * 5 + [3, 0, -2] + [big] * 3
    rng = np.random.default_rng(0)
    a = rng.uniform(1, 2, (2, len(powers))) * 2.0 ** np.array(powers)
    a = a * (1 + 0.5j) if dtype.is_complex else a
    a[1, [4, 21]] = 0 if zero else -a[1, [4, 21]]
    x = ct.tensor(a, dtype=dtype, requires_grad=True)
    g = rng.uniform(-1, 1, a.shape) * (rng.random(a.shape) < 0.4)
    (got,) = ct.autograd.grad(ct.cumprod(x, 1), x, ct.tensor(g, dtype=dtype))
    wide = np.conj(x.detach().numpy()).astype("G" if dtype.is_complex else "g")
    want = np.zeros_like(wide)
    for row, i, j in np.argwhere(np.tril(np.ones((2, *a.shape[1:] * 2)))):
        want[row, j] += g[row, i] * np.prod(np.delete(wide[row, : i + 1], j))
    error = np.abs(got.numpy() - want)
    limit = ct.finfo(dtype.to_real())
    inside = np.abs(want) < limit.max
    assert (error <= 16 * limit.eps * np.abs(want) + limit.tiny)[inside].all()
    assert (np.abs(got.numpy()) > 0).sum() > 30 and 0 < (~inside).sum() < 40
    g = np.full(a.shape, np.inf)
    g[:, ::2] = 1
    (got,) = ct.autograd.grad(ct.cumprod(x, 1), x, ct.tensor(g, dtype=dtype))
    assert not np.isfinite(got.numpy()[0, 0])
