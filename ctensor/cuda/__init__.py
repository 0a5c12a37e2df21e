"""CUDA devices. The CUDA backend is not built yet: no device is ever available."""

from __future__ import annotations

__all__ = ["current_device", "device_count", "is_available", "synchronize"]


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
