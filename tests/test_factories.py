"""New tensors: layouts, old constructors by dtype, resizing, storages, devices."""

import copy
import pickle

import numpy as np
import pytest

import ctensor as ct

# ---- options -----------------------------------------------------------------


MAKERS = [
    lambda **k: ct.zeros(2, **k),
    lambda **k: ct.empty((2,), **k),
    lambda **k: ct.full((2,), 1, **k),
    lambda **k: ct.arange(2, **k),
    lambda **k: ct.rand(2, **k),
    lambda **k: ct.ones_like(ct.ones(2), **k),
    lambda **k: ct.ones(1).new_zeros(2, **k),
    lambda **k: ct.ones(1).new_full((2,), 1, **k),
    lambda **k: ct.ones(1).new_empty_strided((2,), (1,), **k),
    lambda **k: ct.empty_strided((2,), (1,), **k),
    lambda **k: ct.empty_permuted((2,), (0,), **k),
    lambda **k: ct.logspace(0, 1, 2, **k),
    lambda **k: ct.randint_like(ct.ones(2), 3, **k),
    lambda **k: ct.normal(0, 1, (2,), **k),
]


@pytest.mark.parametrize("make", MAKERS)
def test_options_that_have_one_value(make) -> None:
    t = make(layout=ct.strided, pin_memory=False, requires_grad=True, dtype=ct.float64)
    assert t.layout is ct.strided
    assert t.dtype == ct.float64
    assert t.requires_grad
    assert t.is_leaf
    assert make(layout=None, device="meta").device.type == "meta"
    with pytest.raises(
        RuntimeError, match=r"strided, which all .* got ctensor.sparse_csr"
    ):
        make(layout=ct.sparse_csr)
    with pytest.raises(TypeError, match="layout"):
        make(layout="strided")
    with pytest.raises(RuntimeError, match="pinned memory needs a GPU"):
        make(pin_memory=True)
    with pytest.raises(TypeError, match="pin_memory"):
        make(pin_memory=2)


def test_layouts_are_one_object_each() -> None:
    for layout in (ct.strided, ct.sparse_coo):
        assert copy.deepcopy(layout) is pickle.loads(pickle.dumps(layout)) is layout
    assert repr(ct.sparse_bsc) == "ctensor.sparse_bsc"
    assert isinstance(ct.strided, ct.layout)
    assert ct.strided != ct.sparse_coo


def test_what_no_tensor_is() -> None:
    t = ct.ones(2)
    names = "ipu maia mkldnn mps mtia nested quantized sparse sparse_csr vulkan xla xpu"
    assert not any(getattr(t, f"is_{name}") for name in names.split())
    assert not (t.is_pinned() or t.is_shared() or t.is_distributed())
    assert t.get_device() == ct.get_device(t) == -1
    assert t.const_data_ptr() == t.data_ptr()
    assert ct.is_signed(t)
    assert not ct.is_signed(t.byte())


# ---- functions ---------------------------------------------------------------


def test_scalar_tensor() -> None:
    assert ct.scalar_tensor(3).dtype == ct.float32
    assert ct.scalar_tensor(s=True).item() == 1
    assert ct.scalar_tensor(1j).dtype == ct.complex64
    assert ct.scalar_tensor(3, dtype=ct.int8).item() == 3
    with pytest.raises(RuntimeError):
        ct.scalar_tensor(300, dtype=ct.uint8)


@pytest.mark.parametrize("offset", [-(2**63), -7, -2, 0, 1, 3, 9, 2**63 - 1])
@pytest.mark.parametrize(("row", "col"), [(0, 3), (3, 0), (1, 1), (4, 2), (2, 5)])
def test_places_of_triangles(row, col, offset) -> None:
    near = min(max(offset, -20), 20)
    for made, places in (
        (ct.tril_indices(row, col, offset), np.tril_indices(row, near, col)),
        (ct.triu_indices(row, col, offset), np.triu_indices(row, near, col)),
    ):
        assert made.dtype == ct.int64
        np.testing.assert_array_equal(made.numpy(), np.stack(places))


def test_places_of_triangles_that_few_rows_have() -> None:
    """Rows without any cost no time, however many there are."""
    assert ct.triu_indices(2**60, 2).tolist() == [[0, 0, 1], [0, 1, 1]]
    last = 2**60 - 1
    assert ct.tril_indices(2**60, 3, -last).tolist() == [[last], [0]]


