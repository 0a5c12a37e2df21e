"""Pooling layers: the largest element, the mean or a norm of each window.

Shapes: input (N, C, *) or (C, *); see `ctensor.nn.functional` for the result's size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn.modules._sizes import spread
from ctensor.nn.modules.module import Module

__all__ = [
    "AdaptiveAvgPool1d",
    "AdaptiveAvgPool2d",
    "AdaptiveAvgPool3d",
    "AdaptiveMaxPool1d",
    "AdaptiveMaxPool2d",
    "AdaptiveMaxPool3d",
    "AvgPool1d",
    "AvgPool2d",
    "AvgPool3d",
    "FractionalMaxPool2d",
    "FractionalMaxPool3d",
    "LPPool1d",
    "LPPool2d",
    "LPPool3d",
    "MaxPool1d",
    "MaxPool2d",
    "MaxPool3d",
    "MaxUnpool1d",
    "MaxUnpool2d",
    "MaxUnpool3d",
]

_Size = int | Sequence[int]
_Some = int | Sequence[int | None] | None


class _MaxPool(Module):
    function: Callable[..., Any]

    def __init__(
        self,
        kernel_size: _Size,
        stride: _Size | None = None,
        padding: _Size = 0,
        dilation: _Size = 1,
        return_indices: bool = False,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding
        self.dilation = dilation
        self.return_indices = return_indices
        self.ceil_mode = ceil_mode

    def forward(self, input: ct.Tensor) -> Any:
        """The largest element of each window; with its place if `return_indices`."""
        return type(self).function(
            input,
            self.kernel_size,
            self.stride,
            self.padding,
            self.dilation,
            self.ceil_mode,
            self.return_indices,
        )

    def extra_repr(self) -> str:
        """The options."""
        return (
            f"kernel_size={self.kernel_size}, stride={self.stride}, padding="
            f"{self.padding}, dilation={self.dilation}, ceil_mode={self.ceil_mode}"
        )


class MaxPool1d(_MaxPool):
    """The largest element of each window of the last dim; see `F.max_pool1d`.

    >>> MaxPool1d(2)(ct.tensor([[1.0, 3.0, 2.0, 0.0]])).tolist()
    [[3.0, 2.0]]
    """

    function = staticmethod(F.max_pool1d)


class MaxPool2d(_MaxPool):
    """The largest element of each window of the last two dims; see `F.max_pool2d`.

    >>> MaxPool2d(3, stride=2, padding=1)(ct.zeros(1, 4, 8, 8)).shape
    ctensor.Size([1, 4, 4, 4])
    """

    function = staticmethod(F.max_pool2d)


class MaxPool3d(_MaxPool):
    """The largest element of each window of the last three dims; see `F.max_pool3d`."""

    function = staticmethod(F.max_pool3d)


class _AvgPool(Module):
    def __init__(
        self,
        kernel_size: _Size,
        stride: _Size | None = None,
        padding: _Size = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
        divisor_override: int | None = None,
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding
        self.ceil_mode = ceil_mode
        self.count_include_pad = count_include_pad
        self.divisor_override = divisor_override

    def extra_repr(self) -> str:
        """The options."""
        return (
            f"kernel_size={self.kernel_size}, stride={self.stride}, padding="
            f"{self.padding}"
        )


class AvgPool1d(_AvgPool):
    """The mean of each window of the last dim; see `F.avg_pool1d`.

    >>> AvgPool1d(2)(ct.tensor([[1.0, 3.0, 2.0, 0.0]])).tolist()
    [[2.0, 1.0]]
    """

    def __init__(
        self,
        kernel_size: _Size,
        stride: _Size | None = None,
        padding: _Size = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:
        kernel, step = spread(kernel_size, 1), stride
        step = kernel if step is None else spread(step, 1)
        super().__init__(kernel, step, spread(padding, 1), ceil_mode, count_include_pad)

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The means."""
        return F.avg_pool1d(
            input,
            self.kernel_size,
            self.stride,
            self.padding,
            self.ceil_mode,
            self.count_include_pad,
        )


class AvgPool2d(_AvgPool):
    """The mean of each window of the last two dims; see `F.avg_pool2d`."""

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The means."""
        return F.avg_pool2d(
            input,
            self.kernel_size,
            self.stride,
            self.padding,
            self.ceil_mode,
            self.count_include_pad,
            self.divisor_override,
        )


class AvgPool3d(_AvgPool):
    """The mean of each window of the last three dims; see `F.avg_pool3d`."""

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The means."""
        return F.avg_pool3d(
            input,
            self.kernel_size,
            self.stride,
            self.padding,
            self.ceil_mode,
            self.count_include_pad,
            self.divisor_override,
        )


class _Adaptive(Module):
    function: Callable[..., Any]

    def __init__(self, output_size: _Some) -> None:
        super().__init__()
        self.output_size = output_size

    def forward(self, input: ct.Tensor) -> Any:
        """A result of `output_size`."""
        return type(self).function(input, self.output_size)

    def extra_repr(self) -> str:
        """The size."""
        return f"output_size={self.output_size}"


class AdaptiveAvgPool1d(_Adaptive):
    """The means of `output_size` shares of the last dim."""

    function = staticmethod(F.adaptive_avg_pool1d)


class AdaptiveAvgPool2d(_Adaptive):
    """The means of `output_size` shares of the last two dims; None keeps a dim.

    >>> AdaptiveAvgPool2d((1, None))(ct.zeros(2, 3, 5, 4)).shape
    ctensor.Size([2, 3, 1, 4])
    """

    function = staticmethod(F.adaptive_avg_pool2d)


class AdaptiveAvgPool3d(_Adaptive):
    """The means of `output_size` shares of the last three dims; None keeps a dim."""

    function = staticmethod(F.adaptive_avg_pool3d)


