"""The gamma distribution."""

from __future__ import annotations

from typing import Any, ClassVar

import ctensor as ct
from ctensor import _C
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.exp_family import ExponentialFamily
from ctensor.distributions.utils import all_numbers, broadcast_all

__all__ = ["Gamma"]


class Gamma(ExponentialFamily):
    """Density in proportion to x^(concentration - 1) exp(-rate x)."""

    arg_constraints: ClassVar = {
        "concentration": constraints.positive,
        "rate": constraints.positive,
    }
    support = constraints.nonnegative
    has_rsample = True

    def __init__(
        self, concentration: Any, rate: Any, validate_args: bool | None = None
    ) -> None:
        self.concentration, self.rate = broadcast_all(concentration, rate)
        numbers = all_numbers(concentration, rate)
        shape = () if numbers else self.concentration.shape
        super().__init__(shape, validate_args=validate_args)

    @property
    def mean(self) -> Tensor:
        return self.concentration / self.rate

    @property
    def mode(self) -> Tensor:
        return ((self.concentration - 1) / self.rate).clamp(min=0)

    @property
    def variance(self) -> Tensor:
        return self.concentration / self.rate**2

    def rsample(self, sample_shape: Any = ()) -> Tensor:
        shape = self._extended_shape(sample_shape)
        drawn = _C._standard_gamma(self.concentration.expand(shape)) / self.rate
        return drawn.clamp(min=ct.finfo(drawn.dtype).tiny)

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        a, rate = self.concentration, self.rate
        return ct.xlogy(a, rate) + ct.xlogy(a - 1, value) - rate * value - ct.lgamma(a)

    def entropy(self) -> Tensor:
        a = self.concentration
        return a - self.rate.log() + ct.lgamma(a) + (1 - a) * ct.digamma(a)

    def cdf(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        return ct.igamma(self.concentration, self.rate * value)


_adopt(__name__)
