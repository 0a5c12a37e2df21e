"""The normal distribution of vectors."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.distribution import Distribution
from ctensor.distributions.utils import lazy_property, standard_normal

__all__ = ["MultivariateNormal"]


class MultivariateNormal(Distribution):
    """Normal vectors of mean loc, by one of three matrices.

    covariance_matrix, its inverse precision_matrix, or scale_tril, its lower Cholesky
    factor, which the others are turned into.
    """

    arg_constraints: ClassVar = {
        "loc": constraints.real_vector,
        "covariance_matrix": constraints.positive_definite,
        "precision_matrix": constraints.positive_definite,
        "scale_tril": constraints.lower_cholesky,
    }
    support = constraints.real_vector
    has_rsample = True

    def __init__(
        self,
        loc: Tensor,
        covariance_matrix: Tensor | None = None,
        precision_matrix: Tensor | None = None,
        scale_tril: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None:
        matrices = {
            "covariance_matrix": covariance_matrix,
            "precision_matrix": precision_matrix,
            "scale_tril": scale_tril,
        }
        given = {name: m for name, m in matrices.items() if m is not None}
        if loc.ndim < 1 or len(given) != 1:
            raise ValueError(
                "MultivariateNormal: expected a loc of at least 1 dim and exactly one "
                "of covariance_matrix, precision_matrix and scale_tril"
            )
        ((name, matrix),) = given.items()
        if matrix.ndim < 2:
            raise ValueError(f"MultivariateNormal: expected a matrix as {name}")
        batch = ct.broadcast_shapes(tuple(matrix.shape[:-2]), tuple(loc.shape[:-1]))
        self.loc = loc.expand((*batch, loc.shape[-1]))
        self.__dict__[name] = matrix.expand((*batch, *matrix.shape[-2:]))
        super().__init__(batch, self.loc.shape[-1:], validate_args=validate_args)
        if scale_tril is not None:
            self._factor = scale_tril
        elif covariance_matrix is not None:
            self._factor = ct.linalg.cholesky(covariance_matrix)
        else:
            self._factor = _factor_of_inverse(matrix)

    @lazy_property
    def scale_tril(self) -> Tensor:
        """The lower Cholesky factor of the covariance."""
        n = self._event_shape[0]
        return self._factor.expand((*self._batch_shape, n, n))

    @lazy_property
    def covariance_matrix(self) -> Tensor:
        """The covariance."""
        n = self._event_shape[0]
        return (self._factor @ self._factor.mT).expand((*self._batch_shape, n, n))

    @lazy_property
    def precision_matrix(self) -> Tensor:
        """The inverse of the covariance."""
        n = self._event_shape[0]
        inverse = ct.cholesky_inverse(self._factor)
        return inverse.expand((*self._batch_shape, n, n))

    @property
    def mean(self) -> Tensor:
        return self.loc

    @property
    def mode(self) -> Tensor:
        return self.loc

    @property
    def variance(self) -> Tensor:
        square = (self._factor * self._factor).sum(-1)
        return square.expand((*self._batch_shape, *self._event_shape))

    def rsample(self, sample_shape: Any = ()) -> Tensor:
        noise = standard_normal(self._extended_shape(sample_shape), self.loc)
        return self.loc + (self._factor @ noise.unsqueeze(-1)).squeeze(-1)

    def _half_log_det(self) -> Tensor:
        return self._factor.diagonal(dim1=-2, dim2=-1).log().sum(-1)

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        distance = square_distance(self._factor, value - self.loc)
        n = self._event_shape[0]
        return -0.5 * (n * math.log(2 * math.pi) + distance) - self._half_log_det()

    def entropy(self) -> Tensor:
        n = self._event_shape[0]
        entropy = 0.5 * n * (1 + math.log(2 * math.pi)) + self._half_log_det()
        return entropy.expand(self._batch_shape)


def _factor_of_inverse(precision: Tensor) -> Tensor:
    """The lower Cholesky factor of the inverse, by that of the matrix turned about."""
    turned = ct.linalg.cholesky(precision.flip((-2, -1)))
    upper = turned.flip((-2, -1)).mT
    eye = ct.eye(precision.shape[-1], dtype=precision.dtype, device=precision.device)
    return ct.linalg.solve_triangular(upper, eye, upper=False)


def square_distance(factor: Tensor, x: Tensor) -> Tensor:
    """The squares of vectors' lengths in deviations; one solve if of one matrix."""
    if factor.ndim == 2:
        rows = x.reshape(-1, x.shape[-1])
        solved = ct.linalg.solve_triangular(factor, rows.T, upper=False)
        return (solved * solved).sum(0).reshape(x.shape[:-1])
    solved = ct.linalg.solve_triangular(factor, x.unsqueeze(-1), upper=False)
    return (solved * solved).sum((-2, -1))


_adopt(__name__)
