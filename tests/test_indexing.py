"""Subscripts, reading and writing, against NumPy, and what they refuse."""

import gc
import warnings

import numpy as np
import pytest

import ctensor as ct


def grid(*shape: int) -> ct.Tensor:
    return ct.arange(int(np.prod(shape)), dtype=ct.float64).reshape(shape)


I2, I3 = np.array([1, -1]), np.array([2, 0, -3])
PAIRS = np.array([[0, 1], [1, 0]])
MASK = np.array([True, False, True])
MASK23 = np.array([[True, False, True], [False, False, True]])

# Of a (2, 3, 4) tensor; NumPy and PyTorch agree on all of them.
KEYS = [
    1,
    -2,
    np.int64(1),
    (0, 2, -4),
    slice(None),
    slice(1, None),
    slice(-1, None, -1),
    slice(5, 1),
    (slice(None), slice(None, None, -2), slice(3, 0, -1)),
    Ellipsis,
    (..., 1),
    (1, ..., slice(None, 2)),
    None,
    (None, ..., None, 0),
    (),
    True,
    False,
    np.True_,
    [1, 0],
    I2,
    (slice(None), I3),
    (I2, I2),
    (I2, slice(None), I2),
    (slice(None), I3, I3),
    (..., I3),
    (None, I2, None),
    (PAIRS, 1),
    (PAIRS, np.array([0, 2])),
    (np.array([[0], [1]]), I3),
    (slice(None), [0, 2], slice(1, 3)),
    (slice(None), [[0, 2], [1, 1]]),
    MASK23,
    (slice(None), MASK),
    (0, MASK, slice(None, None, 2)),
    (MASK23, I3),
    (MASK23, 1),
    [True, False],
    [],
    (slice(None), []),
    np.zeros((0, 3), int),
    np.zeros((2, 3), bool),
    np.array([1], np.int32),
    np.array([1], np.uint16),
    range(2),
]
# Here an integer beside separated arrays is no array for PyTorch: it comes first.
each_key = pytest.mark.parametrize("key", KEYS, ids=map(repr, KEYS))


def tensors_in(key):
    """The key with its arrays as tensors."""
    if isinstance(key, tuple):
        return tuple(map(tensors_in, key))
    return ct.tensor(key) if isinstance(key, np.ndarray) else key


def layouts(shape):
    """The same values, laid out in several ways."""
    x = grid(*shape)
    yield x
    yield x.permute(2, 0, 1).contiguous().permute(1, 2, 0)
    yield x.flip(1)[:, ::-1]
    yield ct.stack([x, x], -1)[..., 0]


@each_key
def test_reads_as_numpy(key) -> None:
    for x in layouts((2, 3, 4)):
        want = x.numpy()[key]
        for form in (key, tensors_in(key)):
            got = x[form]
            assert got.shape == want.shape
            np.testing.assert_array_equal(got.numpy(), want)


@each_key
def test_writes_as_numpy(key) -> None:
    for x in layouts((2, 3, 4)):
        part = x.numpy()[key]
        values = [7, -np.arange(part.size, dtype=float).reshape(part.shape)]
        values += [values[1][..., :1]] if part.ndim and part.size else []
        for value in values:
            got, want = x.clone(), x.numpy().copy()
            got[tensors_in(key)] = ct.tensor(value) if np.ndim(value) else value
            want[key] = value
            np.testing.assert_array_equal(got.numpy(), want)


@pytest.mark.parametrize(
    "dtype", ["bool", "uint8", "int16", "float16", "bfloat16", "float32", "complex128"]
)
def test_every_item_size(dtype) -> None:
    x = grid(5, 3).to(getattr(ct, dtype))
    index, mask = ct.tensor([3, 0, 3]), ct.tensor([[True, False, True]] * 5)
    for key in (index, (slice(None), index % 3), mask, (index, index % 2)):
        assert (x[key] == grid(5, 3)[key].to(x.dtype)).all()
        y, z = x.clone(), grid(5, 3)
        y[key], z[key] = 1, 1
        assert (y == z.to(x.dtype)).all()


def test_integers_before_separated_arrays_come_first() -> None:
    """As in PyTorch: x[0, :, i] is x[0][:, i], where NumPy puts the array in front."""
    x = grid(2, 3, 4)
    assert x[0, :, [1, 2]].shape == (3, 2)
    assert x.numpy()[0, :, [1, 2]].shape == (2, 3)


def test_0d() -> None:
    x = ct.tensor(5.0)
    assert x[()].item() == x[...].item() == x[None][0].item() == 5
    assert x[True].shape == (1,)
    assert x[ct.tensor(False)].shape == (0,)
    x[()] = 6
    x[...] += 1
    x[ct.tensor(True)] *= 2
    assert x.item() == 14


