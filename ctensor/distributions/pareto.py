"""The Pareto distribution."""

from __future__ import annotations

from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.distribution import Distribution
from ctensor.distributions.utils import all_numbers, broadcast_all

__all__ = ["Pareto"]


class Pareto(Distribution):
    """Density in proportion to x^-(alpha + 1), from scale on."""

    arg_constraints: ClassVar = {
        "alpha": constraints.positive,
        "scale": constraints.positive,
    }
    has_rsample = True

    def __init__(
        self, scale: Any, alpha: Any, validate_args: bool | None = None
    ) -> None:
        self.scale, self.alpha = broadcast_all(scale, alpha)
        shape = () if all_numbers(scale, alpha) else self.scale.shape
        super().__init__(shape, validate_args=validate_args)

    @constraints.dependent_property(is_discrete=False, event_dim=0)
    def support(self) -> Any:
        return constraints.greater_than_eq(self.scale)

    @property
    def mean(self) -> Tensor:
        a = self.alpha
        return ct.where(a > 1, a * self.scale / (a - 1), float("inf"))

    @property
    def mode(self) -> Tensor:
        return self.scale

    @property
    def variance(self) -> Tensor:
        a = self.alpha
        value = self.scale**2 * a / ((a - 1) ** 2 * (a - 2))
        return ct.where(a > 2, value, float("inf"))

    def rsample(self, sample_shape: Any = ()) -> Tensor:
        noise = self.scale.new_empty(self._extended_shape(sample_shape)).exponential_()
        return self.scale * (noise / self.alpha).exp()

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        a = self.alpha
        return a.log() + a * self.scale.log() - (a + 1) * value.log()

    def cdf(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        return 1 - (self.scale / value) ** self.alpha

    def icdf(self, value: Any) -> Tensor:
        return self.scale * (-ct.log1p(-value) / self.alpha).exp()

    def entropy(self) -> Tensor:
        return (self.scale / self.alpha).log() + (1 + self.alpha.reciprocal())


_adopt(__name__)
