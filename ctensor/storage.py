"""The bytes of tensors as elements of a dtype: `torch.storage`'s names.

`Tensor.untyped_storage()` is the bytes themselves; `Tensor.storage()`, which older
programs use, is a TypedStorage.
"""

from __future__ import annotations

import copyreg
from typing import Any

import ctensor as ct
from ctensor._C import Tensor, UntypedStorage

__all__ = [
    "BFloat16Storage",
    "BoolStorage",
    "ByteStorage",
    "CharStorage",
    "ComplexDoubleStorage",
    "ComplexFloatStorage",
    "DoubleStorage",
    "FloatStorage",
    "HalfStorage",
    "IntStorage",
    "LongStorage",
    "ShortStorage",
    "TypedStorage",
    "UntypedStorage",
]


def _reduced(storage: UntypedStorage) -> tuple[Any, ...]:
    """How pickle and copy make it again: as what a tensor of its bytes lies in."""
    whole = ct.empty(0, dtype=ct.uint8, device=storage.device).set_(storage)
    return Tensor.untyped_storage, (whole,)


copyreg.pickle(UntypedStorage, _reduced)


class TypedStorage:
    """All elements of a storage, in the order of memory, as numbers of one dtype."""

    def __init__(
        self,
        *args: Any,
        wrap_storage: Any = None,
        dtype: Any = None,
        device: Any = None,
    ) -> None:
        """From a number of elements, from a sequence, or over an UntypedStorage."""
        if wrap_storage is None:
            dtype = dtype or ct.get_default_dtype()
            made = _elements(args, dtype, device)
            wrap_storage, dtype = made.untyped_storage(), made.dtype
        self._storage: UntypedStorage = wrap_storage
        self.dtype: ct.dtype = dtype
        self.device: ct.device = wrap_storage.device

    def _tensor(self) -> Tensor:
        made = ct.empty(0, dtype=self.dtype, device=self.device)
        return made.set_(self._storage)

    def untyped(self) -> UntypedStorage:
        """The bytes themselves."""
        return self._storage

    _untyped_storage = property(untyped)

    def __len__(self) -> int:
        return self._storage.nbytes() // self.dtype.itemsize

    size = __len__

    def nbytes(self) -> int:
        """The number of bytes."""
        return self._storage.nbytes()

    def element_size(self) -> int:
        """Bytes of one element."""
        return self.dtype.itemsize

    def data_ptr(self) -> int:
        """The address of the first byte."""
        return self._storage.data_ptr()

    def __getitem__(self, index: Any) -> Any:
        found = self._tensor()[index]
        return found.item() if found.ndim == 0 else found.storage()

    def __setitem__(self, index: Any, value: Any) -> None:
        self._tensor()[index] = value

    def __iter__(self) -> Any:
        return iter(self.tolist())

    def fill_(self, value: Any) -> TypedStorage:
        """Sets all elements."""
        self._tensor().fill_(value)
        return self

    def copy_(self, source: TypedStorage, non_blocking: bool = False) -> TypedStorage:
        """Takes another storage's elements."""
        self._tensor().copy_(source._tensor())
        return self

    def clone(self) -> TypedStorage:
        """A copy."""
        return _storage(self._tensor().clone())

    def tolist(self) -> list[Any]:
        """The elements as Python numbers."""
        elements: list[Any] = self._tensor().tolist()
        return elements

    def is_shared(self) -> bool:
        """False: no memory is shared between processes."""
        return False

    def is_pinned(self, device: Any = None) -> bool:
        """Whether an accelerator copies the memory by itself."""
        return self._tensor().is_pinned()

    def __eq__(self, other: Any) -> Any:
        if not isinstance(other, TypedStorage):
            return NotImplemented
        return self._storage == other._storage and self.dtype == other.dtype

    def __hash__(self) -> int:
        return hash(self._storage)

    def __repr__(self) -> str:
        lines = "\n".join(f" {x}" for x in self.tolist())
        return f"{lines}\n[ctensor.TypedStorage of {self.dtype}, size {len(self)}]"


# ---- one class for each dtype ------------------------------------------------------


class _OfDtype(type):
    """A storage of the dtype of such a class is an instance of it."""

    dtype: ct.dtype

    def __instancecheck__(cls, value: Any) -> bool:
        return isinstance(value, TypedStorage) and value.dtype == cls.dtype


def _class(name: str, dtype: ct.dtype) -> Any:
    """The class `name`: called as TypedStorage is, it makes one of its dtype."""

    def new(
        cls: Any,
        *args: Any,
        wrap_storage: Any = None,
        dtype: Any = None,
        device: Any = None,
    ) -> TypedStorage:
        if dtype not in (None, cls.dtype):
            raise RuntimeError(
                f"{name}: expected dtype {cls.dtype}, which it is of, got {dtype}"
            )
        return TypedStorage(
            *args, wrap_storage=wrap_storage, dtype=cls.dtype, device=device
        )

    doc = f"A TypedStorage of {str(dtype).partition('.')[2]}, of a size or of values."
    members = {"__new__": new, "__doc__": doc, "dtype": dtype, "__module__": __name__}
    return _OfDtype(name, (), members)


BFloat16Storage = _class("BFloat16Storage", ct.bfloat16)
BoolStorage = _class("BoolStorage", ct.bool)
ByteStorage = _class("ByteStorage", ct.uint8)
CharStorage = _class("CharStorage", ct.int8)
ComplexDoubleStorage = _class("ComplexDoubleStorage", ct.complex128)
ComplexFloatStorage = _class("ComplexFloatStorage", ct.complex64)
DoubleStorage = _class("DoubleStorage", ct.float64)
FloatStorage = _class("FloatStorage", ct.float32)
HalfStorage = _class("HalfStorage", ct.float16)
IntStorage = _class("IntStorage", ct.int32)
LongStorage = _class("LongStorage", ct.int64)
ShortStorage = _class("ShortStorage", ct.int16)
_CLASSES = {
    c.dtype: c
    for c in (
        *(BFloat16Storage, BoolStorage, ByteStorage, CharStorage, DoubleStorage),
        *(ComplexDoubleStorage, ComplexFloatStorage, FloatStorage, HalfStorage),
        *(IntStorage, LongStorage, ShortStorage),
    )
}


def _elements(args: tuple[Any, ...], dtype: Any, device: Any) -> Tensor:
    if len(args) > 1:
        raise TypeError(f"TypedStorage: expected a size or values, got {len(args)}")
    if not args or isinstance(args[0], int):
        return ct.empty(args[0] if args else 0, dtype=dtype, device=device)
    return ct.tensor(args[0], dtype=dtype, device=device)


def _storage(self: Tensor) -> TypedStorage:
    """This tensor's storage, as elements of its dtype."""
    return TypedStorage(wrap_storage=self.untyped_storage(), dtype=self.dtype)


def _storage_type(self: Tensor) -> Any:
    """The class of this tensor's storage: FloatStorage, ..., or TypedStorage."""
    return _CLASSES.get(self.dtype, TypedStorage)


setattr(Tensor, "storage", _storage)  # noqa: B010
_storage_type.__name__ = _storage_type.__qualname__ = "storage_type"
setattr(Tensor, "storage_type", _storage_type)  # noqa: B010
