"""The Tensor type: operators, attributes, subclasses, life and death; and the small
types around it: dtype, device, Size.
"""

import copy
import gc
import operator
import pickle
import subprocess
import sys
import weakref

import numpy as np
import pytest
from growth import leaks

import ctensor as ct
from ctensor import _C

DTYPES = "bool uint8 int8 uint16 int16 uint32 int32 uint64 int64 float16 bfloat16 "
DTYPES = [
    getattr(ct, d) for d in (DTYPES + "float32 float64 complex64 complex128").split()
]

# ---- operators ------------------------------------------------------------

ARITHMETIC = [operator.add, operator.sub, operator.mul, operator.truediv]
ARITHMETIC += [operator.floordiv, operator.mod, operator.pow]
COMPARISONS = [operator.eq, operator.ne, operator.lt, operator.le, operator.gt]
COMPARISONS += [operator.ge]
BITS = [operator.and_, operator.or_, operator.xor, operator.lshift, operator.rshift]


def name(function) -> str:
    return function.__name__


@pytest.mark.parametrize("op", ARITHMETIC + COMPARISONS, ids=name)
def test_operators_on_floats_in_both_orders(op) -> None:
    a, b = np.array([1.5, 2, 3]), np.array([2.0, 0.5, 3])
    x, y = ct.tensor(a), ct.tensor(b)
    for got, want in [
        (op(x, y), op(a, b)),
        (op(x, 2), op(a, 2)),
        (op(x, 2.5), op(a, 2.5)),
        (op(2.5, y), op(2.5, b)),
        (op(x, b), op(a, b)),
        (op(a, y), op(a, b)),
        (op(np.float64(2.5), y), op(2.5, b)),
        (op(y, np.float64(2.5)), op(b, 2.5)),
    ]:
        assert isinstance(got, ct.Tensor)
        np.testing.assert_allclose(got.numpy(), want, 1e-15)


@pytest.mark.parametrize("op", BITS, ids=name)
def test_operators_on_integers_in_both_orders(op) -> None:
    a, b = np.array([5, 6, 7]), np.array([1, 2, 0])
    for got, want in [
        (op(ct.tensor(a), ct.tensor(b)), op(a, b)),
        (op(ct.tensor(a), 2), op(a, 2)),
        (op(2, ct.tensor(b)), op(2, b)),
        (op(a, ct.tensor(b)), op(a, b)),
        (op(ct.tensor(a), b), op(a, b)),
    ]:
        assert isinstance(got, ct.Tensor)
        np.testing.assert_array_equal(got.numpy(), want)


@pytest.mark.parametrize("op", [operator.neg, operator.pos, operator.abs], ids=name)
def test_unary_operators(op) -> None:
    assert op(ct.tensor([1.0, -2.0])).tolist() == op(np.array([1.0, -2.0])).tolist()


def test_invert() -> None:
    assert (~ct.tensor([0, 5])).tolist() == [-1, -6]
    assert (~ct.tensor([True, False])).tolist() == [False, True]
    with pytest.raises(RuntimeError, match="float32"):
        ~ct.ones(2)


@pytest.mark.parametrize("op", [operator.iadd, operator.isub, operator.imul], ids=name)
def test_in_place_operators_keep_the_tensor_and_its_memory(op) -> None:
    a = np.ones(3, np.float32)
    x = y = ct.from_numpy(a)
    x = op(x, 2)
    assert x is y
    np.testing.assert_array_equal(a, op(np.ones(3), 2))
    x = op(x, np.ones(3))
    assert x is y
    assert x.dtype == ct.float32


def test_in_place_refuses_what_does_not_fit() -> None:
    i, b = ct.ones(2, dtype=ct.int64), ct.ones(2, dtype=ct.bool)
    for target, value in [(i, 1.5), (b, 1), (ct.ones(2), 1j)]:
        with pytest.raises(RuntimeError, match="can't be cast"):
            target += value
    with pytest.raises(RuntimeError, match="shape"):
        i += ct.ones(3, 2, dtype=ct.int64)


def test_matmul_operator_on_both_sides() -> None:
    a = np.arange(6.0).reshape(2, 3)
    x = ct.tensor(a)
    for got in (x @ x.T, x @ a.T, a @ x.T):
        assert isinstance(got, ct.Tensor)
        np.testing.assert_array_equal(got.numpy(), a @ a.T)


def test_divmod_is_floor_division_and_rest() -> None:
    quotient, rest = divmod(ct.tensor([7, -7]), 2)
    assert (quotient.tolist(), rest.tolist()) == ([3, -4], [1, 1])


