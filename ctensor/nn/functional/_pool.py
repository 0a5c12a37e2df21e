"""Pooling: the largest element, the mean or another sum of each window.

Shapes: input (N, C, *) or (C, *), * being 1 to 3 dims; the result has the same, of size
(size + 2 padding - dilation (kernel - 1) - 1) / stride + 1, rounded down, or up with
`ceil_mode`, but no window begins behind the input. Numbers stand for all dims; the
stride is the kernel's size unless given. Padding is never the largest, or zeros.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import ctensor as ct
from ctensor import _C
from ctensor._whole import whole_numbers

_Size = int | Sequence[int]
_Pair = tuple[ct.Tensor, ct.Tensor]


def _spread(name: str, what: str, value: _Size, dims: int) -> tuple[int, ...]:
    """A number for each dim."""
    if isinstance(value, int):
        return (value,) * dims
    numbers = whole_numbers(value, f"{name}: expected {what} as ints")
    if len(numbers) == 1:
        return numbers * dims
    if len(numbers) != dims:
        raise RuntimeError(
            f"{name}: expected {what} as one int or {dims}, got {len(numbers)}"
        )
    return numbers


def _check_input(name: str, input: ct.Tensor, dims: int) -> None:
    inner = input.shape[-dims - 1 :]
    if input.dim() not in (dims + 1, dims + 2) or 0 in inner:
        raise RuntimeError(
            f"{name}: expected a non-empty input (C, *) or (N, C, *) with {dims} dims "
            f"for *, of which only N may be 0, got shape {list(input.shape)}"
        )


def _check_least(name: str, what: str, numbers: tuple[int, ...], least: int) -> None:
    if min(numbers) < least:
        raise RuntimeError(
            f"{name}: expected {what} of at least {least}, got {list(numbers)}"
        )


class _Windows:
    """The numbers of one call, checked."""

    def __init__(
        self,
        name: str,
        input: ct.Tensor,
        dims: int,
        kernel_size: _Size,
        stride: _Size | None,
        padding: _Size,
        dilation: _Size,
        ceil_mode: bool,
    ) -> None:
        _check_input(name, input, dims)
        empty = isinstance(stride, (tuple, list)) and not stride
        given = stride is not None and not empty
        self.kernel = _spread(name, "kernel_size", kernel_size, dims)
        self.stride = (
            _spread(name, "stride", stride, dims)  # type: ignore[arg-type]
            if given
            else self.kernel
        )
        self.padding = _spread(name, "padding", padding, dims)
        self.dilation = _spread(name, "dilation", dilation, dims)
        _check_least(name, "kernel_size", self.kernel, 1)
        _check_least(name, "stride", self.stride, 1)
        _check_least(name, "padding", self.padding, 0)
        _check_least(name, "dilation", self.dilation, 1)
        self.size = [
            _size(name, *numbers, ceil_mode)
            for numbers in zip(
                input.shape[-dims:],
                self.kernel,
                self.stride,
                self.padding,
                self.dilation,
                strict=True,
            )
        ]


def _size(
    name: str, n: int, kernel: int, stride: int, pad: int, dilation: int, ceil: bool
) -> int:
    span = dilation * (kernel - 1) + 1
    if pad > span // 2:
        raise RuntimeError(
            f"{name}: pad should be at most half of effective kernel size, but got "
            f"pad={pad}, kernel_size={kernel} and dilation={dilation}"
        )
    room = n + 2 * pad - span
    size = (room + (stride - 1 if ceil else 0)) // stride + 1
    if ceil and (size - 1) * stride >= n + pad:
        size -= 1
    if size < 1:
        raise RuntimeError(
            f"{name}: expected windows that fit into the input, got size {n} for "
            f"kernel_size={kernel}, padding={pad} and dilation={dilation}: output size "
            "is too small"
        )
    return size


# ---- the largest ----


def _max_pool(
    dims: int,
) -> tuple[Callable[..., ct.Tensor | _Pair], Callable[..., _Pair]]:
    name = f"max_pool{dims}d"

    def with_indices(
        input: ct.Tensor,
        kernel_size: _Size,
        stride: _Size | None = None,
        padding: _Size = 0,
        dilation: _Size = 1,
        ceil_mode: bool = False,
        return_indices: bool = False,
    ) -> _Pair:
        """The largest element of each window, and its place in the last dims."""
        w = _Windows(
            name, input, dims, kernel_size, stride, padding, dilation, ceil_mode
        )
        values, indices = _C._pool_max(
            input, w.size, w.kernel, w.stride, w.padding, w.dilation
        )
        return values, indices

    def pool(
        input: ct.Tensor,
        kernel_size: _Size,
        stride: _Size | None = None,
        padding: _Size = 0,
        dilation: _Size = 1,
        ceil_mode: bool = False,
        return_indices: bool = False,
    ) -> ct.Tensor | _Pair:
        """The largest element of each window; with its place if `return_indices`.

        The place is counted through the input's last dims. Of equal elements the first
        one counts; NaN is larger than all. RuntimeError where no window fits.
        """
        values, indices = with_indices(
            input, kernel_size, stride, padding, dilation, ceil_mode
        )
        return (values, indices) if return_indices else values

    pool.__name__ = pool.__qualname__ = name
    with_indices.__name__ = with_indices.__qualname__ = name + "_with_indices"
    return pool, with_indices


max_pool1d, max_pool1d_with_indices = _max_pool(1)
max_pool2d, max_pool2d_with_indices = _max_pool(2)
max_pool3d, max_pool3d_with_indices = _max_pool(3)


# ---- the mean ----


def _mean(
    name: str,
    input: ct.Tensor,
    dims: int,
    kernel_size: _Size,
    stride: _Size | None,
    padding: _Size,
    ceil_mode: bool,
    count_include_pad: bool,
    divisor: int | None,
) -> ct.Tensor:
    w = _Windows(name, input, dims, kernel_size, stride, padding, 1, ceil_mode)
    if divisor == 0:
        raise RuntimeError(f"{name}: divisor must be not zero")

    def mean(x: ct.Tensor, divisor: int) -> ct.Tensor:
        return _C._pool_mean(
            x, w.size, w.kernel, w.stride, w.padding, count_include_pad, divisor
        )

    if input.is_floating_point() or input.is_complex():
        return mean(input, divisor or 0)
    return _whole_mean(input, mean, divisor or 0)


def _whole_mean(
    input: ct.Tensor, pool: Callable[[ct.Tensor, int], ct.Tensor], divisor: int
) -> ct.Tensor:
    """Sums of integers, exact in two halves, over counts, rounded towards zero."""
    x = input.to(ct.int64)
    high = x >> 32
    halves = (pool(h.double(), 1) for h in (high, x - (high << 32)))
    above, below = (h.to(ct.int64) for h in halves)
    sums = (above << 32) + below
    if divisor == 0:
        ones = ct.ones_like(x, dtype=ct.float64)
        counted, mean = pool(ones, 1), pool(ones, 0)
        counts = ct.where(mean > 0, counted / mean, 1).round().to(ct.int64)
        return ct.div(sums, counts, rounding_mode="trunc").to(input.dtype)
    return ct.div(sums, divisor, rounding_mode="trunc").to(input.dtype)


def avg_pool1d(
    input: ct.Tensor,
    kernel_size: _Size,
    stride: _Size | None = None,
    padding: _Size = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> ct.Tensor:
    """The mean of each window, of padding too if `count_include_pad`."""
    return _mean(
        "avg_pool1d",
        *(input, 1, kernel_size, stride, padding, ceil_mode, count_include_pad, None),
    )


def avg_pool2d(
    input: ct.Tensor,
    kernel_size: _Size,
    stride: _Size | None = None,
    padding: _Size = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> ct.Tensor:
    """The mean of each window, of padding too if `count_include_pad`.

    What the sum is divided by may be given.
    """
    return _mean(
        "avg_pool2d",
        *(input, 2, kernel_size, stride, padding, ceil_mode, count_include_pad),
        divisor_override,
    )


def avg_pool3d(
    input: ct.Tensor,
    kernel_size: _Size,
    stride: _Size | None = None,
    padding: _Size = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> ct.Tensor:
    """`avg_pool2d` of three dims."""
    return _mean(
        "avg_pool3d",
        *(input, 3, kernel_size, stride, padding, ceil_mode, count_include_pad),
        divisor_override,
    )


# ---- results of a given size ----


def _wanted(
    name: str,
    input: ct.Tensor,
    output_size: int | Sequence[int | None] | None,
    dims: int,
) -> list[int]:
    """The size: None stands for the input's."""
    if input.dim() not in (dims + 1, dims + 2) or 0 in input.shape[-dims - 1 :]:
        raise RuntimeError(
            f"{name}: Expected input (C, *) or (N, C, *) to have non-zero size for "
            f"non-batch dimensions, of which {dims} are pooled, got "
            f"{list(input.shape)}"
        )
    sizes = (
        [output_size] * dims
        if not isinstance(output_size, Sequence)
        else list(output_size)
    )
    if len(sizes) == 1:
        sizes = sizes * dims
    if len(sizes) != dims:
        raise RuntimeError(
            f"{name}: expected output_size as one int or {dims}, got {len(sizes)}"
        )
    found = [
        n if size is None else int(size)
        for size, n in zip(sizes, input.shape[-dims:], strict=True)
    ]
    if min(found) < 0:
        raise RuntimeError(
            f"{name}: elements of output_size must be greater than or "
            f"equal to 0, got {found}"
        )
    return found


