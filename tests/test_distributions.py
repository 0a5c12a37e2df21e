"""Distributions: densities against integrals and sums, samples, gradients, shapes.

No other library is asked: a density has the integral 1, and the mean, variance, entropy
and divergences are integrals over it.
"""

import copy
import itertools
import math
import pickle

import numpy as np
import pytest

import ctensor as ct
from ctensor import distributions as dist
from ctensor.distributions import constraints, transforms
from ctensor.distributions.utils import broadcast_all, lazy_property

D = ct.float64


def t(*values: float) -> ct.Tensor:
    return ct.tensor(values, dtype=D)


CONTINUOUS = {
    "normal": lambda: dist.Normal(t(0.5, -1), t(2, 0.3)),
    "laplace": lambda: dist.Laplace(t(0.5, -1), t(2, 0.3)),
    "cauchy": lambda: dist.Cauchy(t(0.5, -1), t(2, 0.3)),
    "gumbel": lambda: dist.Gumbel(t(0.5, -1), t(2, 0.3)),
    "student": lambda: dist.StudentT(t(3, 8), t(0.5, -1), t(2, 0.3)),
    "uniform": lambda: dist.Uniform(t(-1, 2), t(3, 2.5)),
    "exponential": lambda: dist.Exponential(t(0.5, 4)),
    "gamma": lambda: dist.Gamma(t(0.7, 6), t(2, 0.5)),
    "chi2": lambda: dist.Chi2(t(1.5, 6)),
    "inverse gamma": lambda: dist.InverseGamma(t(3.5, 6), t(2, 0.5)),
    "beta": lambda: dist.Beta(t(0.7, 6), t(2, 0.5)),
    "kumaraswamy": lambda: dist.Kumaraswamy(t(0.7, 6), t(2, 0.5)),
    "log normal": lambda: dist.LogNormal(t(0.5, -1), t(0.9, 0.3)),
    "half normal": lambda: dist.HalfNormal(t(2, 0.3)),
    "half cauchy": lambda: dist.HalfCauchy(t(2, 0.3)),
    "weibull": lambda: dist.Weibull(t(2, 0.3), t(0.8, 3)),
    "pareto": lambda: dist.Pareto(t(2, 0.3), t(3.5, 6)),
    "fisher": lambda: dist.FisherSnedecor(t(3, 8), t(7, 12)),
    "relaxed": lambda: dist.RelaxedBernoulli(t(0.7, 2), t(0.3, 0.9)),
    "continuous bernoulli": lambda: dist.ContinuousBernoulli(t(0.3, 0.9)),
}
COUNTS = {
    "bernoulli": lambda: dist.Bernoulli(t(0.3, 0.9)),
    "bernoulli by odds": lambda: dist.Bernoulli(logits=t(0.3, -2)),
    "geometric": lambda: dist.Geometric(t(0.3, 0.9)),
    "geometric by odds": lambda: dist.Geometric(logits=t(0.3, -2)),
    "binomial": lambda: dist.Binomial(7, t(0.3, 0.9)),
    "binomial by odds": lambda: dist.Binomial(ct.tensor([7, 7]), logits=t(0.3, -2)),
    "negative binomial": lambda: dist.NegativeBinomial(t(2.5, 3), t(0.3, 0.6)),
    "poisson": lambda: dist.Poisson(t(0.3, 9)),
    "categorical": lambda: dist.Categorical(t(1, 2, 5).expand(2, 3)),
}
ALL = {**CONTINUOUS, **COUNTS}
each = pytest.mark.parametrize("name", ALL)
each_continuous = pytest.mark.parametrize("name", CONTINUOUS)


def points(p: dist.Distribution) -> tuple[ct.Tensor, ct.Tensor]:
    """Where p has its numbers, and weights with which sums over them are integrals."""
    inner = [1] * len(p.batch_shape)
    if p.support.is_discrete:
        last = 1 if p.support is constraints.boolean else 400
        last = int(ct.as_tensor(getattr(p.support, "upper_bound", last)).max())
        return ct.arange(last + 1, dtype=D).view(-1, *inner), t(1)
    y = ct.linspace(-36, 36, 2401, dtype=D).view(-1, *inner)
    weights = ct.full_like(y, 0.03)
    if p.support is constraints.real:
        weights, y = weights * y.cosh(), y.sinh()
    to = dist.biject_to(p.support)
    x = to(y)
    return x, weights * to.log_abs_det_jacobian(y, x).exp()


def mean_of(p: dist.Distribution, values: ct.Tensor) -> ct.Tensor:
    """The mean over p of values at its points."""
    x, weights = points(p)
    chance = weights * p.log_prob(x).exp()
    return ct.where(chance == 0, 0.0, chance * values).sum(0)


def near(got, want, tolerance=1e-6):
    np.testing.assert_allclose(got.detach(), want.detach(), tolerance, tolerance)


# ---- densities ---------------------------------------------------------------


@each
def test_chances_add_up_to_one(name):
    p = ALL[name]()
    near(mean_of(p, t(1)), ct.ones(2, dtype=D), 1e-3 if name == "laplace" else 1e-6)


@each
def test_means_and_variances_are_those_of_the_density(name):
    p = ALL[name]()
    if name in ("cauchy", "half cauchy", "categorical"):
        assert not p.mean.isfinite().any()
        return
    if name == "relaxed":
        with pytest.raises(NotImplementedError, match="RelaxedBernoulli has no mean"):
            _ = p.mean
        return
    x, _ = points(p)
    tolerance = 1e-3 if name in ("laplace", "student", "inverse gamma") else 1e-6
    near(mean_of(p, x), p.mean, tolerance)
    near(mean_of(p, (x - p.mean) ** 2), p.variance, 10 * tolerance)
    near(p.stddev**2, p.variance)


@each
def test_entropies_are_those_of_the_density(name):
    p = ALL[name]()
    if name in ("negative binomial", "poisson", "fisher", "relaxed"):
        with pytest.raises(NotImplementedError, match="has no entropy"):
            p.entropy()
        return
    x, _ = points(p)
    near(-mean_of(p, p.log_prob(x)), p.entropy(), 1e-3 if name == "laplace" else 1e-6)
    near(p.perplexity(), p.entropy().exp())


