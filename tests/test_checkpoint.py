"""checkpoint: the same numbers, less memory, errors for what cannot be repeated."""

import weakref

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn
from ctensor.autograd import gradcheck, gradgradcheck
from ctensor.autograd.graph import saved_tensors_hooks
from ctensor.utils.checkpoint import (
    CheckpointError,
    checkpoint,
    checkpoint_sequential,
)


def block():
    return nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 3)).double()


def double(*shape):
    return ct.randn(shape, dtype=ct.float64, requires_grad=True)


def gradients(loss, *tensors):
    return [g.numpy() for g in ct.autograd.grad(loss, tensors)]


# ---- hooks on saved tensors ----


def test_saved_tensors_hooks_see_what_is_saved():
    x, packed = double(2), []

    def pack(t):
        packed.append(t.detach().clone())
        return len(packed) - 1

    with saved_tensors_hooks(pack, lambda i: packed[i] * 10):
        y = x.exp()
    assert len(packed) == 1
    (grad,) = ct.autograd.grad(y.sum(), x)
    np.testing.assert_allclose(grad.numpy(), np.exp(x.detach().numpy()) * 10)


def test_saved_tensors_hooks_nest_and_end():
    x, seen = double(2), []

    def hooks(name):
        return saved_tensors_hooks(lambda t: (seen.append(name), t)[1], lambda t: t)

    with hooks("outer"):
        with hooks("inner"):
            x.exp()
        x.exp()
    x.exp()
    assert seen == ["inner", "outer"]


def test_saved_tensors_hooks_give_gradients_of_gradients():
    x = double(3)

    def f(t):
        with saved_tensors_hooks(lambda s: s.detach().numpy(), ct.from_numpy):
            return (t * t).exp() * t

    assert gradcheck(f, x)
    assert gradgradcheck(f, x)


def test_error_in_a_hook_comes_through():
    def fail(t):
        raise KeyError("packing")

    x = double(2)
    with saved_tensors_hooks(fail, lambda t: t), pytest.raises(KeyError, match="pack"):
        x.exp()
    with saved_tensors_hooks(lambda t: t, fail):
        y = x.exp().sum()
    with pytest.raises(KeyError, match="packing"):
        y.backward()


def test_unpacking_must_give_a_tensor():
    x = double(2)
    with saved_tensors_hooks(lambda t: 1, lambda i: i):
        y = x.exp().sum()
    with pytest.raises(TypeError, match="Tensor"):
        y.backward()


# ---- checkpoint ----


@pytest.mark.parametrize("use_reentrant", [None, False, True])
def test_same_gradients(use_reentrant):
    net, x = block(), double(4, 3)
    wanted = (x, *net.parameters())
    expected = gradients(net(x).sum(), *wanted)
    y = checkpoint(net, x, use_reentrant=use_reentrant)
    for a, b in zip(gradients(y.sum(), *wanted), expected, strict=True):
        np.testing.assert_array_equal(a, b)


def test_parameters_get_gradients_without_any_input():
    net, x = block(), double(4, 3).detach()
    checkpoint(net, x).sum().backward()
    assert all(p.grad is not None for p in net.parameters())


def test_gradients_of_gradients():
    x = double(3)

    def f(t):
        return checkpoint(lambda s: (s * s).sin() * s, t)

    assert gradcheck(f, x)
    assert gradgradcheck(f, x)


def test_nested():
    inner, outer, x = block(), block(), double(2, 3)

    def both(t):
        return outer(checkpoint(inner, t).tanh())

    expected = gradients(both(x).sum(), x, *inner.parameters())
    got = gradients(checkpoint(both, x).sum(), x, *inner.parameters())
    for a, b in zip(got, expected, strict=True):
        np.testing.assert_array_equal(a, b)


def test_backward_twice_with_retained_graph():
    x = double(3)
    y = checkpoint(lambda t: t.exp(), x).sum()
    y.backward(retain_graph=True)
    y.backward()
    np.testing.assert_allclose(x.grad.numpy(), 2 * np.exp(x.detach().numpy()))


def test_runs_once_more_and_only_once():
    runs = []

    def f(a, b=1.0):
        runs.append(b)
        return (a * b).exp().tanh()

    y = checkpoint(f, double(2), b=2.0)
    assert runs == [2.0]
    y.sum().backward()
    assert runs == [2.0, 2.0]