def _adaptive_mean(
    input: ct.Tensor, output_size: int | Sequence[int | None] | None, dims: int
) -> ct.Tensor:
    size = _wanted(f"adaptive_avg_pool{dims}d", input, output_size, dims)
    if max(size) == min(size) == 1:
        return input.mean(tuple(range(-dims, 0)), keepdim=True)
    return _C._pool_mean(input, size, [], [], [], True, 0)


def adaptive_avg_pool1d(input: ct.Tensor, output_size: _Size) -> ct.Tensor:
    """The means of `output_size` shares of the last dim, which may overlap by one.

    Share i goes from floor(i size / output_size) to ceil((i + 1) size / output_size).
    """
    return _adaptive_mean(input, output_size, 1)


def adaptive_avg_pool2d(
    input: ct.Tensor, output_size: int | Sequence[int | None] | None
) -> ct.Tensor:
    """`adaptive_avg_pool1d` of two dims; None is the input's size."""
    return _adaptive_mean(input, output_size, 2)


def adaptive_avg_pool3d(
    input: ct.Tensor, output_size: int | Sequence[int | None] | None
) -> ct.Tensor:
    """`adaptive_avg_pool1d` of three dims; None is the input's size."""
    return _adaptive_mean(input, output_size, 3)


def _adaptive_max(
    dims: int,
) -> tuple[Callable[..., ct.Tensor | _Pair], Callable[..., _Pair]]:
    name = f"adaptive_max_pool{dims}d"

    def with_indices(
        input: ct.Tensor,
        output_size: int | Sequence[int | None] | None,
        return_indices: bool = False,
    ) -> _Pair:
        """The largest element of each share of the input, and its place."""
        size = _wanted(name, input, output_size, dims)
        values, indices = _C._pool_max(input, size, [], [], [], [])
        return values, indices

    def pool(
        input: ct.Tensor,
        output_size: int | Sequence[int | None] | None,
        return_indices: bool = False,
    ) -> ct.Tensor | _Pair:
        """The largest element of each share of the input (see `adaptive_avg_pool1d`).

        With its place in the input's last dims if `return_indices`.
        """
        values, indices = with_indices(input, output_size)
        return (values, indices) if return_indices else values

    pool.__name__ = pool.__qualname__ = name
    with_indices.__name__ = with_indices.__qualname__ = name + "_with_indices"
    return pool, with_indices