@each
def test_modes_are_the_likeliest(name):
    p = ALL[name]()
    if name in ("uniform", "relaxed", "continuous bernoulli"):
        return
    known, mode = p.mode.isfinite(), p.mode.nan_to_num(0.5)
    at = p.log_prob(mode.clamp(min=1e-300) if name == "weibull" else mode)
    x, _ = points(p)
    inside = (x > 1e-3) & (x < 1 - 1e-3) if name in ("beta", "kumaraswamy") else x == x
    found = ct.where(known, at, math.inf)
    best = ct.where(inside, p.log_prob(x), -math.inf).amax(0)
    assert ((found >= best - 1e-9) | (mode == 0) | (mode == 1)).all()


@each_continuous
def test_probabilities_and_quantiles(name):
    p = CONTINUOUS[name]()
    try:
        p.cdf(p.sample())
    except NotImplementedError:
        assert name in (
            "student",
            "beta",
            "fisher",
        ) + ("relaxed",)
        return
    u = t(0.03, 0.4, 0.9)[:, None]
    if name in ("gamma", "chi2", "inverse gamma"):  # no quantiles
        x = p.mean * t(0.1, 0.8, 2)[:, None]
    else:
        x = p.icdf(u)
        near(p.cdf(x), u.expand(3, 2), 1e-9)
    h = 1e-5 * (x.abs() + 0.01)
    slope = (p.cdf(x + h) - p.cdf(x - h)) / (2 * h)
    near(slope, p.log_prob(x).exp(), 1e-5)


# ---- samples -----------------------------------------------------------------


@each
def test_samples_have_the_distribution(name):
    """Means of some functions that are bounded, which all distributions have."""
    ct.manual_seed(3)
    p = ALL[name]()
    s = p.sample((4000,))
    assert s.shape == (4000, 2)
    assert not s.requires_grad
    assert p.support.check(s).all()
    x, _ = points(p)
    for f in (
        ct.tanh,
        lambda x: (x < p.log_prob(x).exp()).to(D),
        lambda x: ct.sin(3 * x),
    ):
        want = mean_of(p, f(x.to(D)))
        assert (f(s.to(D)).mean(0) - want).abs().max() < 0.06


@each_continuous
def test_samples_have_gradients(name):
    """The mean of f moves with each parameter as the means of its samples do."""
    ct.manual_seed(4)
    p = CONTINUOUS[name]()
    names = [n for n in p.arg_constraints if n in p.__dict__] or list(p.arg_constraints)
    assert p.has_rsample
    if name in ("beta", "kumaraswamy", "relaxed", "chi2", "continuous bernoulli"):
        names = []
    for n in names:
        param = getattr(p, n)
        lifted = param.detach().clone().requires_grad_()
        given = {k: getattr(p, k) for k in p.arg_constraints if k != "logits"} | {
            n: lifted
        }
        q = type(p)(**given)
        drawn = ct.atan(q.rsample((4000,))).mean(0)
        got = ct.autograd.grad(drawn.sum(), lifted)[0]
        if name in ("uniform", "pareto"):  # whose ends move too
            continue
        x, weights = points(p)
        most = 30 if name == "gumbel" else math.inf  # exp(-x) would be infinite
        kept = x.flatten().abs() < most
        x, weights = x[kept], weights[kept]
        chance = weights * q.log_prob(x).exp()
        want = ct.autograd.grad((chance * ct.atan(x)).nansum(), lifted)[0]
        assert (got - want).abs().max() < 0.04 * max(1, want.abs().max())


@each
def test_log_prob_has_gradients(name):
    p = ALL[name]()
    names = [n for n in p.arg_constraints if n in p.__dict__] or [
        n for n in p.arg_constraints if n not in ("logits", "total_count")
    ]
    names = [n for n in names if n != "total_count"] + ["total_count"] * (
        name == "negative binomial"
    )
    x = p.sample((2,))
    values = [getattr(p, n).detach().clone().requires_grad_() for n in names]
    more = {"total_count": 7} if name.startswith("binomial") else {}
    more |= {"temperature": p.temperature} if name == "relaxed" else {}
    if name == "relaxed":
        names, values = ["probs"], [p.probs.detach().clone().requires_grad_()]

    def log_prob(*values):
        given = dict(zip(names, values, strict=True))
        return type(p)(**given, **more, validate_args=False).log_prob(x)

    assert ct.autograd.gradcheck(log_prob, values)


# ---- shapes ------------------------------------------------------------------


@each
def test_batches_expand(name):
    p = ALL[name]()
    q = p.expand((3, 2))
    assert type(q) is type(p)
    assert q.batch_shape == (3, 2)
    x = p.sample((3,))
    near(q.log_prob(x), p.log_prob(x))
    assert q.sample((4,)).shape == (4, 3, 2)
    assert q.sample().dtype == p.sample().dtype
    one = p.expand((5, 1, 2)).expand((5, 4, 2))
    assert one.sample().shape == (5, 4, 2)
    if name not in ("cauchy", "relaxed"):
        assert q.mean.shape == (3, 2)
    assert pickle.loads(pickle.dumps(p)).log_prob(x).tolist() == p.log_prob(x).tolist()
    assert copy.deepcopy(p).sample().shape == (2,)
    assert repr(p).startswith(type(p).__name__ + "(")


def test_numbers_make_distributions_without_a_batch():
    for p in (
        dist.Normal(0, 1),
        dist.Uniform(0, 1.0),
        dist.Gamma(1, 2),
        dist.Beta(1, 2),
        dist.Bernoulli(0.5),
        dist.Poisson(3),
        dist.StudentT(3),
        dist.Gumbel(0, 1),
        dist.LogNormal(0, 1),
        dist.HalfCauchy(1),
        dist.Pareto(1, 1),
    ):
        assert p.batch_shape == p.event_shape == ()
        assert p.sample().shape == ()
        assert p.sample().dtype == ct.float32
        assert p.sample((2, 3)).shape == p.sample(ct.Size([2, 3])).shape == (2, 3)
        assert p.sample_n(4).shape == (4,)
        assert p.log_prob(p.sample()).shape == ()


@pytest.mark.parametrize("dtype", [ct.float32, ct.float64])
def test_dtypes_stay(dtype):
    one = ct.ones(2, dtype=dtype)
    for p in (
        dist.Normal(one, 1),
        dist.Gamma(one, one),
        dist.Beta(one, one),
        dist.Laplace(0, one),
        dist.MultivariateNormal(one, ct.eye(2, dtype=dtype)),
        dist.Dirichlet(one),
    ):
        x = p.sample()
        assert (
            x.dtype == p.mean.dtype == p.entropy().dtype == p.log_prob(x).dtype == dtype
        )


# ---- vectors -----------------------------------------------------------------


