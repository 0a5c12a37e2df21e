"""`__torch_function__`: classes and modes that answer, and results of subclasses."""

import contextlib
import copy
import gc
import pickle
import threading
import warnings
from collections import namedtuple
from typing import ClassVar

import numpy as np
import pytest

import ctensor as ct
import ctensor.nn.functional as F
from ctensor import _C, overrides
from ctensor.overrides import TorchFunctionMode, resolve_name


class Sub(ct.Tensor):
    """A subclass that says nothing of its own."""


class Deeper(Sub):
    """A subclass of that."""


class Logging(ct.Tensor):
    """Notes what it is asked, and computes as usual."""

    calls: ClassVar[list] = []

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        cls.calls.append((resolve_name(func), types, args, kwargs or {}))
        return super().__torch_function__(func, types, args, kwargs)


def logged(call, *args):
    """The names of what is asked for meanwhile."""
    Logging.calls.clear()
    call(*args)
    return [name.removeprefix("ctensor.") for name, *_ in Logging.calls]


@pytest.fixture
def x():
    return ct.arange(4.0).reshape(2, 2)


# ---- results of subclasses ---------------------------------------------------------

RESULTS = {
    "function": lambda s: ct.exp(s),
    "second": lambda s: ct.add(ct.ones(2, 2), s),
    "keyword": lambda s: ct.add(input=ct.ones(2, 2), other=s),
    "list": lambda s: ct.cat([ct.ones(2, 2), s]),
    "method": lambda s: s.sum(),
    "method of a Tensor": lambda s: ct.ones(2, 2).mul(s),
    "view": lambda s: s.T,
    "operator": lambda s: 1 - s,
    "in place": lambda s: s.add_(1),
    "out": lambda s: ct.add(ct.ones(2, 2), 1, out=s),
    "subscript": lambda s: s[0, 1:],
    "index": lambda s: ct.ones(4)[s.long()],
    "row": lambda s: next(iter(s)),
    "dtype": lambda s: s.to(ct.float64),
    "like": lambda s: ct.zeros_like(s),
    "new": lambda s: s.new_zeros(3),
    "composite": lambda s: ct.einsum("ij,jk", s, ct.ones(2, 2)),
    "loss": lambda s: F.cross_entropy(s, ct.tensor([0, 1])),
    "gradient": lambda s: ct.autograd.grad(s.requires_grad_().sum(), s)[0],
    "ufunc": lambda s: np.sin(s),
    "NumPy's": lambda s: np.sum(s, axis=0),
    "array beside it": lambda s: np.ones((2, 2)) * s,
    "clone": lambda s: s.clone(),
    "detach": lambda s: s.detach(),
    "data": lambda s: s.data,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda s: pickle.loads(pickle.dumps(s)),
    "Parameter": lambda s: ct.nn.Parameter(s),
}


@pytest.mark.parametrize("name", RESULTS)
def test_results_are_of_the_subclass(name, x):
    result, plain = RESULTS[name](x.clone().as_subclass(Sub)), RESULTS[name](x.clone())
    assert type(result) is Sub
    assert np.array_equal(np.asarray(result.detach()), np.asarray(plain.detach()))
    assert result.dtype == plain.dtype


def test_several_results_are_too(x):
    s = x.as_subclass(Sub)
    largest = s.max(dim=1)
    assert type(largest) is type(x.max(dim=1))
    assert [type(t) for t in largest] == [Sub, Sub]
    assert [type(t) for t in s.split(1)] == [Sub, Sub]
    assert [type(t) for t in ct.meshgrid(s[0], s[1], indexing="ij")] == [Sub, Sub]


def test_what_is_no_tensor_stays(x):
    s = x.as_subclass(Sub)
    assert type(s.shape) is type(s.size()) is ct.Size
    assert s.tolist() == x.tolist()
    assert (len(s), s.ndim, s.dtype, s.requires_grad) == (2, 2, ct.float32, False)
    assert bool(s[0, 1]) and float(s[1, 0]) == 2 and s[1, 1].item() == 3 and 3 in s
    assert repr(s).startswith("Sub([[0., 1.]")


