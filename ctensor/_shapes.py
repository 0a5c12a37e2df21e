"""Functions of several tensors' shapes, made of views and joins."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

import ctensor as ct
from ctensor import _C
from ctensor._C import Tensor
from ctensor._whole import is_whole, whole_numbers

__all__ = [
    "allclose",
    "atleast_1d",
    "atleast_2d",
    "atleast_3d",
    "block_diag",
    "broadcast_shapes",
    "broadcast_tensors",
    "cartesian_prod",
    "combinations",
    "dsplit",
    "hsplit",
    "isclose",
    "meshgrid",
    "split_with_sizes",
    "unravel_index",
    "unsafe_chunk",
    "unsafe_split",
    "unsafe_split_with_sizes",
    "vsplit",
]


def _listed(op: str, tensors: tuple[Any, ...]) -> list[Tensor]:
    """Tensors given one by one or in one list or tuple."""
    if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)):
        tensors = tuple(tensors[0])
    for t in tensors:
        if not isinstance(t, Tensor):
            raise TypeError(f"{op}: expected Tensors, got {type(t).__name__}")
    return list(tensors)


def broadcast_shapes(*shapes: int | Iterable[int]) -> ct.Size:
    """The shape that tensors of these shapes broadcast to; an int is a size of one dim.

    RuntimeError where they do not.

    >>> ct.broadcast_shapes((2, 1), 3)
    ctensor.Size([2, 3])
    """
    sizes = [
        (operator.index(s),) if hasattr(s, "__index__") else tuple(s)  # type: ignore
        for s in shapes
    ]
    if any(n < 0 for size in sizes for n in size):
        raise RuntimeError(
            f"broadcast_shapes: expected sizes of at least 0, got {sizes}"
        )
    try:
        return ct.Size(np.broadcast_shapes(*sizes))
    except ValueError:
        raise RuntimeError(
            f"broadcast_shapes: expected shapes that broadcast, got {sizes}"
        ) from None


def broadcast_tensors(*tensors: Any) -> tuple[Tensor, ...]:
    """The tensors as views of the one shape that all broadcast to.

    >>> a, b = ct.broadcast_tensors(ct.ones(3), ct.ones(2, 1))
    >>> a.shape == b.shape == (2, 3)
    True
    """
    given = _listed("broadcast_tensors", tensors)
    size = broadcast_shapes(*(t.shape for t in given))
    return tuple(t.expand(size) for t in given)


def meshgrid(*tensors: Any, indexing: str = "ij") -> tuple[Tensor, ...]:
    """Coordinates on the grid that vectors (or 0-d tensors) span, a tensor of each.

    With indexing "ij" the result's dims stand in the vectors' order; with "xy" the
    first two are exchanged.

    >>> x, y = ct.meshgrid(ct.arange(2), ct.arange(3), indexing="ij")
    >>> x.shape
    ctensor.Size([2, 3])
    """
    given = _listed("meshgrid", tensors)
    if indexing not in ("ij", "xy"):
        raise RuntimeError(
            f"meshgrid: expected indexing 'ij' or 'xy', got {indexing!r}"
        )
    if not given or any(t.ndim > 1 for t in given):
        raise RuntimeError("meshgrid: expected one or more vectors or 0-d tensors")
    swap = indexing == "xy" and len(given) > 1
    if swap:
        given[:2] = given[1::-1]
    sizes = [t.numel() for t in given]
    grids = [
        t.reshape([-1 if i == d else 1 for i in range(len(given))]).expand(sizes)
        for d, t in enumerate(given)
    ]
    if swap:
        grids[:2] = grids[1::-1]
    return tuple(grids)


def cartesian_prod(*tensors: Any) -> Tensor:
    """All tuples of one element of each vector, a row each.

    >>> ct.cartesian_prod(ct.tensor([1, 2]), ct.tensor([3, 4])).tolist()
    [[1, 3], [1, 4], [2, 3], [2, 4]]
    """
    given = _listed("cartesian_prod", tensors)
    if any(t.ndim != 1 for t in given):
        raise RuntimeError("cartesian_prod: expected vectors")
    if len(given) == 1:
        return given[0]
    grids = [g.reshape(-1) for g in meshgrid(*given)]
    return _C.stack(grids, dim=1)


def combinations(input: Tensor, r: int = 2, with_replacement: bool = False) -> Tensor:
    """All combinations of r elements of a vector, a row each.

    >>> ct.combinations(ct.tensor([1, 2, 3])).tolist()
    [[1, 2], [1, 3], [2, 3]]
    """
    if input.ndim != 1 or r < 0:
        raise RuntimeError("combinations: expected a vector and r of at least 0")
    if r == 0:
        return input.new_empty(0)
    choose: Any = (
        itertools.combinations_with_replacement
        if with_replacement
        else itertools.combinations
    )
    places = np.array(list(choose(range(input.numel()), r)), np.int64).reshape(-1, r)
    return input[ct.from_numpy(places).to(input.device)]


def block_diag(*tensors: Any) -> Tensor:
    """Matrices (or vectors, or 0-d tensors) along the diagonal of a matrix of zeros.

    >>> ct.block_diag(ct.ones(1, 2), ct.ones(1, 1)).tolist()
    [[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    given = _listed("block_diag", tensors) or [ct.empty(1, 0)]
    if any(t.ndim > 2 for t in given):
        raise RuntimeError("block_diag: expected tensors of at most 2 dims")
    blocks = [t.reshape(1, -1) if t.ndim < 2 else t for t in given]
    width = sum(b.shape[1] for b in blocks)
    dtype = blocks[0].dtype
    for b in blocks:
        dtype = ct.promote_types(dtype, b.dtype)
    rows, before = [], 0
    for b in blocks:
        n, m = b.shape
        left = b.new_zeros((n, before), dtype=dtype)
        right = b.new_zeros((n, width - before - m), dtype=dtype)
        rows.append(_C.cat([left, b.to(dtype), right], dim=1))
        before += m
    return _C.cat(rows, dim=0)


def _atleast(n: int, tensors: tuple[Any, ...]) -> Any:
    def grown(t: Any) -> Tensor:
        if not isinstance(t, Tensor):
            raise TypeError(f"atleast_{n}d: expected a Tensor, got {type(t).__name__}")
        if t.ndim >= n:
            return t
        if n == 3 and t.ndim:
            return t.unsqueeze(-1) if t.ndim == 2 else t[None, :, None]
        return t.reshape((1,) * (n - t.ndim) + tuple(t.shape))

    if len(tensors) == 1 and isinstance(tensors[0], Tensor):
        return grown(tensors[0])
    listed: Sequence[Any] = tensors
    if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)):
        listed = tensors[0]
    return tuple(grown(t) for t in listed)


