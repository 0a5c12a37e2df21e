"""What order finds: places, counts, quantiles, values that occur."""

import numpy as np
import pytest

import ctensor as ct

# Values are searched 8 side by side, 256 at a time, on threads from 2048 on.
SIZES = [0, 1, 7, 8, 9, 255, 256, 257, 2049, 5000]
DTYPES = ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"]
NAN = float("nan")


def numbers(n: int, dtype: str, high: int = 100) -> np.ndarray:
    return np.random.default_rng(n).integers(0, high, n).astype(dtype)


@pytest.fixture
def threads():
    """Puts the number of threads back."""
    before = ct.get_num_threads()
    yield
    ct.set_num_threads(before)


# ---- places ----------------------------------------------------------------


@pytest.mark.parametrize("dtype", DTYPES)
def test_searchsorted(dtype: str) -> None:
    for n in SIZES:
        for length in (0, 1, 2, 3, 63, 64, 65):
            row = np.sort(numbers(length, dtype))
            x = numbers(n, dtype)
            for side in ("left", "right"):
                want = np.searchsorted(row, x, side)
                got = ct.searchsorted(ct.from_numpy(row), ct.from_numpy(x), side=side)
                np.testing.assert_array_equal(got.numpy(), want)
                right = side == "right"
                got = ct.bucketize(ct.from_numpy(x), ct.from_numpy(row), right=right)
                np.testing.assert_array_equal(got.numpy(), want)


def test_searchsorted_row_by_row() -> None:
    rows = ct.tensor([[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]])
    x = ct.tensor([[3.0, 0.0], [3.0, 9.0]])
    got = ct.searchsorted(rows, x, out_int32=True)
    assert got.dtype == ct.int32
    assert got.tolist() == [[1, 0], [1, 3]]
    back = ct.tensor([[2, 1, 0]] * 2)
    got = ct.searchsorted(rows.flip(1), x, sorter=back)
    assert got.tolist() == [[1, 0], [1, 3]]


def test_searchsorted_of_numbers_and_other_dtypes() -> None:
    row = ct.tensor([1, 2, 3])
    assert ct.searchsorted(row, 2).item() == 1
    assert ct.searchsorted(row, 2, right=True).item() == 2
    assert ct.searchsorted(row, 2.5).item() == 2
    assert ct.searchsorted(row, ct.tensor([0.5, 1.5])).tolist() == [0, 1]
    assert ct.bucketize(2.5, row).item() == 2


def test_nan_is_behind_all_numbers() -> None:
    row = ct.tensor([1.0, 2.0, NAN, NAN])
    assert ct.searchsorted(row, ct.tensor([5.0, NAN])).tolist() == [2, 2]
    assert ct.searchsorted(row, ct.tensor([5.0, NAN]), right=True).tolist() == [2, 4]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda r: ct.searchsorted(r, r, side="left", right=True),
            "'left' and right=True",
        ),
        (
            lambda r: ct.searchsorted(r, r, sorter=ct.tensor([0, 1])),
            "a sorter of the shape of sorted_sequence",
        ),
        (
            lambda r: ct.searchsorted(r, r, sorter=ct.tensor([0, 1, 3])),
            "a sorter of indices from 0 to 2, got 3",
        ),
        (
            lambda r: ct.searchsorted(r, r, sorter=ct.tensor([0, -1, 2])),
            "a sorter of indices from 0 to 2, got -1",
        ),
        (lambda r: ct.searchsorted(r, r, sorter=r), "an int64 sorter, got float32"),
        (lambda r: ct.searchsorted(r.expand(2, 3), r), "leading sizes of input"),
        (lambda r: ct.searchsorted(r.sum(), r), "leading sizes of input"),
        (lambda r: ct.bucketize(r, r.expand(2, 3)), "a vector of boundaries"),
    ],
)
def test_searchsorted_refuses(call, message: str) -> None:
    with pytest.raises(RuntimeError, match=message):
        call(ct.tensor([1.0, 2.0, 3.0]))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("spread", [1, 10**6])
def test_isin(dtype: str, spread: int) -> None:
    """With a table of what there is, and without one where keys lie far apart."""
    small = dtype in ("u1", "i1", "u2", "i2", "f2")
    for n in SIZES:
        for length in (0, 1, 5, 47, 48, 49, 300):
            x, y = numbers(n, dtype), numbers(length, dtype)
            if not small:
                x, y = x * x.dtype.type(spread), y * y.dtype.type(spread)
            want = np.isin(x, y)
            for invert in (False, True):
                got = ct.isin(ct.from_numpy(x), ct.from_numpy(y), invert=invert)
                np.testing.assert_array_equal(got.numpy(), want != invert)


