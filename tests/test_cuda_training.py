"""Whole programs on the device `cuda` give what they give on the CPU."""

import gc

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn

pytestmark = pytest.mark.cuda


def both(program) -> tuple[np.ndarray, np.ndarray]:
    """The result of a program on the CPU and on the device, from the same seed."""
    found = []
    for device in ("cpu", "cuda"):
        ct.manual_seed(5)
        with ct.device(device):
            result = program()
        assert result.device.type == device
        found.append(result.detach().cpu().double().numpy())
    return found[0], found[1]


DRAWS = {
    "rand": lambda: ct.rand(1003),
    "rand of float64": lambda: ct.rand(77, dtype=ct.float64),
    "rand of bfloat16": lambda: ct.rand(500, dtype=ct.bfloat16),
    "randn": lambda: ct.randn(70, 31),
    "randn of float64": lambda: ct.randn(501, dtype=ct.float64),
    "randn of float16": lambda: ct.randn(501, dtype=ct.float16),
    "uniform_": lambda: ct.empty(300).uniform_(-3, 5),
    "normal_ into columns": lambda: ct.zeros(40, 50).T.normal_(2, 3),
    "randint": lambda: ct.randint(-5, 1000, (321,)),
    "randint of many": lambda: ct.randint(-(1 << 40), 1 << 41, (99,)),
    "random_": lambda: ct.empty(65, dtype=ct.uint8).random_(),
    "bernoulli_": lambda: ct.empty(1000).bernoulli_(0.3),
    "dropout": lambda: nn.functional.dropout(ct.ones(1000), 0.25),
    "twice": lambda: ct.cat([ct.rand(3), ct.randn(70), ct.rand(200)]),
}


@pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)
def test_random_numbers_are_those_of_the_cpu(draw) -> None:
    host, device = both(draw)
    np.testing.assert_array_equal(device, host)


def mlp() -> nn.Module:
    return nn.Sequential(
        nn.Linear(20, 33), nn.ReLU(), nn.Linear(33, 17), nn.Tanh(), nn.Linear(17, 5)
    )


OPTIMIZERS = {
    "SGD": lambda p: ct.optim.SGD(p, 0.1, momentum=0.9, nesterov=True),
    "Adam": lambda p: ct.optim.Adam(p, 0.01),
    "AdamW": lambda p: ct.optim.AdamW(p, 0.01, amsgrad=True),
    "RMSprop": lambda p: ct.optim.RMSprop(p, 0.01),
}


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_training_an_mlp(optimizer) -> None:
    def program():
        model = mlp()
        step = optimizer(model.parameters())
        x, target = ct.randn(40, 20), ct.randint(0, 5, (40,))
        losses = []
        for _ in range(5):
            loss = nn.functional.cross_entropy(model(x), target)
            step.zero_grad()
            loss.backward()
            step.step()
            losses.append(loss.detach())
        parameters = [p.detach().flatten() for p in model.parameters()]
        return ct.cat([ct.stack(losses), *parameters])

    host, device = both(program)
    np.testing.assert_allclose(device, host, 2e-5, 2e-5)
    assert device[4] < device[0]


def test_memory_stays_flat() -> None:
    with ct.device("cuda"):
        model = mlp()
        step = ct.optim.Adam(model.parameters())
        x = ct.randn(40, 20)
        used = []
        for _ in range(6):
            step.zero_grad()
            model(x).square().mean().backward()
            step.step()
            gc.collect()
            used.append(ct.cuda.memory_allocated())
    assert used[1] > 0
    assert used[2:] == [used[2]] * 4


def test_an_index_out_of_bounds_is_heard_of_when_it_is_waited_for() -> None:
    x = ct.arange(5.0).cuda()
    y = x[ct.tensor([0, 7]).cuda()]
    with pytest.raises(IndexError, match="index 7 is out of bounds for dimension 0"):
        y.tolist()
    assert x.tolist() == [0, 1, 2, 3, 4]  # the device goes on working
    ct.gather(x, 0, ct.tensor([-1]).cuda())
    with pytest.raises(RuntimeError, match="gather: index -1 is out of bounds"):
        ct.cuda.synchronize()
    ct.cuda.synchronize()


def test_integer_division_by_zero() -> None:
    a, b = ct.tensor([6, 7]).cuda(), ct.tensor([2, 0]).cuda()
    with pytest.raises(ZeroDivisionError):
        a // 0
    q = a // b
    with pytest.raises(ZeroDivisionError, match="integer division by zero"):
        q.cpu()
    assert (a // b[:1]).tolist() == [3, 3]


def test_results_are_the_same_in_each_run() -> None:
    x = ct.randn(300, 1000).cuda()
    for f in (lambda: x.sum(), lambda: x.std(0), lambda: ct.softmax(x, 0) @ x.T):
        np.testing.assert_array_equal(f().cpu().numpy(), f().cpu().numpy())
