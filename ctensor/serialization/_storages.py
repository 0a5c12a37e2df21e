"""The storages of a file: each read once, at its first use, to where it shall be."""

from __future__ import annotations

import sys
from typing import Any

import ctensor as ct
from ctensor import _C
from ctensor.serialization._archive import Reader
from ctensor.serialization.common import MapLocation, damaged

__all__ = ["Storages"]


class Storages:
    """Storages by key, as uint8 tensors, and the tensors that lie in them."""

    def __init__(self, reader: Reader, map_location: MapLocation) -> None:
        self.reader = reader
        self.map_location = map_location
        self.known: dict[str, ct.Tensor] = {}
        self.error: Exception | None = None  # that map_location has raised
        self.swapped = self._is_swapped()

    def _is_swapped(self) -> bool:
        """Were the numbers written by a machine with the other byte order?"""
        if "byteorder" not in self.reader.records:
            return False
        order = self.reader.bytes_of("byteorder")
        if order not in (b"little", b"big"):
            raise damaged(f"expected the byte order little or big, got {order[:20]!r}")
        return order.decode() != sys.byteorder

    def storage(self, key: str, dtype: ct.dtype, location: str, numel: int) -> Any:
        """The storage of that key; its size and dtype are what the pickle claims."""
        known = self.known.get(key)
        if known is not None:
            return known
        name, size = f"data/{key}", numel * dtype.itemsize
        if size != self.reader.size_of(name):
            raise damaged(
                f"storage {key} has {self.reader.size_of(name)} bytes, not {size}"
            )
        data = self.reader.tensor_of(name)
        if self.swapped and dtype.itemsize > 1:
            part = dtype.itemsize // (2 if dtype.is_complex else 1)
            data.numpy().view(f"u{part}").byteswap(inplace=True)
        self.known[key] = data = self._placed(data, location)
        return data

    def _placed(self, data: ct.Tensor, location: str) -> ct.Tensor:
        """Moved to where map_location says, or else to where it was."""
        where: Any = self.map_location
        if callable(where):
            try:
                where = where(data, location)
            except Exception as error:
                self.error = error
                raise
            if isinstance(where, ct.Tensor):
                return where
        elif isinstance(where, dict):
            where = where.get(location)
        device = self.device_of(location) if where is None else ct.device(where)
        if device.type == "cuda" and not ct.cuda.is_available():
            raise RuntimeError(
                f"load: expected map_location='cpu' for a file with tensors on "
                f"{location!r}, as no CUDA device is available"
            )
        return data if device.type == "cpu" else data.to(device)

    def device_of(self, location: str) -> ct.device:
        """The device of a name in the file."""
        try:
            return ct.device(location)
        except RuntimeError as error:
            raise damaged(str(error)) from None

    def tensor(
        self, storage: Any, dtype: ct.dtype, offset: int, size: Any, stride: Any
    ) -> ct.Tensor:
        """A tensor in a storage, checked to lie within."""
        if not isinstance(storage, ct.Tensor):
            raise damaged("a tensor has no storage")
        if storage.device.type == "meta":
            return ct.empty(size, dtype=dtype, device="meta")
        try:
            made: ct.Tensor = _C._storage_tensor(
                storage, dtype, offset, tuple(size), tuple(stride)
            )
        except (TypeError, ValueError, OverflowError, RuntimeError) as error:
            raise damaged(str(error)) from None
        return made
