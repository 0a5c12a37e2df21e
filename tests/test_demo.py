"""The main job, as `make demo` runs it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

DEMO = Path(__file__).resolve().parent.parent / "examples" / "demo.py"

pytest.importorskip("sklearn", reason="the demo's data come with scikit-learn")


@pytest.mark.slow
def test_demo(tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "error", str(DEMO)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    text = done.stdout
    assert "1348 digits to train, 449 to test" in text
    accuracy = float(re.search(r"test accuracy (\S+)", text)[1])
    assert accuracy >= 0.97
    before = re.search(r"weight, before: (.*)", text)[1]
    after = re.search(r"after training: *(.*)", text)[1]
    assert before != after
    assert re.search(r"time per step: \d+ us\n$", text)
    assert "40/40" in done.stderr  # the progress bar
    for name in ("loss.png", "misread.png"):
        picture = (tmp_path / "demo-output" / name).read_bytes()
        assert picture.startswith(b"\x89PNG")
