"""Types: mypy --strict and pyright on the package, its examples, and users' scripts."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "tests" / "typing"


def marked(path: Path) -> set[int]:
    """The lines of a script that a checker is to mark."""
    lines = path.read_text().splitlines()
    return {i for i, line in enumerate(lines, 1) if line.endswith("# error")}


def run(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode in (0, 1), done.stderr  # 1: there is something to report
    return done.stdout


def mypy(*paths: Path) -> list[tuple[str, int, str]]:
    """File, line and message of every error."""
    text = run("mypy", "--strict", "--no-error-summary", *map(str, paths))
    found = re.findall(r"^(\S+?):(\d+): error: (.*)$", text, re.M)
    return [(Path(file).name, int(line), message) for file, line, message in found]


def pyright(*paths: Path) -> list[tuple[str, int, str]]:
    """File, line and message of every error."""
    options = ["--outputjson", "--pythonpath", sys.executable]
    report = json.loads(run("basedpyright", *options, *map(str, paths)))
    assert report["summary"]["filesAnalyzed"] > 0
    return [
        (
            Path(entry["file"]).name,
            entry["range"]["start"]["line"] + 1,
            entry["message"],
        )
        for entry in report["generalDiagnostics"]
        if entry["severity"] == "error"
    ]


each_checker = pytest.mark.parametrize("check", [mypy, pyright])


@each_checker
@pytest.mark.slow
def test_package_and_examples_are_clean(check) -> None:
    assert check(ROOT / "ctensor", ROOT / "examples") == []


@each_checker
def test_scripts_of_users_are_clean(check) -> None:
    assert check(*sorted(SCRIPTS.glob("passes_*.py"))) == []


@pytest.mark.parametrize("name", ["passes_script", "passes_tensors"])
def test_scripts_of_users_run(name, tmp_path) -> None:
    script = SCRIPTS / f"{name}.py"
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@each_checker
def test_mistakes_are_marked_and_nothing_else(check) -> None:
    script = SCRIPTS / "fails.py"
    assert len(marked(script)) > 20
    assert {line for _, line, _ in check(script)} == marked(script)
