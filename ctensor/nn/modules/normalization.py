"""Normalization over the dimensions of each sample."""

from __future__ import annotations

from collections.abc import Sequence

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn import init
from ctensor.nn.modules.module import Module
from ctensor.nn.parameter import Parameter

__all__ = ["LayerNorm"]


class LayerNorm(Module):
    """(x - mean) / sqrt(variance + eps) over the last dims, then * weight + bias.

    Both have these dims' shape; they begin as ones and zeros. Source: Ba et al. 2016,
    https://arxiv.org/abs/1607.06450.
    """

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        eps: float = 1e-5,
        elementwise_affine: bool = True,
        bias: bool = True,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__()
        shape = (
            tuple(normalized_shape)
            if isinstance(normalized_shape, Sequence)
            else (normalized_shape,)
        )
        self.normalized_shape = shape
        self.eps = eps
        self.elementwise_affine = elementwise_affine
        for name, wanted in (("weight", True), ("bias", bias)):
            values = None
            if elementwise_affine and wanted:
                values = Parameter(ct.empty(shape, device=device, dtype=dtype))
            self.register_parameter(name, values)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Ones and zeros."""
        if self.weight is not None:
            init.ones_(self.weight)
        if self.bias is not None:
            init.zeros_(self.bias)

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The normal input, scaled and shifted."""
        shape = self.normalized_shape
        return F.layer_norm(input, shape, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        """The options."""
        return (
            f"{self.normalized_shape}, eps={self.eps}, elementwise_affine="
            f"{self.elementwise_affine}, bias={self.bias is not None}"
        )
