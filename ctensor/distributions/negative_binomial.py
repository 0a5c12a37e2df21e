"""The negative binomial distribution."""

from __future__ import annotations

from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions._parameters import Odds
from ctensor.distributions.gamma import Gamma
from ctensor.nn import functional as F

__all__ = ["NegativeBinomial"]


class NegativeBinomial(Odds):
    """How many trials succeed before total_count have failed."""

    arg_constraints: ClassVar = {
        "total_count": constraints.greater_than_eq(0),
        "probs": constraints.half_open_interval(0.0, 1.0),
        "logits": constraints.real,
    }
    support = constraints.nonnegative_integer

    def __init__(
        self,
        total_count: Any,
        probs: Any = None,
        logits: Any = None,
        validate_args: bool | None = None,
    ) -> None:
        self.total_count, shape = self._take(probs, logits, total_count)
        super().__init__(shape, validate_args=validate_args)

    @property
    def mean(self) -> Tensor:
        return self.total_count * self.logits.exp()

    @property
    def mode(self) -> Tensor:
        mode = ((self.total_count - 1) * self.logits.exp()).floor()
        return mode.clamp(min=0)

    @property
    def variance(self) -> Tensor:
        return self.mean / ct.sigmoid(-self.logits)

    def sample(self, sample_shape: Any = ()) -> Tensor:
        with ct.no_grad():
            rate = Gamma(self.total_count, (-self.logits).exp(), validate_args=False)
            return ct.poisson(rate.sample(sample_shape))

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        n = self.total_count
        density = n * F.logsigmoid(-self.logits) + value * F.logsigmoid(self.logits)
        ways = ct.lgamma(n + value) - ct.lgamma(1 + value) - ct.lgamma(n)
        return density + ct.where(n + value == 0, 0.0, ways)


_adopt(__name__)
