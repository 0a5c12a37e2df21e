"""The driver: `python -m benchmarks.run`; --help lists its options.

Starts one long-lived process for each library, with the same environment less LEFT_OUT,
and asks them in turn, round after round, so that a disturbance of the machine meets all
of them. A group that wants all settings (setting.py) has such processes for each of
them. Each time is the minimum of all rounds; with --cpu, for a machine that does
other things too, it is the time that one thread had a processor. Each group that ran
whole replaces its section of docs/performance.md, and those of HIGHLIGHTS the summary
in README.md once they are all there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks import footprint, machine, memory, peak, report
from benchmarks.case import LIBRARIES, Group
from benchmarks.setting import THREADS, USUAL, Setting, all_settings
from benchmarks.sweep import Sweep, cliffs
from benchmarks.tables import GROUPS, SWEEPS

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = {
    "OPENBLAS_CORETYPE",  # pins OpenBLAS to a core type other than the machine's
    "PYTHONDONTWRITEBYTECODE",  # packages that pip has installed have bytecode, too
}
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in LEFT_OUT}
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in THREADS}
FOOTPRINT, SWEEP, PEAK, MEMORY = "footprint", "sweep", "peak", "memory"
OTHERS = [SWEEP, PEAK, MEMORY, FOOTPRINT]
# The rows of README's table: group, case, what to call it there.
HIGHLIGHTS = [
    ("calls", "add", "`x + y` on 8 elements"),
    ("calls", "add, recording the gradient", "the same, recording the gradient"),
    ("calls", "slice", "`x[2:6]`"),
    ("autograd", "100 ops", "100 scalar ops, forward and backward"),
    ("training", "64-128-64-10, batch 64, Adam", "training step, 64-128-64-10, Adam"),
    ("training", "784-512-512-10, batch 128, Adam", "... 784-512-512-10, Adam"),
    ("large", "exp", "`exp` of 1,000,000 elements"),
    ("large", "matmul 1024", "matmul 1024x1024"),
]


class Worker:
    """A process that times statements in one library."""

    def __init__(
        self, library: str, cpu: bool, quick: bool, setting: Setting = USUAL
    ) -> None:
        clock, size = "thread_time" if cpu else "perf_counter", str(int(quick))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.worker", library, clock, size],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=ENVIRONMENT | setting.environment() | (ONE_THREAD if cpu else {}),
        )

    def ask(self, request: Any) -> dict[str, Any]:
        """Sends a request, gives the answer."""
        try:
            print(json.dumps(request), file=self.process.stdin, flush=True)
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        return json.loads(answer) if answer else {"error": "the process ended"}

    def stop(self) -> None:
        """Ends the process."""
        self.process.stdin.close()
        self.process.wait()


Crews = Mapping[Setting, Mapping[str, Worker]]


def start_workers(cpu: bool, quick: bool) -> tuple[dict[str, Worker], dict[str, dict]]:
    """The libraries that there are, each in its process, and their versions."""
    workers, versions = {}, {}
    for library in LIBRARIES:
        probe = [sys.executable, "-c", f"import {library}"]
        failure = subprocess.run(probe, capture_output=True, text=True, env=ENVIRONMENT)
        if failure.returncode:
            reason = failure.stderr.strip().splitlines()[-1]
            print(f"{library} is left out: {reason}", file=sys.stderr)
            continue
        workers[library] = Worker(library, cpu, quick)
        versions[library] = workers[library].ask("versions")
    return workers, versions


def run_group(
    group: Group, crews: Crews, rounds: int, seconds: float
) -> dict[Setting, dict[str, dict[str, float]]]:
    """The shortest time of each case in each library, by setting."""
    times: dict[Setting, dict[str, dict[str, float]]] = {s: {} for s in crews}
    for case in group.cases:
        askable = {
            (setting, library): worker
            for setting, workers in crews.items()
            for library, worker in workers.items()
            if case.statement(library) is not None
        }
        for setting in crews:
            times[setting][case.name] = {}
        for _ in range(rounds):
            for (setting, library), worker in list(askable.items()):
                best = times[setting][case.name]
                time.sleep(0.01)  # threads of the library before stop spinning
                answer = worker.ask([group.name, case.name, seconds])
                if error := answer.get("error"):
                    print(f"{library}: {case.name}: {error}", file=sys.stderr)
                    del askable[setting, library]
                    continue
                best[library] = min(answer["best"], best.get(library, float("inf")))
    return times


def run_settings(
    group: Group, crews: Crews, options: argparse.Namespace, pace: tuple[int, float]
) -> dict[Setting, dict[str, dict[str, float]]]:
    """run_group in each setting asked for, by workers of its own, which then end."""
    settings = options.setting or all_settings()
    libraries = [library for workers in crews.values() for library in workers]
    made = {
        setting: {
            library: Worker(library, options.cpu, options.quick, setting)
            for library in libraries
        }
        for setting in settings
    }
    times = run_group(group, made, *pace)
    for workers in made.values():
        for worker in workers.values():
            worker.stop()
    return times


def run_sweeps(workers: dict[str, Worker], rounds: int, seconds: float) -> str:
    """The times of all statements over sizes, as text."""
    found: dict[Sweep, dict[int, dict[str, float]]] = {}
    for sweep in SWEEPS:
        times = run_group(sweep.group, {USUAL: workers}, rounds, seconds)[USUAL]
        found[sweep] = {int(size): best for size, best in times.items()}
        for text in cliffs(found[sweep]):
            print(f"{sweep.name}: {text}", file=sys.stderr)
    return report.sweeps_text(found)


def run_footprint(libraries: list[str], rounds: int) -> str:
    """Import times and sizes as text."""
    imports = footprint.import_seconds(libraries, ENVIRONMENT, rounds)
    sizes = {library: footprint.installed_bytes(library) for library in libraries}
    wheel = None
    if "ctensor" in libraries:
        wheel, unpacked = footprint.wheel_bytes()
        sizes["ctensor"] += unpacked
    return report.footprint_text(imports, wheel, sizes)


def highlights(times: dict[str, dict]) -> str:
    """The short table of README."""
    rows = [["", *(report.NAMES[library] for library in LIBRARIES)]]
    for group, case, title in HIGHLIGHTS:
        cells = [report.duration(times[group][case].get(lib)) for lib in LIBRARIES]
        rows.append([title, *cells])
    return report.table(rows)


def chosen_group(name: str, words: list[str] | None) -> Group:
    """The group, or those of its cases whose names have one of the words."""
    group = GROUPS[name]
    if not words:
        return group
    return replace(
        group, cases=[c for c in group.cases if any(word in c.name for word in words)]
    )


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.run")
    parser.add_argument("--quick", action="store_true", help="short and rough")
    parser.add_argument("--group", action="append", choices=[*GROUPS, *OTHERS])
    parser.add_argument("--cpu", action="store_true", help="time one thread's work")
    parser.add_argument("--no-write", action="store_true", help="print only")
    parser.add_argument("--case", action="append", help="only cases named like this")
    parser.add_argument(
        "--setting",
        action="append",
        type=Setting.parse,
        help="of groups that run in several: avx2:1, best:2, ...",
    )
    return parser.parse_args()


def write(name: str, text: str, about: list[str]) -> None:
    """Puts a group's table, and what it was timed on, into its place in the page."""
    title, table = text.split("\n\n", 1) if text.startswith("#") else ("", text)
    timed = f"{about[0]}; {about[-1]}"
    section = "\n\n".join(filter(None, [title, timed, table]))
    report.fill(ROOT / "docs" / "performance.md", name, section)


