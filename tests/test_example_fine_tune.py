"""examples/fine_tune.py on weights that it made in PyTorch 2.13: files/mnist_cnn.pt."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from example_runs import EXAMPLES, goes_on

WEIGHTS = Path(__file__).parent / "files" / "mnist_cnn.pt"

pytest.importorskip("tqdm", reason="for the progress bar")
pytest.importorskip("matplotlib", reason="for the picture")
pytest.importorskip("sklearn", reason="for the digits")


@pytest.mark.slow
def test_fine_tuning_trains_and_goes_on_exactly(tmp_path):
    printed = goes_on(
        *("fine_tune", tmp_path, "accuracy.png", "epoch"),
        *("--weights", str(WEIGHTS), "--epochs", "8"),
    )
    assert "30 digits to learn from, 1767 to test" in printed
    came, new, tuned = (float(x) for x in re.findall(r"accuracy (\S+)", printed))
    assert came == pytest.approx(0.6276, abs=0.002)  # what PyTorch reads with them
    assert tuned > came + 0.1
    assert tuned > new


def test_fine_tuning_needs_weights():
    command = [sys.executable, str(EXAMPLES / "fine_tune.py")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "expected --make or --weights" in done.stderr
