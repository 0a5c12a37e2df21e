"""Parameter: the tensor that a module trains."""

from __future__ import annotations

from typing import Any, SupportsIndex

import ctensor as ct

__all__ = ["Parameter"]


class Parameter(ct.Tensor):
    """A tensor that becomes a parameter of the module it is assigned to.

    It shares the memory of `data`, is a leaf, and by default requires a gradient.
    `data` is a Tensor of a floating point or complex dtype (any dtype where
    `requires_grad` is False); without it the parameter is empty. The results of
    operations on a Parameter are plain Tensors.
    """

    _repr_name = "tensor"

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
        return ct.Tensor._make_subclass(cls, data.detach(), requires_grad)

    def __repr__(self) -> str:
        return "Parameter containing:\n" + super().__repr__()

    def __deepcopy__(self, memo: dict[int, Any]) -> Parameter:
        if id(self) not in memo:
            memo[id(self)] = type(self)(self.data.clone(), self.requires_grad)
        copied: Parameter = memo[id(self)]
        return copied

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        return type(self), (self.data, self.requires_grad), self.__dict__ or None
