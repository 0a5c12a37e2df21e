"""What must not hurt a graph: memory that runs out, threads, forks, odd hooks."""

import os
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from growth import leaks

import ctensor as ct


def leaf(*values: float) -> ct.Tensor:
    return ct.tensor(values, dtype=ct.float64, requires_grad=True)


def run_program(code: str) -> subprocess.CompletedProcess:
    """A Python of its own, started where no source tree hides the tested package."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd="/")


# ---- memory that runs out ----


class Twice(ct.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * 2

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * 2 + 0 * x


def plain(x: ct.Tensor) -> None:
    (x * x.exp() + x / 3).sum().backward()


def several_outputs(x: ct.Tensor) -> None:
    a, b, c = x.split(3)
    ct.cat([c, b, a]).mul(x.max(dim=0)[0]).sum().backward()


def views(x: ct.Tensor) -> None:
    y = x * 1
    early = y[2:5]
    y[1:4].mul_(x[:3])
    (y.sum() + early.sum()).backward()


def second(x: ct.Tensor) -> None:
    (g,) = ct.autograd.grad((x * x).tanh().sum(), x, create_graph=True)
    (g * g).sum().backward(inputs=[x])


def hooks(x: ct.Tensor) -> None:
    y = x * 2
    y.retain_grad()
    y.register_hook(lambda g: g * 2)
    y.grad_fn.register_hook(lambda gx, g: None)
    Twice.apply(y).sum().backward()


def many_temporaries(x: ct.Tensor) -> None:
    parts = [x * i for i in range(40)]
    ct.stack(parts).sum().backward()


@pytest.mark.parametrize(
    "work", [plain, several_outputs, views, second, hooks, many_temporaries]
)
def test_memory_that_runs_out_anywhere(work) -> None:
    x = leaf(*np.linspace(0.1, 0.9, 9))
    work(x)
    wanted, x.grad = x.grad, None

    def each() -> None:
        for n in range(10_000):
            ct._C._alloc_fail_after(n)
            try:
                work(x)
            except MemoryError:
                ct._C._alloc_fail_after(-1)
                x.grad = None
                continue
            ct._C._alloc_fail_after(-1)
            break
        else:
            pytest.fail("never enough memory")
        assert n > 10
        np.testing.assert_allclose(x.grad, wanted)
        x.grad = None

    each()
    assert not leaks(each)


# ---- threads ----


def run_threads(*work) -> list[BaseException]:
    errors = []

    def guarded(function) -> None:
        try:
            function()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(f,)) for f in work]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return errors


def test_backward_beside_inplace_changes_is_right_or_an_error() -> None:
    x = ct.ones(50_000, requires_grad=True)
    stop, messages = [], []

    def change() -> None:
        y = x.detach()
        while not stop:
            y.mul_(1)

    def learn() -> None:
        try:
            for _ in range(50):
                try:
                    (x * x).sum().backward()
                except RuntimeError as error:
                    messages.append(str(error))
        finally:
            stop.append(1)

    assert run_threads(change, learn) == []
    assert all("modified by an inplace operation" in m for m in messages)
    grad = x.grad if x.grad is not None else ct.zeros(1)
    assert (np.asarray(grad) % 2 == 0).all()


def test_threads_that_share_a_graph() -> None:
    x = leaf(*range(1000))
    y = x * x
    z = (y * 3).sum()
    errors = run_threads(*[lambda: z.backward(retain_graph=True)] * 6)
    assert errors == []
    np.testing.assert_allclose(x.grad, 6 * 6 * np.arange(1000.0))


def test_threads_of_which_one_frees_the_graph() -> None:
    x = leaf(*range(1000))
    z = (x * x).sum()
    errors = run_threads(*[lambda: z.backward()] * 4)
    assert len(errors) == 3
    assert all("a second time" in str(error) for error in errors)
    np.testing.assert_allclose(x.grad, 2 * np.arange(1000.0))


def test_backward_beside_another_that_stands_in_a_hook() -> None:
    x, inside, over = leaf(1), threading.Event(), threading.Event()
    y = x * 1
    y.register_hook(lambda g: (inside.set(), over.wait(40))[2:] or None)
    other = threading.Thread(target=y.sum().backward, daemon=True)
    other.start()
    inside.wait(40)
    (x * 2).sum().backward()
    assert other.is_alive() and x.grad.item() == 2
    over.set()
    other.join(40)
    assert x.grad.item() == 3


def test_long_backward_can_be_interrupted() -> None:
    code = """
