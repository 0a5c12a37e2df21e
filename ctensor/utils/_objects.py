"""Tensors and functions as Python objects: what `torch.utils` has of its own."""

from __future__ import annotations

import weakref
from typing import Any

from ctensor._C import Tensor

__all__ = ["set_module", "swap_tensors"]


def set_module(obj: Any, mod: str) -> None:
    """Say that an object is of another module, for its printed name.

    TypeError unless `mod` is a str.
    """
    if not isinstance(mod, str):
        raise TypeError("The mod argument should be a string")
    obj.__module__ = mod


def swap_tensors(t1: Tensor, t2: Tensor) -> None:
    """Let two tensors change places: each becomes what the other was.

    Values, dtypes, gradients, attributes and classes change; who refers to the one then
    has what the other was. RuntimeError for a tensor that an op made of others that
    require grad, whose history cannot be given away, that has weak references, or whose
    dtype the other cannot have, as it requires grad; and for a Tensor with an instance
    of a subclass.

    >>> x, y = ct.ones(2), ct.tensor([3])
    >>> ct.utils.swap_tensors(x, y)
    >>> x, y
    (tensor([3]), tensor([1., 1.]))
    """
    for name, t in (("t1", t1), ("t2", t2)):
        if weakref.getweakrefs(t):
            raise RuntimeError(
                f"Cannot swap {name} because it has weakref associated with it"
            )
        if t.grad_fn is not None:
            raise RuntimeError(
                f"swap_tensors: expected leaves, got {name} with {t.grad_fn.name()}; "
                "use .detach()"
            )
    if type(t1) is not type(t2) and Tensor in (type(t1), type(t2)):
        raise RuntimeError(
            "swap_tensors: expected two instances of subclasses, or none, got "
            f"{type(t1).__name__} and {type(t2).__name__}"
        )
    first, second = t1.detach(), t2.detach()
    t1.data = second
    try:
        t2.data = first
    except RuntimeError:
        t1.data = first
        raise
    ours, theirs = _taken(t1), _taken(t2)
    _given(t1, theirs)
    _given(t2, ours)


def _taken(t: Tensor) -> tuple[Any, ...]:
    """What a leaf is beside its data, and no longer afterwards."""
    found = (type(t), t.grad, t.requires_grad, dict(vars(t)))
    t.grad = None
    t.requires_grad_(False)
    vars(t).clear()
    return found


def _given(t: Tensor, what: tuple[Any, ...]) -> None:
    kind, grad, requires_grad, attributes = what
    t.__class__ = kind
    t.requires_grad_(requires_grad)
    t.grad = grad
    vars(t).update(attributes)
