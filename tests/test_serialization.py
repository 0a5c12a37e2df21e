"""`save` and `load`: PyTorch's files both ways, other formats, and hostile files."""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import random
import struct
import subprocess
import sys
import zipfile
import zlib
from collections import Counter, OrderedDict, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ctensor as ct
from ctensor.serialization import UnpicklingError, _archive

DTYPES = [
    ct.bool, ct.uint8, ct.int8, ct.uint16, ct.int16, ct.uint32, ct.int32, ct.uint64,
    ct.int64, ct.float16, ct.bfloat16, ct.float32, ct.float64, ct.complex64,
    ct.complex128,
]  # fmt: skip
FROM_PYTORCH = Path(__file__).parent / "files" / "pytorch.pt"  # written by PyTorch 2.13


def again(obj: Any, **options: Any) -> Any:
    """What comes back of an object."""
    file = io.BytesIO()
    ct.save(obj, file)
    file.seek(0)
    return ct.load(file, **options)


def same(a: ct.Tensor, b: ct.Tensor) -> bool:
    return a.dtype == b.dtype and a.shape == b.shape and bool((a == b).all())


# ---- what comes back ----------------------------------------------------------


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)], ids=str)
def test_every_dtype(dtype: ct.dtype, shape: tuple[int, ...]) -> None:
    x = (ct.rand(shape) * 10).to(dtype)
    back = again(x)
    assert same(x, back)
    assert back.stride() == x.stride()
    assert back.is_leaf and back._base is None


@pytest.mark.parametrize(
    "obj",
    [
        None, True, 0, -1, 255, 256, 65535, 65536, 2**31, -(2**31) - 1, 2**70,
        -(2**2000), 1.5, float("inf"), 1j, "", "text", "\ud800", "x" * 300, b"", b"ab",
        b"x" * 300, (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], [[1], [2]], {},
        {"a": 1},
        {1: {2: {3: 4}}}, set(), {1, 2}, frozenset({1}), bytearray(b"ab"),
        slice(1, 2, 3), OrderedDict(a=1), Counter("aab"), ct.Size([1, 2]), ct.float32,
        ct.uint16, ct.device("cpu"), ct.device("cuda", 1), list(range(3000)),
        {str(i): i for i in range(3000)},
    ],
    ids=lambda o: f"{type(o).__name__}-{str(o)[:20]!r}",
)  # fmt: skip
@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_objects(obj: Any, protocol: int) -> None:
    file = io.BytesIO()
    ct.save(obj, file, pickle_protocol=protocol)
    file.seek(0)
    back = ct.load(file)
    assert back == obj
    assert type(back) is type(obj)


def test_default_dict() -> None:
    back = again(defaultdict(list, a=[1]))
    assert back["b"] == [] and back["a"] == [1]


def test_one_object_stays_one() -> None:
    x, names = ct.ones(2), ["a"]
    a, b, c, d = again((x, x, names, names))
    assert a is b and c is d
    loop: list[Any] = []
    loop.append(loop)
    assert (back := again(loop))[0] is back


def test_memory_stays_shared() -> None:
    base = ct.arange(6)
    a, b = again((base.reshape(2, 3).t(), base[1:]))
    assert a.untyped_storage() == b.untyped_storage()
    a[0, 1] = 77
    assert b.tolist() == [1, 2, 77, 4, 5]


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6.0)[::-1],
        np.arange(12).reshape(3, 4)[:, ::-2],
        np.frombuffer(bytes(range(9)), np.uint8)[1:].view(np.int32),
    ],
    ids=["reversed", "reversed columns", "odd place"],
)
def test_memory_of_others(array: np.ndarray[Any, Any]) -> None:
    back = again(ct.asarray(array))
    assert np.array_equal(back.numpy(), array)
    back.add_(0)  # writable


def test_expanded_memory_stays_small() -> None:
    file = io.BytesIO()
    ct.save(ct.ones(1).expand(1 << 20), file)
    assert len(file.getvalue()) < 5000
    file.seek(0)
    assert ct.load(file).stride() == (0,)


