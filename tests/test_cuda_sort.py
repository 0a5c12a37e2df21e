"""Order and what is found in it on the device `cuda` beside the CPU: lines shorter and
longer than the tiles that a block sorts, ties, NaN, infinities and both zeros.
"""

import numpy as np
import pytest
from on_cuda import check

import ctensor as ct

pytestmark = pytest.mark.cuda

REALS = ("float32", "float64", "float16", "bfloat16", "bool", "uint8", "int8", "int16")
REALS += ("int32", "int64", "uint16", "uint32", "uint64")
each_real = pytest.mark.parametrize("dtype", REALS)
SIZES = [1, 2, 7, 32, 33, 600, 1024, 1025, 3000]


def values(*shape: int, dtype: str, seed: int = 0) -> ct.Tensor:
    """Few different ones, so that many are equal; of floats the strange ones, too."""
    rng = np.random.default_rng(seed + sum(shape))
    drawn = rng.integers(-20, 20, shape).astype(np.float64)
    if dtype.startswith(("float", "bfloat")):
        strange = [np.nan, np.inf, -np.inf, 0.0, -0.0, 0.5]
        drawn = np.where(rng.random(shape) < 0.2, rng.choice(strange, shape), drawn)
    elif dtype.startswith(("uint", "bool")):
        drawn = np.abs(drawn)
    return ct.tensor(drawn).to(getattr(ct, dtype))


def same(call, *arguments, signs: bool = True) -> None:
    """To the bit: the sign of zero too, where it is not left open."""
    want = call(*arguments)
    got = call(*[a.cuda() if isinstance(a, ct.Tensor) else a for a in arguments])
    want, got = ([*r] if isinstance(r, (tuple, list)) else [r] for r in (want, got))
    for a, b in zip(got, want, strict=True):
        assert a.is_cuda
        assert (a.dtype, a.shape) == (b.dtype, b.shape)
        x, y = (t.detach().to(ct.float64).numpy() for t in (a.cpu(), b))
        np.testing.assert_array_equal(x, y)
        if signs:
            np.testing.assert_array_equal(np.signbit(x), np.signbit(y))


@each_real
@pytest.mark.parametrize("n", SIZES)
def test_lines_in_order(n, dtype) -> None:
    x = values(3, n, dtype=dtype)
    for descending in (False, True):
        same(lambda x, d=descending: ct.sort(x, descending=d), x)
    same(lambda x: ct.argsort(x.mT, dim=0), x)
    same(lambda x: ct.sort(x[:, ::2].flip(0), dim=0), x)
    same(lambda x: ct.msort(x.mT), x, signs=False)


