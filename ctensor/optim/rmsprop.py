"""RMSprop: steps scaled by a running mean of squared gradients."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ctensor.optim.optimizer import (
    NativeOptimizer,
    check_implementation,
    check_lr,
    check_not_negative,
)

__all__ = ["RMSprop"]


class RMSprop(NativeOptimizer):
    """Steps scaled by a running mean of squared gradients (Hinton 2012).

    With gradient g, weight p, running means s of g**2 and, if `centered`, a of g, and
    with `momentum` a buffer b:

        g = g + weight_decay * p                     (-g first if `maximize`)
        s = alpha * s + (1 - alpha) * g**2
        a = alpha * a + (1 - alpha) * g
        d = g / (sqrt(s - a**2) + eps)               (sqrt(s) unless `centered`)
        b = momentum * b + d
        p = p - lr * b                               (d without momentum)

    Source: https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf;
    centered: Graves 2013, https://arxiv.org/abs/1308.0850.

    `foreach` and `capturable` have no effect: a step is always one native call.
    `differentiable=True` is refused: a step is no part of the graph.
    """

    _row = "rmsprop_step"

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum: float = 0,
        centered: bool = False,
        capturable: bool = False,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_lr(lr)
        check_not_negative("epsilon value", eps)
        check_not_negative("momentum value", momentum)
        check_not_negative("weight_decay value", weight_decay)
        check_not_negative("alpha value", alpha)
        check_implementation("RMSprop", foreach, differentiable)
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "alpha": alpha,
            "eps": eps,
            "centered": centered,
            "weight_decay": weight_decay,
            "capturable": capturable,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def _options(self, group: dict[str, Any]) -> tuple[Any, ...]:
        return (
            group["lr"],
            group["alpha"],
            group["eps"],
            group["weight_decay"],
            group["momentum"],
            group["centered"],
            group["maximize"],
        )
