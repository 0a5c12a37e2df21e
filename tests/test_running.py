"""How the tests themselves run: a hang ends, and --op picks what concerns one op."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HANG = """
import threading

def test_hangs():
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()

def test_others():
    pass
"""


def run(*arguments: str) -> subprocess.CompletedProcess:
    environment = {k: v for k, v in os.environ.items() if "PYTEST" not in k}
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
    )


@pytest.mark.parametrize("processes", ["0", "1"])
def test_a_test_that_hangs_is_ended(processes: str, tmp_path) -> None:
    """By the process's end: its other tests run where there is another process."""
    (tmp_path / "test_it.py").write_text(HANG)
    options = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path)]
    options += ["-n", processes, "-o", "faulthandler_timeout=1", str(tmp_path)]
    done = run(*options)
    assert done.returncode == 1
    assert "Timeout (0:00:01)!" in done.stderr
    assert "in test_hangs" in done.stderr
    if processes == "1":
        assert "1 failed, 1 passed" in done.stdout
        assert "test_it.py::test_hangs" in done.stdout


def picked(op: str) -> list[str]:
    done = run("--op", op, "--collect-only", "-p", "no:xdist", "tests")
    assert done.returncode == 0, done.stdout
    return [line for line in done.stdout.split("\n") if "::" in line]


def test_an_op_has_its_tests() -> None:
    """Of each kind, those of its parts too, and none of another op."""
    found = picked("clamp")
    for test in (
        "test_table.py::test_value[clamp_both-",
        "test_table.py::test_gradient_and_second_gradient[clamp_both-",
        "test_table_samples.py::test_sample[clamp-0-bfloat16]",
        "test_table_samples.py::test_sample_in_place[clamp-0-float32]",
        "test_meta.py::test_samples[clamp-",
        "test_replay.py::test_sample[clamp-",
        "test_table_faults.py::test_memory_that_runs_out[clamp-",
        "test_numpy_functions.py::test_gradients[",
        "test_bad_input.py::test_hostile_arguments[clamp]",
        "test_hostile_code.py::test_every_row_with_hostile_code_in_it[clamp]",
    ):
        assert any(test in line for line in found), test
    assert not [line for line in found if "cumsum" in line]


def test_an_op_that_is_none_is_an_error() -> None:
    done = run("--op", "clampp", "--collect-only", "tests/test_table.py")
    assert done.returncode == 4
    assert "no op is called 'clampp'" in done.stderr
