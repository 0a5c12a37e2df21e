"""DLPack, out and in: both capsule forms, flags, lifetimes, and bad exporters."""

import ctypes
import gc
import sys
import threading
import weakref

import numpy as np
import pytest

import ctensor as ct

DTYPES = [
    *("bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64"),
    *("float16", "bfloat16", "float32", "float64", "complex64", "complex128"),
]
each_dtype = pytest.mark.parametrize("name", DTYPES)
VERSIONS = [None, (1, 0), (1, 5), (0, 8)]

# ---- the ABI, so that bad exporters can be made here ------------------------


class DLTensor(ctypes.Structure):
    _fields_ = (
        ("data", ctypes.c_void_p),
        ("device_type", ctypes.c_int32),
        ("device_id", ctypes.c_int32),
        ("ndim", ctypes.c_int32),
        ("code", ctypes.c_uint8),
        ("bits", ctypes.c_uint8),
        ("lanes", ctypes.c_uint16),
        ("shape", ctypes.POINTER(ctypes.c_int64)),
        ("strides", ctypes.POINTER(ctypes.c_int64)),
        ("byte_offset", ctypes.c_uint64),
    )


class Managed(ctypes.Structure):
    """The unversioned form."""


DELETER = ctypes.CFUNCTYPE(None, ctypes.POINTER(Managed))
Managed._fields_ = (
    ("tensor", DLTensor),
    ("context", ctypes.c_void_p),
    ("deleter", DELETER),
)


class Versioned(ctypes.Structure):
    """The form of DLPack 1.x."""


VERSIONED_DELETER = ctypes.CFUNCTYPE(None, ctypes.POINTER(Versioned))
Versioned._fields_ = (
    ("major", ctypes.c_uint32),
    ("minor", ctypes.c_uint32),
    ("context", ctypes.c_void_p),
    ("deleter", VERSIONED_DELETER),
    ("flags", ctypes.c_uint64),
    ("tensor", DLTensor),
)

new_capsule = ctypes.pythonapi.PyCapsule_New
new_capsule.restype = ctypes.py_object
new_capsule.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
pointer_of.restype = ctypes.c_void_p
pointer_of.argtypes = (ctypes.py_object, ctypes.c_char_p)
name_of = ctypes.pythonapi.PyCapsule_GetName
name_of.restype = ctypes.c_char_p
name_of.argtypes = (ctypes.py_object,)


KEPT = []  # exporters: a tensor may call their deleters after the test


class Exporter:
    """Four float32 numbers behind a capsule whose every field a test may spoil."""

    def __init__(self, versioned: bool = False, **fields) -> None:
        KEPT.append(self)
        self.deleted = 0
        self.memory = (ctypes.c_float * 8)(*range(8))
        self.shape = (ctypes.c_int64 * 65)(4)
        self.strides = (ctypes.c_int64 * 65)(1)
        self.struct = Versioned() if versioned else Managed()
        callback = VERSIONED_DELETER if versioned else DELETER
        self.struct.deleter = callback(lambda _: self.delete())
        if versioned:
            self.struct.major = fields.pop("major", 1)
            self.struct.flags = fields.pop("flags", 0)
        self.fill(self.struct.tensor, fields)
        self.name = b"dltensor_versioned" if versioned else b"dltensor"

    def fill(self, tensor: DLTensor, fields: dict) -> None:
        tensor.data = ctypes.addressof(self.memory)
        tensor.device_type, tensor.ndim = 1, 1
        tensor.code, tensor.bits, tensor.lanes = 2, 32, 1
        tensor.shape, tensor.strides = self.shape, self.strides
        for i, n in enumerate(fields.pop("sizes", ())):
            self.shape[i] = n
        for i, n in enumerate(fields.pop("steps", ())):
            self.strides[i] = n
        for name, value in fields.items():
            setattr(tensor, name, value)

    def delete(self) -> None:
        self.deleted += 1

    def capsule(self):
        return new_capsule(ctypes.addressof(self.struct), self.name, None)

    def __dlpack_device__(self):
        return (1, 0)

    def __dlpack__(self, **_):
        return self.capsule()


