"""Samples of Fourier transforms, against NumPy's in higher precision."""

from functools import partial

import numpy as np
from samples import SAMPLES, Sample, imaginary, real


def transformed(x, dim, forward, scale):
    """Transforms over the dims, the inverse one without its factor."""
    y = np.fft.fftn(x, axes=dim) if forward else np.fft.ifftn(x, None, dim, "forward")
    return y * scale


def factors(n, inner):
    """1 for the frequencies that are their own mirror image, `inner` for others."""
    k = np.arange(n // 2 + 1)
    return np.where((k == 0) | (2 * k == n), 1, inner)


def from_real(x, dim, forward, scale, inner, whole):
    n, last = x.shape[dim[-1]], dim[-1]
    y = np.moveaxis(transformed(x, dim, forward, scale), last, -1)
    y = y if whole else y[..., : n // 2 + 1] * factors(n, inner)
    return np.moveaxis(y, -1, last)


def to_real(x, dim, n, forward, scale, inner):
    last = dim[-1]
    x = np.moveaxis(x, last, -1) * factors(n, inner)
    x = np.moveaxis(x.conj() if forward else x, -1, last)
    others = tuple(dim[:-1])
    if others:
        x = np.fft.ifftn(x, None, others, "forward")
    return np.fft.irfft(x, n, last, "forward") * scale


SAMPLES |= {
    "fft_complex": [
        Sample([imaginary(2, 6), [1], True, 1.0], transformed),
        Sample([imaginary(3, 5, 2), [0, 1], False, 0.5], transformed),
    ],
    "fft_from_real": [
        Sample([real(2, 6), [1], True, 0.5, 1.5, False], from_real),
        Sample([real(3, 5), [1, 0], False, 1.0, 2.0, False], from_real),
        Sample([real(4, 3), [0], True, 1.0, 1.0, True], from_real),
    ],
    "fft_to_real": [
        Sample([imaginary(2, 4), [1], 6, True, 0.5, 1.5], to_real),
        Sample([imaginary(2, 3), [1, 0], 3, False, 1.0, 2.0], to_real),
    ],
}

LINES = {
    "fft": imaginary,
    "ifft": imaginary,
    "rfft": real,
    "irfft": imaginary,
    "hfft": imaginary,
    "ihfft": real,
}


def mixed(over, line, x, s, dim, norm):
    """A transform of the last of the dims by `line`, and of the others by `over`."""
    s, dim = list(s), list(dim)
    if line is np.fft.hfft:
        return line(over(x, s[:-1], dim[:-1], norm), s[-1], dim[-1], norm)
    return over(line(x, s[-1], dim[-1], norm), s[:-1], dim[:-1], norm)


OVER = {
    "fftn": np.fft.fftn,
    "ifftn": np.fft.ifftn,
    "rfftn": np.fft.rfftn,
    "irfftn": np.fft.irfftn,
    "hfftn": partial(mixed, np.fft.fftn, np.fft.hfft),
    "ihfftn": partial(mixed, np.fft.ifftn, np.fft.ihfft),
}

for name, draw in LINES.items():
    SAMPLES |= {
        f"fft_{name}": [
            Sample([draw(2, 4), 5, 1, "ortho"], getattr(np.fft, name)),
            Sample([draw(5, 2), 4, 0], getattr(np.fft, name)),
        ],
        f"fft_{name}n": [
            Sample([draw(3, 4), [4, 3], [1, 0], "forward"], OVER[f"{name}n"])
        ],
    }
