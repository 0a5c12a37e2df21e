"""Transforms over two dims, and what goes with frequencies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ctensor as ct
from ctensor import _C
from ctensor._C import Tensor
from ctensor._whole import whole_numbers

Sizes = Sequence[int] | None


def _two_dims(name: str, over: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """The transform `over` several dims, of two of them: the last two by default."""

    def transform(
        input: Tensor,
        s: Sizes = None,
        dim: Sequence[int] = (-2, -1),
        norm: str | None = None,
        *,
        out: Tensor | None = None,
    ) -> Tensor:
        return over(input, s, dim, norm, out=out)

    transform.__name__ = transform.__qualname__ = name
    transform.__doc__ = f"`{name[:-1]}n` over two dims: see there."
    return transform


fft2 = _two_dims("fft2", _C._fft_fftn)
ifft2 = _two_dims("ifft2", _C._fft_ifftn)
rfft2 = _two_dims("rfft2", _C._fft_rfftn)
irfft2 = _two_dims("irfft2", _C._fft_irfftn)
hfft2 = _two_dims("hfft2", _C._fft_hfftn)
ihfft2 = _two_dims("ihfft2", _C._fft_ihfftn)


def _dims_of(input: Tensor, dim: int | Sequence[int] | None) -> Sequence[int]:
    if dim is None:
        return range(input.ndim)
    return whole_numbers(dim, "expected dim as ints")


def fftshift(input: Tensor, dim: int | Sequence[int] | None = None) -> Tensor:
    """Frequency 0 moved from the front to the middle, along the dims (default: all).

    Any shape and dtype.

    >>> ct.fft.fftshift(ct.tensor([0, 1, 2, -2, -1])).tolist()
    [-2, -1, 0, 1, 2]
    """
    dims = _dims_of(input, dim)
    return _C.roll(input, [input.shape[d] // 2 for d in dims], dims) if dims else input


def ifftshift(input: Tensor, dim: int | Sequence[int] | None = None) -> Tensor:
    """The inverse of fftshift.

    >>> ct.fft.ifftshift(ct.tensor([-2, -1, 0, 1, 2])).tolist()
    [0, 1, 2, -2, -1]
    """
    dims = _dims_of(input, dim)
    shifts = [(input.shape[d] + 1) // 2 for d in dims]
    return _C.roll(input, shifts, dims) if dims else input


def _frequencies(
    name: str,
    places: range | list[int],
    step: float,
    out: Tensor | None,
    dtype: ct.dtype | None,
    layout: ct.layout | None,
    device: Any,
    requires_grad: bool,
) -> Tensor:
    """The places divided by `step`, the length of the signal."""
    dtype = dtype or (ct.get_default_dtype() if out is None else out.dtype)
    if not (dtype.is_floating_point or dtype.is_complex):
        raise RuntimeError(f"{name}: expected a floating or complex dtype, got {dtype}")
    numbers = ct.empty(len(places), dtype=dtype, layout=layout, device=device)
    result = _C.div(numbers.copy_(ct.tensor([*places])), step, out=out)
    return result.requires_grad_() if requires_grad else result


def fftfreq(
    n: int,
    d: float = 1.0,
    *,
    out: Tensor | None = None,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """The frequencies of fft's n results, in cycles per unit, of samples d units apart.

    RuntimeError for a dtype that is not floating or complex.

    >>> ct.fft.fftfreq(4).tolist()
    [0.0, 0.25, -0.5, -0.25]
    """
    places = [*range(n - n // 2), *range(-(n // 2), 0)]
    return _frequencies(
        "fftfreq", places, n * d, out, dtype, layout, device, requires_grad
    )


def rfftfreq(
    n: int,
    d: float = 1.0,
    *,
    out: Tensor | None = None,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """The frequencies of rfft's n / 2 + 1 results, of n samples d units apart.

    RuntimeError for a dtype that is not floating or complex.

    >>> ct.fft.rfftfreq(4).tolist()
    [0.0, 0.25, 0.5]
    """
    places = range(n // 2 + 1)
    return _frequencies(
        "rfftfreq", places, n * d, out, dtype, layout, device, requires_grad
    )