def test_values_are_cast_and_lose_leading_ones() -> None:
    x = ct.zeros(3, 4, dtype=ct.int32)
    x[1] = ct.ones(1, 1, 4)
    x[:, [0, 2]] = ct.full((1, 1, 3, 1), 2.5)
    x[2] = [5, 6, 7, 8]
    x[0, 3:] = np.float32(9)
    x[0, 1:2] = np.array([3])
    assert x.tolist() == [[2, 3, 2, 9], [2, 1, 2, 1], [5, 6, 7, 8]]


def test_basic_keys_give_views_and_others_copies() -> None:
    x = ct.ones(3, 4)
    for key in (1, slice(1, 2), (..., 0), None, ct.tensor(1), np.int8(1), ()):
        assert x[key]._base is x
    for key in ([1], ct.tensor([1]), x > 0, True):
        assert x[key]._base is None


def test_repeated_places() -> None:
    """The last value wins; index_put(accumulate=True) adds them all."""
    x = ct.zeros(3)
    x[ct.tensor([1, 1, 1])] = ct.tensor([4.0, 5, 6])
    assert x.tolist() == [0, 6, 0]
    x.index_put_((ct.tensor([1, -2, 1]),), ct.tensor([4.0, 5, 6]), accumulate=True)
    assert x.tolist() == [0, 21, 0]


def test_assigning_a_part_of_itself() -> None:
    x = grid(6)
    x[1:] = x[:-1]
    assert x.tolist() == [0, 0, 1, 2, 3, 4]
    x[ct.tensor([0, 1])] = x[4:]
    assert x.tolist() == [3, 4, 1, 2, 3, 4]
    i = ct.tensor([1, 2, 0])
    i[i] = i
    assert i.tolist() == [0, 1, 2]


def test_large_gathers_agree_with_numpy() -> None:
    rng = np.random.default_rng(0)
    x, rows = (
        rng.random((5000, 33)).astype(np.float32),
        rng.integers(-5000, 5000, 20000),
    )
    t, i = ct.from_numpy(x), ct.from_numpy(rows)
    np.testing.assert_array_equal(t[i].numpy(), x[rows])
    np.testing.assert_array_equal(t.T[:, i].numpy(), x.T[:, rows])
    np.testing.assert_array_equal(t[x > 0.5].numpy(), x[x > 0.5])
    t[i] = 0.25
    t[t > 0.5] = -1
    x[x > 0.5] = -1
    np.testing.assert_array_equal(t.numpy(), x)


def gradient_of(read) -> list:
    x = grid(2, 3).requires_grad_()
    read(x).sum().backward()
    return x.grad.tolist()


def test_gradients() -> None:
    assert gradient_of(lambda x: x[1]) == [[0, 0, 0], [1, 1, 1]]
    assert gradient_of(lambda x: x[:, ::-2]) == [[1, 0, 1], [1, 0, 1]]
    assert gradient_of(lambda x: x[[1, 1, 0], [2, 2, 0]]) == [[1, 0, 0], [0, 0, 2]]
    assert gradient_of(lambda x: x[x > 3]) == [[0, 0, 0], [0, 1, 1]]
    assert gradient_of(lambda x: x[None, True, ..., 1]) == [[0, 1, 0], [0, 1, 0]]


def test_gradients_of_writes() -> None:
    x, v = grid(2, 3).requires_grad_(), ct.ones(2, requires_grad=True)
    y = x * 1
    y[:, 0] = v
    y[ct.tensor([1]), 1:] = v * 3
    y[y > 4.5] = 0
    y.sum().backward()
    assert x.grad.tolist() == [[0, 1, 1], [0, 0, 0]]
    assert v.grad.tolist() == [4, 4]


# ---- what is refused ------------------------------------------------------

REFUSED = [
    (2, IndexError, "index 2 is out of bounds for dimension 0 with size 2"),
    (-3, IndexError, "index -3 is out of bounds for dimension 0 with size 2"),
    ((0, 3), IndexError, "index 3 is out of bounds for dimension 1 with size 3"),
    (2**31, IndexError, "2147483648 is out of bounds"),
    (-(2**63), IndexError, "-9223372036854775808 is out of bounds"),
    (2**63, IndexError, None),
    (2**200, IndexError, None),
    ((0, 0, 0), IndexError, "too many indices for tensor of dimension 2"),
    ((None,) * 65, RuntimeError, "at most 64 dimensions"),
    ((None,) * 1000, IndexError, "too many indices"),
    (1.0, IndexError, "valid indices .got float."),
    (1j, IndexError, "valid indices .got complex."),
    ("a", TypeError, "valid indices .got str."),
    (object(), IndexError, "valid indices .got object."),
    (slice(None, None, 0), ValueError, "step cannot be zero"),
    (slice(1.0), TypeError, "slice indices must be integers"),
    (
        np.array([0, 2]),
        IndexError,
        "index 2 is out of bounds for dimension 0 with size 2",
    ),
    ((0, np.array([0, -4])), IndexError, "index -4 is out of bounds"),
    (np.array([2**40]), IndexError, "1099511627776"),
    (np.array([-(2**63)]), IndexError, "-9223372036854775808"),
    (np.array([2**64 - 1], np.uint64), IndexError, "out of bounds"),
    (np.array([0.5]), IndexError, "must be integer or bool"),
    ([0.5], IndexError, "must be integer or bool"),
    (([0, 1], [0, 1, 2]), IndexError, r"could not be broadcast .* \[2\] and \[3\]"),
    (
        MASK,
        IndexError,
        r"shape of the mask \[3\] at index 0 .* tensor \[2, 3\] at index 0",
    ),
    ((slice(None), MASK23), IndexError, "too many indices"),
    ([[0], [0, 1]], ValueError, None),
    ([0, "a"], (TypeError, ValueError), None),
    ((0, (1, None)), (TypeError, ValueError, RuntimeError), None),
]
each_refused = pytest.mark.parametrize(
    ("key", "kind", "message"), REFUSED, ids=range(len(REFUSED))
)