def test_the_most_derived_class_wins(x):
    assert type(x.as_subclass(Sub) + x.as_subclass(Deeper)) is Deeper
    assert type(x.as_subclass(Deeper) + x.as_subclass(Sub)) is Deeper
    with pytest.raises(TypeError, match=r"types that implement .*Sub.*Logging"):
        ct.add(x.as_subclass(Sub), x.as_subclass(Logging))


def test_gradients_and_bases_are_plain(x):
    s = x.as_subclass(Sub).requires_grad_()
    (s * s).sum().backward()
    assert type(s.grad) is ct.Tensor and s.grad.tolist() == (2 * x).tolist()
    assert type(s[0]._base) is ct.Tensor or s[0]._base is s


def test_parameters_give_plain_tensors(x):
    class Own(ct.nn.Parameter):
        pass

    assert type(Own(x) * 2) is type(ct.nn.Parameter(x) @ x) is ct.Tensor
    assert type(F.linear(x, ct.nn.Parameter(x))) is ct.Tensor


def test_attributes_are_not_carried_over(x):
    s = x.as_subclass(Sub)
    s.label = "s"
    assert not hasattr(s + 1, "label") and s.add_(1).label == "s"


def test_a_parameter_of_a_subclass(x):
    p = ct.nn.Parameter(x.as_subclass(Sub))
    assert type(p) is Sub and isinstance(p, ct.nn.Parameter) and p.requires_grad
    assert not isinstance(x.as_subclass(Sub), ct.nn.Parameter)
    module = ct.nn.Module()
    module.weight = p
    assert dict(module.named_parameters())["weight"] is p


# ---- history ---------------------------------------------------------------------


def test_gradients_flow_through_results():
    x = ct.tensor([1.0, 2.0], requires_grad=True)
    s = x.as_subclass(Sub)
    (s.exp() * s).sum().backward()
    assert np.allclose(x.grad, np.exp(x.detach()) * (1 + x.detach()))
    (g,) = ct.autograd.grad((x.as_subclass(Sub) ** 3).sum(), x, create_graph=True)
    (h,) = ct.autograd.grad(g.sum(), x)
    assert h.tolist() == [6.0, 12.0]


def test_in_place_on_a_view_of_a_result():
    x = ct.ones(3, requires_grad=True)
    s = (x * 2).as_subclass(Sub)
    s[0].mul_(3)
    s[1:].unsqueeze(0).add_(s[0])
    s.sum().backward()
    assert s.tolist() == [6, 8, 8] and x.grad.tolist() == [18, 2, 2]


def test_as_subclass_is_a_view():
    x = ct.ones(3)
    s = x.as_subclass(Sub)
    s[0] = 5
    assert x.tolist() == [5, 1, 1] and s._version == x._version
    leaf = ct.ones(2, requires_grad=True)
    with pytest.raises(RuntimeError, match="leaf"):
        leaf.as_subclass(Sub).add_(1)
    assert not (leaf * 1).as_subclass(Sub).is_leaf


def test_views_of_several_results_still_refuse():
    s = (ct.ones(2, requires_grad=True) * 1).as_subclass(Sub)
    with pytest.raises(RuntimeError, match="multiple views"):
        s.unbind()[0].add_(1)


def test_results_die():
    class Own(ct.Tensor):
        pass

    s = ct.ones(100).as_subclass(Own)
    for _ in range(3):
        s.max(dim=0), s.split(10), (s + 1).sum(), s.shape
    gc.collect()
    assert not [o for o in gc.get_objects() if type(o) is Own and o is not s]


# ---- what is asked ---------------------------------------------------------------

