"""The pickle of a file, with PyTorch's names for tensors and what belongs to them."""

from __future__ import annotations

import io
import pickle
import sys
import zlib
from collections import OrderedDict
from typing import IO, Any, ClassVar

import ctensor as ct
from ctensor.nn.parameter import Parameter
from ctensor.serialization._archive import Writer
from ctensor.serialization._names import DTYPES, STORAGES

__all__ = ["write_archive"]

STORAGE_NAMES = {dtype: name for name, dtype in STORAGES.items()}


class Name:
    """A name that is written as such, be there anything of that name or not."""

    def __init__(self, module: str, name: str) -> None:
        self.text = f"{module}\n{name}\n".encode()

    def __call__(self) -> None:
        """Only because pickle wants functions that can be called."""


UTILS = {
    name: Name("torch._utils", name)
    for name in (
        "_rebuild_tensor_v2",
        "_rebuild_tensor_v3",
        "_rebuild_parameter",
        "_rebuild_parameter_with_state",
        "_rebuild_meta_tensor_no_storage",
    )
}
DTYPE_NAMES = {dtype: Name("torch", name) for name, dtype in DTYPES.items()}
DEVICE, SIZE = Name("torch", "device"), Name("torch", "Size")


class Stored:
    """A storage in the pickle: written as a persistent id."""

    def __init__(self, key: tuple[Any, ...]) -> None:
        self.key = key


PYTHONS: Any = pickle._Pickler  # in Python: how it writes names can be changed


class Pickler(PYTHONS):  # type: ignore[misc]
    """A pickle whose tensors are PyTorch's, and whose storages are left outside."""

    dispatch: ClassVar[dict[Any, Any]] = dict(PYTHONS.dispatch)

    def __init__(self, file: IO[bytes], protocol: int) -> None:
        super().__init__(file, protocol)
        self.storages: dict[Any, tuple[str, ct.Tensor]] = {}

    def persistent_id(self, obj: Any) -> Any:
        return obj.key if isinstance(obj, Stored) else None

    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, Parameter) and type(obj) is Parameter:
            return reduced_parameter(obj)
        if type(obj) is ct.Tensor:
            return self.reduced(obj)
        if isinstance(obj, ct.device):
            index = () if obj.index is None else (obj.index,)
            return DEVICE, (obj.type, *index)
        if type(obj) is ct.Size:
            return SIZE, (tuple(obj),)
        return NotImplemented

    def save_name(self, obj: Name | ct.dtype) -> None:
        name = obj if isinstance(obj, Name) else DTYPE_NAMES[obj]
        self.write(pickle.GLOBAL + name.text)
        self.memoize(obj)

    dispatch[Name] = dispatch[ct.dtype] = save_name

    def reduced(self, t: ct.Tensor) -> tuple[Any, ...]:
        """How PyTorch takes a tensor apart. One with history is saved as its values."""
        if t.device.type == "meta":
            rebuild = UTILS["_rebuild_meta_tensor_no_storage"]
            return rebuild, (t.dtype, tuple(t.shape), t.stride(), t.requires_grad)
        plain = t.detach()
        if min(plain.stride(), default=0) < 0 or not in_items(plain):
            plain = plain.clone(memory_format=ct.contiguous_format)
        known = STORAGE_NAMES.get(t.dtype)
        name = (
            Name("torch", known) if known else Name("torch.storage", "UntypedStorage")
        )
        rebuild = UTILS["_rebuild_tensor_v2" if known else "_rebuild_tensor_v3"]
        storage = self.stored(plain, name, plain.element_size() if known else 1)
        place = plain.storage_offset(), tuple(plain.shape), plain.stride()
        rest = () if known else (t.dtype,)
        return rebuild, (storage, *place, t.requires_grad, OrderedDict(), *rest)

    def stored(self, t: ct.Tensor, name: Name, itemsize: int) -> Stored:
        storage = t.untyped_storage()
        if storage not in self.storages:
            self.storages[storage] = str(len(self.storages)), t
        key = self.storages[storage][0]
        numel = storage.nbytes() // itemsize
        return Stored(("storage", name, key, str(t.device), numel))


def in_items(t: ct.Tensor) -> bool:
    """Is the storage a whole number of elements, and the first at a whole number?"""
    first = t.data_ptr() - t.untyped_storage().data_ptr()
    return not (
        first % t.element_size() or t.untyped_storage().nbytes() % t.element_size()
    )


def reduced_parameter(p: Parameter) -> tuple[Any, ...]:
    """A parameter is its data, whether it is trained, and its attributes."""
    state = dict(p.__dict__)
    arguments: tuple[Any, ...] = (p.data, p.requires_grad, OrderedDict())
    if state:
        return UTILS["_rebuild_parameter_with_state"], (*arguments, state)
    return UTILS["_rebuild_parameter"], arguments


def write_archive(obj: Any, file: IO[bytes], stem: str, protocol: int) -> None:
    """The whole file: the pickle first, then the storages that it met."""
    text = io.BytesIO()
    pickler = Pickler(text, protocol)
    pickler.dump(obj)
    writer = Writer(file, stem)
    writer.write("data.pkl", text.getvalue())
    writer.write(".format_version", b"1")
    writer.write(".storage_alignment", b"64")
    writer.write("byteorder", sys.byteorder.encode())
    for key, tensor in pickler.storages.values():
        writer.write(f"data/{key}", tensor)
    writer.write("version", b"3\n")
    writer.write(".data/serialization_id", b"%040d" % zlib.crc32(text.getvalue()))
    writer.close()
