"""Making one batch of a list of samples."""

from __future__ import annotations

import copy
from collections.abc import Mapping, MutableMapping, MutableSequence, Sequence
from typing import Any

import numpy as np

import ctensor as ct

__all__ = ["default_collate", "default_convert"]


_NUMBERS = "biufc"  # kinds of NumPy's dtypes that a tensor can hold

_MESSAGE = (
    "default_collate: batch must contain tensors, numpy arrays, numbers, dicts or "
    "lists; found {}"
)


def _like_mapping(like: Any, items: dict[Any, Any]) -> Any:
    """`items` in a mapping of the type of `like`, with what else that one holds.

    A mutable one is copied and filled, as its constructor may want other arguments; a
    plain dict where neither way is open.
    """
    try:
        if not isinstance(like, MutableMapping):
            return type(like)(items)
        new = copy.copy(like)
        new.update(items)
    except TypeError:
        return items
    return new


def _like_sequence(like: Any, items: list[Any]) -> Any:
    """`items` in a sequence of the type of `like`; a list for a tuple without names."""
    if isinstance(like, tuple):
        return type(like)(*items) if hasattr(like, "_fields") else items
    try:
        if not isinstance(like, MutableSequence):
            return type(like)(items)
        new = copy.copy(like)
        for i, item in enumerate(items):
            new[i] = item
    except TypeError:
        return items
    return new


def default_collate(batch: Sequence[Any]) -> Any:
    """Batch a non-empty list of samples of one structure.

    Tensors and arrays are stacked along a new first dimension; floats become a
    float64 and ints an int64 tensor; strings and bytes stay as they are, a list or,
    within sequences, a tuple; mappings, named tuples and other sequences are batched
    by entry and keep their type, but tuples become lists. Raises TypeError for other
    types and RuntimeError for sequences of different lengths.
    """
    first = batch[0]
    if isinstance(first, ct.Tensor):
        return ct.stack(list(batch))
    if isinstance(first, (str, bytes)):  # np.str_ and np.bytes_ too
        return batch
    if isinstance(first, (np.ndarray, np.generic)):
        if first.dtype.kind not in _NUMBERS:
            raise TypeError(_MESSAGE.format(first.dtype))
        return ct.stack([ct.as_tensor(item) for item in batch])
    if isinstance(first, float):
        return ct.tensor(batch, dtype=ct.float64)
    if isinstance(first, int):
        return ct.tensor(batch)
    if isinstance(first, Mapping):
        return _like_mapping(
            first,
            {key: default_collate([sample[key] for sample in batch]) for key in first},
        )
    if isinstance(first, Sequence):
        if any(len(sample) != len(first) for sample in batch):
            raise RuntimeError("each element in list of batch should be of equal size")
        columns = [default_collate(column) for column in zip(*batch, strict=True)]
        return _like_sequence(first, columns)
    raise TypeError(_MESSAGE.format(type(first)))


def default_convert(data: Any) -> Any:
    """`data` with its arrays made tensors, for a loader without batches.

    Mappings and sequences keep their type, but tuples other than named ones become
    lists, as in `default_collate`.
    """
    if isinstance(data, (np.ndarray, np.generic)) and data.dtype.kind in _NUMBERS:
        return ct.as_tensor(data)
    if isinstance(data, Mapping):
        return _like_mapping(data, {key: default_convert(data[key]) for key in data})
    if isinstance(data, Sequence) and not isinstance(data, (str, bytes)):
        return _like_sequence(data, [default_convert(item) for item in data])
    return data
