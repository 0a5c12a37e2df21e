"""Products as a fraction of what multiply-adds in registers reach on the same cores.

`python -m benchmarks.peak [--cpu] [--isa NAME] [--most N]` prints the table that
`benchmarks.run` puts into its report. Each instruction set has a process of its own, as
ctensor chooses one when it is loaded. A loop in registers (peak.c) and the product take
turns, so that what slows the cores down meets both; of each the shortest time counts.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.report import table

SOURCE = Path(__file__).with_name("peak.c")
ISAS = {
    "base": ("float32", "float64"),
    "avx2": ("float32", "float64"),
    "avx512": ("float32", "float64"),
    "avx512bf16": ("bfloat16",),
    "avx512amx": ("bfloat16",),
}
SIZES = (512, 1024, 2048, 4096)
PEAK_SECONDS = 0.01  # of one timing of the loop in registers


def loops(folder: str) -> ctypes.CDLL:
    """The loops of peak.c, compiled."""
    library = Path(folder, "peak.so")
    compiler = os.environ.get("CC", "cc").split()
    command = [*compiler, "-O1", "-fPIC", "-shared", "-o", str(library), str(SOURCE)]
    subprocess.run(command, check=True)
    return ctypes.CDLL(str(library))


class Peak:
    """The loop of one type on some threads at once."""

    def __init__(
        self, loop: Callable[[int], float], threads: int, clock: Callable[[], float]
    ) -> None:
        loop.restype, loop.argtypes = ctypes.c_double, [ctypes.c_int64]
        self.loop, self.threads, self.clock = loop, threads, clock
        cores = iter(sorted(os.sched_getaffinity(0)))
        # Each to a core: a new thread may begin where another one runs.
        self.pool = ThreadPoolExecutor(
            threads, initializer=lambda: os.sched_setaffinity(0, {next(cores)})
        )
        self.rounds = 1000
        while self.once()[0] < PEAK_SECONDS / 2:
            self.rounds *= 2

    def once(self) -> tuple[float, float]:
        """Seconds, and operations per second of all threads together."""
        start = self.clock()
        if self.threads == 1:  # on this one, whose clock may be its own
            done = [self.loop(self.rounds)]
        else:
            done = list(self.pool.map(self.loop, [self.rounds] * self.threads))
        seconds = self.clock() - start
        return seconds, sum(done) / seconds


def fraction(peak: Peak, n: int, dtype: str, seconds: float) -> float:
    """The speed of a product of n x n matrices over that of the loop."""
    import ctensor

    ctensor.set_num_threads(peak.threads)
    a, b = (ctensor.rand(n, n).to(getattr(ctensor, dtype)) for _ in range(2))
    best_peak, best, end = 0.0, float("inf"), time.perf_counter() + seconds
    rounds = 0
    while rounds < 3 or time.perf_counter() < end:
        best_peak = max(best_peak, peak.once()[1])
        start = peak.clock()
        a @ b
        best = min(best, peak.clock() - start)
        rounds += 1
    return 2.0 * n**3 / best / best_peak


def measure(
    isa: str,
    threads: list[int],
    most: int,
    clock: Callable[[], float],
    seconds: float,
) -> list:
    """Rows of type, threads, the peak and the fractions, of the set in use here."""
    import ctensor  # noqa: F401  (refuses a set that the machine has not)

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        library = loops(folder)
        for dtype in ISAS[isa]:
            for count in threads:
                peak = Peak(getattr(library, f"{isa}_{dtype}"), count, clock)
                best = max(peak.once()[1] for _ in range(20))
                sizes = [n for n in SIZES if n <= most]
                found = [fraction(peak, n, dtype, seconds) for n in sizes]
                rows.append([dtype, count, best, found])
    return rows


def text(
    cpu: bool, quick: bool, environment: Mapping[str, str], isas: Iterable[str] = ISAS
) -> str:
    """The table, of those instruction sets that this machine has."""
    if platform.machine() != "x86_64":
        return "Measured on x86-64 only.\n"
    lines = [["", "threads", "peak, GFLOP/s", *map(str, SIZES)]]
    for isa in isas:
        command = [sys.executable, "-m", "benchmarks.peak", "--measure", "--isa", isa]
        command += ["--cpu"] * cpu + ["--most", "1024"] * quick
        answer = subprocess.run(
            command,
            env={**environment, "CTENSOR_ISA": isa},
            cwd=SOURCE.parent.parent,
            capture_output=True,
            text=True,
        )
        if answer.returncode:
            print(f"{isa}: {answer.stderr.strip().splitlines()[-1]}", file=sys.stderr)
            continue
        for dtype, threads, peak, found in json.loads(answer.stdout):
            cells = [f"{share:.0%}" for share in found]
            cells += [""] * (len(SIZES) - len(cells))
            lines.append([f"{isa}, {dtype}", f"{threads}", f"{peak / 1e9:.0f}", *cells])
    return f"{table(lines)}\n"


def main() -> None:
    """Prints the table; with --measure, as a process of `text`, one set's rows."""
    parser = argparse.ArgumentParser(prog="benchmarks.peak")
    parser.add_argument("--cpu", action="store_true", help="time one thread's work")
    parser.add_argument("--quick", action="store_true", help="only up to 1024")
    parser.add_argument("--isa", choices=ISAS, action="append")
    parser.add_argument("--most", type=int, default=SIZES[-1], help="largest size")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.measure:
        print(text(options.cpu, options.quick, os.environ, options.isa or ISAS))
        return
    clock = time.thread_time if options.cpu else time.perf_counter
    cores = len(os.sched_getaffinity(0))
    threads = [1] if options.cpu or cores == 1 else [1, cores]
    (isa,) = options.isa
    seconds = 0.5 if options.most < SIZES[-1] else 1.0
    print(json.dumps(measure(isa, threads, options.most, clock, seconds)))


if __name__ == "__main__":
    main()
