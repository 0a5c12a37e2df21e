"""Samplers, tables and arrays, worker threads, seeds of samples, resumed passes."""

import copy
import os
import random
import threading
import types

import numpy as np
import pytest

import ctensor as ct
from ctensor.utils.data import (
    ChainDataset,
    ColumnDataset,
    DataLoader,
    Dataset,
    DistributedSampler,
    IterableDataset,
    RandomSampler,
    StackDataset,
    Subset,
    TensorDataset,
    WeightedRandomSampler,
    default_collate,
    default_collate_fn_map,
    get_worker_info,
)
from ctensor.utils.data._utils.collate import collate


class Items(Dataset):
    """Item i is i; as a list, lists of them."""

    def __init__(self, size=7):
        self.size = size

    def __getitem__(self, i):
        return i

    def __len__(self):
        return self.size


class Count(IterableDataset):
    def __init__(self, start, stop):
        self.range = range(start, stop)

    def __iter__(self):
        return iter(self.range)

    def __len__(self):
        return len(self.range)


# ---- datasets and samplers ----


def test_stack_dataset():
    pair = StackDataset(Items(3), ["a", "b", "c"])
    assert pair[1] == (1, "b") and len(pair) == 3
    assert pair.__getitems__([2, 0]) == [(2, "c"), (0, "a")]
    named = StackDataset(x=ct.arange(3.0), y=TensorDataset(ct.ones(3)))
    batch = next(iter(DataLoader(named, 2)))
    assert batch["x"].tolist() == [0, 1] and batch["y"][0].tolist() == [1, 1]
    for bad in (((), {}), ((Items(1),), {"x": Items(1)}), ((Items(1), Items(2)), {})):
        with pytest.raises(ValueError, match=r"passed|both types|Size mismatch"):
            StackDataset(*bad[0], **bad[1])

    class Short(Items):
        def __getitems__(self, indices):
            return []

    with pytest.raises(ValueError, match="Expected 1, got 0"):
        StackDataset(Short()).__getitems__([0])


def test_chain_dataset():
    both = Count(0, 3) + Count(5, 7)
    assert isinstance(both, ChainDataset)
    assert list(both) == [0, 1, 2, 5, 6] and len(both) == 5
    assert [b.tolist() for b in DataLoader(both, 2)] == [[0, 1], [2, 5], [6]]
    with pytest.raises(AssertionError, match="only supports IterableDataset"):
        list(ChainDataset([Items()]))


def test_weighted_random_sampler():
    sampler = WeightedRandomSampler([0, 1, 3], 4000)
    counts = np.bincount(list(sampler), minlength=3)
    assert counts[0] == 0 and abs(counts[2] / counts[1] - 3) < 0.5
    assert len(sampler) == 4000
    assert sorted(WeightedRandomSampler([1, 2, 3], 3, replacement=False)) == [0, 1, 2]
    seeded = [
        list(WeightedRandomSampler([1, 1], 9, generator=ct.Generator().manual_seed(3)))
        for _ in range(2)
    ]
    assert seeded[0] == seeded[1]
    for bad in ([[1], 0], [[1], True], [[1], 1, 2], [[[1]], 1]):
        with pytest.raises(ValueError, match="should be a"):
            WeightedRandomSampler(*bad)


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("drop_last", [False, True])
@pytest.mark.parametrize(("size", "replicas"), [(12, 3), (10, 4), (3, 5), (2, 7)])
def test_distributed_sampler(size, replicas, drop_last, shuffle):
    def parts(epoch=0):
        found = []
        for rank in range(replicas):
            sampler = DistributedSampler(
                range(size), replicas, rank, shuffle, seed=1, drop_last=drop_last
            )
            sampler.set_epoch(epoch)
            found.append(list(sampler))
            assert len(sampler) == len(found[-1])
        return found

    found = parts()
    assert len({len(part) for part in found}) == 1
    together = [i for part in found for i in part]
    if drop_last:
        assert len(set(together)) == len(together) == size // replicas * replicas
    else:
        assert set(together) == set(range(size))
    assert found == parts() and (not shuffle or size < 5 or found != parts(1))


