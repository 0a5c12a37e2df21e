"""Named ranges of a program, as `torch.cuda.nvtx` has them, for ctensor's profiler."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from typing import Any

from ctensor.profiler import record_function

__all__ = ["mark", "range", "range_end", "range_pop", "range_push", "range_start"]


class _Open(local):
    """This thread's ranges."""

    def __init__(self) -> None:
        self.pushed: list[Any] = []
        self.started: dict[int, Any] = {}
        self.count = 0


_open = _Open()


def _begun(msg: str) -> Any:
    recorded = record_function(msg)
    recorded.__enter__()
    return recorded


def range_push(msg: str) -> int:
    """Begin a range within those that are open; how many these are."""
    _open.pushed.append(_begun(msg))
    return len(_open.pushed) - 1


def range_pop() -> int:
    """End the range that began last; how many are still open, -1 where none was."""
    if _open.pushed:
        _open.pushed.pop().__exit__(None, None, None)
        return len(_open.pushed)
    return -1


def range_start(msg: str) -> int:
    """Begin a range that may end in any order; its number."""
    _open.count += 1
    _open.started[_open.count] = _begun(msg)
    return _open.count


def range_end(range_id: int) -> None:
    """End the range of this number; nothing where there is none."""
    recorded = _open.started.pop(range_id, None)
    if recorded is not None:
        recorded.__exit__(None, None, None)


def mark(msg: str) -> None:
    """A place in the program: a range without length."""
    with record_function(msg):
        pass


@contextmanager
def range(msg: str, *args: Any, **kwargs: Any) -> Iterator[None]:
    """A block that is a range, named by `msg.format(*args, **kwargs)`."""
    range_push(msg.format(*args, **kwargs))
    try:
        yield
    finally:
        range_pop()
