"""gather, scatter, index_*, masked_*, nonzero and their kin."""

import numpy as np
import pytest

import ctensor as ct

DTYPES = ["bool", "uint8", "int16", "int32", "uint64", "int64", "float16", "bfloat16"]
DTYPES += ["float32", "float64", "complex64", "complex128"]
each_dtype = pytest.mark.parametrize("dtype", [getattr(ct, name) for name in DTYPES])

INDEX = ct.tensor([[0, 2, 1, 0], [2, 2, 0, 1]])


def grid(*shape: int, dtype: ct.dtype = ct.float64) -> ct.Tensor:
    return ct.arange(int(np.prod(shape)), dtype=ct.float64).reshape(shape).to(dtype)


def sums(x: np.ndarray, index: np.ndarray, dim: int, source: np.ndarray) -> np.ndarray:
    x = x.copy()
    places = list(np.indices(index.shape))
    places[dim] = index
    np.add.at(x, tuple(places), source[tuple(map(slice, index.shape))])
    return x


@each_dtype
def test_moving_elements_of_every_dtype(dtype) -> None:
    x, mask = grid(3, 4, dtype=dtype), grid(3, 4) % 3 == 0
    wide, rows = (
        grid(3, 4).to(dtype).double() if not dtype.is_complex else grid(3, 4),
        [2, 0],
    )
    same = {
        "gather": lambda t: t.gather(0, INDEX),
        "scatter": lambda t: t.scatter(1, INDEX[:, ::2], t.flip(0)),
        "index_select": lambda t: t.index_select(1, ct.tensor([3, 0, 3])),
        "index_copy": lambda t: t.index_copy(0, ct.tensor(rows), t[1:]),
        "index_fill": lambda t: t.index_fill(0, ct.tensor([-1]), 1),
        "masked_fill": lambda t: t.masked_fill(mask, 1),
        "masked_select": lambda t: t.masked_select(mask),
        "masked_scatter": lambda t: t.masked_scatter(mask, t.flip(0)),
        "take": lambda t: t.take(ct.tensor([0, -1, 5])),
    }
    for name, call in same.items():
        assert (call(x).to(ct.complex128) == call(wide).to(ct.complex128)).all(), name


@each_dtype
def test_sums_of_every_dtype(dtype) -> None:
    x, source = (
        grid(3, 4, dtype=dtype),
        grid(3, 4, dtype=dtype) % 3
        if not (dtype.is_complex or dtype == ct.bool)
        else grid(3, 4, dtype=dtype),
    )
    kind = "c16" if dtype.is_complex else bool if dtype == ct.bool else "f8"
    wide = [np.array(t.tolist()).astype(kind) for t in (x, source)]
    want = sums(wide[0], INDEX.numpy(), 0, wide[1])
    assert x.scatter_add(0, INDEX, source).tolist() == want.tolist()
    want = wide[0].copy()
    np.add.at(want, [2, 2, 0], wide[1])
    assert x.index_add(0, ct.tensor([2, 2, 0]), source).tolist() == want.tolist()


def test_half_sums_are_rounded_once() -> None:
    ones = ct.ones(4096, dtype=ct.float16)
    zeros = ct.zeros(4096, dtype=ct.int64)
    assert ct.zeros(1, dtype=ct.float16).scatter_add(0, zeros, ones).item() == 4096
    assert ct.zeros(1, dtype=ct.float16).index_add(0, zeros, ones).item() == 4096
    x = ct.zeros(1, dtype=ct.float16).index_put((zeros,), ones, accumulate=True)
    assert x.item() == 4096


@pytest.mark.parametrize("dtype", [ct.float16, ct.bfloat16])
def test_half_sums_at_several_places(dtype) -> None:
    x = ct.arange(12, dtype=dtype).reshape(3, 4)
    ones = ct.ones(2, dtype=dtype)
    rows, columns = ct.tensor([0, 2]), ct.tensor([3, 1])
    for table in (x, x.T.contiguous().T, x[:, ::2].repeat(1, 2)):
        want = table.float().index_put((rows, columns), ones.float(), True)
        got = table.index_put((rows, columns), ones, accumulate=True)
        assert (got == want).all()
    x.requires_grad_()
    x[x > 8].sum().backward()
    assert x.grad.tolist() == [[0] * 4, [0] * 4, [0, 1, 1, 1]]


@pytest.mark.parametrize("dtype", [ct.int32, ct.int64])
def test_index_dtypes_and_strides(dtype) -> None:
    x, index = grid(3, 4), INDEX.to(dtype)
    want = x.gather(0, INDEX)
    for form in (index, index.T.contiguous().T, ct.stack([index, index], -1)[..., 1]):
        assert (x.gather(0, form) == want).all()
        assert (x.scatter(0, form, x) == x.scatter(0, INDEX, x)).all()
    assert (x.index_select(1, index[0].flip(0)) == x[:, [0, 1, 2, 0]]).all()


