"""Losses of single elements: modules around the functions of `functional`."""

from __future__ import annotations

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn.modules.loss import _Loss, _WeightedLoss

__all__ = [
    "BCELoss",
    "GaussianNLLLoss",
    "HingeEmbeddingLoss",
    "HuberLoss",
    "KLDivLoss",
    "PoissonNLLLoss",
    "SmoothL1Loss",
    "SoftMarginLoss",
]


class BCELoss(_WeightedLoss):
    """Cross entropy of probabilities in [0, 1]: `functional.binary_cross_entropy`."""

    def forward(self, input: ct.Tensor, target: ct.Tensor) -> ct.Tensor:
        """The loss: 0-d, or of the shape of the input for 'none'."""
        return F.binary_cross_entropy(
            input, target, self.weight, reduction=self.reduction
        )


class SmoothL1Loss(_Loss):
    """Square for differences below `beta`, else linear: `functional.smooth_l1_loss`."""

    def __init__(
        self,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
        beta: float = 1.0,
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.beta = beta

    def forward(self, input: ct.Tensor, target: ct.Tensor) -> ct.Tensor:
        """The loss: 0-d, or of the shape of the input for 'none'."""
        return F.smooth_l1_loss(input, target, reduction=self.reduction, beta=self.beta)


class HuberLoss(_Loss):
    """Square for differences up to `delta`, else linear: `functional.huber_loss`."""

    def __init__(self, reduction: str = "mean", delta: float = 1.0) -> None:
        super().__init__(reduction=reduction)
        self.delta = delta

    def forward(self, input: ct.Tensor, target: ct.Tensor) -> ct.Tensor:
        """The loss: 0-d, or of the shape of the input for 'none'."""
        return F.huber_loss(input, target, reduction=self.reduction, delta=self.delta)


class KLDivLoss(_Loss):
    """Divergence of log-probabilities from probabilities: `functional.kl_div`."""

    def __init__(
        self,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
        log_target: bool = False,
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.log_target = log_target

    def forward(self, input: ct.Tensor, target: ct.Tensor) -> ct.Tensor:
        """The loss: 0-d, or of the shape of the input for 'none'."""
        return F.kl_div(
            input, target, reduction=self.reduction, log_target=self.log_target
        )


class PoissonNLLLoss(_Loss):
    """Minus the log-likelihood of counts: `functional.poisson_nll_loss`."""

    def __init__(
        self,
        log_input: bool = True,
        full: bool = False,
        size_average: bool | None = None,
        eps: float = 1e-8,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.log_input = log_input
        self.full = full
        self.eps = eps

    def forward(self, log_input: ct.Tensor, target: ct.Tensor) -> ct.Tensor:
        """The loss: 0-d, or of the shape of the input for 'none'."""
        return F.poisson_nll_loss(
            log_input,
            target,
            log_input=self.log_input,
            full=self.full,
            eps=self.eps,
            reduction=self.reduction,
        )


class GaussianNLLLoss(_Loss):
    """Minus the log-likelihood of normal numbers: `functional.gaussian_nll_loss`."""

    def __init__(
        self, *, full: bool = False, eps: float = 1e-6, reduction: str = "mean"
    ) -> None:
        super().__init__(None, None, reduction)
        self.full = full
        self.eps = eps

    def forward(
        self, input: ct.Tensor, target: ct.Tensor, var: ct.Tensor | float
    ) -> ct.Tensor:
        """The loss: 0-d, or of the shape of the input for 'none'."""
        return F.gaussian_nll_loss(
            input, target, var, self.full, self.eps, self.reduction
        )


class SoftMarginLoss(_Loss):
    """log(1 + exp(-y x)) with y of 1 or -1: `functional.soft_margin_loss`."""

    def forward(self, input: ct.Tensor, target: ct.Tensor) -> ct.Tensor:
        """The loss: 0-d, or of the shape of the input for 'none'."""
        return F.soft_margin_loss(input, target, reduction=self.reduction)


class HingeEmbeddingLoss(_Loss):
    """Distances small where y is 1, large for -1: `functional.hinge_embedding_loss`."""

    def __init__(
        self,
        margin: float = 1.0,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.margin = margin

    def forward(self, input: ct.Tensor, target: ct.Tensor) -> ct.Tensor:
        """The loss: 0-d, or of the shape of the input for 'none'."""
        return F.hinge_embedding_loss(
            input, target, margin=self.margin, reduction=self.reduction
        )