import threading, time, signal, os
import ctensor as ct
x = y = ct.ones(1, requires_grad=True)
for i in range(300_000):
    y = y * 1
y = y.sum()
threading.Timer(0.05, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
try:
    while True:
        y.backward(retain_graph=True)
except KeyboardInterrupt:
    print("interrupted")
x.grad = None
y.backward()
print(x.grad.item())
"""
    done = run_program(code)
    assert done.stdout == "interrupted\n1.0\n", done.stderr


# ---- forks ----


def forked(function) -> int:
    """What `function` gives in a child process: its exit status."""
    pid = os.fork()
    if pid == 0:
        try:
            os._exit(0 if function() else 1)
        finally:
            os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def gradient_is_right() -> bool:
    x = leaf(1, 2)
    with ct.enable_grad():
        (x * x).sum().backward()
    return x.grad.tolist() == [2, 4]


def test_fork_beside_a_backward_that_is_under_way() -> None:
    x = leaf(1)
    y = x * 1
    inside = threading.Event()
    y.register_hook(lambda g: (inside.set(), time.sleep(0.3))[-1])
    thread = threading.Thread(target=y.backward)
    thread.start()
    inside.wait()
    status = forked(gradient_is_right)
    thread.join()
    assert status == 0
    assert gradient_is_right()


def test_fork_within_a_hook() -> None:
    x = leaf(3)
    statuses = []
    y = x * x
    y.register_hook(lambda g: statuses.append(forked(gradient_is_right)))
    y.backward()
    assert statuses == [0]
    np.testing.assert_allclose(x.grad, [6])


# ---- hooks that do what they should not ----


def test_hook_that_drops_the_graph_it_runs_in() -> None:
    x = leaf(1, 2)
    box = [x * 2]
    box.append((box[0] * 3).sum())
    box[0].register_hook(lambda g: box.clear())
    box[1].backward()
    np.testing.assert_allclose(x.grad, [6, 6])


def test_grad_of_the_shape_that_the_leaf_had() -> None:
    x = ct.ones(3, 1, requires_grad=True)
    (x * 1).sum().backward()
    x.data = ct.ones(1, 3)
    with pytest.raises(RuntimeError, match=r"expected a .grad of shape \[1, 3\]"):
        (x * 1).sum().backward()
    assert x.grad.shape == (3, 1)
    x.grad = None
    (x * 1).sum().backward()
    assert x.grad.shape == (1, 3)


def test_hook_that_drops_the_leaf_and_its_grad() -> None:
    box = [leaf(1, 2)]
    box[0].grad = ct.zeros(2, dtype=ct.float64)
    y = box[0] * 2

    def hook(g):
        box[0].grad = None
        box.clear()

    y.register_hook(hook)
    y.sum().backward()
    assert box == []


def test_hooks_that_nest_backward_until_python_stops_it() -> None:
    x = leaf(1)

    def deeper(g):
        with ct.enable_grad():
            y = x.detach().requires_grad_() * 1
            y.register_hook(deeper)
            y.backward()

    y = x * 1
    y.register_hook(deeper)
    with pytest.raises(RecursionError):
        y.backward()
    assert gradient_is_right()


def test_exception_in_the_middle_keeps_what_was_added() -> None:
    x, w = leaf(1), leaf(2)
    y = x * 1
    y.register_hook(lambda g: 1 / 0)
    z = (y * w).sum()
    with pytest.raises(ZeroDivisionError):
        z.backward(retain_graph=True)
    np.testing.assert_allclose(w.grad, [1])
    assert x.grad is None


def test_interpreter_exit_with_graphs_and_threads() -> None:
    code = """
import threading
import ctensor as ct
x = ct.ones(1000, requires_grad=True)
keep = [(x * i).exp() for i in range(100)]
x.cycle = keep
keep[3].register_hook(lambda g: keep and None)
def work():
    while True:
        (x * x).sum().backward()
for _ in range(3):
    threading.Thread(target=work, daemon=True).start()
sum(k.sum() for k in keep).backward()
"""
    done = run_program(code)
    assert done.returncode == 0, done.stderr
