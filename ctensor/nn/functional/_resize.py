"""Other sizes: interpolation along each dim, and channels turned into places.

Shapes: input (N, C, *), * being 1 to 3 dims. Interpolation is a sum over a few places
along each dim in turn: a row of the op table, whose gradient is its transpose. What the
row does not take, other dtypes and some devices, is written in other functions.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import ctensor as ct
from ctensor import _C
from ctensor._whole import spread_numbers
from ctensor.autograd import Function
from ctensor.nn.functional._fused import has_kernels
from ctensor.nn.functional._pool import (
    adaptive_avg_pool1d,
    adaptive_avg_pool2d,
    adaptive_avg_pool3d,
)

_DIMS = {"linear": 1, "bilinear": 2, "bicubic": 2, "trilinear": 3}
_AREA: tuple[Callable[..., ct.Tensor], ...] = (
    adaptive_avg_pool1d,
    adaptive_avg_pool2d,
    adaptive_avg_pool3d,
)


class _Axis:
    """One dim: its size, the result's, and places of the input per place of it."""

    def __init__(
        self, n: int, out: int, factor: float | None, corners: bool, like: ct.Tensor
    ) -> None:
        self.n, self.out, self.corners = n, out, corners
        if corners:
            self.scale = (n - 1) / (out - 1) if out > 1 else 0.0
        else:
            self.scale = 1 / factor if factor else n / out
        wide = like.dtype == ct.float64
        self.dtype = ct.float64 if wide else ct.float32
        self.places = ct.arange(out, dtype=self.dtype, device=like.device)

    def centers(self) -> ct.Tensor:
        """Where the result's places are among the input's."""
        if self.corners:
            return self.places * self.scale
        return (self.places + 0.5) * self.scale - 0.5

    def inside(self, index: ct.Tensor) -> ct.Tensor:
        """The nearest places that are there."""
        return index.clamp(0, self.n - 1).to(ct.int64)


class _How(NamedTuple):
    """Sizes of the result, factors for coordinates, and the filter."""

    out: list[int]
    factors: list[float | None]
    mode: str
    corners: bool
    antialias: bool


# What a dim is summed of: pairs of places (of the input, for each of the result) and
# weights, None for 1.
_Terms = list[tuple[ct.Tensor, ct.Tensor | None]]


def _nearest(axis: _Axis, exact: bool) -> _Terms:
    at = axis.places + 0.5 if exact else axis.places
    return [(axis.inside((at * axis.scale).floor()), None)]


def _linear(axis: _Axis) -> _Terms:
    at = axis.centers().clamp(min=0)
    first = at.floor().clamp(max=axis.n - 1)
    weight = (at - first).clamp(0, 1)
    second = axis.inside(first + 1)
    return [(axis.inside(first), 1 - weight), (second, weight)]


def _cubic_weights(t: ct.Tensor, a: float) -> list[ct.Tensor]:
    """Of the places -1, 0, 1 and 2 around t in [0, 1) (Keys 1981, with this a)."""

    def near(x: ct.Tensor) -> ct.Tensor:
        return ((a + 2) * x - (a + 3)) * x * x + 1

    def far(x: ct.Tensor) -> ct.Tensor:
        return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a

    return [far(t + 1), near(t), near(1 - t), far(2 - t)]


def _cubic(axis: _Axis) -> _Terms:
    at = axis.centers()
    first = at.floor()
    weights = _cubic_weights(at - first, -0.75)
    return [(axis.inside(first + k - 1), w) for k, w in enumerate(weights)]


def _along(x: ct.Tensor, dim: int, terms: _Terms) -> ct.Tensor:
    total: ct.Tensor | None = None
    shape = [1] * x.ndim
    shape[dim] = -1
    for index, weight in terms:
        part = x.index_select(dim, index)
        if weight is not None:
            part = part * weight.reshape(shape)
        total = part if total is None else total + part
    assert total is not None
    return total


