"""Rows that are no formulas on the device `cuda`, by their samples: what NumPy gives,
and the gradients of the CPU. What has no kernel there is an error that says so.
"""

import all_samples  # noqa: F401
import numpy as np
import pytest
from test_table import ALL, BY_NAME, inexact, wide
from test_table_samples import (
    as_tuple,
    check,
    differentiable,
    directions,
    leaves_of,
    refusal,
    sample_and_dtype,
)

import ctensor as ct

pytestmark = pytest.mark.cuda


def plain(t: ct.Tensor) -> ct.Tensor:
    return t.cuda()


def scattered(t: ct.Tensor) -> ct.Tensor:
    """The same values, every second place of a larger buffer, back to front."""
    if t.ndim == 0:
        return t.cuda()
    buffer = ct.zeros([2 * n for n in t.shape], dtype=t.dtype, device="cuda")
    view = buffer[(slice(None, None, -2),) * t.ndim]
    view.copy_(t)
    return view


def lacking(error: Exception) -> bool:
    """Whether an error says that there is no kernel."""
    text = str(error)
    return isinstance(error, NotImplementedError) and (
        "no kernel for de" in text or " on cuda" in text
    )


def on_device(call):
    """What a call gives; skips the test where a kernel is lacking."""
    try:
        return call()
    except NotImplementedError as error:
        if not lacking(error):
            raise
        pytest.skip(str(error))


@sample_and_dtype(ALL)
def test_sample(name, case, dtype) -> None:
    row = BY_NAME[name]
    if refusal(row, case, dtype):
        return  # in the same words: test_table_samples.py
    for change in (plain, scattered)[: 1 + case.scattered]:
        arguments, keywords = case.arguments(dtype)
        want = case.expected(arguments, keywords)
        arguments, keywords = case.arguments(dtype, change)
        got = on_device(lambda a=arguments, k=keywords: case.function(row)(*a, **k))
        if not case.tensors([arguments, list(keywords.values())]):
            return  # a factory, of the CPU
        assert all(t.is_cuda for t in as_tuple(got))
        check(tuple(t.detach().cpu() for t in as_tuple(got)), as_tuple(want), case)


def gradients(row, case, dtype, change) -> list[ct.Tensor]:
    arguments, keywords = case.arguments(dtype, change)
    leaves = leaves_of(case, arguments)
    given = list(arguments)
    if "inplace_only" in row["forms"]:
        given[0] = given[0].clone()
    results = as_tuple(case.function(row)(*given, **keywords))
    inexact_ones = [t for t in results if inexact(t) and t.requires_grad]
    if not inexact_ones:
        return []
    ways = [change(directions(t.detach().cpu())) for t in inexact_ones]
    return list(ct.autograd.grad(inexact_ones, leaves, ways, materialize_grads=True))


@sample_and_dtype(["float32", "float64", "complex64"])
def test_gradients(name, case, dtype) -> None:
    row = BY_NAME[name]
    if not differentiable(row, case) or refusal(row, case, dtype) or not case.values:
        return
    want = gradients(row, case, dtype, lambda t: t)
    got = on_device(lambda: gradients(row, case, dtype, plain))
    for a, b in zip(got, want, strict=True):
        assert a.is_cuda
        x, y = wide(a.cpu()), wide(b)
        scale = np.abs(np.where(np.isfinite(y), y, 0)).max(initial=1)
        most = 64 * ct.finfo(dtype).eps
        np.testing.assert_allclose(x, y, most, most * scale)
