"""Losses that want a distance between scores or vectors: margins."""

from __future__ import annotations

from collections.abc import Callable

import ctensor as ct
from ctensor.nn.functional._distance import pairwise_distance
from ctensor.nn.functional._loss import (
    _check_floating,
    _check_reduction,
    _reduce,
    _reduction,
    _wide,
)


def margin_ranking_loss(
    input1: ct.Tensor,
    input2: ct.Tensor,
    target: ct.Tensor,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> ct.Tensor:
    """max(0, -y (x1 - x2) + margin): x1 is to be above x2 where y is 1, below for -1.

    All three have one number of dims (RuntimeError) and broadcast.

    >>> one = ct.ones(1)
    >>> margin_ranking_loss(one, 3 * one, one)
    tensor(2.)
    """
    if size_average is not None or reduce is not None:
        reduction = _reduction(size_average, reduce, reduction)
    _check_reduction(reduction)
    if not input1.dim() == input2.dim() == target.dim():
        raise RuntimeError(
            "margin_ranking_loss : All input tensors should have same dimension but got"
            f" sizes: input1: {input1.size()}, input2: {input2.size()}, target: "
            f"{target.size()} "
        )
    return _reduce(
        (-target * (input1 - input2) + float(margin)).clamp(min=0), reduction
    )


def multi_margin_loss(
    input: ct.Tensor,
    target: ct.Tensor,
    p: int = 1,
    margin: float = 1.0,
    weight: ct.Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> ct.Tensor:
    """Mean over the classes j but the right one, t, of max(0, margin - x[t] + x[j])^p.

    The mean divides by all classes, C.

    Args:
        input: scores, (N, C) or (C).
        target: classes, (N), or () or (1): int64. RuntimeError for one out of range.
        p: 1 or 2, else ValueError.
        margin: by how much the right class is to be above the others.
        weight: a factor for each right class, (C).
        size_average: deprecated, see `reduction`.
        reduce: deprecated, see `reduction`.
        reduction: 'mean', 'sum' or 'none'.

    >>> multi_margin_loss(ct.tensor([[0.1, 0.2, 0.4, 0.8]]), ct.tensor([3]))
    tensor(0.3250)
    """
    if size_average is not None or reduce is not None:
        reduction = _reduction(size_average, reduce, reduction)
    _check_reduction(reduction)
    if p not in (1, 2):
        raise ValueError("only p == 1 and p == 2 supported")
    if weight is not None and weight.dim() != 1:
        raise ValueError("weight must be one-dimensional")
    _check_floating("multi_margin_loss", "input", input)
    rows, index = _class_rows("multi_margin_loss", input, target)
    right = rows.gather(1, index)
    each = (margin - right + rows).clamp(min=0)
    each = each if p == 1 else each.square()
    each = each.scatter(1, index, 0.0)
    if weight is not None:
        if weight.shape[0] != rows.shape[1]:
            raise RuntimeError(
                f"multi_margin_loss: inconsistent weight size: expected "
                f"{rows.shape[1]}, got {weight.shape[0]}"
            )
        each = each * weight.to(rows.dtype)[index]
    loss = each.sum(1) / rows.shape[1]
    loss = loss.to(input.dtype)
    return _reduce(loss if input.dim() == 2 or target.dim() else loss[0], reduction)


def _class_rows(
    name: str, input: ct.Tensor, target: ct.Tensor
) -> tuple[ct.Tensor, ct.Tensor]:
    """Scores (N, C), and of each the right class, (N, 1)."""
    if input.dim() not in (1, 2) or (input.numel() == 0 and input.shape[-1] == 0):
        raise RuntimeError(
            f"{name}: Expected non-empty vector or matrix with optional 0-dim batch "
            f"size, but got: {tuple(input.shape)}"
        )
    rows = _wide(input if input.dim() == 2 else input.unsqueeze(0))
    if target.dim() > 1 or target.numel() != rows.shape[0]:
        raise RuntimeError(
            f"{name}: inconsistent target size: expected {rows.shape[0]} for input of "
            f"shape {tuple(input.shape)}, got {tuple(target.shape)}"
        )
    if target.dtype != ct.int64:
        raise RuntimeError(f"{name}: expected an int64 target, got {target.dtype}")
    _check_targets_in(name, target, rows.shape[1])
    return rows, target.reshape(-1, 1)


def _check_targets_in(name: str, target: ct.Tensor, classes: int) -> None:
    if target.device.type == "meta" or target.numel() == 0:
        return
    low, high = target.aminmax()
    if int(low) < 0 or int(high) >= classes:
        raise RuntimeError(
            f"{name}: target out of range: expected classes in [0, {classes}), got "
            f"{int(low) if int(low) < 0 else int(high)}"
        )


def multilabel_margin_loss(
    input: ct.Tensor,
    target: ct.Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> ct.Tensor:
    """Sum over right classes i and others j of max(0, 1 - (x[i] - x[j])) / C.

    Args:
        input: scores, (N, C) or (C).
        target: in each row the right classes, then -1 and what nobody reads; of the
            input's shape.
        size_average: deprecated, see `reduction`.
        reduce: deprecated, see `reduction`.
        reduction: 'mean', 'sum' or 'none'.

    >>> x = ct.tensor([[0.1, 0.2, 0.4, 0.8]])
    >>> multilabel_margin_loss(x, ct.tensor([[3, 0, -1, 1]]))
    tensor(0.8500)
    """
    if size_average is not None or reduce is not None:
        reduction = _reduction(size_average, reduce, reduction)
    _check_reduction(reduction)
    name = "multilabel_margin_loss"
    _check_floating(name, "input", input)
    if input.dim() not in (1, 2) or target.shape != input.shape:
        raise RuntimeError(
            f"{name}: expected input (N, C) or (C) and a target of its shape "
            f"(inconsistent target size), got {tuple(input.shape)} and "
            f"{tuple(target.shape)}"
        )
    if target.dtype != ct.int64:
        raise RuntimeError(f"{name}: expected an int64 target, got {target.dtype}")
    classes = input.shape[-1]
    rows, named = _wide(input.reshape(-1, classes)), target.reshape(-1, classes)
    counts = (named < 0).cumsum(1) == 0
    if counts.numel() and counts.device.type != "meta":
        longest = max(int(counts.sum(1).max()), 1)  # pairs with none are left out
        counts, named = counts[:, :longest], named[:, :longest]
    index = ct.where(counts, named, 0)
    _check_targets_in(name, index, classes)
    right = ct.zeros_like(rows, requires_grad=False).scatter_add(
        1, index, counts.to(rows.dtype)
    )
    scores = rows.gather(1, index).unsqueeze(2)
    each = (1 - scores + rows.unsqueeze(1)).clamp(min=0)
    each = ct.where(counts.unsqueeze(2) & (right == 0).unsqueeze(1), each, 0)
    loss = (each.sum((1, 2)) / classes).to(input.dtype)
    return _reduce(loss if input.dim() == 2 else loss[0], reduction)


def multilabel_soft_margin_loss(
    input: ct.Tensor,
    target: ct.Tensor,
    weight: ct.Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> ct.Tensor:
    """Mean over the classes (the last dim) of the cross entropy of sigmoid(input).

    -(y log(sigmoid(x)) + (1 - y) log(sigmoid(-x))), times `weight`, a factor of each
    class, then reduced over the batch.

    >>> multilabel_soft_margin_loss(ct.tensor([[0.0, 2.0]]), ct.tensor([[1.0, 1.0]]))
    tensor(0.4100)
    """
    if size_average is not None or reduce is not None:
        reduction = _reduction(size_average, reduce, reduction)
    _check_reduction(reduction)
    x = _wide(input)
    y = target.to(x.dtype)
    loss = -(y * ct.nn.functional.logsigmoid(x))
    loss = loss - (1 - y) * ct.nn.functional.logsigmoid(-x)
    if weight is not None:
        loss = loss * weight
    return _reduce(loss.mean(-1).to(input.dtype), reduction)


def cosine_embedding_loss(
    input1: ct.Tensor,
    input2: ct.Tensor,
    target: ct.Tensor,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> ct.Tensor:
    """1 - cos where the target is 1, max(0, cos - margin) where it is -1.

    `cos` is that of the angle between vectors (N, D) and (N, D), targets (N), or (D),
    (D) and (). RuntimeError for other dims. Vectors of any length have one: it is
    computed of vectors brought near 1.

    >>> x = ct.tensor([[1.0, 0.0]])
    >>> cosine_embedding_loss(x, 1e20 * x, ct.ones(1))
    tensor(0.)
    """
    if size_average is not None or reduce is not None:
        reduction = _reduction(size_average, reduce, reduction)
    _check_reduction(reduction)
    if target.dim() > 1 or not input1.dim() == input2.dim() == target.dim() + 1:
        raise RuntimeError(
            f"{target.dim()}D target tensor expects {target.dim() + 1}D input tensors, "
            f"but found inputs with sizes {tuple(input1.shape)} and "
            f"{tuple(input2.shape)}: cosine_embedding_loss: expected (N, D), (N, D) "
            "and (N), or (D), (D) and ()"
        )
    dtype = ct.promote_types(input1.dtype, input2.dtype)
    if not (dtype.is_floating_point or dtype.is_complex):
        dtype = ct.get_default_dtype()
        input1, input2 = input1.to(dtype), input2.to(dtype)
    near = _cosine(_wide(input1), _wide(input2))
    loss = ct.where(target == 1, 1 - near, 0) + ct.where(
        target == -1, (near - margin).clamp(min=0), 0
    )
    return _reduce(loss.to(dtype), reduction)


def _cosine(x1: ct.Tensor, x2: ct.Tensor) -> ct.Tensor:
    """x1 x2 / sqrt((x1 x1 + eps) (x2 x2 + eps)) in vectors of magnitude 1 at most.

    What scales them is taken as a constant: it is of no effect on the result.
    """
    eps = 1e-12
    parts, lengths = [], []
    for x in (x1, x2):
        size = x.detach().abs().amax(-1, keepdim=True).clamp(min=1)
        size = ct.where(size.isfinite(), size, 1)
        part = x / size
        parts.append(part)
        lengths.append((part.square().sum(-1) + eps / size.squeeze(-1).square()).sqrt())
    return (parts[0] * parts[1]).sum(-1) / (lengths[0] * lengths[1])


def triplet_margin_loss(
    anchor: ct.Tensor,
    positive: ct.Tensor,
    negative: ct.Tensor,
    margin: float = 1.0,
    p: float = 2,
    eps: float = 1e-6,
    swap: bool = False,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> ct.Tensor:
    """max(0, d(anchor, positive) - d(anchor, negative) + margin), d the p-norm's.

    Vectors (N, D) or (D); see `pairwise_distance`. With `swap` the smaller of the
    distances of the negative from anchor and positive counts. RuntimeError for other
    numbers of dims, ValueError unless margin > 0. Source: Balntas and others 2016.

    >>> a, b = ct.zeros(1, 2), ct.tensor([[3.0, 4.0]])
    >>> triplet_margin_loss(a, b, a, eps=0)
    tensor(6.)
    """
    if size_average is not None or reduce is not None:
        reduction = _reduction(size_average, reduce, reduction)
    _check_reduction(reduction)

    def distance(x: ct.Tensor, y: ct.Tensor) -> ct.Tensor:
        return pairwise_distance(x, y, p, eps)

    return _triplet(anchor, positive, negative, distance, margin, swap, reduction)


def triplet_margin_with_distance_loss(
    anchor: ct.Tensor,
    positive: ct.Tensor,
    negative: ct.Tensor,
    *,
    distance_function: Callable[[ct.Tensor, ct.Tensor], ct.Tensor] | None = None,
    margin: float = 1.0,
    swap: bool = False,
    reduction: str = "mean",
) -> ct.Tensor:
    """`triplet_margin_loss` with another distance; `pairwise_distance` if None.

    >>> def apart(x, y):
    ...     return (x - y).abs().sum(-1)
    >>> a, b = ct.zeros(1, 2), ct.tensor([[3.0, 4.0]])
    >>> triplet_margin_with_distance_loss(a, b, a, distance_function=apart)
    tensor(8.)
    """
    _check_reduction(reduction)
    distance = pairwise_distance if distance_function is None else distance_function
    return _triplet(anchor, positive, negative, distance, margin, swap, reduction)


def _triplet(
    anchor: ct.Tensor,
    positive: ct.Tensor,
    negative: ct.Tensor,
    distance: Callable[[ct.Tensor, ct.Tensor], ct.Tensor],
    margin: float,
    swap: bool,
    reduction: str,
) -> ct.Tensor:
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    if not anchor.dim() == positive.dim() == negative.dim():
        raise RuntimeError(
            "The anchor, positive, and negative tensors are expected to have the same "
            f"number of dimensions, but got: anchor {anchor.dim()}D, positive "
            f"{positive.dim()}D, and negative {negative.dim()}D inputs"
        )
    near, far = distance(anchor, positive), distance(anchor, negative)
    if swap:
        far = ct.minimum(far, distance(positive, negative))
    return _reduce((near - far + margin).clamp(min=0), reduction)
