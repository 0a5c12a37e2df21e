"""Random tensors: distributions, repeatability, generators."""

import math

import numpy as np
import pytest

import ctensor as ct

N = 100_000


def test_same_seed_same_numbers():
    ct.manual_seed(7)
    a = ct.randn(100)
    ct.manual_seed(7)
    np.testing.assert_array_equal(a.numpy(), ct.randn(100).numpy())


def test_draws_differ():
    assert not np.array_equal(ct.rand(10).numpy(), ct.rand(10).numpy())


@pytest.mark.parametrize("dtype", [ct.float32, ct.float64, ct.float16, ct.bfloat16])
def test_uniform(dtype):
    x = ct.rand(N, dtype=dtype).to(ct.float64).numpy()
    assert x.min() >= 0 and x.max() < 1
    assert abs(x.mean() - 0.5) < 0.01 and abs(x.var() - 1 / 12) < 0.005


@pytest.mark.parametrize("dtype", [ct.float32, ct.float64, ct.float16])
def test_normal(dtype):
    x = ct.randn(N, dtype=dtype).to(ct.float64).numpy()
    assert abs(x.mean()) < 0.02 and abs(x.var() - 1) < 0.03
    assert abs((x**4).mean() - 3) < 0.3


def test_normal_of_complex_has_variance_one():
    z = ct.randn(N, dtype=ct.complex64).numpy()
    assert abs(z.real.var() - 0.5) < 0.02 and abs((z.real * z.imag).mean()) < 0.01


@pytest.mark.parametrize("dtype", [ct.int64, ct.int32, ct.uint8, ct.float32])
def test_integers_take_each_value(dtype):
    x = ct.randint(2, 7, (N,), dtype=dtype).numpy()
    counts = [(x == value).mean() for value in range(2, 7)]
    np.testing.assert_allclose(counts, 0.2, atol=0.01)
    assert sum(counts) == pytest.approx(1)


def test_permutation_holds_each_number_once():
    p = ct.randperm(1000).numpy()
    np.testing.assert_array_equal(np.sort(p), np.arange(1000))
    assert abs(np.corrcoef(p, np.arange(1000))[0, 1]) < 0.1


def test_generator_has_its_own_stream():
    g, h = ct.Generator().manual_seed(3), ct.Generator().manual_seed(3)
    before = ct.get_rng_state().numpy().copy()
    np.testing.assert_array_equal(
        ct.rand(5, generator=g).numpy(), ct.rand(5, generator=h).numpy()
    )
    np.testing.assert_array_equal(ct.get_rng_state().numpy(), before)


def test_fork_rng_takes_pytorchs_arguments():
    before = ct.get_rng_state()
    with ct.random.fork_rng(devices=[], enabled=True, device_type="cuda"):
        ct.rand(3)
    assert ct.equal(ct.get_rng_state(), before)


def test_in_place_fills_any_layout():
    x = ct.zeros(4, 6)
    x[::2, ::3].uniform_(1, 2)
    filled = x.numpy() != 0
    assert filled.sum() == 4 and filled[::2, ::3].all()


def test_dropout_keeps_the_mean():
    y = ct.nn.functional.dropout(ct.ones(N), 0.25)
    assert set(np.unique(y.numpy())) == {np.float32(0), np.float32(1 / 0.75)}
    assert abs(y.numpy().mean() - 1) < 0.01


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: ct.randint(3, 3, (2,)), "expected low < high"),
        (lambda: ct.randperm(-1), "expected n >= 0"),
        (lambda: ct.rand(3, dtype=ct.int64), "floating"),
        (lambda: ct.zeros(3).normal_(0, -1), "std"),
        (lambda: ct.zeros(3).uniform_(1, 0), "from <= to"),
        (lambda: ct.zeros(3).bernoulli_(1.5), "p in"),
    ],
)
def test_refused_parameters(call, error):
    with pytest.raises(RuntimeError, match=error):
        call()


@pytest.mark.parametrize(
    "dtype", [ct.float32, ct.float64, ct.int64, ct.bool, ct.bfloat16]
)
def test_bernoulli_with_a_tensor_of_probabilities(dtype):
    x = ct.full((2, 3), 1).to(dtype)
    p = ct.tensor([0.0, 1.0, 1.0])
    for chances in (p, p.double(), p.expand(2, 3), p.half()):
        assert x.bernoulli_(chances).tolist() == [[0, 1, 1]] * 2
    assert x.t().bernoulli_(p=p[:2]).tolist() == [[0, 1]] * 3
    many = ct.zeros(4, 10_000, dtype=dtype)
    many.bernoulli_(ct.tensor([[0.1], [0.5], [0.9], [1.0]]))
    means = many.double().mean(1).tolist()
    assert means == pytest.approx([0.1, 0.5, 0.9, 1], abs=0.02)


