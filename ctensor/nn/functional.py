"""Functional forms of the layers and losses.

Shapes: N is the batch, C the number of classes, `*` any further dimensions.
"""

from __future__ import annotations

import sys
import warnings
from types import FrameType
from typing import Literal, cast

import ctensor as ct
from ctensor import _C
from ctensor.nn._padding import pad as pad

__all__ = [
    "linear",
    "relu",
    "tanh",
    "sigmoid",
    "gelu",
    "leaky_relu",
    "elu",
    "selu",
    "celu",
    "softplus",
    "logsigmoid",
    "hardtanh",
    "relu6",
    "hardsigmoid",
    "hardswish",
    "silu",
    "mish",
    "softsign",
    "tanhshrink",
    "softshrink",
    "hardshrink",
    "threshold",
    "prelu",
    "rrelu",
    "glu",
    "relu_",
    "rrelu_",
    "leaky_relu_",
    "elu_",
    "selu_",
    "celu_",
    "hardtanh_",
    "threshold_",
    "softmax",
    "softmin",
    "log_softmax",
    "dropout",
    "layer_norm",
    "cross_entropy",
    "nll_loss",
    "mse_loss",
    "l1_loss",
    "binary_cross_entropy_with_logits",
    "one_hot",
    "pad",
]

_Reduction = Literal["none", "mean", "sum"]

# linear(input, weight, bias=None): input @ weight.T + bias, one native call.
# input: (*, in_features), weight: (out_features, in_features), bias: (out_features), or
# weight: (in_features) and bias: (), which leave (*).
linear = _C.linear

# layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-05), also one call:
# the last dims less their mean, over their deviation, times weight, plus bias.
layer_norm = _C.layer_norm

_UNSIGNED = (ct.bool, ct.uint8, ct.uint16, ct.uint32, ct.uint64)

# gelu(input, approximate='none'): x * Phi(x), or its tanh form with 'tanh'
# (Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415).
gelu = _C.gelu


def relu(input: ct.Tensor, inplace: bool = False) -> ct.Tensor:
    """max(input, 0) by element; in place if `inplace`."""
    return input.relu_() if inplace else _C.relu(input)


def tanh(input: ct.Tensor) -> ct.Tensor:
    """Hyperbolic tangent by element."""
    return _C.tanh(input)


def sigmoid(input: ct.Tensor) -> ct.Tensor:
    """1 / (1 + exp(-input)) by element."""
    return _C.sigmoid(input)


def leaky_relu(
    input: ct.Tensor, negative_slope: float = 0.01, inplace: bool = False
) -> ct.Tensor:
    """Elements above 0 as they are, others times `negative_slope`."""
    if inplace:
        return input._leaky_relu_(negative_slope)
    return _C._leaky_relu(input, negative_slope)


def elu(input: ct.Tensor, alpha: float = 1.0, inplace: bool = False) -> ct.Tensor:
    """Elements above 0 as they are, others as alpha * (exp(x) - 1)."""
    return input._elu_(alpha) if inplace else _C._elu(input, alpha)


def selu(input: ct.Tensor, inplace: bool = False) -> ct.Tensor:
    """`elu` scaled so that mean 0 and variance 1 stay through the layers.

    The constants are those of Klambauer and others 2017,
    https://arxiv.org/abs/1706.02515.
    """
    return input.selu_() if inplace else _C.selu(input)


def celu(input: ct.Tensor, alpha: float = 1.0, inplace: bool = False) -> ct.Tensor:
    """Elements above 0 as they are, others as alpha * (exp(x / alpha) - 1)."""
    if alpha == 0:
        raise RuntimeError("ZeroDivisionError: alpha cannot be 0 for CELU")
    return input._celu_(alpha) if inplace else _C._celu(input, alpha)


def softplus(input: ct.Tensor, beta: float = 1.0, threshold: float = 20.0) -> ct.Tensor:
    """log(1 + exp(beta * x)) / beta; x itself where beta * x is above `threshold`."""
    return _C._softplus(input, beta, threshold)


def logsigmoid(input: ct.Tensor) -> ct.Tensor:
    """log(sigmoid(input)) by element, without overflow."""
    return _C._logsigmoid(input)


