"""The backend for GPUs as nvcc makes it, and its library where `make cuda` built it."""

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import ctensor as ct

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = Path(ct.__file__).with_name(f"_cuda{sysconfig.get_config_var('EXT_SUFFIX')}")
needs_nvcc = pytest.mark.skipif(not shutil.which("nvcc"), reason="no nvcc in PATH")
needs_library = pytest.mark.skipif(not LIBRARY.exists(), reason="make cuda was not run")
# What the library may need beside the core: the driver is opened at run time.
SYSTEM = {"libc", "libm", "libstdc++", "libgcc_s", "libpthread", "libdl", "librt", "ld"}


def build():
    """tools/cudabuild.py as a module."""
    sys.path.insert(0, str(ROOT / "tools"))
    spec = importlib.util.spec_from_file_location(
        "cudabuild", ROOT / "tools" / "cudabuild.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_nvcc
def test_a_kernel_compiles_for_a_gpu(tmp_path) -> None:
    """The smallest file with the build's own command, and what ptxas says of it."""
    module, target = build(), tmp_path / "kernels.cu.o"
    command = [*module.nvcc_command(), "cuda/kernels/draw_each.cu", "-o", str(target)]
    plain = os.environ | {"LD_PRELOAD": ""}  # it does not run under sanitizers
    done = subprocess.run(
        command, cwd=ROOT, env=plain, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = module.ENTRY.findall(done.stderr)
    assert {arch for _, arch, *_ in found} == {f"sm_{a}" for a in module.ARCHS.split()}
    assert all(int(registers) <= module.MOST for *_, registers in found)
    assert target.stat().st_size > 0


@needs_library
def test_the_library_is_whole_and_small() -> None:
    listing = subprocess.run(
        ["readelf", "-d", str(LIBRARY)], text=True, capture_output=True, check=True
    ).stdout
    needed = {
        line.split("[")[1].split(".so")[0]
        for line in listing.splitlines()
        if "(NEEDED)" in line
    }
    assert {name.split("-")[0] for name in needed} <= SYSTEM
    assert LIBRARY.stat().st_size < 16 << 20


@needs_library
def test_without_a_driver_it_says_so() -> None:
    code = "import ctensor as ct\ntry: ct.ones(1).cuda()\n"
    code += "except RuntimeError as error: print(error)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        text=True,
        capture_output=True,
        check=True,
        env={k: v for k, v in os.environ.items() if k != "CTENSOR_CUDA"},
    )
    if not done.stdout:
        pytest.skip("this machine has a driver")
    assert done.stdout.startswith("cuda: expected a device of a loaded backend, got")


def test_importing_opens_nothing() -> None:
    code = (
        "import ctensor as ct; ct.ones(3).sum(); ct.ones(2).to('meta')\n"
        "print('_cuda' in open('/proc/self/maps').read())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], text=True, capture_output=True, check=True
    )
    assert done.stdout == "False\n"
