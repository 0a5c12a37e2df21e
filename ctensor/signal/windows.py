"""Windows of M samples: `torch.signal.windows`' names.

Symmetric ones (`sym`) end as they begin; others are periodic, and would begin again
with sample M. ValueError for what is out of range; dtypes are floating ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

import ctensor as ct
from ctensor._C import Tensor
from ctensor._windows import BLACKMAN, Shape, cosines, triangle, window_of
from ctensor._windows import kaiser as kaiser_of

__all__ = [
    "bartlett",
    "blackman",
    "cosine",
    "exponential",
    "gaussian",
    "general_cosine",
    "general_hamming",
    "hamming",
    "hann",
    "kaiser",
    "nuttall",
]

NUTTALL = (0.3635819, 0.4891775, 0.1365995, 0.0106411)


def _window(
    name: str,
    M: int,  # noqa: N803
    shape: Shape,
    sym: bool,
    dtype: ct.dtype | None,
    layout: ct.layout | None,
    device: Any,
    requires_grad: bool,
) -> Tensor:
    if M < 0:
        raise ValueError(f"{name}: expected a length of at least 0, got {M}")
    return window_of(name, M, shape, not sym, dtype, layout, device, requires_grad)


def general_cosine(
    M: int,  # noqa: N803
    *,
    a: Iterable[float],
    sym: bool = True,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """A sum of cosines: a[0] - a[1] cos(x) + a[2] cos(2 x) - .., x from 0 to 2 pi.

    >>> ct.signal.windows.general_cosine(3, a=[0.5, 0.5]).tolist()
    [0.0, 1.0, 0.0]
    """
    a = tuple(a)
    if not a:
        raise ValueError("general_cosine: expected coefficients, got none")
    shape = cosines(a)
    return _window(
        "general_cosine", M, shape, sym, dtype, layout, device, requires_grad
    )


def general_hamming(
    M: int,  # noqa: N803
    *,
    alpha: float = 0.54,
    sym: bool = True,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Alpha - (1 - alpha) cos(x), x from 0 to 2 pi."""
    shape = cosines((alpha, 1 - alpha))
    return _window(
        "general_hamming", M, shape, sym, dtype, layout, device, requires_grad
    )


def hann(
    M: int,  # noqa: N803
    *,
    sym: bool = True,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Hann's window, (1 - cos) / 2.

    >>> ct.signal.windows.hann(5).tolist()
    [0.0, 0.5, 1.0, 0.5, 0.0]
    """
    shape = cosines((0.5, 0.5))
    return _window("hann", M, shape, sym, dtype, layout, device, requires_grad)


def hamming(
    M: int,  # noqa: N803
    *,
    sym: bool = True,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Hamming's window, 0.54 - 0.46 cos."""
    shape = cosines((0.54, 0.46))
    return _window("hamming", M, shape, sym, dtype, layout, device, requires_grad)


def blackman(
    M: int,  # noqa: N803
    *,
    sym: bool = True,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Blackman's window, of three cosines."""
    shape = cosines(BLACKMAN)
    return _window("blackman", M, shape, sym, dtype, layout, device, requires_grad)


def nuttall(
    M: int,  # noqa: N803
    *,
    sym: bool = True,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Nuttall's window, of four cosines."""
    shape = cosines(NUTTALL)
    return _window("nuttall", M, shape, sym, dtype, layout, device, requires_grad)


def bartlett(
    M: int,  # noqa: N803
    *,
    sym: bool = True,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Bartlett's window, a triangle."""
    shape = triangle
    return _window("bartlett", M, shape, sym, dtype, layout, device, requires_grad)


def kaiser(
    M: int,  # noqa: N803
    *,
    beta: float = 12.0,
    sym: bool = True,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Kaiser's window, of Bessel's function I0."""
    if beta < 0:
        raise ValueError(f"kaiser: expected beta to be at least 0, got {beta}")
    shape = kaiser_of(beta)
    return _window("kaiser", M, shape, sym, dtype, layout, device, requires_grad)


def _cosine(k: np.ndarray, steps: int) -> Any:
    return np.sin(np.pi * (k + 0.5) / (steps + 1))


def cosine(
    M: int,  # noqa: N803
    *,
    sym: bool = True,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Half a period of the sine, sampled between its places."""
    shape = _cosine
    return _window("cosine", M, shape, sym, dtype, layout, device, requires_grad)


def _exponential(center: float | None, tau: float) -> Shape:
    def shape(k: np.ndarray, steps: int) -> Any:
        middle = steps / 2 if center is None else center
        return np.exp(-abs(k - middle) / tau)

    return shape


def _gaussian(std: float) -> Shape:
    return lambda k, steps: np.exp(-(((k - steps / 2) / std) ** 2) / 2)


def exponential(
    M: int,  # noqa: N803
    *,
    center: float | None = None,
    tau: float = 1.0,
    sym: bool = True,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """exp(-|k - center| / tau); center: by default the middle, which it is if sym."""
    if tau <= 0:
        raise ValueError(f"exponential: expected tau to be positive, got {tau}")
    if sym and center is not None:
        raise ValueError("exponential: expected no center, as sym is True")
    shape = _exponential(center, tau)
    return _window("exponential", M, shape, sym, dtype, layout, device, requires_grad)


def gaussian(
    M: int,  # noqa: N803
    *,
    std: float = 1.0,
    sym: bool = True,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """exp(-((k - middle) / std)^2 / 2)."""
    if std <= 0:
        raise ValueError(f"gaussian: expected std to be positive, got {std}")
    shape = _gaussian(std)
    return _window("gaussian", M, shape, sym, dtype, layout, device, requires_grad)
