"""Every benchmark's statement runs: a table row that names something gone is found."""

import pytest

from benchmarks.tables import GROUPS
from benchmarks.worker import Timers

CASES = [(group.name, case) for group in GROUPS.values() for case in group.cases]


@pytest.mark.parametrize(
    ("group", "case"), CASES, ids=[f"{group}-{case.name}" for group, case in CASES]
)
@pytest.mark.parametrize("library", ["ctensor", "numpy"])
def test_statement_runs(library: str, group: str, case) -> None:
    if case.statement(library) is not None:
        assert Timers(library).timer(group, case.name).timeit(1) > 0
