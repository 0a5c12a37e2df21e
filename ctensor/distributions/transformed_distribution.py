"""A distribution whose events are functions of another's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.distribution import Distribution
from ctensor.distributions.independent import Independent
from ctensor.distributions.transforms import ComposeTransform, Transform
from ctensor.distributions.utils import sum_rightmost

__all__ = ["TransformedDistribution"]


class TransformedDistribution(Distribution):
    """f(x) for x of base_dist, f being one transform or a list of them in order.

    Its density is that of x over |f'(x)|.
    """

    arg_constraints: ClassVar = {}

    def __init__(
        self,
        base_distribution: Distribution,
        transforms: Any,
        validate_args: bool | None = None,
    ) -> None:
        listed = [transforms] if isinstance(transforms, Transform) else transforms
        if not isinstance(listed, list) or not all(
            isinstance(t, Transform) for t in listed
        ):
            raise ValueError(
                "TransformedDistribution: expected a Transform or a list of them, got "
                f"{transforms}"
            )
        self.transforms = listed
        whole = ComposeTransform(listed)
        base = base_distribution
        shape = base.batch_shape + base.event_shape
        if len(shape) < whole.domain.event_dim:
            raise ValueError(
                f"TransformedDistribution: expected a base of at least "
                f"{whole.domain.event_dim} dims, got {tuple(shape)}"
            )
        base = base.expand(self._base_batch(base, whole, shape))
        more = whole.domain.event_dim - len(base.event_shape)
        self.base_dist = Independent(base, more) if more > 0 else base
        shape = whole.forward_shape(
            self.base_dist.batch_shape + self.base_dist.event_shape
        )
        events = max(
            whole.codomain.event_dim,
            len(self.base_dist.event_shape)
            + whole.codomain.event_dim
            - whole.domain.event_dim,
        )
        cut = len(shape) - events
        super().__init__(shape[:cut], shape[cut:], validate_args=validate_args)

    @staticmethod
    def _base_batch(base: Distribution, whole: Transform, shape: Any) -> Any:
        """The base's batch when the transform's own parameters broadcast it."""
        wide = whole.inverse_shape(whole.forward_shape(shape))
        return wide[: len(wide) - len(base.event_shape)]

    def expand(self, batch_shape: Any, _instance: Any = None) -> Any:
        new = self._copy(_instance)
        whole = ComposeTransform(self.transforms)
        shape = ct.Size(batch_shape)
        base_shape = whole.inverse_shape((*shape, *self._event_shape))
        cut = len(base_shape) - len(self.base_dist.event_shape)
        new.base_dist = self.base_dist.expand(base_shape[:cut])
        new._batch_shape = shape
        return new

    if TYPE_CHECKING:  # a subclass may have either as plain attributes
        support: Any
        has_rsample: bool
    else:

        @property
        def has_rsample(self) -> bool:
            return self.base_dist.has_rsample

        @constraints.dependent_property(is_discrete=False)
        def support(self) -> Any:
            if not self.transforms:
                return self.base_dist.support
            support = self.transforms[-1].codomain
            more = len(self._event_shape) - support.event_dim
            return constraints.independent(support, more) if more > 0 else support

    def _transformed(self, x: Tensor) -> Tensor:
        for transform in self.transforms:
            x = transform(x)
        return x

    def sample(self, sample_shape: Any = ()) -> Tensor:
        with ct.no_grad():
            return self._transformed(self.base_dist.sample(sample_shape))

    def rsample(self, sample_shape: Any = ()) -> Tensor:
        return self._transformed(self.base_dist.rsample(sample_shape))

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        events = len(self._event_shape)
        total: Any = 0.0
        y = value
        for transform in reversed(self.transforms):
            x = transform.inv(y)
            events += transform.domain.event_dim - transform.codomain.event_dim
            grown = sum_rightmost(
                transform.log_abs_det_jacobian(x, y),
                events - transform.domain.event_dim,
            )
            total = total - grown
            y = x
        inner = self.base_dist.log_prob(y)
        return total + sum_rightmost(inner, events - len(self.base_dist.event_shape))

    def _monotone(self, value: Tensor) -> Tensor:
        """A probability, or that of the other side where the transforms fall."""
        sign: Any = 1
        for transform in self.transforms:
            sign = sign * transform.sign
        if isinstance(sign, int) and sign == 1:
            return value
        return sign * (value - 0.5) + 0.5

    def cdf(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        for transform in reversed(self.transforms):
            value = transform.inv(value)
        return self._monotone(self.base_dist.cdf(value))

    def icdf(self, value: Any) -> Tensor:
        return self._transformed(self.base_dist.icdf(self._monotone(value)))


_adopt(__name__)
