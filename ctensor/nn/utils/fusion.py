"""A convolution or linear layer and the batch norm behind it as one layer."""

from __future__ import annotations

import copy
from typing import Any

import ctensor as ct
from ctensor.nn.modules.module import Module
from ctensor.nn.parameter import Parameter

__all__ = [
    "fuse_conv_bn_eval",
    "fuse_conv_bn_weights",
    "fuse_linear_bn_eval",
    "fuse_linear_bn_weights",
]


def fuse_conv_bn_eval(conv: Module, bn: Module, transpose: bool = False) -> Module:
    """A copy of `conv` that does what both do in evaluation, else AssertionError.

    `transpose` says that it is a transposed convolution.
    """
    return _fused(conv, bn, fuse_conv_bn_weights, {"transpose": transpose})


def _fused(layer: Any, bn: Any, fuse: Any, options: dict[str, Any]) -> Module:
    if layer.training or bn.training:
        raise AssertionError("Fusion only for eval!")
    made = copy.deepcopy(layer)
    if bn.running_mean is None or bn.running_var is None:
        raise AssertionError("fusion: expected a batch norm with running statistics")
    weight, bias = fuse(
        made.weight,
        made.bias,
        bn.running_mean,
        bn.running_var,
        bn.eps,
        bn.weight,
        bn.bias,
        **options,
    )
    made.weight, made.bias = weight, bias
    result: Module = made
    return result


def fuse_conv_bn_weights(
    conv_w: ct.Tensor,
    conv_b: ct.Tensor | None,
    bn_rm: ct.Tensor,
    bn_rv: ct.Tensor,
    bn_eps: float,
    bn_w: ct.Tensor | None,
    bn_b: ct.Tensor | None,
    transpose: bool = False,
) -> tuple[Parameter, Parameter]:
    """Weight and bias of a convolution with the batch norm behind it.

    conv_w (out, in, *), or with `transpose` (in, out, *); the others (out). A bias and
    the norm's weight and bias may be None.
    """
    shape = [1] * conv_w.dim()
    shape[1 if transpose else 0] = -1
    zero = ct.zeros_like(bn_rm)
    scale = (bn_rv + bn_eps).rsqrt()
    scale = scale if bn_w is None else scale * bn_w
    bias = ((zero if conv_b is None else conv_b) - bn_rm) * scale
    bias = bias if bn_b is None else bias + bn_b
    weight = (conv_w * scale.reshape(shape)).to(conv_w.dtype)
    dtype = conv_w.dtype if conv_b is None else conv_b.dtype
    return (
        Parameter(weight.detach(), requires_grad=conv_w.requires_grad),
        Parameter(
            bias.detach().to(dtype),
            requires_grad=conv_w.requires_grad
            if conv_b is None
            else conv_b.requires_grad,
        ),
    )


def fuse_linear_bn_eval(linear: Module, bn: Module) -> Module:
    """A copy of `linear` that does what both do in evaluation.

    AssertionError in training, or unless the norm has as many features, or one.
    """
    layer: Any = linear
    norm: Any = bn
    if layer.out_features != norm.num_features and norm.num_features != 1:
        raise AssertionError(
            "To fuse, linear.out_features == bn.num_features or bn.num_features == 1"
        )
    return _fused(linear, bn, fuse_linear_bn_weights, {})


def fuse_linear_bn_weights(
    linear_w: ct.Tensor,
    linear_b: ct.Tensor | None,
    bn_rm: ct.Tensor,
    bn_rv: ct.Tensor,
    bn_eps: float,
    bn_w: ct.Tensor,
    bn_b: ct.Tensor,
) -> tuple[Parameter, Parameter]:
    """Weight (out, in) and bias (out) of a linear layer with the batch norm behind it.

    >>> w, b = fuse_linear_bn_weights(
    ...     ct.ones(1, 2), None, ct.ones(1), ct.full((1,), 4.0), 0.0, ct.ones(1),
    ...     ct.zeros(1))
    >>> w.tolist(), b.tolist()
    ([[0.5, 0.5]], [-0.5])
    """
    return fuse_conv_bn_weights(linear_w, linear_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b)
