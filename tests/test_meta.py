"""The meta device: what a row infers without values is what the CPU's results are.

Shape, dtype and strides, forward and backward, of every row: formula rows in all their
layouts, the others in the samples of the sweep.
"""

import numpy as np
import pytest
from samples import SAMPLES as CASES_OF
from test_table import (
    BY_NAME,
    COMPLEX,
    FLOATS,
    POINTWISE,
    each_sample,
    function_of,
    generator,
    inexact,
    layouts,
    taken,
)

import ctensor as ct
from ctensor import nn

# The shape of the result depends on the values; of index, where it is given a mask.
READ_VALUES = {"masked_select", "nonzero", "nonzero_tuple", "where_nonzero", "mask_flat"}
READ_VALUES |= {("index", 2)}
READ_BACK = {"masked_scatter"}  # its gradient takes as many elements as the mask has


def ghost(t: ct.Tensor) -> ct.Tensor:
    """A meta tensor of t's dtype, shape and strides."""
    if t.numel() == 0 or t.stride() == ct.empty(t.shape).stride():
        return ct.empty(t.shape, dtype=t.dtype, device="meta")
    steps = [abs(step) for step in t.stride()]
    room = 1 + sum((n - 1) * step for n, step in zip(t.shape, steps, strict=True))
    whole = ct.empty(room, dtype=t.dtype, device="meta").as_strided(t.shape, steps)
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


def run(function, arguments, keywords, gradients: bool, create_graph: bool, writes=False):
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


@pytest.mark.parametrize("row", POINTWISE, ids=[row["name"] for row in POINTWISE])
def test_formula_rows(row) -> None:
    for dtype in taken(row):
        gradients = all(row["pointwise"]["gradients"]) and dtype in (*FLOATS, *COMPLEX)
        for _, arguments in layouts(row, generator(row, dtype, "meta"), dtype):
            leaves = [t.detach() for t in arguments]
            compare(function_of(row), leaves, {}, gradients)


@pytest.mark.parametrize("strided", [False, True], ids=["plain", "strided"])
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64], ids=["f32", "f64"])
@each_sample
def test_samples(name, case, dtype, strided) -> None:
    row = BY_NAME[name]
    change = case.scatter if strided and case.scattered else lambda t: t
    arguments, keywords = case.arguments(dtype, change)
    if (name, CASES_OF[name].index(case)) in READ_VALUES or name in READ_VALUES:
        with pytest.raises(NotImplementedError, match="depends on the values"):
            case.function(row)(*ghosts(arguments), **ghosts(keywords))
        return
    writes = "inplace_only" in row["forms"]
    gradients = case.has_gradient and not row["no_grad"] and name not in READ_BACK
    compare(case.function(row), arguments, keywords, gradients, writes)