def test_numbers_do_not_widen() -> None:
    x, i = ct.ones(2), ct.ones(2, dtype=ct.int8)
    for number in (2.5, np.float64(2.5), np.float32(2.5), 2, True, np.int64(2)):
        assert (x * number).dtype == (number * x).dtype == ct.float32
    assert (i + 1).dtype == (i + True).dtype == (i + np.int64(1)).dtype == ct.int8
    assert (i * 2.5).dtype == ct.float32
    assert (x * 1j).dtype == ct.complex64


def test_comparing_with_what_is_no_operand() -> None:
    x = ct.ones(2)
    assert (x == None) is False  # noqa: E711
    assert (x != "a") is True
    assert x != object()


def test_operators_keep_the_gradient_beside_ndarrays() -> None:
    x = ct.tensor([1.0, 2.0], requires_grad=True)
    a = np.array([3.0, 4.0], np.float32)
    (a * x + np.float64(1) - x @ a).sum().backward()
    assert x.grad.tolist() == [3 - 2 * 3, 4 - 2 * 4]


@pytest.mark.parametrize("dtype", [ct.int8, ct.int32, ct.int64, ct.uint8], ids=str)
def test_integer_division_by_zero_is_an_error(dtype) -> None:
    x = ct.ones(5, dtype=dtype)
    for op in (operator.floordiv, operator.mod):
        with pytest.raises(RuntimeError, match="zero"):
            op(x, 0)
        with pytest.raises(ZeroDivisionError):
            op(x, ct.zeros(5, dtype=dtype))


