"""Dropout."""

from __future__ import annotations

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn.modules.module import Module

__all__ = [
    "AlphaDropout",
    "Dropout",
    "Dropout1d",
    "Dropout2d",
    "Dropout3d",
    "FeatureAlphaDropout",
]


class _DropoutNd(Module):
    """The share that is dropped, and whether in place."""

    def __init__(self, p: float = 0.5, inplace: bool = False) -> None:
        super().__init__()
        if not 0.0 <= p <= 1.0:
            raise ValueError(
                f"dropout probability has to be between 0 and 1, but got {p}"
            )
        self.p = p
        self.inplace = inplace

    def extra_repr(self) -> str:
        """The options."""
        return f"p={self.p}, inplace={self.inplace}"


class Dropout(_DropoutNd):
    """In training, zeroes each element with probability `p` and scales the rest.

    The factor 1 / (1 - p) keeps the expected value; in evaluation the input passes
    unchanged. Source: Hinton et al. 2012, https://arxiv.org/abs/1207.0580.
    """

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The input with elements dropped, of the same shape."""
        return F.dropout(input, self.p, self.training, self.inplace)


class Dropout1d(_DropoutNd):
    """Zeroes channels of (N, C, L) or (C, L) in training: `functional.dropout1d`."""

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The input with channels dropped, of the same shape."""
        return F.dropout1d(input, self.p, self.training, self.inplace)


class Dropout2d(_DropoutNd):
    """Zeroes channels of (N, C, H, W) in training: `functional.dropout2d`."""

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The input with channels dropped, of the same shape."""
        return F.dropout2d(input, self.p, self.training, self.inplace)


class Dropout3d(_DropoutNd):
    """Zeroes channels of volumes in training: `functional.dropout3d`."""

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The input with channels dropped, of the same shape."""
        return F.dropout3d(input, self.p, self.training, self.inplace)


class AlphaDropout(_DropoutNd):
    """Dropout for `SELU`, that keeps mean and variance: `functional.alpha_dropout`."""

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The input with elements dropped, of the same shape."""
        return F.alpha_dropout(input, self.p, self.training, self.inplace)


class FeatureAlphaDropout(_DropoutNd):
    """The same of channels: `functional.feature_alpha_dropout`."""

    def forward(self, input: ct.Tensor) -> ct.Tensor:
        """The input with channels dropped, of the same shape."""
        return F.feature_alpha_dropout(input, self.p, self.training, self.inplace)