def test_places_of_triangles_that_are_refused() -> None:
    assert ct.tril_indices(3, 3, dtype=ct.int8).dtype == ct.int8
    for make in (ct.tril_indices, ct.triu_indices):
        for sizes in ((-1, 2), (2, -1)):
            with pytest.raises(RuntimeError, match="row and col >= 0"):
                make(*sizes)
        with pytest.raises(
            (RuntimeError, NotImplementedError), match="an integer dtype"
        ):
            make(2, 2, dtype=ct.float32)
    for make, offset in ((ct.tril_indices, 2**62), (ct.triu_indices, -(2**62))):
        with pytest.raises((RuntimeError, MemoryError)):
            make(2**40, 2**40, offset)


def test_logspace() -> None:
    assert ct.logspace(0, 3, 4).tolist() == [1, 10, 100, 1000]
    assert ct.logspace(0, 2, 3, base=-2).tolist() == [1, -2, 4]
    powers = ct.logspace(0, 3, 7, base=2, dtype=ct.int64)
    assert powers.tolist() == [1, 1, 2, 2, 4, 5, 8]
    assert ct.logspace(ct.tensor(0.0), 3, 2).tolist() == [1, 1000]
    assert ct.logspace(0, 1, 0).tolist() == []
    turn = ct.logspace(0, 1j, 3)
    assert turn.dtype == ct.complex64
    np.testing.assert_allclose(turn, np.logspace(0, 1j, 3), 1e-6)
    out = ct.empty(0, dtype=ct.float64)
    assert ct.logspace(1, 2, 2, out=out) is out
    assert out.tolist() == [10, 100]
    with pytest.raises(RuntimeError, match="expected out of dtype"):
        ct.logspace(1, 2, 2, out=out, dtype=ct.float32)
    with pytest.raises(RuntimeError, match="complex dtype for complex ends"):
        ct.logspace(0, 1j, 2, dtype=ct.float32)


def test_range_has_its_end() -> None:
    with pytest.warns(UserWarning, match="deprecated"):
        assert ct.range(0, 1, 0.25).tolist() == [0, 0.25, 0.5, 0.75, 1]
    with pytest.warns(UserWarning, match="arange"):
        assert ct.range(3, 1, -1, dtype=ct.int64).tolist() == [3, 2, 1]
    for arguments in ((3, 0), (0, 1, 0), (0, float("nan")), (0, float("inf"))):
        with pytest.warns(UserWarning, match="arange"), pytest.raises(RuntimeError):
            ct.range(*arguments)


def test_randint_like() -> None:
    x = ct.zeros(2, 3, dtype=ct.float64)
    assert ct.randint_like(x, 4, 5).tolist() == [[4] * 3] * 2
    assert ct.randint_like(x, 1).dtype == ct.float64
    made = ct.randint_like(x.t(), low=2, high=3, dtype=ct.int64)
    assert made.stride() == (1, 3)
    assert made.dtype == ct.int64
    with pytest.raises(RuntimeError):
        ct.randint_like(x, 3, 3)


def test_vander() -> None:
    x = ct.tensor([1.0, 2, 0], dtype=ct.float64, requires_grad=True)
    np.testing.assert_array_equal(ct.vander(x).detach(), np.vander(x.detach()))
    np.testing.assert_array_equal(
        ct.vander(x, 2, increasing=True).detach(), np.vander(x.detach(), 2, True)
    )
    assert ct.vander(x, 0).shape == (3, 0)
    assert ct.vander(ct.tensor([True, False])).tolist() == [[1, 1], [0, 1]]
    assert ct.autograd.gradcheck(lambda x: ct.vander(x, 3), x)
    for bad in ((ct.ones(1, 1),), (x, -1)):
        with pytest.raises(RuntimeError, match="vander"):
            ct.vander(*bad)


