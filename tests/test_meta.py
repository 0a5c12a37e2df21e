"""The meta device: what a row infers without values is what the CPU's results are.

Shape, dtype and strides, forward and backward, of every row: formula rows in all their
layouts, the others in the samples of the sweep.
"""

import pytest
from samples import SAMPLES as CASES_OF
from test_table import (
    ALL,
    BY_NAME,
    COMPLEX,
    FLOATS,
    POINTWISE,
    function_of,
    generator,
    inexact,
    layouts,
    name_of,
    taken,
)
from test_table_samples import refusal, sample_and_dtype

import ctensor as ct
from ctensor import nn

# The shape of the result depends on the values; of index, where it is given a mask.
READ_VALUES = {
    "masked_select",
    "nonzero",
    "nonzero_tuple",
    "repeat_interleave_each",
    "repeat_places",
    "where_nonzero",
    "mask_flat",
    "bincount",
    "distinct",
    "unique_places",
    "unique",
    "unique_consecutive",
}
READ_VALUES |= {("index", 2)}


def ghost(t: ct.Tensor) -> ct.Tensor:
    """A meta tensor of t's dtype, shape and strides, on the second of such devices."""
    if t.numel() == 0 or t.stride() == ct.empty(t.shape).stride():
        return ct.empty(t.shape, dtype=t.dtype, device="meta:1")
    steps = [abs(step) for step in t.stride()]
    room = 1 + sum((n - 1) * step for n, step in zip(t.shape, steps, strict=True))
    whole = ct.empty(room, dtype=t.dtype, device="meta:1").as_strided(t.shape, steps)
    return whole[tuple(slice(None, None, -1 if s < 0 else 1) for s in t.stride())]


def ghosts(value):
    """The tensors of nested lists as meta tensors; everything else as it is."""
    if isinstance(value, (list, tuple)):
        return type(value)(map(ghosts, value))
    if isinstance(value, dict):
        return {name: ghosts(entry) for name, entry in value.items()}
    return ghost(value) if isinstance(value, ct.Tensor) else value


