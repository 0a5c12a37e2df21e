"""Averages of a model's parameters in the course of training, and a rate for them."""

from __future__ import annotations

import copy
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import ctensor as ct
from ctensor import _C
from ctensor.nn.modules.module import Module
from ctensor.optim.lr_scheduler.base import LRScheduler, per_group
from ctensor.optim.optimizer import Optimizer

__all__ = [
    "AveragedModel",
    "update_bn",
    "SWALR",
    "get_ema_multi_avg_fn",
    "get_swa_multi_avg_fn",
    "get_ema_avg_fn",
    "get_swa_avg_fn",
]

Tensors = Sequence[ct.Tensor]


def get_ema_multi_avg_fn(
    decay: float = 0.999,
) -> Callable[[Tensors, Tensors, Any], None]:
    """A function that moves averages: `decay` of the old, 1 - `decay` of the new.

    It takes the averages, the parameters and how many were averaged, which does not
    matter, and changes all averages in one native call. Raises ValueError unless
    `decay` is in [0, 1].
    """
    _check_decay(decay)

    def ema_update(averages: Tensors, current: Tensors, _: Any) -> None:
        _lerp(averages, current, 1 - decay)

    return ema_update


def get_swa_multi_avg_fn() -> Callable[[Tensors, Tensors, Any], None]:
    """A function that takes parameters into the mean of all before them."""

    def swa_update(averages: Tensors, current: Tensors, num_averaged: Any) -> None:
        _lerp(averages, current, 1 / (int(num_averaged) + 1))

    return swa_update


def get_ema_avg_fn(decay: float = 0.999) -> Callable[[ct.Tensor, ct.Tensor, Any], Any]:
    """The same as `get_ema_multi_avg_fn` for one parameter: returns the average."""
    _check_decay(decay)

    def ema_update(average: ct.Tensor, current: ct.Tensor, _: Any) -> ct.Tensor:
        with ct.no_grad():
            return decay * average + (1 - decay) * current

    return ema_update


def get_swa_avg_fn() -> Callable[[ct.Tensor, ct.Tensor, Any], Any]:
    """The same as `get_swa_multi_avg_fn` for one parameter: returns the average."""

    def swa_update(average: ct.Tensor, current: ct.Tensor, count: Any) -> ct.Tensor:
        with ct.no_grad():
            moved: ct.Tensor = average + (current - average) / (count + 1)
            return moved

    return swa_update


def _check_decay(decay: float) -> None:
    if not 0.0 <= decay <= 1.0:
        raise ValueError(
            f"Invalid decay value {decay} provided. Please provide a value in [0,1] "
            "range."
        )


def _lerp(averages: Tensors, current: Tensors, weight: float) -> None:
    """Move the averages by `weight` of the way, those of integers rounded down."""
    with ct.no_grad():
        real: list[tuple[ct.Tensor, ct.Tensor]] = []
        whole: list[tuple[ct.Tensor, ct.Tensor]] = []
        for pair in zip(averages, current, strict=True):
            inexact = pair[0].is_floating_point() or pair[0].is_complex()
            (real if inexact else whole).append(pair)
        if real:
            _C._lerp_step([a for a, _ in real], [c for _, c in real], weight)
        for average, new in whole:
            average.copy_(average + (new - average) * weight)