adaptive_max_pool1d, adaptive_max_pool1d_with_indices = _adaptive_max(1)
adaptive_max_pool2d, adaptive_max_pool2d_with_indices = _adaptive_max(2)
adaptive_max_pool3d, adaptive_max_pool3d_with_indices = _adaptive_max(3)


# ---- norms ----


def _lp_pool(
    input: ct.Tensor,
    norm_type: float,
    kernel_size: _Size,
    stride: _Size | None,
    ceil_mode: bool,
    dims: int,
) -> ct.Tensor:
    kernel = _spread(f"lp_pool{dims}d", "kernel_size", kernel_size, dims)
    mean: Callable[..., ct.Tensor] = (avg_pool1d, avg_pool2d, avg_pool3d)[dims - 1]
    out = mean(input.pow(norm_type), kernel, stride, 0, ceil_mode)
    sums = ct.sign(out) * ct.relu(ct.abs(out)) * math.prod(kernel)
    return sums.pow(1.0 / norm_type)


def lp_pool1d(
    input: ct.Tensor,
    norm_type: float,
    kernel_size: _Size,
    stride: _Size | None = None,
    ceil_mode: bool = False,
) -> ct.Tensor:
    """The p-norm of each window, p = `norm_type`: the root of the sum of powers."""
    return _lp_pool(input, norm_type, kernel_size, stride, ceil_mode, 1)


def lp_pool2d(
    input: ct.Tensor,
    norm_type: float,
    kernel_size: _Size,
    stride: _Size | None = None,
    ceil_mode: bool = False,
) -> ct.Tensor:
    """`lp_pool1d` of two dims."""
    return _lp_pool(input, norm_type, kernel_size, stride, ceil_mode, 2)


