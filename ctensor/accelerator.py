"""The device beside the CPU, whatever its kind: `torch.accelerator`.

What asks for one is a RuntimeError where there is none.
"""

from __future__ import annotations

import ctensor as ct
from ctensor import _C, cuda

__all__ = [
    "current_accelerator",
    "current_device_index",
    "current_stream",
    "device_count",
    "is_available",
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
