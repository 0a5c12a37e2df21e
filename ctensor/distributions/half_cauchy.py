"""The absolute value of a Cauchy number."""

from __future__ import annotations

import math
from typing import Any

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions._half import Half
from ctensor.distributions.cauchy import Cauchy

__all__ = ["HalfCauchy"]


class HalfCauchy(Half):
    """|x| for x of the Cauchy distribution of median 0 and half width scale."""

    base_dist: Cauchy

    def __init__(self, scale: Any, validate_args: bool | None = None) -> None:
        super().__init__(Cauchy, scale, validate_args)

    @property
    def mean(self) -> Tensor:
        return ct.full_like(self.scale, math.inf)

    @property
    def variance(self) -> Tensor:
        return self.base_dist.variance

    def cdf(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        return 2 * self.base_dist.cdf(value) - 1


_adopt(__name__)