def test_nothing_is_kept_between():
    kept = []

    def f(x):
        y = x.exp()
        kept.append(weakref.ref(y))
        return y.tanh()

    loss = checkpoint(f, double(2)).sum()
    assert kept[0]() is None
    loss.backward()
    assert len(kept) == 2
    del loss
    assert kept[1]() is None


def test_random_numbers_are_the_same_again():
    x = ct.ones(100, dtype=ct.float64, requires_grad=True)
    y = checkpoint(lambda t: nn.functional.dropout(t.exp(), 0.5) * t.exp(), x)
    y.sum().backward()
    kept = y.detach().numpy() != 0
    np.testing.assert_allclose(x.grad.numpy(), kept * 4 * np.e**2)


def test_backward_leaves_the_random_state():
    y = checkpoint(lambda t: nn.functional.dropout(t.exp(), 0.5), double(9)).sum()
    state = ct.get_rng_state()
    y.backward()
    assert state.tolist() == ct.get_rng_state().tolist()


def test_several_outputs():
    x = double(3)
    a, n, b = checkpoint(lambda t: (t.exp(), 5, t.sin()), x)
    assert n == 5
    (grad,) = ct.autograd.grad((a * b).sum(), x)
    v = x.detach().numpy()
    np.testing.assert_allclose(grad.numpy(), np.exp(v) * (np.sin(v) + np.cos(v)))


def test_without_grad_it_is_a_call():
    with ct.no_grad():
        assert not checkpoint(lambda t: t.exp(), double(2)).requires_grad


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (lambda t: t + 1, "got fewer"),
        (lambda t: t.exp().exp().exp(), "got more"),
        (lambda t: t[:1].exp().exp(), "shape"),
    ],
)
def test_different_second_run_is_refused(second, message):
    functions = [lambda t: t.exp().exp(), second]
    y = checkpoint(
        lambda t: functions.pop(0)(t), double(2), early_stop=False, debug=True
    ).sum()
    with pytest.raises(CheckpointError, match=message):
        y.backward()


def test_context_fn():
    from contextlib import contextmanager

    seen = []

    @contextmanager
    def note(name):
        seen.append(name)
        yield

    y = checkpoint(
        lambda t: t.exp(), double(2), context_fn=lambda: (note("first"), note("second"))
    )
    y.sum().backward()
    assert seen == ["first", "second"]


@pytest.mark.parametrize("early_stop", [True, False])
def test_second_run_ends_where_nothing_more_is_saved(early_stop):
    seen = []

    def function(t):
        y = t.exp()
        seen.append("after exp")
        return y + 1

    x = double(2)
    checkpoint(function, x, early_stop=early_stop).sum().backward()
    assert len(seen) == (1 if early_stop else 2)
    np.testing.assert_array_equal(x.grad.numpy(), x.detach().exp().numpy())


@pytest.mark.parametrize("segments", [1, 2, 3])
def test_sequential(segments):
    net, x = nn.Sequential(*[nn.Linear(3, 3).double() for _ in range(5)]), double(2, 3)
    expected = gradients(net(x).sum(), x, *net.parameters())
    y = checkpoint_sequential(net, segments, x)
    for a, b in zip(gradients(y.sum(), x, *net.parameters()), expected, strict=True):
        np.testing.assert_array_equal(a, b)
    with pytest.raises(ValueError, match="expected 1 to 5 segments, got 6"):
        checkpoint_sequential(net, 6, x)


def test_refused_check():
    with pytest.raises(ValueError, match="determinism_check"):
        checkpoint(lambda t: t, double(1), determinism_check="all")


ARGUMENTS = {
    "an argument": lambda f, x: checkpoint(f, x),
    "in a list": lambda f, x: checkpoint(lambda a: f(a[0]), [x]),
    "in a dict": lambda f, x: checkpoint(lambda a: f(a["x"]), {"x": x}),
    "by keyword": lambda f, x: checkpoint(lambda s, t: f(t) * s, double(2), t=x),
}


@pytest.mark.parametrize("call", ARGUMENTS)
def test_an_argument_that_is_written_before_backward(call):
    x = double(2) * 1
    y = ARGUMENTS[call](lambda t: (t * t).sin(), x).sum()
    with ct.no_grad():
        x.mul_(3)
    with pytest.raises(
        RuntimeError, match=r"modified by an inplace operation.*version 1"
    ):
        y.backward()
