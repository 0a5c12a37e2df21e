"""Tensors from Python data: values, dtypes, shapes, memory, and PyTorch's rules."""

import collections
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import ctensor as ct

# ---- inference --------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "dtype", "value"),
    [
        (1, ct.int64, 1),
        (1.5, ct.float32, 1.5),
        (True, ct.bool, True),
        (1j, ct.complex64, 1j),
        ([1, 2], ct.int64, [1, 2]),
        ((1, 2.5), ct.float32, [1, 2.5]),
        ([True, 2], ct.int64, [1, 2]),
        ([True, 2.0], ct.float32, [1, 2]),
        ([1, 2j], ct.complex64, [1, 2j]),
        ([[True], [2]], ct.int64, [[1], [2]]),
        ([], ct.float32, []),
        ((), ct.float32, []),
        ([[], []], ct.float32, [[], []]),
        (range(3), ct.int64, [0, 1, 2]),
        (bytearray(b"ab"), ct.int64, [97, 98]),
        (collections.deque([1.0, 2.0]), ct.float32, [1, 2]),
        ([[1, 2], (3, 4), range(5, 7)], ct.int64, [[1, 2], [3, 4], [5, 6]]),
        ([[[1]], [[2]]], ct.int64, [[[1]], [[2]]]),
        (np.float64(1), ct.float64, 1.0),
        (np.float32(1.5), ct.float32, 1.5),
        (np.int8(1), ct.int8, 1),
        (np.bool_(True), ct.bool, True),
        ([np.float64(1.5)], ct.float64, [1.5]),
        ([np.float16(1)], ct.float16, [1]),
        ([np.float32(1.5), np.int8(3)], ct.float32, [1.5, 3]),
        ([np.int8(1), 2], ct.int64, [1, 2]),
        ([np.complex64(1)], ct.complex64, [1]),
        ([np.array(1.5), 2], ct.float64, [1.5, 2]),
        ([2**70, 1.0], ct.float32, [float(np.float32(2**70)), 1]),
    ],
)
def test_inference(data, dtype, value) -> None:
    for make in (ct.tensor, ct.as_tensor, ct.asarray):
        if make is ct.asarray and isinstance(data, bytearray):
            continue  # it reads bytes as elements of the dtype
        t = make(data)
        assert t.dtype == dtype
        assert t.tolist() == value
        assert t.is_contiguous()
        assert not t.requires_grad


def test_default_dtype() -> None:
    ct.set_default_dtype(ct.float64)
    try:
        assert ct.tensor([1.5]).dtype == ct.float64
        assert ct.tensor([1.5, 2j]).dtype == ct.complex128
        assert ct.tensor([]).dtype == ct.float64
        assert ct.Tensor([1]).dtype == ct.float64
        assert ct.tensor([1]).dtype == ct.int64
    finally:
        ct.set_default_dtype(ct.float32)


@pytest.mark.parametrize(
    ("data", "dtype", "value"),
    [
        ([1, 2], float, [1.0, 2.0]),
        ([1, 2], ct.float16, [1.0, 2.0]),
        ([1, 2], ct.bfloat16, [1.0, 2.0]),
        ([1, 2], ct.complex64, [1, 2]),
        ([1.9, -1.9], ct.int32, [1, -1]),
        ([2, 0, -1], ct.bool, [True, False, True]),
        ([0.5, 0.0, float("nan")], ct.bool, [True, False, True]),
        ([1j, 0j], ct.bool, [True, False]),
        ([2**70, 0], ct.bool, [True, False]),
        ([True, False], ct.float32, [1.0, 0.0]),
        ([-1, -255], ct.uint8, [255, 1]),
        ([2**63, 2**64 - 1], ct.uint64, [2**63, 2**64 - 1]),
        ([-(2**63), 2**63 - 1], ct.int64, [-(2**63), 2**63 - 1]),
        ([-(2.0**63)], ct.int64, [-(2**63)]),
        ([2.0**63], ct.uint64, [2**63]),
        ([1e300], ct.float32, [float("inf")]),
        ([70000.0], ct.float16, [float("inf")]),
        ([2**70], ct.float64, [2.0**70]),
        ([Fraction(1, 2), Decimal("1.5")], ct.float32, [0.5, 1.5]),
        (np.array([300]), ct.uint8, [44]),
        ([ct.tensor(1.9), 2], ct.int16, [1, 2]),
    ],
)
def test_given_dtype(data, dtype, value) -> None:
    assert ct.tensor(data, dtype=dtype).tolist() == value
    assert ct.tensor(data, dtype=dtype).dtype == ct.tensor(0, dtype=dtype).dtype


