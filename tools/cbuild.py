"""Compiles csrc/: what is built, with which flags, and only what changed.

What is made of the op table (tools/rows.py) lies in build/made/ and is brought up to
date first.

`setup.py` builds the extension module with it; the Makefile uses its command line for
the stand-alone core, for cross compilation and for `make expand`. Each object keeps two
companions: `X.o.d`, the files it was made from, and `X.o.log`, the command that made it
followed by the compiler's warnings. An object is made again when its command or one of
its files has changed; its warnings are shown at every build until they are gone.

Environment: CC, CFLAGS, LDFLAGS as usual, and
CTENSOR_ISAS      instruction sets to build, as "base avx512" (default: all there are)
CTENSOR_WERROR    1: a warning fails the build
CTENSOR_DEBUG     1: no optimisation, debug information
CTENSOR_SANITIZE  passed to -fsanitize=, as "address,undefined"
CTENSOR_COVERAGE  1: each basic block calls tests/coverage.c (tools/run_fuzz.py)
CTENSOR_JOBS      compiler processes at a time (default: the cores this process may use)
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import optable
import rows

ROOT = Path(__file__).resolve().parent.parent
CSRC = Path("csrc")
MADE = Path("build", "made")
# The extension's functions that are marked CT_API are its own before anybody's.
SHARED = ("-shared", "-Wl,-Bsymbolic")

ISAS = {
    "x86_64": {
        "base": "",
        "avx2": "-mavx2 -mfma -mf16c -mbmi2",
        "avx512": "-mavx512f -mavx512bw -mavx512dq -mavx512vl -mfma -mf16c -mbmi2"
        " -mprefer-vector-width=512",
    },
    "aarch64": {"base": ""},
}
# The base copies on x86-64 are for processors from before 2013, and every machine has
# them: they are to be small. Convolutions and transforms are unrolled by hand and lose
# little by -Os, formulas by -O2; other loops are left to the compiler to make vectors
# of. On aarch64 base is all there is.
BASE_LEVELS = {"conv": "-Os", "fft": "-Os", "rows": "-O2"}
WARNINGS = (
    "-Wall -Wextra -Wshadow -Wstrict-prototypes -Werror=implicit-function-declaration"
)
# Integers wrap; no code reads errno or the floating point flags. Contraction to fused
# multiply-add is off but in isa/, whose files are written for it.
SEMANTICS = "-std=gnu11 -fwrapv -fno-math-errno -fno-trapping-math"
NO_CONTRACT = "-ffp-contract=off"
# No loop of isa/ is left but by its end, so nothing unwinds it.
UNWIND = "-fno-asynchronous-unwind-tables"
LIBRARIES = "-lm -lpthread -ldl"
# What takes as long to read as many an object to compile: read once for all that have
# the same flags, where these are many. (A source that defines _GNU_SOURCE before, as
# Python.h does, does so with its value.)
COMMON_HEADERS = """
#if defined(__cplusplus)
#include <complex>
#include <functional>
#elif !CT_STANDALONE
#include <Python.h>
#endif
#if defined(CT_ISA) && defined(__SSE2__)
#include <immintrin.h>
#endif
"""
MANY = 5


class BuildError(Exception):
    """The compiler or linker refused; its own words have been printed already."""


@dataclass
class Build:
    """One way to compile csrc/: a compiler, an object directory, extra options."""

    objects: Path
    python_flags: list[str] | None = None  # None: the stand-alone core

    def __post_init__(self) -> None:
        try:
            rows.generate(MADE)
        except optable.TableError as error:
            raise BuildError(f"op table: {error}") from None
        self.cc = shlex.split(env("CC") or "cc")
        self.standalone = self.python_flags is None
        self.machine = self._output("-dumpmachine").split("-")[0]
        known = ISAS.get(self.machine, {"base": ""})
        wanted = (env("CTENSOR_ISAS") or " ".join(known)).split()
        if unknown := set(wanted) - set(known):
            raise BuildError(f"CTENSOR_ISAS: {unknown} not among {list(known)}")
        self.isas = {isa: known[isa] for isa in known if isa in {"base", *wanted}}

    def sources(self) -> list[Path]:
        """The C files of this build, those that take longest to compile first."""
        found = sorted([*CSRC.rglob("*.c"), *MADE.rglob("*.c")])
        if self.standalone:
            found = [path for path in found if "python" not in path.parts]
        return sorted(found, key=lambda path: not in_isa(path))

    def command(self, source: Path, isa: str = "") -> list[str]:
        """The compiler's command for one source, without its output."""
        flags = f"{SEMANTICS} {WARNINGS} -fPIC -fvisibility=hidden -I{CSRC} -I{MADE}"
        if isa:
            flags += f" {self.level(source, isa)} {UNWIND} {self.isas[isa]}"
            flags += f" -DCT_ISA={isa} -DCT_ISA_{isa.upper()}=1"
        else:
            flags += f" -O2 {NO_CONTRACT} -fno-semantic-interposition"
            flags += "".join(f" -DCT_HAVE_{isa.upper()}=1" for isa in self.isas)
        if self.standalone:
            flags += " -DCT_STANDALONE=1"
        if env("CTENSOR_DEBUG") == "1":
            flags += " -O0 -g3"
        if sanitizers := env("CTENSOR_SANITIZE"):
            flags += f" -O1 -g -fno-omit-frame-pointer -fsanitize={sanitizers}"
            flags += " -fno-sanitize-recover=undefined"
        if env("CTENSOR_COVERAGE") == "1":
            flags += " -fsanitize-coverage=trace-pc"
        flags += f" {env('CFLAGS')}"
        return [*self.cc, *flags.split(), *(self.python_flags or []), "-c", str(source)]

    def level(self, source: Path, isa: str) -> str:
        """How far a file of isa/ is optimised: for speed, base also for size."""
        small = BASE_LEVELS if (self.machine, isa) == ("x86_64", "base") else {}
        if is_made(source) and source.stem.endswith("_complex"):
            return (
                "-O2"  # long formulas, of which a second copy for two vectors is large
            )
        return small.get("rows" if is_made(source) else source.stem, "-O3")

    def compile(self, sources: list[Path] | None = None) -> list[Path]:
        """Makes the objects that are out of date; gives all of them, for the linker."""
        jobs = []
        for source in self.sources() if sources is None else sources:
            for isa in self.isas if in_isa(source) else [""]:
                suffix = f".{isa}.o" if isa else ".o"
                target = (self.objects / source).with_suffix(suffix)
                jobs.append((target, self.command(source, isa)))
        make_objects(jobs)
        objects = [target for target, _ in jobs]
        report_warnings(objects)
        return objects

    def link(self, objects: list[Path], output: Path, *flags: str) -> None:
        """Links the objects into `output`, if it is older than they are."""
        command = [*self.cc, *flags, "-o", str(output), *map(str, objects)]
        if sanitizers := env("CTENSOR_SANITIZE"):
            command.append(f"-fsanitize={sanitizers}")
        command += [*env("LDFLAGS").split(), *LIBRARIES.split()]
        log = self.objects / f"{output.name}.link"
        if (
            output.exists()
            and log.exists()
            and log.read_text() == shlex.join(command)
            and output.stat().st_mtime_ns > max(o.stat().st_mtime_ns for o in objects)
        ):
            return
        print(f"linking {output}")
        output.parent.mkdir(parents=True, exist_ok=True)
        if subprocess.run(command).returncode:
            raise BuildError(f"does not link: {output}")
        check_symbols(output)
        log.write_text(shlex.join(command))

    def expand(self, source: Path, isa: str) -> str:
        """The source after the preprocessor, without what came from other projects."""
        command = self.command(source, isa if in_isa(source) else "")
        command[command.index("-c")] = "-E"
        text = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE)
        lines, ours = [], False
        for line in text.stdout.splitlines():
            if marker := re.match(r'# \d+ "([^"]*)"', line):
                ours = marker[1].startswith((f"{CSRC}/", f"{MADE}/"))
            elif ours and line.strip():
                lines.append(line)
        return "\n".join(lines) + "\n"

    def _output(self, *arguments: str) -> str:
        try:
            return subprocess.check_output([*self.cc, *arguments], text=True).strip()
        except FileNotFoundError:
            raise BuildError(
                f"no C compiler: expected {self.cc[0]!r} to run; install gcc or clang, "
                "or set CC"
            ) from None


