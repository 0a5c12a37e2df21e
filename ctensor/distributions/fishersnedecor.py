"""The F-distribution of Fisher and Snedecor."""

from __future__ import annotations

from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.distribution import Distribution
from ctensor.distributions.gamma import Gamma
from ctensor.distributions.utils import all_numbers, broadcast_all

__all__ = ["FisherSnedecor"]


class FisherSnedecor(Distribution):
    """The ratio of the means of df1 and of df2 squares of normal numbers."""

    arg_constraints: ClassVar = {
        "df1": constraints.positive,
        "df2": constraints.positive,
    }
    support = constraints.positive
    has_rsample = True

    def __init__(self, df1: Any, df2: Any, validate_args: bool | None = None) -> None:
        self.df1, self.df2 = broadcast_all(df1, df2)
        shape = () if all_numbers(df1, df2) else self.df1.shape
        super().__init__(shape, validate_args=validate_args)

    @property
    def mean(self) -> Tensor:
        return ct.where(self.df2 > 2, self.df2 / (self.df2 - 2), float("nan"))

    @property
    def mode(self) -> Tensor:
        mode = (self.df1 - 2) / self.df1 * self.df2 / (self.df2 + 2)
        return ct.where(self.df1 > 2, mode, float("nan"))

    @property
    def variance(self) -> Tensor:
        a, b = self.df1, self.df2
        value = 2 * b**2 * (a + b - 2) / (a * (b - 2) ** 2 * (b - 4))
        return ct.where(b > 4, value, float("nan"))

    def rsample(self, sample_shape: Any = ()) -> Tensor:
        above, below = (
            Gamma(df * 0.5, df * 0.5, validate_args=False).rsample(sample_shape)
            for df in (self.df1, self.df2)
        )
        return above / below

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        a, b = self.df1 * 0.5, self.df2 * 0.5
        ratio = self.df1 / self.df2
        beta = ct.lgamma(a) + ct.lgamma(b) - ct.lgamma(a + b)
        shape = a * ratio.log() + (a - 1) * value.log()
        return shape - (a + b) * ct.log1p(ratio * value) - beta


_adopt(__name__)