@pytest.mark.parametrize(
    ("p", "message"),
    [
        (ct.tensor([0, 1, 1]), "expected p of a floating dtype, got int64"),
        (ct.tensor([0.0, 2.0, 1.0]), r"expected p in \[0, 1\], got 2"),
        (ct.tensor([0.0, float("nan"), 1.0]), r"expected p in \[0, 1\], got nan"),
        (ct.tensor([[0.0, 1.0, 1.0]]), r"broadcasts to \[3\], got shape \[1, 3\]"),
        (ct.zeros(2), "broadcast"),
    ],
)
def test_bernoulli_refuses_what_is_no_probability(p, message):
    x = ct.full((3,), 5.0)
    with pytest.raises((RuntimeError, NotImplementedError), match=message):
        x.bernoulli_(p)
    assert x.tolist() == [5, 5, 5]


# ---- distributions ---------------------------------------------------------------


def distance(x: ct.Tensor, cdf) -> float:
    """Kolmogorov and Smirnov's: at most 1.95 for 999 of 1000 samples."""
    values = np.sort(x.double().numpy())
    n = len(values)
    want = cdf(values)
    steps = np.arange(n) / n
    return max((want - steps).max(), (steps + 1 / n - want).max()) * np.sqrt(n)


def normal_cdf(x):
    return ct.from_numpy(x / -np.sqrt(2)).erfc().numpy() / 2


CONTINUOUS = {
    "uniform": (lambda x: x.uniform_(-1, 3), lambda x: (x + 1) / 4),
    "normal": (lambda x: x.normal_(1, 2), lambda x: normal_cdf((x - 1) / 2)),
    "log_normal": (
        lambda x: x.log_normal_(0.5, 0.7),
        lambda x: normal_cdf((np.log(x) - 0.5) / 0.7),
    ),
    "exponential": (lambda x: x.exponential_(2), lambda x: -np.expm1(-2 * x)),
    "cauchy": (
        lambda x: x.cauchy_(1, 2),
        lambda x: 0.5 + np.arctan((x - 1) / 2) / np.pi,
    ),
    "gamma of 1": (
        lambda x: ct._C._standard_gamma(x.fill_(1)),
        lambda x: -np.expm1(-x),
    ),
    "gamma of 3": (
        lambda x: ct._C._standard_gamma(x.fill_(3)),
        lambda x: 1 - np.exp(-x) * (1 + x + x * x / 2),
    ),
    "gamma of 1/2": (
        lambda x: ct._C._standard_gamma(x.fill_(0.5)),
        lambda x: 2 * normal_cdf(np.sqrt(2 * x)) - 1,
    ),
    "beta of 2 and 1": (
        lambda x: ct._C._sample_dirichlet(x.new_tensor([2, 1]).expand(len(x), 2))[:, 0],
        np.square,
    ),
}


@pytest.mark.parametrize("name", CONTINUOUS)
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64])
def test_numbers_have_their_distribution(name, dtype):
    ct.manual_seed(1)
    draw, cdf = CONTINUOUS[name]
    assert distance(draw(ct.empty(20_000, dtype=dtype)), cdf) < 1.95


def test_many_gamma_numbers_and_their_tail() -> None:
    """Of shape 300 nearly a normal number, whose tail has a way of its own."""
    ct.manual_seed(3)
    x = ct._C._standard_gamma(ct.full((1_000_000,), 300, dtype=ct.float64)).numpy()
    z = (np.cbrt(x / 300) - 1 + 1 / 2700) * np.sqrt(2700)  # Wilson and Hilferty's
    for edge in (-3.6, -2, -0.3, 0.3, 2, 3.44, 3.6, 4):
        want = 1e6 * normal_cdf(np.array([edge]))[0]
        if edge > 0:
            want = 1e6 * normal_cdf(np.array([-edge]))[0]
        found = ((z > edge) if edge > 0 else (z < edge)).sum()
        assert abs(found - want) < 5 * np.sqrt(want) + 0.01 * want, edge