def hardtanh(
    input: ct.Tensor,
    min_val: float = -1.0,
    max_val: float = 1.0,
    inplace: bool = False,
) -> ct.Tensor:
    """Elements moved into [min_val, max_val]."""
    if min_val > max_val:
        raise ValueError("min_val cannot be greater than max_val")
    if inplace:
        return input._hardtanh_(min_val, max_val)
    return _C._hardtanh(input, min_val, max_val)


def relu6(input: ct.Tensor, inplace: bool = False) -> ct.Tensor:
    """Elements moved into [0, 6]."""
    return hardtanh(input, 0.0, 6.0, inplace)


def hardsigmoid(input: ct.Tensor, inplace: bool = False) -> ct.Tensor:
    """(x + 3) / 6, moved into [0, 1]."""
    return input._hardsigmoid_() if inplace else _C._hardsigmoid(input)


def hardswish(input: ct.Tensor, inplace: bool = False) -> ct.Tensor:
    """X * hardsigmoid(x) by element (Howard and others 2019)."""
    return input._hardswish_() if inplace else _C._hardswish(input)


def silu(input: ct.Tensor, inplace: bool = False) -> ct.Tensor:
    """X * sigmoid(x) by element."""
    return input._silu_() if inplace else _C._silu(input)


def mish(input: ct.Tensor, inplace: bool = False) -> ct.Tensor:
    """X * tanh(softplus(x)) by element (Misra 2019, https://arxiv.org/abs/1908.08681)."""
    return input._mish_() if inplace else _C._mish(input)


def softsign(input: ct.Tensor) -> ct.Tensor:
    """X / (1 + |x|) by element."""
    return _C._softsign(input)


def tanhshrink(input: ct.Tensor) -> ct.Tensor:
    """X - tanh(x) by element."""
    return input - input.tanh()


def softshrink(input: ct.Tensor, lambd: float = 0.5) -> ct.Tensor:
    """Elements moved towards 0 by `lambd`, which is not negative."""
    if lambd < 0:
        raise RuntimeError(f"lambda must be greater or equal to 0, but found {lambd}")
    return _C._softshrink(input, lambd)


# hardshrink(input, lambd=0.5): elements within [-lambd, lambd] become 0.
hardshrink = _C.hardshrink


def threshold(
    input: ct.Tensor, threshold: float, value: float, inplace: bool = False
) -> ct.Tensor:
    """Elements up to `threshold` become `value`; in place if `inplace`."""
    if inplace:
        return input.threshold_(threshold, value)
    return _C.threshold(input, threshold, value)


# prelu(input, weight): elements above 0 as they are, others times `weight`.
# input: (N, C, *), weight: (C), or one element for all; () and (N) have one channel.
prelu = _C.prelu


def rrelu(
    input: ct.Tensor,
    lower: float = 1.0 / 8,
    upper: float = 1.0 / 3,
    training: bool = False,
    inplace: bool = False,
) -> ct.Tensor:
    """Elements above 0 as they are, others times a slope (Xu and others 2015).

    In training each has a slope of its own, drawn from [lower, upper); else it is the
    mean of both. RuntimeError where lower is above upper.
    """
    if lower > upper:
        raise RuntimeError(
            "Lower bound should be less than or equal to the upper bound"
        )
    if not training:
        return leaky_relu(input, (lower + upper) / 2, inplace)
    slopes = ct.empty_like(input).uniform_(lower, upper)
    if inplace:
        return input._prelu_broadcast_(slopes)
    return _C._prelu_broadcast(input, slopes)


def glu(input: ct.Tensor, dim: int = -1) -> ct.Tensor:
    """The first half along `dim` times the sigmoid of the second (Dauphin and others).

    RuntimeError for a dim of odd size.
    """
    if input.dim() == 0:
        raise RuntimeError(
            "glu does not support scalars because halving size must be even"
        )
    size = input.shape[dim]
    if size % 2:
        raise RuntimeError(
            f"Halving dimension must be even, but dimension {dim % input.dim()} is "
            f"size {size}"
        )
    half = size // 2
    return input.narrow(dim, 0, half) * input.narrow(dim, half, half).sigmoid()


def relu_(input: ct.Tensor) -> ct.Tensor:
    """`relu` in place."""
    return input.relu_()


def rrelu_(
    input: ct.Tensor,
    lower: float = 1.0 / 8,
    upper: float = 1.0 / 3,
    training: bool = False,
) -> ct.Tensor:
    """`rrelu` in place."""
    return rrelu(input, lower, upper, training, True)


