"""Counts in intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import ctensor as ct
from ctensor import _C
from ctensor._C import Tensor

__all__ = ["histogram", "histogramdd"]


class histogram_result(NamedTuple):  # noqa: N801
    """What `histogram` and `histogramdd` return."""

    hist: Tensor
    bin_edges: Any


def _edges(name: str, x: Tensor, bins: Any, limits: Sequence[float] | None) -> Tensor:
    """The ends of the intervals, for the values x of one coordinate."""
    if isinstance(bins, Tensor):
        if bins.ndim != 1 or bins.numel() == 0:
            raise RuntimeError(f"{name}: expected edges of bins in a vector")
        if bins.dtype != x.dtype:
            raise RuntimeError(
                f"{name}: expected edges of dtype {x.dtype}, got {bins.dtype}"
            )
        return bins
    if bins <= 0:
        raise RuntimeError(f"{name}: expected at least 1 bin, got {bins}")
    low, high = limits or (0.0, 1.0)
    if limits is None and x.numel():
        low, high = float(x.min()), float(x.max())
    if not (low <= high and abs(low) < ct.inf and abs(high) < ct.inf):
        raise RuntimeError(
            f"{name}: expected a finite range that does not fall, got {low} to {high}"
        )
    if low == high:
        low, high = low - 0.5, high + 0.5
    return ct.linspace(low, high, int(bins) + 1, dtype=x.dtype, device=x.device)


def _places(x: Tensor, edges: Tensor) -> Tensor:
    """In which interval each of x lies, -1 for none; the last one has its right end."""
    at = _C.searchsorted(edges, x.contiguous(), right=True) - 1
    last = edges.numel() - 1
    at = ct.where(x == edges[-1], last - 1, at)
    return ct.where(at >= last, -1, at)


def _counted(
    points: Tensor, edges: list[Tensor], weight: Tensor | None, density: bool
) -> Tensor:
    """Counts, or sums of weights, of points (N, D) in the cells between edges."""
    sizes = [e.numel() - 1 for e in edges]
    cell = points.new_zeros(points.shape[0], dtype=ct.int64)
    inside = points.new_ones(points.shape[0], dtype=ct.bool)
    for d, n in enumerate(sizes):
        at = _places(points[:, d], edges[d])
        inside = inside & (at >= 0)
        cell = cell * n + at
    if weight is not None:
        weight = weight.reshape(-1)[inside]
    counts = (
        _C.bincount(cell[inside], weight, math.prod(sizes))
        .reshape(sizes)
        .to(points.dtype)
    )
    if density:
        counts = counts / counts.sum()
        for d, e in enumerate(edges):
            width = e[1:] - e[:-1]
            counts = counts / width.reshape([-1] + [1] * (len(sizes) - d - 1))
    return counts


def _check(name: str, x: Tensor, weight: Tensor | None, shape: Sequence[int]) -> None:
    if not x.is_floating_point():
        raise NotImplementedError(f"{name}: expected a floating dtype, got {x.dtype}")
    if weight is not None and (
        tuple(weight.shape) != tuple(shape) or weight.dtype != x.dtype
    ):
        raise RuntimeError(
            f"{name}: expected weight of shape {tuple(shape)} and dtype {x.dtype}, got "
            f"{tuple(weight.shape)} and {weight.dtype}"
        )


def histogram(
    input: Tensor,
    bins: int | Tensor,
    *,
    range: Sequence[float] | None = None,
    weight: Tensor | None = None,
    density: bool = False,
    out: Sequence[Tensor] | None = None,
) -> histogram_result:
    """How many elements lie in each interval, and the ends of the intervals.

    `bins` is the number of equal intervals over `range` (from the smallest to the
    largest element unless given), or their ends in order. The last interval has its
    right end. `weight` says how much each element counts; with `density` the sum over
    the intervals times their widths is 1. Counts have input's dtype, a floating one,
    and no gradient. `out` is a pair of tensors that both are written into.

    >>> ct.histogram(ct.tensor([1.0, 2, 1]), 2, range=(0, 3)).hist.tolist()
    [2.0, 1.0]
    """
    with ct.no_grad():
        _check("histogram", input, weight, input.shape)
        x = input.reshape(-1)
        edges = _edges("histogram", x, bins, range)
        if weight is None and not density and not isinstance(bins, Tensor):
            hist = _C._counts_between(x, edges).to(x.dtype)
        else:
            hist = _counted(x.unsqueeze(1), [edges], weight, density)
    if out is None:
        return histogram_result(hist, edges)
    hist, edges = (
        ct.mul(made, True, out=given)
        for made, given in zip((hist, edges), out, strict=True)
    )
    return histogram_result(hist, edges)


def histogramdd(
    input: Tensor,
    bins: int | Sequence[int] | Sequence[Tensor],
    *,
    range: Sequence[float] | None = None,
    weight: Tensor | None = None,
    density: bool = False,
) -> histogram_result:
    """`histogram` of points: input (*, D) has D coordinates of each.

    `bins` is a number or ends for each coordinate, or one number for all; `range` the
    least and largest value of the first, then of the second, and so on. The result's
    counts have a dim for each coordinate; there is a vector of ends for each.

    >>> ct.histogramdd(ct.tensor([[0.0, 1], [1, 1]]), [2, 1]).hist.tolist()
    [[1.0], [1.0]]
    """
    if input.ndim < 2:
        raise RuntimeError("histogramdd: expected input of at least 2 dims")
    with ct.no_grad():
        n = input.shape[-1]
        each = list(bins) if isinstance(bins, (list, tuple)) else [bins] * n
        if len(each) != n or (range is not None and len(range) != 2 * n):
            raise RuntimeError(
                f"histogramdd: expected bins, and two ends of range, for each of {n} "
                "coordinates"
            )
        _check("histogramdd", input, weight, input.shape[:-1])
        points = input.reshape(-1, n)
        edges = [
            _edges(
                "histogramdd",
                x,
                each[d],
                None if range is None else range[2 * d : 2 * d + 2],
            )
            for d, x in enumerate(points.unbind(1))
        ]
        hist = _counted(points, edges, weight, density)
        return histogram_result(hist, tuple(edges))


for _name in ("histogram",):
    setattr(Tensor, _name, globals()[_name])
