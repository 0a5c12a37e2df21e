"""SummaryWriter: events as the tensorboard package reads them back."""

import sys

import numpy as np
import pytest

import ctensor as ct
from ctensor.utils import tensorboard
from ctensor.utils.tensorboard import SummaryWriter


def test_without_the_package_the_error_says_what_to_do(monkeypatch, tmp_path):
    for name in [n for n in sys.modules if n.split(".")[0] == "tensorboard"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "tensorboard", None)
    with pytest.raises(ImportError, match="pip install tensorboard"):
        SummaryWriter(tmp_path)
    assert tensorboard.__all__ == ["SummaryWriter"]


def events(folder):
    """Steps and values of each tag, of all files below the folder."""
    loader = pytest.importorskip(
        "tensorboard.backend.event_processing.event_file_loader"
    )
    found = {}
    for path in sorted(folder.rglob("events*")):
        for event in loader.LegacyEventFileLoader(str(path)).Load():
            for value in event.summary.value:
                found.setdefault(value.tag, []).append((event.step, value))
    return found


@pytest.fixture
def writer(tmp_path):
    pytest.importorskip("tensorboard")
    with SummaryWriter(tmp_path, filename_suffix=".x", purge_step=3) as made:
        yield made


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_scalars(writer, tmp_path):
    for step, value in enumerate((1.5, ct.tensor(2.5), np.float32(3.5))):
        writer.add_scalar("loss", value, step)
    writer.add_scalar("new", 1.0, 4, new_style=True)
    writer.add_scalar("double", 0.1, 4, double_precision=True)
    writer.add_scalars("both", {"train": 1.0, "test": ct.tensor(2.0)}, 7)
    writer.flush()
    found = events(tmp_path)
    assert [(s, v.simple_value) for s, v in found["loss"]] == [
        (0, 1.5), (1, 2.5), (2, 3.5)
    ]  # fmt: skip
    assert found["double"][0][1].tensor.double_val == [0.1]
    assert sorted(v.simple_value for _, v in found["both"]) == [1.0, 2.0]
    assert writer.get_logdir() == str(tmp_path)
    with pytest.raises(ValueError, match="expected one number"):
        writer.add_scalar("x", ct.ones(2))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_histograms(writer, tmp_path):
    values = ct.randn(1000)
    writer.add_histogram("h", values, 2)
    writer.add_histogram("equal", ct.ones(5))
    writer.add_histogram("few", values.bfloat16(), max_bins=5)
    writer.add_histogram("auto", values, bins="auto")
    writer.flush()
    found = events(tmp_path)
    for tag in ("h", "few", "auto"):
        histogram = found[tag][0][1].histo
        assert sum(histogram.bucket) == histogram.num == 1000
    assert len(found["few"][0][1].histo.bucket) <= 5
    assert found["h"][0][1].histo.max == values.max().item()
    assert sum(found["equal"][0][1].histo.bucket) == 5
    for bad in (ct.ones(0), ct.tensor([1.0, float("nan")])):
        with pytest.raises(ValueError, match="expected finite values"):
            writer.add_histogram("x", bad)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_images_figures_and_text(writer, tmp_path):
    image = pytest.importorskip("PIL.Image")
    import io

    pixels = ct.rand(3, 4, 5)
    writer.add_image("chw", pixels)
    writer.add_image("hwc", pixels.permute(1, 2, 0), dataformats="HWC")
    writer.add_image("gray", (pixels[0] * 255).round().to(ct.uint8), dataformats="HW")
    writer.add_images("grid", ct.rand(5, 1, 4, 5))
    writer.add_text("note", "some *text*", 1)
    figure = pytest.importorskip("matplotlib.figure").Figure(figsize=(1, 2), dpi=50)
    writer.add_figure("figure", figure, close=False)
    writer.flush()
    found = events(tmp_path)

    def read(tag):
        data = found[tag][0][1].image.encoded_image_string
        return np.array(image.open(io.BytesIO(data)))

    expected = (pixels.permute(1, 2, 0).numpy() * 255).round().astype("u1")
    assert read("chw").tolist() == read("hwc").tolist() == expected.tolist()
    assert read("gray").tolist() == expected[:, :, 0].tolist()
    assert read("grid").shape == (8, 15) and read("figure").shape == (100, 50, 3)
    text = found["note/text_summary"][0][1]
    assert text.tensor.string_val == [b"some *text*"]
    assert text.metadata.plugin_data.plugin_name == "text"
    for bad, dims in ((pixels, "HW"), (pixels, "ABC"), (ct.rand(2, 4, 5), "CHW")):
        with pytest.raises(ValueError, match="add_image: expected"):
            writer.add_image("x", bad, dataformats=dims)
    with pytest.raises(ValueError, match="add_images: expected"):
        writer.add_images("x", pixels, dataformats="CHW")
    with pytest.raises(NotImplementedError, match="no graphs for TensorBoard"):
        writer.add_graph(None)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_hparams(writer, tmp_path):
    writer.add_hparams(
        {"lr": 0.1, "layers": 2, "name": "a", "bias": True},
        {"accuracy": ct.tensor(0.5)},
        {"name": ["a", "b"], "bias": [True, False], "layers": [1, 2]},
        run_name="first",
    )
    writer.flush()
    found = events(tmp_path / "first")
    assert found["accuracy"][0][1].simple_value == 0.5
    assert {"_hparams_/experiment", "_hparams_/session_start_info"} <= set(found)
    with pytest.raises(ValueError, match="expected lr to be a bool"):
        writer.add_hparams({"lr": [1]}, {})