# ---- round trips ------------------------------------------------------------


@each_dtype
@pytest.mark.parametrize("version", VERSIONS)
def test_round_trip_shares(name: str, version) -> None:
    t = ct.tensor([[0, 1, 1], [1, 0, 1]]).to(getattr(ct, name))
    capsule = t.__dlpack__(max_version=version)
    assert name_of(capsule) == (
        b"dltensor_versioned" if version and version[0] >= 1 else b"dltensor"
    )
    back = ct.from_dlpack(capsule)
    assert back.dtype == t.dtype
    assert back.shape == t.shape
    assert back.data_ptr() == t.data_ptr()
    assert name_of(capsule).startswith(b"used_")
    t.zero_()
    assert not back.to(ct.bool).any()


@pytest.mark.parametrize(
    "of",
    [
        lambda t: t.t(),
        lambda t: t[::-1],
        lambda t: t[:, ::-2],
        lambda t: t[1, 2],
        lambda t: t[:0],
        lambda t: t.expand(2, 3, 4),
        lambda t: t[1:],
    ],
)
def test_round_trip_keeps_strides(of) -> None:
    t = of(ct.arange(12.0).reshape(3, 4))
    for other in (ct.from_dlpack(t), ct.from_dlpack(t.__dlpack__())):
        assert other.shape == t.shape
        assert other.tolist() == t.tolist()
        assert t.numel() < 2 or other.stride() == t.stride()
    assert np.from_dlpack(t).tolist() == t.tolist()


def test_numpy_both_ways() -> None:
    a = np.arange(6.0).reshape(2, 3)
    t = ct.from_dlpack(a)
    t[0, 0] = 7
    assert a[0, 0] == 7
    assert np.shares_memory(np.from_dlpack(t), a)
    assert ct.from_dlpack(a[:, ::-1]).stride() == (3, -1)


def test_device() -> None:
    t = ct.ones(2)
    assert t.__dlpack_device__() == (1, 0)
    assert ct.from_dlpack(t, device="cpu").data_ptr() == t.data_ptr()
    assert t.__dlpack__(dl_device=(1, 0)) is not None
    with pytest.raises(BufferError, match="dl_device"):
        t.__dlpack__(dl_device=(2, 0))
    with pytest.raises((RuntimeError, AssertionError)):
        ct.from_dlpack(t, device="cuda")


def test_stream() -> None:
    t = ct.ones(2)
    t.__dlpack__(stream=None)
    t.__dlpack__(stream=-1)
    with pytest.raises(ValueError, match="stream=None"):
        t.__dlpack__(stream=1)
    with pytest.raises(TypeError, match="int or None"):
        t.__dlpack__(stream="a")


def test_copy() -> None:
    t = ct.ones(2)
    assert ct.from_dlpack(t, copy=True).data_ptr() != t.data_ptr()
    assert ct.from_dlpack(t, copy=False).data_ptr() == t.data_ptr()
    capsule = t.__dlpack__(max_version=(1, 0), copy=True)
    struct = Versioned.from_address(pointer_of(capsule, b"dltensor_versioned"))
    assert struct.flags == 2
    assert struct.tensor.data != t.data_ptr()
    assert ct.from_dlpack(Exporter(), copy=True).tolist() == [0, 1, 2, 3]


def test_read_only() -> None:
    t = ct.frombuffer(b"abcd", dtype=ct.uint8)
    struct = Versioned.from_address(
        pointer_of(t.__dlpack__(max_version=(1, 0)), b"dltensor_versioned")
    )
    assert struct.flags == 1
    back = ct.from_dlpack(t)
    with pytest.raises(ValueError, match="read-only"):
        back.zero_()
    with pytest.raises(BufferError, match="read-only"):
        t.__dlpack__()
    assert ct.from_dlpack(t.__dlpack__(copy=True)).add_(1).tolist() == [
        98,
        99,
        100,
        101,
    ]
    imported = ct.from_dlpack(Exporter(versioned=True, flags=1))
    with pytest.raises(ValueError, match="read-only"):
        imported.zero_()


