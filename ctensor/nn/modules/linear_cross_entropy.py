"""A linear layer and its cross entropy in one, as `torch.nn` has it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn.modules.linear import Linear
from ctensor.nn.modules.loss import _WeightedLoss

__all__ = ["LinearCrossEntropyLoss", "LinearCrossEntropyOptions"]


@dataclass(frozen=True)
class LinearCrossEntropyOptions:
    """How `F.linear_cross_entropy` divides its rows.

    `batch_chunk_size` is how many a chunk has; None leaves it to the function. The
    others are PyTorch's and change nothing: gradients are always exact, of any order,
    and a graph may be kept.
    """

    allow_retain_graph: bool = False
    batch_chunk_size: int | None = None
    chunking_method: str | None = "auto"
    acc_policy: str = "auto"
    acc_dtype: ct.dtype | None = None

    def __post_init__(self) -> None:
        if self.batch_chunk_size is not None and self.batch_chunk_size < 1:
            raise ValueError(
                "LinearCrossEntropyOptions: expected batch_chunk_size > 0, got "
                f"{self.batch_chunk_size}"
            )


class LinearCrossEntropyLoss(_WeightedLoss):
    """Cross entropy of `linear(input)`, in chunks of rows.

    The layer has num_classes outputs, or as many for each place of `out_features`.
    Other arguments as of `F.linear_cross_entropy`. RuntimeError for a weight that is
    not one for each class, or a label_smoothing outside [0, 1].

    >>> loss = nn.LinearCrossEntropyLoss(5, 10)
    >>> loss(ct.ones(3, 5), ct.tensor([1, 2, 3])).shape
    ctensor.Size([])
    """

    def __init__(
        self,
        in_features: int,
        num_classes: int,
        *,
        out_features: tuple[int, ...] = (),
        bias: bool = False,
        device: Any = None,
        dtype: ct.dtype | None = None,
        reduction: str = "mean",
        weight: ct.Tensor | None = None,
        ignore_index: int | None = None,
        label_smoothing: float = 0.0,
        options: LinearCrossEntropyOptions | None = None,
    ) -> None:
        if weight is not None and weight.shape != (num_classes,):
            raise RuntimeError(
                f"expected weight shape to be {(num_classes,)}, got "
                f"{tuple(weight.shape)}"
            )
        if not 0 <= label_smoothing <= 1:
            raise RuntimeError(
                f"expected label_smoothing to be in range [0, 1], got {label_smoothing}"
            )
        super().__init__(weight, None, None, reduction)
        self.num_classes = num_classes
        self.out_features = tuple(out_features)
        self.ignore_index = ignore_index
        self.label_smoothing = label_smoothing
        self.options = options
        count = math.prod(self.out_features, start=num_classes)
        self.linear = Linear(in_features, count, bias, device, dtype)

    def forward(self, input: ct.Tensor, target: ct.Tensor) -> ct.Tensor:
        """The loss of input (N, in_features) or (in_features)."""
        shape = (self.num_classes, *self.out_features)
        bias = self.linear.bias
        return F.linear_cross_entropy(
            input,
            self.linear.weight.reshape(*shape, self.linear.in_features),
            target,
            linear_bias=None if bias is None else bias.reshape(shape),
            weight=self.weight,
            reduction=self.reduction,
            ignore_index=self.ignore_index,
            label_smoothing=self.label_smoothing,
            options=self.options,
        )

    def extra_repr(self) -> str:
        """The options."""
        return (
            f"in_features={self.linear.in_features}, num_classes={self.num_classes}, "
            f"out_features={self.out_features}, bias={self.linear.bias is not None}, "
            f"reduction={self.reduction}, ignore_index={self.ignore_index}, "
            f"label_smoothing={self.label_smoothing}, options={self.options}"
        )
