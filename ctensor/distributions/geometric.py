"""The geometric distribution."""

from __future__ import annotations

from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.bernoulli import Bernoulli
from ctensor.distributions.distribution import Distribution
from ctensor.distributions.utils import (
    lazy_property,
    logits_to_probs,
    open_uniform,
    probs_to_logits,
)
from ctensor.nn import functional as F

__all__ = ["Geometric"]


class Geometric(Distribution):
    """How many trials fail before the first success, of probability probs."""

    arg_constraints: ClassVar = {
        "probs": constraints.unit_interval,
        "logits": constraints.real,
    }
    support = constraints.nonnegative_integer

    def __init__(
        self, probs: Any = None, logits: Any = None, validate_args: bool | None = None
    ) -> None:
        shape = Bernoulli._take(self, probs, logits)  # type: ignore[arg-type]
        super().__init__(shape, validate_args=validate_args)
        if self._validate_args and probs is not None and not (self.probs > 0).all():
            raise ValueError(f"Geometric: expected probs above 0, got {self.probs}")

    @lazy_property
    def logits(self) -> Tensor:
        """The log odds of a success."""
        return probs_to_logits(self.probs, is_binary=True)

    @lazy_property
    def probs(self) -> Tensor:
        """The probability of a success."""
        return logits_to_probs(self.logits, is_binary=True)

    @property
    def mean(self) -> Tensor:
        return 1 / self.probs - 1

    @property
    def mode(self) -> Tensor:
        return ct.zeros_like(self.probs)

    @property
    def variance(self) -> Tensor:
        return (1 / self.probs - 1) / self.probs

    def sample(self, sample_shape: Any = ()) -> Tensor:
        with ct.no_grad():
            u = open_uniform(self._extended_shape(sample_shape), self.probs)
            return (u.log() / ct.log1p(-self.probs)).floor()

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        return value * F.logsigmoid(-self.logits) + self.probs.log()

    def entropy(self) -> Tensor:
        both = F.binary_cross_entropy_with_logits(
            self.logits, self.probs, reduction="none"
        )
        return both / self.probs


_adopt(__name__)
