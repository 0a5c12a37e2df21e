"""Adam: steps scaled by running moments of the gradient."""

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

__all__ = ["Adam"]


class Adam(NativeOptimizer):
    """Adam (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980).

    In step t, with gradient g, weight p and moments m, v, for each element:

        g = g + weight_decay * p                     (-g first if `maximize`)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        p = p - lr * m / (1 - beta1**t) / (sqrt(v / (1 - beta2**t)) + eps)

    With `decoupled_weight_decay` the first line is p = p - lr * weight_decay * p; with
    `amsgrad` the root is taken of the largest v so far (Reddi et al. 2018).

    `foreach`, `fused` and `capturable` have no effect: a step is always one native
    call.
    """

    _row = "adam_step"

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        amsgrad: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
        decoupled_weight_decay: bool = False,
    ) -> None:
        check_lr(lr)
        check_not_negative("epsilon value", eps)
        numbers = check_betas(betas)
        check_not_negative("weight_decay value", weight_decay)
        check_implementation(type(self).__name__, foreach, differentiable, fused)
        defaults = {
            "lr": lr,
            "betas": numbers,
            "eps": eps,
            "weight_decay": weight_decay,
            "amsgrad": amsgrad,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "differentiable": differentiable,
            "fused": fused,
            "decoupled_weight_decay": decoupled_weight_decay,
        }
        super().__init__(params, defaults)

    def _options(self, group: dict[str, Any]) -> tuple[Any, ...]:
        return (
            group["lr"],
            *group["betas"],
            group["eps"],
            group["weight_decay"],
            group["amsgrad"],
            group["decoupled_weight_decay"],
            group["maximize"],
        )
