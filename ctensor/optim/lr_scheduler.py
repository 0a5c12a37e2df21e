"""Schedules of the learning rate: `scheduler.step()` after each epoch or step.

Each step changes the rate that the optimizer has, so that schedules can be used
together. A rate that is a tensor is filled and stays the same object; `initial_lr`,
`base_lrs` and what `get_lr` and `get_last_lr` return never share its memory.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any

import ctensor as ct
from ctensor.optim.optimizer import Optimizer

__all__ = ["CosineAnnealingLR", "ExponentialLR", "LRScheduler", "LambdaLR", "StepLR"]


def _copied(value: Any) -> Any:
    """`value`, or a copy where it is a tensor that somebody will fill."""
    return value.detach().clone() if isinstance(value, ct.Tensor) else value


class LRScheduler:
    """Base: counts the steps in `last_epoch` and sets the rates of the groups.

    A subclass defines `get_lr`, the list of the groups' rates for the present
    `last_epoch`; it may define `_get_closed_form_lr`, the same from the initial rates
    alone. A `last_epoch` other than -1 resumes there; the groups then need their
    'initial_lr'.
    """

    _is_initial = False  # in the step that the constructor takes

    def __init__(self, optimizer: Optimizer, last_epoch: int = -1) -> None:
        if not isinstance(optimizer, Optimizer):
            raise TypeError(f"{type(optimizer).__name__} is not an Optimizer")
        for i, group in enumerate(optimizer.param_groups):
            if last_epoch == -1:
                group.setdefault("initial_lr", _copied(group["lr"]))
            elif "initial_lr" not in group:
                raise KeyError(
                    f"param 'initial_lr' is not specified in param_groups[{i}] when "
                    "resuming scheduler with last_epoch >= 0: load the optimizer's "
                    "state first, or leave last_epoch out"
                )
        self.optimizer = optimizer
        self.base_lrs = self._values("initial_lr")
        self.last_epoch = last_epoch
        self._step_count = 0
        self._is_initial = True
        self.step()
        self._is_initial = False

    def get_lr(self) -> list[float]:
        """The rate of each group for the present `last_epoch`."""
        raise NotImplementedError(f"{type(self).__name__}.get_lr is not defined")

    def step(self, epoch: int | None = None) -> None:
        """Go on to the next epoch, or (deprecated) to `epoch`, and set the rates.

        Warns when the first step comes before the first of the optimizer.
        """
        if self._step_count == 1 and not self.optimizer._opt_called:
            warnings.warn(
                "Detected call of `lr_scheduler.step()` before `optimizer.step()`: the "
                "first value of the learning rate schedule is skipped. Call them in "
                "the opposite order.",
                stacklevel=2,
            )
        self._step_count += 1
        if epoch is None:
            self.last_epoch += 1
            rates = self.get_lr()
        else:
            warnings.warn(
                "The epoch parameter in `scheduler.step()` is deprecated; use "
                "`scheduler.step()` to step the scheduler.",
                stacklevel=2,
            )
            self.last_epoch = epoch
            closed_form = getattr(self, "_get_closed_form_lr", self.get_lr)
            rates = closed_form()
        self._set_rates(rates)
        self._last_lr = self._rates()

    def _set_rates(self, rates: Sequence[Any]) -> None:
        """Fill the rates that are tensors, replace the others."""
        filled: dict[int, float] = {}  # of each tensor, which groups may share
        for group, lr in zip(self.optimizer.param_groups, rates, strict=True):
            own = group["lr"]
            if not isinstance(own, ct.Tensor):
                group["lr"] = lr
                continue
            rate = float(lr)
            if filled.setdefault(id(own), rate) != rate:
                own = group["lr"] = _copied(own)
            own.detach().fill_(rate)

    def get_last_lr(self) -> list[float]:
        """The rates that were set last."""
        return self._last_lr

    def _rates(self) -> list[float]:
        return self._values("lr")

    def _values(self, key: str) -> list[Any]:
        return [_copied(group[key]) for group in self.optimizer.param_groups]

    def state_dict(self) -> dict[str, Any]:
        """All attributes but the optimizer."""
        return {k: v for k, v in self.__dict__.items() if k != "optimizer"}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over what `state_dict()` gave."""
        self.__dict__.update(state_dict)


_LRScheduler = LRScheduler  # the name that it had before PyTorch 2.0


