"""The rows that are no formulas, by their samples: value and gradient in every form.

Each sample runs in all dtypes that its row takes. Which they are the meta device says,
which infers without values: what it takes the CPU computes as NumPy does, and what it
refuses the CPU refuses in the same words.
"""

import re

import all_samples  # noqa: F401
import numpy as np
import pytest
from samples import SAMPLES
from test_table import ALL, BY_NAME, FLOATS, inexact, wide

import ctensor as ct
from ctensor.autograd.gradcheck import gradcheck, gradgradcheck

CASES = [
    pytest.param(name, case, id=f"{name}-{i}")
    for name, cases in SAMPLES.items()
    for i, case in enumerate(cases)
]
each_sample = pytest.mark.parametrize(("name", "case"), CASES)


def sample_and_dtype(dtypes, *, form: str = "", isa=(), without=()):
    """Each sample, of rows with a form, in each dtype; in one where none matters.

    Not those of the rows `without`.

    Those in the dtypes `isa` run under each instruction set.
    """
    found = [
        pytest.param(
            name,
            case,
            getattr(ct, dtype),
            id=f"{name}-{i}-{dtype}",
            marks=[pytest.mark.isa] if dtype in isa else [],
        )
        for name, cases in SAMPLES.items()
        for i, case in enumerate(cases)
        for dtype in (dtypes if case.varies else ("float32",))
        if name not in without and (not form or form in BY_NAME[name]["forms"])
    ]
    return pytest.mark.parametrize(("name", "case", "dtype"), found)


def refusal(row, case, dtype: ct.dtype) -> Exception | None:
    """The error of a row that does not take a dtype; None where it does."""
    arguments, keywords = case.arguments(dtype, lambda t: t.to("meta"))
    try:
        case.function(row)(*arguments, **keywords)
    except RuntimeError as error:
        return None if "depends on the values" in str(error) else error
    return None


def as_tuple(result) -> tuple:
    return result if isinstance(result, tuple) else (result,)


def allowed(want: np.ndarray, dtype: ct.dtype, case) -> np.ndarray:
    """How far each element of a sample's result may be off: see samples.Sample."""
    half = dtype in (ct.float16, ct.bfloat16)
    size = np.abs(np.where(np.isfinite(want), want, 0))
    scale = size.max(initial=1)
    off = case.tolerance * ct.finfo(ct.float32 if half else dtype).eps * (size + scale)
    if half:
        limits = ct.finfo(dtype)
        rounded = size if case.roundings == 1 else case.roundings * scale
        off = off + limits.eps / 2 * (rounded + limits.tiny)
    return off


def check(got, want, case) -> None:
    """Results of a sample: close for floats, equal for others."""
    for a, b in zip(as_tuple(got), as_tuple(want), strict=True):
        b = np.asarray(b)
        assert a.shape == b.shape
        if not case.values:
            continue
        if not inexact(a):
            np.testing.assert_array_equal(a.numpy(), b.astype(a.numpy().dtype))
            continue
        result, most = wide(a), allowed(b, a.dtype, case)
        with np.errstate(all="ignore"):
            same = (result == b) | (np.isnan(result) & np.isnan(b))
            off = np.where(same, 0, np.abs(result - b))
        assert (off <= most).all(), (
            f"{result}\n{b}\n{(off / most).max()} of what may be"
        )


# ---- values ---------------------------------------------------------------


@sample_and_dtype(ALL, isa=FLOATS)
def test_sample(name, case, dtype) -> None:
    """As a function and as a method, contiguous and not, against NumPy."""
    row = BY_NAME[name]
    if error := refusal(row, case, dtype):
        check_refusal(row, case, dtype, error)
        return
    for change in (lambda t: t, case.scatter)[: 1 + case.scattered]:
        arguments, keywords = case.arguments(dtype, change)
        want = case.expected(arguments, keywords)
        if "function" in row["forms"] or "private" in row["forms"]:
            check(case.function(row)(*arguments, **keywords), want, case)
        if "method" in row["forms"] and "private" not in row["forms"]:
            arguments, keywords = case.arguments(dtype, change)
            check(case.method(row)(*arguments, **keywords), want, case)


def check_refusal(row, case, dtype: ct.dtype, error: Exception) -> None:
    """On the CPU as on meta, in the row's name, and with the dtype that it got."""
    arguments, keywords = case.arguments(dtype)
    with pytest.raises(type(error)) as refused:
        case.function(row)(*arguments, **keywords)
    assert str(refused.value) == str(error)
    shown = re.sub("^(linalg|fft)_", r"\1.", row["pyname"].removeprefix("_"))
    assert str(error).startswith(f"{shown}: expected ")
    assert short(dtype) in str(error)


