"""`spectral_norm` by a hook before the forward, with `weight_orig` and `weight_u`."""

from __future__ import annotations

from typing import Any

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn.modules.module import Module
from ctensor.nn.parameter import Parameter
from ctensor.nn.utils.parametrizations import _spectral_dim
from ctensor.nn.utils.weight_norm import _hooks_of, _take_hook

__all__ = ["SpectralNorm", "remove_spectral_norm", "spectral_norm"]


class SpectralNorm:
    """The hook: makes the weight before each forward."""

    def __init__(
        self, name: str, n_power_iterations: int, dim: int, eps: float
    ) -> None:
        if n_power_iterations <= 0:
            raise ValueError(
                "Expected n_power_iterations to be positive, but got "
                f"n_power_iterations={n_power_iterations}"
            )
        self.name = name
        self.n_power_iterations = n_power_iterations
        self.dim = dim
        self.eps = eps

    def compute_weight(self, module: Module, iterate: bool) -> ct.Tensor:
        """The weight over its largest singular value."""
        weight: ct.Tensor = getattr(module, self.name + "_orig")
        matrix = weight.movedim(self.dim, 0).flatten(1)
        u: ct.Tensor = getattr(module, self.name + "_u")
        v: ct.Tensor = getattr(module, self.name + "_v")
        if iterate:
            with ct.no_grad():
                for _ in range(self.n_power_iterations):
                    v.copy_(F.normalize(matrix.mT.mv(u), dim=0, eps=self.eps))
                    u.copy_(F.normalize(matrix.mv(v), dim=0, eps=self.eps))
            u, v = u.clone(), v.clone()
        return weight / u.dot(matrix.mv(v))

    def __call__(self, module: Module, inputs: Any) -> None:
        """Make the weight; in training after some iterations."""
        setattr(module, self.name, self.compute_weight(module, module.training))


def spectral_norm(
    module: Module,
    name: str = "weight",
    n_power_iterations: int = 1,
    eps: float = 1e-12,
    dim: int | None = None,
) -> Module:
    """Divide a weight, from now on `weight_orig`, by its largest singular value.

    `nn.utils.parametrizations.spectral_norm` is the newer form, and has the arguments.
    RuntimeError for a weight that has been so already. Returns the module.

    >>> layer = spectral_norm(ct.nn.Linear(20, 40))
    >>> layer.weight_u.shape
    ctensor.Size([40])
    """
    if _hooks_of(module, SpectralNorm, name):
        raise RuntimeError(
            f"Cannot register two spectral_norm hooks on the same parameter {name}"
        )
    hook = SpectralNorm(name, n_power_iterations, _spectral_dim(module, dim), eps)
    weight = getattr(module, name)
    if not isinstance(weight, Parameter):
        raise ValueError(
            f"The module passed to `SpectralNorm` has no parameter '{name}'"
        )
    with ct.no_grad():
        matrix = weight.movedim(hook.dim, 0).flatten(1)
        height, width = matrix.shape
        u = F.normalize(matrix.new_empty(height).normal_(), dim=0, eps=eps)
        v = F.normalize(matrix.new_empty(width).normal_(), dim=0, eps=eps)
    delattr(module, name)
    module.register_parameter(name + "_orig", weight)
    setattr(module, name, weight.data)
    module.register_buffer(name + "_u", u)
    module.register_buffer(name + "_v", v)
    module.register_forward_pre_hook(hook)
    return module


def remove_spectral_norm(module: Module, name: str = "weight") -> Module:
    """Make the weight a parameter again; ValueError where there is no such hook."""
    hook = _take_hook(module, SpectralNorm, name)
    if hook is None:
        raise ValueError(f"spectral_norm of '{name}' not found in {module}")
    with ct.no_grad():
        weight = hook.compute_weight(module, False)
    for part in (name, name + "_orig", name + "_u", name + "_v"):
        delattr(module, part)
    module.register_parameter(name, Parameter(weight.detach()))
    return module
