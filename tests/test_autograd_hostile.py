"""Code of the user's that runs inside an operation that records, or inside backward.

Each program once ended the process, or read memory that was not its own; so each runs
in one of its own.
"""

import subprocess
import sys
import textwrap

import pytest

PROLOGUE = """
import gc, sys, traceback, weakref
import ctensor as ct
from ctensor.autograd.graph import saved_tensors_hooks

def inside(code, run):
    'run() in anomaly mode, where code() runs as each traceback is made.'
    real = traceback.format_stack
    def format_stack(*args):
        code()
        return real(*args)
    traceback.format_stack = format_stack
    try:
        with ct.autograd.detect_anomaly():
            return run()
    finally:
        traceback.format_stack = real

def error_of(run):
    try:
        run()
    except (RuntimeError, ValueError, IndexError, TypeError) as e:
        return str(e)
    return ""
"""


def run_program(code: str) -> None:
    program = PROLOGUE + textwrap.dedent(code)
    command = [sys.executable, "-X", "faulthandler", "-W", "ignore", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd="/")
    assert done.returncode == 0, f"{done.returncode}\n{done.stdout}\n{done.stderr}"


def test_an_input_stops_requiring_grad_while_the_op_is_recorded() -> None:
    run_program("""
        OPS = [lambda x: x.flip(0), lambda x: x.sin(), lambda x: x * x,
               lambda x: x.cumsum(0), lambda x: x.sum(), lambda x: x[1:],
               lambda x: x.view(-1, 1), lambda x: ct.cat([x, x]), lambda x: x.max(0)[0],
               lambda x: x.softmax(0), lambda x: x @ x, lambda x: x.unbind()[0]]
        for op in OPS:
            x = ct.ones(4, requires_grad=True)
            y = inside(lambda: x.requires_grad_(False), lambda: op(x))
            if y.requires_grad:
                y.sum().backward()
            assert x.grad is None
    """)


def test_an_input_stops_requiring_grad_in_a_pack_hook() -> None:
    run_program("""
        for op in (lambda x: x * x, lambda x: x.cos(), lambda x: x.softmax(0)):
            x = ct.ones(4, requires_grad=True)
            def pack(t):
                x.requires_grad_(False)
                return t
            with saved_tensors_hooks(pack, lambda t: t):
                y = op(x)
            if y.requires_grad:
                y.sum().backward()
    """)


def test_a_view_grows_while_its_history_is_made_anew() -> None:
    run_program("""
        for shape in ((1,) * 60, (), (0,)):
            b, w = ct.ones(4) * 1, ct.ones(4, requires_grad=True)
            v = b[1:3]
            b.mul_(w)
            def grow():
                v.data = ct.ones(shape)
            inside(grow, lambda: v.grad_fn)
            error_of(lambda: v.sum().backward())
            error_of(lambda: b.sum().backward())
    """)


@pytest.mark.parametrize("shape", [(1,) * 60, (), (0,), (6,), (3, 2)])
def test_a_leaf_gets_another_layout_before_backward(shape) -> None:
    run_program(f"""
        OPS = [lambda x: x.as_strided((2,), (1,)), lambda x: ct.cat([x, x]),
               lambda x: ct.hstack([x, x]), lambda x: ct.vstack([x, x]),
               lambda x: ct.dstack([x, x]), lambda x: x.roll(1), lambda x: x[0],
               lambda x: x.unfold(1, 2, 1), lambda x: x.sum(1), lambda x: x * x,
               lambda x: x.tensor_split([1]), lambda x: x.gather(0, x.long() * 0)]
        for op in OPS:
            x = ct.ones(2, 3, requires_grad=True)
            y = op(x)
            loss = (y[0] if isinstance(y, tuple) else y).sum()
            x.data = ct.ones({shape})
            assert error_of(loss.backward) and x.grad is None
    """)