def test_in_place_forms_give_the_tensor_itself() -> None:
    mask = grid(3, 4) > 5
    calls = {
        "scatter": (0, INDEX, grid(3, 4)),
        "scatter_add": (0, INDEX, grid(3, 4)),
        "index_add": (0, ct.tensor([1, 1]), grid(2, 4)),
        "index_copy": (0, ct.tensor([1, 0]), grid(2, 4)),
        "index_fill": (0, ct.tensor([1, 0]), 5),
        "masked_fill": (mask, 5),
        "masked_scatter": (mask, grid(12)),
        "index_put": ((ct.tensor([1, 1]),), ct.tensor(7.0, dtype=ct.float64), True),
    }
    for name, arguments in calls.items():
        for x in (grid(3, 4), grid(4, 3).T, grid(6, 4)[::-2]):
            want = getattr(x, name)(*arguments)
            version = x._version
            assert getattr(x, name + "_")(*arguments) is x, name
            assert (x == want).all(), name
            assert x._version == version + 1, name


def test_arguments_that_overlap_the_result() -> None:
    i = ct.tensor([2, 0, 1])
    assert i.clone().scatter_(0, i, i).tolist() == [0, 1, 2]
    j = i.clone()
    assert j.scatter_add_(0, j, j).tolist() == [2, 1, 3]
    x = grid(6)
    x[1:].index_add_(0, ct.tensor([0, 0, 1]), x[:3])
    assert x.tolist() == [0, 2, 4, 3, 4, 5]
    x = grid(6)
    ct.gather(x, 0, ct.tensor([5, 4, 3]), out=x[1:4])
    assert x.tolist() == [0, 5, 4, 3, 4, 5]
    m = ct.tensor([True, False, True])
    assert m.masked_fill_(m, False).tolist() == [False] * 3


def test_results_do_not_depend_on_threads() -> None:
    rng = np.random.default_rng(0)
    index = ct.from_numpy(rng.integers(0, 50, (3000, 40)))
    source = ct.from_numpy(rng.random((3000, 40)).astype(np.float32))
    x, threads, found = ct.zeros(50, 40), ct.get_num_threads(), []
    for n in (1, 4):
        ct.set_num_threads(n)
        found.append(
            [
                x.scatter_add(0, index, source),
                x.scatter(0, index, source),
                x.index_add(0, index[:, 0], source),
                ct.zeros(50).index_put((index,), source, accumulate=True),
            ]
        )
    ct.set_num_threads(threads)
    for a, b in zip(*found, strict=True):
        assert (a == b).all()
    want = sums(x.numpy(), index.numpy(), 0, source.numpy())
    np.testing.assert_array_equal(found[0][0].numpy(), want)


def test_0d_and_empty() -> None:
    x, one = ct.tensor(5.0), ct.tensor([0])
    assert x.gather(0, ct.tensor([0, 0])).tolist() == [5, 5]
    assert x.gather(0, ct.tensor(0)).item() == 5
    assert x.index_select(0, one).item() == 5
    assert x.scatter(0, one, ct.tensor([7.0])).item() == 7
    assert x.index_add(0, one, ct.tensor(1.0)).item() == 6
    assert x.masked_select(ct.tensor(True)).tolist() == [5]
    assert x.take(ct.tensor([[0]])).tolist() == [[5]]
    none = ct.zeros(0, dtype=ct.int64)
    assert grid(2, 3).index_select(1, none).shape == (2, 0)
    assert grid(2, 3).gather(0, ct.zeros(0, 3, dtype=ct.int64)).shape == (0, 3)
    assert ct.zeros(0, 3).index_add(0, none, ct.zeros(0, 3)).shape == (0, 3)
    assert (grid(3).scatter(0, none, ct.zeros(0, dtype=ct.float64)) == grid(3)).all()


def test_nonzero() -> None:
    x = ct.tensor([[0.0, -1, float("nan")], [0, 0, 2]])
    assert x.nonzero().tolist() == [[0, 1], [0, 2], [1, 2]]
    rows, columns = ct.where(x)
    assert (rows.tolist(), columns.tolist()) == ([0, 0, 1], [1, 2, 2])
    assert ct.nonzero(ct.tensor(3.0)).shape == (1, 0)
    assert ct.nonzero(ct.tensor(0.0)).shape == (0, 0)
    assert ct.nonzero(ct.tensor(3.0), as_tuple=True)[0].tolist() == [0]
    assert ct.argwhere(ct.zeros(0, 5)).shape == (0, 2)
    flags = np.random.default_rng(0).random(300000) < 0.3
    np.testing.assert_array_equal(
        ct.from_numpy(flags).nonzero()[:, 0].numpy(), np.flatnonzero(flags)
    )


