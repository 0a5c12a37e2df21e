"""The cross entropy of a linear layer, whose logits are never all in memory.

Rows of the input are taken in chunks. Where a gradient is wanted, a chunk's logits are
computed once more in backward and not kept (NOTE [Recomputation],
`utils/checkpoint.py`), so that the gradient has all its derivatives.
"""

from __future__ import annotations

import math
from typing import Any

import ctensor as ct
from ctensor.nn.functional._loss import _check_reduction, _wide, cross_entropy

# The most logits of a chunk, where there are more rows than FEWEST.
LOGITS = 1 << 20
FEWEST = 64


def linear_cross_entropy(
    input: ct.Tensor,
    linear_weight: ct.Tensor,
    target: ct.Tensor,
    *,
    linear_bias: ct.Tensor | None = None,
    weight: ct.Tensor | None = None,
    reduction: str = "mean",
    ignore_index: int | None = None,
    label_smoothing: float = 0.0,
    options: Any = None,
) -> ct.Tensor:
    """`cross_entropy(linear(input, linear_weight, linear_bias), target)`, in chunks.

    Args:
        input: (D) or (N, D).
        linear_weight: (C, D), or (C, *, D) for a loss at each place of `*`.
        target: class indices (), (N) or (N, *), or probabilities (C), (N, C) or
            (N, C, *).
        linear_bias: (C) or (C, *).
        weight: factor of each class, (C).
        reduction: 'mean', 'sum' or 'none'; see `cross_entropy`.
        ignore_index: targets of this value count nothing; -100 if None. RuntimeError
            if it is given with probabilities.
        label_smoothing: see `cross_entropy`.
        options: an `nn.LinearCrossEntropyOptions`, of which `batch_chunk_size` is how
            many rows a chunk has. By default a chunk has about a million logits.

    RuntimeError for shapes that do not fit. Memory for logits is that of a chunk, in
    backward too.

    >>> x, w = ct.tensor([[1.0, 0.0]]), ct.tensor([[0.0, 1.0], [0.0, 2.0]])
    >>> linear_cross_entropy(x, w, ct.tensor([1]))
    tensor(0.6931)
    """
    word = _check_reduction(reduction)
    places = _places(input, linear_weight, linear_bias)
    classes, size = linear_weight.shape[0], linear_weight.shape[-1]
    soft = target.shape == (*input.shape[:-1], classes, *places)
    soft = soft and target.is_floating_point()
    if soft and ignore_index is not None:
        raise RuntimeError(
            "linear_cross_entropy: ignore_index cannot be specified when target "
            "contains probabilities"
        )
    ignored = -100 if ignore_index is None else ignore_index
    one = input.dim() == 1
    x, t = (input.unsqueeze(0), target.unsqueeze(0)) if one else (input, target)
    if t.shape[:1] != x.shape[:1]:
        raise ValueError(
            f"linear_cross_entropy: expected a target for each of {x.shape[0]} rows, "
            f"got shape {tuple(t.shape)}"
        )
    flat = linear_weight.reshape(-1, size)
    bias = None if linear_bias is None else linear_bias.reshape(-1)

    def losses(x: ct.Tensor, t: ct.Tensor) -> ct.Tensor:
        logits = ct.nn.functional.linear(x, flat, bias)
        logits = _wide(logits).reshape(x.shape[0], classes, *places)
        return cross_entropy(
            logits, t, weight, None, ignored, None, "none", label_smoothing
        )

    rows = _rows(options, classes * math.prod(places))
    loss = _chunked(losses, x, t, rows)
    if word == "none":
        return (loss.squeeze(0) if one else loss).to(input.dtype)
    if word == "sum":
        return loss.sum().to(input.dtype)
    if soft:
        return loss.mean().to(input.dtype)
    return (loss.sum() / _count(t, weight, ignored, loss)).to(input.dtype)


def _places(
    input: ct.Tensor, weight: ct.Tensor, bias: ct.Tensor | None
) -> tuple[int, ...]:
    """The dims of `*`; RuntimeError where shapes do not fit."""
    op = "linear_cross_entropy"
    if input.dim() not in (1, 2):
        raise RuntimeError(
            f"{op}: expected input with dimensionality 1 or 2, got {input.dim()}"
        )
    if weight.dim() < 2 or input.shape[-1] != weight.shape[-1]:
        raise RuntimeError(
            f"{op}: expected linear_weight (C, *, D) with D as of input, "
            f"{input.shape[-1]}, got {tuple(weight.shape)}"
        )
    if bias is not None and bias.shape != weight.shape[:-1]:
        raise RuntimeError(
            f"{op}: expected linear_bias shape {tuple(weight.shape[:-1])}, got "
            f"{tuple(bias.shape)}"
        )
    places = tuple(weight.shape[1:-1])
    if places and input.dim() == 1:
        raise RuntimeError(
            f"{op}: expected batched input (N, D) for linear_weight of shape "
            f"{tuple(weight.shape)}, got {tuple(input.shape)}"
        )
    return places


def _rows(options: Any, each: int) -> int:
    """How many rows a chunk has, of `each` logits."""
    chosen = None if options is None else options.batch_chunk_size
    return max(FEWEST, LOGITS // max(each, 1)) if chosen is None else int(chosen)


def _chunked(losses: Any, x: ct.Tensor, t: ct.Tensor, rows: int) -> ct.Tensor:
    """The loss of each target, chunk by chunk; a single chunk keeps its logits."""
    if x.shape[0] <= rows:
        made: ct.Tensor = losses(x, t)
        return made
    from ctensor.utils.checkpoint import checkpoint

    pairs = zip(x.split(rows), t.split(rows), strict=True)
    parts = [checkpoint(losses, *pair, preserve_rng_state=False) for pair in pairs]
    return ct.cat(parts)


def _count(
    t: ct.Tensor, weight: ct.Tensor | None, ignored: int, like: ct.Tensor
) -> ct.Tensor:
    """What a mean divides by: how many targets count, or the sum of their weights."""
    counts = t != ignored
    if weight is None:
        return counts.sum().to(like.dtype)
    own = weight.to(like.dtype)[ct.where(counts, t, 0).long()]
    return (own * counts).sum()
