"""The op table, row by row.

Pointwise rows are tested from what the row itself says: dtypes, domain, ULP, gradient.
The other rows bring samples (test_table_samples.py). A row that lacks something fails
here.
"""

import functools
import inspect
import itertools
import zlib

import all_samples  # noqa: F401
import numpy as np
import pytest
from references import reference
from samples import SAMPLES

import ctensor as ct
from ctensor import _C
from ctensor.autograd.gradcheck import gradcheck, gradgradcheck

ROWS = _C._op_table()
ATTRIBUTES = ("float", "int", "bool")


def variants(row):
    """A formula row with its attributes' defaults, and with those that it says to test.

    `attributes` are what a call is given, `numbers` the defaults among them too.
    """
    attributes = [p for p in row["parameters"] if p["type"] in ATTRIBUTES]
    tests = [one.split() for one in row["pointwise"]["tests"].split(",") if one]
    if all(p["default"] is not None for p in attributes):
        tests.insert(0, [])
    for given in tests:
        numbers = {k: float(v) for k, v in (text.split("=") for text in given)}
        defaults = {
            p["name"]: float(p["default"])
            for p in attributes
            if p["default"] not in (None, "None")
        }
        label = "-".join([row["name"], *given])
        yield {
            **row,
            "label": label,
            "attributes": numbers,
            "numbers": {**defaults, **numbers},
        }


POINTWISE = [
    variant
    for row in ROWS
    if row["kind"] == "pointwise" and row["outputs"] == 1  # others bring samples
    for variant in variants(row)
]
PUBLIC = [row for row in ROWS if "private" not in row["forms"]]

FLOATS = ("float16", "bfloat16", "float32", "float64")
INTEGERS = tuple(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64))
COMPLEX = ("complex64", "complex128")
DTYPES = {  # of ct_class; what a row takes
    "FLOATS": FLOATS + INTEGERS + ("bool",),
    "FLOATC": FLOATS + COMPLEX + INTEGERS + ("bool",),
    "NUMS": FLOATS + INTEGERS,
    "NUMC": FLOATS + COMPLEX + INTEGERS,
    "ALLS": FLOATS + INTEGERS + ("bool",),
    "ALLC": FLOATS + COMPLEX + INTEGERS + ("bool",),
    "BITS": INTEGERS + ("bool",),
    "INTS": INTEGERS,
}
ALL = FLOATS + COMPLEX + INTEGERS + ("bool",)
BY_NAME = {row["name"]: row for row in ROWS}


def by_name(rows):
    return pytest.mark.parametrize("row", rows, ids=[name_of(row) for row in rows])


def name_of(row) -> str:
    return row.get("label", row["name"])


def inexact(t: ct.Tensor) -> bool:
    return t.is_floating_point() or t.is_complex()


def taken(row) -> tuple[str, ...]:
    dtypes = DTYPES[row["pointwise"]["class"]]
    floats = row["pointwise"]["class"] in ("FLOATS", "FLOATC")
    if not floats and any(number < 0 for number in row["numbers"].values()):
        dtypes = [dtype for dtype in dtypes if not dtype.startswith("uint")]
    return tuple(dtypes)


def row_and_dtype(rows):
    pairs = [(row, dtype) for row in rows for dtype in taken(row)]
    names = [f"{name_of(row)}-{dtype}" for row, dtype in pairs]
    return pytest.mark.parametrize(("row", "dtype"), pairs, ids=names)


def generator(row, *salt) -> np.random.Generator:
    """The same random numbers for a test, whichever tests run."""
    return np.random.default_rng(zlib.crc32(repr((row["name"], *salt)).encode()))


def draw(rng, dtype: str, shape, low: float, high: float) -> np.ndarray:
    """Values of a dtype's kind within the domain, in the widest type of that kind."""
    if dtype == "bool":
        return rng.integers(0, 2, shape).astype(bool)
    if dtype in INTEGERS:
        limits = np.iinfo(dtype)
        first = max(int(np.ceil(low)), limits.min)
        return rng.integers(first, min(int(high), limits.max), shape, dtype, True)
    if dtype in COMPLEX:
        return rng.uniform(low, high, shape) + 1j * rng.uniform(low, high, shape)
    return rng.uniform(low, high, shape)