def test_what_requires_grad_is_not_exported() -> None:
    t = ct.ones(2, requires_grad=True)
    for x in (t, t * 2):
        with pytest.raises(BufferError, match=r"detach\(\)"):
            x.__dlpack__()
    assert ct.from_dlpack(t.detach()).data_ptr() == t.data_ptr()


# ---- lifetimes --------------------------------------------------------------


def test_a_capsule_is_consumed_once() -> None:
    for version in VERSIONS:
        capsule = ct.ones(2).__dlpack__(max_version=version)
        t = ct.from_dlpack(capsule)
        with pytest.raises(RuntimeError, match="only once"):
            ct.from_dlpack(capsule)
        assert t.tolist() == [1, 1]


def test_a_capsule_never_consumed_frees_its_tensor() -> None:
    for version in VERSIONS:
        a = np.ones(100)
        gone = weakref.ref(a)
        capsule = ct.from_numpy(a).__dlpack__(max_version=version)
        del a
        assert gone() is not None
        del capsule
        assert gone() is None


@pytest.mark.parametrize("versioned", [False, True])
def test_the_deleter_runs_once_when_the_last_view_dies(versioned: bool) -> None:
    exporter = Exporter(versioned)
    t = ct.from_dlpack(exporter)
    view = t[1:]
    assert view.tolist() == [1, 2, 3]
    exporter.memory[1] = 9
    assert view[0] == 9
    del t
    assert exporter.deleted == 0
    del view
    assert exporter.deleted == 1


def test_our_deleter_may_run_on_any_thread() -> None:
    for version in VERSIONS[:2]:
        a = np.ones(1000)
        gone = weakref.ref(a)
        capsule = ct.from_numpy(a).__dlpack__(max_version=version)
        del a
        name, form = name_of(capsule), Versioned if version else Managed
        struct = form.from_address(pointer_of(capsule, name))
        deleter = struct.deleter  # ctypes lets go of the interpreter lock to call it
        rename = ctypes.pythonapi.PyCapsule_SetName
        rename.argtypes = (ctypes.py_object, ctypes.c_char_p)
        used = b"used_" + name
        assert rename(capsule, used) == 0
        thread = threading.Thread(target=deleter, args=(ctypes.pointer(struct),))
        thread.start()
        thread.join()
        assert gone() is None
        del capsule


def test_set_data_does_not_pull_memory_away() -> None:
    t = ct.ones(1000)
    other = ct.from_dlpack(t)
    t.data = ct.zeros(1)
    del t
    gc.collect()
    junk = [ct.zeros(1000) for _ in range(10)]
    assert (other == 1).all()
    del junk


def test_no_reference_leaks() -> None:
    t = ct.ones(2)
    before = sys.getrefcount(t)
    for _ in range(100):
        ct.from_dlpack(t)
        t.__dlpack__()
        np.from_dlpack(t)
    assert sys.getrefcount(t) == before


# ---- bad exporters ----------------------------------------------------------


@pytest.mark.parametrize("versioned", [False, True])
@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"device_type": 2}, BufferError),
        ({"device_type": -1}, BufferError),
        ({"ndim": -1}, BufferError),
        ({"ndim": 65}, BufferError),
        ({"ndim": 2**31 - 1}, BufferError),
        ({"code": 99}, BufferError),
        ({"bits": 3}, BufferError),
        ({"lanes": 0}, BufferError),
        ({"lanes": 4}, BufferError),
        ({"shape": None}, BufferError),
        ({"data": None}, ValueError),
        ({"byte_offset": 2**64 - 1}, BufferError),
        ({"sizes": (-1,)}, RuntimeError),
        ({"sizes": (2**62, 4), "ndim": 2}, RuntimeError),
        ({"sizes": (2**62, 0, 4), "ndim": 3}, RuntimeError),
        ({"steps": (2**62,)}, BufferError),
        ({"sizes": (2**40,), "steps": (2**30,)}, RuntimeError),
    ],
)
def test_structs_that_lie(versioned: bool, fields: dict, error) -> None:
    exporter = Exporter(versioned, **fields)
    with pytest.raises(error):
        ct.from_dlpack(exporter)
    assert exporter.deleted == 0  # the capsule still owns it


