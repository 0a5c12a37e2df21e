"""Streams and events: `ct.Stream`, `ct.Event`, `ct.cpu`, `ct.accelerator`, `ct.cuda`.

What a device with streams is asked for, tests/c/test_stream.c tests.
"""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import ctensor as ct


def test_the_cpu_has_one_stream_that_is_never_busy() -> None:
    s = ct.Stream()
    assert s.device == ct.device("cpu")
    assert s.stream_id == 0
    assert s.query() is True
    assert s.synchronize() is None
    assert s.wait_stream(ct.Stream("cpu", priority=-1)) is None
    assert repr(s) == "ctensor.Stream(device='cpu', stream_id=0)"
    assert s == ct.Stream(device="cpu") == ct.cpu.current_stream()
    assert hash(s) == hash(ct.Stream())
    assert s != ct.Stream("meta")
    assert s != 0


def test_a_stream_can_be_entered_many_times() -> None:
    s = ct.Stream()
    with s as entered, s, ct.cpu.stream(s), ct.cpu.stream(None):
        assert entered is s
        assert ct.cpu.current_stream() == s
    with pytest.raises(RuntimeError, match="Stream: expected __enter__ first"):
        s.__exit__(None, None, None)


def test_events_of_the_cpu_are_times() -> None:
    first, last = (ct.Event(enable_timing=True) for _ in range(2))
    assert first.device == ct.device("cpu")
    assert first.query() is True  # nothing to wait for
    first.record()
    last.record(ct.Stream())
    assert last.synchronize() is None
    assert last.wait() is None
    assert last.wait(stream=ct.Stream()) is None
    assert ct.Stream().wait_event(last) is None
    assert 0 <= first.elapsed_time(last) < 10_000
    assert first.elapsed_time(last) == -last.elapsed_time(first)
    assert repr(first) == "ctensor.Event(device='cpu', enable_timing=True)"


def test_record_event_gives_the_event() -> None:
    e = ct.Event(enable_timing=True)
    assert ct.Stream().record_event(e) is e
    assert e.elapsed_time(e) == 0
    assert isinstance(ct.Stream().record_event(), ct.Event)


def test_elapsed_time_says_what_it_needs() -> None:
    timed, plain = ct.Event(enable_timing=True), ct.Event()
    with pytest.raises(ValueError, match="made with enable_timing=True"):
        timed.elapsed_time(plain)
    with pytest.raises(ValueError, match="were recorded"):
        timed.elapsed_time(timed)
    with pytest.raises(RuntimeError, match="a stream of the event's device"):
        timed.record(ct.Stream("meta"))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: ct.Stream("gpu"), RuntimeError, "Stream: expected a device"),
        (lambda: ct.Stream("cuda"), RuntimeError, "a loaded backend, got 'cuda'"),
        (lambda: ct.Stream(1.5), TypeError, "expected a device, got float"),
        (lambda: ct.Stream("cpu", 1), TypeError, "positional"),
        (lambda: ct.Stream(priority="high"), TypeError, "int"),
        (lambda: ct.Event(enable_timing=1), TypeError, "must be bool, not int"),
        (lambda: ct.Event().record(3), TypeError, "a ctensor.Stream, got int"),
        (lambda: ct.Event().wait(ct.Event()), TypeError, "a ctensor.Stream, got"),
        (lambda: ct.Event().elapsed_time(3), TypeError, "an ctensor.Event, got int"),
        (lambda: ct.Stream().wait_event(3), TypeError, "an ctensor.Event, got int"),
        (lambda: ct.Stream().wait_stream(3), TypeError, "a ctensor.Stream, got int"),
        (lambda: ct.Stream().record_event(3), TypeError, "an ctensor.Event, got int"),
    ],
)
def test_errors(call, error, message) -> None:
    with pytest.raises(error, match=re.escape(message)):
        call()


def test_the_cpu_as_a_device_among_others() -> None:
    s = ct.cpu.Stream()
    assert isinstance(s, ct.Stream)
    assert ct.cpu.Stream(-1) == s
    ct.cpu.Event(enable_timing=True).record(s)
    assert ct.cpu.synchronize() is None
    assert ct.cpu.synchronize("cpu") is None
    assert ct.cpu.is_available()
    assert ct.cpu.is_initialized()
    assert ct.cpu.device_count() == 1
    assert ct.cpu.current_device() == "cpu"
    assert ct.cpu.set_device("cpu") is None


@pytest.mark.skipif(ct.accelerator.is_available(), reason="there is one")
@pytest.mark.parametrize(
    "call",
    [
        ct.accelerator.synchronize,
        ct.accelerator.current_stream,
        ct.accelerator.current_device_index,
        lambda: ct.accelerator.set_stream(ct.Stream()),
        ct.cuda.synchronize,
        ct.cuda.current_stream,
        ct.cuda.Stream,
        ct.cuda.Event,
    ],
)
def test_without_an_accelerator_nothing_is_done_silently(call) -> None:
    with pytest.raises(RuntimeError, match=r"is_available\(\) tells"):
        call()
    with ct.cuda.stream(None):
        pass


def test_streams_end_with_their_interpreter() -> None:
    code = "import ctensor as ct; s = ct.Stream(); s.__enter__(); e = s.record_event()"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
