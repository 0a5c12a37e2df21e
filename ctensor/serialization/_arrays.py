"""Files of arrays by suffix: NumPy's `.npy` and `.npz`, and `.safetensors`."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from typing import IO, Any

import numpy as np

import ctensor as ct
from ctensor.serialization.common import MapLocation, UnpicklingError, damaged

__all__ = ["READERS", "WRITERS", "moved"]


def moved(loaded: Any, map_location: MapLocation) -> Any:
    """On the device of map_location: such files know none of their own."""
    if map_location is None:
        return loaded
    if not isinstance(map_location, (str, ct.device)):
        raise TypeError("load: expected map_location to be a device for such a file")
    if isinstance(loaded, dict):
        return {name: t.to(map_location) for name, t in loaded.items()}
    return loaded.to(map_location)


def _array(t: Any) -> np.ndarray[Any, Any]:
    if isinstance(t, ct.Tensor):
        if t.dtype == ct.bfloat16:
            raise TypeError(
                "save: expected a dtype that NumPy has, got ctensor.bfloat16"
            )
        return t.detach().numpy()
    return np.asarray(t)


def _tensors(obj: Any, suffix: str) -> dict[str, Any]:
    if not isinstance(obj, dict) or not all(isinstance(name, str) for name in obj):
        raise TypeError(f"save: expected a dict of tensors for {suffix}")
    return obj


# ---- NumPy's ------------------------------------------------------------------


def write_npy(obj: Any, file: IO[bytes]) -> None:
    """One tensor or array."""
    if not isinstance(obj, (ct.Tensor, np.ndarray)):
        raise TypeError(f"save: expected a tensor for .npy, got {type(obj).__name__}")
    np.save(file, _array(obj), allow_pickle=False)


def write_npz(obj: Any, file: IO[bytes]) -> None:
    """A dict of tensors, not compressed."""
    arrays = {name: _array(t) for name, t in _tensors(obj, ".npz").items()}
    np.savez(file, **arrays)  # type: ignore[arg-type]  # pyright: ignore


def _check_header(file: IO[bytes], size: int) -> None:
    """NumPy allocates what the header says of its own length. The place is kept."""
    start = file.tell()
    head = file.read(12)  # magic, version, a length of 2 bytes, from version 2 on of 4
    length = int.from_bytes(head[8 : 10 if head[6:7] == b"\1" else 12], "little")
    if length > size:
        raise damaged("the array's header ends early")
    file.seek(start)


def _check_npy(file: IO[bytes], size: int) -> None:
    """Do `size` bytes from here hold what the header claims? The place is kept."""
    _check_header(file, size)
    start = file.tell()
    try:
        version = np.lib.format.read_magic(file)
        read = {1: np.lib.format.read_array_header_1_0}.get(
            version[0], np.lib.format.read_array_header_2_0
        )
        shape, _, dtype = read(file)
    except ValueError as error:
        raise UnpicklingError(f"load: {error}") from None
    count = 1
    for n in shape:
        count *= n
    if dtype.hasobject or min(shape, default=0) < 0:
        raise UnpicklingError("load: expected an array of numbers")
    if file.tell() - start + count * dtype.itemsize > size:
        raise damaged("the array ends early")
    file.seek(start)


def read_npy(file: IO[bytes], mapped: bool) -> ct.Tensor:
    """One array; mapped, it stays in the file, and writes to it do not reach it."""
    start = file.tell()
    _check_npy(file, file.seek(0, os.SEEK_END) - file.seek(start))
    if mapped:
        return ct.from_numpy(np.load(file.name, mmap_mode="c"))
    return ct.from_numpy(np.load(file, allow_pickle=False))


def read_npz(file: IO[bytes], mapped: bool) -> dict[str, ct.Tensor]:
    """All arrays of the archive, by name."""
    tensors = {}
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                with archive.open(entry) as record:
                    _check_npy(record, entry.file_size)
                    array = np.lib.format.read_array(record, allow_pickle=False)
                tensors[entry.filename.removesuffix(".npy")] = ct.from_numpy(array)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise damaged(str(error)) from None
    return tensors


# ---- safetensors --------------------------------------------------------------

SAFETENSORS = {
    "F64": ct.float64,
    "F32": ct.float32,
    "F16": ct.float16,
    "BF16": ct.bfloat16,
    "I64": ct.int64,
    "I32": ct.int32,
    "I16": ct.int16,
    "I8": ct.int8,
    "U64": ct.uint64,
    "U32": ct.uint32,
    "U16": ct.uint16,
    "U8": ct.uint8,
    "BOOL": ct.bool,
    "C64": ct.complex64,
}


def _library() -> Any:
    try:
        import safetensors
    except ImportError:
        raise ImportError(
            "expected the package safetensors for such a file: pip install safetensors"
        ) from None
    return safetensors


def write_safetensors(obj: Any, file: IO[bytes]) -> None:
    """A dict of tensors, each with memory of its own in the file."""
    library, kept, described = _library(), [], {}
    for name, t in _tensors(obj, ".safetensors").items():
        if not isinstance(t, ct.Tensor) or t.dtype not in SAFETENSORS.values():
            kind = t.dtype if isinstance(t, ct.Tensor) else type(t).__name__
            raise TypeError(f"save: expected tensors for .safetensors, got {kind}")
        kept.append(t.detach().cpu().contiguous())
        described[name] = library.TensorSpec(
            dtype=str(t.dtype).partition(".")[2],
            shape=list(t.shape),
            data_ptr=kept[-1].data_ptr(),
            data_len=t.numel() * t.element_size(),
        )
    file.write(library.serialize(described))


def read_safetensors(file: IO[bytes], mapped: bool) -> dict[str, ct.Tensor]:
    """All tensors of the file, by name."""
    library = _library()
    try:
        found = library.deserialize(file.read())
    except library.SafetensorError as error:
        raise UnpicklingError(f"load: {error}") from None
    tensors = {}
    for name, entry in found:
        dtype = SAFETENSORS.get(entry["dtype"])
        if dtype is None:
            raise UnpicklingError(f"load: {name!r} has the dtype {entry['dtype']}")
        size = tuple(entry["shape"])
        data = np.frombuffer(entry["data"], dtype=np.uint8)
        tensors[name] = ct.from_numpy(data).view(dtype).view(size)
    return tensors


READERS: dict[str, Callable[[IO[bytes], bool], Any]] = {
    ".npy": read_npy,
    ".npz": read_npz,
    ".safetensors": read_safetensors,
}
WRITERS: dict[str, Callable[[Any, IO[bytes]], None]] = {
    ".npy": write_npy,
    ".npz": write_npz,
    ".safetensors": write_safetensors,
}
