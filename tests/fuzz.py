"""Random bad calls and damaged files, for as long as one likes; nothing may crash.

    python tests/fuzz.py 60 --seed 3
    python tests/fuzz.py build/fuzz/case.json

runs for 60 seconds, half of the cases calls and half files, or runs one case again that
was written down. The same seed gives the same cases in the same order.

A call is a row's sample with one to three of its arguments replaced by what stands in
tests/hostile.py. A file is a valid one of each format with bytes changed, cut out,
doubled or put in; load may fail, but must not take more memory than the file has. What
runs code that no case has run before, of C (tools/run_fuzz.py) or of the readers of
files, is kept and changed further; in a build that cannot tell, calls that give a row,
dtype, layout and error not seen together before. Cases run in a child process, which
notes each one before: when it dies, the case is written to build/fuzz.
"""

from __future__ import annotations

import argparse
import ctypes
import io
import json
import random
import re
import struct
import sys
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import all_samples  # noqa: F401
import hostile
from children import Notes, gather
from samples import SAMPLES

import ctensor as ct

CASES = Path(__file__).resolve().parent.parent / "build" / "fuzz"
ROWS = {row["name"]: row for row in hostile.ROWS}
KEPT = 5000  # cases that are changed further
LONGEST = 1 << 16  # bytes of a file
SHARE = 0.6  # of cases that are made of a kept one
LAYOUTS: dict[str, Callable[[ct.Tensor], ct.Tensor]] = {
    "plain": lambda t: t,
    "strided": lambda t: ct.stack([t, t], -1).flatten(-2)[..., ::2] if t.ndim else t,
    "reversed": lambda t: t.flip(0) if t.ndim else t,
    "transposed": lambda t: t.permute(tuple(range(t.ndim))[::-1]),
    "expanded": lambda t: t[..., :1].expand(t.shape) if t.ndim and t.numel() else t,
    "empty": lambda t: t[:0] if t.ndim else t,
}
DTYPES = ["float32", "float64", "float16", "bfloat16", "complex64", "int64", "uint8"]
DTYPES += ["bool", "int8", "uint64"]
Case = dict[str, Any]


# ---- calls ----------------------------------------------------------------------


def samples_of(row: dict[str, Any]) -> list[Any]:
    """The samples of a row, or those made of its formula."""
    return SAMPLES.get(row["name"]) or hostile.plain_samples(row)


def new_call(rng: random.Random) -> Case:
    """A sample as it stands, of some form, dtype and layout."""
    row = ROWS[rng.choice(list(ROWS))]
    return {
        "row": row["name"],
        "sample": rng.randrange(len(samples_of(row))),
        "form": rng.randrange(2),
        "dtype": rng.choice(DTYPES),
        "layout": rng.choice(list(LAYOUTS)),
        "changes": [],
    }


def changed_call(case: Case, rng: random.Random) -> Case:
    """A call with another argument, or another dtype or layout."""
    case = {**case, "changes": [list(change) for change in case["changes"]]}
    parameters = ROWS[case["row"]]["parameters"]
    if not parameters or rng.random() < 0.2:
        return {
            **case,
            "dtype": rng.choice(DTYPES),
            "layout": rng.choice(list(LAYOUTS)),
        }
    change = [rng.randrange(len(parameters)), rng.randrange(1 << 16)]
    case["changes"] = [c for c in case["changes"] if c[0] != change[0]][-2:] + [change]
    return case


def run_call(case: Case) -> tuple[str, str]:
    """What a call gave, and what it did wrong."""
    row = ROWS[case["row"]]
    sample = samples_of(row)[case["sample"]]
    forms = list(hostile.forms(row, sample))
    form, function = forms[case["form"] % len(forms)]
    guard = hostile.Guard()
    marked = case["layout"] == "plain" and case["dtype"] != "bfloat16"
    arguments, keywords = sample.arguments(
        getattr(ct, case["dtype"]), guard.put if marked else LAYOUTS[case["layout"]]
    )
    others = sample.arguments(getattr(ct, case["dtype"]))
    for place, choice in case["changes"]:
        name = row["parameters"][place]["name"]
        value = another(row["parameters"][place]["type"], *others, place, name, choice)
        if place < len(arguments):
            arguments[place] = value
        else:
            keywords[name] = value
    own = hostile.Call(row, sample, form, function, 0)
    written = next(iter(arguments[own.own :]), None) if own.writes_own else None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            hostile.read(function(*arguments, **keywords))
        gave = "a result"
    except hostile.ERRORS as error:
        gave = f"{type(error).__name__}: {re.sub(r'[0-9]+', '0', str(error))}"
        if not str(error):
            return gave, "an error without words"
    everything = own.writes_all or not isinstance(written, (ct.Tensor, type(None)))
    return gave, guard.harm("all" if everything else written)


