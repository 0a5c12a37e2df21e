"""Making one batch of a list of samples."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, MutableMapping, MutableSequence, Sequence
from typing import Any

import numpy as np

import ctensor as ct

__all__ = ["collate", "default_collate", "default_collate_fn_map", "default_convert"]

_NUMBERS = "biufc"  # kinds of NumPy's dtypes that a tensor can hold
_MESSAGE = (
    "default_collate: batch must contain tensors, numpy arrays, numbers, dicts or "
    "lists; found {}"
)
Functions = dict[Any, Callable[..., Any]]


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


def collate(batch: Sequence[Any], *, collate_fn_map: Functions | None = None) -> Any:
    """Batch a non-empty list of samples of one structure by a table of functions.

    `collate_fn_map` has for types, or tuples of types, the function that batches such
    samples: `function(batch, collate_fn_map=..)`, of the sample's own type first, else
    of the first in order that it is an instance of. Mappings, named tuples and other
    sequences that are in no table are batched by entry and keep their type, but tuples
    become lists. Raises TypeError for other types and RuntimeError for sequences of
    different lengths.
    """
    first = batch[0]
    for key, function in (collate_fn_map or {}).items():
        if type(first) is key:
            return function(batch, collate_fn_map=collate_fn_map)
    for key, function in (collate_fn_map or {}).items():
        if isinstance(first, key):
            return function(batch, collate_fn_map=collate_fn_map)
    if isinstance(first, Mapping):
        columns = {
            key: collate([s[key] for s in batch], collate_fn_map=collate_fn_map)
            for key in first
        }
        return _like_mapping(first, columns)
    if isinstance(first, Sequence):
        if any(len(sample) != len(first) for sample in batch):
            raise RuntimeError("each element in list of batch should be of equal size")
        parts = [
            collate(column, collate_fn_map=collate_fn_map)
            for column in zip(*batch, strict=True)
        ]
        return _like_sequence(first, parts)
    raise TypeError(_MESSAGE.format(type(first)))


def _tensors(batch: Sequence[Any], *, collate_fn_map: Functions | None = None) -> Any:
    return ct.stack(list(batch))


def _arrays(batch: Sequence[Any], *, collate_fn_map: Functions | None = None) -> Any:
    if batch[0].dtype.kind not in _NUMBERS:
        raise TypeError(_MESSAGE.format(batch[0].dtype))
    tensors = [ct.as_tensor(item) for item in batch]
    return collate(tensors, collate_fn_map=collate_fn_map)


def _floats(batch: Sequence[Any], *, collate_fn_map: Functions | None = None) -> Any:
    return ct.tensor(batch, dtype=ct.float64)


def _ints(batch: Sequence[Any], *, collate_fn_map: Functions | None = None) -> Any:
    return ct.tensor(batch)


def _texts(batch: Sequence[Any], *, collate_fn_map: Functions | None = None) -> Any:
    return batch


# What `default_collate` does with each type; entries may be added.
default_collate_fn_map: Functions = {
    ct.Tensor: _tensors,
    np.ndarray: _arrays,
    (np.bool_, np.number): _arrays,
    float: _floats,
    int: _ints,
    str: _texts,
    bytes: _texts,
}


def default_collate(batch: Sequence[Any]) -> Any:
    """Batch a non-empty list of samples of one structure.

    Tensors and arrays are stacked along a new first dimension; floats become a
    float64 and ints an int64 tensor; strings and bytes stay as they are, a list or,
    within sequences, a tuple; mappings, named tuples and other sequences are batched
    by entry and keep their type, but tuples become lists. Other types can be added to
    `default_collate_fn_map`. Raises TypeError for those that are not there and
    RuntimeError for sequences of different lengths.
    """
    return collate(batch, collate_fn_map=default_collate_fn_map)


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
