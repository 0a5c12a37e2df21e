"""Calls of the op table's rows with arguments that must not hurt, from the samples.

    python tests/hostile.py 3 20

runs part 3 of 20 of the calls, each with one argument of a sample replaced (`python
tests/hostile.py cumsum`: those of one op). It prints a
line for each call that did wrong, which its exit status tells too, and dies of a signal
where the product crashes or hangs. test_bad_input.py runs the parts.

A call does right when it raises one of ERRORS, or gives a tensor whose elements are all
there, within a second of the processor. It is run a second time with the sample's
other arguments in memory of their own: what lies beside them stays as it was, and so
do they, but for the one that an in-place form writes. After each call as many bytes are
in use as before, and after a group of calls as many of Python's blocks, which tensors
are made of.
"""

from __future__ import annotations

import faulthandler
import gc
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import all_samples  # noqa: F401
import numpy as np
from samples import SAMPLES, Sample

import ctensor as ct
from ctensor import _C

ERRORS = (
    RuntimeError,
    IndexError,
    TypeError,
    ValueError,
    MemoryError,
    OverflowError,
    ZeroDivisionError,
    BufferError,
)
SLOW = 1.0  # seconds of the processor
TRIES = 3  # of which the fastest counts
HANG = 60  # seconds
ROOM = 1 << 30  # bytes of memory that a call may ask for
ENDS = 1000  # results that are looked at from either end of a list
LEAKS = 5  # blocks more after a group of calls start a search
ROWS = _C._op_table()
found: list[str] = []  # the calls that did wrong

BIG = [2**31, 2**40, 2**62, 2**63 - 1, -(2**63)]
INTS = [*BIG, 2**63, 10**30, -1, 0, 1, 65, -65, True, 1.0, float("nan"), "1", None, []]
INTS += [np.int64(0), np.uint8(200), np.array(1), np.array([1]), ct.ones(2), b"1"]
DIMS = [
    (),
    (0, 0),
    (0, -0),
    (-1, -1),
    (-2,),
    (2**40,),
    (-(2**63),),
    (2**62, 2**62),
    (1, 1),
]
DIMS += [
    (0, 2**62, 2**62),
    (2, 2, 1, 2**61),
    (2**63,),
    (True,),
    (1.0,),
    (None,),
    ("a",),
]
DIMS += [[1] * 64, [1] * 65, [[1]], [0] * 100_000, 0, -1, 2**40, "abc", {0}, ct.ones(2)]
DIMS += [
    (1, 0),
    (3, 2, 1),
    (2**63 - 1, 1),
    (0, 2**63 - 1),
    (1, -(2**63)),
    np.array([1, 0]),
]
FLOATS = [float("nan"), float("inf"), -float("inf"), -1.0, 2.0, 1e308, 2**70, 0, 5e-324]
FLOATS += [-(2**63), 2**64 - 1, 2**63, 10**400, True, 1j, "a", None, [1.0], ct.ones(2)]
FLOATS += [np.float16(1), np.datetime64(1, "s"), np.longdouble(1), object()]
VALUES = {
    "int": INTS,
    "axis": INTS,
    "new_axis": INTS,
    "axes": DIMS,
    "ints": DIMS,
    "float": FLOATS,
    "scalar": FLOATS,
    "bool": [2, -1, None, "a", 1.0, [], np.True_, ct.ones(2)],
    "word": ["", "none", "mean\0", "a" * 10_000, "\ud800", None, 1, b"mean"],
    "str": ["", "none", "bogus", "mean\0", "a" * 10_000, "\ud800", None, 1, b"mean"],
    "dtype": [ct.bool, ct.int8, ct.uint64, ct.float16, ct.bfloat16, ct.complex64]
    + [float, int, "float32", "bogus", np.float32, np.dtype(">f4"), object, None, 3],
    "device": [
        "cpu",
        "cuda",
        "cuda:99",
        "meta",
        "cpu:-1",
        "",
        7,
        None,
        ct.device("cpu"),
    ],
    "format": [None, "channels_last", ct.channels_last, ct.preserve_format, 1],
    "layout": [None, ct.strided, ct.sparse_coo, "strided", 1],
    "pinned": [None, True, 1, "a", np.True_],
    "generator": [None, object(), 3, ct.Generator()],
}