def test_categories():
    p = dist.Categorical(t(1, 2, 5))
    near(p.probs, t(0.125, 0.25, 0.625))
    near(p.logits.exp(), p.probs)
    near(p.log_prob(ct.tensor([2, 0])).exp(), t(0.625, 0.125))
    assert p.mode == 2
    assert p.enumerate_support().tolist() == [0, 1, 2]
    near(dist.Categorical(logits=t(5, 5) + t(0, 1)).probs, ct.softmax(t(0, 1), 0))
    ct.manual_seed(0)
    counts = p.sample((20_000,)).bincount() / 20_000
    near(counts.to(D), p.probs, 0.015)
    batch = dist.Categorical(logits=ct.zeros(2, 1, 4))
    assert batch.sample((3,)).shape == (3, 2, 1)
    assert batch.sample((0, 3)).shape == (0, 3, 2, 1)
    assert batch.log_prob(ct.zeros(5, 2, 7)).shape == (5, 2, 7)
    assert batch.enumerate_support(expand=False).shape == (4, 1, 1)
    assert abs(dist.Categorical(probs=t(0, 1)).entropy()) < 1e-15
    assert dist.Categorical(logits=t(-math.inf, 1)).entropy() == 0


def test_one_hot_categories():
    probs = t(1, 2, 5)
    p, q = dist.OneHotCategorical(probs), dist.Categorical(probs)
    near(p.log_prob(ct.eye(3, dtype=D)), q.log_prob(ct.arange(3)))
    near(p.entropy(), q.entropy())
    near(p.mean, q.probs)
    near(p.variance, q.probs * (1 - q.probs))
    assert p.mode.tolist() == [0, 0, 1]
    assert p.enumerate_support().tolist() == np.eye(3).tolist()
    assert p.expand((4,)).sample((2,)).sum(-1).tolist() == [[1] * 4] * 2
    weights = t(1, 2, 4)
    logits = t(0.1, 0.2, 0.5).requires_grad_()
    through = dist.OneHotCategoricalStraightThrough(logits=logits).rsample()
    got = ct.autograd.grad(through @ weights, logits)[0]
    near(got, ct.autograd.grad(ct.softmax(logits, 0) @ weights, logits)[0])


def test_counts_of_categories():
    probs = t(0.2, 0.3, 0.5)
    p = dist.Multinomial(4, probs)
    events = [e for e in itertools.product(range(5), repeat=3) if sum(e) == 4]
    x = ct.tensor(events, dtype=D)
    chances = p.log_prob(x).exp()
    near(chances.sum(), t(1)[0])
    near(chances @ x, p.mean)
    near(chances @ (x - p.mean) ** 2, p.variance)
    near(-(chances * chances.log()).sum(), p.entropy())
    ct.manual_seed(1)
    s = p.sample((5000,))
    assert (s.sum(-1) == 4).all()
    near(s.mean(0), p.mean, 0.06)
    assert p.expand((2, 3)).sample((5,)).shape == (5, 2, 3, 3)
    pair = dist.Multinomial(6, probs=t(0.3, 0.7)).log_prob(t(2, 4))
    near(pair, dist.Binomial(6, t(0.3)).log_prob(t(2))[0])
    with pytest.raises(NotImplementedError, match="of a batch"):
        dist.Multinomial(ct.tensor([1, 2]), probs)


def test_dirichlet_vectors():
    a = t(0.7, 2, 3.5)
    p = dist.Dirichlet(a)
    beta = dist.Beta(t(0.7), t(2))
    pair = dist.Dirichlet(a[:2])
    x = t(0.2)
    near(pair.log_prob(ct.cat([x, 1 - x])), beta.log_prob(x)[0])
    near(pair.entropy(), beta.entropy()[0])
    near(p.mean, a / a.sum())
    ct.manual_seed(2)
    s = p.sample((20_000,))
    near(s.mean(0), p.mean, 0.01)
    near(s.var(0), p.variance, 0.01)
    near(-p.log_prob(s).mean(), p.entropy(), 0.05)
    near(dist.Dirichlet(t(2, 3, 4)).mode, t(1, 2, 3) / 6)
    near(dist.Dirichlet(t(0.2, 0.5, 0.5)).mode, t(0, 1, 0))
    assert p.expand((4, 2)).rsample((3,)).shape == (3, 4, 2, 3)


FACTOR = ct.tensor([[1.0, 0, 0], [0.5, 2, 0], [-0.3, 0.1, 0.7]], dtype=D)


@pytest.mark.parametrize("by", ["covariance_matrix", "precision_matrix", "scale_tril"])
def test_normal_vectors(by):
    covariance = FACTOR @ FACTOR.T
    loc = t(1, 2, 3)
    matrices = {
        "covariance_matrix": covariance,
        "precision_matrix": covariance.inverse(),
        "scale_tril": FACTOR,
    }
    p = dist.MultivariateNormal(loc, **{by: matrices[by]})
    for name, matrix in matrices.items():
        near(getattr(p, name), matrix, 1e-9)
    near(p.variance, covariance.diagonal())
    x = t(0, 1, -1)
    far = x - loc
    square = far @ matrices["precision_matrix"] @ far
    log_det = covariance.logdet() + 3 * math.log(2 * math.pi)
    near(p.log_prob(x), -0.5 * (square + log_det))
    near(p.entropy(), 0.5 * (3 + log_det))
    ct.manual_seed(3)
    near(p.sample((20_000,)).T.cov(), covariance, 0.15)
    batch = dist.MultivariateNormal(
        loc.expand(4, 1, 3), **{by: matrices[by].expand(2, 3, 3)}
    )
    assert batch.batch_shape == (4, 2)
    assert batch.rsample((5,)).shape == (5, 4, 2, 3)
    near(batch.log_prob(x), p.log_prob(x).expand(4, 2))
    near(p.expand((2,)).log_prob(x), p.log_prob(x).expand(2))
    wide = matrices[by].clone().requires_grad_()
    if by == "scale_tril":
        make = lambda m: dist.MultivariateNormal(loc, scale_tril=m.tril()).log_prob(x)  # noqa: E731
        assert ct.autograd.gradcheck(make, wide)


