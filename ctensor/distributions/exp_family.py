"""Distributions of an exponential family: their entropy by Bregman divergences."""

from __future__ import annotations

from ctensor._package import adopt as _adopt
from ctensor.distributions.distribution import Distribution

__all__ = ["ExponentialFamily"]


class ExponentialFamily(Distribution):
    """A distribution whose density is exp(t(x) . theta - F(theta) + k(x))."""


_adopt(__name__)
