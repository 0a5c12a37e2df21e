"""Datasets, samplers, collation and the loader."""

import collections
import os
import time
import types

import numpy as np
import pytest

import ctensor as ct
from ctensor.utils.data import (
    BatchSampler,
    ConcatDataset,
    DataLoader,
    Dataset,
    IterableDataset,
    RandomSampler,
    Sampler,
    SequentialSampler,
    Subset,
    SubsetRandomSampler,
    TensorDataset,
    default_collate,
    default_convert,
    get_worker_info,
    random_split,
)


class Squares(Dataset):
    """Item i is the dict of i and i squared."""

    def __init__(self, size=10):
        self.size = size

    def __len__(self):
        return self.size

    def __getitem__(self, i):
        return {"i": i, "square": ct.tensor(float(i * i))}


class Count(IterableDataset):
    """0, 1, ..., 6; each worker yields its own part."""

    def __iter__(self):
        info = get_worker_info()
        return iter(range(7) if info is None else range(info.id, 7, info.num_workers))


def rows(n=20):
    return TensorDataset(ct.arange(2.0 * n).reshape(n, 2), ct.arange(n))


# ---- datasets ----


def test_tensor_dataset():
    x, y = rows()[3]
    assert (x.tolist(), y.item()) == ([6.0, 7.0], 3)
    assert len(rows()) == 20
    with pytest.raises(AssertionError, match=r"one number of rows, got \[2, 3\]"):
        TensorDataset(ct.zeros(2), ct.zeros(3))


def test_subset_and_concat():
    both = rows(3) + Squares(2)
    assert isinstance(both, ConcatDataset)
    assert len(both) == 5
    assert both[1][1].item() == 1
    assert both[-1]["i"] == both[4]["i"] == 1
    with pytest.raises(IndexError, match="index 5 is out of range"):
        both[5]
    with pytest.raises(ValueError, match="index -6 is out of range"):
        both[-6]
    with pytest.raises(AssertionError, match="not be an empty iterable"):
        ConcatDataset([])
    part = Subset(both, [4, 0])
    assert (len(part), part[0]["i"]) == (2, 1)


@pytest.mark.parametrize(
    ("lengths", "sizes"), [([3, 7], [3, 7]), ([0.5, 0.3, 0.2], [5, 3, 2])]
)
def test_random_split(lengths, sizes):
    parts = random_split(rows(10), lengths, ct.Generator().manual_seed(1))
    assert [len(part) for part in parts] == sizes
    every = [part[i][1].item() for part in parts for i in range(len(part))]
    assert sorted(every) == list(range(10))
    again = random_split(rows(10), lengths, ct.Generator().manual_seed(1))
    assert [part.indices for part in again] == [part.indices for part in parts]


def test_random_split_of_fractions_with_a_rest():
    assert [len(p) for p in random_split(rows(11), [0.5, 0.5])] == [6, 5]
    with pytest.warns(UserWarning, match="Length of split at index 1 is 0"):
        random_split(rows(1), [0.5, 0.5])


def test_random_split_refuses():
    with pytest.raises(ValueError, match="does not equal the length"):
        random_split(rows(10), [3, 3])
    with pytest.raises(ValueError, match="Fraction at index 0"):
        random_split(rows(10), [1.5, -0.5])


# ---- samplers ----


def test_samplers():
    data = range(6)
    assert list(SequentialSampler(data)) == list(data)
    assert sorted(RandomSampler(data)) == list(data)
    drawn = list(RandomSampler(data, replacement=True, num_samples=50))
    assert len(drawn) == 50
    assert set(drawn) <= set(data)
    assert sorted(RandomSampler(data, num_samples=12)) == sorted([*data, *data])
    assert sorted(SubsetRandomSampler([4, 2])) == [2, 4]
    with pytest.raises(ValueError, match="num_samples=0"):
        RandomSampler([])


def test_classes_take_type_arguments():
    class Numbers(Dataset[int]):
        pass

    assert issubclass(Numbers, Dataset)
    assert Sampler[int].__origin__ is Sampler
    assert DataLoader[int].__origin__ is DataLoader


