"""CUDA devices, where the backend is there (docs/cuda.md): `is_available()` tells."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from types import SimpleNamespace
from typing import Any

import ctensor as ct
from ctensor import _C
from ctensor.cuda import amp as amp
from ctensor.cuda import nvtx as nvtx
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
from ctensor.random import get_rng_state as _get_rng_state
from ctensor.random import initial_seed as _initial_seed
from ctensor.random import manual_seed as _manual_seed
from ctensor.random import set_rng_state as _set_rng_state

__all__ = [
    "set_stream",
    "set_rng_state",
    "set_per_process_memory_fraction",
    "nvtx",
    "memory_summary",
    "memory_stats",
    "initial_seed",
    "get_rng_state",
    "get_per_process_memory_fraction",
    "default_stream",
    "can_device_access_peer",
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
_ALLOCATIONS, _RETRIES, _LIMIT = range(12, 15)


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


def set_stream(stream: ct.Stream) -> None:
    """Make this the current stream; `with stream:` is for a block."""
    _C._set_stream(stream)


def default_stream(device: Any = None) -> ct.Stream:
    """The stream that a GPU has at first; RuntimeError without one."""
    if not is_available():
        raise _refuse("default_stream")
    return _C._default_stream(_named(device))


def can_device_access_peer(device: Any, peer_device: Any) -> bool:
    """Whether tensors of one GPU can be copied to another: all can."""
    count = device_count()
    a, b = (
        ct.device(_named(d)).index if not isinstance(d, int) else d
        for d in (device, peer_device)
    )
    for index in (a, b):
        if not 0 <= (index or 0) < count:
            raise AssertionError(f"Invalid device id: {index}")
    return a != b


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


def memory_stats(device: Any = None) -> dict[str, int]:
    """What is known of a GPU's memory, under PyTorch's names; empty without one."""
    if not is_available():
        return {}
    return {
        "allocated_bytes.all.current": memory_allocated(device),
        "allocated_bytes.all.peak": max_memory_allocated(device),
        "allocation.all.allocated": _number(_ALLOCATIONS, device),
        "num_alloc_retries": _number(_RETRIES, device),
        "reserved_bytes.all.current": memory_reserved(device),
        "reserved_bytes.all.peak": max_memory_reserved(device),
    }


def memory_summary(device: Any = None, abbreviated: bool = False) -> str:
    """The same as a table, with what the device has; `abbreviated` changes nothing."""
    if not is_available():
        raise _refuse("memory_summary")
    rows = list(memory_stats(device).items())
    free, total = mem_get_info(device)
    rows += [("device bytes free", free), ("device bytes in all", total)]
    width = max(len(name) for name, _ in rows)
    lines = [f"{name:<{width}}  {value:>16,}" for name, value in rows]
    return "\n".join([f"memory of {ct.device(_named(device))}", *lines])


def set_per_process_memory_fraction(fraction: float, device: Any = None) -> None:
    """Let tensors, and what is kept for them, have so much of a GPU's memory.

    MemoryError where they would need more. ValueError for a fraction beyond 0 to 1,
    RuntimeError without a GPU.
    """
    if not isinstance(fraction, float):
        raise TypeError("Invalid type for fraction argument, must be `float`")
    if not 0 <= fraction <= 1:
        raise ValueError(f"Invalid fraction value: {fraction}. Allowed range: 0~1")
    if not is_available():
        raise _refuse("set_per_process_memory_fraction")
    limit = -1 if fraction == 1 else int(fraction * mem_get_info(device)[1])
    _C._device_number(_named(device), _LIMIT, limit)


def get_per_process_memory_fraction(device: Any = None) -> float:
    """What `set_per_process_memory_fraction` set; 1.0 at first."""
    if not is_available():
        raise _refuse("get_per_process_memory_fraction")
    limit, total = _number(_LIMIT, device), mem_get_info(device)[1]
    return 1.0 if limit < 0 else limit / total


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


def initial_seed() -> int:
    """The seed that the random stream was started with: one for all devices."""
    return _initial_seed()


def get_rng_state(device: Any = None) -> ct.Tensor:
    """Where the one random stream is, of all devices; RuntimeError without a GPU."""
    if not is_available():
        raise _refuse("get_rng_state")
    return _get_rng_state()


def set_rng_state(new_state: ct.Tensor, device: Any = None) -> None:
    """Go back to what `get_rng_state` gave; RuntimeError without a GPU."""
    if not is_available():
        raise _refuse("set_rng_state")
    _set_rng_state(new_state)


def get_rng_state_all() -> list[ct.Tensor]:
    """For each GPU where the random stream is, which they share."""
    return [_get_rng_state() for _ in range(device_count())]


def set_rng_state_all(new_states: Iterable[ct.Tensor]) -> None:
    """Go back to such states; RuntimeError for more states than GPUs."""
    states = list(new_states)
    if len(states) > device_count():
        raise _refuse("set_rng_state_all")
    for state in states:
        _set_rng_state(state)
