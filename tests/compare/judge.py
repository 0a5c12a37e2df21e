"""What two outcomes of one call differ in."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from twins import Outcome, Part

import ctensor as ct

EPS = {
    "float16": 2.0**-10,
    "bfloat16": 2.0**-7,
    "float32": 2.0**-23,
    "float64": 2.0**-52,
    "complex64": 2.0**-23,
    "complex128": 2.0**-52,
}


def differences(
    ours: Outcome, theirs: Outcome, tolerance: float, values: bool
) -> Iterator[tuple[str, str]]:
    """Kinds of difference, each with what was found.

    `takes`: only we give a result; `refuses`: only PyTorch does.
    """
    if ours.error or theirs.error:
        if not ours.error:
            yield "takes", f"{type(theirs.error).__name__}: {theirs.error}"
        elif not theirs.error:
            yield "refuses", f"{type(ours.error).__name__}: {ours.error}"
        return
    mine, other = ({p.name: p for p in o.parts} for o in (ours, theirs))
    for name in {**mine, **other}:
        kind = name.rstrip("0123456789 ")
        if name not in mine or name not in other:
            if kind == "result" or np.any((mine | other)[name].values):
                yield f"{kind} only " + ("there" if name in other else "here"), name
        else:
            for what, found in between(mine[name], other[name], tolerance, values):
                yield (what if kind == "result" else f"{kind} {what}"), found


def between(
    ours: Part, theirs: Part, tolerance: float, values: bool
) -> Iterator[tuple[str, str]]:
    """What two parts differ in."""
    if ours.dtype != theirs.dtype:
        yield "dtype", f"{ours.dtype} for {theirs.dtype}"
    elif ours.shape != theirs.shape:
        yield "shape", f"{ours.shape} for {theirs.shape}"
    elif not isinstance(ours.values, np.ndarray):
        if ours.values is not None and ours.values != theirs.values:
            yield "values", f"{ours.values} for {theirs.values}"
    else:
        if ours.strides != theirs.strides and ours.values.size:
            yield "strides", f"{ours.strides} for {theirs.strides}"
        if values:
            yield from of_values(ours, theirs, tolerance)


def of_values(ours: Part, theirs: Part, tolerance: float) -> Iterator[tuple[str, str]]:
    """Values that are further apart than the tolerance, in eps of the dtype.

    It is relative to the element and, less, to the largest one; of gradients, which
    are sums of terms that may cancel, to 1 at least.
    """
    a, b = ours.values, theirs.values
    with np.errstate(all="ignore"):
        same = (
            (a == b) | (np.isnan(a) & np.isnan(b)) if a.dtype.kind in "fc" else a == b
        )
        if same.all():
            return
        if ours.dtype not in EPS:
            yield "values", shown(a, b, ~same)
            return
        finite = np.abs(np.where(np.isfinite(b), b, 0))
        largest = finite.max(initial="gradient" in ours.name)
        most = tolerance * EPS[ours.dtype] * (finite + largest / 4)
        most = most + tiny(ours.dtype)
        far = ~same & ~(np.abs(a - b) <= most)
    if far.any():
        yield "values", shown(a, b, far)


def tiny(dtype: str) -> float:
    """The least number that a dtype holds with all bits."""
    return float(ct.finfo(getattr(ct, dtype)).tiny)


def shown(a: np.ndarray, b: np.ndarray, where: np.ndarray) -> str:
    """Some of the elements that differ."""
    return f"{a[where].ravel()[:4]} for {b[where].ravel()[:4]}"
