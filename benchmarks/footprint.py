"""Import time, wheel size and installed size: what no worker process can time."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parent.parent
# The distributions that `pip install` of a library brings, beyond NumPy.
DISTRIBUTIONS = {
    "ctensor": ["scipy-openblas32"],
    "numpy": ["numpy"],
    "torch": ["torch", "sympy", "mpmath", "networkx", "jinja2", "fsspec", "filelock"],
}


def import_seconds(
    libraries: list[str], environment: dict[str, str], rounds: int
) -> dict[str, float]:
    """The shortest wall time of a process that imports a library and ends."""
    best = dict.fromkeys(libraries, float("inf"))
    for _ in range(rounds):
        for library in libraries:
            start = time.perf_counter()
            command = [sys.executable, "-c", f"import {library}"]
            subprocess.run(command, check=True, env=environment)
            best[library] = min(best[library], time.perf_counter() - start)
    return best


def wheel_bytes() -> tuple[int, int]:
    """The size of ctensor's wheel, packed and unpacked."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "--quiet", "wheel", "--no-deps"]
        options = ["--no-build-isolation", "--wheel-dir", folder, str(ROOT)]
        subprocess.run([*pip, *options], check=True)
        (wheel,) = Path(folder).glob("ctensor-*.whl")
        unpacked = sum(entry.file_size for entry in ZipFile(wheel).infolist())
        return wheel.stat().st_size, unpacked


def installed_bytes(library: str) -> int:
    """What a library's own distributions take on disk, less ctensor's own wheel."""
    files = []
    for name in DISTRIBUTIONS[library]:
        files += [file.locate() for file in metadata.files(name) or []]
    return sum(os.path.getsize(file) for file in files if os.path.exists(file))