def env(name: str) -> str:
    """An environment variable, empty where it is not set."""
    return os.environ.get(name, "")


def object_folder(tag: str) -> Path:
    """Where objects go: apart for each Python (`tag`) and each kind of build."""
    kinds = [tag, *env("CTENSOR_SANITIZE").split(",")]
    kinds += ["debug"] if env("CTENSOR_DEBUG") == "1" else []
    kinds += ["coverage"] if env("CTENSOR_COVERAGE") == "1" else []
    return Path("build", "objects", "-".join(filter(None, kinds)))


def in_isa(source: Path) -> bool:
    """Whether this file is compiled once per instruction set."""
    return source.parent.name == "isa"


def is_made(source: Path) -> bool:
    """Whether this file is made of the op table."""
    return MADE in source.parents


def log_of(target: Path) -> tuple[str, str]:
    """The command that made an object, and the warnings it caused."""
    log = target.with_name(target.name + ".log")
    text = log.read_text() if log.exists() else ""
    command, _, warnings = text.partition("\n")
    return command, warnings


def report_warnings(objects: list[Path]) -> None:
    """Prints the warnings of all objects, old and new; an error where that is asked."""
    warned = [text for path in objects if (text := log_of(path)[1])]
    print("".join(warned), end="", file=sys.stderr)
    if warned and env("CTENSOR_WERROR") == "1":
        raise BuildError(f"{len(warned)} objects with warnings (CTENSOR_WERROR=1)")


