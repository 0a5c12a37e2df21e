"""Memory of the device `cuda` shared: DLPack, the array interface."""

import gc
import subprocess
import sys
import weakref

import pytest

import ctensor as ct

pytestmark = pytest.mark.cuda
DTYPES = [
    *("bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64"),
    *("float16", "float32", "float64", "complex64", "complex128"),
]


class Exporter:
    """Another library's array, by what it shows of a tensor."""

    def __init__(self, tensor, **changes) -> None:
        self.tensor, self.changes = tensor, changes

    @property
    def __cuda_array_interface__(self):
        return self.tensor.__cuda_array_interface__ | self.changes


@pytest.mark.parametrize("version", [None, (1, 0)])
@pytest.mark.parametrize("dtype", [*DTYPES, "bfloat16"])
def test_dlpack_shares_memory(dtype, version) -> None:
    x = ct.arange(12, device="cuda").reshape(3, 4).to(getattr(ct, dtype)).T
    assert x.__dlpack_device__() == (2, 0)
    y = ct.from_dlpack(x.__dlpack__(max_version=version))
    assert (y.dtype, y.device, y.stride()) == (x.dtype, x.device, x.stride())
    assert y.data_ptr() == x.data_ptr()
    assert y.tolist() == x.tolist()
    y.zero_()
    assert not x.any()


def test_dlpack_asks_for_the_order_of_streams() -> None:
    other = ct.cuda.Stream()
    x = ct.zeros(1000, device="cuda")
    x += 1  # late, in this thread's stream
    shown = x.__dlpack__(stream=other.stream_id)  # goes on when that is done
    with other:
        y = ct.from_dlpack(shown) * 2
    other.synchronize()
    with other:
        assert y.tolist() == [2] * 1000
    for stream in (None, -1, 1, other.stream_id):
        assert ct.from_dlpack(x.__dlpack__(stream=stream)).sum() == 1000
    for stream in (0, -2, "x"):
        with pytest.raises(ValueError, match="expected stream to be None, -1, 1"):
            x.__dlpack__(stream=stream)


def test_dlpack_keeps_memory_and_lets_go() -> None:
    gc.collect()
    before = ct.cuda.memory_allocated()
    x = ct.arange(100.0, device="cuda")
    y = ct.from_dlpack(x)
    del x
    gc.collect()
    assert y.tolist() == list(range(100))
    del y
    assert ct.cuda.memory_allocated() == before
    capsule = ct.ones(4, device="cuda:1").__dlpack__()
    assert ct.from_dlpack(capsule).device == ct.device("cuda:1")


def test_dlpack_says_what_it_cannot() -> None:
    x = ct.ones(3, device="cuda")
    with pytest.raises(BufferError, match=r"expected dl_device \(2, 0\) for a tensor"):
        x.__dlpack__(dl_device=(1, 0))
    assert x.__dlpack__(dl_device=(2, 0))
    with pytest.raises(BufferError, match="require gradient"):
        x.requires_grad_().__dlpack__()
    copy = ct.from_dlpack(x.detach().__dlpack__(copy=True))
    assert copy.data_ptr() != x.data_ptr()
    assert copy.is_cuda


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_array_interface_shares_memory(dtype) -> None:
    x = ct.arange(12, device="cuda").reshape(3, 4).to(getattr(ct, dtype))
    for change in (lambda t: t, lambda t: t.T, lambda t: t[1:, ::2], lambda t: t[:0]):
        there = change(x)
        y = ct.as_tensor(Exporter(there))
        assert (y.dtype, y.device, y.shape) == (x.dtype, x.device, there.shape)
        assert y.tolist() == there.tolist()
    ct.asarray(Exporter(x)).zero_()
    assert not x.any()


def test_the_array_interface_says_what_streams_do() -> None:
    other = ct.cuda.Stream()
    x = ct.zeros(1000, device="cuda")
    other.wait_stream(ct.cuda.current_stream())
    with other:
        x += 1
        shown = x.__cuda_array_interface__
        assert shown["stream"] == other.stream_id
    assert x.__cuda_array_interface__["stream"] == 1
    y = ct.as_tensor(Exporter(x, stream=other.stream_id)) * 2
    assert y.tolist() == [2] * 1000
    assert ct.as_tensor(Exporter(x, stream=None)).is_cuda
    assert ct.as_tensor(Exporter(x, data=(x.data_ptr(), True))).tolist()[0] == 1


def test_the_array_interface_keeps_its_owner() -> None:
    owner = Exporter(ct.ones(3, device="cuda"))
    known, y = weakref.ref(owner), ct.as_tensor(owner)
    del owner
    gc.collect()
    assert known() is not None
    assert y.tolist() == [1] * 3
    del y
    gc.collect()
    assert known() is None


def test_the_array_interface_is_checked() -> None:
    x = ct.ones(2, 3, device="cuda")
    for change in (
        {"typestr": ">f4"},
        {"typestr": "<f3"},
        {"typestr": 3},
        {"shape": [2, 3]},
        {"strides": (4,)},
        {"data": x.data_ptr()},
    ):
        with pytest.raises(ValueError, match="__cuda_array_interface__, got"):
            ct.as_tensor(Exporter(x, **change))
    with pytest.raises(AttributeError, match="got one on cpu"):
        ct.ones(2).__cuda_array_interface__  # noqa: B018
    with pytest.raises(RuntimeError, match="requires grad"):
        x.requires_grad_().__cuda_array_interface__  # noqa: B018


def test_without_a_backend() -> None:
    code = (
        "import ctensor as ct\n"
        "class A: __cuda_array_interface__ = {}\n"
        "try: ct.as_tensor(A())\n"
        "except RuntimeError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        text=True,
        env={"CTENSOR_CUDA": "none"},
    )
    assert "got A on a GPU, and no CUDA backend is loaded" in done.stdout
