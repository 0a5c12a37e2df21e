"""Adam and AdamW: steps scaled by running moments of the gradient."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import ctensor as ct
from ctensor import _C
from ctensor.optim.optimizer import (
    Optimizer,
    check_implementation,
    check_lr,
    check_not_negative,
)

__all__ = ["Adam", "AdamW"]


class Adam(Optimizer):
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
        if len(betas) != 2:
            raise ValueError(f"Invalid betas: expected two numbers, got {betas}")
        numbers = tuple(b.item() if isinstance(b, ct.Tensor) else b for b in betas)
        for i, beta in enumerate(numbers):
            if not 0.0 <= beta < 1.0:
                raise ValueError(f"Invalid beta parameter at index {i}: {beta}")
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

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Change every parameter that has a gradient; returns the closure's loss."""
        loss = None if closure is None else self._closure_loss(closure)
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            _C._optim_adam(
                group["params"],
                self.state,
                group["lr"],
                beta1,
                beta2,
                group["eps"],
                group["weight_decay"],
                group["amsgrad"],
                group["maximize"],
                group["decoupled_weight_decay"],
            )
        return loss


class AdamW(Adam):
    """Adam with decoupled weight decay (Loshchilov and Hutter 2019).

    See https://arxiv.org/abs/1711.05101 and `Adam`.
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
        foreach: bool | None = None,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        super().__init__(
            params,
            lr,
            betas,
            eps,
            weight_decay,
            amsgrad,
            maximize=maximize,
            foreach=foreach,
            capturable=capturable,
            differentiable=differentiable,
            fused=fused,
            decoupled_weight_decay=True,
        )
