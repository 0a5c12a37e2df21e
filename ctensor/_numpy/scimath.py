"""np.emath: functions whose results are complex where no real one is."""

from __future__ import annotations

import numpy as np

import ctensor as ct
from ctensor._numpy._convert import as_tensor, inexact
from ctensor._numpy._registry import implements


def complex_where(x, outside):
    """X as complex numbers where any is outside of what has a real result."""
    x = as_tensor(x)
    if x.dtype.is_complex or not bool(outside(x.detach()).any()):
        return inexact(x)
    return x.to(np.result_type(x.dtype.dtype, np.complex64))


def negative(x):
    return x < 0


def beyond_one(x):
    return ct.abs(x) > 1


def implement(name, outside):
    """np.emath's function of this name, by the ufunc of it."""
    function = getattr(np, name)

    def extended(x):
        return function(complex_where(x, outside))

    implements(f"emath.{name}", only_gradient=True)(extended)


for name in ("sqrt", "log", "log2", "log10"):
    implement(name, negative)
for name in ("arccos", "arcsin", "arctanh"):
    implement(name, beyond_one)


@implements("emath.logn", only_gradient=True)
def logn(n, x):
    n, x = (np.log(complex_where(v, negative)) for v in (n, x))
    return np.divide(x, n)


@implements("emath.power", only_gradient=True)
def power(x, p):
    return np.power(complex_where(x, negative), as_tensor(p))
