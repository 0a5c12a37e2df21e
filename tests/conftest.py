"""What all tests share: the same random numbers each time, Ctrl-C, and --op."""

import gc
import inspect
import os
import re
import signal
from itertools import compress
from operator import not_
from pathlib import Path

import numpy as np
import pytest

import ctensor

# A shell starts what runs in the background with Ctrl-C ignored, children included.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def seed() -> None:
    """The same random numbers for each test, whichever tests run."""
    np.random.seed(0)
    ctensor.manual_seed(0)


def pytest_collection_finish(session) -> None:
    """Tests that wait for the collector need not have it walk over all the tests."""
    gc.collect()
    gc.freeze()


# ---- the tests of one op ----------------------------------------------------

TABLE = "ROWS|POINTWISE|CASES|CALLS|parts"  # in files that go through the whole table
MARKS = ("isa", "cuda")  # of which tools/run_tests.py runs all tests by themselves
FEW = 100  # tests that mention an op and are not named for it; of add there are more


def pytest_addoption(parser) -> None:
    parser.addoption("--op", help="only the tests that concern the op of this name")


def pytest_configure(config) -> None:
    config.op_names = names_of(config.getoption("--op"))


def names_of(op: str | None) -> set[str]:
    """The names of what a name stands for: overloads, aliases, private parts."""
    if op is None:
        return set()
    own = ctensor._C._op_aliases().get(op, op)
    rows = ctensor._C._op_table()
    found = {row["name"] for row in rows if own in (row["name"], row["pyname"])}
    if not found:
        raise pytest.UsageError(f"no op is called {op!r}")
    private = {row["name"] for row in rows if "private" in row["forms"]}
    aliases = {alias for alias, row in ctensor._C._op_aliases().items() if row in found}
    parts = {name for name in private if name.startswith(f"{own}_")}
    return found | aliases | parts | {own}


def pytest_generate_tests(metafunc) -> None:
    """What scripts run in parts: `part` is their command line."""
    if marker := metafunc.definition.get_closest_marker("parts"):
        n, op = marker.args[0], metafunc.config.getoption("--op")
        parts = [[op]] if op else [[str(i), str(n)] for i in range(n)]
        metafunc.parametrize("part", parts, ids=lambda part: part[0])


def pytest_ignore_collect(collection_path: Path, config) -> bool | None:
    """Files without the mark, or that speak neither of the op nor of the whole table.

    They are not read: most files have no test that is run once more for its mark.
    """
    if collection_path.suffix != ".py":
        return None
    text = collection_path.read_text()
    mark = config.getoption("markexpr")
    if mark in MARKS and f"pytest.mark.{mark}" not in text:
        return True
    if not config.op_names:
        return None
    names = "|".join(map(re.escape, config.op_names))
    return None if re.search(rf"\b({TABLE}|{names})\b", text) else True


def leave_out_cuda(items: list, config) -> None:
    """Tests of the device cuda run by themselves: others ask that there is none."""
    if "CTENSOR_CUDA" not in os.environ:
        of_cuda = [bool(item.get_closest_marker("cuda")) for item in items]
        config.hook.pytest_deselected(items=list(compress(items, of_cuda)))
        items[:] = compress(items, map(not_, of_cuda))


def pytest_collection_modifyitems(items: list, config) -> None:
    """Keeps the tests of the op: by parameter, by name, and those few that call it."""
    leave_out_cuda(items, config)
    names = config.op_names
    if not names:
        return
    calls = re.compile(rf"\b({'|'.join(map(re.escape, names))})\(")
    functions = {item.function for item in items if not is_swept(item)}
    callers = {f for f in functions if calls.search(inspect.getsource(f))}
    named = [is_named(item, names) for item in items]
    calling = [item.function in callers for item in items]
    few = sum(c and not n for c, n in zip(calling, named, strict=True)) <= FEW
    keep = [n or (few and c) for n, c in zip(named, calling, strict=True)]
    config.hook.pytest_deselected(items=list(compress(items, map(not_, keep))))
    items[:] = compress(items, keep)


def is_named(item, names: set[str]) -> bool:
    """Whether a word of its parameters, or words of its name, are an op's name."""
    name, _, parameters = item.name.partition("[")
    words = set(re.findall(r"\w+", parameters))
    return bool(words & names) or any(f"_{n}_" in f"{name}_" for n in names)


def is_swept(item) -> bool:
    """Whether the rows of the table are among its parameters."""
    return bool({"row", "case"} & set(item.fixturenames))