def operands(row, rng, dtype: str, shape=(67,)) -> list[ct.Tensor]:
    """As many operands as the row has, of a dtype, drawn in its domain.

    The length exceeds the widest vector and is no multiple of any.
    """
    low, high = row["pointwise"]["domain"]
    made = [
        ct.tensor(draw(rng, dtype, shape, low, high)).to(getattr(ct, dtype))
        for _ in range(row["pointwise"]["arity"])
    ]
    if row["name"] == "where":
        made[0] = ct.tensor(draw(rng, "bool", shape, 0, 1))
    return made


def function_of(row):
    """The row as a function; a private one has an underscore. With its attributes."""
    private = "private" in row["forms"]
    name = "_" + row["pyname"].lstrip("_") if private else row["pyname"]
    return functools.partial(getattr(_C, name), **row.get("attributes", {}))


def wide(t: ct.Tensor) -> np.ndarray:
    """The same values where there is precision to spare."""
    if t.dtype == ct.float64:
        return t.numpy().astype(np.longdouble)
    if t.is_floating_point():
        return t.to(ct.float64).numpy()
    if t.is_complex():
        return t.numpy().astype(np.clongdouble)
    return t.numpy()


def allowed_ulp(row, dtype: str) -> float:
    """What the row allows; of complex numbers a few roundings more, as each is a sum of
    products, and of their power as many as its exponent's logarithm multiplies.
    """
    ulp = row["pointwise"]["ulp"]
    if dtype in COMPLEX:
        return 24 if row["name"] == "pow" else 4 * ulp + 2
    return ulp


def expected_dtype(row, dtype: str) -> ct.dtype:
    """The dtype of a row's result for operands of one dtype."""
    given = getattr(ct, dtype)
    if (row["name"], dtype) == ("square", "bool"):
        return ct.int64  # as pow(x, 2), whose 2 is an int
    if row["pointwise"]["result"] == "bool":
        return ct.bool
    if row["pointwise"]["class"] in ("FLOATS", "FLOATC") and dtype in (
        *INTEGERS,
        "bool",
    ):
        given = ct.get_default_dtype()
    if row["pointwise"]["result"] == "complex":
        return given.to_complex() if given.itemsize > 2 else ct.complex64
    return given.to_real() if row["pointwise"]["result"] == "real" else given


def expected(row, arguments, dtype: str) -> np.ndarray:
    values = [wide(t) for t in arguments]
    result = expected_dtype(row, dtype)
    inexact = result.is_floating_point or result.is_complex
    if inexact and dtype in (*INTEGERS, "bool"):
        values = [value.astype(np.float64) for value in values]
    with np.errstate(all="ignore"):
        return np.asarray(reference(row["name"])(*values, **row["attributes"]))


def assert_within_ulp(got: ct.Tensor, want: np.ndarray, ulp: float, label="") -> None:
    """Elementwise, in units of the last place of the wanted value in got's dtype.

    A complex number is off by its distance, in units of its modulus.
    """
    assert got.shape == want.shape, label
    if not inexact(got):
        np.testing.assert_array_equal(
            got.numpy(), want.astype(got.numpy().dtype), label
        )
        return
    result = wide(got)
    limits = ct.finfo(got.dtype)
    with np.errstate(all="ignore"):
        infinite = ~np.isfinite(want) | (
            np.abs(want) > limits.max * (1 + limits.eps / 2)
        )
        same = (result == want) | (np.isnan(result) & np.isnan(want))
        _, exponent = np.frexp(np.abs(np.where(infinite, 0, want)))
        unit = limits.eps * np.ldexp(np.ones_like(np.real(want)), exponent - 1)
        unit = np.maximum(unit, limits.tiny * limits.eps)
        error = (
            np.abs(np.where(infinite, 0, result) - np.where(infinite, 0, want)) / unit
        )
    wrong_infinite = infinite & ~same & (np.abs(result) <= limits.max)
    assert not wrong_infinite.any(), f"{label}: {result[wrong_infinite]} for infinities"
    allowed = ulp + 0.5 * (got.dtype in (ct.float16, ct.bfloat16)) + 1e-3
    worst = error.max(initial=0)
    assert worst <= allowed, f"{label}: {worst:.2f} ULP, allowed {ulp}"