@pytest.mark.parametrize(
    ("data", "dtype"),
    [
        ([300], ct.uint8),
        ([-256], ct.uint8),
        ([128], ct.int8),
        ([-129], ct.int8),
        ([2**40], ct.int32),
        ([float("nan")], ct.int32),
        ([float("inf")], ct.int16),
        ([1e10], ct.int32),
        ([2**70], ct.int32),
        ([2**64], ct.uint64),
        ([-1], ct.uint64),
        ([-1.0], ct.uint64),
        ([2**32], ct.uint32),
    ],
)
def test_values_that_do_not_fit(data, dtype) -> None:
    for source in (data, data[0], [data]):
        with pytest.raises(RuntimeError, match=f"fits {str(dtype).split('.')[-1]}"):
            ct.tensor(source, dtype=dtype)


def test_integers_beyond_int64() -> None:
    for data in (2**63, [2**63], [1, 2**64], -(2**63) - 1, [[10**400]], [1e19]):
        with pytest.raises(ValueError, match="int64"):
            ct.tensor(data, dtype=ct.int64)
    for data in (2**63, [2**63], [1, 2**64]):
        with pytest.raises(ValueError, match="int64"):
            ct.tensor(data)
    with pytest.raises(OverflowError):
        ct.tensor([10**400], dtype=ct.float32)


def test_complex_to_real() -> None:
    for dtype in (ct.float32, ct.int32):
        with pytest.raises(TypeError, match="complex"):
            ct.tensor([1j], dtype=dtype)


# ---- nesting ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "error", "text"),
    [
        ([[1, 2, 3], [4, 5]], ValueError, r"length 3 at dim 1 \(got 2\)"),
        ([[1], []], ValueError, r"length 1 at dim 1 \(got 0\)"),
        ([[], [1]], ValueError, r"length 0 at dim 1 \(got 1\)"),
        ([[[1, 2]], [[3]]], ValueError, r"length 2 at dim 2 \(got 1\)"),
        ([[1, 2, 3], 4], TypeError, "sequence of length 3 at dim 1, got int"),
        ([4, [1, 2, 3]], TypeError, "number at depth 1, got list"),
        ([[1, 2], [3, [4]]], TypeError, "number at depth 2, got list"),
        ([np.ones(2), np.ones(3)], ValueError, r"\[2\] at depth 1, got \[3\]"),
        ([ct.ones(2), ct.ones(3)], ValueError, r"\[2\] at depth 1, got \[3\]"),
        ([np.ones(2), [1, 2, 3]], ValueError, r"length 2 at dim 1 \(got 3\)"),
        ([1, np.ones(1)], ValueError, "number, got an array"),
        ([1, ct.ones(2)], ValueError, "number, got a tensor"),
        ("abc", TypeError, "got str"),
        (b"abc", TypeError, "got bytes"),
        (["a"], TypeError, "got str"),
        ([1, "a"], TypeError, "got str"),
        (None, RuntimeError, "Could not infer dtype of NoneType"),
        ([None], RuntimeError, "Could not infer dtype of NoneType"),
        ({1, 2}, RuntimeError, "Could not infer dtype of set"),
        ({1: 2}, RuntimeError, "Could not infer dtype of dict"),
        (object(), RuntimeError, "Could not infer dtype of object"),
        ([Fraction(1, 2)], RuntimeError, "Could not infer dtype of Fraction"),
        ((x for x in [1]), RuntimeError, "Could not infer dtype of generator"),
    ],
)
def test_data_that_is_no_tensor(data, error, text) -> None:
    with pytest.raises(error, match=text):
        ct.tensor(data)


