"""How Python arguments reach the op table: binding, conversion, and what is refused."""

import copy
import gc
import inspect
import pickle
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from growth import leaks

import ctensor as ct
from ctensor import _C


@pytest.fixture
def x() -> ct.Tensor:
    return ct.arange(6.0).reshape(2, 3)


# ---- positions and names --------------------------------------------------


def test_by_position_by_keyword_and_mixed(x) -> None:
    want = x.numpy().sum(1, keepdims=True)
    for got in (
        ct.sum(x, 1, True),
        ct.sum(x, 1, keepdim=True),
        ct.sum(input=x, dim=1, keepdim=True),
        x.sum(1, True),
        x.sum(keepdim=True, dim=1),
    ):
        np.testing.assert_array_equal(got.numpy(), want)


def test_numpys_names_of_parameters(x) -> None:
    assert ct.sum(x, axis=0).shape == (3,)
    assert x.sum(axis=1, keepdims=True).shape == (2, 1)
    assert ct.swapaxes(x, axis0=0, axis1=1).shape == (3, 2)
    assert ct.exp(x=x).tolist() == ct.exp(a=x).tolist()
    assert ct.add(x1=x, x2=x).tolist() == (x + x).tolist()


def test_a_keyword_that_is_not_interned(x) -> None:
    name = "".join(["di", "m"])
    assert x.sum(**{name: 0}).shape == (3,)


def test_none_stands_for_not_given(x) -> None:
    assert x.sum(None).item() == x.sum().item()
    assert x.sum(dim=None, dtype=None).item() == x.sum().item()


def test_sizes_one_by_one_or_as_a_sequence(x) -> None:
    for got in (
        x.reshape(3, 2),
        x.reshape((3, 2)),
        x.reshape([3, 2]),
        x.reshape(shape=(3, 2)),
        x.reshape(ct.Size([3, 2])),
        x.reshape(np.array([3, 2])),
        x.reshape(np.int64(3), ct.tensor(2)),
        x.reshape(*range(3, 1, -1)),
    ):
        assert got.shape == (3, 2)
    assert x.permute(1, 0).shape == x.permute((1, 0)).shape == (3, 2)
    assert ct.zeros(()).shape == ct.zeros([]).shape == ()


def test_overloads_are_tried_in_order(x) -> None:
    assert x.max().item() == 5
    assert x.max(1).indices.tolist() == [2, 2]
    assert x.max(x + 1).tolist() == (x + 1).tolist()
    assert ct.max(x, dim=0, keepdim=True).values.shape == (1, 3)


def test_a_tensor_is_an_operand_before_it_is_a_dim() -> None:
    x = ct.tensor([5, -1])
    assert x.max(ct.tensor(0)).tolist() == ct.max(x, ct.tensor([0])).tolist() == [5, 0]
    assert ct.min(ct.tensor([7]), ct.tensor([3])).tolist() == [3]
    values, indices = ct.max(x, ct.tensor(0), True)
    assert values.tolist() == [5] and indices.tolist() == [0]
    assert x.view(ct.tensor(2)).tolist() == [5, -1]


def test_ndarrays_are_tensors_without_a_copy() -> None:
    a = np.zeros(4, np.float32)
    assert ct.exp(a).tolist() == [1, 1, 1, 1]
    assert ct.add(a, a).dtype == ct.float32
    assert ct.cat([a, ct.ones(1)]).shape == (5,)
    assert ct.add(ct.ones(4), 1, out=ct.from_numpy(a)).tolist() == a.tolist() == [2] * 4


def test_named_results(x) -> None:
    result = x.max(1)
    values, indices = result
    assert result.values is values
    assert result[1] is indices
    assert isinstance(result, tuple)
    assert type(result) is ct.return_types.max
    expected = "ctensor.return_types.max(\nvalues=tensor(2.),\nindices=tensor(1))"
    assert repr(ct.tensor([1.0, 2.0]).max(0)) == expected
    assert "values=" in repr(result)
    with pytest.raises(AttributeError):
        _ = ct.return_types.add


