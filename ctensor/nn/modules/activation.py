"""Activations: modules without parameters around one function each."""

from __future__ import annotations

import warnings
from typing import Literal

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn.modules.module import Module
from ctensor.nn.parameter import Parameter

__all__ = [
    "CELU",
    "ELU",
    "GELU",
    "GLU",
    "Hardshrink",
    "Hardsigmoid",
    "Hardswish",
    "Hardtanh",
    "LeakyReLU",
    "LogSigmoid",
    "LogSoftmax",
    "Mish",
    "PReLU",
    "RReLU",
    "ReLU",
    "ReLU6",
    "SELU",
    "SiLU",
    "Sigmoid",
    "Softmax",
    "Softmax2d",
    "Softmin",
    "Softplus",
    "Softshrink",
    "Softsign",
    "Tanh",
    "Tanhshrink",
    "Threshold",
]


class ReLU(Module):
    """max(x, 0); with `inplace` it overwrites its input."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """max(input, 0) by element."""
        return input.relu_() if self.inplace else ct.relu(input)

    def extra_repr(self) -> str:
        """The options."""
        return "inplace=True" if self.inplace else ""


class Tanh(Module):
    """Hyperbolic tangent."""

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """tanh(input) by element."""
        return ct.tanh(input)


class Sigmoid(Module):
    """1 / (1 + exp(-x))."""

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """sigmoid(input) by element."""
        return ct.sigmoid(input)


class GELU(Module):
    """x * Phi(x), with the tanh approximation of Phi if `approximate` is 'tanh'."""

    def __init__(self, approximate: Literal["none", "tanh"] = "none") -> None:
        super().__init__()
        self.approximate: Literal["none", "tanh"] = approximate

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """gelu(input) by element."""
        return F.gelu(input, approximate=self.approximate)

    def extra_repr(self) -> str:
        """The options."""
        return f"approximate={self.approximate!r}"


class Softmax(Module):
    """exp(x) normalised to sum 1 along `dim`."""

    def __init__(self, dim: int | None = None) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """softmax(input) along `dim`."""
        return F.softmax(input, self.dim)

    def extra_repr(self) -> str:
        """The options."""
        return f"dim={self.dim}"


class Softmin(Module):
    """Softmax of -x along `dim`."""

    def __init__(self, dim: int | None = None) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """softmin(input) along `dim`."""
        return F.softmin(input, self.dim)

    def extra_repr(self) -> str:
        """The options."""
        return f"dim={self.dim}"


class Softmax2d(Module):
    """Softmax over the channels: dim -3 of (N, C, H, W) or (C, H, W)."""

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """softmax(input) along dim -3."""
        if input.dim() not in (3, 4):
            raise ValueError(
                f"Softmax2d: expected input to be 3D or 4D, got {input.dim()}D instead"
            )
        return F.softmax(input, -3)


class LogSoftmax(Module):
    """Logarithm of softmax along `dim`."""

    def __init__(self, dim: int | None = None) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """log_softmax(input) along `dim`."""
        return F.log_softmax(input, self.dim)

    def extra_repr(self) -> str:
        """The options."""
        return f"dim={self.dim}"


class LeakyReLU(Module):
    """x above 0, `negative_slope` * x elsewhere."""

    def __init__(self, negative_slope: float = 0.01, inplace: bool = False) -> None:
        super().__init__()
        self.negative_slope = negative_slope
        self.inplace = inplace

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """leaky_relu(input) by element."""
        return F.leaky_relu(input, self.negative_slope, self.inplace)

    def extra_repr(self) -> str:
        """The options."""
        return f"negative_slope={self.negative_slope}" + _inplace(self.inplace)


class ELU(Module):
    """x above 0, `alpha` * (exp(x) - 1) elsewhere."""

    def __init__(self, alpha: float = 1.0, inplace: bool = False) -> None:
        super().__init__()
        self.alpha = alpha
        self.inplace = inplace

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """elu(input) by element."""
        return F.elu(input, self.alpha, self.inplace)

    def extra_repr(self) -> str:
        """The options."""
        return f"alpha={self.alpha}" + _inplace(self.inplace)


class CELU(Module):
    """x above 0, `alpha` * (exp(x / alpha) - 1) elsewhere."""

    def __init__(self, alpha: float = 1.0, inplace: bool = False) -> None:
        super().__init__()
        self.alpha = alpha
        self.inplace = inplace

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """celu(input) by element."""
        return F.celu(input, self.alpha, self.inplace)

    def extra_repr(self) -> str:
        """The options."""
        return f"alpha={self.alpha}" + _inplace(self.inplace)


class SELU(Module):
    """`ELU` scaled so that mean 0 and variance 1 stay through the layers."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """selu(input) by element."""
        return F.selu(input, self.inplace)

    def extra_repr(self) -> str:
        """The options."""
        return "inplace=True" if self.inplace else ""


class Softplus(Module):
    """log(1 + exp(beta x)) / beta; x where beta x is above `threshold`."""

    def __init__(self, beta: float = 1.0, threshold: float = 20.0) -> None:
        super().__init__()
        self.beta = beta
        self.threshold = threshold

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """softplus(input) by element."""
        return F.softplus(input, self.beta, self.threshold)

    def extra_repr(self) -> str:
        """The options."""
        return f"beta={self.beta}, threshold={self.threshold}"


class LogSigmoid(Module):
    """log(sigmoid(x))."""

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """logsigmoid(input) by element."""
        return F.logsigmoid(input)


class Hardtanh(Module):
    """x moved into [min_val, max_val]; `min_value` and `max_value` are older names."""

    def __init__(
        self,
        min_val: float = -1.0,
        max_val: float = 1.0,
        inplace: bool = False,
        min_value: float | None = None,
        max_value: float | None = None,
    ) -> None:
        super().__init__()
        for word, older in (("min", min_value), ("max", max_value)):
            if older is not None:
                warnings.warn(
                    f"keyword argument `{word}_value` is deprecated and renamed to "
                    f"`{word}_val`",
                    FutureWarning,
                    stacklevel=2,
                )
        self.min_val = min_val if min_value is None else min_value
        self.max_val = max_val if max_value is None else max_value
        self.inplace = inplace
        if self.max_val <= self.min_val:
            raise AssertionError(
                f"max_val ({self.max_val}) must be greater than min_val "
                f"({self.min_val})"
            )

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """hardtanh(input) by element."""
        return F.hardtanh(input, self.min_val, self.max_val, self.inplace)

    def extra_repr(self) -> str:
        """The options."""
        limits = f"min_val={self.min_val}, max_val={self.max_val}"
        return limits + _inplace(self.inplace)


class ReLU6(Hardtanh):
    """x moved into [0, 6]."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__(0.0, 6.0, inplace)

    def extra_repr(self) -> str:
        """The options."""
        return "inplace=True" if self.inplace else ""


