"""Gathered batches: data that lies in memory, a native call for each batch.

NOTE [Gathered batches] Where samples are rows of tensors (a TensorDataset, a
ColumnDataset, an array, a StackDataset or Subset of such) and nothing but the order is
customised, a batch is one native gather per tensor instead of a Python call per sample.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

import ctensor as ct
from ctensor.utils.data.dataset import (
    ColumnDataset,
    StackDataset,
    Subset,
    TensorDataset,
)

__all__ = ["Rows", "cut", "gather_parts", "row_numbers", "rows_of"]

Build = Callable[[list[Any]], Any]


@dataclass
class Rows:
    """Tensors whose rows are samples, which of them, and how a batch is made."""

    tensors: tuple[ct.Tensor, ...]
    index: ct.Tensor | None
    build: Build


def _as_list(parts: list[Any]) -> Any:
    return parts


def _single(parts: list[Any]) -> Any:
    return parts[0]


def rows_of(dataset: Any) -> Rows | None:
    """The rows that a dataset is made of; None if it is made of none.

    See NOTE [Gathered batches].
    """
    kind = type(dataset)
    if kind is TensorDataset:
        return Rows(dataset.tensors, None, _as_list)
    if kind in (np.ndarray, np.memmap) and dataset.dtype.kind in "biufc":
        return Rows((ct.as_tensor(dataset),), None, _single) if dataset.ndim else None
    if kind is ct.Tensor:
        return Rows((dataset,), None, _single) if dataset.dim() else None
    if kind is ColumnDataset:
        names, columns = list(dataset.columns), tuple(dataset.columns.values())
        if any(not isinstance(c, ct.Tensor) or c.dim() == 0 for c in columns):
            return None
        return Rows(columns, None, lambda p: dict(zip(names, p, strict=True)))
    if kind is StackDataset:
        return _stacked(dataset)
    return _subset(dataset) if kind is Subset else None


def _subset(dataset: Any) -> Rows | None:
    below = rows_of(dataset.dataset)
    chosen = row_numbers(dataset.indices, len(dataset.dataset)) if below else None
    if below is None or chosen is None:
        return None
    index = chosen if below.index is None else below.index[chosen]
    return Rows(below.tensors, index, below.build)


def _stacked(dataset: Any) -> Rows | None:
    """Those of datasets side by side, if all of them take all rows in order."""
    found = [rows_of(part) for part in dataset._parts]
    parts = [part for part in found if part is not None and part.index is None]
    if len(parts) < len(found):
        return None
    is_dict = isinstance(dataset.datasets, dict)

    def build(tensors: list[Any]) -> Any:
        made, at = [], 0
        for part in parts:
            made.append(part.build(tensors[at : at + len(part.tensors)]))
            at += len(part.tensors)
        return dict(zip(dataset.datasets, made, strict=True)) if is_dict else made

    return Rows(tuple(t for part in parts for t in part.tensors), None, build)


def cut(rows: Rows, start: int, count: int, size: int) -> Iterator[Any]:
    """Copies of `size` consecutive rows at a time, from `start` up to `count`."""
    build = rows.build
    for at in range(start, count, size):
        stop = min(at + size, count)
        yield build(
            [
                tensor[at:stop].clone(memory_format=ct.contiguous_format)
                for tensor in rows.tensors
            ]
        )


def gather_parts(rows: Rows, index: ct.Tensor, size: int) -> Iterator[Any]:
    """The rows that `size` indices at a time name.

    The indices of many batches are cut in one call, but not of all: views take memory.
    """
    build = rows.build
    selects = [tensor.index_select for tensor in rows.tensors]
    size = min(size, len(index))
    for part in index.split(256 * size) if size else ():
        for chosen in part.split(size):
            yield build([select(0, chosen) for select in selects])


def row_numbers(indices: Any, count: int) -> ct.Tensor | None:
    """Indices as an int64 tensor, those from the end counted from the start.

    None where there are none, and unless all are integers; each of these names one of
    `count` rows or is out of range.
    """
    if isinstance(indices, ct.Tensor):
        fit = indices.dtype in (ct.int64, ct.int32) and indices.dim() == 1
    elif isinstance(indices, np.ndarray):
        fit = indices.dtype.kind in "iu" and indices.ndim == 1
    else:
        indices = indices if isinstance(indices, range) else list(indices)
        kinds = {int} if isinstance(indices, range) else set(map(type, indices))
        fit = all(kind is int or issubclass(kind, np.integer) for kind in kinds)
    if not fit or len(indices) == 0:
        return None
    index = ct.as_tensor(indices, dtype=ct.int64)
    return ct.where(index < 0, index + count, index)