def test_distributed_sampler_refuses():
    with pytest.raises(ValueError, match=r"interval \[0, 1\]"):
        DistributedSampler(range(3), 2, 2)
    if not hasattr(ct, "distributed"):
        with pytest.raises(RuntimeError, match="Requires distributed package"):
            DistributedSampler(range(3))


# ---- collation by a table ----


def test_collate_by_a_table_of_functions(monkeypatch):
    class Point:
        def __init__(self, x):
            self.x = x

    def points(batch, *, collate_fn_map):
        return collate([p.x for p in batch], collate_fn_map=collate_fn_map)

    with pytest.raises(TypeError, match="Point"):
        default_collate([Point(1)])
    monkeypatch.setitem(default_collate_fn_map, Point, points)
    assert default_collate([Point(1), Point(2)]).tolist() == [1, 2]
    assert default_collate([{"p": Point(1.5)}])["p"].tolist() == [1.5]
    own = {(int, float): lambda batch, collate_fn_map: sum(batch)}
    assert collate([[1, 2.5], [3, 4.5]], collate_fn_map=own) == [4, 7.0]
    with pytest.raises(TypeError, match="found"):
        collate([1])


# ---- tables and arrays ----


def images(path):
    array = np.memmap(path, np.float32, "w+", shape=(6, 2, 2))
    array[:] = np.arange(24).reshape(6, 2, 2)
    array.flush()
    return np.memmap(path, np.float32, "r", shape=(6, 2, 2))


@pytest.mark.parametrize("workers", [0, 1])
@pytest.mark.parametrize("make", [np.asarray, ct.tensor, "memmap", "big-endian"])
def test_arrays_are_datasets(make, workers, tmp_path):
    rows = np.arange(24.0, dtype="f4").reshape(6, 2, 2)
    if make == "memmap":
        data = images(tmp_path / "a")
    else:
        data = rows.astype(">f4") if make == "big-endian" else make(rows)
    batches = list(DataLoader(data, 4, num_workers=workers))
    assert [b.tolist() for b in batches] == [rows[:4].tolist(), rows[4:].tolist()]
    assert all(type(b) is ct.Tensor and b.dtype == ct.float32 for b in batches)
    part = Subset(data, [5, 0])
    assert next(iter(DataLoader(part, 2))).tolist() == rows[[5, 0]].tolist()
    shuffled = ct.cat(list(DataLoader(data, 4, shuffle=True, num_workers=workers)))
    assert sorted(shuffled.flatten().tolist()) == rows.flatten().tolist()


def frame(columns):
    """What a DataFrame has that a loader asks for."""
    series = {
        k: types.SimpleNamespace(to_numpy=lambda v=v: np.asarray(v))
        for k, v in columns.items()
    }

    class Frame:
        columns = tuple(series)
        iloc = None

        def __getitem__(self, name):
            return series[name]

    return Frame()


@pytest.mark.parametrize("make", [dict, frame])
def test_tables_are_datasets(make):
    table = {"x": np.arange(4.0), "y": [1, 2, 3, 4], "name": list("abcd")}
    loader = DataLoader(make(table), 3)
    assert type(loader.dataset) is ColumnDataset
    first = next(iter(loader))
    assert first["x"].tolist() == [0, 1, 2] and first["name"] == ["a", "b", "c"]
    numbers = {k: table[k] for k in ("x", "y")}
    for workers in (0, 1):
        loader = DataLoader(make(numbers), 2, shuffle=True, num_workers=workers)
        batches = list(loader)
        pairs = [p for b in batches for p in zip(*map(list, b.values()), strict=True)]
        assert sorted((x.item(), y.item()) for x, y in pairs) == [
            (0, 1), (1, 2), (2, 3), (3, 4)
        ]  # fmt: skip
    with pytest.raises(ValueError, match="columns of one length"):
        ColumnDataset({"x": [1], "y": [1, 2]})
    with pytest.raises(ValueError, match="columns of one length"):
        ColumnDataset({})
    numbered = DataLoader({0: 1.0, 1: 2.0}, 2)  # samples by number, as ever
    assert next(iter(numbered)).tolist() == [1, 2]


