"""Schedules of the learning rate: rates against formulas, and their state."""

import copy
import math

import numpy as np
import pytest

import ctensor as ct
from ctensor import optim
from ctensor.optim import lr_scheduler


def rates(make, steps, lr=0.5):
    """The rate before each step."""
    optimizer = optim.SGD([ct.zeros(1, requires_grad=True)], lr=lr)
    schedule, seen = make(optimizer), []
    for _ in range(steps):
        seen.append(optimizer.param_groups[0]["lr"])
        assert schedule.get_last_lr() == [seen[-1]]
        optimizer.step()
        schedule.step()
    return seen


def test_step_lr():
    seen = rates(lambda o: lr_scheduler.StepLR(o, 3, gamma=0.5), 8)
    np.testing.assert_allclose(seen, [0.5 * 0.5 ** (t // 3) for t in range(8)])


def test_exponential_lr():
    seen = rates(lambda o: lr_scheduler.ExponentialLR(o, 0.9), 5)
    np.testing.assert_allclose(seen, [0.5 * 0.9**t for t in range(5)])


def test_lambda_lr():
    seen = rates(lambda o: lr_scheduler.LambdaLR(o, lambda t: 1 / (1 + t)), 4)
    np.testing.assert_allclose(seen, [0.5 / (1 + t) for t in range(4)])


def test_cosine_annealing_lr():
    seen = rates(lambda o: lr_scheduler.CosineAnnealingLR(o, 6, eta_min=0.1), 20)
    # Loshchilov and Hutter 2017, equation 5.
    cosine = [0.1 + 0.2 * (1 + math.cos(math.pi * t / 6)) for t in range(20)]
    np.testing.assert_allclose(seen, cosine, rtol=1e-9)


def test_schedule_state():
    optimizer = optim.SGD([ct.zeros(1, requires_grad=True)], lr=1.0)
    first = lr_scheduler.StepLR(optimizer, 2)
    optimizer.step()
    first.step()
    second = lr_scheduler.StepLR(optimizer, 5)
    second.load_state_dict(first.state_dict())
    assert (second.last_epoch, second.step_size) == (1, 2)
    with pytest.raises(TypeError, match="int is not an Optimizer"):
        lr_scheduler.StepLR(1, 2)
    with pytest.raises(KeyError, match="initial_lr"):
        lr_scheduler.StepLR(optim.SGD([ct.zeros(1)]), 2, last_epoch=3)


def test_resumed_schedule_goes_on_from_the_rate():
    for make in (
        lambda o, last: lr_scheduler.ExponentialLR(o, 0.5, last),
        lambda o, last: lr_scheduler.CosineAnnealingLR(o, 8, last_epoch=last),
    ):
        optimizer = optim.SGD([ct.zeros(1)], lr=1.0)
        schedule = make(optimizer, -1)
        for _ in range(3):
            optimizer.step()
            schedule.step()
        rate = optimizer.param_groups[0]["lr"]
        assert make(optimizer, schedule.last_epoch - 1).get_last_lr() == [rate]


def test_first_step_of_a_schedule_before_the_optimizer_warns():
    optimizer = optim.SGD([ct.zeros(1)], lr=1.0)
    schedule = lr_scheduler.StepLR(optimizer, 2, gamma=0.5)
    with pytest.warns(UserWarning, match=r"`lr_scheduler.step\(\)` before"):
        schedule.step()
    with pytest.warns(UserWarning, match="epoch parameter"):
        schedule.step(5)
    assert schedule.get_last_lr() == [0.25]


def test_state_of_lambda_lr_holds_no_functions():
    optimizer = optim.SGD([ct.zeros(1)], lr=1.0)
    schedule = lr_scheduler.LambdaLR(optimizer, lambda t: 2.0)
    state = schedule.state_dict()
    assert state["lr_lambdas"] == [None]
    schedule.load_state_dict(state)
    with pytest.warns(UserWarning, match="get_last_lr"):
        assert schedule.get_lr() == [2.0]


SCHEDULES = [
    (lr_scheduler.StepLR, {"step_size": 1, "gamma": 0.5}, 0.25),
    (lr_scheduler.ExponentialLR, {"gamma": 0.5}, 0.25),
    (lr_scheduler.LambdaLR, {"lr_lambda": lambda t: 0.5**t}, 0.25),
    (lr_scheduler.CosineAnnealingLR, {"T_max": 4}, 0.5),
]


@pytest.mark.parametrize(("kind", "options", "second"), SCHEDULES)
def test_schedules_fill_a_tensor_rate(kind, options, second):
    x, rate = ct.zeros(1, requires_grad=True), ct.tensor(1.0)
    optimizer = optim.SGD([x], lr=rate)
    schedule = kind(optimizer, **options)
    group = optimizer.param_groups[0]
    for _ in range(2):
        optimizer.step()
        schedule.step()
    assert group["lr"] is rate and rate.item() == pytest.approx(second)
    assert group["initial_lr"].item() == schedule.base_lrs[0].item() == 1.0
    last = schedule.get_last_lr()[0]
    last.fill_(7.0)
    with pytest.warns(UserWarning, match="get_last_lr"):
        schedule.get_lr()[0] *= 7.0
    schedule.base_lrs[0].fill_(7.0)
    assert rate.item() == pytest.approx(second) and group["initial_lr"].item() == 1.0


def test_groups_that_share_a_tensor_rate_can_part():
    params = [{"params": [ct.zeros(1, requires_grad=True)]} for _ in range(2)]
    optimizer = optim.SGD(params, lr=ct.tensor(1.0))
    schedule = lr_scheduler.LambdaLR(optimizer, [lambda t: 1.0, lambda t: 0.5**t])
    optimizer.step()
    schedule.step()
    assert [group["lr"].item() for group in params] == [1.0, 0.5]


def test_a_schedule_begins_with_the_rate_as_it_is():
    for kind, options, _ in SCHEDULES:
        optimizer = optim.SGD([ct.zeros(1, requires_grad=True)], lr=1)
        schedule = kind(optimizer, **options)
        if kind is not lr_scheduler.LambdaLR:  # a product from the start
            assert type(optimizer.param_groups[0]["lr"]) is int
        assert schedule.get_last_lr() == [1]


# ---- the others ----


def linear(t, start, end, over):
    return start + (end - start) * min(t, over) / over


def one_cycle(t):
    """Up from 1 / 25 along half a cosine in 3 of 10 steps, then far down."""
    low, end = 1 / 25, 1 / 25 / 1e4
    if t <= 2:
        return 1 + (low - 1) / 2 * (math.cos(math.pi * t / 2) + 1)
    return end + (1 - end) / 2 * (math.cos(math.pi * (t - 2) / 7) + 1)


def restarts(t):
    """Half cosines of 2, 4, 8, ... epochs."""
    length = 2
    while t >= length:
        t, length = t - length, length * 2
    return 0.5 * (1 + math.cos(math.pi * t / length))


MORE = [
    ("MultiplicativeLR", {"lr_lambda": lambda t: 0.9}, lambda t: 0.9**t),
    (
        "MultiStepLR",
        {"milestones": [2, 4, 4], "gamma": 0.5},
        lambda t: 0.5 ** sum(t >= m for m in (2, 4, 4)),
    ),
    (
        "ConstantLR",
        {"factor": 0.25, "total_iters": 3},
        lambda t: 0.25 if t < 3 else 1.0,
    ),
    (
        "LinearLR",
        {"start_factor": 0.1, "end_factor": 0.7, "total_iters": 4},
        lambda t: linear(t, 0.1, 0.7, 4),
    ),
    (
        "PolynomialLR",
        {"total_iters": 5, "power": 2.0},
        lambda t: (1 - min(t, 5) / 5) ** 2,
    ),
    ("CosineAnnealingWarmRestarts", {"T_0": 2, "T_mult": 2}, restarts),
    (
        "CyclicLR",
        {"base_lr": 0.1, "max_lr": 0.5, "step_size_up": 2, "mode": "triangular2"},
        lambda t: 0.2 + 0.8 * (1 - abs(t % 4 - 2) / 2) / 2 ** (t // 4),
    ),
    (
        "CyclicLR",
        {
            "base_lr": 0.1,
            "max_lr": 0.5,
            "step_size_up": 2,
            "mode": "exp_range",
            "gamma": 0.9,
        },
        lambda t: 0.2 + 0.8 * (1 - abs(t % 4 - 2) / 2) * 0.9**t,
    ),
    ("OneCycleLR", {"max_lr": 0.5, "total_steps": 10}, one_cycle),
]


def optimizer_of(lr=0.5, kind=optim.SGD, **options):
    p = ct.zeros(1, requires_grad=True)
    return kind(
        [p], lr=lr, **({"momentum": 0.9} if kind is optim.SGD else {}) | options
    )


@pytest.mark.parametrize(("name", "options", "factor"), MORE)
def test_rates_of_the_others(name, options, factor):
    optimizer = optimizer_of()
    schedule = getattr(lr_scheduler, name)(optimizer, **options)
    seen = []
    for _ in range(10):
        seen.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    np.testing.assert_allclose(seen, [0.5 * factor(t) for t in range(10)], atol=1e-15)


@pytest.mark.parametrize(
    ("name", "options"),
    [(name, options) for name, options, _ in MORE]
    + [(kind.__name__, options) for kind, options, _ in SCHEDULES],
)
def test_every_schedule_resumes_exactly(name, options):
    def begin():
        optimizer = optimizer_of()
        return optimizer, getattr(lr_scheduler, name)(optimizer, **options)

    def go_on(optimizer, schedule):
        seen = []
        for _ in range(5):
            optimizer.step()
            schedule.step()
            seen.append((schedule.get_last_lr(), optimizer.param_groups[0]["momentum"]))
        return seen

    whole, resumed = begin(), begin()
    go_on(*whole)
    for old, new in zip(whole, resumed, strict=True):
        new.load_state_dict(copy.deepcopy(old.state_dict()))
    resumed[0]._opt_called = True
    assert go_on(*whole) == go_on(*resumed)


def test_momentum_goes_against_the_rate():
    for kind, key in ((optim.SGD, "momentum"), (optim.Adam, "betas")):
        optimizer = optimizer_of(kind=kind)
        schedule = lr_scheduler.CyclicLR(optimizer, 0.1, 0.5, step_size_up=2)
        seen = []
        for _ in range(3):
            value = optimizer.param_groups[0][key]
            seen.append(value[0] if key == "betas" else value)
            optimizer.step()
            schedule.step()
        np.testing.assert_allclose(seen, [0.9, 0.85, 0.8])
    with pytest.raises(ValueError, match="must support momentum or beta1"):
        lr_scheduler.OneCycleLR(optimizer_of(kind=optim.Adagrad), 1.0, total_steps=3)


def test_one_cycle_ends():
    optimizer = optimizer_of()
    schedule = lr_scheduler.OneCycleLR(optimizer, 1.0, epochs=1, steps_per_epoch=2)
    optimizer.step()
    schedule.step()
    schedule.step()
    with pytest.raises(ValueError, match="Tried to step 3 times"):
        schedule.step()


def test_plateau():
    optimizer = optimizer_of(1.0)
    schedule = lr_scheduler.ReduceLROnPlateau(
        optimizer, factor=0.5, patience=1, cooldown=1, min_lr=0.2
    )
    seen = []
    for metric in (1, 0.9, 0.9, ct.tensor(0.9), 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.5):
        schedule.step(metric)
        seen.append(optimizer.param_groups[0]["lr"])
    assert seen == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.2, 0.2]
    assert schedule.best == 0.5


@pytest.mark.parametrize(
    ("options", "better", "worse"),
    [
        ({"mode": "min"}, 0.9, 0.9999),
        ({"mode": "max"}, 1.1, 1.0001),
        ({"mode": "min", "threshold_mode": "abs", "threshold": 0.25}, 0.5, 0.75),
        ({"mode": "max", "threshold_mode": "abs", "threshold": 0.25}, 1.5, 1.25),
    ],
)
def test_what_is_better(options, better, worse):
    for metric, bad in ((better, 0), (worse, 1), (math.nan, 1)):
        schedule = lr_scheduler.ReduceLROnPlateau(optimizer_of(), **options)
        schedule.step(1.0)
        schedule.step(metric)
        assert schedule.num_bad_epochs == bad


def combined(optimizer):
    constant = lr_scheduler.ConstantLR(optimizer, 0.1, 3)
    falling = lr_scheduler.ExponentialLR(optimizer, 0.5)
    return constant, falling


@pytest.mark.parametrize("kind", ["chained", "sequential"])
def test_schedules_made_of_others(kind):
    def begin():
        optimizer = optimizer_of(1.0)
        parts = combined(optimizer)
        if kind == "chained":
            return optimizer, lr_scheduler.ChainedScheduler(parts)
        return optimizer, lr_scheduler.SequentialLR(optimizer, [*parts], [2])

    def go_on(optimizer, schedule, steps):
        seen = []
        for _ in range(steps):
            seen.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        return seen

    whole = begin()
    expected = [0.1, 0.05, 0.025, 0.125, 0.0625]
    if kind == "sequential":
        expected = [0.1, 0.1, 1.0, 0.5, 0.25]
    np.testing.assert_allclose(go_on(*whole, 5), expected)
    assert whole[1].get_last_lr() == [whole[0].param_groups[0]["lr"]]
    resumed = begin()
    for old, new in zip(whole, resumed, strict=True):
        new.load_state_dict(copy.deepcopy(old.state_dict()))
    assert go_on(*whole, 4) == go_on(*resumed, 4)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda o: lr_scheduler.ConstantLR(o, 2.0), ValueError, "between 0 and 1"),
        (lambda o: lr_scheduler.LinearLR(o, 0), ValueError, "greater than 0"),
        (lambda o: lr_scheduler.LinearLR(o, 1, 2), ValueError, "between 0 and 1"),
        (lambda o: lr_scheduler.MultiplicativeLR(o, 3), TypeError, "a function"),
        (lambda o: lr_scheduler.LambdaLR(o, []), ValueError, "Expected 1 lr_lambdas"),
        (
            lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 0),
            ValueError,
            "positive integer T_0",
        ),
        (
            lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 1).step(-1),
            ValueError,
            "non-negative epoch",
        ),
        (lambda o: lr_scheduler.CyclicLR(o, 0.1, 1.0, mode="x"), ValueError, "mode is"),
        (lambda o: lr_scheduler.CyclicLR(o, [1, 2], 1), ValueError, "same length"),
        (lambda o: lr_scheduler.OneCycleLR(o, 1.0), ValueError, "You must define"),
        (lambda o: lr_scheduler.OneCycleLR(o, 1.0, -1), ValueError, "total_steps"),
        (
            lambda o: lr_scheduler.OneCycleLR(o, 1.0, 9, pct_start=2.0),
            ValueError,
            "pct_start",
        ),
        (
            lambda o: lr_scheduler.OneCycleLR(o, 1.0, 9, anneal_strategy="x"),
            ValueError,
            "anneal_strategy",
        ),
        (
            lambda o: lr_scheduler.ReduceLROnPlateau(o, factor=1),
            ValueError,
            "Factor should be",
        ),
        (
            lambda o: lr_scheduler.ReduceLROnPlateau(o, "x"),
            ValueError,
            "mode x is unknown",
        ),
        (
            lambda o: lr_scheduler.ReduceLROnPlateau(o, min_lr=[1, 2]),
            ValueError,
            "expected 1 min_lrs",
        ),
        (lambda o: lr_scheduler.ChainedScheduler([]), ValueError, "at least one"),
        (
            lambda o: lr_scheduler.ChainedScheduler(
                [lr_scheduler.ReduceLROnPlateau(o)]
            ),
            ValueError,
            "does not support `ReduceLROnPlateau`",
        ),
        (
            lambda o: lr_scheduler.ChainedScheduler(
                [*combined(o), *combined(optimizer_of())]
            ),
            ValueError,
            "same optimizer",
        ),
        (
            lambda o: lr_scheduler.SequentialLR(o, [*combined(o)], []),
            ValueError,
            "number of milestones to be equal to 0",
        ),
        (
            lambda o: optim.swa_utils.SWALR(o, 0.1, anneal_strategy="x"),
            ValueError,
            "anneal_strategy",
        ),
        (
            lambda o: optim.swa_utils.SWALR(o, 0.1, -1),
            ValueError,
            "anneal_epochs must be",
        ),
    ],
)
def test_refused_options(make, error, message):
    with pytest.raises(error, match=message):
        make(optimizer_of())


def test_get_lr_outside_of_a_step_warns():
    schedule = lr_scheduler.StepLR(optimizer_of(), 2)
    with pytest.warns(UserWarning, match="please use `get_last_lr"):
        schedule.get_lr()


def test_restarts_go_anywhere():
    optimizer = optimizer_of(1.0)
    schedule = lr_scheduler.CosineAnnealingWarmRestarts(optimizer, 2, 2)
    for epoch, rate in ((0.5, 0.853553), (2, 1.0), (4, 0.5), (7.0, 0.96194), (1, 0.5)):
        schedule.step(epoch)
        assert optimizer.param_groups[0]["lr"] == pytest.approx(rate, abs=1e-5)
