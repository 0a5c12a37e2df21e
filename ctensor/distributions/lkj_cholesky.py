"""Lower Cholesky factors of correlation matrices."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.beta import Beta
from ctensor.distributions.distribution import Distribution
from ctensor.distributions.utils import all_numbers, broadcast_all

__all__ = ["LKJCholesky"]


class LKJCholesky(Distribution):
    """Factors of correlation matrices, which have the density det^(concentration - 1).

    The matrices are (dim, dim); with concentration 1 all correlation matrices are
    equally likely. D. Lewandowski, D. Kurowicka and H. Joe, "Generating random
    correlation matrices based on vines and extended onion method" (2009): samples are
    drawn row by row by the onion method, with the paper's beta variables.
    """

    arg_constraints: ClassVar = {"concentration": constraints.positive}
    support = constraints.corr_cholesky

    def __init__(
        self, dim: int, concentration: Any = 1.0, validate_args: bool | None = None
    ) -> None:
        if dim < 2:
            raise ValueError(f"LKJCholesky: expected dim of at least 2, got {dim}")
        self.dim = dim
        (self.concentration,) = broadcast_all(concentration)
        shape = () if all_numbers(concentration) else self.concentration.shape
        # Row i's distance from the axis is a beta variable, of the first row 0.
        marginal = self.concentration + 0.5 * (dim - 2)
        rows = (ct.arange(dim, device=marginal.device) - 1).clamp(0).to(marginal.dtype)
        self._beta = Beta(0.5 * rows + 0.5, marginal.unsqueeze(-1) - 0.5 * rows)
        super().__init__(shape, (dim, dim), validate_args=validate_args)

    def expand(self, batch_shape: Any, _instance: Any = None) -> LKJCholesky:
        new = super().expand(batch_shape, _instance)
        new._beta = self._beta.expand((*batch_shape, self.dim))
        return new

    def sample(self, sample_shape: Any = ()) -> Tensor:
        with ct.no_grad():
            shape = self._extended_shape(sample_shape)
            share = self._beta.sample(sample_shape).unsqueeze(-1)
            normal = ct.randn(shape, dtype=share.dtype, device=share.device).tril(-1)
            length = normal.norm(dim=-1, keepdim=True)
            sphere = normal / length.clamp(min=ct.finfo(share.dtype).tiny)
            first = ct.arange(self.dim, device=share.device).unsqueeze(-1) == 0
            share = ct.where(first, ct.zeros_like(share), share)
            rest = (1 - share).clamp(min=ct.finfo(share.dtype).tiny).sqrt()
            return share.sqrt() * sphere + ct.diag_embed(rest.squeeze(-1))

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        n, eta = self.dim, self.concentration
        diagonal = value.diagonal(dim1=-1, dim2=-2)[..., 1:]
        order = ct.arange(2, n + 1, device=eta.device)
        order = 2 * (eta - 1).unsqueeze(-1) + n - order
        density = (order * diagonal.log()).sum(-1)
        alpha = eta + 0.5 * (n - 1)
        numerator = ct.mvlgamma(alpha - 0.5, n - 1)
        rest = 0.5 * math.log(math.pi) - ct.lgamma(alpha)
        return density - numerator - (n - 1) * rest


_adopt(__name__)
