"""Mixed precision beside PyTorch: dtypes of results in a region.

usage: mixed.py           (make compare runs it, in an environment with PyTorch)

Each call runs in a region of bfloat16 and of float16, on operands of every pair of
float dtypes. Where both give a result its dtype must be the same; what PyTorch refuses
(operands of two 16-bit dtypes, LAPACK of 16 bits) may have one here. docs/amp.md says
what differs.
"""

from __future__ import annotations

import itertools
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

import ctensor as ct

KINDS = ("float32", "bfloat16", "float16", "float64")
Call = Callable[[Any, Any, Any], Any]  # of the package and two stacks of matrices


def f(lib: Any) -> Any:
    return lib.nn.functional


CALLS: dict[str, Call] = {
    "matmul": lambda t, a, b: a @ b,
    "mm": lambda t, a, b: t.mm(a[0], b[0]),
    "bmm": lambda t, a, b: t.bmm(a, b),
    "addmm": lambda t, a, b: t.addmm(a[0], a[0], b[0]),
    "baddbmm": lambda t, a, b: t.baddbmm(a, a, b),
    "addbmm": lambda t, a, b: t.addbmm(a[0], a, b),
    "mv": lambda t, a, b: t.mv(a[0], b[0, 0]),
    "dot": lambda t, a, b: t.dot(a[0, 0], b[0, 0]),
    "matmul of vectors": lambda t, a, b: a[0, 0] @ b[0, 0],
    "inner": lambda t, a, b: t.inner(a, b),
    "einsum": lambda t, a, b: t.einsum("bij,bjk->bik", a, b),
    "einsum, no product": lambda t, a, b: t.einsum("bij,bij->b", a, b),
    "tensordot": lambda t, a, b: t.tensordot(a, b, dims=2),
    "multi_dot": lambda t, a, b: t.linalg.multi_dot([a[0], b[0], a[1]]),
    "linear": lambda t, a, b: f(t).linear(a, b[0], b[0, 0]),
    "prelu": lambda t, a, b: f(t).prelu(a, b[0, 0]),
    "vecdot": lambda t, a, b: t.linalg.vecdot(a, b),
    "conv2d": lambda t, a, b: f(t).conv2d(a[None], b[None, :, :2, :2]),
    "attention": lambda t, a, b: f(t).scaled_dot_product_attention(a, b, b),
    "matrix_power": lambda t, a, b: t.linalg.matrix_power(a, 3),
    "cdist": lambda t, a, b: t.cdist(a, b),
    "prod": lambda t, a, b: a.prod(1),
    "quantile": lambda t, a, b: t.quantile(a, 0.5),
    "trace": lambda t, a, b: t.trace(a[0]),
    "polar": lambda t, a, b: t.polar(a.abs(), b),
    "view_as_complex": lambda t, a, b: t.view_as_complex(a[..., :2].contiguous()),
    "inv": lambda t, a, b: t.linalg.inv(a),
    "inverse": lambda t, a, b: t.inverse(a),
    "qr": lambda t, a, b: t.linalg.qr(a)[0],
    "svd": lambda t, a, b: t.linalg.svd(a)[0],
    "eig": lambda t, a, b: t.linalg.eig(a)[0],
    "eigh": lambda t, a, b: t.linalg.eigh(a)[0],
    "solve": lambda t, a, b: t.linalg.solve(a, b),
    "lstsq": lambda t, a, b: t.linalg.lstsq(a, b)[0],
    "cond": lambda t, a, b: t.linalg.cond(a),
    "matrix_exp": lambda t, a, b: t.matrix_exp(a),
    "fft": lambda t, a, b: t.fft.fft(a),
    "irfft": lambda t, a, b: t.fft.irfft(a),
    "stft": lambda t, a, b: t.stft(
        a.flatten(), 8, return_complex=True, window=t.ones(8)
    ),
    "mse_loss": lambda t, a, b: f(t).mse_loss(a, b),
    "l1_loss": lambda t, a, b: f(t).l1_loss(a, b),
    "smooth_l1_loss": lambda t, a, b: f(t).smooth_l1_loss(a, b),
    "cross_entropy": lambda t, a, b: f(t).cross_entropy(a[0], t.tensor([0, 1, 2, 3])),
    "nll_loss": lambda t, a, b: f(t).nll_loss(a[0], t.tensor([0, 1, 2, 3])),
    "cat": lambda t, a, b: t.cat([a, b]),
    "stack": lambda t, a, b: t.stack([a, b]),
    "hstack": lambda t, a, b: t.hstack([a, b]),
    "index_copy": lambda t, a, b: t.index_copy(a, 0, t.tensor([1]), b[:1]),
    "add": lambda t, a, b: a + b,
    "softmax": lambda t, a, b: t.softmax(a, -1),
    "sum": lambda t, a, b: a.sum(),
    "layer_norm": lambda t, a, b: f(t).layer_norm(a, (4,)),
    "lerp": lambda t, a, b: t.lerp(a, b.to(a.dtype), 0.3),
    "out": lambda t, a, b: t.mm(a[0], b[0], out=t.empty(4, 4, dtype=a.dtype)),
}


def dtype_of(lib: Any, call: Call, kinds: tuple[str, ...], lower: str) -> str | None:
    """The dtype of the call's result; None where it is refused, or not there."""
    data = np.random.default_rng(0).standard_normal((3, 4, 4))
    a, b = (
        lib.tensor(x).to(getattr(lib, kind))
        for x, kind in zip((data, data[::-1].copy()), kinds, strict=True)
    )
    try:
        with lib.autocast("cpu", dtype=getattr(lib, lower)):
            return str(call(lib, a, b).dtype).split(".")[-1]
    except (RuntimeError, TypeError, NotImplementedError, AttributeError, ValueError):
        return None


def differences() -> Iterator[str]:
    """Calls whose results have another dtype."""
    for name, call in CALLS.items():
        for kinds in itertools.product(KINDS, repeat=2):
            for lower in ("bfloat16", "float16"):
                theirs = dtype_of(torch, call, kinds, lower)
                ours = dtype_of(ct, call, kinds, lower)
                if theirs and ours and theirs != ours:
                    yield f"{name} of {kinds} in {lower}: {theirs}, here {ours}"


def main() -> int:
    """Prints what differs; 1 if anything does."""
    warnings.simplefilter("ignore")
    found = list(differences())
    print("\n".join(found) or "mixed precision: dtypes as PyTorch's")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
