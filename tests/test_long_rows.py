"""Rows long enough to be worked on in pieces: ops along a dim (csrc/cpu/along.h)."""

import numpy as np
import pytest

import ctensor as ct

LENGTHS = [131072, 131073, 400_001]  # around the shortest row that is cut
LAYOUTS = {
    "rows": lambda a: a,
    "columns": lambda a: np.ascontiguousarray(a.T).T,
    "backwards": lambda a: a[:, ::-1],
    "every other": lambda a: a[:, ::2],
}

pytestmark = pytest.mark.isa


def rows(n: int, dtype: str, layout: str) -> np.ndarray:
    return LAYOUTS[layout]((np.random.randn(2, n) * 50).astype(dtype))


@pytest.mark.parametrize("n", LENGTHS)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", "i4", "u1", "i8"])
def test_largest_and_smallest(n: int, layout: str, dtype: str) -> None:
    a = rows(n, dtype, layout)
    t = ct.from_numpy(a)
    for find, value, index in ((t.max, a.max, a.argmax), (t.min, a.min, a.argmin)):
        values, indices = find(1)
        np.testing.assert_array_equal(values.numpy(), value(1))
        np.testing.assert_array_equal(indices.numpy(), index(1))
    assert t.argmax().item() == a.argmax()
    assert t.argmin().item() == a.argmin()


@pytest.mark.parametrize("n", LENGTHS)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("dtype", ["f4", "f8", "i4", "c8", "c16"])
def test_running_sums(n: int, layout: str, dtype: str) -> None:
    a = rows(n, "f4", layout).astype(dtype)
    kind = {"f": "f8", "i": "i8", "c": "c16"}[dtype[0]]
    got = ct.from_numpy(a).cumsum(1).numpy()
    eps = np.finfo(dtype).eps if dtype[0] != "i" else 0
    want = a.astype(kind).cumsum(1)
    np.testing.assert_allclose(got, want, 4 * eps, 4 * eps * np.abs(want).max())


