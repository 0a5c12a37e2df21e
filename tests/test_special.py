"""Special functions: exact values, poles, ends; what integers and powers of two do."""

import math

import numpy as np
import pytest

import ctensor as ct
from ctensor import _C, special
from ctensor.autograd.gradcheck import gradcheck

# Made with mpmath, 60 digits; the hard places of each function are among them.
EXACT = {
    "lgamma": {
        1e-300: "6.907755278982137051803e+2",
        0.3: "1.095797994818075560563",
        0.999: "5.780385328913802381689e-4",
        1.00001: "-5.772074402750482621585e-6",
        1.99999: "-4.227811104241673517613e-6",
        2.5: "2.846828704729191596325e-1",
        17.5: "3.20811148959473494865e+1",
        100000.0: "1.051287708973656894901e+6",
        -0.7: "1.452472938756807808488",
        -2.457024: "1.118852638318322432751e-6",
        -4.0748: "-6.891693455378257088384e-1",
        -20.5: "-4.270719597482576043008e+1",
    },
    "digamma": {
        1e-10: "-1.000000000057721530042e+10",
        0.25: "-4.22745353337626540809",
        0.9: "-7.549269499470513491974e-1",
        1.4616: "-3.110625123034164965756e-5",
        1.46163: "-2.075628388722457237532e-6",
        1.5: "3.648997397857652055902e-2",
        2.75: "8.189010249754325922779e-1",
        11.9: "2.433933536882537485905",
        12.1: "2.451314348174337229913",
        100000000.0: "1.842068073895236546381e+1",
        -0.25: "2.914139120213527830373",
        -3.7: "-8.450768588704193546155e-1",
    },
    "i0": {
        0.1: "1.002501562934095601678",
        1.5: "1.646723189772890844876",
        3.99: "1.120476904756784873152e+1",
        4.01: "1.139996106862649373851e+1",
        30.0: "7.816722978239774897174e+11",
        710.0: "3.345334558619655968337e+306",
    },
    "i0e": {
        0.001: "9.990007495835155593743e-1",
        2.2: "2.9131733306904908544e-1",
        4.01: "2.06719999741549367918e-1",
        9.0: "1.349595245817230128898e-1",
        5000.0: "5.642036898744588656985e-3",
        1e300: "3.989422804014326674668e-151",
    },
    "i1": {
        1e-10: "5.000000000000000182167e-11",
        1.5: "9.81666428577907585652e-1",
        3.99: "9.671251024883074085051",
        4.01: "9.848494680285256792786",
        -30.0: "-7.685320389389569994943e+11",
        710.0: "3.342977858509762869466e+306",
    },
    "i1e": {
        1e-05: "4.999950000312498950679e-6",
        2.2: "2.120877326894194830215e-1",
        3.99: "1.789153791413457116141e-1",
        -4.01: "-1.78586646525145413172e-1",
        5000.0: "5.641472666838885903627e-3",
        1e300: "3.989422804014326674668e-151",
    },
    "erfcx": {
        -20.0: "1.044293937952828790118e+174",
        -0.3: "1.453749232842765551249",
        0.4: "6.707877852947615101899e-1",
        3.0: "1.790011511813899504193e-1",
        24.9: "2.263998777604950628596e-2",
        25.1: "2.245987581758138823597e-2",
        10000000000.0: "5.641895835477562869481e-11",
    },
    "erfinv": {
        1e-15: "8.862269254527580825137e-16",
        0.01: "8.862501280950598092299e-3",
        0.5: "4.769362762044698733814e-1",
        0.84: "9.935356283473041871847e-1",
        0.86: "1.04354184363975883759",
        -0.999: "-2.326753765513524493866",
        0.9999999999: "4.572824958544924937848",
    },
    "ndtr": {
        -37.5: "4.605353009581954843828e-308",
        -10.0: "7.619853024160526065973e-24",
        -0.7: "2.419636522230730286162e-1",
        0.3: "6.179114221889526330723e-1",
        2.5: "9.93790334674223864833e-1",
        8.0: "9.999999999999993779039e-1",
    },
    "log_ndtr": {
        -10000000000.0: "-5.000000000000000002394e+19",
        -30.0: "-4.543212439563431971074e+2",
        -1.01: "-1.856313062343178442437",
        -0.99: "-1.825810317842812357568",
        0.5: "-3.689464152886563930656e-1",
        10.0: "-7.619853024160526065973e-24",
        37.0: "-5.725571222524576822683e-300",
    },
    "ndtri": {
        1e-310: "-3.766306033194952373189e+1",
        1e-50: "-1.493333753478848898066e+1",
        0.01: "-2.326347874040841093075",
        0.074: "-1.446632067158978509863",
        0.076: "-1.432502720825811618829",
        0.4999: "-2.506628300880074923889e-4",
        0.7: "5.244005127080406563136e-1",
        0.99999: "4.264890793923840769948",
    },
    "sinc": {
        0.25: "9.003163161571060695552e-1",
        0.999999: "1.000001000028110787316e-6",
        1.5: "-2.122065907891937810252e-1",
        2.0000001: "4.999999741817036709482e-8",
        100.3: "2.567478638088138277315e-3",
        1000000.25: "2.250790227695208250086e-7",
    },
}
ZETA = {
    (1.01, 0.5): "1.019770931774822698095e+2",
    (2.0, 1.0): "1.644934066848226436472",
    (2.0, 1e-05): "1.000000000164490838997e+10",
    (3.0, 11.5): "4.123734525326108560156e-3",
    (5.5, 250.0): "3.630469703584546038219e-12",
    (28.6, 446.6): "2.720757176146776627873e-75",
    (80.0, 1.5): "8.178982435654781811302e-15",
    (2.0, -0.25): "1.85418796476716064984e+1",
    (3.0, -7.75): "6.201987279411388190847e+1",
    (2.0, -999999.625): "1.156295980580204133878e+1",
}

