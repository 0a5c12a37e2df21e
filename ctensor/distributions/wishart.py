"""Positive definite matrices: sums of squares of normal vectors."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import ctensor as ct
from ctensor import _C
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions import constraints
from ctensor.distributions.exp_family import ExponentialFamily
from ctensor.distributions.multivariate_normal import MultivariateNormal
from ctensor.distributions.utils import lazy_property, standard_normal

__all__ = ["Wishart"]


class Wishart(ExponentialFamily):
    """Matrices X X^T of df normal vectors whose covariance is given.

    As covariance_matrix, its inverse precision_matrix or its lower Cholesky factor
    scale_tril, all (*, n, n); df is above n - 1 and need not be whole. Samples are
    products of Bartlett's factors.
    """

    arg_constraints: ClassVar = {
        "covariance_matrix": constraints.positive_definite,
        "precision_matrix": constraints.positive_definite,
        "scale_tril": constraints.lower_cholesky,
        "df": constraints.greater_than(0),
    }
    support = constraints.positive_definite
    has_rsample = True
    _mean_carrier_measure = 0

    def __init__(
        self,
        df: Any,
        covariance_matrix: Tensor | None = None,
        precision_matrix: Tensor | None = None,
        scale_tril: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None:
        matrices = (covariance_matrix, precision_matrix, scale_tril)
        given = [m for m in matrices if m is not None]
        if len(given) != 1 or given[0].ndim < 2:
            raise ValueError(
                "Wishart: expected exactly one matrix of covariance_matrix, "
                "precision_matrix and scale_tril"
            )
        matrix, n = given[0], given[0].shape[-1]
        df = df if isinstance(df, Tensor) else ct.tensor(df, dtype=matrix.dtype)
        batch = ct.broadcast_shapes(tuple(matrix.shape[:-2]), tuple(df.shape))
        self.df = df.expand(batch)
        if bool((self.df <= n - 1).any()):
            raise ValueError(f"Wishart: expected df above n - 1 = {n - 1}, got {df}")
        zero = matrix.new_zeros(n)
        kwargs: dict[str, Any] = {}
        names = ("covariance_matrix", "precision_matrix", "scale_tril")
        for name, m in zip(names, matrices, strict=True):
            if m is not None:
                self.__dict__[name] = m.expand((*batch, n, n))
                kwargs = {name: m}
        self._factor = MultivariateNormal(zero, **kwargs, validate_args=False)._factor
        super().__init__(batch, (n, n), validate_args=validate_args)

    @lazy_property
    def scale_tril(self) -> Tensor:
        """The lower Cholesky factor of the vectors' covariance."""
        return self._factor.expand((*self._batch_shape, *self._event_shape))

    @lazy_property
    def covariance_matrix(self) -> Tensor:
        """The vectors' covariance."""
        whole = self._factor @ self._factor.mT
        return whole.expand((*self._batch_shape, *self._event_shape))

    @lazy_property
    def precision_matrix(self) -> Tensor:
        """The inverse of the vectors' covariance."""
        inverse = ct.cholesky_inverse(self._factor)
        return inverse.expand((*self._batch_shape, *self._event_shape))

    @property
    def mean(self) -> Tensor:
        return self.df.unsqueeze(-1).unsqueeze(-1) * self.covariance_matrix

    @property
    def mode(self) -> Tensor:
        n = self._event_shape[-1]
        factor = self.df - n - 1
        factor = ct.where(factor > 0, factor, ct.full_like(factor, math.nan))
        return factor.unsqueeze(-1).unsqueeze(-1) * self.covariance_matrix

    @property
    def variance(self) -> Tensor:
        v = self.covariance_matrix
        diagonal = v.diagonal(dim1=-2, dim2=-1)
        outer = diagonal.unsqueeze(-1) * diagonal.unsqueeze(-2)
        return self.df.unsqueeze(-1).unsqueeze(-1) * (v * v + outer)

    def rsample(self, sample_shape: Any = ()) -> Tensor:
        shape = self._extended_shape(sample_shape)
        n = shape[-1]
        places = ct.arange(n, dtype=self.df.dtype, device=self.df.device)
        half = (self.df.unsqueeze(-1) - places).expand(shape[:-1]) / 2
        chi = (2 * _C._standard_gamma(half)).sqrt()
        lower = standard_normal(shape, self._factor).tril(-1) + ct.diag_embed(chi)
        product = self._factor @ lower
        return product @ product.mT

    def log_prob(self, value: Any) -> Tensor:
        if self._validate_args:
            self._validate_sample(value)
        n, df = self._event_shape[-1], self.df
        half_det = self._factor.diagonal(dim1=-2, dim2=-1).log().sum(-1)
        solved = ct.cholesky_solve(value, self._factor)
        trace = solved.diagonal(dim1=-2, dim2=-1).sum(-1)
        log_det = ct.linalg.slogdet(value)[1]
        norm = df * (0.5 * n * math.log(2) + half_det) + ct.mvlgamma(df / 2, n)
        return 0.5 * ((df - n - 1) * log_det - trace) - norm

    def entropy(self) -> Tensor:
        n, df = self._event_shape[-1], self.df
        half_det = self._factor.diagonal(dim1=-2, dim2=-1).log().sum(-1)
        places = ct.arange(n, dtype=df.dtype, device=df.device)
        digammas = ct.digamma((df.unsqueeze(-1) - places) / 2).sum(-1)
        return (
            (n + 1) * (half_det + 0.5 * n * math.log(2))
            + ct.mvlgamma(df / 2, n)
            - 0.5 * (df - n - 1) * digammas
            + 0.5 * n * df
        )


_adopt(__name__)