def another(
    kind: str, given: list, named: dict, place: int, name: str, choice: int
) -> Any:
    """What stands in place of a parameter, made of its value in other memory."""
    value = given[place] if place < len(given) else named.get(name)
    others = [
        other
        for label, other in hostile.instead(kind, value)
        if "expanded" not in label and "a thousand" not in label
    ]
    return others[choice % len(others)]


# ---- files ----------------------------------------------------------------------


def valid_files() -> dict[str, bytes]:
    """A file of each format, as `load` takes them."""
    t = ct.arange(6.0).reshape(2, 3)
    state = {
        "weight": ct.nn.Parameter(t),
        "view": t[:, 1:],
        "half": t.bfloat16(),
        "whole": ct.tensor([1, 2]),
        "list": [1, 2.5, "text", None, (True, {"a": b"bytes"})],
    }
    found = {}
    for suffix, obj in (("pt", state), ("npy", t), ("npz", {"a": t, "b": ct.ones(2)})):
        file = io.BytesIO()
        save(obj, file, suffix)
        found[suffix] = file.getvalue()
    try:
        file = io.BytesIO()
        save({"a": t, "b": ct.ones(2)}, file, "safetensors")
        found["safetensors"] = file.getvalue()
    except ImportError:
        print("note: safetensors is not installed: its files are left out")
    return found


def save(obj: Any, file: io.BytesIO, suffix: str) -> None:
    """Saves by a path, whose suffix says the format."""
    CASES.mkdir(parents=True, exist_ok=True)
    path = CASES / f"valid.{suffix}"
    ct.save(obj, path)
    file.write(path.read_bytes())
    path.unlink()


INTERESTING = [0, 1, 0x7F, 0x80, 0xFF, 2**15, 2**16, 2**31 - 1, 2**31, 2**32 - 1, 2**40]
INTERESTING += [2**62, 2**63 - 1, 2**63, 2**64 - 1]


def damaged(data: bytes, rng: random.Random) -> bytes:
    """Bytes changed, cut out, doubled, put in or moved, once or a few times."""
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        a, b = sorted(rng.randrange(len(data) + 1) for _ in range(2))
        b = min(b, a + rng.choice((1, 4, 64, 4096)))
        kind = rng.randrange(6)
        if kind == 0 and a < len(data):
            data = data[:a] + bytes([data[a] ^ 1 << rng.randrange(8)]) + data[a + 1 :]
        elif kind == 1:
            data = data[:a] + data[b:]
        elif kind == 2:
            data = data[:b] + data[a:]
        elif kind == 3:
            width = rng.choice(["<B", "<H", "<I", "<Q"])
            size = struct.calcsize(width)
            number = rng.choice(INTERESTING) % (1 << 8 * size)
            data = data[:a] + struct.pack(width, number) + data[a + size :]
        elif kind == 4:
            data = data[:a] + rng.randbytes(b - a) + data[b:]
        else:
            c = rng.randrange(len(data) + 1)
            data = data[:c] + data[a:b] + data[c:]
        data = data or b"\0"
    return data


def repaired(data: bytes, rng: random.Random) -> bytes:
    """A zip archive whose checksums are those of its records, so that they are read."""
    file = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as old,
            zipfile.ZipFile(file, "w") as new,
        ):
            names = old.namelist()
            chosen = rng.choice(names)
            for name in names:
                record = old.read(name)
                new.writestr(name, damaged(record, rng) if name == chosen else record)
    except (zipfile.BadZipFile, ValueError, RuntimeError, OSError, NotImplementedError):
        return damaged(data, rng)
    return file.getvalue()


def new_file(files: dict[str, bytes], rng: random.Random) -> Case:
    """A damaged file, in hexadecimal."""
    suffix = rng.choice(list(files))
    return file_of(suffix, files[suffix], rng)


def file_of(suffix: str, data: bytes, rng: random.Random) -> Case:
    """A file of these bytes, damaged further."""
    archive = suffix in ("pt", "npz") and rng.random() < 0.5
    data = (repaired if archive else damaged)(data, rng)[:LONGEST]
    return {"file": suffix, "bytes": data.hex(), "mapped": rng.random() < 0.3}


def run_file(case: Case) -> tuple[str, str]:
    """What load gave, and what it did wrong."""
    data = bytes.fromhex(case["bytes"])
    path = CASES / f"case.{case['file']}"
    path.write_bytes(data)
    ct._C._memory_peak_reset()
    before = ct.memory_stats()["used"]
    tracemalloc.start()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            loaded = ct.load(
                path, mmap=case["mapped"] and case["file"] != "safetensors"
            )
        del loaded
        gave = "a result"
    except Exception as error:  # any exception of Python's is an answer
        gave = f"{type(error).__name__}: {re.sub(r'[0-9]+', '0', str(error))[:80]}"
    python = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    core = ct.memory_stats()["peak"] - before
    room = 4 * len(data) + (1 << 20)
    if core > room or python > room + (8 << 20):
        return gave, f"{max(core, python)} bytes for a file of {len(data)}"
    return gave, ""


