"""Rprop: steps that follow the signs of the gradient alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ctensor.optim.optimizer import (
    NativeOptimizer,
    check_implementation,
    check_lr,
)

__all__ = ["Rprop"]


class Rprop(NativeOptimizer):
    """Steps that follow the signs of the gradient alone (Riedmiller and Braun 1993).

    Each element has a step size s, at first lr. With gradient g, the one before g0 and
    weight p:

        g * g0 > 0:  s = min(s * etas[1], step_sizes[1])
        g * g0 < 0:  s = max(s * etas[0], step_sizes[0]), and g = 0
        p = p - sign(g) * s

    For whole batches: with noise in the gradient signs say little. Source:
    https://doi.org/10.1109/ICNN.1993.298623.

    `foreach` and `capturable` have no effect: a step is always one native call.
    `differentiable=True` is refused: a step is no part of the graph.
    """

    _row = "rprop_step"

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-2,
        etas: tuple[float, float] = (0.5, 1.2),
        step_sizes: tuple[float, float] = (1e-6, 50),
        *,
        capturable: bool = False,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        check_lr(lr)
        if not 0.0 < etas[0] < 1.0 < etas[1]:
            raise ValueError(f"Invalid eta values: {etas[0]}, {etas[1]}")
        check_implementation("Rprop", foreach, differentiable)
        defaults = {
            "lr": lr,
            "etas": etas,
            "step_sizes": step_sizes,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
        }
        super().__init__(params, defaults)

    def _options(self, group: dict[str, Any]) -> tuple[Any, ...]:
        return (
            group["lr"],
            *group["etas"],
            *group["step_sizes"],
            group["maximize"],
        )
