"""Batch normalization, in one process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn import init
from ctensor.nn.modules.module import Module
from ctensor.nn.parameter import Parameter

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "SyncBatchNorm"]


class _NormBase(Module):
    """Weights, biases and running statistics of channels."""

    running_mean: ct.Tensor | None
    running_var: ct.Tensor | None
    num_batches_tracked: ct.Tensor | None
    _version = 2

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
        *,
        bias: bool = True,
    ) -> None:
        super().__init__()
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.affine = affine
        self.track_running_stats = track_running_stats
        made: dict[str, Any] = {"device": device, "dtype": dtype}
        for name, wanted in (("weight", affine), ("bias", affine and bias)):
            values = Parameter(ct.empty(num_features, **made)) if wanted else None
            self.register_parameter(name, values)
        tracked = track_running_stats
        mean = ct.zeros(num_features, **made) if tracked else None
        var = ct.ones(num_features, **made) if tracked else None
        count = ct.tensor(0, dtype=ct.int64, device=device) if tracked else None
        self.register_buffer("running_mean", mean)
        self.register_buffer("running_var", var)
        self.register_buffer("num_batches_tracked", count)
        self.reset_parameters()

    def _may_lack(self, name: str, version: int | None) -> bool:
        old = version is None or version < self._version  # than the count of batches
        return name == "num_batches_tracked" and old

    def reset_running_stats(self) -> None:
        """Means of 0 and variances of 1, and no batches seen."""
        if self.running_mean is not None:
            self.running_mean.zero_()
        if self.running_var is not None:
            self.running_var.fill_(1)
        if self.num_batches_tracked is not None:
            self.num_batches_tracked.zero_()

    def reset_parameters(self) -> None:
        """Weights of 1, biases of 0, no statistics."""
        self.reset_running_stats()
        if self.weight is not None:
            init.ones_(self.weight)
        if self.bias is not None:
            init.zeros_(self.bias)

    def _check_input_dim(self, input: ct.Tensor) -> None:
        raise NotImplementedError

    def extra_repr(self) -> str:
        """The options."""
        return (
            f"{self.num_features}, eps={self.eps}, momentum={self.momentum}, affine="
            f"{self.affine}, bias={self.bias is not None}, track_running_stats="
            f"{self.track_running_stats}"
        )


class _BatchNorm(_NormBase):
    """(x - mean) / sqrt(var + eps) * weight + bias for each channel, as below."""

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The normal input, of the same shape and memory format."""
        self._check_input_dim(input)
        momentum = 0.0 if self.momentum is None else self.momentum
        if self.training and self.num_batches_tracked is not None:
            self.num_batches_tracked.add_(1)
            if self.momentum is None:  # the mean of all batches
                momentum = 1.0 / float(self.num_batches_tracked)
        own = self.training or self.running_mean is None or self.running_var is None
        keeps = not self.training or self.track_running_stats
        return F.batch_norm(
            input,
            self.running_mean if keeps else None,
            self.running_var if keeps else None,
            self.weight,
            self.bias,
            own,
            momentum,
            self.eps,
        )


def _check_dims(input: ct.Tensor, *allowed: int) -> None:
    if input.dim() not in allowed:
        expected = " or ".join(f"{n}D" for n in allowed)
        raise ValueError(f"expected {expected} input (got {input.dim()}D input)")


class BatchNorm1d(_BatchNorm):
    """Normalizes each channel of (N, C) or (N, C, L) over the batch.

    In training by the batch's own mean and variance, towards which the running ones
    move by `momentum`, or of which, if that is None, they are the mean; in evaluation
    by the running ones, unless there are none. See `functional.batch_norm`.
    """

    def _check_input_dim(self, input: ct.Tensor) -> None:
        _check_dims(input, 2, 3)


class BatchNorm2d(_BatchNorm):
    """`BatchNorm1d` of pictures, (N, C, H, W)."""

    def _check_input_dim(self, input: ct.Tensor) -> None:
        _check_dims(input, 4)


class BatchNorm3d(_BatchNorm):
    """`BatchNorm1d` of volumes, (N, C, D, H, W)."""

    def _check_input_dim(self, input: ct.Tensor) -> None:
        _check_dims(input, 5)


class SyncBatchNorm(_BatchNorm):
    """`BatchNorm1d` of (N, C, *) in one process, whose batch is then all there is.

    ValueError for a `process_group`: statistics over processes are not here.
    """

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        process_group: Any = None,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
        *,
        bias: bool = True,
    ) -> None:
        if process_group is not None:
            raise ValueError(
                "SyncBatchNorm: expected process_group None, as it works in one "
                f"process, got {process_group!r}"
            )
        super().__init__(
            num_features,
            eps,
            momentum,
            affine,
            track_running_stats,
            device,
            dtype,
            bias=bias,
        )
        self.process_group = process_group

    def _check_input_dim(self, input: ct.Tensor) -> None:
        if input.dim() < 2:
            raise ValueError(f"expected at least 2D input (got {input.dim()}D input)")

    @classmethod
    def convert_sync_batchnorm(
        cls, module: Module, process_group: Any = None
    ) -> Module:
        """`module` with its BatchNorm layers, at any depth, as SyncBatchNorm.

        Parameters and buffers are the same tensors.
        """
        made = module
        if isinstance(module, _BatchNorm) and not isinstance(module, SyncBatchNorm):
            made = cls._from(module, process_group)
        for name, child in module.named_children():
            made.add_module(name, cls.convert_sync_batchnorm(child, process_group))
        return made

    @classmethod
    def _from(cls, module: _BatchNorm, process_group: Any) -> Self:
        made = cls(
            module.num_features,
            module.eps,
            module.momentum,
            module.affine,
            module.track_running_stats,
            process_group,
        )
        made.weight, made.bias = module.weight, module.bias
        for name in ("running_mean", "running_var", "num_batches_tracked"):
            setattr(made, name, getattr(module, name))
        made.training = module.training
        return made
