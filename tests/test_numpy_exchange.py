"""Memory shared with NumPy, in both directions, and with exporters of buffers."""

import array
import gc
import io
import mmap
import weakref
from types import SimpleNamespace

import ml_dtypes
import numpy as np
import pytest

import ctensor as ct

NUMPY_DTYPES = [
    *("bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64"),
    *("float16", "float32", "float64", "complex64", "complex128"),
]
all_dtypes = pytest.mark.parametrize("name", [*NUMPY_DTYPES, "bfloat16"])
numpy_dtypes = pytest.mark.parametrize("name", NUMPY_DTYPES)


def numbers(name: str, shape: tuple[int, ...] = (2, 3)) -> np.ndarray:
    """Distinct values of a dtype."""
    dtype = ml_dtypes.bfloat16 if name == "bfloat16" else name
    values = np.arange(np.prod(shape)).reshape(shape)
    return (values % 2 if name == "bool" else values).astype(dtype)


def address(a: np.ndarray) -> int:
    return a.__array_interface__["data"][0]


# ---- ndarray to tensor ------------------------------------------------------


@all_dtypes
def test_from_numpy_shares(name: str) -> None:
    a = numbers(name)
    t = ct.from_numpy(a)
    assert t.dtype == getattr(ct, name)
    assert t.data_ptr() == address(a)
    assert t.tolist() == a.tolist()
    a[0, 0] = 1
    assert t[0, 0] == 1
    t[1, 1] = 0
    assert a[1, 1] == 0


@pytest.mark.parametrize(
    ("of", "shape", "stride"),
    [
        (lambda a: a.T, (4, 3), (1, 4)),
        (lambda a: a[::-1], (3, 4), (-4, 1)),
        (lambda a: a[:, ::-2], (3, 2), (4, -2)),
        (lambda a: a[1:, 2:], (2, 2), (4, 1)),
        (lambda a: np.broadcast_to(a, (2, 3, 4)), (2, 3, 4), (0, 4, 1)),
        (lambda a: np.asfortranarray(a), (3, 4), (1, 3)),
        (lambda a: a[1, 1], (), ()),
        (lambda a: a[:0], (0, 4), None),
        (lambda a: a[:, None], (3, 1, 4), None),
    ],
)
def test_from_numpy_keeps_strides(of, shape, stride) -> None:
    a = np.asarray(of(np.arange(12.0).reshape(3, 4)))
    t = ct.from_numpy(a)
    assert t.shape == shape
    assert stride is None or t.stride() == stride
    assert t.numel() == 0 or t.data_ptr() == address(a)
    np.testing.assert_array_equal(t.numpy(), a)


def test_from_numpy_of_a_field_shares() -> None:
    record = np.zeros(3, dtype=[("x", "f4"), ("y", "f4")])
    t = ct.from_numpy(record["y"])
    assert t.stride() == (2,)
    t.fill_(5)
    assert record["y"].tolist() == [5, 5, 5]
    assert record["x"].tolist() == [0, 0, 0]


def test_unaligned_and_byte_swapped_arrays_are_copied() -> None:
    unaligned = np.frombuffer(bytearray(b"\0" + np.arange(3.0).tobytes()), "u1")[1:]
    packed = np.zeros(3, dtype=[("x", "u1"), ("y", "f8")])["y"]
    for a in (unaligned.view("f8"), packed + 0, np.arange(3.0).astype(">f8"), packed):
        t = ct.from_numpy(a)
        np.testing.assert_array_equal(t.numpy(), a)
        assert t.dtype == ct.float64
    assert ct.from_numpy(np.arange(3, dtype=">i2")).tolist() == [0, 1, 2]
    assert ct.asarray(np.arange(3, dtype=">c8")).tolist() == [0, 1, 2]
    assert ct.from_numpy(packed).data_ptr() != address(packed)
    with pytest.raises(ValueError, match="copy=None"):
        ct.asarray(packed, copy=False)
    with pytest.raises(ValueError, match="native byte order"):
        ct.asarray(np.arange(3, dtype=">i2"), copy=False)


