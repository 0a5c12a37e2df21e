"""CUDA devices. The CUDA backend is not built yet: no device is ever available."""

from __future__ import annotations

from ctensor.random import manual_seed as _manual_seed

__all__ = [
    "current_device",
    "device_count",
    "empty_cache",
    "is_available",
    "manual_seed",
    "manual_seed_all",
    "max_memory_allocated",
    "memory_allocated",
    "synchronize",
]


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


def synchronize(device: object = None) -> None:
    """Wait for a GPU's work to end; RuntimeError where there is none."""
    raise _refuse("synchronize")


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
