"""autograd.functional, batches of gradients, and what autograd.graph offers beside."""

import doctest

import pytest

import ctensor as ct
from ctensor.autograd import functional, grad, graph

f64 = {"dtype": ct.float64}
X = ct.tensor([1.0, -2.0, 0.5], **f64)
Y = ct.tensor([2.0, 1.0, -1.0], **f64)


def two(a, b):
    return a * b.exp(), (a @ b).reshape(1, 1)


def scalar(a, b):
    return (a.sin() * b**2).sum()


def near(found, expected):
    ct.testing.assert_close(found, expected, rtol=1e-12, atol=1e-12)


def test_examples():
    names = {"ct": ct}
    result = doctest.testmod(functional, extraglobs=names)
    assert result.attempted >= 8 and not result.failed


def test_jacobian():
    (aa, ab), (ba, bb) = functional.jacobian(two, (X, Y))
    near(aa, ct.diag(Y.exp()))
    near(ab, ct.diag(X * Y.exp()))
    near(ba, Y.reshape(1, 1, 3))
    near(bb, X.reshape(1, 1, 3))
    assert not aa.requires_grad


def test_products_with_the_jacobian_agree_with_it():
    (aa, ab), (ba, bb) = functional.jacobian(two, (X, Y))
    v = ct.tensor([3.0, 5.0, 7.0], **f64), ct.tensor([[11.0]], **f64)
    outputs, (va, vb) = functional.vjp(two, (X, Y), v)
    near(outputs, two(X, Y))
    near(va, v[0] @ aa + 11 * ba[0, 0])
    near(vb, v[0] @ ab + 11 * bb[0, 0])
    w = v[0], ct.tensor([1.0, 0.0, 2.0], **f64)
    outputs, (first, second) = functional.jvp(two, (X, Y), w)
    near(outputs, two(X, Y))
    near(first, aa @ w[0] + ab @ w[1])
    near(second, (ba @ w[0] + bb @ w[1]))


def test_hessian_and_its_products():
    (aa, ab), (ba, bb) = functional.hessian(scalar, (X, Y))
    near(aa, ct.diag(-X.sin() * Y**2))
    near(ab, ct.diag(X.cos() * 2 * Y))
    near(ba, ab.T)
    near(bb, ct.diag(X.sin() * 2))
    v = ct.tensor([3.0, 5.0, 7.0], **f64), ct.tensor([1.0, 0.0, 2.0], **f64)
    for product in (functional.hvp, functional.vhp):
        output, (first, second) = product(scalar, (X, Y), v)
        near(output, scalar(X, Y))
        near(first, aa @ v[0] + ab @ v[1])
        near(second, ba @ v[0] + bb @ v[1])


def test_results_have_gradients_if_asked():
    x = X.clone().requires_grad_()
    cubes = functional.jacobian(lambda a: a**3, x, create_graph=True)
    near(grad(cubes.sum(), x)[0], 6 * X)
    assert not functional.jacobian(lambda a: a**3, x).requires_grad
    h = functional.hessian(lambda a: (a**4).sum(), x, create_graph=True)
    near(grad(h.sum(), x)[0], 24 * X)
    _, product = functional.hvp(lambda a: (a**4).sum(), x, X, create_graph=True)
    near(grad(product.sum(), x)[0], 24 * X * X)


def test_what_does_not_depend_is_zero_or_an_error():
    def constant(a):
        return ct.ones(2, **f64)

    near(functional.jacobian(constant, X), ct.zeros(2, 3, **f64))
    near(functional.jvp(constant, X, X)[1], ct.zeros(2, **f64))
    near(functional.hessian(lambda a: a.sum(), X), ct.zeros(3, 3, **f64))
    for call in (
        lambda: functional.jacobian(constant, X, strict=True),
        lambda: functional.vjp(lambda a, b: a.sum(), (X, Y), strict=True),
        lambda: functional.hvp(lambda a: a.sum(), X, X, strict=True),
    ):
        with pytest.raises(RuntimeError, match="depend"):
            call()


def test_bad_calls_say_what_was_expected():
    f = functional
    with pytest.raises(TypeError, match="expected inputs to be tensors, got list"):
        f.vjp(two, [])
    with pytest.raises(TypeError, match=r"outputs of the function.*got float"):
        f.jacobian(lambda a: 1.0, X)
    with pytest.raises(RuntimeError, match="v may be left out"):
        f.vjp(lambda a: a * 2, X)
    with pytest.raises(RuntimeError, match="expected v of the shapes of the inputs"):
        f.jvp(lambda a: a * 2, X, X[:2])
    with pytest.raises(RuntimeError, match="one output of one element"):
        f.hessian(lambda a: a * 2, X)
    with pytest.raises(ValueError, match="'reverse-mode' or 'forward-mode'"):
        f.jacobian(lambda a: a, X, strategy="sideways")