# ---- values ---------------------------------------------------------------


@pytest.mark.isa
@row_and_dtype(POINTWISE)
def test_value(row, dtype) -> None:
    arguments = operands(row, generator(row, dtype), dtype)
    got = function_of(row)(*arguments)
    assert got.dtype == expected_dtype(row, dtype)
    want = expected(row, arguments, dtype)
    assert_within_ulp(got, want, allowed_ulp(row, dtype), row["name"])


@by_name(POINTWISE)
@pytest.mark.parametrize("dtype", ALL)
def test_dtypes_that_a_row_does_not_take(row, dtype) -> None:
    if dtype in taken(row):
        assert callable(function_of(row))
        return
    arguments = operands(row, generator(row, dtype), dtype)
    with pytest.raises(RuntimeError, match=dtype):
        function_of(row)(*arguments)


SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, np.inf, -np.inf, np.nan, 1e-45, -1e-45, 1e-40]
SPECIAL += [1.1754944e-38, 3.4028235e38, -3.4028235e38, 88.8, -104.0, 710.0, -746.0]


@pytest.mark.isa
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@by_name(
    [
        row
        for row in POINTWISE
        if "float32" in taken(row) and row["pointwise"]["result"] != "complex"
    ]
)
def test_special_values(row, dtype) -> None:
    """Zeros of both signs, infinities, NaN, subnormals, the ends of the range."""
    values = np.array(SPECIAL).astype(dtype)
    grid = itertools.product(values, repeat=row["pointwise"]["arity"])
    arguments = [ct.tensor(np.array(column)) for column in zip(*grid, strict=True)]
    if row["name"] == "where":
        arguments[0] = arguments[0] > 0
    got = function_of(row)(*arguments)
    want = expected(row, arguments, dtype)
    if got.dtype != ct.bool:
        want = want.astype(np.longdouble if dtype == "float64" else np.float64)
    assert_within_ulp(got, want, allowed_ulp(row, dtype), row["name"])
    smallest = ct.finfo(got.dtype).tiny / 2**23 if got.dtype != ct.bool else 1
    finite = np.isfinite(want) & (np.abs(want) > smallest)
    nan = np.isnan(want)
    np.testing.assert_array_equal(np.isnan(got.numpy()), nan)
    if got.dtype != ct.bool:
        signs = np.signbit(got.numpy())[finite] == np.signbit(want)[finite]
        assert signs.all()


# ---- layouts --------------------------------------------------------------


def layouts(row, rng, dtype: str):
    """Named lists of operands: every layout, and shapes that broadcast."""
    plain = operands(row, rng, dtype, (4, 6))
    arity = len(plain)
    yield "empty", operands(row, rng, dtype, (0,))
    yield "empty among others", operands(row, rng, dtype, (3, 0, 2))
    yield "0-d", operands(row, rng, dtype, ())
    yield "strided", [t[::2, ::3] for t in plain]
    yield "negative strides", [t[::-1, ::-1] for t in plain]
    yield "transposed", [t.T for t in plain]
    yield "expanded", [t[:, :1].expand(4, 6) for t in plain]
    yield "offset", [t[1:, 1:] for t in plain]
    yield "7-d", operands(row, rng, dtype, (2, 1, 2, 1, 3, 1, 2))
    shapes = [(4, 1), (1, 6), (6,)][:arity]
    yield "broadcast", [operands(row, rng, dtype, s)[i] for i, s in enumerate(shapes)]
    first = operands(row, rng, dtype, ())[0]
    yield "0-d beside others", [first, *plain[1:]]
    yield (
        "mixed",
        [t.T if i % 2 else t[::-1] for i, t in enumerate(square(row, rng, dtype))],
    )


def square(row, rng, dtype):
    return operands(row, rng, dtype, (5, 5))