def test_named_results_are_made_copied_and_pickled(x) -> None:
    result = x.max(1)
    again = ct.return_types.max((result.values, result.indices))
    for other in (again, copy.copy(result), pickle.loads(pickle.dumps(result))):
        assert type(other) is ct.return_types.max
        assert repr(other) == repr(result)
    assert ct.return_types.max.n_fields == 2
    match x.min(dim=0):
        case ct.return_types.min(values=values, indices=indices):
            assert values.shape == indices.shape == (3,)
    with pytest.raises(TypeError):
        ct.return_types.max(result.values, result.indices)
    with pytest.raises(TypeError, match="2-sequence"):
        ct.return_types.max((result.values,))


def test_named_results_of_private_rows_go_by_the_public_name() -> None:
    result = ct.linalg.qr(ct.eye(2))
    assert repr(result).startswith("ctensor.return_types.linalg_qr(")
    assert type(pickle.loads(pickle.dumps(result))) is type(result)


# ---- what is refused ------------------------------------------------------

REFUSED = [
    (lambda x: ct.exp(), "expected argument 'input'"),
    (lambda x: ct.exp(1.0), "expected input: Tensor, got float"),
    (lambda x: ct.exp(None), "got None"),
    (lambda x: ct.exp(x, x), "at most 1 positional"),
    (lambda x: x.exp(x), "at most 0 positional"),
    (lambda x: ct.exp(x, foo=1), r"expected exp\(input: Tensor\), got keyword 'foo'"),
    (lambda x: ct.exp(x, input=x), "two values for argument 'input'"),
    (lambda x: ct.exp(x, out=3), "expected out: 1 Tensor, got int"),
    (lambda x: x.exp(out=x), r"expected exp\(\), got keyword 'out'"),
    (lambda x: ct.mul(x), "expected argument 'other'"),
    (lambda x: ct.mul(x, "a"), "got str"),
    (lambda x: ct.add(x, "a"), r"alpha: number\), got \(Tensor, str\)"),
    (lambda x: ct.mul(x, [1, 2]), r"got list of \(int, int\)"),
    (lambda x: ct.cat(x), "expected tensors: list or tuple of Tensors, got Tensor"),
    (lambda x: ct.cat([x, 1]), r"got list of \(Tensor, int\)"),
    (lambda x: ct.cat([x, x], True), "expected dim: int, got bool"),
    (lambda x: x.transpose(True, 0), "expected dim0: int, got bool"),
    (lambda x: x.transpose(1.0, 0), "expected dim0: int, got float"),
    (lambda x: x.transpose("a", 0), "expected dim0: int, got str"),
    (lambda x: x.transpose(0), "expected argument 'dim1'"),
    (lambda x: x.unsqueeze(ct.tensor(1.0)), "expected dim: int, got Tensor"),
    (lambda x: x.sum(True), "got bool"),
    (lambda x: x.sum(1.0), "got float"),
    (lambda x: x.sum((0, 1.0)), r"got tuple of \(int, float\)"),
    (lambda x: x.sum(1, keepdim=1), "expected keepdim: bool, got int"),
    (lambda x: x.sum(dtype="a"), "expected dtype: dtype or None, got str"),
    (lambda x: x.max("a"), r"got \(str\)"),
    (lambda x: x.reshape(3.0, 2), "got float"),
    (lambda x: x.reshape(3, 2.0), "got float"),
    (lambda x: x.reshape("ab"), "got str"),
    (lambda x: x + None, "unsupported operand"),
    (lambda x: x + "a", "unsupported operand"),
    (lambda x: x + [1, 2, 3], "unsupported operand"),
    (lambda x: x @ 2, "unsupported operand"),
    (lambda x: 2 @ x, "unsupported operand"),
    (lambda x: pow(x, 2, 3), "unsupported operand"),
    (lambda x: x < "a", "not supported between"),
]


