"""What Tensor has in Python, and the functions of the same names."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

import ctensor as ct
from ctensor import _C
from ctensor._C import Tensor
from ctensor._warnings import warn

__all__ = [
    "adjoint",
    "detach",
    "fill",
    "ger",
    "is_conj",
    "is_distributed",
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


def is_distributed(input: Tensor) -> bool:
    """False: no tensor lies on several machines."""
    _check("is_distributed", input)
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


def _dim_order(
    self: Tensor, *, ambiguity_check: bool | list[ct.memory_format] = False
) -> tuple[int, ...]:
    """The dims in the order in which they lie in memory, the outermost first.

    RuntimeError where several orders describe it, with ambiguity_check, or more or less
    than one of the memory formats that ambiguity_check lists. TypeError if that is
    something else.
    """
    listed = isinstance(ambiguity_check, list) and all(
        isinstance(f, ct.memory_format) for f in ambiguity_check
    )
    if not isinstance(ambiguity_check, bool) and not listed:
        raise TypeError(
            "dim_order: expected ambiguity_check to be a bool or a list of memory "
            f"formats, got {ambiguity_check!r}"
        )
    strides = self.stride()
    several = 1 in self.shape or len(set(strides)) < len(strides)
    if several and listed and isinstance(ambiguity_check, list):
        fits = [f for f in ambiguity_check if self.is_contiguous(memory_format=f)]
        several = len(fits) != 1
    if ambiguity_check and several:
        raise RuntimeError(
            "The tensor does not have unique dim order, or cannot map to exact one of "
            "the given memory formats."
        )
    return tuple(sorted(range(self.dim()), key=lambda d: -strides[d]))


def _module_load(self: Tensor, other: Tensor, assign: bool = False) -> Tensor:
    """What load_state_dict would put in this tensor's place for `other`.

    With assign that is `other`, else this tensor, into which it is copied; detached.
    """
    return other.detach() if assign else self.copy_(other).detach()


def _pin_memory(self: Tensor, device: Any = None) -> Tensor:
    """A copy in memory that an accelerator copies by itself; itself if it is there."""
    if not ct.accelerator.is_available():
        raise RuntimeError(
            "pin_memory: Cannot access accelerator device when none is available."
        )
    return _C._pin_memory(self)


def _record_stream(self: Tensor, stream: ct.Stream) -> None:
    """The stream uses this tensor: its memory is used again when the stream has."""
    _C._record_stream(self, stream)


def _resize(self: Tensor, *sizes: Any) -> Tensor:
    """Another shape of as many elements, with a warning: reshape took its place."""
    warn("non-inplace resize is deprecated: use reshape")
    shape = (
        tuple(sizes[0]) if len(sizes) == 1 and not isinstance(sizes[0], int) else sizes
    )
    if math.prod(shape) != self.numel():
        raise RuntimeError(
            f"resize: requested resize to {tuple(shape)}, but the given tensor has "
            f"{self.numel()} elements. autograd's resize can only change the shape"
        )
    return self.contiguous().view(shape)


def _resize_as(self: Tensor, tensor: Tensor) -> Tensor:
    """The shape of another tensor of as many elements, with a warning."""
    return _resize(self, *tensor.shape)


def _reinforce(self: Tensor, reward: Any) -> NoReturn:
    """RuntimeError: `distributions` took its place."""
    raise RuntimeError(
        "reinforce() was removed. Use distributions instead: m = Categorical(probs); "
        "action = m.sample(); loss = -m.log_prob(action) * reward; loss.backward()"
    )


def _to_numpy(self: Tensor) -> np.ndarray:
    """What `numpy.asarray` makes of it: an array over the same memory.

    By this name libraries ask tables and arrays that they do not know, Matplotlib among
    them. Where the tensor requires grad nothing may be written to the array.

    >>> ct.ones(2).to_numpy()
    array([1., 1.], dtype=float32)
    """
    return np.asarray(self)


def _astype(self: Tensor, dtype: Any, copy: bool = True) -> Any:
    """As the method of an ndarray, with the gradient: `numpy.astype` of a tensor.

    An ndarray is the result where the dtype is one that only NumPy has, which has no
    gradient: a tensor that requires grad is refused then.

    >>> ct.ones(2).astype(int)
    tensor([1, 1])
    """
    if isinstance(dtype, ct.dtype):
        return self.to(dtype, copy=copy)
    dtype = np.dtype(dtype)
    if dtype.kind in "OSUVMm":
        return self.numpy().astype(dtype)
    return self.to(dtype, copy=copy)


def _strides(self: Tensor) -> tuple[int, ...]:
    """The strides in bytes, as an ndarray's; `stride()` counts elements."""
    return tuple(step * self.itemsize for step in self.stride())


_TYPE_NAMES = {
    ct.bool: "|b1",
    ct.uint8: "|u1",
    ct.int8: "|i1",
    ct.uint16: "<u2",
    ct.int16: "<i2",
    ct.uint32: "<u4",
    ct.int32: "<i4",
    ct.uint64: "<u8",
    ct.int64: "<i8",
    ct.float16: "<f2",
    ct.bfloat16: "<V2",
    ct.float32: "<f4",
    ct.float64: "<f8",
    ct.complex64: "<c8",
    ct.complex128: "<c16",
}


def _cuda_array_interface(self: Tensor) -> dict[str, Any]:
    """What CuPy, Numba and others share this tensor's memory by; of GPUs alone."""
    if not self.is_cuda:
        raise AttributeError(
            "Can't get __cuda_array_interface__ on non-CUDA tensor: expected one on a "
            f"GPU, got one on {self.device}"
        )
    if self.requires_grad:
        raise RuntimeError(
            "Can't get __cuda_array_interface__ on Variable that requires grad. If "
            "gradients aren't required, use var.detach() to get Variable that doesn't "
            "require grad."
        )
    return {
        "typestr": _TYPE_NAMES[self.dtype],
        "shape": tuple(self.shape),
        "strides": None if self.is_contiguous() else _strides(self),
        "data": (self.data_ptr() if self.numel() else 0, False),
        "version": 3,
        "stream": _C._current_stream(self.device).stream_id or 1,
    }


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
    "dim_order",
    "module_load",
    "pin_memory",
    "record_stream",
    "reinforce",
    "resize",
    "resize_as",
    "to_numpy",
    "astype",
):
    _method = globals()[f"_{_name}"]
    _method.__name__ = _method.__qualname__ = _name
    setattr(Tensor, _name, _method)

for _name, _get in {
    "strides": _strides,
    "__cuda_array_interface__": _cuda_array_interface,
}.items():
    setattr(Tensor, _name, property(_get))
# As those of PyTorch, which has no names, and nothing volatile, any more; a program may
# set its own.
Tensor._grad = property(lambda self: self.grad)  # type: ignore[attr-defined]
Tensor.name = None
Tensor.volatile = False
