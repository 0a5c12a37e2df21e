"""Averages of a model's parameters, and the schedule that goes with them."""

import copy

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn, optim
from ctensor.optim import swa_utils
from ctensor.optim.swa_utils import SWALR, AveragedModel, update_bn


def models(count, **options):
    """An averaged model after `count` updates, and the parameters that it has seen."""
    model = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 40))
    average = AveragedModel(model, **options)
    seen = []
    for _ in range(count):
        with ct.no_grad():
            for p in model.parameters():
                p.copy_(ct.randn(p.shape))
        seen.append([p.detach().numpy().copy() for p in model.parameters()])
        average.update_parameters(model)
    return average, seen


def ema(seen, decay):
    mean = seen[0]
    for new in seen[1:]:
        mean = [decay * m + (1 - decay) * n for m, n in zip(mean, new, strict=True)]
    return mean


@pytest.mark.parametrize("decay", [0.25, 0.9])
@pytest.mark.parametrize("multi", [False, True])
def test_moving_averages(multi, decay):
    make = swa_utils.get_ema_multi_avg_fn if multi else swa_utils.get_ema_avg_fn
    average, seen = models(5, **{"multi_avg_fn" if multi else "avg_fn": make(decay)})
    for own, expected in zip(average.parameters(), ema(seen, decay), strict=True):
        np.testing.assert_allclose(own.detach().numpy(), expected, rtol=1e-5, atol=1e-6)
    assert average.n_averaged.item() == 5


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"avg_fn": swa_utils.get_swa_avg_fn()},
        {"multi_avg_fn": swa_utils.get_swa_multi_avg_fn()},
    ],
)
def test_means(options):
    average, seen = models(6, **options)
    for i, own in enumerate(average.parameters()):
        mean = np.mean([one[i] for one in seen], axis=0)
        np.testing.assert_allclose(own.detach().numpy(), mean, rtol=1e-5, atol=1e-6)


def test_the_model_is_a_copy_that_computes():
    average, _ = models(1)
    x = ct.randn(4, 3)
    assert average(x).shape == (4, 40)
    assert {"n_averaged", "module.0.weight"} <= set(average.state_dict())
    other, _ = models(3)
    other.load_state_dict(average.state_dict())
    assert other(x).tolist() == average(x).tolist()


class Counted(nn.Module):
    """A module with buffers, one of integers."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(ct.zeros(2))
        self.register_buffer("mean", ct.zeros(2))
        self.register_buffer("count", ct.tensor(0))


@pytest.mark.parametrize("use_buffers", [False, True])
def test_buffers_are_copied_or_averaged(use_buffers):
    model = Counted()
    average = AveragedModel(model, use_buffers=use_buffers)
    for value in (0, 10):
        model.mean.fill_(value)
        model.count.fill_(value)
        average.update_parameters(model)
    assert average.module.mean.tolist() == [5.0 if use_buffers else 10.0] * 2
    assert average.module.count.item() == (5 if use_buffers else 10)


def test_refused():
    with pytest.raises(ValueError, match="Invalid decay value 2"):
        swa_utils.get_ema_multi_avg_fn(2)
    with pytest.raises(ValueError, match="Invalid decay value -1"):
        swa_utils.get_ema_avg_fn(-1)
    with pytest.raises(AssertionError, match="Only one of avg_fn and multi_avg_fn"):
        AveragedModel(nn.Linear(1, 1), avg_fn=max, multi_avg_fn=max)


class Norm(nn.Module):
    """What update_bn asks of a batch norm: the cumulative mean of what it has seen."""

    def __init__(self):
        super().__init__()
        self.momentum, self.count = 0.1, 7
        self.register_buffer("running_mean", ct.ones(()))

    def reset_running_stats(self):
        self.running_mean.zero_()
        self.count = 0

    def forward(self, x):
        if self.training:
            assert self.momentum is None
            self.count += 1
            self.running_mean += (x.mean() - self.running_mean) / self.count
        return x


@pytest.mark.parametrize("as_list", [False, True])
def test_update_bn(as_list):
    model = nn.Sequential(Norm()).eval()
    batches = [ct.full((3,), value) for value in (1.0, 2.0, 6.0)]
    update_bn([[b, 0] for b in batches] if as_list else batches, model, device="cpu")
    assert model[0].running_mean.item() == 3.0
    assert model[0].momentum == 0.1 and not model.training
    update_bn([], nn.Linear(1, 1))


@pytest.mark.parametrize("strategy", ["linear", "cos"])
@pytest.mark.parametrize("epochs", [0, 4])
def test_swalr(strategy, epochs):
    def begin():
        optimizer = optim.SGD([ct.zeros(1, requires_grad=True)], lr=1.0)
        return optimizer, SWALR(optimizer, 0.2, epochs, strategy)

    def go_on(optimizer, schedule):
        seen = []
        for _ in range(3):
            seen.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        return seen

    whole, resumed = begin(), begin()
    t = np.minimum(np.arange(3) / epochs, 1) if epochs else np.ones(3)
    part = t if strategy == "linear" else (1 - np.cos(np.pi * t)) / 2
    np.testing.assert_allclose(go_on(*whole), 1.0 + (0.2 - 1.0) * part)
    for old, new in zip(whole, resumed, strict=True):
        new.load_state_dict(copy.deepcopy(old.state_dict()))
    resumed[0]._opt_called = True
    assert go_on(*whole) == go_on(*resumed)
    assert whole[0].param_groups[0]["lr"] == pytest.approx(0.2)
