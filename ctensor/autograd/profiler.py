"""The old name of `ctensor.profiler`: a profile that ends with its `with`."""

from __future__ import annotations

from typing import Any

from ctensor.profiler import profile as _profile
from ctensor.profiler import record_function

__all__ = ["profile", "record_function"]


class profile(_profile):  # noqa: N801
    """`ctensor.profiler.profile` with the arguments of `autograd.profiler.profile`.

    Args:
        enabled: False records nothing.
        record_shapes, profile_memory, with_stack: as there.
        others: accepted for PyTorch's sake, without effect.
    """

    def __init__(
        self,
        enabled: bool = True,
        *,
        record_shapes: bool = False,
        profile_memory: bool = False,
        with_stack: bool = False,
        **others: Any,
    ) -> None:
        super().__init__(
            record_shapes=record_shapes,
            profile_memory=profile_memory,
            with_stack=with_stack,
        )
        self.enabled = enabled

    def start(self) -> None:
        """Begin, if enabled."""
        if self.enabled:
            super().start()

    def table(self, *args: Any, **kwargs: Any) -> str:
        """The table of all events."""
        return self.events().table(*args, **kwargs)

    def total_average(self) -> Any:
        """The sum of all events."""
        return self.events().total_average()

    @property
    def self_cpu_time_total(self) -> float:
        """The time of all events, in µs, each moment counted once."""
        return self.events().self_cpu_time_total
