"""The grid of functions and dtypes: what PyTorch fills and ctensor does not.

usage: grid.py [--lanes 2] [name ...]

Asked of every row of the op table (its samples, at its first name), and of the calls
of composed.py and of grid_calls.txt, in all dtypes: does PyTorch take it, do we, and
are the result's dtype, its values and the first gradient the same? Second gradients,
layouts, forms in place and what only we take are run.py's. Printed is a line for each
function and kind of hole, with the dtypes, and what one call gave. A hole that is in
differences.txt under grid.NAME has its reason there; any other fails, and so does an
entry there that nothing matches.
"""

from __future__ import annotations

import argparse
import functools
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import all_samples  # noqa: F401
import cases
import composed
import listed
import torch
from children import Notes, gather, in_lanes
from judge import between
from places import Place, places_of
from twins import (
    FAILURES,
    Part,
    differentiable,
    directions,
    flat,
    is_tensor,
    part_of,
    tensors_in,
    twin,
)

import ctensor as ct
from ctensor import _C

CALLS = Path(__file__).with_name("grid_calls.txt")  # F is nn.functional


class Item(NamedTuple):
    """A call: what it is of, its label, arguments and how close they must come."""

    name: str
    label: str
    place: Place
    make: Callable[[], tuple[list[Any], dict[str, Any]]]
    gradients: bool
    values: bool
    tolerance: float


def items(names: list[str]) -> Iterator[Item]:
    """All calls, those of some names alone if there are any."""
    for row in _C._op_table():
        places = [p for p in places_of(row) if not p.writes]
        if places and (not names or {row["name"], row["pyname"]} & set(names)):
            for case in cases.plain(row):
                make = functools.partial(moved, case.make, places[0].own)
                rest = (places[0], make, case.gradients, case.values, case.tolerance)
                yield Item(row["name"], f"{places[0].path} {case.label}", *rest)
    more = CALLS.read_text().replace("F.", "T.nn.functional.")
    for text in [*composed.calls(), *composed.calls(more)]:
        name = composed.name_of(text)
        if not names or name in names:
            code = compile(text, "call", "eval")
            used = [n for n in (*composed.SHAPES, *composed.OWN) if n in code.co_names]
            place = composed.place_of(text, code, used)
            for dtype in cases.DTYPES:
                make = functools.partial(operands, used, dtype)
                gradients = dtype in cases.FLOATS and "_(" not in text
                rest = (place, make, gradients, "empty_" not in text, 256)
                yield Item(f"py.{name}", f"{text}: {dtype}", *rest)


def moved(make: Callable, own: int) -> tuple[list[Any], dict[str, Any]]:
    """A row's arguments, the one that the method belongs to first."""
    arguments, keywords = make()
    return [arguments[own], *arguments[:own], *arguments[own + 1 :]], keywords


def operands(names: list[str], dtype: str) -> tuple[list[Any], dict[str, Any]]:
    """The operands of an expression."""
    return [composed.operand(name, dtype, "") for name in names], {}


def dtype_of(label: str) -> str:
    """The dtype that a label names."""
    return next(w for w in label.replace(":", " ").split() if w in cases.DTYPES)


class Answer(NamedTuple):
    """What a call gave: parts or an error, and the same of its first gradient."""

    error: str
    parts: list[Part]
    gradient_error: str = ""
    gradient: tuple[Part, ...] = ()


def ask(item: Item, given: tuple[list, dict], package: Any) -> Answer:
    """Makes a package's call, and takes its first gradient."""
    arguments, keywords = given
    function = item.place.ours if package is ct else item.place.theirs
    base = tensors_in([*arguments, *keywords.values()])
    try:
        results = flat(function(*arguments, **keywords))
        parts = [part_of(f"result {i}", r, []) for i, r in enumerate(results)]
    except FAILURES as error:
        return Answer(f"{type(error).__name__}: {error}", [])
    if not item.gradients:
        return Answer("", parts)
    try:
        leaves = [t.requires_grad_() for t in base if differentiable(t)]
        results = flat(function(*arguments, **keywords))
        outputs = [t for t in results if is_tensor(t) and t.requires_grad]
        ways = [directions(t, package) for t in outputs]
        found = outputs and package.autograd.grad(
            outputs, leaves, ways, materialize_grads=True
        )
        gradient = (part_of(f"gradient {i}", g, []) for i, g in enumerate(found))
    except FAILURES as error:
        return Answer("", parts, f"{type(error).__name__}: {error}")
    return Answer("", parts, "", tuple(gradient))


def holes(item: Item) -> Iterator[tuple[str, str]]:
    """Kinds of hole of a call, each with what was found."""
    given = item.make()
    theirs = ask(item, twin(given), torch)
    if theirs.error:
        return
    ours = ask(item, given, ct)
    if ours.error:
        yield "refuses", ours.error
        return
    if ours.gradient_error and not theirs.gradient_error:
        yield "no gradient", ours.gradient_error
    pairs = list(zip(ours.parts, theirs.parts, strict=False))
    if not ours.gradient_error and not theirs.gradient_error:
        pairs += zip(ours.gradient, theirs.gradient, strict=False)
        if theirs.gradient and not ours.gradient:
            yield "no gradient", "nothing requires grad"
    for mine, other in pairs:
        kind = mine.name.split()[0]
        for what, found in between(mine, other, item.tolerance, item.values):
            yield (what if kind == "result" else f"{kind} {what}"), found


def compare(work: list[Item]) -> list[tuple[str, str, str, str]]:
    """The holes of some calls: name, kind, dtype, what was found."""

    def run(first: int, notes: Notes) -> Iterator[tuple[str, tuple[str, str]]]:
        warnings.simplefilter("ignore")
        for number, item in enumerate(work):
            if number >= first:
                notes.write(number, item.name, item.label)
                for kind, found in holes(item):
                    yield item.name, (kind, f"{item.label}: {' '.join(found.split())}")

    return [(name, kind, dtype_of(text), text) for name, (kind, text) in gather(run)]


def shown_and_bad(found: list[tuple[str, str, str, str]], complete: bool) -> bool:
    """Prints the holes without a reason as a table; whether that or the list is bad."""
    known = listed.entries("grid.")
    table: dict[tuple[str, str], list[tuple[str, str]]] = {}
    used = set()
    for name, kind, dtype, text in found:
        short = name.removeprefix("py.")
        matches = [e for e in known if e.covers(f"grid.{short}", f"{kind}: {text}")]
        used.update(matches)
        if not matches:
            table.setdefault((name, kind), []).append((dtype, text))
    for (name, kind), calls in sorted(table.items(), key=lambda entry: -len(entry[1])):
        dtypes = " ".join(d for d in cases.DTYPES if d in {c[0] for c in calls})
        print(f"{name} | {kind} | {dtypes}\n    {calls[0][1][:200]}")
    unused = [e for e in known if e.always and e not in used] if complete else []
    for entry in unused:
        print(f"differences.txt: nothing is {entry.row} | {entry.what}")
    print(f"{len(table)} holes not listed, {len(unused)} unused entries")
    return bool(table or unused)


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lanes", type=int, default=2)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    torch.set_num_threads(1)
    found = in_lanes(list(items(options.names)), options.lanes, compare)
    sys.exit(shown_and_bad(found, not options.names))


if __name__ == "__main__":
    main()