def test_data_that_is_no_number() -> None:
    for data in ([None], "a", ["a"], {1}, object(), [[1], [None]]):
        with pytest.raises(TypeError):
            ct.tensor(data, dtype=ct.float32)
    with pytest.raises(ValueError, match=r"length 2 at dim 1 \(got 1\)"):
        ct.tensor([[1, 2], [3]], dtype=ct.float32)


def test_lists_of_arrays_and_tensors() -> None:
    a = np.arange(6.0).reshape(2, 3)
    stacked = [a.tolist(), (a + 1).tolist()]
    for rows in ([a, a + 1], [ct.tensor(a), a + 1], [list(a), ct.tensor(a + 1)]):
        t = ct.tensor(rows)
        assert t.dtype == ct.float64
        assert t.tolist() == stacked
    assert ct.tensor([a.T, a.T]).tolist() == [a.T.tolist()] * 2
    assert ct.tensor([a[::-1], a], dtype=ct.int8).tolist() == [
        a[::-1].tolist(),
        a.tolist(),
    ]
    mixed = ct.tensor([np.ones(2, "f4"), np.ones(2, "i8")])
    assert mixed.dtype == ct.float32
    assert ct.tensor([ct.tensor(1.5), 2, np.int8(3)]).tolist() == [1.5, 2, 3]
    assert ct.tensor([np.ones((0, 3))] * 2).shape == (2, 0, 3)
    assert ct.tensor([np.ones((2, 0))]).shape == (1, 2, 0)


def test_a_tensor_of_one_element_counts_as_a_number() -> None:
    assert ct.tensor([ct.tensor([5]), 6]).tolist() == [5, 6]
    assert ct.tensor([np.array([5])]).shape == (1, 1)
    assert ct.tensor(ct.tensor([[5]])).shape == (1, 1)


def test_a_lost_gradient_is_told() -> None:
    w = ct.ones(2, requires_grad=True)
    for data in (w, w * 2, [w.sum(), 1.0], [[w]]):
        with pytest.warns(UserWarning, match="history is not"):
            t = ct.tensor(data)
        assert not t.requires_grad
    with pytest.warns(UserWarning, match="new_tensor"):
        ct.ones(1).new_tensor(w)
    assert ct.tensor(w.detach()).tolist() == [1, 1]


def test_tensor_copies() -> None:
    a = np.ones(3)
    for source in (a, ct.from_numpy(a)):
        t = ct.tensor(source)
        t.zero_()
        assert a.tolist() == [1, 1, 1]


# ---- keywords ---------------------------------------------------------------


def test_keywords() -> None:
    t = ct.tensor(data=[1.0], dtype=None, device="cpu", requires_grad=True)
    assert t.requires_grad
    assert t.is_leaf
    assert ct.tensor(1, device=ct.device("cpu"), pin_memory=False).item() == 1
    with pytest.raises(RuntimeError, match="floating"):
        ct.tensor([1], requires_grad=True)
    with pytest.raises(RuntimeError, match="pin"):
        ct.tensor([1], pin_memory=True)
    with pytest.raises((RuntimeError, AssertionError)):
        ct.tensor([1], device="cuda")
    with pytest.raises(RuntimeError, match="foo"):
        ct.tensor([1], device="foo")
    with pytest.raises(TypeError):
        ct.tensor([1], dtype="no such dtype")


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: ct.tensor(), "missing required argument 'data'"),
        (lambda: ct.tensor(1, ct.float32), "at most 1 positional"),
        (lambda: ct.tensor(1, data=1), "multiple values for argument 'data'"),
        (lambda: ct.tensor(1, wrong=1), "unexpected keyword argument 'wrong'"),
        (lambda: ct.as_tensor(), "missing required argument 'data'"),
        (lambda: ct.ones(1).new_full((2,)), "missing required argument 'fill_value'"),
        (lambda: ct.ones(1).new_zeros(), "missing required argument 'size'"),
        (lambda: ct.ones(1).new_zeros(2, size=(2,)), "multiple values"),
    ],
)
def test_wrong_arguments(call, text) -> None:
    with pytest.raises(TypeError, match=text):
        call()


