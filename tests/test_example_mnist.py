"""examples/mnist.py on a small data set: a short run, and one that is resumed."""

import re
import struct
from pathlib import Path

import numpy as np
import pytest
from example_runs import goes_on

pytest.importorskip("tqdm", reason="for the progress bar")
pytest.importorskip("matplotlib", reason="for the picture")
datasets = pytest.importorskip("sklearn.datasets", reason="for the digits")


def write_idx(path: Path, array) -> None:
    head = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    path.write_bytes(head + array.astype("u1").tobytes())


@pytest.fixture
def digits(tmp_path):
    """scikit-learn's digits, three times as large within 28 x 28, as MNIST's files."""
    data = datasets.load_digits()
    large = data.images.repeat(3, axis=1).repeat(3, axis=2) / 16 * 255
    images = np.pad(large, ((0, 0), (2, 2), (2, 2))).round()
    for part, rows in (("train", slice(0, 600)), ("t10k", slice(600, 900))):
        write_idx(tmp_path / f"{part}-images-idx3-ubyte", images[rows])
        write_idx(tmp_path / f"{part}-labels-idx1-ubyte", data.target[rows])
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("model", ["mlp", "cnn"])
def test_mnist_trains_and_goes_on_exactly(digits, model):
    printed = goes_on(
        *("mnist", digits, "curves.png", "epoch"),
        *("--data", str(digits), "--model", model, "--epochs", "12"),
    )
    assert "600 digits to train, 300 to test" in printed
    assert float(re.search(r"test accuracy (\S+)", printed)[1]) > 0.85
