"""tools/gpu_check.py and the example of devices, on the emulated device."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.cuda
ROOT = Path(__file__).resolve().parent.parent


def run(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"CTENSOR_CUDA": "emulate"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_table_of_times() -> None:
    lines = run("tools/gpu_check.py", "--emulate", "--quick", "--only", "time")
    head, names, *rows = lines.splitlines()
    assert head.startswith("emulated: a copy runs at ")
    assert names.split()[0] == "ctensor"
    assert rows[0].split()[0] == "copy"
    assert rows[0].endswith("100%")
    assert rows[-1].split()[0] == "matmul"
    assert len(rows) == 12


def test_the_example() -> None:
    lines = run("examples/devices.py").splitlines()
    assert lines == ["made on cpu", "computed on cuda:0", "the result is 83.0"]
