"""Discrete Fourier transforms: `torch.fft`'s names.

A transform is X[k] = sum of x[j] exp(-2 pi i j k / n), its inverse has +2 pi i and is
divided by n; `norm` moves that factor: "backward" (the default), "ortho" (the root of n
both ways) or "forward". `n` and `s` are sizes to which input is trimmed or filled with
zeros first. Of real input `rfft` keeps n / 2 + 1 frequencies, as the others are their
conjugates, and `irfft` comes back from them; `hfft` and `ihfft` are these two with the
roles of signal and frequencies exchanged.

float32, float64, complex64 and complex128 are transformed in their precision; integers
and bools become the default dtype; 16-bit floats are a RuntimeError. Any size is fast,
those with small factors most. All functions have first and second gradients.
"""

from __future__ import annotations

from ctensor._C import _fft_fft as fft
from ctensor._C import _fft_fftn as fftn
from ctensor._C import _fft_hfft as hfft
from ctensor._C import _fft_hfftn as hfftn
from ctensor._C import _fft_ifft as ifft
from ctensor._C import _fft_ifftn as ifftn
from ctensor._C import _fft_ihfft as ihfft
from ctensor._C import _fft_ihfftn as ihfftn
from ctensor._C import _fft_irfft as irfft
from ctensor._C import _fft_irfftn as irfftn
from ctensor._C import _fft_rfft as rfft
from ctensor._C import _fft_rfftn as rfftn
from ctensor.fft._functions import (
    fft2,
    fftfreq,
    fftshift,
    hfft2,
    ifft2,
    ifftshift,
    ihfft2,
    irfft2,
    rfft2,
    rfftfreq,
)

__all__ = [
    "fft",
    "fft2",
    "fftfreq",
    "fftn",
    "fftshift",
    "hfft",
    "hfft2",
    "hfftn",
    "ifft",
    "ifft2",
    "ifftn",
    "ifftshift",
    "ihfft",
    "ihfft2",
    "ihfftn",
    "irfft",
    "irfft2",
    "irfftn",
    "rfft",
    "rfft2",
    "rfftfreq",
    "rfftn",
]
