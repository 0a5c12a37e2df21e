"""Where benchmarks of files write."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path


def scratch(name: str) -> Path:
    """A path in a folder that is removed when the process ends."""
    folder = tempfile.mkdtemp(prefix="ctensor-bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder, name)
