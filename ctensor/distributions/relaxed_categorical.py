"""Probabilities with a gradient in place of one-hot vectors."""

from __future__ import annotations

from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions._parameters import OfClasses
from ctensor.distributions.transformed_distribution import TransformedDistribution
from ctensor.distributions.transforms import ExpTransform

__all__ = ["ExpRelaxedCategorical", "RelaxedOneHotCategorical"]


class ExpRelaxedCategorical(OfClasses):
    """log of RelaxedOneHotCategorical (Maddison et al.; Jang et al., 2016)."""

    arg_constraints: ClassVar = {
        "probs": constraints.simplex,
        "logits": constraints.real_vector,
    }
    support = constraints.real_vector
    has_rsample = True

    def __init__(
        self,
        temperature: Any,
        probs: Tensor | None = None,
        logits: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None:
        self.temperature = temperature
        self._take(probs, logits, validate_args)

    def rsample(self, sample_shape: Any = ()) -> Tensor:
        noise = self.logits.new_empty(self._extended_shape(sample_shape)).exponential_()
        return ((self.logits - noise.log_()) / self.temperature).log_softmax(-1)

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        n = self._event_shape[0]
        logits, value = ct.broadcast_tensors(self.logits, value)
        t = ct.as_tensor(self.temperature, dtype=logits.dtype)
        scale = ct.lgamma(t.new_tensor(float(n))) + (n - 1) * t.log()
        score = (logits - value * t).log_softmax(-1).sum(-1)
        return score + scale


class RelaxedOneHotCategorical(TransformedDistribution):
    """Probabilities, the nearer to one-hot vectors the lower the temperature."""

    arg_constraints: ClassVar = ExpRelaxedCategorical.arg_constraints
    support = constraints.simplex
    has_rsample = True
    base_dist: ExpRelaxedCategorical

    def __init__(
        self,
        temperature: Any,
        probs: Tensor | None = None,
        logits: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None:
        base = ExpRelaxedCategorical(
            temperature, probs, logits, validate_args=validate_args
        )
        super().__init__(base, ExpTransform(), validate_args=validate_args)

    @property
    def temperature(self) -> Any:
        """How far from one-hot the vectors are."""
        return self.base_dist.temperature

    @property
    def logits(self) -> Tensor:
        """The logarithms of the probabilities."""
        return self.base_dist.logits

    @property
    def probs(self) -> Tensor:
        """The probabilities."""
        return self.base_dist.probs


_adopt(__name__)
