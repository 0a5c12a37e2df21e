"""Code that runs in the middle of an operation, or beside it, and changes what it uses.

Each program here once ended the process; so each runs in one of its own.
"""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

PROLOGUE = """
import gc, signal, sys, threading, time, weakref
import numpy as np
import ctensor as ct

def raises(f, *classes):
    try:
        f()
    except classes or Exception:
        return True
    raise SystemExit(f"{f} raised nothing")

class Then:
    'The index 0; runs a function when it is asked for its value.'
    def __init__(self, then, value=0):
        self.then, self.value = then, value
    def __index__(self):
        self.then()
        return self.value

def while_running(handler, run):
    'Calls the handler from within run(), at a tenth of the time that it takes.'
    ct.set_num_threads(1)
    times = []
    for _ in range(2):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    seconds, called = min(times) / 10, []
    def on_alarm(*_):
        called.append(1)
        handler()
    signal.signal(signal.SIGALRM, on_alarm)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        result = run()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    assert called, "the operation was over before the signal came"
    return result
"""


def run_program(code: str, *, timeout: float = 120) -> None:
    """Runs a program after the prologue; it must end by itself."""
    program = PROLOGUE + textwrap.dedent(code)
    command = [sys.executable, "-X", "faulthandler", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout)
    assert done.returncode == 0, f"{done.returncode}\n{done.stdout}\n{done.stderr}"


TRACKED = {
    "attribute": "a.other = b; b.requires_grad_()",
    "gradient": "a.ema = ct.zeros(2); a.ema.requires_grad_(); a.ema.grad = ct.ones(2)",
    "parameter": "m = ct.nn.Linear(2, 2); m.weight.mask = b; b.requires_grad_()",
    "written": "a.buf = b; b.add_(ct.ones(2, requires_grad=True))",
    "view": "a.v = a[:1]; a.v.mul_(ct.ones(1, requires_grad=True))",
    "dict": "a.__dict__['other'] = b; b.requires_grad_(); b.x = a; b.grad = ct.ones(2)",
    "copied": "import copy; a.x = 1; b = copy.copy(a); b.requires_grad_()",
    "deep copy": "import copy; a.x = b; c = copy.deepcopy(a); c.x.requires_grad_()",
    "own __dict__": "a.__dict__; a.requires_grad_(); a.me = a; a.grad = ct.ones(2)",
    "subclass": "class T(ct.Tensor): pass\nb = a.as_subclass(T); b.requires_grad_()",
}


@pytest.mark.parametrize("code", TRACKED.values(), ids=TRACKED)
def test_tracked_twice(code: str) -> None:
    run_program("a, b = ct.zeros(2), ct.zeros(2)\n" + code + "\ngc.collect()")


# t: the last link. Each makes the next one of a chain of owners.
CHAINS = {
    "numpy": "ct.from_numpy(t.numpy())",
    "as_tensor": "ct.as_tensor(np.asarray(t))",
    "asarray": "ct.asarray(memoryview(t))",
    "dlpack": "ct.from_dlpack(t.__dlpack__())",
    "dlpack_numpy": "ct.from_dlpack(np.from_dlpack(t))",
    "frombuffer": "ct.frombuffer(t, dtype=ct.float32)",
    "storage": "ct.from_numpy(t[:].numpy()[:]).view(-1)",
    "pickle": "pickle.loads(pickle.dumps(t, 5, buffer_callback=b.append), buffers=b)",
    "attribute": "link(t)",
}


@pytest.mark.parametrize("link", CHAINS.values(), ids=CHAINS)
def test_chains_of_owners_end_with_bounded_stack(link: str) -> None:
    count = 20_000 if "pickle" in link else 200_000
    run_program(f"""
        import pickle
        def link(t):
            u = ct.zeros(1)
            u.other = t
            return u
        t = ct.ones(3)
        for _ in range({count}):
            b = []
            t = {link}
        last = weakref.ref(t)
        b = None
        del t
        assert last() is None
        assert float(ct.ones(3).sum()) == 3
    """)