def lp_pool3d(
    input: ct.Tensor,
    norm_type: float,
    kernel_size: _Size,
    stride: _Size | None = None,
    ceil_mode: bool = False,
) -> ct.Tensor:
    """`lp_pool1d` of three dims."""
    return _lp_pool(input, norm_type, kernel_size, stride, ceil_mode, 3)


# ---- random windows ----


def _starts(samples: ct.Tensor, n: int, size: int, kernel: int) -> ct.Tensor:
    """Where windows begin: (N, C, size) from one number in [0, 1) for each (N, C).

    Graham 2014, https://arxiv.org/abs/1412.6071: pseudorandom, the last at the end.
    """
    if size == 1:
        return ct.full((*samples.shape, 1), n - kernel)
    alpha = (n - kernel) / (size - 1)
    places = ct.arange(size - 1, dtype=samples.dtype)
    u = samples.unsqueeze(-1)
    starts = ((places + u) * alpha).to(ct.int64) - (u * alpha).to(ct.int64)
    return ct.cat([starts, ct.full((*samples.shape, 1), n - kernel)], -1)


def _fractional(
    name: str,
    input: ct.Tensor,
    kernel_size: _Size,
    output_size: _Size | None,
    output_ratio: float | Sequence[float] | None,
    samples: ct.Tensor | None,
    dims: int,
) -> _Pair:
    if output_size is None and output_ratio is None:
        raise ValueError(
            f"{name} requires specifying either an output_size or an output_ratio"
        )
    _check_input(name, input, dims)
    kernel, sizes = _spread(name, "kernel_size", kernel_size, dims), input.shape[-dims:]
    if output_size is None:
        assert output_ratio is not None
        ratios = (
            list(output_ratio)
            if isinstance(output_ratio, Sequence)
            else [output_ratio] * dims
        )
        output_size = [int(n * r) for n, r in zip(sizes, ratios, strict=True)]
    out = _spread(name, "output_size", output_size, dims)
    for n, size, k in zip(sizes, out, kernel, strict=True):
        if size < 1 or k < 1 or size + k - 1 > n - (dims == 3):
            raise RuntimeError(
                f"{name}: expected kernel_size and output_size whose sum is at most "
                f"{n + (dims == 2)}, got {k} and {size} for an input of {n}"
            )
    x = input if input.dim() == dims + 2 else input.unsqueeze(0)
    lead = x.shape[:2]
    if samples is None:
        samples = ct.rand(
            *lead, dims, dtype=ct.float64 if x.dtype == ct.float64 else ct.float32
        )
    places = ct.zeros(*lead, *[1] * (2 * dims), dtype=ct.int64)
    for d, (n, size, k) in enumerate(zip(sizes, out, kernel, strict=True)):
        # PyTorch's samples are of the last dim first where there are two.
        starts = _starts(samples[..., d if dims == 3 else 1 - d], n, size, k)
        rows = starts.unsqueeze(-1) + ct.arange(k)
        shape = [1] * (2 * dims)
        shape[d], shape[dims + d] = size, k
        places = places * n + rows.reshape(*lead, *shape)
    places = places.reshape(*lead, math.prod(out), math.prod(kernel))
    flat = x.flatten(2)
    found = flat.gather(2, places.flatten(2)).reshape(places.shape)
    values, at = found.max(-1)
    indices = places.gather(3, at.unsqueeze(-1)).squeeze(-1)
    shape = [*input.shape[:-dims], *out]
    return values.reshape(shape), indices.reshape(shape)


def fractional_max_pool2d_with_indices(
    input: ct.Tensor,
    kernel_size: _Size,
    output_size: _Size | None = None,
    output_ratio: float | Sequence[float] | None = None,
    return_indices: bool = False,
    _random_samples: ct.Tensor | None = None,
) -> _Pair:
    """`fractional_max_pool2d` with the places of what is largest."""
    return _fractional(
        "fractional_max_pool2d",
        *(input, kernel_size, output_size, output_ratio, _random_samples, 2),
    )


def fractional_max_pool2d(
    input: ct.Tensor,
    kernel_size: _Size,
    output_size: _Size | None = None,
    output_ratio: float | Sequence[float] | None = None,
    return_indices: bool = False,
    _random_samples: ct.Tensor | None = None,
) -> ct.Tensor | _Pair:
    """The largest element of each of windows that lie at random, one behind the other.

    The result has `output_size`, or the input's times `output_ratio`. The places come
    too if `return_indices`. Graham 2014, https://arxiv.org/abs/1412.6071.
    """
    found = fractional_max_pool2d_with_indices(
        *(input, kernel_size, output_size, output_ratio, False, _random_samples)
    )
    return found if return_indices else found[0]


