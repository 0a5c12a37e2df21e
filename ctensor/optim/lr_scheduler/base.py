"""The base of all schedules."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from types import FunctionType
from typing import Any

import ctensor as ct
from ctensor.optim.optimizer import Optimizer

__all__ = ["LRScheduler", "functions_from", "functions_state", "per_group"]


EPOCH_WARNING = (
    "The epoch parameter in `scheduler.step()` is deprecated; use `scheduler.step()` "
    "to step the scheduler."
)


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
    _get_lr_called_within_step = False  # else `get_lr` is not what its caller wants

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
        self.optimizer: Optimizer = optimizer
        self.base_lrs = self._values("initial_lr")
        self.last_epoch = last_epoch
        self._initial_step()

    def _initial_step(self) -> None:
        """Take the step to epoch 0, or to where the schedule resumes."""
        self._step_count = 0
        self._is_initial = True
        try:
            self.step()
        finally:
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
        if epoch is not None:
            warnings.warn(EPOCH_WARNING, stacklevel=2)
        self._update_lr(epoch)

    def _update_lr(self, epoch: int | None = None) -> None:
        """Set the rates of the next epoch, or of `epoch`."""
        self._get_lr_called_within_step = True
        try:
            if epoch is None:
                self.last_epoch += 1
                rates = self.get_lr()
            else:
                self.last_epoch = epoch
                closed_form = getattr(self, "_get_closed_form_lr", self.get_lr)
                rates = closed_form()
        finally:
            self._get_lr_called_within_step = False
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

    def _warn_outside_of_step(self) -> None:
        """To be called by `get_lr`, which is for `step` alone."""
        if not self._get_lr_called_within_step:
            warnings.warn(
                "To get the last learning rate computed by the scheduler, please use "
                "`get_last_lr()`.",
                stacklevel=3,
            )

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


def per_group(name: str, optimizer: Optimizer, value: Any) -> list[Any]:
    """`value`, or its items where it is a list, for each group; ValueError."""
    count = len(optimizer.param_groups)
    values = list(value) if isinstance(value, (list, tuple)) else [value] * count
    if len(values) != count:
        raise ValueError(
            f"{name} must have the same length as optimizer.param_groups. {name} has "
            f"{len(values)} values, param_groups has {count}."
        )
    return [_copied(one) for one in values]


def functions_state(functions: Sequence[Any]) -> list[Any]:
    """What callable objects are made of; None for a plain function, which has none."""
    return [
        None if isinstance(one, FunctionType) else dict(vars(one)) for one in functions
    ]


def functions_from(functions: Sequence[Any], saved: Sequence[Any]) -> None:
    """Take over what `functions_state` gave; the functions stay what they are."""
    for one, state in zip(functions, saved, strict=False):
        if state is not None:
            vars(one).update(state)
