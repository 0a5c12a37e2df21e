"""`weight_norm` by a hook before the forward, with `weight_g` and `weight_v`."""

from __future__ import annotations

from typing import Any

import ctensor as ct
from ctensor.nn.modules.module import Module
from ctensor.nn.parameter import Parameter
from ctensor.nn.utils.parametrizations import _norm_but

__all__ = ["WeightNorm", "remove_weight_norm", "weight_norm"]


class WeightNorm:
    """The hook: makes the weight before each forward."""

    def __init__(self, name: str, dim: int | None) -> None:
        self.name = name
        self.dim = -1 if dim is None else dim

    def compute_weight(self, module: Module) -> Any:
        """G v / |v|."""
        g: ct.Tensor = getattr(module, self.name + "_g")
        v: ct.Tensor = getattr(module, self.name + "_v")
        return v * (g / _norm_but(v, self.dim))

    def __call__(self, module: Module, inputs: Any) -> None:
        """Make the weight."""
        setattr(module, self.name, self.compute_weight(module))


def _hooks_of(module: Module, kind: type, name: str) -> list[int]:
    """The hooks of this kind for this parameter, by their numbers."""
    hooks = [(key, hook) for key, (hook, _) in module._hooks.forward_pre.items()]
    return [k for k, h in hooks if isinstance(h, kind) and vars(h)["name"] == name]


def _take_hook(module: Module, kind: type, name: str) -> Any:
    """The first of them, which the module loses; None where there is none."""
    found = _hooks_of(module, kind, name)
    return module._hooks.forward_pre.pop(found[0])[0] if found else None


def weight_norm(module: Module, name: str = "weight", dim: int | None = 0) -> Module:
    """Make a weight g v / |v| with parameters `weight_g` and `weight_v`.

    `nn.utils.parametrizations.weight_norm` is the newer form. RuntimeError for a weight
    that has been so already. Returns the module.

    >>> layer = weight_norm(ct.nn.Linear(20, 40))
    >>> layer.weight_g.shape
    ctensor.Size([40, 1])
    """
    if _hooks_of(module, WeightNorm, name):
        raise RuntimeError(
            f"Cannot register two weight_norm hooks on the same parameter {name}"
        )
    hook = WeightNorm(name, dim)
    weight: ct.Tensor = getattr(module, name).detach()
    delattr(module, name)
    g = Parameter(_norm_but(weight, hook.dim))
    module.register_parameter(name + "_g", g)
    module.register_parameter(name + "_v", Parameter(weight))
    setattr(module, name, hook.compute_weight(module))
    module.register_forward_pre_hook(hook)
    return module


def remove_weight_norm(module: Module, name: str = "weight") -> Module:
    """Make the weight a parameter again; ValueError where there is no such hook."""
    hook = _take_hook(module, WeightNorm, name)
    if hook is None:
        raise ValueError(f"weight_norm of '{name}' not found in {module}")
    weight = hook.compute_weight(module).detach()
    for part in (name, name + "_g", name + "_v"):
        delattr(module, part)
    module.register_parameter(name, Parameter(weight))
    return module