def test_odd_strides_where_they_do_not_count() -> None:
    a = np.lib.stride_tricks.as_strided(np.arange(4.0), (1, 4), (3, 8))
    t = ct.from_numpy(a)
    assert t.is_contiguous()
    assert t.data_ptr() == address(a)
    empty = np.lib.stride_tricks.as_strided(np.empty(1), (2, 0), (3, 5))
    assert ct.from_numpy(empty).shape == (2, 0)


def test_read_only_arrays_refuse_writes() -> None:
    a = np.arange(3.0)
    a.flags.writeable = False
    t = ct.from_numpy(a)
    for write in (
        lambda: t.fill_(0),
        lambda: t.add_(1),
        lambda: t.zero_(),
        lambda: t[1:].mul_(2),
        lambda: t.__setitem__(0, 1.0),
        lambda: ct.exp(t.clone(), out=t),
        lambda: t.copy_(ct.ones(3)),
    ):
        with pytest.raises(ValueError, match=r"read-only.*clone\(\)"):
            write()
    assert a.tolist() == [0, 1, 2]
    assert not t.numpy().flags.writeable
    assert memoryview(t).readonly
    assert (t.clone().add_(1)).tolist() == [1, 2, 3]
    assert (t + 1).tolist() == [1, 2, 3]


def test_the_array_lives_as_long_as_the_tensor() -> None:
    a = np.arange(1000.0)
    gone = weakref.ref(a)
    t = ct.from_numpy(a)[5:]
    del a
    gc.collect()
    assert gone() is not None
    assert t[0] == 5
    del t
    assert gone() is None


@pytest.mark.parametrize(
    ("a", "name"),
    [
        (np.array(["a"]), "<U1"),
        (np.array([b"a"]), r"\|S1"),
        (np.array([object()]), "object"),
        (np.zeros(2, "M8[s]"), "datetime64"),
        (np.zeros(2, "m8[s]"), "timedelta64"),
        (np.zeros(2, np.longdouble), "longdouble|float128|float64"),
        (np.zeros(2, np.clongdouble), "clongdouble|complex256|complex128"),
        (np.zeros(2, "f4,f4"), "f0"),
        (np.zeros(2, "V3"), "V3"),
    ],
)
def test_dtypes_without_counterpart(a: np.ndarray, name: str) -> None:
    for make in (ct.from_numpy, ct.tensor, ct.asarray, ct.as_tensor):
        with pytest.raises(TypeError, match=name):
            make(a)


def test_from_numpy_takes_arrays_only() -> None:
    for other in ([1], 1.0, np.float32(1), None, ct.ones(2)):
        with pytest.raises(TypeError, match=r"expected a numpy\.ndarray, got"):
            ct.from_numpy(other)


def test_subclasses_of_ndarray() -> None:
    assert ct.from_numpy(np.array([[1, 2]]).view(np.matrix)).shape == (1, 2)


# ---- tensor to ndarray ------------------------------------------------------


@all_dtypes
def test_numpy_shares(name: str) -> None:
    t = ct.from_numpy(numbers(name).copy()).clone()
    a = t.numpy()
    assert a.dtype == numbers(name).dtype
    assert address(a) == t.data_ptr()
    a[0, 0] = 1
    assert t[0, 0] == 1
    assert a.flags.writeable
    assert a.flags.owndata is False


def test_numpy_of_views() -> None:
    t = ct.arange(12.0).reshape(3, 4)
    for view in (
        t.t(),
        t[::-1],
        t[:, 1],
        t[1, 1],
        t[:0],
        t.expand(2, 3, 4),
        t[1:, ::2],
    ):
        a = view.numpy()
        assert a.shape == tuple(view.shape)
        assert a.strides == tuple(4 * s for s in view.stride()) or view.numel() == 0
        np.testing.assert_array_equal(a, np.array(view.tolist()).reshape(a.shape))