def test_normal_vectors_with_a_diagonal():
    scale = t(1, 2, 0.5)
    p = dist.MultivariateNormal(t(0, 1, 2), scale_tril=scale.diag())
    q = dist.Independent(dist.Normal(t(0, 1, 2), scale), 1)
    x = t(1, 1, 1)
    near(p.log_prob(x), q.log_prob(x))
    near(p.entropy(), q.entropy())
    assert q.event_shape == p.event_shape == (3,)
    assert q.rsample((2,)).shape == (2, 3)
    near(q.mean, p.mean)
    near(q.variance, p.variance)
    assert q.expand((4,)).log_prob(x).shape == (4,)
    assert q.support.check(x.expand(2, 3)).tolist() == [True, True]
    assert repr(q).startswith("Independent(Normal(")
    with pytest.raises(ValueError, match="at most 1 dims"):
        dist.Independent(dist.Normal(scale, 1.0), 2)


def test_mixtures():
    weights, loc, scale = t(1, 3), t(-1, 2), t(0.5, 1)
    p = dist.MixtureSameFamily(dist.Categorical(weights), dist.Normal(loc, scale))
    x = ct.linspace(-3, 4, 7, dtype=D)
    parts = dist.Normal(loc, scale).log_prob(x[:, None]).exp()
    near(p.log_prob(x).exp(), parts @ t(0.25, 0.75))
    near(p.mean, t(0.25 * -1 + 0.75 * 2)[0])
    second = t(0.25, 0.75) @ (scale**2 + loc**2)
    near(p.variance, second - p.mean**2)
    near(p.cdf(x), dist.Normal(loc, scale).cdf(x[:, None]) @ t(0.25, 0.75))
    ct.manual_seed(4)
    near(p.sample((20_000,)).mean(), p.mean, 0.04)
    vectors = dist.Independent(dist.Normal(ct.zeros(3, 2, 4), 1.0), 1)
    q = dist.MixtureSameFamily(dist.Categorical(ct.ones(2)), vectors)
    assert (q.batch_shape, q.event_shape) == ((3,), (4,))
    assert q.sample((5,)).shape == (5, 3, 4)
    assert q.mean.shape == q.variance.shape == (3, 4)
    assert q.expand((2, 3)).log_prob(ct.zeros(4)).shape == (2, 3)
    assert q.support.check(ct.zeros(5, 3, 4)).shape == (5, 3)
    for bad in (
        (dist.Normal(0, 1), dist.Normal(loc, scale)),
        (dist.Categorical(weights), dist.Normal(0, 1)),
        (dist.Categorical(ct.ones(3)), dist.Normal(loc, scale)),
    ):
        with pytest.raises(ValueError, match="MixtureSameFamily: expected"):
            dist.MixtureSameFamily(*bad)


def test_relaxed_categories():
    ct.manual_seed(5)
    logits = t(0.1, 0.5, 2).requires_grad_()
    p = dist.RelaxedOneHotCategorical(t(0.5)[0], logits=logits)
    s = p.rsample((20_000,))
    near(s.sum(-1), ct.ones(20_000, dtype=D))
    first = s.argmax(-1).bincount() / 20_000
    near(first.to(D), ct.softmax(logits, 0), 0.015)
    assert ct.autograd.grad(s[:, 0].mean(), logits)[0][0] > 0
    sharp = dist.RelaxedOneHotCategorical(1e-3, probs=t(1, 1)).sample((9,))
    assert sharp.amax(-1).mean() > 0.9
    pair = dist.RelaxedOneHotCategorical(t(0.7)[0], logits=t(0.4, 0))
    one = dist.RelaxedBernoulli(t(0.7)[0], logits=t(0.4)[0])
    x = t(0.3)[0]
    near(pair.log_prob(ct.stack([x, 1 - x])), one.log_prob(x))
    normal = dist.LogisticNormal(t(0, 1), t(1, 0.5))
    assert normal.event_shape == (3,)
    assert constraints.simplex.check(normal.sample((7,))).all()


# ---- checks ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: dist.Normal(0, -1), "parameter scale .* constraint GreaterThan"),
        (lambda: dist.Normal(math.nan, 1), "parameter loc"),
        (lambda: dist.Normal("a", 1), "Tensors or numbers"),
        (lambda: dist.Normal(ct.zeros(2), ct.ones(3)), "broadcast"),
        (lambda: dist.Uniform(1, 0), "parameter low"),
        (lambda: dist.Bernoulli(1.5), "parameter probs"),
        (lambda: dist.Bernoulli(), "either probs or logits, got none"),
        (lambda: dist.Bernoulli(0.5, 0.5), "either probs or logits, got both"),
        (lambda: dist.Categorical(), "either probs or logits"),
        (lambda: dist.Categorical(ct.tensor(1.0)), "at least 1 dim"),
        (lambda: dist.Categorical(ct.tensor([-1.0, 2])), "parameter probs"),
        (lambda: dist.OneHotCategorical(ct.tensor([-1.0, 2])), "parameter probs"),
        (lambda: dist.Binomial(2.5, 0.5), "parameter total_count"),
        (lambda: dist.Binomial(2), "either probs or logits"),
        (lambda: dist.Geometric(0.0), "above 0"),
        (lambda: dist.Chi2(ct.tensor(-1.0)), "parameter df|concentration"),
        (lambda: dist.Dirichlet(ct.tensor(1.0)), "at least 1 dim"),
        (lambda: dist.Dirichlet(ct.tensor([0.0, 1])), "parameter concentration"),
        (lambda: dist.MultivariateNormal(ct.zeros(2)), "exactly one"),
        (lambda: dist.MultivariateNormal(ct.zeros(2), -ct.eye(2)), "covariance_matrix"),
        (
            lambda: dist.MultivariateNormal(ct.zeros(2), scale_tril=ct.ones(2, 2)),
            "parameter scale_tril",
        ),
        (lambda: dist.Normal(0, 1).log_prob(1.0), "must be a Tensor"),
        (lambda: dist.Normal(0, 1).log_prob(ct.tensor(math.nan)), "within the support"),
        (lambda: dist.Gamma(1, 1).log_prob(ct.tensor(-1.0)), "within the support"),
        (lambda: dist.Poisson(1).log_prob(ct.tensor(0.5)), "within the support"),
        (
            lambda: dist.Normal(ct.zeros(2), 1).log_prob(ct.zeros(3)),
            "not broadcastable",
        ),
        (lambda: dist.Dirichlet(ct.ones(3)).log_prob(ct.ones(2)), "right-most size"),
        (lambda: dist.Categorical(ct.ones(3)).log_prob(ct.tensor(3)), "within"),
        (lambda: dist.Distribution.set_default_validate_args(2), "expected a bool"),
        (lambda: dist.TransformedDistribution(dist.Normal(0, 1), [3]), "a Transform"),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises((ValueError, RuntimeError), match=message):
        call()


