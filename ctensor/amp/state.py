"""The state of mixed precision: functions of the package, and listed functions.

The CPU's is in C, where rows are cast (csrc/autograd/autocast.h). Of CUDA, whose
backend is not there, only what was set is known. Functions that are composed of rows in
Python are cast by `cast_listed`, which `overrides.ask_first` puts beside them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import ctensor as ct
from ctensor import _C

__all__ = [
    "autocast_decrement_nesting",
    "autocast_increment_nesting",
    "clear_autocast_cache",
    "get_autocast_cpu_dtype",
    "get_autocast_dtype",
    "get_autocast_gpu_dtype",
    "is_autocast_cache_enabled",
    "is_autocast_cpu_enabled",
    "is_autocast_enabled",
    "set_autocast_cache_enabled",
    "set_autocast_cpu_dtype",
    "set_autocast_cpu_enabled",
    "set_autocast_dtype",
    "set_autocast_enabled",
    "set_autocast_gpu_dtype",
]

DEVICES = ("cpu", "cuda")
_cuda: dict[str, Any] = {"enabled": False, "dtype": _C.float16}


def check_device(device_type: Any) -> str:
    """The device type itself; RuntimeError where mixed precision knows no such."""
    if device_type not in DEVICES:
        raise RuntimeError(
            f"User specified an unsupported autocast device_type '{device_type}'"
        )
    return str(device_type)


def is_autocast_enabled(device_type: str = "cuda") -> bool:
    """Whether this thread is in a region of mixed precision for such devices."""
    if check_device(device_type) == "cuda":
        return bool(_cuda["enabled"])
    on, _, _, suspended = _C._autocast_get()
    return on and not suspended


def set_autocast_enabled(device_type: str | bool, enabled: bool | None = None) -> None:
    """Enter or leave mixed precision, here and now; `with autocast(..)` does both."""
    if enabled is None:  # of a GPU, as in older scripts
        device_type, enabled = "cuda", bool(device_type)
    if check_device(device_type) == "cuda":
        _cuda["enabled"] = enabled
    else:
        _, dtype, keeps, _ = _C._autocast_get()
        _C._autocast_set(enabled, dtype, keeps)


def get_autocast_dtype(device_type: str) -> ct.dtype:
    """The dtype of what runs in lower precision: bfloat16 unless another is set."""
    if check_device(device_type) == "cuda":
        dtype: ct.dtype = _cuda["dtype"]
        return dtype
    return _C._autocast_get()[1]


def set_autocast_dtype(device_type: str, dtype: ct.dtype) -> None:
    """Set it."""
    if check_device(device_type) == "cuda":
        _cuda["dtype"] = dtype
    else:
        on, _, keeps, suspended = _C._autocast_get()
        _C._autocast_set(on, dtype, keeps, suspended)


def is_autocast_cache_enabled() -> bool:
    """Whether casts of weights are kept until the outermost region ends."""
    return _C._autocast_get()[2]


def set_autocast_cache_enabled(enabled: bool) -> None:
    """Set it."""
    on, dtype, _, suspended = _C._autocast_get()
    _C._autocast_set(on, dtype, enabled, suspended)


def clear_autocast_cache() -> None:
    """Forget the casts of weights."""
    _C._autocast_clear()


def autocast_increment_nesting() -> int:
    """Enter a region, without which nothing is kept; how many there are."""
    return _C._autocast_nest(1)


def autocast_decrement_nesting() -> int:
    """Leave it, and forget what is kept with the last; how many there are."""
    return _C._autocast_nest(-1)


def is_autocast_cpu_enabled() -> bool:
    """`is_autocast_enabled("cpu")`."""
    return is_autocast_enabled("cpu")


def set_autocast_cpu_enabled(enabled: bool) -> None:
    """`set_autocast_enabled("cpu", enabled)`."""
    set_autocast_enabled("cpu", enabled)


def get_autocast_cpu_dtype() -> ct.dtype:
    """`get_autocast_dtype("cpu")`."""
    return get_autocast_dtype("cpu")


def set_autocast_cpu_dtype(dtype: ct.dtype) -> None:
    """`set_autocast_dtype("cpu", dtype)`."""
    set_autocast_dtype("cpu", dtype)


def get_autocast_gpu_dtype() -> ct.dtype:
    """`get_autocast_dtype("cuda")`."""
    return get_autocast_dtype("cuda")


def set_autocast_gpu_dtype(dtype: ct.dtype) -> None:
    """`set_autocast_dtype("cuda", dtype)`."""
    set_autocast_dtype("cuda", dtype)


# ---- functions composed in Python ----

_LISTS = _C._autocast_lists()


def is_eligible(value: Any, device_type: str = "cpu") -> bool:
    """Whether mixed precision casts it: a tensor of float32 or 16 bits."""
    return (
        isinstance(value, ct.Tensor)
        and value.is_floating_point()
        and value.device.type == device_type
        and value.dtype is not ct.float64
    )


def cast_tree(value: Any, device_type: str, dtype: ct.dtype) -> Any:
    """Tensors in `value`, and in mappings, lists and tuples in it, in the dtype."""
    if isinstance(value, ct.Tensor):
        return value.to(dtype) if is_eligible(value, device_type) else value
    if isinstance(value, Mapping):
        return {
            cast_tree(k, device_type, dtype): cast_tree(v, device_type, dtype)
            for k, v in value.items()
        }
    if isinstance(value, (list, tuple)):
        parts = [cast_tree(v, device_type, dtype) for v in value]
        return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
    return value


def cast_listed(name: str, function: Callable[..., Any]) -> Callable[..., Any] | None:
    """A function composed of rows, on cast tensors while mixed precision is on.

    None where autocast.def does not list it. Rows are cast in C.
    """
    kind = _LISTS.get(name)
    if kind not in ("float32", "lower"):
        return None

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        on, lower, _, suspended = _C._autocast_get()
        if not on or suspended:
            return function(*args, **kwargs)
        dtype = ct.float32 if kind == "float32" else lower
        args, kwargs = cast_tree((args, kwargs), "cpu", dtype)
        was = _C._autocast_suspend(True)
        try:
            return function(*args, **kwargs)
        finally:
            _C._autocast_suspend(was)

    return run