def _smoothed(x: ct.Tensor, dim: int, axis: _Axis, cubic: bool) -> ct.Tensor:
    """With the filter widened where the result is smaller, so that all places count."""
    wider = max(axis.scale, 1.0)
    support = (2.0 if cubic else 1.0) * wider
    center = (axis.places + 0.5) * axis.scale
    low = (center - support + 0.5).to(ct.int64).clamp(min=0).unsqueeze(-1)
    high = (center + support + 0.5).to(ct.int64).clamp(max=axis.n).unsqueeze(-1)
    places = ct.arange(axis.n, device=x.device)
    t = ((places - center.unsqueeze(-1) + 0.5) / wider).abs()
    if cubic:
        near = (1.5 * t - 2.5) * t * t + 1
        far = ((-0.5 * t + 2.5) * t - 4) * t + 2
        weights = ct.where(t < 1, near, ct.where(t < 2, far, ct.zeros_like(t)))
    else:
        weights = (1 - t).clamp(min=0)
    weights = weights * ((places >= low) & (places < high))
    weights = weights / weights.sum(-1, keepdim=True)
    return (x.transpose(dim, -1) @ weights.t()).transpose(dim, -1)


def _sizes(
    input: ct.Tensor, size: Any, scale_factor: Any, again: bool | None, mode: str
) -> tuple[list[int], list[float | None]]:
    """The result's size, and the factors that coordinates are computed with."""
    dims = input.dim() - 2
    sizes = input.shape[2:]
    if size is not None and scale_factor is not None:
        raise ValueError("only one of size or scale_factor should be defined")
    if size is not None:
        expected = "interpolate: expected size to be of ints"
        listed = size if isinstance(size, Sequence) else [size]
        if any(isinstance(n, bool) for n in listed):
            raise TypeError(f"{expected}, got {size}")
        given = list(spread_numbers(size, dims, expected))
        if len(given) != dims:
            raise ValueError(
                "Input and output must have the same number of spatial dimensions, but "
                f"got input with spatial dimensions of {list(sizes)} and output size "
                f"of {size}."
            )
        if again:
            raise ValueError(
                "recompute_scale_factor is not meaningful with an explicit size."
            )
        return given, [None] * dims
    if scale_factor is None:
        raise ValueError("either size or scale_factor should be defined")
    factors = (
        list(scale_factor)
        if isinstance(scale_factor, Sequence)
        else [scale_factor] * dims
    )
    if len(factors) != dims:
        raise ValueError(
            "Input and scale_factor must have the same number of spatial dimensions, "
            f"but got input with spatial dimensions of {list(sizes)} and scale_factor "
            f"of shape {scale_factor}."
        )
    made = [math.floor(n * f) for n, f in zip(sizes, factors, strict=True)]
    return made, [None] * dims if again or mode == "area" else factors


