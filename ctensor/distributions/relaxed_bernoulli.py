"""Numbers of (0, 1) with a gradient in place of 0 and 1."""

from __future__ import annotations

from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions._parameters import Odds
from ctensor.distributions.transformed_distribution import TransformedDistribution
from ctensor.distributions.transforms import SigmoidTransform
from ctensor.distributions.utils import (
    clamp_probs,
    uniform,
)
from ctensor.nn import functional as F

__all__ = ["LogitRelaxedBernoulli", "RelaxedBernoulli"]


class LogitRelaxedBernoulli(Odds):
    """The log odds of RelaxedBernoulli (Maddison et al.; Jang et al., 2016)."""

    arg_constraints: ClassVar = {
        "probs": constraints.unit_interval,
        "logits": constraints.real,
    }
    support = constraints.real
    has_rsample = True

    def __init__(
        self,
        temperature: Any,
        probs: Any = None,
        logits: Any = None,
        validate_args: bool | None = None,
    ) -> None:
        self.temperature = temperature
        (shape,) = self._take(probs, logits)
        super().__init__(shape, validate_args=validate_args)

    def rsample(self, sample_shape: Any = ()) -> Tensor:
        shape = self._extended_shape(sample_shape)
        u = clamp_probs(uniform(shape, self.logits))
        return (u.log() - ct.log1p(-u) + self.logits) / self.temperature

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        t = self.temperature
        diff = self.logits - value * t
        return (
            (t.log() if isinstance(t, Tensor) else ct.tensor(t).log())
            + diff
            - (2 * F.softplus(diff))
        )


class RelaxedBernoulli(TransformedDistribution):
    """Numbers of (0, 1), the nearer to 0 and 1 the lower the temperature."""

    arg_constraints: ClassVar = LogitRelaxedBernoulli.arg_constraints
    support = constraints.unit_interval
    has_rsample = True
    base_dist: LogitRelaxedBernoulli

    def __init__(
        self,
        temperature: Any,
        probs: Any = None,
        logits: Any = None,
        validate_args: bool | None = None,
    ) -> None:
        base = LogitRelaxedBernoulli(
            temperature, probs, logits, validate_args=validate_args
        )
        super().__init__(base, SigmoidTransform(), validate_args=validate_args)

    @property
    def temperature(self) -> Any:
        """How far from 0 and 1 the numbers are."""
        return self.base_dist.temperature

    @property
    def logits(self) -> Tensor:
        """The log odds."""
        return self.base_dist.logits

    @property
    def probs(self) -> Tensor:
        """The probability of 1."""
        return self.base_dist.probs


_adopt(__name__)
