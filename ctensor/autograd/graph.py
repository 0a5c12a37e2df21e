"""What happens to the tensors that a graph saves for its gradients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ctensor as ct
from ctensor import _C

__all__ = ["saved_tensors_hooks"]


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
        _C._saved_tensors_hooks_push(self.pack_hook, self.unpack_hook)

    def __exit__(self, *exc: object) -> None:
        _C._saved_tensors_hooks_pop()