ULP = {
    row["name"]: row["pointwise"]["ulp"] for row in _C._op_table() if row["pointwise"]
}


def assert_exact(got: float, want: str, ulp: float) -> None:
    exact = np.longdouble(want)
    assert abs(np.longdouble(got) - exact) <= ulp * math.ulp(float(exact)), (got, want)


@pytest.mark.isa
@pytest.mark.parametrize("name", EXACT)
def test_exact_values(name) -> None:
    function = getattr(special, {"lgamma": "gammaln"}.get(name, name))
    for x, want in EXACT[name].items():
        assert_exact(function(ct.tensor(x, dtype=ct.float64)).item(), want, ULP[name])


def test_exact_values_of_zeta() -> None:
    for (s, q), want in ZETA.items():
        pair = ct.tensor([s, q], dtype=ct.float64)
        # a rounded q + k counts s times in a power of -s
        assert_exact(special.zeta(*pair).item(), want, ULP["zeta"] + s / 4)


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_logit_of_small_numbers(dtype: type) -> None:
    """Down to the subnormals, and from where 1 - x rounds to 1."""
    x = np.geomspace(np.finfo(dtype).smallest_subnormal, 0.4, 2000).astype(dtype)
    wide = x.astype(np.longdouble)
    expected = np.log(wide / (1 - wide))
    got = ct.logit(ct.from_numpy(x)).numpy()
    assert (
        np.abs(got - expected) <= 3 * np.spacing(np.abs(expected.astype(dtype)))
    ).all()
    below = ct.logit(
        ct.tensor([-1e-25, -0.0, 0.0, 1.0, 1.1]).to(ct.from_numpy(x).dtype)
    )
    assert repr(below.tolist()) == "[nan, -inf, -inf, inf, nan]"


INF, NAN = math.inf, math.nan
ENDS = [
    (ct.lgamma, [0.0, -0.0, -1.0, -INF, INF, 3e307], [INF, INF, INF, INF, INF, INF]),
    (ct.digamma, [0.0, -0.0, -1.0, -INF, INF], [-INF, INF, NAN, NAN, INF]),
    (ct.erfinv, [1.0, -1.0, 1.1, -2.0, -0.0], [INF, -INF, NAN, NAN, -0.0]),
    (special.ndtri, [0.0, 1.0, 0.5, -0.1, 1.1], [-INF, INF, 0.0, NAN, NAN]),
    (special.ndtr, [-INF, INF, 0.0, -40.0], [0.0, 1.0, 0.5, 0.0]),
    (special.log_ndtr, [-INF, INF, 40.0], [-INF, -0.0, 0.0]),
    (special.erfcx, [-INF, INF, 0.0, -30.0], [INF, 0.0, 1.0, INF]),
    (special.entr, [0.0, -1.0, 1.0, INF], [0.0, -INF, -0.0, -INF]),
    (ct.i0, [0.0, INF, -INF, 720.0], [1.0, INF, INF, INF]),
    (special.i1, [-0.0, INF, -INF], [-0.0, INF, -INF]),
    (special.i0e, [INF, -INF], [0.0, 0.0]),
    (special.i1e, [INF, -INF], [0.0, -0.0]),
    (ct.sinc, [0.0, -0.0, 1.0, 1e38, 1e-45], [1.0, 1.0, 0.0, 0.0, 1.0]),
]