def test_the_memory_outlives_the_tensor() -> None:
    for n in (2, 10_000):  # inline and allocated
        t = ct.ones(n)
        arrays = [
            t.numpy(),
            np.asarray(t),
            np.from_dlpack(t),
            np.asarray(memoryview(t)),
        ]
        del t
        gc.collect()
        others = [ct.zeros(n) for _ in range(10)]
        assert all((a == 1).all() for a in arrays)
        del others


def test_set_data_does_not_pull_memory_away() -> None:
    t = ct.ones(1000)
    a, b, m, d = t.numpy(), np.asarray(t), memoryview(t), np.from_dlpack(t)
    t.data = ct.zeros(3)
    junk = [ct.zeros(1000) for _ in range(10)]
    for view in (a, b, np.asarray(m), d):
        assert view.shape == (1000,)
        assert (view == 1).all()
    del junk


def test_numpy_refuses_what_requires_grad() -> None:
    t = ct.ones(2, requires_grad=True)
    for x in (t, t * 2, t[:1]):
        with pytest.raises(RuntimeError, match=r"detach\(\)\.numpy\(\)"):
            x.numpy()
        assert x.numpy(force=True).tolist() == x.tolist()
    with ct.no_grad():
        t.numpy()[0] = 3
    assert t.tolist() == [3, 1]


def test_asarray_of_what_requires_grad_is_read_only() -> None:
    t = ct.ones(2, requires_grad=True)
    for a in (np.asarray(t), t.__array__(), np.asarray(memoryview(t))):
        assert address(a) == t.data_ptr()
        assert not a.flags.writeable
    assert np.array(t).flags.writeable
    with ct.no_grad():
        np.asarray(t)[0] = 5
    assert t.tolist() == [5, 1]


def test_array_protocol() -> None:
    t = ct.ones(2)
    assert t.__array__(np.float64).dtype == np.float64
    assert address(t.__array__(np.float32)) == t.data_ptr()
    assert address(t.__array__(copy=True)) != t.data_ptr()
    assert address(t.__array__(None, copy=False)) == t.data_ptr()
    assert np.asarray(t, dtype=np.int64).tolist() == [1, 1]
    with pytest.raises(ValueError, match="copy=False"):
        t.__array__(np.float64, copy=False)
    with pytest.raises(TypeError):
        t.__array__(dtype="no such dtype")


@pytest.mark.skipif(np.__version__ < "2", reason="copy= means this from NumPy 2 on")
def test_array_copy_keyword() -> None:
    t = ct.ones(2)
    assert address(np.asarray(t, copy=False)) == t.data_ptr()
    assert address(np.asarray(t, copy=True)) != t.data_ptr()
    with pytest.raises(ValueError, match="copy"):
        np.asarray(t, dtype=np.float64, copy=False)


def test_bfloat16_goes_by_ml_dtypes() -> None:
    t = ct.tensor([1.5, -2], dtype=ct.bfloat16)
    a = t.numpy()
    assert a.dtype == ml_dtypes.bfloat16
    assert address(a) == t.data_ptr()
    assert np.asarray(t).dtype == ml_dtypes.bfloat16
    assert ct.from_numpy(a).dtype == ct.bfloat16


def test_matplotlib_and_others_see_a_sequence() -> None:
    assert np.concatenate([ct.ones(1), np.zeros(1)]).tolist() == [1, 0]
    assert np.stack([ct.ones(2), ct.zeros(2)]).shape == (2, 2)


# ---- operators --------------------------------------------------------------


def test_operators_with_arrays_and_numbers() -> None:
    t = ct.tensor([1.0, 2.0], requires_grad=True)
    a = np.array([3.0, 4.0], dtype=np.float32)
    for result in (t * a, a * t, t * np.float64(3), np.float32(3) * t, 3 * t, t * 3.0):
        assert isinstance(result, ct.Tensor)
        assert result.requires_grad
        assert result.dtype == ct.float32
    assert (t * a).tolist() == (a * t).tolist() == [3, 8]
    assert (t - a).tolist() == [-2, -2]
    assert (a - t).tolist() == [2, 2]
    (grad,) = ct.autograd.grad((a * t).sum(), t)
    assert grad.tolist() == [3, 4]