def test_strides_that_are_asked_for() -> None:
    assert ct.empty_strided((2, 3), (1, 2)).stride() == (1, 2)
    gaps = ct.empty_strided((2, 3), (10, 2))
    assert gaps.untyped_storage().nbytes() == 4 * 15
    assert ct.empty_strided((4, 0), (0, 7)).shape == (4, 0)
    assert ct.empty_strided((), ()).shape == ()
    assert not gaps.fill_(1).requires_grad
    assert ct.empty_permuted((2, 3, 4), (0, 2, 1)).stride() == (12, 1, 3)
    like = ct.ones(1, dtype=ct.int8).new_empty_strided((2, 2), (1, 2))
    assert (like.dtype, like.stride()) == (ct.int8, (1, 2))
    for bad in (((2, 3), (-1, 1)), ((2, 3), (1,))):
        with pytest.raises(RuntimeError, match="a stride of at least 0 for each"):
            ct.empty_strided(*bad)
    with pytest.raises((RuntimeError, OverflowError)):
        ct.empty_strided((2**40, 2**40), (2**40, 1))
    for bad in ((0, 0, 1), (0, 1), (0, 1, 3)):
        with pytest.raises(RuntimeError, match="permutation of 3 dims"):
            ct.empty_permuted((2, 3, 4), bad)


def test_questions() -> None:
    assert ct.is_same_size(ct.ones(2), ct.zeros(2))
    assert ct.is_nonzero(ct.ones(1, 1))
    assert not ct.tensor(0).is_nonzero()
    with pytest.raises(RuntimeError, match="one element, got 2"):
        ct.is_nonzero(ct.ones(2))
    assert ct.is_storage(ct.ones(2).storage())
    assert ct.is_storage(ct.ones(2).untyped_storage())
    assert not ct.is_storage(ct.ones(2))


# ---- constructors by dtype ---------------------------------------------------

TYPES = {
    "FloatTensor": ct.float32,
    "DoubleTensor": ct.float64,
    "HalfTensor": ct.float16,
    "BFloat16Tensor": ct.bfloat16,
    "LongTensor": ct.int64,
    "IntTensor": ct.int32,
    "ShortTensor": ct.int16,
    "CharTensor": ct.int8,
    "ByteTensor": ct.uint8,
    "BoolTensor": ct.bool,
}


@pytest.mark.parametrize("name", TYPES)
def test_constructors_by_dtype(name) -> None:
    make, dtype = getattr(ct, name), TYPES[name]
    assert make(2, 3).shape == make(ct.Size([2, 3])).shape == (2, 3)
    assert make().shape == (0,)
    for values in ([1, 0], (1, 0), np.array([1, 0]), [ct.tensor(1), 0]):
        made = make(values)
        assert type(made) is ct.Tensor
        assert made.dtype == make.dtype == dtype
        assert made.tolist() == [1, 0]
    t = ct.zeros(2, dtype=dtype)
    assert make(t).data_ptr() == t.data_ptr()
    assert isinstance(t, make)
    assert t.type() == f"ctensor.{name}"
    other = ct.zeros(2, dtype=ct.int64 if dtype != ct.int64 else ct.float32)
    assert not isinstance(other, make)
    assert not isinstance(3, make)
    assert other.type(make).dtype == dtype
    assert other.type(f"torch.{name}").dtype == dtype
    with pytest.raises(TypeError, match=f"{name}: expected a tensor of the dtype"):
        make(other)
    for bad in (2.5, True, None, "a"):
        with pytest.raises((TypeError, RuntimeError)):
            make(bad)
    with pytest.raises(RuntimeError):
        make(-1)
    with pytest.raises(TypeError):
        make([1], dtype=ct.float32)
    assert make([1], device="cpu").device.type == "cpu"
    assert repr(make) == f"<class 'ctensor.{name}'>"


def test_values_that_a_constructor_by_dtype_cannot_hold() -> None:
    assert ct.LongTensor([1.7]).tolist() == [1]
    for values in ([300], [-1e9], [float("nan")]):
        with pytest.raises((RuntimeError, OverflowError, ValueError)):
            ct.ByteTensor(values)


def test_new_of_a_tensor() -> None:
    t = ct.ones(2, dtype=ct.float64)
    assert t.new(2, 3).shape == (2, 3)
    assert t.new([2, 3]).tolist() == [2, 3]
    assert t.new(t).data_ptr() == t.data_ptr()
    assert t.new().dtype == ct.float64
    with pytest.raises(TypeError, match="new: expected a tensor of the dtype float64"):
        t.new(ct.ones(2))
    with pytest.raises(TypeError, match="takes no keyword"):
        t.new([2], dtype=ct.int8)


def test_default_tensor_type() -> None:
    try:
        ct.set_default_tensor_type(ct.DoubleTensor)
        assert ct.ones(1).dtype == ct.float64
        ct.set_default_tensor_type("torch.HalfTensor")
        assert ct.ones(1).dtype == ct.float16
    finally:
        ct.set_default_tensor_type(ct.FloatTensor)
    for bad in ("torch.NoTensor", 3, ct.float32):
        with pytest.raises(TypeError, match="expected a tensor type"):
            ct.set_default_tensor_type(bad)