def test_checks_can_be_left_out():
    p = dist.Gamma(1.0, 1.0, validate_args=False)
    assert p.log_prob(ct.tensor(-1.0)) == 1
    assert dist.Normal(0.0, -1.0, validate_args=False).scale == -1
    before = dist.Distribution._validate_args
    try:
        dist.Distribution.set_default_validate_args(False)
        assert dist.Normal(0.0, -1.0).scale == -1
    finally:
        dist.Distribution.set_default_validate_args(before)


def test_what_a_distribution_lacks():
    class Bare(dist.Distribution):
        pass

    p = Bare()
    names = ("mean", "mode", "variance", "support")
    calls = ("rsample", "sample", "entropy", "enumerate_support")
    for name in names:
        with pytest.raises(NotImplementedError, match="Bare has no"):
            getattr(p, name)
    for name in calls:
        with pytest.raises(NotImplementedError, match="Bare has no"):
            getattr(p, name)()
    for name in ("log_prob", "cdf", "icdf"):
        with pytest.raises(NotImplementedError, match=f"Bare has no {name}"):
            getattr(p, name)(ct.zeros(1))


def test_a_distribution_written_as_for_pytorch():
    class Shifted(dist.Distribution):
        arg_constraints = {"loc": constraints.real}  # noqa: RUF012
        support = constraints.real

        def __init__(self, loc, validate_args=None):
            self.loc = loc
            super().__init__(loc.shape, validate_args=validate_args)

        def expand(self, batch_shape, _instance=None):
            new = self._get_checked_instance(Shifted, _instance)
            new.loc = self.loc.expand(batch_shape)
            super(Shifted, new).__init__(batch_shape, validate_args=False)
            new._validate_args = self._validate_args
            return new

        @lazy_property
        def twice(self):
            return self.loc * 2

    p = Shifted(ct.zeros(2)).expand((3, 2))
    assert p.batch_shape == (3, 2)
    assert p.twice is p.twice


# ---- divergences -------------------------------------------------------------

PAIRS = [
    ("normal", "laplace"),
    ("normal", "gumbel"),
    ("laplace", "normal"),
    ("gumbel", "normal"),
    ("gamma", "exponential"),
    ("exponential", "gamma"),
    ("gamma", "normal"),
    ("exponential", "normal"),
    ("exponential", "gumbel"),
    ("gamma", "gumbel"),
    ("beta", "gamma"),
    ("beta", "exponential"),
    ("beta", "normal"),
    ("uniform", "normal"),
    ("uniform", "gumbel"),
    ("pareto", "gamma"),
    ("pareto", "exponential"),
    ("pareto", "normal"),
    ("bernoulli", "poisson"),
]
OTHERS = {
    "normal": lambda: dist.Normal(t(0.3), t(1.5)),
    "laplace": lambda: dist.Laplace(t(0.3), t(1.5)),
    "cauchy": lambda: dist.Cauchy(t(0.3), t(1.5)),
    "gumbel": lambda: dist.Gumbel(t(0.3), t(1.5)),
    "exponential": lambda: dist.Exponential(t(1.5)),
    "gamma": lambda: dist.Gamma(t(0.9), t(1.5)),
    "beta": lambda: dist.Beta(t(0.9), t(1.5)),
    "uniform": lambda: dist.Uniform(t(-4), t(5)),
    "pareto": lambda: dist.Pareto(t(0.2), t(4)),
    "weibull": lambda: dist.Weibull(t(0.9), t(1.5)),
    "log normal": lambda: dist.LogNormal(t(0.3), t(1.5)),
    "half normal": lambda: dist.HalfNormal(t(1.5)),
    "bernoulli": lambda: dist.Bernoulli(t(0.6)),
    "binomial": lambda: dist.Binomial(7, t(0.6)),
    "geometric": lambda: dist.Geometric(t(0.6)),
    "poisson": lambda: dist.Poisson(t(2.5)),
    "categorical": lambda: dist.Categorical(t(3, 2, 1).expand(1, 3)),
}


@pytest.mark.parametrize(("a", "b"), PAIRS + [(name, name) for name in OTHERS])
def test_divergences_are_integrals(a, b):
    p, q = ALL[a](), OTHERS[b]()
    x, _ = points(p)
    q_free = copy.copy(q)
    q_free._validate_args = False
    want = mean_of(p, p.log_prob(x) - q_free.log_prob(x))
    rough = "laplace" in (a, b)
    near(dist.kl_divergence(p, q), want, 1e-3 if rough else 1e-5)
    same = dist.kl_divergence(p, p)
    if a == b:
        near(same, ct.zeros(2, dtype=D))


def test_divergences_of_vectors():
    ct.manual_seed(6)
    p = dist.MultivariateNormal(t(0, 1, 2), scale_tril=FACTOR)
    q = dist.MultivariateNormal(t(1, 1, 1), scale_tril=ct.eye(3, dtype=D))
    x = p.sample((40_000,))
    near(dist.kl_divergence(p, q), (p.log_prob(x) - q.log_prob(x)).mean(), 0.05)
    a, b = dist.Dirichlet(t(2, 3, 4)), dist.Dirichlet(t(1, 1, 5))
    x = a.sample((40_000,))
    near(dist.kl_divergence(a, b), (a.log_prob(x) - b.log_prob(x)).mean(), 0.02)
    one = dist.Independent(dist.Normal(t(0, 1), t(1, 2)), 1)
    two = dist.Independent(dist.Normal(t(1, 1), t(1, 1)), 1)
    parts = dist.kl_divergence(one.base_dist, two.base_dist)
    near(dist.kl_divergence(one, two), parts.sum())
    hot = dist.OneHotCategorical(t(1, 2)), dist.OneHotCategorical(t(2, 1))
    near(dist.kl_divergence(*hot), t(math.log(2) / 3)[0])


def test_divergences_without_end_and_without_a_function():
    kl = dist.kl_divergence
    assert kl(dist.Normal(0, 1), dist.Gamma(1, 1)) == math.inf
    assert kl(dist.Uniform(0, 2), dist.Uniform(0, 1)) == math.inf
    assert kl(dist.Bernoulli(0.5), dist.Bernoulli(0.0)) == math.inf
    assert kl(dist.Bernoulli(0.0), dist.Bernoulli(0.5)) == pytest.approx(math.log(2))
    assert kl(dist.Categorical(t(1, 0)), dist.Categorical(t(0, 1))) == math.inf
    assert kl(dist.Pareto(1.0, 1.0), dist.Exponential(1.0)) == math.inf
    assert kl(dist.Uniform(-1, 1), dist.Exponential(1.0)) == math.inf
    assert kl(dist.Poisson(1.0), dist.Binomial(3, 0.5)) == math.inf
    with pytest.raises(NotImplementedError, match="for StudentT and Normal"):
        kl(dist.StudentT(3), dist.Normal(0, 1))
    with pytest.raises(NotImplementedError, match="different transforms"):
        kl(dist.LogNormal(0, 1), dist.HalfNormal(1))
    with pytest.raises(TypeError, match="kinds of Distributions"):
        dist.register_kl(int, dist.Normal)