def test_batch_sampler():
    assert list(BatchSampler(range(5), 2, False)) == [[0, 1], [2, 3], [4]]
    assert list(BatchSampler(range(5), 2, True)) == [[0, 1], [2, 3]]
    assert len(BatchSampler(range(5), 2, False)) == 3
    assert len(BatchSampler(range(5), 2, True)) == 2
    for size in (0, -1, True, 1.5):
        with pytest.raises(ValueError, match="positive integer"):
            BatchSampler(range(5), size, False)


# ---- collation ----


def test_default_collate():
    Point = collections.namedtuple("Point", "x y")
    assert default_collate([ct.zeros(2), ct.ones(2)]).tolist() == [[0, 0], [1, 1]]
    assert default_collate([np.zeros(2), np.ones(2)]).dtype == ct.float64
    assert default_collate([1.5, 2.0]).dtype == ct.float64
    assert default_collate([1, 2]).dtype == ct.int64
    assert default_collate(["a", "b"]) == ["a", "b"]
    assert default_collate([{"k": 1}, {"k": 2}])["k"].tolist() == [1, 2]
    point = default_collate([Point(1, 2.0), Point(3, 4.0)])
    assert isinstance(point, Point)
    assert point.y.tolist() == [2.0, 4.0]
    pair = default_collate([(1, "a"), (2, "b")])
    assert pair[0].tolist() == [1, 2]
    assert pair[1] == ("a", "b")


def test_default_collate_refuses():
    with pytest.raises(TypeError, match="found <class 'object'>"):
        default_collate([object()])
    with pytest.raises(RuntimeError, match="equal size"):
        default_collate([[1], [1, 2]])


# ---- loader in this process ----


def test_batches_in_order():
    batches = list(DataLoader(rows(), batch_size=6))
    assert [y.tolist() for _, y in batches] == [
        list(range(6)),
        list(range(6, 12)),
        list(range(12, 18)),
        [18, 19],
    ]
    assert batches[1][0].tolist()[0] == [12.0, 13.0]
    assert isinstance(batches[0], list)


@pytest.mark.parametrize("drop_last", [False, True])
def test_shuffled_batches_cover_everything(drop_last):
    loader = DataLoader(rows(), batch_size=6, shuffle=True, drop_last=drop_last)
    seen = []
    for x, y in loader:
        assert x[:, 0].tolist() == [2.0 * i for i in y.tolist()]
        seen += y.tolist()
    assert len(seen) == (18 if drop_last else 20)
    assert len(set(seen)) == len(seen)
    assert len(loader) == (3 if drop_last else 4)
    assert seen != [y for _, ys in loader for y in ys.tolist()]


def test_pass_has_a_length_and_options_stay():
    loader = DataLoader(rows(10), batch_size=4)
    batches = iter(loader)
    next(batches)
    assert len(batches) == 3
    with pytest.raises(ValueError, match="batch_size attribute should not be set"):
        loader.batch_size = 2
    loader.generator = ct.Generator()


def test_generator_fixes_the_order():
    def order():
        generator = ct.Generator().manual_seed(5)
        loader = DataLoader(rows(), 4, shuffle=True, generator=generator)
        return [y.tolist() for _, y in loader]

    assert order() == order()


@pytest.mark.parametrize("shuffle", [False, True])
def test_changing_a_batch_leaves_the_dataset(shuffle):
    data = rows()
    before = data.tensors[0].clone()
    for x, _ in DataLoader(data, batch_size=6, shuffle=shuffle):
        x += 100
    assert data.tensors[0].tolist() == before.tolist()


def test_fast_and_general_way_agree():
    data = Subset(Subset(rows(), [5, -1, 7, 3]), [3, 1, 0])
    fast = next(iter(DataLoader(data, batch_size=3)))
    general = default_collate([data[i] for i in range(3)])
    assert fast[1].tolist() == general[1].tolist() == [3, 19, 5]
    assert fast[0].tolist() == general[0].tolist()