def test_isin_of_numbers_nan_and_zeros() -> None:
    x = ct.tensor([0.0, -0.0, NAN, 2.0])
    assert ct.isin(x, ct.tensor([0.0, NAN])).tolist() == [True, True, False, False]
    assert ct.isin(x, ct.tensor([NAN])).tolist() == [False] * 4
    assert ct.isin(x, 2).tolist() == [False, False, False, True]
    assert ct.isin(2, x).item()


# ---- counts ----------------------------------------------------------------


@pytest.mark.parametrize("dtype", DTYPES[:8])
@pytest.mark.parametrize("n", [0, 1, 1023, 1024, 1025, 70000])
def test_bincount(dtype: str, n: int) -> None:
    x = numbers(n, dtype)
    weights = np.random.default_rng(0).standard_normal(n)
    t, counts = ct.from_numpy(x), np.bincount(x.astype("i8"), minlength=7)
    np.testing.assert_array_equal(t.bincount(minlength=7).numpy(), counts)
    sums = np.bincount(x.astype("i8"), weights, 7)
    np.testing.assert_array_equal(
        ct.bincount(t, ct.from_numpy(weights), 7).numpy(), sums
    )
    single = ct.bincount(t, ct.from_numpy(weights).float(), 7)
    assert single.dtype == ct.float32
    np.testing.assert_allclose(single.numpy(), sums, 1e-4, 1e-3)
    assert ct.bincount(t, ct.ones(n, dtype=ct.int32)).dtype == ct.float64


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ct.tensor([1, -2]).bincount(), "non-negative integers, got -2"),
        (lambda: ct.tensor([1.0]).bincount(), "expected an integer dtype"),
        (lambda: ct.tensor([[1]]).bincount(), "a vector, got shape"),
        (lambda: ct.tensor([1]).bincount(minlength=-1), "minlength >= 0, got -1"),
        (lambda: ct.tensor([1]).bincount(ct.ones(2)), "weights of the shape of input"),
        (lambda: ct.tensor([2**63 - 1]).bincount(), "too large a number"),
        (lambda: ct.ones(3).histc(0), "bins > 0, got 0"),
        (lambda: ct.ones(3).histc(3, 2, 1), "max must be larger than min"),
        (lambda: ct.tensor([1.0, NAN]).histc(), "is not finite"),
        (lambda: ct.ones(3).histc(3, 0, float("inf")), "is not finite"),
    ],
)
def test_counts_refuse(call, message: str) -> None:
    with pytest.raises(RuntimeError, match=message):
        call()


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize("n", [0, 1, 1023, 1024, 1025, 5000])
def test_histc(dtype: str, n: int) -> None:
    t = ct.from_numpy(np.random.default_rng(n).standard_normal(n)).to(
        getattr(ct, dtype)
    )
    for ends in ((-1, 1), (-0.3, 2.1), (0, 0)):
        x = t.double().numpy()
        want = np.histogram(x, 13, ends if ends[0] != ends[1] else None)[0]
        if ends == (0, 0) and n == 1:
            want = np.histogram(x, 13, (x[0] - 1, x[0] + 1))[0]
        got = t.histc(13, *ends)
        assert got.dtype == t.dtype
        assert np.abs(got.double().numpy() - want).sum() <= 0.01 * n


def test_histc_leaves_out_what_is_outside() -> None:
    x = ct.tensor([-1.0, 0.0, 0.5, 1.0, 2.0, NAN])
    assert x.histc(2, 0, 1).tolist() == [1, 2]
    assert ct.full((4,), 3.0).histc(2).tolist() == [0, 4]


# ---- quantiles ---------------------------------------------------------------

WORDS = ["linear", "lower", "higher", "midpoint", "nearest"]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("dtype", ["i4", "u8", "f4", "f8"])
def test_quantile(dtype: str, word: str) -> None:
    """Few are selected, many read off the row in order."""
    for n in (1, 2, 48, 49, 1000):
        x = numbers(3 * n, dtype, 1000).reshape(3, n)
        for q in (0.3, np.array([0.5]), np.array([0, 0.1, 1]), np.linspace(0, 1, 4)):
            for dim in (None, 0, 1):
                want = np.quantile(x, q, dim, method=word)
                t = ct.from_numpy(x.copy())
                share = q if isinstance(q, float) else ct.tensor(q)
                got = ct.quantile(t, share, dim, interpolation=word)
                np.testing.assert_allclose(got.numpy(), want, 1e-6)
                kept = ct.nanquantile(t, share, dim, True, interpolation=word)
                want = np.quantile(x, q, dim, method=word, keepdims=True)
                np.testing.assert_allclose(kept.numpy(), want, 1e-6)


