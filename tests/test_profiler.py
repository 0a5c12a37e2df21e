"""ctensor.profiler: what it records, how it sums, and what it writes."""

import gzip
import json
import threading
from collections import Counter
from pathlib import Path

import pytest

import ctensor as ct
from ctensor import nn
from ctensor.profiler import (
    ProfilerAction,
    ProfilerActivity,
    profile,
    record_function,
    schedule,
    supported_activities,
    tensorboard_trace_handler,
)

HERE = Path(__file__).name


def line_of(text: str) -> int:
    """The number of the one line of this file that ends in the comment `# text`."""
    lines = Path(__file__).read_text().splitlines()
    return 1 + next(i for i, x in enumerate(lines) if x.endswith("  # " + text))


def is_at(event, text: str) -> bool:
    """Whether an event's innermost line is the one marked `text`."""
    return bool(event.stack) and f"{HERE}({line_of(text)}):" in event.stack[0]


def names_in(prof) -> list[str]:
    return [e.name for e in prof.events() if e.kind != "memory"]


def named(prof, name: str):
    """The first event of that name."""
    return next(e for e in prof.events() if e.name == name)


def test_records_rows_in_order():
    x = ct.ones(3)
    with profile() as prof:
        x.exp().sum()
    assert names_in(prof) == ["exp", "sum"]
    first, second = prof.events()
    assert 0 <= first.time_range.start <= first.time_range.end
    assert first.time_range.end <= second.time_range.start <= prof.events().wall
    assert first.cpu_time_total == first.self_cpu_time_total > 0


def test_nothing_is_recorded_before_and_after():
    ct.ones(3).exp()
    with profile() as prof:
        pass
    ct.ones(3).exp()
    assert names_in(prof) == []
    assert prof.key_averages().table().count("\n") >= 4


def test_composite_is_told_apart_from_its_parts():
    x = ct.ones(3)
    with profile() as prof:
        nn.functional.gelu(x)
    whole, *parts = prof.events()
    assert (whole.name, whole.composite) == ("gelu", True)
    assert parts == whole.cpu_children
    assert all(p.cpu_parent is whole and not p.composite for p in parts)
    inner = sum(p.cpu_time_total for p in parts)
    assert whole.self_cpu_time_total == pytest.approx(whole.cpu_time_total - inner)


def test_copies_casts_and_fills_are_seen():
    x = ct.ones(4, 4)
    with profile() as prof:
        x.t().contiguous()
        x.double()
        x.zero_()
        ct.zeros(8, 8)
    found = {e.name: e for e in prof.events()}
    assert {"[copy]", "[cast]", "[fill]", "[zeros]"} <= set(found)
    assert found["[copy]"].bytes == 64
    assert found["[cast]"].bytes == 128
    assert found["[fill]"].bytes == 64
    assert found["[zeros]"].bytes == 256
    assert found["[zeros]"].cpu_parent.name == "zeros"


def test_reads_of_the_host_are_seen():
    x = ct.ones(3)
    with profile(with_stack=True) as prof:
        bool(x.sum() > 1)  # read
        x.tolist()
    reads = [e for e in prof.events() if e.kind == "read"]
    assert [e.name for e in reads] == ["bool", "tolist"]
    assert is_at(reads[0], "read")
    assert reads[0].cpu_time_total == 0


def test_failure_is_recorded():
    x = ct.ones(3)
    with profile() as prof, pytest.raises(RuntimeError):
        x + ct.ones(4)
    assert [(e.name, e.failed) for e in prof.events()][-1] == ("add", True)