def test_a_table_shares_an_arrays_memory():
    array = np.zeros(3)
    table = ColumnDataset({"x": array})
    array[1] = 7
    assert table[1]["x"].item() == 7.0


# ---- worker threads ----


def threads(dataset, **options):
    return DataLoader(dataset, multiprocessing_context="thread", **options)


@pytest.mark.parametrize("workers", [1, 3])
def test_threads_keep_the_order(workers):
    loader = threads(Items(10), batch_size=3, num_workers=workers)
    for _ in range(2):
        assert [b.tolist() for b in loader] == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9]]


def test_threads_are_of_this_process_and_end_with_the_pass():
    class Where(Items):
        def __getitem__(self, i):
            seen.add(threading.current_thread())
            info = get_worker_info()
            return os.getpid(), info.id, info.num_workers

    seen = set()
    found = list(threads(Where(8), batch_size=None, num_workers=2))
    assert set(map(tuple, found)) == {(os.getpid(), 0, 2), (os.getpid(), 1, 2)}
    assert len(seen) == 2 and get_worker_info() is None
    for thread in seen:
        thread.join(5)
        assert not thread.is_alive()


def test_each_thread_has_a_copy_of_the_dataset():
    def init(number):
        get_worker_info().dataset.size = 100 + number

    class Sizes(Items):
        def __getitem__(self, i):
            return self.size

    data = Sizes(4)
    loader = threads(data, batch_size=2, num_workers=2, worker_init_fn=init)
    assert [b.tolist() for b in loader] == [[100, 100], [101, 101]]
    stream = threads(Part(), batch_size=None, num_workers=2)
    assert sorted(stream) == list(range(6)) and data.size == 4


class Part(IterableDataset):
    def __iter__(self):
        return iter(range(get_worker_info().id, 6, 2))


def test_an_error_in_a_thread_comes_back():
    class Broken(Items):
        def __getitem__(self, i):
            raise KeyError("no such sample")

    with pytest.raises(KeyError, match=r"worker process 0(.|\\n)*no such"):
        list(threads(Broken(), num_workers=1))


def test_persistent_threads():
    class Names(Items):
        def __getitem__(self, i):
            return threading.current_thread().name

    loader = threads(Names(4), batch_size=None, num_workers=2, persistent_workers=True)
    assert list(loader) == list(loader)
    loader._pool.close()


# ---- seeds of samples ----


class Noise(Items):
    def __getitem__(self, i):
        return ct.rand(()), random.random(), np.random.rand()


def drawn(workers, **options):
    loader = DataLoader(
        Noise(8),
        3,
        shuffle=True,
        num_workers=workers,
        seed_samples=True,
        generator=ct.Generator().manual_seed(4),
        **options,
    )
    return [[t.tolist() for t in batch] for _ in range(2) for batch in loader]


def test_samples_draw_the_same_for_any_number_of_workers():
    found = drawn(0)
    assert found == drawn(1) == drawn(3) == drawn(2, persistent_workers=True)
    first, second = found[:3], found[3:]
    assert not {x for b in first for x in b[0]} & {x for b in second for x in b[0]}
    assert len({x for batch in found for x in batch[0]}) == 16


def test_seeds_of_samples_leave_this_processs_numbers_alone():
    def after(loader):
        ct.manual_seed(1)
        random.seed(1)
        np.random.seed(1)
        generator = ct.Generator().manual_seed(2)
        list(DataLoader(loader, 2, seed_samples=True, generator=generator))
        return ct.rand(()).item(), random.random(), np.random.rand()

    assert after(Noise(4)) == after(Noise(2))


def test_seeds_of_samples_refuse():
    with pytest.raises(ValueError, match="a stream has no indices"):
        DataLoader(Count(0, 3), seed_samples=True)
    with pytest.raises(ValueError, match="threads share random numbers"):
        threads(Items(), num_workers=1, seed_samples=True)


# ---- resuming ----


