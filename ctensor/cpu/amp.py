"""Mixed precision for the CPU under the name that it had before `ctensor.amp`."""

from __future__ import annotations

import warnings

import ctensor as ct
from ctensor import amp

__all__ = ["GradScaler", "autocast"]


def _warn(name: str) -> None:
    warnings.warn(
        f"`ctensor.cpu.amp.{name}(args...)` is deprecated. Please use "
        f"`ctensor.amp.{name}('cpu', args...)` instead.",
        FutureWarning,
        stacklevel=3,
    )


class autocast(amp.autocast):  # noqa: N801
    """`ctensor.amp.autocast("cpu")`."""

    def __init__(
        self,
        enabled: bool = True,
        dtype: ct.dtype = ct.bfloat16,
        cache_enabled: bool = True,
    ) -> None:
        _warn("autocast")
        super().__init__("cpu", dtype, enabled, cache_enabled)


class GradScaler(amp.GradScaler):
    """`ctensor.amp.GradScaler("cpu")`."""

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
            "cpu",
            init_scale,
            growth_factor,
            backoff_factor,
            growth_interval,
            enabled,
        )