def test_gradients_and_parameters() -> None:
    w = ct.ones(2, requires_grad=True)
    y, back = again((w * 2, w))
    assert back.requires_grad and back.is_leaf
    assert y.requires_grad and y.is_leaf and y.grad_fn is None
    p = ct.nn.Parameter(ct.ones(2), requires_grad=False)
    p.note = "kept"
    q = again(p)
    assert type(q) is ct.nn.Parameter and q.note == "kept" and not q.requires_grad


def test_training_goes_on_from_a_checkpoint(tmp_path: Path) -> None:
    def start() -> tuple[Any, Any]:
        ct.manual_seed(0)
        model = ct.nn.Sequential(ct.nn.Linear(3, 4), ct.nn.Tanh(), ct.nn.Linear(4, 1))
        return model, ct.optim.Adam(model.parameters(), lr=0.1)

    def step(model: Any, optimizer: Any) -> float:
        optimizer.zero_grad()
        loss = (model(ct.ones(2, 3)) ** 2).sum()
        loss.backward()
        optimizer.step()
        return loss.item()

    model, optimizer = start()
    step(model, optimizer)
    path = tmp_path / "checkpoint.pt"
    ct.save({"model": model.state_dict(), "optimizer": optimizer.state_dict()}, path)
    expected = [step(model, optimizer) for _ in range(3)]
    model, optimizer = start()
    loaded = ct.load(path)
    model.load_state_dict(loaded["model"])
    optimizer.load_state_dict(loaded["optimizer"])
    assert [step(model, optimizer) for _ in range(3)] == expected


def test_meta_tensors() -> None:
    x = ct.empty(1 << 40, device="meta", requires_grad=True)
    back = again(x)
    assert back.device.type == "meta" and back.shape == x.shape and back.requires_grad


# ---- PyTorch's files ------------------------------------------------------------


@pytest.mark.parametrize("mmap", [False, True])
@pytest.mark.parametrize("weights_only", [False, True])
def test_a_file_of_pytorch(mmap: bool, weights_only: bool) -> None:
    got = ct.load(FROM_PYTORCH, mmap=mmap, weights_only=weights_only)
    assert got["transposed"].tolist() == [[0, 3], [1, 4], [2, 5]]
    assert got["transposed"].untyped_storage() == got["shared"].untyped_storage()
    assert got["parameter"].note == "kept"
    assert isinstance(got["parameter"], ct.nn.Parameter)
    assert same(got["uint16"], ct.tensor([1, 65535], dtype=ct.uint16))
    assert got["dtype"] is ct.float32 and got["device"] == ct.device("cpu")
    assert got["size"] == ct.Size([1, 2]) and isinstance(got["size"], ct.Size)
    assert got["conj"].tolist() == [1 - 2j]
    assert same(got["bfloat16"], ct.tensor([1.5], dtype=ct.bfloat16))
    assert same(got["half"], ct.tensor(0.5, dtype=ct.float16))
    assert got["empty"].shape == (0, 3)
    assert (got["bytes"], got["big"], got["set"]) == (b"ab", 2**70, {1})
    assert got["grad"].requires_grad
    assert list(got["state"])[:2] == ["0.weight", "0.bias"]
    ct.nn.Sequential(ct.nn.Linear(2, 3)).load_state_dict(
        {name: t for name, t in got["state"].items() if name[0] == "0"}
    )


def test_the_format_is_pytorchs(tmp_path: Path) -> None:
    """Names, order, alignment and the pickle's names are what PyTorch reads."""
    path = tmp_path / "model.v1.pt"
    ct.save([ct.ones(3), ct.ones(2, dtype=ct.uint16)], path)
    with zipfile.ZipFile(path) as archive, open(path, "rb") as file:
        names = archive.namelist()
        for entry in archive.infolist():
            assert entry.compress_type == zipfile.ZIP_STORED
            file.seek(entry.header_offset + 26)
            sizes = struct.unpack("<2H", file.read(4))
            assert (entry.header_offset + 30 + sum(sizes)) % 64 == 0
        text = archive.read("model.v1/data.pkl")
    assert names[0] == "model.v1/data.pkl"
    assert {"model.v1/data/0", "model.v1/data/1", "model.v1/version"} < set(names)
    for name in (
        b"torch._utils\n_rebuild_tensor_v2\n", b"torch\nFloatStorage\n",
        b"torch._utils\n_rebuild_tensor_v3\n", b"torch.storage\nUntypedStorage\n",
        b"torch\nuint16\n",
    ):  # fmt: skip
        assert name in text


