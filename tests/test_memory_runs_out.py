"""Programs in which each allocation fails in turn: MemoryError, nothing is lost.

Single ops are test_table_faults.py's, graphs test_autograd_bad.py's.
"""

import contextlib
import copy
import pickle
from collections.abc import Callable

import numpy as np
import pytest
from growth import leaks

import ctensor as ct
from ctensor import _C, nn
from ctensor.utils.data import DataLoader, TensorDataset

MOST = 2000  # allocations that a program may make


def train(optimizer: type, **options: object) -> None:
    model = nn.Sequential(nn.Linear(5, 20), nn.ReLU(), nn.Dropout(), nn.Linear(20, 3))
    steps = optimizer(model.parameters(), **options)
    for _ in range(2):
        steps.zero_grad()
        loss = nn.functional.cross_entropy(model(ct.ones(4, 5)), ct.arange(4) % 3)
        loss.backward()
        steps.step()
    steps.load_state_dict(steps.state_dict())
    model.load_state_dict(copy.deepcopy(model.state_dict()))


def load() -> None:
    data = TensorDataset(ct.arange(40.0).reshape(20, 2), ct.arange(20))
    assert sum(y.sum().item() for _, y in DataLoader(data, 6, shuffle=True)) == 190


def convert() -> None:
    x = ct.from_numpy(np.ones((20, 3)))
    array = np.asarray(ct.from_dlpack(np.arange(100.0)))
    assert ct.tensor(array.tolist()).sum().item() == 4950
    assert x.half().float().numpy().sum() == 60
    assert np.add(x, 1).sum().item() == 120
    assert pickle.loads(pickle.dumps(x)).shape == copy.deepcopy(x).shape == (20, 3)
    assert ct.stack(list(x)).tolist() == x.tolist()
    assert "..." not in repr(x)


def index() -> None:
    x = ct.arange(60.0, requires_grad=True)
    y = x.reshape(20, 3).clone()
    y[3:5, 1] = 0
    y[ct.arange(20) > 10] *= 2
    y[[1, 2], [0, 1]].sum().backward()
    assert x.grad.sum().item() == 2


PROGRAMS: dict[str, Callable[[], None]] = {
    "sgd": lambda: train(ct.optim.SGD, lr=0.1, momentum=0.9),
    "adam": lambda: train(ct.optim.Adam, lr=0.1, amsgrad=True),
    "loader": load,
    "conversions": convert,
    "indexing": index,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_memory_that_runs_out(name: str) -> None:
    program = PROGRAMS[name]

    def each() -> None:
        for n in range(MOST):
            _C._alloc_fail_after(n)
            with contextlib.suppress(MemoryError):
                program()
            if _C._alloc_fail_after(-1) >= 0:  # the program made fewer than n
                break
        assert n < MOST - 1

    for _ in range(3):
        program()
    each()
    assert not leaks(each)
    program()


def test_data_stays_as_it_was() -> None:
    x, y = ct.ones((1,) * 7), ct.zeros((1,) * 8)
    _C._alloc_fail_after(0)
    with pytest.raises(MemoryError):
        x.data = y
    _C._alloc_fail_after(-1)
    assert x.shape == (1,) * 7 and float(x.sum()) == 1