def leaky_relu_(input: ct.Tensor, negative_slope: float = 0.01) -> ct.Tensor:
    """`leaky_relu` in place."""
    return leaky_relu(input, negative_slope, True)


def elu_(input: ct.Tensor, alpha: float = 1.0) -> ct.Tensor:
    """`elu` in place."""
    return elu(input, alpha, True)


def selu_(input: ct.Tensor) -> ct.Tensor:
    """`selu` in place."""
    return selu(input, True)


def celu_(input: ct.Tensor, alpha: float = 1.0) -> ct.Tensor:
    """`celu` in place."""
    return celu(input, alpha, True)


def hardtanh_(
    input: ct.Tensor, min_val: float = -1.0, max_val: float = 1.0
) -> ct.Tensor:
    """`hardtanh` in place."""
    return hardtanh(input, min_val, max_val, True)


def threshold_(input: ct.Tensor, threshold: float, value: float) -> ct.Tensor:
    """`threshold` in place."""
    return input.threshold_(threshold, value)


def _level_outside(level: int) -> int:
    """From `level` above the caller up: the first level that is not in the package.

    How many calls of a module lie between depends on whether it has hooks.
    """
    frame: FrameType | None = sys._getframe(1)
    for _ in range(level - 1):
        frame = frame and frame.f_back
    while frame and frame.f_globals.get("__name__", "").startswith("ctensor."):
        frame = frame.f_back
        level += 1
    return level


def _implicit_dim(name: str, input: ct.Tensor, level: int) -> int:
    """The dimension that softmax took before it was asked for one."""
    warnings.warn(
        f"Implicit dimension choice for {name} has been deprecated. Change the call to "
        "include dim=X as an argument.",
        stacklevel=_level_outside(level),
    )
    return 0 if input.dim() in (0, 1, 3) else 1


def softmax(
    input: ct.Tensor,
    dim: int | None = None,
    _stacklevel: int = 3,
    dtype: ct.dtype | None = None,
) -> ct.Tensor:
    """exp(input) normalised to sum 1 along `dim`; computed in `dtype` if given."""
    if dim is None:
        dim = _implicit_dim("softmax", input, _stacklevel)
    return _C.softmax(input if dtype is None else input.to(dtype), dim)


def softmin(
    input: ct.Tensor,
    dim: int | None = None,
    _stacklevel: int = 3,
    dtype: ct.dtype | None = None,
) -> ct.Tensor:
    """`softmax` of -input."""
    if dim is None:
        dim = _implicit_dim("softmin", input, _stacklevel)
    return _C.softmax(-input if dtype is None else -input.to(dtype), dim)


def log_softmax(
    input: ct.Tensor,
    dim: int | None = None,
    _stacklevel: int = 3,
    dtype: ct.dtype | None = None,
) -> ct.Tensor:
    """Logarithm of `softmax`, accurate where that is near 0."""
    if dim is None:
        dim = _implicit_dim("log_softmax", input, _stacklevel)
    return _C.log_softmax(input if dtype is None else input.to(dtype), dim)


