"""Instance normalization: each channel of each sample by itself."""

from __future__ import annotations

import warnings

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn.modules.batchnorm import _check_dims, _NormBase

__all__ = ["InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d"]


class _InstanceNorm(_NormBase):
    """(x - mean) / sqrt(var + eps) for each channel of each sample, as below."""

    _dims: int  # of a sample

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float = 0.1,
        affine: bool = False,
        track_running_stats: bool = False,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
        *,
        bias: bool = True,
    ) -> None:
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

    def _check_input_dim(self, input: ct.Tensor) -> None:
        _check_dims(input, self._dims, self._dims + 1)

    def _check_channels(self, input: ct.Tensor) -> None:
        channels = input.shape[-self._dims]
        if channels == self.num_features:
            return
        if self.affine:
            raise ValueError(
                f"expected input's size at dim={input.dim() - self._dims} to match "
                f"num_features ({self.num_features}), but got: {channels}."
            )
        warnings.warn(
            f"input's size at dim={input.dim() - self._dims} does not match "
            "num_features. You can silence this warning by not passing in "
            "num_features, which is not used because affine=False",
            stacklevel=4,
        )

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The normal input, of the same shape; a batch of one may lack its dim."""
        self._check_input_dim(input)
        self._check_channels(input)
        one = input.dim() == self._dims
        y = F.instance_norm(
            input.unsqueeze(0) if one else input,
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            self.training or not self.track_running_stats,
            self.momentum if self.momentum is not None else 0.0,
            self.eps,
        )
        return y.squeeze(0) if one else y


class InstanceNorm1d(_InstanceNorm):
    """Normalizes each channel of each sample of (N, C, L) or (C, L).

    By its own mean and variance, or, where running ones are tracked, in evaluation by
    those. See `functional.instance_norm`.
    """

    _dims = 2


class InstanceNorm2d(_InstanceNorm):
    """`InstanceNorm1d` of pictures, (N, C, H, W) or (C, H, W)."""

    _dims = 3


class InstanceNorm3d(_InstanceNorm):
    """`InstanceNorm1d` of volumes, (N, C, D, H, W) or (C, D, H, W)."""

    _dims = 4
