"""Every row of the op table with large operands: it hears Ctrl-C and uses the threads.

Each sample of the sweep grows: one of its sizes is doubled wherever it stands, until a
call takes long or an operand is large. `_C._looks` counts the looks for Ctrl-C
meanwhile, times the pauses between them, and lets one of them find a Ctrl-C. Real
signals are test_interrupt.py's.
"""

import contextlib
import re
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import all_samples  # noqa: F401
import numpy as np
import pytest
from hostile import plain_samples
from samples import SAMPLES, Drawn, Sample
from test_table import BY_NAME

import ctensor as ct
from ctensor import _C

LARGE = 2**20  # elements of an operand or a result: a few grains
LONG = 0.03  # seconds of a call that is long enough
WORK = 0.02  # seconds below which a call is one or two chunks, and need not look
PAUSE = 0.05  # seconds that may be between two looks; a chunk is to last 10 ms at most
TRIES = 8  # on a machine with much else to do
REFUSALS = (RuntimeError, TypeError, ValueError, IndexError, ArithmeticError)
ROWS = [name for name, row in BY_NAME.items() if row["kind"] != "view"]

# Rows that do not look for Ctrl-C that often. A matrix is one routine's work.
LAPACK = {name for name in BY_NAME if re.match("lapack_|linalg_", name)} | {
    "cholesky_inverse",
    "det",
    "inverse",
    "logdet",
    "matrix_exp",
    "matrix_exponential",
    "matrix_power",
    "pinverse",
    "slogdet",
}
# Not done yet: numbers that reduce; transposed convolutions, of which windows of 768
# places let the part of an image take 35 to 55 ms on some processors.
DEAF = LAPACK | {"diag", "scatter_value_reduced", "conv_transpose1d"}
# Rows that run on one thread: of these, too, some could be divided.
ALONE = DEAF | {
    *("bincount", "conv1d", "counts_between", "histc", "pool_spread", "repeat_places")
}
# Rows none of whose samples grows: sizes that are no arrays', or bound to each other.
FIXED = set(
    """arange arange_to attention_grad cholesky empty eye full inverse lapack_cholesky
    lapack_permutation layer_norm_grad linalg_cholesky linalg_lu_factor linspace
    masked_pack normal ones rand randint randint_to randn randperm recurrent_layer_grad
    reshape_as rms_norm_grad scalar_tensor strided_cover strided_get strided_put
    tril_indices triu_indices where zeros""".split()  # noqa: SIM905
)


class Grown:
    """A sample, one of whose sizes is `size * factor` wherever it was `size`."""

    def __init__(self, sample: Sample, size: int, factor: int) -> None:
        self.sample, self.size, self.factor = sample, size, factor

    def value(self, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return type(value)(map(self.value, value))
        if isinstance(value, Drawn):
            shape = [n * self.factor if n == self.size else n for n in value.shape]
            grown = Drawn(tuple(shape), value.low, value.high, value.own)
            grown.as_complex = value.as_complex
            return grown
        if isinstance(value, np.ndarray):
            repeats = [self.factor if n == self.size else 1 for n in value.shape]
            return np.tile(value, repeats)
        return value

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        keywords = {name: self.value(v) for name, v in self.sample.keywords.items()}
        same = Sample(self.value(self.sample.given), None, keywords=keywords)
        return same.arguments(ct.float32)


def sizes_of(sample: Sample) -> list[int]:
    """The sizes of a sample's arrays, those of most dims first."""
    found: list[int] = []

    def look(value: Any) -> None:
        if isinstance(value, (list, tuple)):
            for entry in value:
                look(entry)
        elif isinstance(value, (Drawn, np.ndarray)):
            found.extend(value.shape)

    look([*sample.given, *sample.keywords.values()])
    return sorted(set(found) - {0}, key=lambda n: (-found.count(n), n))


def elements(values: Any) -> int:
    """Of the largest tensor among nested values."""
    if isinstance(values, ct.Tensor):
        return values.numel()
    if isinstance(values, dict):
        values = list(values.values())
    if isinstance(values, (list, tuple)):
        return max(map(elements, values), default=0)
    return 0


def large_calls(name: str) -> Iterator[tuple]:
    """Of each sample and each of its sizes, the first call that is long or large."""
    row = BY_NAME[name]
    for sample in SAMPLES.get(name) or plain_samples(row):
        function = sample.function(row)
        for size in sizes_of(sample):
            for doublings in range(2, 24):
                arguments, keywords = Grown(sample, size, 2**doublings).arguments()
                start = time.perf_counter()
                try:
                    result = function(*arguments, **keywords)
                except REFUSALS:
                    break  # this size does not stand alone
                took = time.perf_counter() - start
                largest = max(elements([arguments, keywords]), elements(result))
                if largest >= LARGE or took > LONG:
                    yield function, arguments, keywords
                    break


@pytest.fixture(autouse=True)
def two_threads() -> Iterator[None]:
    before = ct.get_num_threads()
    ct.set_num_threads(2)
    yield
    _C._looks(None)
    ct.set_num_threads(before)


class Seen(NamedTuple):
    """What a call did: seconds, looks, the longest pause, loops divided."""

    took: float
    looks: int
    pause: float
    divided: int


def watched(call: tuple, stop_at: int) -> Seen:
    function, arguments, keywords = call
    _C._looks(stop_at)
    start = time.perf_counter()
    with contextlib.suppress(*REFUSALS):  # of what an earlier call has changed
        function(*arguments, **keywords)
    took = time.perf_counter() - start
    return Seen(took, *_C._looks(None))


def least(call: tuple) -> Seen:
    """Of a few times, the one with the shortest pause."""
    seen = [watched(call, 0)]
    while min(s.pause for s in seen) > PAUSE and len(seen) < TRIES:
        seen.append(watched(call, 0))
    return min(seen, key=lambda s: s.pause)


@pytest.mark.parametrize("name", ROWS)
def test_a_large_call(name: str) -> None:
    """It looks for Ctrl-C, ends where it finds one, and some loop uses both threads."""
    calls, long = 0, []
    for call in large_calls(name):
        calls += 1
        seen = least(call)
        ct.set_num_threads(1)  # all looks are this thread's
        looks = watched(call, 0).looks
        for stop_at in {1, (looks + 1) // 2} if looks else ():
            with pytest.raises(KeyboardInterrupt):
                watched(call, stop_at)
        ct.set_num_threads(2)
        if seen.took >= WORK:
            long.append(seen)
    assert (calls == 0) == (name in FIXED)
    hears = all(seen.looks and seen.pause <= PAUSE for seen in long)
    assert hears or name in DEAF, long
    assert not long or name in ALONE or any(seen.divided for seen in long), long
