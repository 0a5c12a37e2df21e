"""Every benchmark's statement runs: a table row that names something gone is found.
Cliffs in a sweep over sizes are found, and only cliffs. Settings reach each library.
"""

import os
import platform
import sys
import time

import pytest

from benchmarks import memory, peak
from benchmarks.case import Case, Group
from benchmarks.report import settings_text, sweeps_text
from benchmarks.run import OTHERS, ROOT
from benchmarks.setting import USUAL, Setting, all_settings
from benchmarks.sweep import Sweep, cliffs
from benchmarks.tables import GROUPS, SWEEPS
from benchmarks.worker import Timers

CASES = [(group.name, case) for group in GROUPS.values() for case in group.cases]


@pytest.mark.parametrize(
    ("group", "case"), CASES, ids=[f"{group}-{case.name}" for group, case in CASES]
)
@pytest.mark.parametrize("library", ["ctensor", "numpy"])
def test_statement_runs(library: str, group: str, case) -> None:
    if case.statement(library) is not None:
        assert Timers(library).timer(group, case.name).timeit(1) > 0


def test_each_group_has_its_place_in_the_page() -> None:
    page = (ROOT / "docs" / "performance.md").read_text()
    for name in [*GROUPS, *OTHERS]:
        assert page.count(f"<!-- {name} begin -->\n\n") == 1, name
        assert page.count(f"\n\n<!-- {name} end -->") == 1, name


@pytest.mark.parametrize("sweep", SWEEPS, ids=lambda sweep: sweep.name)
@pytest.mark.parametrize("library", ["ctensor", "numpy"])
def test_sweep_runs(library: str, sweep: Sweep) -> None:
    case = sweep.group.cases[0]
    if case.statement(library) is not None:
        assert Timers(library).timer(sweep.group.name, case.name).timeit(1) > 0


def test_sizes_are_on_both_sides_of_each_edge() -> None:
    sizes = Sweep("", "").sizes
    assert sizes[0] == 16 and sizes[-1] == 2**22
    assert {16384, 16385, 32768, 32769, 131072, 131073} <= set(sizes)
    assert max(Sweep("", "", largest=1000).sizes) == 256


STEADY = {n: {"ctensor": n * 1e-9, "torch": n * 1e-9} for n in (4096, 16384, 16385)}
CLIFFS = {
    "past an edge": ({16385: {"ctensor": 3e-5, "torch": 2e-5}}, "1.8x the time"),
    "over a step": ({16384: {"ctensor": 1e-4, "torch": 9e-5}}, None),
    "alone over a step": ({16384: {"ctensor": 1e-4, "torch": 2e-5}}, "6.1x the time"),
    "no peer": ({16385: {"ctensor": 3e-5}}, "1.8x the time"),
    "slower than a peer": ({4096: {"ctensor": 6e-6, "numpy": 4e-6}}, "0.67x of the"),
}


@pytest.mark.parametrize("name", CLIFFS)
def test_cliffs_are_found(name: str) -> None:
    assert not list(cliffs(STEADY))
    changed, message = CLIFFS[name]
    found = list(cliffs(STEADY | changed))
    assert any(message in text for text in found) if message else not found
    listed = "None." not in sweeps_text({Sweep("it", ""): STEADY | changed})
    assert listed == bool(found)


def test_settings_are_instruction_sets_and_threads() -> None:
    assert Setting.parse("avx2:1") == ("avx2", 1)
    assert Setting.parse("best:2") == ("", 2) and Setting.parse("best") == USUAL
    with pytest.raises(ValueError, match="expected avx2 or best, got 'sse'"):
        Setting.parse("sse:1")
    assert USUAL.environment() == {}
    environment = Setting("avx2", 3).environment()
    assert environment["CTENSOR_ISA"] == environment["ATEN_CPU_CAPABILITY"] == "avx2"
    assert environment["OMP_NUM_THREADS"] == "3"
    settings = all_settings()
    assert len(set(settings)) == len(settings) and all(s.threads for s in settings)


def test_table_of_settings() -> None:
    group = Group("it", "It", [Case("a", ""), Case("b", "")], mean={"torch": 2})
    one = {"a": {"ctensor": 1e-3, "torch": 4e-3}, "b": {"ctensor": 1e-3, "numpy": 3e-3}}
    two = {"a": {"ctensor": 2e-3, "torch": 1e-3}, "b": {}}
    text = settings_text(group, {Setting("avx2", 1): one, Setting("", 2): two})
    cells = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in text.splitlines()
        if line.startswith("|")
    ]
    names = ["NumPy /", "PyTorch /"]
    assert cells[0] == ["", "avx2, 1 thread", *names, "best, 2 threads", *names]
    assert cells[2] == ["a", "1 ms", "", "4.00x", "2 ms", "", "0.50x"]
    aim = Group("it", "It", [Case("a", "", target={"torch": 4}), Case("b", "")])
    assert "| a (target 4x PyTorch) |" in settings_text(aim, {Setting("", 1): one})
    assert cells[3] == ["b", "1 ms", "3.00x", "", "", "", ""]
    mean = "geometric mean (target 2x PyTorch)"
    assert cells[4] == [mean, "", "3.00x", "4.00x", "", "", "0.50x"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("case", ["LSTM", "784-512-512-10, batch 128"])
def test_memory_of_a_step_is_what_its_process_holds(case: str) -> None:
    found = memory.ask("ctensor", case, os.environ)
    assert found is not None and 2**18 < found < 2**25


@pytest.mark.skipif(platform.machine() != "x86_64", reason="loops are of x86-64")
def test_products_are_held_against_loops_in_registers(tmp_path) -> None:
    rows = peak.measure("base", [1, 2], 0, time.perf_counter, 0.0)
    assert [row[:2] for row in rows] == [
        ["float32", 1], ["float32", 2], ["float64", 1], ["float64", 2]
    ]  # fmt: skip
    assert all(best > 1e8 for _, _, best, _ in rows)
    one = peak.Peak(peak.loops(str(tmp_path)).base_float32, 1, time.perf_counter)
    assert peak.fraction(one, 64, "float32", 0.0) > 0