class LambdaLR(LRScheduler):
    """Initial rate times `lr_lambda(epoch)`; one function or one per group."""

    def __init__(
        self,
        optimizer: Optimizer,
        lr_lambda: Callable[[int], float] | Sequence[Callable[[int], float]],
        last_epoch: int = -1,
    ) -> None:
        count = len(optimizer.param_groups)
        self.lr_lambdas: list[Callable[[int], float]]
        if isinstance(lr_lambda, Sequence):
            if len(lr_lambda) != count:
                raise ValueError(
                    f"Expected {count} lr_lambdas, but got {len(lr_lambda)}"
                )
            self.lr_lambdas = list(lr_lambda)
        else:
            self.lr_lambdas = [lr_lambda] * count
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """The rate of each group for the present `last_epoch`."""
        pairs = zip(self.base_lrs, self.lr_lambdas, strict=True)
        return [base * factor(self.last_epoch) for base, factor in pairs]

    def state_dict(self) -> dict[str, Any]:
        """All attributes but the optimizer; of callable objects their attributes.

        A plain function has no state: it is None in the list 'lr_lambdas'.
        """
        state = super().state_dict()
        state["lr_lambdas"] = [
            None if isinstance(factor, FunctionType) else dict(vars(factor))
            for factor in self.lr_lambdas
        ]
        return state

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over what `state_dict()` gave; the functions stay what they are."""
        rest = {k: v for k, v in state_dict.items() if k != "lr_lambdas"}
        super().load_state_dict(rest)
        saved = state_dict.get("lr_lambdas", [])
        for factor, state in zip(self.lr_lambdas, saved, strict=False):
            if state is not None:
                vars(factor).update(state)


class StepLR(LRScheduler):
    """Multiplies the rate by `gamma` every `step_size` epochs."""

    def __init__(
        self,
        optimizer: Optimizer,
        step_size: int,
        gamma: float = 0.1,
        last_epoch: int = -1,
    ) -> None:
        self.step_size = step_size
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """The rate of each group for the present `last_epoch`."""
        if self.last_epoch == 0 or self.last_epoch % self.step_size != 0:
            return self._rates()
        return [lr * self.gamma for lr in self._rates()]

    def _get_closed_form_lr(self) -> list[float]:
        factor = self.gamma ** (self.last_epoch // self.step_size)
        return [base * factor for base in self.base_lrs]


class ExponentialLR(LRScheduler):
    """Multiplies the rate by `gamma` every epoch."""

    def __init__(
        self, optimizer: Optimizer, gamma: float, last_epoch: int = -1
    ) -> None:
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """The rate of each group for the present `last_epoch`."""
        if self._is_initial:
            return self._rates()
        return [lr * self.gamma for lr in self._rates()]

    def _get_closed_form_lr(self) -> list[float]:
        return [base * self.gamma**self.last_epoch for base in self.base_lrs]


class CosineAnnealingLR(LRScheduler):
    """Half a cosine from the initial rate to `eta_min` in `T_max` epochs, and back.

    Source: Loshchilov and Hutter 2017, https://arxiv.org/abs/1608.03983, without its
    restarts. With w(t) = 1 + cos(pi t / T_max), the distance to `eta_min` is
    multiplied by w(t) / w(t - 1) in epoch t.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        T_max: int,  # noqa: N803  (PyTorch's name)
        eta_min: float = 0.0,
        last_epoch: int = -1,
    ) -> None:
        self.T_max = T_max
        self.eta_min = eta_min
        super().__init__(optimizer, last_epoch)

    def _weight(self, epoch: int) -> float:
        return 1 + math.cos(math.pi * epoch / self.T_max)

    def get_lr(self) -> list[float]:
        """The rate of each group for the present `last_epoch`."""
        t = self.last_epoch
        if self._is_initial:
            return self._rates()
        if (t - 1 - self.T_max) % (2 * self.T_max) == 0:
            # The last rate was eta_min itself: no ratio leads away from there.
            rise = (1 - math.cos(math.pi / self.T_max)) / 2
            pairs = zip(self._rates(), self.base_lrs, strict=True)
            return [lr + (base - self.eta_min) * rise for lr, base in pairs]
        ratio = self._weight(t) / self._weight(t - 1)
        return [ratio * (lr - self.eta_min) + self.eta_min for lr in self._rates()]

    def _get_closed_form_lr(self) -> list[float]:
        factor = self._weight(self.last_epoch) / 2
        return [self.eta_min + (b - self.eta_min) * factor for b in self.base_lrs]
