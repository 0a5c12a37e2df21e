"""What runs here, for bug reports and for the curious, and settings of PyTorch's."""

from __future__ import annotations

import os
from typing import Any

from ctensor import _C, _warnings

__all__ = [
    "are_deterministic_algorithms_enabled",
    "get_device_module",
    "get_deterministic_debug_mode",
    "get_float32_matmul_precision",
    "get_num_interop_threads",
    "is_deterministic_algorithms_warn_only_enabled",
    "is_warn_always_enabled",
    "set_anomaly_enabled",
    "set_deterministic_debug_mode",
    "set_float32_matmul_precision",
    "set_flush_denormal",
    "set_num_interop_threads",
    "set_warn_always",
    "show_config",
    "use_deterministic_algorithms",
]


def config() -> dict[str, Any]:
    """The facts that `show_config` prints."""
    import numpy

    import ctensor

    isa, available = _C._isa()
    return {
        "ctensor": ctensor.__version__,
        "numpy": numpy.__version__,
        "instruction set": isa,
        "available": available,
        "BLAS": _C._blas() if hasattr(_C, "_blas") else "none",
        "threads": _C.get_num_threads(),
        "cores": len(os.sched_getaffinity(0)),
    }


def show_config() -> None:
    """Print versions, the instruction set in use, the BLAS, and the thread count."""
    for name, value in config().items():
        print(f"{name + ':':17}{value}")


class _Settings:
    deterministic = False
    warn_only = False
    precision = "highest"
    interop_threads = 1


def use_deterministic_algorithms(mode: bool, *, warn_only: bool = False) -> None:
    """Accepted as in PyTorch: there is one algorithm for each operation."""
    _Settings.deterministic = bool(mode)
    _Settings.warn_only = bool(mode) and bool(warn_only)


def are_deterministic_algorithms_enabled() -> bool:
    """What `use_deterministic_algorithms` was told last."""
    return _Settings.deterministic


def set_float32_matmul_precision(precision: str) -> None:
    """Accepted as in PyTorch: products of float32 are made in float32 on a CPU.

    ValueError unless it is 'highest', 'high' or 'medium'.
    """
    if precision not in ("highest", "high", "medium"):
        raise ValueError(
            "set_float32_matmul_precision: expected 'highest', 'high' or 'medium', got "
            f"{precision!r}"
        )
    _Settings.precision = precision


def get_float32_matmul_precision() -> str:
    """What `set_float32_matmul_precision` was told last."""
    return _Settings.precision


def is_deterministic_algorithms_warn_only_enabled() -> bool:
    """Whether `use_deterministic_algorithms` was told to warn only."""
    return _Settings.warn_only


_DEBUG_MODES = ("default", "warn", "error")


def set_deterministic_debug_mode(debug_mode: int | str) -> None:
    """0 'default', 1 'warn' or 2 'error': `use_deterministic_algorithms` in one word.

    TypeError for what is neither number nor text, RuntimeError for another one.

    >>> ct.set_deterministic_debug_mode("warn")
    >>> ct.get_deterministic_debug_mode(), ct.are_deterministic_algorithms_enabled()
    (1, True)
    >>> ct.set_deterministic_debug_mode(0)
    """
    if not isinstance(debug_mode, (int, str)):
        raise TypeError(f"debug_mode must be str or int, but got {type(debug_mode)}")
    known: list[int | str] = (
        list(_DEBUG_MODES) if isinstance(debug_mode, str) else [0, 1, 2]
    )
    if debug_mode not in known:
        raise RuntimeError(
            f"invalid value of debug_mode, expected one of {known}, but got "
            f"{debug_mode!r}"
        )
    place = known.index(debug_mode)
    use_deterministic_algorithms(place > 0, warn_only=place == 1)


def get_deterministic_debug_mode() -> int:
    """0, 1 or 2: see `set_deterministic_debug_mode`."""
    return _Settings.deterministic + (
        _Settings.deterministic and not _Settings.warn_only
    )


def set_warn_always(b: bool) -> None:
    """Whether the package's warnings come each time, and not once at each line.

    That is the action 'default' of Python's filters, which True makes forget the lines;
    other filters of `warnings` do as they say. TypeError unless it is a bool.

    >>> ct.set_warn_always(True)
    >>> ct.is_warn_always_enabled()
    True
    >>> ct.set_warn_always(False)
    """
    if not isinstance(b, bool):
        raise TypeError(f"set_warn_always: expected a bool, got {type(b).__name__}")
    _warnings.always = b


def is_warn_always_enabled() -> bool:
    """What `set_warn_always` was told last."""
    return _warnings.always


def set_flush_denormal(mode: bool) -> bool:
    """Whether that is how it is now: True for False only.

    Subnormal numbers are computed as IEEE 754 says, and none is ever taken as 0.
    """
    return not mode


def get_num_interop_threads() -> int:
    """What `set_num_interop_threads` was told last; 1 before."""
    return _Settings.interop_threads


def set_num_interop_threads(int: int) -> None:
    """Accepted as in PyTorch: ops of one thread run one after the other.

    RuntimeError unless the number is positive. `set_num_threads` says how many threads
    one op runs on.
    """
    if int < 1:
        raise RuntimeError(
            f"set_num_interop_threads expects a positive integer, got {int}"
        )
    _Settings.interop_threads = int


def set_anomaly_enabled(mode: bool, check_nan: bool = True) -> None:
    """Turn anomaly detection on or off; see `autograd.set_detect_anomaly`."""
    _C._set_anomaly(mode, check_nan)


def get_device_module(device: Any = None) -> Any:
    """The module of functions of a device's kind: `ct.cpu`, `ct.cuda`.

    That of the accelerator, or of the CPU where there is none, if None. RuntimeError
    for a device without one.

    >>> ct.get_device_module("cpu").device_count()
    1
    """
    import ctensor

    if device is None:
        device = ctensor.accelerator.current_accelerator() or "cpu"
    kind = ctensor.device(device).type
    module = getattr(ctensor, kind, None)
    if module is None:
        raise RuntimeError(
            f"Device '{kind}' does not have a corresponding module 'ctensor.{kind}'."
        )
    return module
