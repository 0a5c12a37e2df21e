"""Optimizer: base of all optimizers; owns the parameter groups and their state."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import ctensor as ct

__all__ = ["Optimizer"]


class Optimizer:
    """Holds parameters in groups with options, and state per parameter.

    `params` is an iterable of Tensors, of (name, Tensor) pairs, or of dicts with a
    key 'params' and options of that group; `defaults` are the options of groups that
    do not give them. A subclass defines `step`.
    """

    def __init__(self, params: Iterable[Any], defaults: dict[str, Any]) -> None:
        if isinstance(params, ct.Tensor):
            raise TypeError(
                "params argument given to the optimizer should be an iterable of "
                "Tensors or dicts, but got Tensor"
            )
        self.defaults = defaults
        self.state: dict[ct.Tensor, Any] = defaultdict(dict)
        self.param_groups: list[dict[str, Any]] = []
        groups = list(params)
        if not groups:
            raise ValueError("optimizer got an empty parameter list")
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        for group in groups:
            self.add_param_group(group)

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Add a group: a dict with 'params' and the options that differ."""
        if not isinstance(param_group, dict):
            raise TypeError(f"param_group must be a dict, but got {type(param_group)}")
        group = {**self.defaults, **param_group}
        params = group["params"]
        if isinstance(params, (set, frozenset)):
            raise TypeError(
                "optimizer parameters need to be organized in ordered collections, but "
                "the ordering of tensors in sets will change between runs. Please use "
                "a list instead."
            )
        params = [params] if isinstance(params, ct.Tensor) else list(params)
        if params and all(isinstance(p, tuple) for p in params):
            group["param_names"] = [name for name, _ in params]
            params = [param for _, param in params]
        self._check_new(params)
        group["params"] = params
        self.param_groups.append(group)

    def _check_new(self, params: list[Any]) -> None:
        seen = {id(p) for group in self.param_groups for p in group["params"]}
        for param in params:
            if not isinstance(param, ct.Tensor):
                raise TypeError(
                    f"optimizer can only optimize Tensors, but one of the params is "
                    f"{type(param).__name__}"
                )
            if not (param.is_leaf or param.retains_grad):
                raise ValueError("can't optimize a non-leaf Tensor")
            if id(param) in seen:
                raise ValueError(
                    "some parameters appear in more than one parameter group, or "
                    "twice in one"
                )
            seen.add(id(param))

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Change the parameters by their gradients; every subclass defines it.

        Parameters without a gradient stay as they are. `closure` computes the loss
        and its gradients again and returns the loss, which `step` then returns.
        """
        raise NotImplementedError(f"{type(self).__name__}.step is not defined")

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Drop the gradients of all parameters, or fill them with zeros."""
        for group in self.param_groups:
            for param in group["params"]:
                if set_to_none:
                    param.grad = None
                elif param.grad is not None:
                    param.grad.detach_().zero_()

    def state_dict(self) -> dict[str, Any]:
        """The state and options, with parameters numbered in order of the groups.

        The keys and their meaning are PyTorch's.
        """
        number = {
            id(param): i
            for i, param in enumerate(
                p for group in self.param_groups for p in group["params"]
            )
        }
        groups = [
            {**group, "params": [number[id(p)] for p in group["params"]]}
            for group in self.param_groups
        ]
        state = {
            number[id(key)] if isinstance(key, ct.Tensor) else key: value
            for key, value in self.state.items()
        }
        return {"state": state, "param_groups": groups}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over state and options from `state_dict()` of a like optimizer.

        Raises ValueError when the groups differ in number or length.
        """
        saved = state_dict["param_groups"]
        if len(saved) != len(self.param_groups):
            raise ValueError(
                "loaded state dict has a different number of parameter groups"
            )
        pairs = list(zip(self.param_groups, saved, strict=True))
        if any(len(own["params"]) != len(new["params"]) for own, new in pairs):
            raise ValueError(
                "loaded state dict contains a parameter group that doesn't match the "
                "size of optimizer's group"
            )
        param_of = {
            number: param
            for own, new in pairs
            for number, param in zip(new["params"], own["params"], strict=True)
        }
        self.state.clear()
        for key, value in state_dict["state"].items():
            if key in param_of:
                self.state[param_of[key]] = _state_for(param_of[key], value)
            else:
                self.state[key] = copy.deepcopy(value)
        for own, new in pairs:
            own.update(copy.deepcopy({k: v for k, v in new.items() if k != "params"}))

    def __repr__(self) -> str:
        lines = []
        for i, group in enumerate(self.param_groups):
            lines += ["", f"Parameter Group {i}"]
            lines += [f"    {k}: {group[k]}" for k in sorted(group) if k != "params"]
        return f"{type(self).__name__} (" + "\n".join(lines) + "\n)"

    def _closure_loss(self, closure: Callable[[], Any] | None) -> Any:
        """What `closure`, run with gradients enabled, returns."""
        if closure is None:
            return None
        with ct.enable_grad():
            return closure()


def _state_for(param: ct.Tensor, value: Any) -> Any:
    """A copy of one parameter's state, its tensors in the parameter's dtype.

    The step count is a float32 tensor; older files have a number there.
    """
    if not isinstance(value, dict):
        return copy.deepcopy(value)
    state = {}
    for key, item in value.items():
        if key == "step":
            item = ct.tensor(float(item), dtype=ct.float32)
        elif isinstance(item, ct.Tensor):
            cast = param.is_floating_point()
            item = item.detach().clone()
            item = item.to(param.device, param.dtype if cast else item.dtype)
        else:
            item = copy.deepcopy(item)
        state[key] = item
    return state


def check_not_negative(name: str, value: float) -> None:
    """Raise ValueError, in PyTorch's words, unless the option is at least 0."""
    if not value >= 0.0:
        raise ValueError(f"Invalid {name}: {value}")
