"""Readers of data sets as files, on small files made here."""

import gzip
import struct

import numpy as np
import pytest

import ctensor as ct
from ctensor.utils.data import DataLoader
from ctensor.utils.data.readers import (
    ImageFolder,
    read_cifar,
    read_csv,
    read_idx,
    read_mnist,
)


def idx(array, kind):
    shape = struct.pack(f">{array.ndim}I", *array.shape)
    return bytes([0, 0, kind, array.ndim]) + shape + array.tobytes()


@pytest.mark.parametrize(
    ("kind", "dtype", "expected"),
    [
        (0x08, "u1", ct.uint8),
        (0x09, "i1", ct.int8),
        (0x0B, ">i2", ct.int16),
        (0x0C, ">i4", ct.int32),
        (0x0D, ">f4", ct.float32),
        (0x0E, ">f8", ct.float64),
    ],
)
def test_idx_of_every_dtype(tmp_path, kind, dtype, expected):
    array = np.arange(24).reshape(2, 3, 4).astype(dtype)
    (tmp_path / "a").write_bytes(idx(array, kind))
    (tmp_path / "a.gz").write_bytes(gzip.compress(idx(array, kind)))
    for name in ("a", "a.gz"):
        found = read_idx(tmp_path / name)
        assert found.dtype == expected and found.tolist() == array.tolist()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "expected an idx file"),
        (b"\0\0\x07\x01" + bytes(8), "expected an idx file"),
        (b"\1\0\x08\x01" + bytes(8), "expected an idx file"),
        (b"\0\0\x08\x03" + bytes(8), "expected an idx file"),
        (b"\0\0\x08\x01\0\0\0\x05" + bytes(4), "expected 5 bytes for shape"),
        (b"\0\0\x08\x02" + b"\xff" * 8, "bytes for shape"),
    ],
)
def test_idx_that_is_none(tmp_path, data, message):
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(ValueError, match=message):
        read_idx(tmp_path / "a")


@pytest.mark.parametrize("dot", "-.")
def test_mnist(tmp_path, dot):
    images = np.random.randint(0, 256, (7, 28, 28)).astype("u1")
    labels = np.arange(7).astype("u1")
    name = tmp_path / f"train-images{dot}idx3-ubyte"
    name.write_bytes(idx(images, 8))
    packed = gzip.compress(idx(labels, 8))
    (tmp_path / f"train-labels{dot}idx1-ubyte.gz").write_bytes(packed)
    data = read_mnist(tmp_path)
    x, y = next(iter(DataLoader(data, 7)))
    assert x.tolist() == images.tolist() and y.tolist() == labels.tolist()
    assert (x.dtype, y.dtype) == (ct.uint8, ct.int64)
    with pytest.raises(FileNotFoundError, match="t10k-images"):
        read_mnist(tmp_path, train=False)


@pytest.mark.parametrize("classes", [10, 100])
def test_cifar(tmp_path, classes):
    images = np.random.randint(0, 256, (6, 3, 32, 32)).astype("u1")
    labels = np.arange(6).astype("u1")
    heads = [labels] if classes == 10 else [labels + 50, labels]
    records = np.concatenate([*(h[:, None] for h in heads), images.reshape(6, -1)], 1)
    paths = [tmp_path / "a.bin", tmp_path / "b.bin"]
    paths[0].write_bytes(records[:4].tobytes())
    paths[1].write_bytes(records[4:].tobytes())
    data = read_cifar(paths, classes)
    assert data.tensors[0].tolist() == images.tolist()
    assert data.tensors[1].tolist() == labels.tolist()
    assert len(read_cifar(str(paths[1]), classes)) == 2
    paths[0].write_bytes(b"abc")
    with pytest.raises(ValueError, match="expected records of"):
        read_cifar(paths[0], classes)
    with pytest.raises(ValueError, match="10 or 100 classes"):
        read_cifar(paths, 7)


def test_csv(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('x,n,name\n1.5,1,"a, b"\n,2,c\n-3e2,3,\n')
    data = read_csv(path)
    np.testing.assert_array_equal(data.columns["x"], [1.5, np.nan, -300])
    assert data.columns["n"].tolist() == [1, 2, 3]
    assert data.columns["n"].dtype == ct.int64
    assert data[0]["name"] == "a, b" and data[2]["name"] == ""
    assert list(read_csv(path, columns=["n"]).columns) == ["n"]
    path.write_text("1;2\n3;4\n")
    assert read_csv(path, delimiter=";", header=False)[1]["1"].item() == 4
    batch = next(iter(DataLoader(read_csv(path, None, ";", False), 2)))
    assert {k: v.tolist() for k, v in batch.items()} == {"0": [1, 3], "1": [2, 4]}
    for text, message in (
        ("a,b\n1\n", "expected 2 entries, got 1 in row 2"),
        ("", "got no line"),
    ):
        path.write_text(text)
        with pytest.raises(ValueError, match=message):
            read_csv(path)
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ValueError, match="expected columns of"):
        read_csv(path, columns=["c"])


def test_image_folder(tmp_path):
    image = pytest.importorskip("PIL.Image")
    pixels = np.random.randint(0, 256, (5, 4, 3)).astype("u1")
    for name in ("b/1.png", "a/2.png", "a/deep/3.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        image.fromarray(pixels).save(tmp_path / name)
    (tmp_path / "a" / "notes.txt").write_text("no image")
    data = ImageFolder(tmp_path)
    assert data.classes == ["a", "b"] and data.class_to_idx == {"a": 0, "b": 1}
    assert data.targets == [0, 0, 1] and len(data) == 3
    x, y = data[2]
    assert x.tolist() == pixels.transpose(2, 0, 1).tolist() and y == 1
    batch, labels = next(iter(DataLoader(data, 3)))
    assert batch.shape == (3, 3, 5, 4) and labels.tolist() == [0, 0, 1]
    scaled = ImageFolder(tmp_path, lambda t: t / 255, lambda n: -n, loader=None)
    assert scaled[2][0].max() <= 1 and scaled[2][1] == -1
    assert ImageFolder(tmp_path, loader=len)[0][0] == len(data.samples[0][0])
    (tmp_path / "b" / "notes.txt").write_text("no image")
    text = ImageFolder(tmp_path, is_valid_file=lambda p: p.endswith(".txt"))
    assert len(text) == 2
    (tmp_path / "c").mkdir()
    with pytest.raises(FileNotFoundError, match="no valid file for the class c"):
        ImageFolder(tmp_path)
    with pytest.raises(FileNotFoundError, match="any class folder"):
        ImageFolder(tmp_path / "c")