@pytest.mark.parametrize("n", [0, 1, 63, 127, 128, 129, 1000, 65535, 65536, 100_001])
def test_checksums_are_those_of_archives(n: int) -> None:
    data = random.Random(n).randbytes(n)
    assert ct._C._checksum(data) == zlib.crc32(data)
    assert ct._C._checksum(memoryview(data), 7) == zlib.crc32(data, 7)
    x = ct.frombuffer(bytearray(data), dtype=ct.uint8) if n else ct.empty(0)
    assert ct._C._checksum(x.numpy()) == zlib.crc32(data)


@pytest.mark.parametrize("arguments", [(), (b"", 0, 0), ("text",), (b"", "text"), (3,)])
def test_checksums_of_what_is_no_bytes(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        ct._C._checksum(*arguments)


def check_archive(text: bytes, want: ct.Tensor) -> None:
    """zipfile and the loader read it, and find no fault."""
    with zipfile.ZipFile(io.BytesIO(text)) as archive:
        assert archive.testzip() is None
        (data,) = (n for n in archive.namelist() if n.endswith("data/0"))
        assert archive.read(data) == want.numpy().tobytes()
    assert same(ct.load(io.BytesIO(text)), want)


@pytest.mark.parametrize("n", [10, (1 << 17) - 1, 1 << 17, (1 << 17) + 1, 300_000])
def test_records_of_some_pieces(n: int) -> None:
    """A piece has half a megabyte."""
    file, x = io.BytesIO(), ct.rand(n)
    ct.save(x, file)
    check_archive(file.getvalue(), x)


@pytest.mark.parametrize("far", [False, True])
@pytest.mark.parametrize("large", [False, True])
def test_large_records_and_far_ones(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, large: bool, far: bool
) -> None:
    """Sizes and places of 64 bits, of a file with a hole of 4 GiB."""
    if large:
        monkeypatch.setattr(_archive, "ZIP64_FROM", 100)
    path, x, start = tmp_path / "x.pt", ct.rand(1000), (1 << 32) - 1000 if far else 0
    with open(path, "wb") as file:
        file.seek(start)
        ct.save(x, file)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert (archive.infolist()[-1].header_offset >= 1 << 32) == far
    with open(path, "rb") as file:
        file.seek(start)
        assert same(ct.load(file), x)


def test_into_a_pipe_and_behind_other_bytes() -> None:
    x = ct.rand(100)
    read, write = os.pipe()
    with open(write, "wb") as file:
        ct.save(x, file)
    with open(read, "rb") as file:
        check_archive(file.read(), x)
    behind = io.BytesIO(b"some bytes")
    behind.seek(0, os.SEEK_END)
    ct.save(x, behind)
    with zipfile.ZipFile(behind) as archive:
        assert archive.testzip() is None


def test_names_that_are_not_ascii(tmp_path: Path) -> None:
    path, x = tmp_path / "größe.pt", ct.rand(3)
    ct.save(x, path)
    with zipfile.ZipFile(path) as archive:
        assert "größe/data/0" in archive.namelist()
    assert same(ct.load(path), x)


def test_the_other_byte_order() -> None:
    file = io.BytesIO()
    ct.save([ct.tensor([1, 2]), ct.tensor([1 + 2j])], file)
    swapped = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(swapped, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("byteorder"):
                data = b"big"
            elif name.endswith("data/0"):
                data = np.frombuffer(data, np.int64).byteswap().tobytes()
            elif name.endswith("data/1"):
                data = np.frombuffer(data, np.float32).byteswap().tobytes()
            new.writestr(name, data)
    swapped.seek(0)
    ints, complexes = ct.load(swapped)
    assert ints.tolist() == [1, 2] and complexes.tolist() == [1 + 2j]


# ---- paths, files, devices ------------------------------------------------------


def test_mapped_memory_is_read_late_and_not_written_back(tmp_path: Path) -> None:
    path = tmp_path / "x.pt"
    ct.save(ct.arange(1000), path)
    before = path.read_bytes()
    x = ct.load(path, mmap=True)
    x += 1
    assert x[0] == 1 and x.sum() == sum(range(1000)) + 1000
    assert path.read_bytes() == before
    with pytest.raises(ValueError, match="expected a path"):
        ct.load(io.BytesIO(before), mmap=True)


def test_a_failing_save_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x.pt"
    ct.save(1, path)
    with pytest.raises((pickle.PicklingError, AttributeError)):
        ct.save([ct.ones(3), lambda: 0], path)
    assert ct.load(path) == 1
    assert os.listdir(tmp_path) == ["x.pt"]


def test_modes_and_links_of_paths(tmp_path: Path) -> None:
    path, link = tmp_path / "x.pt", tmp_path / "link.pt"
    ct.save(1, path)
    mask = os.umask(0)
    os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~mask
    path.chmod(0o640)
    link.symlink_to(path)
    ct.save(2, link)
    assert link.is_symlink() and ct.load(path) == 2
    assert path.stat().st_mode & 0o777 == 0o640
    with pytest.raises(FileNotFoundError):
        ct.save(1, tmp_path / "no" / "x.pt")


def test_map_location() -> None:
    obj = {"x": ct.ones(2), "y": ct.zeros(3)}
    seen = []

    def where(storage: ct.Tensor, location: str) -> ct.Tensor | None:
        seen.append((storage.numel(), location))
        return storage if storage.numel() == 8 else None

    for place in ("cpu", ct.device("cpu"), {"cpu": "cpu"}, {"cuda:0": "cpu"}, where):
        got = again(obj, map_location=place)
        assert same(got["x"], ct.ones(2)) and same(got["y"], ct.zeros(3))
    assert seen == [(8, "cpu"), (12, "cpu")]
    assert again(obj, map_location="meta")["x"].device.type == "meta"


def test_tensors_of_a_device_that_is_not_there() -> None:
    text = TENSOR % (b"K\x02", b"K\x00", b"K\x02\x85", b"K\x01\x85")
    text = text.replace(b"X\x03\x00\x00\x00cpu", b"X\x06\x00\x00\x00cuda:0")
    data = {"0": struct.pack("<2f", 1, 2)}
    if not ct.cuda.is_available():
        with pytest.raises(RuntimeError, match="map_location='cpu'"):
            ct.load(with_pickle(text, **data))
    for place in ("cpu", {"cuda:0": "cpu"}, lambda storage, location: storage):
        assert ct.load(with_pickle(text, **data), place).tolist() == [1, 2]

    def refuse(storage: ct.Tensor, location: str) -> ct.Tensor:
        raise KeyError(location)

    with pytest.raises(KeyError, match="cuda:0"):
        ct.load(with_pickle(text, **data), refuse)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: ct.save(1, 5), TypeError, "expected a path or a file, got int"),
        (lambda: ct.load(5), TypeError, "expected a path or a file that can seek"),
        (lambda: ct.load("/nowhere/x.pt"), FileNotFoundError, "nowhere"),
        (lambda: ct.load(io.BytesIO(b"")), UnpicklingError, "expected a zip archive"),
        (lambda: ct.save(1, io.BytesIO(), pickle_protocol=1), ValueError, "got 1"),
        (lambda: ct.save(1, io.BytesIO(), os), ValueError, "pickle_module"),
        (lambda: ct.save(1, io.BytesIO(), pickle, 2, False), ValueError, "zip format"),
        (
            lambda: ct.load(FROM_PYTORCH, pickle_module=pickle),
            RuntimeError,
            "no pickle_",
        ),
    ],
)
def test_bad_arguments(call: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        call()


# ---- other formats --------------------------------------------------------------


@pytest.mark.parametrize("dtype", [d for d in DTYPES if d != ct.bfloat16], ids=str)
def test_npy_and_npz(tmp_path: Path, dtype: ct.dtype) -> None:
    x = (ct.rand(3, 4) * 10).to(dtype).t()
    ct.save(x, tmp_path / "x.npy")
    ct.save({"a": x, "b": x[0]}, tmp_path / "x.npz")
    assert np.array_equal(np.load(tmp_path / "x.npy"), x.numpy())
    for mmap in (False, True):
        assert same(ct.load(tmp_path / "x.npy", mmap=mmap), x)
    got = ct.load(tmp_path / "x.npz")
    assert list(got) == ["a", "b"] and same(got["a"], x) and same(got["b"], x[0])


def test_npz_that_numpy_has_compressed(tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "x.npz", a=np.zeros(1000), b=np.arange(3))
    got = ct.load(tmp_path / "x.npz")
    assert got["a"].shape == (1000,) and got["b"].tolist() == [0, 1, 2]


@pytest.mark.parametrize("dtype", [d for d in DTYPES if d != ct.complex128], ids=str)
@pytest.mark.parametrize("shape", [(), (0, 2), (2, 3)], ids=str)
def test_safetensors(tmp_path: Path, dtype: ct.dtype, shape: tuple[int, ...]) -> None:
    x = (ct.rand(shape) * 10).to(dtype)
    ct.save({"x": x, "t": x.T if x.ndim == 2 else x}, tmp_path / "x.safetensors")
    got = ct.load(tmp_path / "x.safetensors")
    assert same(got["x"], x) and got["t"].shape == (x.T if x.ndim == 2 else x).shape


@pytest.mark.parametrize(
    ("name", "obj", "words"),
    [
        ("x.npy", [1], "expected a tensor"),
        ("x.npy", ct.ones(1, dtype=ct.bfloat16), "NumPy has"),
        ("x.npz", ct.ones(1), "expected a dict"),
        ("x.safetensors", [ct.ones(1)], "expected a dict"),
        ("x.safetensors", {"a": 1}, "got int"),
        ("x.safetensors", {"a": ct.ones(1, dtype=ct.complex128)}, "complex128"),
    ],
)
def test_what_a_format_cannot_hold(
    tmp_path: Path, name: str, obj: Any, words: str
) -> None:
    with pytest.raises(TypeError, match=words):
        ct.save(obj, tmp_path / name)
    assert os.listdir(tmp_path) == []


def test_npy_that_claims_more_than_it_has(tmp_path: Path) -> None:
    for shape in ("(1000000000000,)", "(3, -1)", "(3,)"):
        header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}\n"
        text = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode()
        (tmp_path / "x.npy").write_bytes(text + bytes(16))
        with pytest.raises(UnpicklingError):
            ct.load(tmp_path / "x.npy")
    np.save(tmp_path / "y.npy", np.array([object()]), allow_pickle=True)
    with pytest.raises(UnpicklingError, match="numbers"):
        ct.load(tmp_path / "y.npy")


