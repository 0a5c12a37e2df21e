"""Random tensors: distributions, repeatability, generators."""

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
