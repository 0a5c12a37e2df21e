"""Datasets: things with a length whose items are samples, or streams of samples."""

from __future__ import annotations

import bisect
import itertools
import math
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

import ctensor as ct

__all__ = [
    "ChainDataset",
    "ColumnDataset",
    "ConcatDataset",
    "Dataset",
    "IterableDataset",
    "StackDataset",
    "Subset",
    "TensorDataset",
    "random_split",
]


T_co = TypeVar("T_co", covariant=True)


class _Samples(Protocol[T_co]):
    """What a dataset that is no stream has to have, besides its length."""

    def __getitem__(self, index: Any, /) -> T_co: ...


class _SizedSamples(_Samples[T_co], Protocol[T_co]):
    def __len__(self) -> int: ...


class Dataset(Generic[T_co]):
    """Samples by index: a subclass defines `__getitem__` and `__len__`.

    It may also define `__getitems__`, which takes a list of indices and returns the
    list of their samples.
    """

    def __getitem__(self, index: Any) -> T_co:
        raise NotImplementedError("Subclasses of Dataset should implement __getitem__.")

    def __add__(self, other: Dataset[T_co]) -> ConcatDataset[T_co]:
        return ConcatDataset([self, other])


class IterableDataset(Dataset[T_co]):
    """A stream of samples: a subclass defines `__iter__`.

    With several workers each has a copy of the stream and should yield its own part,
    by `get_worker_info()`.
    """

    def __iter__(self) -> Iterator[T_co]:
        raise NotImplementedError(
            "Subclasses of IterableDataset should implement __iter__."
        )

    def __add__(self, other: Dataset[T_co]) -> Any:
        return ChainDataset([self, other])


class TensorDataset(Dataset[tuple[ct.Tensor, ...]]):
    """The rows of tensors of one length: item i is the tuple of their rows i.

    NumPy arrays become tensors that share their memory. Raises TypeError for anything
    else, and for no tensors at all; IndexError for 0-d ones, which have no rows.
    """

    tensors: tuple[ct.Tensor, ...]

    def __init__(self, *tensors: ct.Tensor | np.ndarray) -> None:
        if not tensors:
            raise TypeError("TensorDataset: expected at least one tensor, got none")
        self.tensors = tuple(map(_with_rows, tensors))
        sizes = [tensor.shape[0] for tensor in self.tensors]
        if len(set(sizes)) > 1:
            raise AssertionError(
                "Size mismatch between tensors: expected one number of rows, got "
                f"{sizes}"
            )

    def __getitem__(self, index: Any) -> tuple[ct.Tensor, ...]:
        return tuple(tensor[index] for tensor in self.tensors)

    def __len__(self) -> int:
        return self.tensors[0].shape[0]


def _with_rows(data: Any) -> ct.Tensor:
    """`data` as a tensor of at least one dim."""
    tensor = ct.as_tensor(data) if isinstance(data, np.ndarray) else data
    if not isinstance(tensor, ct.Tensor):
        raise TypeError(
            "TensorDataset: expected Tensors or NumPy arrays, got "
            f"{type(data).__name__}: pass ct.tensor(...)"
        )
    if tensor.dim() == 0:
        raise IndexError("TensorDataset: expected rows, got a 0-d tensor")
    return tensor


class ColumnDataset(Dataset[dict[str, Any]]):
    """The rows of a table: item i is the dict of each column's entry i.

    `data` is a mapping of names to columns of one length (tensors, arrays, lists), or a
    DataFrame. Columns of numbers are tensors, which share an array's memory; others
    stay lists. Raises ValueError for columns of different lengths and for none.
    """

    def __init__(self, data: Any) -> None:
        is_frame = hasattr(data, "columns") and hasattr(data, "iloc")
        names = list(data.columns) if is_frame else list(data)
        self.columns = {
            name: _column(data[name].to_numpy() if is_frame else data[name])
            for name in names
        }
        sizes = {name: len(column) for name, column in self.columns.items()}
        if len(set(sizes.values())) != 1:
            raise ValueError(
                f"ColumnDataset: expected columns of one length, got {sizes}"
            )

    def __getitem__(self, index: Any) -> dict[str, Any]:
        return {name: column[index] for name, column in self.columns.items()}

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))


def _column(data: Any) -> Any:
    """A tensor of numbers, or a list of anything else."""
    if isinstance(data, ct.Tensor):
        return data
    array = data if isinstance(data, np.ndarray) else np.asarray(data)
    return ct.as_tensor(array) if array.dtype.kind in "biufc" else list(data)


