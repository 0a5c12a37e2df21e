"""Whether gradients are recorded: context managers that are decorators too.

The types are in C (`csrc/python/autograd/mode.c`); `_decorate` is what they become
around a function.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Generator
from typing import Any, TypeVar, cast

from ctensor._C import (
    enable_grad,
    inference_mode,
    is_grad_enabled,
    is_inference_mode_enabled,
    no_grad,
    set_grad_enabled,
)

__all__ = [
    "enable_grad",
    "inference_mode",
    "is_grad_enabled",
    "is_inference_mode_enabled",
    "no_grad",
    "set_grad_enabled",
    "set_multithreading_enabled",
]

F = TypeVar("F", bound=Callable[..., Any])


def _decorate(mode: Any, function: F) -> F:
    """`function`, run under a fresh copy of `mode` each time."""
    if isinstance(mode, set_grad_enabled):
        mode.__enter__()  # it acted when it was made: take that back
        mode.__exit__(None, None, None)
    decorated: Any = _decorate_each
    if inspect.isgeneratorfunction(function):
        decorated = _decorate_generator
    return cast("F", decorated(mode, function))


def _decorate_each(mode: Any, function: Any) -> Any:
    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        with mode.clone():
            return function(*args, **kwargs)

    return run


def _decorate_generator(mode: Any, function: Any) -> Any:
    """Between two items the mode is the caller's."""

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
        with mode.clone():
            items = function(*args, **kwargs)
            send: Callable[[], Any] = functools.partial(next, items)
        while True:
            try:
                with mode.clone():
                    item = send()
            except StopIteration as end:
                return end.value
            try:
                sent = yield item
            except GeneratorExit:
                with mode.clone():
                    items.close()
                raise
            except BaseException as error:
                send = functools.partial(items.throw, error)
            else:
                send = functools.partial(items.send, sent)

    return run


class set_multithreading_enabled:  # noqa: N801  (PyTorch's name)
    """Accepted as in PyTorch: backward runs in the thread that calls it.

    Its ops use as many threads as any (`set_num_threads`).
    """

    def __init__(self, mode: bool) -> None:
        self.mode = mode

    def __enter__(self) -> None:
        pass

    def __exit__(self, *error: object) -> None:
        pass
