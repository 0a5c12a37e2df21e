"""NumPy's functions and ufuncs on tensors, beside the same calls on arrays.

usage: numpy_side.py

Runs the calls of tests/numpy_calls.py in every dtype that both have and in several
layouts, and each ufunc on every pair of dtypes: whether there is an error, the dtype,
the shape and the values must be NumPy's. What is meant to differ stands in
differences.txt under np.NAME.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import listed
import numpy as np
from judge import EPS, tiny
from numpy_calls_more import CALLS
from run import shown_and_bad
from twins import FAILURES, flat

import ctensor as ct
from ctensor._numpy._registry import lookup

DTYPES = ["float32", "float64", "float16", "complex64", "complex128", "bool"]
DTYPES += [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]
LAYOUTS = {
    "": np.ascontiguousarray,
    " fortran": np.asfortranarray,
    " reversed": lambda a: a[::-1].copy()[::-1] if a.ndim else a,
    " strided": lambda a: np.repeat(a, 2, -1)[..., ::2] if a.ndim else a,
}


def operands(shapes: tuple, dtype: str) -> list[np.ndarray]:
    """Distinct values in (0.2, 0.9), or up to 9 where they are whole."""
    rng = np.random.default_rng(7)
    arrays = []
    for shape in shapes:
        n = int(np.prod(shape))
        x = 0.2 + 0.7 * (rng.permutation(n) + 0.4) / max(n, 1)
        if np.dtype(dtype).kind == "c":
            x = x * np.exp(1j * rng.permutation(n))
        if np.dtype(dtype).kind in "iub":
            x = np.round(10 * x) % (2 if dtype == "bool" else 100)
        arrays.append(x.reshape(shape).astype(dtype))
    return arrays


def result(call: Callable, function: Callable, arguments: list) -> tuple[Any, list]:
    """The error or what came out."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return None, flat(call(function, *arguments))
    except FAILURES as error:
        return error, []


def compare(name: str, call: Callable, arrays: list) -> Iterator[str]:
    """What a call on tensors differs in from that on arrays."""
    function = lookup(name)
    refused, wanted = result(call, function, [a.copy(order="K") for a in arrays])
    error, got = result(call, function, [ct.from_numpy(a) for a in arrays])
    if error or refused:
        if not refused:
            yield f"refuses: {type(error).__name__}: {' '.join(str(error).split())}"
        elif not error:
            yield f"takes: {type(refused).__name__}: {' '.join(str(refused).split())}"
        return
    if len(got) != len(wanted):
        yield f"count: {len(got)} for {len(wanted)}"
        return
    for g, w in zip(got, wanted, strict=True):
        if isinstance(w, (np.ndarray, np.generic)) and isinstance(g, ct.Tensor):
            yield from of_arrays(g.detach().numpy(), np.asarray(w))


def of_arrays(g: np.ndarray, w: np.ndarray) -> Iterator[str]:
    """What two results differ in."""
    if g.dtype != w.dtype:
        yield f"dtype: {g.dtype} for {w.dtype}"
    elif g.shape != w.shape:
        yield f"shape: {g.shape} for {w.shape}"
    elif w.dtype.kind not in "fc":
        if not np.array_equal(g, w):
            yield f"values: {g.ravel()[:4]} for {w.ravel()[:4]}"
    else:
        with np.errstate(all="ignore"):
            scale = np.abs(np.where(np.isfinite(w), w, 0)).max(initial=0)
            most = 64 * EPS[str(w.dtype)] * scale + tiny(str(w.dtype))
            same = (g == w) | (np.isnan(g) & np.isnan(w)) | (np.abs(g - w) <= most)
        if not same.all():
            yield f"values: {g[~same].ravel()[:4]} for {w[~same].ravel()[:4]}"


def of_calls() -> Iterator[tuple[str, str]]:
    """The calls of tests/numpy_calls.py."""
    for number, call in enumerate(CALLS):
        if lookup(call.name) is None:
            continue
        for dtype in DTYPES:
            arrays = operands(call.shapes, dtype)
            for layout, change in (
                LAYOUTS.items() if dtype == "float32" else [("", None)]
            ):
                given = [change(a) for a in arrays] if change else arrays
                for found in compare(call.name, call.call, given):
                    kind, _, text = found.partition(": ")
                    label = f"{dtype}{layout}: call {number}"
                    yield f"np.{call.name}", f"{kind}: {label}: {text}"


def of_ufuncs() -> Iterator[tuple[str, str]]:
    """Each ufunc of two operands, on every pair of dtypes; of one on every dtype."""
    ufuncs = {f.__name__: f for f in vars(np).values() if isinstance(f, np.ufunc)}
    for name, ufunc in sorted(ufuncs.items()):
        if ufunc.nin > 2 or ufunc.signature:
            continue
        for a in DTYPES:
            for b in DTYPES if ufunc.nin == 2 else [a]:
                pair = [operands(((2, 3),), d)[0] for d in (a, b)][: ufunc.nin]
                for found in compare(name, lambda f, *x: f(*x), pair):
                    kind, _, text = found.partition(": ")
                    yield f"np.{name}", f"{kind}: ufunc {a} {b}: {text}"


if __name__ == "__main__":
    FOUND = [*of_calls(), *of_ufuncs()]
    sys.exit(shown_and_bad(FOUND, listed.entries("np."), True))
