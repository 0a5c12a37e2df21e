"""NAdam: Adam with Nesterov's momentum."""

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

__all__ = ["NAdam"]


class NAdam(NativeOptimizer):
    """Adam with Nesterov's momentum (Dozat 2016).

    With gradient g, weight p, moments m, v as in `Adam` and, in step t,

        mu(t) = beta1 * (1 - 0.96**(t * momentum_decay) / 2)
        own = (1 - mu(t)) / (1 - mu(1) ... mu(t))
        ahead = mu(t + 1) / (1 - mu(1) ... mu(t + 1))
        p = p - lr * (own * g + ahead * m) / (sqrt(v / (1 - beta2**t)) + eps)

    Weight decay is added to g, or with `decoupled_weight_decay` taken off p. Source:
    https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ.

    `foreach` and `capturable` have no effect: a step is always one native call.
    `differentiable=True` is refused: a step is no part of the graph.
    """

    _row = "nadam_step"
    _numbers = ("step", "mu_product")

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 2e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum_decay: float = 4e-3,
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
        check_not_negative("momentum_decay value", momentum_decay)
        check_implementation("NAdam", foreach, differentiable)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "momentum_decay": momentum_decay,
            "decoupled_weight_decay": decoupled_weight_decay,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def _options(self, group: dict[str, Any]) -> tuple[Any, ...]:
        return (
            group["lr"],
            *group["betas"],
            group["eps"],
            group["weight_decay"],
            group["momentum_decay"],
            group["decoupled_weight_decay"],
            group["maximize"],
        )