class Hardsigmoid(Module):
    """(x + 3) / 6, moved into [0, 1]."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """hardsigmoid(input) by element."""
        return F.hardsigmoid(input, self.inplace)


class Hardswish(Module):
    """x * hardsigmoid(x)."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """hardswish(input) by element."""
        return F.hardswish(input, self.inplace)


class SiLU(Module):
    """x * sigmoid(x)."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """silu(input) by element."""
        return F.silu(input, self.inplace)

    def extra_repr(self) -> str:
        """The options."""
        return "inplace=True" if self.inplace else ""


class Mish(Module):
    """x * tanh(softplus(x))."""

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """mish(input) by element."""
        return F.mish(input, self.inplace)

    def extra_repr(self) -> str:
        """The options."""
        return "inplace=True" if self.inplace else ""


class Softsign(Module):
    """x / (1 + |x|)."""

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """softsign(input) by element."""
        return F.softsign(input)


class Tanhshrink(Module):
    """x - tanh(x)."""

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """tanhshrink(input) by element."""
        return F.tanhshrink(input)


class Softshrink(Module):
    """x moved towards 0 by `lambd`."""

    def __init__(self, lambd: float = 0.5) -> None:
        super().__init__()
        self.lambd = lambd

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """softshrink(input) by element."""
        return F.softshrink(input, self.lambd)

    def extra_repr(self) -> str:
        """The options."""
        return str(self.lambd)


class Hardshrink(Module):
    """x, or 0 within [-lambd, lambd]."""

    def __init__(self, lambd: float = 0.5) -> None:
        super().__init__()
        self.lambd = lambd

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """hardshrink(input) by element."""
        return F.hardshrink(input, self.lambd)

    def extra_repr(self) -> str:
        """The options."""
        return str(self.lambd)


class Threshold(Module):
    """x above `threshold`, `value` elsewhere."""

    def __init__(self, threshold: float, value: float, inplace: bool = False) -> None:
        super().__init__()
        self.threshold = threshold
        self.value = value
        self.inplace = inplace

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """threshold(input) by element."""
        return F.threshold(input, self.threshold, self.value, self.inplace)

    def extra_repr(self) -> str:
        """The options."""
        options = f"threshold={self.threshold}, value={self.value}"
        return options + _inplace(self.inplace)


class PReLU(Module):
    """x above 0, `weight` * x elsewhere; the weight is learned, one or per channel."""

    def __init__(
        self,
        num_parameters: int = 1,
        init: float = 0.25,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__()
        self.num_parameters = num_parameters
        self.init = init
        self.weight = Parameter(ct.empty(num_parameters, device=device, dtype=dtype))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """The weights as they are at first: all `init`."""
        with ct.no_grad():
            self.weight.fill_(self.init)

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """prelu(input) by element."""
        return F.prelu(input, self.weight)

    def extra_repr(self) -> str:
        """The options."""
        return f"num_parameters={self.num_parameters}"


class RReLU(Module):
    """x above 0, elsewhere x times a slope that is drawn in training."""

    def __init__(
        self, lower: float = 1.0 / 8, upper: float = 1.0 / 3, inplace: bool = False
    ) -> None:
        super().__init__()
        self.lower = lower
        self.upper = upper
        self.inplace = inplace

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """rrelu(input) by element."""
        return F.rrelu(input, self.lower, self.upper, self.training, self.inplace)

    def extra_repr(self) -> str:
        """The options."""
        return f"lower={self.lower}, upper={self.upper}" + _inplace(self.inplace)


class GLU(Module):
    """The first half along `dim` times the sigmoid of the second."""

    def __init__(self, dim: int = -1) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """glu(input) along `dim`."""
        return F.glu(input, self.dim)

    def extra_repr(self) -> str:
        """The options."""
        return f"dim={self.dim}"


def _inplace(inplace: bool) -> str:
    """The option as the repr of a module has it, behind others."""
    return ", inplace=True" if inplace else ""
