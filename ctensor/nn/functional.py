"""Functional forms of the layers and losses.

Shapes: N is the batch, C the number of classes, `*` any further dimensions.
"""

from __future__ import annotations

import warnings

import ctensor as ct
from ctensor import _C

__all__ = [
    "linear",
    "relu",
    "tanh",
    "sigmoid",
    "gelu",
    "softmax",
    "log_softmax",
    "dropout",
    "cross_entropy",
    "nll_loss",
    "mse_loss",
    "l1_loss",
    "binary_cross_entropy_with_logits",
    "one_hot",
]

# linear(input, weight, bias=None): input @ weight.T + bias, one native call.
# input: (*, in_features), weight: (out_features, in_features), bias: (out_features).
linear = _C.linear

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


def _implicit_dim(name: str, input: ct.Tensor, stacklevel: int) -> int:
    """The dimension that softmax took before it was asked for one."""
    warnings.warn(
        f"Implicit dimension choice for {name} has been deprecated. Change the call to "
        "include dim=X as an argument.",
        stacklevel=stacklevel,
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
    if not inplace:
        return _C.dropout(input, p)
    return input.mul_(_C.dropout(ct.ones_like(input, requires_grad=False), p))


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


def _reduce(loss: ct.Tensor, reduction: str) -> ct.Tensor:
    if reduction == "mean":
        return loss.mean()
    if reduction == "sum":
        return loss.sum()
    if reduction == "none":
        return loss
    raise ValueError(f"{reduction} is not a valid value for reduction")


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
    return _C.cross_entropy(
        input, target, weight, reduction, ignore_index, label_smoothing
    )


def _soft_cross_entropy(
    input: ct.Tensor,
    target: ct.Tensor,
    weight: ct.Tensor | None,
    reduction: str,
    label_smoothing: float,
) -> ct.Tensor:
    """Cross entropy with probabilities as targets."""
    if target.shape != input.shape:
        raise RuntimeError(
            "cross_entropy: expected class probabilities of the shape of the input, "
            f"{tuple(input.shape)}, got {tuple(target.shape)} in {target.dtype}; class "
            "indices are integers: target.long()"
        )
    dim = 0 if input.dim() == 1 else 1
    classes = input.shape[dim]
    if label_smoothing > 0.0:
        target = target * (1.0 - label_smoothing) + label_smoothing / classes
    if weight is not None:
        target = target * weight.reshape([-1] + [1] * (input.dim() - dim - 1))
    loss = -(target * input.log_softmax(dim)).sum(dim)
    if reduction == "mean":
        return loss.sum() / loss.numel()
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
    dim = 0 if input.dim() == 1 else 1
    if dim == 0 and target.shape == (1,):
        target = target.squeeze(0)
    expected = [*input.shape[:dim], *input.shape[dim + 1 :]]
    if input.dim() == 0 or list(target.shape) != expected:
        batch = dim == 0 or target.shape[:1] != input.shape[:1]
        raise (ValueError if batch else RuntimeError)(
            f"nll_loss: expected target of shape {tuple(expected)} for input of shape "
            f"{tuple(input.shape)}, got {tuple(target.shape)}"
        )
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
    if reduction == "mean":
        return loss.sum() / factor.sum()
    return _reduce(loss, reduction)


def _check_classes(name: str, target: ct.Tensor, classes: int) -> None:
    """Raise unless `target` holds integers in [0, classes)."""
    if target.is_floating_point() or target.is_complex():
        raise RuntimeError(
            f"{name}: expected class indices, integers, got {target.dtype}"
        )
    for bad in target[(target < 0) | (target >= classes)].tolist()[:1]:
        raise IndexError(
            f"{name}: Target {bad} is out of bounds: expected classes in [0, {classes})"
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
    if target.shape != input.shape:
        _warn_broadcast(input, target)
    if weight is None:
        return _C.mse_loss(input, target, reduction)
    loss = (input - target) ** 2 * weight
    if reduction == "mean":
        return loss.sum() / weight.sum()
    return _reduce(loss, reduction)


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
    if target.shape != input.shape:
        _warn_broadcast(input, target)
    loss = (input - target).abs()
    if weight is None:
        return _reduce(loss, reduction)
    loss = loss * weight
    if reduction == "mean":
        return loss.sum() / weight.sum()
    return _reduce(loss, reduction)


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
        weight: factor of each element, broadcast.
        size_average: deprecated, see `reduction`.
        reduce: deprecated, see `reduction`.
        reduction: 'mean', 'sum' or 'none'.
        pos_weight: factor of the positive part, broadcast.
    """
    reduction = _reduction(size_average, reduce, reduction)
    if target.shape != input.shape:
        raise ValueError(
            f"Target size ({target.size()}) must be the same as input size "
            f"({input.size()})"
        )
    softplus = (-input.abs()).exp().log1p() + ct.maximum(-input, 0)
    if pos_weight is not None:
        softplus = softplus * (1 + (pos_weight - 1) * target)
    loss = (1 - target) * input + softplus
    if weight is not None:
        loss = loss * weight
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
