"""Runs the tests: those marked `isa` under each instruction set, then all of them.

usage: run_tests.py [--asan] [pytest arguments]

With --asan the package is built anew under AddressSanitizer and UBSan into build/asan,
and the tests run against that copy, once.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASAN_LIB = ROOT / "build" / "asan"
SETS = ("base", "avx2", "avx512")
PYTEST = [str(Path(sys.executable).with_name("pytest"))]


def run(command: list[str], **environment: str) -> None:
    """Runs a command with additions to the environment; its failure is ours."""
    done = subprocess.run(command, env=os.environ | environment, cwd=ROOT)
    if done.returncode:
        sys.exit(done.returncode)


def loads(isa: str) -> bool:
    """Whether this machine and this build have an instruction set."""
    command = [sys.executable, "-c", "import ctensor"]
    environment = os.environ | {"CTENSOR_ISA": isa}
    quiet = {"env": environment, "stderr": subprocess.DEVNULL}
    return subprocess.run(command, **quiet).returncode == 0


def run_all(arguments: list[str]) -> None:
    """The tests marked isa under each lower set, then all tests under the best one."""
    available = [isa for isa in SETS if loads(isa)]
    for isa in available[:-1]:
        print(f"== instruction set {isa}", flush=True)
        run([*PYTEST, "-q", "-m", "isa", *arguments], CTENSOR_ISA=isa)
    print("== all tests", flush=True)
    run([*PYTEST, "-n", "2", "-m", "not hostile", *arguments])


def run_asan(arguments: list[str]) -> None:
    """All tests against a build that checks every memory access."""
    sanitizers = {"CTENSOR_SANITIZE": "address,undefined"}
    build = ["setup.py", "--quiet", "build", "--build-lib", str(ASAN_LIB)]
    run([sys.executable, *build], **sanitizers)
    libasan = subprocess.check_output(
        [os.environ.get("CC", "gcc"), "-print-file-name=libasan.so"], text=True
    ).strip()
    run(
        [*PYTEST, "-n", "2", *arguments],
        PYTHONPATH=str(ASAN_LIB),
        LD_PRELOAD=libasan,
        PYTHONMALLOC="malloc",
        ASAN_OPTIONS="detect_leaks=0:allocator_may_return_null=1",
        UBSAN_OPTIONS="print_stacktrace=1",
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--asan"]:
        run_asan(sys.argv[2:])
    else:
        run_all(sys.argv[1:])
