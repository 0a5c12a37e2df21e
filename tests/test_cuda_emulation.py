"""What the emulation of CUDA finds: faults of kernels that a GPU might hide."""

import functools
import os
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.cuda

ROOT = Path(__file__).resolve().parent.parent
SEEDS = range(8)


@functools.cache
def program() -> Path:
    """The program of wrong kernels, with the emulation."""
    made = ROOT / "build" / "wrong_kernels"
    sources = [ROOT / "tests/cuda/wrong_kernels.cu", *ROOT.glob("cuda/emulate/*.cc")]
    used = [*sources, *ROOT.glob("cuda/emulate/*.h"), *ROOT.glob("cuda/kernels/*.cuh")]
    newest = max(path.stat().st_mtime_ns for path in used)
    if not made.exists() or made.stat().st_mtime_ns < newest:
        fresh = made.with_name(f"{made.name}-{os.getpid()}")
        flags = [f"-I{ROOT}/cuda", f"-I{ROOT}/csrc", "-o", str(fresh)]
        command = ["c++", "-x", "c++", "-std=gnu++17", "-O1", *map(str, sources)]
        subprocess.run([*command, *flags, "-lpthread"], check=True)
        fresh.replace(made)
    return made


def run(kernel: str, seed: int) -> str:
    environment = os.environ | {"CTENSOR_EMULATE_SEED": str(seed)}
    command = [str(program()), kernel]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    return done.stdout.decode()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kernel", ["right", "shuffled"])
def test_right_kernels_are_right_in_any_order(kernel, seed) -> None:
    assert run(kernel, seed) == "right\n"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_missing_barrier_changes_the_result(seed) -> None:
    assert run("no barrier", seed) == "wrong\n"


@pytest.mark.parametrize("seed", SEEDS)
def test_shared_memory_begins_poisoned(seed) -> None:
    assert run("unwritten", seed) == "wrong\n"


@pytest.mark.parametrize(
    ("kernel", "message"),
    [
        ("divergent", "64 of 128 threads wait at the barrier"),
        ("two barriers", "threads of one block wait at two barriers"),
        ("lanes absent", "64 for lanes of their warp, and the others have ended"),
        ("beyond", "a kernel wrote 129 bytes beyond a block of 512 bytes"),
        ("undeclared", "waits at .*, but was launched as a kernel that does not"),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_faults_are_named(kernel, message, seed) -> None:
    assert message.split(".*")[0] in run(kernel, seed)
