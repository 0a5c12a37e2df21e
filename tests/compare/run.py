"""Compares ctensor with PyTorch, row by row of the op table, and with NumPy.

usage: run.py [--kinds plain,mixed,..] [--lanes 2] [--save FILE] [row ...]

Every row whose name PyTorch has is called there and here, at each place where it stands
(torch.f, Tensor.f, Tensor.f_, nn.functional, linalg, special), with the calls of
cases.py. What differs and is not in differences.txt is printed, and so is an entry
there that nothing matched, where all was run.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import all_samples  # noqa: F401
import cases
import listed
import torch
from children import Notes, gather, in_lanes
from judge import differences
from places import Place, places_of
from twins import attempt, twin

import ctensor as ct
from ctensor import _C

SHOWN = 4  # examples of each kind of difference
Found = tuple[str, str]  # the row's name, and what differs


def calls_of(row: dict[str, Any], kinds: list[str]) -> Iterator[tuple[Place, Any]]:
    """All calls of a row: the place, and the case.

    Layouts and mixed dtypes are the same for all names of a row: they are made at the
    first place and where the argument is written, and mistakes at the first alone.
    """
    places = list(places_of(row))
    for kind in kinds:
        for i, place in enumerate(places):
            written = place.path == f"Tensor.{row['pyname']}_" and kind != "mistakes"
            if kind == "outs" and (place.writes or place.path.startswith("Tensor.")):
                continue
            if kind in ("plain", "outs") or i == 0 or written:
                for case in cases.KINDS[kind](row):
                    yield place, case


def compare(rows: list[dict[str, Any]], kinds: list[str]) -> list[Found]:
    """What differs in some rows."""

    def work(first: int, notes: Notes) -> Iterator[tuple[str, Found]]:
        warnings.simplefilter("ignore")
        calls = ((row, *call) for row in rows for call in calls_of(row, kinds))
        for number, (row, place, case) in enumerate(calls):
            if number >= first:
                for difference in of_call(number, row["name"], place, case, notes):
                    yield row["name"], difference

    found, agreed = [], set()
    for name, (what, text) in gather(work):
        if what == "agreed":
            agreed.add((name, text))
        else:
            found.append((name, f"{what}: {text}"))
    if "plain" in kinds:
        for row in rows:
            for place in places_of(row):
                if (row["name"], place.path) not in agreed:
                    found.append((row["name"], f"nothing compared: {place.path}"))
    return found


def of_call(
    number: int, row: str, place: Place, case: Any, notes: Notes
) -> Iterator[Found]:
    """What differs in one call, or that both packages gave a result."""
    label = f"{place.path} {case.label}"
    notes.write(number, row, f"PyTorch at {label}")
    arguments, keywords = case.make()
    own = place.own
    arguments = [arguments[own], *arguments[:own], *arguments[own + 1 :]]
    others = twin(arguments), twin(keywords)
    theirs = attempt(place, *others, case.gradients, torch)
    notes.write(number, row, f"ctensor at {label}")
    ours = attempt(place, arguments, keywords, case.gradients, ct)
    if not ours.error and not theirs.error:
        yield "agreed", place.path
    for what, found in differences(ours, theirs, case.tolerance, case.values):
        yield what, f"{label}: {' '.join(found.split())}"


def shown_and_bad(
    found: list[Found],
    known: list[listed.Entry],
    complete: bool,
    others: list[listed.Entry] | None = None,
) -> bool:
    """Prints what is not listed, and entries without use; whether there is any.

    `others` are entries that may match and need not.
    """
    used, left = set(), []
    for row, what in found:
        matches = [e for e in (*known, *(others or ())) if e.covers(row, what)]
        used.update(matches)
        if not matches:
            left.append((row, what))
    groups: dict[tuple[str, str], list[str]] = {}
    for row, what in left:
        groups.setdefault((row, what.partition(":")[0]), []).append(what)
    for (row, kind), texts in sorted(groups.items()):
        print(f"{row}: {kind}, {len(texts)} times")
        for text in texts[:SHOWN]:
            print(f"    {text[:300]}")
    unused = [e for e in known if e.always and e not in used] if complete else []
    for entry in unused:
        print(f"differences.txt: nothing is {entry.row} | {entry.what}")
    print(f"{len(found)} differences, {len(left)} not listed")
    print(f"{len(unused)} unused entries")
    return bool(left or unused)


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", default=",".join(cases.KINDS))
    parser.add_argument("--lanes", type=int, default=2)
    parser.add_argument("--save", type=Path, help="write all differences to a file")
    parser.add_argument("rows", nargs="*")
    options = parser.parse_args()
    torch.set_num_threads(1)
    kinds = options.kinds.split(",")
    rows = [row for row in _C._op_table() if list(places_of(row))]
    if options.rows:
        rows = [r for r in rows if {r["name"], r["pyname"]} & set(options.rows)]
    found = in_lanes(rows, options.lanes, lambda some: compare(some, kinds))
    if options.save:
        options.save.write_text("".join(f"{row} | {what}\n" for row, what in found))
    complete = not options.rows and kinds == list(cases.KINDS)
    known = listed.entries("")
    sys.exit(shown_and_bad(found, known, complete))


if __name__ == "__main__":
    main()
