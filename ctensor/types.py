"""Names for the types of arguments: `torch.types`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import IO, Any, TypeAlias

import ctensor as ct
from ctensor.storage import TypedStorage, UntypedStorage

__all__ = ["Device", "FileLike", "Number", "Storage"]

_TensorOrTensors: TypeAlias = "ct.Tensor | Sequence[ct.Tensor]"
_dtype: TypeAlias = "ct.dtype"
_device: TypeAlias = "ct.device"
_layout: TypeAlias = "ct.layout"
_size: TypeAlias = "ct.Size | list[int] | tuple[int, ...]"
_int: TypeAlias = int
_float: TypeAlias = float
_bool: TypeAlias = bool
_complex: TypeAlias = complex

Number: TypeAlias = int | float | bool
FileLike: TypeAlias = str | os.PathLike[str] | IO[bytes]
# What may be said where a device is wanted; None is the default one.
Device: TypeAlias = Any
Storage: TypeAlias = UntypedStorage | TypedStorage
