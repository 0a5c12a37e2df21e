"""The members of a module: its parameters, buffers and submodules, by name.

NOTE [Attributes of a module] The instance `__dict__` is the only owner of parameters,
buffers and submodules, so that `self.weight` is a plain attribute lookup. Beside it
`_registry` maps each registered name to its kind, in the order of registration;
`__setattr__` and `__delattr__` keep it in step. `_parameters`, `_buffers` and
`_modules` are live views on the two for code that wants mappings; a buffer keeps its
kind when one of them replaces it.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping, MutableSet
from typing import TYPE_CHECKING, Any, cast

import ctensor as ct
from ctensor.nn.parameter import Parameter

if TYPE_CHECKING:
    from ctensor.nn.modules.module import Module

__all__ = ["BUFFER", "MODULE", "PARAMETER", "TRANSIENT", "Members", "check_module"]

PARAMETER = "parameter"
BUFFER = "buffer"
TRANSIENT = "buffer that state_dict leaves out"
MODULE = "module"

# Kinds are compared by identity; a pickle brings equal strings that are others.
_KINDS = {kind: kind for kind in (PARAMETER, BUFFER, TRANSIENT, MODULE)}

_BUFFERS = (BUFFER, TRANSIENT)

_EXPECTED = {
    PARAMETER: "parameter '{}' (Parameter or None expected)",
    BUFFER: "buffer '{}' (Tensor or None expected)",
    TRANSIENT: "buffer '{}' (Tensor or None expected)",
    MODULE: "child module '{}' (Module or None expected)",
}


def check_module(module: object) -> None:
    """Raise TypeError unless `module` is a Module."""
    if isinstance(module, Members):
        return
    if isinstance(module, type) and issubclass(module, Members):
        name = module.__name__
        raise TypeError(f"expected a Module, got the class {name}: pass {name}(...)")
    raise TypeError(f"{ct.typename(module)} is not a Module subclass")


class _Members(MutableMapping[str, Any]):
    """A live view of the registered members of some kinds of one module."""

    def __init__(self, module: Members, *kinds: str) -> None:
        self._module = module
        self._kinds = kinds

    def _has(self, name: Any) -> bool:
        return self._module._registry.get(name) in self._kinds

    def __getitem__(self, name: str) -> Any:
        if not self._has(name):
            raise KeyError(name)
        return self._module.__dict__[name]

    def __setitem__(self, name: str, value: Any) -> None:
        kind = self._module._registry[name] if self._has(name) else self._kinds[0]
        self._module._register(name, kind, value)

    def __delitem__(self, name: str) -> None:
        if not self._has(name):
            raise KeyError(name)
        delattr(self._module, name)

    def __iter__(self) -> Iterator[str]:
        return iter([n for n, _ in self._module._members(*self._kinds)])

    def __len__(self) -> int:
        return len(self._module._members(*self._kinds))

    def __repr__(self) -> str:
        return repr(dict(self))


class _Transient(MutableSet[str]):
    """A live view of the names of the buffers that the state dict leaves out."""

    def __init__(self, module: Members) -> None:
        self._module = module

    def __contains__(self, name: Any) -> bool:
        return self._module._registry.get(name) is TRANSIENT

    def __iter__(self) -> Iterator[str]:
        return iter([n for n, _ in self._module._members(TRANSIENT)])

    def __len__(self) -> int:
        return len(self._module._members(TRANSIENT))

    def add(self, value: str) -> None:
        """Leave the buffer of that name out of the state dict."""
        if self._module._registry.get(value) is BUFFER:
            self._module._registry[value] = TRANSIENT

    def discard(self, value: str) -> None:
        """Make the buffer of that name part of the state dict."""
        if value in self:
            self._module._registry[value] = BUFFER

    def __repr__(self) -> str:
        return repr(set(self))


class Members:
    """Registration and look-up of members; the first base of Module."""

    training: bool
    _registry: dict[str, str]

    if TYPE_CHECKING:

        def _get_name(self) -> str: ...

    def __init__(self) -> None:
        state = self.__dict__
        state["training"] = True
        state["_registry"] = {}

    def _register(self, name: str, kind: str, value: Any) -> None:
        registry = self._registry
        before = registry.get(name)
        if before != kind:
            if before not in _BUFFERS or kind not in _BUFFERS:
                registry.pop(name, None)  # another mapping, whose last it becomes
            registry[name] = kind
        self.__dict__[name] = value

    def _members(self, *kinds: str) -> list[tuple[str, Any]]:
        state = self.__dict__
        return [(n, state[n]) for n, kind in self._registry.items() if kind in kinds]

    def _new_name(self, name: Any, kind: str) -> None:
        """Raise unless `name` is fit for a new member."""
        if "_registry" not in self.__dict__:
            raise AttributeError(f"cannot assign {kind} before Module.__init__() call")
        if not isinstance(name, str):
            got = type(name).__name__
            raise TypeError(f"{kind} name should be a string. Got {got}")
        if "." in name:
            raise KeyError(f'{kind} name can\'t contain ".", got: {name}')
        if name == "":
            raise KeyError(f'{kind} name can\'t be empty string ""')
        same = (BUFFER, TRANSIENT) if kind == BUFFER else (kind,)
        if hasattr(self, name) and self._registry.get(name) not in same:
            raise KeyError(f"attribute '{name}' already exists")

    def register_parameter(self, name: str, param: Parameter | None) -> None:
        """Add a parameter; None keeps the name for one that is not there."""
        self._new_name(name, PARAMETER)
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(
                f"cannot assign '{type(param).__name__}' object to parameter '{name}' "
                "(Parameter or None required)"
            )
        if param is not None and param.grad_fn is not None:
            raise ValueError(
                f"Cannot assign non-leaf Tensor to parameter '{name}'. Model "
                "parameters must be created explicitly. To express one as a function "
                "of another Tensor, compute the value in the forward() method."
            )
        self._register(name, PARAMETER, param)

    def register_buffer(
        self, name: str, tensor: ct.Tensor | None, persistent: bool = True
    ) -> None:
        """Add a tensor that is state of the module but not trained.

        It moves with `to()` and, if `persistent`, is part of the state dict.
        """
        self._new_name(name, BUFFER)
        if tensor is not None and not isinstance(tensor, ct.Tensor):
            raise TypeError(
                f"cannot assign '{type(tensor).__name__}' object to buffer '{name}' "
                "(Tensor or None required)"
            )
        self._register(name, BUFFER if persistent else TRANSIENT, tensor)

    def register_module(self, name: str, module: Module | None) -> None:
        """Add a child module; None keeps the name for one that is not there."""
        if module is not None:
            check_module(module)
        self._new_name(name, MODULE)
        self._register(name, MODULE, module)

    add_module = register_module

    def __setattr__(self, name: str, value: Any) -> None:
        registry = self.__dict__.get("_registry")
        kind = registry.get(name) if registry else None
        if isinstance(value, Parameter) or (
            isinstance(value, Members) and kind is not PARAMETER
        ):
            new = PARAMETER if isinstance(value, Parameter) else MODULE
            if registry is None:
                what = "module" if new is MODULE else "parameters"
                raise AttributeError(
                    f"cannot assign {what} before Module.__init__() call"
                )
            if kind is None and isinstance(getattr(type(self), name, None), property):
                object.__setattr__(self, name, value)
            elif isinstance(value, Parameter) and value.grad_fn is not None:
                self.register_parameter(name, value)
            else:
                self._register(name, new, value)
        elif kind is None and getattr(value, "_is_buffer", False) is True:
            buffer: Any = value
            self.register_buffer(name, buffer, buffer.persistent)
        elif kind is None:
            object.__setattr__(self, name, value)
        elif value is None or (
            kind in (BUFFER, TRANSIENT) and isinstance(value, ct.Tensor)
        ):
            self.__dict__[name] = value
        else:
            raise TypeError(
                f"cannot assign '{type(value).__name__}' as "
                + _EXPECTED[kind].format(name)
            )

    def __delattr__(self, name: str) -> None:
        object.__delattr__(self, name)
        self._registry.pop(name, None)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.__dict__["_registry"] = {n: _KINDS[k] for n, k in self._registry.items()}

    @property
    def _parameters(self) -> MutableMapping[str, Parameter | None]:
        return _Members(self, PARAMETER)

    @property
    def _buffers(self) -> MutableMapping[str, ct.Tensor | None]:
        return _Members(self, BUFFER, TRANSIENT)

    @property
    def _non_persistent_buffers_set(self) -> MutableSet[str]:
        return _Transient(self)

    @property
    def _modules(self) -> MutableMapping[str, Module | None]:
        return _Members(self, MODULE)

    def named_modules(
        self,
        memo: set[Members] | None = None,
        prefix: str = "",
        remove_duplicate: bool = True,
    ) -> Iterator[tuple[str, Module]]:
        """This module and all below it with their dotted names, parents first."""
        memo = set() if memo is None else memo
        if self in memo:
            return
        if remove_duplicate:
            memo.add(self)
        yield prefix, cast("Module", self)
        for name, module in self._members(MODULE):
            if module is not None:
                below = f"{prefix}.{name}" if prefix else name
                yield from module.named_modules(memo, below, remove_duplicate)

    def modules(self, remove_duplicate: bool = True) -> Iterator[Module]:
        """This module and all below it, parents first."""
        for _, module in self.named_modules(remove_duplicate=remove_duplicate):
            yield module

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """The direct children with their names, each module once."""
        seen = set()
        for name, module in self._members(MODULE):
            if module is not None and module not in seen:
                seen.add(module)
                yield name, module

    def children(self) -> Iterator[Module]:
        """The direct children, each module once."""
        for _, module in self.named_children():
            yield module

    def _named_tensors(
        self, kinds: tuple[str, ...], prefix: str, recurse: bool, once: bool
    ) -> Iterator[tuple[str, Any]]:
        seen: set[int] = set()
        modules = (
            self.named_modules(prefix=prefix, remove_duplicate=once)
            if recurse
            else [(prefix, self)]
        )
        for path, module in modules:
            for name, value in module._members(*kinds):
                if value is None or id(value) in seen:
                    continue
                if once:
                    seen.add(id(value))
                yield (f"{path}.{name}" if path else name), value

    def named_parameters(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Parameter]]:
        """The parameters with their dotted names, each parameter once."""
        return self._named_tensors((PARAMETER,), prefix, recurse, remove_duplicate)

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        """The parameters, each once; of this module alone if not `recurse`."""
        for _, param in self.named_parameters(recurse=recurse):
            yield param

    def named_buffers(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, ct.Tensor]]:
        """The buffers with their dotted names, each buffer once."""
        kinds = (BUFFER, TRANSIENT)
        return self._named_tensors(kinds, prefix, recurse, remove_duplicate)

    def buffers(self, recurse: bool = True) -> Iterator[ct.Tensor]:
        """The buffers, each once; of this module alone if not `recurse`."""
        for _, buffer in self.named_buffers(recurse=recurse):
            yield buffer

    def get_submodule(self, target: str) -> Module:
        """The module of the dotted name `target`, this one for an empty name."""
        module: Any = self
        for name in target.split(".") if target else ():
            if not hasattr(module, name):
                raise AttributeError(f"{module._get_name()} has no attribute `{name}`")
            module = getattr(module, name)
            if not isinstance(module, Members):
                raise AttributeError(f"`{name}` is not an nn.Module")
        return cast("Module", module)

    def set_submodule(self, target: str, module: Module, strict: bool = False) -> None:
        """Put `module` in the place of the dotted name `target`.

        The parent must be there; the module itself need not be unless `strict`.
        Raises ValueError for an empty name or what is no Module, AttributeError for a
        place that is not there or holds something else.
        """
        if target == "":
            raise ValueError("Cannot set the submodule without a target name!")
        if not isinstance(module, Members):
            raise ValueError(f"`module` is not an nn.Module, found {type(module)}")
        path, _, name = target.rpartition(".")
        parent = self.get_submodule(path)
        if strict or hasattr(parent, name):
            parent.get_submodule(name)
        setattr(parent, name, module)

    def _find(self, target: str) -> tuple[Module, str]:
        """The module and the attribute that the dotted name `target` means."""
        path, _, name = target.rpartition(".")
        module = self.get_submodule(path)
        if not hasattr(module, name):
            raise AttributeError(f"{module._get_name()} has no attribute `{name}`")
        return module, name

    def get_parameter(self, target: str) -> Parameter:
        """The parameter of the dotted name `target`.

        Raises AttributeError where there is none, as for the bias of a layer that was
        made without.
        """
        module, name = self._find(target)
        param = getattr(module, name)
        if not isinstance(param, Parameter):
            raise AttributeError(f"`{name}` is not an nn.Parameter")
        return param

    def get_buffer(self, target: str) -> ct.Tensor | None:
        """The buffer of the dotted name `target`, None where it is not set."""
        module, name = self._find(target)
        if module._registry.get(name) not in (BUFFER, TRANSIENT):
            raise AttributeError(f"`{name}` is not a buffer")
        buffer: ct.Tensor | None = getattr(module, name)
        return buffer
