"""checkpoint: less memory for more time, by computing again in backward.

NOTE [Recomputation] While the function runs, each tensor that its nodes want to save
is replaced by an empty holder, numbered in order. The first holder that backward asks
for runs the function once more; what its nodes then want to save, in the same order,
is what the holders stand for. A value lives as long as its holder, so memory falls
as backward goes on.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any

import ctensor as ct
from ctensor import _C
from ctensor._package import adopt as _adopt
from ctensor.autograd.graph import saved_tensors_hooks

__all__ = [
    "CheckpointError",
    "checkpoint",
    "checkpoint_sequential",
    "noop_context_fn",
    "set_checkpoint_debug_enabled",
    "set_checkpoint_early_stop",
]


class _Settings:
    """What the context managers below have set."""

    early_stop = True
    debug: bool | None = None


@contextmanager
def set_checkpoint_early_stop(enable: bool) -> Iterator[None]:
    """In the block, whether second runs end at the last tensor that backward needs.

    It holds for what is checkpointed there, wherever its backward runs; without it the
    function of a `checkpoint` runs to its end, as with `early_stop=False`.
    """
    before, _Settings.early_stop = _Settings.early_stop, enable
    try:
        yield
    finally:
        _Settings.early_stop = before


@contextmanager
def set_checkpoint_debug_enabled(enabled: bool | None) -> Iterator[None]:
    """In the block, what `debug` of `checkpoint` is; None leaves it to the calls.

    Accepted as in PyTorch: errors always say which tensor differs.
    """
    before, _Settings.debug = _Settings.debug, enabled
    try:
        yield
    finally:
        _Settings.debug = before


def noop_context_fn() -> tuple[Any, Any]:
    """A `context_fn` that does nothing in either run."""
    return nullcontext(), nullcontext()


class CheckpointError(RuntimeError):
    """The second run of a function did not save what the first one did."""


class _Enough(Exception):  # noqa: N818  (no error)
    """Ends a second run that has saved all that backward needs."""


def checkpoint(
    function: Callable[..., Any],
    *args: Any,
    use_reentrant: bool | None = None,
    context_fn: Callable[[], tuple[Any, Any]] | None = None,
    determinism_check: str = "default",
    debug: bool = False,
    early_stop: bool = True,
    preserve_rng_state: bool = True,
    **kwargs: Any,
) -> Any:
    """Run `function(*args, **kwargs)` without keeping what its gradient needs.

    Backward runs it again to get that, so the function must compute the same again.

    Args:
        function: a module or any function of tensors.
        args: its arguments.
        use_reentrant: accepted as in PyTorch; there is one way, PyTorch's
            `use_reentrant=False`, which also takes part in `autograd.grad` and in
            gradients of gradients.
        context_fn: returns the context managers for the first and the second run.
        determinism_check: 'default' compares the shapes and dtypes of what both runs
            save, 'none' only their number.
        debug: accepted as in PyTorch; the error always says which tensor differs.
        early_stop: end the second run at the last tensor that backward needs. Without
            it the function runs to its end, and saving more than before is an error.
        preserve_rng_state: give the second run the random numbers of the first.
        kwargs: keyword arguments of the function.

    Returns:
        What the function returned.

    Raises:
        CheckpointError: in backward, when the second run differs.
        RuntimeError: in backward, when an argument has been written in place since.
    """
    if determinism_check not in ("default", "none"):
        raise ValueError(
            "checkpoint: expected determinism_check to be 'default' or 'none', got "
            f"{determinism_check!r}"
        )
    if not ct.is_grad_enabled():
        return function(*args, **kwargs)
    first, second = (context_fn or noop_context_fn)()
    early_stop = early_stop and _Settings.early_stop
    state = ct.get_rng_state() if preserve_rng_state else None
    casts = _C._autocast_get()
    versions = [(t, t._version) for t in _tensors((args, kwargs))]

    def again() -> None:
        for tensor, version in versions:
            _check_version(tensor, version)
        with _rng_state(state), _autocast(casts), ct.enable_grad(), second:
            function(*args, **kwargs)

    run = _Run(again, determinism_check == "default", early_stop)
    with run.saving(), first:
        return function(*args, **kwargs)


def checkpoint_sequential(
    functions: Sequence[Callable[..., Any]] | Any,
    segments: int,
    input: Any,
    use_reentrant: bool | None = None,
    preserve_rng_state: bool = True,
) -> Any:
    """Run functions one after the other, cut into `segments` that are checkpointed.

    The last segment is run as it is, since its backward comes first.
    """
    functions = list(functions)
    if not 1 <= segments <= len(functions):
        raise ValueError(
            f"checkpoint_sequential: expected 1 to {len(functions)} segments, got "
            f"{segments}"
        )

    def chain(part: list[Callable[..., Any]], x: Any) -> Any:
        for function in part:
            x = function(x)
        return x

    size = len(functions) // segments
    for start in range(0, size * (segments - 1), size):
        part = functions[start : start + size]
        input = checkpoint(chain, part, input, preserve_rng_state=preserve_rng_state)
    return chain(functions[size * (segments - 1) :], input)


def _tensors(value: Any) -> Iterator[ct.Tensor]:
    """The tensors of an argument: itself, or in lists, tuples and dicts."""
    if isinstance(value, ct.Tensor):
        yield value
    elif isinstance(value, dict):
        yield from _tensors(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _tensors(item)


def _check_version(tensor: ct.Tensor, version: int) -> None:
    """Refuse an argument that is not any more what the first run was given."""
    if tensor._version != version:
        raise RuntimeError(
            "one of the variables needed for gradient computation has been modified by "
            f"an inplace operation: [{tensor.type()} {list(tensor.shape)}], an "
            f"argument of a checkpoint, is at version {tensor._version}; expected "
            f"version {version} instead."
        )


@contextmanager
def _rng_state(state: ct.Tensor | None) -> Iterator[None]:
    """Random numbers from `state` on; afterwards as if nothing had been drawn."""
    if state is None:
        yield
        return
    now = ct.get_rng_state()
    ct.set_rng_state(state)
    try:
        yield
    finally:
        ct.set_rng_state(now)


@contextmanager
def _autocast(state: tuple[Any, ...]) -> Iterator[None]:
    """Mixed precision as it was in the first run; backward is outside of it."""
    now = _C._autocast_get()
    _C._autocast_set(*state)
    try:
        yield
    finally:
        _C._autocast_set(*now)


class _Holder:
    """Stands for a saved tensor until it is computed again."""

    __slots__ = ("__weakref__", "about", "number")

    def __init__(self, number: int, tensor: ct.Tensor) -> None:
        self.number = number
        self.about = (tuple(tensor.shape), tensor.dtype)


class _Run:
    """One checkpointed call; see NOTE [Recomputation]."""

    def __init__(
        self, again: Callable[[], None], check: bool, early_stop: bool
    ) -> None:
        self.again = again
        self.check = check
        self.early_stop = early_stop
        self.holders: list[weakref.ref[_Holder]] = []
        self.values: weakref.WeakKeyDictionary[_Holder, ct.Tensor] = (
            weakref.WeakKeyDictionary()
        )

    def saving(self) -> AbstractContextManager[None]:
        """In this context nodes save holders."""
        return saved_tensors_hooks(self._pack, self._unpack)

    def _pack(self, tensor: ct.Tensor) -> _Holder:
        holder = _Holder(len(self.holders), tensor)
        self.holders.append(weakref.ref(holder))
        return holder

    def _unpack(self, holder: _Holder) -> ct.Tensor:
        if holder not in self.values:
            self._recompute()
        if holder not in self.values:
            raise CheckpointError(
                f"checkpoint: expected {len(self.holders)} saved tensors when the "
                f"function ran again, got fewer: number {holder.number} is missing"
            )
        return self.values[holder]

    def _recompute(self) -> None:
        count = 0

        def take(tensor: ct.Tensor) -> None:
            nonlocal count
            if count == len(self.holders):
                raise CheckpointError(
                    f"checkpoint: expected {count} saved tensors when the function ran "
                    "again, got more"
                )
            holder = self.holders[count]()
            count += 1
            if holder is not None:
                self._check(holder, tensor)
                self.values[holder] = tensor.detach()
            if self.early_stop and count == len(self.holders):
                raise _Enough

        def refuse(_: None) -> ct.Tensor:
            raise CheckpointError("checkpoint: backward inside the second run")

        with suppress(_Enough), saved_tensors_hooks(take, refuse):
            self.again()

    def _check(self, holder: _Holder, tensor: ct.Tensor) -> None:
        about = (tuple(tensor.shape), tensor.dtype)
        if self.check and about != holder.about:
            raise CheckpointError(
                "checkpoint: expected the function to save the same again, but saved "
                f"tensor {holder.number} had shape {holder.about[0]} and dtype "
                f"{holder.about[1]} first, {about[0]} and {about[1]} then"
            )


_adopt(__name__)