# ---- resizing ----------------------------------------------------------------


def test_resizing_within_the_bytes() -> None:
    t = ct.arange(6.0)
    before, version = t.data_ptr(), t._version
    assert t.resize_(2, 2) is t
    assert t.tolist() == [[0, 1], [2, 3]]
    assert t.resize_((3, 2)).tolist() == [[0, 1], [2, 3], [4, 5]]
    assert t.resize_([]).item() == 0
    assert t.resize_(0, 5).shape == (0, 5)
    assert t.resize_(6).data_ptr() == before
    assert t._version > version
    part = ct.arange(6.0)[2:4]
    assert part.resize_(4).tolist() == [2, 3, 4, 5]


def test_resizing_beyond_the_bytes() -> None:
    t = ct.arange(6.0)
    view = t[:2]
    t.resize_(3, 4)
    assert t.flatten()[:6].tolist() == [0, 1, 2, 3, 4, 5]
    t[0, 0] = 9
    assert view[0] == 0
    assert ct.empty(0).resize_as_(ct.ones(2, 3)).shape == (2, 3)
    last = ct.ones(2).resize_(1, 2, 2, 2, memory_format=ct.channels_last)
    assert last.is_contiguous(memory_format=ct.channels_last)
    assert ct.empty(0, device="meta").resize_(2, 3).shape == (2, 3)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda t: t.resize_(-1), "size"),
        (lambda t: t.resize_(2**40, 2**40), r"below 2\*\*63 bytes"),
        (lambda t: t.resize_(2.0), "size"),
        (lambda t: t.resize_(*[1] * 65), "64 dim"),
        (lambda t: t.resize_(2, memory_format=3), "memory_format"),
        (lambda t: t.requires_grad_().resize_(2), "does not require grad"),
        (lambda t: (t.requires_grad_() * 2)[1:].resize_(2), "does not require grad"),
        (lambda t: t.resize_as_(3), "expected a Tensor, got int"),
        (lambda t: ct.from_numpy(np.ones(2)).resize_(3), "16 bytes .* got 24"),
        (lambda t: t.set_(t.double()), "dtype float32"),
        (
            lambda t: t.set_(t.untyped_storage(), 2, (3,)),
            "within a storage of 16 bytes",
        ),
        (lambda t: t.set_(t.untyped_storage(), -1, (3,)), "within a storage"),
        (
            lambda t: t.set_(t.untyped_storage(), 0, (2**62,), (2**62,)),
            "overflow|within",
        ),
        (lambda t: t.set_(t, 0, (2, 2), (1,)), "within a storage"),
        (lambda t: t.set_(t, 0, (2, 2), (-1, 1)), "within a storage"),
        (lambda t: t.set_(3), "expected a Tensor or storage, got int"),
        (lambda t: t.requires_grad_().set_(ct.ones(2)), "does not require grad"),
    ],
)
def test_places_that_cannot_be(call, message) -> None:
    t = ct.arange(4.0)
    with pytest.raises((RuntimeError, TypeError, ValueError), match=message):
        call(t)
    assert t.tolist() == [0, 1, 2, 3]


def test_setting_what_a_tensor_shows() -> None:
    t, source = ct.ones(2), ct.arange(6.0).reshape(2, 3)
    assert t.set_(source) is t
    assert t.shape == (2, 3)
    t[0, 0] = 9
    assert source[0, 0] == 9
    t.set_(source.untyped_storage(), 1, (2, 2), (2, 1))
    assert t.tolist() == [[1, 2], [3, 4]]
    t.set_(source.untyped_storage(), 2, size=(2,))
    assert t.tolist() == [2, 3]
    assert t.set_(source, 0, (3, 2), (1, 3)).shape == (3, 2)
    assert t.set_(source.untyped_storage()).shape == (6,)
    assert t.set_().shape == (0,)


def test_running_operations_keep_what_they_use() -> None:
    """A size whose __index__ changes the tensor that is being resized."""
    t = ct.ones(4)

    class Size:
        def __index__(self) -> int:
            t.resize_(0)
            return 2

    assert t.resize_(Size()).shape == (2,)


# ---- storages ----------------------------------------------------------------


