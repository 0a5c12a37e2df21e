"""The CPU as a device among others, for code that serves any: `torch.cpu`.

It is done with a call when it returns: its one stream is never busy.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import ctensor as ct
from ctensor import _C
from ctensor.cpu import amp as amp

__all__ = [
    "Event",
    "Stream",
    "StreamContext",
    "amp",
    "current_device",
    "current_stream",
    "device_count",
    "get_capabilities",
    "is_available",
    "is_initialized",
    "set_device",
    "stream",
    "synchronize",
]


class Stream(ct.Stream):
    """The CPU's stream; a priority changes nothing."""

    def __new__(cls, priority: int = -1) -> Stream:
        """Takes the place of the base's, which takes a device."""
        return super().__new__(cls, "cpu", priority=priority)


class Event(ct.Event):
    """A place in the CPU's stream, which is a time."""

    def __new__(cls, enable_timing: bool = False) -> Event:
        """Takes the place of the base's, which takes a device."""
        return super().__new__(cls, "cpu", enable_timing=enable_timing)


class StreamContext:
    """A block in which a stream is the current one; None changes nothing."""

    def __init__(self, stream: ct.Stream | None) -> None:
        self.stream = stream
        self._block = nullcontext() if stream is None else stream

    def __enter__(self) -> None:
        self._block.__enter__()

    def __exit__(self, *error: object) -> None:
        self._block.__exit__(*error)


def get_capabilities() -> dict[str, Any]:
    """The architecture, the number of cores, and which instruction sets are there.

    Of these 'avx2' and 'avx512' are the ones that kernels are built for.
    """
    import os
    import platform

    available = _C._isa()[1]
    return {
        "architecture": platform.machine(),
        "num_logical_cores": os.cpu_count(),
        "avx2": "avx2" in available,
        "avx512": "avx512" in available,
    }


def is_available() -> bool:
    """Whether there is a CPU: True."""
    return True


def is_initialized() -> bool:
    """Whether it was started: True."""
    return True


def device_count() -> int:
    """1, as all cores are one device."""
    return 1


def current_device() -> str:
    """Its name, 'cpu'."""
    return "cpu"


def set_device(device: object) -> None:
    """Does nothing, as there is one."""


def current_stream(device: object = None) -> ct.Stream:
    """The CPU's stream."""
    return _C._current_stream("cpu")


def stream(stream: ct.Stream | None) -> AbstractContextManager[Any]:
    """A block in which this is the current stream; None changes nothing."""
    return nullcontext() if stream is None else stream


def synchronize(device: object = None) -> None:
    """Wait for the CPU's work to end, as it always has."""
    _C._synchronize("cpu")
