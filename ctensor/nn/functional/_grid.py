"""Sampling at places that are given: `grid_sample`, and `affine_grid` for them.

Places are in [-1, 1] along each dim: from the first to the last element's center with
`align_corners`, else from edge to edge. Jaderberg et al. 2015,
https://arxiv.org/abs/1506.02025.
"""

from __future__ import annotations

import itertools
import math
import warnings
from collections.abc import Sequence
from typing import Any

import ctensor as ct
from ctensor import _C
from ctensor.autograd import Function
from ctensor.nn.functional._fused import has_kernels, second_gradients
from ctensor.nn.functional._resize import _cubic_weights


def _default_corners(name: str, given: bool | None) -> bool:
    if given is None:
        warnings.warn(
            f"Default {name} behavior is align_corners=False. Please specify "
            "align_corners=True if the corners are meant.",
            stacklevel=3,
        )
    return bool(given)


def affine_grid(
    theta: ct.Tensor, size: Sequence[int], align_corners: bool | None = None
) -> ct.Tensor:
    """Places for `grid_sample`: what matrices (N, 2, 3) or (N, 3, 4) make of a lattice.

    `size` is (N, C, H, W) or (N, C, D, H, W); the result (N, H, W, 2) or
    (N, D, H, W, 3) has x first. ValueError for other shapes.
    """
    corners = _default_corners("affine_grid", align_corners)
    if not theta.is_floating_point():
        raise ValueError(
            f"Expected theta to have floating point type, but got {theta.dtype}"
        )
    dims = len(size) - 2
    if dims not in (2, 3):
        raise NotImplementedError(
            "affine_grid only supports 4D and 5D sizes, for 2D and 3D affine "
            f"transforms, respectively. Got size {tuple(size)}."
        )
    if theta.dim() != 3 or theta.shape[1:] != (dims, dims + 1):
        raise ValueError(
            f"Expected a batch of {dims}D affine matrices of shape Nx{dims}x{dims + 1} "
            f"for size {tuple(size)}. Got {tuple(theta.shape)}."
        )
    if min(size) <= 0:
        raise ValueError(f"Expected non-zero, positive output size. Got {tuple(size)}")
    lines = []
    for d, n in enumerate(size[2:]):
        if n == 1:
            line = ct.zeros(1, dtype=theta.dtype)
        else:
            line = ct.linspace(-1, 1, n, dtype=theta.dtype)
            line = line if corners else line * ((n - 1) / n)
        lines.append(line.reshape([n if k == d else 1 for k in range(dims)]))
    shape = tuple(size[2:])
    base = [line.expand(shape) for line in reversed(lines)]
    base.append(ct.ones(shape, dtype=theta.dtype))
    flat = ct.stack(base, -1).reshape(1, math.prod(shape), dims + 1).to(theta.device)
    return (flat @ theta.transpose(1, 2)).reshape(size[0], *shape, dims)


def _reflected(x: ct.Tensor, low: float, high: float) -> ct.Tensor:
    """X mirrored at both ends, as often as it takes."""
    if high <= low:
        return ct.zeros_like(x)
    span = high - low
    x = (x - low).abs()
    flips = (x / span).floor()
    rest = x - flips * span
    return ct.where(flips % 2 == 0, rest + low, span - rest + low)