class StackDataset(Dataset[Any]):
    """Datasets of one length side by side: item i is the tuple of their items i.

    With names, `StackDataset(image=a, label=b)`, it is a dict. Raises ValueError for
    datasets of different lengths, for none, and for both with and without names.
    """

    datasets: tuple[Any, ...] | dict[str, Any]

    def __init__(self, *args: _SizedSamples[Any], **kwargs: _SizedSamples[Any]) -> None:
        if args and kwargs:
            raise ValueError(
                "Supported either ``tuple``- (via ``args``) or ``dict``- (via "
                "``kwargs``) like input/output, but both types are given."
            )
        parts = args or tuple(kwargs.values())
        if not parts:
            raise ValueError("At least one dataset should be passed")
        self._length = len(parts[0])
        if any(len(part) != self._length for part in parts):
            raise ValueError("Size mismatch between datasets")
        self.datasets = args or kwargs

    def _join(self, parts: Sequence[Any]) -> Any:
        if isinstance(self.datasets, dict):
            return dict(zip(self.datasets, parts, strict=True))
        return tuple(parts)

    @property
    def _parts(self) -> list[Any]:
        sets = self.datasets
        return list(sets.values() if isinstance(sets, dict) else sets)

    def __getitem__(self, index: Any) -> Any:
        return self._join([part[index] for part in self._parts])

    def __getitems__(self, indices: list[int]) -> list[Any]:
        columns = []
        for part in self._parts:
            many = getattr(part, "__getitems__", None)
            items = many(indices) if many else [part[i] for i in indices]
            if len(items) != len(indices):
                raise ValueError(
                    "Nested dataset's output size mismatch. Expected "
                    f"{len(indices)}, got {len(items)}"
                )
            columns.append(items)
        return [self._join(sample) for sample in zip(*columns, strict=True)]

    def __len__(self) -> int:
        return self._length


class ChainDataset(IterableDataset[T_co]):
    """The samples of several streams, one after the other."""

    def __init__(self, datasets: Iterable[Any]) -> None:
        self.datasets = datasets

    def _streams(self) -> Iterator[Any]:
        for dataset in self.datasets:
            if not isinstance(dataset, IterableDataset):
                raise AssertionError("ChainDataset only supports IterableDataset")
            yield dataset

    def __iter__(self) -> Iterator[T_co]:
        for dataset in self._streams():
            yield from dataset

    def __len__(self) -> int:
        return sum(len(dataset) for dataset in self._streams())


class Subset(Dataset[T_co]):
    """The samples of `dataset` at `indices`, in that order."""

    def __init__(self, dataset: _Samples[T_co], indices: Sequence[int]) -> None:
        self.dataset: Any = dataset
        self.indices = indices

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, list):
            return self.dataset[[self.indices[i] for i in index]]
        return self.dataset[self.indices[index]]

    def __getitems__(self, indices: list[int]) -> list[Any]:
        chosen = [self.indices[i] for i in indices]
        if hasattr(self.dataset, "__getitems__"):
            samples: list[Any] = self.dataset.__getitems__(chosen)
            return samples
        return [self.dataset[i] for i in chosen]

    def __len__(self) -> int:
        return len(self.indices)


class ConcatDataset(Dataset[T_co]):
    """The samples of several datasets, one after the other."""

    def __init__(self, datasets: Iterable[_Samples[T_co]]) -> None:
        self.datasets: list[Any] = list(datasets)
        if not self.datasets:
            raise AssertionError("datasets should not be an empty iterable")
        if any(isinstance(dataset, IterableDataset) for dataset in self.datasets):
            raise TypeError("ConcatDataset does not support IterableDataset")
        self.cumulative_sizes = list(itertools.accumulate(map(len, self.datasets)))

    def __len__(self) -> int:
        return self.cumulative_sizes[-1]

    def __getitem__(self, index: int) -> Any:
        if not -len(self) <= index < len(self):
            error = IndexError if index >= 0 else ValueError  # as in PyTorch
            raise error(
                f"index {index} is out of range for a dataset of {len(self)} samples"
            )
        if index < 0:
            index += len(self)
        which = bisect.bisect_right(self.cumulative_sizes, index)
        start = self.cumulative_sizes[which - 1] if which else 0
        return self.datasets[which][index - start if start else index]


def random_split(
    dataset: _SizedSamples[T_co],
    lengths: Sequence[int | float],
    generator: ct.Generator | None = ct.default_generator,
) -> list[Subset[T_co]]:
    """Split at random into subsets of the given lengths.

    Fractions that sum to 1 are rounded down to lengths, and what is left over goes to
    the subsets in turn; an empty one warns. Raises ValueError unless the lengths sum
    to the whole.
    """
    total = len(dataset)
    if math.isclose(sum(lengths), 1) and sum(lengths) <= 1 + 1e-9:
        for i, part in enumerate(lengths):
            if not 0 <= part <= 1:
                raise ValueError(f"Fraction at index {i} is not between 0 and 1")
        counts = [math.floor(total * part) for part in lengths]
        for i in range(total - sum(counts)):
            counts[i % len(counts)] += 1
        lengths = counts
        for i, count in enumerate(counts):
            if count == 0:
                warnings.warn(
                    f"Length of split at index {i} is 0. This might result in an empty "
                    "dataset.",
                    stacklevel=2,
                )
    if sum(lengths) != total:
        raise ValueError(
            "Sum of input lengths does not equal the length of the input dataset!"
        )
    order = ct.randperm(total, generator=generator).tolist()
    ends = itertools.accumulate(lengths)
    return [
        Subset(dataset, order[end - count : end])
        for end, count in zip(ends, lengths, strict=True)
    ]
