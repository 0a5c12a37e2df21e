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
from collections.abc import Iterator
from typing import IO, Any

import ctensor as ct
from ctensor import _C
from ctensor.serialization.common import damaged

__all__ = ["Reader", "Writer", "is_archive", "replaced"]

ALIGNMENT = 64
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
ENTRY = struct.Struct("<4s6H3L5H2L")  # of the directory
LIMIT = 0xFFFFFFFF  # stands for what is not below it, which is in an extra field
ZIP64_FROM = 1 << 31  # bytes of a record: zipfile, which reads them, wants it early
FIRST_DAY = 1 << 5 | 1  # 1980-01-01
UNIX = 3 << 8
CHUNK = 1 << 19  # bytes that stay in the second cache


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
        check(name, _C._checksum(data), entry.CRC)
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
            crc = _C._checksum(part[:got], crc)
            done += got
        check(name, crc, entry.CRC)
        return data


def check(name: str, found: int, stored: int) -> None:
    """The checksum that the archive has of a record."""
    if found != stored:
        raise damaged(f"the checksum of record {name!r} does not fit")


class Writer:
    """An archive that is written record by record.

    The format is PKWARE's APPNOTE.TXT 6.3. zipfile would compute zlib's checksums.
    """

    def __init__(self, file: IO[bytes], stem: str) -> None:
        self.file = file
        self.stem = stem
        self.entries: list[bytes] = []  # of the directory
        try:
            self.place = file.tell()
        except (AttributeError, OSError):  # a pipe
            self.place = 0

    def put(self, data: bytes | memoryview) -> None:
        """Write further bytes."""
        self.file.write(data)
        self.place += len(data)

    def write(self, name: str, data: bytes | ct.Tensor) -> None:
        """One record; of a tensor, all bytes of its storage."""
        if isinstance(data, ct.Tensor):
            view = _C._storage_bytes(data).numpy().data
        else:
            view = memoryview(data)
        full = f"{self.stem}/{name}".encode()
        start, size, crc = self.place, view.nbytes, _C._checksum(view)
        zip64 = size >= ZIP64_FROM
        version = 45 if zip64 or start >= LIMIT else 20
        flags = 0 if full.isascii() else 0x800  # UTF-8
        kept = LIMIT if zip64 else size
        common = version, flags, 0, 0, FIRST_DAY, crc, kept, kept, len(full)
        extra = struct.pack("<2H2Q", 1, 16, size, size) if zip64 else b""
        fill = -(start + LOCAL_HEADER.size + len(full) + len(extra) + 4) % ALIGNMENT
        extra += struct.pack("<2sH", b"FB", fill) + b"Z" * fill  # PyTorch's padding
        self.put(LOCAL_HEADER.pack(b"PK\3\4", *common, len(extra)) + full + extra)
        for at in range(0, size, CHUNK):
            self.put(view[at : at + CHUNK])
        far = start >= LIMIT
        wide = [size, size] * zip64 + [start] * far
        extra = (
            struct.pack(f"<2H{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
        )
        rest = len(extra), 0, 0, 0, 0o600 << 16, LIMIT if far else start
        entry = ENTRY.pack(b"PK\1\2", UNIX | version, *common, *rest)
        self.entries.append(entry + full + extra)

    def close(self) -> None:
        """Write the directory."""
        start, count = self.place, len(self.entries)
        self.put(b"".join(self.entries))
        size, end = self.place - start, self.place
        if start >= LIMIT or size >= LIMIT or count >= 0xFFFF:
            self.put(
                struct.pack(
                    "<4sQ2H2L4Q4sLQL",
                    *(b"PK\6\6", 44, UNIX | 45, 45, 0, 0, count, count, size, start),
                    *(b"PK\6\7", 0, end, 1),
                )
            )
        count = min(count, 0xFFFF)
        self.put(
            struct.pack(
                "<4s4H2LH",
                *(b"PK\5\6", 0, 0, count, count),
                *(min(size, LIMIT), min(start, LIMIT), 0),
            )
        )


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