def test_few_are_expected() -> None:
    ct.manual_seed(4)
    assert not ct.poisson(ct.full((1000,), 1e-20)).any()
    x = ct.poisson(ct.full((1_000_000,), 1e-4))
    assert abs(x.sum() - 100) < 50 and x.max() <= 2


@pytest.mark.parametrize("dtype", [ct.float16, ct.bfloat16])
def test_numbers_of_16_bits_have_their_mean(dtype):
    ct.manual_seed(1)
    x = ct.empty(20_000, dtype=dtype)
    assert abs(x.exponential_(0.5).double().mean() - 2) < 0.05
    assert abs(x.cauchy_(3, 1).double().median() - 3) < 0.05
    assert abs(x.log_normal_(0, 1).double().median() - 1) < 0.05
    assert abs(x.geometric_(0.25).double().mean() - 4) < 0.1


def poisson(rate):
    return lambda k: np.exp(k * np.log(rate) - rate - log_factorial(k))


def binomial(n, p):
    def mass(k):
        ways = log_factorial(n) - log_factorial(k) - log_factorial(n - k)
        return np.exp(ways + k * np.log(p) + (n - k) * np.log1p(-p))

    return mass


def log_factorial(k):
    return np.concatenate([[0], np.cumsum(np.log(np.arange(1, 2000)))])[np.int64(k)]


COUNTS = {
    **{
        f"poisson {rate}": (lambda x, r=rate: ct.poisson(x.fill_(r)), poisson(rate))
        for rate in (0.3, 9.9, 10, 250)
    },
    **{
        f"binomial {n} {p}": (
            lambda x, n=n, p=p: ct.binomial(x.fill_(n), x.new_full((), p)),
            binomial(n, p),
        )
        for n, p in ((5, 0.3), (100, 0.9), (1000, 0.02))
    },
    "geometric": (lambda x: x.geometric_(0.3), lambda k: 0.3 * 0.7 ** (k - 1)),
}


@pytest.mark.parametrize("name", COUNTS)
def test_counts_have_their_distribution(name):
    """Pearson's sum of squares over values that come 10 times or more."""
    ct.manual_seed(2)
    draw, mass = COUNTS[name]
    values, counts = np.unique(
        draw(ct.empty(20_000, dtype=ct.float64)), return_counts=True
    )
    want = 20_000 * mass(values)
    often = want >= 10
    off = ((counts - want) ** 2 / want)[often].sum()
    freedom = often.sum()
    assert off < freedom + 3.5 * np.sqrt(2 * freedom) + 3


def test_large_counts_have_their_mean_and_variance():
    ct.manual_seed(3)
    for rate in (1e6, 1e15):
        x = ct.poisson(ct.full((10_000,), rate, dtype=ct.float64)) - rate
        assert abs(x.mean()) < 0.04 * rate**0.5
        assert abs(x.var() / rate - 1) < 0.06
    n = ct.full((10_000,), 1e12, dtype=ct.float64)
    x = ct.binomial(n, ct.full_like(n, 0.3)) - 3e11
    assert abs(x.mean()) < 0.04 * 2.1e11**0.5
    assert abs(x.var() / 2.1e11 - 1) < 0.06


def test_places_come_in_proportion():
    ct.manual_seed(4)
    chances = ct.tensor([1.0, 0, 3, 6])
    many = ct.multinomial(chances, 20_000, replacement=True)
    assert many.bincount(minlength=4).div(20_000).tolist() == pytest.approx(
        [0.1, 0, 0.3, 0.6], abs=0.012
    )
    once = chances.expand(20_000, 4).multinomial(2)
    first = once[:, 0].bincount(minlength=4) / 20_000
    assert first.tolist() == pytest.approx([0.1, 0, 0.3, 0.6], abs=0.012)
    pairs = (once[:, 0] * 4 + once[:, 1]).bincount(minlength=16) / 20_000
    assert pairs[0 * 4 + 3].item() == pytest.approx(0.1 * 6 / 9, abs=0.007)
    assert pairs[3 * 4 + 0].item() == pytest.approx(0.6 * 1 / 4, abs=0.01)
    assert not (once[:, 0] == once[:, 1]).any()
    assert sorted(ct.multinomial(ct.ones(50), 50).tolist()) == list(range(50))


