"""Optimizer: base of all optimizers; owns the parameter groups and their state."""

from __future__ import annotations

import copy
import functools
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

import ctensor as ct
from ctensor import _C
from ctensor._C import _profiler_listening
from ctensor._warnings import warn
from ctensor.profiler import record_function
from ctensor.utils.hooks import RemovableHandle, register

__all__ = [
    "NativeOptimizer",
    "Optimizer",
    "register_optimizer_step_post_hook",
    "register_optimizer_step_pre_hook",
]


class _Hooks:
    """The hooks of one optimizer, by the id of their handle."""

    def __init__(self) -> None:
        self.step_pre: OrderedDict[int, Any] = OrderedDict()
        self.step_post: OrderedDict[int, Any] = OrderedDict()
        self.state_pre: OrderedDict[int, Any] = OrderedDict()
        self.state_post: OrderedDict[int, Any] = OrderedDict()
        self.load_pre: OrderedDict[int, Any] = OrderedDict()
        self.load_post: OrderedDict[int, Any] = OrderedDict()
        self.running = False  # a step that calls that of its base runs them once


_NO_HOOKS = _Hooks()
_before_all: OrderedDict[int, Any] = OrderedDict()  # around steps of all optimizers
_after_all: OrderedDict[int, Any] = OrderedDict()


def register_optimizer_step_pre_hook(hook: Callable[..., Any]) -> RemovableHandle:
    """Call `hook(optimizer, args, kwargs)` before a step of any optimizer."""
    return register(_before_all, hook, False)


def register_optimizer_step_post_hook(hook: Callable[..., Any]) -> RemovableHandle:
    """Call `hook(optimizer, args, kwargs)` after a step of any optimizer."""
    return register(_after_all, hook, False)


def _with_hooks(step: Callable[..., Any]) -> Callable[..., Any]:
    """`step` with the hooks of its optimizer around it."""

    @functools.wraps(step)
    def run(self: Optimizer, *args: Any, **kwargs: Any) -> Any:
        self._opt_called = True
        if _profiler_listening():
            with record_function(f"Optimizer.step#{type(self).__name__}.step"):
                return run_hooked(self, *args, **kwargs)
        return run_hooked(self, *args, **kwargs)

    def run_hooked(self: Optimizer, *args: Any, **kwargs: Any) -> Any:
        hooks = self._hooks
        if hooks.running:
            return step(self, *args, **kwargs)
        if hooks is _NO_HOOKS:
            if not _before_all and not _after_all:
                return step(self, *args, **kwargs)
            hooks = self._hooks = _Hooks()
        hooks.running = True
        try:
            return _run_hooked(hooks, step, self, args, kwargs)
        finally:
            hooks.running = False

    return run


def _run_hooked(
    hooks: _Hooks, step: Any, optimizer: Optimizer, args: Any, kwargs: Any
) -> Any:
    """`step` between the hooks."""
    args = (optimizer, *args)  # PyTorch's hooks see the optimizer among the arguments
    for hook in [*_before_all.values(), *hooks.step_pre.values()]:
        new = hook(optimizer, args, kwargs)
        if new is not None:
            if not isinstance(new, tuple) or len(new) != 2:
                raise RuntimeError(
                    "step pre-hook must return None or a tuple of (new_args, "
                    f"new_kwargs), but got {new}."
                )
            args, kwargs = new
    result = step(*args, **kwargs)
    for hook in [*hooks.step_post.values(), *_after_all.values()]:
        hook(optimizer, args, kwargs)
    return result


