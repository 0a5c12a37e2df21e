"""Derivatives as functions of functions: ctensor.func."""

import doctest
from collections import OrderedDict, namedtuple

import pytest

import ctensor as ct
from ctensor import _transforms
from ctensor.func import (
    functional_call,
    grad,
    grad_and_value,
    hessian,
    jacfwd,
    jacrev,
    jvp,
    vjp,
)

X = ct.tensor([0.5, -1.0, 2.0], dtype=ct.float64)
M = ct.tensor([[1.0, 2.0, 0.0], [0.5, -1.0, 3.0]], dtype=ct.float64)


def cubes(x):
    return (x**3).sum()


def mixed(x):
    return (M @ x).sin() * x[0]


# ---- values -----------------------------------------------------------------


def test_gradients_of_a_function() -> None:
    assert ct.allclose(grad(cubes)(X), 3 * X**2)
    found, value = grad_and_value(cubes)(X)
    assert ct.allclose(found, 3 * X**2) and ct.allclose(value, (X**3).sum())
    assert not found.requires_grad and not value.requires_grad
    assert not X.requires_grad and X.grad is None


def test_gradients_by_chosen_arguments() -> None:
    def f(x, y, *, k=1.0):
        return (x * y**2).sum() * k

    y = X + 1
    assert ct.allclose(grad(f, 1)(X, y, k=2.0), 4 * X * y)
    assert ct.allclose(grad(f, -1)(X, y), 2 * X * y)
    a, b = grad(f, (1, 0))(X, y)
    assert ct.allclose(a, 2 * X * y) and ct.allclose(b, y**2)
    assert isinstance(grad(f, (0,))(X, y), tuple)


def test_gradients_of_trees() -> None:
    Pair = namedtuple("Pair", "w b")

    def f(p, x):
        return (p["a"] @ x + p["rest"][0]).sum() * p["pair"].w + p["pair"].b

    p = OrderedDict(a=M, rest=[X[:2]], pair=Pair(ct.tensor(2.0).double(), X[0]))
    g = grad(f)(p, X)
    assert type(g) is OrderedDict and list(g) == ["a", "rest", "pair"]
    assert type(g["rest"]) is list and type(g["pair"]) is Pair
    assert ct.allclose(g["a"], (2 * X).expand(2, 3))
    assert g["rest"][0].tolist() == [2.0, 2.0] and g["pair"].b.item() == 1.0


@pytest.mark.parametrize("transform", [jacrev, jacfwd])
@pytest.mark.parametrize("f", [mixed, lambda x: x**2, cubes, lambda x: M.sum()])
def test_jacobians(transform, f) -> None:
    expected = ct.autograd.functional.jacobian(f, X)
    found = transform(f)(X)
    assert found.shape == expected.shape and found.dtype == expected.dtype
    assert ct.allclose(found, expected) and not found.requires_grad


@pytest.mark.parametrize("transform", [jacrev, jacfwd])
def test_jacobians_of_several_results_by_several_arguments(transform) -> None:
    def f(x, y):
        return {"outer": ct.outer(x, y), "sum": (x.sum(), M)}

    y = X[:2]
    found = transform(f, (0, 1))(X, y)
    shapes = [tuple(j.shape) for j in found["outer"]]
    assert shapes == [(3, 2, 3), (3, 2, 2)]
    assert ct.allclose(found["outer"][0][:, 0, :], y[0] * ct.eye(3, dtype=ct.float64))
    assert found["sum"][0][0].tolist() == [1.0, 1.0, 1.0]
    assert found["sum"][0][1].tolist() == [0.0, 0.0]
    assert not found["sum"][1][0].any() and found["sum"][1][0].shape == (2, 3, 3)


@pytest.mark.parametrize("transform", [jacrev, jacfwd])
@pytest.mark.parametrize("shapes", [((0,), (2,)), ((2,), (0,)), ((), ())])
def test_jacobians_of_no_elements_and_no_dims(transform, shapes) -> None:
    x_shape, y_shape = shapes
    found = transform(lambda x: x.sum() * ct.ones(y_shape))(ct.ones(x_shape))
    assert found.shape == (*y_shape, *x_shape)


def test_complex_jacobians() -> None:
    z = ct.tensor([1 + 2j, -1j])
    expected = ct.autograd.functional.jacobian(lambda z: z**2, z)
    assert ct.allclose(jacrev(lambda z: z**2)(z), expected)


def test_hessians() -> None:
    expected = ct.autograd.functional.hessian(lambda x: mixed(x).sum(), X)
    assert ct.allclose(hessian(lambda x: mixed(x).sum())(X), expected)
    second = jacfwd(jacrev(mixed))(X)
    assert second.shape == (2, 3, 3)
    assert ct.allclose(second.sum(0), expected)
    h = hessian(lambda x, y: (x * y).sum(), (0, 1))(X, X)
    assert not h[0][0].any() and ct.equal(h[0][1], ct.eye(3, dtype=ct.float64))


