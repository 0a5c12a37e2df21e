"""Hooks of modules: registering them, and a call that runs them.

A module without hooks never comes here: `_hooked` is False on the class, and becomes
True on the class with the first global hook, on an instance with its own first one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, MutableMapping
from typing import TYPE_CHECKING, Any

from ctensor import _C
from ctensor.utils.hooks import BackwardTaps, RemovableHandle, register

__all__ = [
    "register_module_forward_hook",
    "register_module_forward_pre_hook",
    "register_module_full_backward_hook",
    "register_module_full_backward_pre_hook",
]


class _Hooks:
    """The hooks of one module, or of all; entries are (hook, options) by handle id."""

    def __init__(self) -> None:
        self.forward_pre: OrderedDict[int, Any] = OrderedDict()
        self.forward: OrderedDict[int, Any] = OrderedDict()
        self.backward_pre: OrderedDict[int, Any] = OrderedDict()
        self.backward: OrderedDict[int, Any] = OrderedDict()
        self.state_pre: OrderedDict[int, Any] = OrderedDict()
        self.state_post: OrderedDict[int, Any] = OrderedDict()
        self.load_pre: OrderedDict[int, Any] = OrderedDict()
        self.load_post: OrderedDict[int, Any] = OrderedDict()


_NO_HOOKS = _Hooks()
_global_hooks = _Hooks()


def _global_register(hooks: OrderedDict[int, Any], hook: Any) -> RemovableHandle:
    Hooked._hooked = True
    return register(hooks, hook)


def register_module_forward_pre_hook(hook: Callable[..., Any]) -> RemovableHandle:
    """Call `hook(module, args)` before the forward of every module."""
    return _global_register(_global_hooks.forward_pre, (hook, False))


def register_module_forward_hook(
    hook: Callable[..., Any], *, with_kwargs: bool = False, always_call: bool = False
) -> RemovableHandle:
    """Call `hook(module, args, output)` after the forward of every module."""
    entry = (hook, with_kwargs, always_call)
    return _global_register(_global_hooks.forward, entry)


def register_module_full_backward_pre_hook(hook: Callable[..., Any]) -> RemovableHandle:
    """Call `hook(module, grad_output)` before the backward of every module."""
    return _global_register(_global_hooks.backward_pre, hook)


def register_module_full_backward_hook(hook: Callable[..., Any]) -> RemovableHandle:
    """Call `hook(module, grad_input, grad_output)` after every module's backward."""
    return _global_register(_global_hooks.backward, hook)


class _View(MutableMapping[int, Any]):
    """The hooks of one kind of a module by handle id, without their options, live."""

    def __init__(self, module: Hooked, kind: str) -> None:
        self._module, self._kind = module, kind

    def _entries(self) -> OrderedDict[int, Any]:
        entries: OrderedDict[int, Any] = getattr(self._module._hooks, self._kind)
        return entries

    def __getitem__(self, key: int) -> Any:
        entry = self._entries()[key]
        return entry[0] if self._kind in _OPTIONS else entry

    def __setitem__(self, key: int, hook: Any) -> None:
        options = _OPTIONS.get(self._kind)
        entry = hook if options is None else (hook, *options)
        getattr(self._module._own_hooks(), self._kind)[key] = entry

    def __delitem__(self, key: int) -> None:
        del self._entries()[key]

    def __iter__(self) -> Iterator[int]:
        return iter(list(self._entries()))

    def __len__(self) -> int:
        return len(self._entries())

    def __repr__(self) -> str:
        return repr(dict(self))


# The options of entries that have some, as a hook that is put in directly gets them.
_OPTIONS: dict[str, tuple[bool, ...]] = {
    "forward_pre": (False,),
    "forward": (False, False),
}


def _view(kind: str) -> Any:
    """A property: the hooks of this kind, as a mapping."""
    return property(lambda module: _View(module, kind))