def test_quantile_of_a_long_row(threads) -> None:
    x = np.random.default_rng(0).standard_normal(131073)
    want = np.quantile(x, [0.1, 0.5])
    for count in (1, 3):
        ct.set_num_threads(count)
        got = ct.quantile(ct.from_numpy(x), ct.tensor([0.1, 0.5], dtype=ct.float64))
        np.testing.assert_allclose(got.numpy(), want, 1e-14)


def test_quantile_and_nan() -> None:
    x = ct.tensor([[1.0, NAN, 3.0], [NAN, NAN, NAN]], requires_grad=True)
    assert x.quantile(0.5, 1).isnan().all()
    got = x.nanquantile(0.5, 1)
    assert got[0].item() == 2
    assert got[1].isnan()
    got[0].backward()
    assert x.grad.tolist() == [[0.5, 0, 0.5], [0, 0, 0]]


def test_gradient_of_q() -> None:
    x, q = ct.tensor([1.0, 2.0, 4.0, NAN]), ct.tensor([0.3, 0.9], requires_grad=True)
    x.nanquantile(q).sum().backward()
    assert q.grad.tolist() == [2, 4]  # 2 steps, of 1 and 2
    q.grad = None
    x[:3].quantile(q, 0, interpolation="lower").sum().backward()
    assert q.grad.tolist() == [0, 0]


def test_quantile_between_infinities_and_equal_ones() -> None:
    inf = float("inf")
    assert ct.tensor([inf, inf, inf]).quantile(0.3).item() == inf
    assert ct.tensor([-inf, 0.0, 1.0]).quantile(0.5).item() == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: x.quantile(1.5), "q from 0 to 1, got 1.5"),
        (lambda x: x.quantile(ct.tensor([0.1, NAN])), "q from 0 to 1, got nan"),
        (lambda x: x.quantile(ct.ones(1, 1)), "q of at most 1 dim"),
        (lambda x: x.quantile(ct.tensor([1])), "a floating q, dtype, got int64"),
        (lambda x: ct.empty(0).quantile(0.5), "at least one element"),
        (lambda x: ct.empty(2, 0).nanquantile(0.5, 1), "at least one element"),
        (lambda x: (x > 1).quantile(0.5), "got bool"),
    ],
)
def test_quantile_refuses(call, message: str) -> None:
    with pytest.raises(RuntimeError, match=message):
        call(ct.tensor([1.0, 2.0, 3.0]))


# ---- values that occur -------------------------------------------------------


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("n", [0, 1, 2, 48, 49, 1000, 131073])
def test_unique(dtype: str, n: int) -> None:
    x = numbers(n, dtype)
    want = np.unique(x, return_inverse=True, return_counts=True)
    found = ct.unique(ct.from_numpy(x), return_inverse=True, return_counts=True)
    for a, b in zip(found, want, strict=True):
        np.testing.assert_array_equal(a.numpy(), b.reshape(a.shape))
    np.testing.assert_array_equal(ct.from_numpy(x).unique().numpy(), want[0])


# Both sides of what vectors sort at once, of rows, and of what all threads do together.
LENGTHS = [1, 7, 8, 9, 16, 17, 31, 32, 33, 48, 49, 63, 64, 65, 127, 128, 129, 1000]
LENGTHS += [131072, 131073, 300_000]


