"""The chi-squared distribution."""

from __future__ import annotations

from typing import Any, ClassVar

from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.gamma import Gamma

__all__ = ["Chi2"]


class Chi2(Gamma):
    """The sum of the squares of df normal numbers of mean 0 and variance 1."""

    arg_constraints: ClassVar = {"df": constraints.positive}
    _parameters: ClassVar = Gamma.arg_constraints

    def __init__(self, df: Any, validate_args: bool | None = None) -> None:
        super().__init__(0.5 * df, 0.5, validate_args=validate_args)

    @property
    def df(self) -> Tensor:
        """The number of degrees of freedom."""
        return self.concentration * 2


_adopt(__name__)