def tensors(value) -> list[ct.Tensor]:
    """All tensors in nested lists, tuples and dicts."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [t for entry in value for t in tensors(entry)]
    return [value] if isinstance(value, ct.Tensor) else []


def look(value):
    """What can be known without values; the stride of one element means nothing."""
    if isinstance(value, (list, tuple)):
        return [look(entry) for entry in value]
    if isinstance(value, ct.Tensor):
        steps = [s for n, s in zip(value.shape, value.stride(), strict=True) if n != 1]
        return tuple(value.shape), value.dtype, steps, value.requires_grad
    return value


def variables(arguments) -> list[ct.Tensor]:
    return [t for t in tensors(arguments) if inexact(t)]


def run(
    function, arguments, keywords, gradients: bool, create_graph: bool, writes=False
):
    """What the results and the gradients look like."""
    inputs = variables([arguments, keywords]) if gradients else []
    for t in inputs:
        t.requires_grad_()
    if inputs and writes:
        arguments = [arguments[0].clone(), *arguments[1:]]
    result = function(*arguments, **keywords)
    outputs = [t for t in tensors(result) if t.requires_grad]
    seen = [look(result)]
    if outputs:
        ones = [ct.ones_like(t) for t in outputs]
        seen.append(
            look(
                ct.autograd.grad(
                    outputs, inputs, ones, allow_unused=True, create_graph=create_graph
                )
            )
        )
    return seen


def compare(function, arguments, keywords, gradients: bool, writes=False) -> None:
    """On the CPU and on meta; with gradients plain and recorded (create_graph)."""
    imagined = ghosts(arguments), ghosts(keywords)
    for create_graph in (False, True)[: 1 + gradients]:
        how = gradients, create_graph, writes
        want = run(function, arguments, keywords, *how)
        assert run(function, *imagined, *how) == want


@pytest.mark.parametrize("row", POINTWISE, ids=[name_of(row) for row in POINTWISE])
def test_formula_rows(row) -> None:
    for dtype in taken(row):
        gradients = all(row["pointwise"]["gradients"]) and dtype in (*FLOATS, *COMPLEX)
        for _, arguments in layouts(row, generator(row, dtype, "meta"), dtype):
            leaves = [t.detach() for t in arguments]
            compare(function_of(row), leaves, {}, gradients)


@sample_and_dtype(ALL)
def test_samples(name, case, dtype) -> None:
    row = BY_NAME[name]
    if refusal(row, case, dtype):
        return  # in the same words: test_table_samples.py
    for change in (lambda t: t, case.scatter)[: 1 + case.scattered]:
        arguments, keywords = case.arguments(dtype, change)
        if (name, CASES_OF[name].index(case)) in READ_VALUES or name in READ_VALUES:
            with pytest.raises(NotImplementedError, match="depends on the values"):
                case.function(row)(*ghosts(arguments), **ghosts(keywords))
            continue
        writes = "inplace_only" in row["forms"]
        gradients = case.has_gradient and not row["no_grad"]
        compare(case.function(row), arguments, keywords, gradients, writes)


# ---- what has no values ---------------------------------------------------


ASKS_FOR_VALUES = {
    "item": lambda t: t[0, 0].item(),
    "float": lambda t: float(t[0, 0]),
    "bool": lambda t: bool(t[0, 0]),
    "tolist": lambda t: t.tolist(),
    "to the host": lambda t: t.cpu(),
    "copied from": lambda t: ct.ones(2, 3).copy_(t),
    "a list": lambda t: ct.tensor([t[0, 0], 1.0]),
    "a mask": lambda t: t[t > 0],
    "an index": lambda t: ct.zeros(3)[t[0, 0].long()],
    "in": lambda t: 1.0 in t,
}


@pytest.mark.parametrize("ask", ASKS_FOR_VALUES.values(), ids=ASKS_FOR_VALUES)
def test_values_are_refused(ask) -> None:
    with pytest.raises(NotImplementedError, match="meta tensor"):
        ask(ct.empty(2, 3, device="meta"))


def test_memory_is_refused() -> None:
    t = ct.empty(2, 3, device="meta")
    assert t.data_ptr() == 0
    for error, ask in ((TypeError, t.numpy), (BufferError, t.__dlpack__)):
        with pytest.raises(error, match=r"\.cpu\(\)"):
            ask()
    with pytest.raises(BufferError, match="on the CPU"):
        memoryview(t)


def test_devices_do_not_mix() -> None:
    t = ct.empty(2, 3, device="meta")
    assert (t + 1).is_meta
    assert (t + ct.tensor(2.0)).is_meta  # a number may live on the host
    with pytest.raises(RuntimeError, match="one device, got meta and cpu"):
        t + ct.ones(2, 3)
    with pytest.raises(RuntimeError, match="one device"):
        ct.ones(2, device="meta:1") + ct.ones(2, device="meta:0")
    with pytest.raises(RuntimeError, match="expected out on meta, got one on cpu"):
        ct.add(t, t, out=ct.empty(2, 3))


def test_numbers_on_the_device_are_not_read() -> None:
    one = ct.empty((), device="meta", dtype=ct.int64)
    t = ct.empty(2, 3, device="meta", dtype=ct.int64)
    for result in (t // one, t**one, t.masked_fill(t > 0, one), t.fill_(one)):
        assert result.is_meta
        assert result.shape == (2, 3)


# ---- making ---------------------------------------------------------------


def test_repr_shows_the_size() -> None:
    assert repr(ct.empty(2, 3, device="meta")) == (
        "tensor(..., device='meta', size=(2, 3))"
    )


def test_factories_follow_the_device_around_them() -> None:
    with ct.device("meta") as device:
        made = [ct.zeros(2), ct.tensor([1.0, 2.0]), ct.rand(2), ct.arange(2), ct.eye(2)]
        with ct.device("cpu"), device, ct.device("cpu"):
            assert ct.ones(2).device.type == "cpu"
        assert ct.ones(2).is_meta
        assert ct.ones(2, device="cpu").tolist() == [1, 1]
    assert all(t.device == device for t in made)
    assert ct.ones(2).device.type == "cpu"


def test_factories_return_to_the_cpu_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), ct.device("meta"):
        1 / 0  # noqa: B018
    assert not ct.ones(2).is_meta


@pytest.mark.parametrize("name", ["zeros", "ones", "empty", "full", "tensor"])
def test_new_tensors_are_where_the_old_one_is(name) -> None:
    data = [[2], 5] if name == "full" else [[2]]
    assert getattr(ct.empty(3, device="meta"), f"new_{name}")(*data).is_meta


def test_storage_has_a_size_but_no_memory() -> None:
    t = ct.empty(1 << 20, 1 << 20, device="meta")  # 4 TiB
    assert t.untyped_storage().nbytes() == 1 << 42
    assert (t.T + 1).sum(0).shape == (1 << 20,)


def test_to_meta_keeps_shape_dtype_and_strides() -> None:
    t = ct.ones(3, 4, dtype=ct.float64).T
    assert look(t.to("meta")) == look(t)
    assert t.to(device="meta", dtype=ct.int8).dtype == ct.int8
    assert look(ct.empty_like(t, device="meta")) == look(t)


# ---- models ---------------------------------------------------------------


def model() -> nn.Module:
    return nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Dropout(0.5), nn.Linear(4, 2))


def test_a_model_without_memory_has_the_gradients_shapes() -> None:
    with ct.device("meta"):
        net, x = model(), ct.randn(5, 3)
    net(x).sum().backward()
    assert all(p.is_meta and p.grad.is_meta for p in net.parameters())
    assert all(p.grad.shape == p.shape for p in net.parameters())
    ct.optim.Adam(net.parameters()).step()


def test_a_model_gets_memory_by_to_empty() -> None:
    with ct.device("meta"):
        net = model()
    with pytest.raises(NotImplementedError, match="no data"):
        net.to("cpu")
    net.to_empty(device="cpu")
    net.load_state_dict(model().state_dict())
    assert net(ct.ones(1, 3)).shape == (1, 2)
    assert model().to("meta")[0].weight.is_meta


def test_anomaly_mode_finds_no_nan_where_there_are_no_values() -> None:
    x = ct.ones(3, device="meta", requires_grad=True)
    with ct.autograd.detect_anomaly(check_nan=True):
        (x * x).sum().backward()
    assert x.grad.shape == (3,)
    assert x.grad.device.type == "meta"
