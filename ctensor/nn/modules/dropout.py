"""Dropout."""

from __future__ import annotations

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn.modules.module import Module

__all__ = ["Dropout"]


class Dropout(Module):
    """In training, zeroes each element with probability `p` and scales the rest.

    The factor 1 / (1 - p) keeps the expected value; in evaluation the input passes
    unchanged. Source: Hinton et al. 2012, https://arxiv.org/abs/1207.0580.
    """

    def __init__(self, p: float = 0.5, inplace: bool = False) -> None:
        super().__init__()
        if not 0.0 <= p <= 1.0:
            raise ValueError(
                f"dropout probability has to be between 0 and 1, but got {p}"
            )
        self.p = p
        self.inplace = inplace

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The input with elements dropped, of the same shape."""
        return F.dropout(input, self.p, self.training, self.inplace)

    def extra_repr(self) -> str:
        """The options."""
        return f"p={self.p}, inplace={self.inplace}"