def atleast_1d(*tensors: Any) -> Any:
    """A tensor of at least 1 dim, or a tuple of them for several."""
    return _atleast(1, tensors)


def atleast_2d(*tensors: Any) -> Any:
    """A tensor of at least 2 dims, new ones first, or a tuple of them for several."""
    return _atleast(2, tensors)


def atleast_3d(*tensors: Any) -> Any:
    """A tensor of at least 3 dims, or a tuple of them for several.

    A vector becomes (1, n, 1), a matrix (n, m, 1).
    """
    return _atleast(3, tensors)


# ---- parts -------------------------------------------------------------------

unsafe_chunk = _C.chunk
unsafe_split = _C.split


def split_with_sizes(
    input: Tensor, split_sizes: Sequence[int], dim: int = 0
) -> tuple[Tensor, ...]:
    """Parts of the given sizes along dim, as `split` gives them.

    >>> [len(part) for part in ct.split_with_sizes(ct.zeros(3), [1, 2])]
    [1, 2]
    """
    return tuple(_C.split(input, list(split_sizes), dim))


unsafe_split_with_sizes = split_with_sizes


def _split_along(
    op: str, input: Tensor, parts: int | Sequence[int], dim: int, least: int
) -> tuple[Tensor, ...]:
    if input.ndim < least:
        raise RuntimeError(
            f"{op}: expected at least {least} dims, got shape {tuple(input.shape)}"
        )
    if is_whole(parts) and (parts < 1 or input.shape[dim] % parts):
        raise RuntimeError(
            f"{op}: expected a number of parts that divides the size "
            f"{input.shape[dim]} of dimension {dim}, got {parts}"
        )
    return tuple(_C.tensor_split(input, parts, dim))


