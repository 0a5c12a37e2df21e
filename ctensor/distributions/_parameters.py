"""Parameters of several distributions: a probability or its odds, or of classes."""

from __future__ import annotations

from typing import Any

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions.categorical import Categorical
from ctensor.distributions.distribution import Distribution
from ctensor.distributions.utils import (
    all_numbers,
    broadcast_all,
    lazy_property,
    logits_to_probs,
    probs_to_logits,
)

__all__: list[str] = []


class Odds(Distribution):
    """Of a probability, probs, or its log odds, logits, of which one is given."""

    def _take(self, probs: Any, logits: Any, *others: Any) -> Any:
        """Keeps the one that is given, of one shape with others: these, the shape."""
        if (probs is None) == (logits is None):
            raise ValueError(
                f"{type(self).__name__}: expected either probs or logits, got "
                f"{'none' if probs is None else 'both'}"
            )
        given = logits if probs is None else probs
        *rest, value = broadcast_all(*others, given)
        self.__dict__["logits" if probs is None else "probs"] = value
        shape = () if not rest and all_numbers(given) else value.shape
        return *(other.type_as(value) for other in rest), shape

    @lazy_property
    def logits(self) -> Tensor:
        """The log odds."""
        return probs_to_logits(self.probs, is_binary=True)

    @lazy_property
    def probs(self) -> Tensor:
        """The probability of 1, or of a success."""
        return logits_to_probs(self.logits, is_binary=True)

    @property
    def _param(self) -> Tensor:
        own = self.__dict__
        return own["probs"] if "probs" in own else own["logits"]

    @property
    def param_shape(self) -> ct.Size:
        """The shape of the parameter."""
        return self._param.shape


class OfClasses(Distribution):
    """Of the probabilities of classes, which a Categorical holds."""

    def _take(
        self, probs: Tensor | None, logits: Tensor | None, validate_args: bool | None
    ) -> None:
        """Keeps the one that is given; begins the Distribution, of vectors."""
        self._categorical = Categorical(probs, logits, validate_args=False)
        event = self._categorical.param_shape[-1:]
        Distribution.__init__(
            self, self._categorical.batch_shape, event, validate_args=validate_args
        )

    def _check_parameters(self) -> None:
        self._categorical._check_parameters()

    def expand(self, batch_shape: Any, _instance: Any = None) -> Any:
        new = super().expand(batch_shape, _instance)
        new._categorical = self._categorical.expand(batch_shape)
        return new

    @property
    def probs(self) -> Tensor:
        """The probabilities."""
        return self._categorical.probs

    @property
    def logits(self) -> Tensor:
        """The logarithms of the probabilities."""
        return self._categorical.logits

    @property
    def param_shape(self) -> ct.Size:
        """The shape of the parameter."""
        return self._categorical.param_shape


_adopt(__name__)
