"""examples/series_lstm.py on waves: a short run, one that is resumed, a wheel."""

import gzip
import re
import zipfile

import numpy as np
import pytest
from example_runs import goes_on, run

pytest.importorskip("tqdm", reason="for the progress bar")
pytest.importorskip("matplotlib", reason="for the picture")


@pytest.fixture
def series(tmp_path):
    """Waves whose height changes, which no sum of a few months forecasts exactly."""
    t = np.arange(1500)
    noise = np.random.default_rng(0).standard_normal(1500)
    height = 60 + 30 * np.sin(t / 400)
    numbers = np.abs(height * (1 + np.sin(t / 8)) + 3 * noise)
    path = tmp_path / "series.txt.gz"
    path.write_bytes(gzip.compress(" ".join(f"{x:.1f}" for x in numbers).encode()))
    return path


def errors(printed):
    found = re.findall(r"error of (.+) (\S+), of numbers", printed)
    return {name: float(error) for name, error in found}


@pytest.mark.slow
def test_series_trains_and_goes_on_exactly(series, tmp_path):
    printed = goes_on(
        *("series_lstm", tmp_path, "forecast.png", "epoch"),
        *("--series", str(series), "--epochs", "4"),
    )
    assert "1200 months to train, 300 to test" in printed
    found = errors(printed)
    assert found["the LSTM"] < 0.8 * found["the last year repeated"]


@pytest.mark.slow
def test_series_of_a_wheel(series, tmp_path):
    wheel = tmp_path / "pmdarima-0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.write(series, "pmdarima/datasets/data/sunspots.txt.gz")
    options = ("--series", str(wheel), "--epochs", "1")
    printed = run("series_lstm", tmp_path / "out", "forecast.png", *options)
    assert len(errors(printed)) == 3
