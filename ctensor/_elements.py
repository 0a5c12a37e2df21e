"""Segments, hashes and places of elements, and memory that a file is."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

import ctensor as ct
from ctensor._C import Tensor
from ctensor._whole import whole_numbers

__all__ = [
    "as_strided_",
    "from_file",
    "hash_tensor",
    "nonzero_static",
    "segment_reduce",
    "to_dlpack",
]

_Dims = int | Sequence[int]

# ---- segments ----------------------------------------------------------------------

# What a reduction begins with, and what index_reduce calls it; None for a sum.
_SEGMENTS: dict[str, tuple[float, Literal["prod", "amax", "amin"] | None]] = {
    "sum": (0.0, None),
    "mean": (0.0, None),
    "prod": (1.0, "prod"),
    "max": (float("-inf"), "amax"),
    "amax": (float("-inf"), "amax"),
    "min": (float("inf"), "amin"),
    "amin": (float("inf"), "amin"),
}


def segment_reduce(
    data: Tensor,
    reduce: str,
    *,
    lengths: Tensor | None = None,
    indices: Tensor | None = None,
    offsets: Tensor | None = None,
    axis: int = 0,
    unsafe: bool = False,
    initial: float | None = None,
) -> Tensor:
    """Sums, means, products or extremes of segments that follow each other along a dim.

    Args:
        data: (*, L, ...) of a floating dtype, where axis is the dim of L.
        reduce: 'sum', 'mean', 'prod', 'max' or 'min'.
        lengths: of the S segments, (*, S), integers; those of a row make L.
        indices: not supported, as in PyTorch.
        offsets: in the place of lengths, where segments begin and the last ends,
            (*, S + 1).
        axis: the dim before which all are rows.
        unsafe: without effect: lengths are always checked.
        initial: what a reduction begins with, and an empty segment gives; without it 0
            for 'sum', 1 for 'prod', NaN for 'mean', -inf for 'max', inf for 'min'.

    The result is (*, S, ...). The gradient of equal extremes is shared. RuntimeError
    for lengths that do not fit.

    >>> data = ct.tensor([1.0, 2.0, 3.0])
    >>> ct.segment_reduce(data, "sum", lengths=ct.tensor([2, 1]))
    tensor([3., 3.])
    """
    if reduce not in _SEGMENTS:
        raise RuntimeError(
            f"segment_reduce: expected reduce to be one of {', '.join(_SEGMENTS)}, got "
            f"{reduce!r}"
        )
    if not data.is_floating_point():
        raise NotImplementedError(
            f"segment_reduce: expected data of a floating dtype, got {data.dtype}"
        )
    sizes = _segment_lengths(data, lengths, indices, offsets, axis)
    batch, each = sizes.shape[:-1], sizes.shape[-1]
    rest = data.shape[sizes.dim() :]
    wide = data.float() if data.dtype.itemsize == 2 else data
    rows = wide.reshape(sum(sizes.flatten().tolist()), *rest)
    start, how = _SEGMENTS[reduce]
    y = wide.new_full(
        (sizes.numel(), *rest), start if initial is None else float(initial)
    )
    flat = sizes.flatten()
    place = ct.arange(len(flat), device=data.device).repeat_interleave(flat)
    if how is None:
        y = y.index_add(0, place, rows)
    else:
        y = y.index_reduce(0, place, rows, how)
    if reduce == "mean":
        counts = flat.reshape(-1, *[1] * len(rest)).to(wide.dtype)
        y = y / (counts if initial is None else counts.clamp(min=1))
    return y.reshape(*batch, each, *rest).to(data.dtype)


def _segment_lengths(
    data: Tensor,
    lengths: Tensor | None,
    indices: Tensor | None,
    offsets: Tensor | None,
    axis: int,
) -> Tensor:
    """The lengths as int64, checked."""
    op = "segment_reduce"
    if indices is not None:
        raise RuntimeError(f"{op}: indices based reduction is not supported")
    given = offsets if lengths is None else lengths
    if given is None:
        raise RuntimeError(f"{op}: Either lengths or offsets must be defined")
    if given.is_floating_point() or given.is_complex() or given.dtype == ct.bool:
        raise NotImplementedError(
            f"{op}: expected lengths or offsets of integers, got {given.dtype}"
        )
    dim = axis + data.dim() if axis < 0 else axis
    fits = 0 <= dim < data.dim() and given.dim() == dim + 1
    if not fits or given.shape[:-1] != data.shape[:dim]:
        raise RuntimeError(
            f"{op}: expected lengths or offsets of the shape of data before axis "
            f"{axis} and one dim more, got {tuple(given.shape)} for data of shape "
            f"{tuple(data.shape)}"
        )
    sizes = given.long()
    begins = 0
    if lengths is None:
        if sizes.shape[-1] < 1:
            raise RuntimeError(f"{op}: expected at least one offset")
        begins = int(sizes[..., 0].count_nonzero())
        sizes = sizes.diff(dim=-1)
    if bool((sizes < 0).any()):
        raise RuntimeError(f"{op}: lengths contains negative value")
    if begins or bool((sizes.sum(-1) != data.shape[dim]).any()):
        raise RuntimeError(
            f"{op}: expected all rows of lengths along axis to sum to "
            f"{data.shape[dim]}, the size of data there, and offsets to begin with 0"
        )
    return sizes


# ---- hashes and places -------------------------------------------------------------


def hash_tensor(
    input: Tensor,
    dim: _Dims = (),
    *,
    keepdim: bool = False,
    mode: int = 0,
    out: Tensor | None = None,
) -> Tensor:
    """The exclusive or, uint64, of the bits of elements, over dims or all of them.

    Floating elements are taken as float64, others as int64. mode is 0. RuntimeError
    for an empty input without dim, IndexError for a dim of size 0,
    NotImplementedError for complex numbers.

    >>> ct.hash_tensor(ct.tensor([1, 2, 4]))
    tensor(7, dtype=ctensor.uint64)
    """
    if mode != 0:
        raise RuntimeError(f"hash_tensor: Unknown hash_tensor mode: {mode}")
    if input.is_complex():
        raise NotImplementedError(
            f"hash_tensor: expected a real dtype, got {input.dtype}"
        )
    dims = _reduced_dims(input, dim)
    bits = input.detach()
    if bits.is_floating_point():
        bits = bits.double().view(ct.int64)
    elif bits.dtype == ct.uint64:
        bits = bits.view(ct.int64)
    else:
        bits = bits.long()
    others = [d for d in range(input.dim()) if d not in dims]
    shape = [n for d, n in enumerate(input.shape) if d in others]
    count = math.prod(input.shape[d] for d in dims)
    bits = bits.permute([*others, *dims]).reshape(*shape, count)
    while bits.shape[-1] > 1:
        half = bits.shape[-1] // 2
        left = bits[..., 2 * half :]
        bits = bits[..., :half] ^ bits[..., half : 2 * half]
        bits = (
            ct.cat([bits[..., :1] ^ left, bits[..., 1:]], -1) if left.numel() else bits
        )
    kept = [1 if d in dims else n for d, n in enumerate(input.shape)]
    y = bits.reshape(kept if keepdim else shape).view(ct.uint64)
    return y if out is None else out.resize_(y.shape).copy_(y)


def _reduced_dims(input: Tensor, dim: _Dims) -> list[int]:
    """The dims that are meant, from 0; all where none is named."""
    given = whole_numbers(dim, "hash_tensor: expected dim as ints")
    n = input.dim()
    if not given:
        if input.numel() == 0:
            raise RuntimeError(
                "hash_tensor: Expected reduction dim to be specified for input.numel() "
                "== 0. Specify the reduction dim with the 'dim' argument."
            )
        return list(range(n))
    for d in given:
        if not -max(n, 1) <= d < max(n, 1):
            raise IndexError(f"hash_tensor: expected dim in [{-n}, {n - 1}], got {d}")
        if n and input.shape[d] == 0:
            raise IndexError(
                f"hash_tensor: Expected reduction dim {d} to have non-zero size."
            )
    found = [d % n for d in given] if n else []
    if len(set(found)) != len(found):
        raise RuntimeError(f"hash_tensor: dim {dim} appears multiple times")
    return found


def nonzero_static(
    input: Tensor, *, size: int, fill_value: int = -1, out: Tensor | None = None
) -> Tensor:
    """`nonzero`, cut off or filled up with fill_value to `size` rows: (size, ndim).

    >>> ct.nonzero_static(ct.tensor([1, 0, 2]), size=3)
    tensor([[ 0],
            [ 2],
            [-1]])
    """
    if size < 0:
        raise RuntimeError(
            f"nonzero_static: 'size' must be a non-negative integer, got {size}"
        )
    found = ct.nonzero(input)[:size]
    more = found.new_full((size - len(found), input.dim()), fill_value)
    y = ct.cat([found, more])
    return y if out is None else out.resize_(y.shape).copy_(y)


# ---- memory ------------------------------------------------------------------------


def as_strided_(
    input: Tensor,
    size: Sequence[int],
    stride: Sequence[int],
    storage_offset: int | None = None,
) -> Tensor:
    """Make of a tensor the view that `as_strided` gives, in place: the same memory.

    RuntimeError where it requires grad, or the view leaves the storage.

    >>> x = ct.arange(4)
    >>> ct.as_strided_(x, (2, 2), (1, 2))
    tensor([[0, 2],
            [1, 3]])
    """
    at = input.storage_offset() if storage_offset is None else storage_offset
    input.as_strided(tuple(size), tuple(stride), at)  # checked, before the change
    return input.set_(input.untyped_storage(), at, tuple(size), tuple(stride))


def from_file(
    filename: str | os.PathLike[str],
    shared: bool | None = None,
    size: int = 0,
    *,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    pin_memory: bool | None = False,
) -> Tensor:
    """A vector of `size` elements whose memory is a file.

    If shared, what is written to it is written to the file, which is made, or made
    longer, as needed; else the file stays as it is, and has to be long enough. The
    dtype is the default one if None. RuntimeError for a file that cannot be opened or
    is too short, and for another device than the CPU.

    >>> import tempfile
    >>> path = tempfile.mkstemp()[1]
    >>> _ = ct.from_file(path, shared=True, size=2, dtype=ct.int16).fill_(7)
    >>> ct.from_file(path, size=2, dtype=ct.int16)
    tensor([7, 7], dtype=ctensor.int16)
    """
    if ct.device(device or "cpu").type != "cpu" or pin_memory or size < 0:
        raise RuntimeError(
            "from_file: expected the CPU, memory that is not pinned and size >= 0, got "
            f"device={device}, pin_memory={pin_memory} and size={size}"
        )
    dtype = dtype or ct.get_default_dtype()
    need = size * dtype.itemsize
    try:
        if shared:
            with open(filename, "ab") as file:
                file.truncate(max(need, file.tell()))
        have = os.stat(filename).st_size
        if have < need:
            raise RuntimeError(
                f"from_file: file {filename} of {have} bytes is smaller than the "
                f"{need} that are asked for"
            )
        if not need:
            return ct.empty(0, dtype=dtype)
        mode = "r+" if shared else "c"
        data = np.memmap(filename, np.uint8, mode, shape=(need,))  # type: ignore[call-overload]
    except OSError as error:
        raise RuntimeError(f"from_file: unable to open {filename}: {error}") from None
    return ct.from_numpy(data).view(dtype)


def to_dlpack(tensor: Tensor) -> Any:
    """An unversioned DLPack capsule over the tensor's memory, to be consumed once.

    BufferError for a tensor that requires grad or is read-only. New code passes the
    tensor itself to the consumer's `from_dlpack`.

    >>> ct.from_dlpack(ct.to_dlpack(ct.ones(2)))
    tensor([1., 1.])
    """
    return tensor.__dlpack__()


for _function in (as_strided_, hash_tensor, nonzero_static):
    setattr(Tensor, _function.__name__, _function)
