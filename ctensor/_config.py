"""What runs here, for bug reports and for the curious."""

from __future__ import annotations

import os
from typing import Any

from ctensor import _C


def config() -> dict[str, Any]:
    """The facts that `show_config` prints."""
    import numpy

    import ctensor

    isa, available = _C._isa()
    return {
        "ctensor": ctensor.__version__,
        "numpy": numpy.__version__,
        "instruction set": isa,
        "available": " ".join(available),
        "BLAS": _C._blas() if hasattr(_C, "_blas") else "none",
        "threads": _C.get_num_threads(),
        "cores": len(os.sched_getaffinity(0)),
    }


def show_config() -> None:
    """Print versions, the instruction set in use, the BLAS, and the thread count."""
    for name, value in config().items():
        print(f"{name + ':':17}{value}")