@pytest.mark.parametrize(("function", "x", "want"), ENDS)
@pytest.mark.parametrize("dtype", [ct.float64, ct.float32])
def test_poles_and_ends(function, x, want, dtype) -> None:
    got = function(ct.tensor(x, dtype=dtype)).tolist()
    np.testing.assert_array_equal(np.add(got, 0.0), np.add(want, 0.0))


def test_zeta_at_its_ends() -> None:
    s = ct.tensor([1.0, 0.5, 2.0, 2.0, 2.5, INF, INF, INF, NAN, 2.0, 2.0])
    q = ct.tensor([3.0, 3.0, 0.0, -2.0, -0.5, 0.5, 1.0, 2.0, 1.0, INF, -INF])
    want = [INF, NAN, INF, INF, NAN, INF, 1.0, 0.0, NAN, 0.0, NAN]
    np.testing.assert_array_equal(special.zeta(s, q).numpy(), want)


def test_far_arguments_take_no_longer() -> None:
    """No recurrence runs as many steps as an argument is large."""
    far = ct.tensor([-1e15 + 0.5, -1e300, 1e300, -123456789.25], dtype=ct.float64)
    assert ct.digamma(far).isfinite().tolist() == [True, False, True, True]
    assert not special.zeta(2.0, far).isnan().any()


@pytest.mark.parametrize("name", ["xlogy", "xlog1py"])
def test_gradient_of_a_product_with_a_logarithm_at_zero(name) -> None:
    """It is the logarithm, as it is anywhere else; 0 where that is not finite."""
    start = {"xlogy": 0.0, "xlog1py": -1.0}[name]
    y = ct.tensor([2.5, 0.5, np.inf, 0.0, -1.0], dtype=ct.float64) + start
    for zero in (0.0, -0.0):
        x = ct.full((5,), zero, dtype=ct.float64, requires_grad=True)
        getattr(ct.special, name)(x, y).sum().backward()
        want = [np.log(2.5), np.log(0.5), np.inf, 0, 0]
        np.testing.assert_allclose(x.grad, want, rtol=1e-15)


def test_derivatives_of_lgamma_are_polygammas() -> None:
    x = ct.tensor([0.3, 1.46, 7.5, -0.4], dtype=ct.float64, requires_grad=True)
    y = ct.lgamma(x)
    for n in range(4):
        (y,) = ct.autograd.grad(y.sum(), x, create_graph=True)
        np.testing.assert_allclose(y.detach(), ct.polygamma(n, x).detach(), 1e-13)
    assert gradcheck(lambda t: ct.polygamma(3, t), (x,))


@pytest.mark.parametrize("n", [171, 172, 340, 1000])
def test_polygamma_of_orders_whose_factorial_leaves_float64(n) -> None:
    """Beside sums of (x / (x + k))^(n + 1), in logarithms; infinite where that is."""
    x = ct.tensor(
        [-1.4, 0.5, 1.0, 1.7, 5, 60, 100.25, n / 3, n, 9.0 * n], dtype=ct.double
    )
    got = ct.polygamma(n, x.requires_grad_()).detach().numpy()
    want = []
    for z in x.tolist()[3:]:
        k = np.arange(60.0 * n)
        ratio = math.fsum(np.exp(-(n + 1) * np.log1p(k / z)))
        end = (z / (z + len(k))) ** n * z / n  # what the sum leaves, nearly
        size = math.lgamma(n + 1) - (n + 1) * math.log(z) + math.log(ratio + end)
        want.append((-1) ** (n + 1) * (math.exp(size) if size < 709 else math.inf))
    np.testing.assert_allclose(got[3:], want, rtol=1e-10 if n < 1000 else 1e-9)
    assert np.isinf(got[:3]).all() and (np.signbit(got[1:]) == (n % 2 == 0)).all()
    found = np.isfinite(ct.polygamma(n + 1, x.detach()).numpy()) & np.isfinite(got)
    (g,) = ct.autograd.grad(ct.polygamma(n, x).sum(), x)
    slopes = ct.polygamma(n + 1, x.detach()).numpy()
    np.testing.assert_allclose(g.numpy()[found], slopes[found], 1e-9)
    assert not np.isnan(g.numpy()[3:]).any()


