"""The geometric distribution."""

from __future__ import annotations

from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions._parameters import Odds
from ctensor.distributions.utils import (
    open_uniform,
)
from ctensor.nn import functional as F

__all__ = ["Geometric"]


class Geometric(Odds):
    """How many trials fail before the first success, of probability probs."""

    arg_constraints: ClassVar = {
        "probs": constraints.unit_interval,
        "logits": constraints.real,
    }
    support = constraints.nonnegative_integer

    def __init__(
        self, probs: Any = None, logits: Any = None, validate_args: bool | None = None
    ) -> None:
        (shape,) = self._take(probs, logits)
        super().__init__(shape, validate_args=validate_args)
        if self._validate_args and probs is not None and not (self.probs > 0).all():
            raise ValueError(f"Geometric: expected probs above 0, got {self.probs}")

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
