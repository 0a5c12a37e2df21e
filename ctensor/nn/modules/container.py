"""Sequential, ModuleList and ModuleDict: modules that hold modules."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ctensor import _C
from ctensor.nn.modules.members import MODULE, check_module
from ctensor.nn.modules.module import Module, _indented

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["ModuleDict", "ModuleList", "Sequential"]


def _repeats(times: int) -> int:
    if not isinstance(times, int):
        raise TypeError(
            "unsupported operand type(s) for *: 'Sequential' and "
            f"'{type(times).__name__}'"
        )
    if times <= 0:
        raise ValueError(
            f"Sequential: expected a positive number of repetitions, got {times}"
        )
    return times


class _Numbered(Module):
    """Children named '0', '1', ... unless given by name, used as a list."""

    def _children(self) -> list[Module]:
        return [module for _, module in self._members(MODULE)]

    def _names(self) -> list[str]:
        return [name for name, _ in self._members(MODULE)]

    def _name_at(self, index: int) -> str:
        names = self._names()
        at = operator.index(index)
        if not -len(names) <= at < len(names):
            raise IndexError(f"index {at} is out of range")
        return names[at]

    def _renumber(self, modules: Iterable[Module]) -> None:
        """Make `modules` the children."""
        modules = list(modules)
        for name in self._names():
            delattr(self, name)
        for i, module in enumerate(modules):
            self.add_module(str(i), module)

    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            like: Any = type(self)
            return like(self._children()[index])
        return self.__dict__[self._name_at(index)]

    def __setitem__(self, index: int, module: Module) -> None:
        setattr(self, self._name_at(index), module)

    def __delitem__(self, index: int | slice) -> None:
        names = self._names()
        gone = names[index] if isinstance(index, slice) else [self._name_at(index)]
        for name in gone:
            delattr(self, name)
        self._renumber(self._children())

    def __len__(self) -> int:
        return len(self._members(MODULE))

    def __iter__(self) -> Iterator[Module]:
        return iter(self._children())

    def append(self, module: Module) -> Self:
        """Add a module at the end; returns self."""
        self.add_module(str(len(self)), module)
        return self

    def insert(self, index: int, module: Module) -> Self:
        """Put a module before `index`; returns self."""
        check_module(module)
        modules = self._children()
        modules.insert(index, module)
        self._renumber(modules)
        return self

    def _extend(self, modules: Iterable[Module]) -> Self:
        for module in list(modules):
            self.append(module)
        return self

    def pop(self, key: int | slice) -> Module:
        """Take a module, or those of a slice, out and return it."""
        module: Module = self[key]
        del self[key]
        return module


class Sequential(_Numbered):
    """Passes its input through its children in order.

    `Sequential(a, b)` names them '0' and '1'; a dict gives them its names. It can be
    indexed, sliced, extended, joined with `+` and repeated with `*` like a list.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__()
        if len(args) == 1 and isinstance(args[0], Mapping):
            named: Iterable[tuple[str, Module]] = args[0].items()
        else:
            named = ((str(i), module) for i, module in enumerate(args))
        for name, module in named:
            self.add_module(name, module)

    def forward(self, input: Any) -> Any:
        """The input after every child."""
        return _C._through(self.__dict__, input)

    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return type(self)(dict(self._members(MODULE)[index]))
        return super().__getitem__(index)

    def __add__(self, other: Sequential) -> Sequential:
        if not isinstance(other, Sequential):
            return NotImplemented
        return Sequential(*self, *other)

    def __iadd__(self, other: Sequential) -> Self:
        if not isinstance(other, Sequential):
            return NotImplemented
        return self.extend(list(other))

    def __mul__(self, times: int) -> Sequential:
        return Sequential(*self._children() * _repeats(times))

    __rmul__ = __mul__

    def __imul__(self, times: int) -> Self:
        return self.extend(self._children() * (_repeats(times) - 1))

    def insert(self, index: int, module: Module) -> Self:
        """Put a module before `index`; IndexError beyond either end; returns self."""
        if not -len(self) <= index <= len(self):
            raise IndexError(f"Index out of range: {index}")
        return super().insert(index, module)

    def extend(self, sequential: Iterable[Module]) -> Self:
        """Add modules at the end; returns self."""
        return self._extend(sequential)


class ModuleList(_Numbered):
    """A list of modules whose parameters are found; it has no forward."""

    def __init__(self, modules: Iterable[Module] | None = None) -> None:
        super().__init__()
        if modules is not None:
            self.extend(modules)

    def extend(self, modules: Iterable[Module]) -> Self:
        """Add modules at the end; returns self."""
        return self._extend(modules)

    def __iadd__(self, modules: Iterable[Module]) -> Self:
        return self.extend(modules)

    def __add__(self, other: Iterable[Module]) -> ModuleList:
        return ModuleList([*self, *other])

    def __repr__(self) -> str:
        """Like a Module's, with equal neighbours on one line."""
        runs: list[list[Any]] = []
        for i, text in enumerate(repr(module) for module in self):
            if runs and runs[-1][2] == text:
                runs[-1][1] = i
            else:
                runs.append([i, i, text])
        if not runs:
            return f"{self._get_name()}()"
        body = ""
        for first, last, text in runs:
            label = f"({first})"
            if last > first:
                label, text = f"({first}-{last})", f"{last - first + 1} x {text}"
            body += f"  {label}: {_indented(text)}\n"
        return f"{self._get_name()}(\n{body})"


class ModuleDict(Module):
    """A dict of modules whose parameters are found; it has no forward."""

    def __init__(self, modules: Any = None) -> None:
        super().__init__()
        if modules is not None:
            self.update(modules)

    def __getitem__(self, key: str) -> Any:
        return self._modules[key]

    def __setitem__(self, key: str, module: Module) -> None:
        self.add_module(key, module)

    def __delitem__(self, key: str) -> None:
        del self._modules[key]

    def __len__(self) -> int:
        return len(self._members(MODULE))

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __contains__(self, key: object) -> bool:
        return key in self._modules

    def clear(self) -> None:
        """Take all modules out."""
        self._modules.clear()

    def pop(self, key: str) -> Any:
        """Take the module out and return it."""
        return self._modules.pop(key)

    def keys(self) -> Iterable[str]:
        """The names."""
        return dict(self._members(MODULE)).keys()

    def values(self) -> Iterable[Module]:
        """The modules."""
        return dict(self._members(MODULE)).values()

    def items(self) -> Iterable[tuple[str, Module]]:
        """Pairs of name and module."""
        return dict(self._members(MODULE)).items()

    def update(self, modules: Any) -> None:
        """Add the modules of a mapping, or of an iterable of (name, module)."""
        pairs = modules.items() if hasattr(modules, "items") else modules
        for key, module in pairs:
            self[key] = module