@pytest.mark.parametrize("n", [5, *LENGTHS[:2]])
@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("dtype", ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8"])
def test_running_folds_wrap(n: int, threads: int, dtype: str) -> None:
    """Of integers in their own dtype, and in narrower and wider ones."""
    a, before = np.random.default_rng(n).integers(0, 256, (2, n)), ct.get_num_threads()
    ct.set_num_threads(threads)
    for of in (dtype, "i8") if n > 5 else (dtype, "i8", "u1", "?"):
        x = ct.from_numpy(a.astype(of))
        kind = getattr(ct, np.dtype(dtype).name)
        for axis in (0, 1):
            for f in ("cumsum", "cumprod"):
                with np.errstate(over="ignore"):
                    want = getattr(a.astype(of), f)(axis, dtype=dtype)
                got = getattr(x, f)(axis, dtype=kind).numpy()
                np.testing.assert_array_equal(got, want, strict=True)
    ct.set_num_threads(before)


@pytest.mark.parametrize("n", LENGTHS)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_softmax(n: int, layout: str, dtype: str) -> None:
    a = rows(n, dtype, layout) + 1000
    x = a.astype("f8")
    distance = x - x.max(1, keepdims=True)
    total = np.exp(distance).sum(1, keepdims=True)
    eps = np.finfo(dtype).eps
    want = distance - np.log(total)
    t = ct.from_numpy(a)
    np.testing.assert_allclose(t.softmax(1), np.exp(distance) / total, 64 * eps, 1e-37)
    np.testing.assert_allclose(t.log_softmax(1), want, 4 * eps, 4 * eps)


@pytest.mark.isa
@pytest.mark.parametrize("width", [1, 3, 7, 16, 17, 63, 64, 65, 130])
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_softmax_of_columns(width: int, dtype: str) -> None:
    a = np.random.randn(3, 37, width).astype(dtype) * 20
    a[1, :, width // 2] = -np.inf
    a[1, 5, width // 2] = 3
    a[2, 5, 0] = np.nan
    t, by_rows = ct.from_numpy(a), ct.from_numpy(a.swapaxes(1, 2).copy())
    eps = np.finfo(dtype).eps
    for op in (ct.softmax, ct.log_softmax):
        want = op(by_rows, 2).mT.numpy()
        np.testing.assert_allclose(op(t, 1).numpy(), want, 64 * eps, 8 * eps)


def test_cross_entropy_of_many_classes() -> None:
    a = np.random.randn(2, LENGTHS[-1])
    lse = np.log(np.exp(a).sum(1))
    got = ct.nn.functional.cross_entropy(ct.from_numpy(a), ct.tensor([7, 300_000]))
    assert abs(got.item() - (lse - a[[0, 1], [7, 300_000]]).mean()) < 1e-12


@pytest.mark.parametrize("place", [0, 65_536, 200_000, 400_000])
def test_the_first_of_equals_and_nan(place: int) -> None:
    x = ct.zeros(400_001)
    assert x.argmax().item() == x.argmin().item() == 0
    x[place:] = float("nan")
    assert x.argmax().item() == x.argmin().item() == place
    assert x.max(0).values.isnan().item()
    assert x.softmax(0).isnan().all().item()
    assert x.cumsum(0).isnan().sum().item() == 400_001 - place


# On both sides of the tile of elements that are converted, of the part that is
# searched, of what one call hands to a thread, and of a row that is cut.
EDGES = [1, 15, 65, 1024, 1025, 4096, 4097, 8193, 32768, 32769, 65537, 131072, 131073]


@pytest.mark.isa
@pytest.mark.parametrize("n", EDGES)
@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", "i4", "u8"])
def test_the_first_extreme_wherever_it_is(n: int, dtype: str) -> None:
    places = {
        0,
        1,
        14,
        63,
        64,
        1023,
        1024,
        4095,
        4096,
        8192,
        32767,
        32768,
        n - 2,
        n - 1,
    }
    for place in sorted(p for p in places if 0 <= p < n):
        a = np.full(n, 5, dtype)
        a[place] = 9
        a[min(place + 4096, n - 1)] = 9
        t = ct.from_numpy(np.stack([a, a]))
        assert t[0].argmax().item() == place and (14 - t)[1].argmin().item() == place
        assert t.max(1).indices.tolist() == [place, place]
        if dtype[0] == "f":
            t[:, place] = float("nan")
            assert t.argmin(1).tolist() == [place, place]


def test_zeros_of_both_signs_are_equal() -> None:
    x = ct.zeros(9000)
    x[:5000] = -0.0
    assert x.argmax().item() == x.argmin().item() == (-x).argmax().item() == 0


def test_infinities() -> None:
    x = ct.full((400_001,), -float("inf"))
    assert x.softmax(0).isnan().all().item()
    x[300_000] = 1
    assert x.softmax(0)[300_000].item() == x.softmax(0).sum().item() == 1
    assert x.argmax().item() == 300_000


def test_results_do_not_depend_on_the_threads() -> None:
    x, before = ct.randn(1_000_000), ct.get_num_threads()
    found = set()
    for threads in (1, 2, 3):
        ct.set_num_threads(threads)
        results = (x.cumsum(0), x.softmax(0), x.log_softmax(0), x.argmax())
        found.add(b"".join(result.numpy().tobytes() for result in results))
    ct.set_num_threads(before)
    assert len(found) == 1


def test_nothing_is_copied_to_search_an_expanded_row() -> None:
    x = ct.ones(1, dtype=ct.int8).expand(2, 2**24)
    ct._C._memory_peak_reset()
    used = ct.memory_stats()["used"]
    assert x[0].argmax().item() == 0
    assert x.max(1).indices.tolist() == [0, 0]
    assert ct.memory_stats()["peak"] - used < 2**20


@pytest.mark.parametrize("shape", [(2, 3), (1, 300), (70, 700), (300, 5), (5, 7, 300)])
@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", "i2", "i4", "u8"])
def test_columns(shape: tuple, dtype: str) -> None:
    """Searched side by side; the first of equals counts, and a NaN before all."""
    a = np.random.randint(0, 20, shape).astype(dtype)
    if dtype[0] == "f":
        a[np.random.rand(*shape) < 0.02] = np.nan
    t = ct.from_numpy(a)
    for dim in range(a.ndim):
        np.testing.assert_array_equal(t.argmax(dim).numpy(), a.argmax(dim))
        values, indices = t.min(dim)
        np.testing.assert_array_equal(indices.numpy(), a.argmin(dim))
        np.testing.assert_array_equal(values.numpy(), a.min(dim))
