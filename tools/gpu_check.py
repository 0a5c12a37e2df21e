"""Builds, tests and times the CUDA backend on a machine with a GPU: one table.

usage: gpu_check.py [--emulate] [--quick] [--only WHAT]

--emulate   on the emulated device, whose times say nothing of a GPU's
--quick     a part of the tests, and smaller operands
--only      build, test or time: that step alone

Tests are those marked cuda, which compare with the CPU; left out are those that say
how the emulation is. Times are a device's own, by events, the least of several, beside
the bandwidth of a plain copy in the same run, and PyTorch's where it is there.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# What only the emulated device is: two of them, their names and sizes, late work.
EMULATED = [
    *("host_code_cannot_touch", "two_devices", "work_is_late", "known_of_the_devices"),
    *("current_device_is_the_threads", "between_devices", "unless_told_not_to"),
    *("another_stream_uses_waits", "ends_after_its_copies", "lets_go", "by_name"),
    *("random_streams_are_one", "example"),
]
QUICK = "test_cuda_rows or test_cuda_device or test_cuda_layers"


def run(*command: str, **environment: str) -> int:
    """Runs a command in the repository; its exit status."""
    print("$", " ".join(command), flush=True)
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment).returncode


def build(kind: str) -> int:
    """The package in place, and the backend beside it."""
    package = run(sys.executable, "setup.py", "--quiet", "build_ext", "--inplace")
    return package or run(sys.executable, "tools/cudabuild.py", kind)


def test(emulated: bool, quick: bool) -> int:
    """The tests marked cuda; 0 where all pass."""
    left_out = [] if emulated else [*EMULATED, "test_cuda_emulation"]
    chosen = [f"({QUICK})"] if quick else []
    chosen += [f"not ({' or '.join(left_out)})"] if left_out else []
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-m", "cuda", "tests"]
    chosen = ["-k", " and ".join(chosen)] if chosen else []
    return run(*command, *chosen, CTENSOR_CUDA="emulate" if emulated else "")


# ---- times -----------------------------------------------------------------------


def cases(lib: Any, n: int, side: int) -> Iterator[tuple[str, int, Callable[[], Any]]]:
    """Name, bytes that are moved or operations that are done, and the call."""
    a, b = (lib.rand(n, device="cuda") for _ in range(2))
    rows = lib.rand(n // 1024, 1024, device="cuda")
    x, y = (lib.rand(side, side, device="cuda") for _ in range(2))
    half = a.to(lib.float16)
    target = lib.empty_like(a)
    yield "copy", 8 * n, lambda: target.copy_(a)
    yield "add", 12 * n, lambda: a + b
    yield "add, float16", 6 * n, lambda: half + half
    yield "add a row", 8 * n, lambda: rows + rows[0]
    yield "exp", 8 * n, lambda: lib.exp(a)
    yield "gelu", 8 * n, lambda: lib.nn.functional.gelu(a)
    yield "sum", 4 * n, lambda: a.sum()
    yield "sum of rows", 4 * n, lambda: rows.sum(1)
    yield "softmax", 8 * n, lambda: lib.softmax(rows, 1)
    yield "cumsum", 8 * n, lambda: lib.cumsum(rows, 1)
    yield "transposed copy", 8 * n, lambda: rows.T.contiguous()
    yield "matmul", 2 * side**3, lambda: x @ y


def least(lib: Any, call: Callable[[], Any], repeats: int) -> float:
    """Seconds that the device takes for a call, the least of several."""
    found = []
    for _ in range(repeats):
        start, end = (lib.cuda.Event(enable_timing=True) for _ in range(2))
        start.record()
        call()
        end.record()
        end.synchronize()
        found.append(start.elapsed_time(end) / 1000)
    return max(min(found[1:]), 1e-9)


def others() -> dict[str, Any]:
    """PyTorch, if it is there and sees a GPU."""
    try:
        torch = importlib.import_module("torch")
    except ImportError:
        return {}
    return {"torch": torch} if torch.cuda.is_available() else {}


def time(emulated: bool, quick: bool) -> int:
    """Prints the table."""
    if emulated:
        os.environ["CTENSOR_CUDA"] = "emulate"
    sys.path.insert(0, str(ROOT))
    ct = importlib.import_module("ctensor")
    n, side = (1 << 14, 64) if emulated else (1 << 26, 4096)
    n, side = (n >> 2, side >> 1) if quick else (n, side)
    libraries = {"ctensor": ct, **({} if emulated else others())}
    repeats = 3 if emulated else 12
    found = {
        name: {
            case: (size, least(lib, call, repeats))
            for case, size, call in cases(lib, n, side)
        }
        for name, lib in libraries.items()
    }
    copied, seconds = found["ctensor"]["copy"]
    rate = copied / seconds
    print(f"{ct.cuda.get_device_name()}: a copy runs at {rate / 1e9:.1f} GB/s")
    heads = "".join(f"{name:>12} us" for name in libraries)
    print(f"{'':<18}{heads}    10^9/s  of copy")
    for case, (size, mine) in found["ctensor"].items():
        times = "".join(f"{found[name][case][1] * 1e6:>15.1f}" for name in libraries)
        share = "" if case == "matmul" else f"{size / mine / rate:>8.0%}"
        print(f"{case:<18}{times} {size / mine / 1e9:>9.2f} {share}")
    return 0


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--emulate", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=["build", "test", "time"])
    options = parser.parse_args()
    steps: dict[str, Callable[[], int]] = {
        "build": lambda: build("emulate" if options.emulate else "nvcc"),
        "test": lambda: test(options.emulate, options.quick),
        "time": lambda: time(options.emulate, options.quick),
    }
    failed = [
        name
        for name, step in steps.items()
        if options.only in (None, name) and step() != 0
    ]
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
