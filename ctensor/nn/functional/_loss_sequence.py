"""CTC: the loss of a sequence whose labels have no places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ctensor as ct
from ctensor import _C
from ctensor.autograd import Function
from ctensor.nn.functional._fused import has_kernels, second_gradients
from ctensor.nn.functional._loss import _check_reduction, _wide

# Stands for log(0) in sums of exponentials: its gradient is 0 and not NaN.
_NEVER = -1e30
_Lengths = ct.Tensor | Sequence[int]


def ctc_loss(
    log_probs: ct.Tensor,
    targets: ct.Tensor,
    input_lengths: _Lengths,
    target_lengths: _Lengths,
    blank: int = 0,
    reduction: str = "mean",
    zero_infinity: bool = False,
) -> ct.Tensor:
    """Minus the log of the chance that a sequence says `targets`, blanks between them.

    Args:
        log_probs: logarithms of probabilities of C labels, (T, N, C) or (T, C).
        targets: labels, (N, S), or (S), or all sequences one behind the other, of
            integers in [0, C) without `blank`.
        input_lengths: how many of the T steps each sequence has: (N) or ().
        target_lengths: how many labels: (N) or ().
        blank: the label that says nothing.
        reduction: 'mean' (each loss over its number of labels, at least 1, and then
            over the batch), 'sum' or 'none'.
        zero_infinity: whether the loss of a target that does not fit into its steps,
            which is infinite, counts 0, as does its gradient.

    The gradient is that for `log_probs` as they are. PyTorch's is one that is right
    only behind `log_softmax`, where both give the same. Source: Graves and others 2006.

    >>> p = ct.full((3, 1, 2), 0.5).log()
    >>> ctc_loss(p, ct.tensor([[1]]), ct.tensor([3]), ct.tensor([1]), reduction="sum")
    tensor(0.2877)
    """
    _check_reduction(reduction)
    one = log_probs.dim() == 2
    if one:
        log_probs = log_probs.unsqueeze(1)
    steps, labels = _lengths(log_probs, input_lengths, target_lengths)
    wanted = _padded_targets(log_probs, targets, labels, one)
    _check_labels(log_probs, wanted, labels, blank)
    if has_kernels(log_probs, wanted, steps, labels):
        loss = _Loss.apply(log_probs, wanted, steps, labels, blank)
    else:
        loss = -_log_chance(_wide(log_probs), wanted, steps, labels, blank)
    never = loss > -_NEVER / 2
    loss = ct.where(never, 0.0 if zero_infinity else float("inf"), loss)
    loss = loss.to(log_probs.dtype)
    if reduction == "mean":
        return (loss / labels.clamp(min=1).to(loss.dtype)).mean()
    if reduction == "sum":
        return loss.sum()
    return loss[0] if one else loss


class _Loss(Function):
    """Minus `_log_chance` in one kernel; the gradient in another."""

    @staticmethod
    def forward(
        ctx: Any,
        log_probs: ct.Tensor,
        wanted: ct.Tensor,
        steps: ct.Tensor,
        labels: ct.Tensor,
        blank: int,
    ) -> ct.Tensor:
        loss, ways = _C._ctc(log_probs, wanted, steps, labels, blank)
        ctx.save_for_backward(log_probs, wanted, steps, labels, loss, ways)
        ctx.blank = blank
        return loss.to(ct.float64 if log_probs.dtype == ct.float64 else ct.float32)

    @staticmethod
    def backward(ctx: Any, *grads: ct.Tensor) -> Any:
        gradient = _LossGradient.apply(*grads, *ctx.saved_tensors, ctx.blank)
        return gradient, None, None, None, None


class _LossGradient(Function):
    """Gradient of `_Loss`, whose own is that of the composition."""

    @staticmethod
    def forward(ctx: Any, grad: ct.Tensor, *arguments: Any) -> ct.Tensor:
        log_probs, wanted, steps, labels, loss, ways, ctx.blank = arguments
        ctx.save_for_backward(grad, log_probs, wanted, steps, labels)
        return _C._ctc_grad(
            *(grad, log_probs, wanted, steps, labels), *(loss, ways, ctx.blank)
        )

    @staticmethod
    def backward(ctx: Any, *given: ct.Tensor) -> Any:
        grad, log_probs, wanted, steps, labels = ctx.saved_tensors

        def composed(log_probs: ct.Tensor) -> ct.Tensor:
            x = _wide(log_probs)
            return -_log_chance(x, wanted, steps, labels, ctx.blank)

        return (*second_gradients(composed, grad, [log_probs], given), *[None] * 6)


def _lengths(
    log_probs: ct.Tensor, input_lengths: _Lengths, target_lengths: _Lengths
) -> tuple[ct.Tensor, ct.Tensor]:
    """Both as int64 vectors; RuntimeError where they do not fit."""
    if log_probs.dim() != 3 or not log_probs.is_floating_point():
        raise RuntimeError(
            "ctc_loss: expected log_probs (T, N, C) or (T, C) of a floating dtype, got "
            f"{tuple(log_probs.shape)} of {log_probs.dtype}"
        )
    total, batch, _ = log_probs.shape
    if batch == 0:
        raise RuntimeError("ctc_loss: expected a batch of at least 1, got 0")
    found = []
    for name, lengths in (("input", input_lengths), ("target", target_lengths)):
        vector = ct.as_tensor(lengths, device=log_probs.device)
        if vector.is_floating_point() or vector.is_complex():
            raise RuntimeError(f"ctc_loss: {name}_lengths must be integral")
        vector = vector.reshape(-1).long()
        if vector.shape[0] != batch:
            raise RuntimeError(
                f"ctc_loss: {name}_lengths must be of size batch_size, {batch}, got "
                f"{vector.shape[0]}"
            )
        if bool((vector < 0).any()):
            raise RuntimeError(f"ctc_loss: expected {name}_lengths of 0 or more")
        found.append(vector)
    most = int(found[0].max())
    if most > total:
        raise RuntimeError(
            f"ctc_loss: Expected input_lengths to have value at most {total}, but got "
            f"value {most}"
        )
    return found[0], found[1]


def _padded_targets(
    log_probs: ct.Tensor, targets: ct.Tensor, labels: ct.Tensor, one: bool
) -> ct.Tensor:
    """The labels as (N, the longest length)."""
    if targets.is_floating_point() or targets.is_complex():
        raise RuntimeError(
            f"ctc_loss: expected targets of integers, got {targets.dtype}"
        )
    batch, longest = log_probs.shape[1], int(labels.max())
    targets = targets.long()
    if one and targets.dim() == 1:
        targets = targets.unsqueeze(0)
    if targets.dim() == 2:
        if targets.shape[0] != batch or targets.shape[1] < longest:
            raise RuntimeError(
                f"ctc_loss: Expected targets of shape ({batch}, {longest}) or longer, "
                f"got {tuple(targets.shape)}"
            )
        return targets[:, :longest]
    ends = labels.cumsum(0)
    if targets.dim() != 1 or targets.shape[0] < int(ends[-1]):
        raise RuntimeError(
            f"ctc_loss: expected targets (N, S), or as many as all target_lengths, "
            f"{int(ends[-1])}, in one dim, got {tuple(targets.shape)}"
        )
    if targets.shape[0] == 0:
        return targets.reshape(batch, 0)
    places = (ends - labels).unsqueeze(1) + ct.arange(longest, device=targets.device)
    return targets[places.clamp(max=targets.shape[0] - 1)]


def _check_labels(
    log_probs: ct.Tensor, wanted: ct.Tensor, labels: ct.Tensor, blank: int
) -> None:
    classes = log_probs.shape[2]
    if not 0 <= blank < classes:
        raise RuntimeError(
            f"ctc_loss: blank must be in label range, expected [0, {classes}), got "
            f"{blank}"
        )
    counts = ct.arange(wanted.shape[1], device=wanted.device) < labels.unsqueeze(1)
    if bool((((wanted < 0) | (wanted >= classes)) & counts).any()):
        raise RuntimeError(f"ctc_loss: expected targets in [0, {classes})")


def _log_chance(
    log_probs: ct.Tensor,
    wanted: ct.Tensor,
    steps: ct.Tensor,
    labels: ct.Tensor,
    blank: int,
) -> ct.Tensor:
    """log(p) of each sequence: the forward recursion over labels with blanks around."""
    total, batch, classes = log_probs.shape
    size = 2 * wanted.shape[1] + 1
    extended = wanted.new_full((batch, size), blank)
    extended[:, 1::2] = wanted.clamp(0, classes - 1)
    said = log_probs.gather(2, extended.expand(total, batch, size)).clamp(min=_NEVER)
    # From two places before one comes over a blank, unless the labels are the same.
    over = log_probs.new_full((batch, size), _NEVER)
    if size > 2:
        other = extended[:, 2:] != extended[:, :-2]
        over[:, 2:].masked_fill_(other & (extended[:, 2:] != blank), 0.0)
    never = log_probs.new_full((batch, 2), _NEVER)
    start = log_probs.new_full((batch, size), _NEVER)
    start[:, :2] = 0.0
    short = steps.tolist()
    before = start
    for t, step in enumerate(said.unbind(0)):
        if t > 0:
            wide = ct.cat([never, before], 1)
            ways = ct.logaddexp(before, wide[:, 1:-1])
            start = ct.logaddexp(ways, wide[:, :-2] + over)
        now = start + step
        if any(t >= n for n in short):
            now = ct.where((t < steps).unsqueeze(1), now, before)
        before = now
    if any(n == 0 for n in short):  # nothing is said in no steps
        none = ct.where(
            ct.arange(size, device=wanted.device) < 1, 0.0, over * 0 + _NEVER
        )
        before = ct.where((steps == 0).unsqueeze(1), none, before)
    last = (2 * labels).unsqueeze(1)
    blank_last = before.gather(1, last)
    label_last = before.gather(1, (last - 1).clamp(min=0))
    label_last = ct.where(labels.unsqueeze(1) > 0, label_last, _NEVER)
    return ct.cat([blank_last, label_last], 1).logsumexp(1)
