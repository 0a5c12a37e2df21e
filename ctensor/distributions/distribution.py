"""What all distributions are: a batch of them, each over events of one shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.utils import lazy_property

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["Distribution"]


class Distribution:
    """A batch of distributions of one kind.

    A sample has shape `sample_shape + batch_shape + event_shape`; `log_prob` has one
    number for each event. Parameters, and values given to `log_prob`, are checked
    against their constraints unless `validate_args` is False: ValueError.
    """

    has_rsample = False
    has_enumerate_support = False
    arg_constraints: ClassVar[dict[str, Any]] = {}
    _parameters: ClassVar[dict[str, Any] | None] = None  # where attributes are others
    _validate_args = __debug__

    @staticmethod
    def set_default_validate_args(value: bool) -> None:
        """Whether distributions check their arguments unless they are told."""
        if value not in (True, False):
            raise ValueError(f"set_default_validate_args: expected a bool, got {value}")
        Distribution._validate_args = value

    def __init__(
        self,
        batch_shape: Any = (),
        event_shape: Any = (),
        validate_args: bool | None = None,
    ) -> None:
        self._batch_shape = ct.Size(batch_shape)
        self._event_shape = ct.Size(event_shape)
        if validate_args is not None:
            self._validate_args = validate_args
        if self._validate_args:
            self._check_parameters()

    def _check_parameters(self) -> None:
        own = self.__dict__
        for name, constraint in self.arg_constraints.items():
            if constraints.is_dependent(constraint):
                continue
            if name not in own and isinstance(_of_class(self, name), lazy_property):
                continue  # made of the one that was given
            value = getattr(self, name)
            if not constraint.check(value).all():
                raise ValueError(
                    f"Expected parameter {name} ({type(value).__name__} of shape "
                    f"{tuple(value.shape)}) of distribution {self!r} to satisfy the "
                    f"constraint {constraint!r}, but found invalid values:\n{value}"
                )

    # ---- shapes ----------------------------------------------------------------

    @property
    def batch_shape(self) -> ct.Size:
        """The shape of the batch of distributions."""
        return self._batch_shape

    @property
    def event_shape(self) -> ct.Size:
        """The shape of one event."""
        return self._event_shape

    def expand(self, batch_shape: Any, _instance: Any = None) -> Self:
        """The distribution with a batch of this shape, to which its own broadcasts.

        The parameters are expanded, and share their memory.
        """
        new = self._copy(_instance)
        shape = ct.Size(batch_shape)
        for name, constraint in (self._parameters or self.arg_constraints).items():
            value = self.__dict__.get(name)
            if isinstance(value, Tensor):
                event = value.shape[value.ndim - constraint.event_dim :]
                new.__dict__[name] = value.expand((*shape, *event))
        new._batch_shape = shape
        return new

    def _copy(self, instance: Any = None) -> Any:
        """Another distribution with the same attributes, or `instance` given them."""
        new = type(self).__new__(type(self)) if instance is None else instance
        lazy = [
            n for n in self.__dict__ if isinstance(_of_class(self, n), lazy_property)
        ]
        kept = {k: v for k, v in self.__dict__.items() if k not in lazy}
        kept |= {k: self.__dict__[k] for k in lazy if k in self.arg_constraints}
        new.__dict__.update(kept)
        return new

    def _get_checked_instance(self, cls: type, _instance: Any = None) -> Any:
        """For subclasses written as PyTorch's are: what `expand` is to fill in."""
        if _instance is None and vars(type(self)).get("__init__") not in (
            None,
            vars(cls).get("__init__"),
        ):
            raise NotImplementedError(
                f"{type(self).__name__} has an __init__ of its own: expected an expand "
                "of its own too"
            )
        return type(self).__new__(type(self)) if _instance is None else _instance

    def _extended_shape(self, sample_shape: Any = ()) -> tuple[int, ...]:
        """The shape of a sample."""
        if not isinstance(sample_shape, (tuple, list)):
            sample_shape = (sample_shape,)
        return (*sample_shape, *self._batch_shape, *self._event_shape)

    # ---- what a distribution has ------------------------------------------------

    if TYPE_CHECKING:
        support: Any
    else:

        @property
        def support(self) -> Any:
            """Where the numbers are, as a constraint."""
            raise NotImplementedError(f"{type(self).__name__} has no support")

    @property
    def mean(self) -> Tensor:
        """The mean of each distribution of the batch."""
        raise NotImplementedError(f"{type(self).__name__} has no mean")

    @property
    def mode(self) -> Tensor:
        """The likeliest event of each distribution of the batch."""
        raise NotImplementedError(f"{type(self).__name__} has no mode")

    @property
    def variance(self) -> Tensor:
        """The variance of each distribution of the batch."""
        raise NotImplementedError(f"{type(self).__name__} has no variance")

    @property
    def stddev(self) -> Tensor:
        """The root of the variance."""
        return self.variance.sqrt()

    def sample(self, sample_shape: Any = ()) -> Tensor:
        """Random events, without gradients."""
        with ct.no_grad():
            return self.rsample(sample_shape)

    def rsample(self, sample_shape: Any = ()) -> Tensor:
        """Random events with gradients for the parameters."""
        raise NotImplementedError(f"{type(self).__name__} has no rsample")

    def sample_n(self, n: int) -> Tensor:
        """`sample((n,))`."""
        return self.sample((n,))

    def log_prob(self, value: Any) -> Tensor:
        """The logarithm of the density, or of the probability, at each event."""
        raise NotImplementedError(f"{type(self).__name__} has no log_prob")

    def cdf(self, value: Any) -> Tensor:
        """The probability of at most value."""
        raise NotImplementedError(f"{type(self).__name__} has no cdf")

    def icdf(self, value: Any) -> Tensor:
        """The inverse of cdf."""
        raise NotImplementedError(f"{type(self).__name__} has no icdf")

    def enumerate_support(self, expand: bool = True) -> Tensor:
        """All events of a discrete distribution along a new first dim."""
        raise NotImplementedError(f"{type(self).__name__} has no enumerate_support")

    def entropy(self) -> Tensor:
        """The entropy of each distribution, in nats."""
        raise NotImplementedError(f"{type(self).__name__} has no entropy")

    def perplexity(self) -> Tensor:
        """exp(entropy)."""
        return self.entropy().exp()

    # ---- checks ----------------------------------------------------------------

    def _validate_sample(self, value: Any) -> None:
        """ValueError unless value is events of this distribution."""
        if not isinstance(value, Tensor):
            raise ValueError("The value argument to log_prob must be a Tensor")
        events = len(self._event_shape)
        if value.shape[value.ndim - events :] != self._event_shape:
            raise ValueError(
                "The right-most size of value must match event_shape: "
                f"{tuple(value.shape)} vs {tuple(self._event_shape)}."
            )
        own = (*self._batch_shape, *self._event_shape)
        for i, j in zip(reversed(value.shape), reversed(own), strict=False):
            if i != 1 and j != 1 and i != j:
                raise ValueError(
                    "Value is not broadcastable with batch_shape+event_shape: "
                    f"{tuple(value.shape)} vs {own}."
                )
        try:
            support = self.support
        except NotImplementedError:
            return
        if not support.check(value).all():
            raise ValueError(
                f"Expected value argument ({type(value).__name__} of shape "
                f"{tuple(value.shape)}) to be within the support ({support!r}) of the "
                f"distribution {self!r}, but found invalid values:\n{value}"
            )

    def __repr__(self) -> str:
        own = self.__dict__
        shown = [
            f"{name}: {own[name] if own[name].numel() == 1 else own[name].size()}"
            for name in self.arg_constraints
            if isinstance(own.get(name), Tensor)
        ]
        return f"{type(self).__name__}({', '.join(shown)})"


def _of_class(instance: Any, name: str) -> Any:
    """What the class has by that name."""
    for kind in type(instance).__mro__:
        if name in vars(kind):
            return vars(kind)[name]
    return None


_adopt(__name__)
