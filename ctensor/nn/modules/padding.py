"""Padding layers: `F.pad` with its options kept.

Shapes: input (N, C, *) or (C, *), * being the 1 to 3 dims that are padded; `padding` is
one number for all sides, or pairs of what comes before and behind, last dim first.
"""

from __future__ import annotations

from collections.abc import Sequence

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn.modules._sizes import spread
from ctensor.nn.modules.module import Module

__all__ = [
    "CircularPad1d",
    "CircularPad2d",
    "CircularPad3d",
    "ConstantPad1d",
    "ConstantPad2d",
    "ConstantPad3d",
    "ReflectionPad1d",
    "ReflectionPad2d",
    "ReflectionPad3d",
    "ReplicationPad1d",
    "ReplicationPad2d",
    "ReplicationPad3d",
    "ZeroPad1d",
    "ZeroPad2d",
    "ZeroPad3d",
]


class _Pad(Module):
    dims: int
    mode: str

    def __init__(self, padding: int | Sequence[int]) -> None:
        super().__init__()
        self.padding = spread(padding, 2 * self.dims)

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The padded input."""
        return F.pad(input, self.padding, self.mode)

    def extra_repr(self) -> str:
        """The pads."""
        return f"{self.padding}"


class _ConstantPad(_Pad):
    mode = "constant"

    def __init__(self, padding: int | Sequence[int], value: float) -> None:
        super().__init__(padding)
        self.value = value

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The padded input."""
        return F.pad(input, self.padding, "constant", self.value)

    def extra_repr(self) -> str:
        """The pads and the value."""
        return f"padding={self.padding}, value={self.value}"


class _ZeroPad(_ConstantPad):
    def __init__(self, padding: int | Sequence[int]) -> None:
        super().__init__(padding, 0.0)

    def extra_repr(self) -> str:
        """The pads."""
        return f"{self.padding}"


class ConstantPad1d(_ConstantPad):
    """`value` around the last dim.

    >>> ConstantPad1d((1, 2), 3.0)(ct.zeros(1, 2)).tolist()
    [[3.0, 0.0, 0.0, 3.0, 3.0]]
    """

    dims = 1


class ConstantPad2d(_ConstantPad):
    """`value` around the last two dims."""

    dims = 2


class ConstantPad3d(_ConstantPad):
    """`value` around the last three dims."""

    dims = 3


class ZeroPad1d(_ZeroPad):
    """Zeros around the last dim."""

    dims = 1


class ZeroPad2d(_ZeroPad):
    """Zeros around the last two dims."""

    dims = 2


class ZeroPad3d(_ZeroPad):
    """Zeros around the last three dims."""

    dims = 3


class ReflectionPad1d(_Pad):
    """The last dim mirrored at its edges, which are not repeated."""

    dims = 1
    mode = "reflect"


class ReflectionPad2d(_Pad):
    """The last two dims mirrored at their edges, which are not repeated."""

    dims = 2
    mode = "reflect"


class ReflectionPad3d(_Pad):
    """The last three dims mirrored at their edges, which are not repeated."""

    dims = 3
    mode = "reflect"


class ReplicationPad1d(_Pad):
    """The last dim's edges repeated."""

    dims = 1
    mode = "replicate"


class ReplicationPad2d(_Pad):
    """The last two dims' edges repeated."""

    dims = 2
    mode = "replicate"


class ReplicationPad3d(_Pad):
    """The last three dims' edges repeated."""

    dims = 3
    mode = "replicate"


class CircularPad1d(_Pad):
    """The last dim goes on at its other side."""

    dims = 1
    mode = "circular"


class CircularPad2d(_Pad):
    """The last two dims go on at their other sides."""

    dims = 2
    mode = "circular"


class CircularPad3d(_Pad):
    """The last three dims go on at their other sides."""

    dims = 3
    mode = "circular"