@pytest.mark.parametrize("dtype", ["float32", "complex64", "int16", "bool"])
@by_name(POINTWISE)
def test_layouts(row, dtype) -> None:
    dtype = dtype if dtype in taken(row) else taken(row)[0]
    for label, arguments in layouts(row, generator(row, dtype, "layouts"), dtype):
        got = function_of(row)(*arguments)
        want = expected(row, arguments, dtype)
        assert_within_ulp(got, want, allowed_ulp(row, dtype), label)


def in_place_of(row):
    """`name_` as a function, with the row's attributes."""
    name = ("_" if "private" in row["forms"] else "") + row["pyname"].lstrip("_") + "_"
    return functools.partial(getattr(ct.Tensor, name), **row["attributes"])


@by_name([row for row in POINTWISE if "inplace" in row["forms"]])
def test_in_place(row) -> None:
    """`name_` gives the tensor itself with the values of `name`, in any layout."""
    dtype = "float32" if "float32" in taken(row) else "int32"
    for label, arguments in layouts(row, generator(row, "in place"), dtype):
        if label not in ("expanded", "broadcast", "0-d beside others"):
            check_in_place(row, arguments, label)
    for dtype in taken(row):
        rng = generator(row, "in place", dtype)
        check_in_place(row, operands(row, rng, dtype), dtype)


def check_in_place(row, arguments, label: str) -> None:
    want, own = function_of(row)(*arguments), arguments[0]
    if not ct.can_cast(want.dtype, own.dtype):
        with pytest.raises(RuntimeError, match="can't be cast"):
            in_place_of(row)(*arguments)
        return
    version = own._version
    assert in_place_of(row)(*arguments) is own
    assert own._version == version + 1
    np.testing.assert_array_equal(wide(own), wide(want.to(own.dtype)), label)


@by_name([row for row in POINTWISE if "out" in row["forms"]])
def test_out(row) -> None:
    """out= in any layout, of another dtype, and over an operand."""
    dtype = "float32" if "float32" in taken(row) else "int32"
    arguments = operands(row, generator(row, "out"), dtype, (4, 6))
    function = function_of(row)
    want = function(*arguments)
    places = {
        "contiguous": ct.empty(4, 6, dtype=want.dtype),
        "transposed": ct.empty(6, 4, dtype=want.dtype).T,
        "strided": ct.empty(8, 18, dtype=want.dtype)[::2, ::3],
        "reversed": ct.empty(4, 6, dtype=want.dtype)[::-1],
        "empty": ct.empty(0, dtype=want.dtype),
        "wider": ct.empty(4, 6, dtype=ct.promote_types(want.dtype, ct.float64)),
    }
    for label, out in places.items():
        assert function(*arguments, out=out) is out
        np.testing.assert_array_equal(out.numpy(), want.numpy(), label)
    wide_buffer = ct.zeros(5, 6, dtype=arguments[-1].dtype)
    wide_buffer[:4] = arguments[-1]
    if ct.can_cast(want.dtype, wide_buffer.dtype):  # out= is the operand, a row further
        function(*arguments[:-1], wide_buffer[:4], out=wide_buffer[1:])
        np.testing.assert_array_equal(wide_buffer[1:].numpy(), want.numpy())
    for out in (ct.empty(3, 5, dtype=want.dtype), ct.empty(5, 7, dtype=want.dtype)):
        with pytest.warns(UserWarning, match=r"was resized since it had shape \[\d, "):
            assert function(*arguments, out=out) is out
        np.testing.assert_array_equal(out.numpy(), want.numpy())


@by_name([row for row in POINTWISE if "out" in row["forms"]])
def test_out_in_every_dtype(row) -> None:
    """Of the result's dtype, and of one that holds more, which may keep more."""
    for dtype in taken(row):
        arguments = operands(row, generator(row, "out", dtype), dtype)
        want = function_of(row)(*arguments)
        for wanted in (want.dtype, ct.promote_types(want.dtype, ct.float64)):
            out = ct.empty(want.shape, dtype=wanted)
            assert function_of(row)(*arguments, out=out) is out
            half = want.dtype in (ct.float16, ct.bfloat16)
            shown = out.to(want.dtype) if half else out
            np.testing.assert_array_equal(wide(shown), wide(want.to(shown.dtype)))


