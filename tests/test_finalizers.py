"""Python code that runs while tensors and nodes are freed does not find them again."""

import gc
import weakref
from collections.abc import Callable
from typing import ClassVar

import pytest

import ctensor as ct


class Last:
    """Runs a function when it is freed; may stand for a hook."""

    def __init__(self, then: Callable[[], object]) -> None:
        self.then = then

    def __call__(self, *_: object) -> None:
        return None

    def __del__(self) -> None:
        self.then()


def others() -> list[ct.Tensor]:
    """Takes the memory of what was freed too early."""
    return [ct.ones(3) * i for i in range(10)]


@pytest.mark.parametrize("way", ["weakref", "attribute"])
def test_backward_to_a_dying_tensor_that_retains_its_grad(way: str) -> None:
    x = ct.ones(3, requires_grad=True)
    for _ in range(10):
        y = x * 2
        y.retain_grad()
        z = y.sum()
        if way == "weakref":
            end = weakref.ref(y, lambda _, z=z: z.backward())
        else:
            y.end = Last(lambda z=z: z.backward())
            end = None
        del y, z
        others()
        del end
    assert x.grad.tolist() == [20.0] * 3


def test_a_leaf_used_while_its_accumulate_node_dies() -> None:
    x = ct.ones(3, requires_grad=True)
    made = []
    for _ in range(10):
        y = x * 2
        y.grad_fn.next_functions[0][0].register_hook(lambda *_: None)
        y.grad_fn.register_hook(Last(lambda: made.append(x * 1)))
        del y
        others()
    gc.collect()
    for y in made:
        y.sum().backward()
    assert x.grad.tolist() == [10.0] * 3


class Twice(ct.autograd.Function):
    contexts: ClassVar[list] = []

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        Twice.contexts.append(ctx)
        return x * 2

    @staticmethod
    def backward(ctx, g):
        return g * 2


def test_a_ctx_used_while_its_node_dies() -> None:
    x = ct.ones(3, requires_grad=True)
    got = []
    for _ in range(10):
        y = Twice.apply(x) * 3
        (ctx,) = Twice.contexts
        y.grad_fn.register_hook(Last(lambda c=ctx: got.append(c.saved_tensors)))
        Twice.contexts.clear()
        del y, ctx
        others()
    assert len(got) == 10


def test_a_ctx_that_is_given_other_tensors_while_its_own_are_saved() -> None:
    x = ct.ones(3, requires_grad=True)

    class Four(ct.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(*(x * i for i in range(4)))
            Twice.contexts.append(ctx)
            return x * 2

        @staticmethod
        def backward(ctx, g):
            return g * sum(ctx.saved_tensors)

    def pack(t: ct.Tensor) -> ct.Tensor:
        Twice.contexts[0].save_for_backward()
        others()
        return t

    with ct.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
        y = Four.apply(x)
    Twice.contexts.clear()
    y.sum().backward()
    assert x.grad.tolist() == [6.0] * 3


# ---- cycles through .grad ----


def assign(x: ct.Tensor, y: ct.Tensor) -> None:
    (x.grad,) = ct.autograd.grad(y, x, create_graph=True)


def assign_own(x: ct.Tensor, y: ct.Tensor) -> None:
    x.grad = x * 2


@pytest.mark.parametrize(
    "close", [lambda x, y: y.backward(create_graph=True), assign, assign_own]
)
def test_gradients_with_a_history_are_collected_without_being_asked(close) -> None:
    """x.grad -> graph -> x: counted, so that the collector comes by itself."""
    assert gc.isenabled()
    made = []
    for _ in range(1000):
        x = ct.ones(3, requires_grad=True)
        close(x, (x * x).sum())
        made.append(weakref.ref(x))
    assert sum(r() is not None for r in made) < 500


def test_plain_backward_asks_for_no_collection() -> None:
    x = ct.ones(3, requires_grad=True)
    gc.collect()
    passes = gc.get_stats()[0]["collections"]
    for _ in range(2000):
        (x * x).sum().backward()
    assert gc.get_stats()[0]["collections"] - passes <= 1
