"""Every row with memory that runs out, over read-only memory, and into a bad out=.

Calls with bad arguments are hostile.py's.
"""

import all_samples  # noqa: F401
import numpy as np
import pytest
from growth import leaks
from hostile import plain_samples
from samples import SAMPLES
from test_table import BY_NAME, inexact

import ctensor as ct
from ctensor import _C

REFUSALS = (RuntimeError, TypeError, ValueError, IndexError, ArithmeticError)

CASES = [
    pytest.param(BY_NAME[name], case, id=f"{name}-{i}")
    for name, cases in SAMPLES.items()
    for i, case in enumerate(cases)
]
each_case = pytest.mark.parametrize(("row", "case"), CASES)


def bad_outs() -> list:
    """Results that do not fit: another shape, dtype or layout, or read-only."""
    frozen = np.ones((3, 4))
    frozen.flags.writeable = False
    return [
        ct.zeros(0),
        ct.zeros(3, 0, 4),
        ct.tensor(2.0),
        ct.ones([1] * 64),
        ct.ones(3, 4, dtype=ct.bool),
        ct.ones(3, 4, dtype=ct.bfloat16)[::-1, ::-2],
        ct.ones(1).expand(3, 4),
        ct.from_numpy(frozen),
        ct.ones(3, 4, requires_grad=True),
        "text",
    ]


def refused(call, *arguments, **keywords) -> bool:
    try:
        call(*arguments, **keywords)
    except REFUSALS:
        return True
    return False


@pytest.mark.filterwarnings("ignore:An output with one or more elements was resized")
@each_case
def test_bad_out(row, case) -> None:
    """out= of a wrong dtype or layout, read-only, over an input, or to be resized."""
    if "out" not in row["forms"]:
        return
    call = case.function(row)
    for out in bad_outs():
        arguments, keywords = case.arguments(ct.float64)
        refused(call, *arguments, **keywords, out=out)
    arguments, keywords = case.arguments(ct.float64)
    want = call(*arguments, **keywords)
    for i, argument in enumerate(arguments):
        if isinstance(want, tuple) or not isinstance(argument, ct.Tensor):
            continue
        given, keywords = case.arguments(ct.float64)
        if not refused(call, *given, **keywords, out=given[i]) and case.values:
            np.testing.assert_array_equal(given[i].numpy(), want.numpy())


@each_case
def test_read_only_memory_is_not_written(row, case) -> None:
    """A row that writes its first argument refuses one over read-only memory."""
    if "inplace" not in row["forms"] and "inplace_only" not in row["forms"]:
        return
    arguments, keywords = case.arguments(ct.float64)
    names = [parameter["name"] for parameter in row["parameters"]]
    own = names.index("input") if "input" in names else 0
    if not isinstance(arguments[own], ct.Tensor) or arguments[own].numel() == 0:
        return
    array = arguments[own].numpy().copy()
    array.flags.writeable = False
    before = array.copy()
    name = row["pyname"] if "inplace_only" in row["forms"] else row["pyname"] + "_"
    method = getattr(ct.from_numpy(array), name, None)
    if method is None:
        return
    refused(method, *arguments[:own], *arguments[own + 1 :], **keywords)
    np.testing.assert_array_equal(array, before)


def out_of_memory(call) -> bool:
    """Whether the call failed for want of memory; any other failure is a failure."""
    try:
        call()
    except MemoryError:
        return True
    return False


def each_fault(run) -> None:
    """Runs it with each allocation in turn failing, until none is left to fail."""
    for n in range(2000):
        _C._alloc_fail_after(n)
        failed = out_of_memory(run)
        _C._alloc_fail_after(-1)
        if not failed:
            return
    pytest.fail("never enough memory")


@each_case
def test_memory_that_runs_out(row, case) -> None:
    """Each allocation in turn fails: MemoryError, nothing lost, and then it works."""

    def run():
        arguments, keywords = case.arguments(ct.float64)
        try:
            return case.function(row)(*arguments, **keywords)
        except RuntimeError as error:
            if isinstance(error, MemoryError):
                raise
            raise AssertionError(str(error)) from error

    run()
    each_fault(run)
    assert not leaks(lambda: each_fault(run))
    run()


def has_all_gradients(row) -> bool:
    """A formula, for all its operands: bits and conditions are no floats."""
    return not row["pointwise"] or None not in row["pointwise"]["gradients"]


def first_sample(row):
    return (SAMPLES.get(row["name"]) or plain_samples(row))[0]


GRADIENTS = [
    pytest.param(row, first_sample(row), id=name)
    for name, row in BY_NAME.items()
    if row["has_gradient"]
    and has_all_gradients(row)
    and first_sample(row).differentiable
]


@pytest.mark.parametrize(("row", "case"), GRADIENTS)
def test_memory_that_runs_out_in_gradients(row, case) -> None:
    """The same with the gradient, and the gradient of that."""

    def run() -> None:
        leaves = []

        def require(t: ct.Tensor) -> ct.Tensor:
            if not inexact(t):
                return t
            leaves.append(t.requires_grad_())
            return t * 1

        arguments, keywords = case.arguments(ct.float64, require)
        found = case.function(row)(*arguments, **keywords)
        found = found if isinstance(found, (tuple, list)) else [found]
        roots = [(y * y.conj()).real.sum() for y in found if y.requires_grad]
        if not roots:
            return
        options = {"create_graph": True, "allow_unused": True}
        once = ct.autograd.grad(roots, leaves, **options)
        again = [g.real.sum() for g in once if g is not None and g.requires_grad]
        if again:
            ct.autograd.backward(again)

    run()
    each_fault(run)
    assert not leaks(lambda: each_fault(run))
