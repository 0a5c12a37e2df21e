"""A mixture of distributions of one kind."""

from __future__ import annotations

from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.categorical import Categorical
from ctensor.distributions.constraints import MixtureSameFamilyConstraint
from ctensor.distributions.distribution import Distribution

__all__ = ["MixtureSameFamily"]


class MixtureSameFamily(Distribution):
    """One of the last batch dim's components, drawn by a Categorical."""

    arg_constraints: ClassVar = {}
    has_rsample = False

    def __init__(
        self,
        mixture_distribution: Categorical,
        component_distribution: Distribution,
        validate_args: bool | None = None,
    ) -> None:
        mixture, components = mixture_distribution, component_distribution
        if not isinstance(mixture, Categorical) or not isinstance(
            components, Distribution
        ):
            raise ValueError(
                "MixtureSameFamily: expected a Categorical and a Distribution, got "
                f"{type(mixture).__name__} and {type(components).__name__}"
            )
        if not components.batch_shape:
            raise ValueError("MixtureSameFamily: expected components in a batch")
        n, batch = components.batch_shape[-1], components.batch_shape[:-1]
        own = mixture.batch_shape
        fits = all(
            i in (1, j) or j == 1
            for i, j in zip(reversed(own), reversed(batch), strict=False)
        )
        if not fits or mixture.param_shape[-1] != n:
            raise ValueError(
                f"MixtureSameFamily: expected a mixture of {n} components with "
                f"batch {tuple(batch)}, got probabilities of shape "
                f"{tuple(mixture.param_shape)}"
            )
        self._mixture_distribution = mixture
        self._component_distribution = components
        self._num_component = n
        super().__init__(batch, components.event_shape, validate_args=validate_args)

    def expand(self, batch_shape: Any, _instance: Any = None) -> Any:
        new = self._copy(_instance)
        shape = ct.Size(batch_shape)
        components = self._component_distribution
        new._component_distribution = components.expand((*shape, self._num_component))
        new._mixture_distribution = self._mixture_distribution.expand(shape)
        new._batch_shape = shape
        return new

    @constraints.dependent_property
    def support(self) -> Any:
        return MixtureSameFamilyConstraint(self._component_distribution.support)

    @property
    def mixture_distribution(self) -> Categorical:
        """Which component is drawn."""
        return self._mixture_distribution

    @property
    def component_distribution(self) -> Distribution:
        """The components."""
        return self._component_distribution

    def _weights(self) -> Tensor:
        """The probabilities, with a dim for each of an event's."""
        probs = self._mixture_distribution.probs
        return probs.reshape((*probs.shape, *[1] * len(self._event_shape)))

    @property
    def _dim(self) -> int:
        """Where a component is among the dims of an event of each."""
        return -1 - len(self._event_shape)

    @property
    def mean(self) -> Tensor:
        return (self._weights() * self._component_distribution.mean).sum(self._dim)

    @property
    def variance(self) -> Tensor:
        components, weights = self._component_distribution, self._weights()
        inside = (weights * components.variance).sum(self._dim)
        far = components.mean - self.mean.unsqueeze(self._dim)
        return inside + (weights * far**2).sum(self._dim)

    def cdf(self, value: Any) -> Tensor:
        each = self._component_distribution.cdf(value.unsqueeze(self._dim))
        return (each * self._mixture_distribution.probs).sum(-1)

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        each = self._component_distribution.log_prob(value.unsqueeze(self._dim))
        weights = ct.log_softmax(self._mixture_distribution.logits, -1)
        return (each + weights).logsumexp(-1)

    def sample(self, sample_shape: Any = ()) -> Tensor:
        with ct.no_grad():
            shape = tuple(sample_shape)
            drawn = self._component_distribution.sample(shape)
            which = self._mixture_distribution.expand(self._batch_shape).sample(shape)
            place = drawn.ndim - 1 - len(self._event_shape)
            index = which.reshape((*which.shape, 1, *[1] * len(self._event_shape)))
            sizes = (*drawn.shape[:place], 1, *drawn.shape[place + 1 :])
            return drawn.gather(place, index.expand(sizes)).squeeze(place)

    def __repr__(self) -> str:
        mixture, components = self._mixture_distribution, self._component_distribution
        return f"MixtureSameFamily(\n  {mixture},\n  {components})"


_adopt(__name__)
