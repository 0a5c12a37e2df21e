"""Runs the tests: those marked `isa` under each instruction set, then all of them.

usage: run_tests.py [--asan] [--op NAME] [pytest arguments]

With --asan the package is built under AddressSanitizer and UBSan into build/asan, and
the tests run against that copy. With --op only those of one op run (tests/conftest.py).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASAN = ROOT / "build" / "asan"
SETS = ("base", "avx2", "avx512", "avx512bf16", "avx512amx")
# Sets that differ from the one before them in matrix products alone.
OF_PRODUCTS = ("avx512bf16",)
PRODUCTS = ["tests/test_products.py"]
NO_TESTS = 5  # pytest's exit status
# Orders in which emulated threads run, and the tests that run under each.
# Threads of formulas do not wait for each other: one order shows what they do.
ONCE = ["tests/test_cuda_rows.py", "tests/test_cuda_device.py"]
CUDA_SEEDS = {"0": [], "1": [f"--ignore={file}" for file in ONCE]}
PYTEST = [str(Path(sys.executable).with_name("pytest"))]
PYTEST += ["-n", "2", "--dist", "worksteal"]


def run(command: list[str], good: tuple[int, ...] = (0,), **environment: str) -> None:
    """Runs a command with additions to the environment; its failure is ours."""
    done = subprocess.run(command, env=os.environ | environment, cwd=ROOT)
    if done.returncode not in good:
        sys.exit(done.returncode)


def loads(isa: str) -> bool:
    """Whether this machine and this build have an instruction set."""
    command = [sys.executable, "-c", "import ctensor"]
    environment = os.environ | {"CTENSOR_ISA": isa}
    quiet = {"env": environment, "stderr": subprocess.DEVNULL}
    return subprocess.run(command, **quiet).returncode == 0


def run_all(arguments: list[str], **environment: str) -> None:
    """The tests marked isa under each lower set, then all tests under the best one."""
    available = [isa for isa in SETS if loads(isa)]
    for isa in available[:-1]:
        print(f"== instruction set {isa}", flush=True)
        chosen = arguments
        if isa in OF_PRODUCTS and arguments[-1:] == ["tests"]:
            chosen = [*arguments[:-1], *PRODUCTS]
        marked = [*PYTEST, "-q", "-m", "isa", *chosen]
        run(marked, (0, NO_TESTS), CTENSOR_ISA=isa, **environment)
    if "--op" not in arguments:  # which is to take seconds
        run_cuda(arguments, **environment)
    print("== all tests", flush=True)
    run([*PYTEST, *arguments], **environment)


def run_cuda(arguments: list[str], **environment: str) -> None:
    """The tests marked cuda on the emulated device (docs/cuda.md)."""
    folder = environment.get("PYTHONPATH", "").split(":")[0]
    package = Path(folder, "ctensor") if folder else Path("ctensor")
    compiled = {k: v for k, v in environment.items() if k.startswith("CTENSOR_")}
    run([sys.executable, "tools/cudabuild.py", "emulate", str(package)], **compiled)
    for seed, chosen in CUDA_SEEDS.items():
        print(f"== emulated CUDA, order {seed}", flush=True)
        emulated = {"CTENSOR_CUDA": "emulate", "CTENSOR_EMULATE_SEED": seed}
        command = [*PYTEST, "-q", "-m", "cuda", *arguments, *chosen]
        run(command, (0, NO_TESTS), **environment, **emulated)


def run_asan(arguments: list[str]) -> None:
    """The tests against a build by gcc that checks every access, then for leaks.

    First, unless only some tests are asked for, half a minute of threads and signals
    (tools/stress.py). Left out are what forks beside running threads, as the
    sanitizer's allocator may leave the child without one of its locks, what measures
    time, examples that train for minutes, what reads memory that it may not, and what
    looks for NumPy's calls among the last 32 on the stack (numpy_reading.c), as the
    sanitizer's lie between. Little of what is freed is kept back from use, as some
    tests watch memory from outside. UBSan writes to stderr alone and ends the process.
    """
    sanitizers = {"CC": "gcc", "CTENSOR_SANITIZE": "address,undefined"}
    build = ["setup.py", "--quiet", "build", "--build-lib", str(ASAN / "lib")]
    run([sys.executable, *build], **sanitizers)
    for report in ASAN.glob("report.*"):
        report.unlink()
    left_out = "fork or worker or test_hostile_arguments or test_interrupt"
    left_out += " or test_parts_of_an_ndarray or test_host_code_cannot_touch"
    left_out += " or test_the_table_of_times or test_example_"
    options = ["-p", "leaks", "--capture", "sys", "-k", f"not ({left_out})"]
    options += ["-o", "faulthandler_timeout=2000"]
    log = f"log_path={ASAN / 'report'}"
    environment = {
        "PYTHONPATH": f"{ASAN / 'lib'}:{ROOT / 'tools'}",
        "PYTHONSAFEPATH": "1",
        "PYTHONMALLOC": "malloc",
        "LD_PRELOAD": f"{library('libasan.so')} {library('libstdc++.so.6')}",
        "ASAN_OPTIONS": f"{log}:allocator_may_return_null=1:quarantine_size_mb=1"
        ":leak_check_at_exit=0",
        "UBSAN_OPTIONS": "print_stacktrace=1",
    }
    try:
        if arguments == ["tests"]:
            run([sys.executable, "tools/stress.py", "30"], **environment)
        run_all([*options, *arguments], **environment)
    finally:
        reports = [path.read_text() for path in sorted(ASAN.glob("report.*"))]
        findings = [t for t in reports if "ERROR: " in t or "CHECK failed" in t]
        print(*findings, sep="\n")
    sys.exit(f"{len(findings)} findings of the sanitizers" if findings else 0)


def library(name: str) -> str:
    """Where gcc has a library."""
    return subprocess.check_output(
        ["gcc", f"-print-file-name={name}"], text=True
    ).strip()


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--asan", action="store_true")
    parser.add_argument("--op")
    options, arguments = parser.parse_known_args()
    if options.op:  # so few tests are done before two processes start
        arguments = ["--op", options.op, "-n", "0", "-q", *arguments]
    (run_asan if options.asan else run_all)(arguments)


if __name__ == "__main__":
    main()