class Hooked(_C._Called):
    """Registration of hooks and the call that runs them; a base of Module."""

    _hooked = False
    _hooks = _NO_HOOKS

    # Under PyTorch's names, for code that counts, clears or looks through them.
    _forward_pre_hooks = _view("forward_pre")
    _forward_hooks = _view("forward")
    _backward_pre_hooks = _view("backward_pre")
    _backward_hooks = _view("backward")
    _state_dict_pre_hooks = _view("state_pre")
    _state_dict_hooks = _view("state_post")
    _load_state_dict_pre_hooks = _view("load_pre")
    _load_state_dict_post_hooks = _view("load_post")

    if TYPE_CHECKING:

        def forward(self, *args: Any, **kwargs: Any) -> Any: ...

    def _call_hooked(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        own, every = self._hooks, _global_hooks
        after = [*every.forward.values(), *own.forward.values()]
        done: list[Any] = []
        try:
            for hook, with_kwargs in [
                *every.forward_pre.values(),
                *own.forward_pre.values(),
            ]:
                args, kwargs = self._pre_hook(hook, with_kwargs, args, kwargs)
            taps = BackwardTaps(
                self,
                [*every.backward_pre.values(), *own.backward_pre.values()],
                [*every.backward.values(), *own.backward.values()],
            )
            tapping = taps.pre_hooks or taps.hooks
            if tapping:
                args = taps.inputs(args)
            result = self.forward(*args, **kwargs)
            for entry in after:
                done.append(entry)
                result = self._forward_hook(entry, args, kwargs, result)
            return taps.outputs(result) if tapping else result
        except Exception:
            for entry in after:
                if entry[2] and entry not in done:
                    self._forward_hook(entry, args, kwargs, None)
            raise

    def _pre_hook(
        self, hook: Any, with_kwargs: bool, args: tuple[Any, ...], kwargs: Any
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        if with_kwargs:
            result = hook(self, args, kwargs)
            if result is None:
                return args, kwargs
            if not isinstance(result, tuple) or len(result) != 2:
                raise RuntimeError(
                    "forward pre-hook must return None or a tuple of (new_args, "
                    f"new_kwargs), but got {result}."
                )
            return result
        result = hook(self, args)
        if result is None:
            return args, kwargs
        return (result if isinstance(result, tuple) else (result,)), kwargs

    def _forward_hook(self, entry: Any, args: Any, kwargs: Any, result: Any) -> Any:
        hook, with_kwargs, _ = entry
        more = (kwargs,) if with_kwargs else ()
        new = hook(self, args, *more, result)
        return result if new is None else new

    def _own_hooks(self) -> _Hooks:
        if self._hooks is _NO_HOOKS:
            self.__dict__["_hooks"] = _Hooks()
            self.__dict__["_hooked"] = True
        return self._hooks

    def register_forward_pre_hook(
        self,
        hook: Callable[..., Any],
        *,
        prepend: bool = False,
        with_kwargs: bool = False,
    ) -> RemovableHandle:
        """Call `hook(module, args)` before `forward`; it may return new arguments.

        With `with_kwargs` it is `hook(module, args, kwargs)`, which may return the
        pair (new_args, new_kwargs).
        """
        return register(self._own_hooks().forward_pre, (hook, with_kwargs), prepend)

    def register_forward_hook(
        self,
        hook: Callable[..., Any],
        *,
        prepend: bool = False,
        with_kwargs: bool = False,
        always_call: bool = False,
    ) -> RemovableHandle:
        """Call `hook(module, args, output)` after `forward`.

        It may return a new output. With `with_kwargs` it is `hook(module, args,
        kwargs, output)`. With `always_call` it is called, with None for the output,
        when `forward` raises.
        """
        entry = (hook, with_kwargs, always_call)
        return register(self._own_hooks().forward, entry, prepend)

    def register_full_backward_pre_hook(
        self, hook: Callable[..., Any], prepend: bool = False
    ) -> RemovableHandle:
        """Call `hook(module, grad_output)` when the gradient of the output is there.

        It may return a new gradient, which is used in its place.
        """
        return register(self._own_hooks().backward_pre, hook, prepend)

    def register_full_backward_hook(
        self, hook: Callable[..., Any], prepend: bool = False
    ) -> RemovableHandle:
        """Call `hook(module, grad_input, grad_output)` when both gradients are there.

        Both are tuples, with None for what is no tensor or needs no gradient. The
        hook may return a new `grad_input`, which is used in its place.
        """
        return register(self._own_hooks().backward, hook, prepend)

    def register_state_dict_pre_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """Call `hook(module, prefix, keep_vars)` before `state_dict` collects."""
        return register(self._own_hooks().state_pre, hook)

    def register_state_dict_post_hook(
        self, hook: Callable[..., Any]
    ) -> RemovableHandle:
        """Call `hook(module, state_dict, prefix, local_metadata)` after collecting."""
        return register(self._own_hooks().state_post, hook)

    def register_load_state_dict_pre_hook(
        self, hook: Callable[..., Any]
    ) -> RemovableHandle:
        """Call `hook` before the module loads its entries.

        Its arguments are the module and those of `_load_from_state_dict`.
        """
        return register(self._own_hooks().load_pre, hook)

    def register_load_state_dict_post_hook(
        self, hook: Callable[..., Any]
    ) -> RemovableHandle:
        """Call `hook(module, incompatible_keys)` after the module has loaded."""
        return register(self._own_hooks().load_post, hook)

    # ---- under older and private names, which libraries call ----

    def register_backward_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """`register_full_backward_hook`, which it is here."""
        return self.register_full_backward_hook(hook)

    def _register_state_dict_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """`register_state_dict_post_hook`."""
        return self.register_state_dict_post_hook(hook)

    def _register_load_state_dict_pre_hook(
        self, hook: Callable[..., Any], with_module: bool = False
    ) -> RemovableHandle:
        """`register_load_state_dict_pre_hook`, without the module unless asked for."""

        def without(module: Any, *args: Any) -> Any:
            return hook(*args)

        return self.register_load_state_dict_pre_hook(hook if with_module else without)