# Where x.data = or another change of x comes from within x's own operation.
CHANGES = {
    "data": "x.data = ct.zeros(3)",
    "shape": "x.unsqueeze_(0)",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_handler_moves_what_the_operation_uses(change: str) -> None:
    run_program(f"""
        x = ct.ones(30_000_000, dtype=ct.float64)
        def handler():
            {change}
        raises(lambda: while_running(handler, lambda: x ** 2.5), RuntimeError)
        y = x.sin()
        assert y.shape == x.shape == (30_000_000,)
        handler()
        assert x.shape != y.shape
    """)


def test_handler_resizes_what_the_operation_uses() -> None:
    run_program("""
        x, y, many = ct.ones(0), ct.ones(3), ct.ones(4, 10_000_000).double().t()
        run = lambda: ct.cat([many, x, many])
        raises(lambda: while_running(lambda: ct.add(y, y, out=x), run), RuntimeError)
        ct.add(y, y, out=x)
        assert x.shape == (3,)
    """)


def test_handler_moves_another_tensor() -> None:
    run_program("""
        x, other = ct.full((30_000_000,), 4.0, dtype=ct.float64), ct.ones(4)
        def handler():
            other.data = ct.zeros(5)
            other.unsqueeze_(0)
        y = while_running(handler, lambda: x ** 2.5)
        assert other.shape == (1, 5)
        assert abs(float(y[-1]) - 32) < 1e-12
    """)


def test_thread_moves_what_the_operation_uses() -> None:
    run_program("""
        x = ct.ones(30_000_000)
        started = threading.Event()
        def other():
            started.wait()
            time.sleep(0.01)
            x.data = ct.zeros(3)
        t = threading.Thread(target=other)
        t.start()
        started.set()
        y = x.sin()
        t.join()
        assert abs(float(y[-1]) - 0.8414709) < 1e-6 or y.shape == (3,)
        assert x.shape == (3,)
    """)


def test_cross_entropy_reads_targets_that_others_write() -> None:
    run_program("""
        x = ct.randn(20_000, 20, requires_grad=True)
        w = ct.ones(20)
        target = ct.zeros(20_000, dtype=ct.int64)
        view, stop = target.numpy(), []
        def write():
            while not stop:
                view[:] = 10**12
                view[:] = 0
        t = threading.Thread(target=write)
        t.start()
        F = ct.nn.functional
        end = time.monotonic() + 2
        while time.monotonic() < end:
            try:
                F.cross_entropy(x, target, weight=w).backward()
            except (IndexError, RuntimeError):
                pass
        stop.append(1)
        t.join()
    """)


def test_cross_entropy_of_no_classes() -> None:
    run_program("""
        F = ct.nn.functional
        t = ct.tensor([5, 5, 5])
        raises(lambda: F.cross_entropy(ct.zeros(3, 0), t), IndexError)
    """)


# What stands in a subscript, and what it has become when the last entry is read.
SUBSCRIPTS = {
    "indices": ("ct.zeros(1).long()", "ct.zeros((1,) * 40).long()"),
    "no dims": ("ct.zeros((1,) * 3).long()", "ct.tensor(0)"),
    "mask": ("ct.ones(1).bool()", "ct.ones((1,) * 64).bool()"),
    "mask of no dims": ("ct.ones(1).bool()", "ct.tensor(True)"),
    "dtype": ("ct.zeros(1).long()", "ct.zeros(1)"),
    "mask at last": ("ct.zeros(1).long()", "ct.ones((1,) * 64).bool()"),
}


@pytest.mark.parametrize(("first", "then"), SUBSCRIPTS.values(), ids=SUBSCRIPTS)
def test_subscript_changes_an_earlier_one(first: str, then: str) -> None:
    run_program(f"""
        def change():
            i.data = {then}
        class Array:
            def __array__(self, dtype=None, copy=None):
                change()
                return np.array([0])
        for last in (Then(change), Array(), slice(Then(change), None)):
            for get in (lambda x, k: x[k], lambda x, k: x.__setitem__(k, 1.0)):
                for keys in (lambda: (i, ..., last), lambda: (i,) * 5 + (last,)):
                    i, x = {first}, ct.zeros((1,) * 8)
                    try:
                        get(x, keys())
                    except (IndexError, RuntimeError):
                        pass
                    assert i.shape == {then}.shape
    """)


def test_key_of_optimizer_state_clears_it() -> None:
    run_program("""
        p = ct.ones(3, requires_grad=True)
        p.grad = ct.ones(3)
        class Key:
            def __init__(self, hash): self.hash = hash
            def __hash__(self): return self.hash
            def __eq__(self, other):
                state.clear()
                own.clear()
                gc.collect()
                return False
        for row in ("adam_step", "sgd_step"):
            for name in ("step", "exp_avg", "momentum_buffer"):
                own = {Key(hash(name)): 1}
                state = {p: own}
                rest = (0.1, 0.9, 0.9, 1e-8, 0.0, False, False, False)
                if row == "sgd_step":
                    rest = (0.1, 0.9, 0.0, 0.0, False, False)
                own = {Key(hash(name)): 1}
                state = {Key(hash(p)): 1}
                state[p] = dict(own)
                ct._C._optim_step(row, [p], state, *rest)
    """)


MEMOS = {
    "expanded": "ct.zeros(1, dtype=ct.uint8).expand(n)",
    "reversed": "ct.zeros(n, dtype=ct.uint8).flip(0)[::-1]",
    "dtype": "ct.zeros(n, dtype=ct.bool)",
    "float": "ct.zeros(n // 8, dtype=ct.float64)",
}


@pytest.mark.parametrize("copy", MEMOS.values(), ids=MEMOS)
def test_memo_of_deepcopy(copy: str) -> None:
    run_program(f"""
        class Memo(dict):
            def __setitem__(self, key, value):
                super().__setitem__(key, value)
        from copy import deepcopy
        t = ct.arange(1000.0)
        memo = {{}}
        deepcopy(t, memo)
        key = next(k for k in memo if isinstance(k, tuple))
        n = memo[key][1].numel()
        bytes = {copy}
        raises(lambda: deepcopy(t, {{key: (t, bytes)}}), ValueError)
    """)


@pytest.mark.parts(4)
def test_every_row_with_hostile_code_in_it(part: list[str]) -> None:
    command = [sys.executable, "seam.py", *part]
    here = Path(__file__).parent
    path = os.pathsep.join([str(here), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"PYTHONPATH": path}
    done = subprocess.run(
        command, cwd=here, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


# What makes containers, which may wake the collector, and so its callbacks.
MAKES = {
    "stride": "t.stride()",
    "shape": "t.shape",
    "size": "t.size()",
    "tolist": "t.tolist()",
    "numpy": "t.numpy()",
    "unbind": "t.unbind()",
    "reduce": "t.__reduce_ex__(5)",
    "copy": "copy.copy(t)",
    "deepcopy": "copy.deepcopy(t)",
    "repr": "repr(t)",
    "index": "t[[0, 0]]",
    "dlpack": "t.__dlpack__()",
}


@pytest.mark.parametrize("make", MAKES.values(), ids=MAKES)
def test_collector_wakes_code_that_changes_the_tensor(make: str) -> None:
    run_program(f"""
        import copy
        few, many = (1,) * 6, (1,) * 60
        t = ct.ones(few)
        def change(phase, info):
            t.data = ct.ones(many if t.ndim == 6 else few)
        gc.callbacks.append(change)
        gc.set_threshold(1)
        kept = []
        for _ in range(300):
            kept.append({make})
            del kept[:-2]
    """)


@pytest.mark.parametrize("change", ["t.data = ct.ones(1)", "t.grad = None"])
def test_key_of_memo_changes_the_tensor(change: str) -> None:
    run_program(f"""
        from copy import deepcopy
        class Key:
            def __init__(self, key): self.hash = hash(key)
            def __hash__(self): return self.hash
            def __eq__(self, other):
                {change}
                gc.collect()
                return False
        for _ in range(50):
            t = ct.arange(100_000.0)
            t.grad = ct.ones(100_000)
            memo = {{}}
            deepcopy(t, memo)
            keys = [k for k in memo if isinstance(k, (tuple, int))]
            try:
                copied = deepcopy(t, {{Key(k): 1 for k in keys}})
                assert copied.shape == (100_000,)
            except RuntimeError as error: # its gradient fits no more
                assert "assign a gradient" in str(error)
    """)


# Calls that fail while an object is dropped whose end runs operations that fail too.
LOST = {
    "_make_subclass": ("ct.Tensor._make_subclass(T, ct.tensor(1), True)", "floating"),
    "asarray": ("ct.asarray(Array(), requires_grad=True)", "floating"),
    "unpickle": (
        "ct._C._rebuild_tensor(b'a', 'uint8', (1,), None, True, T)",
        "floating",
    ),
    "out": ("ct.add(ct.ones(2), ct.ones(3), out=T.one())", "broadcast"),
    "index": ("ct.ones(2)[Array(), Array()]", "too many indices"),
}


@pytest.mark.parametrize(("call", "message"), LOST.values(), ids=LOST)
def test_errors_are_not_lost_when_objects_end(call: str, message: str) -> None:
    run_program(f"""
        def fail(*_):
            try:
                ct.ones(4).reshape(3)
            except RuntimeError as error:
                assert "invalid for input" in str(error), error
                ended.append(1)
        ended = []
        class T(ct.Tensor):
            @staticmethod
            def one():
                return ct.ones(()).as_subclass(T)
            def __del__(self):
                fail()
        class Owned(np.ndarray):
            def __del__(self):
                fail()
        class Array:
            def __array__(self, dtype=None, copy=None):
                return np.zeros(1, int).view(Owned)
        try:
            {call}
        except Exception as error:
            assert {message!r} in str(error), error
        else:
            raise SystemExit("no error")
        assert ended
    """)


def test_fork_while_another_thread_frees_a_graph() -> None:
    run_program("""
        import os
        def graph(hook=None):
            x = ct.ones(2, requires_grad=True)
            y = x * 2
            if hook:
                y.register_hook(hook)
            return y * y
        class Hook:
            def __call__(self, g): return g
            def __del__(self):
                inside.set()
                leave.wait()
        inside, leave = threading.Event(), threading.Event()
        kept = [graph(Hook())]
        t = threading.Thread(target=kept.clear)
        t.start()
        inside.wait()
        def freed():
            w = ct.ones(3, requires_grad=True)
            seen = weakref.ref(w)
            y = (w * w).sum()
            del w, y
            gc.collect()
            return seen() is None
        here = freed()
        child = os.fork()
        if child == 0:
            os._exit(0 if freed() else 7)
        status = os.waitpid(child, 0)[1]
        leave.set()
        t.join()
        assert here and os.waitstatus_to_exitcode(status) == 0, (here, status)
    """)


def test_large_owner_ends_after_the_operation() -> None:
    run_program("""
        class Owned(np.ndarray):
            def __del__(self):
                ended.append(1)
                try:
                    x.data = ct.zeros((1,) * 20)
                except RuntimeError:
                    pass
        ended = []
        x = ct.ones(3)
        out = ct.from_numpy(np.zeros(0, np.float32).view(Owned))
        gc.collect()
        ct.add(x, x, out=out)
        assert ended and out.tolist() == [2, 2, 2]
    """)


def test_threads_and_signals_for_a_while() -> None:
    script = Path(__file__).parent.parent / "tools" / "stress.py"
    command = [sys.executable, str(script), "5"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
