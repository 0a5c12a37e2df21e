"""Short-time Fourier transforms: spectra of a signal's overlapping frames, and back."""

from __future__ import annotations

from typing import Literal

import ctensor as ct
from ctensor import _C
from ctensor._C import Tensor

__all__ = ["istft", "stft"]


def _window_of(
    name: str, window: Tensor | None, win_length: int, n_fft: int, like: Tensor
) -> Tensor:
    """The window, of 1 by default, with zeros before and after it up to n_fft."""
    if not 0 < win_length <= n_fft:
        raise RuntimeError(
            f"{name}: expected win_length from 1 to {n_fft}, got {win_length}"
        )
    if window is None:
        window = ct.ones(win_length, dtype=like.dtype.to_real(), device=like.device)
    if window.shape != (win_length,):
        raise RuntimeError(
            f"{name}: expected a window of shape ({win_length},), got shape "
            f"{tuple(window.shape)}"
        )
    if win_length == n_fft:
        return window
    left = (n_fft - win_length) // 2
    return _C.constant_pad_nd(window, (left, n_fft - win_length - left))


def _check_onesided(name: str, onesided: bool, complex_signal: bool) -> None:
    if onesided and complex_signal:
        raise RuntimeError(
            f"{name}: expected onesided to be False, as the signal or window is complex"
        )


def stft(
    input: Tensor,
    n_fft: int,
    hop_length: int | None = None,
    win_length: int | None = None,
    window: Tensor | None = None,
    center: bool = True,
    pad_mode: str = "reflect",
    normalized: bool = False,
    onesided: bool | None = None,
    return_complex: bool | None = None,
    align_to_window: bool | None = None,
) -> Tensor:
    """Fourier transforms of frames of a signal (L) or signals (B, L): (B?, N, T).

    A frame is n_fft elements, times the window (win_length elements, by default n_fft
    ones, with zeros around it up to n_fft); frames begin every hop_length elements, by
    default n_fft // 4. If center, the signal gets n_fft // 2 elements before and after
    it: pad_mode "reflect", "replicate", "circular" or "constant" (zeros). N is
    n_fft // 2 + 1 frequencies if onesided, the default for real signals and windows, or
    n_fft. Normalized: divided by the root of n_fft. Without return_complex, which
    real signals must say, pairs of parts (B?, N, T, 2). Floating and complex dtypes;
    RuntimeError for sizes that do not fit. Differentiable, also for the window.

    >>> ct.stft(ct.ones(16), 8, window=ct.hann_window(8), return_complex=True).shape
    ctensor.Size([5, 9])
    """
    win_length = n_fft if win_length is None else win_length
    hop_length = n_fft // 4 if hop_length is None else hop_length
    if return_complex is None and not input.is_complex():
        raise RuntimeError("stft: expected return_complex, as the signal is real")
    if not (input.is_floating_point() or input.is_complex()):
        raise RuntimeError(
            f"stft: expected a floating or complex dtype, got {input.dtype}"
        )
    if input.ndim not in (1, 2):
        raise RuntimeError(f"stft: expected 1 or 2 dims, got {input.ndim}")
    if hop_length < 1:
        raise RuntimeError(f"stft: expected hop_length from 1 on, got {hop_length}")
    if center and align_to_window is not None:
        raise RuntimeError("stft: expected no align_to_window, as center is True")
    weights = _window_of("stft", window, win_length, n_fft, input)
    as_complex = input.is_complex() or weights.is_complex()
    onesided = not as_complex if onesided is None else onesided
    _check_onesided("stft", onesided, as_complex)
    if center:
        margin, n = n_fft // 2, input.shape[-1]
        if margin > {"reflect": n - 1, "circular": n}.get(pad_mode, margin):
            raise RuntimeError(
                f"stft: expected more elements to pad with {margin}, got {n}"
            )
        input = ct.nn.functional.pad(input[None], (margin, margin), pad_mode)[0]
    elif align_to_window:
        left = (n_fft - win_length) // 2
        input = _C.constant_pad_nd(input, (left, n_fft - win_length - left))
    if n_fft > input.shape[-1]:
        raise RuntimeError(f"stft: expected n_fft up to {input.shape[-1]}, got {n_fft}")
    frames = input.unfold(-1, n_fft, hop_length) * weights
    transform = _C._fft_rfft if onesided else _C._fft_fft
    result = transform(frames, norm="ortho" if normalized else None).transpose(-1, -2)
    return _C.view_as_real(result) if return_complex is False else result