def test_a_factor_gets_less_memory_before_backward() -> None:
    run_program("""
        for other in (ct.ones(2), ct.ones(0), ct.ones((1,) * 60)):
            x, w = ct.ones(1_000_000, requires_grad=True), ct.ones(1_000_000)
            y = (x * w).sum()
            w.data = other
            assert "expected a saved tensor that broadcasts" in error_of(y.backward)
        w = ct.ones(3)
        x = ct.ones(2, 3, requires_grad=True)
        y = (x * w).sum()
        w.data = ct.full((1, 3), 5.0)
        y.backward()
        assert x.grad.tolist() == [[5.0] * 3] * 2
    """)


@pytest.mark.parametrize("register", ["register_prehook", "register_hook"])
def test_a_hook_gives_a_gradient_another_layout(register: str) -> None:
    run_program(f"""
        def change(*gradients):
            for g in (g for g in gradients[0] if g is not None):
                g.data = ct.ones((1,) * 60)
        for op in (lambda x: x.as_strided((2,), (1,)), lambda x: x.roll(1),
                   lambda x: ct.cat([x, x]), lambda x: x.movedim(0, 1), lambda x: x.t(),
                   lambda x: ct.nn.functional.linear(x, ct.ones(4, 3)),
                   lambda x: x * 2, lambda x: x.cumsum(0)):
            x = ct.ones(2, 3, requires_grad=True)
            y = op(x * 1)
            y.grad_fn.{register}(change)
            assert error_of(y.sum().backward)
    """)


def test_a_hook_changes_a_gradient_that_it_gave_before() -> None:
    run_program("""
        x, given = ct.ones(2, 3, requires_grad=True), []
        def give(g):
            given.append(g * 1)
            return given[0]
        def change(g):
            given[0].data = ct.ones((1,) * 60)
        early = (x * 1)
        late = early.as_strided((2,), (1,))
        late.register_hook(give)
        later = x * 1
        later.register_hook(change)
        loss = late.sum() + later.sum()
        assert error_of(loss.backward) or x.grad is not None
    """)


def test_what_rules_keep_for_themselves_passes_no_hook() -> None:
    """Equal values in another layout, for what is saved."""
    run_program("""
        def unpack(t):
            return ct.as_strided(t.reshape(-1)[:1].clone(), t.shape, (0,) * t.ndim)
        x = ct.ones(2, 3, requires_grad=True)
        with saved_tensors_hooks(lambda t: t, unpack):
            y = x.as_strided((2,), (1,)).sum() + ct.cat([x, x]).sum()
            y = y + ct.hstack([x, x]).sum() + ct.dstack([x, x]).sum() + x.roll(1).sum()
        y.backward()
        assert x.grad.tolist() == [[8, 8, 7], [7, 7, 7]], x.grad
    """)


def test_errors_outlive_what_dies_after_them() -> None:
    """Callbacks whose own operations fail and succeed."""
    run_program("""
        refs = []
        def callback(_):
            assert "broadcast" in error_of(lambda: ct.ones(2) + ct.ones(3))
            ct.ones(3).sin()
        def watched(g):
            made = g * 1
            refs.append(weakref.ref(made, callback))
            return made
        class Node(ct.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                return x * 1, x * 2
            @staticmethod
            def backward(ctx, a, b):
                return watched(a)[:1]
        for _ in range(3):
            x = ct.ones(3, requires_grad=True)
            a, b = Node.apply(x)
            assert "invalid gradient" in error_of((a * b).sum().backward)
            left, right = x * 3, x * 4
            left.register_hook(watched)
            mid = left * right
            mid.register_hook(watched)
            frozen = (mid * x).sum()
            x.data = ct.ones(1, 1, 5)
            assert "expected" in error_of(frozen.backward)
            x = ct.ones(3, requires_grad=True)
            left, right = x * 3, x * x
            left.register_hook(watched)
            loss = (left * right).sum()
            with ct.no_grad():
                x.add_(1)
            assert "modified by an inplace" in error_of(loss.backward)
        assert refs and all(r() is None for r in refs)
    """)


def test_metadata_of_a_node_is_made_once() -> None:
    run_program("""
        y = ct.ones(3, requires_grad=True) * 2
        gc.collect()
        assert y.grad_fn.metadata is y.grad_fn.metadata
        inside(lambda: None, lambda: None)
    """)
