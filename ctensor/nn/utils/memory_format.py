"""Weights of convolutions in another memory format."""

from __future__ import annotations

from typing import Any

import ctensor as ct
from ctensor.nn.modules.module import Module

__all__ = [
    "convert_conv2d_weight_memory_format",
    "convert_conv3d_weight_memory_format",
]


def _convert(module: Module, memory_format: Any, dims: int) -> None:
    names = (f"Conv{dims}d", f"ConvTranspose{dims}d")
    for layer in module.modules():
        if any(kind.__name__ in names for kind in type(layer).__mro__):
            weight: ct.Tensor = layer.weight
            weight.data = weight.detach().clone(memory_format=memory_format)


def convert_conv2d_weight_memory_format(module: Module, memory_format: Any) -> Module:
    """Lay the weights of all Conv2d and ConvTranspose2d out so; returns the module."""
    _convert(module, memory_format, 2)
    return module


def convert_conv3d_weight_memory_format(module: Module, memory_format: Any) -> Module:
    """Lay the weights of all Conv3d and ConvTranspose3d out so; returns the module."""
    _convert(module, memory_format, 3)
    return module
