"""Adafactor: steps scaled by second moments kept as a row and a column."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import ctensor as ct
from ctensor.optim.optimizer import Optimizer, check_implementation

__all__ = ["Adafactor"]


class Adafactor(Optimizer):
    """Second moments kept as a row and a column (Shazeer and Stern 2018).

    In step t, with gradient g, weight p, r = min(lr, 1 / sqrt(t)) and
    s = max(eps[1], rms(p)) * r, where rms is the root of the mean square:

        p = p - lr * weight_decay * p
        R = R + (mean of g**2 along the last dim - R) * t**beta2_decay
        C = C + (mean of g**2 along the dim before - C) * t**beta2_decay
        V = R C / max(mean of R, eps[0])
        u = g / max(sqrt(V), eps[0])
        p = p - s * u / max(1, rms(u) / d)

    Of a vector V is the running mean of g**2 itself. `eps[0]` None is the dtype's eps.
    Complex parameters are a RuntimeError. Source: https://arxiv.org/abs/1804.04235,
    with PyTorch's use of `lr` and `eps[0]`.

    `foreach` has no effect.
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-2,
        beta2_decay: float = -0.8,
        eps: tuple[float | None, float] = (None, 1e-3),
        d: float = 1.0,
        weight_decay: float = 0.0,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
    ) -> None:
        if isinstance(lr, ct.Tensor) and lr.numel() != 1:
            raise ValueError("Tensor lr must be 1-element")
        if not lr >= 0.0:
            raise ValueError(f"Learning rate should be >= 0 but is: {lr}")
        if not beta2_decay <= 0.0:
            raise ValueError(f"beta2_decay should be <= 0 but is: {beta2_decay}")
        if eps[0] is not None and not eps[0] >= 0.0:
            raise ValueError(f"epsilon1 should be >= 0 but is: {eps[0]}")
        if not eps[1] >= 0.0:
            raise ValueError(f"epsilon2 should be >= 0 but is: {eps[1]}")
        if not d >= 1.0:
            raise ValueError(f"Clipping threshold d should be >= 1 but is: {d}")
        if not weight_decay >= 0.0:
            raise ValueError(f"weight_decay should be >= 0 but is: {weight_decay}")
        check_implementation("Adafactor", foreach)
        defaults = {
            "lr": lr,
            "beta2_decay": beta2_decay,
            "eps": eps,
            "d": d,
            "weight_decay": weight_decay,
            "foreach": foreach,
            "maximize": maximize,
        }
        super().__init__(params, defaults)

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Change every parameter that has a gradient; returns the closure's loss."""
        loss = None if closure is None else self._closure_loss(closure)
        with ct.no_grad():
            for group in self.param_groups:
                for param in group["params"]:
                    if param.grad is not None:
                        self._change(param, param.grad, group)
        return loss

    def _change(self, param: ct.Tensor, grad: ct.Tensor, group: dict[str, Any]) -> None:
        if param.is_complex():
            raise RuntimeError("Adafactor does not support complex parameters")
        state = self.state[param] or _begin(self.state[param], grad)
        if group["maximize"]:
            grad = -grad
        state["step"] += 1
        t, lr = state["step"].item(), float(group["lr"])
        weight, (least, smallest) = t ** group["beta2_decay"], group["eps"]
        least = ct.finfo(param.dtype).eps if least is None else least
        size = max(smallest, _rms(param)) * min(lr, t**-0.5)
        if group["weight_decay"] != 0:
            param.mul_(1 - lr * group["weight_decay"])
        if grad.dim() > 1:
            row, column = state["row_var"], state["col_var"]
            row.lerp_(_mean_square(grad, -1), weight)
            column.lerp_(_mean_square(grad, -2), weight)
            variance = row @ column
            variance.div_(row.mean(dim=-2, keepdim=True).clamp_(min=least))
        else:
            state["variance"].lerp_(grad * grad, weight)
            variance = state["variance"].clone()
        update = variance.clamp_(min=least * least).rsqrt_().mul_(grad)
        param.add_(update, alpha=-size / max(1.0, _rms(update) / group["d"]))


def _begin(state: dict[str, Any], grad: ct.Tensor) -> dict[str, Any]:
    """The state before the first step, filled in."""
    wide = ct.get_default_dtype() == ct.float64
    state["step"] = ct.zeros((), dtype=ct.float64 if wide else ct.float32)
    if grad.dim() > 1:
        state["row_var"] = grad.new_zeros((*grad.shape[:-1], 1))
        state["col_var"] = grad.new_zeros((*grad.shape[:-2], 1, grad.shape[-1]))
    else:
        state["variance"] = ct.zeros_like(grad)
    return state


def _rms(x: ct.Tensor) -> float:
    """The root of the mean square; of no elements 0."""
    return float(ct.linalg.vector_norm(x)) / math.sqrt(max(x.numel(), 1))


def _mean_square(x: ct.Tensor, dim: int) -> ct.Tensor:
    """The mean of the squares along a dim, which is kept."""
    norm = ct.linalg.vector_norm(x, dim=dim, keepdim=True)
    return norm.square_().div_(x.shape[dim])