def interpolate(
    input: ct.Tensor,
    size: int | Sequence[int] | None = None,
    scale_factor: float | Sequence[float] | None = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
    antialias: bool = False,
) -> ct.Tensor:
    """`input` with its last dims of another size, or of `scale_factor` times its own.

    Modes: 'nearest' (of the places before), 'nearest-exact' (of centers), 'linear',
    'bilinear' and 'trilinear' of 1, 2 and 3 dims, 'bicubic' of 2, and 'area', the means
    of shares. With `align_corners` the first and last places of both stand for each
    other, else their edges do; `antialias`, of 'bilinear' and 'bicubic', widens the
    filter where the result is smaller. Coordinates are computed with `scale_factor`
    itself unless `recompute_scale_factor`. Blends of integers are rounded: uint8 is
    within 1 of PyTorch's, whose weights are whole numbers. ValueError or
    NotImplementedError for what does not fit.

    >>> interpolate(ct.tensor([[[1.0, 3.0]]]), 4, mode="linear").tolist()
    [[[1.0, 1.5, 2.5, 3.0]]]
    """
    blends = mode not in ("nearest", "nearest-exact", "area")
    if not blends and align_corners is not None:
        raise ValueError(
            "align_corners option can only be set with the interpolating modes: linear "
            "| bilinear | bicubic | trilinear"
        )
    out, factors = _sizes(input, size, scale_factor, recompute_scale_factor, mode)
    dims = input.dim() - 2
    if antialias and not (mode in ("bilinear", "bicubic") and dims == 2):
        raise ValueError(
            "Anti-alias option is restricted to bilinear and bicubic modes and "
            "requires a 4-D tensor as input"
        )
    if not 1 <= dims <= 3 or _DIMS.get(mode, dims if not blends else 0) != dims:
        raise NotImplementedError(
            f"interpolate: expected input (N, C, *) of 1 to 3 dims for nearest, "
            f"nearest-exact and area, 1 for linear, 2 for bilinear and bicubic, 3 for "
            f"trilinear, got {input.dim()}D input for mode {mode!r}"
        )
    if (min(out) < 1 and mode != "area") or 0 in input.shape[1:]:
        raise RuntimeError(
            "Input and output sizes should be greater than 0, but got input "
            f"{list(input.shape)} and output size {out}"
        )
    if mode == "area":
        return _AREA[dims - 1](input, out)
    how = _How(out, factors, mode, bool(align_corners), antialias)
    wide = input.dtype in (ct.int64, ct.uint64)  # beyond float64's whole numbers
    whole = not (input.is_floating_point() or input.is_complex())
    if whole and (blends or not wide):
        return _of_integers(input, how)
    return _run(input, how)


def _run(input: ct.Tensor, how: _How) -> ct.Tensor:
    by_row = input.is_floating_point() and has_kernels(input)
    return (_by_row if by_row else _resampled)(input, how)


def _of_integers(input: ct.Tensor, how: _How) -> ct.Tensor:
    """The same of integers, rounded.

    The cubic filter leaves the range: its two dims are blended one after the other, the
    last one first, and what either gives is moved into the range, as PyTorch and Pillow
    do it.
    """
    dtype = ct.uint8 if input.dtype == ct.bool else input.dtype
    limits = ct.iinfo(dtype)
    low, high = limits.min, limits.max - (limits.max >> 53)  # as float64 has it
    x = input.to(ct.float32 if limits.bits <= 16 else ct.float64)
    if how.mode == "bicubic":
        sizes, factors = [x.shape[2], how.out[1]], how.factors
        x = _run(x, how._replace(out=sizes, factors=[None, factors[1]]))
        x = x.clamp(low, high)
        how = how._replace(factors=[factors[0], None])
    x = _run(x, how)
    return x.round().clamp(low, high).to(input.dtype)


_ROW_MODES = {
    "nearest": "nearest",
    "nearest-exact": "exact",
    "bicubic": "cubic",
    "linear": "linear",
    "bilinear": "linear",
    "trilinear": "linear",
}


def _by_row(input: ct.Tensor, how: _How) -> ct.Tensor:
    """The same as `_resampled`, in one call."""
    mode: Any = ("wide_" if how.antialias else "") + _ROW_MODES[how.mode]
    scales = [f or 0.0 for f in how.factors]
    scales = [0.0] * (3 - len(scales)) + scales
    return _C._resample(input, how.out, mode, how.corners, *scales)


def _resampled(input: ct.Tensor, how: _How) -> ct.Tensor:
    out, factors, mode, corners, antialias = how
    half = mode[:7] != "nearest" and input.dtype in (ct.float16, ct.bfloat16)
    x = input.float() if half else input
    for d, (size, factor) in enumerate(zip(out, factors, strict=True)):
        axis, dim = _Axis(x.shape[d + 2], size, factor, corners, x), d + 2
        # A dim that keeps its size stays as it is but where PyTorch has it move.
        moves = mode in ("nearest", "nearest-exact", "bicubic") and not antialias
        if axis.n == size and (axis.scale == 1 or not moves):
            continue
        if antialias:
            x = _smoothed(x, dim, axis, mode == "bicubic")
        elif mode == "bicubic":
            x = _along(x, dim, _cubic(axis))
        elif mode[:7] == "nearest":
            x = _along(x, dim, _nearest(axis, mode == "nearest-exact"))
        else:
            x = _along(x, dim, _linear(axis))
    x = x.to(input.dtype)
    return x.clone() if x is input else x


