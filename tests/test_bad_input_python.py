"""Python data that misbehaves: it lies, changes while it is read, fails, never ends.

Each case ends in a Python exception or a right result, soon, and leaks nothing.
"""

import contextlib
import gc
import os
import subprocess
import sys
import threading
import time
import weakref

import numpy as np
import pytest
from growth import leaks

import ctensor as ct

MAKERS = [ct.tensor, ct.as_tensor, ct.asarray, ct.Tensor, ct.ones(1).new_tensor]
each_maker = pytest.mark.parametrize("make", MAKERS)


@pytest.fixture(autouse=True)
def soon():
    """No case takes a second, or many on a machine with much else to do."""
    start = time.perf_counter()
    yield
    assert time.perf_counter() - start < 20


# ---- nesting ----------------------------------------------------------------


@each_maker
def test_a_list_that_contains_itself(make) -> None:
    loop: list = []
    loop.append(loop)
    two: list = [1.0]
    two.append(two)
    other: list = [[1.0]]
    other[0].append(other)
    for data in (loop, two, other):
        with pytest.raises((TypeError, ValueError)):
            make(data)


@each_maker
@pytest.mark.parametrize("depth", [65, 1000, 100_000])
def test_deep_nesting(make, depth: int) -> None:
    data: object = 1.0
    for _ in range(depth):
        data = [data]
    with pytest.raises(ValueError, match="at most 64 levels"):
        make(data)
    with pytest.raises((TypeError, ValueError)):
        make([1.0, data])


def test_64_levels() -> None:
    data: object = [1.0, 2.0]
    for _ in range(63):
        data = [data]
    assert ct.tensor(data).shape == (1,) * 63 + (2,)
    with pytest.raises(ValueError, match="at most 64 levels"):
        ct.tensor([data])
    with pytest.raises(ValueError, match="at most 64 levels"):
        ct.tensor([ct.ones((2,) + (1,) * 63)])


# ---- sequences that lie -----------------------------------------------------


class Sequence:
    """A sequence whose length and items are what a test says."""

    def __init__(self, length, item) -> None:
        self.length, self.item, self.reads = length, item, 0

    def __len__(self):
        return self.length() if callable(self.length) else self.length

    def __getitem__(self, i):
        self.reads += 1
        return self.item(i)


def three(i: int) -> float:
    return [1.0, 2.0, 3.0][i]


def fail(*_):
    raise ZeroDivisionError("dead")


@each_maker
@pytest.mark.parametrize(
    ("length", "item", "error"),
    [
        (5, three, ValueError),
        (2**31, three, (ValueError, MemoryError)),
        (2**40, three, (ValueError, MemoryError)),
        (2**62, three, (ValueError, RuntimeError)),
        (2**63, three, OverflowError),
        (-1, three, ValueError),
        (2.5, three, TypeError),
        (fail, three, ZeroDivisionError),
        (3, fail, ZeroDivisionError),
        (3, lambda i: "a", (TypeError, ValueError)),
        (3, lambda i: None, (TypeError, RuntimeError)),
    ],
)
def test_sequences_that_lie(make, length, item, error) -> None:
    with pytest.raises(error):
        make(Sequence(length, item))


@each_maker
def test_a_short_sequence_is_believed(make) -> None:
    assert make(Sequence(2, lambda i: 1.0)).tolist() == [1, 1]


@each_maker
def test_a_sequence_that_changes_between_readings(make) -> None:
    lengths = iter([2, 3, 4, 5, 6, 7, 8, 9])
    with pytest.raises(ValueError, match=r"length|ended"):
        make(Sequence(lambda: next(lengths), three))
    answers = iter([1.0, 1.0, "a", "a", "a", "a", "a"])
    with pytest.raises((TypeError, ValueError)):
        make(Sequence(2, lambda i: next(answers)))
    answers = iter([1.0, 1.0, [1.0], [1.0], [1.0], [1.0]])
    with pytest.raises((TypeError, ValueError)):
        make(Sequence(2, lambda i: next(answers)))


# ---- data that changes while it is read -------------------------------------


