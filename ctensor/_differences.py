"""Slopes between samples of a function."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ctensor as ct
from ctensor import _C
from ctensor._C import Tensor
from ctensor._whole import whole_numbers

__all__ = ["gradient"]


def slopes(f: Tensor, dim: int, spacing: Any, edge_order: int = 1) -> Tensor:
    """Central differences along dim, one-sided at its ends.

    `spacing` is the distance of neighbours, or a vector of the distances between them.
    At the ends a line (edge_order 1) or a parabola (2) goes through the samples.
    """
    if isinstance(spacing, (int, float)):
        return _C._slopes(f, dim, spacing, edge_order)
    f = f.movedim(dim, -1)
    if not isinstance(spacing, Tensor) or spacing.ndim == 0:
        inner = (f[..., 2:] - f[..., :-2]) / (2.0 * spacing)
        near = far = (spacing, spacing)
    else:
        before, after = spacing[:-1], spacing[1:]
        inner = (
            before * before * f[..., 2:]
            + (after * after - before * before) * f[..., 1:-1]
            - after * after * f[..., :-2]
        ) / (before * after * (before + after))
        near, far = (spacing[:1], spacing[1:2]), (spacing[-1:], spacing[-2:-1])
    first = _end(f[..., :1], f[..., 1:2], f[..., 2:3], near, edge_order)
    back = (f[..., -1:], f[..., -2:-1], f[..., -3:-2])
    return _C.cat([first, inner, -_end(*back, far, edge_order)], -1).movedim(-1, dim)


def _end(a: Tensor, b: Tensor, c: Tensor, steps: Any, edge_order: int) -> Tensor:
    """The slope at a of the curve through a, b and, of order 2, c."""
    h, k = steps
    slope: Tensor = (b - a) / h
    if edge_order == 2:
        slope = slope + ((b - a) / h - (c - b) / k) * (h / (h + k))
    return slope


def gradient(
    input: Tensor,
    *,
    spacing: Any = 1,
    dim: int | Sequence[int] | None = None,
    edge_order: int = 1,
) -> tuple[Tensor, ...]:
    """Slopes of samples along each dim, or those of `dim`: a tensor for each.

    `spacing` is the distance of neighbours, one for all dims or one for each, or a list
    with the coordinates along each, in vectors. Inside the slopes are those of the
    parabola through a sample and its neighbours (Fornberg 1988), at the ends of a line
    (edge_order 1) or of such a parabola (2). RuntimeError where a dim has no more
    samples than edge_order.

    >>> ct.gradient(ct.tensor([1.0, 2, 4, 8]))[0].tolist()
    [1.0, 1.5, 3.0, 4.0]
    """
    if edge_order not in (1, 2):
        raise RuntimeError(f"gradient: expected edge_order 1 or 2, got {edge_order}")
    expected = "gradient: expected dim as ints"
    asked = range(input.ndim) if dim is None else whole_numbers(dim, expected)
    dims = [_wrapped(d, input.ndim) for d in asked]
    if len(set(dims)) < len(dims):
        raise RuntimeError(f"gradient: expected distinct dims, got {dim}")
    each = spacing if isinstance(spacing, (list, tuple)) else [spacing] * len(dims)
    if len(each) != len(dims):
        raise RuntimeError(
            f"gradient: expected a spacing for each of {len(dims)} dims, got "
            f"{len(each)}"
        )
    floating = input.is_floating_point() or input.is_complex()
    x = input if floating else input.to(ct.get_default_dtype())
    return tuple(
        slopes(x, d, _steps(x, d, s, edge_order), edge_order)
        for d, s in zip(dims, each, strict=True)
    )


def _wrapped(d: int, ndim: int) -> int:
    if not -ndim <= d < ndim:
        raise IndexError(f"gradient: expected a dim in [{-ndim}, {ndim - 1}], got {d}")
    return d % ndim


def _steps(x: Tensor, d: int, spacing: Any, edge_order: int) -> Any:
    """The distances that `slopes` takes, for samples along dim d."""
    if x.shape[d] <= edge_order:
        raise RuntimeError(
            f"gradient: expected at least {edge_order + 1} samples along dim {d}, got "
            f"{x.shape[d]}"
        )
    if not isinstance(spacing, Tensor) or spacing.ndim == 0:
        return spacing
    if spacing.ndim != 1 or spacing.numel() != x.shape[d]:
        raise RuntimeError(
            f"gradient: expected {x.shape[d]} coordinates in a vector for dim {d}, got "
            f"{tuple(spacing.shape)}"
        )
    return spacing.to(x.dtype).diff()