def _overlapped(frames: Tensor, hop_length: int) -> Tensor:
    """The sums (*, L) of frames (*, T, n), each `hop_length` after the one before."""
    count, n = frames.shape[-2:]
    starts = ct.arange(count, device=frames.device).unsqueeze(-1) * hop_length
    places = (starts + ct.arange(n, device=frames.device)).reshape(-1)
    batch = frames.shape[:-2]
    total = frames.new_zeros((*batch, n + hop_length * (count - 1)))
    return total.index_add(-1, places, frames.reshape(*batch, count * n))


def istft(
    input: Tensor,
    n_fft: int,
    hop_length: int | None = None,
    win_length: int | None = None,
    window: Tensor | None = None,
    center: bool = True,
    normalized: bool = False,
    onesided: bool | None = None,
    length: int | None = None,
    return_complex: bool = False,
) -> Tensor:
    """The signal (B?, L) whose stft, with the same arguments, is nearest to input.

    D. W. Griffin and J. S. Lim, "Signal estimation from modified short-time Fourier
    transform" (1984): frames times the window, added up and divided by the sum of the
    squares of the windows, which may be 0 nowhere. `length` cuts the signal or fills it
    with zeros. RuntimeError for sizes that do not fit.

    >>> x, w = ct.arange(16.0), ct.hann_window(8)
    >>> ct.istft(ct.stft(x, 8, window=w, return_complex=True), 8, window=w).shape
    ctensor.Size([16])
    """
    win_length = n_fft if win_length is None else win_length
    hop_length = n_fft // 4 if hop_length is None else hop_length
    if not input.is_complex():
        raise RuntimeError(f"istft: expected a complex dtype, got {input.dtype}")
    if input.ndim not in (2, 3) or input.numel() == 0:
        raise RuntimeError(
            f"istft: expected 2 or 3 dims with elements, got shape {tuple(input.shape)}"
        )
    weights = _window_of("istft", window, win_length, n_fft, input)
    if not 0 < hop_length <= win_length:
        raise RuntimeError(
            f"istft: expected hop_length from 1 to {win_length}, got {hop_length}"
        )
    size = input.shape[-2]
    onesided = size != n_fft if onesided is None else onesided
    wanted = n_fft // 2 + 1 if onesided else n_fft
    if size != wanted:
        raise RuntimeError(f"istft: expected {wanted} frequencies, got {size}")
    _check_onesided("istft", onesided, return_complex)
    if weights.is_complex() and not return_complex:
        raise RuntimeError("istft: expected a real window, as return_complex is False")
    norm: Literal["ortho"] | None = "ortho" if normalized else None
    spectra = input.transpose(-1, -2)
    if return_complex:
        frames = _C._fft_ifft(spectra, norm=norm)
    else:
        half = spectra[..., : n_fft // 2 + 1]
        frames = _C._fft_irfft(half, n_fft, norm=norm)
    signal = _overlapped(frames * weights, hop_length)
    squares = (weights * weights).expand(input.shape[-1], n_fft)
    envelope = _overlapped(squares, hop_length)
    start = n_fft // 2 if center else 0
    whole = signal.shape[-1]
    end = start + length if length is not None else whole - start
    kept = envelope[start:end]
    if kept.numel() == 0 or not bool((kept.abs() > 1e-11).all()):
        raise RuntimeError("istft: expected windows that add up to more than 0")
    signal = signal[..., start:end] / kept
    return _C.constant_pad_nd(signal, (0, end - whole)) if end > whole else signal


for _name, _function in (("stft", stft), ("istft", istft)):
    setattr(Tensor, _name, _function)