def test_divergences_are_registered_by_kind():
    class Left(dist.Normal):
        pass

    class Right(dist.Normal):
        pass

    p, q = Left(0.0, 1.0), Right(1.0, 1.0)
    assert dist.kl_divergence(p, q) == 0.5

    @dist.register_kl(Left, dist.Normal)
    def _left(p, q):
        return ct.tensor(7.0)

    assert dist.kl_divergence(p, q) == 7
    dist.register_kl(dist.Normal, Right)(lambda p, q: ct.tensor(8.0))
    with pytest.warns(RuntimeWarning, match="Ambiguous"):
        assert dist.kl_divergence(p, q) == 7


# ---- transforms --------------------------------------------------------------

SCALARS = {
    "exp": transforms.ExpTransform(),
    "sigmoid": transforms.SigmoidTransform(),
    "tanh": transforms.TanhTransform(),
    "softplus": transforms.SoftplusTransform(),
    "affine": transforms.AffineTransform(1.0, t(-2)),
    "exp, then power": transforms.ComposeTransform(
        [transforms.ExpTransform(), transforms.PowerTransform(t(0.5))]
    ),
    "of a distribution": transforms.CumulativeDistributionTransform(
        dist.Normal(0.0, 1.0)
    ),
    "inverse": transforms.ExpTransform().inv.inv,
    "nothing": transforms.identity_transform,
}


@pytest.mark.parametrize("name", SCALARS)
def test_transforms_of_numbers(name):
    f = SCALARS[name]
    x = t(-1.5, 0.2, 1)
    y = f(x)
    near(f.inv(y), x, 1e-9)
    slope = ct.autograd.functional.jacobian(f, x).diagonal()
    near(f.log_abs_det_jacobian(x, y), slope.abs().log(), 1e-9)
    near(f.inv.log_abs_det_jacobian(y, x), -slope.abs().log(), 1e-9)
    assert f.codomain.check(y).all()
    assert f.forward_shape((3,)) == f.inverse_shape((3,)) == (3,)
    sign = ct.as_tensor(f.sign)
    assert (sign == (y[1] > y[0]) * 2 - 1).all()
    assert f.inv.inv is f
    assert f.bijective


VECTORS = {
    "stick breaking": (transforms.StickBreakingTransform(), (3,)),
    "correlation": (transforms.CorrCholeskyTransform(), (6,)),
    "several": (
        transforms.IndependentTransform(transforms.ExpTransform(), 1),
        (3,),
    ),
    "reshaped": (transforms.ReshapeTransform((4,), (2, 2)), (4,)),
    "parts": (
        transforms.CatTransform(
            [transforms.ExpTransform(), transforms.AffineTransform(0.0, 2.0)],
            -1,
            [1, 2],
        ),
        (3,),
    ),
    "slices": (
        transforms.StackTransform(
            [transforms.ExpTransform(), transforms.TanhTransform()], -1
        ),
        (2,),
    ),
}


@pytest.mark.parametrize("name", VECTORS)
def test_transforms_of_vectors(name):
    f, shape = VECTORS[name]
    x = ct.linspace(-0.7, 0.9, math.prod(shape), dtype=D).reshape(shape)
    y = f(x)
    near(f.inv(y), x, 1e-8)
    assert f.forward_shape((5, *shape)) == f(x.expand(5, *shape)).shape
    assert f.inverse_shape(tuple(y.shape)) == shape
    near(f(ct.stack([x, x]))[1], y)
    assert f.codomain.check(y).all()
    got = f.log_abs_det_jacobian(x, y).sum()
    slopes = ct.autograd.functional.jacobian(f, x).reshape(-1, x.numel())
    if name == "stick breaking":
        slopes = slopes[:-1]
    if name == "correlation":
        row, col = ct.tril_indices(4, 4, -1)
        slopes = slopes.reshape(4, 4, -1)[row, col]
    near(got, slopes.det().abs().log(), 1e-8)


def test_transforms_that_are_no_bijections():
    x = t(-1, 2, 0.5)
    softmax = transforms.SoftmaxTransform()
    near(softmax(softmax.inv(softmax(x))), ct.softmax(x, 0))
    assert transforms.AbsTransform()(x).tolist() == [1, 2, 0.5]
    square = ct.tensor([[0.5, 9], [1, -0.3]], dtype=D)
    lower = transforms.LowerCholeskyTransform()
    assert constraints.lower_cholesky.check(lower(square))
    near(lower(lower.inv(lower(square))), lower(square))
    definite = transforms.PositiveDefiniteTransform()
    assert constraints.positive_definite.check(definite(square))
    near(definite(definite.inv(definite(square))), definite(square))
    with pytest.raises(NotImplementedError, match="no sign"):
        _ = softmax.sign


def test_transforms_keep_the_last_value():
    f = transforms.ExpTransform(cache_size=1)
    x = t(1)
    y = f(x)
    assert f(x) is y
    assert f.inv(y) is x
    assert f.with_cache(1) is f
    assert pickle.loads(pickle.dumps(f))(x).item() == y.item()
    with pytest.raises(ValueError, match="cache_size"):
        transforms.ExpTransform(cache_size=2)
    g = transforms.ComposeTransform(
        [f, transforms.AffineTransform(0.0, 2.0)], cache_size=1
    )
    assert g.inv(g(x)) is x


def test_transforms_that_are_equal():
    affine = transforms.AffineTransform
    assert transforms.ExpTransform() == transforms.ExpTransform()
    assert transforms.ExpTransform() != transforms.TanhTransform()
    assert affine(1, 2) == affine(1.0, t(2))
    assert affine(1, 2) != affine(1, 3)
    assert transforms.PowerTransform(2) == transforms.PowerTransform(2)
    assert transforms.ExpTransform().inv == transforms.ExpTransform().inv
    for bad in (((2,), (3,)),):
        with pytest.raises(ValueError, match="as many elements"):
            transforms.ReshapeTransform(*bad)
    with pytest.raises(ValueError, match="ends in"):
        transforms.ReshapeTransform((4,), (2, 2))(ct.zeros(3))
    with pytest.raises(ValueError, match="triangle"):
        transforms.CorrCholeskyTransform().forward_shape((4,))


