"""How the tests of examples that train run them, in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def run(name: str, output: Path, picture: str, *options: str) -> str:
    """What examples/`name`.py prints; the bar ended, and the picture is there."""
    command = [sys.executable, "-W", "error", str(EXAMPLES / f"{name}.py")]
    beside = os.environ | {"PYTHONSAFEPATH": ""}  # examples import what lies beside
    done = subprocess.run(
        [*command, "--output", str(output), *options],
        env=beside,
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    assert "training: 100%" in done.stderr  # the progress bar
    assert (output / picture).read_bytes().startswith(b"\x89PNG")
    return done.stdout


def goes_on(name: str, folder: Path, picture: str, unit: str, *options: str) -> str:
    """What a whole run prints, with whose end one that was resumed ends."""
    whole = run(name, folder / "whole", picture, *options)
    run(name, folder / "parts", picture, *options, "--stop-after", "2")
    rest = run(name, folder / "parts", picture, *options)
    assert f"going on after {unit} 2" in rest
    assert rest.splitlines()[-1] == whole.splitlines()[-1]
    return whole
