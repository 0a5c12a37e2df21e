"""Samples of sums with products, products over other dims and chains of products."""

from __future__ import annotations

from typing import Any

import numpy as np
from samples import SAMPLES, Sample, real, whole


def added(product: Any) -> Any:
    """beta * c + alpha * product(a, b), with c broadcast to it."""

    def call(c: Any, a: Any, b: Any, beta: Any = 1, alpha: Any = 1) -> Any:
        return beta * c + alpha * product(a, b)

    return call


def both(product: Any, *shapes: tuple[int, ...]) -> list[Sample]:
    """Samples with a broadcast and a whole input, and with numbers."""
    of, first, second = shapes
    operands = [real(*first), real(*second)]
    numbers = {"beta": 0.5, "alpha": 2}
    return [
        Sample([real(of[-1]), *operands], added(product), roundings=2),
        Sample([real(*of), *operands], added(product), keywords=numbers, roundings=4),
    ]


SAMPLES |= {
    "addmm": both(np.matmul, (3, 5), (3, 4), (4, 5)),
    "addmv": both(np.matmul, (3,), (3, 4), (4,)),
    "addr": both(np.outer, (3, 4), (3,), (4,)),
    "baddbmm": both(np.matmul, (2, 3, 5), (2, 3, 4), (2, 4, 5)),
    "addbmm": both(
        lambda a, b: np.concatenate(a, 1) @ np.concatenate(b),
        *((3, 5), (2, 3, 4), (2, 4, 5)),
    ),
}


def vecdot(x: Any, y: Any, dim: int = -1) -> Any:
    """NumPy's sum takes 0-d operands, which its vecdot does not."""
    terms = np.conj(x) * y
    return terms.sum(dim, dtype=terms.dtype) if terms.ndim else terms


def cross(a: Any, b: Any, dim: int | None = None) -> Any:
    """NumPy's, along the first dim of 3 elements unless one is given."""
    axis = a.shape.index(3) if dim is None else dim
    a, b = np.broadcast_arrays(a, b)
    a, b = np.moveaxis(a, axis, 0), np.moveaxis(b, axis, 0)
    parts = [a[i - 2] * b[i - 1] - a[i - 1] * b[i - 2] for i in range(3)]
    return np.moveaxis(np.stack(parts), 0, axis)


SAMPLES |= {
    "inner": [
        Sample([real(3), real(3)], np.inner),
        Sample([real(2, 3), real(4, 2, 3)], np.inner),
        Sample([real(), real(2, 3)], np.inner),
        Sample([real(2, 0), real(3, 0)], np.inner, differentiable=False),
    ],
    "vdot": [Sample([real(4), real(4)], np.vdot)],
    "linalg_vecdot": [
        Sample([real(2, 3), real(2, 3)], vecdot),
        Sample([real(3, 1), real(2, 3, 4)], vecdot, keywords={"dim": 1}),
        Sample([real(), real()], vecdot),
    ],
    "cross": [
        Sample([real(2, 3, 3), real(2, 3, 3)], cross),
        Sample([real(3, 2), real(3, 1), 0], cross),
    ],
    "linalg_cross": [
        Sample([real(2, 3), real(1, 3)], lambda a, b: cross(a, b, -1)),
        Sample([real(3, 2), real(3, 2)], cross, keywords={"dim": 0}),
    ],
    "kron": [
        Sample([real(2, 3), real(2, 2)], np.kron),
        Sample([real(2), real(2, 1, 3)], np.kron),
        Sample([real(), real(3)], np.kron),
        Sample([whole(2, 2), whole(3)], np.kron),
    ],
    "tensordot": [
        Sample(
            [real(2, 3, 4), real(4, 3, 2), [1, -1], [1, 0]],
            lambda a, b, x, y: np.tensordot(a, b, (x, y)),
        ),
        Sample(
            [real(2, 3), real(4, 1), [1], [1]],
            lambda a, b, x, y: np.tensordot(a, np.repeat(b, 3, 1), (x, y)),
            roundings=2,
        ),
        Sample([real(2), real(3), [], []], lambda a, b, x, y: np.multiply.outer(a, b)),
        Sample(
            [real(2, 3), real(2, 3), [0, 1], [0, 1]],
            lambda a, b, x, y: np.tensordot(a, b, (x, y)),
        ),
    ],
    "multi_dot": [
        Sample([[real(2, 3), real(3, 4)]], np.linalg.multi_dot),
        Sample([[real(3), real(3, 4), real(4)]], np.linalg.multi_dot, roundings=2),
        Sample(
            [[real(5, 2), real(2, 4), real(4, 1), real(1, 3)]],
            np.linalg.multi_dot,
            roundings=4,
        ),
    ],
}
