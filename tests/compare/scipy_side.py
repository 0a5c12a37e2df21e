"""Functions of `special` beside SciPy's of the same name, on float64 and float32.

usage: scipy_side.py

Over ordinary and extreme numbers the values must be SciPy's within a few roundings.
What is meant to differ stands in differences.txt under scipy.NAME.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import listed
import numpy as np
import scipy.special
from judge import EPS
from run import shown_and_bad

import ctensor as ct

ROUNDINGS = 64
# SciPy's own errors, in eps, measured against 50 digits; ours are 1, of digamma 30, of
# gammainc and gammaincc as SciPy's: up to 1000 where they are below 1e-50.
LESS_EXACT = {"erfc": 512, "erfcx": 512, "ndtr": 1024, "log_ndtr": 1024}
LESS_EXACT |= {"digamma": 2048, "psi": 2048, "gammainc": 2048, "gammaincc": 2048}
# Whose error is relative to 1: SciPy's pi is rounded; it takes the largest term out.
NEAR_0 = ("sinc", "logsumexp", "log_softmax")
EXTREME = [0.0, -0.0, 1.0, -1.0, 2.0, np.inf, -np.inf, np.nan, 1e300, -1e300, 5e-324]
WHOLE = np.arange(6.0)
LINE = np.concatenate(
    [
        np.linspace(-30, 30, 1201),
        np.geomspace(1e-30, 1e4, 300),
        -np.geomspace(1e-30, 1e4, 300),
        EXTREME,
    ]
)
UNIT = np.concatenate([np.linspace(-1, 1, 801), np.geomspace(1e-300, 1, 200), EXTREME])
ABOVE_1 = np.concatenate([np.linspace(1.01, 40, 400), np.geomspace(1.001, 1e6, 100)])
SHAPES, RATES = np.geomspace(0.05, 100, 60), np.geomspace(0.1, 300, 80)
PAIRS = np.stack([LINE, LINE[::-1]], 1)
GRID = np.concatenate([np.linspace(-3, 20, 47), EXTREME])

# Arrays of each function; of one argument LINE where it is not here.
ARGUMENTS: dict[str, list[np.ndarray]] = {
    "erfinv": [UNIT],
    "gammainc": [SHAPES[:, None], RATES[None]],
    "gammaincc": [SHAPES[:, None], RATES[None]],
    "log_softmax": [PAIRS],
    "logit": [UNIT],
    "logsumexp": [PAIRS],
    "ndtri": [UNIT],
    "multigammaln": [ABOVE_1 + 2],
    "polygamma": [WHOLE[:, None], np.linspace(0.05, 40, 300)[None]],
    "softmax": [PAIRS],
    "xlog1py": [GRID[:, None], GRID[None]],
    "xlogy": [GRID[:, None], GRID[None]],
    "zeta": [ABOVE_1[:, None], np.linspace(0.1, 30, 60)[None]],
}
CALLS: dict[str, Callable] = {  # where a call has other arguments than arrays
    "log_softmax": lambda f, x: f(x, 1),
    "logsumexp": lambda f, x: f(x, 1),
    "multigammaln": lambda f, x: f(x, 3),
    "softmax": lambda f, x: f(x, 1),
    "polygamma": lambda f, n, x: (
        ct.stack([f(int(k), x[0]) for k in n[:, 0].tolist()])
        if isinstance(x, ct.Tensor)
        else f(n.astype(int), x)
    ),
}


def names() -> list[str]:
    """Functions that both have."""
    own = [n for n in ct.special.__all__ if callable(getattr(scipy.special, n, None))]
    return sorted(own)


def of_function(name: str, dtype: str) -> Iterator[str]:
    """What a function differs in."""
    call = CALLS.get(name, lambda f, *arguments: f(*arguments))
    arrays = ARGUMENTS.get(name, [LINE])
    with np.errstate(all="ignore"):
        narrow = [a.astype(dtype) for a in arrays]
        want = call(getattr(scipy.special, name), *(a.astype(float) for a in narrow))
        want = np.asarray(want).astype(dtype).astype(float)
    given = [ct.tensor(a) for a in narrow]
    result = call(getattr(ct.special, name), *given)
    if str(result.dtype) != f"ctensor.{dtype}":
        yield f"dtype: {dtype}: {result.dtype}"
        return
    got = result.numpy().astype(float)
    with np.errstate(all="ignore"):
        eps = max(ROUNDINGS * EPS[dtype], LESS_EXACT.get(name, 0) * EPS["float64"])
        least = 1 if name in NEAR_0 else 0
        most = eps * np.maximum(np.abs(want), least) + float(np.finfo(dtype).tiny)
        same = (got == want) | (np.isnan(got) & np.isnan(want))
        far = ~same & ~(np.abs(got - want) <= most)
    lines = narrow[0].ndim > far.ndim  # each has one result
    places = narrow if lines else [np.broadcast_to(a, far.shape) for a in narrow]
    for index in map(tuple, np.argwhere(far)):
        where = ", ".join(f"{a[index]}" for a in places)
        yield f"values: {dtype}: at {where}: {got[index]} for {want[index]}"


if __name__ == "__main__":
    FOUND = [
        (f"scipy.{name}", text)
        for name in names()
        for dtype in ("float64", "float32")
        for text in of_function(name, dtype)
    ]
    sys.exit(shown_and_bad(FOUND, listed.entries("scipy."), True))