@pytest.mark.parametrize(("call", "message"), REFUSED)
def test_wrong_types_are_type_errors(call, message, x) -> None:
    with pytest.raises(TypeError, match=message):
        call(x)


@pytest.mark.parametrize("dim", [2, -3, 2**40, -(2**62)])
def test_a_dim_out_of_range_is_an_index_error(x, dim) -> None:
    with pytest.raises(IndexError, match=str(dim)):
        x.sum(dim)


def test_axes_as_integers_of_every_kind(x) -> None:
    for dim in (1, np.int8(1), np.uint64(1), np.array(1), ct.tensor(1)):
        assert x.sum(dim).tolist() == [3, 12]
    assert x.sum(()).item() == x.sum([]).item() == 15
    with pytest.raises(RuntimeError, match="dim"):
        x.sum((0, 0))
    with pytest.raises(RuntimeError, match="dim"):
        x.sum((0, -2))


@pytest.mark.parametrize(
    "call", [lambda x: x.sum(2**70), lambda x: x.reshape(-(2**70))]
)
def test_an_int_beyond_64_bits(call, x) -> None:
    with pytest.raises(OverflowError, match="2\\*\\*63"):
        call(x)
    with pytest.raises(OverflowError):
        x + 2**70


def test_refused_calls_leak_nothing(x) -> None:
    def refuse() -> None:
        for call, _ in REFUSED:
            with pytest.raises(TypeError):
                call(x)

    def repeat() -> None:
        for _ in range(20):
            refuse()

    repeat()
    before = sys.getrefcount(x)
    assert not leaks(repeat)
    assert sys.getrefcount(x) == before


# ---- arguments that fight back --------------------------------------------


class Clearing:
    """An index that empties the list it stands in."""

    def __init__(self, owner: list) -> None:
        self.owner = owner

    def __index__(self) -> int:
        self.owner.clear()
        gc.collect()
        return 1


class Failing:
    def __index__(self) -> int:
        raise ZeroDivisionError("from __index__")


def test_an_index_that_empties_its_list(x) -> None:
    sizes = []
    sizes += [Clearing(sizes), 2, 3]
    assert x.reshape(sizes).shape == (1, 2, 3)
    assert sizes == []


def test_an_index_that_raises(x) -> None:
    for call in (x.sum, x.reshape, lambda i: x.sum((0, i)), lambda i: ct.zeros(2, i)):
        with pytest.raises(ZeroDivisionError, match="from __index__"):
            call(Failing())


def test_a_list_that_contains_itself(x) -> None:
    loop = [0]
    loop.append(loop)
    for call in (x.sum, x.reshape, ct.cat):
        with pytest.raises(TypeError):
            call(loop)


def test_very_many_arguments(x) -> None:
    with pytest.raises(TypeError):
        ct.exp(*[x] * 10_000)
    with pytest.raises(RuntimeError):
        x.reshape(*[1] * 10_000)
    with pytest.raises(TypeError):
        ct.exp(x, **{f"k{i}": i for i in range(1000)})


# ---- docs -----------------------------------------------------------------


def test_signatures_are_python(x) -> None:
    assert str(inspect.signature(ct.exp)) == "(input, *, out=None)"
    assert str(inspect.signature(ct.mul)) == "(input, other, *, out=None)"
    assert str(inspect.signature(ct.add)) == "(input, other, *, alpha=None, out=None)"
    shown = "(self, /, dim=None, keepdim=False, other=None)"
    assert str(inspect.signature(ct.Tensor.max)) == shown
    assert str(inspect.signature(ct.Tensor.exp)) == "(self, /)"
    assert str(inspect.signature(x.transpose)) == "(dim0, dim1)"
    assert str(inspect.signature(ct.Tensor.reshape)) == "(self, /, *shape)"


