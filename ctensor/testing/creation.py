"""Tensors with random values for tests."""

from __future__ import annotations

from typing import Any

import ctensor as ct

__all__ = ["make_tensor"]


def make_tensor(
    *shape: int | tuple[int, ...] | list[int],
    dtype: ct.dtype,
    device: str | ct.device | None = None,
    low: float | None = None,
    high: float | None = None,
    requires_grad: bool = False,
    noncontiguous: bool = False,
    exclude_zero: bool = False,
    memory_format: ct.memory_format | None = None,
) -> ct.Tensor:
    """A tensor with values drawn uniformly from [low, high).

    The limits default to -9 and 9, to -9 and 10 for signed integers, to 0 and 10 for
    unsigned ones, and lie within what the dtype holds; a complex tensor's parts are
    drawn one by one; low and high do not matter for bools. With `noncontiguous` the
    elements (of more than one) are every second one of a larger tensor; with
    `exclude_zero` zeros become the smallest number above, 1 for integers.

    Example:
    >>> import ctensor as ct
    >>> ct.testing.make_tensor(2, 3, dtype=ct.int16, low=1).shape
    ctensor.Size([2, 3])
    """
    size: Any = shape
    if len(shape) == 1 and isinstance(shape[0], (tuple, list)):
        size = tuple(shape[0])
    if noncontiguous and memory_format is not None:
        raise ValueError(
            "make_tensor: expected either noncontiguous or memory_format, got both"
        )
    if requires_grad and not (dtype.is_floating_point or dtype.is_complex):
        raise ValueError(
            "make_tensor: expected requires_grad=True with a floating point or complex "
            f"dtype, got {dtype}"
        )
    gap = noncontiguous and ct.Size(size).numel() > 1
    wide = (*size[:-1], 2 * size[-1]) if gap else size
    t = _drawn(wide, dtype, device, low, high)
    if gap:
        t = t[..., ::2]
    if exclude_zero:
        least = 1 if not t.is_floating_point() else ct.finfo(dtype).tiny
        t.masked_fill_(t == 0, 1 if dtype.is_complex else least)
    if memory_format is not None:
        t = t.clone(memory_format=memory_format)
    return t.requires_grad_(requires_grad)


def _drawn(size: Any, dtype: ct.dtype, device: Any, low: Any, high: Any) -> ct.Tensor:
    if dtype == ct.bool:
        return ct.randint(0, 2, size, dtype=dtype, device=device)
    if dtype.is_complex:
        parts = _drawn((*size, 2), dtype.to_real(), device, low, high)
        return ct.view_as_complex(parts)
    whole = not dtype.is_floating_point
    least = 0 if whole and not dtype.is_signed else -9
    low = least if low is None else low
    high = (10 if whole else 9) if high is None else high
    if not low < high:
        raise ValueError(f"make_tensor: expected low < high, got {low} and {high}")
    if whole:
        info = ct.iinfo(dtype)
        first, end = max(int(low), info.min), min(int(high), info.max + 1)
        return ct.randint(first, end, size, dtype=dtype, device=device)
    limit = ct.finfo(dtype).max
    low, high = max(low, -limit), min(high, limit)
    drawn = ct.rand(size, dtype=ct.float64, device=device)
    t: ct.Tensor = (low * (1 - drawn) + high * drawn).to(dtype)
    return t.clamp_(max=_below(high, dtype))


def _below(high: float, dtype: ct.dtype) -> float:
    """The largest number of the dtype that is less."""
    eps = ct.finfo(dtype).eps
    return high - abs(high) * eps if high else -ct.finfo(dtype).tiny