class Optimizer:
    """Holds parameters in groups with options, and state per parameter.

    `params` is an iterable of Tensors, of (name, Tensor) pairs, or of dicts with a
    key 'params' and options of that group; `defaults` are the options of groups that
    do not give them. A subclass defines `step`.
    """

    _hooks = _NO_HOOKS
    # Of the state, what stays a 0-d tensor of its own dtype.
    _numbers: tuple[str, ...] = ("step",)
    _opt_called = False  # whether `step` ever was; a scheduler wants to know

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "step" in cls.__dict__:
            setattr(cls, "step", _with_hooks(cls.__dict__["step"]))  # noqa: B010

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
        """Add a group: a dict with 'params' and the options that differ.

        The dict itself becomes the group, so that options which its owner changes
        later count; an error leaves it as it was.
        """
        if not isinstance(param_group, dict):
            raise TypeError(f"param_group must be a dict, but got {type(param_group)}")
        params = param_group["params"]
        if isinstance(params, (set, frozenset)):
            raise TypeError(
                "optimizer parameters need to be organized in ordered collections, but "
                "the ordering of tensors in sets will change between runs. Please use "
                "a list instead."
            )
        params = [params] if isinstance(params, ct.Tensor) else list(params)
        tensors = [p[1] if isinstance(p, tuple) else p for p in params]
        names = [p[0] for p in params if isinstance(p, tuple)]
        self._check_new(tensors)
        named = bool(names) or "param_names" in param_group
        others = [named, *("param_names" in g for g in self.param_groups)]
        if len(names) not in (0, len(params)) or len(set(others)) > 1:
            raise ValueError(
                "all optimizer params should be with/without names, in all groups"
            )
        param_group["params"] = tensors
        if names:
            param_group["param_names"] = names
        for name, default in self.defaults.items():
            param_group.setdefault(name, default)
        self.param_groups.append(param_group)

    def _check_new(self, params: list[Any]) -> None:
        for param in params:
            if not isinstance(param, ct.Tensor):
                raise TypeError(
                    f"optimizer can only optimize Tensors, but one of the params is "
                    f"{type(param).__name__}"
                )
            if not (param.is_leaf or param.retains_grad):
                raise ValueError("can't optimize a non-leaf Tensor")
        own = {id(p) for p in params}
        if len(own) < len(params):
            warn(
                "optimizer contains a parameter group with duplicate parameters: each "
                "step changes them more than once"
            )
        if any(id(p) in own for group in self.param_groups for p in group["params"]):
            raise ValueError("some parameters appear in more than one parameter group")

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
        for hook in self._hooks.state_pre.values():
            hook(self)
        number = {
            id(param): i
            for i, param in enumerate(
                p for group in self.param_groups for p in group["params"]
            )
        }
        groups = []
        for group in self.param_groups:
            packed = {k: v for k, v in group.items() if k != "params"}
            packed["params"] = [number[id(p)] for p in group["params"]]
            groups.append(packed)
        state = {
            number[id(key)] if isinstance(key, ct.Tensor) else key: value
            for key, value in self.state.items()
        }
        result = {"state": state, "param_groups": groups}
        for hook in self._hooks.state_post.values():
            new = hook(self, result)
            result = result if new is None else new
        return result

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take over state and options from `state_dict()` of a like optimizer.

        The state may be PyTorch's, its tensors as they are or as NumPy arrays. Raises
        ValueError when the groups differ in number or length. An error leaves state
        and options as they were.
        """
        state_dict = dict(state_dict)
        for hook in self._hooks.load_pre.values():
            new = hook(self, state_dict)
            state_dict = state_dict if new is None else new
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
        state: dict[Any, Any] = defaultdict(dict)
        for key, value in state_dict["state"].items():
            if key in param_of:
                state[param_of[key]] = _state_for(param_of[key], value, self._numbers)
            else:
                state[key] = copy.deepcopy(value)
        options = [
            copy.deepcopy({k: v for k, v in new.items() if k != "params"})
            for new in saved
        ]
        # What can fail has been done: from here on nothing is half loaded.
        for group, new in zip(self.param_groups, options, strict=True):
            group.update(new)
        self.__setstate__({"state": state, "param_groups": self.param_groups})
        for hook in self._hooks.load_post.values():
            hook(self)

    def __getstate__(self) -> dict[str, Any]:
        return {k: v for k, v in self.__dict__.items() if k != "_hooks"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take over attributes; a subclass adds the options that older files lack."""
        self.__dict__.update(state)

    # ---- hooks ----

    def _register(self, kind: str, hook: Any, prepend: bool = False) -> RemovableHandle:
        if self._hooks is _NO_HOOKS:
            self._hooks = _Hooks()
        return register(getattr(self._hooks, kind), hook, prepend)

    def register_step_pre_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """Call `hook(optimizer, args, kwargs)` before `step`.

        `args` begins with the optimizer. The hook may return (new_args, new_kwargs).
        """
        return self._register("step_pre", hook)

    def register_step_post_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """Call `hook(optimizer, args, kwargs)` after `step`."""
        return self._register("step_post", hook)

    def register_state_dict_pre_hook(
        self, hook: Callable[..., Any], prepend: bool = False
    ) -> RemovableHandle:
        """Call `hook(optimizer)` before `state_dict` collects."""
        return self._register("state_pre", hook, prepend)

    def register_state_dict_post_hook(
        self, hook: Callable[..., Any], prepend: bool = False
    ) -> RemovableHandle:
        """Call `hook(optimizer, state_dict)` after; it may return another dict."""
        return self._register("state_post", hook, prepend)

    def register_load_state_dict_pre_hook(
        self, hook: Callable[..., Any], prepend: bool = False
    ) -> RemovableHandle:
        """Call `hook(optimizer, state_dict)` first; it may return another dict."""
        return self._register("load_pre", hook, prepend)

    def register_load_state_dict_post_hook(
        self, hook: Callable[..., Any], prepend: bool = False
    ) -> RemovableHandle:
        """Call `hook(optimizer)` after `load_state_dict`."""
        return self._register("load_post", hook, prepend)

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


