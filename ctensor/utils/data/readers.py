"""Readers of data sets as files: MNIST's idx, CIFAR's binary, CSV, folders of images.

Nothing is downloaded. What is read is checked against its own headers and sizes before
memory is taken for it.
"""

from __future__ import annotations

import csv
import gzip
import struct
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import ctensor as ct
from ctensor.utils.data.dataset import ColumnDataset, Dataset, TensorDataset

__all__ = ["ImageFolder", "read_cifar", "read_csv", "read_idx", "read_mnist"]

# The third byte of an idx file: the dtype of its elements, which are big-endian.
_IDX = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


def _bytes(path: str | Path) -> bytes:
    """The file's content, unpacked where its name ends in .gz."""
    path = Path(path)
    return (
        gzip.decompress(path.read_bytes())
        if path.suffix == ".gz"
        else path.read_bytes()
    )


def read_idx(path: str | Path) -> ct.Tensor:
    """The tensor in an idx file, as those of MNIST, packed (.gz) or not.

    Source of the format: http://yann.lecun.com/exdb/mnist/. Raises ValueError for a
    file that is none, or has another size than it says.
    """
    data = _bytes(path)
    kind, ndim = (data[2], data[3]) if len(data) >= 4 else (0, 0)
    if data[:2] != b"\0\0" or kind not in _IDX or len(data) < 4 + 4 * ndim:
        raise ValueError(f"read_idx: {path}: expected an idx file, got {data[:4]!r}")
    shape = struct.unpack(f">{ndim}I", data[4 : 4 + 4 * ndim])
    dtype = np.dtype(_IDX[kind])
    size = dtype.itemsize
    for n in shape:
        size *= n
    if len(data) - 4 - 4 * ndim != size:
        raise ValueError(
            f"read_idx: {path}: expected {size} bytes for shape {shape}, got "
            f"{len(data) - 4 - 4 * ndim}"
        )
    array = np.frombuffer(data, dtype, offset=4 + 4 * ndim).reshape(shape)
    return ct.from_numpy(array.astype(dtype.newbyteorder("=")))


def read_mnist(folder: str | Path, train: bool = True) -> TensorDataset:
    """MNIST's, or a like data set's, images and labels from its idx files.

    `folder` holds "train-images-idx3-ubyte", "train-labels-idx1-ubyte" and the same
    with "t10k" for `train=False`, packed (.gz) or not; "." in place of the "-" before
    "idx" is taken too. Images are uint8 (N, 28, 28), labels int64 (N). Raises
    FileNotFoundError.
    """
    part = "train" if train else "t10k"
    images = read_idx(_found(folder, f"{part}-images", "idx3-ubyte"))
    labels = read_idx(_found(folder, f"{part}-labels", "idx1-ubyte"))
    return TensorDataset(images, labels.to(ct.int64))


def _found(folder: str | Path, stem: str, kind: str) -> Path:
    """The file of this name in one of its spellings."""
    names = [f"{stem}{dot}{kind}{end}" for dot in "-." for end in ("", ".gz")]
    for name in names:
        if (path := Path(folder) / name).exists():
            return path
    raise FileNotFoundError(f"read_mnist: expected one of {names} in {folder}")


def read_cifar(
    paths: str | Path | Iterable[str | Path], classes: int = 10
) -> TensorDataset:
    """Images and labels of CIFAR's binary files ("data_batch_1.bin", ...).

    Images are uint8 (N, 3, 32, 32), labels int64 (N): of CIFAR-100 (`classes=100`) the
    fine ones. Source of the format: https://www.cs.toronto.edu/~kriz/cifar.html. Raises
    ValueError for a file that does not consist of such records.
    """
    if classes not in (10, 100):
        raise ValueError(f"read_cifar: expected 10 or 100 classes, got {classes}")
    head = 1 if classes == 10 else 2  # of CIFAR-100 a coarse label comes first
    size = head + 3 * 32 * 32
    parts = []
    for path in [paths] if isinstance(paths, (str, Path)) else paths:
        data = np.frombuffer(_bytes(path), np.uint8)
        if len(data) == 0 or len(data) % size:
            raise ValueError(
                f"read_cifar: {path}: expected records of {size} bytes, got "
                f"{len(data)} bytes"
            )
        parts.append(data.reshape(-1, size))
    records = np.concatenate(parts)
    images = records[:, head:].reshape(-1, 3, 32, 32)
    return TensorDataset(
        ct.from_numpy(np.ascontiguousarray(images)),
        ct.from_numpy(records[:, head - 1].astype(np.int64)),
    )


