"""Convolutions and transposed convolutions of one to three dims.

Shapes: input (N, C, *) or (C, *) with C = in_channels, result (N, K, *) with
K = out_channels; weight (K, C / groups, *kernel_size), of transposed ones (C,
K / groups, *kernel_size); bias (K). Both are drawn uniformly from (-b, b) with
b = 1 / sqrt(values that one result is summed of).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn import init
from ctensor.nn.modules._sizes import pairs_for_pad, spread
from ctensor.nn.modules.module import Module
from ctensor.nn.parameter import Parameter

__all__ = [
    "Conv1d",
    "Conv2d",
    "Conv3d",
    "ConvTranspose1d",
    "ConvTranspose2d",
    "ConvTranspose3d",
]

_Size = int | Sequence[int]
_MODES = ("zeros", "reflect", "replicate", "circular")


class _Conv(Module):
    """What they share: options, parameters and their printing."""

    dims: int
    transposed = False
    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    padding: Any  # such a tuple or a word
    dilation: tuple[int, ...]
    output_padding: tuple[int, ...]

    def _set_up(
        self,
        in_channels: int,
        out_channels: int,
        sizes: dict[str, Any],
        groups: int,
        bias: bool,
        padding_mode: str,
        options: dict[str, Any],
    ) -> None:
        _check_options(in_channels, out_channels, groups, sizes, padding_mode)
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = sizes["kernel_size"]
        self.stride = sizes["stride"]
        self.padding = sizes["padding"]
        self.dilation = sizes["dilation"]
        self.output_padding = sizes["output_padding"]
        self.groups = groups
        self.padding_mode = padding_mode
        self._reversed_padding_repeated_twice = self._pads()
        ends = (in_channels, out_channels)
        first, second = ends if self.transposed else ends[::-1]
        shape = (first, second // groups, *self.kernel_size)
        self.weight = Parameter(ct.empty(shape, **options))
        if bias:
            self.bias = Parameter(ct.empty(out_channels, **options))
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def _pads(self) -> list[int]:
        """What `F.pad` puts around in modes other than zeros."""
        if not isinstance(self.padding, str):
            return pairs_for_pad(self.padding)
        pads: list[int] = []
        for kernel, dilation in zip(self.kernel_size, self.dilation, strict=True):
            total = dilation * (kernel - 1) if self.padding == "same" else 0
            pads = [total // 2, total - total // 2, *pads]
        return pads

    def reset_parameters(self) -> None:
        """Draw new values."""
        init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        fan_in = math.prod(self.weight.shape[1:])
        if self.bias is not None and fan_in:
            init.uniform_(self.bias, -1 / math.sqrt(fan_in), 1 / math.sqrt(fan_in))

    def extra_repr(self) -> str:
        """The options, those that are not as usual."""
        text = (
            f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, "
            f"stride={self.stride}"
        )
        zeros = (0,) * self.dims
        for name, usual in (
            ("padding", zeros),
            ("dilation", (1,) * self.dims),
            ("output_padding", zeros),
            ("groups", 1),
        ):
            value = getattr(self, name)
            text += f", {name}={value}" if value != usual else ""
        text += ", bias=False" if self.bias is None else ""
        mode = self.padding_mode
        return text + (f", padding_mode={mode}" if mode != "zeros" else "")


def _check_options(
    in_channels: int,
    out_channels: int,
    groups: int,
    sizes: dict[str, Any],
    padding_mode: str,
) -> None:
    if groups <= 0:
        raise ValueError("groups must be a positive integer")
    if in_channels % groups != 0:
        raise ValueError("in_channels must be divisible by groups")
    if out_channels % groups != 0:
        raise ValueError("out_channels must be divisible by groups")
    padding = sizes["padding"]
    if isinstance(padding, str):
        if padding not in ("same", "valid"):
            raise ValueError(
                f"Invalid padding string {padding!r}, should be one of 'same', 'valid'"
            )
        if padding == "same" and any(s != 1 for s in sizes["stride"]):
            raise ValueError("padding='same' is not supported for strided convolutions")
    if padding_mode not in _MODES:
        raise ValueError(
            f"padding_mode must be one of {_MODES}, but got padding_mode="
            f"{padding_mode!r}"
        )


class _Plain(_Conv):
    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: _Size,
        stride: _Size = 1,
        padding: _Size | str = 0,
        dilation: _Size = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__()
        text = isinstance(padding, str)
        sizes = {
            "kernel_size": spread(kernel_size, self.dims),
            "stride": spread(stride, self.dims),
            "padding": padding if text else spread(padding, self.dims),
            "dilation": spread(dilation, self.dims),
            "output_padding": (0,) * self.dims,
        }
        options = {"device": device, "dtype": dtype}
        self._set_up(
            in_channels, out_channels, sizes, groups, bias, padding_mode, options
        )

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The convolution of input, with what the padding mode puts around it."""
        return self._conv_forward(input, self.weight, self.bias)

    def _conv_forward(
        self, input: ct.Tensor, weight: ct.Tensor, bias: ct.Tensor | None
    ) -> ct.Tensor:
        padding = self.padding
        if self.padding_mode != "zeros":
            pads = self._reversed_padding_repeated_twice
            input = F.pad(input, pads, mode=self.padding_mode)
            padding = (0,) * self.dims
        function = _FUNCTIONS[self.dims]
        return function(
            input, weight, bias, self.stride, padding, self.dilation, self.groups
        )


