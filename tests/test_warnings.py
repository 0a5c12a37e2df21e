"""Warnings name the line of the program that called into the package."""

import warnings
from collections.abc import Callable
from typing import Any

import pytest

import ctensor as ct
from ctensor import nn
from ctensor.nn import functional as F

a, b = ct.ones(2, 1), ct.ones(2)


def hooked() -> None:
    layer = nn.Linear(1, 1)
    layer.register_full_backward_hook(lambda *ignored: None)
    layer(a).sum().backward()


CALLS: dict[str, Callable[[], Any]] = {
    "loss": lambda: F.mse_loss(a, b),
    "loss layer": lambda: nn.MSELoss()(a, b),
    "old arguments": lambda: F.l1_loss(a, a, size_average=False),
    "old arguments of a layer": lambda: nn.L1Loss(size_average=False),
    "softmax layer": lambda: nn.Softmax()(a),
    "backward hook": hooked,
    "twice in an optimizer": lambda: ct.optim.SGD([b.clone(), b, b], 0.1),
    "no elements": lambda: nn.init.kaiming_uniform_(ct.empty(0, 2)),
}


@pytest.mark.parametrize("name", CALLS)
def test_the_line_is_the_programs(name: str) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        CALLS[name]()
    assert [warning.filename for warning in caught] == [__file__] * len(caught)
    assert caught