def test_transformed_distributions():
    base = dist.Normal(t(0, 1), t(1, 2))
    falling = dist.TransformedDistribution(base, transforms.AffineTransform(1.0, -2.0))
    plain = dist.Normal(1 - 2 * base.loc, 2 * base.scale)
    x = t(0.3, -2)
    near(falling.log_prob(x), plain.log_prob(x))
    near(falling.cdf(x), plain.cdf(x))
    near(falling.icdf(t(0.3, 0.9)), plain.icdf(t(0.3, 0.9)))
    assert falling.expand((3, 2)).rsample((4,)).shape == (4, 3, 2)
    assert falling.has_rsample
    logistic = dist.TransformedDistribution(
        dist.Uniform(t(0), t(1)),
        [transforms.SigmoidTransform().inv, transforms.AffineTransform(t(2), t(3))],
    )
    z = (x - 2) / 3
    want = -z - math.log(3) - 2 * ct.log1p((-z).exp())
    near(logistic.log_prob(x), want)
    stick = dist.TransformedDistribution(base, transforms.StickBreakingTransform())
    assert (stick.batch_shape, stick.event_shape) == ((), (3,))
    y = stick.rsample((2,))
    x = transforms.StickBreakingTransform().inv(y)
    slope = transforms.StickBreakingTransform().log_abs_det_jacobian(x, y)
    near(stick.log_prob(y), base.log_prob(x).sum(-1) - slope)
    wider = dist.TransformedDistribution(
        dist.Normal(0.0, 1.0), transforms.AffineTransform(ct.zeros(3), 1.0)
    )
    assert wider.batch_shape == (3,)
    assert dist.TransformedDistribution(base, []).log_prob(x[0]).shape == (2,)


# ---- constraints -------------------------------------------------------------

SETS = [
    (constraints.real, [1, -1], [math.nan]),
    (constraints.positive, [1e-30], [0, -1, math.nan]),
    (constraints.nonnegative, [0], [-1e-30]),
    (constraints.less_than(2), [1], [2]),
    (constraints.greater_than(2), [3], [2]),
    (constraints.greater_than_eq(2), [2], [1]),
    (constraints.unit_interval, [0, 1], [-0.1, 1.1, math.nan]),
    (constraints.half_open_interval(0, 1), [0], [1]),
    (constraints.boolean, [0, 1], [0.5]),
    (constraints.nonnegative_integer, [0, 3], [-1, 0.5]),
    (constraints.positive_integer, [1], [0]),
    (constraints.integer_interval(1, 3), [1, 3], [0, 1.5, 4]),
    (constraints.simplex, [[0.5, 0.5], [1, 0]], [[0.5, 0.6], [1.5, -0.5]]),
    (constraints.one_hot, [[0, 1]], [[1, 1], [0, 0.5]]),
    (constraints.multinomial(3), [[1, 2]], [[-1, 2], [2, 2]]),
    (constraints.real_vector, [[1, 2]], [[1, math.nan]]),
    (constraints.lower_triangular, [[[1, 0], [2, 0]]], [[[1, 1], [2, 0]]]),
    (constraints.lower_cholesky, [[[1, 0], [2, 1]]], [[[1, 0], [2, -1]]]),
    (constraints.corr_cholesky, [[[1, 0], [0.6, 0.8]]], [[[1, 0], [2, 1]]]),
    (constraints.square, [[[1, 0], [2, 1]]], [[[1, 0]]]),
    (constraints.symmetric, [[[1, 2], [2, 1]]], [[[1, 0], [2, 1]]]),
    (constraints.positive_semidefinite, [[[1, 1], [1, 1]]], [[[1, 2], [2, 1]]]),
    (
        constraints.positive_definite,
        [[[2, 1], [1, 2]]],
        [[[1, 2], [2, 1]], [[1, 2], [0, 1]]],
    ),
]


@pytest.mark.parametrize(("constraint", "inside", "outside"), SETS)
def test_sets(constraint, inside, outside):
    for values, wanted in ((inside, True), (outside, False)):
        for value in values:
            found = constraint.check(ct.tensor(value, dtype=D))
            assert found.shape == ()
            assert found.item() is wanted
    assert repr(constraint).endswith(")")
    assert not constraints.is_dependent(constraint)


def test_sets_of_parts():
    parts = constraints.cat([constraints.positive, constraints.real], 0, [1, 2])
    assert parts.check(t(-1, -1, 1)).tolist() == [False, True, True]
    slices = constraints.stack([constraints.positive, constraints.real], 0)
    assert slices.check(t(-1, -1)).tolist() == [False, True]
    assert constraints.is_dependent(constraints.dependent(event_dim=1))
    assert constraints.is_dependent(dist.Uniform.support)
    with pytest.raises(ValueError, match="cannot be checked"):
        constraints.dependent.check(t(1))


@pytest.mark.parametrize(
    "constraint",
    [case[0] for case in SETS[:8]]
    + [constraints.simplex, constraints.real_vector, constraints.corr_cholesky],
)
def test_all_numbers_reach_a_set(constraint):
    n = 3 if constraint is constraints.corr_cholesky else 2
    x = ct.linspace(-1, 2, n, dtype=D)
    for registry in (dist.biject_to, dist.transform_to):
        to = registry(constraint)
        y = to(x)
        assert constraint.check(y).all()
        near(to(to.inv(y)), y)
    assert dist.biject_to(constraint).bijective


def test_registries():
    for registry in (dist.biject_to, dist.transform_to):
        with pytest.raises(NotImplementedError, match="Cannot transform _Boolean"):
            registry(constraints.boolean)
        with pytest.raises(TypeError, match="expected a Constraint"):
            registry.register(3, lambda c: c)


def test_parameters_of_one_shape():
    a, b = broadcast_all(1, ct.ones(2, 1, dtype=D))
    assert a.shape == b.shape == (2, 1)
    assert a.dtype == D
    assert [x.dtype for x in broadcast_all(1, 2.5)] == [ct.float32] * 2


def test_modules_have_pytorchs_names():
    from ctensor.distributions.categorical import Categorical
    from ctensor.distributions.kl import kl_divergence

    assert Categorical is dist.Categorical
    assert kl_divergence is dist.kl_divergence
    assert dist.normal.Normal is dist.Normal
    with pytest.raises(AttributeError, match="NoSuch"):
        _ = dist.NoSuch


