"""Writes at indices on both sides of every size at which they are done another way.

The right value is NumPy's: in the order of the indices, so that the last one wins and
sums are rounded in the same order, whatever the number of threads.
"""

from collections.abc import Iterator

import numpy as np
import pytest

import ctensor as ct

GRAIN = 32768  # elements, above which threads share
SLICE = 1024  # bytes, above which a row is cut for three threads
TILE = 512  # indices that go through columns together
TABLE = 1 << 18  # bytes, above which rows are asked for ahead
LEAST = 128  # bytes, what a thread's slice of a row has at least
BLOCK = 256  # indices that are checked together

# Indices, rows of the table, width of a row.
SIZES = {
    "one column": [(GRAIN, 50, 1), (GRAIN + 1, 50, 1), (GRAIN + 1, 70_000, 1)],
    "a line": [(GRAIN // 7, 50, 7), (GRAIN // 7 + 1, 50, 7), (GRAIN // 8 + 1, 50, 8)],
    "indices": [(GRAIN, 50, 16), (GRAIN + 1, 50, 16)],
    "work": [(GRAIN // 64, 300, 64), (GRAIN // 64 + 1, 300, 64)],
    "table": [(600, TABLE // 256, 64), (600, TABLE // 256 + 1, 64)],
    "block": [(256, 9, 200), (257, 9, 200), (513, 9, 200)],
    "wide": [(50, 9, 3 * SLICE // 4), (50, 9, 3 * (SLICE // 4 + 1)), (50, 9, 4000)],
    "slices": [(600, 300, LEAST // 4), (600, 300, LEAST // 4 + 1), (600, 300, 65)],
    "copies": [(99, 9, n) for n in (1, 2, 3, 4, 5, 8, 9, 16, 17, 256, 257)],
    "rows of a block": [(300, 9, n) for n in (BLOCK // 2, BLOCK // 2 + 1, BLOCK + 1)],
    "looks for Ctrl-C": [(300, 9, GRAIN // BLOCK), (300, 9, GRAIN // BLOCK + 1)],
    "tile": [(TILE, 99, 40), (TILE + 1, 99, 40), (2 * TILE + 1, 99, 7)],
    "few": [(1, 2, GRAIN), (1, 2, GRAIN + 1), (2, 2, GRAIN // 2 + 1)],
    "none": [(0, 5, 64), (9, 5, 0)],
}
EACH = [size for sizes in SIZES.values() for size in sizes]


@pytest.fixture(params=[1, 3])
def threads(request) -> Iterator[int]:
    before = ct.get_num_threads()
    ct.set_num_threads(request.param)
    yield request.param
    ct.set_num_threads(before)


def operands(n: int, rows: int, width: int, dtype: str) -> tuple[np.ndarray, ...]:
    """A table, indices from -rows to rows - 1, each many times, and values."""
    rng = np.random.default_rng(0)
    index = rng.integers(-rows, rows, n)
    kind = np.float32 if dtype == "bfloat16" else np.dtype(dtype)
    table = (rng.random((rows, width)) * 100 - 50).astype(kind)
    return table, index, (rng.random((n, width)) * 100 - 50).astype(kind)


def sums(table: np.ndarray, index: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Those of 16 bits are made in float32."""
    wide = table.astype(np.float32) if table.dtype == np.float16 else table.copy()
    np.add.at(wide, index, values)
    return wide.astype(table.dtype)


def tensor(array: np.ndarray, dtype: str) -> ct.Tensor:
    return ct.from_numpy(array).to(getattr(ct, dtype), copy=True)


@pytest.mark.isa
@pytest.mark.parametrize("size", EACH, ids=str)
@pytest.mark.parametrize("dtype", ["float32", "float16", "bool", "complex128"])
def test_rows(size: tuple, dtype: str, threads: int) -> None:
    table, index, values = operands(*size, dtype)
    x, i, v = tensor(table, dtype), ct.from_numpy(index), ct.from_numpy(values)
    want = table.copy()
    want[index] = values
    y = x.clone()
    y[i] = v
    np.testing.assert_array_equal(y.numpy(), want)
    np.testing.assert_array_equal(x.index_copy(0, i % size[1], v).numpy(), want)
    want = sums(table, index, values)
    np.testing.assert_array_equal(x.index_add(0, i % size[1], v).numpy(), want)
    np.testing.assert_array_equal(x.index_put((i,), v, accumulate=True).numpy(), want)


@pytest.mark.isa
@pytest.mark.parametrize("dtype", ["uint8", "int16", "float32", "int64", "complex128"])
@pytest.mark.parametrize("width", [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 31, 32, 33, 63, 65])
def test_short_rows_leave_their_neighbours(width: int, dtype: str) -> None:
    rng = np.random.default_rng(0)
    table = rng.integers(0, 99, (20, width)).astype(dtype)
    index = rng.integers(0, 10, 30) * 2
    values = rng.integers(0, 99, (30, width)).astype(dtype)
    x, i, v = (ct.from_numpy(a.copy()) for a in (table, index, values))
    x[i] = v
    want = table.copy()
    want[index] = values
    np.testing.assert_array_equal(x.numpy(), want)
    x.index_add_(0, i, v)
    np.add.at(want, index, values)
    np.testing.assert_array_equal(x.numpy(), want)


@pytest.mark.isa
@pytest.mark.parametrize("size", EACH, ids=str)
def test_an_index_for_each_element(size: tuple, threads: int) -> None:
    table, _, values = operands(*size, "float32")
    index = np.random.default_rng(1).integers(0, size[1], values.shape)
    x, i, v = (ct.from_numpy(a) for a in (table, index, values))
    columns = np.arange(size[2])
    want = table.copy()
    np.add.at(want, (index, columns), values)
    np.testing.assert_array_equal(x.scatter_add(0, i, v).numpy(), want)
    turned = x.t().contiguous().scatter_add(1, i.t(), v.t())
    np.testing.assert_array_equal(turned.numpy(), want.T)
    want = table.copy()
    want[index, columns] = values
    np.testing.assert_array_equal(x.scatter(0, i, v).numpy(), want)


@pytest.mark.isa
@pytest.mark.parametrize("width", [1, 2, 5, BLOCK // 2, BLOCK // 2 + 1, BLOCK + 1])
@pytest.mark.parametrize("dtype", ["bool", "float16", "float32", "complex128"])
def test_reading_short_lines(width: int, dtype: str, threads: int) -> None:
    """As many lines go together as a block of indices holds."""
    rng = np.random.default_rng(width)
    for rows in (1, 2, BLOCK // width + 1, GRAIN // width + 1):
        a = rng.integers(0, 99, (rows, 7)).astype(dtype)
        index = rng.integers(0, 7, (rows, width))
        x, i = ct.from_numpy(a), ct.from_numpy(index)
        want = np.take_along_axis(a, index, 1)
        np.testing.assert_array_equal(x.gather(1, i).numpy(), want)
        gaps = ct.from_numpy(np.repeat(index, 2, 1))[:, ::2]
        turned = x.t().contiguous().t()
        np.testing.assert_array_equal(turned.gather(1, gaps).numpy(), want)
        down = i.t().contiguous()
        np.testing.assert_array_equal(x.t().gather(0, down).numpy(), want.T)
        np.testing.assert_array_equal(
            ct.stack([x, x]).gather(2, ct.stack([i, 6 - i])).numpy()[1],
            np.take_along_axis(a, 6 - index, 1),
        )
        for bad in (7, -1):
            index[-1, -1] = bad
            with pytest.raises(RuntimeError, match=f"index {bad} is out of bounds"):
                x.gather(1, ct.from_numpy(index))


@pytest.mark.parametrize("size", EACH, ids=str)
def test_columns_and_other_layouts(size: tuple, threads: int) -> None:
    table, index, values = operands(*size, "float32")
    i, want = ct.from_numpy(index), sums(table, index, values)
    v = ct.from_numpy(values)
    x = ct.from_numpy(table.T.copy())
    got = x.index_add(1, i % size[1], v.t())
    np.testing.assert_array_equal(got.numpy(), want.T)
    x = ct.from_numpy(np.repeat(table, 2, 1))[:, ::2]
    x.index_add_(0, i % size[1], v.t().contiguous().t())
    np.testing.assert_array_equal(x.numpy(), want)
    x = ct.from_numpy(table.copy()[:, None]).expand(-1, 2, -1).clone()
    x.index_add_(0, i % size[1], v[:, None].expand(-1, 2, -1))
    np.testing.assert_array_equal(x[:, 1].numpy(), want)


@pytest.mark.parametrize("size", EACH, ids=str)
def test_an_index_for_some_elements(size: tuple, threads: int) -> None:
    table, _, values = operands(*size, "float32")
    index = np.random.default_rng(1).integers(0, size[1], (size[0], 2))
    x, i, v = (ct.from_numpy(a) for a in (table, index, values))
    got = ct.stack([x, x], 1).scatter_add(
        0, i[:, :, None].expand(-1, -1, size[2]), ct.stack([v, -v], 1)
    )
    for k, sign in enumerate((1, -1)):
        want = sums(table, index[:, k], sign * values)
        np.testing.assert_array_equal(got[:, k].numpy(), want)


@pytest.mark.parametrize("size", EACH, ids=str)
def test_gradient_of_reading(size: tuple, threads: int) -> None:
    table, index, values = operands(*size, "float32")
    x = ct.from_numpy(table).requires_grad_()
    x[ct.from_numpy(index)].backward(ct.from_numpy(values))
    want = sums(np.zeros_like(table), index, values)
    np.testing.assert_array_equal(x.grad.numpy(), want)


@pytest.mark.parametrize("size", EACH, ids=str)
def test_bfloat16_sums_are_rounded_once(size: tuple, threads: int) -> None:
    table, index, values = (
        tensor(a, "bfloat16").float().numpy() if a.dtype == np.float32 else a
        for a in operands(*size, "bfloat16")
    )
    got = tensor(table, "bfloat16")
    got.index_put_((ct.from_numpy(index),), tensor(values, "bfloat16"), accumulate=True)
    want = tensor(sums(table, index, values), "bfloat16")
    assert (got == want).all()


@pytest.mark.parametrize("n", [GRAIN // 64, GRAIN // 64 + 1, GRAIN + 1])
def test_two_dims_indexed_apart(n: int, threads: int) -> None:
    rng = np.random.default_rng(0)
    table, values = rng.random((20, 64, 30)), rng.random((n, 64))
    a, b = rng.integers(-20, 20, n), rng.integers(-30, 30, n)
    x = ct.from_numpy(table.copy())
    x[ct.from_numpy(a), :, ct.from_numpy(b)] = ct.from_numpy(values)
    table[a, :, b] = values
    np.testing.assert_array_equal(x.numpy(), table)


@pytest.mark.parametrize("shape", [(GRAIN,), (GRAIN + 1,), (600, 64), (300_000, 3)])
def test_masks(shape: tuple, threads: int) -> None:
    rng = np.random.default_rng(0)
    table, mask = rng.random(shape), rng.random(shape[0]) < 0.5
    x, m = ct.from_numpy(table.copy()), ct.from_numpy(mask)
    x[m] = 2.0
    table[mask] = 2.0
    np.testing.assert_array_equal(x.numpy(), table)
    values = rng.random((int(mask.sum()), *shape[1:]))
    x[m] = ct.from_numpy(values)
    table[mask] = values
    np.testing.assert_array_equal(x.numpy(), table)
    filled = x.masked_fill(m.reshape(-1, *[1] * (len(shape) - 1)), 3.0).numpy()
    table[mask] = 3.0
    np.testing.assert_array_equal(filled, table)


@pytest.mark.parametrize("n", [GRAIN // 64, GRAIN // 64 + 1, GRAIN + 1])
def test_bad_indices_change_nothing(n: int, threads: int) -> None:
    x, i = ct.zeros(50, 64), ct.zeros(n, dtype=ct.int64)
    i[-1] = 50
    with pytest.raises(IndexError, match="index 50 is out of bounds"):
        x[i] = ct.ones(n, 64)
    assert (x == 0).all()
    for each in (i[:, None].expand(-1, 64), i[:, None].repeat(1, 64)):
        with pytest.raises(RuntimeError, match="index 50 is out of bounds"):
            x.scatter_add_(0, each, ct.ones(n, 64))
        assert (x == 0).all()
    with pytest.raises(IndexError, match="index -51 is out of bounds"):
        x[i.flip(0) - 101] = ct.ones(n, 64)
    assert (x == 0).all()


@pytest.mark.isa
@pytest.mark.parametrize("n", [1, 2047, 2048, 2049])
@pytest.mark.parametrize("bad", [7, -8, 2**63 - 1, -(2**63)])
def test_each_index_is_checked(n: int, bad: int) -> None:
    """Wherever it stands among those that are read at once, whatever the others are."""
    for at in {0, 511, 512, 1535, n - 1}:
        for others in (ct.arange(n) % 7, ct.arange(n) % 7 - 7):
            i, x = others.clone(), ct.zeros(7)
            i[at % n] = bad
            with pytest.raises(IndexError, match=f"index {bad} is out of bounds"):
                x.index_fill_(0, i, 1)
            assert not x.any()
    assert ct.zeros(7).index_fill_(0, others, 1).sum() == min(n, 7)
    with pytest.raises(RuntimeError, match="index -7 is out of bounds"):
        ct.zeros(7).scatter_add_(0, others, ct.ones(n))