class Number:
    """Runs a function when it is asked for its value."""

    def __init__(self, then) -> None:
        self.then = then

    def __float__(self) -> float:
        self.then()
        return 1.5

    def __index__(self) -> int:
        self.then()
        return 1


CHANGES = [
    list.clear,
    lambda data: data.append(5.0),
    lambda data: data.pop(),
    lambda data: data.__setitem__(slice(None), [None] * len(data)),
    lambda data: data.__setitem__(slice(None), []),
    lambda data: data.insert(0, data),
    lambda data: (data.clear(), gc.collect()),
]


@pytest.mark.parametrize("dtype", [ct.float32, ct.int64, ct.bool, ct.complex64])
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("nested", [False, True])
def test_numbers_that_change_their_list(dtype, change, nested: bool) -> None:
    data: list = [1.0, Number(lambda: change(data)), 2.0, 3.0, 4.0]
    try:
        t = ct.tensor([data, data] if nested else data, dtype=dtype)
    except (TypeError, ValueError, RuntimeError):
        return
    assert t.shape[-1] == 5


@pytest.mark.parametrize("change", CHANGES)
def test_sequences_that_change_their_list(change) -> None:
    for place in (0, 1, 2):
        rows: list = [[1.0, 2.0, 3.0] for _ in range(4)]
        rows[place] = Sequence(3, lambda i, rows=rows: (change(rows), 1.0)[1])
        try:
            t = ct.tensor(rows)
        except (TypeError, ValueError, RuntimeError):
            continue
        assert t.shape[1] == 3


class Array:
    """Runs a function when it is asked for its array."""

    def __init__(self, then) -> None:
        self.then = then

    def __array__(self, dtype=None, copy=None):
        return self.then()


@pytest.mark.parametrize(
    "then",
    [
        fail,
        lambda: None,
        lambda: 5,
        lambda: "text",
        lambda: [1, 2],
        lambda: np.array(["a"]),
        lambda: np.array([object()]),
    ],
)
def test_arrays_that_fail(then) -> None:
    for data in (Array(then), [Array(then)], [1.0, Array(then)], [[1.0], Array(then)]):
        with pytest.raises((TypeError, ValueError, RuntimeError, ZeroDivisionError)):
            ct.tensor(data)


def test_arrays_that_change_their_list_or_their_shape() -> None:
    data: list = []
    data += [Array(lambda: (data.clear(), np.ones(3))[1]), np.ones(3)]
    with pytest.raises((ValueError, TypeError)):
        ct.tensor(data)
    sizes = iter(range(1, 20))
    with pytest.raises(ValueError, match="expected an array of shape"):
        ct.tensor([Array(lambda: np.ones(next(sizes)))] * 2)
    kinds = iter(["f4", "f8", "c16", "i4", "f8", "f4"] * 3)
    ct.tensor([Array(lambda: np.ones(2, next(kinds)))] * 2)


@pytest.mark.parametrize(
    "interface",
    [
        None,
        {},
        {"version": 3},
        {"shape": (2,), "typestr": "<f4", "data": (0, False), "version": 3},
        {"shape": (-1,), "typestr": "<f4", "data": b"abcd", "version": 3},
        {"shape": (100,), "typestr": "<f4", "data": b"abcd", "version": 3},
        {"shape": (2**62,), "typestr": "<f4", "data": b"abcd", "version": 3},
        {"shape": "a", "typestr": "<f4", "data": b"abcd", "version": 3},
        {"shape": (1,), "typestr": "nonsense", "data": b"abcd", "version": 3},
        {"shape": (1,), "typestr": "<f4", "data": 5, "version": 3},
        {"shape": (1,), "typestr": "|O8", "data": b"abcdefgh", "version": 3},
    ],
)
def test_array_interfaces_that_lie(interface) -> None:
    o = type("Liar", (), {"__array_interface__": interface})()
    for make in (ct.tensor, ct.asarray, ct.as_tensor):
        try:
            t = make(o)
        except (TypeError, ValueError, AttributeError, RuntimeError, BufferError):
            continue
        assert t.numel() <= 2