# ---- distributions with events, and on the circle ------------------------------------


def test_von_mises_is_a_density_on_the_circle() -> None:
    p = dist.VonMises(t(0.5, -2), t(0.2, 30))
    x = ct.linspace(-math.pi, math.pi, 20001, dtype=D).unsqueeze(-1)
    density = p.log_prob(x).exp()
    ct.testing.assert_close(ct.trapezoid(density, x, dim=0), t(1, 1))
    spread = ct.trapezoid(density * (1 - ct.cos(x - p.mean)), x, dim=0)
    ct.testing.assert_close(spread, p.variance)


def test_von_mises_draws_angles_of_its_density() -> None:
    ct.manual_seed(3)
    p = dist.VonMises(t(3, -1, 0.5), t(1e-7, 2, 50))
    x = p.sample((20000,))
    assert (x >= -math.pi).all() and (x < math.pi).all()
    error = (1 - ct.cos(x - p.loc)).mean(0) - p.variance
    assert (error.abs() < 0.025).all()
    assert ct.sin(x - p.loc).mean(0).abs().max() < 0.025
    assert p.expand((2, 3)).sample((4,)).shape == (4, 2, 3)


def test_continuous_bernoulli_around_one_half() -> None:
    """The series and the formulas meet at the limits."""
    for edge in (0.499, 0.501):
        p = dist.ContinuousBernoulli(t(edge - 1e-9, edge + 1e-9))
        for value in (
            p.mean,
            p.variance,
            p.entropy(),
            p.log_prob(t(0.3)),
            p.cdf(t(0.3)),
        ):
            ct.testing.assert_close(value[0], value[1], rtol=0, atol=5e-4)
    u = t(0.1, 0.5, 0.9).unsqueeze(-1)
    p = dist.ContinuousBernoulli(t(0.2, 0.5, 0.97))
    ct.testing.assert_close(p.cdf(p.icdf(u))[:, 0], u[:, 0])


def lowrank() -> dist.LowRankMultivariateNormal:
    draw = np.random.default_rng(5)
    loc, w = ct.tensor(draw.normal(size=(2, 4))), ct.tensor(draw.normal(size=(2, 4, 2)))
    return dist.LowRankMultivariateNormal(loc, w, t(0.3, 1, 2, 0.7))


def test_low_rank_normal_is_the_normal_of_its_covariance() -> None:
    p = lowrank()
    q = dist.MultivariateNormal(p.loc, p.covariance_matrix)
    x = p.rsample((7,))
    ct.testing.assert_close(p.log_prob(x), q.log_prob(x))
    for name in ("mean", "mode", "variance", "precision_matrix", "scale_tril"):
        ct.testing.assert_close(getattr(p, name), getattr(q, name))
    ct.testing.assert_close(p.entropy(), q.entropy())
    for a, b in ((p, p), (p, q), (q, p)):
        ct.testing.assert_close(dist.kl_divergence(a, b), ct.zeros(2, dtype=D))
    wide = p.expand((3, 2))
    ct.testing.assert_close(wide.log_prob(x[0]), p.log_prob(x[0]).expand(3, 2))


def test_low_rank_normal_draws_its_covariance() -> None:
    ct.manual_seed(1)
    p = lowrank()
    x = p.sample((40000,))[:, 1]
    assert (ct.cov(x.T) - p.covariance_matrix[1]).abs().max() < 0.15


def test_wishart_of_one_dim_is_a_gamma_distribution() -> None:
    p = dist.Wishart(t(3.5, 6), scale_tril=t(2).reshape(1, 1, 1))
    q = dist.Gamma(t(3.5, 6) / 2, t(1 / 8))
    x = t(0.3, 2, 9).unsqueeze(-1)
    matrices = x[..., None, None]
    ct.testing.assert_close(p.log_prob(matrices), q.log_prob(x))
    ct.testing.assert_close(p.entropy(), q.entropy())
    ct.testing.assert_close(p.mean[..., 0, 0], q.mean)
    ct.testing.assert_close(p.variance[..., 0, 0], q.variance)


def test_wishart_draws_positive_matrices_of_its_mean() -> None:
    ct.manual_seed(2)
    covariance = ct.tensor([[2.0, 0.5], [0.5, 1.0]], dtype=D)
    p = dist.Wishart(4.5, covariance)
    x = p.sample((20000,))
    assert (ct.linalg.eigvalsh(x) > 0).all()
    error = (x.mean(0) - p.mean).abs() / (p.variance / 20000).sqrt()
    assert error.max() < 5
    with pytest.raises(ValueError, match="Wishart: expected df above n - 1 = 1"):
        dist.Wishart(1.0, covariance)


@pytest.mark.parametrize("eta", [0.7, 1, 4])
def test_lkj_factors_of_two_dims(eta) -> None:
    """Of one correlation r: density (1 - r^2)^(eta - 1), up to a factor."""
    p = dist.LKJCholesky(2, t(eta).squeeze(0))
    r = ct.sin(ct.linspace(-1, 1, 20001, dtype=D)[1:-1] * (math.pi / 2))
    root, none, one = (1 - r * r).sqrt(), ct.zeros_like(r), ct.ones_like(r)
    factors = ct.stack([ct.stack([one, none], -1), ct.stack([r, root], -1)], -2)
    whole = ct.trapezoid(p.log_prob(factors).exp(), r)
    assert abs(whole.item() - 1) < (0.02 if eta < 1 else 1e-6)


def test_lkj_draws_factors_of_correlations() -> None:
    ct.manual_seed(4)
    p = dist.LKJCholesky(3, t(1, 5))
    x = p.sample((20000,))
    assert constraints.corr_cholesky.check(x).all()
    r = (x @ x.mT)[..., 2, 1]
    beta = p.concentration + 0.5  # r is 2 b - 1 of a beta variable (beta, beta)
    ct.testing.assert_close(r.var(0), 1 / (2 * beta + 1), rtol=0.05, atol=0)
    assert p.expand((4, 2)).sample().shape == (4, 2, 3, 3)


def test_gamma_distribution_function() -> None:
    x = t(0.2, 1, 5).requires_grad_()
    p = dist.Gamma(t(2.5), t(0.7))
    (density,) = ct.autograd.grad(p.cdf(x).sum(), x)
    ct.testing.assert_close(density, p.log_prob(x.detach()).exp())
    ct.testing.assert_close(dist.Chi2(t(2)).cdf(x), 1 - (-x / 2).exp())
