"""np.fft on ctensor.fft: integers are computed in float64, float16 in float32."""

from __future__ import annotations

import ctensor as ct
from ctensor._numpy._convert import as_tensor, axes_of, axis_of, inexact
from ctensor._numpy._registry import implements, store


def operand(a, real):
    """It as a Tensor that is transformed; `real` ones may not be complex."""
    a = inexact(as_tensor(a))
    if real and a.dtype.is_complex:
        raise TypeError(f"fft: expected a real dtype, got {a.dtype}")
    return a.to(ct.float32) if a.dtype == ct.float16 else a


def check(sizes, norm):
    if any(n < 1 for n in sizes):
        raise ValueError(f"Invalid number of FFT data points ({min(sizes)}) specified.")
    if norm not in (None, "backward", "ortho", "forward"):
        raise ValueError(
            f'Invalid norm value {norm}; should be "backward", "ortho" or "forward".'
        )


def implement_line(name, real):
    transform = getattr(ct.fft, name)

    def line(a, n=None, axis=-1, norm=None, out=None):
        a = operand(a, real)
        axis = axis_of(axis, a.ndim)
        inner = name in ("irfft", "hfft")
        size = n if n is not None else a.shape[axis]
        check([2 * (size - 1) if inner and n is None else size], norm)
        return store(transform(a, n, axis, norm), out)

    implements(f"fft.{name}")(line)


def implement_dims(name, real, default):
    transform = getattr(ct.fft, f"{name[:-1]}n")

    def over(a, s=None, axes=default, norm=None, out=None):
        a = operand(a, real)
        if axes is None:
            axes = range(-len(s) if s is not None else -a.ndim, 0)
        if len({axis_of(axis, a.ndim) for axis in axes}) < len(axes):
            return NotImplemented
        axes = axes_of(tuple(axes), a.ndim)
        if s is not None and (len(s) != len(axes) or None in s):
            return NotImplemented
        sizes = [a.shape[axis] for axis in axes]
        if name.startswith("irfft"):
            sizes[-1] = 2 * (sizes[-1] - 1)
        sizes = [m if n == -1 else n for n, m in zip(s or sizes, sizes, strict=True)]
        check(sizes, norm)
        return store(transform(a, sizes, axes, norm), out)

    implements(f"fft.{name}")(over)


for name in ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft"):
    implement_line(name, name in ("rfft", "ihfft"))
for name in ("fft", "ifft", "rfft", "irfft"):
    implement_dims(f"{name}n", name == "rfft", None)
    implement_dims(f"{name}2", name == "rfft", (-2, -1))


@implements("fft.fftshift")
def fftshift(x, axes=None):
    x = as_tensor(x)
    return ct.fft.fftshift(x, None if axes is None else axes_of(axes, x.ndim))


@implements("fft.ifftshift")
def ifftshift(x, axes=None):
    x = as_tensor(x)
    return ct.fft.ifftshift(x, None if axes is None else axes_of(axes, x.ndim))
