"""SGD: stochastic gradient descent, with momentum if wanted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ctensor.optim.optimizer import (
    NativeOptimizer,
    check_implementation,
    check_lr,
    check_not_negative,
)

__all__ = ["SGD"]


class SGD(NativeOptimizer):
    """Stochastic gradient descent.

    With gradient g, weight p and buffer b, for each element:

        g = g + weight_decay * p                     (-g first if `maximize`)
        b = momentum * b + (1 - dampening) * g       (b = g in the first step)
        p = p - lr * (g + momentum * b if `nesterov` else b)

    Without momentum the last line is p = p - lr * g. Source: Sutskever et al. 2013,
    with the learning rate applied outside of the buffer as in PyTorch.

    `foreach` and `fused` have no effect: a step is always one native call.
    """

    _row = "sgd_step"

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        momentum: float = 0,
        dampening: float = 0,
        weight_decay: float = 0,
        nesterov: bool = False,
        *,
        maximize: bool = False,
        foreach: bool | None = None,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        check_lr(lr)
        check_not_negative("momentum value", momentum)
        check_not_negative("weight_decay value", weight_decay)
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("Nesterov momentum requires a momentum and zero dampening")
        check_implementation(type(self).__name__, foreach, differentiable, fused)
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "dampening": dampening,
            "weight_decay": weight_decay,
            "nesterov": nesterov,
            "maximize": maximize,
            "foreach": foreach,
            "differentiable": differentiable,
            "fused": fused,
        }
        super().__init__(params, defaults)

    def _options(self, group: dict[str, Any]) -> tuple[Any, ...]:
        return (
            group["lr"],
            group["momentum"],
            group["dampening"],
            group["weight_decay"],
            group["nesterov"],
            group["maximize"],
        )