def test_good_structs_of_odd_form() -> None:
    assert ct.from_dlpack(Exporter(strides=None)).tolist() == [0, 1, 2, 3]
    assert ct.from_dlpack(Exporter(byte_offset=8)).tolist() == [2, 3, 4, 5]
    assert ct.from_dlpack(Exporter(ndim=0, shape=None, strides=None)).item() == 0
    assert ct.from_dlpack(Exporter(sizes=(0,), data=None)).shape == (0,)
    assert ct.from_dlpack(Exporter(steps=(0,))).tolist() == [0, 0, 0, 0]
    assert ct.from_dlpack(Exporter(device_type=3)).device.type == "cpu"
    unaligned = Exporter(byte_offset=1, sizes=(2,))
    assert ct.from_dlpack(unaligned).data_ptr() % 4 == 0
    assert unaligned.deleted == 1
    with pytest.raises(ValueError, match="copy=None"):
        ct.from_dlpack(Exporter(byte_offset=1, sizes=(2,)), copy=False)


def test_a_newer_major_version_is_refused() -> None:
    exporter = Exporter(versioned=True, major=2)
    with pytest.raises(BufferError, match=r"version 1\.x, got 2\."):
        ct.from_dlpack(exporter)
    assert exporter.deleted == 0


@pytest.mark.parametrize("value", [5, None, "dltensor", [1, 2], object()])
def test_no_exporter(value) -> None:
    with pytest.raises(TypeError, match="expected an object with __dlpack__"):
        ct.from_dlpack(value)


def exporter_class(device, export) -> object:
    """An exporter with these two methods."""
    methods = {"__dlpack_device__": lambda _: device(), "__dlpack__": export}
    return type("Bad", (), methods)()


def fail(*_, **__):
    raise ZeroDivisionError("dead")


@pytest.mark.parametrize(
    ("device", "export", "error"),
    [
        (fail, fail, ZeroDivisionError),
        (lambda: (1, 0), fail, ZeroDivisionError),
        (lambda: (2, 0), fail, BufferError),
        (lambda: (1,), fail, ValueError),
        (lambda: 1, fail, TypeError),
        (lambda: ("a", 0), fail, TypeError),
        (lambda: (2**70, 0), fail, OverflowError),
        (lambda: (1, 0), lambda _, **__: None, TypeError),
        (lambda: (1, 0), lambda _, **__: 5, TypeError),
        (lambda: (1, 0), lambda _, wrong: None, TypeError),
    ],
)
def test_exporters_that_fail(device, export, error) -> None:
    with pytest.raises(error):
        ct.from_dlpack(exporter_class(device, export))


def test_an_exporter_without_keywords() -> None:
    t = ct.arange(3)
    old = exporter_class(lambda: (1, 0), lambda _: t.__dlpack__())
    assert ct.from_dlpack(old).data_ptr() == t.data_ptr()
    assert ct.from_dlpack(old, copy=True).data_ptr() != t.data_ptr()


def test_a_foreign_capsule() -> None:
    memory = ctypes.create_string_buffer(64)
    for name in (b"something", b"used_dltensor", None):
        capsule = new_capsule(ctypes.addressof(memory), name, None)
        with pytest.raises(RuntimeError, match="capsule"):
            ct.from_dlpack(capsule)


@pytest.mark.parametrize("version", [(1,), (1, 2, 3), 1, "ab", (2**70, 0), (None, 0)])
def test_bad_versions(version) -> None:
    with pytest.raises((TypeError, ValueError, OverflowError)):
        ct.ones(2).__dlpack__(max_version=version)


def test_as_tensor_and_asarray_take_exporters() -> None:
    exporter = Exporter()
    t = ct.as_tensor(exporter)
    exporter.memory[0] = 5
    assert t[0] == 5
    assert ct.asarray(exporter).tolist() == [5, 1, 2, 3]
    assert ct.tensor([exporter, exporter]).shape == (2, 4)


def test_torchs_names() -> None:
    from ctensor.utils.dlpack import from_dlpack, to_dlpack

    t = ct.ones(2)
    assert from_dlpack(to_dlpack(t)).data_ptr() == t.data_ptr()