@pytest.mark.parametrize("dtype", [ct.int8, ct.int16, ct.int32, ct.int64], ids=str)
def test_the_lowest_integer_wraps(dtype) -> None:
    lowest = ct.iinfo(dtype).min
    x = ct.full((9,), lowest, dtype=dtype)
    assert (x // -1).tolist() == abs(x).tolist() == (-x).tolist() == [lowest] * 9
    assert (x % -1).tolist() == [0] * 9


# ---- NumPy's functions ----------------------------------------------------


def test_ufuncs_give_tensors() -> None:
    x = ct.tensor([0.25, 1.0])
    assert isinstance(np.sqrt(x), ct.Tensor)
    assert np.sqrt(x).tolist() == [0.5, 1]
    assert np.hypot(x, x).dtype == ct.float32
    assert np.add.reduce(x).item() == 1.25
    fraction, whole = np.modf(x)
    assert (fraction.tolist(), whole.tolist()) == ([0.25, 0], [0, 1])


def test_ufuncs_that_are_ops_record_gradients() -> None:
    x = ct.tensor([0.25, 1.0], requires_grad=True)
    np.multiply(np.exp(x), np.array([2.0, 3.0], np.float32)).sum().backward()
    np.testing.assert_allclose(x.grad.numpy(), np.exp([0.25, 1]) * [2, 3], 1e-6)


def test_ufuncs_refuse_to_lose_a_gradient() -> None:
    x = ct.tensor([0.25, 1.0], requires_grad=True)
    with pytest.raises(TypeError, match=r"numpy.nextafter.*\.detach\(\)"):
        np.nextafter(x, x)
    assert np.nextafter(x.detach(), 1).shape == (2,)


def test_ufuncs_write_into_tensors() -> None:
    x, out = ct.ones(3), ct.zeros(3)
    assert np.add(x, x, out=out) is out
    assert out.tolist() == [2, 2, 2]
    a = np.zeros(3, np.float32)
    a += x
    assert a.tolist() == [1, 1, 1]


# ---- attributes -----------------------------------------------------------


def test_layout_in_elements() -> None:
    x = ct.zeros(4, 6, dtype=ct.float64)[1::2, ::3]
    assert x.shape == x.size() == (2, 2)
    assert isinstance(x.shape, ct.Size)
    assert (x.stride(), x.stride(0), x.stride(-1)) == ((12, 3), 12, 3)
    assert (x.storage_offset(), x.dim(), x.ndim, x.ndimension()) == (6, 2, 2, 2)
    assert (x.numel(), x.nelement(), x.element_size(), x.itemsize) == (4, 4, 8, 8)
    assert x.nbytes == 32
    assert not x.is_contiguous()
    assert x.data_ptr() == x.numpy().__array_interface__["data"][0]
    assert ct.zeros(0).data_ptr() == 0


def test_size_and_stride_of_a_dim_out_of_range() -> None:
    for question in ("size", "stride"):
        with pytest.raises(IndexError, match="got 2"):
            getattr(ct.zeros(2, 3), question)(2)
        with pytest.raises(IndexError):
            getattr(ct.tensor(1), question)(0)
        with pytest.raises(TypeError):
            getattr(ct.zeros(2, 3), question)("a")


def test_transposes_are_attributes() -> None:
    x = ct.arange(24).reshape(2, 3, 4)
    assert x.T.shape == (4, 3, 2)
    assert x.mT.shape == x.mH.shape == (2, 4, 3)
    z = ct.tensor([[1 + 2j, 3]])
    assert z.H.tolist() == [[1 - 2j], [3]]
    with pytest.raises(RuntimeError, match="H: expected a matrix"):
        _ = x.H
    with pytest.raises(RuntimeError, match="mT"):
        _ = ct.ones(2).mT


def test_real_and_imag() -> None:
    z = ct.tensor([1 + 2j, 3 - 4j])
    assert (z.real.tolist(), z.imag.tolist()) == ([1, 3], [2, -4])
    x = ct.ones(2)
    assert x.real is x
    with pytest.raises(RuntimeError, match="imag: expected a complex Tensor"):
        _ = x.imag


@pytest.mark.parametrize("shape", [(), (2,), (2, 3), (2, 3, 4)])
def test_every_name_of_dir_can_be_tried(shape) -> None:
    """As tab completion of the interactive interpreter does."""
    x = ct.ones(shape)
    assert all(hasattr(type(x), name) for name in dir(x))
    missing = {name for name in dir(x) if not hasattr(x, name)}
    assert missing <= {"H", "mH", "mT", "imag", "__cuda_array_interface__"}


def test_data_shares_memory_and_can_be_set() -> None:
    x = ct.ones(2, requires_grad=True)
    x.data.mul_(3)
    assert x.tolist() == [3, 3]
    assert not x.data.requires_grad
    x.data = ct.zeros(4)
    assert x.shape == (4,)
    assert x.requires_grad
    with pytest.raises(RuntimeError, match="int64"):
        x.data = ct.arange(3)
    with pytest.raises(TypeError):
        x.data = 3


def test_data_set_to_itself() -> None:
    x = ct.ones(1, 2, 1, 2, 1, 2, 3)
    x.data = x
    assert x.shape == (1, 2, 1, 2, 1, 2, 3)
    assert x.sum().item() == 24


def test_questions() -> None:
    x, z = ct.ones(2, 3), ct.ones(2, dtype=ct.complex64)
    assert x.is_floating_point() and not z.is_floating_point()
    assert z.is_complex() and not x.is_complex()
    assert x.is_signed() and not ct.ones(2, dtype=ct.uint8).is_signed()
    assert x.is_same_size(ct.zeros(2, 3)) and not x.is_same_size(z)
    assert x.is_set_to(x.view(2, 3)) and not x.is_set_to(x.clone())
    assert ct.is_tensor(x) and not ct.is_tensor(np.ones(2))
    assert ct.numel(x) == 6
    assert not x.is_cuda


def test_untyped_storage_is_shared_by_views() -> None:
    x = ct.ones(4)
    a, b = x.untyped_storage(), x[1:].untyped_storage()
    assert a == b != x.clone().untyped_storage()
    assert hash(a) == hash(b)
    assert a.data_ptr() == x.data_ptr()
    assert (a.nbytes(), a.size(), len(a), a.device.type) == (16, 16, 16, "cpu")
    del x, b
    assert a.nbytes() == 16


# ---- to -------------------------------------------------------------------


def test_to_gives_the_tensor_itself_when_nothing_changes() -> None:
    x = ct.ones(2)
    for same in (x.to(ct.float32), x.to("cpu"), x.to(x), x.float(), x.cpu(), x.to()):
        assert same is x
    assert x.to(ct.float32, copy=True) is not x
    assert x.to("cpu", ct.float32, False, True) is not x


@pytest.mark.parametrize("dtype", [ct.float64, np.float64, np.dtype("f8"), float])
def test_to_takes_every_name_of_a_dtype(dtype) -> None:
    x = ct.ones(2)
    assert x.to(dtype).dtype == x.to(dtype=dtype).dtype == ct.float64
    assert x.to("cpu", dtype).dtype == x.type(dtype).dtype == ct.float64


def test_to_by_name_of_the_method() -> None:
    x = ct.tensor([1.7, 0])
    names = [
        "double",
        "half",
        "bfloat16",
        "int",
        "long",
        "short",
        "char",
        "byte",
        "bool",
        "cfloat",
        "cdouble",
    ]
    dtypes = [
        "float64",
        "float16",
        "bfloat16",
        "int32",
        "int64",
        "int16",
        "int8",
        "uint8",
        "bool",
    ]
    dtypes += ["complex64", "complex128"]
    for method, dtype in zip(names, dtypes, strict=True):
        assert getattr(x, method)().dtype == getattr(ct, dtype)
    assert x.int().tolist() == [1, 0]
    assert x.type_as(ct.ones(1, dtype=ct.int8)).dtype == ct.int8


def test_to_is_differentiable() -> None:
    x = ct.ones(2, requires_grad=True)
    x.double().sum().backward()
    assert x.grad.dtype == ct.float32


def test_type_names() -> None:
    assert ct.ones(1).type() == "ctensor.FloatTensor"
    assert ct.ones(1).type("torch.DoubleTensor").dtype == ct.float64


def test_to_refuses() -> None:
    x = ct.ones(2)
    with pytest.raises(RuntimeError, match="only the CPU backend is loaded"):
        x.to("cuda")
    with pytest.raises(RuntimeError, match="only the CPU backend is loaded"):
        x.cuda()
    with pytest.raises(RuntimeError, match="expected a device as"):
        x.to("foo")
    with pytest.raises(TypeError, match="expected a dtype"):
        x.to(None, object())
    with pytest.raises(TypeError, match="'foo'"):
        x.to(foo=1)


# ---- dtype ----------------------------------------------------------------


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_dtype_prints_pickles_and_hashes(dtype) -> None:
    assert repr(dtype) == str(dtype)
    assert eval(repr(dtype), {"ctensor": ct}) is dtype
    assert pickle.loads(pickle.dumps(dtype)) is dtype
    assert copy.deepcopy(dtype) is dtype
    assert {dtype: 1}[dtype] == 1


@pytest.mark.parametrize("dtype", [d for d in DTYPES if d != ct.bfloat16], ids=str)
def test_dtype_and_numpys_are_equal(dtype) -> None:
    numpy = np.dtype(dtype)
    assert numpy.name == str(dtype).removeprefix("ctensor.")
    assert dtype == numpy and numpy == dtype and dtype == numpy.type
    assert hash(dtype) == hash(numpy)
    assert dtype.itemsize == numpy.itemsize
    assert ct.dtype(numpy) is ct.dtype(numpy.type) is ct.dtype(numpy.name) is dtype
    assert dtype != np.dtype("U3") and np.dtype("U3") != dtype
    assert dtype.is_floating_point == (numpy.kind == "f")
    assert dtype.is_complex == (numpy.kind == "c")
    assert dtype.is_signed == (numpy.kind in "ifc")


def test_bfloat16_is_that_of_ml_dtypes() -> None:
    ml_dtypes = pytest.importorskip("ml_dtypes")
    assert np.dtype(ct.bfloat16) == ml_dtypes.bfloat16
    assert ct.bfloat16 == np.dtype(ml_dtypes.bfloat16)
    assert ct.dtype(ml_dtypes.bfloat16) is ct.bfloat16


def test_bfloat16_without_ml_dtypes_says_what_is_missing() -> None:
    code = (
        "import sys; sys.modules['ml_dtypes'] = None\n"
        "import ctensor\n"
        "try: ctensor.bfloat16.dtype\n"
        "except TypeError as error: print(error)"
    )
    printed = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert "install ml_dtypes" in printed


def test_dtype_of_pythons_types() -> None:
    pairs = {bool: ct.bool, int: ct.int64, float: ct.float64, complex: ct.complex128}
    for python, dtype in pairs.items():
        assert ct.dtype(python) is dtype
    for wrong in (str, object, "no such", 3, None, np.dtype("M8[s]"), np.dtype(">f4")):
        with pytest.raises(TypeError, match="expected a dtype"):
            ct.dtype(wrong)


def test_dtype_aliases_and_relatives() -> None:
    assert (ct.float, ct.double, ct.half) == (ct.float32, ct.float64, ct.float16)
    assert (ct.int, ct.long, ct.short) == (ct.int32, ct.int64, ct.int16)
    assert (ct.cfloat, ct.cdouble) == (ct.complex64, ct.complex128)
    assert ct.complex64.to_real() == ct.float32
    assert ct.float64.to_complex() == ct.complex128


def test_promotion() -> None:
    assert ct.promote_types(ct.int64, ct.float16) == ct.float16
    assert ct.promote_types(ct.uint8, ct.int8) == ct.int16
    assert ct.can_cast(ct.int64, ct.float32)
    assert not ct.can_cast(ct.float32, ct.int64)


def test_result_type_of_tensors_and_numbers() -> None:
    x = ct.ones(2, dtype=ct.int8)
    assert ct.result_type(x, 2.5) == ct.result_type(1, 2.5) == ct.float32
    assert ct.result_type(x, ct.tensor(300)) == ct.result_type(3, x) == ct.int8
    with pytest.raises(TypeError, match="two Tensors or numbers"):
        ct.result_type(x, "a")


def test_default_dtype() -> None:
    assert ct.get_default_dtype() == ct.float32
    try:
        ct.set_default_dtype(ct.float64)
        assert ct.tensor(1.5).dtype == (ct.arange(2) / 2).dtype == ct.float64
        with pytest.raises(TypeError, match="floating"):
            ct.set_default_dtype(ct.int64)
    finally:
        ct.set_default_dtype(ct.float32)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_finfo_is_numpys(dtype) -> None:
    ours, numpys = ct.finfo(getattr(ct, dtype)), np.finfo(dtype)
    for field in ("bits", "eps", "max", "min", "tiny", "smallest_normal", "resolution"):
        want = float(str(getattr(numpys, field)))
        assert getattr(ours, field) == pytest.approx(want, 1e-3)
    assert ours.dtype == dtype


def test_finfo_of_other_dtypes() -> None:
    assert ct.finfo().dtype == "float32"
    assert ct.finfo(ct.complex128).eps == 2.0**-52
    assert ct.finfo(ct.bfloat16).eps == 2.0**-7
    assert "eps=1.19209e-07" in repr(ct.finfo())
    with pytest.raises(TypeError, match="iinfo"):
        ct.finfo(ct.int8)


def test_iinfo() -> None:
    assert (ct.iinfo(ct.int8).min, ct.iinfo(ct.uint64).max) == (-128, 2**64 - 1)
    assert repr(ct.iinfo(ct.int8)) == "iinfo(min=-128, max=127, dtype=int8)"
    for wrong in (ct.float32, ct.bool):
        with pytest.raises(TypeError, match="integer dtype"):
            ct.iinfo(wrong)


# ---- device and Size ------------------------------------------------------


def test_devices() -> None:
    cuda = ct.device("cuda", 1)
    assert (repr(cuda), str(cuda)) == ("device(type='cuda', index=1)", "cuda:1")
    assert cuda == ct.device("cuda:1") != ct.device("cuda")
    assert (cuda.type, cuda.index, ct.device("cpu").index) == ("cuda", 1, None)
    assert hash(cuda) == hash(ct.device("cuda:1"))
    assert pickle.loads(pickle.dumps(cuda)) == copy.copy(cuda) == cuda
    assert ct.ones(1).device == ct.device("cpu") != "cpu"


@pytest.mark.parametrize(
    "text", ["", "foo", "cuda:", "cuda:-1", "cuda:x", "cuda:01", "cpu:"]
)
def test_devices_that_are_none(text) -> None:
    with pytest.raises(RuntimeError, match="expected a device as"):
        ct.device(text)


@pytest.mark.parametrize("wrong", [1.5, None, b"cpu", True])
def test_devices_of_a_wrong_type(wrong) -> None:
    with pytest.raises(TypeError, match="expected a device"):
        ct.device(wrong)


def test_device_indices_out_of_range() -> None:
    for index in (-1, 128, 10**6):
        with pytest.raises(RuntimeError, match="0 to 127"):
            ct.device("cuda", index)
    with pytest.raises(RuntimeError, match="given twice"):
        ct.device("cuda:0", 1)


def test_no_cuda_here() -> None:
    assert not ct.cuda.is_available()
    assert ct.cuda.device_count() == 0
    for call in (ct.cuda.current_device, ct.cuda.synchronize):
        with pytest.raises(
            RuntimeError, match=r"(no CUDA|only the CPU) backend is loaded"
        ):
            call()


def test_size_is_a_tuple() -> None:
    size = ct.Size([2, 3])
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        twin = pickle.loads(pickle.dumps(size, protocol))
        assert twin == size and type(twin) is ct.Size
    assert size == (2, 3)
    assert repr(size) == "ctensor.Size([2, 3])"
    assert size.numel() == 6
    assert ct.Size().numel() == 1
    assert hash(size) == hash((2, 3))
    assert (1,) + size == (1, 2, 3)
    both = (size + (1,), (1,) + size, () + size)
    for made in (*both, size * 2, size[:1], pickle.loads(pickle.dumps(size))):
        assert isinstance(made, ct.Size)
    assert size[0] == 2
    for wrong in ([1.0], ["a"]):
        with pytest.raises(TypeError, match="expected ints"):
            ct.Size(wrong)
    with pytest.raises(TypeError, match="iterable"):
        ct.Size(3)


# ---- life -----------------------------------------------------------------


class Sub(ct.Tensor):
    """A subclass, as users write them."""

    note = "class attribute"


def test_subclasses_share_memory_and_carry_attributes() -> None:
    x = ct.ones(3)
    s = x.as_subclass(Sub)
    s.extra = 1
    assert isinstance(s, Sub)
    x.mul_(2)
    assert s.tolist() == [2, 2, 2]
    assert type(s + 1) is Sub
    assert (s.extra, s.note) == (1, "class attribute")
    del x
    assert s.sum().item() == 6


def test_as_subclass_keeps_the_history() -> None:
    x = ct.ones(3, requires_grad=True)
    (x * 2).as_subclass(Sub).sum().backward()
    assert x.grad.tolist() == [2, 2, 2]
    with pytest.raises(TypeError, match="subclass of Tensor"):
        x.as_subclass(int)


def test_as_subclass_of_a_view_of_a_base_that_was_written() -> None:
    w = ct.ones(4, requires_grad=True)
    base = ct.zeros(4)
    view = base[:2]
    base.add_(w)
    view.as_subclass(Sub).sum().backward()
    assert w.grad.tolist() == [1, 1, 0, 0]


def test_make_subclass() -> None:
    s = ct.Tensor._make_subclass(Sub, ct.ones(2), True)
    assert s.requires_grad
    assert s.is_leaf
    with pytest.raises(TypeError):
        ct.Tensor._make_subclass(int, ct.ones(2))
    with pytest.raises(RuntimeError):
        ct.Tensor._make_subclass(Sub, ct.arange(2), True)


def test_attributes_and_weak_references() -> None:
    x = ct.ones(2)
    x.tag = "here"
    assert x.__dict__ == {"tag": "here"}
    reference = weakref.ref(x)
    assert reference() is x
    del x
    assert reference() is None


def test_cycles_are_collected() -> None:
    gc.collect()
    for make in (ct.ones, lambda n: ct.ones(n).as_subclass(Sub)):
        x = make(2)
        x.me = x
        x.view_of_me = x[:1]
        reference = weakref.ref(x)
        del x
        gc.collect()
        assert reference() is None


def test_hash_is_identity() -> None:
    x, y = ct.ones(2), ct.ones(2)
    assert hash(x) != hash(y)
    assert len({x, y, x}) == 2


def test_a_finalizer_that_revives_its_tensor() -> None:
    saved = []

    class Phoenix(ct.Tensor):
        def __del__(self) -> None:
            saved.append(self)

    x = ct.ones(3).as_subclass(Phoenix)
    del x
    assert saved[0].tolist() == [1, 1, 1]
    saved[0].add_(1)
    assert saved.pop().tolist() == [2, 2, 2]


def test_many_small_tensors_leave_nothing() -> None:
    def make() -> None:
        for n in range(2000):
            _ = [ct.ones(n % 70 + 1) + 1 for _ in range(3)]

    make()
    assert not leaks(make)


# ---- the package ----------------------------------------------------------


def run(code: str, **environment: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.check_output(command, text=True, env=environment or None)


def test_import_leaves_out_what_is_heavy() -> None:
    heavy = "ctensor.utils.data multiprocessing scipy ml_dtypes scipy_openblas32"
    code = (
        f"import sys, ctensor; print([m for m in {heavy.split()} if m in sys.modules])"
    )
    assert run(code).strip() == "[]"


def test_parts_are_there() -> None:
    assert run("import ctensor as torch; print(torch.nn.Linear(2, 3).weight.shape)")
    assert {"nn", "optim", "utils", "cuda", "exp", "Tensor"} <= set(dir(ct))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = ct.nothing


def test_show_config_names_what_runs(capsys) -> None:
    ct.show_config()
    printed = capsys.readouterr().out
    assert _C._isa()[0] in printed
    assert f"threads:         {ct.get_num_threads()}" in printed


def test_unknown_instruction_set_is_an_error() -> None:
    import os

    with pytest.raises(subprocess.CalledProcessError):
        run("import ctensor", **os.environ, CTENSOR_ISA="foo")


def test_number_of_threads() -> None:
    n = ct.get_num_threads()
    try:
        ct.set_num_threads(1)
        assert ct.get_num_threads() == 1
    finally:
        ct.set_num_threads(n)
    for wrong in (0, -1, 2**40):
        with pytest.raises(ValueError, match="1"):
            ct.set_num_threads(wrong)
    with pytest.raises(TypeError):
        ct.set_num_threads(1.5)


def test_equal_is_one_bool() -> None:
    x = ct.tensor([1.0, 2.0])
    assert ct.equal(x, ct.tensor([1, 2])) is True
    assert x.equal(ct.tensor([1.0, float("nan")])) is False
    assert x.equal(x[:1]) is False
    assert ct.equal(ct.ones(0), ct.ones(0))
    with pytest.raises(TypeError, match="two Tensors"):
        x.equal(1)


def test_reductions_over_no_dims_and_no_elements() -> None:
    x = ct.tensor([0, 1])
    assert ct.any(x, dim=()).tolist() == ct.all(x, ()).tolist() == [False, True]
    assert x.amax(None) == x.amax() == 1
    empty = ct.ones(2, 0)
    for call in (lambda: empty.amax(1), lambda: empty.argmax(), lambda: empty.min(1)):
        with pytest.raises(IndexError, match="non-zero size"):
            call()
    for call in (empty.max, empty.amin):
        with pytest.raises(RuntimeError, match="non-zero size"):
            call()


def test_truth_of_uint8_is_uint8() -> None:
    x = ct.tensor([[0, 3]], dtype=ct.uint8)
    assert x.any().dtype == x.all(1).dtype == x.any(()).dtype == ct.uint8
    assert x.any(0).tolist() == x.all(0).tolist() == [0, 1]
    for dtype in (ct.bool, ct.uint8):
        assert ct.any(x, 1, out=ct.empty(1, dtype=dtype)).dtype == dtype


def test_alpha_multiplies_in_the_dtype_of_the_sum() -> None:
    x, byte = ct.ones(2), ct.tensor([1, 200], dtype=ct.uint8)
    assert x.add(byte, alpha=-1).tolist() == [0, -199]
    assert ct.sub(x.to(ct.int64), byte, alpha=2).tolist() == [-1, -399]
    third = ct.tensor([1 / 3, 0], dtype=ct.float16)
    assert x.add_(third, alpha=3)[0] == 1 + 3 * third[0].float()
    flags = ct.tensor([True, False])
    assert flags.add(flags, alpha=2).tolist() == [True, False]


def test_running_sums_of_what_the_dtype_makes_of_elements() -> None:
    x = ct.tensor([0.0, 0.5, -0.5])
    assert x.cumsum(0, dtype=ct.bool).tolist() == [False, True, True]
    assert ct.tensor([1, -1]).cumsum(0, dtype=ct.bool).tolist() == [True, True]
    assert (x + 1).cumsum(0, dtype=ct.int8).tolist() == [1, 2, 2]


def test_round_to_decimals() -> None:
    x = ct.tensor([1.25, -2.35, float("inf"), float("nan")])
    assert str(x.round(decimals=1)) == "tensor([ 1.2000, -2.4000,     inf,     nan])"
    assert ct.round(ct.tensor([125.0, -255.0]), decimals=-1).tolist() == [120, -260]
    with pytest.raises(RuntimeError, match="floating dtype"):
        ct.tensor([125]).round(decimals=-1)


def test_complex_numbers_to_whole_powers_are_products() -> None:
    x = ct.tensor([3 - 2.5j, 2 - 1j], dtype=ct.complex128)
    assert (x**2).tolist() == [2.75 - 15j, 3 - 4j]
    assert (x**3).tolist() == [-29.25 - 51.875j, 2 - 11j]
    np.testing.assert_allclose((x ** (2 + 1j)).numpy(), x.numpy() ** (2 + 1j))


def test_complex_functions_of_small_numbers() -> None:
    x = np.array([1e-10 + 2e-10j, 1e-10 - 1e-5j, -1e-12 + 1e-9j])
    z, w = ct.tensor(x), x.astype(np.clongdouble)
    np.testing.assert_allclose(z.expm1(), w + w**2 / 2 + w**3 / 6, rtol=1e-14)
    np.testing.assert_allclose(z.log1p(), w - w**2 / 2 + w**3 / 3, rtol=1e-14)


def test_conj_of_real_numbers_is_the_tensor() -> None:
    x, z = ct.ones(2), ct.tensor([1j])
    assert x.conj() is x
    assert ct.conj(z).tolist() == [-1j] and z.tolist() == [1j]


def test_reversed_is_a_tensor() -> None:
    assert reversed(ct.arange(3)).tolist() == [2, 1, 0]
    x = ct.tensor(1)
    assert reversed(x) is x


def test_no_element_is_divided_by_zero() -> None:
    assert (ct.ones(0, dtype=ct.int64) // 0).tolist() == []


def test_pow_of_complex_zero() -> None:
    exponents = ct.tensor([2, 1 + 1j, 0, -1, 1j])
    got = (ct.zeros(5) ** exponents).tolist()
    assert got[:3] == [0, 0, 1]
    assert got[3] != got[3] and got[4] != got[4]


def test_names_of_arguments() -> None:
    x = ct.tensor([1.0, 2.0, 3.0])
    assert x.pow(exponent=2).tolist() == [1, 4, 9]
    assert [len(part) for part in x.split(split_size=2)] == [2, 1]
    assert x.clone().copy_(3).tolist() == [3, 3, 3]
    assert x.clamp_min(min=2).tolist() == [2, 2, 3]
    assert ct.clamp_max(x, max=2).tolist() == [1, 2, 2]


@pytest.mark.parametrize("dtype", [ct.float16, ct.bfloat16])
def test_variance_of_half_floats_adds_up_in_float32(dtype) -> None:
    x = ct.arange(100_000, dtype=ct.int64).remainder(3).to(dtype)
    assert x.var().dtype == dtype
    assert x.var() == x.float().var().to(dtype)
    assert x.std(0) == x.float().std().to(dtype)


CASTS = ["bfloat16", "bool", "byte", "cdouble", "cfloat", "char", "cpu", "double"]
CASTS += ["float", "half", "int", "long", "short"]


@pytest.mark.parametrize("name", CASTS)
def test_casts_take_a_memory_format(name):
    cast = getattr(ct.ones(1, 3, 2, 2), name)
    assert cast(memory_format=ct.channels_last).stride() == (12, 1, 6, 3)
    assert cast(memory_format=None).stride() == cast().stride() == (12, 4, 2, 1)
    assert cast(memory_format=ct.channels_last).dtype == cast().dtype
    kept = getattr(ct.ones(1, 3, 2, 2).to(memory_format=ct.channels_last), name)
    assert kept().stride() == (12, 1, 6, 3)
    assert kept(memory_format=ct.contiguous_format).stride() == (12, 4, 2, 1)
    with pytest.raises(TypeError):
        cast(ct.channels_last)
    with pytest.raises(TypeError):
        cast(memory_format=3)


def test_type_takes_a_memory_format() -> None:
    x = ct.ones(1, 3, 2, 2)
    assert x.type(ct.float64, memory_format=ct.channels_last).stride() == (12, 1, 6, 3)
    assert x.type("f8", non_blocking=True).dtype == ct.float64


def test_sign_and_square_of_bool() -> None:
    x = ct.tensor([True, False])
    assert ct.sign(x).equal(x)
    assert x.clone().sign_().equal(x)
    assert ct.square(x).equal(ct.tensor([1, 0]))
    with pytest.raises(RuntimeError, match="result type int64 can't be cast"):
        x.square_()


@pytest.mark.parametrize(
    ("base", "exponents", "want"),
    [
        (2j, [1.0, 2.0], [2j, -4]),
        (2, [1 + 1j], [2 ** (1 + 1j)]),
        (1j, [1, 2], [1j, -1]),
        (2, [1, 2], [2, 4]),
        (-2, [1, 2], [-2, 4]),
        (2, [True, False], [2, 1]),
        (2.5, [1, 2], [2.5, 6.25]),
        (True, [1, 2], [1, 1]),
    ],
)
def test_numbers_to_the_power_of_a_tensor(base, exponents, want):
    made = base ** ct.tensor(exponents)
    assert made.tolist() == pytest.approx(want, rel=1e-6)
    assert made.dtype == ct.result_type(base, ct.tensor(exponents))
    assert ct.pow(base, ct.tensor(exponents)).equal(made)


def test_classes_of_tensors_are_assigned_where_memory_allows_it() -> None:
    class One(ct.Tensor):
        pass

    class Two(ct.Tensor):
        pass

    x, one = ct.ones(2), ct.ones(2).as_subclass(One)
    for _ in range(100):  # whose memory would go to the wrong list
        with pytest.raises(TypeError, match="expected an instance of a subclass"):
            ct.ones(2).__class__ = One
    x.__class__ = ct.Tensor
    assert type(x) is x.__class__ is ct.Tensor
    one.__class__ = Two
    assert type(one) is Two and type(one + 1) is Two
    one.__class__ = ct.Tensor
    assert type(one) is type(one + 1) is ct.Tensor and one.tolist() == [1, 1]
    with pytest.raises(TypeError, match="__class__ must be set to a class"):
        one.__class__ = 3
    with pytest.raises(TypeError, match="__class__ assignment"):
        one.__class__ = dict
