"""LBFGS: steps by curvature gathered from the last gradients."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import ctensor as ct
from ctensor.optim._line_search import Point, strong_wolfe
from ctensor.optim.optimizer import Optimizer, check_lr

__all__ = ["LBFGS"]


class LBFGS(Optimizer):
    """Limited-memory BFGS (Liu and Nocedal 1989), of one group and with a closure.

    A step makes up to `max_iter` iterations and evaluates the closure up to `max_eval`
    times (5/4 of `max_iter` by default). It ends earlier where no element of the
    gradient is beyond `tolerance_grad`, or loss or parameters change by less than
    `tolerance_change`. The last `history_size` pairs of changes of parameters and
    gradient make the direction; along it the step is `lr`, or is sought
    (`line_search_fn="strong_wolfe"`). Complex parameters count as pairs of reals.

    Source: Nocedal and Wright, Numerical Optimization (2006), algorithm 7.4.

        def closure():
            optimizer.zero_grad()
            loss = loss_fn(model(input), target)
            loss.backward()
            return loss
        optimizer.step(closure)
    """

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1,
        max_iter: int = 20,
        max_eval: int | None = None,
        tolerance_grad: float = 1e-7,
        tolerance_change: float = 1e-9,
        history_size: int = 100,
        line_search_fn: str | None = None,
    ) -> None:
        check_lr(lr)
        if max_eval is None:
            max_eval = max_iter * 5 // 4
        defaults = {
            "lr": lr,
            "max_iter": max_iter,
            "max_eval": max_eval,
            "tolerance_grad": tolerance_grad,
            "tolerance_change": tolerance_change,
            "history_size": history_size,
            "line_search_fn": line_search_fn,
        }
        super().__init__(params, defaults)
        if len(self.param_groups) != 1:
            raise ValueError(
                "LBFGS doesn't support per-parameter options (parameter groups)"
            )

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Make up to `max_iter` iterations; returns the loss before the first.

        TypeError without a closure, RuntimeError for an unknown line search.
        """
        if closure is None:
            raise TypeError("LBFGS.step: expected a closure that gives the loss anew")
        with ct.no_grad():
            return _Run(self, closure).iterate()


class _Run:
    """One step: what its iterations pass on to each other.

    All parameters are one vector. The first parameter's state holds, under PyTorch's
    names, what the next step goes on with.
    """

    def __init__(self, optimizer: LBFGS, closure: Callable[[], Any]) -> None:
        self.group = optimizer.param_groups[0]
        self.params = [
            ct.view_as_real(p) if p.is_complex() else p for p in self.group["params"]
        ]
        self.owners = self.group["params"]
        self.state = optimizer.state[self.owners[0]]
        self.closure = ct.enable_grad()(closure)
        self.state.setdefault("func_evals", 0)
        self.state.setdefault("n_iter", 0)

    # ---- the parameters as a vector ----

    def gradient(self) -> ct.Tensor:
        """The gradients, one after the other; zeros for those that lack one."""
        parts = []
        for owner, p in zip(self.owners, self.params, strict=True):
            grad = owner.grad
            if grad is None:
                grad = ct.zeros_like(p)
            elif grad.is_complex():
                grad = ct.view_as_real(grad)
            parts.append(grad.reshape(-1))
        return ct.cat(parts)

    def move(self, t: float, d: ct.Tensor) -> None:
        """Add t times the direction to the parameters."""
        at = 0
        for p in self.params:
            p.add_(d[at : at + p.numel()].view(p.shape), alpha=t)
            at += p.numel()

    def evaluate(self, t: float, d: ct.Tensor, home: list[ct.Tensor]) -> Point:
        """The point t along d, from which the parameters come back home."""
        self.move(t, d)
        loss = float(self.closure())
        grad = self.gradient()
        for p, at in zip(self.params, home, strict=True):
            p.copy_(at)
        return Point(t, loss, grad, float(grad.dot(d)))

    # ---- iterations ----

    def iterate(self) -> Any:
        """The iterations of a step; the loss before them."""
        group, state = self.group, self.state
        first = self.closure()
        self.loss, self.grad = float(first), self.gradient()
        self.evaluations = 1
        state["func_evals"] += 1
        if _largest(self.grad) <= group["tolerance_grad"]:
            return first
        for n in range(1, group["max_iter"] + 1):
            state["n_iter"] += 1
            d = self.direction()
            before, state["prev_loss"] = self.loss, self.loss
            state["prev_flat_grad"] = self.grad.clone()
            t = float(group["lr"])
            if state["n_iter"] == 1:
                t *= min(1.0, 1.0 / float(self.grad.abs().sum()))
            state["d"], state["t"] = d, t
            slope = float(self.grad.dot(d))
            if slope > -group["tolerance_change"]:
                break
            t = state["t"] = self.advance(t, d, slope, last=n == group["max_iter"])
            if (
                self.evaluations >= group["max_eval"]
                or _largest(self.grad) <= group["tolerance_grad"]
                or abs(t) * _largest(d) <= group["tolerance_change"]
                or abs(self.loss - before) < group["tolerance_change"]
            ):
                break
        return first

    def direction(self) -> ct.Tensor:
        """The negative gradient times the approximate inverse Hessian."""
        state = self.state
        if state["n_iter"] == 1:
            state.update(old_dirs=[], old_stps=[], ro=[], H_diag=1.0)
            return -self.grad
        dirs, steps, ro = state["old_dirs"], state["old_stps"], state["ro"]
        y, s = self.grad - state["prev_flat_grad"], state["d"] * state["t"]
        ys = float(y.dot(s))
        if ys > 1e-10:
            if len(dirs) == self.group["history_size"]:
                for history in (dirs, steps, ro):
                    history.pop(0)
            dirs.append(y)
            steps.append(s)
            ro.append(1.0 / ys)
            state["H_diag"] = ys / float(y.dot(y))
        d = -self.grad
        weights = []
        for y, s, r in zip(reversed(dirs), reversed(steps), reversed(ro), strict=True):
            weights.append(float(s.dot(d)) * float(r))
            d.add_(y, alpha=-weights[-1])
        d.mul_(float(state["H_diag"]))
        for y, s, r in zip(dirs, steps, ro, strict=True):
            d.add_(s, alpha=weights.pop() - float(y.dot(d)) * float(r))
        return d

    def advance(self, t: float, d: ct.Tensor, slope: float, last: bool) -> float:
        """Go along d, by t or as far as the line search says; how far that was.

        Without a search the loss after the last iteration is nobody's concern.
        """
        group, count = self.group, 0
        if group["line_search_fn"] is None:
            self.move(t, d)
            if not last:
                self.loss, count = float(self.closure()), 1
                self.grad = self.gradient()
        elif group["line_search_fn"] != "strong_wolfe":
            raise RuntimeError("only 'strong_wolfe' is supported")
        else:
            home = [p.clone() for p in self.params]
            start = Point(0.0, self.loss, self.grad, slope)
            end, count = strong_wolfe(
                lambda at: self.evaluate(at, d, home),
                t,
                start,
                reach=_largest(d),
                tolerance=group["tolerance_change"],
                most=group["max_eval"] - self.evaluations,
            )
            self.loss, self.grad, t = end.loss, end.grad, end.t
            self.move(t, d)
        self.evaluations += count
        self.state["func_evals"] += count
        return t


def _largest(x: ct.Tensor) -> float:
    """The largest absolute value; of no elements 0."""
    return float(x.abs().max()) if x.numel() else 0.0
