"""Linear, Bilinear and Identity."""

from __future__ import annotations

import math
from typing import Any

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn import init
from ctensor.nn.modules.module import Module
from ctensor.nn.parameter import Parameter

__all__ = ["Bilinear", "Identity", "Linear", "NonDynamicallyQuantizableLinear"]


class Identity(Module):
    """Returns its input; takes and ignores any arguments."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__()

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The input itself."""
        return input


class Linear(Module):
    """Computes input @ weight.T + bias.

    Shapes: input (*, in_features), result (*, out_features), weight (out_features,
    in_features), bias (out_features). Both are drawn uniformly from (-k, k) with
    k = 1 / sqrt(in_features).
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        shape = (out_features, in_features)
        self.weight = Parameter(ct.empty(shape, device=device, dtype=dtype))
        if bias:
            self.bias = Parameter(ct.empty(out_features, device=device, dtype=dtype))
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw new values."""
        init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        if self.bias is not None:
            bound = 1 / math.sqrt(self.in_features) if self.in_features > 0 else 0
            init.uniform_(self.bias, -bound, bound)

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The product plus the bias."""
        return F.linear(input, self.weight, self.bias)

    def extra_repr(self) -> str:
        """The options."""
        return (
            f"in_features={self.in_features}, out_features={self.out_features}, "
            f"bias={self.bias is not None}"
        )


class NonDynamicallyQuantizableLinear(Linear):
    """`Linear`: the class that PyTorch's MultiheadAttention has as its out_proj."""


class Bilinear(Module):
    """Computes x1' weight[o] x2 + bias[o] for each output o.

    Shapes: inputs (*, in1_features) and (*, in2_features), result (*, out_features),
    weight (out_features, in1_features, in2_features), bias (out_features). Both are
    drawn uniformly from (-k, k) with k = 1 / sqrt(in1_features).

    >>> Bilinear(3, 4, 5)(ct.ones(2, 3), ct.ones(2, 4)).shape
    ctensor.Size([2, 5])
    """

    def __init__(
        self,
        in1_features: int,
        in2_features: int,
        out_features: int,
        bias: bool = True,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__()
        if in1_features <= 0:
            raise ValueError(f"in1_features must be > 0, but got {in1_features}")
        self.in1_features = in1_features
        self.in2_features = in2_features
        self.out_features = out_features
        shape = (out_features, in1_features, in2_features)
        self.weight = Parameter(ct.empty(shape, device=device, dtype=dtype))
        values = None
        if bias:
            values = Parameter(ct.empty(out_features, device=device, dtype=dtype))
        self.register_parameter("bias", values)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw new values."""
        bound = 1 / math.sqrt(self.in1_features)
        for parameter in self.parameters():
            init.uniform_(parameter, -bound, bound)

    def forward(self, input1: ct.Tensor, input2: ct.Tensor) -> ct.Tensor:
        """The products plus the bias."""
        return F.bilinear(input1, input2, self.weight, self.bias)

    def extra_repr(self) -> str:
        """The options."""
        return (
            f"in1_features={self.in1_features}, in2_features={self.in2_features}, "
            f"out_features={self.out_features}, bias={self.bias is not None}"
        )