# ---- as_tensor and asarray --------------------------------------------------


def test_as_tensor() -> None:
    a, t = np.ones(2), ct.ones(2, requires_grad=True)
    assert ct.as_tensor(t) is t
    assert ct.as_tensor(t, dtype=ct.float32) is t
    assert ct.as_tensor(t, dtype=ct.float64).requires_grad
    assert ct.as_tensor(a, device="cpu").data_ptr() == ct.from_numpy(a).data_ptr()
    assert ct.as_tensor(a, dtype=ct.int32).tolist() == [1, 1]
    assert ct.as_tensor([1, 2], ct.float64).dtype == ct.float64


def test_asarray() -> None:
    a, t = np.ones(2), ct.ones(2)
    assert ct.asarray(t) is t
    assert ct.asarray(t, copy=False) is t
    assert ct.asarray(t, copy=True).data_ptr() != t.data_ptr()
    assert ct.asarray(a).data_ptr() == ct.from_numpy(a).data_ptr()
    assert ct.asarray(a, copy=True).data_ptr() != ct.from_numpy(a).data_ptr()
    assert ct.asarray([1, 2], dtype=ct.float64).dtype == ct.float64
    with pytest.raises(ValueError, match="copy=False"):
        ct.asarray(a, dtype=ct.int32, copy=False)
    for data in ([1, 2], 5, range(2)):
        with pytest.raises(ValueError, match="copy=False"):
            ct.asarray(data, copy=False)


def test_asarray_and_gradients() -> None:
    w = ct.ones(2, requires_grad=True)
    y = w * 2
    assert ct.asarray(w) is w
    assert ct.asarray(y).grad_fn is not None
    assert ct.asarray(y, dtype=ct.float64).requires_grad
    assert not ct.asarray(y, requires_grad=False).requires_grad
    assert ct.asarray(y, requires_grad=True) is y
    assert ct.asarray(y, copy=True).requires_grad
    assert ct.asarray(np.ones(2), requires_grad=True).requires_grad


# ---- new_* and Tensor(...) --------------------------------------------------


