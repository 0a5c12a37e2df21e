"""Samples of what is made of sums, means and extremes."""

from __future__ import annotations

from typing import Any

import numpy as np
from samples import SAMPLES, Drawn, Sample, flags, imaginary, real, whole

import ctensor as ct


def flagged(f: Any) -> Any:
    """F over n - 1 (unbiased) or n, and the mean."""
    return lambda x, dim, unbiased, keepdim=False: both(f)(
        x, dim, keepdim, int(unbiased)
    )


def both(f: Any, **options: Any) -> Any:
    """F and the mean over the dims of a sample."""

    def reference(x: np.ndarray, dim: Any = None, keepdim: bool = False, correction=1):
        dim = tuple(dim) if isinstance(dim, list) else dim
        return (
            f(x, dim, ddof=correction, keepdims=keepdim),
            np.mean(x, dim, keepdims=keepdim),
        )

    return reference


def ends(x: np.ndarray, dim: Any = None, keepdim: bool = False) -> Any:
    return np.amin(x, dim, keepdims=keepdim), np.amax(x, dim, keepdims=keepdim)


def joined(
    x: np.ndarray, n: int, dim: int, before: Any = None, after: Any = None
) -> Any:
    parts = [p for p in (before, x, after) if p is not None]
    return np.diff(np.concatenate(parts, dim), n, dim)


def area(y: np.ndarray, x: Any = None, dx: float = 1, dim: int = -1) -> Any:
    return np.trapezoid(y * 1.0, None if x is None else x * 1.0, dx, dim)


def sloped(x: np.ndarray, dim: int, step: float, order: int) -> np.ndarray:
    return np.gradient(x * 1.0, step, axis=dim, edge_order=order)


def running(y: np.ndarray, x: Any = None, dx: float = 1, dim: int = -1) -> np.ndarray:
    y = np.moveaxis(y * 1.0, dim, -1)
    step = dx if x is None else np.diff(x * 1.0)
    return np.moveaxis(np.cumsum((y[..., 1:] + y[..., :-1]) * step / 2, -1), -1, dim)


def covariance(x: np.ndarray, **o: Any) -> Any:
    return np.cov(
        x, ddof=o.get("correction", 1),
        fweights=o.get("fweights"), aweights=o.get("aweights"),
    )  # fmt: skip


COUNTS, SHARES = whole(4, low=1, high=4), Drawn((4,), 0.25, 2, ct.float64)

SAMPLES |= {
    "count_nonzero": [
        Sample([real(3, 4)], np.count_nonzero, differentiable=False),
        Sample([whole(3, 4), 0], np.count_nonzero, differentiable=False),
        Sample([flags(3, 4), -1], np.count_nonzero, differentiable=False),
    ],
    "nansum": [
        Sample([real(3, 4)], np.nansum),
        Sample([real(3, 4), [1], True], lambda x, d, k: np.nansum(x, 1, keepdims=k)),
        Sample([whole(3, 4), 0], np.sum),
    ],
    "nanmean": [
        Sample([real(3, 4)], np.nanmean),
        Sample([real(3, 4), 0, True], lambda x, d, k: np.nanmean(x, d, keepdims=k)),
    ],
    "var_mean": [
        Sample([real(3, 4)], both(np.var)),
        Sample([real(3, 4), [1]], both(np.var), keywords={"correction": 0}),
        Sample([real(3, 4), 0], both(np.var), keywords={"keepdim": True}),
    ],
    "std_mean": [Sample([real(3, 4), [0, 1]], both(np.std))],
    "var_mean_unbiased": [
        Sample([real(3, 4), 1, False], flagged(np.var)),
        Sample([real(3, 4), [0], True, True], flagged(np.var)),
    ],
    "std_mean_unbiased": [Sample([real(3, 4), None, False], flagged(np.std))],
    "var_mean_all": [
        Sample([real(3, 4), unbiased], lambda x, u: flagged(np.var)(x, None, u))
        for unbiased in (False, True)
    ],
    "std_mean_all": [
        Sample([real(3, 4), False], lambda x, u: flagged(np.std)(x, None, u))
    ],
    "aminmax": [
        Sample([real(3, 4)], ends),
        Sample([real(3, 4)], ends, keywords={"dim": 1, "keepdim": True}),
    ],
    "diff": [
        Sample([real(3, 4)], np.diff),
        Sample([real(3, 4), 2, 0], np.diff, roundings=3),
        Sample([real(3, 4), 1, 1, real(3, 1), real(3, 2)], joined),
        Sample([real(2, 3), 5, 0], np.diff),
        Sample([flags(5)], np.diff),
    ],
    "slopes": [
        Sample([real(5), 0, 1.0, 1], sloped, roundings=4),
        Sample([real(3, 4), 0, 0.5, 2], sloped, roundings=4),
        Sample([real(3, 2), 1, -2.0, 1], sloped, roundings=4),
    ],
    "trapezoid": [
        Sample([real(3, 4)], area),
        Sample([real(3, 4)], area, keywords={"dx": 0.5}),
        Sample([real(3, 4), real(3)], area, keywords={"dim": 0}),
        Sample([real(3, 4), real(3, 4)], area),
    ],
    "cumulative_trapezoid": [
        Sample([real(3, 4)], running),
        Sample([real(3, 4), real(4)], running),
        Sample([real(3, 4)], running, keywords={"dim": 0, "dx": 2.0}),
        Sample([Drawn((3, 4), 90, 120, ct.int8)], running),
    ],
    "cov": [
        Sample([real(3, 4)], covariance),
        Sample([real(4)], covariance, keywords={"correction": 0}),
        Sample([imaginary(2, 5)], covariance),
        Sample(
            [real(3, 4)],
            covariance,
            keywords={"fweights": COUNTS, "aweights": SHARES},
            constant=(1, 2),
        ),
    ],
    "corrcoef": [
        Sample([real(3, 6)], np.corrcoef, roundings=8),
        Sample([imaginary(2, 5)], np.corrcoef),
    ],
}
