"""Rows that one index each names, read on every side of every size."""

import numpy as np
import pytest

import ctensor as ct

LONG = 16384  # bytes of a row that is read as a line of its own
TABLE = 1 << 18  # bytes, above which rows are asked for ahead
BLOCK = 256  # indices that are checked together
GRAIN = 32768  # elements, above which threads share

# Indices, rows of the table, elements of a row.
SIZES = [
    *((300, 9, n) for n in (1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 255)),
    *((n, 9, 20) for n in (0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 1)),
    *((20, 9, LONG // 4 + d) for d in (-1, 0, 1)),
    *((GRAIN // 8 + d, 50, 8) for d in (0, 1)),
    *((600, TABLE // 256 + d, 64) for d in (0, 1)),
    (9, 5, 0),
]


@pytest.fixture(params=[1, 3])
def threads(request):
    """The number of threads, put back afterwards."""
    before = ct.get_num_threads()
    ct.set_num_threads(request.param)
    yield request.param
    ct.set_num_threads(before)


@pytest.mark.isa
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("dtype", ["float32", "bool", "complex128", "float16"])
def test_reading(size: tuple[int, int, int], dtype: str, threads: int) -> None:
    n, rows, width = size
    rng = np.random.default_rng(0)
    table = (rng.random((rows, width)) * 9).astype(dtype)
    index = rng.integers(-rows, rows, n)
    t, i = ct.from_numpy(table), ct.from_numpy(index)
    np.testing.assert_array_equal(t[i].numpy(), table[index])
    np.testing.assert_array_equal(t.index_select(0, i % rows).numpy(), table[index])
    both = np.stack([table, table[::-1]])
    want = both[:, index]
    np.testing.assert_array_equal(ct.from_numpy(both)[:, i].numpy(), want)
    got = ct.from_numpy(both).index_select(1, i % rows)
    np.testing.assert_array_equal(got.numpy(), want)
    apart = ct.from_numpy(np.repeat(table, 2, 0))[::2]
    np.testing.assert_array_equal(apart[i].numpy(), table[index])
    times = np.abs(index[:rows]) % 4
    want = np.repeat(table[: len(times)], times, 0)
    got = t[: len(times)].repeat_interleave(ct.from_numpy(times), 0)
    np.testing.assert_array_equal(got.numpy(), want)


@pytest.mark.parametrize("place", [0, 1, 255, 256, 299])
@pytest.mark.parametrize("bad", [50, -51, 1 << 40])
def test_an_index_out_of_range_at_any_place(place: int, bad: int) -> None:
    index = np.zeros(300, np.int64)
    index[place] = bad
    with pytest.raises(IndexError, match=rf"index {bad} is out of bounds"):
        ct.zeros(50, 8)[ct.from_numpy(index)]
    with pytest.raises(IndexError, match=rf"index {bad} is out of bounds"):
        ct.zeros(50, 8).index_select(0, ct.from_numpy(index))


@pytest.mark.parametrize("shape", [(5, 4, 6), (5, 1, 6), (1, 4, 6)])
def test_indices_of_two_dims_and_broadcast_ones(shape: tuple[int, ...]) -> None:
    table = np.arange(120.0).reshape(5, 4, 6)
    i, j = np.array([[0, 4], [2, 1]]), np.array([3, 0])
    t = ct.from_numpy(table)
    got = t[ct.from_numpy(i), ct.from_numpy(j)]
    np.testing.assert_array_equal(got.numpy(), table[i, j])
    one = np.broadcast_to(np.array(2), (3, 7))
    np.testing.assert_array_equal(t[ct.from_numpy(one.copy())].numpy(), table[one])
    cut = table[: shape[0], : shape[1]]
    got = ct.from_numpy(cut.copy()).expand(5, 4, 6)[ct.from_numpy(i)]
    np.testing.assert_array_equal(got.numpy(), np.broadcast_to(cut, (5, 4, 6))[i])


@pytest.mark.parametrize("most", [1, 3, 4, 5, 9])
@pytest.mark.parametrize("n", [1, 2, 5, 300])
def test_numbers_repeated_each_so_often(n: int, most: int) -> None:
    """Four are written at once where there is room."""
    rng = np.random.default_rng(n)
    for _ in range(9):
        times = rng.integers(0, most + 1, n)
        i = ct.from_numpy(times)
        want = np.repeat(np.arange(n), times)
        np.testing.assert_array_equal(ct.repeat_interleave(i).numpy(), want)
        got = ct.repeat_interleave(i, output_size=len(want))
        np.testing.assert_array_equal(got.numpy(), want)
