"""The categorical distribution."""

from __future__ import annotations

from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.distribution import Distribution
from ctensor.distributions.utils import lazy_property, logits_to_probs, probs_to_logits

__all__ = ["Categorical"]


class Categorical(Distribution):
    """The classes 0 .. n - 1, whose probabilities lie along the last dim.

    probs need not add up to 1, nor exp(logits): they are normalised.

    >>> Categorical(probs=ct.tensor([1.0, 3.0])).log_prob(ct.tensor(1)).exp()
    tensor(0.7500)
    """

    arg_constraints: ClassVar = {
        "probs": constraints.simplex,
        "logits": constraints.real_vector,
    }
    has_enumerate_support = True

    def __init__(
        self,
        probs: Tensor | None = None,
        logits: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None:
        if (probs is None) == (logits is None):
            raise ValueError(
                f"{type(self).__name__}: expected either probs or logits, got "
                f"{'none' if probs is None else 'both'}"
            )
        given: Any = logits if probs is None else probs
        if given.ndim < 1:
            raise ValueError(
                f"{type(self).__name__}: expected probs or logits of at least 1 dim"
            )
        if probs is None:
            self.logits = given - given.logsumexp(-1, keepdim=True)
        else:
            self.probs = given / given.sum(-1, keepdim=True)
        self._num_events = given.shape[-1]
        super().__init__(given.shape[:-1], validate_args=validate_args)

    @constraints.dependent_property(is_discrete=True, event_dim=0)
    def support(self) -> Any:
        return constraints.integer_interval(0, self._num_events - 1)

    @lazy_property
    def logits(self) -> Tensor:
        """The logarithms of the probabilities."""
        return probs_to_logits(self.probs)

    @lazy_property
    def probs(self) -> Tensor:
        """The probabilities."""
        return logits_to_probs(self.logits)

    @property
    def _param(self) -> Tensor:
        own = self.__dict__
        return own["probs"] if "probs" in own else own["logits"]

    @property
    def param_shape(self) -> ct.Size:
        """The shape of the parameter."""
        return self._param.shape

    @property
    def mean(self) -> Tensor:
        return ct.full(
            self._batch_shape,
            float("nan"),
            dtype=self.probs.dtype,
            device=self.probs.device,
        )

    @property
    def mode(self) -> Tensor:
        return self.probs.argmax(dim=-1)

    @property
    def variance(self) -> Tensor:
        return self.mean

    def sample(self, sample_shape: Any = ()) -> Tensor:
        shape = self._extended_shape(sample_shape)
        count = 1
        for n in shape[: len(shape) - len(self._batch_shape)]:
            count *= n
        with ct.no_grad():
            if not count:
                return ct.empty(shape, dtype=ct.int64, device=self.probs.device)
            rows = self.probs.reshape(-1, self._num_events)
            return ct.multinomial(rows, count, True).T.reshape(shape)

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        index = value.long().unsqueeze(-1)
        index, logits = ct.broadcast_tensors(index, self.logits)
        return logits.gather(-1, index[..., :1]).squeeze(-1)

    def entropy(self) -> Tensor:
        held = self.logits.clamp(min=ct.finfo(self.logits.dtype).min)
        return -(held * self.probs).sum(-1)

    def enumerate_support(self, expand: bool = True) -> Tensor:
        values = ct.arange(self._num_events, dtype=ct.int64, device=self._param.device)
        values = values.view(-1, *[1] * len(self._batch_shape))
        return values.expand(-1, *self._batch_shape) if expand else values


_adopt(__name__)
