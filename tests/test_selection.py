"""kthvalue and logsumexp: ties, NaN, the ends of the range, long rows, gradients."""

import math

import numpy as np
import pytest

import ctensor as ct

REAL = [f"{kind}{bits}" for kind in ("uint", "int") for bits in (8, 16, 32, 64)]
REAL += ["float16", "float32", "float64"]
INF, NAN = math.inf, math.nan


@pytest.mark.parametrize("n", [1, 2, 17, 300])
@pytest.mark.parametrize("dtype", REAL)
def test_each_k_is_that_of_a_stable_sort(dtype, n) -> None:
    rng = np.random.default_rng(n)
    if np.dtype(dtype).kind == "f":
        x = rng.standard_normal(n).round(1).astype(dtype)
        x[rng.integers(0, n, 4)] = [INF, -INF, NAN, -0.0]
    else:
        ends = np.iinfo(dtype)
        x = rng.integers(ends.min, ends.max, n, dtype, endpoint=True)
        x[rng.integers(0, n, 6)] = [ends.min, ends.max, ends.max, 0, 1, 1]
    order = np.argsort(x, kind="stable")
    for k in {1, 2, n // 2, n - 1, n} & set(range(1, n + 1)):
        values, indices = ct.kthvalue(ct.tensor(x), k)
        assert (indices.item(), indices.dtype) == (order[k - 1], ct.int64)
        np.testing.assert_array_equal(values.numpy(), x[order[k - 1]])


def test_bfloat16_and_a_long_row() -> None:
    x = ct.tensor([3.0, NAN, -1.0, -INF, 2.0], dtype=ct.bfloat16)
    got = [ct.kthvalue(x, k).indices.item() for k in range(1, 6)]
    assert got == [3, 2, 4, 0, 1]
    y = ct.randn(300_001)
    assert y.kthvalue(150_001).values.item() == np.median(y.numpy())


def test_kthvalue_into_strided_results() -> None:
    x = ct.randn(4, 5, 6)
    out = (ct.empty(4, 6, 2)[..., 0], ct.empty(4, 6, 2, dtype=ct.int64)[..., 1])
    ct.kthvalue(x, 3, 1, out=out)
    want = ct.kthvalue(x.clone(), 3, dim=1)
    assert out[0].tolist() == want.values.tolist()
    assert out[1].tolist() == want.indices.tolist()


def test_gradient_of_kthvalue_goes_to_the_element() -> None:
    x = ct.tensor([[3.0, 1.0, 2.0], [5.0, 6.0, 4.0]], requires_grad=True)
    x.kthvalue(2, keepdim=True).values.sum().backward()
    assert x.grad.tolist() == [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]


@pytest.mark.parametrize("k", [0, 4, -1])
def test_what_kthvalue_refuses(k) -> None:
    with pytest.raises(RuntimeError, match="k out of range for dimension 0"):
        ct.kthvalue(ct.tensor([1.0, 2.0, 3.0]), k)
    with pytest.raises(IndexError, match="non-zero size"):
        ct.kthvalue(ct.ones(0), 1)
    for x in (ct.tensor([True]), ct.tensor([1j])):
        with pytest.raises(RuntimeError, match="kthvalue: expected"):
            ct.kthvalue(x, 1)
    assert tuple(ct.kthvalue(ct.ones(0, 3), 1, 1).values.shape) == (0,)


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64])
def test_logsumexp_far_out(dtype) -> None:
    rows = [[-INF, -INF], [INF, 1.0], [1e30, 1.0], [-1e30, -1e30], [-INF, 2.0]]
    x = ct.tensor(rows, dtype=dtype, requires_grad=True)
    y = ct.logsumexp(x, 1)
    big = float(ct.tensor(1e30, dtype=dtype))
    assert y.tolist() == [-INF, INF, big, -big, 2.0]
    y.sum().backward()
    g = x.grad.tolist()
    assert g[0] == [0.0, 0.0]
    assert math.isnan(g[1][0])  # as PyTorch: infinite elements have no share
    assert g[2] == [1.0, 0.0]
    assert g[4] == [0.0, 1.0]
    for beside in (1.0, INF, -INF):
        for row in ([NAN, beside], [beside] * 20 + [NAN]):
            assert math.isnan(ct.logsumexp(ct.tensor(row, dtype=dtype), 0).item())


@pytest.mark.parametrize("n", [131072, 131073])
def test_long_rows_of_logsumexp(n) -> None:
    x = ct.full((2, n), 1000.0)
    np.testing.assert_allclose(
        ct.logsumexp(x, -1).numpy(), 1000 + math.log(n), rtol=1e-6
    )


def test_dims_and_dtypes_of_logsumexp() -> None:
    x = ct.randn(2, 3, 4, dtype=ct.float64)
    want = np.log(np.exp(x.numpy()).sum((0, 2), keepdims=True))
    got = ct.logsumexp(x, (2, 0), keepdim=True)
    np.testing.assert_allclose(got.numpy(), want, rtol=1e-14)
    assert ct.logsumexp(ct.tensor([1, 2]), 0).dtype == ct.get_default_dtype()
    assert ct.logsumexp(ct.ones(0, 3), 0).tolist() == [-INF] * 3
    assert tuple(ct.logsumexp(ct.ones(0, 3), 1).shape) == (0,)
    assert ct.logsumexp(ct.tensor(2.0), 0).item() == 2.0
    assert ct.logsumexp(ct.tensor([1j]), 0).item() == pytest.approx(1j)