def tensors_instead(t: ct.Tensor) -> Iterator[tuple[str, Any]]:
    """What may stand in place of a tensor: other shapes, dtypes, layouts, numbers."""
    for dim in range(t.ndim):
        yield f"size 0 in dim {dim}", t.narrow(dim, 0, 0)
        if t.shape[dim] > 1:
            yield f"one short in dim {dim}", t.narrow(dim, 0, t.shape[dim] - 1)
            yield f"one long in dim {dim}", ct.cat([t, t.narrow(dim, 0, 1)], dim)
            yield f"size 1 in dim {dim}", t.narrow(dim, 1, 1)
    for shape in [(), (0,), (2,) * 7, (1,) * 64, (0, 3), (1, 0, 1), (0,) * 5]:
        yield f"shape {str(shape)[:20]}", ct.ones(shape, dtype=t.dtype)
    for shape in [(0, 2**40), (2**40, 0), (2**20, 0, 2**20)]:
        yield f"shape {str(shape)[:20]}", ct.ones(shape, dtype=t.dtype)
    one = ct.ones(1, dtype=t.dtype)
    yield "expanded beyond memory", one.expand(2**40)
    yield "expanded to 2**58", one.expand(2**58)
    yield "expanded in two dims", one.expand(2**20, 2**20)
    for dtype in (ct.bool, ct.uint8, ct.int64, ct.uint64, ct.float16, ct.bfloat16):
        yield f"{dtype}", t.to(dtype) if not t.is_complex() else t
    for dtype in (ct.float64, ct.complex64, ct.complex128):
        yield f"{dtype}", t.to(dtype)
    if not t.is_floating_point() and t.dtype != ct.bool:
        for n in [
            *BIG,
            -1,
            -2,
            -3,
            -4,
            -5,
            -6,
            3,
            4,
            5,
            6,
            12,
            -12,
            -13,
            2**32,
            -(2**32),
        ]:
            yield f"all {n}", ct.full_like(t.to(ct.int64), n)
    if t.is_floating_point():
        for value in (float("nan"), float("inf"), -float("inf"), 1e30):
            yield f"all {value}", ct.full_like(t, value)
    if t.numel() > 0:
        yield "read-only", read_only(t)
        yield "unaligned", unaligned(t)
        yield "big-endian", t.numpy().astype(t.numpy().dtype.newbyteorder(">"))
        yield "expanded in place", t.reshape(-1)[:1].expand(t.numel()).reshape(t.shape)
        yield "requires grad", t.detach().requires_grad_(t.is_floating_point())
    for value in (None, "a", 3, 1.5, [], [1.0], {}, object(), np.ones(2, "U1")):
        yield f"{type(value).__name__}", value
    yield "structured", np.zeros(2, [("a", "f4")])
    yield "objects", np.array([1, None], object)
    yield "dates", np.array(["2020"], "M8[D]")
    yield "long double", np.ones(2, np.longdouble)


def read_only(t: ct.Tensor) -> ct.Tensor:
    array = t.numpy().copy()
    array.flags.writeable = False
    return ct.from_numpy(array)


def unaligned(t: ct.Tensor) -> ct.Tensor:
    """The same values, one byte off."""
    array = t.contiguous().numpy()
    buffer = bytearray(1) + bytearray(array.tobytes())
    return ct.from_numpy(np.frombuffer(buffer, array.dtype, offset=1).reshape(t.shape))


def lists_instead(ts: list) -> Iterator[tuple[str, Any]]:
    """What may stand in place of a list of tensors."""
    yield "empty list", []
    yield "empty tuple", ()
    yield "not a list", ts[0] if ts else None
    yield "one twice", ts[:1] * 2
    yield "a thousand", ts[:1] * 1000
    yield "None in it", [*ts, None]
    yield "None alone", [None] * len(ts)
    yield "number in it", [*ts, 3]
    yield "list in it", [*ts, list(ts)]
    yield "itself", loop()
    yield "iterator", iter(ts)
    yield "string", "abc"
    for i, t in enumerate(ts):
        if isinstance(t, ct.Tensor):
            for label, value in tensors_instead(t):
                yield f"[{i}] {label}", [*ts[:i], value, *ts[i + 1 :]]


def loop() -> list:
    own: list = []
    own.append(own)
    return own


