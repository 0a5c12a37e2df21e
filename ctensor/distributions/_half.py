"""The absolute value of a number that is symmetric around 0."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.transformed_distribution import TransformedDistribution
from ctensor.distributions.transforms import AbsTransform

__all__: list[str] = []


class Half(TransformedDistribution):
    """|x| for x of a distribution of which 0 is the middle and `scale` the width."""

    arg_constraints: ClassVar = {"scale": constraints.positive}
    support = constraints.nonnegative
    has_rsample = True
    base_dist: Any

    def __init__(self, whole: Any, scale: Any, validate_args: bool | None) -> None:
        base = whole(0, scale, validate_args=False)
        super().__init__(base, AbsTransform(), validate_args=validate_args)

    @property
    def scale(self) -> Tensor:
        """The width of the distribution of x."""
        return self.base_dist.scale

    @property
    def mode(self) -> Tensor:
        return ct.zeros_like(self.scale)

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        inside = self.base_dist.log_prob(value) + math.log(2)
        return ct.where(value >= 0, inside, -math.inf)

    def icdf(self, value: Any) -> Tensor:
        return self.base_dist.icdf((value + 1) / 2)

    def entropy(self) -> Tensor:
        return self.base_dist.entropy() - math.log(2)


_adopt(__name__)
