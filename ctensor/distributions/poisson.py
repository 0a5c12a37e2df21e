"""The Poisson distribution."""

from __future__ import annotations

from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.exp_family import ExponentialFamily
from ctensor.distributions.utils import all_numbers, broadcast_all

__all__ = ["Poisson"]


class Poisson(ExponentialFamily):
    """Counts of probability rate^k exp(-rate) / k!"""

    arg_constraints: ClassVar = {"rate": constraints.nonnegative}
    support = constraints.nonnegative_integer

    def __init__(self, rate: Any, validate_args: bool | None = None) -> None:
        (self.rate,) = broadcast_all(rate)
        shape = () if all_numbers(rate) else self.rate.shape
        super().__init__(shape, validate_args=validate_args)

    @property
    def mean(self) -> Tensor:
        return self.rate

    @property
    def mode(self) -> Tensor:
        return self.rate.floor()

    @property
    def variance(self) -> Tensor:
        return self.rate

    def sample(self, sample_shape: Any = ()) -> Tensor:
        with ct.no_grad():
            return ct.poisson(self.rate.expand(self._extended_shape(sample_shape)))

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        rate, value = broadcast_all(self.rate, value)
        return ct.xlogy(value, rate) - rate - ct.lgamma(value + 1)


_adopt(__name__)
