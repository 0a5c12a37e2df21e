"""Muon: momentum made orthogonal, for the matrices of hidden layers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import ctensor as ct
from ctensor.optim.optimizer import Optimizer

__all__ = ["Muon"]

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)  # Jordan's, of the steepest start
_RATES = ("original", "match_rms_adamw")


class Muon(Optimizer):
    """Momentum made orthogonal (Jordan 2024), for parameters that are matrices.

    With gradient g, weight p of shape (A, B), buffer b and u, the direction, for each
    matrix:

        b = b + (1 - momentum) * (g - b)
        u = g + momentum * (b - g) if `nesterov` else b
        p = p - lr * weight_decay * p - lr * rate * orthogonal(u)

    `orthogonal` takes `ns_steps` of Newton and Schulz's iteration
    x = a x + (b s + c s s) x, where s = x x^T, in bfloat16 from u / max(norm(u), eps):
    singular values end near 1. `adjust_lr_fn` None or "original":
    rate = sqrt(max(1, A / B)); "match_rms_adamw": rate = 0.2 * sqrt(max(A, B)). Other
    parameters belong to another optimizer, as AdamW.
    Sources: https://kellerjordan.github.io/posts/muon/,
    https://arxiv.org/abs/2502.16982.
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        weight_decay: float = 0.1,
        momentum: float = 0.95,
        nesterov: bool = True,
        ns_coefficients: tuple[float, float, float] = _COEFFICIENTS,
        eps: float = 1e-7,
        ns_steps: int = 5,
        adjust_lr_fn: str | None = None,
    ) -> None:
        if isinstance(lr, ct.Tensor) and lr.numel() != 1:
            raise ValueError("Tensor lr must be 1-element")
        if not lr >= 0.0:
            raise ValueError(f"Learning rate should be >= 0 but is: {lr}")
        if not momentum >= 0.0:
            raise ValueError(f"momentum should be >= 0 but is: {momentum}")
        if not weight_decay >= 0.0:
            raise ValueError(f"weight decay should be >= 0 but is: {weight_decay}")
        if adjust_lr_fn is not None and adjust_lr_fn not in _RATES:
            raise ValueError(
                f"Adjust learning rate function {adjust_lr_fn} is not supported"
            )
        defaults = {
            "lr": lr,
            "weight_decay": weight_decay,
            "momentum": momentum,
            "nesterov": nesterov,
            "ns_coefficients": ns_coefficients,
            "eps": eps,
            "ns_steps": ns_steps,
            "adjust_lr_fn": adjust_lr_fn,
        }
        super().__init__(params, defaults)

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Add a group; ValueError unless its parameters are matrices."""
        super().add_param_group(param_group)
        for param in self.param_groups[-1]["params"]:
            if param.ndim != 2:
                self.param_groups.pop()
                raise ValueError(
                    "Muon only supports 2D parameters whereas we found a parameter "
                    f"with size: {param.size()}"
                )

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
            raise RuntimeError("Muon does not support complex parameters")
        state, momentum, lr = self.state[param], group["momentum"], float(group["lr"])
        if "momentum_buffer" not in state:
            state["momentum_buffer"] = ct.zeros_like(grad)
        buffer = state["momentum_buffer"].lerp_(grad, 1 - momentum)
        update = grad.lerp(buffer, momentum) if group["nesterov"] else buffer
        update = _orthogonal(
            update, group["ns_coefficients"], group["ns_steps"], group["eps"]
        )
        param.mul_(1 - lr * group["weight_decay"])
        param.add_(update, alpha=-lr * _rate(group["adjust_lr_fn"], param))


def _rate(kind: str | None, param: ct.Tensor) -> float:
    """The factor on the learning rate for a matrix of this shape."""
    rows, columns = param.shape
    if kind == "match_rms_adamw":
        return 0.2 * math.sqrt(max(rows, columns))
    return math.sqrt(max(1.0, rows / columns))


def _orthogonal(
    x: ct.Tensor, coefficients: tuple[float, float, float], steps: int, eps: float
) -> ct.Tensor:
    """The matrix with singular values near 1 in place of its own, in bfloat16."""
    if steps >= 100:
        raise ValueError(
            "Number of steps must be less than 100 for computational efficiency"
        )
    if len(coefficients) != 3:
        raise ValueError("Coefficients must be a tuple of exactly 3 values")
    a, b, c = coefficients
    tall = x.shape[0] > x.shape[1]
    y = x.bfloat16()
    y = y.mT if tall else y
    y = y / ct.linalg.vector_norm(y).clamp(min=eps)
    for _ in range(steps):
        gram = y @ y.mT
        y = ct.addmm(y, ct.addmm(gram, gram, gram, beta=b, alpha=c), y, beta=a)
    return y.mT if tall else y
