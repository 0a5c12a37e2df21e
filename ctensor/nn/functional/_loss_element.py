"""Losses of single elements: of a number and what it should be.

Each is one pass over both, a row of `csrc/ops/losses.def`, and then its mean or sum.
16-bit numbers are computed in float32 and rounded where a row ends.
"""

from __future__ import annotations

import math

import ctensor as ct
from ctensor import _C
from ctensor.nn.functional._loss import (
    _check_reduction,
    _check_sizes,
    _element_factor,
    _reduce,
    _reduction,
    _warn_broadcast,
    _wide,
)


def _check_same(name: str, input: ct.Tensor, target: ct.Tensor) -> None:
    if target.shape != input.shape:
        raise ValueError(
            f"{name}: expected a target of the input's shape {tuple(input.shape)}, got "
            f"{tuple(target.shape)}"
        )


def binary_cross_entropy(
    input: ct.Tensor,
    target: ct.Tensor,
    weight: ct.Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> ct.Tensor:
    """Cross entropy of probabilities: -(y log(x) + (1 - y) log(1 - x)) by element.

    Logarithms are at least -100, so that the loss of a certain mistake is finite, as is
    its gradient. Of logits, `binary_cross_entropy_with_logits` is exact everywhere.

    Args:
        input: probabilities of any shape; RuntimeError for one outside [0, 1].
        target: of the same shape, in [0, 1]; ValueError for another shape.
        weight: factor of each element, of a shape that broadcasts to `input`.
        size_average: deprecated, see `reduction`.
        reduce: deprecated, see `reduction`.
        reduction: 'mean', 'sum' or 'none'.

    >>> x, y = ct.tensor([0.5, 0.25]), ct.tensor([1.0, 1.0])
    >>> binary_cross_entropy(x, y, reduction="none")
    tensor([0.6931, 1.3863])
    """
    if size_average is not None or reduce is not None:
        reduction = _reduction(size_average, reduce, reduction)
    _check_reduction(reduction)
    if target.shape != input.shape:
        raise ValueError(
            f"Using a target size ({target.size()}) that is different to the input size"
            f" ({input.size()}) is deprecated. Please ensure they have the same size."
        )
    if not input.is_floating_point():
        raise NotImplementedError(
            f"binary_cross_entropy: expected input of a floating dtype, got "
            f"{input.dtype}"
        )
    _check_probabilities("input", input)
    _check_probabilities("target", target)
    loss = _C._binary_cross_entropy(input, target)
    if weight is not None:
        loss = loss * _element_factor("binary_cross_entropy", "weight", weight, input)
    return _reduce(loss, reduction)


def _check_probabilities(name: str, values: ct.Tensor) -> None:
    if values.numel() == 0 or values.device.type == "meta" or values.is_complex():
        return
    low, high = values.detach().aminmax()
    if not (low.item() >= 0 and high.item() <= 1):
        raise RuntimeError(
            f"binary_cross_entropy: all elements of {name} should be between 0 and 1, "
            f"got {low.item():g} to {high.item():g}; of logits take "
            "binary_cross_entropy_with_logits"
        )


def smooth_l1_loss(
    input: ct.Tensor,
    target: ct.Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    beta: float = 1.0,
) -> ct.Tensor:
    """d^2 / (2 beta) for a difference d below `beta`, else |d| - beta / 2.

    Both may broadcast, with a warning. RuntimeError where beta < 0; with 0 it is
    `l1_loss`. Source: Girshick 2015, https://arxiv.org/abs/1504.08083.

    >>> smooth_l1_loss(ct.tensor([0.0, 0.0]), ct.tensor([1.0, 3.0]), reduction="none")
    tensor([0.5000, 2.5000])
    """
    if size_average is not None or reduce is not None:
        reduction = _reduction(size_average, reduce, reduction)
    _check_reduction(reduction)
    if target.shape != input.shape:
        _warn_broadcast(input, target)
    if beta < 0:
        raise RuntimeError(
            "smooth_l1_loss: expected beta >= 0 (smooth_l1_loss does not support "
            f"negative values for beta), got {beta}"
        )
    if beta == 0:
        return _reduce((input - target).abs(), reduction)
    return _reduce(_C._smooth_l1(input, target, beta), reduction)


def huber_loss(
    input: ct.Tensor,
    target: ct.Tensor,
    reduction: str = "mean",
    delta: float = 1.0,
    weight: ct.Tensor | None = None,
) -> ct.Tensor:
    """d^2 / 2 for a difference d up to `delta`, else delta (|d| - delta / 2).

    Both may broadcast, with a warning. `weight`, of the input's shape, multiplies each
    before the reduction. RuntimeError unless delta > 0. Source: Huber 1964.

    >>> huber_loss(ct.tensor([0.0, 0.0]), ct.tensor([1.0, 5.0]), "none", delta=2.0)
    tensor([0.5000, 8.0000])
    """
    _check_reduction(reduction)
    if target.shape != input.shape:
        _warn_broadcast(input, target)
    if not delta > 0:
        raise RuntimeError(
            "huber_loss: expected delta > 0 (huber_loss does not support non-positive "
            f"values for delta.), got {delta}"
        )
    loss = _C._huber(input, target, delta)
    if weight is None:
        return _reduce(loss, reduction)
    _check_sizes("huber_loss", weight, input)
    return _reduce(loss * weight, reduction)


def kl_div(
    input: ct.Tensor,
    target: ct.Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    log_target: bool = False,
) -> ct.Tensor:
    """Divergence of `input`, log-probabilities, from `target`: y (log(y) - x).

    Where the target is 0 the term is 0, also of an infinite `input`, which has no
    chance where nothing happens.

    Args:
        input: log-probabilities of any shape.
        target: probabilities, or with `log_target` their logarithms; it broadcasts.
        size_average: deprecated, see `reduction`.
        reduce: deprecated, see `reduction`.
        reduction: 'batchmean' (the sum over the size of the first dim, which is the
            divergence), 'mean' (over all elements), 'sum' or 'none'.
        log_target: whether `target` is logarithms.

    >>> p = ct.tensor([[0.5, 0.5]])
    >>> kl_div(ct.tensor([[0.25, 0.75]]).log(), p, reduction="batchmean")
    tensor(0.1438)
    """
    if size_average is not None or reduce is not None:
        reduction = _reduction(size_average, reduce, reduction)
    if reduction != "batchmean":
        _check_reduction(reduction)
    loss = (_C._kl_log if log_target else _C._kl)(input, target)
    if reduction != "batchmean":
        return _reduce(loss, reduction)
    return loss.sum() / input.shape[0] if input.dim() else loss.sum()


def poisson_nll_loss(
    input: ct.Tensor,
    target: ct.Tensor,
    log_input: bool = True,
    full: bool = False,
    size_average: bool | None = None,
    eps: float = 1e-8,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> ct.Tensor:
    """Minus the log-likelihood of counts `target` under a Poisson distribution.

    Args:
        input: with `log_input` the logarithm of the rate: exp(x) - y x; else the rate
            itself: x - y log(x + eps).
        target: counts, of a shape that broadcasts with it.
        log_input: see above.
        full: with Stirling's y log(y) - y + log(2 pi y) / 2 where y > 1.
        size_average: deprecated, see `reduction`.
        eps: see above.
        reduce: deprecated, see `reduction`.
        reduction: 'mean', 'sum' or 'none'.

    >>> poisson_nll_loss(ct.tensor([0.0, 1.0]), ct.tensor([1.0, 2.0]))
    tensor(0.8591)
    """
    if size_average is not None or reduce is not None:
        reduction = _reduction(size_average, reduce, reduction)
    _check_reduction(reduction)
    dtype = ct.promote_types(input.dtype, target.dtype)
    x, y = _wide(input), _wide(target)
    loss = x.exp() - y * x if log_input else x - y * (x + eps).log()
    if full:
        counted = ct.where(y > 1, y, 1)
        more = counted * counted.log() - counted + 0.5 * (2 * math.pi * counted).log()
        loss = loss + ct.where(y > 1, more, 0)
    return _reduce(loss, reduction).to(dtype if dtype.is_floating_point else loss.dtype)


def gaussian_nll_loss(
    input: ct.Tensor,
    target: ct.Tensor,
    var: ct.Tensor | float,
    full: bool = False,
    eps: float = 1e-6,
    reduction: str = "mean",
) -> ct.Tensor:
    """(log(var) + (input - target)^2 / var) / 2, `var` being at least `eps`.

    Args:
        input: expectations, (N, *) or (*).
        target: of the same shape.
        var: variances: of the input's shape, of it without or with 1 for its last dim,
            or a number; ValueError for another shape or one below 0.
        full: with log(2 pi) / 2 too.
        eps: the least variance, > 0; the gradient passes as if there were no limit.
        reduction: 'mean', 'sum' or 'none'.

    Source: Nix and Weigend 1994.

    >>> one = ct.ones(2)
    >>> gaussian_nll_loss(one, one + 2, one, reduction="none")
    tensor([2., 2.])
    """
    _check_reduction(reduction)
    if not isinstance(var, ct.Tensor):
        var = ct.full_like(input, var, requires_grad=False)
    var = _variances(input, var)
    if var.device.type != "meta" and bool((var < 0).any()):
        raise ValueError("var has negative entry/entries")
    limited = var + (var.clamp(min=eps) - var).detach()
    wide, square = _wide(limited), (_wide(input) - _wide(target)).square()
    loss = 0.5 * (wide.log() + square / wide)
    if full:
        loss = loss + 0.5 * math.log(2 * math.pi)
    return _reduce(loss, reduction).to(ct.promote_types(input.dtype, target.dtype))


def _variances(input: ct.Tensor, var: ct.Tensor) -> ct.Tensor:
    """The variances in a shape that broadcasts to the input, else ValueError.

    Without the last dim one variance is meant for all of it.
    """
    if var.shape == input.shape or var.dim() == 0:
        return var
    if var.shape == input.shape[:-1]:
        return var.unsqueeze(-1)
    if (
        input.dim()
        and var.dim() == input.dim()
        and all(v in (1, n) for v, n in zip(var.shape, input.shape, strict=True))
        and sum(v != n for v, n in zip(var.shape, input.shape, strict=True)) <= 1
    ):
        return var
    raise ValueError(
        "var is of incorrect size: gaussian_nll_loss: expected the input's shape "
        f"{tuple(input.shape)}, or 1 in its last place, got {tuple(var.shape)}"
    )


def soft_margin_loss(
    input: ct.Tensor,
    target: ct.Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> ct.Tensor:
    """log(1 + exp(-y x)) with y of 1 or -1, by element, for x of any size.

    >>> soft_margin_loss(ct.tensor([0.0, -200.0]), ct.tensor([1.0, 1.0]), None, None,
    ...     "none")
    tensor([  0.6931, 200.0000])
    """
    if size_average is not None or reduce is not None:
        reduction = _reduction(size_average, reduce, reduction)
    _check_reduction(reduction)
    x = input * target
    loss = (-x).exp().log1p() if x.is_complex() else -_C._logsigmoid(x)
    return _reduce(loss, reduction)


def hinge_embedding_loss(
    input: ct.Tensor,
    target: ct.Tensor,
    margin: float = 1.0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> ct.Tensor:
    """X where the target is 1, max(0, margin - x) where it is -1, by element.

    Elsewhere it is both. Input and target broadcast.

    >>> hinge_embedding_loss(ct.tensor([0.5, 0.5]), ct.tensor([1, -1]))
    tensor(0.5000)
    """
    if size_average is not None or reduce is not None:
        reduction = _reduction(size_average, reduce, reduction)
    _check_reduction(reduction)
    apart = ct.where(target == 1, 0, (margin - input).clamp(min=0))
    return _reduce(apart + ct.where(target == -1, 0, input), reduction)
