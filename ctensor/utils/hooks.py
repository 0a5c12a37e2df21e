"""Handles of registered hooks, and the taps behind the backward hooks of a module."""

from __future__ import annotations

import itertools
from collections import OrderedDict
from typing import Any

import ctensor as ct
from ctensor._warnings import warn

__all__ = ["RemovableHandle"]

_ids = itertools.count()


class RemovableHandle:
    """Stands for one entry of a dict of hooks; `remove()` takes the hook out.

    As a context manager it removes the hook at the end of the block.
    """

    def __init__(self, hooks_dict: dict[int, Any]) -> None:
        self.id = next(_ids)
        self._hooks: dict[int, Any] | None = hooks_dict

    def remove(self) -> None:
        """Take the hook out; a second call does nothing."""
        if self._hooks is not None:
            self._hooks.pop(self.id, None)
            self._hooks = None

    def __enter__(self) -> RemovableHandle:
        return self

    def __exit__(self, *exc: object) -> None:
        self.remove()


def register(
    hooks: OrderedDict[int, Any], hook: Any, prepend: bool = False
) -> RemovableHandle:
    """Add `hook` to `hooks`, at the front if `prepend`; the handle removes it."""
    handle = RemovableHandle(hooks)
    hooks[handle.id] = hook
    if prepend:
        hooks.move_to_end(handle.id, last=False)
    return handle


class _Tap(ct.autograd.Function):
    """Identity on some tensors; its backward hands the gradients to `see`.

    Where there is none it gives zeros if `zeros`, else None.
    """

    @staticmethod
    def forward(
        ctx: Any, see: Any, zeros: bool, *tensors: ct.Tensor
    ) -> tuple[ct.Tensor, ...]:
        ctx.see = see
        ctx.set_materialize_grads(zeros)
        return tuple(t.view_as(t) for t in tensors)

    @staticmethod
    def backward(ctx: Any, *grads: ct.Tensor | None) -> tuple[Any, ...]:
        return (None, None, *ctx.see(grads))


def _tap(see: Any, value: Any, zeros: bool) -> Any:
    """Pass the tensors of `value` (one, or a tuple or list) through one `_Tap`.

    `see(grads)` gets one gradient for each place of `value` and returns the gradients
    that go on. Only the places that require grad are rewired, others get None; so do
    unused ones unless they are to get `zeros`.
    """
    single = isinstance(value, ct.Tensor)
    items = [value] if single else list(value)
    places = [
        i for i, x in enumerate(items) if isinstance(x, ct.Tensor) and x.requires_grad
    ]
    if not places or not ct.is_grad_enabled():
        return value

    def see_places(grads: tuple[Any, ...]) -> tuple[Any, ...]:
        every: list[Any] = [None] * len(items)
        for i, grad in zip(places, grads, strict=True):
            every[i] = grad
        every = see(tuple(every))
        return tuple(every[i] for i in places)

    tapped = _Tap.apply(see_places, zeros, *(items[i] for i in places))
    for i, x in zip(places, tapped, strict=True):
        items[i] = x
    if single:
        return items[0]
    if hasattr(value, "_fields"):
        return type(value)(*items)
    return type(value)(items)


def _replaced(grads: tuple[Any, ...], result: Any, what: str) -> tuple[Any, ...]:
    """The gradients that a hook leaves: its result where it gave one."""
    if result is None:
        return grads
    new = result if isinstance(result, (tuple, list)) else (result,)
    if len(new) != len(grads):
        raise RuntimeError(
            f"{what}: expected {len(grads)} gradients from the hook, got {len(new)}"
        )
    return tuple(new)


class BackwardTaps:
    """The backward hooks of one call of a module.

    `inputs` and `outputs` wrap what goes in and comes out. When the gradients of the
    outputs are there the pre-hooks see them; when those of the inputs are there the
    hooks see both. If no input requires grad the hooks run after the pre-hooks, with
    None for the inputs.

    A gradient may reach the inputs without coming through the outputs: one of a
    gradient, through what the module saved. That is none of the hooks' business.
    """

    def __init__(self, module: Any, pre_hooks: list[Any], hooks: list[Any]) -> None:
        self.module = module
        self.pre_hooks = pre_hooks
        self.hooks = hooks
        self.grad_output: tuple[Any, ...] | None = None
        self.input_count = 0
        self.taps_input = False

    def inputs(self, args: tuple[Any, ...]) -> tuple[Any, ...]:
        tapped: tuple[Any, ...] = _tap(self._see_input, args, zeros=True)
        self.input_count = len(args)
        self.taps_input = tapped is not args
        return tapped

    def outputs(self, result: Any) -> Any:
        if not isinstance(result, (ct.Tensor, tuple, list)):
            return result
        return _tap(self._see_output, result, zeros=False)

    def _see_output(self, grads: tuple[Any, ...]) -> tuple[Any, ...]:
        for hook in self.pre_hooks:
            result = hook(self.module, grads)
            grads = _replaced(grads, result, "full_backward_pre_hook")
        self.grad_output = grads
        if not self.taps_input:
            if self.hooks:
                warn(
                    "Full backward hook is firing when gradients are computed with "
                    "respect to module outputs since no inputs require gradients."
                )
            for hook in self.hooks:
                if hook(self.module, (None,) * self.input_count, grads) is not None:
                    raise RuntimeError(
                        "full_backward_hook: no input of the module requires grad, "
                        "so the hook must return None"
                    )
            self.grad_output = None
        return grads

    def _see_input(self, grads: tuple[Any, ...]) -> tuple[Any, ...]:
        grad_output, self.grad_output = self.grad_output, None
        if grad_output is None:
            return grads
        for hook in self.hooks:
            result = hook(self.module, grads, grad_output)
            grads = _replaced(grads, result, "full_backward_hook")
        return grads