def test_new_methods() -> None:
    t = ct.ones(1, dtype=ct.float64)
    assert t.new_tensor([1, 2]).dtype == ct.float64
    assert t.new_tensor(np.float32(1)).dtype == ct.float64
    assert t.new_tensor([1], dtype=ct.int8).dtype == ct.int8
    assert t.new_zeros(2).tolist() == [0, 0]
    assert t.new_zeros(2, 3).shape == t.new_zeros((2, 3)).shape == (2, 3)
    assert t.new_zeros([2, 3]).shape == t.new_zeros(size=(2, 3)).shape == (2, 3)
    assert t.new_zeros(()).shape == ()
    assert t.new_ones(2, requires_grad=True).requires_grad
    assert t.new_ones(2, dtype=ct.bool).tolist() == [True, True]
    assert t.new_empty(2, 0).shape == (2, 0)
    assert t.new_full((2,), 3).tolist() == [3, 3]
    assert t.new_full((2,), 3).dtype == ct.float64
    assert t.new_full(size=(1, 2), fill_value=3.5).tolist() == [[3.5, 3.5]]
    assert ct.ones(1, dtype=ct.int64).new_full((2,), 3.5).tolist() == [3, 3]
    assert t.new_full((), ct.tensor(2)).item() == 2
    assert t.new_full((300,), True).sum() == 300


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda t: t.new_zeros(-1), RuntimeError),
        (lambda t: t.new_zeros(2**62, 4), RuntimeError),
        (lambda t: t.new_zeros((0, 2**62, 2**62)), RuntimeError),
        (lambda t: t.new_zeros(2**70), (OverflowError, RuntimeError, TypeError)),
        (lambda t: t.new_zeros(2.0), TypeError),
        (lambda t: t.new_zeros(True), TypeError),
        (lambda t: t.new_zeros("a"), TypeError),
        (lambda t: t.new_zeros((2,), (3,)), TypeError),
        (lambda t: t.new_zeros(*[1] * 65), (ValueError, RuntimeError)),
        (lambda t: t.new_zeros([1] * 65), (ValueError, RuntimeError)),
        (lambda t: t.new_full((2,), "a"), TypeError),
        (lambda t: t.new_full((2,), None), TypeError),
        (lambda t: t.new_full((2,), 1j), (TypeError, RuntimeError)),
        (lambda t: t.new_full((2,), ct.ones(2)), (TypeError, ValueError)),
        (lambda t: t.to(ct.uint8).new_full((2,), 300), RuntimeError),
        (lambda t: t.new_zeros(2**40), (MemoryError, RuntimeError)),
    ],
)
def test_new_methods_refuse(call, error) -> None:
    with pytest.raises(error):
        call(ct.ones(1))


def test_old_constructor() -> None:
    assert ct.Tensor(2, 3).shape == (2, 3)
    assert ct.Tensor(5).shape == (5,)
    assert ct.Tensor().shape == (0,)
    assert ct.Tensor(ct.Size([2, 3])).shape == (2, 3)
    assert ct.Tensor([1, 2]).dtype == ct.float32
    assert ct.Tensor((2, 3)).tolist() == [2, 3]
    assert ct.Tensor([True, 2.5]).tolist() == [1, 2.5]
    assert ct.Tensor(np.arange(3)).tolist() == [0, 1, 2]
    t = ct.ones(2)
    assert ct.Tensor(t).data_ptr() == t.data_ptr()
    for data in (2.5, True, "a", None, {1}, 1j):
        with pytest.raises((TypeError, RuntimeError)):
            ct.Tensor(data)
    with pytest.raises(RuntimeError):
        ct.Tensor(-1)
    with pytest.raises(TypeError, match="keyword"):
        ct.Tensor([1], dtype=ct.float64)


def test_subclasses_of_tensor() -> None:
    class Mine(ct.Tensor):
        pass

    for mine in (Mine([1.0, 2.0]), Mine(2), Mine(ct.ones(2))):
        assert type(mine) is Mine
        assert mine.shape == (2,)
    assert type(ct.as_tensor(Mine([1.0]))) is Mine
    assert type(ct.tensor(Mine([1.0]))) is ct.Tensor


# ---- numbers and sequences --------------------------------------------------


def test_item_and_tolist() -> None:
    values = [(True, bool), (2**63, int), (-5, int), (1.5, float), (1j, complex)]
    dtypes = [ct.bool, ct.uint64, ct.int8, ct.bfloat16, ct.complex128]
    for (value, kind), dtype in zip(values, dtypes, strict=True):
        for t in (ct.tensor(value, dtype=dtype), ct.tensor([[value]], dtype=dtype)):
            assert t.item() == value
            assert type(t.item()) is kind
    assert ct.tensor(1.5).tolist() == 1.5
    assert ct.ones(0, 2).tolist() == []
    assert ct.ones(2, 0).tolist() == [[], []]
    assert ct.arange(6).reshape(2, 3).t().tolist() == [[0, 3], [1, 4], [2, 5]]
    for t in (ct.ones(2), ct.ones(0)):
        with pytest.raises(RuntimeError, match="cannot be converted to Scalar"):
            t.item()