def main() -> None:
    """Runs the groups asked for; writes what ran whole into the pages."""
    options = read_options()
    pace = rounds, seconds = (2, 0.03) if options.quick else (8, 0.1)
    chosen = options.group or [*GROUPS, *OTHERS]
    partial = options.quick or options.cpu or options.case or options.setting

    workers, versions = start_workers(options.cpu, options.quick)
    usual = {USUAL: workers}
    about = machine.describe(versions)
    print(*about, sep="\n", end="\n\n")
    times = {}
    for name in chosen:
        if name == FOOTPRINT:
            text = run_footprint(list(workers), 2 * rounds)
        elif name == SWEEP:
            text = run_sweeps(workers, rounds, seconds / 3)
        elif name == PEAK:
            text = peak.text(options.cpu, options.quick, ENVIRONMENT)
        elif name == MEMORY:
            repeats = 1 if options.quick else 3
            text = memory.text(list(workers), ENVIRONMENT, repeats)
        else:
            group = chosen_group(name, options.case)
            if group.settings:
                few = rounds // 2, seconds * 0.6  # there are four settings
                found = run_settings(group, usual, options, few)
                text = report.settings_text(group, found)
                times[name] = found[list(found)[-1]]  # the best set, all cores
            else:
                times[name] = run_group(group, usual, *pace)[USUAL]
                text = report.GroupReport(group, times[name]).text()
        print(text, flush=True)
        if not (partial or options.no_write):
            write(name, text, about)
    for worker in workers.values():
        worker.stop()
    written = {group for group, _, _ in HIGHLIGHTS} <= set(times)
    if written and not (partial or options.no_write):
        report.fill(ROOT / "README.md", "table", highlights(times))


if __name__ == "__main__":
    main()