def short(dtype: ct.dtype) -> str:
    return str(dtype).removeprefix("ctensor.")


def own_place(row) -> int:
    """Where the argument is that a method belongs to."""
    names = [parameter["name"] for parameter in row["parameters"]]
    return names.index("input") if "input" in names else 0


def in_place(row, case):
    """The row's form `name_` as a function of a tensor that it writes."""
    method, own = getattr(ct.Tensor, row["pyname"] + "_"), own_place(row)

    def call(*arguments, **keywords):
        others = arguments[:own] + arguments[own + 1 :]
        return method(arguments[own], *others, **keywords)

    return call


@sample_and_dtype(ALL, form="inplace")
def test_sample_in_place(name, case, dtype) -> None:
    """`name_` gives the tensor itself with the values of `name`, or says why not."""
    row = BY_NAME[name]
    for change in (lambda t: t, case.scatter)[: 1 + case.scattered]:
        arguments, keywords = case.arguments(dtype, change)
        own = arguments[own_place(row)]
        try:
            want = case.function(row)(*arguments, **keywords)
        except RuntimeError as error:
            with pytest.raises(type(error)) as refused:
                in_place(row, case)(*arguments, **keywords)
            assert str(refused.value) == str(error)
            continue
        fits = row["kind"] == "view" or want.shape == own.shape
        fits &= name != "float_power" or want.dtype == dtype  # no cast back, as PyTorch
        if not fits or not ct.can_cast(want.dtype, own.dtype):
            with pytest.raises(RuntimeError, match=f"^{row['pyname']}_?: "):
                in_place(row, case)(*arguments, **keywords)
            continue
        version = own._version
        assert in_place(row, case)(*arguments, **keywords) is own
        assert own._version > version
        np.testing.assert_array_equal(wide(own), wide(want.to(dtype)))


@sample_and_dtype(ALL, form="out")
def test_sample_out(name, case, dtype) -> None:
    """Into an empty tensor, one of another layout, a wider and a narrower one."""
    row = BY_NAME[name]
    if refusal(row, case, dtype):
        return
    arguments, keywords = case.arguments(dtype)
    want = as_tuple(case.function(row)(*arguments, **keywords))
    makes = (
        lambda t: ct.empty(0, dtype=t.dtype),
        lambda t: case.scatter(ct.zeros_like(t)),
        lambda t: ct.zeros(t.shape, dtype=wider(t.dtype)),
        lambda t: ct.zeros(t.shape, dtype=narrower(t.dtype)),
    )
    for make in makes:
        outs = tuple(make(t) for t in want)
        keywords["out"] = outs if len(outs) > 1 else outs[0]
        try:
            got = as_tuple(case.function(row)(*arguments, **keywords))
        except RuntimeError as error:
            assert outs[0].dtype != want[0].dtype
            assert f"expected out of dtype {short(want[0].dtype)}" in str(error)
            continue
        for a, b, out in zip(got, want, outs, strict=True):
            assert a is out
            half = b.dtype in (ct.float16, ct.bfloat16)
            if case.values:  # a wider one may keep what 16 bits do not hold
                shown = a.to(b.dtype) if half else a
                np.testing.assert_array_equal(wide(shown), wide(b.to(shown.dtype)))


def wider(dtype: ct.dtype) -> ct.dtype:
    """A dtype of the same kind that holds more."""
    if dtype.is_complex:
        return ct.complex128
    return ct.float64 if dtype.is_floating_point else ct.int64


def narrower(dtype: ct.dtype) -> ct.dtype:
    """A dtype of the same kind that holds less."""
    if dtype in (ct.bool, ct.bfloat16):
        return dtype
    if dtype.is_complex:
        return ct.complex64
    return ct.float16 if dtype.is_floating_point else ct.int8


@each_sample
def test_sample_without_out(name, case) -> None:
    row = BY_NAME[name]
    arguments, keywords = case.arguments(ct.float64)
    if "out" not in row["forms"]:
        with pytest.raises(TypeError):
            case.function(row)(*arguments, **keywords, out=ct.empty(0))


# ---- bodies -----------------------------------------------------------------


@pytest.fixture
def without_kernels():
    """As on a device that has no kernel of a row with a body."""
    ct._C._without_kernels(True)
    yield
    ct._C._without_kernels(False)


