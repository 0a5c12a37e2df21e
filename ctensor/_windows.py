"""Windows: what a signal's parts are weighted with; `torch`'s names.

A window of M samples is a function of its places 0 to M - 1, drawn over M - 1 steps, or
over M where it is periodic, as a part of a longer signal is. It is computed in float64.
One sample is 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

import ctensor as ct
from ctensor._C import Tensor

__all__ = [
    "bartlett_window",
    "blackman_window",
    "hamming_window",
    "hann_window",
    "kaiser_window",
]

Shape = Callable[[np.ndarray, int], Any]


def window_of(
    name: str,
    length: int,
    shape: Shape,
    periodic: bool,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """`shape` of the places and the number of steps, as a tensor."""
    dtype = dtype or ct.get_default_dtype()
    if not dtype.is_floating_point:
        raise RuntimeError(f"{name}: expected a floating dtype, got {dtype}")
    if length < 0:
        raise RuntimeError(f"{name}: expected a length of at least 0, got {length}")
    places = np.arange(length, dtype=np.float64)
    values = np.ones(length) if length < 2 else shape(places, length - (not periodic))
    result = ct.empty(length, dtype=dtype, layout=layout, device=device)
    result.copy_(ct.tensor(np.asarray(values)))
    return result.requires_grad_(requires_grad)


def cosines(coefficients: Sequence[float]) -> Shape:
    """A sum of cosines of whole periods, signs alternating."""

    def shape(k: np.ndarray, steps: int) -> Any:
        angles = 2 * np.pi * k / steps
        terms = enumerate(coefficients)
        return sum((-1) ** i * a * np.cos(i * angles) for i, a in terms)

    return shape


def triangle(k: np.ndarray, steps: int) -> Any:
    """From 0 to 1 and back."""
    return 1 - abs(2 * k / steps - 1)


def kaiser(beta: float) -> Shape:
    """J. F. Kaiser and R. W. Schafer, "On the use of the I0-sinh window" (1980)."""

    def shape(k: np.ndarray, steps: int) -> Any:
        distance = 2 * k / steps - 1
        root = np.sqrt(np.maximum(1 - distance * distance, 0))
        return np.i0(beta * root) / np.i0(beta)

    return shape


BLACKMAN = (0.42, 0.5, 0.08)


def hann_window(
    window_length: int,
    periodic: bool = True,
    *,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Hann's window, (1 - cos) / 2, of shape (window_length,).

    RuntimeError for a negative length, or a dtype that is not floating.

    >>> ct.hann_window(4).tolist()
    [0.0, 0.5, 1.0, 0.5]
    """
    shape, name = cosines((0.5, 0.5)), "hann_window"
    return window_of(
        name, window_length, shape, periodic, dtype, layout, device, requires_grad
    )


def hamming_window(
    window_length: int,
    periodic: bool = True,
    alpha: float = 0.54,
    beta: float = 0.46,
    *,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    pin_memory: bool = False,
    requires_grad: bool = False,
) -> Tensor:
    """Hamming's window, alpha - beta cos; otherwise as hann_window.

    `pin_memory` is as of `empty`.
    """
    ct.empty(0, pin_memory=pin_memory)
    shape, name = cosines((alpha, beta)), "hamming_window"
    return window_of(
        name, window_length, shape, periodic, dtype, layout, device, requires_grad
    )


def blackman_window(
    window_length: int,
    periodic: bool = True,
    *,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Blackman's window, cosines of one and two periods; otherwise as hann_window."""
    shape, name = cosines(BLACKMAN), "blackman_window"
    return window_of(
        name, window_length, shape, periodic, dtype, layout, device, requires_grad
    )


def bartlett_window(
    window_length: int,
    periodic: bool = True,
    *,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Bartlett's window, a triangle; otherwise as hann_window."""
    name = "bartlett_window"
    return window_of(
        name, window_length, triangle, periodic, dtype, layout, device, requires_grad
    )


def kaiser_window(
    window_length: int,
    periodic: bool = True,
    beta: float = 12.0,
    *,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Kaiser's window, of Bessel's function I0; otherwise as hann_window."""
    shape, name = kaiser(beta), "kaiser_window"
    return window_of(
        name, window_length, shape, periodic, dtype, layout, device, requires_grad
    )