def dropout(
    input: ct.Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> ct.Tensor:
    """Zero each element with probability `p` and scale the rest by 1 / (1 - p).

    Without `training` the input comes back as it is. Raises ValueError unless
    0 <= p <= 1.
    """
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    if not training or p == 0.0:
        return input
    if not inplace and not input.is_complex():
        return _C.dropout(input, p)
    factor = _C.dropout(ct.ones_like(input.real, requires_grad=False), p)
    return input.mul_(factor) if inplace else input * factor


# ---- losses ----


def _reduction(size_average: bool | None, reduce: bool | None, reduction: str) -> str:
    """The reduction that the two older arguments stand for, if they are given."""
    if size_average is None and reduce is None:
        return reduction
    if isinstance(size_average, ct.Tensor) or isinstance(reduce, ct.Tensor):
        raise RuntimeError(
            "expected a bool as size_average or reduce, got a Tensor: a loss is made "
            "first and called then, as in nn.MSELoss()(input, target)"
        )
    new = "none" if reduce is False else "sum" if size_average is False else "mean"
    warnings.warn(
        "size_average and reduce args will be deprecated, please use "
        f"reduction='{new}' instead.",
        stacklevel=3,
    )
    return new


def _check_reduction(reduction: str) -> _Reduction:
    """The word itself, if it is one."""
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return cast("_Reduction", reduction)


def _reduce(
    loss: ct.Tensor, reduction: str, weight: ct.Tensor | None = None
) -> ct.Tensor:
    """The loss of each element reduced, to a mean over the weights where given."""
    if reduction == "none":
        return loss
    if reduction == "sum":
        return loss.sum()
    if weight is None:
        return loss.mean()
    return loss.sum() / weight.expand(loss.shape).sum()


def _check_floating(name: str, what: str, *tensors: ct.Tensor) -> None:
    for tensor in tensors:
        if not tensor.is_floating_point():
            raise NotImplementedError(
                f"{name}: expected {what} of a floating dtype, got {tensor.dtype}"
            )


def _class_weight(name: str, weight: ct.Tensor, input: ct.Tensor) -> ct.Tensor:
    """`weight` in the dtype of the logits; RuntimeError unless it has all classes."""
    classes = input.shape[0 if input.dim() == 1 else 1]
    if weight.shape != (classes,):
        raise RuntimeError(
            f"{name}: expected weight of shape ({classes},), a factor for each class, "
            f"got {tuple(weight.shape)}"
        )
    return _factor(name, "weight", weight, input)


def _factor(name: str, what: str, factor: ct.Tensor, input: ct.Tensor) -> ct.Tensor:
    """A factor in the dtype of the logits, in which small integers cannot wrap."""
    if factor.is_complex():
        raise RuntimeError(f"{name}: expected a real {what}, got {factor.dtype}")
    return factor.to(input.dtype)


def _element_factor(
    name: str, what: str, factor: ct.Tensor, input: ct.Tensor
) -> ct.Tensor:
    """The same for a factor of each element; RuntimeError unless it broadcasts."""
    try:
        factor.expand(input.shape)
    except RuntimeError:
        raise RuntimeError(
            f"{name}: expected a {what} that broadcasts to the input, of shape "
            f"{tuple(input.shape)}, got {tuple(factor.shape)}"
        ) from None
    return _factor(name, what, factor, input)


def cross_entropy(
    input: ct.Tensor,
    target: ct.Tensor,
    weight: ct.Tensor | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> ct.Tensor:
    """Cross entropy between the softmax of `input` and `target`.

    Args:
        input: logits, (C), (N, C) or (N, C, *).
        target: class indices, (), (N) or (N, *), or class probabilities of the shape
            of `input` in a floating dtype.
        weight: factor of each class, (C). With class indices it may not require grad.
        size_average: deprecated, see `reduction`.
        ignore_index: targets of this value count nothing.
        reduce: deprecated, see `reduction`.
        reduction: 'mean' (over the weights of the targets that count), 'sum', or
            'none' for a loss per target.
        label_smoothing: share, 0 to 1, that is spread over all classes
            (Szegedy et al. 2016, https://arxiv.org/abs/1512.00567).
    """
    if size_average is not None or reduce is not None:
        reduction = _reduction(size_average, reduce, reduction)
    word = _check_reduction(reduction)
    if isinstance(target, ct.Tensor) and target.is_floating_point():
        if ignore_index >= 0:
            raise RuntimeError(
                "ignore_index is not supported for floating point target"
            )
        return _soft_cross_entropy(input, target, weight, reduction, label_smoothing)
    if weight is not None and weight.requires_grad and ct.is_grad_enabled():
        raise RuntimeError(
            "cross_entropy: expected a weight that does not require grad, as there is "
            "no gradient for it with class indices; use weight.detach()"
        )
    return _C.cross_entropy(input, target, weight, word, ignore_index, label_smoothing)


def _soft_cross_entropy(
    input: ct.Tensor,
    target: ct.Tensor,
    weight: ct.Tensor | None,
    reduction: str,
    label_smoothing: float,
) -> ct.Tensor:
    """Cross entropy with probabilities as targets."""
    if input.dim() == 0 or target.shape != input.shape:
        batch = input.shape[:1] != target.shape[:1] and input.dim() > 1
        raise (ValueError if batch else RuntimeError)(
            "cross_entropy: expected class probabilities of the shape of the input, "
            f"(C) or (N, C, *): {tuple(input.shape)}, got {tuple(target.shape)} in "
            f"{target.dtype}; class indices are integers: target.long()"
        )
    if not 0.0 <= label_smoothing <= 1.0:
        raise RuntimeError(
            f"cross_entropy: expected label_smoothing in [0, 1], got {label_smoothing}"
        )
    _check_floating("cross_entropy", "input", input)
    dim = 0 if input.dim() == 1 else 1
    classes = input.shape[dim]
    if label_smoothing > 0.0 and classes > 0:
        target = target * (1.0 - label_smoothing) + label_smoothing / classes
    if weight is not None:
        weight = _class_weight("cross_entropy", weight, input)
        target = target * weight.reshape([-1] + [1] * (input.dim() - dim - 1))
    loss = -(target * input.log_softmax(dim)).sum(dim)
    return _reduce(loss, reduction)


def nll_loss(
    input: ct.Tensor,
    target: ct.Tensor,
    weight: ct.Tensor | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> ct.Tensor:
    """Negative log likelihood: minus the entry of `input` that `target` names.

    Args:
        input: log-probabilities, (C), (N, C) or (N, C, *).
        target: class indices, (), (N) or (N, *).
        weight: factor of each class, (C).
        size_average: deprecated, see `reduction`.
        ignore_index: targets of this value count nothing.
        reduce: deprecated, see `reduction`.
        reduction: 'mean' (over the weights of the targets that count), 'sum', or
            'none' for a loss per target.
    """
    reduction = _reduction(size_average, reduce, reduction)
    _check_reduction(reduction)
    dim = 0 if input.dim() == 1 else 1
    if dim == 0 and target.shape == (1,):
        target = target.squeeze(0)
    _check_targets(input, target, dim)
    if weight is not None:
        weight = _class_weight("nll_loss", weight, input)
    counts = target != ignore_index
    index = ct.where(counts, target, 0)
    try:
        at = index.to(ct.int64) if index.dtype == ct.uint8 else index
        loss = -input.gather(dim, at.unsqueeze(dim)).squeeze(dim)
    except RuntimeError:
        _check_classes("nll_loss", index, input.shape[dim])
        raise
    if weight is None:
        factor = counts.to(input.dtype)
    else:
        factor = weight.gather(0, at.reshape(-1)).reshape(index.shape) * counts
    loss = ct.where(counts, loss * factor, ct.zeros_like(loss))
    return _reduce(loss, reduction, factor)


def _check_targets(input: ct.Tensor, target: ct.Tensor, dim: int) -> None:
    """Raise unless `target` is fit for the log-probabilities `input` of `nll_loss`.

    ValueError for another batch and RuntimeError for other dims, as in PyTorch.
    """
    if input.dim() == 0:
        raise ValueError("nll_loss: expected input (C) or (N, C, *), got ()")
    if target.is_floating_point() or target.is_complex() or target.dtype == ct.bool:
        raise RuntimeError(
            f"nll_loss: expected class indices, integers, got {target.dtype}"
        )
    expected = (*input.shape[:dim], *input.shape[dim + 1 :])
    if target.shape != expected:
        batch = target.dim() < 2 if dim == 0 else target.shape[:1] != input.shape[:1]
        raise (ValueError if batch else RuntimeError)(
            f"nll_loss: expected target of shape {expected} for input of shape "
            f"{tuple(input.shape)}, got {tuple(target.shape)}"
        )
    _check_floating("nll_loss", "input", input)


def _check_classes(name: str, target: ct.Tensor, classes: int) -> None:
    """Raise unless the integers in `target` are in [0, classes)."""
    for bad in target[(target < 0) | (target >= classes)].tolist()[:1]:
        raise IndexError(
            f"{name}: Target {bad} is out of bounds: expected classes in [0, {classes})"
        )


def _check_sizes(name: str, weight: ct.Tensor, input: ct.Tensor) -> None:
    if weight.shape != input.shape:
        raise ValueError(
            f"{name}: Weights and input must have the same size: expected "
            f"{tuple(input.shape)}, got {tuple(weight.shape)}"
        )


def mse_loss(
    input: ct.Tensor,
    target: ct.Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: ct.Tensor | None = None,
) -> ct.Tensor:
    """Squared difference of `input` and `target`, reduced to its mean by default.

    `weight`, of the same shape, multiplies each square; the mean is then the
    weighted one.
    """
    if size_average is not None or reduce is not None:
        reduction = _reduction(size_average, reduce, reduction)
    word = _check_reduction(reduction)
    if target.shape != input.shape:
        _warn_broadcast(input, target)
    if weight is None:
        return _C.mse_loss(input, target, word)
    _check_sizes("mse_loss", weight, input)
    loss = _C.mse_loss(input, target, "none") * weight
    return _reduce(loss, reduction, weight)


def l1_loss(
    input: ct.Tensor,
    target: ct.Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: ct.Tensor | None = None,
) -> ct.Tensor:
    """Absolute difference of `input` and `target`, reduced to its mean by default.

    `weight`, of the same shape, multiplies each difference; the mean is then the
    weighted one.
    """
    reduction = _reduction(size_average, reduce, reduction)
    _check_reduction(reduction)
    if target.shape != input.shape:
        _warn_broadcast(input, target)
    difference = input - target
    if difference.dtype in _UNSIGNED:
        raise NotImplementedError(
            "l1_loss: expected a signed dtype, in which differences do not wrap, got "
            f"{difference.dtype}"
        )
    loss = difference.abs()
    if weight is None:
        return _reduce(loss, reduction)
    _check_sizes("l1_loss", weight, input)
    loss = loss * weight
    return _reduce(loss, reduction, weight)


def binary_cross_entropy_with_logits(
    input: ct.Tensor,
    target: ct.Tensor,
    weight: ct.Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    pos_weight: ct.Tensor | None = None,
) -> ct.Tensor:
    """Cross entropy between sigmoid(input) and `target` in [0, 1], by element.

    Stable for logits of any size: it is (1 - y) x + q (log(1 + exp(-|x|)) +
    max(-x, 0)) with q = 1 + (pos_weight - 1) y. It takes `maximum` and not `relu`: at
    x = 0, where layers of zeros begin, its slope is the mean of both sides.

    Args:
        input: logits of any shape.
        target: of the same shape.
        weight: factor of each element, of a shape that broadcasts to `input`.
        size_average: deprecated, see `reduction`.
        reduce: deprecated, see `reduction`.
        reduction: 'mean', 'sum' or 'none'.
        pos_weight: factor of the positive part, as `weight`.
    """
    reduction = _reduction(size_average, reduce, reduction)
    _check_reduction(reduction)
    if target.shape != input.shape:
        raise ValueError(
            f"Target size ({target.size()}) must be the same as input size "
            f"({input.size()})"
        )
    name = "binary_cross_entropy_with_logits"
    _check_floating(name, "input", input)
    if not target.is_floating_point():
        target = _factor(name, "target", target, input)
    softplus = (-input.abs()).exp().log1p() + ct.maximum(-input, 0)
    if pos_weight is not None:
        pos_weight = _element_factor(name, "pos_weight", pos_weight, input)
        softplus = softplus * (1 + (pos_weight - 1) * target)
    loss = (1 - target) * input + softplus
    if weight is not None:
        loss = loss * _element_factor(name, "weight", weight, input)
    return _reduce(loss, reduction)


def _warn_broadcast(input: ct.Tensor, target: ct.Tensor) -> None:
    warnings.warn(
        f"Using a target size ({target.size()}) that is different to the input size "
        f"({input.size()}). This will likely lead to incorrect results due to "
        "broadcasting. Please ensure they have the same size.",
        stacklevel=3,
    )


def one_hot(tensor: ct.Tensor, num_classes: int = -1) -> ct.Tensor:
    """int64 tensor of shape (*, num_classes), 1 at the class and 0 elsewhere.

    `num_classes` of -1 means one more than the largest class.
    """
    if not isinstance(tensor, ct.Tensor):
        raise TypeError(
            f"one_hot: expected tensor: Tensor, got {type(tensor).__name__}"
        )
    if tensor.dtype != ct.int64:
        raise RuntimeError(f"one_hot: expected an int64 tensor, got {tensor.dtype}")
    if num_classes == -1:
        if tensor.numel() == 0:
            raise RuntimeError(
                "Can not infer total number of classes from empty tensor."
            )
        num_classes = int(tensor.max()) + 1
    if tensor.numel() and int(tensor.min()) < 0:
        raise RuntimeError("Class values must be non-negative.")
    if tensor.numel() and int(tensor.max()) >= num_classes:
        raise RuntimeError("Class values must be smaller than num_classes.")
    classes = ct.arange(num_classes, device=tensor.device)
    return (tensor.unsqueeze(-1) == classes).to(ct.int64)
