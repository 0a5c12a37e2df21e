"""The device beside the CPU, whatever its kind: `torch.accelerator`.

What asks for one is a RuntimeError where there is none.
"""

from __future__ import annotations

from typing import Any

import ctensor as ct
from ctensor import _C, cuda

__all__ = [
    "current_accelerator",
    "current_device_idx",
    "current_device_index",
    "current_stream",
    "device_count",
    "device_index",
    "empty_cache",
    "get_memory_info",
    "is_available",
    "max_memory_allocated",
    "max_memory_reserved",
    "memory_allocated",
    "memory_reserved",
    "reset_peak_memory_stats",
    "set_device_idx",
    "set_device_index",
    "set_stream",
    "synchronize",
]


def is_available() -> bool:
    """Whether there is one that tensors can be moved to."""
    return cuda.is_available()


def device_count() -> int:
    """How many of them there are."""
    return cuda.device_count()


def current_accelerator(check_available: bool = False) -> ct.device | None:
    """Its device without an index; None where there is none.

    There is none unless it is available, so `check_available` changes nothing.
    """
    return ct.device("cuda") if is_available() else None


def _require(name: str, device: object) -> object:
    if not is_available():
        raise RuntimeError(
            f"accelerator.{name}: expected an accelerator, but none is available; "
            "accelerator.is_available() tells"
        )
    return current_accelerator() if device is None else device


def current_device_index() -> int:
    """The number of the one in use."""
    _require("current_device_index", None)
    return cuda.current_device()


current_device_idx = current_device_index


def set_device_index(device: Any) -> None:
    """Let this thread use the one of this number, or this device, from now on."""
    _require("set_device_index", device)
    cuda.set_device(device)


set_device_idx = set_device_index


class device_index:  # noqa: N801  (PyTorch's name)
    """A block in which this thread uses the one of this number; None: no change."""

    def __init__(self, device: int | None, /) -> None:
        self.device = device
        self.before = 0

    def __enter__(self) -> None:
        if self.device is not None:
            self.before = current_device_index()
            set_device_index(self.device)

    def __exit__(self, *error: object) -> None:
        if self.device is not None:
            set_device_index(self.before)


def current_stream(device: object = None) -> ct.Stream:
    """The stream that this thread's work on it goes to."""
    return _C._current_stream(_require("current_stream", device))


def set_stream(stream: ct.Stream) -> None:
    """Let this thread's work on the stream's device go to it from now on."""
    _require("set_stream", None)
    _C._set_stream(stream)


def synchronize(device: object = None) -> None:
    """Wait until all that it was given, in all streams, is done."""
    _C._synchronize(_require("synchronize", device))


def empty_cache() -> None:
    """Give memory that is kept for reuse back."""
    _require("empty_cache", None)
    cuda.empty_cache()


def memory_allocated(device_index: Any = None, /) -> int:
    """Bytes of its memory in tensors."""
    _require("memory_allocated", None)
    return cuda.memory_allocated(device_index)


def max_memory_allocated(device_index: Any = None, /) -> int:
    """The most that `memory_allocated` has been."""
    _require("max_memory_allocated", None)
    return cuda.max_memory_allocated(device_index)


def memory_reserved(device_index: Any = None, /) -> int:
    """Bytes of its memory in tensors or kept for them."""
    _require("memory_reserved", None)
    return cuda.memory_reserved(device_index)


def max_memory_reserved(device_index: Any = None, /) -> int:
    """The most that `memory_reserved` has been."""
    _require("max_memory_reserved", None)
    return cuda.max_memory_reserved(device_index)


def reset_peak_memory_stats(device_index: Any = None, /) -> None:
    """Begin anew with what the most was."""
    _require("reset_peak_memory_stats", None)
    cuda.reset_peak_memory_stats(device_index)


def get_memory_info(device_index: Any = None, /) -> tuple[int, int]:
    """Bytes of its memory that are free, and all."""
    _require("get_memory_info", None)
    return cuda.mem_get_info(device_index)