def test_polygamma_where_the_factorial_leaves_float32() -> None:
    y = ct.polygamma(40, ct.tensor([3.0, 30.0]))
    np.testing.assert_allclose(y.numpy(), [-2.23705623e28, -3.042973522e-13], 1e-6)
    with pytest.raises(RuntimeError, match="negative n"):
        ct.polygamma(-1, ct.ones(2))
    with pytest.raises(RuntimeError, match="p has to be greater than or equal to 1"):
        ct.mvlgamma(ct.ones(2), 0)


def test_no_derivative_of_zeta_for_its_first_argument() -> None:
    s = ct.tensor([2.0], requires_grad=True)
    with pytest.raises(RuntimeError, match="zeta: no gradient"):
        special.zeta(s, ct.tensor([1.5])).sum().backward()


# ---- other than special ------------------------------------------------------------


@pytest.mark.isa
def test_gcd_and_lcm_of_all_bytes() -> None:
    for dtype in (np.int8, np.uint8):
        x = np.arange(256).astype(dtype)
        a, b = np.meshgrid(x, x)
        wide = (a.astype(np.int64), b.astype(np.int64))
        for ours, exact in ((ct.gcd, np.gcd), (ct.lcm, np.lcm)):
            got = ours(ct.tensor(a), ct.tensor(b)).numpy()
            np.testing.assert_array_equal(got, exact(*wide).astype(dtype))


def test_gcd_of_the_ends_of_the_range() -> None:
    low = ct.tensor([-(2**63), -(2**63), 0, 2**62])
    got = ct.gcd(low, ct.tensor([0, 2**62, 0, -(2**63)]))
    assert got.tolist() == [-(2**63), 2**62, 0, 2**62]
    assert ct.lcm(ct.tensor(2**40), ct.tensor(3 * 2**39)).item() == 3 * 2**40


@pytest.mark.parametrize("direction", [INF, -INF, 0.0])
def test_nextafter_of_every_half(direction) -> None:
    x = np.arange(65536, dtype=np.uint16).view(np.float16)
    got = ct.nextafter(ct.tensor(x), ct.tensor(direction).half()).numpy()
    with np.errstate(over="ignore"):
        want = np.nextafter(x, np.float16(direction))
    np.testing.assert_array_equal(got, want)
    other = (x == x) & (x != direction)  # of two zeros C gives the second, NumPy not
    np.testing.assert_array_equal(np.signbit(got)[other], np.signbit(want)[other])


def test_nextafter_of_bfloat16_float32_and_numbers() -> None:
    x = ct.tensor([1.0, 0.0, -0.0, 3.0, -2.0], dtype=ct.bfloat16)
    up = ct.nextafter(x, ct.tensor([2.0, 1.0, -0.0, 3.0, INF]).bfloat16())
    assert up.tolist() == [1.0078125, 2.0**-133, -0.0, 3.0, -1.9921875]
    assert ct.nextafter(x, 5).dtype == ct.bfloat16
    y = np.array([1.0, -1e-45, 3.4e38], np.float32)
    got = ct.nextafter(ct.tensor(y), INF).numpy()
    np.testing.assert_array_equal(got, np.nextafter(y, np.float32(INF)))


def test_ldexp_beyond_what_a_power_holds() -> None:
    x = ct.tensor([1e-40, 1e30, 0.0, 1.5, -1.0])
    n = ct.tensor([250, -200, 1000, -149, 5000])
    want = [1e-40 * 2.0**250, 1e30 * 2.0**-200, 0.0, 2.0**-148, -INF]
    np.testing.assert_allclose(ct.ldexp(x, n).numpy(), want, 2e-5)
    assert ct.ldexp(ct.tensor([1, 3]), ct.tensor([2, -1])).tolist() == [4.0, 1.5]
    assert ct.ldexp(ct.tensor([2.0]), 0.5).item() == pytest.approx(2 * 2**0.5)


def test_float_power_is_of_float64() -> None:
    assert ct.float_power(ct.tensor([2, 3]), 2).dtype == ct.float64
    assert ct.float_power(2, ct.tensor([0.5]).half()).item() == 2**0.5
    z = ct.float_power(ct.tensor([1j]), 2)
    assert (z.dtype, z.item()) == (ct.complex128, pytest.approx(-1))


