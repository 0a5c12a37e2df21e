"""Layers that learn the sizes of their inputs from the first one: `nn.LazyLinear` ...

Until then their parameters have no shape (`parameter.UninitializedParameter`). At the
first call they get one, are initialised, and the layer becomes one of the plain class.
A state dict that is loaded gives them their shapes too, and leaves the class to the
first call.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ctensor as ct
from ctensor.nn.modules.batchnorm import (
    BatchNorm1d,
    BatchNorm2d,
    BatchNorm3d,
    _NormBase,
)
from ctensor.nn.modules.conv import (
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
    _Conv,
    _Plain,
    _Transposed,
)
from ctensor.nn.modules.instancenorm import (
    InstanceNorm1d,
    InstanceNorm2d,
    InstanceNorm3d,
    _InstanceNorm,
)
from ctensor.nn.modules.linear import Linear
from ctensor.nn.modules.members import BUFFER, PARAMETER, TRANSIENT
from ctensor.nn.modules.module import Module
from ctensor.nn.parameter import (
    UninitializedBuffer,
    UninitializedParameter,
    is_lazy,
)

__all__ = [
    "LazyBatchNorm1d",
    "LazyBatchNorm2d",
    "LazyBatchNorm3d",
    "LazyConv1d",
    "LazyConv2d",
    "LazyConv3d",
    "LazyConvTranspose1d",
    "LazyConvTranspose2d",
    "LazyConvTranspose3d",
    "LazyInstanceNorm1d",
    "LazyInstanceNorm2d",
    "LazyInstanceNorm3d",
    "LazyLinear",
    "LazyModuleMixin",
]

_Size = int | Sequence[int]


def _shape(value: Any, shape: tuple[int, ...]) -> None:
    """Give a parameter its shape."""
    value.materialize(shape)


class LazyModuleMixin(Module):
    """The base of a module some of whose parameters have no shape yet.

    A subclass names in `cls_to_become` the class of the module once they have, or
    nothing if it stays what it is. It defines `initialize_parameters`, which gets the
    arguments of the first call and calls `materialize` of each parameter.
    """

    cls_to_become: type[Module] | None = None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Give the parameters their shapes, and call what the module has become."""
        if not self._become(args, kwargs):
            return super().__call__(*args, **kwargs)
        return self(*args, **kwargs)

    def _become(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
        """Whether the module has another class now."""
        self.initialize_parameters(*args, **kwargs)
        if self.has_uninitialized_params():
            raise RuntimeError(
                f"module {self._get_name()} has not been fully initialized"
            )
        if self.cls_to_become is None:
            return False
        self.__class__ = self.cls_to_become  # type: ignore[assignment]
        return True

    def initialize_parameters(self, *args: Any, **kwargs: Any) -> None:
        """Give the parameters their shapes by the arguments of a call."""
        raise NotImplementedError(
            f"initialize_parameters is not implemented for {type(self).__name__}"
        )

    def has_uninitialized_params(self) -> bool:
        """Is there a parameter or buffer that has no shape yet?"""
        members = self._members(PARAMETER, BUFFER, TRANSIENT)
        return any(is_lazy(value) for _, value in members)

    def _save_to_state_dict(
        self, destination: dict[str, Any], prefix: str, keep_vars: bool
    ) -> None:
        for name, value in [*self._members(PARAMETER), *self._members(BUFFER)]:
            if value is not None:
                as_is = keep_vars or is_lazy(value)
                destination[prefix + name] = value if as_is else value.detach()

    def _load_from_state_dict(
        self,
        state_dict: dict[str, Any],
        prefix: str,
        local_metadata: dict[str, Any],
        strict: bool,
        missing_keys: list[str],
        unexpected_keys: list[str],
        error_msgs: list[str],
    ) -> None:
        for name, value in self._members(PARAMETER, BUFFER):
            loaded = state_dict.get(prefix + name)
            if is_lazy(value) and loaded is not None and not is_lazy(loaded):
                value.materialize(loaded.shape)
        super()._load_from_state_dict(
            state_dict,
            prefix,
            local_metadata,
            strict,
            missing_keys,
            unexpected_keys,
            error_msgs,
        )

    def _load_member(
        self, name: str, own: ct.Tensor, key: str, value: Any, assign: bool
    ) -> str | None:
        if is_lazy(own):  # and so is the value
            return None
        return super()._load_member(name, own, key, value, assign)


class LazyLinear(LazyModuleMixin, Linear):
    """`nn.Linear` whose in_features are the last size of the first input.

    >>> layer = nn.LazyLinear(3)
    >>> layer(ct.ones(2, 5)).shape, layer
    (ctensor.Size([2, 3]), Linear(in_features=5, out_features=3, bias=True))
    """

    cls_to_become = Linear

    def __init__(
        self,
        out_features: int,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        Module.__init__(self)
        self.in_features = 0
        self.out_features = out_features
        made: dict[str, Any] = {"device": device, "dtype": dtype}
        self.weight = UninitializedParameter(**made)
        self.register_parameter(
            "bias", UninitializedParameter(**made) if bias else None
        )

    def reset_parameters(self) -> None:
        """Draw new values, if there are any."""
        if not self.has_uninitialized_params() and self.in_features:
            super().reset_parameters()

    def initialize_parameters(self, input: ct.Tensor) -> None:
        """Take in_features from input (*, in_features)."""
        if self.has_uninitialized_params():
            self.in_features = input.shape[-1]
            _shape(self.weight, (self.out_features, self.in_features))
            if self.bias is not None:
                _shape(self.bias, (self.out_features,))
            self.reset_parameters()
        self.in_features = self.weight.shape[1]


# ---- convolutions ------------------------------------------------------------------


class _LazyConv(LazyModuleMixin, _Conv):
    """A convolution whose in_channels are those of the first input."""

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
        super()._set_up(
            in_channels, out_channels, sizes, groups, False, padding_mode, options
        )
        self.weight = UninitializedParameter(**options)
        if bias:
            self.bias = UninitializedParameter(**options)

    def reset_parameters(self) -> None:
        """Draw new values, if there are any."""
        if not self.has_uninitialized_params() and self.in_channels:
            super().reset_parameters()

    def initialize_parameters(
        self, input: ct.Tensor, *args: Any, **kwargs: Any
    ) -> None:
        """Take in_channels from input (N, C, *) or (C, *)."""
        if self.has_uninitialized_params():
            self.in_channels = self._channels(input)
            if self.in_channels % self.groups != 0:
                raise ValueError("in_channels must be divisible by groups")
            ends = (self.in_channels, self.out_channels)
            first, second = ends if self.transposed else ends[::-1]
            _shape(self.weight, (first, second // self.groups, *self.kernel_size))
            if self.bias is not None:
                _shape(self.bias, (self.out_channels,))
            self.reset_parameters()
        of_weight = self.weight.shape[0 if self.transposed else 1]
        self.in_channels = of_weight * (1 if self.transposed else self.groups)

    def _channels(self, input: ct.Tensor) -> int:
        if input.dim() not in (self.dims + 1, self.dims + 2):
            raise RuntimeError(
                f"Expected {self.dims + 1}D (unbatched) or {self.dims + 2}D (batched) "
                f"input to {type(self).__name__}, but got input of size: {input.shape}"
            )
        return input.shape[-self.dims - 1]


class _LazyPlain(_LazyConv, _Plain):
    def __init__(
        self,
        out_channels: int,
        kernel_size: _Size,
        stride: _Size = 1,
        padding: _Size | str = 0,
        dilation: _Size = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(
            0,
            out_channels,
            kernel_size,
            stride,
            padding,
            dilation,
            groups,
            bias,
            padding_mode,
            device,
            dtype,
        )


class LazyConv1d(_LazyPlain, Conv1d):
    """`nn.Conv1d` whose in_channels are those of the first input.

    >>> nn.LazyConv1d(8, 3)(ct.zeros(2, 4, 10)).shape
    ctensor.Size([2, 8, 8])
    """

    cls_to_become = Conv1d


class LazyConv2d(_LazyPlain, Conv2d):
    """`nn.Conv2d` whose in_channels are those of the first input.

    >>> nn.LazyConv2d(8, 3, padding=1)(ct.zeros(2, 4, 5, 5)).shape
    ctensor.Size([2, 8, 5, 5])
    """

    cls_to_become = Conv2d


class LazyConv3d(_LazyPlain, Conv3d):
    """`nn.Conv3d` whose in_channels are those of the first input.

    >>> nn.LazyConv3d(8, 1)(ct.zeros(2, 4, 3, 5, 5)).shape
    ctensor.Size([2, 8, 3, 5, 5])
    """

    cls_to_become = Conv3d


class _LazyTransposed(_LazyConv, _Transposed):
    def __init__(
        self,
        out_channels: int,
        kernel_size: _Size,
        stride: _Size = 1,
        padding: _Size = 0,
        output_padding: _Size = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: _Size = 1,
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(
            0,
            out_channels,
            kernel_size,
            stride,
            padding,
            output_padding,
            groups,
            bias,
            dilation,
            padding_mode,
            device,
            dtype,
        )


class LazyConvTranspose1d(_LazyTransposed, ConvTranspose1d):
    """`nn.ConvTranspose1d` whose in_channels are those of the first input.

    >>> nn.LazyConvTranspose1d(8, 3)(ct.zeros(2, 4, 10)).shape
    ctensor.Size([2, 8, 12])
    """

    cls_to_become = ConvTranspose1d


class LazyConvTranspose2d(_LazyTransposed, ConvTranspose2d):
    """`nn.ConvTranspose2d` whose in_channels are those of the first input.

    >>> nn.LazyConvTranspose2d(8, 2, stride=2)(ct.zeros(2, 4, 5, 5)).shape
    ctensor.Size([2, 8, 10, 10])
    """

    cls_to_become = ConvTranspose2d


class LazyConvTranspose3d(_LazyTransposed, ConvTranspose3d):
    """`nn.ConvTranspose3d` whose in_channels are those of the first input.

    >>> nn.LazyConvTranspose3d(8, 1)(ct.zeros(2, 4, 3, 5, 5)).shape
    ctensor.Size([2, 8, 3, 5, 5])
    """

    cls_to_become = ConvTranspose3d


# ---- normalization -----------------------------------------------------------------


class _LazyNorm(LazyModuleMixin, _NormBase):
    """A normalization whose num_features are the channels of the first input."""

    def _lazily(
        self,
        affine: bool,
        track_running_stats: bool,
        bias: bool,
        made: dict[str, Any],
    ) -> None:
        """Put parameters and buffers without a shape where there are to be some."""
        self.affine, self.track_running_stats = affine, track_running_stats
        if affine:
            self.weight = UninitializedParameter(**made)
            if bias:
                self.bias = UninitializedParameter(**made)
        if track_running_stats:
            self.running_mean = UninitializedBuffer(**made)
            self.running_var = UninitializedBuffer(**made)
            count = ct.tensor(0, dtype=ct.int64, device=made["device"])
            self.num_batches_tracked = count

    def reset_parameters(self) -> None:
        """Weights of 1, biases of 0, no statistics, if there are any."""
        if not self.has_uninitialized_params() and self.num_features:
            super().reset_parameters()

    def initialize_parameters(self, input: ct.Tensor) -> None:
        """Take num_features from input (N, C, *)."""
        if self.has_uninitialized_params():
            self._check_input_dim(input)
            self.num_features = self._channels(input)
            for _, value in self._members(PARAMETER, BUFFER):
                if is_lazy(value):
                    value.materialize((self.num_features,))
            self.reset_parameters()
        known = self.weight if self.weight is not None else self.running_mean
        self.num_features = self._channels(input) if known is None else len(known)

    def _channels(self, input: ct.Tensor) -> int:
        return input.shape[1]


class _LazyBatchNorm(_LazyNorm):
    def __init__(
        self,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: Any = None,
        dtype: Any = None,
        *,
        bias: bool = True,
    ) -> None:
        super().__init__(0, eps, momentum, False, False, device, dtype)
        made = {"device": device, "dtype": dtype}
        self._lazily(affine, track_running_stats, bias, made)


class LazyBatchNorm1d(_LazyBatchNorm, BatchNorm1d):
    """`nn.BatchNorm1d` whose num_features are the channels of the first input.

    >>> layer = nn.LazyBatchNorm1d()
    >>> layer(ct.zeros(2, 4)).shape, type(layer).__name__
    (ctensor.Size([2, 4]), 'BatchNorm1d')
    """

    cls_to_become = BatchNorm1d


class LazyBatchNorm2d(_LazyBatchNorm, BatchNorm2d):
    """`nn.BatchNorm2d` whose num_features are the channels of the first input.

    >>> nn.LazyBatchNorm2d()(ct.zeros(2, 4, 3, 3)).shape
    ctensor.Size([2, 4, 3, 3])
    """

    cls_to_become = BatchNorm2d


class LazyBatchNorm3d(_LazyBatchNorm, BatchNorm3d):
    """`nn.BatchNorm3d` whose num_features are the channels of the first input.

    >>> nn.LazyBatchNorm3d()(ct.zeros(2, 4, 1, 3, 3)).shape
    ctensor.Size([2, 4, 1, 3, 3])
    """

    cls_to_become = BatchNorm3d


class _LazyInstanceNorm(_LazyNorm, _InstanceNorm):
    def __init__(
        self,
        eps: float = 1e-5,
        momentum: float = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: Any = None,
        dtype: Any = None,
        *,
        bias: bool = True,
    ) -> None:
        super().__init__(0, eps, momentum, False, False, device, dtype)
        made = {"device": device, "dtype": dtype}
        self._lazily(affine, track_running_stats, bias, made)

    def _channels(self, input: ct.Tensor) -> int:
        return input.shape[-self._dims]


class LazyInstanceNorm1d(_LazyInstanceNorm, InstanceNorm1d):
    """`nn.InstanceNorm1d` whose num_features are the channels of the first input.

    >>> nn.LazyInstanceNorm1d()(ct.zeros(2, 4, 3)).shape
    ctensor.Size([2, 4, 3])
    """

    cls_to_become = InstanceNorm1d


class LazyInstanceNorm2d(_LazyInstanceNorm, InstanceNorm2d):
    """`nn.InstanceNorm2d` whose num_features are the channels of the first input.

    >>> nn.LazyInstanceNorm2d()(ct.zeros(2, 4, 3, 3)).shape
    ctensor.Size([2, 4, 3, 3])
    """

    cls_to_become = InstanceNorm2d


class LazyInstanceNorm3d(_LazyInstanceNorm, InstanceNorm3d):
    """`nn.InstanceNorm3d` whose num_features are the channels of the first input.

    >>> nn.LazyInstanceNorm3d()(ct.zeros(2, 4, 1, 3, 3)).shape
    ctensor.Size([2, 4, 1, 3, 3])
    """

    cls_to_become = InstanceNorm3d
