"""Builds the CUDA backend: a library beside the extension, of cuda/ and the op table.

    cudabuild.py emulate    ctensor/_cuda_emulate.*.so, for machines without a GPU
    cudabuild.py nvcc       ctensor/_cuda.*.so, for GPUs, and what nvcc says of kernels
    cudabuild.py check      the latter alone, of what has been compiled

CTENSOR_CUDA_ARCHS      compute capabilities to assemble for (default: "80 90")

Kernels are compiled once, for 7.5 and what is newer, and assembled for these and those
of the same generation (8.x, 9.0); for another GPU the driver assembles them when they
are first used, and keeps what it made.

The host's side (cuda/*.c) sees the core's headers, the kernels (cuda/kernels/*.cu, and
those that tools/cuda_rows.py makes of the table) plain numbers and addresses. What is
compiled again is decided as in cbuild.py, whose variables of the environment hold here.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import cbuild
import cuda_rows
import rows
from cbuild import BuildError, env

CUDA = Path("cuda")
MADE = Path("build", "made-cuda")
ARCHS = "80 90"
LOWEST = 75
# Kernels without fused products: their bits are the CPU's.
EXACT = {"draw", "draw_each", "grid"}
INCLUDES = f"-I{CUDA} -I{cbuild.CSRC} -I{cbuild.MADE} -I{MADE}"


def python_flags() -> list[str]:
    """Where Python.h is, which the core's objects begin with."""
    return ["-isystem", sysconfig.get_paths()["include"]]


def sanitizers() -> list[str]:
    """Flags of a build under sanitizers."""
    if not env("CTENSOR_SANITIZE"):
        return []
    flags = f"-O1 -g -fno-omit-frame-pointer -fsanitize={env('CTENSOR_SANITIZE')}"
    return [*flags.split(), "-fno-sanitize-recover=undefined"]


def host_command(*includes: str) -> list[str]:
    """The compiler's command for the host's side, without source and output."""
    flags = f"{cbuild.SEMANTICS} {cbuild.WARNINGS} -O2 -fPIC -fvisibility=hidden"
    flags += f" {INCLUDES}"
    return [
        *shlex.split(env("CC") or "cc"),
        *flags.split(),
        *includes,
        *python_flags(),
        *sanitizers(),
        "-c",
    ]


def emulated_command() -> list[str]:
    """The command that compiles CUDA C as C++ for this machine's processor."""
    flags = "-x c++ -std=gnu++17 -O1 -fwrapv -fno-math-errno -fPIC -fvisibility=hidden"
    flags += " -Wall -Wextra -Wno-unused-function -Wno-maybe-uninitialized"
    flags += f" {INCLUDES} -I{CUDA}/emulate"
    if os.uname().machine == "x86_64":
        flags += " -march=native"  # it runs nowhere else
    compiler = shlex.split(env("CXX") or "c++")
    if shlex.split(env("CC"))[:1] == ["ccache"]:
        compiler = ["ccache", *compiler]
    return [*compiler, *flags.split(), *sanitizers(), "-c"]


class Backend:
    """The objects of one kind of build."""

    def __init__(self, kind: str) -> None:
        tag = f"{sys.implementation.cache_tag}-{sysconfig.get_platform()}"
        self.objects = cbuild.object_folder(f"cuda-{kind}-{tag}")
        table = rows.everything()
        rows.generate(cbuild.MADE)
        cuda_rows.generate(MADE, table)

    def compile(self, jobs: list[tuple[Path, list[str]]]) -> list[Path]:
        """Makes the objects that are out of date; gives all."""
        jobs = [
            ((self.objects / source).with_suffix(source.suffix + ".o"), command, source)
            for source, command in jobs
        ]
        jobs.sort(key=lambda job: -job[2].stat().st_size)
        commands = [
            (target, [*command, str(source)]) for target, command, source in jobs
        ]
        cbuild.make_objects(commands)
        return [target for target, _ in commands]


def extension(folder: Path) -> Path:
    """The extension that a backend in this folder belongs to."""
    return folder / f"_C{sysconfig.get_config_var('EXT_SUFFIX')}"


