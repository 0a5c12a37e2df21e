"""Samples of the rows that optimizers run: the first step, from states of zeros."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import optimizers
from samples import SAMPLES, Sample, real

NUMBER = [np.zeros(())]  # what a count of steps begins with


def zeros() -> list[np.ndarray]:
    return [np.zeros((3, 4))]


def first(function: Callable[..., Any], states: int, *names: str) -> Callable[..., Any]:
    """The row's result from the formula: options behind so many lists are `names`.

    A complex number is two real ones.
    """

    def run(params, grads, *rest):
        options = dict(zip(names, rest[states:], strict=False))
        found = []
        for p, g in zip(params, grads, strict=True):
            parts = p.view(np.float64), g.view(np.float64)
            p_new = next(iter(function(parts[0], [parts[1]], **options)))
            found.append(p_new.view(p.dtype))
        return tuple(found)

    return run


def betas(function: Callable[..., Any]) -> Callable[..., Any]:
    """`function` with its two betas as two arguments."""
    return lambda p, g, beta1, beta2, **o: function(p, g, betas=(beta1, beta2), **o)


def rprop(p, g, lr, low, high, least, most):
    return optimizers.rprop(p, g, lr, (low, high), (least, most))


def one(states: list[Any], options: list[Any], function: Any) -> Sample:
    """A row on one parameter of shape (3, 4)."""
    return Sample([[real(3, 4)], [real(3, 4)], *states, *options], function)


def lerp(params, grads, weight):
    return tuple(p + weight * (g - p) for p, g in zip(params, grads, strict=True))


ADAM = ("lr", "beta1", "beta2", "eps", "weight_decay")
SGD = first(
    optimizers.sgd, 1, "lr", "momentum", "dampening", "weight_decay", "nesterov"
)

SAMPLES |= {
    "sgd_step": [
        Sample(
            [
                [real(3), real(2, 2)],
                [real(3), real(2, 2)],
                [np.zeros(3), np.zeros((2, 2))],
                *[0.1, 0.9, 0.0, 0.01, False, False, True],
            ],
            SGD,
        ),
        Sample([[real(3)], [real(3)], [], 0.1, 0.0, 0.0, 0.0, False, False, True], SGD),
    ],
    "adam_step": [
        one(
            [NUMBER, zeros(), zeros(), []],
            [0.1, 0.9, 0.999, 1e-8, 0.0, False, False, False],
            first(betas(optimizers.adam), 4, *ADAM),
        )
    ],
    "nadam_step": [
        one(
            [NUMBER, [np.ones(())], zeros(), zeros()],
            [0.1, 0.9, 0.999, 1e-8, 0.2, 4e-3, False, False],
            first(betas(optimizers.nadam), 4, *ADAM, "momentum_decay"),
        )
    ],
    "radam_step": [
        one(
            [NUMBER, zeros(), zeros()],
            [0.1, 0.9, 0.999, 1e-8, 0.2, False, False],
            first(betas(optimizers.radam), 3, *ADAM),
        )
    ],
    "adamax_step": [
        one(
            [NUMBER, zeros(), zeros()],
            [0.1, 0.9, 0.999, 1e-8, 0.2, False],
            first(betas(optimizers.adamax), 3, *ADAM),
        )
    ],
    "adagrad_step": [
        one(
            [NUMBER, zeros()],
            [0.1, 0.0, 1e-10, 0.2, False],
            first(optimizers.adagrad, 2, "lr", "lr_decay", "eps", "weight_decay"),
        )
    ],
    "adadelta_step": [
        one(
            [NUMBER, zeros(), zeros()],
            [0.5, 0.9, 1e-6, 0.2, False],
            first(optimizers.adadelta, 3, "lr", "rho", "eps", "weight_decay"),
        )
    ],
    "rmsprop_step": [
        one(
            [NUMBER, zeros(), [], []],
            [0.1, 0.9, 1e-8, 0.2, 0.0, False, False],
            first(optimizers.rmsprop, 4, "lr", "alpha", "eps", "weight_decay"),
        )
    ],
    "rprop_step": [
        one(
            [NUMBER, zeros(), [np.full((3, 4), 0.1)]],
            [0.1, 0.5, 1.2, 1e-6, 50.0, False],
            first(rprop, 3, "lr", "low", "high", "least", "most"),
        )
    ],
    "asgd_step": [
        one(
            [NUMBER, [np.full((), 0.25)], [np.ones(())], zeros()],
            [0.25, 0.5, 0.75, 1e6, 0.25, False],
            first(optimizers.asgd, 4, "lr", "lambd", "alpha", "t0", "weight_decay"),
        )
    ],
    "lerp_step": [one([], [0.25], lerp), one([], [0.75], lerp)],
}
