"""autograd.Function: forward and backward in Python."""

import gc
import weakref

import numpy as np
import pytest

import ctensor as ct
from ctensor.autograd import Function
from ctensor.autograd.function import once_differentiable


def leaf(*values: float) -> ct.Tensor:
    return ct.tensor(values, dtype=ct.float64, requires_grad=True)


class Exp(Function):
    @staticmethod
    def forward(ctx, x):
        y = x.exp()
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, grad):
        (y,) = ctx.saved_tensors
        return grad * y


class Scale(Function):
    """x * factor, with forward and setup_context apart."""

    @staticmethod
    def forward(x, factor):
        return x * factor

    @staticmethod
    def setup_context(ctx, inputs, output):
        _, ctx.factor = inputs

    @staticmethod
    def backward(ctx, grad):
        return grad * ctx.factor, None


def test_gradients_and_gradients_of_gradients() -> None:
    assert ct.autograd.gradcheck(Exp.apply, leaf(0.1, 0.5))
    assert ct.autograd.gradgradcheck(Exp.apply, leaf(0.1, 0.5))


def test_forward_and_setup_context_apart() -> None:
    x = leaf(1, 2)
    y = Scale.apply(x, 3.0)
    y.sum().backward()
    np.testing.assert_allclose(x.grad, [3, 3])
    assert y.grad_fn.factor == 3.0


def test_node_shows_its_function_and_ctx() -> None:
    y = Exp.apply(leaf(1))
    assert y.grad_fn.name() == "ExpBackward"
    assert repr(y) == "tensor([2.7183], dtype=ctensor.float64, grad_fn=<ExpBackward>)"
    np.testing.assert_allclose(y.grad_fn.saved_tensors[0].detach(), [np.e])


def test_nothing_is_recorded_in_forward_or_under_no_grad() -> None:
    seen = []

    class Look(Function):
        @staticmethod
        def forward(ctx, x, y):
            seen.append((ct.is_grad_enabled(), ctx.needs_input_grad, x.requires_grad))
            return x + y

        @staticmethod
        def backward(ctx, grad):
            return grad, None

    x = leaf(1)
    assert Look.apply(x, 3).requires_grad
    with ct.no_grad():
        assert not Look.apply(x, 3).requires_grad
    assert not Look.apply(x.detach(), 3).requires_grad
    assert seen == [(False, (True, False), True)] * 2 + [(False, (False, False), False)]


def test_several_outputs_some_unused_some_not_differentiable() -> None:
    seen = []

    class Split(Function):
        @staticmethod
        def forward(ctx, x):
            mask, unused = x > 1, x * 3
            half = x / 2
            ctx.mark_non_differentiable(mask, half)
            return x * 2, mask, unused, half, "text"

        @staticmethod
        def backward(ctx, *grads):
            seen.append(grads)
            return grads[0] * 2 + grads[2] * 3

    x = leaf(1, 2)
    y, mask, unused, half, text = Split.apply(x)
    assert (y.requires_grad, mask.requires_grad, unused.requires_grad) == (
        True,
        False,
        True,
    )
    assert not half.requires_grad
    assert text == "text"
    y.sum().backward()
    np.testing.assert_allclose(x.grad, [2, 2])
    np.testing.assert_allclose(seen[0][2], [0, 0])
    assert seen[0][4] is None


def test_without_materializing_unused_gradients_are_none() -> None:
    seen = []

    class Two(Function):
        @staticmethod
        def forward(ctx, x):
            ctx.set_materialize_grads(False)
            return x * 2, x * 3

        @staticmethod
        def backward(ctx, a, b):
            seen.append((a is None, b is None))
            return None if a is None else a * 2

    x = leaf(1)
    first, second = Two.apply(x)
    first.backward(retain_graph=True)
    second.backward()
    assert seen == [(False, True), (True, False)]
    np.testing.assert_allclose(x.grad, [2])


def identity(result):
    """A Function of two arguments whose backward returns result(grad)."""

    class Two(Function):
        @staticmethod
        def forward(ctx, a, b):
            return a * 1

        @staticmethod
        def backward(ctx, grad):
            return result(grad)

    return Two