def test_a_condition_has_no_part_in_the_dtype() -> None:
    byte = ct.tensor([0, 200], dtype=ct.uint8)
    assert ct.where(byte, 1, 2).dtype == ct.int64
    small = ct.tensor([1, 2], dtype=ct.int8)
    chosen = ct.where(byte, small, 0)
    assert chosen.dtype == ct.int8 and chosen.tolist() == [0, 2]
    with pytest.raises(RuntimeError, match="condition of bool dtype, got float32"):
        ct.where(ct.ones(2), small, 0)


def test_a_large_index_add_with_rows() -> None:
    rng = np.random.default_rng(0)
    index, source = rng.integers(0, 300, 5000), rng.random((5000, 65))
    want = np.zeros((300, 65))
    np.add.at(want, index, source)
    got = ct.zeros(300, 65, dtype=ct.float64)
    got.index_add_(0, ct.from_numpy(index), ct.from_numpy(source))
    np.testing.assert_array_equal(got.numpy(), want)


X = grid(2, 3)
FLAGS = ct.tensor([True, False, True])
BAD = [-1, 2, 2**31, 2**40, -(2**63), 2**63 - 1]


@pytest.mark.parametrize("bad", BAD)
def test_indices_out_of_range(bad) -> None:
    pair, row = ct.tensor([[0, 1, bad]]), ct.tensor([0, bad])
    message = f"index {bad} is out of bounds for dimension 0 with size"
    calls = [
        (lambda: X.gather(0, pair), RuntimeError),
        (lambda: X.scatter(0, pair, X), RuntimeError),
        (lambda: X.scatter(0, pair, 1.0), RuntimeError),
        (lambda: X.scatter_add(0, pair, X), RuntimeError),
        (lambda: X.index_select(0, row), IndexError),
        (lambda: X.index_add(0, row, X), RuntimeError),
        (lambda: X.index_copy(0, row, X), IndexError),
    ]
    if bad != -1:
        calls += [(lambda: X.index_fill(0, row, 0), IndexError)]
        calls += [(lambda: ct.take_along_dim(X, pair, 0), IndexError)]
        calls += [(lambda: X[:, 0].take(row), IndexError)]
    for call, kind in calls:
        with pytest.raises(kind, match=message):
            call()


REFUSED = [
    (lambda i: X.gather(2, i), IndexError, r"dim in \[-2, 1\], got 2"),
    (lambda i: X.gather(0, i[0]), RuntimeError, "same number of dimensions"),
    (lambda i: X.gather(0, i.float()), RuntimeError, "int32 or int64, got float32"),
    (lambda i: X.gather(1, i.expand(3, 3)), RuntimeError, r"\[3, 3\].*\[2, 3\]"),
    (lambda i: X.scatter(0, i, X[:, :2]), RuntimeError, r"no larger than src \[2, 2\]"),
    (lambda i: X.scatter(0, i, X.float()), RuntimeError, "float64 and float32"),
    (lambda i: X.int().scatter(0, i, 2**40), RuntimeError, "without overflow"),
    (lambda i: X.scatter_add(0, i, 1.0), TypeError, "scatter_add"),
    (lambda i: X.index_select(0, i), IndexError, "at most 1 dimension"),
    (lambda i: ct.tensor(1.0).index_select(0, i[0]), RuntimeError, "0-d input, got 3"),
    (lambda i: X.index_add(0, i[0], X), RuntimeError, "size 3 along dimension 0"),
    (
        lambda i: X.index_add(0, i[0, :2], X.float()),
        RuntimeError,
        "float64 and float32",
    ),
    (
        lambda i: X.int().index_add(0, i[0, :2], X.int(), alpha=1.5),
        RuntimeError,
        "alpha",
    ),
    (lambda i: X.index_fill(0, i[0], X), RuntimeError, "0-dimensional"),
    (lambda i: X.masked_fill(i, 0), RuntimeError, "bool dtype, got int64"),
    (lambda i: X.masked_fill(FLAGS[:2], 0), RuntimeError, "masked_fill"),
    (lambda i: X.masked_fill(FLAGS, 1j), RuntimeError, "without overflow"),
    (lambda i: X.masked_fill(FLAGS, X), RuntimeError, "0-dimensional"),
    (lambda i: X[0].masked_fill_(FLAGS[None].T, 0), RuntimeError, "broadcast shape"),
    (lambda i: X.masked_select(i), RuntimeError, "bool dtype"),
    (lambda i: X.masked_scatter(FLAGS, X[0]), RuntimeError, "at least 4 .* got 3"),
    (lambda i: X.take(i.float()), RuntimeError, "int32 or int64"),
    (lambda i: X.take_along_dim(i[0], 0), RuntimeError, "number of dimensions"),
    (lambda i: X.index_put((i.float(),), X), IndexError, "integer or bool"),
    (lambda i: X.index_put((i,), X.float()), RuntimeError, "float64 and float32"),
    (lambda i: X.index_put((i, i, i), X), IndexError, "too many indices"),
    (lambda i: ct.scatter(X, 0, i, X, out=X.float()), RuntimeError, "dtype float64"),
]