OF_BODIES = [
    pytest.param(name, case, id=f"{name}-{i}")
    for name, cases in SAMPLES.items()
    for i, case in enumerate(cases)
    if BY_NAME[name]["has_body"]
]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(("name", "case"), OF_BODIES)
def test_bodies_compute_what_kernels_do(without_kernels, name, case, dtype) -> None:
    row = BY_NAME[name]
    for change in (lambda t: t, case.scatter)[: 1 + case.scattered]:
        arguments, keywords = case.arguments(getattr(ct, dtype), change)
        want = case.expected(arguments, keywords)
        check(case.function(row)(*arguments, **keywords), want, case)


def test_gradients_of_gradients_of_bodies() -> None:
    """The third derivative goes through what the second has left recorded."""
    target, weight = ct.tensor([0, 2]), ct.tensor([1.0, 2.0, 0.5], dtype=ct.float64)

    def gradient(x):
        y = ct.nn.functional.cross_entropy(x, target, weight, label_smoothing=0.1)
        return ct.autograd.grad(y, x, create_graph=True)[0]

    x = ct.tensor([[0.3, -1.0, 2.0], [0.0, 1.0, 1.5]], dtype=ct.float64)
    assert gradgradcheck(gradient, (x.requires_grad_(),))


def test_errors_of_bodies_name_the_row(without_kernels) -> None:
    loss = ct.nn.functional.cross_entropy
    for target in (3, -1):
        with pytest.raises(RuntimeError, match=r"^cross_entropy: .*out of bounds"):
            loss(ct.zeros(2, 3), ct.tensor([0, target]))


def test_bodies_of_logits_without_end(without_kernels) -> None:
    x = ct.tensor([[1.0, -np.inf, 2.0], [0.0, 3.0, 1.0]], requires_grad=True)

    def both(ignore):
        target = ct.tensor([0, 1])
        y = ct.nn.functional.cross_entropy(x, target, ignore_index=ignore)
        return y.item(), ct.autograd.grad(y, x)[0].numpy()

    for ignore in (-100, 0, 1):
        ct._C._without_kernels(True)
        of_body = both(ignore)
        ct._C._without_kernels(False)
        for a, b in zip(of_body, both(ignore), strict=True):
            np.testing.assert_allclose(a, b, 1e-6, 1e-6)
            assert np.isfinite(a).all()


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@pytest.mark.parametrize(("name", "case"), OF_BODIES)
def test_bodies_compute_in_float32(without_kernels, name, case, dtype) -> None:
    """Of a gradient row: through its forward row, which keeps float32 for it."""
    row, dtype = BY_NAME[name], getattr(ct, dtype)
    if differentiable(row, case) and not refusal(row, case, dtype):
        arguments, keywords = case.arguments(dtype)
        want = case.expected(arguments, keywords)
        check(case.function(row)(*arguments, **keywords), want, case)
        check_gradients_in(row, case, dtype)


@pytest.mark.parametrize(("name", "case"), OF_BODIES)
def test_gradients_where_bodies_run(without_kernels, name, case) -> None:
    """The node is the row's, not those of the ops that its body runs."""
    row = BY_NAME[name]
    if differentiable(row, case):
        function, leaves = of_leaves(row, case, ct.float64)
        of_body = node_of(function(*leaves))
        assert gradcheck(function, leaves)
        assert gradgradcheck(function, leaves)
        ct._C._without_kernels(False)
        assert of_body.name() == node_of(function(*leaves)).name()


def node_of(result):
    """The node that made a result, or the first of several."""
    return (result[0] if isinstance(result, tuple) else result).grad_fn


# ---- gradients ------------------------------------------------------------


def differentiable(row, case) -> bool:
    return not row["no_grad"] and case.has_gradient


def leaves_of(case, arguments) -> list[ct.Tensor]:
    """The tensors whose gradient is taken, which they now require."""
    leaves = [t for t in case.variables(arguments) if inexact(t)]
    return [t.requires_grad_() for t in leaves]


def of_leaves(row, case, dtype: ct.dtype, form: str = "", like: ct.dtype | None = None):
    """A form of the row as a function of its leaves alone, and these.

    Their values are those of the dtype `like`.
    """
    function = in_place(row, case) if form == "inplace" else case.function(row)
    arguments, keywords = case.arguments(dtype)
    if like:
        for a, b in zip(arguments, case.arguments(like)[0], strict=True):
            for t, value in zip(case.tensors([a]), case.tensors([b]), strict=True):
                t.copy_(value)
    leaves = leaves_of(case, arguments)

    def call(*inputs):
        given = case.replaced(arguments, leaves, inputs)
        if form == "inplace" or "inplace_only" in row["forms"]:
            given[own_place(row)] = given[own_place(row)].clone()
        return function(*given, **keywords)

    return call, leaves


def directions(t: ct.Tensor) -> ct.Tensor:
    """Numbers that differ from place to place, which every dtype has."""
    return (ct.arange(t.numel()) % 5 - 1.5).reshape(t.shape).to(t.dtype)


