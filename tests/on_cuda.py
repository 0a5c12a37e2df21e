"""Calls on the device `cuda` beside the same on the CPU: values and gradients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from test_table import inexact, wide

import ctensor as ct

FLOATS = ("float32", "float64", "float16", "bfloat16")


def drawn(*shape: int, dtype: str = "float32", seed: int = 0, at: float = 0):
    """Normal numbers about `at`."""
    rng = np.random.default_rng(seed + sum(shape))
    return ct.tensor(rng.normal(at, 1, shape)).to(getattr(ct, dtype))


def assert_close(got: ct.Tensor, want: ct.Tensor, eps: float) -> None:
    """Of one shape and dtype, and so many eps of the dtype apart, of the largest."""
    assert got.device.type == "cuda"
    assert (got.shape, got.dtype) == (want.shape, want.dtype)
    a, b = wide(got.detach().cpu()), wide(want.detach())
    most = eps * ct.finfo(want.dtype).eps if inexact(want) else 0
    size = np.abs(np.where(np.isfinite(b), b, 0)).max(initial=1)
    np.testing.assert_allclose(a, b, most, most * size)


def run(call: Callable[..., Any], arguments: list[Any], device: str, grad: bool):
    """The results of a call there, and the gradients of its arguments."""
    given = [
        a.detach().to(device) if isinstance(a, ct.Tensor) else a for a in arguments
    ]
    tensors = [a for a in given if isinstance(a, ct.Tensor)]
    leaves = [t.requires_grad_() for t in tensors if grad and inexact(t)]
    results = call(*given)
    results = list(results if isinstance(results, tuple) else (results,))
    made = [t for t in results if t.requires_grad]
    if not made:
        return results
    ways = [
        ct.arange(t.numel(), dtype=ct.float64).cos().reshape(t.shape).to(t.dtype)
        for t in made
    ]
    ways = [way.to(device) for way in ways]
    return results + list(ct.autograd.grad(made, leaves, ways, materialize_grads=True))


def check(
    call: Callable[..., Any], *arguments: Any, eps: float = 64, grad: bool = True
) -> None:
    """The same on both devices."""
    want, got = (run(call, list(arguments), d, grad) for d in ("cpu", "cuda"))
    for a, b in zip(got, want, strict=True):
        assert_close(a, b, eps)
