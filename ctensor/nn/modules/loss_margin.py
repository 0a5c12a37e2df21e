"""Losses with margins, and CTC: modules around the functions of `functional`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn.modules.distance import PairwiseDistance
from ctensor.nn.modules.loss import _Loss, _WeightedLoss

__all__ = [
    "CTCLoss",
    "CosineEmbeddingLoss",
    "MarginRankingLoss",
    "MultiLabelMarginLoss",
    "MultiLabelSoftMarginLoss",
    "MultiMarginLoss",
    "TripletMarginLoss",
    "TripletMarginWithDistanceLoss",
]


class MarginRankingLoss(_Loss):
    """One score above another by a margin: `functional.margin_ranking_loss`."""

    def __init__(
        self,
        margin: float = 0.0,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.margin = margin

    def forward(
        self, input1: ct.Tensor, input2: ct.Tensor, target: ct.Tensor
    ) -> ct.Tensor:
        """The loss: 0-d, or of the shape of the inputs for 'none'."""
        return F.margin_ranking_loss(
            input1, input2, target, margin=self.margin, reduction=self.reduction
        )


class MultiMarginLoss(_WeightedLoss):
    """The right class above all others: `functional.multi_margin_loss`."""

    def __init__(
        self,
        p: int = 1,
        margin: float = 1.0,
        weight: ct.Tensor | None = None,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(weight, size_average, reduce, reduction)
        if p not in (1, 2):
            raise ValueError("only p == 1 and p == 2 supported")
        if weight is not None and weight.dim() != 1:
            raise ValueError(
                f"weight must be None or have 1 dimension, got {weight.dim()}"
            )
        self.p = p
        self.margin = margin

    def forward(self, input: ct.Tensor, target: ct.Tensor) -> ct.Tensor:
        """The loss: 0-d, or one for each row for 'none'."""
        return F.multi_margin_loss(
            input,
            target,
            p=self.p,
            margin=self.margin,
            weight=self.weight,
            reduction=self.reduction,
        )


class MultiLabelMarginLoss(_Loss):
    """Right classes above all others: `functional.multilabel_margin_loss`."""

    def forward(self, input: ct.Tensor, target: ct.Tensor) -> ct.Tensor:
        """The loss: 0-d, or one for each row for 'none'."""
        return F.multilabel_margin_loss(input, target, reduction=self.reduction)


class MultiLabelSoftMarginLoss(_WeightedLoss):
    """A cross entropy for each class: `functional.multilabel_soft_margin_loss`."""

    def forward(self, input: ct.Tensor, target: ct.Tensor) -> ct.Tensor:
        """The loss: 0-d, or one for each row for 'none'."""
        return F.multilabel_soft_margin_loss(
            input, target, weight=self.weight, reduction=self.reduction
        )


class CosineEmbeddingLoss(_Loss):
    """Directions equal or apart: `functional.cosine_embedding_loss`."""

    def __init__(
        self,
        margin: float = 0.0,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.margin = margin

    def forward(
        self, input1: ct.Tensor, input2: ct.Tensor, target: ct.Tensor
    ) -> ct.Tensor:
        """The loss: 0-d, or one for each pair for 'none'."""
        return F.cosine_embedding_loss(
            input1, input2, target, margin=self.margin, reduction=self.reduction
        )


class TripletMarginLoss(_Loss):
    """Nearer to the positive than to the negative: `functional.triplet_margin_loss`."""

    def __init__(
        self,
        margin: float = 1.0,
        p: float = 2.0,
        eps: float = 1e-6,
        swap: bool = False,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        if margin <= 0:
            raise ValueError(
                "TripletMarginLoss: expected margin to be greater than 0, got "
                f"{margin} instead"
            )
        self.margin = margin
        self.p = p
        self.eps = eps
        self.swap = swap

    def forward(
        self, anchor: ct.Tensor, positive: ct.Tensor, negative: ct.Tensor
    ) -> ct.Tensor:
        """The loss: 0-d, or one for each triplet for 'none'."""
        return F.triplet_margin_loss(
            anchor,
            positive,
            negative,
            margin=self.margin,
            p=self.p,
            eps=self.eps,
            swap=self.swap,
            reduction=self.reduction,
        )


class TripletMarginWithDistanceLoss(_Loss):
    """With any distance: `functional.triplet_margin_with_distance_loss`."""

    def __init__(
        self,
        *,
        distance_function: Callable[[ct.Tensor, ct.Tensor], ct.Tensor] | None = None,
        margin: float = 1.0,
        swap: bool = False,
        reduction: str = "mean",
    ) -> None:
        super().__init__(None, None, reduction)
        if margin <= 0:
            raise ValueError(
                "TripletMarginWithDistanceLoss: expected margin to be greater than 0, "
                f"got {margin} instead"
            )
        if distance_function is None:
            distance_function = PairwiseDistance()
        self.distance_function = distance_function
        self.margin = margin
        self.swap = swap

    def forward(
        self, anchor: ct.Tensor, positive: ct.Tensor, negative: ct.Tensor
    ) -> ct.Tensor:
        """The loss: 0-d, or one for each triplet for 'none'."""
        return F.triplet_margin_with_distance_loss(
            anchor,
            positive,
            negative,
            distance_function=self.distance_function,
            margin=self.margin,
            swap=self.swap,
            reduction=self.reduction,
        )


class CTCLoss(_Loss):
    """Labels whose places nobody knows: `functional.ctc_loss`."""

    def __init__(
        self, blank: int = 0, reduction: str = "mean", zero_infinity: bool = False
    ) -> None:
        super().__init__(reduction=reduction)
        self.blank = blank
        self.zero_infinity = zero_infinity

    def forward(
        self,
        log_probs: ct.Tensor,
        targets: ct.Tensor,
        input_lengths: ct.Tensor | Sequence[int],
        target_lengths: ct.Tensor | Sequence[int],
    ) -> ct.Tensor:
        """The loss: 0-d, or one for each sequence for 'none'."""
        return F.ctc_loss(
            log_probs,
            targets,
            input_lengths,
            target_lengths,
            self.blank,
            self.reduction,
            self.zero_infinity,
        )