def check_symbols(library: Path) -> None:
    """An error for a function of ours that no file defines.

    The linker lets a shared library pass, as Python brings symbols of its own, and the
    fault would show at import only.
    """
    if not shutil.which("nm"):
        return
    command = ["nm", "-D", "--undefined-only", str(library)]
    listing = subprocess.run(command, text=True, stdout=subprocess.PIPE).stdout
    if missing := re.findall(r"\bct_\w+", listing):
        library.unlink()
        raise BuildError("called but nowhere defined: " + ", ".join(missing))


def is_stale(target: Path, command: list[str]) -> bool:
    """Whether an object's command or a file that it was made from has changed."""
    if not target.exists() or log_of(target)[0] != shlex.join(command):
        return True
    made = target.stat().st_mtime_ns
    depfile = target.with_name(target.name + ".d").read_text().replace("\\\n", " ")
    needed = re.split(r"(?<!\\)\s+", depfile.partition(":")[2].strip())
    paths = [Path(name.replace("\\ ", " ")) for name in needed]
    return any(not path.exists() or path.stat().st_mtime_ns > made for path in paths)


def make_objects(jobs: list[tuple[Path, list[str]]]) -> None:
    """Makes those of some objects, each with its command, that are out of date."""
    stale = [job for job in jobs if is_stale(*job)]
    workers = int(env("CTENSOR_JOBS") or len(os.sched_getaffinity(0)))
    if stale:
        print(f"compiling {len(stale)} of {len(jobs)} objects, {workers} at a time")
    with (
        ThreadPoolExecutor(workers) as pool,
        TemporaryDirectory(dir=MADE.parent) as folder,
    ):
        headers = precompile([command for _, command in stale], Path(folder), pool)
        made = pool.map(lambda job: make_object(*job, headers[flags_of(job[1])]), stale)
        failed = [job[1][-1] for job, ok in zip(stale, made, strict=True) if not ok]
    if failed:
        raise BuildError("does not compile: " + ", ".join(failed))


def flags_of(command: list[str]) -> tuple[str, ...]:
    """A compiler's command without its source."""
    return tuple(command[:-1])


def precompile(
    commands: list[list[str]], folder: Path, pool: ThreadPoolExecutor
) -> dict[tuple[str, ...], list[str]]:
    """Compiles the common headers for flags of many commands; gives the options for it.

    ccache, which knows an object by its text, is left to do without, as is a compiler
    that cannot. In a folder of the system's it is no file that an object needs.
    """
    counts = Counter(map(flags_of, commands))

    def one(numbered: tuple[int, tuple[str, ...]]) -> list[str]:
        number, flags = numbered
        if counts[flags] < MANY or "ccache" in flags[0]:
            return []
        header = folder / f"common{number}.h"
        header.write_text(COMMON_HEADERS)
        kind = "c++-header" if "c++" in flags else "c-header"
        made = [*flags, "-x", kind, str(header), "-o", f"{header}.gch"]
        failed = subprocess.run(made, stderr=subprocess.DEVNULL).returncode
        return [] if failed else ["-isystem", str(folder), "-include", header.name]

    return dict(zip(counts, pool.map(one, enumerate(counts)), strict=True))


def make_object(target: Path, command: list[str], headers: Sequence[str] = ()) -> bool:
    """Runs one compilation; True when it made the object.

    Precompiled headers change nothing in it and are no part of the command on record.

    The object is dated to the start of its compilation, so that an edit made meanwhile
    counts as newer.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    color = ["-fdiagnostics-color=always"] if sys.stderr.isatty() else []
    started = time.time_ns()
    run = subprocess.run(
        [*command, *headers, *color, "-MMD", "-MF", f"{target}.d", "-o", str(target)],
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    log = f"{shlex.join(command)}\n{run.stderr}"
    target.with_name(target.name + ".log").write_text(log)
    if run.returncode:
        print(run.stderr, end="", file=sys.stderr)
        return False
    os.utime(target, ns=(started, started))
    return True


def write_commands(build: Build) -> None:
    """Writes compile_commands.json, which editors and clang's tools read."""
    rows = [
        {"directory": str(ROOT), "file": str(source), "command": shlex.join(command)}
        for source in build.sources()
        for command in [build.command(source, list(build.isas)[-1])]
    ]
    (ROOT / "compile_commands.json").write_text(json.dumps(rows, indent=1) + "\n")


def main(arguments: list[str]) -> None:
    """What can be done with csrc/ without Python.

    check DIR          compile the stand-alone core into DIR
    expand FILE [ISA]  print FILE after the preprocessor, our own lines only
    """
    os.chdir(ROOT)
    match arguments:
        case ["check", directory]:
            Build(Path(directory)).compile()
        case ["expand", source, *isa]:
            build = Build(Path())
            print(build.expand(Path(source), (isa or list(build.isas))[-1]), end="")
        case _:
            sys.exit(f"usage: {sys.argv[0]} COMMAND\n\n{main.__doc__}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except BuildError as error:
        sys.exit(f"error: {error}")