def test_float_power_in_place_is_of_its_own_dtype() -> None:
    x = ct.tensor([2.0, 3.0], dtype=ct.float64)
    assert x.float_power_(2) is x
    assert x.tolist() == [4, 9]
    z = ct.tensor([1j], dtype=ct.complex128)
    assert z.float_power_(2).item() == pytest.approx(-1)
    for base, exponent, needed in [
        (ct.ones(2), 2, "float64"),
        (ct.tensor([1, 2]), 2, "float64"),
        (ct.ones(2, dtype=ct.float64), 1j, "complex128"),
    ]:
        message = f"float_power: .* {needed}, got {str(base.dtype)[8:]}"
        with pytest.raises(RuntimeError, match=message):
            base.float_power_(exponent)
        assert base.tolist() in ([1, 1], [1, 2])


def test_polygamma_in_place_writes_its_input() -> None:
    x = ct.tensor([0.5, 2.0], dtype=ct.float64, requires_grad=True)
    for n in range(4):
        y = x * 1
        assert y.polygamma_(n) is y
        np.testing.assert_array_equal(y.detach(), ct.polygamma(n, x).detach())
        (grad,) = ct.autograd.grad(y.sum(), x)
        np.testing.assert_allclose(grad, ct.polygamma(n + 1, x).detach(), 1e-12)
    with pytest.raises(RuntimeError, match="can't be cast"):
        ct.tensor([1, 2]).polygamma_(1)
    with pytest.raises(RuntimeError, match="negative n"):
        ct.ones(2).polygamma_(-1)


def test_angle_of_zeros_and_nan() -> None:
    x = ct.tensor([-0.0, 0.0, -1.0, NAN, 2.0], requires_grad=True)
    y = ct.angle(x)
    np.testing.assert_array_equal(y.detach(), np.float32([0, 0, math.pi, NAN, 0]))
    y.sum().backward()
    assert x.grad.tolist() == [0.0] * 5
    z = ct.tensor([3 + 4j, 0j], requires_grad=True)
    ct.angle(z).sum().backward()
    np.testing.assert_allclose(z.grad.numpy(), [(-4 + 3j) / 25, 0], 1e-6)


def test_signs_of_zeros_and_nan() -> None:
    x = np.array([-0.0, 0.0, -INF, NAN, -NAN, 1.0])
    got = ct.signbit(ct.tensor(x)).tolist()
    assert got == np.signbit(x).tolist()
    assert ct.signbit(ct.tensor([-1, 0, 1])).tolist() == [True, False, False]
    assert ct.isreal(ct.tensor([1j, 1 + 0j, complex(NAN, 0)])).tolist() == [0, 1, 1]


def test_positive_is_its_argument() -> None:
    x = ct.ones(2)
    assert ct.positive(x) is x
    with pytest.raises(RuntimeError, match="positive: expected a numeric"):
        ct.positive(x > 0)


def test_names_of_special_are_rows() -> None:
    assert special.expit is ct.sigmoid
    assert special.psi is ct.digamma
    x = ct.tensor([0.5, 1.5])
    for name in special.__all__:
        assert callable(getattr(special, name))
    assert ct.equal(special.multigammaln(x + 1, 2), ct.mvlgamma(x + 1, 2))


INCOMPLETE = {  # by mpmath, 40 digits: P and Q of (a, x)
    (0.5, 0.3): ("0.56142197391900013648", "0.43857802608099986352"),
    (1e-08, 0.5): ("0.9999999944022640229", "5.5977359770995871049e-9"),
    (3.0, 12.0): ("0.99947774194996710217", "0.00052225805003289782949"),
    (9.5, 0.7): ("1.5843955530260524879e-8", "0.99999998415604446974"),
    (60.0, 61.0): ("0.56803752803450692514", "0.43196247196549307486"),
    (1000.0, 900.0): ("0.00054990226571178292301", "0.99945009773428821708"),
    (20000.0, 20100.0): ("0.76061670556141764814", "0.23938329443858235186"),
    (2.5, 800.0): ("1", "0"),
}


@pytest.mark.parametrize("pair", INCOMPLETE)
def test_incomplete_gamma_functions(pair) -> None:
    a, x = ct.tensor(pair, dtype=ct.float64)
    lower, upper = map(float, INCOMPLETE[pair])
    assert special.gammainc(a, x).item() == pytest.approx(lower, rel=1e-13, abs=1e-300)
    assert special.gammaincc(a, x).item() == pytest.approx(upper, rel=1e-13, abs=1e-300)


