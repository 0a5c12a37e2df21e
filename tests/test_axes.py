"""Arguments that name dims: counted from the end too, in range, and no two the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import ctensor as ct
from ctensor import _C

AXIS_ROWS = [
    (row["name"], row["pyname"], i, parameter["type"])
    for row in _C._op_table()
    for i, parameter in enumerate(row["parameters"])
    if parameter["type"] in ("axis", "new_axis", "axes")
]
REFUSED: list[tuple[Callable[[Any], Any], str]] = [
    (lambda x: x.sum((0, -2)), r"sum: expected distinct dims, got 0 twice"),
    (lambda x: x.max(2), r"max: Dimension out of range: .*\[-2, 1\], got 2"),
    (lambda x: x.unsqueeze(-4), r"unsqueeze: .*\[-3, 2\], got -4"),
    (lambda x: ct.stack([x, x], 3), r"stack: .*\[-3, 2\], got 3"),
    (lambda x: ct.cat([ct.ones(0), x], -3), r"cat: .*\[-2, 1\], got -3"),
    (lambda x: x.movedim((0, 0), (0, 1)), r"movedim: .* got 0 twice"),
    (lambda x: ct.tensor(1.0).cumsum(1), r"cumsum: .*\[-1, 0\], got 1"),
    (lambda x: x.sum(list(range(-2, 2)) * 50), r"sum: expected distinct dims"),
]


def test_rows_say_which_arguments_are_dims() -> None:
    assert ("unsqueeze", "unsqueeze", 1, "new_axis") in AXIS_ROWS
    assert ("max_dim", "max", 1, "axis") in AXIS_ROWS
    assert ("flip", "flip", 1, "axes") in AXIS_ROWS


@pytest.mark.parametrize(("call", "message"), REFUSED)
def test_a_dim_that_is_not_there(call: Callable[[Any], Any], message: str) -> None:
    with pytest.raises((IndexError, RuntimeError), match=message):
        call(ct.ones(2, 3))


def test_dims_from_the_end_leave_the_caller_s_list_alone() -> None:
    dims = np.array([-1, -2])
    x = ct.arange(6.0).reshape(1, 2, 3).requires_grad_()
    x.sum(dims).sum().backward()
    assert dims.tolist() == [-1, -2]
    assert x.grad.tolist() == [[[1.0] * 3] * 2]


def test_gradients_of_dims_from_the_end() -> None:
    x = ct.randn(2, 3, 4, dtype=ct.float64).requires_grad_()
    for call in (
        lambda t: t.permute(-1, 0, -2),
        lambda t: t.movedim((-1, 0), (0, -1)),
        lambda t: t.select(-2, 1),
        lambda t: t.diagonal(0, -1, -3),
        lambda t: t.unfold(-1, 2, 1),
        lambda t: ct.stack(t.unbind(-1), -1),
    ):
        assert ct.autograd.gradcheck(call, (x,))
