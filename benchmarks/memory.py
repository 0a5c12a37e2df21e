"""Peak memory of training steps: how much more a process holds than before the first.

`python -m benchmarks.memory` prints the table that `benchmarks.run` puts into its
report. Each library trains each case in a process of its own: it builds the model and
takes a step with a few samples, which loads what a library loads when it is first used
and makes the optimizer's state. Then it gives unused memory back, sets the kernel's
mark of the highest resident size to the present one (/proc/self/clear_refs), and takes
STEPS steps. The figure is that mark (VmHWM) less the resident size before them (VmRSS):
results, what backward keeps, gradients, scratch memory, and what allocators hold beyond
that.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.networks import NETWORKS
from benchmarks.report import NAMES, ratio, table
from benchmarks.training import mlp, stepper

ROOT = Path(__file__).resolve().parent.parent
STEPS = 5
FEW = 2  # samples of the first step
ROUNDS = 3  # processes of each library; the least counts
MLPS = {
    "64-128-64-10, batch 64": ([64, 128, 64, 10], 64),
    "784-512-512-10, batch 128": ([784, 512, 512, 10], 128),
}
CASES = [*NETWORKS, *MLPS]


def resident(name: str) -> int:
    """VmRSS or VmHWM, in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"/proc/self/status has no {name}")


def give_back(library: str) -> None:
    """Returns unused memory to the system."""
    gc.collect()
    if library == "ctensor":
        importlib.import_module("ctensor").memory_release()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


def measure(library: str, case: str) -> int:
    """The bytes that a case takes in this process, which has done nothing else."""
    lib = importlib.import_module(library)
    lib.manual_seed(0)
    if case in NETWORKS:
        network = NETWORKS[case]
        model, x, labels = network.make(lib)
        step = stepper(lib, model, network.optimizer, **network.options)
    else:
        model, x, labels = mlp(lib, *MLPS[case])
        step = stepper(lib, model, "Adam")
    each = len(labels) // len(x)
    step(x[:FEW], labels[: FEW * each])
    give_back(library)
    before = resident("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")
    for _ in range(STEPS):
        step(x, labels)
    return resident("VmHWM") - before


def ask(library: str, case: str, environment: Mapping[str, str]) -> int | None:
    """`measure` in a new process; None if it failed."""
    command = [sys.executable, "-m", "benchmarks.memory", "--measure", library, case]
    answer = subprocess.run(
        command, env=dict(environment), cwd=ROOT, capture_output=True, text=True
    )
    if answer.returncode:
        print(f"{library}: {case}: {answer.stderr.strip()[-300:]}", file=sys.stderr)
        return None
    return int(json.loads(answer.stdout))


def text(libraries: list[str], environment: Mapping[str, str], rounds: int) -> str:
    """The table."""
    names = [name for name in libraries if name != "numpy"]
    heads = [NAMES[name] for name in names]
    rows = [["peak over the state before, 2 threads", *heads, "PyTorch / ctensor"]]
    for case in CASES:
        found: dict[str, int] = {}
        for name in names:
            values = [ask(name, case, environment) for _ in range(rounds)]
            known = [value for value in values if value is not None]
            if known:
                found[name] = min(known)
        cells = [f"{found[n] / 2**20:.1f} MiB" if n in found else "" for n in names]
        both = "ctensor" in found and "torch" in found
        of = found["torch"] / max(found["ctensor"], 1) if both else None
        rows.append([case, *cells, ratio(of)])
    return f"### Memory of training steps\n\n{table(rows)}\n"


def main() -> None:
    """Prints the table; with --measure, as a process of `text`, one figure."""
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(*sys.argv[2:4])))
        return
    print(text(["ctensor", "torch"], os.environ, ROUNDS))


if __name__ == "__main__":
    main()
