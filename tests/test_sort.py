"""Order: sort, topk, median and mode, on both sides of every threshold."""

import numpy as np
import pytest

import ctensor as ct

# Insertion up to 48, runs of equal halves up to 24, blocks of 512; candidates of topk
# from 24, a first limit for up to 16 of 256 or more in blocks of 2048; pieces of rows
# above 131072.
EDGES = [24, 48, 256, 512, 2048, 131072]
SIZES = [1, 2, 255, 511, 4097, *(n for edge in EDGES for n in (edge, edge + 1))]
DTYPES = ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"]
KINDS = ["random", "constant", "ties", "in order", "reversed", "low bits", "special"]


@pytest.fixture
def threads():
    """Puts the number of threads back."""
    before = ct.get_num_threads()
    yield
    ct.set_num_threads(before)


def data(kind: str, n: int, dtype: str) -> np.ndarray:
    """n elements, whose order is of some kind."""
    rng = np.random.default_rng(n)
    if dtype[0] == "f":
        x = rng.standard_normal(n)
    else:
        limits = np.iinfo(dtype)
        x = rng.integers(limits.min, limits.max, n, dtype, endpoint=True)
    special = [0.0, -0.0, np.inf, -np.inf, np.nan]
    return {
        "random": lambda: x,
        "constant": lambda: np.full(n, 3),
        "ties": lambda: rng.integers(0, 4, n),
        "in order": lambda: np.sort(x),
        "reversed": lambda: np.sort(x)[::-1],
        "low bits": lambda: 1 + rng.integers(0, 1000, n) * 2.0**-40
        if dtype[0] == "f"
        else x & 15,
        "special": lambda: rng.choice(special, n) if dtype[0] == "f" else x,
    }[kind]().astype(dtype)  # fmt: skip


def order(x: np.ndarray, descending: bool = False) -> np.ndarray:
    """Stable places in order, NaN above all."""
    if not descending:
        return np.argsort(x, kind="stable")
    return (len(x) - 1 - np.argsort(x[::-1], kind="stable"))[::-1]