def test_vectors_of_small_concentrations_are_vectors():
    ct.manual_seed(5)
    x = ct._C._sample_dirichlet(ct.full((1000, 3), 0.001))
    assert x.sum(1).tolist() == pytest.approx([1] * 1000)
    assert x.mean(0).tolist() == pytest.approx([1 / 3] * 3, abs=0.06)


@pytest.mark.parametrize(
    ("dtype", "last"),
    [(ct.int8, 127), (ct.bool, 1), (ct.float16, 2**11), (ct.bfloat16, 2**8)],
)
def test_integers_reach_the_largest(dtype, last):
    ct.manual_seed(6)
    x = ct.zeros(20_000, dtype=dtype).random_()
    assert (x.min().item(), x.max().item()) == (0, last)
    assert x.random_(1).double().max() == 0
    assert ct.zeros(9, dtype=dtype).random_(last, None).tolist() == [last] * 9


def test_normal_takes_numbers_and_tensors():
    zeros = ct.zeros(3)
    assert ct.normal(zeros + 2, 0.0).tolist() == [2, 2, 2]
    assert ct.normal(2.0, zeros).tolist() == [2, 2, 2]
    assert ct.normal(mean=zeros[:, None], std=zeros).shape == (3, 3)
    assert ct.normal(2, 0, (2, 1), dtype=ct.float64).tolist() == [[2], [2]]
    assert ct.normal(zeros).std() > 0
    out = ct.empty(0)
    assert ct.normal(zeros + 1, zeros, out=out) is out
    assert out.tolist() == [1, 1, 1]
    z = ct.normal(1, 2, (20_000,), dtype=ct.complex64, generator=ct.Generator())
    assert abs(z.mean() - 1) < 0.05
    assert abs(z.real.var() - 2) < 0.1


REFUSED = [
    (lambda x: x.exponential_(0), "lambd > 0, got 0"),
    (lambda x: x.exponential_(float("nan")), "lambd > 0, got nan"),
    (lambda x: x.cauchy_(0, -1), "sigma > 0"),
    (lambda x: x.log_normal_(float("inf"), 1), "finite"),
    (lambda x: x.geometric_(1), r"p in \(0, 1\), got 1"),
    (lambda x: x.random_(3, 3), "from < to"),
    (lambda x: x.random_(-(2**63)), "from < to"),
    (lambda x: x.half().random_(2**20), "within float16"),
    (lambda x: x.long().exponential_(), "a floating dtype, got int64"),
    (lambda x: ct.normal(x, -1.0), "std >= 0"),
    (lambda x: ct.normal(x, x - 1), "std >= 0.0, got -1"),
    (lambda x: ct.normal(x, ct.zeros(2)), "shape"),
    (lambda x: ct.bernoulli(x + 2), r"p in \[0, 1\], got 2"),
    (lambda x: ct.bernoulli(x, 2.0), r"p in \[0, 1\], got 2"),
    (lambda x: ct.poisson(x - 1), "rates >= 0, got -1"),
    (lambda x: ct.poisson(x + float("nan")), "rates >= 0, got nan"),
    (lambda x: ct.poisson(x + float("inf")), "rates >= 0, got inf"),
    (lambda x: ct.binomial(x - 1, x), "counts >= 0, got -1"),
    (lambda x: ct.binomial(x, x + 2), r"prob in \[0, 1\], got 2"),
    (lambda x: ct.binomial(x, x.double()), "one dtype, got float32 and float64"),
    (lambda x: ct.multinomial(x, 1), "finite sum > 0, got 0"),
    (lambda x: ct.multinomial(x - 1, 1), ">= 0, got -1"),
    (lambda x: ct.multinomial(x + float("nan"), 1), ">= 0, got nan"),
    (lambda x: ct.multinomial(x + 1, 4), "num_samples from 1 to the number of places"),
    (lambda x: ct.multinomial(ct.eye(3)[0], 2), "as many probabilities > 0"),
    (lambda x: ct.multinomial(x + 1, 0), "num_samples from 1"),
    (lambda x: ct.multinomial(x.expand(1, 1, 3), 1), r"shape \(n\) or \(m, n\)"),
    (lambda x: ct._C._standard_gamma(x), "concentrations > 0, got 0"),
    (lambda x: ct._C._sample_dirichlet(x), "concentrations > 0, got 0"),
    (lambda x: ct._C._sample_dirichlet(x.sum()), "a last dim, got a 0-d tensor"),
]


