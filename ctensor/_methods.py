"""What Tensor has in Python, and the functions of the same names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ctensor as ct
from ctensor._C import Tensor

__all__ = [
    "adjoint",
    "detach",
    "fill",
    "ger",
    "is_conj",
    "is_inference",
    "is_neg",
    "resolve_conj",
    "resolve_neg",
    "typename",
]

METHODS = ["adjoint", "ger", "is_conj", "is_neg", "resolve_conj", "resolve_neg"]


def adjoint(input: Tensor) -> Tensor:
    """The last two dims exchanged, complex numbers conjugated: (*, m, n) to (*, n, m).

    >>> ct.adjoint(ct.tensor([[1j, 2]]))
    tensor([[0.-1.j],
            [2.-0.j]])
    """
    return input.mH


def detach(input: Tensor) -> Tensor:
    """A view of the same memory without history, which needs no gradient."""
    return input.detach()


def fill(input: Tensor, value: complex | Tensor) -> Tensor:
    """A tensor like input, filled with a number or a tensor without dims.

    >>> ct.fill(ct.zeros(2), 3)
    tensor([3., 3.])
    """
    return input.clone().fill_(value)


def ger(input: Tensor, vec2: Tensor, *, out: Tensor | None = None) -> Tensor:
    """The old name of outer: (n), (m) to (n, m)."""
    return ct.outer(input, vec2) if out is None else ct.outer(input, vec2, out=out)


def is_conj(input: Tensor) -> bool:
    """False: conj computes its result, no tensor waits to be conjugated."""
    _check("is_conj", input)
    return False


def is_neg(input: Tensor) -> bool:
    """False: no tensor waits to be negated."""
    _check("is_neg", input)
    return False


def is_inference(input: Tensor) -> bool:
    """Whether it was made under inference_mode."""
    return input.is_inference()


def resolve_conj(input: Tensor) -> Tensor:
    """The tensor itself, as none waits to be conjugated."""
    return _check("resolve_conj", input)


def resolve_neg(input: Tensor) -> Tensor:
    """The tensor itself, as none waits to be negated."""
    return _check("resolve_neg", input)


def typename(obj: Any, /) -> str:
    """The name of an object's type; of a tensor that of its dtype's old type.

    A class or a function is named itself.

    >>> ct.typename(ct.zeros(1)), ct.typename(ct.nn.functional.relu)
    ('ctensor.FloatTensor', 'ctensor.nn.functional.relu')
    """
    if isinstance(obj, Tensor):
        name: str = obj.type()
        return name
    named = obj if hasattr(obj, "__qualname__") else type(obj)
    module = (getattr(named, "__module__", None) or "").partition("._")[0]
    return f"{module}.{named.__qualname__}".removeprefix("builtins.").lstrip(".")


def _check(op: str, value: Tensor) -> Tensor:
    if not isinstance(value, Tensor):
        raise TypeError(f"{op}: expected a Tensor, got {type(value).__name__}")
    return value


def _narrow_copy(self: Tensor, dim: int, start: int | Tensor, length: int) -> Tensor:
    """narrow, as a copy: contiguous memory of its own."""
    copy: Tensor = ct.narrow_copy(self, dim, start, length)
    return copy


def _sum_to_size(self: Tensor, *size: Any) -> Tensor:
    """The sum over the dims that broadcasting from `size` would add or stretch.

    RuntimeError if `size` does not broadcast to this tensor's shape.
    """
    shape = tuple(size[0]) if len(size) == 1 and not isinstance(size[0], int) else size
    more = self.dim() - len(shape)
    kept = tuple(self.shape[max(more, 0) :])
    if more < 0 or any(n not in (1, m) for n, m in zip(shape, kept, strict=True)):
        raise RuntimeError(
            f"sum_to_size: expected a size that broadcasts to {tuple(self.shape)}, got "
            f"{tuple(shape)}"
        )
    stretched = [i for i, n in enumerate(shape, more) if n != self.shape[i]]
    dims = [*range(more), *stretched]
    return self.sum(dims, keepdim=True).reshape(shape) if dims else self


def _fill_diagonal_(self: Tensor, fill_value: complex, wrap: bool = False) -> Tensor:
    """Writes a number on the main diagonal, in place.

    With `wrap` the diagonal of a matrix with more rows than columns begins again below
    each block of rows that it has crossed, one row being left free. RuntimeError of
    fewer than 2 dims, or more of different sizes.
    """
    if self.dim() < 2 or (self.dim() > 2 and len(set(self.shape)) != 1):
        raise RuntimeError(
            "fill_diagonal_: expected 2 dims, or more of one size, got shape "
            f"{tuple(self.shape)}"
        )
    if self.dim() > 2:
        step = (sum(self.stride()),)
        self.as_strided((self.shape[0],), step, self.storage_offset()).fill_(fill_value)
        return self
    rows, columns = self.shape
    last = rows if wrap and columns else 1
    for start in range(0, last, columns + 1):
        self[start:].diagonal().fill_(fill_value)
    return self


def _apply_(self: Tensor, callable: Callable[[Any], Any]) -> Tensor:
    """Replaces each element by what a Python function makes of it: slow."""
    return _mapped("apply_", self, callable)


def _map_(self: Tensor, tensor: Tensor, callable: Callable[..., Any]) -> Tensor:
    """Replaces each element by callable(element, element of tensor): slow."""
    return _mapped("map_", self, callable, tensor)


def _map2_(self: Tensor, x: Tensor, y: Tensor, callable: Callable[..., Any]) -> Tensor:
    """Replaces each element by callable(element, element of x, element of y): slow."""
    return _mapped("map2_", self, callable, x, y)


def _mapped(
    op: str, self: Tensor, function: Callable[..., Any], *others: Tensor
) -> Tensor:
    if self.requires_grad or any(t.requires_grad for t in others):
        raise RuntimeError(
            f"{op}: expected tensors that need no gradient, which it would lose; use "
            ".detach()"
        )
    lists = [t.expand(self.shape).flatten().tolist() for t in (self, *others)]
    values = list(map(function, *lists))
    return self.copy_(ct.tensor(values, dtype=self.dtype).view(self.shape))


def _to_dense(self: Tensor, dtype: ct.dtype | None = None) -> Tensor:
    """The tensor itself, in dtype if that is given: all tensors are dense."""
    return self if dtype is None else self.to(dtype)


for _name in METHODS:
    setattr(Tensor, _name, globals()[_name])
for _name in (
    "narrow_copy",
    "sum_to_size",
    "fill_diagonal_",
    "apply_",
    "map_",
    "map2_",
    "to_dense",
):
    _method = globals()[f"_{_name}"]
    _method.__name__ = _method.__qualname__ = _name
    setattr(Tensor, _name, _method)