@pytest.mark.parametrize("case", REFUSED, ids=range(len(REFUSED)))
def test_refused(case) -> None:
    call, kind, message = case
    with pytest.raises(kind, match=message):
        call(ct.tensor([[0, 1, 1]]))
    assert (grid(2, 3) == X).all()


def test_scatter_gradient_of_a_larger_source() -> None:
    source = grid(3, 4).requires_grad_()
    ct.zeros(3, 4, dtype=ct.float64).scatter(0, INDEX, source).sum().backward()
    assert source.grad.tolist() == [[1] * 4, [1] * 4, [0] * 4]


def test_index_fill_counts_a_repeated_index_once() -> None:
    value = ct.tensor(2.0, requires_grad=True)
    ct.zeros(3, 2).index_fill(0, ct.tensor([0, -3, 2]), value).sum().backward()
    assert value.grad.item() == 4


@pytest.mark.parametrize("dtype", [ct.float32, ct.int64, ct.complex64, ct.float16])
def test_scatter_with_reduce(dtype):
    x, twice = ct.ones(4, dtype=dtype), ct.tensor([1, 1])
    src = ct.tensor([2, 3, 5], dtype=dtype)
    assert x.scatter(0, ct.tensor([1, 2]), 2, reduce="add").tolist() == [1, 3, 3, 1]
    assert x.scatter(0, twice, 3, reduce="multiply").tolist() == [1, 9, 1, 1]
    assert x.scatter(0, twice, src, reduce="add").tolist() == [1, 6, 1, 1]
    assert x.scatter(0, twice, src, reduce="multiply").tolist() == [1, 6, 1, 1]
    out = ct.empty(0, dtype=dtype)
    ct.scatter(x, -1, twice.int(), value=3, reduce="add", out=out)
    assert out.tolist() == [1, 7, 1, 1]
    assert x.tolist() == [1, 1, 1, 1]
    assert x.scatter_(0, twice, 3, reduce="multiply") is x
    assert x.tolist() == [1, 9, 1, 1]


def test_scatter_with_reduce_of_shapes_and_errors() -> None:
    x = ct.full((2, 3), 2.0)
    index = ct.tensor([[0, 0], [2, 1]])
    y = x.scatter(1, index, ct.full((2, 2), 3.0), reduce="multiply")
    assert y.tolist() == [[18, 2, 2], [2, 6, 6]]
    y = ct.tensor(2.0).scatter(0, ct.tensor(0), 3, reduce="multiply")
    assert y.item() == 6
    assert x.scatter(1, index[:, :0], 3, reduce="multiply").equal(x)
    ints = ct.ones(2, dtype=ct.int64).scatter(0, ct.tensor([1, 1]), 3.5, reduce="add")
    assert ints.tolist() == [1, 7]
    with pytest.raises(RuntimeError, match="expected reduce 'add' or 'multiply', got"):
        x.scatter(1, index, 3, reduce="mean")
    before = x.clone()
    for reduce in ("add", "multiply"):
        with pytest.raises(RuntimeError, match="index 3 is out of"):
            x.scatter_(1, ct.tensor([[0, 3]]), 3, reduce=reduce)
        assert x.equal(before)


NUMBERS = [np.float32(2), np.float64(2), np.int64(2), np.uint8(2), np.float16(2)]


@pytest.mark.parametrize("number", [*NUMBERS, np.bool_(1), np.complex64(2)])
def test_scatter_takes_numbers_of_numpys(number):
    own, index = number.item(), ct.tensor([[0, 2], [1, 1]])
    x = ct.ones(2, 3, dtype=ct.complex64 if isinstance(own, complex) else ct.float32)
    want = x.scatter(1, index, own)
    assert ct.equal(x.scatter(1, index, number), want)
    assert ct.equal(ct.scatter(x, 1, index, value=number), want)
    assert ct.equal(x.clone().scatter_(1, index, number), want)
    assert ct.equal(ct.scatter(x, 1, index, number, out=x.new_empty(2, 3)), want)
    for reduce in ("add", "multiply"):
        want = x.scatter(1, index, own, reduce=reduce)
        assert ct.equal(x.scatter(1, index, number, reduce=reduce), want)