def test_empty_outputs():
    found = functional.jacobian(lambda a: a[:0], X)
    assert found.shape == (0, 3) and found.dtype == ct.float64


def test_batches_of_gradients():
    x = X.clone().requires_grad_()
    y = x**2
    (rows,) = grad(y, x, ct.eye(3, **f64), is_grads_batched=True)
    near(rows, ct.diag(2 * X))
    with pytest.raises(RuntimeError, match=r"second time|freed"):
        grad(y.sum(), x)
    unused = Y.clone().requires_grad_()
    batch = {"is_grads_batched": True, "allow_unused": True}
    found = grad(x * 2, {"x": x, "u": unused}, ct.ones(2, 3, **f64), **batch)
    near(found["x"], ct.full((2, 3), 2.0, **f64))
    assert found["u"] is None
    for wrong in (None, ct.ones(0, 3, **f64)):
        with pytest.raises(RuntimeError, match="1 or more gradients"):
            grad(x * 2, x, wrong, is_grads_batched=True)


def test_hook_on_several_gradients():
    a, b = X.clone().requires_grad_(), Y.clone().requires_grad_()
    seen = []
    handle = graph.register_multi_grad_hook([a, b], seen.append)
    (a * b).sum().backward()
    a.sum().backward()
    assert [[None if g is None else g.tolist() for g in s] for s in seen] == [
        [Y.tolist(), X.tolist()],
        [[1.0] * 3, None],
    ]
    handle.remove()
    (a * b).sum().backward()
    assert len(seen) == 2
    first = []
    with graph.register_multi_grad_hook([a, b], first.append, mode="any"):
        (a * b).sum().backward()
    assert len(first) == 1 and isinstance(first[0], ct.Tensor)
    with pytest.raises(ValueError, match="'all' or 'any'"):
        graph.register_multi_grad_hook([a], print, mode="some")


def test_hook_on_several_gradients_after_a_backward_that_failed():
    a, b = X.clone().requires_grad_(), Y.clone().requires_grad_()
    seen = []
    graph.register_multi_grad_hook([a, b], seen.append)

    def fail(g):
        raise KeyError("on the way")

    c = b * 1
    handle = c.register_hook(fail)
    with pytest.raises(KeyError):
        (a.sum() + c.sum()).backward(retain_graph=True)
    assert seen == []
    handle.remove()
    b.sum().backward()
    assert len(seen) == 1 and seen[0][0] is None


def test_calls_at_the_end_of_a_backward():
    order = []
    x = X.clone().requires_grad_()
    queue = ct._C._queue_callback

    def inner(g):
        with ct.enable_grad():
            (x * 1).sum().backward(inputs=[x])
        assert queue(last) and not queue(last)
        order.append("hook")

    def last():
        order.append("end")

    y = x * 2
    y.register_hook(inner)
    y.sum().backward()
    assert order == ["hook", "end"]
    with pytest.raises(RuntimeError, match="while a backward runs"):
        queue(last)

    def bad():
        raise KeyError("at the end")

    z = x * 2
    z.register_hook(lambda g: queue(bad) and None)
    with pytest.raises(KeyError, match="at the end"):
        z.sum().backward()


def test_saved_on_the_host():
    x = X.clone().requires_grad_()
    with graph.save_on_cpu():
        y = (x.exp() * x).sum()
    y.backward()
    near(x.grad, X.exp() * (X + 1))


def test_hooks_on_saved_tensors_can_be_ruled_out():
    with (
        graph.disable_saved_tensors_hooks("not here"),
        pytest.raises(RuntimeError, match="not here"),
    ):
        graph.save_on_cpu().__enter__()
    with graph.save_on_cpu(), pytest.raises(RuntimeError, match="not here"):
        graph.disable_saved_tensors_hooks("not here").__enter__()
    with graph.save_on_cpu():
        (X.clone().requires_grad_() ** 2).sum().backward()


def test_edges_and_versions():
    x = X.clone().requires_grad_()
    y = x.exp()
    assert graph.get_gradient_edge(y) == (y.grad_fn, 0)
    assert graph.get_gradient_edge(x).node.name() == "AccumulateGrad"
    parts = (x * 1).split(1)
    assert graph.get_gradient_edge(parts[2]).output_nr == 2
    with pytest.raises(RuntimeError, match="requires grad"):
        graph.get_gradient_edge(X)
    graph.increment_version(y)
    with pytest.raises(RuntimeError, match="inplace"):
        y.sum().backward()
    zero_d = ct.tensor(1.0, requires_grad=True)
    graph.increment_version([zero_d, x])
    assert zero_d._version == 1