def test_numpy_numbers_are_weak() -> None:
    i, f = ct.tensor([1, 2]), ct.tensor([1.0, 2.0], dtype=ct.float16)
    assert (i + np.int8(1)).dtype == ct.int64
    assert (i + np.float64(1)).dtype == ct.float32
    assert (f * np.float64(2)).dtype == ct.float16
    assert (f * np.complex128(1j)).dtype == ct.complex64
    assert (i.to(ct.uint8) + np.uint64(1)).dtype == ct.uint8
    assert (i == np.bool_(True)).tolist() == [True, False]


def test_integers_beyond_int64() -> None:
    f = ct.ones(1)
    assert (f + 2**63).item() == 2.0**63
    assert (f + np.uint64(2**63)).item() == 2.0**63
    assert (f * -(2**63)).item() == -(2.0**63)
    for huge in (2**64, 2**70, -(2**63) - 1):
        with pytest.raises(OverflowError):
            f + huge


# ---- the buffer protocol ----------------------------------------------------


@numpy_dtypes
def test_memoryview(name: str) -> None:
    a = numbers(name)
    t = ct.from_numpy(a.copy())
    m = memoryview(t)
    assert (m.shape, m.strides, m.nbytes) == (a.shape, a.strides, a.nbytes)
    assert m.format == memoryview(a).format
    back = np.asarray(m)
    assert back.dtype == a.dtype
    np.testing.assert_array_equal(back, a)
    assert bytes(t) == a.tobytes()


def test_memoryview_of_views() -> None:
    t = ct.arange(12.0).reshape(3, 4)
    assert memoryview(t.t()).strides == (4, 16)
    assert memoryview(t[::-1]).strides == (-16, 4)
    assert memoryview(t[0, 0]).shape == ()
    assert memoryview(t[:0]).shape == (0, 4)
    assert bytes(t.t()) == t.t().contiguous().numpy().tobytes()
    m = memoryview(t)
    m[1, 1] = 100.0
    assert t[1, 1] == 100


def test_buffer_refusals() -> None:
    with pytest.raises(BufferError, match="bfloat16"):
        memoryview(ct.ones(2, dtype=ct.bfloat16))
    flat = ct.zeros(4, dtype=ct.uint8)
    data = b"abcd"
    assert io.BytesIO(data).readinto(flat) == 4
    assert bytes(flat) == data
    with pytest.raises((BufferError, TypeError)):
        io.BytesIO(data).readinto(ct.zeros(4, requires_grad=True))
    with pytest.raises((BufferError, TypeError)):
        io.BytesIO(data).readinto(ct.zeros(8, dtype=ct.uint8)[::2])


def test_frombuffer() -> None:
    b = bytearray(np.arange(4, dtype="f4").tobytes())
    t = ct.frombuffer(b, dtype=ct.float32)
    assert t.tolist() == [0, 1, 2, 3]
    b[:4] = np.float32(9).tobytes()
    assert t[0] == 9
    t[1] = 7
    assert np.frombuffer(b, "f4")[1] == 7
    assert ct.frombuffer(b, ct.float32, 2, 4).tolist() == [7, 2]
    assert ct.frombuffer(b, dtype=ct.float32, count=1, offset=12).tolist() == [3]
    assert ct.frombuffer(b, dtype=ct.uint8, count=-5).numel() == 16
    assert ct.frombuffer(b"", dtype=ct.int8).shape == (0,)
    assert ct.frombuffer(array.array("d", [1, 2]), ct.float64).tolist() == [1, 2]
    assert ct.frombuffer(b, ct.float32, requires_grad=True).requires_grad


def test_frombuffer_of_read_only_bytes() -> None:
    t = ct.frombuffer(b"abcd", dtype=ct.uint8)
    assert t.tolist() == [97, 98, 99, 100]
    with pytest.raises(ValueError, match=r"read-only.*clone\(\)"):
        t.zero_()


