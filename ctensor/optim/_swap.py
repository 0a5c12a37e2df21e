"""An optimizer that works on other tensors for a while."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ctensor._C import Tensor
from ctensor.optim.optimizer import Optimizer

__all__ = ["swap_in_optimizer_params_and_state"]


@contextmanager
def swap_in_optimizer_params_and_state(
    optimizer: Optimizer,
    swapin_parameters: Mapping[str, Tensor],
    swapin_optim_state: Mapping[str, Any],
) -> Iterator[None]:
    """In the block the optimizer has other parameters, states and options.

    Args:
        optimizer: afterwards it has its own again.
        swapin_parameters: as many tensors as it has parameters, in their order; the
            names say nothing.
        swapin_optim_state: what `state_dict()` of such an optimizer gives. What a step
            writes to its tensors in place is in them afterwards.

    ValueError for other numbers of tensors or groups.

    >>> w = ct.ones(1, requires_grad=True)
    >>> other = ct.zeros(1, requires_grad=True)
    >>> optimizer, other.grad = ct.optim.SGD([w], lr=1.0), ct.ones(1)
    >>> state = optimizer.state_dict()
    >>> with ct.optim.swap_in_optimizer_params_and_state(optimizer, {"": other}, state):
    ...     _ = optimizer.step()
    >>> w.item(), other.item()
    (1.0, -1.0)
    """
    groups, given = optimizer.param_groups, list(swapin_parameters.values())
    saved = list(swapin_optim_state["param_groups"])
    counts = [len(group["params"]) for group in groups]
    if [len(group["params"]) for group in saved] != counts or len(given) != sum(counts):
        raise ValueError(
            f"swap_in_optimizer_params_and_state: expected groups of {counts} "
            f"parameters, got {[len(group['params']) for group in saved]} and "
            f"{len(given)} tensors"
        )
    before, own_state = [dict(group) for group in groups], optimizer.state
    try:
        state: defaultdict[Any, Any] = defaultdict(dict)
        start = 0
        for group, new in zip(groups, saved, strict=True):
            params = given[start : start + len(new["params"])]
            start += len(params)
            group.update({k: v for k, v in new.items() if k != "params"})
            group["params"] = params
            for param, key in zip(params, new["params"], strict=True):
                state[param] = dict(swapin_optim_state["state"].get(key, {}))
        optimizer.state = state
        yield
    finally:
        for group, old in zip(groups, before, strict=True):
            group.clear()
            group.update(old)
        optimizer.state = own_state
