"""Rows that are no formulas on the device `cuda`, by their samples: what NumPy gives,
and the gradients of the CPU. A row that has no kernel there, and one whose body needs
such a row, is an error that says so, which is asked for once.
"""

import re
import sys
from pathlib import Path

import all_samples  # noqa: F401
import numpy as np
import pytest
from test_table import ALL, BY_NAME, inexact, wide
from test_table_samples import (
    SAMPLES,
    as_tuple,
    check,
    differentiable,
    directions,
    leaves_of,
    refusal,
    sample_and_dtype,
)

import ctensor as ct

sys.path.append(str(Path(__file__).resolve().parent.parent / "tools"))

import cuda_rows
import rows

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


GRADIENTS = ["float32", "float64", "complex64"]


def lacking(error: Exception) -> bool:
    """Whether an error says that there is no kernel."""
    text = str(error)
    return isinstance(error, NotImplementedError) and (
        "no kernel for de" in text or " on cuda" in text
    )


def forward(row, case, dtype, change):
    """What a row gives of a sample."""
    arguments, keywords = case.arguments(dtype, change)
    return case.function(row)(*arguments, **keywords)


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


def always(row, case) -> bool:
    return True


def has_gradient(row, case) -> bool:
    return differentiable(row, case) and case.values


def lacks(run, row, case, dtype: ct.dtype) -> bool:
    """Whether a sample fails for want of a kernel."""
    try:
        run(row, case, dtype, plain)
    except Exception as error:
        return lacking(error)
    return False


def asked(name: str, dtypes, has) -> list[tuple]:
    """The samples of a row that are to run, each in the first dtype that it takes."""
    row, found = BY_NAME[name], []
    for case in SAMPLES[name]:
        taken = (getattr(ct, d) for d in (dtypes if case.varies else ("float32",)))
        first = next((d for d in taken if not refusal(row, case, d)), None)
        found += [(case, first)] if first and has(row, case) else []
    return found


def lacked(run, dtypes, has, known: set[str]) -> list[str]:
    """The rows, beside those that are known, all of whose samples lack a kernel."""
    found = []
    for name in SAMPLES.keys() - known:
        calls = asked(name, dtypes, has)
        if calls and all(lacks(run, BY_NAME[name], *call) for call in calls):
            found.append(name)
    return sorted(found)


# By the table, by their bodies, and by their gradients alone.
WITHOUT = {
    name for names in cuda_rows.lacking(rows.everything()).values() for name in names
}
WITHOUT &= SAMPLES.keys()
COMPOSED, BACKWARD = [], []
if ct.cuda.is_available():
    COMPOSED = lacked(forward, ALL, always, WITHOUT)
    BACKWARD = lacked(gradients, GRADIENTS, has_gradient, {*WITHOUT, *COMPOSED})


def shown(name: str) -> str:
    """A row's name in its errors."""
    pyname = BY_NAME[name]["pyname"].removeprefix("_")
    return re.sub("^(linalg|fft)_", r"\1.", pyname)


@pytest.mark.parametrize("name", sorted(WITHOUT))
def test_row_without_a_kernel(name) -> None:
    case, dtype = asked(name, ALL, always)[0]
    arguments, keywords = case.arguments(dtype, plain)
    message = f"^{shown(name)}_?: no kernel for device cuda:0$"
    with ct.device("cuda"), pytest.raises(NotImplementedError, match=message):
        case.function(BY_NAME[name])(*arguments, **keywords)


@pytest.mark.parametrize("name", COMPOSED)
def test_row_of_rows_without_a_kernel(name) -> None:
    case, dtype = asked(name, ALL, always)[0]
    message = "^[a-z_.0-9]+: no kernel for device cuda:0$"
    with pytest.raises(NotImplementedError, match=message):
        forward(BY_NAME[name], case, dtype, plain)


@pytest.mark.parametrize("name", BACKWARD)
def test_gradient_without_a_kernel(name) -> None:
    """The error names the row that the gradient needs."""
    case, dtype = asked(name, GRADIENTS, has_gradient)[0]
    with pytest.raises(NotImplementedError) as error:
        gradients(BY_NAME[name], case, dtype, plain)
    needed = re.search(r"([\w.]+): no kernel for device cuda:0$", str(error.value))
    assert needed
    assert needed[1] in {shown(n) for n in (*WITHOUT, *COMPOSED, name)}


# Rows some of whose samples need what is lacking.
PARTLY = {"logcumsumexp", "logsumexp", "norm_named", "normal_", "strided_put"}


@pytest.mark.parametrize("name", sorted(PARTLY))
def test_what_is_partly_lacking_lacks_something(name) -> None:
    row, tries = BY_NAME[name], []
    for case in SAMPLES[name]:
        for dtype in (getattr(ct, d) for d in ALL):
            if not refusal(row, case, dtype):
                tries.append((forward, row, case, dtype))
                if dtype.is_floating_point and has_gradient(row, case):
                    tries.append((gradients, row, case, dtype))
    assert any(lacks(*one) for one in tries)


def on_device(name: str, call):
    """What a call gives; None where a kernel is lacking, as is known of the row."""
    try:
        return call()
    except NotImplementedError as error:
        assert lacking(error)
        assert name in PARTLY, str(error)
        return None


@sample_and_dtype(ALL, without={*WITHOUT, *COMPOSED})
def test_sample(name, case, dtype) -> None:
    row = BY_NAME[name]
    if refusal(row, case, dtype):
        return  # in the same words: test_table_samples.py
    for change in (plain, scattered)[: 1 + case.scattered]:
        arguments, keywords = case.arguments(dtype)
        want = case.expected(arguments, keywords)
        arguments, keywords = case.arguments(dtype, change)
        got = on_device(
            name, lambda a=arguments, k=keywords: case.function(row)(*a, **k)
        )
        if got is None or not case.tensors([arguments, list(keywords.values())]):
            return  # or a factory, of the CPU
        assert all(t.is_cuda for t in as_tuple(got))
        check(tuple(t.detach().cpu() for t in as_tuple(got)), as_tuple(want), case)


@sample_and_dtype(GRADIENTS, without={*WITHOUT, *COMPOSED, *BACKWARD})
def test_gradients(name, case, dtype) -> None:
    row = BY_NAME[name]
    if not has_gradient(row, case) or refusal(row, case, dtype):
        return
    want = gradients(row, case, dtype, lambda t: t)
    got = on_device(name, lambda: gradients(row, case, dtype, plain))
    if got is None:
        return
    for a, b in zip(got, want, strict=True):
        assert a.is_cuda
        x, y = wide(a.cpu()), wide(b)
        scale = np.abs(np.where(np.isfinite(y), y, 0)).max(initial=1)
        most = 64 * ct.finfo(dtype).eps
        np.testing.assert_allclose(x, y, most, most * scale)