def test_python_numbers() -> None:
    assert int(ct.tensor(1.7)) == 1
    assert float(ct.tensor([[2]])) == 2.0
    assert float(ct.tensor(1 + 0j)) == 1.0
    assert complex(ct.tensor(1.5)) == 1.5
    assert bool(ct.tensor([[1]])) is True
    assert bool(ct.tensor(float("nan"))) is True
    assert bool(ct.tensor(1j)) is True
    assert [1, 2, 3][ct.tensor(1)] == 2
    assert [1, 2, 3][ct.tensor(True)] == 2
    assert list(range(5))[ct.tensor([2]) :] == [2, 3, 4]
    assert hash(t := ct.tensor(1)) == hash(t)
    assert {t: 1}[t] == 1


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: int(ct.tensor(float("nan"))), ValueError),
        (lambda: int(ct.tensor(float("inf"))), OverflowError),
        (lambda: int(ct.tensor(1j)), RuntimeError),
        (lambda: float(ct.tensor(1j)), RuntimeError),
        (lambda: float(ct.ones(2)), ValueError),
        (lambda: int(ct.ones(0)), ValueError),
        (lambda: complex(ct.ones(2)), ValueError),
        (lambda: bool(ct.ones(2)), RuntimeError),
        (lambda: bool(ct.ones(0)), RuntimeError),
        (lambda: [1][ct.tensor(0.0)], TypeError),
        (lambda: [1][ct.tensor([0, 0])], TypeError),
        (lambda: len(ct.tensor(1)), TypeError),
        (lambda: iter(ct.tensor(1)), TypeError),
    ],
)
def test_python_numbers_refuse(call, error) -> None:
    with pytest.raises(error):
        call()


def test_iteration_and_membership() -> None:
    t = ct.arange(6).reshape(3, 2)
    assert len(t) == 3
    assert [row.tolist() for row in t] == [[0, 1], [2, 3], [4, 5]]
    assert list(ct.ones(0, 3)) == []
    _, middle, _ = t
    assert middle.tolist() == [2, 3]
    assert 5 in t
    assert 6 not in t
    assert ct.tensor([2, 3]) in t
    assert np.int64(4) in t
    assert 1 in ct.tensor(1)
    w = ct.ones(2, requires_grad=True)
    sum(x * x for x in w).backward()
    assert w.grad.tolist() == [2, 2]
    for value in ("a", None, [1]):
        with pytest.raises(RuntimeError, match="only supports Tensor or scalar"):
            value in t  # noqa: B015


# ---- generators -------------------------------------------------------------


def test_generator() -> None:
    g = ct.Generator()
    assert g.initial_seed() == 67280421310721
    assert g.manual_seed(5) is g
    assert g.initial_seed() == 5
    assert g.device == ct.device("cpu")
    assert ct.Generator("cpu").device.type == "cpu"
    state = g.get_state()
    first = ct.rand(3, generator=g)
    assert g.set_state(state) is g
    assert ct.rand(3, generator=g).tolist() == first.tolist()
    assert ct.rand(3, generator=g).tolist() != first.tolist()
    assert g.seed() == g.initial_seed()


@pytest.mark.parametrize(
    ("seed", "initial"),
    [(-1, 2**64 - 1), (2**64 - 1, 2**64 - 1), (-(2**63), 2**63), (0, 0)],
)
def test_seeds(seed: int, initial: int) -> None:
    assert ct.Generator().manual_seed(seed).initial_seed() == initial
    assert ct.manual_seed(seed) is ct.default_generator
    assert ct.initial_seed() == initial


