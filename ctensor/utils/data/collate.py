"""Making one batch of a list of samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

import ctensor as ct

__all__ = ["default_collate", "default_convert"]


def _rebuild(like: Any, items: list[Any]) -> Any:
    """A named tuple of the type of `like`, where that is one; else a list."""
    return type(like)(*items) if hasattr(like, "_fields") else items


def default_collate(batch: Sequence[Any]) -> Any:
    """Batch a non-empty list of samples of one structure.

    Tensors and arrays are stacked along a new first dimension; floats become a
    float64 and ints an int64 tensor; strings and bytes stay as they are, a list or,
    within sequences, a tuple; mappings, named tuples and other sequences are batched
    by entry. Raises TypeError for other types and RuntimeError for sequences of
    different lengths.
    """
    first = batch[0]
    if isinstance(first, ct.Tensor):
        return ct.stack(list(batch))
    if isinstance(first, (np.ndarray, np.generic)):
        if first.dtype.kind in "SUOV":
            raise TypeError(
                "default_collate: batch must contain tensors, numpy arrays, numbers, "
                f"dicts or lists; found {first.dtype}"
            )
        return ct.stack([ct.as_tensor(item) for item in batch])
    if isinstance(first, float):
        return ct.tensor(batch, dtype=ct.float64)
    if isinstance(first, int):
        return ct.tensor(batch)
    if isinstance(first, (str, bytes)):
        return batch
    if isinstance(first, Mapping):
        items = {
            key: default_collate([sample[key] for sample in batch]) for key in first
        }
        return items if type(first) is dict else type(first)(items)
    if isinstance(first, Sequence):
        if any(len(sample) != len(first) for sample in batch):
            raise RuntimeError("each element in list of batch should be of equal size")
        columns = [default_collate(column) for column in zip(*batch, strict=True)]
        return _rebuild(first, columns)
    raise TypeError(
        "default_collate: batch must contain tensors, numpy arrays, numbers, dicts or "
        f"lists; found {type(first)}"
    )


def default_convert(data: Any) -> Any:
    """`data` with its arrays made tensors, for a loader without batches.

    Tuples become lists, as in `default_collate`.
    """
    if isinstance(data, (np.ndarray, np.generic)) and data.dtype.kind not in "SUOV":
        return ct.as_tensor(data)
    if isinstance(data, Mapping):
        return {key: default_convert(value) for key, value in data.items()}
    if isinstance(data, (tuple, list)):
        return _rebuild(data, [default_convert(item) for item in data])
    return data
