"""Student's t-distribution."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.chi2 import Chi2
from ctensor.distributions.distribution import Distribution
from ctensor.distributions.utils import all_numbers, broadcast_all, standard_normal

__all__ = ["StudentT"]


class StudentT(Distribution):
    """A normal number over the root of a chi-squared one's mean square, moved."""

    arg_constraints: ClassVar = {
        "df": constraints.positive,
        "loc": constraints.real,
        "scale": constraints.positive,
    }
    support = constraints.real
    has_rsample = True

    def __init__(
        self,
        df: Any,
        loc: Any = 0.0,
        scale: Any = 1.0,
        validate_args: bool | None = None,
    ) -> None:
        self.df, self.loc, self.scale = broadcast_all(df, loc, scale)
        shape = () if all_numbers(df, loc, scale) else self.df.shape
        super().__init__(shape, validate_args=validate_args)

    @property
    def mean(self) -> Tensor:
        return ct.where(self.df > 1, self.loc, float("nan"))

    @property
    def mode(self) -> Tensor:
        return self.loc

    @property
    def variance(self) -> Tensor:
        df = self.df
        finite = ct.where(df > 2, self.scale**2 * df / (df - 2), float("inf"))
        return ct.where(df > 1, finite, float("nan"))

    def rsample(self, sample_shape: Any = ()) -> Tensor:
        normal = standard_normal(self._extended_shape(sample_shape), self.df)
        square = Chi2(self.df, validate_args=False).rsample(sample_shape)
        return self.loc + self.scale * normal * ct.rsqrt(square / self.df)

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        df, y = self.df, (value - self.loc) / self.scale
        area = (
            self.scale.log()
            + 0.5 * df.log()
            + 0.5 * math.log(math.pi)
            + ct.lgamma(0.5 * df)
            - ct.lgamma(0.5 * (df + 1))
        )
        return -0.5 * (df + 1) * ct.log1p(y * y / df) - area

    def entropy(self) -> Tensor:
        half, more = 0.5 * self.df, 0.5 * (self.df + 1)
        beta = ct.lgamma(half) + math.lgamma(0.5) - ct.lgamma(more)
        spread = more * (ct.digamma(more) - ct.digamma(half))
        return self.scale.log() + spread + 0.5 * self.df.log() + beta


_adopt(__name__)