def both_gradients(function, leaves) -> list[ct.Tensor]:
    """First and second gradients along directions(); zeros where there are none."""
    first = first_gradients(function, leaves, True)
    again = [t for t in first if t.requires_grad]
    if not again:
        return first
    ways = [directions(t) for t in again]
    second = ct.autograd.grad(again, leaves, ways, materialize_grads=True)
    return [t.detach() for t in (*first, *second)]


@sample_and_dtype(["float64", "complex128"])
def test_sample_gradients(name, case, dtype) -> None:
    """First and second by finite differences."""
    row = BY_NAME[name]
    if differentiable(row, case) and not refusal(row, case, dtype):
        function, leaves = of_leaves(row, case, dtype)
        assert gradcheck(function, leaves)
        assert gradgradcheck(function, leaves)


@sample_and_dtype(["float64", "complex128"], form="inplace")
def test_sample_gradients_in_place(name, case, dtype) -> None:
    """Those of `name`, first and second."""
    row = BY_NAME[name]
    if not differentiable(row, case) or refusal(row, case, dtype):
        return
    arguments, keywords = case.arguments(dtype)
    result = case.function(row)(*arguments, **keywords)
    if result.shape != arguments[own_place(row)].shape:
        return
    want = both_gradients(*of_leaves(row, case, dtype))
    got = both_gradients(*of_leaves(row, case, dtype, form="inplace"))
    for a, b in zip(got, want, strict=True):
        np.testing.assert_allclose(wide(a), wide(b), 1e-12, 1e-12)


@sample_and_dtype(["float64"], form="out")
def test_sample_gradients_and_out(name, case, dtype) -> None:
    """out= has no gradient: an error where one is wanted, and nothing is written."""
    row = BY_NAME[name]
    if not differentiable(row, case) or refusal(row, case, dtype):
        return
    function, leaves = of_leaves(row, case, dtype)
    want = as_tuple(function(*leaves))
    if not any(t.requires_grad for t in want):
        return
    arguments, keywords = case.arguments(dtype)
    leaves_of(case, arguments)
    outs = tuple(ct.full_like(t.detach(), 7) for t in want)
    keywords["out"] = outs if len(outs) > 1 else outs[0]
    with pytest.raises(RuntimeError, match="don't support automatic differentiation"):
        case.function(row)(*arguments, **keywords)
    assert all((t == 7).all() for t in outs)
    with ct.no_grad():
        case.function(row)(*arguments, **keywords)
    for a, b in zip(outs, want, strict=True):
        assert not a.requires_grad
        np.testing.assert_array_equal(a.numpy(), b.detach().numpy())


@sample_and_dtype(["float32", "float16", "bfloat16"])
def test_sample_gradients_are_those_of_float64(name, case, dtype) -> None:
    """As near as rounding lets them be, and the same bits when they are recorded."""
    row = BY_NAME[name]
    if differentiable(row, case) and not refusal(row, case, dtype):
        check_gradients_in(row, case, dtype)


def check_gradients_in(row, case, dtype: ct.dtype) -> None:
    function, leaves = of_leaves(row, case, dtype)
    plain = first_gradients(function, leaves, False)
    recorded = first_gradients(function, leaves, True)
    for a, b in zip(plain, recorded, strict=True):
        np.testing.assert_array_equal(wide(a), wide(b.detach()))
    true = first_gradients(*of_leaves(row, case, ct.float64, like=dtype), False)
    for t, a, b in zip(leaves, plain, true, strict=True):
        assert a.dtype == t.dtype
        off = np.abs(wide(a) - wide(b)).max(initial=0)
        assert off <= allowed_gradient(wide(b), dtype, case)


def first_gradients(function, leaves, create_graph: bool) -> list[ct.Tensor]:
    """Those of the results along directions(); zeros where there are none."""
    results = [t for t in as_tuple(function(*leaves)) if t.requires_grad]
    if not results:
        return [ct.zeros_like(t) for t in leaves]
    ways = [directions(t) for t in results]
    options = {"create_graph": create_graph, "materialize_grads": True}
    return list(ct.autograd.grad(results, leaves, ways, **options))


def allowed_gradient(want: np.ndarray, dtype: ct.dtype, case) -> float:
    """How far a gradient may be off: in 16 bits it, and what comes on the way, is
    rounded.
    """
    half = dtype in (ct.float16, ct.bfloat16)
    scale = np.abs(want).max(initial=1)
    off = case.tolerance * ct.finfo(ct.float32).eps * scale
    return off + max(2, case.roundings) * ct.finfo(dtype).eps / 2 * scale * half