def instead(kind: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Labelled values in place of an argument of a kind."""
    if kind in ("tensors", "written"):
        yield from lists_instead(
            list(value) if isinstance(value, (list, tuple)) else [ct.ones(2)]
        )
    elif isinstance(value, ct.Tensor):
        yield from tensors_instead(value)
    elif kind in VALUES:
        for other in VALUES[kind]:
            yield f"{kind} {str(other)[:40]!r}", other
    else:
        yield from tensors_instead(ct.ones(3))


# ---- calls ----------------------------------------------------------------


def plain_samples(row: dict) -> list[Sample]:
    if row["kind"] != "pointwise":
        return [Sample([np.ones((2, 2))], None)]
    arity = row["pointwise"]["arity"]
    attributes = {
        p["name"]: 1.0 for p in row["parameters"][arity:] if p["default"] is None
    }
    floats = [np.linspace(0.25, 0.75, 6).reshape(2, 3)] * arity
    return [
        Sample(floats, None, keywords=attributes),
        Sample([np.arange(6).reshape(2, 3)] * arity, None, keywords=attributes),
    ]


def forms(row: dict, sample: Sample) -> Iterator[tuple[str, Callable]]:
    """The ways to call a row."""
    names = [parameter["name"] for parameter in row["parameters"]]
    own = names.index("input") if "input" in names else 0

    def method(name: str) -> Callable:
        function = getattr(ct.Tensor, name)
        return lambda *arguments, **keywords: function(
            arguments[own], *arguments[:own], *arguments[own + 1 :], **keywords
        )

    if "function" in row["forms"] or "private" in row["forms"]:
        yield "", sample.function(row)
    else:
        yield "", method(row["pyname"])
    if "inplace" in row["forms"] and "private" not in row["forms"]:
        yield "in place", method(row["pyname"] + "_")


class Guard:
    """Puts tensors into memory with marks before and behind."""

    EDGE, MARK = 64, 0xA5

    def __init__(self) -> None:
        self.placed: list[tuple[ct.Tensor, np.ndarray, bytes]] = []

    def put(self, t: ct.Tensor) -> ct.Tensor:
        array = t.numpy()
        whole = np.full(array.nbytes + 2 * self.EDGE, self.MARK, np.uint8)
        inside = whole[self.EDGE : self.EDGE + array.nbytes]
        inside[:] = np.frombuffer(array.tobytes(), np.uint8)
        placed = ct.from_numpy(inside.view(array.dtype).reshape(array.shape))
        self.placed.append((placed, whole, whole.tobytes()))
        return placed

    def harm(self, written: Any) -> str:
        """What has changed that should not have; "all" of them may, or one tensor."""
        for placed, whole, before in self.placed:
            now, edge = whole.tobytes(), self.EDGE
            if now[:edge] + now[-edge:] != before[:edge] + before[-edge:]:
                return "wrote beside an argument"
            if written != "all" and placed is not written and now != before:
                return "changed an argument"
        return ""


class Call:
    """A form of a row called on a sample with another value at a place."""

    def __init__(
        self, row: dict, sample: Sample, form: str, function: Callable, place: int
    ) -> None:
        names = [parameter["name"] for parameter in row["parameters"]]
        self.sample, self.function, self.place = sample, function, place
        self.name = names[place]
        self.own = names.index("input") if "input" in names else 0
        self.writes_own = bool(form) or "inplace_only" in row["forms"]
        self.writes_all = row["outputs"] == 0
        self.seconds = 0.0  # of the processor, that the last call took

    def run(self, other: Any, guard: Guard | None) -> str:
        """Makes the call and looks at the result; says what it harmed."""
        change = guard.put if guard else lambda t: t
        arguments, keywords = self.sample.arguments(ct.float32, change)
        if self.place < len(arguments):
            arguments[self.place] = other
        else:
            keywords[self.name] = other
        try:
            read(self.timed(*arguments, **keywords))
        finally:
            own = arguments[self.own] if self.writes_own else None
            harm = guard.harm("all" if self.writes_all else own) if guard else ""
        return harm

    def timed(self, *arguments: Any, **keywords: Any) -> Any:
        """Calls the function."""
        start = time.process_time()
        try:
            return self.function(*arguments, **keywords)
        finally:
            self.seconds = time.process_time() - start


def groups(
    rows: list[dict[str, Any]],
) -> Iterator[tuple[str, Call, list[tuple[str, Any]]]]:
    """The calls of each parameter of each form: a label, and the values with theirs."""
    for row in rows:
        samples = SAMPLES.get(row["name"]) or plain_samples(row)
        for number, sample in enumerate(samples):
            given, _ = sample.arguments(ct.float32)
            for i, parameter in enumerate(row["parameters"]):
                value = given[i] if i < len(given) else None
                others = list(instead(parameter["type"], value))
                for form, function in forms(row, sample):
                    name = f"{row['name']} {form} sample {number}, {parameter['name']}"
                    yield name, Call(row, sample, form, function, i), others


def read(result: Any) -> None:
    """Looks at all of a result, or at both ends of a long list; takes its gradient."""
    results = result if isinstance(result, (tuple, list)) else [result]
    if len(results) > 2 * ENDS:  # as of a million views
        results = [*results[:ENDS], *results[-ENDS:]]
    for t in results:
        if isinstance(t, np.ndarray):  # a private row gives back the list it was given
            continue
        assert isinstance(t, ct.Tensor), type(t)
        if t.numel() <= 1 << 22:
            np.asarray(t.detach().clone()).tobytes() if t.dtype != ct.bfloat16 else 0
        if t.requires_grad and t.numel() <= 1 << 22:
            t.sum().backward()


def limit_memory() -> None:
    """At most ROOM more than now."""
    with open("/proc/self/statm") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + 2 * ROOM, now + 2 * ROOM))


stoppable = [False]  # a late signal does not stop what looks at the call's error


def stop(*_: Any) -> None:
    if stoppable[0]:
        raise RuntimeError("stopped")


def forget(other: Any) -> None:
    """Drops the gradients that a call left at an argument."""
    for t in other if isinstance(other, list) else [other]:
        if isinstance(t, ct.Tensor) and t.requires_grad:
            t.grad = None


def bad(label: str, what: str) -> None:
    found.append(label)
    print(f"\rBAD {label}: {what}")


def attempt(label: str, call: Call, other: Any, guard: Guard | None) -> None:
    """One call, watched; timed again where other programs may have slowed it."""
    seconds = [watch(label, call, other, guard)]
    while seconds[-1] > SLOW and len(seconds) < TRIES:
        seconds.append(watch(label, call, other, Guard() if guard else None))
    if min(seconds) > SLOW:
        bad(label, f"{min(seconds):.1f} s")


def watch(label: str, call: Call, other: Any, guard: Guard | None) -> float:
    """One call; the seconds that it took the processor."""
    print(f"\r{label}", end="", flush=True)
    signal.alarm(HANG)
    if "expanded" in label:  # much work, which a signal stops
        signal.setitimer(signal.ITIMER_PROF, SLOW / 50)
    _C._memory_peak_reset()
    before = ct.memory_stats()
    stoppable[0] = True
    try:
        harm = call.run(other, guard)
        stoppable[0] = False
        if harm:
            bad(label, harm)
    except ERRORS as error:
        stoppable[0] = False
        if not str(error):
            bad(label, f"{type(error).__name__} without words")
    except BaseException as error:
        bad(label, f"{type(error).__name__}: {error}")
    signal.setitimer(signal.ITIMER_PROF, 0)
    forget(other)
    after = ct.memory_stats()
    if guard and guard.harm("all"):
        bad(label, guard.harm("all"))
    if after["peak"] - before["used"] > ROOM:
        bad(label, f"more than {ROOM} bytes")
    if after["used"] != before["used"]:
        bad(label, f"{after['used'] - before['used']} bytes still in use")
    return call.seconds


def blocks() -> int:
    """Python's blocks in use: a live tensor is one or more."""
    gc.collect()
    _C.memory_release()
    return sys.getallocatedblocks()


def find_leak(name: str, call: Call, others: list[tuple[str, Any]]) -> None:
    """Which of the calls of a group keeps a block or more each time.

    Free lists of the interpreter and of NumPy fill up, so the least of many rounds
    counts.
    """
    for label, other in others:
        kept = LEAKS
        for _ in range(50):
            before = blocks()
            for _ in range(LEAKS if "expanded" not in label else 0):
                attempt(f"{name}: {label}", call, other, None)
            kept = min(kept, blocks() - before)
            if kept < LEAKS:
                break
        if kept >= LEAKS:
            bad(f"{name}: {label}", "keeps blocks each time")


def rows_of(name: str) -> list[dict[str, Any]]:
    """The rows of a name, in the table or in Python."""
    name = _C._op_aliases().get(name, name)
    return [row for row in ROWS if name in (row["name"], row["pyname"])]


def run(rows: list[dict[str, Any]], part: int = 0, parts: int = 1) -> None:
    ct.ones(300, 300) @ ct.ones(300, 300)  # starts the threads
    limit_memory()
    gc.freeze()
    faulthandler.register(signal.SIGALRM, chain=True)
    signal.signal(signal.SIGPROF, stop)
    for number, (name, call, others) in enumerate(groups(rows)):
        if number % parts != part:
            continue
        for label, other in others:
            attempt(f"{name}: {label}", call, other, None)
        before = blocks()
        for label, other in others:
            attempt(f"{name}: {label}", call, other, Guard())
        if blocks() - before > LEAKS:
            find_leak(name, call, others)
    signal.alarm(0)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        run(rows_of(sys.argv[1]))
    else:
        run(ROWS, int(sys.argv[1]), int(sys.argv[2]))
    sys.exit(bool(found))