def test_products_with_the_jacobian() -> None:
    jacobian = jacrev(mixed)(X)
    y, back = vjp(mixed, X)
    v = ct.tensor([2.0, -3.0], dtype=ct.float64)
    assert ct.allclose(y, mixed(X)) and not y.requires_grad
    for _ in range(2):
        (product,) = back(v)
        assert ct.allclose(product, v @ jacobian)
    y, forth = jvp(mixed, (X,), (X,))
    assert ct.allclose(y, mixed(X)) and ct.allclose(forth, jacobian @ X)
    _, back = vjp(lambda x, y: {"s": x * y}, X, M[0])
    by_x, by_y = back({"s": X})
    assert ct.allclose(by_x, X * M[0]) and ct.allclose(by_y, X * X)


def test_what_else_a_function_gives() -> None:
    def f(x):
        return cubes(x), {"twice": 2 * x, "name": "f"}

    for g, aux in (grad(f, has_aux=True)(X), jacrev(f, has_aux=True)(X)):
        assert ct.allclose(g, 3 * X**2) and aux["name"] == "f"
        assert ct.equal(aux["twice"], 2 * X) and not aux["twice"].requires_grad
    assert grad_and_value(f, has_aux=True)(X)[1][1]["name"] == "f"
    assert vjp(f, X, has_aux=True)[2]["name"] == "f"
    assert jvp(f, (X,), (X,), has_aux=True)[2]["name"] == "f"
    assert jacfwd(f, has_aux=True)(X)[1]["name"] == "f"


# ---- history ----------------------------------------------------------------


def test_transforms_nest() -> None:
    third = grad(grad(grad(lambda x: x**4)))
    assert third(ct.tensor(2.0)).item() == 48.0
    inner = grad(lambda x: x * grad(lambda y: x * y**2)(ct.tensor(3.0)))
    assert inner(ct.tensor(5.0)).item() == 60.0  # of 6 x**2


def test_results_have_the_gradient_of_what_else_was_used() -> None:
    w = ct.tensor([1.0, 2.0], requires_grad=True)
    x = ct.tensor([3.0, 4.0])
    g, value = grad_and_value(lambda x: (w**2 * x**2).sum())(x)
    (g.sum() + value).backward()
    assert w.grad.tolist() == [2 * 1 * (6 + 9), 2 * 2 * (8 + 16)]
    assert x.grad is None
    w.grad = None
    grad(cubes)(w).sum().backward()
    assert w.grad.tolist() == [6.0, 12.0]
    for transform in (jacrev, jacfwd):
        w.grad = None
        transform(lambda x: w * x)(x).sum().backward()
        assert w.grad.tolist() == [1.0, 1.0]
    w.grad = None
    jvp(lambda x: x**2, (w,), (x,))[1].sum().backward()
    assert w.grad.tolist() == [6.0, 8.0]
    w.grad = None
    vjp(lambda x: x**2, x)[1](w)[0].sum().backward()
    assert w.grad.tolist() == [6.0, 8.0]


def test_under_no_grad_results_have_no_history() -> None:
    w = ct.ones(3, dtype=ct.float64, requires_grad=True)
    with ct.no_grad():
        g = grad(lambda x: (w * x**2).sum())(X)
        assert not ct.is_grad_enabled()
    assert ct.allclose(g, 2 * X) and not g.requires_grad and w.grad is None


def test_a_module_trained_by_functional_call() -> None:
    model = ct.nn.Linear(3, 1)
    x, y = ct.randn(8, 3), ct.randn(8, 1)

    def loss(p):
        return ct.nn.functional.mse_loss(functional_call(model, p, x), y)

    parameters = dict(model.named_parameters())
    found = grad(loss)(parameters)
    loss(parameters).backward()
    for name, p in model.named_parameters():
        assert ct.allclose(found[name], p.grad)


# ---- what is refused --------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: grad(lambda x: x)(X),
            r"grad: .*got one of shape \(3,\)",
        ),
        (lambda: grad(lambda x: (x.sum(),))(X), r"grad: .*got tuple"),
        (lambda: grad(lambda x: 1.0)(X), r"grad: expected tensors, .*got float"),
        (lambda: grad(cubes)(1.0), r"grad: expected tensors, .*got float"),
        (lambda: grad(cubes, 1)(X), r"grad: expected argnums of the 1 .*got 1"),
        (lambda: grad(cubes, ())(X), r"grad: expected argnums to be"),
        (lambda: grad(cubes, has_aux=True)(X), r"has_aux=True, got Tensor"),
        (lambda: grad(cubes)(ct.tensor([1, 2])), r"floating point"),
        (lambda: jvp(cubes, X, X), r"jvp: expected .*tuples"),
        (lambda: jvp(cubes, (X,), (X[:2],)), r"jvp: .*\[\(3,\)\], got \[\(2,\)\]"),
        (lambda: vjp(cubes, X)[1](X), r"vjp: .*\[\(\)\], got \[\(3,\)\]"),
    ],
)
def test_refused(call, message) -> None:
    with pytest.raises(RuntimeError, match=message):
        call()


def test_examples() -> None:
    result = doctest.testmod(_transforms, extraglobs={"ct": ct})
    assert result.attempted and not result.failed
