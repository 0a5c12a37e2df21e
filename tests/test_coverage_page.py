"""docs/coverage.md: what is missing has a reason, names and signatures."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import coverage  # noqa: E402
import coverage_reasons  # noqa: E402
import signatures  # noqa: E402
from coverage_reasons import NUMPY, SIGNATURES, TORCH, reason  # noqa: E402
from signatures import documented, missing, parsed  # noqa: E402


def lacking(parts: dict[str, list[str]]) -> list[str]:
    return [
        coverage.dotted(path, name)
        for path, names in parts.items()
        for name in coverage.missing(
            path, names, coverage.part(path.replace("ndarray", "Tensor"))
        )
    ]


@pytest.mark.parametrize("library", ["torch", "numpy"])
def test_no_name_is_missing_without_a_reason(library):
    parts = getattr(coverage, f"{library}_names")()
    reasons = TORCH if library == "torch" else NUMPY
    lack = lacking(parts)
    assert len(lack) > 100
    assert [name for name in lack if reason(name, reasons) is None] == []


def test_no_signature_differs_without_a_reason() -> None:
    compared, found = signatures.differences(coverage.part)
    assert compared > 1400
    without = {n: lacks for n, lacks in found.items() if reason(n, SIGNATURES) is None}
    assert without == {}


def test_what_runs_on_tensors_does() -> None:
    """NumPy's functions that the page says can be called on a tensor."""
    from ctensor._numpy._registry import CONSTANT, IMPLEMENTED

    for name in NUMPY[0][1].split():
        function = getattr(np, name, None)
        if function is None or isinstance(function, np.ufunc):  # of another version
            continue
        dispatched = hasattr(function, "_implementation")
        assert dispatched or function in IMPLEMENTED or function in CONSTANT, name


def test_the_first_reason_that_fits_is_taken() -> None:
    table = [("one", "a b.* \n q_*"), ("two", "b.c *")]
    names = ("a", "b.c", "q_x", "z", "x.q_y")
    assert [reason(n, table) for n in names] == ["one", "one", "one", "two", "two"]
    assert reason("c", table[:1]) is None
    for reasons in (TORCH, NUMPY, SIGNATURES):
        texts = [text for text, _ in reasons]
        assert len(set(texts)) == len(texts) and not any(t[-1] in ".:" for t in texts)
    assert set(coverage_reasons.__all__) <= set(vars(coverage_reasons))


# ---- reading and comparing signatures ------------------------------------------------


def test_signatures_are_read() -> None:
    read = parsed("(self, a: int, b=(1, 'x,y'), *rest, c: dict[str, int] = {}, **more)")
    assert [(p.name, p.default, p.kind) for p in read] == [
        ("a", None, "position"),
        ("b", "(1, 'x,y')", "position"),
        ("rest", None, "*"),
        ("c", "{}", "keyword"),
        ("more", None, "**"),
    ]
    assert signatures.text_of(read) == "(a, b=(1, 'x,y'), *rest, c={}, **more)"
    assert parsed("(a, ...)") is None
    text = "f(x, *, out=None) -> Tensor\n\nOf f(y) more.\n\n.. function:: f(x, dim)\n"
    forms = [[p.name for p in form] for form in documented("f", text)]
    assert forms == [["x", "out"], ["x", "dim"]]


@pytest.mark.parametrize(
    ("theirs", "ours", "lacks"),
    [
        ("(a, b=1)", "(a, b=1.0, c=2)", []),
        ("(a, dim)", "(a, axis)", ["lacks `dim`"]),
        ("(a, axis=0)", "(a, dim=0)", []),
        ("(a, b)", "(a)", ["lacks `b`"]),
        ("(a, b)", "(*args)", []),
        ("(a, *, b)", "(a, **kwargs)", []),
        ("(a, b)", "(b, a)", ["`a` is not argument 1"]),
        ("(a, b=1)", "(a, *, b=1)", ["`b` is not argument 2"]),
        ("(a, b=1./8)", "(a, b=0.125)", []),
        ("(a, b=2)", "(a, b=3)", ["`b` is 3 and not 2"]),
        ("(layout=torch.strided)", "(layout=None)", []),
        ("(_a, b)", "(x, b)", []),
        ("(f=...)", "(f=3)", []),
    ],
)
def test_signatures_are_compared(theirs, ours, lacks):
    assert missing(parsed(theirs), parsed(ours)) == lacks