class AveragedModel(Module):
    """A copy of a model whose parameters are averages of the model's.

    `update_parameters(model)` takes the model's present parameters in: into their mean
    (stochastic weight averaging, Izmailov et al. 2018,
    https://arxiv.org/abs/1803.05407)
    unless `avg_fn(average, parameter, count)` or `multi_avg_fn(averages, parameters,
    count)` says how. Buffers are copied, or averaged too with `use_buffers`. `device`
    is where the copy goes. `n_averaged`, a buffer, counts the calls.

        average = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.99))
        for batch in loader:
            train(model, batch)
            average.update_parameters(model)
        update_bn(loader, average)
    """

    n_averaged: ct.Tensor

    def __init__(
        self,
        model: Module,
        device: Any = None,
        avg_fn: Callable[[ct.Tensor, ct.Tensor, Any], Any] | None = None,
        multi_avg_fn: Callable[[Tensors, Tensors, Any], None] | None = None,
        use_buffers: bool = False,
    ) -> None:
        super().__init__()
        if avg_fn is not None and multi_avg_fn is not None:
            raise AssertionError(
                "Only one of avg_fn and multi_avg_fn should be provided"
            )
        self.module = copy.deepcopy(model)
        if device is not None:
            self.module = self.module.to(device)
        self.register_buffer("n_averaged", ct.tensor(0, device=device))
        self.avg_fn = avg_fn
        self.multi_avg_fn = multi_avg_fn
        self.use_buffers = use_buffers

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """What the averaged model computes."""
        return self.module(*args, **kwargs)

    def _tensors(self, model: Module) -> Iterator[ct.Tensor]:
        buffers = model.buffers() if self.use_buffers else ()
        return itertools.chain(model.parameters(), buffers)

    def update_parameters(self, model: Module) -> None:
        """Take the parameters of `model` into the averages; the first are copied."""
        averages = [p.detach() for p in self._tensors(self.module)]
        current = [p.detach() for p in self._tensors(model)]
        current = [c.to(a.device) for a, c in zip(averages, current, strict=True)]
        with ct.no_grad():
            if self.n_averaged == 0:
                for average, new in zip(averages, current, strict=True):
                    average.copy_(new)
            elif self.avg_fn is not None:
                for average, new in zip(averages, current, strict=True):
                    average.copy_(self.avg_fn(average, new, self.n_averaged))
            elif averages:
                update = self.multi_avg_fn or get_swa_multi_avg_fn()
                update(averages, current, self.n_averaged)
            if not self.use_buffers:
                buffers = zip(self.module.buffers(), model.buffers(), strict=True)
                for own, new in buffers:
                    own.copy_(new)
            self.n_averaged += 1


def update_bn(loader: Iterable[Any], model: Module, device: Any = None) -> None:
    """Work out the running statistics of a model's batch norms by a pass over data.

    The statistics begin anew, and each batch counts the same. A batch is the model's
    input, or a list or tuple that begins with it; it goes to `device` if that is given.
    """
    norms = [m for m in model.modules() if hasattr(m, "reset_running_stats")]
    if not norms:
        return
    momenta = [norm.momentum for norm in norms]
    was_training = model.training
    model.train()
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
    with ct.no_grad():
        for batch in loader:
            batch = batch[0] if isinstance(batch, (list, tuple)) else batch
            model(batch if device is None else batch.to(device))
    for norm, momentum in zip(norms, momenta, strict=True):
        norm.momentum = momentum
    model.train(was_training)


class SWALR(LRScheduler):
    """From the rate as it is to `swa_lr` in `anneal_epochs` epochs, and constant then.

    Along half a cosine or a line (`anneal_strategy`). It can follow other schedules.
    Raises ValueError for another strategy or a negative number of epochs.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        swa_lr: float | Sequence[float],
        anneal_epochs: int = 10,
        anneal_strategy: str = "cos",
        last_epoch: int = -1,
    ) -> None:
        rates = per_group("swa_lr", optimizer, swa_lr)
        for rate, group in zip(rates, optimizer.param_groups, strict=True):
            group["swa_lr"] = rate
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(
                "anneal_strategy must be one of 'cos' or 'linear', instead got "
                f"{anneal_strategy}"
            )
        self._anneal_strategy = anneal_strategy
        if not isinstance(anneal_epochs, int) or anneal_epochs < 0:
            raise ValueError(
                f"anneal_epochs must be equal or greater than 0, got {anneal_epochs}"
            )
        self.anneal_epochs = anneal_epochs
        super().__init__(optimizer, last_epoch)

    def _part(self, step: int) -> float:
        """How much of the way is behind at a step."""
        t = max(0.0, min(1.0, step / max(1, self.anneal_epochs)))
        return (
            t if self._anneal_strategy == "linear" else (1 - math.cos(math.pi * t)) / 2
        )

    def get_lr(self) -> list[float]:
        """The rate of each group for the present `last_epoch`."""
        self._warn_outside_of_step()
        step = self._step_count - 1
        if self.anneal_epochs == 0:
            step = max(1, step)
        before, now = self._part(step - 1), self._part(step)
        found = []
        for group, lr in zip(self.optimizer.param_groups, self._rates(), strict=True):
            end = group["swa_lr"]
            start = end if before == 1 else (lr - before * end) / (1 - before)
            found.append(end * now + start * (1 - now))
        return found