def read_csv(
    path: str | Path,
    columns: Sequence[str] | None = None,
    delimiter: str = ",",
    header: bool = True,
    encoding: str = "utf-8",
) -> ColumnDataset:
    """The table in a text file: tensors of its columns of numbers, lists of text.

    A column is int64 if all its entries are integers, else float64 if all are numbers,
    of which an empty one is NaN. Without a `header` the columns are called "0", "1",
    ...; `columns` chooses some. Raises ValueError for lines of another length and names
    that are not there.
    """
    text = _bytes(path).decode(encoding)
    lines = [row for row in csv.reader(text.splitlines(), delimiter=delimiter) if row]
    if not lines:
        raise ValueError(f"read_csv: {path}: expected a table, got no line")
    names = lines.pop(0) if header else [str(i) for i in range(len(lines[0]))]
    for number, row in enumerate(lines, 1 + header):
        if len(row) != len(names):
            raise ValueError(
                f"read_csv: {path}: expected {len(names)} entries, got {len(row)} in "
                f"row {number}"
            )
    table = dict(zip(names, map(list, zip(*lines, strict=True)), strict=False))
    table = {name: table.get(name, []) for name in names}
    if missing := set(columns or ()) - set(names):
        raise ValueError(
            f"read_csv: {path}: expected columns of {names}, got {missing}"
        )
    return ColumnDataset({name: _numbers(table[name]) for name in columns or names})


def _numbers(entries: list[str]) -> Any:
    """The entries as an array of numbers, or as they are."""
    try:
        return np.array([int(entry) for entry in entries], np.int64)
    except (ValueError, OverflowError):
        pass
    try:
        return np.array(
            [float(entry) if entry.strip() else np.nan for entry in entries]
        )
    except ValueError:
        return entries


_IMAGES = (".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp")


def _read_image(path: str) -> Any:
    """An image as RGB, by Pillow."""
    try:
        from PIL import Image
    except ImportError as error:
        raise ImportError(
            "ImageFolder: expected Pillow, got none: pip install pillow, or give a "
            "loader"
        ) from error
    with Image.open(path) as image:
        return image.convert("RGB")


class ImageFolder(Dataset[Any]):
    """Images in a folder per class: item i is (image, number of its class).

    `root/cat/1.png` is of the class "cat"; classes are numbered in alphabetical order.
    Images are uint8 tensors (3, H, W) unless `loader(path)` makes something else of a
    file; `transform` and `target_transform` are applied. Attributes `classes`,
    `class_to_idx`, `samples` (path and class) and `targets` are torchvision's. Raises
    FileNotFoundError where there are no classes, or one has no image.
    """

    def __init__(
        self,
        root: str | Path,
        transform: Callable[[Any], Any] | None = None,
        target_transform: Callable[[int], Any] | None = None,
        loader: Callable[[str], Any] | None = None,
        is_valid_file: Callable[[str], bool] | None = None,
    ) -> None:
        self.root = str(root)
        self.transform = transform
        self.target_transform = target_transform
        self.loader = loader
        self.classes = sorted(p.name for p in Path(root).iterdir() if p.is_dir())
        if not self.classes:
            raise FileNotFoundError(f"Couldn't find any class folder in {root}.")
        self.class_to_idx = {name: i for i, name in enumerate(self.classes)}
        valid = is_valid_file or (lambda path: path.lower().endswith(_IMAGES))
        self.samples = []
        for name, number in self.class_to_idx.items():
            paths = sorted(
                str(p) for p in (Path(root) / name).rglob("*") if p.is_file()
            )
            chosen = [path for path in paths if valid(path)]
            if not chosen:
                raise FileNotFoundError(f"Found no valid file for the class {name}.")
            self.samples += [(path, number) for path in chosen]
        self.imgs = self.samples
        self.targets = [number for _, number in self.samples]

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        path, target = self.samples[index]
        if self.loader is not None:
            image = self.loader(path)
        else:
            pixels = np.array(_read_image(path))
            image = ct.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1)))
        if self.transform is not None:
            image = self.transform(image)
        return image, (
            target if self.target_transform is None else self.target_transform(target)
        )

    def __len__(self) -> int:
        return len(self.samples)
