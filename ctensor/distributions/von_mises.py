"""The normal distribution's kin on the circle."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.distribution import Distribution
from ctensor.distributions.utils import all_numbers, broadcast_all
from ctensor.special import i0e, i1e

__all__ = ["VonMises"]


class VonMises(Distribution):
    """Angles in [-pi, pi), of density in proportion to exp(concentration cos(x - loc)).

    `loc` is an angle (radians) and may be any number. The variance is the circular one,
    1 - I1(concentration) / I0(concentration).
    """

    arg_constraints: ClassVar = {
        "loc": constraints.real,
        "concentration": constraints.positive,
    }
    support = constraints.real
    has_rsample = False

    def __init__(
        self, loc: Any, concentration: Any, validate_args: bool | None = None
    ) -> None:
        self.loc, self.concentration = broadcast_all(loc, concentration)
        shape = () if all_numbers(loc, concentration) else self.loc.shape
        super().__init__(shape, validate_args=validate_args)

    @property
    def mean(self) -> Tensor:
        return self.loc

    @property
    def mode(self) -> Tensor:
        return self.loc

    @property
    def variance(self) -> Tensor:
        return 1 - i1e(self.concentration) / i0e(self.concentration)

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        k = self.concentration
        turned = k * (ct.cos(value - self.loc) - 1)
        return turned - math.log(2 * math.pi) - i0e(k).log()

    def sample(self, sample_shape: Any = ()) -> Tensor:
        """Angles by rejection from a wrapped Cauchy distribution.

        D. J. Best and N. I. Fisher, "Efficient simulation of the von Mises
        distribution", Applied Statistics 28 (1979); computed in float64.
        """
        shape = self._extended_shape(sample_shape)
        with ct.no_grad():
            loc, k = (p.to(ct.float64) for p in (self.loc, self.concentration))
            root = 1 + (1 + 4 * k * k).sqrt()
            rho = (root - (2 * root).sqrt()) / (2 * k)
            r = ct.where(k < 1e-5, 1 / k + k, (1 + rho * rho) / (2 * rho)).expand(shape)
            k, angle = k.expand(shape), ct.zeros(shape, dtype=ct.float64)
            todo = ct.ones(shape, dtype=ct.bool)
            while todo.any():
                z, u, side = ct.rand((3, *shape), dtype=ct.float64)
                z = ct.cos(math.pi * z)
                f = (1 + r * z) / (r + z)
                c = k * (r - f)
                taken = (c * (2 - c) > u) | ((c / u).log() + 1 - c >= 0)
                drawn = ct.sign(side - 0.5) * ct.acos(f.clamp(-1, 1))
                angle = ct.where(todo & taken, drawn, angle)
                todo = todo & ~taken
            turned = ct.remainder(angle + math.pi + loc, 2 * math.pi) - math.pi
            return turned.to(self.loc.dtype)


_adopt(__name__)