def test_a_collector_that_runs_while_lists_are_made() -> None:
    t = ct.arange(3000).reshape(1000, 3)
    expected = t.numpy().tolist()

    def pull_away(phase: str, info: dict) -> None:
        t.data = ct.zeros(1, dtype=ct.int64)

    threshold = gc.get_threshold()
    gc.callbacks.append(pull_away)
    gc.set_threshold(5)
    try:
        got = t.tolist()
    finally:
        gc.callbacks.remove(pull_away)
        gc.set_threshold(*threshold)
    assert got == expected


def test_size_arguments_that_change_their_list() -> None:
    sizes: list = [2]
    sizes += [Number(sizes.clear), 3]
    with contextlib.suppress(TypeError, ValueError):
        assert ct.ones(1).new_zeros(sizes).shape == (2, 1, 3)
    with pytest.raises(ZeroDivisionError):
        ct.ones(1).new_zeros(2, Number(fail))


def test_keyword_values_that_fail() -> None:
    truth = type("Truth", (), {"__bool__": fail})()
    for call in (
        lambda: ct.ones(1).numpy(force=truth),
        lambda: ct.tensor([1.0], requires_grad=truth),
        lambda: ct.frombuffer(b"abcd", ct.uint8, requires_grad=truth),
    ):
        with pytest.raises((TypeError, ZeroDivisionError)):
            call()


# ---- threads ----------------------------------------------------------------