@pytest.mark.parametrize(
    ("result", "error", "message"),
    [
        (lambda g: g, RuntimeError, r"number of gradients \(expected 2, got 1\)"),
        (lambda g: (g, g, g), RuntimeError, r"\(expected 2, got 3\)"),
        (lambda g: (g[:1].expand(2), g), RuntimeError, r"got \[2\] but expected shape"),
        (lambda g: (g, 3), RuntimeError, r"expected Variable or None \(got int\)"),
    ],
)
def test_wrong_gradients_are_errors(result, error, message: str) -> None:
    x = leaf(1, 2, 3)
    with pytest.raises(error, match=message):
        identity(result).apply(x, x).sum().backward()
    assert x.grad is None


def test_gradient_for_an_argument_that_is_no_tensor_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="not a Variable"):
        identity(lambda g: (g, g)).apply(leaf(1), 2.0).backward()


def test_trailing_nones_lists_dtypes_and_broadcasts_are_accepted() -> None:
    x = leaf(1, 2)
    identity(lambda g: (g.float(), g, None, None)).apply(x, x).sum().backward()
    np.testing.assert_allclose(x.grad, [2, 2])
    x.grad = None
    identity(lambda g: [g.unsqueeze(0).expand(3, 2), None]).apply(x, x).sum().backward()
    np.testing.assert_allclose(x.grad, [3, 3])


def test_missing_methods_are_errors() -> None:
    class Forward(Function):
        @staticmethod
        def forward(ctx, x):
            return x * 1

    with pytest.raises(NotImplementedError, match="backward"):
        Forward.apply(leaf(1)).backward()
    with pytest.raises(NotImplementedError, match="forward"):
        type("Empty", (Function,), {}).apply(leaf(1))
    with pytest.raises(RuntimeError, match="should not be instantiated"):
        Forward()


def test_exceptions_pass_through() -> None:
    def fail(g):
        raise KeyError("mine")

    x = leaf(1)
    y = identity(fail).apply(x, x)
    with pytest.raises(KeyError, match="mine"):
        y.backward()
    assert x.grad is None


def test_what_is_not_a_tensor_passes() -> None:
    class Number(Function):
        @staticmethod
        def forward(ctx, x):
            return 3

    assert Number.apply(leaf(1)) == 3


def test_input_returned_as_it_is_becomes_a_view() -> None:
    x = leaf(1, 2)
    y = identity(lambda g: (g * 5, None))

    class Same(Function):
        @staticmethod
        def forward(ctx, x):
            return x

        @staticmethod
        def backward(ctx, g):
            return g * 5

    y = Same.apply(x)
    assert y is not x
    assert y._base is x
    y.sum().backward()
    np.testing.assert_allclose(x.grad, [5, 5])
    with pytest.raises(RuntimeError, match="created inside a custom Function"):
        Same.apply(x * 1).mul_(2)


class Double(Function):
    """In place."""

    @staticmethod
    def forward(ctx, x):
        x.mul_(2)
        ctx.mark_dirty(x)
        return x

    @staticmethod
    def backward(ctx, g):
        return g * 2


def test_dirty_input_is_returned_with_the_new_history() -> None:
    x = leaf(1, 2)
    z = x * 1
    y = Double.apply(z)
    assert y is z
    assert y.grad_fn.name() == "DoubleBackward"
    y.sum().backward()
    np.testing.assert_allclose(x.grad, [2, 2])


def test_dirty_view_and_dirty_leaf() -> None:
    x = leaf(1, 2)
    z = x * 1
    Double.apply(z[:1])
    assert z.grad_fn.name() == "CopySlices"
    z.sum().backward()
    np.testing.assert_allclose(x.grad, [2, 1])
    with pytest.raises(RuntimeError, match="a leaf Variable that requires grad has"):
        Double.apply(x)


def test_saved_tensors_are_freed_and_checked() -> None:
    x = leaf(1, 2)
    y = Exp.apply(x)
    ctx = y.grad_fn
    y.sum().backward()
    with pytest.raises(RuntimeError, match="a second time"):
        ctx.saved_tensors  # noqa: B018
    y = Exp.apply(x)
    y.detach().add_(1)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.sum().backward()


def test_saved_inputs_intermediates_and_none() -> None:
    class Saves(Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x, None, x * 2)
            return x * x

        @staticmethod
        def backward(ctx, g):
            x, none, double = ctx.saved_tensors
            assert none is None
            assert not double.requires_grad
            return g * (x + x) * (double / double)

    assert ct.autograd.gradcheck(Saves.apply, leaf(1, 2))


