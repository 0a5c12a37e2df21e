"""What happens to the tensors that a graph saves for its gradients."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Literal, NamedTuple, Protocol

import ctensor as ct
from ctensor import _C

__all__ = [
    "GradientEdge",
    "Node",
    "disable_saved_tensors_hooks",
    "get_gradient_edge",
    "increment_version",
    "register_multi_grad_hook",
    "save_on_cpu",
    "saved_tensors_hooks",
]

Node = _C.Node


class _State(threading.local):
    depth = 0  # of hooks in force
    disabled: str | None = None


_state = _State()


class saved_tensors_hooks:  # noqa: N801  (PyTorch's name)
    """In this context, save `pack_hook(tensor)` where a tensor would be saved.

    Backward uses `unpack_hook` of that object: a Tensor with the same values, shape
    and dtype. Contexts nest; the innermost pair is used. What the hooks raise is what
    the operation or backward raises.
    """

    def __init__(
        self,
        pack_hook: Callable[[ct.Tensor], Any],
        unpack_hook: Callable[[Any], ct.Tensor],
    ) -> None:
        self.pack_hook = pack_hook
        self.unpack_hook = unpack_hook

    def __enter__(self) -> None:
        if _state.disabled is not None:
            raise RuntimeError(_state.disabled)
        _C._saved_tensors_hooks_push(self.pack_hook, self.unpack_hook)
        _state.depth += 1

    def __exit__(self, *exc: object) -> None:
        _state.depth -= 1
        _C._saved_tensors_hooks_pop()


class save_on_cpu(saved_tensors_hooks):  # noqa: N801  (PyTorch's name)
    """In this context, keep what graphs save in the host's memory.

    Backward brings it back to where it was. `pin_memory` and `device_type` are taken
    as PyTorch takes them; on the CPU nothing moves, but each saved tensor is a copy.
    """

    def __init__(self, pin_memory: bool = False, device_type: str = "cuda") -> None:
        def pack(t: ct.Tensor) -> tuple[ct.device, ct.Tensor]:
            return t.device, t.detach().to("cpu", copy=True)

        def unpack(packed: tuple[ct.device, ct.Tensor]) -> ct.Tensor:
            device, t = packed
            return t.to(device)

        super().__init__(pack, unpack)


@contextmanager
def disable_saved_tensors_hooks(error_message: str) -> Iterator[None]:
    """In this context and thread, `saved_tensors_hooks` raises `error_message`.

    Raises:
        RuntimeError: with that message, if such hooks are in force already.
    """
    if _state.depth:
        raise RuntimeError(error_message)
    before, _state.disabled = _state.disabled, error_message
    try:
        yield
    finally:
        _state.disabled = before


class GradientEdge(NamedTuple):
    """A place in a graph: an output of a node, where a tensor's gradient arrives."""

    node: _C.Node
    output_nr: int


def get_gradient_edge(tensor: ct.Tensor) -> GradientEdge:
    """Where the gradient of a tensor arrives; of a leaf the node that accumulates it.

    Raises:
        RuntimeError: the tensor does not require grad.
    """
    if not tensor.requires_grad:
        raise RuntimeError("get_gradient_edge: expected a tensor that requires grad")
    with ct.enable_grad():
        after = tensor.view_as(tensor).grad_fn
    assert after is not None
    node, output_nr = after.next_functions[0]
    assert node is not None
    return GradientEdge(node, output_nr)


def increment_version(tensor: ct.Tensor | Iterable[ct.Tensor]) -> None:
    """Count a write that autograd has not seen, as into memory shared with NumPy.

    A graph that has saved the tensor then raises in backward instead of using what is
    there now.
    """
    tensors = (tensor,) if isinstance(tensor, ct.Tensor) else tensor
    for t in tensors:
        with ct.no_grad():
            t.detach().as_strided((0,), (1,)).zero_()


def register_multi_grad_hook(
    tensors: Sequence[ct.Tensor],
    fn: Callable[..., None],
    *,
    mode: Literal["all", "any"] = "all",
) -> Handle:
    """Call a function once in each backward that brings gradients to these tensors.

    Args:
        tensors: that require grad.
        fn: with "all" of a list of the gradients, None for tensors that this backward
            does not reach, called when the last one has arrived, or at the end of a
            backward that does not bring all; with "any" of the first gradient.
        mode: "all" or "any".

    Returns:
        A handle whose `remove()` takes the hook away.

    Raises:
        ValueError: another mode.
        RuntimeError: a tensor that does not require grad.
    """
    if mode not in ("all", "any"):
        raise ValueError(
            f"register_multi_grad_hook: expected mode 'all' or 'any', got {mode!r}"
        )
    hook = _MultiGrad(len(tensors), fn, mode == "any")
    return _Handles(
        [t.register_hook(partial(hook.arrived, i)) for i, t in enumerate(tensors)]
    )


class _MultiGrad(threading.local):
    """What has arrived in the backward that runs in this thread."""

    def __init__(self, n: int, fn: Callable[..., None], any_: bool) -> None:
        self.n, self.fn, self.any = n, fn, any_
        self.grads: list[ct.Tensor | None] = []
        self.count = 0
        self.called = False
        self.at_end = self.end  # one object, by which the queue knows it

    def arrived(self, i: int, grad: ct.Tensor) -> None:
        if _C._queue_callback(self.at_end):  # the first in this backward
            self.grads = [None] * self.n
            self.count, self.called = 0, False
        self.grads[i] = grad
        self.count += 1
        if self.called:
            return
        if self.any:
            self.called = True
            self.fn(grad)
        elif self.count == self.n:
            self.call()

    def call(self) -> None:
        self.called = True
        self.fn(self.grads)

    def end(self) -> None:
        if not self.called:
            self.call()
        self.grads = []


class Handle(Protocol):
    """Stands for a hook."""

    def remove(self) -> None:
        """Take the hook away."""


class _Handles:
    """Several handles as one."""

    def __init__(self, handles: list[Handle]) -> None:
        self.handles = handles

    def remove(self) -> None:
        """Take all the hooks away."""
        for handle in self.handles:
            handle.remove()

    def __enter__(self) -> _Handles:
        return self

    def __exit__(self, *exc: object) -> None:
        self.remove()
