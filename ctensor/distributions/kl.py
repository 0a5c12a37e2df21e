"""Kullback and Leibler's divergence of two distributions.

`register_kl(P, Q)` says how it is computed for two kinds and those derived from them.
The formulas are integrals of log(p / q) over p in closed form.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

import ctensor as ct
from ctensor._C import Tensor
from ctensor._package import adopt as _adopt
from ctensor.distributions.bernoulli import Bernoulli
from ctensor.distributions.beta import Beta
from ctensor.distributions.binomial import Binomial
from ctensor.distributions.categorical import Categorical
from ctensor.distributions.cauchy import Cauchy
from ctensor.distributions.continuous_bernoulli import ContinuousBernoulli
from ctensor.distributions.dirichlet import Dirichlet
from ctensor.distributions.distribution import Distribution
from ctensor.distributions.exponential import Exponential
from ctensor.distributions.gamma import Gamma
from ctensor.distributions.geometric import Geometric
from ctensor.distributions.gumbel import Gumbel
from ctensor.distributions.half_normal import HalfNormal
from ctensor.distributions.independent import Independent
from ctensor.distributions.laplace import Laplace
from ctensor.distributions.lowrank_multivariate_normal import (
    LowRankMultivariateNormal,
)
from ctensor.distributions.multivariate_normal import (
    MultivariateNormal,
    square_distance,
)
from ctensor.distributions.normal import Normal
from ctensor.distributions.one_hot_categorical import OneHotCategorical
from ctensor.distributions.pareto import Pareto
from ctensor.distributions.poisson import Poisson
from ctensor.distributions.transformed_distribution import TransformedDistribution
from ctensor.distributions.uniform import Uniform
from ctensor.distributions.utils import euler_constant, sum_rightmost
from ctensor.distributions.weibull import Weibull

__all__ = ["kl_divergence", "register_kl"]

_registered: dict[tuple[type, type], Callable[..., Tensor]] = {}
_found: dict[tuple[type, type], Callable[..., Tensor] | None] = {}


def register_kl(type_p: type, type_q: type) -> Callable[..., Any]:
    """A decorator of the function that computes kl_divergence(p, q) for these kinds."""
    for kind in (type_p, type_q):
        if not isinstance(kind, type) or not issubclass(kind, Distribution):
            raise TypeError(
                f"register_kl: expected kinds of Distributions, got {kind!r}"
            )

    def decorator(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
        _registered[type_p, type_q] = function
        _found.clear()
        return function

    return decorator


def _nearest(type_p: type, type_q: type) -> Callable[..., Tensor] | None:
    """The function of the nearest kinds; p's, with a warning, where q's is another."""
    fitting = [
        (p, q)
        for p, q in _registered
        if issubclass(type_p, p) and issubclass(type_q, q)
    ]
    if not fitting:
        return None
    mro_p, mro_q = type_p.__mro__, type_q.__mro__
    left = min(fitting, key=lambda k: (mro_p.index(k[0]), mro_q.index(k[1])))
    right = min(fitting, key=lambda k: (mro_q.index(k[1]), mro_p.index(k[0])))
    if _registered[left] is not _registered[right]:
        warnings.warn(
            f"Ambiguous kl_divergence({type_p.__name__}, {type_q.__name__}): register "
            f"it for these, as it is for {left} and for {right}",
            RuntimeWarning,
            stacklevel=3,
        )
    return _registered[left]


def kl_divergence(p: Distribution, q: Distribution) -> Tensor:
    """The mean of log(p / q) over p, a number for each pair of the batches.

    NotImplementedError where no function is registered for the two kinds.

    >>> normal = ct.distributions.Normal
    >>> kl_divergence(normal(0.0, 1.0), normal(1.0, 1.0))
    tensor(0.5000)
    """
    key = type(p), type(q)
    if key not in _found:
        _found[key] = _nearest(*key)
    function = _found[key]
    if function is None:
        raise NotImplementedError(
            f"kl_divergence: no function is registered for {type(p).__name__} and "
            f"{type(q).__name__}"
        )
    return function(p, q)


def _infinite(like: Tensor) -> Tensor:
    return ct.full_like(like, math.inf)


# ---- of one kind -----------------------------------------------------------------


@register_kl(Bernoulli, Bernoulli)
def _bernoulli(p: Any, q: Any) -> Tensor:
    one = ct.xlogy(p.probs, p.probs / q.probs)
    one = ct.where(p.probs == 0, 0.0, ct.where(q.probs == 0, math.inf, one))
    other = ct.xlogy(1 - p.probs, (1 - p.probs) / (1 - q.probs))
    other = ct.where(p.probs == 1, 0.0, ct.where(q.probs == 1, math.inf, other))
    return one + other


@register_kl(Beta, Beta)
def _beta(p: Any, q: Any) -> Tensor:
    return _dirichlet(p._dirichlet, q._dirichlet)


@register_kl(Binomial, Binomial)
def _binomial(p: Any, q: Any) -> Tensor:
    if (p.total_count < q.total_count).any():
        raise NotImplementedError(
            "kl_divergence: of Binomials whose second has more trials is not there"
        )
    same = p.total_count * _bernoulli(p, q)
    return ct.where(p.total_count > q.total_count, math.inf, same)


@register_kl(Categorical, Categorical)
def _categorical(p: Any, q: Any) -> Tensor:
    each = p.probs * (p.logits - q.logits)
    each = ct.where(q.probs == 0, math.inf, each)
    return ct.where(p.probs == 0, 0.0, each).sum(-1)


@register_kl(OneHotCategorical, OneHotCategorical)
def _one_hot(p: Any, q: Any) -> Tensor:
    return _categorical(p._categorical, q._categorical)


@register_kl(Cauchy, Cauchy)
def _cauchy(p: Any, q: Any) -> Tensor:
    both = (p.scale + q.scale) ** 2 + (p.loc - q.loc) ** 2
    return both.log() - (4 * p.scale * q.scale).log()


@register_kl(ContinuousBernoulli, ContinuousBernoulli)
def _continuous_bernoulli(p: Any, q: Any) -> Tensor:
    norm = p._log_norm() + ct.log1p(-p.probs) - q._log_norm() - ct.log1p(-q.probs)
    return p.mean * (p.logits - q.logits) + norm


@register_kl(Dirichlet, Dirichlet)
def _dirichlet(p: Any, q: Any) -> Tensor:
    a, b = p.concentration, q.concentration
    total = a.sum(-1)
    sizes = ct.lgamma(total) - ct.lgamma(b.sum(-1))
    shapes = (ct.lgamma(b) - ct.lgamma(a)).sum(-1)
    means = ct.digamma(a) - ct.digamma(total).unsqueeze(-1)
    return sizes + shapes + ((a - b) * means).sum(-1)


@register_kl(Exponential, Exponential)
def _exponential(p: Any, q: Any) -> Tensor:
    ratio = q.rate / p.rate
    return ratio - 1 - ratio.log()


@register_kl(Gamma, Gamma)
def _gamma(p: Any, q: Any) -> Tensor:
    a, b = p.concentration, q.concentration
    rates = b * (p.rate / q.rate).log() + a * (q.rate / p.rate - 1)
    return rates + ct.lgamma(b) - ct.lgamma(a) + (a - b) * ct.digamma(a)


@register_kl(Geometric, Geometric)
def _geometric(p: Any, q: Any) -> Tensor:
    return -p.entropy() - ct.log1p(-q.probs) / p.probs - q.logits


@register_kl(Gumbel, Gumbel)
def _gumbel(p: Any, q: Any) -> Tensor:
    ratio = p.scale / q.scale
    far = (p.loc - q.loc) / q.scale
    tail = (-far + ct.lgamma(1 + ratio)).exp()
    return far - ratio.log() + euler_constant * (ratio - 1) + tail - 1


@register_kl(HalfNormal, HalfNormal)
def _half_normal(p: Any, q: Any) -> Tensor:
    return _normal(p.base_dist, q.base_dist)


@register_kl(Laplace, Laplace)
def _laplace(p: Any, q: Any) -> Tensor:
    ratio, far = p.scale / q.scale, (p.loc - q.loc).abs()
    return -ratio.log() + far / q.scale + ratio * (-far / p.scale).exp() - 1


@register_kl(MultivariateNormal, MultivariateNormal)
def _multivariate_normal(p: Any, q: Any) -> Tensor:
    n = p.event_shape[0]
    if q.event_shape[0] != n:
        raise ValueError("kl_divergence: expected events of one size")
    solved = ct.linalg.solve_triangular(q._factor, p.scale_tril, upper=False)
    spread = (solved * solved).sum((-2, -1))
    far = square_distance(q._factor, p.loc - q.loc)
    return q._half_log_det() - p._half_log_det() + 0.5 * (spread + far - n)


@register_kl(LowRankMultivariateNormal, LowRankMultivariateNormal)
@register_kl(LowRankMultivariateNormal, MultivariateNormal)
@register_kl(MultivariateNormal, LowRankMultivariateNormal)
def _lowrank_multivariate_normal(p: Any, q: Any) -> Tensor:
    """By the Cholesky factors of both covariances."""
    whole = [MultivariateNormal(d.loc, scale_tril=d.scale_tril) for d in (p, q)]
    return _multivariate_normal(*whole)


@register_kl(Normal, Normal)
def _normal(p: Any, q: Any) -> Tensor:
    ratio, far = (p.scale / q.scale) ** 2, ((p.loc - q.loc) / q.scale) ** 2
    return 0.5 * (ratio + far - 1 - ratio.log())


@register_kl(Pareto, Pareto)
def _pareto(p: Any, q: Any) -> Tensor:
    ratio = q.alpha / p.alpha
    inside = q.alpha * (p.scale / q.scale).log() - ratio.log() + ratio - 1
    return ct.where(p.scale < q.scale, math.inf, inside)


@register_kl(Poisson, Poisson)
def _poisson(p: Any, q: Any) -> Tensor:
    return ct.xlogy(p.rate, p.rate / q.rate) - (p.rate - q.rate)


@register_kl(Uniform, Uniform)
def _uniform(p: Any, q: Any) -> Tensor:
    inside = ((q.high - q.low) / (p.high - p.low)).log()
    return ct.where((q.low > p.low) | (q.high < p.high), math.inf, inside)


@register_kl(Weibull, Weibull)
def _weibull(p: Any, q: Any) -> Tensor:
    a, b = p.concentration, q.concentration
    sizes = (a / b).log() - a * p.scale.log() + b * q.scale.log()
    means = (a - b) * (p.scale.log() - euler_constant / a)
    tail = (b * (p.scale / q.scale).log() + ct.lgamma(1 + b / a)).exp()
    return sizes + means + tail - 1


# ---- around others ---------------------------------------------------------------


@register_kl(TransformedDistribution, TransformedDistribution)
def _transformed(p: Any, q: Any) -> Tensor:
    if p.transforms != q.transforms or p.event_shape != q.event_shape:
        raise NotImplementedError(
            "kl_divergence: of two different transforms is not there"
        )
    return kl_divergence(p.base_dist, q.base_dist)


@register_kl(Independent, Independent)
def _independent(p: Any, q: Any) -> Tensor:
    n = p.reinterpreted_batch_ndims
    if n != q.reinterpreted_batch_ndims:
        raise NotImplementedError(
            "kl_divergence: of Independents of different dims is not there"
        )
    return sum_rightmost(kl_divergence(p.base_dist, q.base_dist), n)


# ---- of two kinds ----------------------------------------------------------------


@register_kl(Bernoulli, Poisson)
def _bernoulli_poisson(p: Any, q: Any) -> Tensor:
    return -p.entropy() - (p.probs * q.rate.log() - q.rate)


@register_kl(Beta, Exponential)
def _beta_exponential(p: Any, q: Any) -> Tensor:
    return -p.entropy() - q.rate.log() + q.rate * p.mean


@register_kl(Beta, Gamma)
def _beta_gamma(p: Any, q: Any) -> Tensor:
    a, b = p.concentration1, p.concentration0
    log_mean = ct.digamma(a) - ct.digamma(a + b)
    return -p.entropy() + _gamma_cost(q, log_mean, p.mean)


def _gamma_cost(q: Any, log_mean: Tensor, mean: Tensor) -> Tensor:
    """The mean of -log q by the means of log x and x."""
    a = q.concentration
    return ct.lgamma(a) - a * q.rate.log() - (a - 1) * log_mean + q.rate * mean


def _normal_cost(q: Any, mean: Tensor, variance: Tensor) -> Tensor:
    """The mean of -log q, q being normal, by mean and variance."""
    square = variance + (mean - q.loc) ** 2
    return q.scale.log() + 0.5 * math.log(2 * math.pi) + 0.5 * square / q.scale**2


@register_kl(Beta, Normal)
@register_kl(Gamma, Normal)
@register_kl(Laplace, Normal)
@register_kl(Gumbel, Normal)
@register_kl(Exponential, Normal)
@register_kl(Uniform, Normal)
def _to_normal(p: Any, q: Any) -> Tensor:
    return -p.entropy() + _normal_cost(q, p.mean, p.variance)


@register_kl(Exponential, Gamma)
def _exponential_gamma(p: Any, q: Any) -> Tensor:
    log_mean = -p.rate.log() - euler_constant
    return -p.entropy() + _gamma_cost(q, log_mean, p.mean)


@register_kl(Gamma, Exponential)
def _gamma_exponential(p: Any, q: Any) -> Tensor:
    return -p.entropy() - q.rate.log() + q.rate * p.mean


@register_kl(Exponential, Gumbel)
def _exponential_gumbel(p: Any, q: Any) -> Tensor:
    step = p.rate * q.scale
    loc = q.loc / q.scale
    tail = (loc.exp() * (step / (step + 1))) - 1
    return step.log() - loc + step.reciprocal() + tail


@register_kl(Gamma, Gumbel)
def _gamma_gumbel(p: Any, q: Any) -> Tensor:
    step, loc = p.rate * q.scale, q.loc / q.scale
    tail = (loc - p.concentration * ct.log1p(step.reciprocal())).exp()
    return -p.entropy() + q.scale.log() + p.concentration / step - loc + tail


@register_kl(Normal, Gumbel)
def _normal_gumbel(p: Any, q: Any) -> Tensor:
    ratio, far = p.scale / q.scale, (p.loc - q.loc) / q.scale
    tail = (-far + 0.5 * ratio**2).exp()
    return -ratio.log() + far + tail - 0.5 * (1 + math.log(2 * math.pi))


@register_kl(Normal, Laplace)
def _normal_laplace(p: Any, q: Any) -> Tensor:
    far = p.loc - q.loc
    ratio = far / p.scale
    near = math.sqrt(2 / math.pi) * p.scale * (-0.5 * ratio**2).exp()
    far = far * ct.erf(math.sqrt(0.5) * ratio)
    entropy = 0.5 * (1 + math.log(2 * math.pi)) + p.scale.log()
    return -entropy + (2 * q.scale).log() + (near + far) / q.scale


@register_kl(Pareto, Exponential)
def _pareto_exponential(p: Any, q: Any) -> Tensor:
    inside = -p.entropy() - q.rate.log() + q.rate * p.mean
    return ct.where(p.alpha <= 1, math.inf, inside)


@register_kl(Pareto, Gamma)
def _pareto_gamma(p: Any, q: Any) -> Tensor:
    log_mean = p.scale.log() + p.alpha.reciprocal()
    inside = -p.entropy() + _gamma_cost(q, log_mean, p.mean)
    return ct.where(p.alpha <= 1, math.inf, inside)


@register_kl(Pareto, Normal)
def _pareto_normal(p: Any, q: Any) -> Tensor:
    return ct.where(p.alpha <= 2, math.inf, _to_normal(p, q))


@register_kl(Poisson, Bernoulli)
@register_kl(Poisson, Binomial)
def _poisson_finite(p: Any, q: Any) -> Tensor:
    return _infinite(p.rate)


# What has numbers where the other has none.
@register_kl(Beta, Pareto)
def _beta_infinite(p: Any, q: Any) -> Tensor:
    return _infinite(p.concentration1)


@register_kl(Gamma, Beta)
@register_kl(Gamma, Pareto)
@register_kl(Gamma, Uniform)
def _gamma_infinite(p: Any, q: Any) -> Tensor:
    return _infinite(p.concentration)


@register_kl(Exponential, Beta)
@register_kl(Exponential, Pareto)
@register_kl(Exponential, Uniform)
def _exponential_infinite(p: Any, q: Any) -> Tensor:
    return _infinite(p.rate)


@register_kl(Gumbel, Beta)
@register_kl(Gumbel, Exponential)
@register_kl(Gumbel, Gamma)
@register_kl(Gumbel, Pareto)
@register_kl(Gumbel, Uniform)
@register_kl(Laplace, Beta)
@register_kl(Laplace, Exponential)
@register_kl(Laplace, Gamma)
@register_kl(Laplace, Pareto)
@register_kl(Laplace, Uniform)
@register_kl(Normal, Beta)
@register_kl(Normal, Exponential)
@register_kl(Normal, Gamma)
@register_kl(Normal, Pareto)
@register_kl(Normal, Uniform)
def _loc_infinite(p: Any, q: Any) -> Tensor:
    return _infinite(p.loc)


@register_kl(Pareto, Beta)
@register_kl(Pareto, Uniform)
def _pareto_infinite(p: Any, q: Any) -> Tensor:
    return _infinite(p.scale)


@register_kl(Beta, Uniform)
def _beta_uniform(p: Any, q: Any) -> Tensor:
    inside = -p.entropy() + (q.high - q.low).log()
    return ct.where((q.low > 0) | (q.high < 1), math.inf, inside)


@register_kl(Uniform, Beta)
def _uniform_beta(p: Any, q: Any) -> Tensor:
    a, b = q.concentration1, q.concentration0
    width = p.high - p.low
    area = ct.lgamma(a) + ct.lgamma(b) - ct.lgamma(a + b)

    def mean_log(low: Tensor, high: Tensor) -> Tensor:
        return (ct.xlogy(high, high) - ct.xlogy(low, low)) / width - 1

    cost = (a - 1) * mean_log(p.low, p.high) + (b - 1) * mean_log(1 - p.high, 1 - p.low)
    inside = area - width.log() - cost
    return ct.where((p.high > 1) | (p.low < 0), math.inf, inside)


@register_kl(Uniform, Exponential)
def _uniform_exponential(p: Any, q: Any) -> Tensor:
    inside = q.rate * p.mean - ((p.high - p.low) * q.rate).log()
    return ct.where(p.low < 0, math.inf, inside)


@register_kl(Uniform, Gamma)
def _uniform_gamma(p: Any, q: Any) -> Tensor:
    width = p.high - p.low
    log_mean = (ct.xlogy(p.high, p.high) - ct.xlogy(p.low, p.low)) / width - 1
    inside = _gamma_cost(q, log_mean, p.mean) - width.log()
    return ct.where(p.low < 0, math.inf, inside)


@register_kl(Uniform, Gumbel)
def _uniform_gumbel(p: Any, q: Any) -> Tensor:
    step = q.scale / (p.high - p.low)
    high, low = (q.loc - p.high) / q.scale, (q.loc - p.low) / q.scale
    tail = 0.5 * (high + low) + step * (high.exp() - low.exp())
    return step.log() - tail


@register_kl(Uniform, Pareto)
def _uniform_pareto(p: Any, q: Any) -> Tensor:
    width = p.high - p.low
    log_mean = (ct.xlogy(p.high, p.high) - ct.xlogy(p.low, p.low)) / width - 1
    inside = (
        (q.alpha + 1) * log_mean - q.alpha.log() - q.alpha * q.scale.log() - width.log()
    )
    return ct.where(p.low < q.scale, math.inf, inside)


_adopt(__name__)