def test_bad_seeds_and_states() -> None:
    g = ct.Generator()
    for seed in (2**64, -(2**63) - 1):
        with pytest.raises(ValueError, match="seed from"):
            g.manual_seed(seed)
    for seed in (1.5, "a", None):
        with pytest.raises(TypeError, match="expected an int"):
            g.manual_seed(seed)
    for state in (None, ct.zeros(16), [0] * 16, ct.zeros(16, dtype=ct.int8)):
        with pytest.raises(TypeError, match="uint8"):
            g.set_state(state)
    for shape in ((3,), (0,), (2, 8)):
        with pytest.raises(RuntimeError, match=r"shape \[16\]"):
            g.set_state(ct.zeros(shape, dtype=ct.uint8))
    g.set_state(ct.zeros(32, dtype=ct.uint8)[::2])
    assert g.initial_seed() == 0


def test_random_module() -> None:
    ct.manual_seed(3)
    state = ct.get_rng_state()
    first = ct.rand(3)
    ct.set_rng_state(state)
    assert ct.rand(3).tolist() == first.tolist()
    with ct.random.fork_rng():
        second = ct.rand(3)
    assert ct.rand(3).tolist() == second.tolist()
    assert ct.seed() == ct.initial_seed()


@pytest.mark.parametrize(
    "name",
    ["f4", "<f4", "f8", "i8", "?", "c8", "e", "half", "double", "float", "int", "u1"]
    + [np.float32, np.int8, np.dtype("i2"), float, bool],
)
def test_dtypes_by_the_names_that_numpy_takes(name):
    wanted = ct.from_numpy(np.zeros(1, name)).dtype
    assert ct.zeros(2, dtype=name).dtype == wanted
    assert ct.tensor([1], dtype=name).dtype == wanted
    assert ct.zeros(2).to(name).dtype == ct.zeros(2).to(dtype=name).dtype == wanted
    assert ct.ones(2).sum(dtype=name).dtype == ct.dtype(name) == wanted
    assert ct.ones(2).new_zeros(2, dtype=name).dtype == wanted


@pytest.mark.parametrize("name", [">f4", "U3", "O", "xyz", "", "i4,f4", "M8[s]", "V4"])
def test_names_of_dtypes_that_no_tensor_has(name):
    with pytest.raises(TypeError, match="expected a dtype"):
        ct.dtype(name)
    with pytest.raises(TypeError, match="expected dtype: dtype or None"):
        ct.zeros(2, dtype=name)
    with pytest.raises(RuntimeError, match="expected a device as 'cpu'"):
        ct.zeros(2).to(name)


@pytest.mark.parametrize(
    ("start", "end", "steps", "value"),
    [
        (0, 1j, 3, [0, 0.5j, 1j]),
        (1j, 2, 3, [1j, 1 + 0.5j, 2]),
        (1 + 1j, 3 - 1j, 5, [1 + 1j, 1.5 + 0.5j, 2, 2.5 - 0.5j, 3 - 1j]),
        (1j, 2, 1, [1j]),
        (1j, 2, 0, []),
        (ct.tensor(1j), ct.tensor(2.0), 2, [1j, 2]),
    ],
)
def test_linspace_between_complex_numbers(start, end, steps, value):
    assert ct.linspace(start, end, steps).dtype == ct.complex64
    made = ct.linspace(start, end, steps, dtype=ct.complex128)
    assert made.dtype == ct.complex128
    assert made.tolist() == value
    with pytest.raises(RuntimeError, match="expected a complex dtype for complex ends"):
        ct.linspace(start, end, steps, dtype=ct.float32)


@pytest.mark.parametrize("requires_grad", [False, True])
def test_linspace_between_tensors(requires_grad):
    def wrap(value):
        return ct.tensor(value, requires_grad=requires_grad)

    made = ct.linspace(wrap(0.0), wrap(1.0), 3)
    assert made.tolist() == ct.linspace(0, wrap(1.0), 3).tolist() == [0, 0.5, 1]
    assert not made.requires_grad
    assert ct.linspace(0, 1, 3, dtype=ct.complex64).tolist() == [0, 0.5, 1]
    with pytest.raises(RuntimeError, match=r"0-d tensors, got shapes \[1\] and \[\]"):
        ct.linspace(ct.tensor([0.0]), 1, 3)
