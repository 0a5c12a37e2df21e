"""The beta distribution."""

from __future__ import annotations

from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.dirichlet import Dirichlet
from ctensor.distributions.exp_family import ExponentialFamily
from ctensor.distributions.utils import all_numbers, broadcast_all

__all__ = ["Beta"]


class Beta(ExponentialFamily):
    """Density in proportion to x^(concentration1 - 1) (1 - x)^(concentration0 - 1)."""

    arg_constraints: ClassVar = {
        "concentration1": constraints.positive,
        "concentration0": constraints.positive,
    }
    support = constraints.unit_interval
    has_rsample = True

    def __init__(
        self,
        concentration1: Any,
        concentration0: Any,
        validate_args: bool | None = None,
    ) -> None:
        a, b = broadcast_all(concentration1, concentration0)
        self._dirichlet = Dirichlet(ct.stack([a, b], -1), validate_args=validate_args)
        shape = () if all_numbers(concentration1, concentration0) else a.shape
        super().__init__(shape, validate_args=validate_args)

    def expand(self, batch_shape: Any, _instance: Any = None) -> Beta:
        new = super().expand(batch_shape, _instance)
        new._dirichlet = self._dirichlet.expand(batch_shape)
        return new

    @property
    def concentration1(self) -> Tensor:
        """The exponent of x, plus 1 (alpha)."""
        return self._dirichlet.concentration[..., 0]

    @property
    def concentration0(self) -> Tensor:
        """The exponent of 1 - x, plus 1 (beta)."""
        return self._dirichlet.concentration[..., 1]

    @property
    def mean(self) -> Tensor:
        a, b = self.concentration1, self.concentration0
        return a / (a + b)

    @property
    def mode(self) -> Tensor:
        return self._dirichlet.mode[..., 0]

    @property
    def variance(self) -> Tensor:
        a, b = self.concentration1, self.concentration0
        total = a + b
        return a * b / (total**2 * (total + 1))

    def rsample(self, sample_shape: Any = ()) -> Tensor:
        return self._dirichlet.rsample(sample_shape)[..., 0]

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        return self._dirichlet.log_prob(ct.stack([value, 1 - value], -1))

    def entropy(self) -> Tensor:
        return self._dirichlet.entropy()


_adopt(__name__)
