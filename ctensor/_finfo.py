"""Limits of the floating point and integer dtypes, as PyTorch's finfo and iinfo."""

from __future__ import annotations

import math

from ctensor import _C

__all__ = ["finfo", "iinfo"]

# Bits of the mantissa behind the point, and the largest exponent.
_FORMATS = {
    "float16": (10, 15),
    "bfloat16": (7, 127),
    "float32": (23, 127),
    "float64": (52, 1023),
}


class finfo:  # noqa: N801
    """Limits of a floating point dtype; of a complex one, those of its parts.

    `eps` is the distance from 1 to the next larger number, `max` and `min` the largest
    and the lowest number, `tiny` and `smallest_normal` the smallest one with all its
    digits, `resolution` 10 to minus the decimal digits that survive, `bits` the width.
    Without a dtype: those of the default. TypeError for other dtypes.
    """

    def __init__(self, dtype: _C.dtype | None = None) -> None:
        dtype = _C.get_default_dtype() if dtype is None else _C.dtype(dtype).to_real()
        if not dtype.is_floating_point:
            raise TypeError(f"finfo: expected a floating dtype, got {dtype}; see iinfo")
        self.dtype = str(dtype).removeprefix("ctensor.")
        mantissa, exponent = _FORMATS[self.dtype]
        self.bits = 8 * dtype.itemsize
        self.eps = 2.0**-mantissa
        self.max = (2 - self.eps) * 2.0**exponent
        self.min = -self.max
        self.tiny = self.smallest_normal = 2.0 ** (1 - exponent)
        self.resolution = 10.0 ** -int(mantissa * math.log10(2))

    def __repr__(self) -> str:
        return (
            f"finfo(resolution={self.resolution:g}, min={self.min:g}, "
            f"max={self.max:g}, eps={self.eps:g}, "
            f"smallest_normal={self.smallest_normal:g}, tiny={self.tiny:g}, "
            f"dtype={self.dtype})"
        )


class iinfo:  # noqa: N801
    """Limits of an integer dtype: `min`, `max`, `bits`. TypeError for other dtypes."""

    def __init__(self, dtype: _C.dtype) -> None:
        dtype = _C.dtype(dtype)
        if dtype.is_floating_point or dtype.is_complex or dtype == _C.bool:
            raise TypeError(f"iinfo: expected an integer dtype, got {dtype}; see finfo")
        self.dtype = str(dtype).removeprefix("ctensor.")
        self.bits = 8 * dtype.itemsize
        self.min = -(2 ** (self.bits - 1)) if dtype.is_signed else 0
        self.max = 2 ** (self.bits - dtype.is_signed) - 1

    def __repr__(self) -> str:
        return f"iinfo(min={self.min}, max={self.max}, dtype={self.dtype})"