def rows_of_all_kinds(n: int, dtype: str) -> list[np.ndarray]:
    """Random, in order, in reverse, few values, equal ones, the ends of the range."""
    rng = np.random.default_rng(n)
    top = 2**31 - 1 if dtype != "float32" else 2**24
    low = 0 if dtype == "uint32" else -top
    kinds = [
        rng.integers(low, top, n),
        np.arange(n),
        np.arange(n)[::-1],
        rng.integers(0, 3, n),
        np.full(n, top),
        np.zeros(n, int),
        np.where(rng.random(n) < 0.5, top, low),
        rng.integers(0, 40, n) * (top // 40),
    ]
    return [kind.astype(dtype) for kind in kinds]


@pytest.mark.isa
@pytest.mark.parametrize("n", LENGTHS)
@pytest.mark.parametrize("dtype", ["float32", "int32", "uint32"])
def test_values_in_order(dtype: str, n: int) -> None:
    for a in rows_of_all_kinds(n, dtype):
        x = ct.from_numpy(a)
        np.testing.assert_array_equal(ct.msort(x).numpy(), np.sort(a))
        np.testing.assert_array_equal(x.unique().numpy(), np.unique(a))
        if n < 1001:
            both = ct.from_numpy(np.stack([a, a[::-1]], 1))
            np.testing.assert_array_equal(ct.msort(both)[:, 1].numpy(), np.sort(a))


@pytest.mark.isa
@pytest.mark.parametrize("n", [3, 40, 200, 5000, 140_000])
def test_values_in_order_with_nan_and_zeros(n: int) -> None:
    a = np.random.default_rng(0).standard_normal(n).astype("f4")
    a[[0, n // 2, n - 1]] = NAN, -np.inf, -0.0
    a[1] = 0.0
    y = ct.msort(ct.from_numpy(a)).numpy()
    np.testing.assert_array_equal(y, np.sort(a))
    zeros = np.flatnonzero(y == 0)
    assert np.signbit(y[zeros]).tolist() == [True, False]
    assert ct.from_numpy(a).unique().numel() == np.unique(a).size


@pytest.mark.isa
@pytest.mark.parametrize("share", [0, 0.01, 0.5, 1])
@pytest.mark.parametrize("n", [0, 1, 7, 8, 9, 15, 16, 17, 65535, 65536, 65537])
def test_places_of_a_mask(n: int, share: float) -> None:
    a = np.random.default_rng(n).random(n) < share
    raw = (a * np.random.default_rng(n).integers(1, 256, n)).astype(np.uint8)
    for mask in (ct.from_numpy(a), ct.from_numpy(raw.view(np.bool_))):
        np.testing.assert_array_equal(mask.nonzero().numpy(), np.argwhere(a))
        np.testing.assert_array_equal(ct.arange(n)[mask].numpy(), np.flatnonzero(a))
        (places,) = mask.nonzero(as_tuple=True)
        np.testing.assert_array_equal(places.numpy(), np.flatnonzero(a))


@pytest.mark.parametrize("dim", [0, 1, 2])
def test_unique_slices(dim: int) -> None:
    x = np.random.default_rng(0).integers(-1, 2, (6, 5, 2)).astype("f8")
    values, _, inverse, counts = np.unique(x, True, True, True, dim)
    found = ct.unique(ct.from_numpy(x), True, True, True, dim)
    for a, b in zip(found, (values, inverse.reshape(-1), counts), strict=True):
        np.testing.assert_array_equal(a.numpy(), b)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("dim", [0, 1])
def test_unique_slices_of_long_prefixes(dtype: str, dim: int) -> None:
    """Slices differ in one of the last places, after blocks that all have in common."""
    x = np.ones((70, 150), dtype)
    x[np.arange(70), 80 + np.arange(70) % 35 * 2] = 0
    x = x if dim == 0 else np.ascontiguousarray(x.T)
    for t in (ct.from_numpy(x), ct.from_numpy(np.ascontiguousarray(x.T)).T):
        values, inverse, counts = ct.unique(t, True, True, True, dim)
        want = np.unique(x, return_inverse=True, return_counts=True, axis=dim)
        np.testing.assert_array_equal(values.numpy(), want[0])
        np.testing.assert_array_equal(inverse.numpy(), want[1].reshape(-1))
        np.testing.assert_array_equal(counts.numpy(), want[2])
        found = ct.unique_consecutive(t, return_counts=True, dim=dim)
        assert found[0].shape == t.shape and found[1].tolist() == [1] * 70


@pytest.mark.parametrize("sorts", [True, False])
def test_unique_slices_and_nan(sorts: bool) -> None:
    x = ct.tensor([[1, NAN, 3], [1, NAN, 3], [0, -0.0, 1], [-0.0, 0, 1.0]])
    find = ct.unique if sorts else ct.unique_consecutive
    values, counts = find(x, return_counts=True, dim=0)
    assert counts.tolist() == ([2, 1, 1] if sorts else [1, 1, 2])
    assert values.isnan().sum() == 2
    assert values[0 if sorts else 2].tolist() == [0, 0, 1]


def test_unique_and_nan() -> None:
    x = ct.tensor([NAN, 1.0, NAN, 1.0, -0.0, 0.0])
    values, counts = x.unique(return_counts=True)
    assert counts.tolist() == [2, 2, 1, 1]
    assert values[:2].tolist() == [0, 1]
    assert values[2:].isnan().all()


def test_unique_consecutive() -> None:
    x = ct.tensor([1, 1, 2, 2, 3, 1, 1, 2])
    found = x.unique_consecutive(return_inverse=True, return_counts=True)
    assert [t.tolist() for t in found] == [
        [1, 2, 3, 1, 2],
        [0, 0, 1, 1, 2, 3, 3, 4],
        [2, 2, 1, 2, 1],
    ]
    assert x.unique_consecutive().tolist() == [1, 2, 3, 1, 2]
    rows = ct.tensor([[1, 2], [1, 2], [0, 2]])
    assert rows.unique_consecutive(dim=0).tolist() == [[1, 2], [0, 2]]


def test_unique_of_slices_without_elements() -> None:
    with pytest.raises(RuntimeError, match="slices that have elements"):
        ct.unique(ct.empty(3, 0), dim=0)
    assert ct.unique(ct.empty(0, 3), dim=0).shape == (0, 3)
