"""The container of a `.pt` file: a zip archive of stored records.

Records are never compressed and begin at multiples of 64 bytes, so that memory can be
read into place, or mapped. Sizes and places come from the file and are checked against
its length before anything is allocated.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

import ctensor as ct
from ctensor import _C
from ctensor.serialization.common import damaged

__all__ = ["Reader", "Writer", "is_archive", "replaced"]

ALIGNMENT = 64
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
CHUNK = 1 << 24


def is_archive(file: IO[bytes]) -> bool:
    """Does a zip record begin here? The place in the file is kept."""
    start = file.tell()
    magic = file.read(4)
    file.seek(start)
    return magic == b"PK\x03\x04"


class Reader:
    """The records of an archive, by their names without the archive's own."""

    def __init__(self, file: IO[bytes], mapped: bool) -> None:
        self.file = file
        try:
            directory = zipfile.ZipFile(file).infolist()
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            OSError,
            ValueError,
            struct.error,
        ) as error:
            raise damaged(str(error)) from None
        self.size = file.seek(0, os.SEEK_END)
        self.records = {e.filename.partition("/")[2]: e for e in directory}
        self.memory = (
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) if mapped else None
        )

    def place_of(self, name: str) -> tuple[int, zipfile.ZipInfo]:
        """Where the record's bytes begin, and its entry in the directory."""
        entry = self.records.get(name)
        if entry is None:
            raise damaged(f"there is no record {name!r}")
        if not 0 <= entry.header_offset <= self.size:
            raise damaged(f"record {name!r} is not in the file")
        self.file.seek(entry.header_offset)
        header = self.file.read(LOCAL_HEADER.size)
        if len(header) < LOCAL_HEADER.size or header[:4] != b"PK\x03\x04":
            raise damaged(f"record {name!r} has no header")
        *_, name_size, extra_size = LOCAL_HEADER.unpack(header)
        start = entry.header_offset + LOCAL_HEADER.size + name_size + extra_size
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1:
            raise damaged(f"record {name!r} is compressed or encrypted")
        if start + entry.file_size > self.size:
            raise damaged(f"record {name!r} reaches beyond the file's end")
        return start, entry

    def size_of(self, name: str) -> int:
        """The bytes of a record, which the file is known to have."""
        return self.place_of(name)[1].file_size

    def bytes_of(self, name: str) -> bytes:
        """A small record as bytes."""
        start, entry = self.place_of(name)
        self.file.seek(start)
        data = self.file.read(entry.file_size)
        check(name, zlib.crc32(data), entry.CRC)
        return data

    def tensor_of(self, name: str) -> ct.Tensor:
        """A record as a uint8 tensor: mapped, or read straight into its memory."""
        start, entry = self.place_of(name)
        n = entry.file_size
        if self.memory is not None and n and start % ALIGNMENT == 0:
            return ct.frombuffer(self.memory, dtype=ct.uint8, count=n, offset=start)
        data = ct.empty(n, dtype=ct.uint8)
        view, done, crc = data.numpy().data, 0, 0
        self.file.seek(start)
        while done < n:
            part = view[done : done + CHUNK]
            got = self.file.readinto(part)  # type: ignore[attr-defined]
            if not got:
                raise damaged(f"record {name!r} ends early")
            crc = zlib.crc32(part[:got], crc)
            done += got
        check(name, crc, entry.CRC)
        return data


def check(name: str, found: int, stored: int) -> None:
    """The checksum that the archive has of a record."""
    if found != stored:
        raise damaged(f"the checksum of record {name!r} does not fit")


class Writer:
    """An archive that is written record by record."""

    def __init__(self, file: IO[bytes], stem: str) -> None:
        self.zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True)
        self.stem = stem

    def write(self, name: str, data: bytes | ct.Tensor) -> None:
        """One record; of a tensor, all bytes of its storage."""
        entry = zipfile.ZipInfo(f"{self.stem}/{name}", (1980, 1, 1, 0, 0, 0))
        if isinstance(data, ct.Tensor):
            view = _C._storage_bytes(data).numpy().data
        else:
            view = memoryview(data)
        entry.file_size = view.nbytes
        entry.extra = self.padding(entry)
        with self.zip.open(entry, "w", force_zip64=view.nbytes >= 1 << 31) as record:
            for start in range(0, view.nbytes, CHUNK):
                record.write(view[start : start + CHUNK])

    def padding(self, entry: zipfile.ZipInfo) -> bytes:
        """An extra field, PyTorch's "FB", as long as brings the data to a multiple."""
        zip64 = 20 if entry.file_size >= 1 << 31 else 0
        fixed = LOCAL_HEADER.size + len(entry.filename.encode()) + zip64 + 4
        fill = -(self.position() + fixed) % ALIGNMENT
        return struct.pack("<2sH", b"FB", fill) + b"Z" * fill

    def position(self) -> int:
        """Where the next header will begin, counted from the archive's start."""
        return self.zip.start_dir

    def close(self) -> None:
        """Write the directory."""
        self.zip.close()


@contextlib.contextmanager
def replaced(path: str) -> Iterator[IO[bytes]]:
    """A new file beside `path` that takes its place at the end, or is removed.

    A path that is a device or a pipe is written as it is; a link stays one.
    """
    path = os.path.realpath(path)
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as file:
            yield file
        return
    folder = os.path.dirname(path)
    handle, name = tempfile.mkstemp(prefix=".ctensor-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        os.chmod(name, _mode_of(path))
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _mode_of(path: str) -> Any:
    """The permissions of the file, or those that a new one gets."""
    try:
        return os.stat(path).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
