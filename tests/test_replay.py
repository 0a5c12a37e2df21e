"""What ran can run again: tapes of rows, operands and attributes, bit for bit."""

import pytest
from test_table import (
    BY_NAME,
    POINTWISE,
    by_name,
    function_of,
    inexact,
    smooth_operands,
)
from test_table_samples import CASES, refusal

import ctensor as ct
from ctensor import _C, nn

UNDEFINED = {"empty", "empty_like"}  # whose values are not defined
each_sample = pytest.mark.parametrize(
    ("name", "case"), [c for c in CASES if c.values[0] not in UNDEFINED]
)


def tensors_in(value) -> list[ct.Tensor]:
    """The tensors of nested lists, tuples and dicts."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [t for item in value for t in tensors_in(item)]
    return [value] if isinstance(value, ct.Tensor) else []


def bits(value) -> list[tuple]:
    """Shape, dtype and bytes of each tensor."""
    found = [t.detach() for t in tensors_in(value)]
    return [(t.shape, t.dtype, t.contiguous().numpy().tobytes()) for t in found]


def recorded(function):
    """Its result, the tape, the names of its steps and what is wrong with it."""
    tape = _C._tape_start()
    try:
        result = function()
    finally:
        steps, problems = _C._tape_stop(tape)
    return result, tape, steps, problems


def fill(tensors, others) -> None:
    """Writes the values of `others` into `tensors`."""
    with ct.no_grad():
        for a, b in zip(tensors, others, strict=True):
            a.copy_(b)


def other(t: ct.Tensor) -> ct.Tensor:
    """Other values of the same domain: floating ones back to front."""
    if not (t.is_floating_point() or t.is_complex()):
        return t.clone()
    return t.detach().reshape(-1).flip(0).reshape(t.shape).clone()


def with_gradient(function, arguments, keywords, leaves):
    """The results of a call, and the gradients of all that is differentiable in it."""
    result = function(*arguments, **keywords)
    outs = [t for t in tensors_in(result) if t.requires_grad]
    if outs:
        ct.autograd.backward(outs, [ct.ones_like(t) for t in outs])
    return result, [t.grad for t in leaves]


def assert_replays(function, arguments, keywords, leaves) -> None:
    """Eager on other data, and the tape of the first data run again on the other."""
    given = tensors_in([arguments, keywords])
    others = [other(t) for t in given]
    ct.manual_seed(7)
    got, tape, _, problems = recorded(
        lambda: with_gradient(function, arguments, keywords, leaves)
    )
    assert problems == []
    fill(given, others)
    ct.manual_seed(7)
    _C._tape_run(tape)
    first = bits(got)
    fill(given, others)
    for t in leaves:
        t.grad = None
    ct.manual_seed(7)
    assert first == bits(with_gradient(function, arguments, keywords, leaves))


@by_name(POINTWISE)
def test_formula_row(row) -> None:
    dtype = "int32" if row["pointwise"]["class"] in ("BITS", "INTS") else "float32"
    arguments = smooth_operands(row, dtype, (5, 7))
    leaves = [
        t
        for t, text in zip(arguments, row["pointwise"]["gradients"], strict=True)
        if t.is_floating_point() and text is not None
    ]
    for t in leaves:
        t.requires_grad_()
    assert_replays(function_of(row), arguments, {}, leaves)


@pytest.mark.parametrize("dtype", [ct.float32, ct.bfloat16, ct.complex64], ids=str)
@each_sample
def test_sample(name, case, dtype) -> None:
    row = BY_NAME[name]
    if refusal(row, case, dtype):
        return
    arguments, keywords = case.arguments(dtype)
    leaves = []
    if not row["no_grad"] and case.differentiable:
        leaves = [t for t in case.variables(arguments) if inexact(t)]
    for t in leaves:
        t.requires_grad_()

    def function(*given, **named):
        if "inplace_only" in row["forms"]:
            given = (given[0].clone(), *given[1:])
        return case.function(row)(*given, **named)

    assert_replays(function, arguments, keywords, leaves)


def train(model, optimizer, x, y, steps: int) -> ct.Tensor:
    """The loss of the last of some steps."""
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
    return loss


@pytest.mark.parametrize("make", [ct.optim.Adam, ct.optim.AdamW, ct.optim.SGD])
@pytest.mark.parametrize("set_to_none", [True, False])
def test_training_steps(make, set_to_none) -> None:
    ct.manual_seed(0)
    model = nn.Sequential(
        nn.Linear(9, 16), nn.GELU(), nn.Dropout(0.3), nn.Linear(16, 5)
    )
    before = [p.detach().clone() for p in model.parameters()]
    options = {"momentum": 0.9} if make is ct.optim.SGD else {}
    data = [(ct.randn(33, 9), ct.randint(0, 5, (33,))) for _ in range(2)]
    x, y = (t.clone() for t in data[0])

    def optimize():
        optimizer = make(model.parameters(), lr=0.01, **options)
        loss = train(model, optimizer, x, y, 3)
        return loss, [p.grad for p in model.parameters()], optimizer

    ct.manual_seed(3)
    (loss, grads, _), tape, _, problems = recorded(optimize)
    assert problems == []
    fill([x, y], data[1])
    fill(model.parameters(), before)
    ct.manual_seed(3)
    _C._tape_run(tape)
    got = bits([loss, grads, list(model.parameters())])
    fill(model.parameters(), before)
    model.zero_grad(set_to_none=set_to_none)
    ct.manual_seed(3)
    loss, grads, _ = optimize()
    assert got == bits([loss, grads, list(model.parameters())])


def test_views_and_writes_in_place() -> None:
    def function(x):
        y = x * 2
        y[1:, ::2] = 3
        y.t()[0].mul_(x[:, 1].exp())
        z = y.view(-1)
        y.transpose_(0, 1)
        z[3].sigmoid_()
        return y.reshape(-1).cumsum(0), z

    x = ct.randn(4, 4, requires_grad=True)
    assert_replays(function, [x], {}, [x])


def test_double_backward() -> None:
    def function(x):
        (g,) = ct.autograd.grad((x.tanh() * x).sum(), x, create_graph=True)
        return g * g

    x = ct.randn(40, requires_grad=True)
    assert_replays(function, [x], {}, [x])


def test_a_tape_may_run_many_times() -> None:
    x = ct.zeros(3)
    y, tape, steps, _ = recorded(lambda: x.exp().sum())
    assert steps == ["exp", "sum"]
    for value in (1.0, 2.0):
        x.fill_(value)
        _C._tape_run(tape)
        assert bits(y) == bits(ct.full((3,), value).exp().sum())


def test_steps_of_a_failed_call_are_left_out() -> None:
    def function():
        with pytest.raises(RuntimeError):
            ct.ones(2) + ct.ones(3)
        return ct.ones(2)

    _, _, steps, _ = recorded(function)
    assert steps == ["ones"] * 3


READS = {
    "item": lambda x: x.sum().item(),
    "bool": lambda x: bool(x.sum() > 0),
    "tolist": lambda x: x.tolist(),
    "a number of a tensor": lambda x: float(x.sum()),
    "in": lambda x: 0.5 in x,
    "printing": repr,
    "numpy": lambda x: x.numpy(),
    "DLPack": lambda x: x.__dlpack__(),
    "a buffer": memoryview,
    "an index": lambda x: x[ct.tensor(1)],
    "a list of tensors": lambda x: ct.tensor([x.sum(), x.sum()]),
}


@pytest.mark.parametrize("name", READS)
def test_host_reads_are_reported(name) -> None:
    x = ct.ones(3)
    assert recorded(lambda: READS[name](x))[3] == [name]


def test_a_generator_is_reported() -> None:
    g = ct.Generator()
    (problem,) = recorded(lambda: ct.rand(3, generator=g))[3]
    assert "generator" in problem


def test_shapes_that_depend_on_the_data_are_an_error() -> None:
    x = ct.tensor([0.0, 1.0, 2.0])
    _, tape, _, _ = recorded(lambda: x.nonzero())
    x.fill_(0)
    with pytest.raises(RuntimeError, match=r"nonzero.*depends on the data"):
        _C._tape_run(tape)