def kinds():
    def generator():
        return ct.Generator().manual_seed(7)

    def own():
        return RandomSampler(range(23), generator=ct.Generator().manual_seed(5))

    rows = TensorDataset(ct.arange(23))
    return {
        "rows": lambda: DataLoader(rows, 4),
        "rows shuffled": lambda: DataLoader(rows, 4, True, generator=generator()),
        "subset": lambda: DataLoader(
            Subset(rows, range(1, 20)), 4, True, generator=generator(), drop_last=True
        ),
        "items": lambda: DataLoader(Items(23), 4, True, generator=generator()),
        "array": lambda: DataLoader(np.arange(23), 4, True, generator=generator()),
        "own sampler": lambda: DataLoader(Items(23), 4, sampler=own()),
        "rows by own sampler": lambda: DataLoader(rows, 4, sampler=own()),
        "weighted": lambda: DataLoader(
            rows, 4, sampler=WeightedRandomSampler(np.ones(23), 23, False, generator())
        ),
        "no batches": lambda: DataLoader(Items(23), None, True, generator=generator()),
        "workers": lambda: DataLoader(
            Items(23), 4, True, num_workers=2, generator=generator()
        ),
        "threads": lambda: threads(
            Items(23), batch_size=4, shuffle=True, num_workers=2, generator=generator()
        ),
        "persistent": lambda: DataLoader(
            Items(23),
            4,
            True,
            num_workers=2,
            generator=generator(),
            persistent_workers=True,
        ),
        "stream": lambda: DataLoader(Count(0, 23), 4),
        "seeds": lambda: DataLoader(
            Noise(23), 4, True, generator=generator(), seed_samples=True
        ),
    }


def plain(batch):
    if isinstance(batch, ct.Tensor):
        return batch.tolist()
    return [plain(x) for x in batch] if isinstance(batch, list) else batch


@pytest.mark.parametrize("stop", [0, 1, 4])
@pytest.mark.parametrize("kind", kinds())
def test_a_pass_goes_on_where_it_was(kind, stop):
    make = kinds()[kind]
    whole = make()
    list(whole)  # a pass before, as in the middle of training
    batches = iter(whole)
    for _ in range(stop):
        next(batches)
    state = copy.deepcopy(whole.state_dict())
    rest = [plain(b) for b in batches]
    later = [plain(b) for b in whole]
    resumed = make()
    resumed.load_state_dict(state)
    assert resumed.state_dict()["pass"] is not None
    assert [plain(b) for b in resumed] == rest
    assert [plain(b) for b in resumed] == later


@pytest.mark.parametrize("kind", ["rows shuffled", "items", "own sampler"])
def test_between_two_passes(kind):
    make = kinds()[kind]
    whole = make()
    list(whole)
    state = whole.state_dict()
    assert state["pass"] is None
    resumed = make()
    resumed.load_state_dict(state)
    assert [plain(b) for b in resumed] == [plain(b) for b in whole]


def test_resuming_leaves_the_programs_random_numbers_alone():
    ct.manual_seed(3)
    loader = DataLoader(ct.arange(9), 2, shuffle=True)
    batches = iter(loader)
    next(batches)
    state, rng = loader.state_dict(), ct.get_rng_state()
    rest = [b.tolist() for b in batches]
    after = ct.rand(3).tolist()
    ct.manual_seed(99)
    resumed = DataLoader(ct.arange(9), 2, shuffle=True)
    resumed.load_state_dict(state)
    ct.set_rng_state(rng)
    assert [b.tolist() for b in resumed] == rest
    assert ct.rand(3).tolist() == after


def test_a_state_of_other_generators_is_refused():
    state = DataLoader(Items(3), sampler=RandomSampler(range(3))).state_dict()
    own = RandomSampler(range(3), generator=ct.Generator())
    with pytest.raises(ValueError, match="the states of 2 generators, got 1"):
        DataLoader(Items(3), sampler=own).load_state_dict(state)


def test_a_state_can_be_saved(tmp_path):
    loader = kinds()["items"]()
    batches = iter(loader)
    next(batches)
    ct.save(loader.state_dict(), tmp_path / "state.pt")
    resumed = kinds()["items"]()
    resumed.load_state_dict(ct.load(tmp_path / "state.pt"))
    assert [plain(b) for b in resumed] == [plain(b) for b in batches]
