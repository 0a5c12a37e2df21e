"""Functions of complex numbers: each part's error, values at the special points.

A number's neighbours change nothing, though some of them go through libm.
"""

import numpy as np
import pytest

import ctensor as ct

FUNCTIONS = "exp log sqrt sin cos tan sinh cosh tanh asin acos atan asinh acosh atanh"
FUNCTIONS = FUNCTIONS.split()
VALUES = [0.0, -0.0, 1.0, -1.0, 0.5, -2.0, 90.0, 1e-30, -1e30, 5e-324]
VALUES += [np.inf, -np.inf, np.nan]


def numbers(dtype: str, seed: int = 1) -> np.ndarray:
    """Points of all quadrants, near the unit circle, on the axes and of many sizes."""
    draw = np.random.default_rng(seed)
    n = 2000
    angle = draw.uniform(-np.pi, np.pi, n)
    circle = (1 + 10.0 ** draw.uniform(-9, -1, n)) * np.exp(1j * angle)
    plane = draw.uniform(-3, 3, n) + 1j * draw.uniform(-3, 3, n)
    sizes = draw.choice([-1, 1], (2, n)) * 10.0 ** draw.uniform(-12, 2, (2, n))
    axes = np.where(np.arange(n) % 2, plane.real + 0j, 1j * plane.imag)
    return np.concatenate([circle, plane, sizes[0] + 1j * sizes[1], axes]).astype(dtype)


def numpy_name(name: str) -> str:
    """NumPy's name of a function."""
    return f"arc{name[1:]}" if name.startswith("a") else name


def units(got: np.ndarray, want: np.ndarray) -> np.ndarray:
    """Errors in units of the last place of the wanted number."""
    limits = np.finfo(got.dtype)
    place = np.ldexp(np.longdouble(limits.eps), np.frexp(np.abs(want))[1] - 1)
    return np.abs(got - want) / np.maximum(place, limits.smallest_subnormal)


@pytest.mark.isa
@pytest.mark.parametrize("name", FUNCTIONS)
def test_both_parts_of_complex64_are_rounded_once(name) -> None:
    x = numbers("complex64")
    got = getattr(ct, name)(ct.from_numpy(x)).numpy()
    want = getattr(np, numpy_name(name))(x.astype(np.clongdouble))
    inside = np.abs(want) < np.finfo(np.float32).max
    for a, b in (got.real, want.real), (got.imag, want.imag):
        assert units(a, b)[inside].max() < 0.51


@pytest.mark.isa
@pytest.mark.parametrize("name", FUNCTIONS)
def test_both_parts_of_complex128_keep_their_digits(name) -> None:
    x = numbers("complex128")
    got = getattr(ct, name)(ct.from_numpy(x)).numpy()
    want = getattr(np, numpy_name(name))(x.astype(np.clongdouble))
    assert max(units(got.real, want.real).max(), units(got.imag, want.imag).max()) < 8


@pytest.mark.isa
@pytest.mark.parametrize("name", FUNCTIONS)
def test_special_values_are_those_of_c(name) -> None:
    """C11, annex G, as NumPy has them; what sign stands beside NaN is open there."""
    z = np.array([complex(re, im) for re in VALUES for im in VALUES])
    got = getattr(ct, name)(ct.from_numpy(z)).numpy()
    with np.errstate(all="ignore"):
        want = getattr(np, numpy_name(name))(z)
    known = ~np.isnan(want)
    for a, b in (got.real, want.real), (got.imag, want.imag):
        np.testing.assert_allclose(np.abs(a), np.abs(b), rtol=2e-15, atol=5e-324)
        assert (np.signbit(a) == np.signbit(b))[known & ~np.isnan(b)].all()


@pytest.mark.parametrize("dtype", ["complex64", "complex128"])
@pytest.mark.parametrize(
    "name", [*FUNCTIONS, "expm1", "log1p", "exp2", "rsqrt", "sinc"]
)
def test_neighbours_change_nothing(name, dtype) -> None:
    """Lanes that go through libm stand among others: each gives what it gives alone."""
    x = ct.from_numpy(numbers(dtype, seed=2)[::40].copy())
    odd = [complex(re, im) for re in VALUES for im in VALUES]
    x[::3][: len(odd)] = ct.tensor(odd[: len(x[::3])], dtype=x.dtype)
    function = getattr(ct, name)
    alone = ct.stack([function(x[i]) for i in range(len(x))])
    assert function(x).numpy().tobytes() == alone.numpy().tobytes()


