"""Parameters that are functions of others.

>>> class Positive(ct.nn.Module):
...     def forward(self, x):
...         return x.exp()
>>> layer = register_parametrization(ct.nn.Linear(2, 2), "weight", Positive())
>>> bool((layer.weight > 0).all()), list(layer.state_dict())
(True, ['bias', 'parametrizations.weight.original'])
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator, Sequence
from typing import Any

import ctensor as ct
from ctensor.nn.modules.container import ModuleDict, ModuleList
from ctensor.nn.modules.module import Module
from ctensor.nn.parameter import Parameter

__all__ = [
    "ParametrizationList",
    "cached",
    "is_parametrized",
    "register_parametrization",
    "remove_parametrizations",
    "transfer_parametrizations_and_params",
    "type_before_parametrizations",
]

_cache_depth = 0
_cache: dict[tuple[int, str], ct.Tensor] = {}


@contextlib.contextmanager
def cached() -> Iterator[None]:
    """A context in which each parametrized tensor is computed once.

    >>> with cached():
    ...     pass
    """
    global _cache_depth
    _cache_depth += 1
    try:
        yield
    finally:
        _cache_depth -= 1
        if _cache_depth == 0:
            _cache.clear()


def _register(module: Module, name: str, value: ct.Tensor) -> None:
    if isinstance(value, Parameter):
        module.register_parameter(name, value)
    else:
        module.register_buffer(name, value)


class ParametrizationList(ModuleList):
    """The functions that a tensor goes through, and what they begin with.

    That is `original`, or `original0`, `original1`, ... where the `right_inverse` of
    the last function gives several tensors. Made by `register_parametrization`.
    """

    def __init__(
        self,
        modules: Sequence[Module],
        original: ct.Tensor | Parameter,
        unsafe: bool = False,
    ) -> None:
        if len(modules) == 0:
            raise ValueError("ParametrizationList requires one or more modules.")
        super().__init__(modules)
        self.unsafe = unsafe
        before = original
        new: Any = original
        with ct.no_grad():
            for module in reversed(list(self)):
                if hasattr(module, "right_inverse"):
                    with contextlib.suppress(NotImplementedError):
                        new = module.right_inverse(new)
        self.is_tensor = isinstance(new, ct.Tensor)
        if self.is_tensor:
            self._keep_one(before, new)
        else:
            self._keep_several(before, new)
        if not unsafe:
            self._check(before)

    def _keep_one(self, original: ct.Tensor, new: ct.Tensor) -> None:
        if original.dtype != new.dtype:
            raise ValueError(
                "When `right_inverse` outputs one tensor, it may not change the "
                "dtype.\n"
                f"original.dtype: {original.dtype}\nright_inverse(original).dtype: "
                f"{new.dtype}"
            )
        with ct.no_grad():
            original.data = new.detach()
        _register(self, "original", original)

    def _keep_several(self, original: ct.Tensor, new: Sequence[ct.Tensor]) -> None:
        self.ntensors = len(new)
        for i, tensor in enumerate(new):
            if not isinstance(tensor, ct.Tensor):
                raise ValueError(
                    "`right_inverse` must return a Tensor or a Sequence of tensors "
                    f"(list, tuple...). Got element {i} of the sequence with type "
                    f"{type(tensor).__name__}."
                )
            value = tensor.detach()
            if isinstance(original, Parameter):
                value = Parameter(value, requires_grad=original.requires_grad)
            _register(self, f"original{i}", value)

    def _check(self, original: ct.Tensor) -> None:
        result = self()
        if not isinstance(result, ct.Tensor):
            raise ValueError(
                f"A parametrization must return a tensor. Got {type(result).__name__}."
            )
        if result.dtype != original.dtype:
            raise ValueError(
                "Registering a parametrization may not change the dtype of the tensor, "
                "unless `unsafe` flag is enabled.\nunparametrized dtype: "
                f"{original.dtype}\nparametrized dtype: {result.dtype}"
            )

    def _originals(self) -> list[ct.Tensor]:
        if self.is_tensor:
            return [self.original]
        return [getattr(self, f"original{i}") for i in range(self.ntensors)]

    def right_inverse(self, value: ct.Tensor) -> None:
        """Give the originals the values from which `value` comes."""
        with ct.no_grad():
            new: Any = value
            for module in reversed(list(self)):
                if not hasattr(module, "right_inverse"):
                    raise RuntimeError(
                        f"parametrization {type(module).__name__} does not implement "
                        "right_inverse."
                    )
                new = module.right_inverse(new)
            tensors = [new] if self.is_tensor else list(new)
            for original, tensor in zip(self._originals(), tensors, strict=True):
                original.data = tensor.detach()

    def forward(self) -> ct.Tensor:
        """The tensor that the functions make."""
        first, *others = list(self)
        x = first(*self._originals())
        for module in others:
            x = module(x)
        result: ct.Tensor = x
        return result


def _property(name: str) -> property:
    """What a parametrized tensor is in the class of its module."""

    def get(self: Module) -> ct.Tensor:
        functions: Any = self.parametrizations[name]
        if _cache_depth == 0:
            result: ct.Tensor = functions()
            return result
        key = (id(self), name)
        if key not in _cache:
            _cache[key] = functions()
        return _cache[key]

    def set_(self: Module, value: ct.Tensor) -> None:
        self.parametrizations[name].right_inverse(value)

    return property(get, set_)


def _inject_class(module: Module) -> None:
    """Make a class for this module alone, to which properties can be given."""
    kind = type(module)

    def deepcopy(self: Module, memo: dict[int, Any]) -> Module:
        made: Module = object.__new__(kind)
        memo[id(self)] = made
        made.__dict__.update(
            {name: copy.deepcopy(value, memo) for name, value in self.__dict__.items()}
        )
        properties = {
            name: value
            for name, value in vars(type(self)).items()
            if isinstance(value, property)
        }
        _inject_class_of(made, kind, {"__deepcopy__": deepcopy, **properties})
        return made

    _inject_class_of(module, kind, {"__deepcopy__": deepcopy})


def _inject_class_of(
    module: Module, kind: type[Module], members: dict[str, Any]
) -> None:
    def refuse(self: Module) -> None:
        raise RuntimeError(
            "Serialization of parametrized modules is only supported through "
            "state_dict()."
        )

    made = type(f"Parametrized{kind.__name__}", (kind,), {"__getstate__": refuse})
    for name, value in members.items():
        setattr(made, name, value)
    object.__setattr__(module, "__class__", made)


def register_parametrization(
    module: Module, tensor_name: str, parametrization: Module, *, unsafe: bool = False
) -> Module:
    """Make a parameter or buffer of `module` a function of itself; returns the module.

    Args:
        module: what has the tensor.
        tensor_name: its name, from now on a property of the module, which becomes an
            instance of a class of its own. The tensor itself moves to
            `module.parametrizations[tensor_name].original`.
        parametrization: a module from a tensor to one of its dtype and shape. Where it
            has a method `right_inverse`, the tensor becomes what that gives, so that
            the property keeps its value; that may be several tensors. Writing to the
            property goes through it too. One that is registered later comes behind
            those that are there, and the tensor stays as it is.
        unsafe: whether dtype and shape may change.

    ValueError for a tensor that is not there, or another dtype or shape.
    """
    parametrization.train(module.training)
    if is_parametrized(module, tensor_name):
        _add(module, tensor_name, parametrization, unsafe)
        return module
    if tensor_name not in module._buffers and tensor_name not in module._parameters:
        raise ValueError(
            f"Module '{module}' does not have a parameter, a buffer, or a parametrized "
            f"element with name '{tensor_name}'"
        )
    original = getattr(module, tensor_name)
    functions = ParametrizationList([parametrization], original, unsafe=unsafe)
    functions.train(module.training)
    if not unsafe and functions().shape != original.shape and functions.is_tensor:
        raise ValueError(
            "Registering a parametrization may not change the shape of the tensor, "
            "unless `unsafe` flag is enabled."
        )
    delattr(module, tensor_name)
    if not is_parametrized(module):
        _inject_class(module)
        module.add_module("parametrizations", ModuleDict())
    setattr(type(module), tensor_name, _property(tensor_name))
    module.parametrizations[tensor_name] = functions
    return module


def _add(
    module: Module, tensor_name: str, parametrization: Module, unsafe: bool
) -> None:
    functions: Any = module.parametrizations[tensor_name]
    value = getattr(module, tensor_name)
    if not unsafe:
        after = parametrization(value)
        if after.dtype != value.dtype or after.shape != value.shape:
            raise ValueError(
                "Registering a parametrization may not change the dtype or the shape "
                "of "
                f"the tensor: expected {value.dtype} {tuple(value.shape)}, got "
                f"{after.dtype} {tuple(after.shape)}"
            )
    functions.append(parametrization)
    functions.unsafe |= unsafe


def is_parametrized(module: Module, tensor_name: str | None = None) -> bool:
    """Whether the module, or this tensor of it, is parametrized."""
    functions = module.__dict__.get("parametrizations")
    if not isinstance(functions, ModuleDict):
        return False
    return len(functions) > 0 if tensor_name is None else tensor_name in functions


def remove_parametrizations(
    module: Module, tensor_name: str, leave_parametrized: bool = True
) -> Module:
    """Make the tensor one of the module's own again; returns the module.

    It keeps the value that the functions give, or, unless `leave_parametrized`, the
    original. ValueError where there is none, or where several originals would be left.
    """
    if not is_parametrized(module, tensor_name):
        raise ValueError(
            f"Module {module} does not have a parametrization on {tensor_name}"
        )
    functions: Any = module.parametrizations[tensor_name]
    if not functions.is_tensor and not leave_parametrized:
        raise ValueError(
            "Cannot leave unparametrized (`leave_parametrized=False`) a tensor that is "
            "parametrized in terms of a sequence of tensors."
        )
    first = functions._originals()[0]
    original = functions.original if functions.is_tensor else first
    if leave_parametrized:
        with ct.no_grad():
            value = getattr(module, tensor_name).detach()
        if isinstance(first, Parameter):
            grad = first.requires_grad
            original = Parameter(value, requires_grad=grad)
        else:
            original = value
    delattr(type(module), tensor_name)
    del module.parametrizations[tensor_name]
    if not is_parametrized(module):
        delattr(module, "parametrizations")
        object.__setattr__(module, "__class__", type(module).__bases__[0])
    _register(module, tensor_name, original)
    return module


def type_before_parametrizations(module: Module) -> type:
    """The class that the module had before it was parametrized."""
    kind = type(module)
    return kind.__bases__[0] if is_parametrized(module) else kind


def transfer_parametrizations_and_params(
    from_module: Module, to_module: Module, tensor_name: str | None = None
) -> Module:
    """Parametrize `to_module` as `from_module` is, with the same originals.

    `tensor_name` of None means all tensors that are parametrized. Returns `to_module`.
    """
    if not is_parametrized(from_module):
        return to_module
    names = list(from_module.parametrizations.keys())
    for name in names if tensor_name is None else [tensor_name]:
        source: Any = from_module.parametrizations[name]
        if not hasattr(to_module, name):
            _register(to_module, name, Parameter(getattr(from_module, name).detach()))
        for function in list(source):
            register_parametrization(to_module, name, function, unsafe=source.unsafe)
        target: Any = to_module.parametrizations[name]
        originals = zip(target._originals(), source._originals(), strict=True)
        for old, new in originals:
            old.data = new.data
    return to_module
