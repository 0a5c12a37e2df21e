"""New tensors made of other new tensors; PyTorch's old constructors by dtype."""

from __future__ import annotations

import operator
import warnings
from collections.abc import Sequence
from typing import Any

import ctensor as ct
from ctensor import _C
from ctensor._C import Tensor

__all__ = [
    "empty_permuted",
    "empty_strided",
    "get_default_device",
    "is_nonzero",
    "is_same_size",
    "is_storage",
    "logspace",
    "randint_like",
    "range",
    "set_default_device",
    "set_default_tensor_type",
    "vander",
]

Number = float | complex | Tensor


def empty_strided(
    size: Sequence[int],
    stride: Sequence[int],
    *,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
    pin_memory: bool = False,
) -> Tensor:
    """An uninitialised tensor of this size whose dims step by these strides.

    Strides count elements, may be 0, and may leave gaps. RuntimeError for others.

    >>> ct.empty_strided((2, 3), (1, 2)).stride()
    (1, 2)
    """
    sizes, strides = [list(map(operator.index, n)) for n in (size, stride)]
    if len(sizes) != len(strides) or min(strides, default=0) < 0:
        raise RuntimeError(
            f"empty_strided: expected a stride of at least 0 for each of {len(sizes)} "
            f"sizes, got {strides}"
        )
    reach = sum((n - 1) * step for n, step in zip(sizes, strides, strict=True))
    memory = _C.empty(
        0 if 0 in sizes else reach + 1,
        dtype=dtype,
        layout=layout,
        device=device,
        pin_memory=pin_memory,
    )
    return memory.as_strided(sizes, strides).detach().requires_grad_(requires_grad)


def empty_permuted(
    size: Sequence[int],
    physical_layout: Sequence[int],
    *,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    requires_grad: bool = False,
    pin_memory: bool = False,
) -> Tensor:
    """An uninitialised tensor whose dims lie in memory in the order that is given.

    The last of `physical_layout`, a permutation of the dims, is the innermost one.

    >>> ct.empty_permuted((2, 3, 4), (0, 2, 1)).stride()
    (12, 1, 3)
    """
    sizes, order = [list(map(operator.index, n)) for n in (size, physical_layout)]
    if sorted(order) != [*_range(len(sizes))]:
        raise RuntimeError(
            f"empty_permuted: expected a permutation of {len(sizes)} dims, got {order}"
        )
    memory = _C.empty(
        [sizes[d] for d in order],
        dtype=dtype,
        layout=layout,
        device=device,
        pin_memory=pin_memory,
    )
    places = [order.index(d) for d in _range(len(order))]
    return memory.permute(places).detach().requires_grad_(requires_grad)


def _new_empty_strided(
    self: Tensor,
    size: Sequence[int],
    stride: Sequence[int],
    dtype: ct.dtype | None = None,
    device: Any = None,
    requires_grad: bool = False,
    layout: ct.layout | None = None,
    pin_memory: bool = False,
) -> Tensor:
    """`empty_strided` of this tensor's dtype and device."""
    return empty_strided(
        size,
        stride,
        dtype=dtype or self.dtype,
        layout=layout,
        device=device or self.device,
        requires_grad=requires_grad,
        pin_memory=pin_memory,
    )


def logspace(
    start: Number,
    end: Number,
    steps: int,
    base: float = 10.0,
    *,
    out: Tensor | None = None,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    pin_memory: bool = False,
    requires_grad: bool = False,
) -> Tensor:
    """The base to the power of `steps` numbers evenly spaced from start to end.

    They are computed in float64 (complex128 for complex ends) and converted.

    >>> ct.logspace(0, 3, 4).tolist()
    [1.0, 10.0, 100.0, 1000.0]
    """
    first, last = (x.item() if isinstance(x, Tensor) else x for x in (start, end))
    wide = isinstance(first, complex) or isinstance(last, complex)
    if dtype is None:
        dtype = out.dtype if out is not None else ct.get_default_dtype()
        dtype = dtype.to_complex() if wide and out is None else dtype
    if out is not None and out.dtype != dtype:
        raise RuntimeError(f"logspace: expected out of dtype {dtype}, got {out.dtype}")
    if wide and not dtype.is_complex:
        raise RuntimeError(
            f"logspace: expected a complex dtype for complex ends, got {dtype}"
        )
    places = _C.linspace(
        first,
        last,
        steps,
        dtype=ct.complex128 if dtype.is_complex else ct.float64,
        layout=layout,
        device=device if out is None else out.device,
        pin_memory=pin_memory,
    )
    made = (base**places).to(dtype)
    if out is None:
        return made.requires_grad_(requires_grad)
    return out.resize_(made.shape).copy_(made)


_range = range


def range(
    start: float = 0,
    end: float | None = None,
    step: float = 1,
    *,
    out: Tensor | None = None,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    pin_memory: bool = False,
    requires_grad: bool = False,
) -> Tensor:
    """The numbers start, start + step, ... up to and including end, as floats.

    Deprecated in PyTorch, as here: `arange` leaves the end out, as Python's range does.
    """
    warnings.warn(
        "range is deprecated, as its end is included: use ctensor.arange",
        UserWarning,
        stacklevel=2,
    )
    if end is None:
        raise TypeError("range: expected argument 'end': number, got none")
    if not step:
        raise RuntimeError("range: step must be nonzero")
    steps = (end - start) / step
    if not steps >= 0 or steps == float("inf"):
        raise RuntimeError(
            "range: upper bound and lower bound inconsistent with step sign: "
            f"got {start} -> {end} by {step}"
        )
    places = _C.arange(
        int(steps) + 1,
        dtype=ct.float64,
        layout=layout,
        device=device if out is None else out.device,
        pin_memory=pin_memory,
    )
    default = ct.get_default_dtype() if out is None else out.dtype
    made = (places * step + start).to(dtype or default)
    if out is None:
        return made.requires_grad_(requires_grad)
    return out.resize_(made.shape).copy_(made)