def test_incomplete_gamma_functions_at_their_ends() -> None:
    a = ct.tensor([0, 0, 1, 1, INF, INF, -1, 1, NAN], dtype=ct.float64)
    x = ct.tensor([0, 2, 0, INF, 3, INF, 1, -1, 1], dtype=ct.float64)
    want = [NAN, 1, 0, 1, 0, NAN, NAN, NAN, NAN]
    np.testing.assert_array_equal(ct.igamma(a, x).numpy(), want)
    np.testing.assert_array_equal(ct.igammac(a, x).numpy(), 1 - np.array(want))


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64])
def test_logit_of_probabilities_next_to_0_and_1(dtype) -> None:
    tiny = ct.finfo(dtype).tiny
    p = ct.tensor(np.geomspace(tiny / 64, 0.4, 5000)).to(dtype)
    want = np.log(p.double().numpy()) - np.log1p(-p.double().numpy())
    np.testing.assert_allclose(ct.logit(p).numpy(), want, rtol=4 * ct.finfo(dtype).eps)
    ends = ct.tensor([0.0, 1.0, -1e-30, np.nan, 1.5], dtype=dtype)
    np.testing.assert_array_equal(
        ct.logit(ends).numpy(), [-np.inf, np.inf, np.nan, np.nan, np.nan]
    )


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64])
def test_cube_roots_over_the_whole_range(dtype) -> None:
    info = ct.finfo(dtype)
    a = np.geomspace(info.tiny / 2**20, info.max / 2, 20_011).astype(np.dtype(dtype))
    x = ct.tensor(np.concatenate([a, -a]))
    exact = np.cbrt(x.numpy().astype(np.longdouble))
    got = np.cbrt(x).numpy()
    assert (np.abs(got - exact) <= info.eps * np.abs(exact)).all()
    ends = np.array([0.0, -0.0, np.inf, -np.inf, np.nan], np.dtype(dtype))
    got = np.cbrt(ct.tensor(ends)).numpy()
    np.testing.assert_array_equal(got, ends)
    assert np.signbit(got[1])


@pytest.mark.parametrize("f", [ct.sinc, ct.erfinv])
def test_results_that_gradients_do_not_read_may_be_written(f) -> None:
    x = ct.tensor([0.25, -0.5], requires_grad=True)
    (want,) = ct.autograd.grad(f(x).sum(), x)
    y = f(x)
    y.mul_(0).add_(x)
    assert (ct.autograd.grad(y.sum(), x)[0] == 1).all()
    y = f(x)
    z = y * 1
    with ct.no_grad():
        y.zero_()
    assert (ct.autograd.grad(z.sum(), x)[0] == want).all()


@pytest.mark.parametrize("dtype", [ct.float16, ct.bfloat16, ct.float32, ct.float64])
def test_nextafter_passes_its_gradient_on_where_it_moves(dtype) -> None:
    x = ct.tensor([1.0, 2.0, 0.0, INF], dtype=dtype, requires_grad=True)
    y = ct.tensor([1.0, 3.0, -1.0, 0.0], dtype=dtype, requires_grad=True)
    weights = ct.tensor([1.0, 2.0, 3.0, 4.0], dtype=dtype)
    y_of_x = ct.nextafter(x, y)
    gx, gy = ct.autograd.grad(y_of_x, (x, y), weights, allow_unused=True)
    of_infinity = 4.0 if dtype in (ct.float32, ct.float64) else 0.0
    assert gx.tolist() == [0.0, 2.0, 3.0, of_infinity]
    assert gy is None or gy.tolist() == [0.0] * 4


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64])
@pytest.mark.parametrize(
    ("function", "at", "first", "second"),
    [
        (ct.asin, 1.0, INF, INF),
        (ct.asin, -1.0, INF, -INF),
        (ct.acos, 1.0, -INF, -INF),
        (ct.acos, -1.0, -INF, INF),
        (ct.atanh, 1.0, INF, INF),
        (ct.atanh, -1.0, INF, -INF),
        (ct.acosh, 1.0, INF, -INF),
    ],
)
def test_second_gradients_at_the_ends(function, at, first, second, dtype) -> None:
    x = ct.tensor([at, at / 2 if function is not ct.acosh else 2.0], dtype=dtype)
    x.requires_grad_()
    (g,) = ct.autograd.grad(function(x).sum(), x, create_graph=True)
    (h,) = ct.autograd.grad(g.sum(), x)
    assert g[0].item() == first and h[0].item() == second
    assert np.isfinite(g[1].item()) and np.isfinite(h[1].item())