def check_symbols(library: Path, core: Path) -> None:
    """An error for what the library calls of the core that is not marked CT_API."""

    def symbols(path: Path, which: str) -> set[str]:
        command = ["nm", "-D", f"--{which}", str(path)]
        listing = subprocess.run(command, text=True, stdout=subprocess.PIPE).stdout
        return {line.split()[-1] for line in listing.splitlines()}

    wanted = {s for s in symbols(library, "undefined-only") if s.startswith("ct_")}
    if missing := wanted - symbols(core, "defined-only"):
        library.unlink()
        raise BuildError(f"not marked CT_API: {', '.join(sorted(missing))}")


def emulate(folder: Path) -> None:
    """Makes the emulated backend in the folder that the extension is in."""
    build = Backend("emulate")
    host = host_command(f"-I{CUDA}/emulate")
    device = emulated_command()
    sources = [(p, host) for p in [*CUDA.glob("*.c"), MADE / "rows/cuda/formulas.c"]]
    exact = [*device, "-ffp-contract=off"]
    for path in CUDA.glob("kernels/*.cu"):
        sources.append((path, exact if path.stem in EXACT else device))
    sources += [(p, device) for p in CUDA.glob("emulate/*.cc")]
    sources += [(p, device) for p in (MADE / "rows/cuda").glob("*.cu")]
    objects = build.compile(sources)
    cbuild.report_warnings(objects)
    link(objects, folder, "_cuda_emulate", [])


def link(
    objects: list[Path],
    folder: Path,
    name: str,
    libraries: list[str],
    flags: tuple[str, ...] = (),
) -> None:
    """Makes the library of this name, if it is older than its objects."""
    suffix = sysconfig.get_config_var("EXT_SUFFIX")
    output = extension(folder).with_name(f"{name}{suffix}")
    newest = max(o.stat().st_mtime_ns for o in objects)
    if output.exists() and output.stat().st_mtime_ns > newest:
        return
    print(f"linking {output}")
    compiler = shlex.split(env("CXX") or "c++")
    command = [*compiler, "-shared", "-Wl,-Bsymbolic", *flags, "-o", str(output)]
    command += [*map(str, objects), *sanitizers(), *libraries, "-lpthread"]
    if subprocess.run(command).returncode:
        raise BuildError(f"does not link: {output}")
    check_symbols(output, extension(folder))


# ---- for GPUs --------------------------------------------------------------------


def toolkit() -> Path:
    """The folder of the CUDA toolkit whose nvcc is found."""
    where = subprocess.run(
        ["nvcc", "--dryrun", "-x", "cu", "/dev/null"], text=True, stderr=subprocess.PIPE
    ).stderr
    found = re.search(r"#\$ TOP=(\S+)", where)
    if not found:
        raise BuildError("nvcc does not say where its toolkit is")
    return Path(found[1])


def nvcc_command() -> list[str]:
    """The command that compiles kernels for GPUs, and reports what they use."""
    archs = (env("CTENSOR_CUDA_ARCHS") or ARCHS).split()
    codes = ",".join([*(f"sm_{a}" for a in archs), f"compute_{LOWEST}"])
    kinds = f"-gencode=arch=compute_{LOWEST},code=[{codes}]"
    flags = "-std=c++17 -Xcompiler=-fPIC,-fvisibility=hidden,-fwrapv -Xptxas=-v"
    flags += " --compress-mode=size"
    return ["nvcc", *flags.split(), kinds, *INCLUDES.split(), "-c"]


def nvcc_sources() -> list[tuple[Path, list[str]]]:
    """What is compiled, and how."""
    host = host_command("-isystem", str(toolkit() / "include"))
    device = nvcc_command()
    exact = [*device, "-fmad=false"]
    sources = [(p, host) for p in [*CUDA.glob("*.c"), MADE / "rows/cuda/formulas.c"]]
    for path in [*CUDA.glob("kernels/*.cu"), *(MADE / "rows/cuda").glob("*.cu")]:
        sources.append((path, exact if path.stem in EXACT else device))
    return sources