def randint_like(
    input: Tensor,
    low: int,
    high: int | None = None,
    *,
    generator: ct.Generator | None = None,
    dtype: ct.dtype | None = None,
    layout: ct.layout | None = None,
    device: Any = None,
    pin_memory: bool = False,
    requires_grad: bool = False,
    memory_format: ct.memory_format | None = None,
) -> Tensor:
    """Integers in [low, high), in input's shape, dtype and device.

    `randint_like(input, high)` draws from [0, high).

    >>> ct.randint_like(ct.zeros(2), 4, 5).tolist()
    [4.0, 4.0]
    """
    low, high = (0, low) if high is None else (low, high)
    made = _C.empty_like(
        input,
        dtype=dtype,
        layout=layout,
        device=device,
        pin_memory=pin_memory,
        memory_format=memory_format,
    )
    return made.random_(low, high, generator=generator).requires_grad_(requires_grad)


def vander(x: Tensor, N: int | None = None, increasing: bool = False) -> Tensor:  # noqa: N803
    """Powers of a vector's elements: a row of N of each, the highest first.

    With `increasing` the lowest is first. N is the vector's length unless given; bools
    become int64. RuntimeError for what is no vector, or N below 0.

    >>> ct.vander(ct.tensor([1, 2, 3]), 3).tolist()
    [[1, 1, 1], [4, 2, 1], [9, 3, 1]]
    """
    if x.ndim != 1:
        raise RuntimeError(f"vander: expected a vector, got shape {list(x.shape)}")
    n = x.shape[0] if N is None else operator.index(N)
    if n < 0:
        raise RuntimeError(f"vander: expected N >= 0, got {n}")
    x = x.long() if x.dtype == ct.bool else x
    powers = _C.arange(n, device=x.device)
    return x[:, None] ** (powers if increasing else powers.flip(0))


# ---- devices ---------------------------------------------------------------------


def set_default_device(device: Any) -> None:
    """Where factories of this thread make tensors unless told; None: on the CPU."""
    _C._default_device_set(ct.device("cpu" if device is None else device))


def get_default_device() -> ct.device:
    """Where factories of this thread make tensors unless told.

    >>> ct.get_default_device()
    device(type='cpu')
    """
    return _C._default_device()


# ---- questions -------------------------------------------------------------------


def is_same_size(input: Tensor, other: Tensor) -> bool:
    """Have both tensors one shape?"""
    return input.is_same_size(other)


def is_nonzero(input: Tensor) -> bool:
    """Is a tensor of one element not 0? RuntimeError for more elements, or none."""
    if input.numel() != 1:
        raise RuntimeError(
            f"is_nonzero: expected a tensor of one element, got {input.numel()}"
        )
    return bool(input)


def is_storage(obj: Any) -> bool:
    """Is obj the storage of a tensor?"""
    return isinstance(obj, (ct.UntypedStorage, ct.storage.TypedStorage))


# ---- constructors by dtype -------------------------------------------------------


class _TensorType(type):
    """The type of FloatTensor and its kin, whose instances are tensors of one dtype."""

    dtype: ct.dtype
    is_cuda = False
    is_sparse = False
    layout = ct.strided

    def __call__(cls, *args: Any, device: Any = None) -> Any:
        return _C._typed_tensor(cls.__name__, cls.dtype, device, args)

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, Tensor) and instance.dtype == cls.dtype

    def __repr__(cls) -> str:
        return f"<class 'ctensor.{cls.__name__}'>"


DTYPES = {
    "BFloat16Tensor": ct.bfloat16,
    "BoolTensor": ct.bool,
    "ByteTensor": ct.uint8,
    "CharTensor": ct.int8,
    "DoubleTensor": ct.float64,
    "FloatTensor": ct.float32,
    "HalfTensor": ct.float16,
    "IntTensor": ct.int32,
    "LongTensor": ct.int64,
    "ShortTensor": ct.int16,
}


def _tensor_type(name: str) -> Any:
    doc = (
        f"{name}(*sizes), {name}(values): a tensor of dtype {DTYPES[name]}.\n\n"
        "Uninitialised by sizes or a Size, else of the values of a sequence or array;\n"
        "a tensor of that dtype is shared. isinstance() asks for the dtype."
    )
    names = {"dtype": DTYPES[name], "__doc__": doc, "__module__": "ctensor"}
    return _TensorType(name, (), names)


BFloat16Tensor = _tensor_type("BFloat16Tensor")
BoolTensor = _tensor_type("BoolTensor")
ByteTensor = _tensor_type("ByteTensor")
CharTensor = _tensor_type("CharTensor")
DoubleTensor = _tensor_type("DoubleTensor")
FloatTensor = _tensor_type("FloatTensor")
HalfTensor = _tensor_type("HalfTensor")
IntTensor = _tensor_type("IntTensor")
LongTensor = _tensor_type("LongTensor")
ShortTensor = _tensor_type("ShortTensor")
__all__ += list(DTYPES)


def set_default_tensor_type(t: Any) -> None:
    """Makes the dtype of a tensor type (FloatTensor, or its name) the default."""
    name = t.rpartition(".")[2] if isinstance(t, str) else getattr(t, "__name__", "")
    if name not in DTYPES:
        raise TypeError(f"set_default_tensor_type: expected a tensor type, got {t!r}")
    ct.set_default_dtype(DTYPES[name])


setattr(Tensor, "new_empty_strided", _new_empty_strided)  # noqa: B010
setattr(Tensor, "is_nonzero", is_nonzero)  # noqa: B010