@pytest.mark.parametrize("make", [Squares, rows])
def test_own_samplers(make):
    def labels(loader):
        return [(b["i"] if isinstance(b, dict) else b[1]).tolist() for b in loader]

    assert labels(DataLoader(make(), 2, sampler=[3, 1, 2])) == [[3, 1], [2]]
    assert labels(DataLoader(make(), batch_sampler=[[1], [2, 0]])) == [[1], [2, 0]]


def test_collate_fn_and_no_batches():
    data = Squares(3)
    assert list(DataLoader(data, 2, collate_fn=len)) == [2, 1]
    single = list(DataLoader(data, batch_size=None))
    assert [sample["i"] for sample in single] == [0, 1, 2]
    assert len(DataLoader(data, batch_size=None)) == 3
    (first,) = DataLoader([(np.float32(1.5), "a")], batch_size=None)
    assert isinstance(first, list) and first[0].item() == 1.5


def test_getitems_is_used():
    class Many(Squares):
        def __getitems__(self, indices):
            return [{"i": i + 100} for i in indices]

    assert next(iter(DataLoader(Many(), 3)))["i"].tolist() == [100, 101, 102]


def test_streams():
    assert [b.tolist() for b in DataLoader(Count(), 3)] == [[0, 1, 2], [3, 4, 5], [6]]
    assert len(list(DataLoader(Count(), 3, drop_last=True))) == 2
    assert list(DataLoader(Count(), batch_size=None)) == list(range(7))
    with pytest.raises(ValueError, match="IterableDataset"):
        DataLoader(Count(), shuffle=True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"batch_size": 0}, "positive integer"),
        ({"sampler": [1], "shuffle": True}, "mutually exclusive with shuffle"),
        ({"batch_sampler": [[1]], "batch_size": 2}, "batch_sampler option is mutually"),
        ({"batch_size": None, "drop_last": True}, "disables auto-batching"),
        ({"num_workers": -1}, "non-negative"),
        ({"timeout": -1}, "timeout option should be non-negative"),
        ({"prefetch_factor": 2}, "num_workers > 0"),
        ({"persistent_workers": True}, "needs num_workers > 0"),
        ({"num_workers": 1, "multiprocessing_context": "spawn"}, "'fork'"),
    ],
)
def test_refused_options(options, message):
    with pytest.raises(ValueError, match=message):
        DataLoader(rows(), **options)


# ---- workers ----


@pytest.mark.parametrize("workers", [1, 3])
def test_workers_keep_the_order(workers):
    batches = list(DataLoader(Squares(), 3, num_workers=workers))
    assert [b["i"].tolist() for b in batches] == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9]]
    assert batches[1]["square"].tolist() == [9.0, 16.0, 25.0]


def test_workers_out_of_order():
    class Late(Squares):
        def __getitem__(self, i):
            time.sleep(0.5 * (i == 0))
            return i

    loader = DataLoader(Late(4), None, num_workers=2, in_order=False)
    assert next(iter(loader)) == 1
    assert sorted(loader) == [0, 1, 2, 3]


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_workers_share_a_stream(workers):
    batches = DataLoader(Count(), 2, num_workers=workers)
    assert sorted(i for b in batches for i in b.tolist()) == list(range(7))


def test_persistent_workers_survive_a_broken_off_pass():
    loader = DataLoader(
        Squares(), 2, num_workers=2, persistent_workers=True, collate_fn=pids
    )
    first = next(iter(loader))
    passes = [list(loader), list(loader)]
    assert passes[0] == passes[1]
    assert first in passes[0]
    assert len(set(passes[0])) == 2
    assert os.getpid() not in passes[0]


def pids(batch):
    return os.getpid()


def test_workers_end_with_the_pass():
    alive = list(DataLoader(Squares(), 5, num_workers=2, collate_fn=pids))
    for pid in alive:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_worker_init_and_info():
    def init(number):
        info = get_worker_info()
        assert (info.id, info.num_workers) == (number, 2)
        info.dataset.size = 100 + number

    class Sizes(Squares):
        def __getitem__(self, i):
            return self.size

    loader = DataLoader(Sizes(4), 2, num_workers=2, worker_init_fn=init)
    assert [b.tolist() for b in loader] == [[100, 100], [101, 101]]
    assert get_worker_info() is None


