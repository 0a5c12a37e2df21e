"""Runs tests/fuzz.py against a build that tells which code a case has run.

usage: run_fuzz.py [--asan] [arguments of tests/fuzz.py]

The package is built with a call at each basic block, the compiler's
-fsanitize-coverage=trace-pc, into build/fuzz/lib; with --asan under AddressSanitizer
and UBSan too, into build/fuzz-asan/lib. The first time that compiles everything.
"""

from __future__ import annotations

import argparse
import os
import sys

from run_tests import ROOT, library, run


def build(asan: bool) -> dict[str, str]:
    """Builds the package and tests/coverage.c; gives the environment to run in."""
    folder = ROOT / "build" / ("fuzz-asan" if asan else "fuzz")
    options = {"CC": os.environ.get("CC", "gcc"), "CTENSOR_COVERAGE": "1"}
    options |= {"CTENSOR_SANITIZE": "address,undefined"} if asan else {}
    target = ["build", "--build-lib", str(folder / "lib")]
    run([sys.executable, "setup.py", "--quiet", *target], **options)
    coverage = folder / "coverage.so"
    source = str(ROOT / "tests" / "coverage.c")
    run(["gcc", "-O2", "-shared", "-fPIC", "-o", str(coverage), source])
    preload = [library("libasan.so"), library("libstdc++.so.6")] if asan else []
    return {
        "PYTHONPATH": f"{folder / 'lib'}:{ROOT / 'tests'}",
        "PYTHONSAFEPATH": "1",
        "PYTHONMALLOC": "malloc" if asan else "",
        "OPENBLAS_NUM_THREADS": "1",
        "LD_PRELOAD": " ".join([*preload, str(coverage)]),
        "ASAN_OPTIONS": "allocator_may_return_null=1:quarantine_size_mb=1"
        ":detect_leaks=0",
        "UBSAN_OPTIONS": "print_stacktrace=1",
    }


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--asan", action="store_true")
    options, arguments = parser.parse_known_args()
    environment = build(options.asan)
    run([sys.executable, "tests/fuzz.py", *arguments], **environment)


if __name__ == "__main__":
    main()