def takes_two_numbers(row) -> bool:
    return [p["type"] for p in row["parameters"]] == ["operand", "operand"]


@by_name([row for row in POINTWISE if takes_two_numbers(row)])
def test_python_scalars_are_weak(row) -> None:
    """A number beside a tensor does not widen its dtype, on either side."""
    floats = "float32" in taken(row)
    t = operands(row, generator(row, "scalar"), "float32" if floats else "int16")[0]
    number = 1.5 if floats else 1
    function = function_of(row)
    other = ct.full_like(t, number)
    for pair, same in [((t, number), (t, other)), ((number, t), (other, t))]:
        got, want = function(*pair), function(*same)
        assert got.dtype == want.dtype
        np.testing.assert_array_equal(got.numpy(), want.numpy())


# ---- gradients ------------------------------------------------------------


def total(t: ct.Tensor) -> ct.Tensor:
    """A sum that has a gradient, of complex numbers too."""
    return (t.real + t.imag).sum() if t.is_complex() else t.sum()


def differentiable(row) -> bool:
    return any(row["pointwise"]["gradients"])


def smooth_operands(row, dtype: str, shape=(2, 3)) -> list[ct.Tensor]:
    arguments = operands(row, generator(row, "gradient", dtype), dtype, shape)
    for t, gradient in zip(arguments, row["pointwise"]["gradients"], strict=True):
        if gradient is not None and inexact(t):
            t.requires_grad_()
    return arguments


@pytest.mark.parametrize("dtype", ["float64", "complex128"])
@by_name([row for row in POINTWISE if differentiable(row)])
def test_gradient_and_second_gradient(row, dtype) -> None:
    dtype = dtype if dtype in taken(row) else "float64"
    function = function_of(row)
    assert gradcheck(function, smooth_operands(row, dtype))
    assert gradgradcheck(function, smooth_operands(row, dtype))


@pytest.mark.isa
@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16"])
@by_name([row for row in POINTWISE if differentiable(row)])
def test_gradient_is_that_of_float64_and_the_same_when_recorded(row, dtype) -> None:
    """Bit for bit in both modes; near float64's, which finite differences check."""
    arguments = smooth_operands(row, dtype, (37,))
    wanted = [t for t in arguments if t.requires_grad]
    result = function_of(row)(*arguments)
    plain = ct.autograd.grad(total(result), wanted, retain_graph=True)
    recorded = ct.autograd.grad(total(result), wanted, create_graph=True)
    full = [
        t.detach().double().requires_grad_(t.requires_grad) if inexact(t) else t
        for t in arguments
    ]
    true = ct.autograd.grad(
        total(function_of(row)(*full)), [t for t in full if t.requires_grad]
    )
    tolerance = 16 * ct.finfo(dtype).eps
    for a, b, c, t in zip(plain, recorded, true, wanted, strict=True):
        assert a.dtype == b.dtype == t.dtype
        np.testing.assert_array_equal(wide(a), wide(b.detach()))
        np.testing.assert_allclose(wide(a), wide(c), tolerance, tolerance)


@by_name([row for row in POINTWISE if differentiable(row)])
def test_third_derivative(row) -> None:
    """Through the ops that the second derivative has run: some keep what they made."""
    arguments = smooth_operands(row, "float64", (3,))
    wanted = [t for t in arguments if t.requires_grad]
    inputs = [t * 1 if t.requires_grad else t for t in arguments]
    found = total(function_of(row)(*inputs)) ** 2
    for _ in range(3):
        options = {"create_graph": True, "materialize_grads": True}
        found = sum(g.sum() for g in ct.autograd.grad(found, wanted, **options))
        if not found.requires_grad:
            return
    found.backward()


@by_name([row for row in POINTWISE if differentiable(row)])
def test_gradient_where_no_kernel_is(row) -> None:
    """The ops that run on a device without a kernel of the gradient."""
    arguments = smooth_operands(row, "float64", (37,))
    wanted = [t for t in arguments if t.requires_grad]
    result = total(function_of(row)(*arguments))
    ct._C._without_kernels(True)
    try:
        of_body = ct.autograd.grad(result, wanted, retain_graph=True)
    finally:
        ct._C._without_kernels(False)
    for a, b in zip(of_body, ct.autograd.grad(result, wanted), strict=True):
        assert a.dtype == b.dtype
        assert not a.requires_grad
        np.testing.assert_allclose(a.numpy(), b.numpy(), 1e-12, 1e-12)


