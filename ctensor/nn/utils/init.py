"""`skip_init`: a module whose parameters are not drawn."""

from __future__ import annotations

import inspect
from typing import Any

from ctensor.nn.modules.module import Module

__all__ = ["skip_init"]


def skip_init(module_cls: type[Module], *args: Any, **kwargs: Any) -> Any:
    """`module_cls(*args, **kwargs)` whose parameters are whatever memory holds.

    It is made on the meta device, then given memory on the device asked for.
    RuntimeError for a class that has no parameter `device`.

    >>> skip_init(ct.nn.Linear, 3, 4).weight.shape
    ctensor.Size([4, 3])
    """
    if not issubclass(module_cls, Module):
        raise RuntimeError(f"Expected a Module; got {module_cls}")
    if "device" not in inspect.signature(module_cls).parameters:
        raise RuntimeError("Module must support a 'device' arg to skip initialization")
    device = kwargs.pop("device", "cpu")
    make: Any = module_cls
    return make(*args, device="meta", **kwargs).to_empty(device=device)
