"""Normal vectors whose covariance is a product of a thin matrix and a diagonal."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.distribution import Distribution
from ctensor.distributions.multivariate_normal import square_distance
from ctensor.distributions.utils import lazy_property, standard_normal

__all__ = ["LowRankMultivariateNormal"]


class LowRankMultivariateNormal(Distribution):
    """Normal vectors of covariance cov_factor cov_factor^T + diag(cov_diag).

    Shapes: loc (*, n), cov_factor (*, n, r), cov_diag (*, n). By the Woodbury identity
    and the determinant lemma only the r x r matrix 1 + W^T D^-1 W is factored, so that
    the cost grows as n r^2.
    """

    arg_constraints: ClassVar = {
        "loc": constraints.real_vector,
        "cov_factor": constraints.independent(constraints.real, 2),
        "cov_diag": constraints.independent(constraints.positive, 1),
    }
    support = constraints.real_vector
    has_rsample = True

    def __init__(
        self,
        loc: Tensor,
        cov_factor: Tensor,
        cov_diag: Tensor,
        validate_args: bool | None = None,
    ) -> None:
        if loc.ndim < 1 or cov_factor.ndim < 2 or cov_diag.ndim < 1:
            raise ValueError(
                "LowRankMultivariateNormal: expected a vector loc, a matrix cov_factor "
                "and a vector cov_diag"
            )
        n, rank = loc.shape[-1], cov_factor.shape[-1]
        if cov_factor.shape[-2] != n or cov_diag.shape[-1] != n:
            raise ValueError(
                f"LowRankMultivariateNormal: expected cov_factor of {n} rows and "
                f"cov_diag of {n} elements, got shapes {tuple(cov_factor.shape)} and "
                f"{tuple(cov_diag.shape)}"
            )
        shapes = (loc.shape[:-1], cov_factor.shape[:-2], cov_diag.shape[:-1])
        batch = ct.broadcast_shapes(*map(tuple, shapes))
        self.loc = loc.expand((*batch, n))
        self.cov_factor = cov_factor.expand((*batch, n, rank))
        self.cov_diag = cov_diag.expand((*batch, n))
        self._w, self._d = cov_factor, cov_diag
        scaled = cov_factor.mT / cov_diag.unsqueeze(-2)
        eye = ct.eye(rank, dtype=loc.dtype, device=loc.device)
        self._capacitance = ct.linalg.cholesky(scaled @ cov_factor + eye)
        super().__init__(batch, (n,), validate_args=validate_args)

    @property
    def mean(self) -> Tensor:
        return self.loc

    @property
    def mode(self) -> Tensor:
        return self.loc

    @property
    def variance(self) -> Tensor:
        square = (self._w * self._w).sum(-1) + self._d
        return square.expand((*self._batch_shape, *self._event_shape))

    @lazy_property
    def covariance_matrix(self) -> Tensor:
        """The covariance."""
        n = self._event_shape[0]
        whole = self._w @ self._w.mT + ct.diag_embed(self._d)
        return whole.expand((*self._batch_shape, n, n))

    @lazy_property
    def precision_matrix(self) -> Tensor:
        """The inverse of the covariance."""
        n = self._event_shape[0]
        scaled = self._w.mT / self._d.unsqueeze(-2)
        solved = ct.linalg.solve_triangular(self._capacitance, scaled, upper=False)
        whole = ct.diag_embed(1 / self._d) - solved.mT @ solved
        return whole.expand((*self._batch_shape, n, n))

    @lazy_property
    def scale_tril(self) -> Tensor:
        """The lower Cholesky factor of the covariance."""
        return ct.linalg.cholesky(self.covariance_matrix)

    def rsample(self, sample_shape: Any = ()) -> Tensor:
        shape = self._extended_shape(sample_shape)
        thin = standard_normal((*shape[:-1], self._w.shape[-1]), self.loc)
        noise = standard_normal(shape, self.loc)
        spread = (self._w @ thin.unsqueeze(-1)).squeeze(-1)
        return self.loc + spread + self._d.sqrt() * noise

    def _half_log_det(self) -> Tensor:
        inner = self._capacitance.diagonal(dim1=-2, dim2=-1).log().sum(-1)
        return inner + 0.5 * self._d.log().sum(-1)

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        x = value - self.loc
        inner = (self._w.mT @ (x / self._d).unsqueeze(-1)).squeeze(-1)
        distance = (x * x / self._d).sum(-1) - square_distance(self._capacitance, inner)
        n = self._event_shape[0]
        return -0.5 * (n * math.log(2 * math.pi) + distance) - self._half_log_det()

    def entropy(self) -> Tensor:
        n = self._event_shape[0]
        entropy = 0.5 * n * (1 + math.log(2 * math.pi)) + self._half_log_det()
        return entropy.expand(self._batch_shape)


_adopt(__name__)
