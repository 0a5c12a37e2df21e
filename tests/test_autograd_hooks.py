"""Hooks on tensors, nodes and leaves; anomaly mode."""

import gc
import weakref

import numpy as np
import pytest

import ctensor as ct


def leaf(*values: float) -> ct.Tensor:
    return ct.tensor(values, dtype=ct.float64, requires_grad=True)


# ---- tensor hooks ----


def test_hook_sees_and_replaces_the_gradient() -> None:
    x = leaf(1, 2)
    y = x * 3
    seen = []
    y.register_hook(lambda g: seen.append(g.tolist()))
    y.register_hook(lambda g: g * 10)
    y.register_hook(lambda g: seen.append(g.tolist()))
    y.sum().backward()
    assert seen == [[1, 1], [10, 10]]
    np.testing.assert_allclose(x.grad, [30, 30])


def test_leaf_hook_sees_the_whole_sum_once() -> None:
    x = leaf(1, 2)
    seen = []
    x.register_hook(lambda g: seen.append(g.tolist()))
    (x * x + x * 3).sum().backward()
    assert seen == [[5, 7]]
    np.testing.assert_allclose(x.grad, [5, 7])


def test_hook_is_removed_by_its_handle() -> None:
    x = leaf(1)
    handle = x.register_hook(lambda g: g * 2)
    with x.register_hook(lambda g: g * 5):
        (x * 1).backward()
    (x * 1).backward()
    handle.remove()
    handle.remove()
    (x * 1).backward()
    np.testing.assert_allclose(x.grad, [10 + 2 + 1])


def test_hook_may_remove_itself_and_add_others() -> None:
    x = leaf(1)
    y = x * 1
    calls = []

    def once(g):
        calls.append("once")
        handle.remove()
        y.register_hook(lambda g: calls.append("late"))

    handle = y.register_hook(once)
    y.backward(retain_graph=True)
    y.backward()
    assert calls == ["once", "late"]


def test_hook_on_one_of_several_outputs() -> None:
    x = leaf(1, 2, 3, 4)
    a, b = x.split(2)
    b.register_hook(lambda g: g * 100)
    (a.sum() + b.sum()).backward()
    np.testing.assert_allclose(x.grad, [1, 1, 100, 100])


def test_hook_runs_when_its_tensor_is_gone() -> None:
    x = leaf(1)
    y = x * 2
    seen = []
    y.register_hook(seen.append)
    z = y * 3
    del y
    z.backward()
    assert seen[0].item() == 3


def test_hook_that_writes_to_its_argument_changes_no_other_gradient() -> None:
    a, b = leaf(1, 2), leaf(3, 4)
    a.register_hook(lambda g: (g.mul_(10), None)[1])
    (a + b).backward(ct.tensor([1.0, 1.0], dtype=ct.float64))
    np.testing.assert_allclose(a.grad, [10, 10])
    np.testing.assert_allclose(b.grad, [1, 1])


@pytest.mark.parametrize(
    ("hook", "error", "message"),
    [
        (lambda g: g[:1], RuntimeError, r"the size of value \(was \[2\] got \[1\]\)"),
        (lambda g: g.float(), RuntimeError, r"\(was float64 got float32\)"),
        (lambda g: 3, TypeError, "hook returned 'int'"),
        (lambda g: setattr(g, "data", g[:1]), RuntimeError, "changed the size"),
        (lambda g: 1 / 0, ZeroDivisionError, "division"),
    ],
)
def test_hooks_that_go_wrong(hook, error, message: str) -> None:
    x = leaf(1, 2)
    y = x * 1
    handle = y.register_hook(hook)
    with pytest.raises(error, match=message):
        y.sum().backward(retain_graph=True)
    handle.remove()
    assert x.grad is None
    y.sum().backward()
    np.testing.assert_allclose(x.grad, [1, 1])


def test_hooks_need_a_callable_and_a_gradient() -> None:
    with pytest.raises(RuntimeError, match="cannot register a hook on a tensor that"):
        ct.zeros(2).register_hook(print)
    with pytest.raises(TypeError, match="expected a callable, got int"):
        leaf(1).register_hook(3)


def test_hook_takes_part_in_gradients_of_gradients() -> None:
    x = leaf(2)
    y = x * x
    y.register_hook(lambda g: g * x)
    (g,) = ct.autograd.grad(y, x, create_graph=True)
    g.backward()
    np.testing.assert_allclose(x.grad, [8])


