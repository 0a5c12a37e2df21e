"""What the names in a file mean: each is looked up here, and nowhere else.

PyTorch's names are kept in the files, so that it can read them. Names of the user's own
classes are in `common.py`.
"""

from __future__ import annotations

import codecs
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable
from typing import Any

import ctensor as ct
from ctensor.nn.parameter import Parameter
from ctensor.serialization._storages import Storages

__all__ = [
    "DTYPES",
    "FACTORIES",
    "STORAGES",
    "Rebuilding",
    "attributes",
    "known_global",
]

#: PyTorch's names of typed storages; other dtypes lie in an UntypedStorage.
STORAGES = {
    "DoubleStorage": ct.float64,
    "FloatStorage": ct.float32,
    "HalfStorage": ct.float16,
    "BFloat16Storage": ct.bfloat16,
    "LongStorage": ct.int64,
    "IntStorage": ct.int32,
    "ShortStorage": ct.int16,
    "CharStorage": ct.int8,
    "ByteStorage": ct.uint8,
    "BoolStorage": ct.bool,
    "ComplexDoubleStorage": ct.complex128,
    "ComplexFloatStorage": ct.complex64,
}
DTYPES = {
    str(d).partition(".")[2]: d
    for d in (*STORAGES.values(), ct.uint16, ct.uint32, ct.uint64)
}

# ---- PyTorch's functions that rebuild what it has taken apart ---------------


def _with_metadata(tensor: ct.Tensor, requires_grad: bool, metadata: Any) -> ct.Tensor:
    if metadata and metadata.get("conj"):
        tensor = tensor.conj()
    if metadata and metadata.get("neg"):
        tensor = -tensor
    return tensor.requires_grad_() if requires_grad is True else tensor


class Rebuilding:
    """The functions of torch._utils, over the storages of one file."""

    def __init__(self, storages: Storages) -> None:
        self.storages = storages

    def tensor(
        self, storage: Any, offset: int, size: Any, stride: Any,
        requires_grad: bool = False, hooks: Any = None, metadata: Any = None,
    ) -> ct.Tensor:  # fmt: skip
        """_rebuild_tensor_v2: the storage says the dtype."""
        data, dtype = storage
        made = self.storages.tensor(data, dtype, offset, size, stride)
        return _with_metadata(made, requires_grad, metadata)

    def tensor_of_dtype(
        self, storage: Any, offset: int, size: Any, stride: Any,
        requires_grad: bool, hooks: Any, dtype: ct.dtype, metadata: Any = None,
    ) -> ct.Tensor:  # fmt: skip
        """_rebuild_tensor_v3."""
        made = self.storages.tensor(storage[0], dtype, offset, size, stride)
        return _with_metadata(made, requires_grad, metadata)


def parameter(
    data: Any, requires_grad: bool, hooks: Any, state: Any = None
) -> Parameter:
    """_rebuild_parameter, and _rebuild_parameter_with_state."""
    made = Parameter(data, requires_grad)
    vars(made).update(attributes(state or {}))
    return made


def attributes(state: Any) -> dict[str, Any]:
    """What an object's __dict__ may be told by a file."""
    if not isinstance(state, dict) or not all(isinstance(name, str) for name in state):
        raise ValueError("expected attributes to be a dict with names")
    return state


def meta_tensor(dtype: ct.dtype, size: Any, stride: Any, requires_grad: bool) -> Any:
    """_rebuild_meta_tensor_no_storage."""
    made = ct.empty(size, dtype=dtype, device="meta")
    return made.requires_grad_() if requires_grad else made


def encoded(text: str, encoding: str) -> bytes:
    """_codecs.encode: how protocol 2 writes bytes."""
    if not isinstance(text, str) or encoding != "latin1":
        raise ValueError(f"load: expected the encoding latin1, got {encoding!r}")
    return codecs.latin_1_encode(text)[0]


PLAIN: dict[tuple[str, str], Callable[..., Any]] = {
    ("torch._utils", "_rebuild_parameter"): parameter,
    ("torch._utils", "_rebuild_parameter_with_state"): parameter,
    ("torch._utils", "_rebuild_meta_tensor_no_storage"): meta_tensor,
    ("torch", "device"): ct.device,
    ("torch", "Size"): ct.Size,
    ("collections", "OrderedDict"): OrderedDict,
    ("collections", "Counter"): Counter,
    ("collections", "defaultdict"): defaultdict,
    ("_codecs", "encode"): encoded,
    **{
        (module, f.__name__): f
        for module in ("builtins", "__builtin__")
        for f in (set, frozenset, complex, bytes, bytearray, slice)
    },
}


#: What a defaultdict may make where a key is missing; a file cannot call them itself.
FACTORIES = {f.__name__: f for f in (list, dict, int, float, str)}


def known_global(module: str, name: str, rebuilding: Rebuilding) -> Any:
    """The meaning of a name that files of tensors have, or None."""
    if module == "torch._utils":
        if name in ("_rebuild_tensor", "_rebuild_tensor_v2"):
            return rebuilding.tensor
        if name == "_rebuild_tensor_v3":
            return rebuilding.tensor_of_dtype
    if module == "torch" and name in STORAGES:
        return STORAGES[name]
    if (module, name) == ("torch.storage", "UntypedStorage"):
        return ct.uint8
    if module == "torch" and name in DTYPES:
        return DTYPES[name]
    if module in ("builtins", "__builtin__") and name in FACTORIES:
        return FACTORIES[name]
    return PLAIN.get((module, name))