def test_frombuffer_copies_unaligned_memory() -> None:
    b = bytearray(b"x" + np.arange(3, dtype="i4").tobytes())
    assert ct.frombuffer(b, dtype=ct.int32, offset=1).tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"dtype": ct.int16, "offset": 3}, "whole number of int16 elements"),
        ({"dtype": ct.int16, "offset": -2}, "offset from 0 to 4"),
        ({"dtype": ct.int16, "offset": 5}, "offset from 0 to 4"),
        ({"dtype": ct.int16, "count": 3}, "at most 2 elements"),
        ({"dtype": ct.int16, "count": 2**62}, "at most 2 elements"),
        ({"dtype": ct.int16, "count": 2, "offset": 2}, "at most 1 elements"),
    ],
)
def test_frombuffer_checks_its_range(arguments, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        ct.frombuffer(b"abcd", **arguments)


def test_frombuffer_refusals() -> None:
    with pytest.raises(ValueError, match="exports a buffer, got list"):
        ct.frombuffer([1], dtype=ct.uint8)
    with pytest.raises(TypeError, match="dtype"):
        ct.frombuffer(b"abcd")
    with pytest.raises((BufferError, ValueError)):
        ct.frombuffer(np.ones(4)[::2], dtype=ct.uint8)
    with pytest.raises(RuntimeError):
        ct.frombuffer(b"abcd", dtype=ct.uint8, requires_grad=True)


def test_a_bytearray_cannot_be_resized_under_a_tensor() -> None:
    b = bytearray(100)
    t = ct.frombuffer(b, dtype=ct.uint8)
    view = t[10:]
    del t
    with pytest.raises(BufferError):
        b.extend(b"more")
    del view
    b.extend(b"more")


def test_a_memory_map_cannot_be_closed_under_a_tensor() -> None:
    m = mmap.mmap(-1, 4096)
    t = ct.frombuffer(m, dtype=ct.float32)
    t[0] = 1
    with pytest.raises(BufferError):
        m.close()
    assert t[0] == 1
    del t
    m.close()


def test_asarray_of_buffers() -> None:
    assert ct.asarray(array.array("i", [1, 2])).dtype == ct.int32
    assert ct.asarray(memoryview(np.ones((2, 3)))).shape == (2, 3)
    one = np.float32(1).tobytes()
    assert ct.asarray(one).tolist() == [1]
    assert ct.asarray(bytearray(4), dtype=ct.int16).tolist() == [0, 0]


class Interface:
    """Something that exports an array interface only."""

    def __init__(self, a: np.ndarray) -> None:
        self.array = a

    @property
    def __array_interface__(self):
        return self.array.__array_interface__


def test_reductions_of_numpy_keep_the_gradient() -> None:
    x = ct.tensor([[1.0, 2.0], [4.0, 3.0]], requires_grad=True)
    for got, want in (
        (np.sum(x), 10),
        (np.sum(x, axis=0, keepdims=True), [[5, 5]]),
        (np.mean(x, axis=1), [1.5, 3.5]),
        (np.cumsum(x, 1), [[1, 3], [4, 7]]),
    ):
        assert isinstance(got, ct.Tensor) and got.requires_grad
        assert got.tolist() == want
    assert np.argmax(x).item() == 2
    with pytest.raises(TypeError, match="out"):
        x.sum(out=ct.zeros(()))


def test_array_interface_is_shared() -> None:
    a = np.arange(3.0)
    t = ct.asarray(Interface(a))
    t[0] = 9
    assert a[0] == 9
    assert ct.as_tensor(Interface(a)).data_ptr() == address(a)
    assert ct.tensor(Interface(a)).data_ptr() != address(a)
    assert ct.tensor([Interface(a), Interface(a)]).shape == (2, 3)
    own = SimpleNamespace(__array_interface__=a.__array_interface__, array=a)
    assert ct.asarray(own).data_ptr() == address(a)


def test_strides_of_dims_of_one_element_are_kept() -> None:
    a = np.zeros((1, 77), np.float32)
    for made in (a, a[:, :1], np.zeros((3, 1, 5)), np.zeros((4, 6))[:1, ::2]):
        strides = tuple(s // made.itemsize for s in made.strides)
        for take in (ct.from_numpy, ct.asarray, ct.from_dlpack):
            assert take(made).stride() == strides and take(made).shape == made.shape


def test_complex_numbers_lie_where_their_parts_may() -> None:
    floats = np.arange(41, dtype=np.float32)
    z = floats[1:].view(np.complex64)
    t, index = ct.from_numpy(z), ct.tensor([3, 0, 19])
    assert t.data_ptr() % 8 == floats[1:].ctypes.data % 8
    assert ct.from_numpy(floats[2:40]).data_ptr() % 8 != t.data_ptr() % 8
    np.testing.assert_array_equal(t[index].numpy(), z[[3, 0, 19]])
    np.testing.assert_array_equal(t.masked_fill(t.real > 20, 0).numpy()[:9], z[:9])
    t[index] = ct.tensor([1j, 2j, 3j])
    np.testing.assert_array_equal(z[[3, 0, 19]], [1j, 2j, 3j])
    t.index_add_(0, index, ct.ones(3, dtype=ct.complex64))
    np.testing.assert_array_equal(z[[3, 0, 19]], [1 + 1j, 1 + 2j, 1 + 3j])


# ---- names of an ndarray ----------------------------------------------------


def test_to_numpy_is_a_view_as_of_asarray() -> None:
    x = ct.arange(6).view(2, 3)
    x.to_numpy()[1, 2] = 7
    assert x[1, 2] == 7
    w = ct.ones(2, requires_grad=True)
    assert isinstance(w.to_numpy(), np.ndarray) and not w.to_numpy().flags.writeable
    with pytest.raises((RuntimeError, TypeError)):
        ct.ones(2, device="meta").to_numpy()


@pytest.mark.parametrize("dtype", [float, "int8", np.complex64, np.dtype("?"), ct.half])
def test_astype(dtype) -> None:
    x = ct.arange(6).view(2, 3)
    kind = dtype.dtype if isinstance(dtype, ct.dtype) else dtype
    made = x.astype(dtype)
    assert isinstance(made, ct.Tensor) and made.numpy().dtype == np.dtype(kind)
    np.testing.assert_array_equal(made, x.numpy().astype(kind))
    assert made.astype(dtype).data_ptr() != made.data_ptr()
    assert made.astype(dtype, copy=False).data_ptr() == made.data_ptr()


def test_astype_keeps_the_gradient_or_refuses() -> None:
    w = ct.ones(2, requires_grad=True)
    w.astype(float).sum().backward()
    assert w.grad.tolist() == [1.0, 1.0]
    with pytest.raises(RuntimeError, match="requires grad"):
        w.astype(object)
    assert w.detach().astype(object).tolist() == [1.0, 1.0]
    assert w.detach().astype(str).dtype.kind == "U"


def test_strides_are_bytes() -> None:
    x = ct.zeros(4, 3, dtype=ct.float64)
    for t in (x, x.T, x[::-2, 1:], x[:0], x[0, 0]):
        assert t.strides == t.numpy().strides
    assert ct.zeros(2, 3, device="meta").strides == (12, 4)


def test_columns_of_a_tensor_are_those_of_an_array_in_plots() -> None:
    figure = pytest.importorskip("matplotlib.figure").Figure()
    axes = figure.subplots()
    data = np.arange(12.0).reshape(4, 3)
    for x in (ct.from_numpy(data), ct.tensor(data, requires_grad=True)):
        for drawn in (axes.hist, axes.boxplot, axes.violinplot):
            drawn(x)
        counts, _, _ = axes.hist(x)
        np.testing.assert_array_equal(counts, axes.hist(data)[0])
        assert len(axes.boxplot(x)["boxes"]) == 3
    y = ct.arange(3.0)
    axes.bar(y, y, bottom=y)
    figure.canvas.draw()
    axes = figure.add_subplot(projection="3d")
    grid, _ = ct.meshgrid(y, y, indexing="ij")
    axes.plot_surface(grid, grid.T, grid)
    axes.quiver(y, y, y, y, y, y)
    figure.canvas.draw()