class NativeOptimizer(Optimizer):
    """Base of the optimizers whose step is one native call per parameter group.

    A subclass names its row of the op table in `_row` and says in `_options` what the
    row takes behind its lists, in the row's order.
    """

    _row: str

    def _options(self, group: dict[str, Any]) -> tuple[Any, ...]:
        """The row's options, as the group has them."""
        raise NotImplementedError

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Change every parameter that has a gradient; returns the closure's loss."""
        loss = None if closure is None else self._closure_loss(closure)
        for group in self.param_groups:
            options = self._options(group)
            _C._optim_step(self._row, group["params"], self.state, *options)
        return loss


def _state_for(param: ct.Tensor, value: Any, numbers: tuple[str, ...]) -> Any:
    """A copy of one parameter's state, its tensors in the parameter's dtype.

    The numbers, as the step count, are 0-d tensors of their own dtype; older files have
    plain numbers there.
    """
    if not isinstance(value, dict):
        return _cast_for(param, value)
    return {
        key: _number(item) if key in numbers else _cast_for(param, item)
        for key, item in value.items()
    }


def _number(item: Any) -> Any:
    """A copy of a number of the state, a 0-d tensor."""
    wide = getattr(item, "dtype", None) == ct.float64
    return ct.tensor(float(item), dtype=ct.float64 if wide else ct.float32)


def _cast_for(param: ct.Tensor, item: Any) -> Any:
    """A copy of what the state holds; tensors in it on the parameter's side."""
    if isinstance(item, np.ndarray) or hasattr(item, "__dlpack__"):
        item = ct.as_tensor(item)
    if isinstance(item, ct.Tensor):
        cast = param.is_floating_point()
        dtype = param.dtype if cast else item.dtype
        return item.detach().clone().to(param.device, dtype)
    if type(item) in (list, tuple):
        return type(item)(_cast_for(param, part) for part in item)
    return copy.deepcopy(item)


def check_lr(lr: Any) -> None:
    """Raise ValueError, in PyTorch's words, unless `lr` is a rate."""
    if isinstance(lr, ct.Tensor) and lr.numel() != 1:
        raise ValueError("Tensor lr must be 1-element")
    check_not_negative("learning rate", lr)


def check_betas(betas: Any) -> tuple[float, float]:
    """The two betas as numbers; ValueError, in PyTorch's words, unless in [0, 1)."""
    if len(betas) != 2:
        raise ValueError(f"Invalid betas: expected two numbers, got {betas}")
    numbers = tuple(b.item() if isinstance(b, ct.Tensor) else b for b in betas)
    for i, beta in enumerate(numbers):
        if not 0.0 <= beta < 1.0:
            raise ValueError(f"Invalid beta parameter at index {i}: {beta}")
    return numbers[0], numbers[1]


def check_implementation(
    name: str,
    foreach: bool | None,
    differentiable: bool = False,
    fused: bool | None = None,
) -> None:
    """Raise for ways to make a step that cannot be had, or not together."""
    if differentiable:
        raise ValueError(f"{name}: differentiable=True is not supported")
    if fused and foreach:
        raise RuntimeError("`fused` and `foreach` cannot be `True` together.")


def check_not_negative(name: str, value: Any) -> None:
    """Raise ValueError, in PyTorch's words, unless the option is at least 0."""
    if not value >= 0.0:
        raise ValueError(f"Invalid {name}: {value}")