def fractional_max_pool3d_with_indices(
    input: ct.Tensor,
    kernel_size: _Size,
    output_size: _Size | None = None,
    output_ratio: float | Sequence[float] | None = None,
    return_indices: bool = False,
    _random_samples: ct.Tensor | None = None,
) -> _Pair:
    """`fractional_max_pool3d` with the places of what is largest."""
    return _fractional(
        "fractional_max_pool3d",
        *(input, kernel_size, output_size, output_ratio, _random_samples, 3),
    )


def fractional_max_pool3d(
    input: ct.Tensor,
    kernel_size: _Size,
    output_size: _Size | None = None,
    output_ratio: float | Sequence[float] | None = None,
    return_indices: bool = False,
    _random_samples: ct.Tensor | None = None,
) -> ct.Tensor | _Pair:
    """`fractional_max_pool2d` of three dims."""
    found = fractional_max_pool3d_with_indices(
        *(input, kernel_size, output_size, output_ratio, False, _random_samples)
    )
    return found if return_indices else found[0]


# ---- back ----


def _unpool_size(
    name: str,
    input: ct.Tensor,
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    padding: tuple[int, ...],
    output_size: Sequence[int] | None,
) -> list[int]:
    dims = len(kernel)
    least = [
        (n - 1) * s - 2 * p + k
        for n, k, s, p in zip(input.shape[-dims:], kernel, stride, padding, strict=True)
    ]
    if output_size is None:
        return least
    sizes = list(output_size)
    if len(sizes) == dims + 2:
        sizes = sizes[2:]
    if len(sizes) != dims:
        raise ValueError(
            f"output_size should be a sequence containing {dims} or {dims + 2} "
            f"elements, but it has a length of '{len(sizes)}'"
        )
    for size, n, s in zip(sizes, least, stride, strict=True):
        if not n - s < size < n + s:
            raise ValueError(
                f"invalid output_size {sizes} of {name}: each must be less than the "
                f"stride away from {least}"
            )
    return sizes


def _unpool(
    dims: int,
    input: ct.Tensor,
    indices: ct.Tensor,
    kernel_size: _Size,
    stride: _Size | None,
    padding: _Size,
    output_size: Sequence[int] | None,
) -> ct.Tensor:
    name = f"max_unpool{dims}d"
    kernel = _spread(name, "kernel_size", kernel_size, dims)
    step = kernel if stride is None else _spread(name, "stride", stride, dims)
    pads = _spread(name, "padding", padding, dims)
    _check_input(name, input, dims)
    size = _unpool_size(name, input, kernel, step, pads, output_size)
    if indices.dtype != ct.int64 or indices.shape != input.shape:
        raise RuntimeError(
            f"{name}: expected int64 indices of input's shape {list(input.shape)}, got "
            f"{indices.dtype} of {list(indices.shape)}"
        )
    places = math.prod(size)
    if indices.numel() and not 0 <= int(indices.min()) <= int(indices.max()) < places:
        raise RuntimeError(
            f"{name}: Found an invalid max index: expected 0 to {places - 1} for "
            f"output size {size}, got {int(indices.min())} to {int(indices.max())}"
        )
    lead = input.shape[:-dims]
    flat = input.new_zeros(*lead, places)
    made = flat.scatter(-1, indices.flatten(-dims), input.flatten(-dims))
    return made.reshape(*lead, *size)


def max_unpool1d(
    input: ct.Tensor,
    indices: ct.Tensor,
    kernel_size: _Size,
    stride: _Size | None = None,
    padding: _Size = 0,
    output_size: Sequence[int] | None = None,
) -> ct.Tensor:
    """Each element at its index of a result that is zero elsewhere.

    What `max_pool1d` made of an input of that size, or of `output_size`, goes back.
    RuntimeError for an index that is not there.
    """
    return _unpool(1, input, indices, kernel_size, stride, padding, output_size)


def max_unpool2d(
    input: ct.Tensor,
    indices: ct.Tensor,
    kernel_size: _Size,
    stride: _Size | None = None,
    padding: _Size = 0,
    output_size: Sequence[int] | None = None,
) -> ct.Tensor:
    """`max_unpool1d` of two dims."""
    return _unpool(2, input, indices, kernel_size, stride, padding, output_size)


def max_unpool3d(
    input: ct.Tensor,
    indices: ct.Tensor,
    kernel_size: _Size,
    stride: _Size | None = None,
    padding: _Size = 0,
    output_size: Sequence[int] | None = None,
) -> ct.Tensor:
    """`max_unpool1d` of three dims."""
    return _unpool(3, input, indices, kernel_size, stride, padding, output_size)