@each_real
@pytest.mark.parametrize("n", [5, 600, 3000, 9000])
def test_some_of_each_line(n, dtype) -> None:
    x = values(2, n, dtype=dtype)
    for k in (1, 5, n // 3, n):
        for largest in (True, False):
            same(lambda x, k=k, g=largest: ct.topk(x, k, largest=g), x)
    same(lambda x: ct.topk(x.mT, 3, dim=0), x)
    if dtype != "bool":
        same(lambda x: ct.kthvalue(x, n // 2 + 1), x)
    same(lambda x: ct.median(x, dim=1), x)
    same(lambda x: ct.nanmedian(x.mT, dim=0, keepdim=True), x)
    same(ct.median, x)
    same(ct.nanmedian, x)
    same(lambda x: ct.mode(x, dim=1), x)
    same(lambda x: ct.mode(x.mT, dim=0), x)


def test_of_numbers_and_of_nothing() -> None:
    same(ct.sort, ct.tensor(2.5))
    same(lambda x: ct.topk(x, 1), ct.tensor(2.5))
    same(lambda x: ct.sort(x, dim=1), ct.zeros(2, 0))
    same(lambda x: ct.sort(x, dim=0), ct.zeros(2, 0))
    same(ct.median, ct.zeros(0))
    same(ct.unique, ct.zeros(0))
    same(ct.nonzero, ct.tensor(3.0))
    same(ct.nonzero, ct.zeros(0, 3))
    nan = ct.full([2, 5], float("nan"))
    same(lambda x: ct.median(x, dim=1), nan)
    same(lambda x: ct.nanmedian(x, dim=1), nan)
    same(lambda x: ct.mode(x, dim=1), nan)


def test_gradients_go_to_places() -> None:
    rng = np.random.default_rng(0)
    x = ct.tensor(rng.permutation(3 * 50).reshape(3, 50).astype(np.float32))
    check(lambda x: ct.sort(x, dim=0).values, x)
    check(lambda x: ct.topk(x, 7).values, x)
    check(lambda x: ct.median(x), x)
    check(lambda x: ct.quantile(x, ct.tensor([0.1, 0.6]).to(x.device), dim=1), x)
    check(lambda x: x[x > 20], x)


@pytest.mark.parametrize("dtype", [*REALS[:4], "int32"])
@pytest.mark.parametrize("n", [1, 40, 1500])
def test_quantiles(n, dtype) -> None:
    x = values(3, n, dtype=dtype)
    q = ct.tensor([0.0, 0.25, 0.33, 0.5, 1.0])
    for how in ("linear", "lower", "higher", "midpoint", "nearest"):
        same(lambda x, q, h=how: ct.quantile(x, q, dim=1, interpolation=h), x, q)
        same(lambda x, h=how: ct.nanquantile(x.mT, 0.3, dim=0, interpolation=h), x)
    same(lambda x: ct.quantile(x, 0.7), x)
    with pytest.raises(RuntimeError, match=r"expected q from 0 to 1, got 1\.5"):
        ct.quantile(x.cuda(), ct.tensor([0.5, 1.5]).cuda())


@each_real
def test_searches(dtype) -> None:
    sequence, x = values(700, dtype=dtype), values(5, 9, dtype=dtype, seed=3)
    sequence = ct.sort(sequence).values
    rows = ct.sort(values(5, 33, dtype=dtype)).values
    for right in (False, True):
        for narrow in (False, True):
            how = {"right": right, "out_int32": narrow}
            same(lambda s, x, h=how: ct.searchsorted(s, x, **h), sequence, x)
            same(lambda s, x, h=how: ct.searchsorted(s, x, **h), rows, x)
    mixed = values(700, dtype=dtype)
    same(lambda s, x: ct.searchsorted(s, x, sorter=ct.argsort(s)), mixed, x)
    same(lambda s: ct.searchsorted(s, 1), sequence)
    same(lambda x, s: ct.bucketize(x, s), x, sequence)
    same(lambda x, s: ct.isin(x, s[:3]), x, sequence)
    same(lambda x, s: ct.isin(x, s, invert=True), x, mixed[:5])
    same(lambda x: ct.isin(x, 1), x)
    same(lambda x, s: ct.isin(x, s[:0]), x, sequence)


@each_real
@pytest.mark.parametrize("n", [1, 50, 1025, 2500])
def test_values_that_occur(n, dtype) -> None:
    x = values(n, dtype=dtype)
    every = {"return_inverse": True, "return_counts": True}
    for call in (ct.unique, ct.unique_consecutive):
        same(call, x, signs=False)
        same(lambda x, f=call: f(x, **every), x)
        same(lambda x, f=call: f(x.reshape(-1, 1), **every), x)
        rows = values(min(n, 60), 2, dtype=dtype) == 0
        same(lambda x, f=call: f(x, dim=0, **every), rows)
        same(lambda x, f=call: f(x, dim=1), values(2, 40, dtype=dtype))


@pytest.mark.parametrize("n", [1, 31, 1024, 1025, 4000, 70000])
def test_places_of_what_is_true(n) -> None:
    x = (values(n, dtype="int32") > 5) if n > 1 else ct.tensor([True])
    same(ct.nonzero, x)
    same(lambda x: ct.nonzero(x, as_tuple=True), x)
    grid = values(3, 5, n, dtype="float32").nan_to_num()
    same(ct.nonzero, grid)
    same(lambda g, x: ct.masked_select(g, x), grid, x)
    same(lambda g, x: g[:, :, x], grid, x)
    same(lambda g, x: g.masked_scatter(x, g.flip(0)), grid, x)
    same(lambda g, x: g.clone().masked_scatter_(g > 0, g), grid, x)
    same(lambda g, x: g.mT.clone().mT.masked_scatter_(x, g), grid, x)
    check(lambda g, x: g.masked_scatter(x.detach(), g * 2), grid, x)
    with pytest.raises(RuntimeError, match="a source of at least"):
        grid.cuda().masked_scatter(ct.ones(1).bool().cuda(), grid[0].cuda())


def test_repeats() -> None:
    counts = values(3000, dtype="uint8") % 4
    same(lambda c: ct.repeat_interleave(c), counts.to(ct.int64))
    total, x = int(counts.sum()), values(2, 3000, dtype="int32")
    same(lambda c: ct.repeat_interleave(c, output_size=total), counts.to(ct.int32))
    same(lambda x, c: x.repeat_interleave(c, dim=1), x, counts.to(ct.int64))
    for wrong in ([1, -1], [1, 2]):
        with pytest.raises(RuntimeError, match="repeat_interleave"):
            ct.repeat_interleave(ct.tensor(wrong).cuda(), output_size=4)


@pytest.mark.parametrize("dtype", ["uint8", "int32", "int64"])
def test_counts_of_numbers(dtype) -> None:
    x = values(5000, dtype="int64").abs().to(getattr(ct, dtype))
    same(ct.bincount, x)
    same(lambda x: ct.bincount(x, minlength=90), x)
    same(ct.bincount, x[:0])
    for kind in ("float32", "float64", "int32"):
        weights = values(5000, dtype="int32").to(getattr(ct, kind)) / 8
        same(lambda x, w: ct.bincount(x, w), x, weights)
    with pytest.raises(RuntimeError, match="expected non-negative integers, got -1"):
        ct.bincount(ct.tensor([1, -1]).cuda())


@pytest.mark.parametrize("dtype", REALS[:4])
def test_counts_of_intervals(dtype) -> None:
    x = values(5000, dtype=dtype).nan_to_num(0, 19, -19)
    for bins, low, high in ((10, 0, 0), (7, -5, 12.5), (1, 3, 3), (100, -20, 20)):
        same(lambda x, b=(bins, low, high): ct.histc(x, *b), x)
    same(lambda x: ct.histc(x, 5), ct.full([4], 2.0, dtype=x.dtype))
    same(lambda x: ct.histc(x, 5), x[:0])
    same(lambda x: ct.histogram(x.float(), 9).hist, x)
    with pytest.raises(RuntimeError, match="is not finite"):
        ct.histc(ct.tensor([1.0, float("nan")]).cuda(), 3)


# ---- along lines, and rows in order -------------------------------------------------


@each_real
def test_running_extremes(dtype) -> None:
    x = values(3, 40, 2, dtype=dtype)
    for call in (ct.cummax, ct.cummin):
        same(lambda x, f=call: f(x, 1), x)
        same(lambda x, f=call: f(x.mT[::2], 2), x)
        same(lambda x, f=call: f(x, 0), x[:1])


@pytest.mark.parametrize("dtype", REALS[:4])
def test_running_sums_and_recurrences(dtype) -> None:
    x = values(3, 40, 2, dtype=dtype)
    finite = ct.nan_to_num(x, 0, 1, 1)
    check(lambda x: ct.logcumsumexp(x, 1), finite * 40, eps=2048)
    check(lambda x: ct.logcumsumexp(x, 1), x, grad=False)
    nothing = ct.full([3, 40, 2], -float("inf"))
    check(lambda x: ct.logcumsumexp(x.mT, 0), nothing, grad=False)
    check(lambda x: ct.cumprod(x, 1), finite / 20, eps=256)
    check(lambda x: ct.var(x, 1), finite)


@pytest.mark.parametrize("dtype", [*REALS[:4], "complex64"])
def test_gradients_of_tables(dtype) -> None:
    """Rows that many, one or no index names, in order; narrow and wide ones."""
    rng = np.random.default_rng(0)
    for rows, width, count in ((5, 3, 7), (40, 130, 500), (3, 33, 2000), (4, 2, 0)):
        table = ct.tensor(rng.normal(size=(rows, width))).to(getattr(ct, dtype))
        index = ct.tensor(rng.integers(0, rows, count))
        for how in ({}, {"padding_idx": 1}, {"scale_grad_by_freq": True}):

            def call(table, index, h=how):
                y = ct.nn.functional.embedding(index, table, **h)
                return ct.view_as_real(y) if y.is_complex() else y

            check(call, table, index, eps=256)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("p", [0, 0.5, 1, 2, 3, float("inf")])
def test_distances(p, dtype) -> None:
    rng = np.random.default_rng(0)
    for n, k, m in ((5, 7, 3), (17, 33, 40), (1, 1, 16), (3, 0, 2), (3, 4, 0)):
        a, b = (
            ct.tensor(rng.normal(size=(2, s, m))).to(getattr(ct, dtype)) for s in (n, k)
        )
        check(lambda a, b: ct.cdist(a, b, p), a, b, eps=256, grad=p > 0)
    far = ct.tensor([[1e200, 0.0], [1e-200, 3e-200]], dtype=ct.float64)
    if p == 2:
        check(lambda a: ct.cdist(a, -a), far, grad=False)


def test_places_of_triangles() -> None:
    for rows, columns in ((3, 5), (5, 3), (1, 1), (0, 3), (40, 33)):
        for offset in (-50, -2, 0, 1, 3, 40):
            for call in (ct.tril_indices, ct.triu_indices):
                got = call(rows, columns, offset, device="cuda")
                assert (got.cpu() == call(rows, columns, offset)).all()
                assert got.shape == call(rows, columns, offset).shape
