"""RAdam: Adam whose variance is rectified."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ctensor.optim.optimizer import (
    NativeOptimizer,
    check_betas,
    check_implementation,
    check_lr,
    check_not_negative,
)

__all__ = ["RAdam"]


class RAdam(NativeOptimizer):
    """Adam whose variance is rectified (Liu et al. 2020).

    With gradient g, weight p, moments m, v as in `Adam` and, in step t,

        last = 2 / (1 - beta2) - 1
        rho = last - 2 * t * beta2**t / (1 - beta2**t)
        r = sqrt((rho - 4) * (rho - 2) * last / ((last - 4) * (last - 2) * rho))
        p = p - lr * m / (1 - beta1**t) * r * sqrt(1 - beta2**t) / (sqrt(v) + eps)

    While rho is 5 or less the last line is p = p - lr * m / (1 - beta1**t). Weight
    decay is added to g, or with `decoupled_weight_decay` taken off p. Source:
    https://arxiv.org/abs/1908.03265.

    `foreach` and `capturable` have no effect: a step is always one native call.
    `differentiable=True` is refused: a step is no part of the graph.
    """

    _row = "radam_step"

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        decoupled_weight_decay: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_lr(lr)
        check_not_negative("epsilon value", eps)
        betas = check_betas(betas)
        check_not_negative("weight_decay value", weight_decay)
        check_implementation("RAdam", foreach, differentiable)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "decoupled_weight_decay": decoupled_weight_decay,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def _options(self, group: dict[str, Any]) -> tuple[Any, ...]:
        return (
            group["lr"],
            *group["betas"],
            group["eps"],
            group["weight_decay"],
            group["decoupled_weight_decay"],
            group["maximize"],
        )