def hsplit(
    input: Tensor, indices_or_sections: int | Sequence[int]
) -> tuple[Tensor, ...]:
    """Equal parts along dim 1 (0 of a vector), or parts cut at indices.

    >>> [part.tolist() for part in ct.hsplit(ct.arange(4), 2)]
    [[0, 1], [2, 3]]
    """
    dim = 0 if input.ndim == 1 else 1
    return _split_along("hsplit", input, indices_or_sections, dim, 1)


def vsplit(
    input: Tensor, indices_or_sections: int | Sequence[int]
) -> tuple[Tensor, ...]:
    """Equal parts along dim 0 of a tensor of 2 or more, or parts cut at indices."""
    return _split_along("vsplit", input, indices_or_sections, 0, 2)


def dsplit(
    input: Tensor, indices_or_sections: int | Sequence[int]
) -> tuple[Tensor, ...]:
    """Equal parts along dim 2 of a tensor of 3 or more, or parts cut at indices."""
    return _split_along("dsplit", input, indices_or_sections, 2, 3)


def unravel_index(indices: Tensor, shape: int | Sequence[int]) -> tuple[Tensor, ...]:
    """The coordinates in a shape of row-major numbers: an int64 tensor for each dim.

    TypeError unless indices are integers, ValueError for a negative size. Numbers
    outside of the shape are not looked for: they wrap, as PyTorch's do.

    >>> [at.tolist() for at in ct.unravel_index(ct.tensor([3, 5]), (2, 3))]
    [[1, 1], [0, 2]]
    """
    if indices.is_floating_point() or indices.is_complex() or indices.dtype == ct.bool:
        raise TypeError(
            f"unravel_index: expected indices of an integer dtype, got {indices.dtype}"
        )
    sizes = whole_numbers(shape, "unravel_index: expected shape as ints")
    if any(n < 0 for n in sizes):
        raise ValueError(f"unravel_index: expected sizes of at least 0, got {sizes}")
    indices, places = indices.long(), []
    for n in reversed(sizes):
        places.append(indices % n)
        indices = indices // n
    return tuple(reversed(places))


def isclose(
    input: Tensor,
    other: Tensor,
    rtol: float = 1e-05,
    atol: float = 1e-08,
    equal_nan: bool = False,
) -> Tensor:
    """Where `|input - other| <= atol + rtol * |other|`, or both are one infinity.

    The tensors have one dtype and broadcast. With `equal_nan` NaN is close to NaN.

    >>> ct.isclose(ct.tensor([1.0, 2.0]), ct.tensor([1.0, 2.1])).tolist()
    [True, False]
    """
    if input.dtype != other.dtype:
        raise RuntimeError(
            f"isclose: expected one dtype, got {input.dtype} and {other.dtype}"
        )
    if rtol < 0 or atol < 0:
        raise RuntimeError("isclose: expected rtol and atol of at least 0")
    close = input == other
    if equal_nan and (input.is_floating_point() or input.is_complex()):
        close = close | (input.isnan() & other.isnan())
    if not rtol and not atol:
        return close
    with ct.no_grad():
        a, b = input, other
        if not (a.is_floating_point() or a.is_complex()):
            a, b = a.double(), b.double()
        distance = (a - b).abs()
        return close | (distance.isfinite() & (distance <= atol + rtol * b.abs()))


def allclose(
    input: Tensor,
    other: Tensor,
    rtol: float = 1e-05,
    atol: float = 1e-08,
    equal_nan: bool = False,
) -> bool:
    """Is every pair of elements close, as `isclose` says?

    >>> ct.allclose(ct.ones(2), ct.ones(2) + 1e-9)
    True
    """
    return bool(isclose(input, other, rtol, atol, equal_nan).all())


for _name in (
    "allclose",
    "isclose",
    "dsplit",
    "hsplit",
    "vsplit",
    "split_with_sizes",
    "unsafe_split_with_sizes",
):
    setattr(Tensor, _name, globals()[_name])
for _name in ("chunk", "split"):
    setattr(Tensor, f"unsafe_{_name}", getattr(Tensor, _name))
