"""Numbers of [0, 1] with the density of Bernoulli's formula."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions._parameters import Odds
from ctensor.distributions.exp_family import ExponentialFamily
from ctensor.distributions.utils import (
    clamp_probs,
    lazy_property,
    logits_to_probs,
    open_uniform,
)
from ctensor.nn import functional as F

__all__ = ["ContinuousBernoulli"]


class ContinuousBernoulli(Odds, ExponentialFamily):
    """Density in proportion to probs^x (1 - probs)^(1 - x) on [0, 1].

    G. Loaiza-Ganem and J. P. Cunningham, "The continuous Bernoulli" (2019). For probs
    between `lims`, where the formulas divide zero by zero, series take their place.
    probs is not the mean.
    """

    arg_constraints: ClassVar = {
        "probs": constraints.unit_interval,
        "logits": constraints.real,
    }
    support = constraints.unit_interval
    has_rsample = True
    _mean_carrier_measure = 0

    def __init__(
        self,
        probs: Any = None,
        logits: Any = None,
        lims: tuple[float, float] = (0.499, 0.501),
        validate_args: bool | None = None,
    ) -> None:
        (shape,) = self._take(probs, logits)
        super().__init__(shape, validate_args=validate_args)
        if "probs" in self.__dict__:
            self.__dict__["probs"] = clamp_probs(self.probs)
        self._lims = lims

    @lazy_property
    def probs(self) -> Tensor:
        """The parameter, in (0, 1)."""
        return clamp_probs(logits_to_probs(self.logits, is_binary=True))

    def _is_far(self) -> Tensor:
        """Where the formulas hold as they are."""
        return (self.probs < self._lims[0]) | (self.probs > self._lims[1])

    def _cut(self) -> Tensor:
        """The probabilities, moved away from 1/2 where a series is used."""
        below = ct.full_like(self.probs, self._lims[0])
        return ct.where(self._is_far(), self.probs, below)

    def _log_norm(self) -> Tensor:
        """The logarithm of 2 atanh(1 - 2 probs) / (1 - 2 probs)."""
        cut, x = self._cut(), self.probs - 0.5
        odds = (ct.log1p(-cut) - cut.log()).abs()
        far = odds.log() - (1 - 2 * cut).abs().log()
        near = math.log(2) + (4 / 3 + 104 / 45 * x * x) * x * x
        return ct.where(self._is_far(), far, near)

    @property
    def mean(self) -> Tensor:
        cut, x = self._cut(), self.probs - 0.5
        far = cut / (2 * cut - 1) + 1 / (ct.log1p(-cut) - cut.log())
        return ct.where(self._is_far(), far, 0.5 + (1 / 3 + 16 / 45 * x * x) * x)

    @property
    def variance(self) -> Tensor:
        cut, x = self._cut(), (self.probs - 0.5) ** 2
        odds = ct.log1p(-cut) - cut.log()
        far = cut * (cut - 1) / (1 - 2 * cut) ** 2 + 1 / odds**2
        return ct.where(self._is_far(), far, 1 / 12 - (1 / 15 - 128 / 945 * x) * x)

    @property
    def stddev(self) -> Tensor:
        return self.variance.sqrt()

    def rsample(self, sample_shape: Any = ()) -> Tensor:
        return self.icdf(open_uniform(self._extended_shape(sample_shape), self.probs))

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        return self.logits * value - F.softplus(self.logits) + self._log_norm()

    def cdf(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        cut = self._cut()
        far = (cut**value * (1 - cut) ** (1 - value) + cut - 1) / (2 * cut - 1)
        inside = ct.where(self._is_far(), far, value)
        zero, one = ct.zeros_like(inside), ct.ones_like(inside)
        return ct.where(value <= 0, zero, ct.where(value >= 1, one, inside))

    def icdf(self, value: Any) -> Tensor:
        cut = self._cut()
        rest = ct.log1p(-cut)
        far = (ct.log1p(-cut + value * (2 * cut - 1)) - rest) / (cut.log() - rest)
        return ct.where(self._is_far(), far, value)

    def entropy(self) -> Tensor:
        rest, log_p = ct.log1p(-self.probs), self.probs.log()
        return self.mean * (rest - log_p) - self._log_norm() - rest

    @property
    def _natural_params(self) -> tuple[Tensor]:
        return (self.logits,)

    def _log_normalizer(self, x: Any) -> Tensor:
        """log((exp(x) - 1) / x), by a series for small x."""
        edge = math.log(self._lims[1] / (1 - self._lims[1]))
        far = x.abs() > edge
        held = ct.where(far, x, ct.full_like(x, edge))
        formula = ct.expm1(held).abs().log() - held.abs().log()
        return ct.where(far, formula, 0.5 * x + x * x / 24 - x**4 / 2880)


_adopt(__name__)