@pytest.mark.parametrize("dtype", ["float64", "complex128"])
@by_name(
    [row for row in POINTWISE if differentiable(row) and "inplace" in row["forms"]]
)
def test_gradients_in_place(row, dtype) -> None:
    """Those of `name`, bit for bit: first and second."""
    dtype = dtype if dtype in taken(row) else "float64"
    found = []
    for function in (function_of(row), in_place_of(row)):
        arguments = smooth_operands(row, dtype, (37,))
        wanted = [t for t in arguments if t.requires_grad]
        try:
            result = function(arguments[0].clone(), *arguments[1:])
        except RuntimeError as error:
            assert "can't be cast" in str(error)
            return
        options = {"create_graph": True, "materialize_grads": True}
        first = ct.autograd.grad(result, wanted, ct.ones_like(result), **options)
        again = [t for t in first if t.requires_grad]
        ways = [t.detach() for t in again]
        second = ct.autograd.grad(again, wanted, ways, **options) if again else ()
        found.append([wide(t.detach()) for t in (*first, *second)])
    for a, b in zip(*found, strict=True):
        np.testing.assert_array_equal(a, b)


@by_name([row for row in POINTWISE if differentiable(row) and "out" in row["forms"]])
def test_gradient_and_out(row) -> None:
    """out= has no gradient: an error where one is wanted, and nothing is written."""
    arguments = smooth_operands(row, "float64")
    want = function_of(row)(*arguments)
    out = ct.full_like(want.detach(), 7)
    with pytest.raises(RuntimeError, match="don't support automatic differentiation"):
        function_of(row)(*arguments, out=out)
    assert (out == 7).all()
    with ct.no_grad():
        function_of(row)(*arguments, out=out)
    assert not out.requires_grad
    np.testing.assert_array_equal(out.numpy(), want.detach().numpy())


@by_name([row for row in POINTWISE if differentiable(row)])
def test_gradient_of_broadcast_operands_has_their_shape(row) -> None:
    arguments = smooth_operands(row, "float64", (3, 4))
    small = [t.detach()[:1, :].requires_grad_(t.requires_grad) for t in arguments]
    wanted = [t for t in [arguments[0], *small[1:]] if t.requires_grad]
    result = function_of(row)(arguments[0], *small[1:])
    for t, g in zip(wanted, ct.autograd.grad(total(result), wanted), strict=True):
        assert g.shape == t.shape


# ---- completeness ---------------------------------------------------------


@by_name(ROWS)
def test_row_is_complete(row) -> None:
    assert row["has_gradient"] or row["no_grad"], "a gradient or the reason for none"
    assert row["doc"].endswith((".", "?", ")")), "a doc that is a sentence"
    if row["kind"] == "pointwise" and row["outputs"] == 1:
        assert reference(row["name"])
        return
    cases = SAMPLES.get(row["name"])
    assert cases, "tests/samples.py"
    if row["has_gradient"] and not row["no_grad"]:
        silent = all(not case.differentiable for case in cases)
        assert silent or any(case.has_gradient for case in cases), "a gradient's sample"


def one_line(text: str) -> str:
    return " ".join(text.split())


@by_name(PUBLIC)
def test_row_is_documented_where_it_is_used(row) -> None:
    """Each form exists, has the row's doc, and a signature that inspect understands."""
    names = {"function": ct, "method": ct.Tensor}
    for form, owner in names.items():
        if form in row["forms"]:
            function = getattr(owner, row["pyname"])
            assert one_line(row["doc"]) in one_line(function.__doc__)
            inspect.signature(function)
    if "inplace" in row["forms"]:
        inspect.signature(getattr(ct.Tensor, row["pyname"] + "_"))


@by_name([row for row in ROWS if "private" in row["forms"]])
def test_private_rows_stay_private(row) -> None:
    assert row["pyname"] not in vars(ct)
    assert callable(function_of(row))
