"""Values in order without their places, on every side of each number in that."""

import itertools

import numpy as np
import pytest

import ctensor as ct

# Vectors of 4 to 16 numbers, 1, 2, 4, 8 and 16 of them; arrays that are divided
# in place, by blocks of 64 and 128; rows that all threads work on, and parts of them.
EDGES = [4, 8, 16, 32, 64, 128, 256, 512, 16384, 32768, 65536, 131072]
SIZES = [n + d for n in EDGES for d in (-1, 0, 1)] + [2000, 65636, 65727, 300_001]
DTYPES = ["f4", "i4", "u4", "f8", "i8", "f2", "u1"]


def numbers(kind: str, n: int, dtype: str) -> np.ndarray:
    """n numbers that are hard to divide in some way."""
    rng = np.random.default_rng(n)
    whole = dtype[0] != "f"
    if whole:
        limits = np.iinfo(dtype)
        x = rng.integers(limits.min, limits.max, n, dtype, endpoint=True)
        most = limits.max
    else:
        x, most = rng.standard_normal(n), np.inf
    bits = rng.integers(0, 256, (n, np.dtype(dtype).itemsize), "u1")
    made = {
        "random": lambda: x,
        "any bits": lambda: bits.view(dtype)[:, 0],
        "constant": lambda: np.full(n, 3),
        "two": lambda: rng.integers(0, 2, n),
        "most are the largest": lambda: np.where(rng.random(n) < 0.9, most, x),
        "all but one": lambda: np.where(np.arange(n) == n // 2, 1, most),
        "up": lambda: np.sort(x),
        "down": lambda: np.sort(x)[::-1],
        "up and down": lambda: np.concatenate([np.sort(x[::2]), -np.sort(-x[1::2])]),
        "special": lambda: (
            x
            if whole
            else rng.choice(
                [0.0, -0.0, np.inf, -np.inf, np.nan, -np.nan, 1e-45, 1e30], n
            )
        ),
    }[kind]()
    with np.errstate(over="ignore"):
        return made.astype(dtype)


KINDS = ["random", "any bits", "constant", "two", "most are the largest"] + [
    "all but one", "up", "down", "up and down", "special",
]  # fmt: skip


@pytest.fixture(params=[1, 3])
def threads(request):
    """The number of threads, put back afterwards."""
    before = ct.get_num_threads()
    ct.set_num_threads(request.param)
    yield request.param
    ct.set_num_threads(before)


@pytest.mark.isa
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_msort(dtype: str, kind: str, threads: int) -> None:
    for n in SIZES:
        if threads > 1 and n <= 32769:
            continue
        x = numbers(kind, n, dtype)
        t = ct.from_numpy(x.copy())
        np.testing.assert_array_equal(ct.msort(t).numpy(), np.sort(x), str(n))
        np.testing.assert_array_equal(t.numpy(), x)


@pytest.mark.isa
@pytest.mark.parametrize("dtype", ["f4", "i2", "f8", "i8", "u1"])
def test_places_of_equal_ones(dtype: str, threads: int) -> None:
    # 1024: from there on items of two bytes are sorted by these.
    for n in (*SIZES, 1023, 1024, 1025):
        if threads > 1 and n <= 32769:
            continue
        rng = np.random.default_rng(n)
        for x in (rng.integers(0, max(2, n // 3), n), rng.integers(0, 3, n) << 12):
            a = x.astype(dtype)
            got = ct.from_numpy(a).argsort()
            np.testing.assert_array_equal(got, np.argsort(a, kind="stable"), str(n))


@pytest.mark.isa
@pytest.mark.parametrize("dtype", ["f4", "f8", "u1"])
def test_many_rows_down_and_across(dtype: str, threads: int) -> None:
    x = (np.random.default_rng(0).standard_normal((300, 700)) * 50).astype(dtype)
    for a in (x, x.T, np.ascontiguousarray(x.T), x[:, ::2]):
        np.testing.assert_array_equal(ct.msort(ct.from_numpy(a)), np.sort(a, 0))


@pytest.mark.isa
@pytest.mark.parametrize("n", [1, 100, 5000, 200_000])
def test_into_the_operand_itself(n: int) -> None:
    x = numbers("random", n, "f4")
    t = ct.from_numpy(x.copy())
    assert ct.msort(t, out=t) is t
    np.testing.assert_array_equal(t.numpy(), np.sort(x))


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [*DTYPES, "i1", "u2", "i2", "u8"])
def test_unique(dtype: str, threads: int) -> None:
    for n in (0, 1, 129, 5000, 87381, 87382, 200_000):
        x = numbers("two", n, dtype) + numbers("random", n, dtype)
        got = ct.unique(ct.from_numpy(np.concatenate([x, x[: n // 2]])))
        np.testing.assert_array_equal(got.numpy(), np.unique(x))


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [*DTYPES, "i1", "u2", "i2", "u8"])
def test_unique_consecutive(dtype: str, threads: int) -> None:
    for n in (0, 1, 2, 5000, 65536, 65537, 131073, 300_000):
        for kind in ("two", "constant", "any bits"):
            x = numbers(kind, n, dtype)
            begins = np.concatenate([[True], x[1:] != x[:-1]])[:n]
            got = ct.unique_consecutive(ct.from_numpy(x.copy())).numpy()
            np.testing.assert_array_equal(got, x[begins], f"{n} {kind}")


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float64, ct.float32, ct.float16, ct.bfloat16])
def test_values_that_occur_among_zeros_and_nans(dtype: ct.dtype) -> None:
    x = ct.tensor([0.0, -0.0, 0.0, 3, 3, ct.nan, ct.nan, -ct.inf], dtype=dtype)
    got = ct.unique_consecutive(x)
    assert got.tolist()[:2] == [0, 3]
    assert got.isnan().tolist() == [False, False, True, True, False]
    assert not got[0].signbit()
    got = ct.unique(x)
    assert got.tolist()[:3] == [-ct.inf, 0, 3]
    assert got.isnan().tolist() == [False, False, False, True, True]


def test_gradient_of_values_that_occur() -> None:
    x = ct.tensor([3.0, 1, 3, 2, 1], requires_grad=True)
    (ct.unique(x) * ct.tensor([1.0, 10, 100])).sum().backward()
    assert sorted(x.grad.tolist()) == [0, 0, 1, 10, 100]
    assert x.grad[3] == 10


@pytest.mark.isa
@pytest.mark.parametrize("shape", [(30, 40), (7, 1, 9), (3, 4, 5, 6)])
def test_results_lie_as_the_input_does(shape: tuple[int, ...]) -> None:
    x = np.random.default_rng(0).integers(0, 9, shape).astype("f4")
    for order in itertools.permutations(range(len(shape))):
        view, a = ct.from_numpy(x).permute(order), x.transpose(order)
        for dim in range(len(shape)):
            values, indices = view.sort(dim, stable=True)
            want = np.argsort(a, dim, kind="stable")
            np.testing.assert_array_equal(indices.numpy(), want)
            np.testing.assert_array_equal(view.argsort(dim).numpy(), want)
            np.testing.assert_array_equal(values.numpy(), np.sort(a, dim))
            assert values.stride() == indices.stride() == (view + 1).stride()
        got = ct.msort(view)
        np.testing.assert_array_equal(got.numpy(), np.sort(a, 0))
        assert got.stride() == (view + 1).stride()


def test_layouts_with_gaps_and_given_results() -> None:
    x = np.random.default_rng(0).integers(0, 9, (20, 6, 10)).astype("f4")
    cut = ct.from_numpy(x).permute(2, 0, 1)[:, ::2]
    a = x.transpose(2, 0, 1)[:, ::2]
    for dim in range(3):
        values, indices = cut.sort(dim)
        np.testing.assert_array_equal(values.numpy(), np.sort(a, dim))
        want = np.argsort(a, dim, kind="stable")
        np.testing.assert_array_equal(indices.numpy(), want)
        out = ct.empty(10, 6, 10).mT[:, :, :6], ct.empty(6, 10, 10, dtype=ct.int64).mT
        given = out[0], out[1].permute(1, 2, 0)
        ct.sort(cut, dim, out=given)
        np.testing.assert_array_equal(given[0].numpy(), np.sort(a, dim))
        np.testing.assert_array_equal(given[1].numpy(), want)
    for wide in (ct.ones(3, 1).expand(3, 4), ct.empty(0, 3).T, ct.tensor(2.0)):
        assert wide.sort(0).values.shape == wide.shape
