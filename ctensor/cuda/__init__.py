"""CUDA devices. The CUDA backend is not built yet: no device is ever available."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

import ctensor as ct
from ctensor import _C
from ctensor.cuda import amp as amp
from ctensor.random import manual_seed as _manual_seed

__all__ = [
    "Event",
    "Stream",
    "amp",
    "current_device",
    "current_stream",
    "device_count",
    "empty_cache",
    "is_available",
    "manual_seed",
    "manual_seed_all",
    "max_memory_allocated",
    "memory_allocated",
    "stream",
    "synchronize",
]


class Stream(ct.Stream):
    """Work of a GPU that is done in order; RuntimeError where there is none."""

    def __new__(cls, device: Any = None, priority: int = 0) -> Stream:
        """Of the current GPU unless another is named."""
        device = "cuda" if device is None else device
        return super().__new__(cls, device, priority=priority)


class Event(ct.Event):
    """A place in a stream of a GPU; RuntimeError where there is none."""

    def __new__(
        cls,
        enable_timing: bool = False,
        blocking: bool = False,
        interprocess: bool = False,
    ) -> Event:
        """Of the current GPU; the last two change nothing."""
        return super().__new__(cls, "cuda", enable_timing=enable_timing)


def is_available() -> bool:
    """Whether tensors can be moved to a GPU: a backend is loaded and has a device."""
    return False


def device_count() -> int:
    """The number of GPUs that tensors can be moved to."""
    return 0


def _refuse(name: str) -> RuntimeError:
    return RuntimeError(
        f"cuda.{name}: expected a CUDA device, but no CUDA backend is loaded; "
        "cuda.is_available() tells"
    )


def current_device() -> int:
    """The index of the GPU in use; RuntimeError where there is none."""
    raise _refuse("current_device")


def current_stream(device: Any = None) -> ct.Stream:
    """The stream that this thread's work on a GPU goes to; RuntimeError without one."""
    return _C._current_stream("cuda" if device is None else device)


def stream(stream: ct.Stream | None) -> AbstractContextManager[Any]:
    """A block in which this is the current stream; None changes nothing."""
    return nullcontext() if stream is None else stream


def synchronize(device: Any = None) -> None:
    """Wait for a GPU's work to end; RuntimeError where there is none."""
    _C._synchronize("cuda" if device is None else device)


def manual_seed(seed: int) -> None:
    """Does nothing without a GPU; `ctensor.manual_seed` seeds all devices."""
    if is_available():
        _manual_seed(seed)


manual_seed_all = manual_seed


def empty_cache() -> None:
    """Give memory that is kept for reuse back to the GPU; nothing without one."""


def memory_allocated(device: object = None) -> int:
    """Bytes of a GPU's memory in tensors; 0 without one."""
    return 0


def max_memory_allocated(device: object = None) -> int:
    """The most that `memory_allocated` has been."""
    return 0