@each_refused
def test_refused_keys(key, kind, message) -> None:
    x = grid(2, 3)
    with pytest.raises(kind, match=message):
        x[tensors_in(key)]
    with pytest.raises(kind, match=message):
        x[key] = 9
    assert (x == grid(2, 3)).all()


def test_refused_values() -> None:
    x = grid(2, 3)
    with pytest.raises(RuntimeError, match=r"\[3\].*\[2\]"):
        x[0] = ct.ones(2)
    with pytest.raises(RuntimeError, match=r"\[4\].*\[1, 3\]"):
        x[[0]] = ct.ones(4)
    with pytest.raises(RuntimeError, match=r"\[2\].*\[3\]"):
        x[x > 2] = ct.ones(2)
    with pytest.raises(TypeError, match="got str"):
        x[0] = "a"
    with pytest.raises(TypeError, match="got NoneType"):
        x[0] = None
    with pytest.raises(TypeError, match="deleting"):
        del x[0]
    with pytest.raises(RuntimeError, match="without overflow"):
        x.byte()[0, 0] = 300
    assert (x == grid(2, 3)).all()


def test_0d_is_not_indexable_by_integers() -> None:
    with pytest.raises(IndexError, match=r"item\(\)"):
        ct.tensor(1.0)[0]
    with pytest.raises(IndexError, match="0-dim"):
        ct.tensor(1.0)[:]
    with pytest.raises(IndexError, match="0-dim"):
        ct.tensor(1.0)[..., 0]


def test_nothing_is_written_before_the_last_index_is_checked() -> None:
    x = ct.zeros(100000)
    index = ct.arange(100000)
    index[-1] = 100000
    for write in (
        lambda: x.__setitem__(index, 1),
        lambda: x.index_put_((index,), ct.ones(()), True),
        lambda: x.scatter_(0, index, ct.ones(100000)),
        lambda: x.scatter_add_(0, index, ct.ones(100000)),
        lambda: x.index_add_(0, index, ct.ones(100000)),
        lambda: x.index_copy_(0, index, ct.ones(100000)),
        lambda: x.index_fill_(0, index, 1),
    ):
        with pytest.raises((IndexError, RuntimeError), match="index 100000 is out of"):
            write()
        assert not x.any()


class Sly:
    """An index whose __index__ changes the tensor and the key's list meanwhile."""

    def __init__(self, x, entries=None) -> None:
        self.x, self.entries = x, entries

    def __index__(self) -> int:
        self.x.data = ct.zeros(1)
        if self.entries is not None:
            self.entries.clear()
        gc.collect()
        return 3


def test_an_index_that_changes_the_tensor() -> None:
    for key in (lambda s: (s, 3), lambda s: (3, s), lambda s: (slice(s, 9), 3)):
        x = grid(4, 4)
        with pytest.raises(IndexError):
            x[key(Sly(x))]
        x = grid(4, 4)
        with pytest.raises(IndexError):
            x[key(Sly(x))] = 1


def test_a_list_that_shrinks_while_it_is_read() -> None:
    x = grid(4, 4)
    entries = [3]
    entries += [Sly(x, entries)] * 3
    with pytest.raises((IndexError, ValueError, TypeError, RuntimeError)):
        x[entries]
    with pytest.raises((IndexError, ValueError, TypeError, RuntimeError)):
        x[0] = [Sly(x, entries), *entries]


class LyingSequence:
    def __len__(self) -> int:
        return 10**6

    def __getitem__(self, i: int) -> int:
        if i > 3:
            raise IndexError
        return 0


def test_strange_sequences() -> None:
    x = grid(4)
    loop: list = []
    loop.append(loop)
    deep: list = []
    for _ in range(100000):
        deep = [deep]
    for key in (loop, deep, LyingSequence()):
        with pytest.raises((IndexError, ValueError, TypeError, RuntimeError)):
            x[key]
        with pytest.raises((IndexError, ValueError, TypeError, RuntimeError)):
            x[0] = key
    while deep:
        deep = deep[0]


def test_no_warnings_from_numpy_keys() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert grid(3)[np.array([True, False, True])].tolist() == [0, 2]
        assert grid(3)[np.bool_(1)].shape == (1, 3)
