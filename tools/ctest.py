"""Builds and runs the C core's own tests, without Python: `make ctest`.

Each tests/c/test_*.c becomes a program, linked with the stand-alone core, and fails by
its exit status. usage: ctest.py [NAME ...] (all without names)

With CC=gcc CTENSOR_SANITIZE=thread they run under ThreadSanitizer.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from cbuild import ROOT, Build, BuildError, object_folder

TESTS = Path("tests", "c")


def build_tests(sources: list[Path]) -> list[Path]:
    """The programs of these tests."""
    build = Build(object_folder("ctest"))
    core = build.compile()
    programs = []
    for source, tested in zip(sources, build.compile(sources), strict=True):
        programs.append(build.objects / source.stem)
        build.link([tested, *core], programs[-1])
    return programs


def main(names: list[str]) -> None:
    """Runs the tests; the exit status says whether all passed."""
    os.chdir(ROOT)
    # Children of a fork start threads, which ThreadSanitizer refuses unless told so.
    os.environ.setdefault("TSAN_OPTIONS", "die_after_fork=0")
    sources = sorted(TESTS.glob("test_*.c"))
    if names:
        sources = [source for source in sources if source.stem in names]
    failed = []
    for program in build_tests(sources):
        print(f"== {program.name}", flush=True)
        if subprocess.run([program]).returncode:
            failed.append(program.name)
    print(f"C tests: {len(sources) - len(failed)} of {len(sources)} programs passed")
    if failed:
        sys.exit("failed: " + ", ".join(failed))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except BuildError as error:
        sys.exit(f"error: {error}")
