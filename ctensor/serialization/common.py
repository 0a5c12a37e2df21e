"""What all parts of `serialization` share: errors, and the classes that are trusted."""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import ctensor as ct

__all__ = [
    "MapLocation",
    "UnpicklingError",
    "add_safe_globals",
    "clear_safe_globals",
    "damaged",
    "get_safe_globals",
    "safe_globals",
    "user_global",
]

MapLocation = str | ct.device | dict[str, str] | Callable[[ct.Tensor, str], Any] | None


class UnpicklingError(pickle.UnpicklingError, RuntimeError):
    """A file that is damaged, or holds what `load` does not make."""


def damaged(what: str) -> UnpicklingError:
    """The error for a file that cannot be read."""
    return UnpicklingError(f"load: the file is damaged: {what}")


_safe: dict[tuple[str, str], Any] = {}


def _key(item: Any) -> tuple[tuple[str, str], Any]:
    """The name in files of a class or function, or of a pair of it and its name."""
    if isinstance(item, tuple):
        item, full = item
        module, _, name = full.rpartition(".")
        return (module, name), item
    return (item.__module__, item.__qualname__), item


def add_safe_globals(safe_globals: Sequence[Any]) -> None:
    """Let `load` use these classes and functions where a file names them.

    An item may be a pair of the class and the full name that files have for it.
    """
    _safe.update(map(_key, safe_globals))


def get_safe_globals() -> list[Any]:
    """What `add_safe_globals` has added."""
    return list(_safe.values())


def clear_safe_globals() -> None:
    """Forget all that `add_safe_globals` has added."""
    _safe.clear()


@contextlib.contextmanager
def safe_globals(safe_globals: Sequence[Any]) -> Iterator[None]:
    """`add_safe_globals` for the time of a with block."""
    before = dict(_safe)
    add_safe_globals(safe_globals)
    try:
        yield
    finally:
        _safe.clear()
        _safe.update(before)


def user_global(module: str, name: str) -> Any:
    """What the user has declared safe under this name, or None."""
    return _safe.get((module, name))