# ---- node hooks ----


def test_node_hooks_run_before_and_after() -> None:
    x = leaf(1, 2)
    y = x * 3
    seen = []
    y.grad_fn.register_prehook(lambda g: (g[0] * 2,))
    y.grad_fn.register_hook(lambda gx, g: seen.append((gx, g)))
    y.grad_fn.register_hook(lambda gx, g: (gx[0] + 1, None))
    y.sum().backward()
    (gx, none), (g,) = seen[0]
    assert none is None
    np.testing.assert_allclose(gx, [6, 6])
    np.testing.assert_allclose(g, [2, 2])
    np.testing.assert_allclose(x.grad, [7, 7])


def test_node_hooks_must_return_as_many() -> None:
    x = leaf(1)
    y = x * 1
    y.grad_fn.register_prehook(lambda g: (g[0], g[0]))
    with pytest.raises(RuntimeError, match=r"got 2, but expected 1"):
        y.backward()
    z = x + x
    z.grad_fn.register_hook(lambda gx, g: gx[0])
    with pytest.raises(TypeError, match="expected tuple, but hook returned"):
        z.backward()


def test_hooks_of_accumulate_nodes() -> None:
    x = leaf(1)
    node = (x * 1).grad_fn.next_functions[0][0]
    seen = []
    node.register_hook(lambda gx, g: seen.append((gx, g[0].item())))
    (x * 5).backward()
    assert seen == [((), 5)]
    np.testing.assert_allclose(x.grad, [5])


# ---- hooks of leaves ----


def test_hook_after_accumulation_sees_grad() -> None:
    x = leaf(1)
    seen = []
    x.register_post_accumulate_grad_hook(lambda t: seen.append((t is x, t.grad.item())))
    (x * 2 + x * 3).backward()
    (x * 1).backward()
    assert seen == [(True, 5), (True, 6)]
    ct.autograd.grad(x * 1, x)
    assert len(seen) == 2


def test_hook_after_accumulation_may_take_grad_away() -> None:
    x, w = leaf(1), leaf(2)
    order = []

    def step(t):
        order.append("step")
        t.grad = None

    w.register_post_accumulate_grad_hook(step)
    x.register_hook(lambda g: order.append("x"))
    (x * 2 * w).backward()
    assert w.grad is None
    assert order == ["step", "x"]  # as early as its gradient is complete


def test_hook_after_accumulation_is_for_leaves() -> None:
    with pytest.raises(RuntimeError, match="cannot be registered on non-leaf"):
        (leaf(1) * 1).register_post_accumulate_grad_hook(print)
    x = leaf(1)
    x.register_post_accumulate_grad_hook(lambda t: 3)
    with pytest.raises(RuntimeError, match="should return None"):
        (x * 1).backward()


def test_hooks_die_with_the_graph() -> None:
    class Mark:
        pass

    x = leaf(1)
    y = x * 1
    mark = Mark()
    y.register_hook(lambda g, mark=mark: None)
    alive = weakref.ref(mark)
    del mark, y
    gc.collect()
    assert alive() is None


# ---- anomaly mode ----


def test_anomaly_mode_names_the_forward_call_of_a_nan() -> None:
    x = leaf(0, 1)
    with ct.autograd.detect_anomaly():
        y = (x * 0).sqrt().sum()
        with pytest.raises(RuntimeError) as error:
            y.backward()
    text = str(error.value)
    assert "Function 'MulBackward0' returned nan values in its 0th output." in text
    assert "y = (x * 0).sqrt().sum()" in text


def test_anomaly_mode_adds_the_forward_call_to_errors() -> None:
    x = leaf(1, 2)
    with ct.autograd.set_detect_anomaly(True, check_nan=False):
        y = x.exp()
        y.add_(1)
        with pytest.raises(RuntimeError, match=r"(?s)modified by.*y = x\.exp\(\)"):
            y.sum().backward()
    assert not ct.is_anomaly_enabled()


def test_anomaly_mode_may_let_nan_pass() -> None:
    x = leaf(0)
    with ct.autograd.detect_anomaly(check_nan=False):
        (x * 0).sqrt().backward()
    assert np.isnan(x.grad.item())
