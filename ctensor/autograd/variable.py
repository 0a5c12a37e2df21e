"""Variable, which all tensors are: the name of older programs."""

from __future__ import annotations

from typing import Any

from ctensor._C import Tensor

__all__ = ["Variable"]


class _VariableType(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, Tensor)


class Variable(metaclass=_VariableType):
    """The old name of Tensor: all tensors are instances, and none is made anew.

    `Variable(data, requires_grad)` is a leaf that shares the memory of `data`.
    """

    def __new__(cls, data: Tensor, requires_grad: bool = False) -> Any:
        """Alias of `data`; TypeError unless it is a Tensor."""
        if not isinstance(data, Tensor):
            raise TypeError(
                f"Variable: expected data to be a Tensor, got {type(data).__name__}"
            )
        return data.detach().requires_grad_(requires_grad)
