"""Worker processes of a loader: passes side by side, their threads, their end."""

import gc
import multiprocessing
import signal
import subprocess
import sys

import pytest

import ctensor as ct
from ctensor.utils.data import DataLoader, Dataset, IterableDataset, get_worker_info


class Numbers(Dataset):
    """0, 1, ..., 5; a string as index gives itself."""

    def __getitem__(self, index):
        return -1 if index is None else index

    def __len__(self):
        return 6


class Stream(IterableDataset):
    """0, 1, ..., 5; each of two workers yields its own half."""

    def __iter__(self):
        return iter(range(get_worker_info().id, 6, 2))


def loader(dataset, **options):
    return DataLoader(
        dataset, None, num_workers=2, persistent_workers=True, timeout=20, **options
    )


@pytest.mark.parametrize("dataset", [Numbers(), Stream()])
def test_two_passes_over_persistent_workers_at_a_time(dataset):
    batches = loader(dataset)
    assert list(zip(batches, batches, strict=True)) == [(i, i) for i in range(6)]
    assert [(i, j) for i in batches for j in batches] == [
        (i, j) for i in range(6) for j in range(6)
    ]


@pytest.mark.parametrize("dataset", [Numbers(), Stream()])
def test_a_pass_over_persistent_workers_resumes(dataset):
    batches = loader(dataset)
    first = iter(batches)
    assert [next(first), next(first)] == [0, 1]
    broken_off = iter(batches)
    next(broken_off)
    assert list(batches) == list(range(6))
    del broken_off
    assert list(first) == [2, 3, 4, 5]


def test_passes_out_of_order_keep_their_own_batches():
    batches = loader(Numbers(), in_order=False)
    left, right = zip(*zip(batches, batches, strict=True), strict=True)
    assert sorted(left) == sorted(right) == list(range(6))


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_a_sampler_may_yield_none(workers):
    order = [2, None, 1]
    assert list(DataLoader(Numbers(), None, sampler=order, num_workers=workers)) == [
        2,
        -1,
        1,
    ]


class Stops(Dataset):
    def __getitem__(self, index):
        if index == 1:
            raise StopIteration
        return index

    def __len__(self):
        return 3


@pytest.mark.parametrize("workers", [0, 1])
def test_stop_iteration_of_a_sample_is_no_end(workers):
    with pytest.raises(RuntimeError, match="StopIteration"):
        list(DataLoader(Stops(), None, num_workers=workers))


class Threads(Dataset):
    def __getitem__(self, index):
        return ct.get_num_threads()

    def __len__(self):
        return 1


def test_a_worker_has_one_thread():
    before = ct.get_num_threads()
    ct.set_num_threads(3)
    assert list(DataLoader(Threads(), None, num_workers=1)) == [1]
    assert ct.get_num_threads() == 3
    ct.set_num_threads(before)


PARENT = """
import time
from ctensor.utils.data import DataLoader

class Slow(list):
    def __getitem__(self, index):
        time.sleep(0 if index == 0 else {seconds})
        return index

batches = iter(DataLoader(Slow(range(100)), None, num_workers=2))
next(batches)
print("ready", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("seconds", [0, 60])
def test_workers_end_with_a_killed_parent(seconds):
    # They hold the write end of this pipe, which ends when the last of them does.
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(seconds=seconds)],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert parent.stdout.readline() == b"ready\n"
    parent.send_signal(signal.SIGKILL)
    assert parent.communicate(timeout=10) == (b"", None)


def forget(held):
    held.clear()
    gc.collect()


@pytest.mark.parametrize("persistent", [True, False])
def test_a_forked_process_ends_no_workers_of_its_parents(persistent):
    """One that drops its copy of a loader and of a pass that is on its way."""
    own = DataLoader(
        Numbers(), None, num_workers=2, persistent_workers=persistent, timeout=20
    )
    held = [own, iter(own)]
    del own
    first = next(held[1])
    process = multiprocessing.get_context("fork").Process(target=forget, args=(held,))
    process.start()
    process.join()
    assert process.exitcode == 0
    assert [int(first), *map(int, held[1])] == list(range(6))
    assert list(map(int, held[0])) == list(range(6))
