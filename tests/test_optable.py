"""What tools/optable.py refuses: rows that C could not hold are errors of the build."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
import optable

HEAD = 'formula f(input: tensor) FLOATS\n    "A row."\n    value      x\n'


def nested(depth: int) -> str:
    """A gradient during which so many values wait."""
    return "g * (x + " * (depth // 2 - 1) + "g * x" + ")" * (depth // 2 - 1)


def rows(text: str) -> list[optable.Row]:
    return list(optable.read_rows("family", text))


def test_a_gradient_is_as_deep_as_the_stack_at_most() -> None:
    (row,) = rows(f"{HEAD}    gradient   {nested(16)}\n")
    assert row.formula.gradients[0].tree.depth() == 16
    with pytest.raises(
        optable.TableError, match=r"family\.def:1: f: gradient x: nested"
    ):
        rows(f"{HEAD}    gradient   {nested(18)}\n")


def test_results_are_as_many_as_a_call_holds_at_most() -> None:
    op = 'op f(input: tensor) -> ({})\n    "A row."\n'
    assert rows(op.format("a, b, c, d"))[0].outputs == 4
    with pytest.raises(optable.TableError, match="at most 4 results"):
        rows(op.format("a, b, c, d, e"))


def test_hidden_results_are_as_many_as_a_call_holds_at_most() -> None:
    op = 'op f(input: tensor)\n    "A row."\n    keeps      {}\n'
    assert rows(op.format("mean rstd"))[0].keeps == ("mean", "rstd")
    with pytest.raises(optable.TableError, match="keeps: at most 2 tensors"):
        rows(op.format("mean rstd more"))