@pytest.mark.parametrize(("call", "message"), REFUSED)
def test_parameters_that_are_none(call, message):
    with pytest.raises((RuntimeError, NotImplementedError), match=message):
        call(ct.zeros(3))


DRAWS = {
    "uniform": lambda x, g: x.uniform_(generator=g),
    "normal": lambda x, g: x.normal_(generator=g),
    "exponential": lambda x, g: x.exponential_(generator=g),
    "log_normal": lambda x, g: x.log_normal_(generator=g),
    "cauchy": lambda x, g: x.cauchy_(generator=g),
    "geometric": lambda x, g: x.geometric_(0.1, generator=g),
    "random": lambda x, g: x.random_(generator=g),
    "poisson": lambda x, g: ct.poisson(x.fill_(11), g),
    "binomial": lambda x, g: ct.binomial(x.fill_(40), x.new_full((), 0.4), g),
    "gamma": lambda x, g: ct._C._standard_gamma(x.fill_(0.7), g),
    "dirichlet": lambda x, g: ct._C._sample_dirichlet(x.view(-1, 3).fill_(2), g),
    "bernoulli": lambda x, g: ct.bernoulli(x.fill_(0.3), generator=g),
    "multinomial": lambda x, g: ct.multinomial(x.fill_(1), 50, generator=g),
    "normal_both": lambda x, g: ct.normal(x.fill_(1), x, generator=g),
}


@pytest.mark.parametrize("name", DRAWS)
def test_any_number_of_threads_draws_the_same(name):
    def drawn(threads, dtype=ct.float64):
        ct.set_num_threads(threads)
        g = ct.Generator().manual_seed(9)
        return DRAWS[name](ct.empty(3 * 33_001, dtype=dtype), g)

    before = ct.get_num_threads()
    try:
        assert ct.equal(drawn(1), drawn(3))
        assert ct.equal(drawn(1, ct.float32), drawn(2, ct.float32))
    finally:
        ct.set_num_threads(before)


FIRST = {  # numbers 0 and 64 of seed 9, in float64
    "uniform": ["0x1.37f11e6344fd8p-1", "0x1.0d17858d77602p-1"],
    "normal": ["0x1.50ac71bab1b94p+0", "0x1.0332f372cb78fp+0"],
    "exponential": ["0x1.e1228a71bc376p-1", "0x1.7dc4b489c8934p-1"],
    "log_normal": ["0x1.2dc821bb38855p+5", "0x1.498066f8dcf00p+4"],
    "cauchy": ["-0x1.6623821647b86p+1", "-0x1.8d7ee51008ca6p+3"],
    "normal_both": ["0x1.285638dd58dcap+1", "0x1.019979b965bc8p+1"],
}


@pytest.mark.isa
@pytest.mark.parametrize("name", FIRST)
def test_every_instruction_set_draws_the_same(name):
    x = DRAWS[name](ct.empty(99, dtype=ct.float64), ct.Generator().manual_seed(9))
    assert [v.hex() for v in x[[0, 64]].tolist()] == FIRST[name]


# ---- gradients of what is drawn --------------------------------------------------


@pytest.mark.parametrize("shape", [0.02, 0.5, 1.0, 2.5, 40.0, 1000.0])
@pytest.mark.parametrize("z", [-2.0, -0.3, 0.4, 2.5])
def test_gamma_numbers_move_with_their_shape(shape, z):
    """dF/dx dx/dshape + dF/dshape = 0, F by its series in x, both by differences."""
    a = np.float64(shape)
    x = a * np.exp(z * min(1 / np.sqrt(a), 2))

    def lower(x, a):
        """F(x; a) over x^a exp(-x), times gamma(a + 1)."""
        return np.cumprod(np.r_[1, x / (a + np.arange(1, 60 + 4 * x))]).sum()

    def log_ratio(b):
        """log of F(x; b) x^-b exp(x) gamma(b + 1)."""
        return np.log(lower(x, b))

    h = 1e-4 * a
    slope = (
        8 * (log_ratio(a + h) - log_ratio(a - h))
        - log_ratio(a + 2 * h)
        + log_ratio(a - 2 * h)
    ) / (12 * h)
    psi = digamma(a + 1)
    f_over_density = lower(x, a) * x / a
    want = -f_over_density * (slope + np.log(x) - psi)
    got = ct._C._standard_gamma_grad(ct.tensor(a), ct.tensor(x)).item()
    assert got == pytest.approx(want, rel=1e-6, abs=1e-9 * f_over_density)


