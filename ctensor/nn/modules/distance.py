"""PairwiseDistance and CosineSimilarity."""

from __future__ import annotations

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn.modules.module import Module

__all__ = ["CosineSimilarity", "PairwiseDistance"]


class PairwiseDistance(Module):
    """Distances of vectors, (N, D) and (N, D): `functional.pairwise_distance`."""

    def __init__(
        self, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False
    ) -> None:
        super().__init__()
        self.norm = p
        self.eps = eps
        self.keepdim = keepdim

    def forward(self, x1: ct.Tensor, x2: ct.Tensor) -> ct.Tensor:
        """The distances, (N), or (N, 1) with keepdim."""
        return F.pairwise_distance(x1, x2, self.norm, self.eps, self.keepdim)


class CosineSimilarity(Module):
    """Cosines of the angles along `dim`: `functional.cosine_similarity`."""

    def __init__(self, dim: int = 1, eps: float = 1e-8) -> None:
        super().__init__()
        self.dim = dim
        self.eps = eps

    def forward(self, x1: ct.Tensor, x2: ct.Tensor) -> ct.Tensor:
        """The cosines, without `dim`."""
        return F.cosine_similarity(x1, x2, self.dim, self.eps)
