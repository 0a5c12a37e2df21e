"""DataLoader: batches of a dataset, in this process or from workers.

NOTE [Gathered batches] Where samples are rows of tensors (a TensorDataset, or Subsets
of one) and nothing but the order is customised, a batch is one native gather per
tensor instead of a Python call per sample.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

import numpy as np

import ctensor as ct
from ctensor.utils.data.collate import default_collate, default_convert
from ctensor.utils.data.dataset import (
    IterableDataset,
    Subset,
    TensorDataset,
    _Samples,
)
from ctensor.utils.data.sampler import BatchSampler, RandomSampler, SequentialSampler
from ctensor.utils.data.worker import StreamEnd, WorkerPool

__all__ = ["DataLoader"]


# What a loader is made of: another value later would have no effect, or half of one.
_FIXED = frozenset(
    {
        "batch_size",
        "batch_sampler",
        "sampler",
        "drop_last",
        "dataset",
        "persistent_workers",
    }
)

T_co = TypeVar("T_co", covariant=True)


class _Pass(itertools.chain[Any]):
    """One pass over a loader: an iterator in C that has the loader's length."""

    _loader: DataLoader[Any]

    def __len__(self) -> int:
        return len(self._loader)


class DataLoader(Generic[T_co]):
    """Iterates over the batches of `dataset`; each iteration is one pass.

    Args:
        dataset: a Dataset, or anything with `__getitem__` and `__len__`; or an
            IterableDataset.
        batch_size: samples in a batch; None loads single samples.
        shuffle: take the samples in a new random order in each pass.
        sampler: the order of the samples, instead of `shuffle`.
        batch_sampler: the lists of indices, instead of the four arguments above.
        num_workers: processes that load ahead; 0 loads in this one.
        collate_fn: makes a batch of a list of samples.
        pin_memory: accepted as in PyTorch; has no effect without a GPU.
        drop_last: leave the last batch out when it is not full.
        timeout: seconds to wait for a worker; 0 for no limit.
        worker_init_fn: called with its number in each worker at the start.
        multiprocessing_context: None, 'fork' or the context of that name; workers are
            always forked.
        generator: source of the order and of the workers' seeds.
        prefetch_factor: batches that each worker loads ahead, 2 by default.
        persistent_workers: keep the workers from one pass to the next.
        pin_memory_device: accepted as in PyTorch; has no effect.
        in_order: yield the batches of workers in order, else as they come.
    """

    dataset: Any
    sampler: Any
    batch_sampler: Any

    def __init__(
        self,
        dataset: _Samples[T_co],
        batch_size: int | None = 1,
        shuffle: bool | None = None,
        sampler: Iterable[int] | None = None,
        batch_sampler: Iterable[list[int]] | None = None,
        num_workers: int = 0,
        collate_fn: Callable[[list[Any]], Any] | None = None,
        pin_memory: bool = False,
        drop_last: bool = False,
        timeout: float = 0,
        worker_init_fn: Callable[[int], None] | None = None,
        multiprocessing_context: Any = None,
        generator: ct.Generator | None = None,
        *,
        prefetch_factor: int | None = None,
        persistent_workers: bool = False,
        pin_memory_device: str = "",
        in_order: bool = True,
    ) -> None:
        _check_workers(num_workers, timeout, prefetch_factor, persistent_workers)
        method = multiprocessing_context
        if hasattr(method, "get_start_method"):
            method = method.get_start_method()
        if method not in (None, "fork"):
            raise ValueError(
                f"multiprocessing_context: expected None or 'fork', got {method!r}"
            )
        stream = isinstance(dataset, IterableDataset)
        if stream:
            _check_stream(shuffle, sampler, batch_sampler)
        if sampler is not None and shuffle:
            raise ValueError("sampler option is mutually exclusive with shuffle")
        if batch_sampler is not None:
            if batch_size != 1 or shuffle or sampler is not None or drop_last:
                raise ValueError(
                    "batch_sampler option is mutually exclusive with batch_size, "
                    "shuffle, sampler, and drop_last"
                )
            batch_size = None
        elif batch_size is None and drop_last:
            raise ValueError(
                "batch_size=None option disables auto-batching and is mutually "
                "exclusive with drop_last"
            )
        order: Any
        if sampler is None and not stream:
            source: Any = dataset
            order = (
                RandomSampler(source, generator=generator)
                if shuffle
                else SequentialSampler(source)
            )
        elif stream and batch_size is not None:
            order = itertools.repeat(0)
        else:
            order = sampler
        if batch_size is not None:
            batch_sampler = BatchSampler(order, batch_size, drop_last)
        if collate_fn is None:
            collate_fn = default_convert if batch_sampler is None else default_collate
        self.dataset = dataset
        self.batch_size = batch_size
        self.sampler = order
        self.batch_sampler = batch_sampler
        self.num_workers = num_workers
        self.collate_fn = collate_fn
        self.pin_memory = pin_memory
        self.drop_last = drop_last
        self.timeout = timeout
        self.worker_init_fn = worker_init_fn
        self.generator = generator
        self.prefetch_factor = prefetch_factor
        self.persistent_workers = persistent_workers
        self.pin_memory_device = pin_memory_device
        self.multiprocessing_context = multiprocessing_context
        self.in_order = in_order
        self._pool: WorkerPool | None = None

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse what the sampler was made of: the new value would have no effect."""
        if name in _FIXED and "_pool" in self.__dict__:
            raise ValueError(
                f"{name} attribute should not be set after {type(self).__name__} is "
                "initialized"
            )
        super().__setattr__(name, value)

    def __len__(self) -> int:
        """Number of batches in a pass."""
        if isinstance(self.dataset, IterableDataset):
            stream: Any = self.dataset
            if self.batch_size is None:
                return len(stream)
            full, rest = divmod(len(stream), self.batch_size)
            return full + bool(rest and not self.drop_last)
        return len(self.sampler if self.batch_sampler is None else self.batch_sampler)

    def __iter__(self) -> Iterator[Any]:
        batches = _Pass(self._batches())
        batches._loader = self
        return batches

    def _batches(self) -> Iterator[Any]:
        if self.num_workers:
            return self._iter_workers()
        if self.timeout > 0:
            raise AssertionError("DataLoader: timeout > 0 needs num_workers > 0")
        if self.collate_fn is default_collate:
            rows = _rows(self.dataset)
            if rows is not None:
                return self._iter_rows(*rows)
        return self._iter_here()

    # ---- in this process ----

    def _iter_here(self) -> Iterator[Any]:
        fetch = self._make_fetch()
        for indices in self._tasks():
            try:
                batch = fetch(indices)
            except StreamEnd:
                return
            yield batch

    def _tasks(self) -> Iterator[Any]:
        """What a batch is made of: an index, or a list of them."""
        if self.batch_sampler is not None:
            return iter(self.batch_sampler)
        if isinstance(self.dataset, IterableDataset):
            return itertools.repeat(0)
        return iter(self.sampler)

    def _make_fetch(self) -> Callable[[Any], Any]:
        """The function from a task to its batch."""
        dataset, collate = self.dataset, self.collate_fn
        if isinstance(dataset, IterableDataset):
            return self._make_stream_fetch(iter(dataset))
        if self.batch_sampler is None:
            return lambda index: collate(dataset[index])
        if hasattr(dataset, "__getitems__"):
            return lambda indices: collate(dataset.__getitems__(indices))
        return lambda indices: collate([dataset[i] for i in indices])

    def _make_stream_fetch(self, stream: Iterator[Any]) -> Callable[[Any], Any]:
        """Takes as many samples as the task has indices; StreamEnd at the end."""
        collate, drop_last = self.collate_fn, self.drop_last
        single = self.batch_sampler is None

        def fetch(indices: Any) -> Any:
            count = 1 if single else len(indices)
            samples = list(itertools.islice(stream, count))
            if not samples or (drop_last and len(samples) < count):
                raise StreamEnd
            return collate(samples[0] if single else samples)

        return fetch

    # ---- NOTE [Gathered batches] ----

    def _iter_rows(
        self, tensors: tuple[ct.Tensor, ...], index: ct.Tensor | None
    ) -> Iterator[list[ct.Tensor]]:
        batches, total = self.batch_sampler, len(self.dataset)
        sampler: Any = batches.sampler if type(batches) is BatchSampler else None
        ordered = type(sampler) in (RandomSampler, SequentialSampler)
        if not ordered or len(sampler.data_source) > total:
            return self._gather_each(tensors, index)
        count, size = len(sampler), batches.batch_size
        if batches.drop_last:
            count -= count % size
        if type(sampler) is RandomSampler:
            order = sampler.permutation()
            index = order if index is None else index[order]
        if index is None:
            return _cut(tensors, count, size)
        return _gather_parts(tensors, index[:count], size)

    def _gather_each(
        self, tensors: tuple[ct.Tensor, ...], index: ct.Tensor | None
    ) -> Iterator[list[ct.Tensor]]:
        """The rows of each batch, looked up in `index` first if there is one.

        Indices that are no row numbers mean what they mean to the dataset.
        """
        fetch, total = self._make_fetch(), len(self.dataset)
        for indices in self.batch_sampler:
            rows = _row_numbers(indices, total)
            if rows is None:
                yield fetch(indices)
                continue
            if index is not None:
                rows = index[rows]
            yield [tensor.index_select(0, rows) for tensor in tensors]

    # ---- workers ----

    def _iter_workers(self) -> Iterator[Any]:
        pool = self._pool or self._start()
        if self.persistent_workers:
            self._pool = pool
        try:
            ahead = self.prefetch_factor or 2
            yield from pool.run(self._tasks(), ahead, self.in_order)
        finally:
            if pool is not self._pool:
                pool.close()

    def _start(self) -> WorkerPool:
        seed = int(ct.randint(2**62, (), generator=self.generator))
        return WorkerPool(
            self.num_workers,
            self.dataset,
            self._make_fetch,
            self.worker_init_fn,
            seed,
            self.timeout,
        )

    def __del__(self) -> None:
        pool = self.__dict__.get("_pool")
        if pool is not None:
            pool.close()


def _check_stream(shuffle: Any, sampler: Any, batch_sampler: Any) -> None:
    """Raise ValueError for an order of samples that have none."""
    for name, value in (
        ("shuffle", shuffle or None),
        ("sampler", sampler),
        ("batch_sampler", batch_sampler),
    ):
        if value is not None:
            raise ValueError(
                f"DataLoader with IterableDataset: expected unspecified {name} "
                f"option, but got {name}={value}"
            )


def _check_workers(
    num_workers: int, timeout: float, prefetch_factor: int | None, persistent: bool
) -> None:
    if num_workers < 0:
        raise ValueError(
            "num_workers option should be non-negative; use num_workers=0 to disable "
            "multiprocessing."
        )
    if timeout < 0:
        raise ValueError("timeout option should be non-negative")
    if num_workers == 0 and prefetch_factor is not None:
        raise ValueError(
            "prefetch_factor option could only be specified in multiprocessing. Let "
            "num_workers > 0 to enable multiprocessing, otherwise set "
            "prefetch_factor to None."
        )
    if prefetch_factor is not None and prefetch_factor <= 0:
        raise ValueError("prefetch_factor option should be positive")
    if persistent and num_workers == 0:
        raise ValueError("persistent_workers option needs num_workers > 0")


def _rows(dataset: Any) -> tuple[tuple[ct.Tensor, ...], ct.Tensor | None] | None:
    """The tensors whose rows are the samples, and which rows; None if there are none.

    See NOTE [Gathered batches].
    """
    if type(dataset) is TensorDataset:
        return dataset.tensors, None
    if type(dataset) is Subset:
        below = _rows(dataset.dataset)
        if below is not None:
            tensors, index = below
            chosen = _row_numbers(dataset.indices, len(dataset.dataset))
            if chosen is not None:
                return tensors, chosen if index is None else index[chosen]
    return None


def _cut(
    tensors: tuple[ct.Tensor, ...], count: int, size: int
) -> Iterator[list[ct.Tensor]]:
    """Copies of `size` consecutive rows at a time, of the first `count`."""
    for start in range(0, count, size):
        stop = min(start + size, count)
        yield [
            tensor[start:stop].clone(memory_format=ct.contiguous_format)
            for tensor in tensors
        ]


def _gather_parts(
    tensors: tuple[ct.Tensor, ...], index: ct.Tensor, size: int
) -> Iterator[list[ct.Tensor]]:
    """The rows that `size` indices at a time name.

    The indices of many batches are cut in one call, but not of all: views take memory.
    """
    selects = [tensor.index_select for tensor in tensors]
    size = min(size, len(index))
    for part in index.split(256 * size) if size else ():
        for rows in part.split(size):
            yield [select(0, rows) for select in selects]


def _row_numbers(indices: Any, count: int) -> ct.Tensor | None:
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
