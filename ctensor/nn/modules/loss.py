"""Losses: modules around the functions of `functional`."""

from __future__ import annotations

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn.functional._loss import _reduction
from ctensor.nn.modules.module import Module

__all__ = [
    "BCEWithLogitsLoss",
    "CrossEntropyLoss",
    "L1Loss",
    "MSELoss",
    "NLLLoss",
]


class _Loss(Module):
    """A loss with a reduction: 'mean', 'sum' or 'none'."""

    def __init__(
        self,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__()
        self.reduction = _reduction(size_average, reduce, reduction)


class _WeightedLoss(_Loss):
    """A loss with a factor for each class, kept as a buffer."""

    weight: ct.Tensor | None

    def __init__(
        self,
        weight: ct.Tensor | None = None,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.register_buffer("weight", weight)


class CrossEntropyLoss(_WeightedLoss):
    """Cross entropy of logits (N, C, *) with class indices or probabilities.

    See `functional.cross_entropy` for the arguments.
    """

    def __init__(
        self,
        weight: ct.Tensor | None = None,
        size_average: bool | None = None,
        ignore_index: int = -100,
        reduce: bool | None = None,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
    ) -> None:
        super().__init__(weight, size_average, reduce, reduction)
        self.ignore_index = ignore_index
        self.label_smoothing = label_smoothing

    def forward(self, input: ct.Tensor, target: ct.Tensor) -> ct.Tensor:
        """The loss: 0-d, or of the shape of the class indices for 'none'."""
        return F.cross_entropy(
            input,
            target,
            self.weight,
            None,
            self.ignore_index,
            None,
            self.reduction,
            self.label_smoothing,
        )


class NLLLoss(_WeightedLoss):
    """Negative log likelihood of log-probabilities (N, C, *) with class indices."""

    def __init__(
        self,
        weight: ct.Tensor | None = None,
        size_average: bool | None = None,
        ignore_index: int = -100,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(weight, size_average, reduce, reduction)
        self.ignore_index = ignore_index

    def forward(self, input: ct.Tensor, target: ct.Tensor) -> ct.Tensor:
        """The loss: 0-d, or of the shape of the class indices for 'none'."""
        return F.nll_loss(
            input,
            target,
            weight=self.weight,
            ignore_index=self.ignore_index,
            reduction=self.reduction,
        )


class MSELoss(_Loss):
    """Squared difference of two tensors of one shape."""

    def forward(self, input: ct.Tensor, target: ct.Tensor) -> ct.Tensor:
        """The loss: 0-d, or of the shape of the input for 'none'."""
        return F.mse_loss(input, target, reduction=self.reduction)


class L1Loss(_Loss):
    """Absolute difference of two tensors of one shape."""

    def forward(self, input: ct.Tensor, target: ct.Tensor) -> ct.Tensor:
        """The loss: 0-d, or of the shape of the input for 'none'."""
        return F.l1_loss(input, target, reduction=self.reduction)


class BCEWithLogitsLoss(_Loss):
    """Cross entropy of sigmoid(logits) with targets in [0, 1]."""

    weight: ct.Tensor | None
    pos_weight: ct.Tensor | None

    def __init__(
        self,
        weight: ct.Tensor | None = None,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
        pos_weight: ct.Tensor | None = None,
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.register_buffer("weight", weight)
        self.register_buffer("pos_weight", pos_weight)

    def forward(self, input: ct.Tensor, target: ct.Tensor) -> ct.Tensor:
        """The loss: 0-d, or of the shape of the input for 'none'."""
        return F.binary_cross_entropy_with_logits(
            input,
            target,
            self.weight,
            reduction=self.reduction,
            pos_weight=self.pos_weight,
        )
