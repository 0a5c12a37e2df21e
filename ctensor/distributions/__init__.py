"""Probability distributions over tensors: `torch.distributions`' names.

A class is imported with its module at its first use, as all of them take as long to
import as half of the package.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ctensor.distributions import constraints as constraints
    from ctensor.distributions import transforms as transforms
    from ctensor.distributions.bernoulli import Bernoulli as Bernoulli
    from ctensor.distributions.beta import Beta as Beta
    from ctensor.distributions.binomial import Binomial as Binomial
    from ctensor.distributions.categorical import Categorical as Categorical
    from ctensor.distributions.cauchy import Cauchy as Cauchy
    from ctensor.distributions.chi2 import Chi2 as Chi2
    from ctensor.distributions.constraint_registry import biject_to as biject_to
    from ctensor.distributions.constraint_registry import transform_to as transform_to
    from ctensor.distributions.continuous_bernoulli import (
        ContinuousBernoulli as ContinuousBernoulli,
    )
    from ctensor.distributions.dirichlet import Dirichlet as Dirichlet
    from ctensor.distributions.distribution import Distribution as Distribution
    from ctensor.distributions.exp_family import ExponentialFamily as ExponentialFamily
    from ctensor.distributions.exponential import Exponential as Exponential
    from ctensor.distributions.fishersnedecor import FisherSnedecor as FisherSnedecor
    from ctensor.distributions.gamma import Gamma as Gamma
    from ctensor.distributions.geometric import Geometric as Geometric
    from ctensor.distributions.gumbel import Gumbel as Gumbel
    from ctensor.distributions.half_cauchy import HalfCauchy as HalfCauchy
    from ctensor.distributions.half_normal import HalfNormal as HalfNormal
    from ctensor.distributions.independent import Independent as Independent
    from ctensor.distributions.inverse_gamma import InverseGamma as InverseGamma
    from ctensor.distributions.kl import kl_divergence as kl_divergence
    from ctensor.distributions.kl import register_kl as register_kl
    from ctensor.distributions.kumaraswamy import Kumaraswamy as Kumaraswamy
    from ctensor.distributions.laplace import Laplace as Laplace
    from ctensor.distributions.lkj_cholesky import LKJCholesky as LKJCholesky
    from ctensor.distributions.log_normal import LogNormal as LogNormal
    from ctensor.distributions.logistic_normal import LogisticNormal as LogisticNormal
    from ctensor.distributions.lowrank_multivariate_normal import (
        LowRankMultivariateNormal as LowRankMultivariateNormal,
    )
    from ctensor.distributions.mixture_same_family import (
        MixtureSameFamily as MixtureSameFamily,
    )
    from ctensor.distributions.multinomial import Multinomial as Multinomial
    from ctensor.distributions.multivariate_normal import (
        MultivariateNormal as MultivariateNormal,
    )
    from ctensor.distributions.negative_binomial import (
        NegativeBinomial as NegativeBinomial,
    )
    from ctensor.distributions.normal import Normal as Normal
    from ctensor.distributions.one_hot_categorical import (
        OneHotCategorical as OneHotCategorical,
    )
    from ctensor.distributions.one_hot_categorical import (
        OneHotCategoricalStraightThrough as OneHotCategoricalStraightThrough,
    )
    from ctensor.distributions.pareto import Pareto as Pareto
    from ctensor.distributions.poisson import Poisson as Poisson
    from ctensor.distributions.relaxed_bernoulli import (
        RelaxedBernoulli as RelaxedBernoulli,
    )
    from ctensor.distributions.relaxed_categorical import (
        RelaxedOneHotCategorical as RelaxedOneHotCategorical,
    )
    from ctensor.distributions.studentT import StudentT as StudentT
    from ctensor.distributions.transformed_distribution import (
        TransformedDistribution as TransformedDistribution,
    )
    from ctensor.distributions.transforms import AbsTransform as AbsTransform
    from ctensor.distributions.transforms import AffineTransform as AffineTransform
    from ctensor.distributions.transforms import CatTransform as CatTransform
    from ctensor.distributions.transforms import ComposeTransform as ComposeTransform
    from ctensor.distributions.transforms import (
        CorrCholeskyTransform as CorrCholeskyTransform,
    )
    from ctensor.distributions.transforms import (
        CumulativeDistributionTransform as CumulativeDistributionTransform,
    )
    from ctensor.distributions.transforms import ExpTransform as ExpTransform
    from ctensor.distributions.transforms import (
        IndependentTransform as IndependentTransform,
    )
    from ctensor.distributions.transforms import (
        LowerCholeskyTransform as LowerCholeskyTransform,
    )
    from ctensor.distributions.transforms import (
        PositiveDefiniteTransform as PositiveDefiniteTransform,
    )
    from ctensor.distributions.transforms import PowerTransform as PowerTransform
    from ctensor.distributions.transforms import ReshapeTransform as ReshapeTransform
    from ctensor.distributions.transforms import SigmoidTransform as SigmoidTransform
    from ctensor.distributions.transforms import SoftmaxTransform as SoftmaxTransform
    from ctensor.distributions.transforms import SoftplusTransform as SoftplusTransform
    from ctensor.distributions.transforms import StackTransform as StackTransform
    from ctensor.distributions.transforms import (
        StickBreakingTransform as StickBreakingTransform,
    )
    from ctensor.distributions.transforms import TanhTransform as TanhTransform
    from ctensor.distributions.transforms import Transform as Transform
    from ctensor.distributions.transforms import (
        identity_transform as identity_transform,
    )
    from ctensor.distributions.uniform import Uniform as Uniform
    from ctensor.distributions.von_mises import VonMises as VonMises
    from ctensor.distributions.weibull import Weibull as Weibull
    from ctensor.distributions.wishart import Wishart as Wishart

__all__ = [
    "AbsTransform",
    "AffineTransform",
    "Bernoulli",
    "Beta",
    "Binomial",
    "CatTransform",
    "Categorical",
    "Cauchy",
    "Chi2",
    "ComposeTransform",
    "ContinuousBernoulli",
    "CorrCholeskyTransform",
    "CumulativeDistributionTransform",
    "Dirichlet",
    "Distribution",
    "ExpTransform",
    "Exponential",
    "ExponentialFamily",
    "FisherSnedecor",
    "Gamma",
    "Geometric",
    "Gumbel",
    "HalfCauchy",
    "HalfNormal",
    "Independent",
    "IndependentTransform",
    "InverseGamma",
    "Kumaraswamy",
    "LKJCholesky",
    "Laplace",
    "LogNormal",
    "LogisticNormal",
    "LowRankMultivariateNormal",
    "LowerCholeskyTransform",
    "MixtureSameFamily",
    "Multinomial",
    "MultivariateNormal",
    "NegativeBinomial",
    "Normal",
    "OneHotCategorical",
    "OneHotCategoricalStraightThrough",
    "Pareto",
    "Poisson",
    "PositiveDefiniteTransform",
    "PowerTransform",
    "RelaxedBernoulli",
    "RelaxedOneHotCategorical",
    "ReshapeTransform",
    "SigmoidTransform",
    "SoftmaxTransform",
    "SoftplusTransform",
    "StackTransform",
    "StickBreakingTransform",
    "StudentT",
    "TanhTransform",
    "Transform",
    "TransformedDistribution",
    "Uniform",
    "VonMises",
    "Weibull",
    "Wishart",
    "biject_to",
    "constraints",
    "identity_transform",
    "kl_divergence",
    "register_kl",
    "transform_to",
    "transforms",
]

_MODULES = {  # and what is read from each
    "constraints": "",
    "utils": "",
    "bernoulli": "Bernoulli",
    "beta": "Beta",
    "binomial": "Binomial",
    "categorical": "Categorical",
    "cauchy": "Cauchy",
    "chi2": "Chi2",
    "constraint_registry": "biject_to transform_to",
    "continuous_bernoulli": "ContinuousBernoulli",
    "dirichlet": "Dirichlet",
    "distribution": "Distribution",
    "exp_family": "ExponentialFamily",
    "exponential": "Exponential",
    "fishersnedecor": "FisherSnedecor",
    "gamma": "Gamma",
    "geometric": "Geometric",
    "gumbel": "Gumbel",
    "half_cauchy": "HalfCauchy",
    "half_normal": "HalfNormal",
    "independent": "Independent",
    "inverse_gamma": "InverseGamma",
    "kl": "kl_divergence register_kl",
    "kumaraswamy": "Kumaraswamy",
    "laplace": "Laplace",
    "lkj_cholesky": "LKJCholesky",
    "log_normal": "LogNormal",
    "logistic_normal": "LogisticNormal",
    "lowrank_multivariate_normal": "LowRankMultivariateNormal",
    "mixture_same_family": "MixtureSameFamily",
    "multinomial": "Multinomial",
    "multivariate_normal": "MultivariateNormal",
    "negative_binomial": "NegativeBinomial",
    "normal": "Normal",
    "one_hot_categorical": "OneHotCategorical OneHotCategoricalStraightThrough",
    "pareto": "Pareto",
    "poisson": "Poisson",
    "relaxed_bernoulli": "RelaxedBernoulli",
    "relaxed_categorical": "RelaxedOneHotCategorical",
    "studentT": "StudentT",
    "transformed_distribution": "TransformedDistribution",
    "transforms": "AbsTransform AffineTransform CatTransform ComposeTransform "
    "CorrCholeskyTransform CumulativeDistributionTransform "
    "ExpTransform IndependentTransform LowerCholeskyTransform "
    "PositiveDefiniteTransform PowerTransform ReshapeTransform "
    "SigmoidTransform SoftmaxTransform SoftplusTransform "
    "StackTransform StickBreakingTransform TanhTransform Transform "
    "identity_transform",
    "uniform": "Uniform",
    "von_mises": "VonMises",
    "weibull": "Weibull",
    "wishart": "Wishart",
}
_PLACES = {name: part for part, names in _MODULES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """Import a module, or the one that has a class or function, at its first use."""
    if name in _MODULES:
        return importlib.import_module(f"{__name__}.{name}")
    if name in _PLACES:
        module = importlib.import_module(f"{__name__}.{_PLACES[name]}")
        globals()[name] = getattr(module, name)
        return globals()[name]
    raise AttributeError(f"module 'ctensor.distributions' has no attribute {name!r}")