class _Sampler:
    """One call: input laid flat, and how places are found in it."""

    def __init__(self, input: ct.Tensor, padding_mode: str, corners: bool) -> None:
        self.sizes = input.shape[2:]
        self.flat = input.reshape(*input.shape[:2], math.prod(self.sizes))
        self.padding_mode, self.corners = padding_mode, corners

    def inside(self, x: ct.Tensor, n: int) -> ct.Tensor:
        """Coordinates by the padding mode, those of zeros as they are."""
        if self.padding_mode == "zeros":
            return x
        if self.padding_mode == "reflection":
            x = _reflected(x, *((0, n - 1) if self.corners else (-0.5, n - 0.5)))
        # At an edge nothing moves any more.
        return ct.where((x > 0) & (x < n - 1), x, x.detach().clamp(0, n - 1))

    def place(self, x: ct.Tensor, n: int) -> ct.Tensor:
        """A coordinate in [-1, 1] among n elements."""
        x = (x + 1) / 2 * (n - 1) if self.corners else ((x + 1) * n - 1) / 2
        return x.where(x.isfinite(), ct.full_like(x, -100.0))

    def take(self, at: Sequence[ct.Tensor]) -> ct.Tensor:
        """The elements at whole places (N, *), 0 where there is none: (N, C, *)."""
        index, there = ct.zeros_like(at[0], dtype=ct.int64), None
        for x, n in zip(at, self.sizes, strict=True):
            known = (x >= 0) & (x <= n - 1)
            there = known if there is None else there & known
            index = index * n + x.detach().clamp(0, n - 1).to(ct.int64)
        assert there is not None
        n, channels = self.flat.shape[:2]
        places = index.reshape(n, 1, math.prod(index.shape[1:])).expand(n, channels, -1)
        found = self.flat.gather(2, places).reshape(n, channels, *index.shape[1:])
        return found.where(there.unsqueeze(1), ct.zeros_like(found))

    def linear(self, at: list[ct.Tensor]) -> ct.Tensor:
        """Of the corners around each place."""
        at = [self.inside(x, n) for x, n in zip(at, self.sizes, strict=True)]
        first = [x.detach().floor() for x in at]
        total = None
        for corner in itertools.product((0, 1), repeat=len(at)):
            weight = None
            for x, f, side in zip(at, first, corner, strict=True):
                part = x - f if side else 1 - (x - f)
                weight = part if weight is None else weight * part
            assert weight is not None
            found = self.take([f + s for f, s in zip(first, corner, strict=True)])
            part = found * weight.unsqueeze(1)
            total = part if total is None else total + part
        assert total is not None
        return total

    def nearest(self, at: list[ct.Tensor]) -> ct.Tensor:
        """Of the nearest element, of two the even one."""
        at = [self.inside(x, n) for x, n in zip(at, self.sizes, strict=True)]
        return self.take([x.detach().round() for x in at])

    def cubic(self, at: list[ct.Tensor]) -> ct.Tensor:
        """Of 4 x 4 elements around each place; what lies outside is padded."""
        first = [x.detach().floor() for x in at]
        weights = [_cubic_weights(x - f, -0.75) for x, f in zip(at, first, strict=True)]
        total = None
        for i, j in itertools.product(range(4), repeat=2):
            places = [f + k - 1 for f, k in zip(first, (i, j), strict=True)]
            found = self.take(
                [self.inside(x, n) for x, n in zip(places, self.sizes, strict=True)]
            )
            part = found * (weights[0][i] * weights[1][j]).unsqueeze(1)
            total = part if total is None else total + part
        assert total is not None
        return total


def _check_shapes(input: ct.Tensor, grid: ct.Tensor, mode: str) -> None:
    dims = input.dim() - 2
    if dims not in (2, 3) or grid.dim() != input.dim():
        raise RuntimeError(
            "grid_sampler(): expected 4D or 5D input and grid with same number of "
            f"dimensions, but got input with sizes {list(input.shape)} and grid with "
            f"sizes {list(grid.shape)}"
        )
    if input.shape[0] != grid.shape[0]:
        raise RuntimeError(
            "grid_sampler(): expected grid and input to have same batch size, but got "
            f"input with sizes {list(input.shape)} and grid with sizes "
            f"{list(grid.shape)}"
        )
    if grid.shape[-1] != dims:
        raise RuntimeError(
            f"grid_sampler(): expected grid to have size {dims} in last dimension, but "
            f"got grid with sizes {list(grid.shape)}"
        )
    if 0 in input.shape[2:]:
        raise RuntimeError(
            "grid_sampler(): expected input to have non-empty spatial dimensions, but "
            f"input has sizes {list(input.shape)}"
        )
    if input.dtype != grid.dtype:
        raise RuntimeError(
            "grid_sampler(): expected input and grid to have same dtype, but input has "
            f"{input.dtype} and grid has {grid.dtype}"
        )
    if mode == "bicubic" and dims == 3:
        raise RuntimeError(
            "grid_sampler(): bicubic interpolation only supports 4D input"
        )


