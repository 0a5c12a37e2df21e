"""Mixed precision for GPUs under the name that it had before `ctensor.amp`."""

from __future__ import annotations

import warnings
from typing import Any

import ctensor as ct
from ctensor import amp

__all__ = ["GradScaler", "autocast", "custom_bwd", "custom_fwd"]


def _warn(name: str) -> None:
    warnings.warn(
        f"`ctensor.cuda.amp.{name}(args...)` is deprecated. Please use "
        f"`ctensor.amp.{name}('cuda', args...)` instead.",
        FutureWarning,
        stacklevel=3,
    )


class autocast(amp.autocast):  # noqa: N801
    """`ctensor.amp.autocast("cuda")`."""

    def __init__(
        self,
        enabled: bool = True,
        dtype: ct.dtype = ct.float16,
        cache_enabled: bool = True,
    ) -> None:
        _warn("autocast")
        super().__init__("cuda", dtype, enabled, cache_enabled)


class GradScaler(amp.GradScaler):
    """`ctensor.amp.GradScaler("cuda")`."""

    def __init__(
        self,
        init_scale: float = 2.0**16,
        growth_factor: float = 2.0,
        backoff_factor: float = 0.5,
        growth_interval: int = 2000,
        enabled: bool = True,
    ) -> None:
        _warn("GradScaler")
        super().__init__(
            "cuda",
            init_scale,
            growth_factor,
            backoff_factor,
            growth_interval,
            enabled,
        )


def custom_fwd(fwd: Any = None, *, cast_inputs: ct.dtype | None = None) -> Any:
    """`ctensor.amp.custom_fwd(device_type="cuda")`."""
    _warn("custom_fwd")
    return amp.custom_fwd(fwd, device_type="cuda", cast_inputs=cast_inputs)


def custom_bwd(bwd: Any) -> Any:
    """`ctensor.amp.custom_bwd(device_type="cuda")`."""
    _warn("custom_bwd")
    return amp.custom_bwd(bwd, device_type="cuda")