ASKED = {
    "add": (lambda s: s + 1, ["Tensor.add"]),
    "radd": (lambda s: 1 + s, ["Tensor.add"]),
    "rsub": (lambda s: 1 - s, ["Tensor.__rsub__"]),
    "truediv": (lambda s: s / 2, ["Tensor.div"]),
    "rpow": (lambda s: 2**s, ["Tensor.__rpow__"]),
    "floordiv": (lambda s: s // 2, ["Tensor.__floordiv__"]),
    "mod": (lambda s: s % 2, ["Tensor.remainder"]),
    "matmul": (lambda s: ct.ones(2, 2) @ s, ["Tensor.matmul"]),
    "eq": (lambda s: s == 1, ["Tensor.__eq__"]),
    "lt": (lambda s: s < 1, ["Tensor.lt"]),
    "1 <": (lambda s: 1 < s, ["Tensor.gt"]),  # noqa: SIM300
    "neg": (lambda s: -s, ["Tensor.neg"]),
    "abs": (lambda s: abs(s), ["Tensor.abs"]),
    "iadd": (lambda s: s.__iadd__(1), ["Tensor.add_"]),
    "getitem": (lambda s: s[0], ["Tensor.__getitem__"]),
    "getitem of": (lambda s: ct.ones(2)[s], ["Tensor.__getitem__"]),
    "setitem": (lambda s: s.__setitem__(0, 1), ["Tensor.__setitem__"]),
    "setitem of": (lambda s: ct.ones(2, 2).__setitem__(..., s), ["Tensor.__setitem__"]),
    "iter": (lambda s: list(map(id, s)), ["Tensor.dim", "Tensor.unbind"]),
    "len": (len, ["Tensor.__len__"]),
    "bool": (lambda s: bool(s.sum()), ["Tensor.sum", "Tensor.__bool__"]),
    "contains": (lambda s: 1 in s, ["Tensor.__contains__"]),
    "repr": (repr, ["Tensor.__repr__"]),
    "format": (lambda s: f"{s:}", ["Tensor.__format__"]),
    "hash": (hash, []),
    "shape": (lambda s: s.shape, ["Tensor.shape.__get__"]),
    "grad": (lambda s: setattr(s, "grad", None), ["Tensor.grad.__set__"]),
    "del": (lambda s: delattr(s, "grad"), ["Tensor.grad.__delete__"]),
    "size": (lambda s: s.size(), ["Tensor.size"]),
    "to": (lambda s: ct.ones(2).to(s), ["Tensor.to"]),
    "numpy": (lambda s: s.numpy(), ["Tensor.numpy"]),
    "alias": (lambda s: ct.multiply(s, s.absolute()), ["Tensor.absolute", "multiply"]),
    "in-place alias": (lambda s: s.absolute_(), ["Tensor.absolute_"]),
    "max": (lambda s: ct.max(s, 1), ["max"]),
    "out": (lambda s: ct.add(ct.ones(2, 2), 1, out=s), ["add"]),
    "zeros_like": (lambda s: ct.zeros_like(s), ["zeros_like"]),
    "numel": (lambda s: ct.numel(s), ["numel"]),
    "relu": (lambda s: F.relu(s), ["nn.functional.relu"]),
    "loss": (lambda s: F.mse_loss(ct.ones(2, 2), s), ["nn.functional.mse_loss"]),
    "einsum": (lambda s: ct.einsum("ij", s), ["einsum"]),
    "list": (lambda s: ct.meshgrid([s, s]), ["meshgrid"]),
    "norm": (lambda s: ct.linalg.norm(s), ["linalg.norm"]),
    "backward": (lambda s: ct.ones(()).to(s).requires_grad_().backward(),
                 ["Tensor.to", "Tensor.requires_grad_", "Tensor.backward"]),
    "as_subclass": (lambda s: s.as_subclass(ct.Tensor), []),
    "tensor": (lambda s: ct.tensor(s), []),
    "full": (lambda s: ct.full((2,), s), []),
    "is_tensor": (ct.is_tensor, []),
    "ufunc": (lambda s: np.add(s, 1), ["Tensor.__array_ufunc__"]),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_what_a_class_is_asked(name, x):
    call, expected = ASKED[name]
    s = (x[0, 0] if name in ("full", "list") else x).as_subclass(Logging)
    if name == "getitem of":
        s = ct.tensor([0, 1]).as_subclass(Logging)
    assert logged(call, s) == expected


def test_arguments_come_as_they_were_given(x):
    s = x.as_subclass(Logging)
    ct.add(x, s, alpha=2)
    _, types, args, kwargs = Logging.calls[-1]
    assert types == (Logging,) and args[0] is x and args[1] is s
    assert kwargs == {"alpha": 2}
    s.sum(0, keepdim=True)
    assert Logging.calls[-1][2:] == ((s, 0), {"keepdim": True})
    one, two = 1 + s, x[(s > 1).long()]
    assert type(one) is type(two) is Logging


# ---- other objects ----------------------------------------------------------------


class ScalarTensor:
    """`value` on the diagonal of an n by n matrix: PyTorch's example."""

    handled: ClassVar[dict] = {}

    def __init__(self, n, value):
        self.n, self.value = n, value

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        if func not in cls.handled or not all(
            issubclass(t, (ct.Tensor, ScalarTensor)) for t in types
        ):
            return NotImplemented
        return cls.handled[func](*args, **(kwargs or {}))


def implements(*functions):
    def register(own):
        ScalarTensor.handled.update(dict.fromkeys(functions, own))
        return own

    return register


@implements(ct.mean)
def _mean(input):
    return float(input.value) / input.n


@implements(ct.add, ct.Tensor.add)
def _add(input, other):
    if isinstance(other, ct.Tensor):
        return _add(other, input)
    full = ct.eye(other.n) * other.value
    return input + full


@implements(F.mse_loss)
def _loss(input, target):
    return "loss"


@implements(ct.cat)
def _cat(tensors, dim=0):
    return [type(t).__name__ for t in tensors], dim


@implements(ct.Tensor.__getitem__, ct.Tensor.__setitem__)
def _item(self, key, *value):
    return type(key).__name__, *map(str, value)


def test_a_duck_type(x):
    d = ScalarTensor(2, 5)
    assert ct.mean(d) == 2.5
    expected = (x + 5 * ct.eye(2)).tolist()
    assert ct.add(d, x).tolist() == ct.add(x, d).tolist() == expected
    assert (x + d).tolist() == x.add(d).tolist() == expected
    assert F.mse_loss(x, d) == F.mse_loss(d, target=x) == "loss"
    assert ct.cat([x, d], dim=1) == (["Tensor", "ScalarTensor"], 1)
    assert x[d] == ("ScalarTensor",)
    with pytest.raises(
        TypeError, match=r"'ctensor.sum' .*: \[<class .*ScalarTensor'>\]"
    ):
        ct.sum(d)
    with pytest.raises(TypeError, match=r"'ctensor.Tensor.mul'"):
        x.mul(d)
    with pytest.raises(TypeError, match=r"unsupported operand type\(s\) for \*"):
        x * d
    with pytest.raises(TypeError, match=r"l1_loss.*ScalarTensor"):
        F.l1_loss(x, d)


def test_the_operator_of_the_other_gets_its_turn(x):
    class Right(ScalarTensor):
        def __rmul__(self, other):
            return "right"

    assert x * Right(2, 5) == "right"


class Units(ct.Tensor):
    """Numbers with a unit, which products multiply and sums must share."""

    unit: str = ""

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        units = [a.unit for a in args if isinstance(a, Units)]
        result = super().__torch_function__(func, types, args, kwargs)
        if func in (ct.Tensor.add, ct.add) and len({*units}) != 1:
            raise ValueError(f"add: expected one unit, got {units}")
        if isinstance(result, Units):
            product = func in (ct.Tensor.mul, ct.mul)
            result.unit = "*".join(units) if product else units[0]
        return result


def units(values, unit):
    t = ct.tensor(values).as_subclass(Units)
    t.unit = unit
    return t


def test_a_tensor_with_units():
    a, b = units([1.0, 2.0], "m"), units([3.0, 4.0], "s")
    assert (a * b).unit == ct.mul(a, b).unit == "m*s"
    assert (a + a)[0].unit == (a * 2).sum().unit == "m"
    with pytest.raises(ValueError, match=r"\['m', 's'\]"):
        a + b


# ---- order ------------------------------------------------------------------------


def answering(name, answer, *bases):
    """A class that notes its name and then answers."""

    def torch_function(cls, func, types, args=(), kwargs=None):
        order.append(cls.__name__)
        return answer

    return type(name, bases, {"__torch_function__": classmethod(torch_function)})


order: list = []


def asked(*classes):
    order.clear()
    with pytest.raises(TypeError, match="no implementation found"):
        ct.cat([c() for c in classes])
    return "".join(order)


def test_order():
    a = answering("A", NotImplemented)
    b = answering("B", NotImplemented, a)
    c = answering("C", NotImplemented)
    d = answering("D", NotImplemented, b, c)
    assert asked(a, c) == "AC" and asked(c, a) == "CA"
    assert asked(a, b, c) == "BAC" and asked(a, c, d, b) == "DBAC"
    assert asked(a, a, a) == "A"
    yes = answering("Y", "yes")
    order.clear()
    assert ct.add(a(), yes()) == "yes" and order == ["A", "Y"]


def test_keywords_come_after_positions():
    a, b = answering("A", NotImplemented), answering("B", "b")
    order.clear()
    assert ct.add(a(), other=b()) == "b" and order == ["A", "B"]


# ---- hostile ones ------------------------------------------------------------------


def test_an_answer_may_be_anything(x):
    class Odd(ct.Tensor):
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            return None

    s = x.as_subclass(Odd)
    assert s + 1 is None and s.shape is None and s[0] is None and -s is None
    with pytest.raises(TypeError):
        len(s)
    with pytest.raises(TypeError):
        iter(s)
    with pytest.raises(TypeError):
        repr(s)
    assert bool(s) is False and (1 in s) is False
    with pytest.raises(TypeError):
        float(s)
    s[0] = 5
    assert x[0, 0] == 0


def test_errors_come_through(x):
    class Raises(ct.Tensor):
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            raise LookupError("mine")

    s = x.as_subclass(Raises)
    calls = (abs, len, bool, repr, iter, lambda s: x + s, lambda s: x[s],
             lambda s: ct.cat([s]), lambda s: s.data, lambda s: setattr(s, "data", x),
             lambda s: np.sin(s), lambda s: F.relu(s))  # fmt: skip
    for call in calls:
        with pytest.raises(LookupError, match="mine"):
            call(s)
    assert _C._is_torch_function_enabled()


def test_recursion_ends(x):
    class Forever(ct.Tensor):
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            return func(*args, **(kwargs or {}))

    with pytest.raises(RecursionError):
        x.as_subclass(Forever) + 1
    assert _C._is_torch_function_enabled()


def test_arguments_may_change_meanwhile(x):
    given = [x, None]

    class Empties:
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            given.clear()
            return NotImplemented

    given[1] = Empties()
    with pytest.raises(TypeError, match="Empties"):
        ct.cat(given)
    assert given == []


def test_a_result_that_holds_itself(x):
    loop: list = []
    loop.append(loop)

    class Loops(ct.Tensor):
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            return super().__torch_function__(lambda: loop, types, (), None)

    with pytest.raises(RecursionError):
        x.as_subclass(Loops).sum()


def test_named_results_of_functions_of_ones_own(x):
    pair = namedtuple("pair", "a b")
    with pytest.raises(TypeError):  # as PyTorch: type(result)(items)
        Sub.__torch_function__(lambda: pair(x, x), (Sub,))
    nested = Sub.__torch_function__(lambda: [x, (x, 1)], (Sub,))
    assert type(nested[0]) is type(nested[1][0]) is Sub and nested[1][1] == 1
    assert Sub.__torch_function__(lambda: x, (Deeper,)) is NotImplemented


def test_bad_arguments_of_torch_function(x):
    with pytest.raises(TypeError):
        Sub.__torch_function__()
    with pytest.raises(TypeError):
        Sub.__torch_function__(abs, 3, (x,))
    with pytest.raises(TypeError, match="kwargs"):
        Sub.__torch_function__(abs, (), (x,), [])
    with pytest.raises(TypeError):
        Sub.__torch_function__(abs, (3,), (x,))


def test_a_plain_method_is_warned_of():
    class Method:
        def __torch_function__(self, func, types, args=(), kwargs=None):
            return 7

    with pytest.warns(DeprecationWarning, match="classmethod"):
        assert ct.add(Method(), 1) == 7
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(DeprecationWarning):
            ct.add(Method(), 1)


def test_no_handler_that_is_disabled(x):
    class Off(ct.Tensor):
        __torch_function__ = _C._disabled_torch_function_impl

    assert type(x.as_subclass(Off) + 1) is ct.Tensor
    assert Off.__torch_function__(ct.add, (), (x, 1)).tolist() == (x + 1).tolist()


def test_hand_written_ones_count_their_arguments(x):
    with pytest.raises(
        TypeError, match=r"Tensor.item\(\) takes no arguments \(1 given\)"
    ):
        x.item(1)
    with pytest.raises(TypeError, match="exactly one argument"):
        x.is_same_size()
    with pytest.raises(TypeError, match="no keyword arguments"):
        x.item(a=1)


# ---- modes and switches -------------------------------------------------------------


class Log(TorchFunctionMode):
    """Notes what is called."""

    def __init__(self):
        self.calls = []

    def __torch_function__(self, func, types, args=(), kwargs=None):
        self.calls.append(resolve_name(func).removeprefix("ctensor."))
        return func(*args, **(kwargs or {}))


def test_a_mode_hears_of_everything(x):
    with Log() as log:
        y = ct.ones(2) + 1
        y.add_(y)
        _ = y.shape, y[0], len(y), ct.tensor([1.0]), -y, ct.zeros(2, dtype=ct.int64)
        F.relu(y)
        ct.einsum("i", y)
    assert log.calls == [
        "ones", "Tensor.add", "Tensor.add_", "Tensor.shape.__get__",
        "Tensor.__getitem__", "Tensor.__len__", "tensor", "Tensor.neg", "zeros",
        "nn.functional.relu", "einsum",
    ]  # fmt: skip
    _ = x + 1
    assert len(log.calls) == 11


def test_modes_nest():
    with Log() as outer, Log() as inner:
        assert _C._torch_function_stack() == [outer, inner]
        ct.ones(2)
    assert outer.calls == inner.calls == ["ones"]
    assert _C._torch_function_stack() == []
    with pytest.raises(RuntimeError, match="no TorchFunctionMode"):
        _C._pop_torch_function_stack()


def test_a_mode_before_a_class(x):
    class Never(TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            return NotImplemented if types else func(*args, **(kwargs or {}))

    s = x.as_subclass(Sub)
    with Never():
        assert type(s.exp()) is Sub
        assert type(x.exp()) is ct.Tensor
        with pytest.raises(TypeError, match="no implementation"):
            ct.sum(ScalarTensor(2, 1))


def test_a_mode_that_raises_stays_active():
    class Raises(TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            raise LookupError("mode")

    with Raises() as mode:
        for _ in range(2):
            with pytest.raises(LookupError):
                ct.ones(2)
        assert _C._torch_function_stack() == [mode]
    assert ct.ones(2).tolist() == [1, 1]


def test_modes_are_of_a_thread():
    seen = []
    with Log() as log:
        thread = threading.Thread(target=lambda: seen.append(ct.ones(2) + 1))
        thread.start()
        thread.join()
    assert log.calls == [] and seen[0].tolist() == [2, 2]


def test_switching_off(x):
    s = x.as_subclass(Sub)
    with _C.DisableTorchFunctionSubclass():
        assert type(s + 1) is type(s.exp()) is type(s[0]) is ct.Tensor
        with Log() as log:
            assert type(s + 1) is ct.Tensor
        assert log.calls == ["Tensor.add"]
    with Log() as log, _C.DisableTorchFunction():
        assert type(s + 1) is ct.Tensor
    assert log.calls == [] and type(s + 1) is Sub


# ---- the module ---------------------------------------------------------------------


def test_has_and_handle(x):
    s, d = x.as_subclass(Sub), ScalarTensor(2, 1)
    assert overrides.has_torch_function([x, s]) and not overrides.has_torch_function(
        [x]
    )
    assert overrides.has_torch_function_variadic(x, d)
    assert not overrides.has_torch_function_unary(ct.nn.Parameter(x))

    def double(t):
        if overrides.has_torch_function((t,)):
            return overrides.handle_torch_function(double, (t,), t)
        return t + t

    assert type(double(s)) is Sub and double(x).tolist() == (2 * x).tolist()
    with pytest.raises(TypeError, match=r"double' .*ScalarTensor"):
        double(d)
    wrapped = overrides.wrap_torch_function(lambda t: (t,))(lambda t: t + t)
    assert type(wrapped(s)) is Sub and type(wrapped(x)) is ct.Tensor


def test_is_tensor_like(x):
    assert overrides.is_tensor_like(x) and overrides.is_tensor_like(ScalarTensor(1, 1))
    assert not any(map(overrides.is_tensor_like, (6, None, object(), np.ones(2))))


def test_names():
    assert resolve_name(ct.add) == "ctensor.add"
    assert resolve_name(F.relu) == "ctensor.nn.functional.relu"
    assert resolve_name(ct.Tensor.add) == "ctensor.Tensor.add"
    assert resolve_name(ct.Tensor.grad.__set__) == "ctensor.Tensor.grad.__set__"
    assert resolve_name(print) is None
    assert overrides.is_tensor_method_or_property(ct.Tensor.add)
    assert overrides.is_tensor_method_or_property(ct.Tensor.shape.__get__)
    assert not overrides.is_tensor_method_or_property(ct.add)


LISTED = [f for fs in overrides.get_overridable_functions().values() for f in fs]


def test_every_overridable_function_asks(x):
    order.clear()
    yes = x.as_subclass(answering("Yes", "yes", ct.Tensor))
    for func in LISTED:
        order.clear()
        for n in range(3):  # special methods count arguments before they ask
            with contextlib.suppress(TypeError):
                func(yes, *[1] * n)
        assert order, func


def test_ignored_functions():
    ignored = overrides.get_ignored_functions()
    assert {ct.tensor, ct.ones, ct.Tensor.as_subclass} <= ignored
    assert not ignored & {ct.add, ct.numel, ct.einsum, F.relu}


def test_composites_are_functions_still():
    assert pickle.loads(pickle.dumps(ct.einsum)) is ct.einsum
    assert ct.einsum.__name__ == "einsum" and "subscripts" in ct.einsum.__doc__
    assert repr(F.mse_loss).startswith("<function mse_loss")
    assert copy.copy(F.mse_loss) is F.mse_loss


def test_class_that_answers_from_now_on() -> None:
    class Quiet(list):
        pass

    x, other = ct.ones(2), Quiet([1.0, 2.0])
    for _ in range(2):
        with pytest.raises(TypeError):
            ct.add(x, other)
    Quiet.__torch_function__ = classmethod(lambda *_: "answered")
    assert ct.add(x, other) == x + other == "answered"
    del Quiet.__torch_function__
    with pytest.raises(TypeError):
        ct.add(x, other)
