"""ASGD: gradient descent with an average of the weights."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ctensor.optim.optimizer import (
    NativeOptimizer,
    check_implementation,
    check_lr,
    check_not_negative,
)

__all__ = ["ASGD"]


class ASGD(NativeOptimizer):
    """Gradient descent with an average of the weights (Polyak and Juditsky 1992).

    In step t, with gradient g, weight p, rate r, at first lr, and averaging weight w,
    at first 1, for each element:

        g = g + weight_decay * p                     (-g first if `maximize`)
        p = (1 - lambd * r) * p - r * g
        ax = ax + (p - ax) * w
        r = lr / (1 + lambd * lr * t)**alpha
        w = 1 / max(1, t - t0)

    `optimizer.state[p]["ax"]` is the average. Source:
    https://doi.org/10.1137/0330046.

    `foreach` and `capturable` have no effect: a step is always one native call.
    `differentiable=True` is refused: a step is no part of the graph.
    """

    _row = "asgd_step"
    _numbers = ("step", "eta", "mu")

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-2,
        lambd: float = 1e-4,
        alpha: float = 0.75,
        t0: float = 1e6,
        weight_decay: float = 0,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
        capturable: bool = False,
    ) -> None:
        check_lr(lr)
        check_not_negative("weight_decay value", weight_decay)
        check_implementation("ASGD", foreach, differentiable)
        defaults = {
            "lr": lr,
            "lambd": lambd,
            "alpha": alpha,
            "t0": t0,
            "weight_decay": weight_decay,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
        }
        super().__init__(params, defaults)

    def _options(self, group: dict[str, Any]) -> tuple[Any, ...]:
        return (
            group["lr"],
            group["lambd"],
            group["alpha"],
            group["t0"],
            group["weight_decay"],
            group["maximize"],
        )