def test_only_tensors_are_saved() -> None:
    class Bad(Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(3)

    with pytest.raises(TypeError, match="save_for_backward: expected Tensors or None"):
        Bad.apply(leaf(1))


def test_once_differentiable() -> None:
    class Once(Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x * x

        @staticmethod
        @once_differentiable
        def backward(ctx, g):
            (x,) = ctx.saved_tensors
            return g * 2 * x

    x = leaf(1, 2)
    Once.apply(x).sum().backward()
    np.testing.assert_allclose(x.grad, [2, 4])
    (g,) = ct.autograd.grad(Once.apply(x).sum(), x, create_graph=True)
    with pytest.raises(RuntimeError, match="marked with @once_differentiable"):
        g.sum().backward()


def test_cycle_through_ctx_is_collected() -> None:
    class Keep(Function):
        @staticmethod
        def forward(ctx, x):
            ctx.own = y = x * 2
            return y

        @staticmethod
        def backward(ctx, g):
            return g * 2

    y = Keep.apply(leaf(1))
    assert y.grad_fn.own is y
    alive = weakref.ref(y)
    del y
    gc.collect()
    assert alive() is None


def test_saved_output_makes_no_cycle() -> None:
    gc.disable()
    try:
        y = Exp.apply(leaf(1))
        alive = weakref.ref(y)
        del y
        assert alive() is None
    finally:
        gc.enable()


def test_function_within_backward_and_backward_within_function() -> None:
    class Inner(Function):
        @staticmethod
        def forward(ctx, x):
            with ct.enable_grad():
                own = x.detach().requires_grad_()
                (ctx.grad,) = ct.autograd.grad((own * own * own).sum(), own)
            return x * x * x

        @staticmethod
        def backward(ctx, g):
            return Scale.apply(g, 1.0) * ctx.grad

    x = leaf(1, 2)
    Inner.apply(x).sum().backward()
    np.testing.assert_allclose(x.grad, [3, 12])


class Power(ct.autograd.Function):
    @staticmethod
    def forward(x, n=3):
        return x**n

    @staticmethod
    def setup_context(ctx, inputs, output):
        x, ctx.n = inputs
        ctx.save_for_backward(x)

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * ctx.n * x ** (ctx.n - 1), None


def test_apply_binds_keywords_and_default_values() -> None:
    class Negative(Power):
        @staticmethod
        def forward(x, n=3):
            return -(x**n)

    x = ct.tensor([2.0], requires_grad=True)
    for y, gradient in ((Power.apply(x), 12.0), (Power.apply(n=2, x=x), 4.0)):
        assert ct.autograd.grad(y, x)[0].item() == gradient
    assert Negative.apply(x).item() == -8.0
    with pytest.raises(TypeError, match="unexpected keyword argument 'm'"):
        Power.apply(x, m=2)


def test_vjp_is_another_name_of_backward() -> None:
    class Third(Function):
        @staticmethod
        def forward(ctx, x):
            return x * 3

        @staticmethod
        def vjp(ctx, grad):
            return grad * 3

    class Derived(Third):
        pass

    for f in Third, Derived:
        x = leaf(1, 2)
        f.apply(x).sum().backward()
        assert x.grad.tolist() == [3, 3]


def test_backward_and_vjp_in_one_class() -> None:
    class Both(Exp):
        @staticmethod
        def backward(ctx, grad):
            return grad

        @staticmethod
        def vjp(ctx, grad):
            return grad

    y = Both.apply(leaf(1)).sum()
    with pytest.raises(RuntimeError, match="both 'backward' and 'vjp'"):
        y.backward()


def returns(value: ct.Tensor) -> type[Function]:
    class Returns(Function):
        @staticmethod
        def forward(ctx, x):
            return x * 1

        @staticmethod
        def backward(ctx, grad):
            return value

    return Returns


@pytest.mark.parametrize("dtype", [ct.int64, ct.uint8, ct.bool])
@pytest.mark.parametrize("of", [ct.float16, ct.float64])
def test_an_integer_gradient_is_cast(dtype, of) -> None:
    x = ct.zeros(2, dtype=of, requires_grad=True)
    returns(ct.tensor([0, 1], dtype=dtype)).apply(x).sum().backward()
    assert x.grad.dtype == of and x.grad.tolist() == [0, 1]


def test_an_integer_gradient_of_a_complex_input() -> None:
    x = ct.zeros(2, dtype=ct.complex64, requires_grad=True)
    y = returns(ct.tensor([0, 1])).apply(x).real.sum()
    with pytest.raises(RuntimeError, match="expected dtype complex64, got int64"):
        y.backward()
