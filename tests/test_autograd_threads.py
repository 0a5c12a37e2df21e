"""Several backwards at once: in threads, nested, over the same nodes, across a fork."""

import os
import threading
from collections.abc import Callable

import numpy as np
import pytest

import ctensor as ct
from ctensor.autograd.graph import saved_tensors_hooks


def run(*works: Callable[[], object]) -> None:
    """Each in a thread of its own; their exceptions are raised here."""
    errors: list[BaseException] = []

    def guarded(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as e:
            errors.append(e)

    threads = [threading.Thread(target=guarded, args=(w,), daemon=True) for w in works]
    for t in threads:
        t.start()
    for t in threads:
        t.join(30)
        assert not t.is_alive()
    if errors:
        raise errors[0]


def ones(n: int = 3) -> ct.Tensor:
    return ct.ones(n, requires_grad=True)


def test_a_hook_joins_a_thread_that_runs_backward() -> None:
    x, other = ones(), ones()

    def hook(grad: ct.Tensor) -> None:
        run(lambda: (other * other).sum().backward())

    y = x * x
    y.register_hook(hook)
    run(lambda: y.sum().backward())
    assert x.grad.tolist() == other.grad.tolist() == [2, 2, 2]


def test_threads_in_turn_inside_hooks() -> None:
    """Each backward waits in a hook until the other has come as far."""
    barrier = threading.Barrier(2, timeout=20)
    leaves = [ones(), ones()]

    def wait(g: ct.Tensor) -> None:
        barrier.wait()

    def work(x: ct.Tensor) -> None:
        for _ in range(50):
            y = x * 2
            y.register_hook(wait)
            (y * x).sum().backward()

    run(*(lambda x=x: work(x) for x in leaves))
    assert [x.grad.tolist() for x in leaves] == [[200] * 3] * 2


def test_threads_add_to_one_leaf() -> None:
    """Large enough that each sum is computed by many threads."""
    x = ones(300_000)
    run(*(lambda: [(x * 2).sum().backward() for _ in range(40)] for _ in range(3)))
    np.testing.assert_array_equal(x.grad.numpy(), 240)


def test_threads_run_the_same_graph() -> None:
    x = ones(1000)
    y = (x * x).sin().sum()

    def work() -> None:
        for _ in range(100):
            (g,) = ct.autograd.grad(y, x, retain_graph=True)
            np.testing.assert_allclose(g.numpy(), 2 * np.cos(1), rtol=1e-6)

    run(work, work, work)


def test_threads_of_which_one_frees_the_graph_under_another() -> None:
    """The others get PyTorch's error, or had their turn before."""
    for _ in range(20):
        x = ones(50_000)
        y = x
        for _ in range(20):
            y = y.sin() * x
        loss, outcomes = y.sum(), []

        def work(loss=loss, outcomes=outcomes) -> None:
            try:
                loss.backward()
                outcomes.append("done")
            except RuntimeError as e:
                assert "second time" in str(e)
                outcomes.append("freed")

        run(work, work)
        assert len(outcomes) == 2


RUNS = {
    "grad": lambda y, x: ct.autograd.grad(y, [x], retain_graph=True),
    "inputs": lambda y, x: y.backward(inputs=[x], retain_graph=True),
    "all": lambda y, x: y.backward(retain_graph=True),
}


@pytest.mark.parametrize("outer", RUNS)
@pytest.mark.parametrize("inner", RUNS)
def test_nested_on_the_same_graph_in_an_unpack_hook(outer: str, inner: str) -> None:
    """Also an inner run for other inputs than the outer one's."""
    x, w, inside = ones(), ones(), []

    def unpack(t: ct.Tensor) -> ct.Tensor:
        if not inside:
            inside.append(1)
            RUNS[inner](y, w)
        return t

    with saved_tensors_hooks(lambda t: t, unpack):
        y = ((x * w) * (x + w)).sum()
    got = RUNS[outer](y, x)
    assert inside and (outer != "grad" or got[0].tolist() == [3.0] * 3)
    for leaf, runs in [
        (x, (outer != "grad") + (inner == "all")),
        (w, (inner != "grad") + (outer == "all")),
    ]:
        expected = [3.0 * runs] * 3 if runs else None
        assert (leaf.grad if leaf.grad is None else leaf.grad.tolist()) == expected


def test_nested_in_backward_of_a_function_while_for_some_inputs() -> None:
    class Twice(ct.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2

        @staticmethod
        def backward(ctx, g):
            side.backward(retain_graph=True)
            return g * 2

    x = ones()
    z = x * 3
    side = (z * z).sum()
    (g,) = ct.autograd.grad(Twice.apply(z).sum() + side, [x], retain_graph=True)
    assert g.tolist() == [24.0] * 3  # 2 * 3 + 2 * 9
    assert x.grad.tolist() == [18.0] * 3


def test_a_view_written_in_place_with_inputs() -> None:
    """The op inside CopySlices is asked for what leads to an input."""
    x, w = ones(4), ones(2)
    y = x * 1
    y[1:3].mul_(w * 5)
    assert ct.autograd.grad(y.sum(), [x], retain_graph=True)[0].tolist() == [1, 5, 5, 1]
    assert ct.autograd.grad(y.sum(), [w])[0].tolist() == [5, 5]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_fork_in_a_hook_while_another_thread_runs_the_same_graph() -> None:
    """The child's run goes on; the other thread's is not there."""
    x, entered, leave, codes = ones(), threading.Event(), threading.Event(), []
    main = threading.get_ident()

    def hook(g: ct.Tensor) -> None:
        if threading.get_ident() != main:
            entered.set()
            leave.wait(20)
        else:
            entered.wait(20)
            pid = os.fork()
            codes.append(pid)

    mid = x * 2
    mid.register_hook(hook)
    loss = (mid * x + x).sum()
    other = threading.Thread(
        target=lambda: ct.autograd.grad(loss, [x], retain_graph=True), daemon=True
    )
    other.start()
    (g,) = ct.autograd.grad(loss, [x], retain_graph=True)
    right = g.tolist() == [5.0] * 3
    if codes == [0]:
        (g,) = ct.autograd.grad(loss, [x])
        os._exit(0 if right and g.tolist() == [5.0] * 3 else 1)
    leave.set()
    other.join(20)
    assert right
    assert os.waitpid(codes[0], 0)[1] == 0
