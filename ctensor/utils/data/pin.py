"""Batches in memory that an accelerator copies by itself: DataLoader's pin_memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import ctensor as ct
from ctensor.utils.data.collate import _like_mapping, _like_sequence

__all__ = ["pin_memory", "pinned"]


def pin_memory(data: Any) -> Any:
    """The batch with its tensors pinned, in containers of the same types."""
    if hasattr(data, "pin_memory"):
        return data.pin_memory()
    if isinstance(data, (str, bytes)):
        return data
    if isinstance(data, Mapping):
        return _like_mapping(data, {key: pin_memory(data[key]) for key in data})
    if isinstance(data, tuple) and not hasattr(data, "_fields"):
        return type(data)(pin_memory(item) for item in data)
    if isinstance(data, Sequence):
        return _like_sequence(data, [pin_memory(item) for item in data])
    return data


def pinned(batches: Iterator[Any]) -> Iterator[Any]:
    """The batches, pinned where an accelerator is there."""
    return map(pin_memory, batches) if ct.accelerator.is_available() else batches
