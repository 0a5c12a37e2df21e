"""Builds ctensor._C, the one extension module; the compiling is in tools/cbuild.py."""

import os
import sys
import sysconfig
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.errors import CompileError

ROOT = Path(__file__).resolve().parent
os.chdir(ROOT)
sys.path.insert(0, str(ROOT / "tools"))

import cbuild  # noqa: E402  (tools/ is no package: it is not installed)
import stubs  # noqa: E402


def include_flags() -> list[str]:
    """Where Python.h and NumPy's headers are; they are not ours to be warned about."""
    import numpy

    folder = Path(sysconfig.get_paths()["include"])
    if not (folder / "Python.h").exists():
        raise cbuild.BuildError(
            f"{folder}/Python.h not found: install Python's headers "
            f"(on Debian: apt install python3-dev) or use another Python"
        )
    return ["-isystem", str(folder), "-isystem", numpy.get_include()]


class BuildExt(build_ext):
    """Compiles in parallel, and only what changed since the last build."""

    def build_extension(self, ext: Extension) -> None:
        """Makes the shared library of the one extension there is."""
        tag = f"{sys.implementation.cache_tag}-{sysconfig.get_platform()}"
        try:
            build = cbuild.Build(cbuild.object_folder(tag), include_flags())
            output = Path(self.get_ext_fullpath(ext.name))
            build.link(build.compile(), output, *cbuild.SHARED)
            cbuild.write_commands(build)
        except cbuild.BuildError as error:
            raise CompileError(str(error)) from None


stubs.write(ROOT / "ctensor")
setup(
    ext_modules=[Extension("ctensor._C", [str(p) for p in Path("csrc").rglob("*.c")])],
    cmdclass={"build_ext": BuildExt},
)
