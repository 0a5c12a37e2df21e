"""The Weibull distribution."""

from __future__ import annotations

from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.distribution import Distribution
from ctensor.distributions.utils import all_numbers, broadcast_all, euler_constant

__all__ = ["Weibull"]


class Weibull(Distribution):
    """scale times an exponential number to the power of 1 / concentration."""

    arg_constraints: ClassVar = {
        "scale": constraints.positive,
        "concentration": constraints.positive,
    }
    support = constraints.positive
    has_rsample = True

    def __init__(
        self, scale: Any, concentration: Any, validate_args: bool | None = None
    ) -> None:
        self.scale, self.concentration = broadcast_all(scale, concentration)
        shape = () if all_numbers(scale, concentration) else self.scale.shape
        super().__init__(shape, validate_args=validate_args)

    @property
    def mean(self) -> Tensor:
        return self.scale * ct.lgamma(1 + 1 / self.concentration).exp()

    @property
    def mode(self) -> Tensor:
        k = self.concentration
        return self.scale * ((k - 1).clamp(min=0) / k) ** (1 / k)

    @property
    def variance(self) -> Tensor:
        inverse = 1 / self.concentration
        second = ct.lgamma(1 + 2 * inverse).exp()
        return self.scale**2 * (second - (2 * ct.lgamma(1 + inverse)).exp())

    def rsample(self, sample_shape: Any = ()) -> Tensor:
        noise = self.scale.new_empty(self._extended_shape(sample_shape)).exponential_()
        return self.scale * noise ** (1 / self.concentration)

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        k, x = self.concentration, value / self.scale
        return (k / self.scale).log() + ct.xlogy(k - 1, x) - x**k

    def cdf(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        return -ct.expm1(-((value / self.scale) ** self.concentration))

    def icdf(self, value: Any) -> Tensor:
        return self.scale * (-ct.log1p(-value)) ** (1 / self.concentration)

    def entropy(self) -> Tensor:
        k = self.concentration
        return euler_constant * (1 - 1 / k) + (self.scale / k).log() + 1


_adopt(__name__)
