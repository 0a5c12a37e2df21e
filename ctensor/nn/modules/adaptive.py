"""AdaptiveLogSoftmaxWithLoss: a softmax over many classes, most of them rare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn.modules.container import ModuleList, Sequential
from ctensor.nn.modules.linear import Linear
from ctensor.nn.modules.module import Module

__all__ = ["AdaptiveLogSoftmaxWithLoss"]


class _ASMoutput(NamedTuple):
    output: ct.Tensor
    loss: ct.Tensor


class AdaptiveLogSoftmaxWithLoss(Module):
    """Log-probabilities of `n_classes` classes, in clusters, and their loss.

    The classes are numbered from the most to the least frequent. Those below
    `cutoffs[0]` and the clusters behind, cutoffs[i] to cutoffs[i + 1], are the head's;
    a cluster has a softmax of its own over inputs brought down to in_features /
    div_value ** (i + 1) numbers. ValueError unless the cutoffs are distinct, positive,
    in order and below n_classes. Source: Grave and others 2016,
    https://arxiv.org/abs/1609.04309.
    """

    def __init__(
        self,
        in_features: int,
        n_classes: int,
        cutoffs: Sequence[int],
        div_value: float = 4.0,
        head_bias: bool = False,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__()
        cutoffs = list(cutoffs)
        if len(cutoffs) == 0:
            raise ValueError("cutoffs should be a sequence of length larger than 0")
        if (
            cutoffs != sorted(cutoffs)
            or min(cutoffs) <= 0
            or max(cutoffs) > n_classes - 1
            or len(set(cutoffs)) != len(cutoffs)
            or any(int(c) != c for c in cutoffs)
        ):
            raise ValueError(
                "cutoffs should be a sequence of unique, positive integers sorted in "
                "an increasing order, where each value is between 1 and n_classes-1"
            )
        self.in_features = in_features
        self.n_classes = n_classes
        self.cutoffs = [*cutoffs, n_classes]
        self.div_value = div_value
        self.head_bias = head_bias
        self.shortlist_size = self.cutoffs[0]
        self.n_clusters = len(self.cutoffs) - 1
        self.head_size = self.shortlist_size + self.n_clusters
        made: dict[str, Any] = {"device": device, "dtype": dtype}
        self.head = Linear(in_features, self.head_size, bias=head_bias, **made)
        self.tail = ModuleList()
        for i in range(self.n_clusters):
            inner = int(in_features // div_value ** (i + 1))
            outer = self.cutoffs[i + 1] - self.cutoffs[i]
            self.tail.append(
                Sequential(
                    Linear(in_features, inner, bias=False, **made),
                    Linear(inner, outer, bias=False, **made),
                )
            )

    def reset_parameters(self) -> None:
        """Draw new values."""
        self.head.reset_parameters()
        for cluster in self.tail:
            for layer in cluster.children():
                layer.reset_parameters()

    def forward(self, input_: ct.Tensor, target_: ct.Tensor) -> _ASMoutput:
        """The log-probability of each target, (N) or (), and minus their mean.

        Inputs (N, in_features) or (in_features), targets (N) or (). RuntimeError for a
        target that is no class, or for shapes that do not fit.
        """
        one = target_.dim() == 0
        if target_.dim() > 1:
            raise RuntimeError(
                "0D or 1D target tensor expected, multi-target not supported"
            )
        if input_.dim() != (1 if one else 2) or (
            not one and input_.shape[0] != target_.shape[0]
        ):
            raise RuntimeError(
                "Input and target should have the same size in the batch dimension: "
                f"expected (N, in_features) and (N), or (in_features) and (), got "
                f"{tuple(input_.shape)} and {tuple(target_.shape)}"
            )
        x = input_.unsqueeze(0) if one else input_
        target = target_.unsqueeze(0) if one else target_
        outside = (target < 0) | (target >= self.n_classes)
        if bool(outside.any()):
            raise RuntimeError(
                f"Target values should be in [0, {self.n_classes - 1}], but values in "
                f"range [{int(target.min())}, {int(target.max())}] were found. "
            )
        output = self._log_chances(x, target)
        return _ASMoutput(output[0] if one else output, (-output).mean())

    def _log_chances(self, x: ct.Tensor, target: ct.Tensor) -> ct.Tensor:
        """That of each target: of its cluster, and in that of itself."""
        head = F.log_softmax(self.head(x), 1)
        at = target.clone()
        for i in range(self.n_clusters):
            inside = (target >= self.cutoffs[i]) & (target < self.cutoffs[i + 1])
            at[inside] = self.shortlist_size + i
        output = head.gather(1, at.unsqueeze(1)).squeeze(1)
        for i, cluster in enumerate(self.tail):
            low, high = self.cutoffs[i], self.cutoffs[i + 1]
            rows = ((target >= low) & (target < high)).nonzero().squeeze(1)
            if rows.numel():
                own = F.log_softmax(cluster(x.index_select(0, rows)), 1)
                own = own.gather(1, (target[rows] - low).unsqueeze(1)).squeeze(1)
                output = output.index_add(0, rows, own)
        return output

    def log_prob(self, input: ct.Tensor) -> ct.Tensor:
        """Log-probabilities of all classes, (N, n_classes), of inputs (N, in)."""
        head = F.log_softmax(self.head(input), 1)
        parts = [head[:, : self.shortlist_size]]
        for i, cluster in enumerate(self.tail):
            own = F.log_softmax(cluster(input), 1)
            at = self.shortlist_size + i
            parts.append(own + head[:, at : at + 1])
        return ct.cat(parts, 1)

    def predict(self, input: ct.Tensor) -> ct.Tensor:
        """The most likely class of each input, (N)."""
        return self.log_prob(input).argmax(1)