class _AdaptiveMax(_Adaptive):
    def __init__(self, output_size: _Some, return_indices: bool = False) -> None:
        super().__init__(output_size)
        self.return_indices = return_indices

    def forward(self, input: ct.Tensor) -> Any:
        """The largest elements; with their places if `return_indices`."""
        return type(self).function(input, self.output_size, self.return_indices)


class AdaptiveMaxPool1d(_AdaptiveMax):
    """The largest elements of `output_size` shares of the last dim."""

    function = staticmethod(F.adaptive_max_pool1d)


class AdaptiveMaxPool2d(_AdaptiveMax):
    """The largest elements of `output_size` shares of the last two dims."""

    function = staticmethod(F.adaptive_max_pool2d)


class AdaptiveMaxPool3d(_AdaptiveMax):
    """The largest elements of `output_size` shares of the last three dims."""

    function = staticmethod(F.adaptive_max_pool3d)


class _LPPool(Module):
    function: Callable[..., ct.Tensor]

    def __init__(
        self,
        norm_type: float,
        kernel_size: _Size,
        stride: _Size | None = None,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.norm_type = norm_type
        self.kernel_size = kernel_size
        self.stride = stride
        self.ceil_mode = ceil_mode

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The norms."""
        return type(self).function(
            input, float(self.norm_type), self.kernel_size, self.stride, self.ceil_mode
        )

    def extra_repr(self) -> str:
        """The options."""
        return (
            f"norm_type={self.norm_type}, kernel_size={self.kernel_size}, stride="
            f"{self.stride}, ceil_mode={self.ceil_mode}"
        )


class LPPool1d(_LPPool):
    """The p-norm of each window of the last dim, p = `norm_type`."""

    function = staticmethod(F.lp_pool1d)


class LPPool2d(_LPPool):
    """The p-norm of each window of the last two dims, p = `norm_type`."""

    function = staticmethod(F.lp_pool2d)


class LPPool3d(_LPPool):
    """The p-norm of each window of the last three dims, p = `norm_type`."""

    function = staticmethod(F.lp_pool3d)


class _Fractional(Module):
    dims: int
    function: Callable[..., Any]

    def __init__(
        self,
        kernel_size: _Size,
        output_size: _Size | None = None,
        output_ratio: float | Sequence[float] | None = None,
        return_indices: bool = False,
        _random_samples: ct.Tensor | None = None,
    ) -> None:
        super().__init__()
        name = type(self).__name__
        self.kernel_size = spread(kernel_size, self.dims)
        self.return_indices = return_indices
        self.register_buffer("_random_samples", _random_samples)
        self.output_size = (
            None if output_size is None else spread(output_size, self.dims)
        )
        self.output_ratio = (
            None if output_ratio is None else spread(output_ratio, self.dims)
        )
        if output_size is None and output_ratio is None:
            raise ValueError(
                f"{name} requires specifying either an output size, or a pooling ratio"
            )
        if output_size is not None and output_ratio is not None:
            raise ValueError(
                "only one of output_size and output_ratio may be specified"
            )
        if self.output_ratio and not all(0 < r < 1 for r in self.output_ratio):
            raise ValueError(
                f"output_ratio must be between 0 and 1 (got {output_ratio})"
            )

    def forward(self, input: ct.Tensor) -> Any:
        """The largest elements; with their places if `return_indices`."""
        return type(self).function(
            input,
            self.kernel_size,
            self.output_size,
            self.output_ratio,
            self.return_indices,
            self._random_samples,
        )


class FractionalMaxPool2d(_Fractional):
    """The largest elements of windows at random; see `F.fractional_max_pool2d`.

    ValueError unless one of `output_size` and `output_ratio` is given.
    """

    dims = 2
    function = staticmethod(F.fractional_max_pool2d)


class FractionalMaxPool3d(_Fractional):
    """The largest elements of windows at random; see `F.fractional_max_pool3d`."""

    dims = 3
    function = staticmethod(F.fractional_max_pool3d)


class _MaxUnpool(Module):
    dims: int
    function: Callable[..., ct.Tensor]

    def __init__(
        self, kernel_size: _Size, stride: _Size | None = None, padding: _Size = 0
    ) -> None:
        super().__init__()
        self.kernel_size = spread(kernel_size, self.dims)
        self.stride = spread(kernel_size if stride is None else stride, self.dims)
        self.padding = spread(padding, self.dims)

    def forward(
        self,
        input: ct.Tensor,
        indices: ct.Tensor,
        output_size: Sequence[int] | None = None,
    ) -> ct.Tensor:
        """Each element at its index, zeros elsewhere."""
        return type(self).function(
            input, indices, self.kernel_size, self.stride, self.padding, output_size
        )

    def extra_repr(self) -> str:
        """The options."""
        return (
            f"kernel_size={self.kernel_size}, stride={self.stride}, padding="
            f"{self.padding}"
        )


class MaxUnpool1d(_MaxUnpool):
    """What `MaxPool1d` took goes back to its place; see `F.max_unpool1d`."""

    dims = 1
    function = staticmethod(F.max_unpool1d)


class MaxUnpool2d(_MaxUnpool):
    """What `MaxPool2d` took goes back to its place; see `F.max_unpool2d`.

    >>> y, at = MaxPool2d(2, return_indices=True)(ct.ones(1, 1, 4, 4))
    >>> MaxUnpool2d(2)(y, at).sum().item()
    4.0
    """

    dims = 2
    function = staticmethod(F.max_unpool2d)


class MaxUnpool3d(_MaxUnpool):
    """What `MaxPool3d` took goes back to its place; see `F.max_unpool3d`."""

    dims = 3
    function = staticmethod(F.max_unpool3d)
