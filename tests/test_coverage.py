"""The library by which tests/fuzz.py learns what a case has run."""

import ctypes
import shutil
import subprocess
from pathlib import Path

import pytest

SOURCE = """
int choose(int n);
int choose(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++) {
        sum += i % 3 ? i : -1;
    }
    return n > 100 ? -sum : sum;
}
"""


@pytest.mark.skipif(not shutil.which("gcc"), reason="no gcc")
def test_new_paths_are_told(tmp_path) -> None:
    source, target = tmp_path / "choose.c", tmp_path / "choose.o"
    source.write_text(SOURCE)
    flags = ["-O1", "-fPIC"]
    trace = ["-fsanitize-coverage=trace-pc", "-c", "-o", str(target)]
    subprocess.run(["gcc", *flags, *trace, str(source)], check=True)
    coverage = str(Path(__file__).with_name("coverage.c"))
    path = tmp_path / "both.so"
    command = ["gcc", *flags, "-shared", "-o", str(path), str(target), coverage]
    subprocess.run(command, check=True)
    library = ctypes.CDLL(str(path))
    assert library.coverage_start() == 0
    news = []
    for n in (0, 0, 1, 2, 2, 90, 200, 0):
        library.choose(n)
        news.append(library.coverage_new() > 0)
    assert news == [True, False, True, True, False, True, True, False]
    assert library.coverage_new() == 0