def test_workers_draw_different_numbers():
    class Noise(Squares):
        def __getitem__(self, i):
            return ct.rand(1), np.random.rand()

    def draw():
        generator = ct.Generator().manual_seed(3)
        loader = DataLoader(Noise(4), num_workers=2, generator=generator)
        return [(x.item(), y.item()) for x, y in loader]

    assert len(set(draw())) == 4
    assert draw() == draw()


def test_error_of_a_worker_comes_back():
    class Broken(Squares):
        def __getitem__(self, i):
            raise KeyError("no such sample")

    with pytest.raises(KeyError, match=r"DataLoader worker process 0(.|\\n)*no such"):
        list(DataLoader(Broken(), num_workers=1))


def test_death_of_a_worker_is_noticed():
    class Dying(Squares):
        def __getitem__(self, i):
            os._exit(1)

    with pytest.raises(RuntimeError, match="exited unexpectedly"):
        list(DataLoader(Dying(), num_workers=1, timeout=20))


def test_timeout_of_a_worker():
    class Slow(Squares):
        def __getitem__(self, i):
            time.sleep(60)

    with pytest.raises(RuntimeError, match=r"timed out after 0\.2 seconds"):
        list(DataLoader(Slow(), num_workers=1, timeout=0.2))


def test_batches_of_any_size_cover_the_rows_once() -> None:
    rows = TensorDataset(ct.arange(1000))
    for size in (1, 3, 1000, 2**70):
        loader = DataLoader(rows, batch_size=size, shuffle=True)
        batches = [batch for (batch,) in loader]
        assert np.sort(ct.cat(batches)).tolist() == list(range(1000))
        assert len(batches) == len(loader)


# ---- types, layouts and indices that stay what they are ----


class Tagged(dict):
    """A dict that its constructor cannot copy."""

    def __init__(self, tag):
        super().__init__()
        self.tag = tag


class Rows(list):
    """A list with an attribute."""


def tagged(**items):
    new = Tagged("x")
    new.update(items)
    return new


def test_collate_keeps_types_of_mappings():
    batch = default_collate([tagged(a=1), tagged(a=2)])
    assert type(batch) is Tagged and batch.tag == "x" and batch["a"].tolist() == [1, 2]
    count = collections.defaultdict(list, a=1.0)
    batch = default_collate([count, count])
    assert batch.default_factory is list and batch["a"].tolist() == [1.0, 1.0]
    frozen = default_collate([types.MappingProxyType({"a": 1})])
    assert type(frozen) is types.MappingProxyType and frozen["a"].tolist() == [1]
    assert count == {"a": 1.0}


def test_collate_keeps_types_of_sequences():
    rows = default_collate([Rows([1, "a"]), Rows([2, "b"])])
    assert type(rows) is Rows and rows[0].tolist() == [1, 2] and rows[1] == ("a", "b")
    assert default_collate([range(2)])[1].tolist() == [1]


def test_collate_of_numpy_strings():
    for batch in ([np.str_("a"), np.str_("b")], [np.bytes_(b"a")], ["a", np.str_("b")]):
        assert default_collate(batch) is batch
    for bad in (np.array(["a"]), np.datetime64("2020"), np.array([None])):
        with pytest.raises(TypeError, match="default_collate"):
            default_collate([bad])


def test_convert_keeps_types():
    new = default_convert(tagged(a=np.ones(2)))
    assert type(new) is Tagged and new.tag == "x" and type(new["a"]) is ct.Tensor
    new = default_convert(collections.defaultdict(list, a=np.ones(2)))
    assert new.default_factory is list and type(new["a"]) is ct.Tensor
    own = Rows([np.ones(2)])
    new = default_convert(own)
    assert type(new) is Rows and type(new[0]) is ct.Tensor
    assert type(own[0]) is np.ndarray
    assert default_convert(np.str_("a")) == "a"
    assert default_convert(range(2)) == [0, 1]