def grid_sample(
    input: ct.Tensor,
    grid: ct.Tensor,
    mode: str = "bilinear",
    padding_mode: str = "zeros",
    align_corners: bool | None = None,
) -> ct.Tensor:
    """The values of input (N, C, H, W) at the places of grid (N, *, *, 2), x first.

    Or of (N, C, D, H, W) at (N, *, *, *, 3). The result is (N, C, *, *). Modes:
    'bilinear' (of three dims trilinear), 'nearest', 'bicubic' (of two). Beyond the
    input are zeros, its edge ('border') or what is mirrored there ('reflection').
    Differentiable in both, but by 'nearest' in input only.
    """
    if mode not in ("bilinear", "nearest", "bicubic"):
        raise ValueError(
            "nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or "
            f"'bicubic', but got: '{mode}'"
        )
    if padding_mode not in ("zeros", "border", "reflection"):
        raise ValueError(
            "nn.functional.grid_sample(): expected padding_mode to be 'zeros', "
            f"'border', or 'reflection', but got: '{padding_mode}'"
        )
    corners = _default_corners("grid_sample", align_corners)
    _check_shapes(input, grid, mode)
    if has_kernels(input, grid) and max(input.shape[2:]) < 2**31:
        found: ct.Tensor = _Sample.apply(input, grid, mode, padding_mode, corners)
        return found
    return _composed(input, grid, mode, padding_mode, corners)


class _Sample(Function):
    """All of it in one kernel; the gradients in another."""

    @staticmethod
    def forward(ctx: Any, input: ct.Tensor, grid: ct.Tensor, *how: Any) -> ct.Tensor:
        ctx.save_for_backward(input, grid)
        ctx.how = how
        return _C._grid_sample(input, grid, *how)

    @staticmethod
    def backward(ctx: Any, *grads: ct.Tensor) -> Any:
        gradients = _Gradients.apply(*grads, *ctx.saved_tensors, *ctx.how)
        known = ctx.how[0] != "nearest"
        return gradients[0], gradients[1] if known else None, None, None, None


class _Gradients(Function):
    """Gradients of `_Sample`, whose own are those of the composition."""

    @staticmethod
    def forward(
        ctx: Any, grad: ct.Tensor, input: ct.Tensor, grid: ct.Tensor, *how: Any
    ) -> tuple[ct.Tensor, ct.Tensor]:
        ctx.save_for_backward(grad, input, grid)
        ctx.how = how
        return _C._grid_sample_grad(grad, input, grid, *how)

    @staticmethod
    def backward(ctx: Any, *given: ct.Tensor) -> Any:
        grad, *inputs = ctx.saved_tensors

        def composed(input: ct.Tensor, grid: ct.Tensor) -> ct.Tensor:
            return _composed(input, grid, *ctx.how)

        return (*second_gradients(composed, grad, inputs, given), None, None, None)


def _composed(
    input: ct.Tensor, grid: ct.Tensor, mode: str, padding_mode: str, corners: bool
) -> ct.Tensor:
    """`grid_sample` in other functions."""
    sampler = _Sampler(input, padding_mode, corners)
    coordinates = list(reversed(grid.unbind(-1)))
    at = [sampler.place(x, n) for x, n in zip(coordinates, sampler.sizes, strict=True)]
    if mode == "bilinear":
        return sampler.linear(at)
    return sampler.nearest(at) if mode == "nearest" else sampler.cubic(at)