def test_docs_of_overloads_show_each() -> None:
    assert "max(input, dim, keepdim=False" in ct.max.__doc__
    assert "max(input, other" in ct.max.__doc__


def test_formulas_say_what_their_operands_are() -> None:
    assert str(inspect.signature(ct.pow)) == "(input, exponent, *, out=None)"
    assert str(inspect.signature(ct.clamp_min)) == "(input, min, *, out=None)"
    assert ct.pow(x1=2, x2=ct.tensor([3])).tolist() == [8]
    assert ct.tensor([1, 5]).clamp_max(max=2).tolist() == [1, 2]


@pytest.mark.parametrize(
    ("function", "names"),
    [
        (ct.add, ("input", "exponent")),
        (ct.sub, ("x1", "max")),
        (ct.mul, ("x1", "min")),
        (ct.mul, ("x", "x2")),
        (ct.pow, ("input", "other")),
        (ct.clamp_min, ("input", "max")),
        (ct.clamp_max, ("input", "x2")),
    ],
)
def test_names_of_other_functions_are_refused(
    function: Callable[..., Any], names: tuple[str, str]
) -> None:
    with pytest.raises(TypeError, match=f"got keyword '({'|'.join(names)})'|expected"):
        function(**{names[0]: ct.ones(2), names[1]: 2})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda x: ct.div(x, 2, rounding_mode="up"),
            "div: expected rounding_mode 'trunc' or 'floor', got 'up'",
        ),
        (
            lambda x: x.scatter(0, ct.tensor([[0]]), 1.0, reduce="no"),
            "reduce 'add' or 'multiply', got 'no'",
        ),
        (lambda x: _C.gelu(x, approximate=""), "'none' or 'tanh', got ''"),
        (lambda x: _C.mse_loss(x, x, reduction="mea"), "'mean' or 'sum'"),
    ],
)
def test_words_of_a_choice(
    x: ct.Tensor, call: Callable[[ct.Tensor], Any], message: str
) -> None:
    with pytest.raises(RuntimeError, match=message):
        call(x)
    with pytest.raises(TypeError, match="expected rounding_mode: "):
        ct.div(x, 2, rounding_mode=1)


# ---- plain ints and parameters ----------------------------------------------


@pytest.mark.parametrize("n", [0, 1, 2**30 - 1, 2**30, 2**60, 2**62, 2**63 - 1])
def test_ints_of_any_number_of_digits(n) -> None:
    assert ct.tensor([n, -n, ~n]).tolist() == [n, -n, ~n]
    x = ct.tensor(0) + n
    assert x.item() == n and (x - n).item() == 0
    assert ct.empty(0).reshape(0, n & 0xFFFF).shape == (0, n & 0xFFFF)
    y = ct.arange(3)
    if n > 2:
        assert y[:n].shape == (3,) and y[n:].shape == (0,)
        for i in (n, -n):
            with pytest.raises(IndexError):
                y[i]
            with pytest.raises(IndexError):
                y[i] = 1


@pytest.mark.parametrize("n", [2**63, -(2**63) - 1, 2**200])
def test_ints_that_int64_does_not_hold(n) -> None:
    y = ct.arange(3)
    with pytest.raises(IndexError):
        y[n]
    with pytest.raises(IndexError):
        y[n] = 1
    with pytest.raises(OverflowError):
        ct.zeros(n)
    with pytest.raises(OverflowError):
        y.sum(n)


def test_a_parameter_is_taken_as_a_tensor_is() -> None:
    p, y = ct.nn.Parameter(ct.ones(2, 2)), ct.ones(2, 2)
    for got in (p + y, y * p, p.sum(0), p @ y, ct.exp(p), y.sub(p), p.t(), p[0]):
        assert type(got) is ct.Tensor and got.requires_grad
    with ct.no_grad():
        assert p.add_(y) is p and type(p) is ct.nn.Parameter


