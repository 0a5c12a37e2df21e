"""DataLoader: batches of a dataset, in this process or from workers."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

import ctensor as ct
from ctensor.utils.data.collate import default_collate, default_convert
from ctensor.utils.data.dataset import ColumnDataset, IterableDataset, _Samples
from ctensor.utils.data.gather import Rows, cut, gather_parts, row_numbers, rows_of
from ctensor.utils.data.pin import pinned
from ctensor.utils.data.progress import Progress, drawn_from, seed_all, seeds_kept
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
        dataset: a Dataset, or anything with `__getitem__` and `__len__`, as an array or
            a memory map; an IterableDataset; or a table, a dict of named columns or a
            DataFrame, which becomes a ColumnDataset. Batches of what lies in memory are
            gathered by a native call each.
        batch_size: samples in a batch; None loads single samples.
        shuffle: take the samples in a new random order in each pass.
        sampler: the order of the samples, instead of `shuffle`.
        batch_sampler: the lists of indices, instead of the four arguments above.
        num_workers: processes, or threads, that load ahead; 0 loads in this one.
        collate_fn: makes a batch of a list of samples.
        pin_memory: yield tensors in pinned memory, which a GPU copies while the program
            goes on (`batch.cuda(non_blocking=True)`); nothing without a GPU.
        drop_last: leave the last batch out when it is not full.
        timeout: seconds to wait for a worker; 0 for no limit.
        worker_init_fn: called with its number in each worker at the start.
        multiprocessing_context: None, 'fork' or the context of that name: workers are
            forked. 'thread': they are threads of this process, which start at once and
            hand batches over without a copy, but share the interpreter, random numbers
            and what the dataset refers to (each has a shallow copy of it).
        generator: source of the order and of the workers' seeds.
        prefetch_factor: batches that each worker loads ahead, 2 by default.
        persistent_workers: keep the workers from one pass to the next.
        pin_memory_device: accepted as in PyTorch; has no effect.
        in_order: yield the batches of workers in order, else as they come.
        seed_samples: seed ctensor, `random` and NumPy anew for each sample, by the
            pass and its index: what samples draw is then the same for any number of
            worker processes, and in a pass that is resumed.

    `state_dict()` after any batch, and `load_state_dict` before the next pass of
    another loader of the same options, go on with the next batch.
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
        seed_samples: bool = False,
    ) -> None:
        _check_workers(num_workers, timeout, prefetch_factor, persistent_workers)
        self._threads = _start_method(multiprocessing_context) == "thread"
        if _is_table(dataset):
            dataset = ColumnDataset(dataset)  # type: ignore[assignment]
        stream = isinstance(dataset, IterableDataset)
        if stream:
            _check_stream(shuffle, sampler, batch_sampler)
        _check_seeds(seed_samples, stream, self._threads and num_workers > 0)
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
        self.seed_samples = seed_samples
        self._progress: Progress | None = None  # of the last pass
        self._resume: dict[str, Any] | None = None  # what the next pass goes on from
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
        resume, self._resume = self._resume, None
        generators = self._generators()
        states = None if resume is None else resume["before"]
        before = [g.get_state() for g in generators] if states is None else states
        progress = Progress(before, 0 if resume is None else resume["batches"])
        with drawn_from(generators, states):
            batches = self._batches(progress.skip)
        if self.pin_memory:
            batches = pinned(batches)
        self._progress = progress
        numbered = _Pass(progress.counted(batches))
        numbered._loader = self
        return numbered

    def _batches(self, skip: int) -> Iterator[Any]:
        """The batches of a pass but for the first `skip`; draws the order here."""
        if self.timeout > 0 and not self.num_workers:
            raise AssertionError("DataLoader: timeout > 0 needs num_workers > 0")
        if isinstance(self.dataset, IterableDataset):
            return itertools.islice(self._run(self._tasks(), self._seed()), skip, None)
        if not self.num_workers and self.collate_fn is default_collate:
            rows = None if self.seed_samples else rows_of(self.dataset)
            if rows is not None:
                batches = self._iter_rows(rows, skip)
                self._seed()
                return batches
        tasks, seed = self._drawn(skip), self._seed()
        if self.seed_samples:
            tasks = zip(itertools.repeat(seed), tasks, strict=False)
        return self._run(tasks, seed)

    def _seed(self) -> int:
        """The seed of a pass: drawn in each, so that all ways to load draw alike."""
        return int(ct.randint(2**62, (), generator=self.generator))

    def _run(self, tasks: Iterator[Any], seed: int) -> Iterator[Any]:
        """The batches of tasks, from workers or from here."""
        if self.num_workers:
            return self._iter_workers(tasks, seed)
        return self._iter_here(tasks)

    def _drawn(self, skip: int) -> Iterator[Any]:
        """The tasks of a pass but for the first `skip`, the next one drawn here."""
        rest = itertools.islice(self._tasks(), skip, None)
        return itertools.chain(list(itertools.islice(rest, 1)), rest)

    # ---- resuming ----

    def _generators(self) -> list[ct.Generator]:
        """What the order of a pass is drawn from."""
        found = [self.generator or ct.default_generator]
        for place in (self.sampler, getattr(self.batch_sampler, "sampler", None)):
            own = getattr(place, "generator", None)
            if isinstance(own, ct.Generator) and all(own is not g for g in found):
                found.append(own)
        return found

    def state_dict(self) -> dict[str, Any]:
        """What `load_state_dict` needs to go on after the batch that came last.

        Of the random numbers: of which state the order of the pass was drawn, and where
        the loader's and its sampler's own generators are now. ctensor's own, which a
        program may draw from in between, is the program's to save.
        """
        progress = self._progress
        if progress is None or progress.ended:
            pass_state = None
        else:
            pass_state = {"before": progress.states, "batches": progress.yielded}
        if self._resume is not None:
            pass_state = self._resume
        now = [
            None if g is ct.default_generator else g.get_state()
            for g in self._generators()
        ]
        return {"pass": pass_state, "generators": now}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on, in the next pass, where `state_dict()` was taken.

        Raises ValueError where the loader has other generators. With workers, and
        without `seed_samples`, samples may draw other random numbers than they would
        have.
        """
        generators, now = self._generators(), state_dict["generators"]
        if len(now) != len(generators):
            raise ValueError(
                f"DataLoader: expected the states of {len(generators)} generators, got "
                f"{len(now)}"
            )
        for generator, state in zip(generators, now, strict=True):
            if state is not None and generator is not ct.default_generator:
                generator.set_state(state)
        self._resume = state_dict["pass"]

    # ---- in this process ----

    def _iter_here(self, tasks: Iterator[Any]) -> Iterator[Any]:
        fetch = self._make_fetch(self.dataset)
        if self.seed_samples:
            fetch = seeds_kept(fetch)
        for indices in tasks:
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

    def _make_fetch(self, dataset: Any) -> Callable[[Any], Any]:
        """The function from a task to its batch."""
        collate = self.collate_fn
        if isinstance(dataset, IterableDataset):
            return self._make_stream_fetch(iter(dataset))
        if self.seed_samples:
            return self._make_seeded_fetch(dataset)
        if self.batch_sampler is None:
            return lambda index: collate(dataset[index])
        if hasattr(dataset, "__getitems__"):
            return lambda indices: collate(dataset.__getitems__(indices))
        return lambda indices: collate([dataset[i] for i in indices])

    def _make_seeded_fetch(self, dataset: Any) -> Callable[[Any], Any]:
        """The same, where a task begins with the seed of its pass."""
        collate, single = self.collate_fn, self.batch_sampler is None

        def sample(seed: int, index: Any) -> Any:
            seed_all(seed, int(index))
            return dataset[index]

        def fetch(task: Any) -> Any:
            seed, indices = task
            if single:
                return collate(sample(seed, indices))
            return collate([sample(seed, index) for index in indices])

        return fetch

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

    # ---- NOTE [Gathered batches], gather.py ----

    def _iter_rows(self, rows: Rows, skip: int) -> Iterator[Any]:
        batches, total = self.batch_sampler, len(self.dataset)
        sampler: Any = batches.sampler if type(batches) is BatchSampler else None
        ordered = type(sampler) in (RandomSampler, SequentialSampler)
        if not ordered or len(sampler.data_source) > total:
            return self._gather_each(rows, self._drawn(skip))
        count, size = len(sampler), batches.batch_size
        if batches.drop_last:
            count -= count % size
        index, start = rows.index, min(skip * size, count)
        if type(sampler) is RandomSampler:
            order = sampler.permutation()
            index = order if index is None else index[order]
        if index is None:
            return cut(rows, start, count, size)
        return gather_parts(rows, index[start:count], size)

    def _gather_each(self, rows: Rows, tasks: Iterator[Any]) -> Iterator[Any]:
        """The rows of each batch, looked up in the index first if there is one.

        Indices that are no row numbers mean what they mean to the dataset.
        """
        fetch, total = self._make_fetch(self.dataset), len(self.dataset)
        for indices in tasks:
            chosen = row_numbers(indices, total)
            if chosen is None:
                yield fetch(indices)
                continue
            if rows.index is not None:
                chosen = rows.index[chosen]
            yield rows.build(
                [tensor.index_select(0, chosen) for tensor in rows.tensors]
            )

    # ---- workers ----

    def _iter_workers(self, tasks: Iterator[Any], seed: int) -> Iterator[Any]:
        pool = self._pool or self._start(seed)
        if self.persistent_workers:
            self._pool = pool
        try:
            ahead = self.prefetch_factor or 2
            yield from pool.run(tasks, ahead, self.in_order)
        finally:
            if pool is not self._pool:
                pool.close()

    def _start(self, seed: int) -> WorkerPool:
        return WorkerPool(
            self.num_workers,
            self.dataset,
            self._make_fetch,
            self.worker_init_fn,
            seed,
            self.timeout,
            threads=self._threads,
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


def _start_method(context: Any) -> str | None:
    """How workers are started: None, 'fork' or 'thread'; ValueError for another way."""
    method = context
    if hasattr(context, "get_start_method"):
        method = context.get_start_method()
    if method not in (None, "fork", "thread"):
        raise ValueError(
            "multiprocessing_context: expected None, 'fork' or 'thread', got "
            f"{method!r}"
        )
    return method  # type: ignore[no-any-return]


def _is_table(dataset: Any) -> bool:
    """Whether it is a dict of named columns or a DataFrame."""
    if type(dataset) is dict and dataset:
        return all(isinstance(name, str) for name in dataset)
    return hasattr(dataset, "columns") and hasattr(dataset, "iloc")


def _check_seeds(seed_samples: bool, stream: bool, threads: bool) -> None:
    """Raise ValueError where samples cannot have seeds of their own."""
    if seed_samples and (stream or threads):
        why = "a stream has no indices" if stream else "threads share random numbers"
        raise ValueError(
            f"seed_samples: expected a dataset with indices, and processes: {why}"
        )