HEADER = r"""
import sys, tracemalloc
import numpy as np
import ctensor as ct
from ctensor.serialization import UnpicklingError, _archive
np.save(sys.argv[1], np.zeros(1))
ct.load(sys.argv[1])  # what is imported at the first use
tracemalloc.start()
for version in (1, 2, 3, 89):
    with open(sys.argv[1], "wb") as file:
        file.write(b"\x93NUMPY" + bytes([version, 0]) + b"\xff" * 4 + bytes(50))
    try:
        ct.load(sys.argv[1])
    except UnpicklingError as error:
        assert "header" in str(error), error
    else:
        raise AssertionError(f"version {version} is loaded")
    print(tracemalloc.get_traced_memory()[1])
"""


def test_a_header_of_npy_is_not_longer_than_the_file(tmp_path: Path) -> None:
    """In a process of its own, as tracemalloc leaves memory behind."""
    command = [sys.executable, "-c", HEADER]
    done = subprocess.run(
        [*command, str(tmp_path / "x.npy")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    peaks = list(map(int, done.stdout.split()))
    assert len(peaks) == 4 and max(peaks) < 1 << 20


# ---- hostile files --------------------------------------------------------------


def with_pickle(text: bytes, **records: bytes) -> io.BytesIO:
    """An archive around a pickle."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("archive/data.pkl", text)
        for key, data in records.items():
            archive.writestr(f"archive/data/{key}", data)
    file.seek(0)
    return file


class Evil:
    """Runs a command where an unpickler calls what it is told."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, ("touch /tmp/ctensor-was-here",)


def test_nothing_is_executed() -> None:
    with pytest.raises(UnpicklingError, match=r"names posix\.system"):
        again(Evil())
    assert not os.path.exists("/tmp/ctensor-was-here")


class Point:
    """A class of the user's."""

    def __init__(self, x: int) -> None:
        self.x = x


def test_classes_of_the_user() -> None:
    with pytest.raises(UnpicklingError, match="Point"):
        again(Point(3))
    with ct.serialization.safe_globals([Point]):
        assert again(Point(3)).x == 3
        assert ct.serialization.get_safe_globals() == [Point]
    with pytest.raises(UnpicklingError, match="Point"):
        again(Point(3))
    assert again(Point(3), weights_only=False).x == 3
    ct.serialization.add_safe_globals([(Point, "elsewhere.Dot")])
    text = b"\x80\x02celsewhere\nDot\nK\x05\x85R."
    assert ct.load(with_pickle(text)).x == 5
    ct.serialization.clear_safe_globals()
    assert ct.serialization.get_safe_globals() == []


def test_whole_modules_need_trust() -> None:
    model = ct.nn.Linear(2, 1)
    with pytest.raises(UnpicklingError, match="Linear"):
        again(model)
    back = again(model, weights_only=False)
    assert same(back.weight, model.weight)


TENSOR = (
    b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\n"
    b"FloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpu%btQ%b%b%b\x89}tR."
)


@pytest.mark.parametrize(
    ("numel", "offset", "size", "stride"),
    [
        (b"K\x03", b"K\x00", b"K\x02\x85", b"K\x01\x85"),
        (b"\x8a\x05\x00\x00\x00\x00\x01", b"K\x00", b"K\x02\x85", b"K\x01\x85"),
        (b"J\xff\xff\xff\xff", b"K\x00", b"K\x02\x85", b"K\x01\x85"),
        (b"K\x02", b"K\x01", b"K\x02\x85", b"K\x01\x85"),
        (b"K\x02", b"J\xff\xff\xff\xff", b"K\x02\x85", b"K\x01\x85"),
        (b"K\x02", b"K\x00", b"K\x02\x85", b"K\x02\x85"),
        (b"K\x02", b"K\x00", b"K\x02\x85", b"J\xff\xff\xff\xff\x85"),
        (b"K\x02", b"K\x00", b"K\x02\x85", b")"),
        (b"K\x02", b"K\x00", b"\x8a\x08" + b"\xff" * 7 + b"\x7f\x85", b"K\x01\x85"),
        (b"K\x02", b"\x8a\x08" + b"\xff" * 7 + b"\x7f", b"K\x02\x85", b"K\x01\x85"),
        (b"K\x02", b"K\x00", b"J\xff\xff\xff\xff\x85", b"K\x01\x85"),
        (b"K\x02", b"N", b"N", b"N"),
        (b"N", b"K\x00", b"K\x02\x85", b"K\x01\x85"),
    ],
)
def test_tensors_that_reach_beyond_their_storage(
    numel: bytes, offset: bytes, size: bytes, stride: bytes
) -> None:
    good = TENSOR % (b"K\x02", b"K\x00", b"K\x02\x85", b"K\x01\x85")
    two = struct.pack("<2f", 1, 2)
    assert ct.load(with_pickle(good, **{"0": two})).tolist() == [1, 2]
    text = TENSOR % (numel, offset, size, stride)
    with pytest.raises(UnpicklingError):
        ct.load(with_pickle(text, **{"0": two}))


@pytest.mark.parametrize(
    "text",
    [
        b"", b"\x80", b"\x80\x02", b".", b"0.", b"1.", b"(.", b"\x80\x63.", b"e.",
        b"t.", b"R.", b"b.", b"]}R.", b"(K\x01u.", b"}(K\x01u.", b"}(]K\x01u.",
        b"](K\x01u.", b"h\x00.", b"j\x00\x00\x00\x00.", b"q\x00.", b"Q.", b"NQ.",
        b"\x85.", b"\x87.", b"B\xff\xff\xff\xff.",
        b"\x8e\xff\xff\xff\xff\xff\xff\xff\x7f.", b"X\x01\x00\x00",
        b"X\x01\x00\x00\x00\xff.", b"\x8b\xff\xff\xff\x7f.", b"\x8b\xff\xff\xff\xff.",
        b"cos\nsystem\n.", b"c\n\n.", b"cos", b"NN\x93.",
        b"c__builtin__\nset\nK\x05\x85R.", b"c__builtin__\nlist\n)R.",
        b"c__builtin__\nbytearray\nJ\xff\xff\xff\x7f\x85R.",
        b"c__builtin__\nset\n)\x81}b.", b"N)\x81.", b"ctorch\nSize\n]\x85b.",
        b"\x90.", b"(\x90.", b"\x8f(]\x90.", b"](a.", b"N}b.", b"i", b"P0\n.",
        b"I5\n.", b"V\n.", b"ctorch\ndevice\nX\x02\x00\x00\x00xx\x85R.",
        b"(" * 5000 + b".", b"ctorch._utils\n_rebuild_parameter\nK\x01\x88}\x87R.",
        b"ctorch._utils\n_rebuild_tensor_v2\nNK\x00K\x00\x87R.",
        b"ctorch._utils\n_rebuild_qtensor\n)R.", b"ctorch\nload\n)R.",
        b"ccollections\nOrderedDict\n)R}K\x01K\x02sb.",
    ],
)  # fmt: skip
def test_pickles_that_nobody_writes(text: bytes) -> None:
    with pytest.raises(UnpicklingError):
        ct.load(with_pickle(text))


def test_a_large_memo_costs_nothing() -> None:
    assert ct.load(with_pickle(b"Nr\xff\xff\xff\xff.")) is None


def test_deep_nesting() -> None:
    back = ct.load(with_pickle(b"]" * 100_000 + b"a" * 99_999 + b"."))
    for _ in range(99_999):
        (back,) = back
    assert back == []


def test_damaged_records() -> None:
    file = io.BytesIO()
    ct.save(ct.arange(100.0), file)
    text = file.getvalue()
    place = text.index(np.arange(100.0, dtype=np.float32).tobytes())
    broken = bytearray(text)
    broken[place + 50] ^= 1
    with pytest.raises(UnpicklingError, match="checksum"):
        ct.load(io.BytesIO(bytes(broken)))
    with zipfile.ZipFile(io.BytesIO(text)) as old:
        again = io.BytesIO()
        with zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(name, old.read(name))
    again.seek(0)
    with pytest.raises(UnpicklingError, match="compressed"):
        ct.load(again)


def test_truncated_files() -> None:
    text = FROM_PYTORCH.read_bytes()
    for n in range(0, len(text), 7):
        with pytest.raises(UnpicklingError):
            ct.load(io.BytesIO(text[:n]))


@pytest.mark.parametrize("seed", range(8))
def test_mutated_files(seed: int) -> None:
    """Every byte may change: an error of ours, or an object, and nothing else."""
    rng, text = random.Random(seed), FROM_PYTORCH.read_bytes()
    with zipfile.ZipFile(FROM_PYTORCH) as archive:
        inner = archive.read(archive.namelist()[0])
        records = {
            n.split("data/")[1]: archive.read(n)
            for n in archive.namelist()
            if "/data/" in n
        }
    for _ in range(400):
        outer, pickled = bytearray(text), bytearray(inner)
        for _ in range(rng.randint(1, 4)):
            outer[rng.randrange(len(outer))] = rng.randrange(256)
            pickled[rng.randrange(len(pickled))] = rng.randrange(256)
        for file in (io.BytesIO(bytes(outer)), with_pickle(bytes(pickled), **records)):
            with contextlib.suppress(UnpicklingError):
                ct.load(file)