def test_a_class_that_answers_later_is_asked() -> None:
    class Own(ct.Tensor):
        __torch_function__ = _C._disabled_torch_function_impl

    x, y = ct.ones(2).as_subclass(Own), ct.ones(2)
    calls = (
        lambda: x + y,
        lambda: y.add(x),
        lambda: ct.exp(x),
        lambda: x.sum(),
        lambda: ct.cat([y, x]),
        lambda: y.add_(x),
    )
    assert all(type(call()) is ct.Tensor for call in calls)
    Own.__torch_function__ = classmethod(lambda *args: "asked")
    assert [call() for call in calls] == ["asked"] * len(calls)


# ---- what is taken without binding, and what is not ---------------------------


class Index(int):
    """No plain int: it is bound."""


def test_plain_objects_mean_what_others_do(x) -> None:
    """An argument that goes straight into the call, beside one that is bound."""
    a, i = np.asarray(x), Index
    pairs = [
        (x.sum(dim=1), x.sum(dim=i(1))),
        (x.sum(1, keepdim=True, dtype=ct.float64), x.sum(i(1), True, dtype="float64")),
        (x.sum(dim=None), x.sum()),
        (x.sum((0, 1)), x.sum([0, 1])),
        (x.softmax(dim=-1), x.softmax(i(-1))),
        (x.clamp(1, 3), x.clamp(i(1), i(3))),
        (x.clamp(max=2.5), x.clamp(max=np.float64(2.5))),
        (x.clamp(None, 2), x.clamp(max=i(2))),
        (x.add(2, alpha=3), x.add(i(2), alpha=i(3))),
        (x.clone().add_(x, alpha=0.5), x + 0.5 * x),
        (x.max(dim=1).values, x.max(i(1)).values),
        (x.argmax(dim=1, keepdim=True), x.argmax(i(1), True)),
        (ct.add(x, 2.5), ct.add(a, 2.5)),
        (ct.maximum(x, ct.nn.Parameter(x[0] * 2)), ct.maximum(x, x[0] * 2)),
        (ct.zeros(2, 3, dtype=ct.int32), ct.zeros([2, 3], dtype="int32")),
        (ct.zeros(size=(2,)), ct.zeros([2])),
        (ct.arange(1, 7, 2, dtype=ct.float64), ct.arange(i(1), i(7), i(2)).double()),
        (ct.full((2,), 7), ct.full([2], i(7))),
        (x.transpose(dim0=0, dim1=-1), x.transpose(i(0), i(1))),
        (x.roll(1, dims=1), x.roll([1], [1])),
    ]
    for got, want in pairs:
        assert got.dtype == want.dtype
        np.testing.assert_array_equal(got.detach().numpy(), want.detach().numpy())
    assert ct.zeros(2, dtype=ct.float64, requires_grad=True).requires_grad


@pytest.mark.parametrize(
    "call",
    [
        lambda x: x.sum(1, dim=1),
        lambda x: x.sum(dim=1, axis=1),
        lambda x: x.sum(self=x),
        lambda x: x.sum(dims=1),
        lambda x: x.sum(dim=1.0),
        lambda x: x.sum(dtype=3),
        lambda x: x.softmax(dim=None, dtype="no"),
        lambda x: ct.add(x),
        lambda x: ct.add(x, 1, 2, 3),
        lambda x: ct.add(x, None),
        lambda x: ct.add(x, 1, input=x),
        lambda x: x.clamp(1, 2, 3),
        lambda x: ct.zeros(2, size=2),
    ],
)
def test_what_does_not_fit_is_refused_by_name_too(x, call) -> None:
    with pytest.raises(TypeError):
        call(x)


def test_numbers_that_were_arguments_end(x) -> None:
    def calls() -> None:
        x.clamp(0.5, 3)
        ct.add(x, 2, alpha=3)
        for bad in (lambda: x.clamp(0.5, "3"), lambda: ct.add(x, 2, beta=3)):
            with pytest.raises(TypeError):
                bad()

    assert not leaks(calls)