def digamma(x):
    shift = sum(1 / (x + k) for k in range(20))
    x = x + 20
    return np.log(x) - 1 / (2 * x) - 1 / (12 * x**2) + 1 / (120 * x**4) - shift


def test_beta_numbers_move_with_their_shape():
    """Of beta (a, 1) x is u^(1 / a), of beta (1, b) it is 1 - (1 - u)^(1 / b)."""
    x = ct.linspace(0.05, 0.6, 7, dtype=ct.float64)
    for a in (0.1, 0.8, 3.0, 50.0):
        got = ct._C._dirichlet_grad(x, ct.full_like(x, a), ct.full_like(x, a + 1))
        np.testing.assert_allclose(got, -x * x.log() / a / (1 - x), 1e-7)
    for b in (0.1, 0.8, 3.0):
        got = ct._C._dirichlet_grad(x, ct.ones_like(x), ct.full_like(x, b + 1))
        f = [by_series(x, 1 + 1e-4 * k, b) for k in (-2, -1, 1, 2)]
        want = -(8 * (f[2] - f[1]) - f[3] + f[0]) / 12e-4
        density = b * (1 - x) ** (b - 1)
        np.testing.assert_allclose(got, want / density / (1 - x), 1e-6)


def by_series(x, a, b):
    """The beta distribution's F: x^a / B(a, b) times the sum of its series."""
    k = np.arange(400)
    terms = np.cumprod(np.r_[1, (k[1:] - b) / k[1:]]) * a / (a + k)
    beta = np.exp(math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b))
    return (
        ct.tensor(np.polynomial.polynomial.polyval(x.numpy(), terms)) * x**a / a / beta
    )


def test_gradients_of_gamma_and_dirichlet_numbers():
    ct.manual_seed(8)
    a = ct.tensor([0.5, 2.0, 30.0], dtype=ct.float64, requires_grad=True)
    x = ct._C._standard_gamma(a)
    (x * ct.tensor([1.0, 2, 3])).sum().backward()
    want = ct._C._standard_gamma_grad(a, x).detach() * ct.tensor([1.0, 2, 3])
    assert ct.equal(a.grad, want)
    # the mean of a Dirichlet vector is a / sum(a): its derivative is the mean of theirs
    a = ct.tensor([1.0, 2.0, 5.0], dtype=ct.float64, requires_grad=True)
    x = ct._C._sample_dirichlet(a.expand(4000, 3))
    (x @ ct.tensor([1.0, 0, 0], dtype=ct.float64)).mean().backward()
    assert a.grad.tolist() == pytest.approx([7 / 64, -1 / 64, -1 / 64], abs=0.004)


def test_gradients_where_there_is_no_number():
    nan = float("nan")
    for a, x in ((nan, 1.0), (1.0, nan), (-1.0, 1.0), (1.0, -1.0), (1.0, float("inf"))):
        assert ct._C._standard_gamma_grad(ct.tensor(a), ct.tensor(x)).isnan()
        assert ct._C._dirichlet_grad(*map(ct.tensor, (x - 2, a, 2.0))).isnan()
    for a, x in ((1e30, 1e30), (1e-30, 1e-30), (1.0, 1e-300), (0.01, 600.0)):
        double = [ct.tensor(v, dtype=ct.float64) for v in (a, x)]
        assert ct._C._standard_gamma_grad(*double).isfinite()


@pytest.mark.parametrize(
    "draw",
    [
        lambda x: ct.bernoulli(x),
        lambda x: x.bernoulli(0.5),
        lambda x: ct.poisson(x),
        lambda x: ct.binomial(ct.full_like(x, 3.0), x),
        lambda x: ct.normal(x),
        lambda x: ct.normal(0.0, x),
        lambda x: ct.normal(x, x + 1),
        lambda x: x.clone().uniform_(),
        lambda x: x.clone().bernoulli_(0.5),
        lambda x: x.clone().bernoulli_(x),
        lambda x: x.clone().random_(),
    ],
)
def test_what_is_drawn_has_a_gradient_of_zero(draw):
    x = ct.full((3,), 0.5, requires_grad=True)
    y = draw(x)
    assert y.requires_grad
    y.sum().backward()
    assert x.grad.tolist() == [0, 0, 0]
    with ct.no_grad():
        assert not draw(x).requires_grad
    assert not ct.rand_like(x).requires_grad and not ct.randn_like(x).requires_grad