def same_bits(a: ct.Tensor, b: np.ndarray) -> None:
    assert a.numpy().tobytes() == b.tobytes()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_sort(dtype: str, kind: str, threads) -> None:
    for n in SIZES:
        x = data(kind, n, dtype)
        for descending in (False, True):
            places = order(x, descending)
            for count in (1, 3) if n > 131072 else (1,):
                ct.set_num_threads(count)
                got = ct.sort(ct.from_numpy(x.copy()), 0, descending, stable=True)
                np.testing.assert_array_equal(got.indices.numpy(), places)
                same_bits(got.values, x[places])
                alone = ct.msort(ct.from_numpy(x.copy()))
                np.testing.assert_array_equal(alone.numpy(), np.sort(x))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_topk(dtype: str, kind: str, threads) -> None:
    """Of equal elements those that come first."""
    for n in SIZES:
        x = data(kind, n, dtype)
        t = ct.from_numpy(x.copy())
        for largest in (False, True):
            places = order(x, largest)
            for k in {0, 1, min(n, 16), min(n, 17), n // 9, n // 2, n}:
                got = ct.topk(t, k, largest=largest)
                np.testing.assert_array_equal(got.indices.numpy(), places[:k])
                same_bits(got.values, x[places[:k]])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_median_and_mode(dtype: str, kind: str, threads) -> None:
    for n in SIZES:
        x = data(kind, n, dtype)
        nan = np.isnan(x)
        in_order, numbers = x[order(x)], np.sort(x[~nan])
        middle = x[nan][0] if nan.any() else in_order[(n - 1) // 2]
        rest = numbers[(len(numbers) - 1) // 2] if len(numbers) else x[0]
        for count in (1, 3) if n > 131072 else (1,):
            ct.set_num_threads(count)
            t = ct.from_numpy(x.copy())
            for got, want in ((ct.median, middle), (ct.nanmedian, rest)):
                value, place = got(t, 0)
                np.testing.assert_array_equal(value.numpy(), want)
                np.testing.assert_array_equal(got(t).numpy(), want)
                same_bits(value, x[place.item()])
            values, counts = np.unique(x, return_counts=True, equal_nan=False)
            mode, place = ct.mode(t)
            np.testing.assert_array_equal(mode.numpy(), values[counts.argmax()])
            if not np.isnan(mode.item()):
                assert place.item() == np.flatnonzero(x == mode.numpy())[-1]


@pytest.mark.parametrize("shape", [(3, 4, 5), (60, 50), (2, 0), (0, 2), ()])
def test_along_each_dim(shape) -> None:
    x = np.random.default_rng(0).integers(0, 9, shape).astype("f")
    for dim in range(max(x.ndim, 1)):
        t = ct.from_numpy(x.copy())
        got = t.sort(dim)
        if not x.ndim:
            assert got.values.item() == x
            assert got.indices.item() == 0
            continue
        places = np.argsort(x, dim, kind="stable")
        np.testing.assert_array_equal(got.indices.numpy(), places)
        np.testing.assert_array_equal(t.argsort(dim).numpy(), places)
        k = min(2, shape[dim])
        best = t.topk(k, dim, largest=False)
        np.testing.assert_array_equal(
            best.indices.numpy(), np.take(places, range(k), dim)
        )
        assert best.values.shape == best.indices.shape
        if shape[dim]:
            at = [(shape[dim] - 1) // 2]
            found = t.median(dim, keepdim=True)
            np.testing.assert_array_equal(
                found.indices.numpy(), np.take(places, at, dim)
            )


@pytest.mark.parametrize("dtype", ["u1", "i2", "f4", "f8"])
@pytest.mark.parametrize("n", [4096, 4097])
@pytest.mark.parametrize("inner", [1, 15, 33, 130])
def test_rows_side_by_side(dtype: str, n: int, inner: int, threads) -> None:
    """Short rows are turned some at a time, long ones all at once."""
    rng = np.random.default_rng(inner)
    x = rng.integers(0, 100, (2, n, inner)).astype(dtype)
    places = np.argsort(x, 1, kind="stable")
    for count in (1, 3):
        ct.set_num_threads(count)
        t = ct.from_numpy(x.copy())
        values, indices = t.sort(1)
        np.testing.assert_array_equal(indices.numpy(), places)
        np.testing.assert_array_equal(values.numpy(), np.sort(x, 1))
        best = t.topk(9, 1, largest=False)
        np.testing.assert_array_equal(best.indices.numpy(), places[:, :9])
        np.testing.assert_array_equal(best.values.numpy(), values[:, :9].numpy())
        middle = t.median(1)
        np.testing.assert_array_equal(middle.indices.numpy(), places[:, (n - 1) // 2])


def test_zeros_are_equal_and_keep_their_signs() -> None:
    x = ct.tensor([0.0, -0.0, 1.0, -0.0, 0.0])
    values, indices = x.sort()
    assert indices.tolist() == [0, 1, 3, 4, 2]
    assert np.signbit(values.numpy()).tolist() == [False, True, True, False, False]
    assert np.signbit(x.msort().numpy()).tolist() == [True, True, False, False, False]


def test_nan_is_the_largest() -> None:
    x = ct.tensor([2.0, float("nan"), 1.0, -float("nan"), float("inf")])
    assert x.argsort().tolist() == [2, 0, 4, 1, 3]
    assert x.argsort(descending=True).tolist() == [1, 3, 4, 0, 2]
    assert x.topk(3).indices.tolist() == [1, 3, 4]
    assert x.median().isnan()
    assert x.median(0).indices.item() == 1
    assert x.nanmedian().item() == 2


def test_gradients_go_where_values_were() -> None:
    x = ct.tensor([3.0, 1.0, 2.0], requires_grad=True)
    (x.sort(descending=True).values * ct.tensor([1.0, 2.0, 3.0])).sum().backward()
    assert x.grad.tolist() == [1, 3, 2]
    x.grad = None
    (x.topk(2).values * ct.tensor([5.0, 7.0])).sum().backward()
    assert x.grad.tolist() == [5, 0, 7]
    x.grad = None
    x.median(0).values.backward()
    assert x.grad.tolist() == [0, 0, 1]


def test_equal_medians_share_the_gradient() -> None:
    x = ct.tensor([1.0, 2.0, 2.0, 3.0], requires_grad=True)
    x.median().backward()
    assert x.grad.tolist() == [0, 0.5, 0.5, 0]
    y = ct.tensor([1.0, float("nan")], requires_grad=True)
    y.median().backward()
    assert y.grad.tolist() == [0, 1]


def test_of_no_elements() -> None:
    assert ct.empty(0).median().isnan()
    assert ct.empty(0).sort().values.shape == (0,)
    for call in (ct.median, ct.nanmedian, ct.mode):
        with pytest.raises(IndexError, match="non-zero size"):
            call(ct.empty(0), 0)
    with pytest.raises(RuntimeError, match="median: expected at least one element"):
        ct.empty(0, dtype=ct.int32).median()


@pytest.mark.parametrize("k", [-1, 4])
def test_topk_of_too_many(k: int) -> None:
    with pytest.raises(RuntimeError, match="topk: expected k from 0 to 3"):
        ct.zeros(3).topk(k)