# ---- what is new ----------------------------------------------------------------


class News:
    """Whether a case runs what none before it has: edges of C, lines of the readers."""

    def __init__(self) -> None:
        self.library = ctypes.CDLL(None)
        self.counts = hasattr(self.library, "coverage_start")
        if self.counts and self.library.coverage_start() < 0:
            raise MemoryError("no memory for the edges that have been seen")
        self.lines: set[tuple[str, int, int]] = set()
        self.found: set[tuple[str, int, int]] = set()
        self.answers: set[tuple[Any, ...]] = set()
        self.last = 0

    def enter(self, frame: FrameType, event: str, _: Any) -> Any:
        """Asks for the lines of what reads files."""
        return self.step if "serialization" in frame.f_code.co_filename else None

    def step(self, frame: FrameType, event: str, _: Any) -> Any:
        """Notes a line and the one before it."""
        if event == "line":
            self.found.add((frame.f_code.co_filename, self.last, frame.f_lineno))
            self.last = frame.f_lineno
        return self.step

    def run(self, case: Case) -> tuple[str, str, bool]:
        """What a case gave, what it did wrong, and whether it is new."""
        self.found, self.last = set(), 0
        if self.counts:
            self.library.coverage_new()  # of what has been done between
        if "file" in case:
            sys.settrace(self.enter)
        try:
            gave, wrong = run_case(case)
        finally:
            sys.settrace(None)
        fresh = self.counts and self.library.coverage_new() > 0
        fresh = fresh or not self.found <= self.lines
        self.lines |= self.found
        if not self.counts and "row" in case:
            answer = (case["row"], case["dtype"], case["layout"], gave)
            fresh = answer not in self.answers
            self.answers.add(answer)
        return gave, wrong, fresh


# ---- the run ----------------------------------------------------------------------


def run_case(case: Case) -> tuple[str, str]:
    """What a case gave, and what it did wrong."""
    return run_file(case) if "file" in case else run_call(case)


def work(seed: int, seconds: float) -> Callable[[int, Notes], Iterator[Any]]:
    """Cases for a while, those from the first number on run.

    What is kept stands in a file too, for the child that follows one that died.
    """
    end = time.monotonic() + seconds
    CASES.mkdir(parents=True, exist_ok=True)
    store = CASES / "kept"
    store.write_text("")
    news = News()

    def run(first: int, notes: Notes) -> Iterator[Any]:
        rng = random.Random(f"{seed} {first}")
        kept = [json.loads(line) for line in store.read_text().splitlines()]
        files, number = valid_files(), first
        ct.set_num_threads(1)
        while time.monotonic() < end:
            number += 1
            case = next_case(files, kept[-KEPT:], rng, number)
            text = json.dumps(case)
            notes.write(number, case.get("row", "load"), text)
            _, wrong, fresh = news.run(case)
            if wrong:
                yield "wrong", (wrong, text)
            if fresh:
                kept.append(case)
                with store.open("a") as file:
                    file.write(text + "\n")
        yield "count", (number, len(kept))

    return run


def next_case(
    files: dict[str, bytes], kept: list[Case], rng: random.Random, number: int
) -> Case:
    """A file at every second number; a kept case changed, or a new one."""
    key = "file" if number % 2 else "row"
    old = [case for case in rng.sample(kept, min(16, len(kept))) if key in case]
    again = old and rng.random() < SHARE
    if key == "file" and again:
        return file_of(old[0]["file"], bytes.fromhex(old[0]["bytes"]), rng)
    if key == "file":
        return new_file(files, rng)
    return changed_call(old[0] if again else new_call(rng), rng)


def write(text: str, wrong: str) -> None:
    """Writes a case down and says how to run it again."""
    CASES.mkdir(parents=True, exist_ok=True)
    number = len(list(CASES.glob("*.json")))
    path = CASES / f"case-{number}.json"
    path.write_text(text)
    print(f"{wrong}\n    python tests/fuzz.py {path}\n    {text[:300]}", flush=True)


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", help="seconds, or the file of a case")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if options.what.endswith(".json"):
        gave, wrong = run_case(json.loads(Path(options.what).read_text()))
        print(gave)
        sys.exit(wrong)
    bad = 0
    for name, found in gather(work(options.seed, float(options.what))):
        if name == "count":
            print(f"{found[0]} cases, {found[1]} kept")
        else:
            wrong, text = found if name == "wrong" else found[1].rsplit(": ", 1)[::-1]
            write(text, wrong)
            bad += 1
    print(f"{bad} went wrong")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