def upsample(
    input: ct.Tensor,
    size: int | Sequence[int] | None = None,
    scale_factor: float | Sequence[float] | None = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
) -> ct.Tensor:
    """`interpolate`, by its older name."""
    warnings.warn(
        "`nn.functional.upsample` is deprecated. Use `nn.functional.interpolate` "
        "instead.",
        stacklevel=2,
    )
    return interpolate(input, size, scale_factor, mode, align_corners)


def upsample_nearest(
    input: ct.Tensor,
    size: int | Sequence[int] | None = None,
    scale_factor: float | Sequence[float] | None = None,
) -> ct.Tensor:
    """`interpolate` with mode 'nearest', by its older name."""
    return upsample(input, size, scale_factor, "nearest")


def upsample_bilinear(
    input: ct.Tensor,
    size: int | Sequence[int] | None = None,
    scale_factor: float | Sequence[float] | None = None,
) -> ct.Tensor:
    """`interpolate` with mode 'bilinear' and aligned corners, by its older name."""
    return upsample(input, size, scale_factor, "bilinear", True)


# ---- channels and places -------------------------------------------------


def pixel_shuffle(input: ct.Tensor, upscale_factor: int) -> ct.Tensor:
    """(*, C r^2, H, W) as (*, C, H r, W r), with r = `upscale_factor`.

    Each place becomes r x r of them, whose values were channels. RuntimeError where r^2
    does not divide the channels. Shi et al. 2016, https://arxiv.org/abs/1609.05158.
    """
    r = upscale_factor
    if input.dim() < 3:
        raise RuntimeError(
            "pixel_shuffle expects input to have at least 3 dimensions, but got input "
            f"with {input.dim()} dimension(s)"
        )
    if r <= 0:
        raise RuntimeError(
            f"pixel_shuffle expects a positive upscale_factor, but got {r}"
        )
    *lead, channels, height, width = input.shape
    if channels % (r * r):
        raise RuntimeError(
            "pixel_shuffle expects its input's 'channel' dimension to be divisible by "
            f"the square of upscale_factor, but input.size(-3)={channels} is not "
            f"divisible by {r * r}"
        )
    split = input.reshape(*lead, channels // r**2, r, r, height, width)
    n = len(lead)
    turned = split.permute(*range(n + 1), n + 3, n + 1, n + 4, n + 2)
    return turned.reshape(*lead, channels // r**2, height * r, width * r)


def pixel_unshuffle(input: ct.Tensor, downscale_factor: int) -> ct.Tensor:
    """(*, C, H r, W r) as (*, C r^2, H, W), with r = `downscale_factor`.

    The way back from `pixel_shuffle`; RuntimeError where r does not divide a size.
    """
    r = downscale_factor
    if input.dim() < 3:
        raise RuntimeError(
            "pixel_unshuffle expects input to have at least 3 dimensions, but got "
            f"input with {input.dim()} dimension(s)"
        )
    if r <= 0:
        raise RuntimeError(
            f"pixel_unshuffle expects a positive downscale_factor, but got {r}"
        )
    *lead, channels, height, width = input.shape
    for name, dim, n in (("height", -2, height), ("width", -1, width)):
        if n % r:
            raise RuntimeError(
                f"pixel_unshuffle expects {name} to be divisible by downscale_factor, "
                f"but input.size({dim})={n} is not divisible by {r}"
            )
    split = input.reshape(*lead, channels, height // r, r, width // r, r)
    n = len(lead)
    turned = split.permute(*range(n + 1), n + 2, n + 4, n + 1, n + 3)
    return turned.reshape(*lead, channels * r**2, height // r, width // r)


def channel_shuffle(input: ct.Tensor, groups: int) -> ct.Tensor:
    """(N, C, *) with its channels, in `groups` one after the other, taken in turn.

    Zhang et al. 2018, https://arxiv.org/abs/1707.01083.
    """
    if input.dim() < 3:
        raise RuntimeError(
            "channel_shuffle expects input with > 2 dims, but got input with sizes "
            f"{list(input.shape)}"
        )
    if groups <= 0:
        raise RuntimeError(
            f"Number of groups to divide channels in must be positive. Value of groups:"
            f"{groups}"
        )
    n, channels, *sizes = input.shape
    if channels % groups:
        raise RuntimeError(
            f"Number of channels must be divisible by groups. Got {channels} channels "
            f"and {groups} groups."
        )
    split = input.reshape(n, groups, channels // groups, *sizes)
    return split.transpose(1, 2).reshape(input.shape)


native_channel_shuffle = channel_shuffle


# ---- windows as columns --------------------------------------------------


def _pair(value: int | Sequence[int]) -> tuple[int, int]:
    pair = spread_numbers(value, 2, "expected one int or 2")
    if len(pair) == 1:
        pair *= 2
    if len(pair) != 2:
        raise RuntimeError(f"expected one int or 2, got {len(pair)}")
    return pair[0], pair[1]


class _Windows(NamedTuple):
    """Windows of a plane, each of their options down and across."""

    kernel: tuple[int, int]
    dilation: tuple[int, int]
    padding: tuple[int, int]
    stride: tuple[int, int]


def _blocks(name: str, size: Sequence[int], windows: _Windows) -> tuple[int, int]:
    """How many windows there are along both dims; RuntimeError for none."""
    kernel, dilation, padding, stride = windows
    if min(kernel) < 1 or min(dilation) < 1 or min(stride) < 1 or min(padding) < 0:
        raise RuntimeError(
            f"{name}: expected positive kernel_size, dilation and stride and padding "
            f"of at least 0, got {kernel}, {dilation}, {stride} and {padding}"
        )
    found = tuple(
        (n + 2 * p - d * (k - 1) - 1) // s + 1
        for n, k, d, p, s in zip(size, *windows, strict=True)
    )
    if min(found) < 1:
        raise RuntimeError(
            f"{name}: Given input with spatial size {tuple(size)}, kernel_size="
            f"{kernel}, dilation={dilation}, padding={padding}, calculated shape of "
            f"the array of sliding blocks as {found}, but its components must be at "
            "least one."
        )
    return found[0], found[1]


def unfold(
    input: ct.Tensor,
    kernel_size: int | Sequence[int],
    dilation: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    stride: int | Sequence[int] = 1,
) -> ct.Tensor:
    """The windows of input (N, C, H, W) or (C, H, W) as columns (N, C kh kw, windows).

    RuntimeError where no window fits.

    >>> unfold(ct.arange(4.0).reshape(1, 1, 2, 2), (1, 2)).tolist()
    [[[0.0, 2.0], [1.0, 3.0]]]
    """
    if input.dim() not in (3, 4) or 0 in input.shape[-3:]:
        raise RuntimeError(
            "unfold: Expected 3D or 4D (batch mode) tensor with possibly 0 batch size "
            f"and other non-zero dimensions for input, but got: {list(input.shape)}"
        )
    windows = _Windows(*map(_pair, (kernel_size, dilation, padding, stride)))
    _blocks("unfold", input.shape[-2:], windows)
    x = input if input.dim() == 4 else input.unsqueeze(0)
    columns: ct.Tensor = _Unfold.apply(x, windows)
    return columns if input.dim() == 4 else columns.squeeze(0)


class _Unfold(Function):
    """Windows as columns; the gradient is `_Fold`."""

    @staticmethod
    def forward(ctx: Any, x: ct.Tensor, windows: _Windows) -> ct.Tensor:
        ctx.how = x.shape[2:], windows
        return _unfolded(x, windows)

    @staticmethod
    def backward(ctx: Any, *grads: ct.Tensor) -> Any:
        return _Fold.apply(*grads, *ctx.how), None


class _Fold(Function):
    """Columns added up; the gradient is `_Unfold`."""

    @staticmethod
    def forward(
        ctx: Any, x: ct.Tensor, size: Sequence[int], windows: _Windows
    ) -> ct.Tensor:
        ctx.windows = windows
        return _folded(x, size, windows)

    @staticmethod
    def backward(ctx: Any, *grads: ct.Tensor) -> Any:
        return _Unfold.apply(*grads, ctx.windows), None, None


def _unfolded(x: ct.Tensor, windows: _Windows) -> ct.Tensor:
    """(N, C, H, W) as (N, C kh kw, windows)."""
    kernel, dilated, pads, step = windows
    if max(pads):
        x = _C.constant_pad_nd(x, (pads[1], pads[1], pads[0], pads[0]))
    for d in (0, 1):
        span = dilated[d] * (kernel[d] - 1) + 1
        x = x.unfold(2 + d, span, step[d])[..., :: dilated[d]]
    n, channels = x.shape[:2]
    return x.permute(0, 1, 4, 5, 2, 3).reshape(
        n, channels * kernel[0] * kernel[1], x.shape[2] * x.shape[3]
    )


def fold(
    input: ct.Tensor,
    output_size: int | Sequence[int],
    kernel_size: int | Sequence[int],
    dilation: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    stride: int | Sequence[int] = 1,
) -> ct.Tensor:
    """Columns (N, C kh kw, windows) or (C kh kw, windows) added up to (N, C, H, W).

    The transpose of `unfold` of an input of `output_size`: what lies in several windows
    is their sum. RuntimeError where the columns are not as many as windows.
    """
    size = _pair(output_size)
    windows = _Windows(*map(_pair, (kernel_size, dilation, padding, stride)))
    kernel = windows.kernel
    if input.dim() not in (2, 3) or 0 in input.shape[-2:]:
        raise RuntimeError(
            "fold: Expected 2D or 3D (batch mode) tensor for input with possibly 0 "
            f"batch size and non-zero dimensions, but got: {list(input.shape)}"
        )
    down, across = _blocks("fold", size, windows)
    window = kernel[0] * kernel[1]
    if input.shape[-2] % window or input.shape[-1] != down * across:
        raise RuntimeError(
            f"fold: expected input (N, C * {window}, {down} * {across}) for "
            f"output_size={size}, kernel_size={kernel}, got {list(input.shape)}"
        )
    x = input if input.dim() == 3 else input.unsqueeze(0)
    made: ct.Tensor = _Fold.apply(x, size, windows)
    return made if input.dim() == 3 else made.squeeze(0)


def _folded(x: ct.Tensor, size: Sequence[int], windows: _Windows) -> ct.Tensor:
    """(N, C kh kw, windows) added up to (N, C, H, W)."""
    kernel, dilated, pads, step = windows
    down, across = _blocks("fold", size, windows)
    channels = x.shape[1] // (kernel[0] * kernel[1])
    x = x.reshape(-1, channels, *kernel, down, across)
    made = x.new_zeros(
        x.shape[0], channels, size[0] + 2 * pads[0], size[1] + 2 * pads[1]
    )
    for i in range(kernel[0]):
        for j in range(kernel[1]):
            top, left = i * dilated[0], j * dilated[1]
            part = made[
                :,
                :,
                top : top + (down - 1) * step[0] + 1 : step[0],
                left : left + (across - 1) * step[1] + 1 : step[1],
            ]
            part += x[:, :, i, j]
    return made[:, :, pads[0] : pads[0] + size[0], pads[1] : pads[1] + size[1]]