_FUNCTIONS: dict[int, Callable[..., ct.Tensor]] = {
    1: F.conv1d,
    2: F.conv2d,
    3: F.conv3d,
}


class Conv1d(_Plain):
    """Convolution of input (N, C, L) or (C, L); see `F.conv1d`.

    `padding` is a number, 'valid' or 'same'; `padding_mode` says what is there:
    'zeros', 'reflect', 'replicate' or 'circular'. ValueError for channels that `groups`
    does not divide and for words that are none of these.

    >>> Conv1d(4, 8, 3, padding=1)(ct.zeros(2, 4, 10)).shape
    ctensor.Size([2, 8, 10])
    """

    dims = 1


class Conv2d(_Plain):
    """Convolution of input (N, C, H, W) or (C, H, W); see `Conv1d`.

    A network whose weights are `channels_last` (`model.to(memory_format=...)`) or whose
    input is gives results that are.

    >>> Conv2d(3, 8, 5, stride=2)(ct.zeros(1, 3, 32, 32)).shape
    ctensor.Size([1, 8, 14, 14])
    """

    dims = 2


class Conv3d(_Plain):
    """Convolution of input (N, C, D, H, W) or (C, D, H, W); see `Conv1d`.

    >>> Conv3d(1, 2, (1, 3, 3))(ct.zeros(1, 1, 4, 8, 8)).shape
    ctensor.Size([1, 2, 4, 6, 6])
    """

    dims = 3


class _Transposed(_Conv):
    transposed = True

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: _Size,
        stride: _Size = 1,
        padding: _Size = 0,
        output_padding: _Size = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: _Size = 1,
        padding_mode: str = "zeros",
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__()
        if padding_mode != "zeros":
            raise ValueError(
                f'Only "zeros" padding mode is supported for {type(self).__name__}'
            )
        sizes = {
            "kernel_size": spread(kernel_size, self.dims),
            "stride": spread(stride, self.dims),
            "padding": spread(padding, self.dims),
            "dilation": spread(dilation, self.dims),
            "output_padding": spread(output_padding, self.dims),
        }
        options = {"device": device, "dtype": dtype}
        self._set_up(
            in_channels, out_channels, sizes, groups, bias, padding_mode, options
        )

    def forward(
        self, input: ct.Tensor, output_size: Sequence[int] | None = None
    ) -> ct.Tensor:
        """The transposed convolution; of size `output_size` where that is given."""
        function = _TRANSPOSED[self.dims]
        return function(
            input,
            self.weight,
            self.bias,
            self.stride,
            self.padding,
            self._output_padding(input, output_size),
            self.groups,
            self.dilation,
        )

    def _output_padding(
        self, input: ct.Tensor, output_size: Sequence[int] | None
    ) -> tuple[int, ...]:
        """What makes the result of this size, which may have batch and channels too."""
        if output_size is None:
            return self.output_padding
        dims, behind = self.dims, input.dim() - self.dims
        sizes = list(output_size)
        if len(sizes) == behind + dims:
            sizes = sizes[behind:]
        if len(sizes) != dims:
            raise ValueError(
                f"ConvTranspose{dims}D: for {input.dim()}D input, output_size must "
                f"have {dims} or {behind + dims} elements (got {len(sizes)})"
            )
        least = [
            (n - 1) * stride - 2 * pad + dilation * (kernel - 1) + 1
            for n, stride, pad, dilation, kernel in zip(
                input.shape[behind:],
                self.stride,
                self.padding,
                self.dilation,
                self.kernel_size,
                strict=True,
            )
        ]
        most = [n + s - 1 for n, s in zip(least, self.stride, strict=True)]
        if any(
            not low <= n <= high
            for low, n, high in zip(least, sizes, most, strict=True)
        ):
            raise ValueError(
                f"requested an output size of {sizes}, but valid sizes range from "
                f"{least} to {most} (for an input of {tuple(input.shape[behind:])})"
            )
        return tuple(n - low for n, low in zip(sizes, least, strict=True))


_TRANSPOSED: dict[int, Callable[..., ct.Tensor]] = {
    1: F.conv_transpose1d,
    2: F.conv_transpose2d,
    3: F.conv_transpose3d,
}


class ConvTranspose1d(_Transposed):
    """Transposed convolution of input (N, C, L) or (C, L); see `F.conv_transpose1d`.

    `output_padding` is what the result is longer at one side than the smallest that
    fits; a call may name the size instead. ValueError for a size that is none of a
    convolution's.

    >>> ConvTranspose1d(4, 2, 3, stride=2)(ct.zeros(1, 4, 5), output_size=[12]).shape
    ctensor.Size([1, 2, 12])
    """

    dims = 1


class ConvTranspose2d(_Transposed):
    """Transposed convolution of input (N, C, H, W) or (C, H, W); see `ConvTranspose1d`.

    >>> ConvTranspose2d(8, 3, 4, stride=2, padding=1)(ct.zeros(1, 8, 7, 7)).shape
    ctensor.Size([1, 3, 14, 14])
    """

    dims = 2


class ConvTranspose3d(_Transposed):
    """Transposed convolution of input (N, C, D, H, W) or (C, D, H, W).

    See `ConvTranspose1d`.

    >>> ConvTranspose3d(2, 1, 2, stride=2)(ct.zeros(1, 2, 2, 2, 2)).shape
    ctensor.Size([1, 1, 4, 4, 4])
    """

    dims = 3
