"""Parameter: the tensor that a module trains."""

from __future__ import annotations

from typing import Any, SupportsIndex, cast

import ctensor as ct
from ctensor import _C

__all__ = ["Parameter"]


class _ParameterMeta(type(ct.Tensor)):  # type: ignore[misc]
    """A Tensor of another class that was made a parameter is a Parameter too."""

    def __instancecheck__(cls, instance: Any) -> bool:
        if cls is Parameter and getattr(instance, "_is_param", False):
            return isinstance(instance, ct.Tensor)
        return super().__instancecheck__(instance)  # type: ignore[no-any-return]


class Parameter(ct.Tensor, metaclass=_ParameterMeta):
    """A tensor that becomes a parameter of the module it is assigned to.

    It shares the memory of `data`, is a leaf, and by default requires a gradient.
    `data` is a Tensor of a floating point or complex dtype (any dtype where
    `requires_grad` is False); without it the parameter is empty. The results of
    operations on a Parameter are plain Tensors. Of an instance of another subclass of
    Tensor it makes one of that class, which is a parameter: `isinstance` says so.
    """

    _repr_name = "tensor"
    _is_param: bool
    __torch_function__ = _C._disabled_torch_function_impl  # type: ignore[assignment]

    def __new__(
        cls, data: ct.Tensor | None = None, requires_grad: bool = True
    ) -> Parameter:
        """Make an alias of `data` that is a leaf; TypeError unless it is a Tensor."""
        if data is None:
            data = ct.empty(0)
        if not isinstance(data, ct.Tensor):
            raise TypeError(
                f"Parameter: expected data to be a Tensor, got {type(data).__name__}"
            )
        if type(data) in (ct.Tensor, Parameter):
            return ct.Tensor._make_subclass(cls, data.detach(), requires_grad)
        made = cast("Parameter", data.detach().requires_grad_(requires_grad))
        if type(made) is not type(data):
            raise RuntimeError(
                f"Parameter: expected detach() of a {type(data).__name__} to be one "
                f"too, got {type(made).__name__}"
            )
        made._is_param = True
        return made

    def __repr__(self) -> str:
        return "Parameter containing:\n" + super().__repr__()

    def __deepcopy__(self, memo: dict[int, Any]) -> Parameter:
        if id(self) not in memo:
            memo[id(self)] = type(self)(self.data.clone(), self.requires_grad)
        copied: Parameter = memo[id(self)]
        return copied

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        return type(self), (self.data, self.requires_grad), self.__dict__ or None
