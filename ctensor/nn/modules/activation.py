"""Activations: modules without parameters around one function each."""

from __future__ import annotations

from typing import Literal

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn.modules.module import Module

__all__ = ["GELU", "LogSoftmax", "ReLU", "Sigmoid", "Softmax", "Tanh"]


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