def test_typed_storages() -> None:
    t = ct.arange(6.0).reshape(2, 3)
    s = t[1].storage()
    assert len(s) == s.size() == 6
    assert (s.dtype, s.device, s.element_size()) == (ct.float32, ct.device("cpu"), 4)
    assert s.nbytes() == 24
    assert s.data_ptr() == t.data_ptr()
    assert s[4] == 4
    assert list(s) == s.tolist() == [0, 1, 2, 3, 4, 5]
    s[0] = 7
    assert t[0, 0] == 7
    assert s.clone() != s
    assert s == t.storage()
    assert hash(s) == hash(t.storage())
    assert s.untyped() == s._untyped_storage == t.untyped_storage()
    assert s.clone().fill_(2).tolist() == [2] * 6
    assert s.clone().copy_(s).tolist() == s.tolist()
    assert s[1:3].tolist() == t.storage()[1:3].tolist()
    assert "TypedStorage of ctensor.float32, size 6" in repr(s)
    assert not (s.is_shared() or s.is_pinned())
    made = ct.storage.TypedStorage([1, 2], dtype=ct.int8)
    assert made.tolist() == [1, 2]
    assert len(ct.storage.TypedStorage(3)) == 3
    with pytest.raises(TypeError, match="a size or values"):
        ct.storage.TypedStorage(1, 2)
    assert s != 3


# ---- devices -----------------------------------------------------------------


def test_default_device() -> None:
    assert ct.get_default_device() == ct.device("cpu")
    try:
        ct.set_default_device("meta")
        assert ct.zeros(2).device.type == "meta"
        assert ct.tensor([1]).device.type == "meta"
        with ct.device("cpu"):
            assert ct.get_default_device() == ct.device("cpu")
            assert ct.ones(2).device.type == "cpu"
        assert ct.get_default_device() == ct.device("meta")
    finally:
        ct.set_default_device(None)
    assert ct.zeros(2).device.type == "cpu"
    with pytest.raises(RuntimeError, match="expected a device"):
        ct.set_default_device("nowhere")
    with pytest.raises(RuntimeError, match="a loaded backend"):
        ct.set_default_device("cuda")


@pytest.mark.parametrize(
    ("ends", "dtype", "want"),
    [
        ((0, 2.5), "int64", [0, 1]),
        ((0, 2.5), "int32", [0, 1, 2]),
        ((0.5, 2.5), "int64", [0, 1]),
        ((5, 0.5, -1.5), "int64", [5, 4, 3, 2, 1]),
        ((5, 0.5, -1.5), "int16", [5, 4, 3]),
        ((-1.5, 2.5), "int8", [-1, 0, 1, 2]),
        ((-1.5, 2.5), "uint8", [255, 0, 1, 2]),
        ((0, 2.7, 1.3), "int64", [0, 1]),
        ((2.9,), "int64", [0, 1]),
        ((0, 1.0, 0.5), "int32", [0, 0]),
        ((0, 3, 1.5), "float32", [0.0, 1.5]),
        ((2.0**62, 2.0**62 + 2048, 1024), "int64", [2**62 + k for k in (0, 1024)]),
    ],
)
def test_ranges_of_integers_between_floats(ends, dtype, want) -> None:
    """Ends and steps are whole; all but int64 have as many as there are floats."""
    assert ct.arange(*ends, dtype=getattr(ct, dtype)).tolist() == want


def test_a_range_of_integers_whose_step_is_cut_to_none() -> None:
    with pytest.raises(RuntimeError, match="arange: step must be nonzero"):
        ct.arange(0, 2.5, 0.5, dtype=ct.int64)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_storages_are_pickled_with_their_bytes(protocol):
    t = ct.arange(6.0)[2:]
    storage = t.untyped_storage()
    twin = pickle.loads(pickle.dumps(storage, protocol))
    assert twin != storage and ct.empty(0).set_(twin).tolist() == [0, 1, 2, 3, 4, 5]
    typed = pickle.loads(pickle.dumps(t.storage(), protocol))
    assert typed != t.storage() and typed.tolist() == [0, 1, 2, 3, 4, 5]


def test_storages_are_copied():
    t = ct.arange(6.0)
    storage = t.untyped_storage()
    assert copy.copy(storage) == storage
    own, twin = copy.deepcopy([t, storage])
    assert own.untyped_storage() == twin and twin != storage
    assert ct.empty(0).set_(twin).tolist() == t.tolist()
