"""The multinomial distribution."""

from __future__ import annotations

from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions._parameters import OfClasses
from ctensor.distributions.binomial import Binomial

__all__ = ["Multinomial"]


class Multinomial(OfClasses):
    """How often each class comes among total_count draws."""

    arg_constraints: ClassVar = {
        "probs": constraints.simplex,
        "logits": constraints.real_vector,
    }

    def __init__(
        self,
        total_count: int = 1,
        probs: Tensor | None = None,
        logits: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None:
        if not isinstance(total_count, int):
            raise NotImplementedError(
                "Multinomial: total_counts of a batch are not there"
            )
        self.total_count = total_count
        self._take(probs, logits, validate_args)

    @constraints.dependent_property(is_discrete=True, event_dim=1)
    def support(self) -> Any:
        return constraints.multinomial(self.total_count)

    @property
    def mean(self) -> Tensor:
        return self.probs * self.total_count

    @property
    def variance(self) -> Tensor:
        return self.total_count * self.probs * (1 - self.probs)

    def sample(self, sample_shape: Any = ()) -> Tensor:
        shape = self._extended_shape(sample_shape)
        drawn = self._categorical.sample(
            (self.total_count, *shape[: len(shape) - 1 - len(self._batch_shape)])
        )
        counts = ct.zeros(shape, dtype=self.probs.dtype, device=self.probs.device)
        places = drawn.movedim(0, -1)
        return counts.scatter_add_(-1, places, ct.ones_like(places, dtype=counts.dtype))

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        logits, value = ct.broadcast_tensors(self.logits, value)
        logits = ct.where((value == 0) & (logits == -ct.inf), 0.0, logits)
        ways = ct.lgamma(value.sum(-1) + 1) - ct.lgamma(value + 1).sum(-1)
        return ways + (logits * value).sum(-1)

    def entropy(self) -> Tensor:
        n = ct.tensor(float(self.total_count), dtype=self.probs.dtype)
        each = Binomial(self.total_count, probs=self.probs, validate_args=False)
        counts = each.enumerate_support(expand=False)[1:]
        chances = each.log_prob(counts).exp()
        more = (chances * ct.lgamma(counts + 1)).sum((0, -1))
        return n * self._categorical.entropy() - ct.lgamma(n + 1) + more


_adopt(__name__)