def has_nvcc() -> bool:
    """Whether nvcc is there; says so where it is not."""
    if not shutil.which("nvcc"):
        print("skipped: no nvcc in PATH, which compiles kernels for GPUs")
    return bool(shutil.which("nvcc"))


def nvcc(folder: Path) -> None:
    """Makes the backend for GPUs beside the extension."""
    if has_nvcc():
        build = Backend("nvcc")
        objects = build.compile(nvcc_sources())
        libraries = [f"-L{toolkit() / 'lib64'}", f"-L{toolkit() / 'lib'}"]
        libraries += ["-lcudart_static", "-ldl", "-lrt"]
        link(objects, folder, "_cuda", libraries, ("-Wl,-s", "-Wl,--gc-sections"))
        check(build)


# ---- what nvcc says ----------------------------------------------------------------

# Kernels that use local memory or more than MOST registers, with the reason.
MOST = 64  # half of a multiprocessor's threads find room
REASONS = {
    "lgamma|digamma|zeta|igamma|polygamma|multigammaln": "long series in a row",
    "trig|sin|cos|tan|sinc": "arguments beyond 2^23 are reduced in 192 bits",
    "_c64|_c128": "both parts of several functions",
    "_i8|_u8|_b8": "16 elements of each of three operands, not all in registers",
    "conv_tiles|weight_tiles|attend": "sums of 4 by 4 elements, and where they lie",
    "product_tiles": "sums of 4 by 4 elements, and where they lie",
    "polar": "arguments beyond 2^23 are reduced in 192 bits",
    "fold_alone|fold_parts|write_places|fill_bags": "a few are put by: not looked into",
    "ctc_grad": "logs and exponentials of three chances at once",
    "overlap_add": "a search dim by dim, of any number of dims",
    "pool_max": "the largest, its place, and windows along three dims",
    "grid_": "up to 16 places around one, with weights and slopes",
    "apply_long": "ways for what float32 holds and for what it does not",
    "mish|ndtri|log_ndtr|erfinv": "too long to be unrolled over the elements of a pack",
}
ENTRY = re.compile(
    r"Compiling entry function '(\w+)' for '(sm_\d+)'.*?"
    r"(\d+) bytes stack frame, (\d+) bytes spill stores, (\d+) bytes spill loads.*?"
    r"Used (\d+) registers",
    re.DOTALL,
)


def kernels(build: Backend) -> list[tuple[str, str, int, int, int]]:
    """Name, architecture, registers, bytes of stack and of spills of each kernel."""
    found = []
    for log in sorted(build.objects.rglob("*.cu.o.log")):
        for name, arch, stack, stores, loads, registers in ENTRY.findall(
            log.read_text()
        ):
            spills = int(stores) + int(loads)
            found.append((name, arch, int(registers), int(stack), spills))
    return found


def check(build: Backend) -> None:
    """Prints what kernels use; an error for what has no reason."""
    found = kernels(build)
    wrong = []
    for name, arch, registers, stack, spills in found:
        if registers <= MOST and not stack and not spills:
            continue
        reasons = [why for what, why in REASONS.items() if re.search(what, name)]
        line = f"{arch} {registers} registers, {stack} bytes of stack, {spills} spilled"
        print(f"{line}: {name}: {reasons[0] if reasons else 'no reason'}")
        wrong += [] if reasons else [name]
    counts = sorted(kernel[2] for kernel in found)
    middle = counts[len(counts) // 2] if counts else 0
    print(f"{len(found)} kernels, {middle} registers in the middle")
    if wrong:
        raise BuildError(f"{len(wrong)} kernels that use too much, without a reason")


def main(arguments: list[str]) -> None:
    """Reads the command line."""
    os.chdir(cbuild.ROOT)
    match arguments:
        case ["emulate"]:
            emulate(Path("ctensor"))
        case ["emulate", folder]:
            emulate(Path(folder))
        case ["nvcc"]:
            nvcc(Path("ctensor"))
        case ["check"]:
            check(Backend("nvcc"))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except BuildError as error:
        sys.exit(f"error: {error}")
