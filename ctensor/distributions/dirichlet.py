"""The Dirichlet distribution."""

from __future__ import annotations

from typing import Any, ClassVar

import ctensor as ct
from ctensor import _C
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.exp_family import ExponentialFamily

__all__ = ["Dirichlet"]


class Dirichlet(ExponentialFamily):
    """Vectors of probabilities, of density in proportion to prod x^(a - 1)."""

    arg_constraints: ClassVar = {
        "concentration": constraints.independent(constraints.positive, 1)
    }
    support = constraints.simplex
    has_rsample = True

    def __init__(
        self, concentration: Tensor, validate_args: bool | None = None
    ) -> None:
        if concentration.ndim < 1:
            raise ValueError("Dirichlet: expected a concentration of at least 1 dim")
        self.concentration = concentration
        *batch, event = concentration.shape
        super().__init__(batch, (event,), validate_args=validate_args)

    @property
    def mean(self) -> Tensor:
        return self.concentration / self.concentration.sum(-1, True)

    @property
    def mode(self) -> Tensor:
        above = (self.concentration - 1).clamp(min=0)
        mode = above / above.sum(-1, True)
        corner = (self.concentration < 1).all(-1, keepdim=True)
        largest = self.concentration == self.concentration.amax(-1, keepdim=True)
        first = largest & (largest.cumsum(-1) == 1)
        return ct.where(corner, first.to(mode.dtype), mode)

    @property
    def variance(self) -> Tensor:
        total = self.concentration.sum(-1, True)
        rest = total - self.concentration
        return self.concentration * rest / (total**2 * (total + 1))

    def rsample(self, sample_shape: Any = ()) -> Tensor:
        shape = self._extended_shape(sample_shape)
        return _C._sample_dirichlet(self.concentration.expand(shape))

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        a = self.concentration
        return (
            ct.xlogy(a - 1, value).sum(-1) + ct.lgamma(a.sum(-1)) - ct.lgamma(a).sum(-1)
        )

    def entropy(self) -> Tensor:
        a, n = self.concentration, self.concentration.shape[-1]
        total = a.sum(-1)
        return (
            ct.lgamma(a).sum(-1)
            - ct.lgamma(total)
            - (n - total) * ct.digamma(total)
            - ((a - 1) * ct.digamma(a)).sum(-1)
        )


_adopt(__name__)
