"""Adagrad: steps scaled by the sum of all squared gradients."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ctensor as ct
from ctensor.optim.optimizer import (
    NativeOptimizer,
    check_implementation,
    check_lr,
    check_not_negative,
)

__all__ = ["Adagrad"]


class Adagrad(NativeOptimizer):
    """Steps scaled by the sum of all squared gradients (Duchi et al. 2011).

    In step t, with gradient g, weight p and state s, for each element:

        g = g + weight_decay * p                     (-g first if `maximize`)
        s = s + g**2                                 (initial_accumulator_value first)
        p = p - lr / (1 + (t - 1) * lr_decay) * g / (sqrt(s) + eps)

    Source: https://jmlr.org/papers/v12/duchi11a.html. As in PyTorch the state is there
    from the start.

    `foreach` and `fused` have no effect: a step is always one native call.
    `differentiable=True` is refused: a step is no part of the graph.
    """

    _row = "adagrad_step"

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-2,
        lr_decay: float = 0,
        weight_decay: float = 0,
        initial_accumulator_value: float = 0,
        eps: float = 1e-10,
        foreach: bool | None = None,
        *,
        maximize: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None:
        check_lr(lr)
        check_not_negative("lr_decay value", lr_decay)
        check_not_negative("weight_decay value", weight_decay)
        check_not_negative("initial_accumulator_value value", initial_accumulator_value)
        check_not_negative("epsilon value", eps)
        check_implementation("Adagrad", foreach, differentiable, fused)
        defaults = {
            "lr": lr,
            "lr_decay": lr_decay,
            "eps": eps,
            "weight_decay": weight_decay,
            "initial_accumulator_value": initial_accumulator_value,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "fused": fused,
        }
        super().__init__(params, defaults)

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Add a group: a dict with 'params' and the options that differ."""
        super().add_param_group(param_group)
        group = self.param_groups[-1]
        initial = group["initial_accumulator_value"]
        for p in group["params"]:
            first = complex(initial, initial) if p.is_complex() else initial
            wide = ct.get_default_dtype() == ct.float64
            step = ct.zeros((), dtype=ct.float64 if wide else ct.float32)
            self.state[p]["step"] = step
            self.state[p]["sum"] = ct.full_like(p, first, requires_grad=False)

    def share_memory(self) -> None:
        """Nothing to do: workers are forked, and share what they do not write."""

    def _options(self, group: dict[str, Any]) -> tuple[Any, ...]:
        return (
            group["lr"],
            group["lr_decay"],
            group["eps"],
            group["weight_decay"],
            group["maximize"],
        )
