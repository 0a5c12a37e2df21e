"""The Kumaraswamy distribution."""

from __future__ import annotations

from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.distribution import Distribution
from ctensor.distributions.utils import all_numbers, broadcast_all, euler_constant

__all__ = ["Kumaraswamy"]


class Kumaraswamy(Distribution):
    """Of (0, 1), with F(x) = 1 - (1 - x^concentration1)^concentration0."""

    arg_constraints: ClassVar = {
        "concentration1": constraints.positive,
        "concentration0": constraints.positive,
    }
    support = constraints.unit_interval
    has_rsample = True

    def __init__(
        self,
        concentration1: Any,
        concentration0: Any,
        validate_args: bool | None = None,
    ) -> None:
        self.concentration1, self.concentration0 = broadcast_all(
            concentration1, concentration0
        )
        numbers = all_numbers(concentration1, concentration0)
        shape = () if numbers else self.concentration1.shape
        super().__init__(shape, validate_args=validate_args)

    def _moment(self, n: int) -> Tensor:
        """The mean of x^n."""
        a, b = self.concentration1, self.concentration0
        x = 1 + n / a
        return (b.log() + ct.lgamma(x) + ct.lgamma(b) - ct.lgamma(x + b)).exp()

    @property
    def mean(self) -> Tensor:
        return self._moment(1)

    @property
    def mode(self) -> Tensor:
        a, b = self.concentration1, self.concentration0
        mode = ((a - 1) / (a * b - 1)) ** (1 / a)
        return ct.where((a >= 1) & (b >= 1) & (a * b > 1), mode, float("nan"))

    @property
    def variance(self) -> Tensor:
        return self._moment(2) - self._moment(1) ** 2

    def rsample(self, sample_shape: Any = ()) -> Tensor:
        a, b = self.concentration1, self.concentration0
        noise = a.new_empty(self._extended_shape(sample_shape)).exponential_()
        return (-ct.expm1(-noise / b)) ** (1 / a)

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        a, b = self.concentration1, self.concentration0
        rest = ct.log1p(-(value**a))
        return a.log() + b.log() + (a - 1) * value.log() + (b - 1) * rest

    def cdf(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        a, b = self.concentration1, self.concentration0
        return -ct.expm1(b * ct.log1p(-(value**a)))

    def icdf(self, value: Any) -> Tensor:
        a, b = self.concentration1, self.concentration0
        return (-ct.expm1(ct.log1p(-value) / b)) ** (1 / a)

    def entropy(self) -> Tensor:
        a, b = self.concentration1, self.concentration0
        harmonic = ct.digamma(b + 1) + euler_constant
        return 1 - 1 / b + (1 - 1 / a) * harmonic - a.log() - b.log()


_adopt(__name__)
