"""The programs of examples/, as they are and under the name torch."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def run(name: str, as_torch: bool, tmp_path: Path) -> str:
    """The output of an example; with `as_torch`, after renaming ct to torch in it."""
    source = (EXAMPLES / f"{name}.py").read_text()
    if as_torch:
        source = source.replace("import ctensor as ct", "import ctensor as torch")
        source = re.sub(r"\bct\.", "torch.", source)
        assert not re.search(r"\bct\b", source)
    program = tmp_path / f"{name}.py"
    program.write_text(source)
    done = subprocess.run(
        [sys.executable, "-W", "error", str(program)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


both_names = pytest.mark.parametrize("as_torch", [False, True], ids=["ct", "torch"])


@both_names
def test_gradient(as_torch, tmp_path):
    assert run("gradient", as_torch, tmp_path) == "tensor(7.)\ntensor(2.)\n"


@both_names
def test_devices(as_torch, tmp_path):
    lines = run("devices", as_torch, tmp_path).splitlines()
    assert lines[0] == "made on cpu"
    assert lines[-2].startswith(("computed on cpu", "computed on cuda"))
    assert lines[-1] == "the result is 83.0"


@both_names
def test_numpy_exchange(as_torch, tmp_path):
    lines = run("numpy_exchange", as_torch, tmp_path).splitlines()
    assert lines[:2] == ["[[10. 11. 12.]", " [13. 14. 15.]]"]
    assert lines[2] == "tensor([[-1., 11., 12.],"
    assert lines[4:] == [
        "tensor([[0., 5.],",
        "        [7., 0.]])",
        "[[0. 5.]",
        " [7. 0.]]",
        "[1. 2. 3.]",
    ]


@both_names
def test_linear_adam(as_torch, tmp_path):
    text = run("linear_adam", as_torch, tmp_path)
    losses = [float(x) for x in re.findall(r"loss (\S+)", text)]
    assert len(losses) == 5
    assert losses[0] > 1
    assert losses[-1] < 1e-4
    assert re.search(r"time per step: \d+ us\n$", text)