def test_failure_inside_backward_ends_what_was_open():
    class Bad(ct.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2

        @staticmethod
        def backward(ctx, g):
            raise ValueError("no")

    y = Bad.apply(ct.ones(2, requires_grad=True)).sum()
    with profile() as prof:
        with pytest.raises(ValueError, match="no"):
            y.backward()
        y.detach().exp()
    assert named(prof, "backward").failed
    assert named(prof, "BadBackward").failed
    assert named(prof, "exp").cpu_parent is None


def test_backward_is_put_down_to_the_forward_line():
    x = ct.ones(4, requires_grad=True)
    with profile(with_stack=True) as prof:
        y = x.exp()  # forward line
        z = y.sum()
        z.backward()  # backward line
    node = named(prof, "ExpBackward0")
    assert is_at(named(prof, "exp"), "forward line")
    assert is_at(node, "forward line")
    assert node.stack == named(prof, "exp").stack
    assert node.sequence_nr == named(prof, "exp").sequence_nr > 0
    assert named(prof, "AccumulateGrad").cpu_parent is node
    assert is_at(named(prof, "AccumulateGrad"), "forward line")
    assert is_at(named(prof, "backward"), "backward line")


def test_backward_of_an_older_forward_has_its_line():
    y = ct.ones(4, requires_grad=True).exp()  # older forward
    with profile(with_stack=True) as prof:
        y.backward(ct.ones(4))
    assert is_at(named(prof, "ExpBackward0"), "older forward")


def test_gradients_that_are_taken_and_added():
    x = ct.ones(4, requires_grad=True)
    with profile() as prof:
        x.exp().sum().backward()
        x.exp().sum().backward()
    first, second = (e for e in prof.events() if e.kind == "grad")
    assert [c.name for c in first.cpu_children] == []
    assert [c.name for c in second.cpu_children] == ["add_"]


def test_optimizer_steps_are_rows():
    model = nn.Linear(2, 2)
    optimizer = ct.optim.Adam(model.parameters())
    model(ct.ones(1, 2)).sum().backward()
    with profile() as prof:
        optimizer.step()
    assert named(prof, "_adam_step").cpu_parent.name == "Optimizer.step#Adam.step"


def test_record_function_nests():
    with profile(with_stack=True) as prof, record_function("outer"):
        x = ct.ones(3)  # within outer
        with record_function("inner"):
            x.exp()
    inner, outer = named(prof, "inner"), named(prof, "outer")
    assert outer.is_user_annotation and not named(prof, "exp").is_user_annotation
    assert (named(prof, "exp").cpu_parent, inner.cpu_parent) == (inner, outer)
    assert is_at(named(prof, "ones"), "within outer")


def test_record_function_decorates_and_recurses():
    @record_function("down")
    def down(n: int) -> int:
        return down(n - 1) if n else ct.ones(1).exp()

    with profile() as prof:
        down(2)
    (average,) = (a for a in prof.key_averages() if a.key == "down")
    outermost = named(prof, "down")
    assert average.count == 3
    assert average.cpu_time_total == outermost.cpu_time_total


def test_record_function_that_fails():
    with profile() as prof, pytest.raises(KeyError), record_function("bad"):
        raise KeyError
    assert named(prof, "bad").failed


def test_scope_across_the_edges_of_a_profile():
    scope = record_function("early")
    with scope:
        prof = profile()
        prof.start()
    late = record_function("late")
    late.__enter__()
    prof.stop()
    late.__exit__(None, None, None)
    ct.ones(3).exp()
    assert names_in(prof) == ["late"]
    assert named(prof, "late").time_range.end <= prof.events().wall


def test_several_profilers_at_once():
    x = ct.ones(3)
    with profile() as outer:
        x.exp()
        with profile(with_stack=True) as inner:
            x.sin()
        x.cos()
    assert names_in(outer) == ["exp", "sin", "cos"]
    assert names_in(inner) == ["sin"]
    assert inner.events()[0].stack and not outer.events()[1].stack


def test_too_many_profilers_is_an_error():
    many = [profile() for _ in range(17)]
    try:
        for prof in many[:16]:
            prof.start()
        with pytest.raises(RuntimeError, match="at most 16"):
            many[16].start()
    finally:
        for prof in many:
            prof.stop()
    with profile() as prof:
        ct.ones(1).exp()
    assert "exp" in names_in(prof)


def test_threads_are_apart():
    def work(n: int) -> None:
        with record_function(f"thread {n}"):
            x = ct.ones(8, requires_grad=True)
            x.exp().sum().backward()

    with profile() as prof:
        threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
    scopes = [e for e in prof.events() if e.kind == "scope"]
    assert sorted(e.name for e in scopes) == ["thread 0", "thread 1", "thread 2"]
    for e in prof.events():
        assert e.cpu_parent is None or e.cpu_parent.thread == e.thread
    count = Counter(e.name for e in prof.events())
    assert count["ExpBackward0"] == count["backward"] == 3


def test_profilers_come_and_go_while_others_work():
    over = threading.Event()

    def work() -> None:
        x = ct.ones(8, requires_grad=True)
        while not over.is_set():
            x.exp().sum().backward()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        for _ in range(50):
            with profile(record_shapes=True, with_stack=True, profile_memory=True) as p:
                ct.ones(100).exp()
            assert "exp" in names_in(p)
    finally:
        over.set()
        thread.join()


def test_shapes():
    a, b = ct.ones(2, 3), ct.ones(3, 4)
    with profile(record_shapes=True) as prof:
        a @ b
        ct.cat([a, a])
        a.exp()
        ct.ones(5).exp()
    assert named(prof, "matmul").input_shapes == [[2, 3], [3, 4]]
    assert named(prof, "cat").input_shapes[:2] == [[2, 3], [2, 3]]
    rows = prof.key_averages(group_by_input_shape=True)
    found = [r.input_shapes for r in rows if r.key == "exp"]
    assert found == [[[2, 3]], [[5]]]
    assert [r.count for r in prof.key_averages() if r.key == "exp"] == [2]
    assert "[[2, 3], [3, 4]]" in rows.table()


def test_memory():
    with profile(profile_memory=True) as prof, record_function("all"):
        x = ct.ones(1000)
        y = x.exp()
        del x
        del y
    assert named(prof, "exp").cpu_memory_usage == 4000
    assert named(prof, "all").cpu_memory_usage == 0
    taken = [e.bytes for e in prof.events() if e.kind == "memory"]
    assert sorted(taken) == [-4000, -4000, 4000, 4000]
    assert "Self CPU Mem" in prof.key_averages().table()
    assert "3.91 Kb" in prof.key_averages().table()


def test_stack_has_the_functions_that_called():
    def inner():
        return ct.ones(3).exp()  # innermost

    def outer():
        return inner()

    with profile(with_stack=True) as prof:
        outer()
    stack = named(prof, "exp").stack
    assert is_at(named(prof, "exp"), "innermost")
    assert stack[0].endswith(": inner") and stack[1].endswith(": outer")


def test_table_sorts_and_cuts():
    x = ct.ones(3)
    with profile() as prof:
        x.exp()
        for _ in range(3):
            x.sin()
    averages = prof.key_averages()
    text = averages.table(sort_by="count", row_limit=1, header="mine")
    assert text.startswith("mine\n") and "sin" in text and "exp" not in text
    assert [r.count for r in averages] == [1, 3]
    assert averages[1].cpu_time == pytest.approx(averages[1].cpu_time_total / 3)
    with pytest.raises(ValueError, match="sort_by"):
        averages.table(sort_by="speed")
    assert prof.events().total_average().count == 4


@pytest.mark.parametrize("name", ["trace.json", "trace.json.gz"])
def test_chrome_trace_is_json(tmp_path, name):
    everything = profile(record_shapes=True, profile_memory=True, with_stack=True)
    with everything as prof, record_function('a "quoted"\nname'):
        ct.ones(1000).exp()
    prof.export_chrome_trace(str(tmp_path / name))
    opened = gzip.open if name.endswith("gz") else open
    with opened(tmp_path / name, "rt") as file:
        entries = json.load(file)["traceEvents"]
    assert {e["ph"] for e in entries} == {"X", "i"}
    assert len(entries) == len(prof.events())
    scope = next(e for e in entries if e["cat"] == "user_annotation")
    exp = next(e for e in entries if e["name"] == "exp")
    assert scope["name"] == 'a "quoted"\nname'
    assert scope["ts"] <= exp["ts"] <= exp["ts"] + exp["dur"]
    assert exp["ts"] + exp["dur"] <= scope["ts"] + scope["dur"]
    assert exp["args"]["Input Dims"] == [[1000]]


def test_stacks_for_flame_graphs(tmp_path):
    with profile(with_stack=True) as prof:
        ct.ones(1 << 20).exp()
    prof.export_stacks(str(tmp_path / "stacks"))
    lines = (tmp_path / "stacks").read_text().splitlines()
    stack, time = next(x for x in lines if ";exp " in x).rsplit(" ", 1)
    assert HERE in stack and int(time) > 0
    with pytest.raises(ValueError, match="metric"):
        prof.export_stacks(str(tmp_path / "stacks"), "speed")


def test_schedule_says_what_each_step_does():
    plan = schedule(skip_first=1, wait=1, warmup=1, active=2, repeat=2)
    actions = [plan(step).name for step in range(11)]
    cycle = ["NONE", "WARMUP", "RECORD", "RECORD_AND_SAVE"]
    assert actions == ["NONE", *cycle, *cycle, "NONE", "NONE"]
    with pytest.raises(ValueError, match="active > 0"):
        schedule(wait=0, warmup=0, active=0)


def test_steps_of_a_schedule():
    ready = []
    x = ct.ones(3)
    plan = schedule(wait=1, warmup=1, active=2)
    with profile(schedule=plan, on_trace_ready=ready.append) as prof:
        for i in range(9):
            (x.exp, x.sin, x.cos, x.tan)[i % 4]()
            if len(ready) * 4 < i:
                ready.clear()
            prof.step()
    assert names_in(prof) == ["ProfilerStep#6", "cos", "ProfilerStep#7", "tan"]
    assert prof.step_num == 9
    assert prof.current_action == ProfilerAction.WARMUP


def test_ready_is_called_once_a_cycle(tmp_path):
    seen = []
    with profile(
        activities=[ProfilerActivity.CPU],
        schedule=schedule(wait=0, warmup=1, active=1),
        on_trace_ready=lambda p: seen.append(names_in(p)),
    ) as prof:
        for _ in range(4):
            prof.step()
    assert seen == [["ProfilerStep#1"], ["ProfilerStep#3"]]
    with profile(on_trace_ready=tensorboard_trace_handler(str(tmp_path))):
        ct.ones(3).exp()
    (written,) = tmp_path.iterdir()
    assert json.loads(written.read_text())["traceEvents"]


def test_bad_use():
    with pytest.raises(RuntimeError, match="has ended"):
        profile().events()
    with pytest.raises(ValueError, match="ProfilerActivity"):
        profile(activities=["cpu"])
    with pytest.raises(TypeError):
        record_function(3).__enter__()
    assert supported_activities() == {ProfilerActivity.CPU}


def test_old_names():
    with ct.autograd.profiler.profile(enabled=False) as off:
        ct.ones(3).exp()
    old = ct.autograd.profiler
    with old.profile(record_shapes=True) as on, old.record_function("mine"):
        ct.ones(3).exp()
    assert "mine" in on.table() and on.self_cpu_time_total > 0
    assert on.total_average().count == len(on.events())
    with pytest.raises(RuntimeError, match="has ended"):
        off.events()


def test_training_step_is_attributed_to_rows_and_lines():
    model = nn.Sequential(nn.Linear(256, 512), nn.GELU(), nn.Linear(512, 10))
    optimizer = ct.optim.Adam(model.parameters())
    x, y = ct.ones(256, 256), ct.zeros(256, dtype=ct.int64)
    shares = []
    for _ in range(5):
        with profile(with_stack=True) as prof:
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x), y).backward()
            optimizer.step()
        rows = [e for e in prof.events() if e.kind != "scope" and e.stack]
        rows = [e for e in rows if e.kind != "backward"]
        shares.append(sum(e.self_cpu_time_total for e in rows) / prof.events().wall)
    assert max(shares) > 0.8


def test_example_of_the_page(tmp_path, monkeypatch, capsys):
    page = Path(__file__).resolve().parent.parent / "docs" / "profiler.md"
    source = page.read_text().partition("```python\n")[2].partition("```")[0]
    monkeypatch.chdir(tmp_path)
    exec(compile(source, "example.py", "exec"), {"__name__": "example"})
    printed = capsys.readouterr().out
    assert "_adam_step" in printed and "forward" in printed
    assert "example.py(11): <module>" in printed
    assert json.loads(Path("trace.json").read_text())["traceEvents"]
    assert "example.py(12)" in Path("stacks.txt").read_text()
