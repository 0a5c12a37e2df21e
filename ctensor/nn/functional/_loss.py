"""Losses.

Shapes: N is the batch, C the number of classes, `*` any further dimensions.
"""

from __future__ import annotations

from typing import Literal, cast

import ctensor as ct
from ctensor import _C
from ctensor._warnings import warn

_Reduction = Literal["none", "mean", "sum"]
_UNSIGNED = (ct.bool, ct.uint8, ct.uint16, ct.uint32, ct.uint64)


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
    warn(
        "size_average and reduce args will be deprecated, please use "
        f"reduction='{new}' instead."
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


def _wide(x: ct.Tensor) -> ct.Tensor:
    """16-bit numbers as float32, in which they are computed; others as they are."""
    return x.float() if x.dtype in (ct.float16, ct.bfloat16) else x


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

    `weight`, of the same shape, multiplies each square; the mean is then the weighted
    one, of complex numbers and integers too.
    """
    if size_average is not None or reduce is not None:
        reduction = _reduction(size_average, reduce, reduction)
    word = _check_reduction(reduction)
    if target.shape != input.shape:
        _warn_broadcast(input, target)
    if weight is None:
        return _C.mse_loss(input, target, word)
    _check_sizes("mse_loss", weight, input)
    if ct.promote_types(input.dtype, target.dtype).is_floating_point:
        squares = _C.mse_loss(input, target, "none")
    else:
        squares = (input - target).square()
    return _reduce(squares * weight, reduction, weight)


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

    It is (1 - y) log(1 + exp(x)) + pos_weight y log(1 + exp(-x)), exact for logits of
    any size; without pos_weight for infinite ones too.

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
    if pos_weight is None:
        loss = _C._logit_entropy(input, target)
    else:
        pos_weight = _element_factor(name, "pos_weight", pos_weight, input)
        loss = (1 - target) * _C._logit_entropy(input, 0)
        loss = loss + pos_weight * target * _C._logit_entropy(input, 1)
    if weight is not None:
        loss = loss * _element_factor(name, "weight", weight, input)
    return _reduce(loss, reduction)


def _warn_broadcast(input: ct.Tensor, target: ct.Tensor) -> None:
    warn(
        f"Using a target size ({target.size()}) that is different to the input size "
        f"({input.size()}). This will likely lead to incorrect results due to "
        "broadcasting. Please ensure they have the same size."
    )