def run_all(*functions) -> None:
    """Runs the functions in threads until each has run for half a second."""
    end = time.perf_counter() + 0.5
    failures: list = []

    def loop(function) -> None:
        while time.perf_counter() < end and not failures:
            try:
                function()
            except (TypeError, ValueError, RuntimeError, IndexError):
                pass
            except BaseException as error:
                failures.append(error)

    threads = [threading.Thread(target=loop, args=(f,)) for f in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_lists_changed_by_another_thread() -> None:
    rows = [[1.0, 2.0, 3.0] for _ in range(50)]

    def change() -> None:
        rows[7].append(4.0)
        rows.append([1.0])
        rows[7].pop()
        rows.pop()
        rows[8][:] = []
        rows[8][:] = [1.0, 2.0, 3.0]

    run_all(lambda: ct.tensor(rows), lambda: ct.tensor(rows, dtype=ct.float16), change)


def test_one_tensor_in_many_threads() -> None:
    t = ct.arange(300.0)

    def swap() -> None:
        t.data = ct.arange(float(np.random.randint(300)))

    run_all(
        lambda: t.tolist(),
        lambda: repr(t),
        lambda: np.asarray(t).sum(),
        lambda: ct.from_dlpack(t).tolist(),
        lambda: list(t),
        swap,
    )


# ---- what stays behind ------------------------------------------------------


FAILING = [
    lambda: ct.tensor([[1.0] * 100, [1.0] * 99]),
    lambda: ct.tensor([[1.0] * 100, [None] * 100]),
    lambda: ct.tensor([np.ones(100), np.ones(99)]),
    lambda: ct.tensor([300] * 100, dtype=ct.uint8),
    lambda: ct.tensor(np.array(["a"])),
    lambda: ct.tensor([1] * 100, requires_grad=True),
    lambda: ct.ones(1).new_full((100,), "a"),
    lambda: ct.frombuffer(bytearray(100), dtype=ct.int64),
    lambda: ct.frombuffer(bytearray(100), dtype=ct.uint8, requires_grad=True),
    lambda: ct.asarray(np.ones(100, ">f8"), copy=False),
    lambda: ct._C._rebuild_tensor(bytes(400), "float32", (101,), None, False, None),
    lambda: ct._C._rebuild_tensor(bytes(400), "float32", (100,), None, False, int),
    lambda: ct.Tensor("a"),
    lambda: ct.ones(100, requires_grad=True).__dlpack__(),
    lambda: memoryview(ct.ones(100, dtype=ct.bfloat16)),
    lambda: ct.set_printoptions(profile="no such"),
    lambda: ct.Generator().set_state(ct.ones(100)),
    lambda: ct.ones(100).__array__("no such"),
]


@pytest.mark.parametrize("index", range(len(FAILING)))
def test_failures_leak_nothing(index: int) -> None:
    def fail() -> None:
        with pytest.raises(
            (TypeError, ValueError, RuntimeError, BufferError, OverflowError)
        ):
            FAILING[index]()

    assert not leaks(fail)


SUCCEEDING = [
    lambda: ct.tensor([[1.0, 2.0], [3.0, 4.0]]),
    lambda: ct.tensor([np.ones(3), ct.ones(3)]),
    lambda: ct.from_numpy(np.ones(100)).numpy(),
    lambda: ct.from_numpy(np.ones(100, ">f8")),
    lambda: np.asarray(ct.ones(100)),
    lambda: memoryview(ct.ones(100)),
    lambda: ct.frombuffer(bytearray(100), dtype=ct.uint8)[3:],
    lambda: ct.ones(100).__dlpack__(),
    lambda: ct.ones(100).__dlpack__(max_version=(1, 0)),
    lambda: ct.from_dlpack(ct.ones(100)),
    lambda: np.from_dlpack(ct.ones(100)),
    lambda: repr(ct.ones(10, 10)),
    lambda: ct.ones(10, 10).tolist(),
    lambda: list(ct.ones(10, 10)),
    lambda: ct.Generator().get_state(),
    lambda: ct.ones(3).new_full((100,), 2.5),
    lambda: ct.Tensor(3, 4),
    lambda: 1.0 in ct.ones(10),
]


@pytest.mark.parametrize("index", range(len(SUCCEEDING)))
def test_successes_leak_nothing(index: int) -> None:
    assert not leaks(SUCCEEDING[index])


@pytest.mark.parametrize("index", range(len(SUCCEEDING)))
def test_memory_that_runs_out(index: int) -> None:
    call = SUCCEEDING[index]
    gc.collect()
    for _ in range(3):
        call()
    used = ct.memory_stats()["used"]
    for n in range(12):
        ct._C._alloc_fail_after(n)
        with contextlib.suppress(MemoryError):
            call()
        ct._C._alloc_fail_after(-1)
        call()
    gc.collect()
    assert ct.memory_stats()["used"] - used < 100_000


def test_cycles_through_foreign_memory_are_freed() -> None:
    class Mine(ct.Tensor):
        pass

    t = Mine([1.0])
    t.me = t
    gone = weakref.ref(t)
    del t
    gc.collect()
    assert gone() is None


# ---- processes --------------------------------------------------------------


def run_python(code: str) -> str:
    """What a fresh interpreter prints; it must end well."""
    done = subprocess.run(
        [sys.executable, "-Wignore:This process", "-Xfaulthandler", "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_exit_with_everything_alive() -> None:
    code = """
import ctensor as ct, numpy as np, sys, threading, pickle
t = ct.arange(10.0)
kept = [t.numpy(), np.asarray(t), memoryview(t), t.__dlpack__(), np.from_dlpack(t),
        t.__dlpack__(max_version=(1, 0)), ct.frombuffer(bytearray(8), dtype=ct.int8),
        ct.from_numpy(np.ones(3)), ct.from_dlpack(np.ones(3)), iter(t), ct.Generator(),
        pickle.PickleBuffer(t)]
t.loop = kept
kept.append(kept)
class Late:
    def __del__(self):
        ct.tensor([1.0]).numpy(); repr(t); t.tolist()
sys.late = Late()
w = ct.ones(3, requires_grad=True)
w.hold = [(w * 2).sum(), kept]
print("end")
"""
    assert run_python(code) == "end\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_fork_after_use() -> None:
    code = """
import ctensor as ct, numpy as np, os
t = ct.ones(1000, 1000)
a = t.numpy()
(t + t).sum()
pid = os.fork()
if pid == 0:
    ok = ct.tensor(a).sum().item() == 1e6 and ct.from_dlpack(t).shape == (1000, 1000)
    os._exit(0 if ok else 1)
print(os.waitpid(pid, 0)[1])
"""
    assert run_python(code) == "0\n"
