"""Bad input never hurts: the generated calls of hostile.py, and classes told by hand.

Each call ends in a Python exception or a right result.
"""

import signal
import subprocess
import sys
import time
from pathlib import Path

import hostile
import numpy as np
import pytest
from growth import leaks

import ctensor as ct

HERE = Path(__file__).parent


@pytest.mark.parts(8)
def test_hostile_arguments(part: list[str]) -> None:
    """A process of its own, so that a signal fails a test and not the run."""
    done = subprocess.run(
        [sys.executable, HERE / "hostile.py", *part],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    last = done.stdout[-300:].rsplit("\r", 1)[-1]
    assert [line for line in done.stdout.split("\n") if "BAD" in line] == []
    assert done.returncode == 0, f"{last}\n{done.stderr}"


class Wrong:
    """A call that does harm, in place of hostile.Call."""

    def __init__(self, harm) -> None:
        self.harm = harm

    def run(self, other, guard) -> str:
        start = time.process_time()
        try:
            return self.harm(guard)
        finally:
            self.seconds = time.process_time() - start


def write_beside(guard) -> str:
    guard.put(ct.ones(3))
    guard.placed[0][1][0] = 0
    return guard.harm("all")


def write_an_argument(guard) -> str:
    guard.put(ct.ones(3)).zero_()
    return guard.harm(None)


def take_long(_) -> str:
    end = time.process_time() + 1.1 * hostile.SLOW
    while time.process_time() < end:
        pass
    return ""


def take_much(_) -> str:
    ct.empty(hostile.ROOM + 2**20, dtype=ct.uint8)
    return ""


def raise_without_words(_) -> str:
    raise RuntimeError


KEPT: list = []
HARM = {
    "wrote beside an argument": write_beside,
    "changed an argument": write_an_argument,
    "bytes still in use": lambda _: KEPT.append(ct.ones(100)) or "",
    "more than": lambda _: str(ct.empty(hostile.ROOM + 2**20, dtype=ct.uint8).dtype)[
        :0
    ],
    "without words": raise_without_words,
    "KeyboardInterrupt": lambda _: signal.raise_signal(signal.SIGINT) or "",
    " s": take_long,
}


@pytest.mark.parametrize("words", HARM)
def test_harm_is_seen(words: str, capsys) -> None:
    hostile.attempt("this", Wrong(HARM[words]), None, hostile.Guard())
    signal.alarm(0)
    KEPT.clear()
    assert "BAD this" in (said := capsys.readouterr().out)
    assert words in said


def test_a_leak_is_seen(capsys) -> None:
    for harm, is_leak in (
        (lambda _: KEPT.append(object()) or "", True),
        (lambda _: "", False),
    ):
        hostile.find_leak("these", Wrong(harm), [("this", None)])
        signal.alarm(0)
        KEPT.clear()
        counted = sys.getallocatedblocks() > 0  # not under PYTHONMALLOC=malloc
        assert ("BAD these: this" in capsys.readouterr().out) == (is_leak and counted)


def test_leaks_are_told_from_noise() -> None:
    counted = sys.getallocatedblocks() > 0
    assert leaks(lambda: KEPT.append(object())) == counted
    assert leaks(lambda: KEPT.append(ct.ones(100)))
    assert not leaks(KEPT.clear)


# ---- integers -------------------------------------------------------------

SIGNED = ["int8", "int16", "int32", "int64"]


@pytest.mark.parametrize("dtype", SIGNED)
@pytest.mark.parametrize("n", [1, 67])
def test_the_least_integer(dtype: str, n: int) -> None:
    least = np.iinfo(dtype).min
    x = ct.full((n,), least, dtype=getattr(ct, dtype))
    assert (-x).tolist() == x.abs().tolist() == [least] * n
    assert (x // -1).tolist() == [least] * n
    assert (x % -1).tolist() == [0] * n
    assert ct.div(x, -1, rounding_mode="trunc").tolist() == [least] * n


@pytest.mark.parametrize("dtype", [*SIGNED, "uint8", "uint16", "uint32", "uint64"])
@pytest.mark.parametrize("n", [1, 67])
def test_integer_division_by_zero(dtype: str, n: int) -> None:
    x = ct.ones(n, dtype=getattr(ct, dtype))
    for call in (
        lambda: x // 0,
        lambda: x % 0,
        lambda: x // ct.zeros_like(x),
        lambda: x % ct.zeros_like(x),
        lambda: ct.div(x, 0, rounding_mode="trunc"),
        lambda: x.clone().__ifloordiv__(0),
    ):
        with pytest.raises((RuntimeError, ZeroDivisionError), match="ero"):
            call()
    assert x.tolist() == [1] * n


@pytest.mark.parametrize("dtype", SIGNED)
def test_shifts_by_the_width_and_beyond(dtype: str) -> None:
    width = np.iinfo(dtype).bits
    x = ct.full((67,), -3, dtype=getattr(ct, dtype))
    for by in (width, width + 1, 127, -1, -127):
        assert (x << by).tolist() == [0] * 67
        assert (x >> by).tolist() == [-1] * 67


def test_float_to_integer_casts_end() -> None:
    x = ct.tensor([float("nan"), float("inf"), -float("inf"), 1e30, -1e30, 1.5])
    for dtype in (ct.int8, ct.int16, ct.int32, ct.int64, ct.uint8, ct.uint64):
        assert x.to(dtype)[-1].item() == 1


# ---- aliasing -------------------------------------------------------------


def overlapping() -> dict:
    """Places for a result that share memory with the operand base[:8] in a way."""
    return {
        "itself": lambda base: base[:8],
        "shifted": lambda base: base[1:9],
        "reversed": lambda base: base[:8][::-1],
        "stepped": lambda base: base[::2],
    }


@pytest.mark.parametrize("name", overlapping())
@pytest.mark.parametrize(
    "op", ["add", "exp", "cumsum", "sum", "cat", "gather", "matmul"]
)
def test_out_that_overlaps_an_input(name: str, op: str) -> None:
    calls = {
        "add": lambda x, **k: ct.add(x, x, **k),
        "exp": lambda x, **k: ct.exp(x, **k),
        "cumsum": lambda x, **k: ct.cumsum(x, 0, **k),
        "sum": lambda x, **k: ct.sum(
            ct.stack([x]) if not k else x.reshape(1, 8), 0, **k
        ),
        "cat": lambda x, **k: ct.cat([x[4:], x[:4]], **k),
        "gather": lambda x, **k: ct.gather(x, 0, ct.arange(7, -1, -1), **k),
        "matmul": lambda x, **k: ct.matmul(SHIFT, x, **k),
    }
    base = ct.arange(16.0) / 16
    want = calls[op](base[:8].clone())
    out = overlapping()[name](base)
    try:
        calls[op](base[:8], out=out)
    except RuntimeError as error:
        assert "overlap" in str(error) or "memory" in str(error)
    else:
        np.testing.assert_array_equal(out.numpy(), want.numpy())


SHIFT = ct.eye(8)[[1, 2, 3, 4, 5, 6, 7, 0]]


def test_writing_where_elements_share_memory_is_refused() -> None:
    x = ct.zeros(1).expand(4)
    for write in (
        lambda: x.add_(1),
        lambda: x.fill_(1),
        lambda: x.copy_(ct.ones(4)),
        lambda: x.uniform_(),
        lambda: ct.add(ct.ones(4), 1, out=x),
        lambda: ct.cat([ct.ones(2), ct.ones(2)], out=x),
        lambda: x.scatter_(0, ct.arange(4), ct.ones(4)),
        lambda: x.index_put_((ct.arange(4),), ct.ones(4)),
        lambda: x.masked_fill_(x == 0, 1),
    ):
        with pytest.raises(RuntimeError):
            write()
    assert x.tolist() == [0] * 4


# ---- numbers --------------------------------------------------------------

SMALL = ct.tensor([3, 200], dtype=ct.uint8)


@pytest.mark.parametrize(
    "call",
    [
        lambda: ct.full((2,), 300, dtype=ct.uint8),
        lambda: ct.full((2,), 1j, dtype=ct.float32),
        lambda: ct.full_like(SMALL, float("nan")),
        lambda: SMALL.clamp(max=300),
        lambda: SMALL.clamp(-5, 300),
        lambda: SMALL**300,
        lambda: ct.where(SMALL > 4, 300, SMALL),
        lambda: ct.randint(0, 257, (2,), dtype=ct.uint8),
        lambda: ct.randint(-1, 2, (2,), dtype=ct.uint8),
        lambda: ct.randint(0, 3, (2,), dtype=ct.bool),
        lambda: ct.randperm(257, dtype=ct.uint8),
    ],
)
def test_numbers_that_do_not_fit_do_not_wrap(call) -> None:
    with pytest.raises(RuntimeError):
        call()


# ---- sizes ----------------------------------------------------------------


def test_alpha_of_another_kind_is_refused() -> None:
    whole, real = ct.arange(3), ct.ones(3)
    for call in (
        lambda: ct.add(whole, whole, alpha=2.5),
        lambda: whole.sub_(whole, alpha=2.5),
        lambda: ct.add(real, real, alpha=1j),
        lambda: ct.sub(whole > 0, whole > 0, alpha=1),
    ):
        with pytest.raises(RuntimeError, match="expected"):
            call()


@pytest.mark.parametrize(
    "shape",
    [
        (2, 2, 1, 2**61),
        (0, 2**62, 2**62),
        (2**63 - 1, 2),
        (2**32, 2**32),
        (-1,),
        (1,) * 65,
    ],
)
@pytest.mark.parametrize("make", [ct.zeros, ct.ones, ct.empty, ct.rand, ct.randn])
def test_shapes_that_overflow(make, shape) -> None:
    with pytest.raises((RuntimeError, ValueError, MemoryError)):
        make(shape)
    if shape != (-1,):
        with pytest.raises((RuntimeError, ValueError, MemoryError)):
            ct.ones(1).expand(shape).clone()


def test_counts_beyond_the_number_of_dims() -> None:
    for call in (
        lambda: ct.ones(3).tile((1,) * 100_000),
        lambda: ct.ones(3).repeat((1,) * 100_000),
        lambda: ct.ones(3).flip((0,) * 100_000),
        lambda: ct.ones(3).roll((1,) * 65, (0,) * 64),
    ):
        with pytest.raises(RuntimeError):
            call()
    zeros = ct.ones((0,) * 64)
    try:
        assert zeros.repeat((2,) * 64).shape == (0,) * 64
    except RuntimeError as error:
        assert "64" in str(error)


@pytest.mark.parametrize("n", [2**63, 2**64 - 1])
def test_ranges_of_unsigned_numbers(n: int) -> None:
    for arguments in ((n,), (0, n), (n, n + 1 if n + 1 < 2**64 else n), (0, 10, n)):
        with pytest.raises((OverflowError, RuntimeError)):
            ct.arange(*arguments)


@pytest.mark.parametrize(
    ("size", "stride", "offset"),
    [
        ((5,), (1,), 0),
        ((2, 2), (3, 1), 0),
        ((1,), (1,), 4),
        ((1,), (1,), -1),
        ((2,), (2**62,), 0),
        ((2**32, 2**32), (0, 1), 0),
        ((2,), (-1,), 0),
        ((0,), (1,), 2**62),
        ((3,), (2**63 - 1,), 1),
    ],
)
def test_as_strided_stays_within_its_storage(size, stride, offset) -> None:
    try:
        got = ct.arange(4.0).as_strided(size, stride, offset)
    except (RuntimeError, ValueError):
        return
    assert got.numel() == 0


# ---- NaN ------------------------------------------------------------------


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float16, ct.bfloat16, ct.float32, ct.float64])
@pytest.mark.parametrize("n", [1, 3, 17, 100, 1000, 140_000])
def test_nan_is_the_largest_and_the_smallest(dtype, n: int) -> None:
    for place in {0, n // 3, n // 2, n - 1}:
        x = ct.zeros(n, dtype=dtype)
        x[place] = float("nan")
        for t, dim in ((x, 0), (x.reshape(1, n), 1), (ct.stack([x, x], 1), 0)):
            for values, indices in (t.max(dim), t.min(dim)):
                assert values.isnan().all().item()
                assert set(indices.tolist() if t is not x else [indices.item()]) == {
                    place
                }
            for result in (t.amax(dim), t.amin(dim), t.max(), t.min()):
                assert result.isnan().all().item()
            for indices in (t.argmax(dim), t.argmin(dim)):
                assert (indices == place).all().item()
            assert t.softmax(dim).isnan().all().item()
