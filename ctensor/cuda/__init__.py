"""CUDA devices, where the backend is there (docs/cuda.md): `is_available()` tells."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from types import SimpleNamespace
from typing import Any

import ctensor as ct
from ctensor import _C
from ctensor.cuda import amp as amp
from ctensor.cuda.types import (
    BFloat16Tensor,
    BoolTensor,
    ByteTensor,
    CharTensor,
    DoubleTensor,
    FloatTensor,
    HalfTensor,
    IntTensor,
    LongTensor,
    ShortTensor,
)
from ctensor.random import manual_seed as _manual_seed

__all__ = [
    "BFloat16Tensor",
    "BoolTensor",
    "ByteTensor",
    "CharTensor",
    "DoubleTensor",
    "Event",
    "FloatTensor",
    "HalfTensor",
    "IntTensor",
    "LongTensor",
    "ShortTensor",
    "Stream",
    "amp",
    "current_device",
    "current_stream",
    "device",
    "device_count",
    "empty_cache",
    "get_arch_list",
    "get_device_capability",
    "get_device_name",
    "get_device_properties",
    "get_rng_state_all",
    "init",
    "is_available",
    "is_bf16_supported",
    "is_initialized",
    "is_tf32_supported",
    "manual_seed",
    "manual_seed_all",
    "max_memory_allocated",
    "max_memory_cached",
    "max_memory_reserved",
    "mem_get_info",
    "memory_allocated",
    "memory_cached",
    "memory_reserved",
    "reset_max_memory_allocated",
    "reset_max_memory_cached",
    "reset_peak_memory_stats",
    "seed",
    "seed_all",
    "set_device",
    "set_rng_state_all",
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
    return device_count() > 0


# Places in the backend's numbers: csrc/core/device.h.
_COUNT, _ALLOCATED, _ALLOCATED_PEAK, _RESERVED, _RESERVED_PEAK = range(5)
_FREE, _TOTAL, _MAJOR, _MINOR, _PROCESSORS, _TRIM, _RESET_PEAK = range(5, 12)


def device_count() -> int:
    """The number of GPUs that tensors can be moved to."""
    try:
        return _C._device_number("cuda", _COUNT)
    except RuntimeError:
        return 0


def _refuse(name: str) -> RuntimeError:
    return RuntimeError(
        f"cuda.{name}: expected a CUDA device, but no CUDA backend is loaded; "
        "cuda.is_available() tells"
    )


def _named(device: Any) -> Any:
    return "cuda" if device is None else device


def _number(which: int, device: Any, none: int = 0) -> int:
    """What the backend says of a GPU, or `none` where there is no backend."""
    return _C._device_number(_named(device), which) if is_available() else none


def current_device() -> int:
    """The index of the GPU in use; RuntimeError where there is none."""
    if not is_available():
        raise _refuse("current_device")
    return _C._device_current("cuda")


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
    """Give memory that is kept for reuse back to the GPUs; nothing without one."""
    for i in range(device_count()):
        _number(_TRIM, i)


def memory_allocated(device: object = None) -> int:
    """Bytes of a GPU's memory in tensors; 0 without one."""
    return _number(_ALLOCATED, device)


def max_memory_allocated(device: object = None) -> int:
    """The most that `memory_allocated` has been."""
    return _number(_ALLOCATED_PEAK, device)


def max_memory_reserved(device: object = None) -> int:
    """The most that `memory_reserved` has been."""
    return _number(_RESERVED_PEAK, device)


def memory_reserved(device: object = None) -> int:
    """Bytes of a GPU's memory in tensors or kept for them; 0 without one."""
    return _number(_RESERVED, device)


memory_cached = memory_reserved
max_memory_cached = max_memory_reserved


def reset_peak_memory_stats(device: object = None) -> None:
    """Begin anew with what the most was; nothing without a GPU."""
    _number(_RESET_PEAK, device)


reset_max_memory_allocated = reset_peak_memory_stats
reset_max_memory_cached = reset_peak_memory_stats


def is_initialized() -> bool:
    """Whether a GPU can be used: the backend begins when it is asked for."""
    return is_available()


def is_bf16_supported(including_emulation: bool = True) -> bool:
    """Whether a GPU computes in bfloat16; False without one."""
    return False


def is_tf32_supported() -> bool:
    """Whether a GPU computes in TF32; False without one."""
    return False


def get_arch_list() -> list[str]:
    """The kinds of GPU that kernels were built for: none."""
    return []


def init() -> None:
    """RuntimeError where there is no GPU to begin with."""
    if not is_available():
        raise _refuse("init")


def set_device(device: Any) -> None:
    """Use this GPU from now on; RuntimeError without one, but for a number below 0."""
    if isinstance(device, int) and device < 0:
        return
    if not is_available():
        raise _refuse("set_device")
    _C._device_current(device)


class device:  # noqa: N801  (PyTorch's name)
    """A block in which this GPU is used; RuntimeError without one, nothing below 0."""

    def __init__(self, device: Any) -> None:
        self.idx = device

    def __enter__(self) -> None:
        if self.idx is not None:
            self.before = current_device() if is_available() else -1
            set_device(self.idx)

    def __exit__(self, *error: object) -> None:
        if self.idx is not None:
            set_device(self.before)


def get_device_name(device: Any = None) -> str:
    """The name of a GPU; RuntimeError without one."""
    if not is_available():
        raise _refuse("get_device_name")
    return _C._device_name(_named(device))


def get_device_capability(device: Any = None) -> tuple[int, int]:
    """The compute capability of a GPU; RuntimeError without one."""
    if not is_available():
        raise _refuse("get_device_capability")
    return _number(_MAJOR, device), _number(_MINOR, device)


def get_device_properties(device: Any = None) -> Any:
    """What is known of a GPU; RuntimeError without one."""
    if not is_available():
        raise _refuse("get_device_properties")
    major, minor = get_device_capability(device)
    return SimpleNamespace(
        name=get_device_name(device),
        major=major,
        minor=minor,
        total_memory=_number(_TOTAL, device),
        multi_processor_count=_number(_PROCESSORS, device),
    )


def mem_get_info(device: Any = None) -> tuple[int, int]:
    """Bytes of a GPU's memory that are free, and all; RuntimeError without one."""
    if not is_available():
        raise _refuse("mem_get_info")
    return _number(_FREE, device), _number(_TOTAL, device)


def seed() -> None:
    """Does nothing without a GPU; `ctensor.seed` seeds all devices."""


seed_all = seed


def get_rng_state_all() -> list[ct.Tensor]:
    """The states of the GPUs' random streams: none."""
    return []


def set_rng_state_all(new_states: Iterable[ct.Tensor]) -> None:
    """Go back to such states; RuntimeError for more states than GPUs."""
    if list(new_states):
        raise _refuse("set_rng_state_all")