@pytest.mark.parametrize("options", [{}, {"shuffle": True}, {"num_workers": 1}])
def test_batches_of_permuted_images_are_contiguous(options):
    images = ct.zeros(4, 3, 5, 2).permute(0, 3, 1, 2)
    for data in (TensorDataset(images), Subset(TensorDataset(images), range(4))):
        for (batch,) in DataLoader(data, 2, **options):
            assert batch.shape == (2, 2, 3, 5) and batch.is_contiguous()


@pytest.mark.parametrize("workers", [0, 1])
def test_indices_mean_what_they_mean_to_the_dataset(workers):
    data = TensorDataset(ct.arange(4.0))
    for order, error in (
        ([0, 1.5], TypeError),
        ([0, 9], IndexError),
        ([0, -9], IndexError),
    ):
        for whole in (data, Subset(data, range(4))):
            with pytest.raises((error, IndexError)):
                list(DataLoader(whole, 2, sampler=order, num_workers=workers))
    for none in (True, None):
        (batch,) = DataLoader(data, None, sampler=[none], num_workers=workers)
        assert batch[0].shape == (1, 4)
        ((batch,),) = DataLoader(data, 1, sampler=[none], num_workers=workers)
        assert batch.shape == (1, 1, 4)


@pytest.mark.parametrize("rows", [[3, -1], np.array([3, -1]), ct.tensor([3, -1])])
def test_forms_of_row_numbers(rows):
    data = TensorDataset(ct.arange(4.0))
    for loader in (
        DataLoader(data, batch_sampler=[rows]),
        DataLoader(Subset(data, rows), 2),
    ):
        assert [batch.tolist() for (batch,) in loader] == [[3.0, 3.0]]
    numpy_ints = [np.int64(3), np.int32(-1)]
    (batch,) = next(iter(DataLoader(data, batch_sampler=[numpy_ints])))
    assert batch.tolist() == [3.0, 3.0]


@pytest.mark.parametrize("kind", [SequentialSampler, RandomSampler])
def test_a_sampler_of_more_than_the_dataset(kind):
    for data in (
        TensorDataset(ct.arange(4.0)),
        Subset(TensorDataset(ct.zeros(5)), [0]),
    ):
        with pytest.raises(IndexError):
            list(DataLoader(data, 2, sampler=kind(range(7))))


def test_tensor_dataset_of_arrays():
    array = np.arange(4.0).reshape(2, 2)
    data = TensorDataset(array, ct.tensor([5, 6]))
    assert [part.tolist() for part in data[1]] == [[2.0, 3.0], 6]
    ((left, right),) = DataLoader(data, 2)
    assert left.tolist() == array.tolist() and right.tolist() == [5, 6]
    array[1, 0] = 9.0
    assert data[1][0].tolist() == [9.0, 3.0]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ((), TypeError),
        (([1, 2],), TypeError),
        ((ct.tensor(1.0),), IndexError),
        ((np.array("a"),), TypeError),
    ],
)
def test_tensor_dataset_says_at_once_what_it_cannot_take(given, error):
    with pytest.raises(error):
        TensorDataset(*given)


@pytest.mark.parametrize("workers", [0, 1])
def test_an_empty_batch_has_nothing_to_collate(workers):
    data = TensorDataset(ct.arange(4.0))
    for whole in (data, Subset(data, [0, 1])):
        with pytest.raises(IndexError):
            list(DataLoader(whole, batch_sampler=[[]], num_workers=workers))
    assert list(DataLoader(Subset(data, []), 2, num_workers=workers)) == []


def test_concat_hands_indices_on():
    both = ConcatDataset([TensorDataset(ct.arange(4.0))] * 2)
    assert both[True][0].shape == (1, 4)
    assert both[4][0].item() == 0.0 and both[-1][0].item() == 3.0
    with pytest.raises(IndexError, match="out of range for a dataset of 0"):
        ConcatDataset([[]])[0]


def test_a_timeout_without_workers():
    with pytest.raises(AssertionError, match="needs num_workers"):
        list(DataLoader([1], timeout=1))