@pytest.mark.isa
@pytest.mark.parametrize("dtype", ["complex64", "complex128"])
def test_quotients_at_the_ends_of_the_range(dtype) -> None:
    limits = np.finfo(dtype)
    sizes = [limits.max, limits.tiny, limits.smallest_subnormal * 8, 1.0]
    for a in sizes:
        for b in sizes:
            x = np.array([a * (1 - 0.5j), a * 1j], dtype)
            y = np.array([b * (0.25 + 0.5j), b + 0j], dtype)
            got = (ct.from_numpy(x) / ct.from_numpy(y)).numpy()
            want = x.astype(np.clongdouble) / y.astype(np.clongdouble)
            inside = np.abs(want) < limits.max / 2
            assert (units(got, want) < 6)[inside].all(), (a, b, got, want)


@pytest.mark.isa
@pytest.mark.parametrize("dtype", ["complex64", "complex128"])
def test_isinf_asks_both_parts(dtype) -> None:
    z = np.array([complex(re, im) for re in VALUES for im in VALUES], dtype)
    assert (ct.isinf(ct.from_numpy(z)).numpy() == np.isinf(z)).all()


@pytest.mark.parametrize("dtype", ["complex64", "complex128"])
def test_nan_to_num_replaces_in_both_parts(dtype) -> None:
    z = np.array([[complex(re, im) for re in VALUES] for im in VALUES], dtype)
    for options in {}, {"nan": 3.0, "posinf": 4.0, "neginf": -5.0}:
        want = np.nan_to_num(z, **options)
        t = ct.from_numpy(z.copy())
        assert (ct.nan_to_num(t, **options).numpy() == want).all()
        assert (ct.nan_to_num(t.T, **options).T.numpy() == want).all()
        assert (ct.nan_to_num(t[:1].expand(3, -1), **options).numpy() == want[:1]).all()
        assert t.nan_to_num_(**options) is t and (t.numpy() == want).all()


def test_complex_sums_of_exponentials_at_the_edges() -> None:
    z = ct.tensor([900 + 1j, 899 - 2j, -np.inf], dtype=ct.complex128)
    want = 900 + 1j + np.log(1 + np.exp(-1 - 3j))
    for got in z.logsumexp(0), ct.logaddexp(z[0], z[1]), z.logcumsumexp(0)[2]:
        assert abs(got.item() - want) < 1e-12
    nothing = z[2:].expand(4)
    assert nothing.logsumexp(0).item().real == -np.inf
    assert nothing.logcumsumexp(0)[3].item().real == -np.inf
    zero = ct.tensor([0, 1j * np.pi], dtype=ct.complex128)
    assert abs(zero.logsumexp(0).exp().item()) < 1e-15
    assert z[:0].logsumexp(0).item() == -np.inf
    long = ct.zeros(5000, dtype=ct.complex64) + 0.5j
    got = long.logsumexp(0).item()
    assert got == pytest.approx(np.log(5000) + 0.5j, rel=1e-6)


@pytest.mark.parametrize("dtype", ["complex64", "complex128"])
def test_activations_of_complex_numbers(dtype) -> None:
    z = ct.from_numpy(numbers(dtype)[::50].copy())
    x = z.numpy().astype(np.clongdouble)
    tolerance = 64 * np.finfo(dtype).eps
    wanted = {
        "softsign": x / (1 + abs(x)),
        "silu": x / (1 + np.exp(-x)),
    }
    for name, want in wanted.items():
        got = getattr(ct.nn.functional, name)(z)
        assert got.dtype == z.dtype
        np.testing.assert_allclose(got.numpy(), want, rtol=tolerance, atol=1e-30)
    w = z[:8].flip(0)
    want = x[:8] / np.sqrt((x[:8] ** 2).mean() + 0.25) * x[:8][::-1]
    got = ct.nn.functional.rms_norm(z[:8], (8,), w, 0.25)
    np.testing.assert_allclose(got.numpy(), want, rtol=tolerance)


def test_gradients_of_complex_softsign_and_rms_norm() -> None:
    z = ct.from_numpy(numbers("complex128")[1::800].copy()).requires_grad_()
    functions = ct.nn.functional.softsign, lambda t: ct.nn.functional.rms_norm(t, (10,))
    assert len(z) == 10
    for f in functions:
        assert ct.autograd.gradcheck(f, (z,))


def test_an_infinity_is_found_where_the_plain_formula_has_nan() -> None:
    x = ct.tensor([complex(np.inf, np.nan)], dtype=ct.complex128)
    assert ct.isinf((x * (1 + 1j)).real).item() or ct.isinf((x * (1 + 1j)).imag).item()
    assert (ct.tensor([1 + 1j]) / ct.tensor([complex(np.inf, 1)]) == 0).all()
