"""Classes as vectors, and tables of vectors."""

from __future__ import annotations

from typing import Any

import ctensor as ct
from ctensor import _C
from ctensor.autograd import Function
from ctensor.nn.functional._fused import has_kernels, second_gradients


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
    shape = (*tensor.shape, num_classes)
    classes = ct.zeros(shape, dtype=ct.int64, device=tensor.device)
    return classes.scatter_(-1, tensor.unsqueeze(-1), 1) if tensor.numel() else classes


def embedding(
    input: ct.Tensor,
    weight: ct.Tensor,
    padding_idx: int | None = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> ct.Tensor:
    """The rows of `weight` that `input` names: (*, D).

    Args:
        input: indices of any shape; IndexError for one outside [0, V).
        weight: the table, (V, D).
        padding_idx: a row that gets no gradient; from the end where negative.
        max_norm: rows that are named and longer are first scaled to it, in place.
        norm_type: the p of that norm.
        scale_grad_by_freq: whether the gradient of a row is divided by how often it is
            named.
        sparse: NotImplementedError where True; gradients are dense.

    The gradient is the same for any number of threads.

    >>> table = ct.tensor([[0.0, 1.0], [2.0, 3.0]])
    >>> embedding(ct.tensor([1, 0, 1]), table)
    tensor([[2., 3.],
            [0., 1.],
            [2., 3.]])
    """
    _check_dense("embedding", sparse)
    padding = _padding_row("embedding", padding_idx, weight)
    if max_norm is not None:
        _shorten(weight, input, max_norm, norm_type)
    return _C._embedding(weight, input, padding, scale_grad_by_freq)


def _check_dense(name: str, sparse: bool) -> None:
    if sparse:
        raise NotImplementedError(
            f"{name}: expected sparse=False, as there are no sparse tensors: the "
            "gradient is dense"
        )


def _padding_row(name: str, padding_idx: int | None, weight: ct.Tensor) -> int:
    """The row counted from 0; -1 for none."""
    if padding_idx is None:
        return -1
    rows = weight.shape[0]
    if not -rows <= padding_idx < rows:
        raise AssertionError(
            f"{name}: Padding_idx must be within num_embeddings, expected [{-rows}, "
            f"{rows}), got {padding_idx}"
        )
    return padding_idx % rows


@ct.no_grad()
def _shorten(
    weight: ct.Tensor, input: ct.Tensor, max_norm: float, norm_type: float
) -> None:
    """Scale rows of `weight` that are named and longer than `max_norm`, in place."""
    named = input.detach().reshape(-1).unique().long()
    rows = weight.index_select(0, named)
    length = rows.norm(norm_type, 1, keepdim=True)
    scale = ct.where(length > max_norm, max_norm / (length + 1e-7), 1.0)
    weight.index_copy_(0, named, (rows * scale).to(weight.dtype))


def embedding_bag(
    input: ct.Tensor,
    weight: ct.Tensor,
    offsets: ct.Tensor | None = None,
    max_norm: float | None = None,
    norm_type: float = 2,
    scale_grad_by_freq: bool = False,
    mode: str = "mean",
    sparse: bool = False,
    per_sample_weights: ct.Tensor | None = None,
    include_last_offset: bool = False,
    padding_idx: int | None = None,
) -> ct.Tensor:
    """The sums, means or largest numbers of bags of rows of `weight`: (B, D).

    Args:
        input: bags of indices, (B, N), or all bags one behind the other, (N).
        weight: the table, (V, D).
        offsets: where each bag begins in an `input` (N): (B), the first being 0.
        max_norm: see `embedding`.
        norm_type: see `embedding`.
        scale_grad_by_freq: see `embedding`.
        mode: 'sum', 'mean' or 'max'; empty bags give 0.
        sparse: NotImplementedError where True.
        per_sample_weights: a factor for each index, of the shape of `input`, with
            'sum' only.
        include_last_offset: whether the last of the offsets is the end of the last bag.
        padding_idx: a row that counts nothing.

    >>> table = ct.tensor([[0.0, 1.0], [2.0, 3.0]])
    >>> embedding_bag(ct.tensor([0, 1, 1]), table, ct.tensor([0, 2]), mode="sum")
    tensor([[2., 4.],
            [2., 3.]])
    """
    _check_dense("embedding_bag", sparse)
    if mode not in ("sum", "mean", "max"):
        raise ValueError("mode has to be one of sum or mean or max")
    padding = _padding_row("embedding_bag", padding_idx, weight)
    if max_norm is not None:
        _shorten(weight, input, max_norm, norm_type)
    factor = _bag_factors(input, per_sample_weights, mode)
    how = (mode, include_last_offset, padding)
    wide = weight.dtype in (ct.float32, ct.float64)
    if wide and has_kernels(weight, input, offsets, factor):
        _check_bags(input, offsets)
        if factor is not None:
            factor = factor.to(weight.dtype)
        arguments = (weight, factor, input, offsets, scale_grad_by_freq)
        result: ct.Tensor = _Bag.apply(*arguments, *how)
        return result
    return _composed_bags(weight, factor, input, offsets, scale_grad_by_freq, *how)


class _Bag(Function):
    """All bags in one kernel; the gradients in another."""

    @staticmethod
    def forward(
        ctx: Any,
        weight: ct.Tensor,
        factor: ct.Tensor | None,
        input: ct.Tensor,
        offsets: ct.Tensor | None,
        by_frequency: bool,
        *how: Any,
    ) -> ct.Tensor:
        result, places = _C._embedding_bag(weight, input, offsets, factor, *how)
        ctx.save_for_backward(weight, factor, input, offsets, places)
        ctx.how = (by_frequency, *how)
        return result

    @staticmethod
    def backward(ctx: Any, *grads: ct.Tensor) -> Any:
        weight, factor, *rest = ctx.saved_tensors
        gweight, gfactor = _BagGradients.apply(*grads, weight, factor, *rest, *ctx.how)
        return gweight, None if factor is None else gfactor, *[None] * 6


class _BagGradients(Function):
    """Gradients of `_Bag`, whose own are those of the composition."""

    @staticmethod
    def forward(
        ctx: Any,
        grad: ct.Tensor,
        weight: ct.Tensor,
        factor: ct.Tensor | None,
        *rest: Any,
    ) -> tuple[ct.Tensor, ct.Tensor]:
        input, offsets, places, by_frequency, *how = rest
        ctx.save_for_backward(grad, weight, factor, input, offsets)
        ctx.how = (by_frequency, *how)
        mode, closed, padding = how
        return _C._embedding_bag_grad(
            *(grad, weight, input, offsets, factor, places),
            *(mode, closed, padding, by_frequency),
        )

    @staticmethod
    def backward(ctx: Any, *given: ct.Tensor) -> Any:
        grad, weight, factor, *indices = ctx.saved_tensors

        def composed(weight: ct.Tensor, factor: Any = None) -> ct.Tensor:
            return _composed_bags(weight, factor, *indices, *ctx.how)

        inputs = [weight] if factor is None else [weight, factor]
        found = second_gradients(composed, grad, inputs, given[: len(inputs)])
        return (*found, *[None] * (10 - len(found)))


def _composed_bags(
    weight: ct.Tensor,
    factor: ct.Tensor | None,
    input: ct.Tensor,
    offsets: ct.Tensor | None,
    by_frequency: bool,
    mode: str,
    include_last: bool,
    padding: int,
) -> ct.Tensor:
    """Bags in other functions."""
    bags, count, index = _bags(input, offsets, include_last)
    rows = _C._embedding(weight, index, padding, by_frequency)
    counted = (index != padding).unsqueeze(1)
    if mode == "max":
        return _largest(rows, counted, bags, count)
    if factor is not None:
        rows = rows * factor.reshape(-1, 1)[: len(index)]
    rows = ct.where(counted, rows, 0) if padding >= 0 else rows
    wide = rows.float() if rows.dtype.itemsize == 2 else rows
    sums = wide.new_zeros((count, weight.shape[1])).index_add(0, bags, wide)
    if mode == "mean":
        sizes = wide.new_zeros(count).index_add(0, bags, counted[:, 0].to(wide.dtype))
        sums = sums / sizes.clamp(min=1).unsqueeze(1)
    return sums.to(weight.dtype)


def _bags(
    input: ct.Tensor, offsets: ct.Tensor | None, include_last: bool
) -> tuple[ct.Tensor, int, ct.Tensor]:
    """Of each index which bag it is in; how many bags there are; all indices."""
    _check_bags(input, offsets)
    if offsets is None:
        count, each = input.shape
        bags = ct.arange(count, device=input.device).repeat_interleave(each)
        return bags, count, input.reshape(-1)
    total = input.shape[0]
    begins = offsets.long()
    if len(begins) == 0:
        return begins, 0, input[:0]
    if (
        int(begins[0]) != 0
        or bool((begins[1:] < begins[:-1]).any())
        or int(begins[-1]) > total
    ):
        raise RuntimeError(
            "embedding_bag: offsets[0] has to be 0, and all in order up to the length "
            f"of input, {total}, got {offsets.tolist()}"
        )
    ends = begins[1:]
    if not include_last:
        last = ct.full((1,), total, dtype=ct.int64, device=begins.device)
        ends = ct.cat([ends, last])
    count = len(ends)
    sizes = ends - begins[:count]
    bags = ct.arange(count, device=input.device).repeat_interleave(sizes)
    return bags, count, input[: len(bags)]


def _check_bags(input: ct.Tensor, offsets: ct.Tensor | None) -> None:
    """ValueError for other shapes than (B, N), or (N) and offsets (B)."""
    if input.dim() not in (1, 2):
        raise ValueError(
            f"input has to be 1D or 2D Tensor, but got Tensor of dimension "
            f"{input.dim()}"
        )
    if input.dim() == 2 and offsets is not None:
        raise ValueError(
            "if input is 2D, then offsets has to be None, as input is treated is a "
            "mini-batch of fixed length sequences. However, found offsets of type "
            f"{type(offsets)}"
        )
    if input.dim() == 1 and not isinstance(offsets, ct.Tensor):
        raise ValueError("offsets has to be a 1D Tensor but got None")
    if offsets is not None and offsets.dim() != 1:
        raise ValueError("offsets has to be a 1D Tensor")


def _bag_factors(
    input: ct.Tensor, weights: ct.Tensor | None, mode: str
) -> ct.Tensor | None:
    if weights is None:
        return None
    if weights.shape != input.shape:
        raise ValueError(
            f"embedding_bag: If per_sample_weights ({weights.shape}) is not None, then "
            f"it must have the same shape as the input ({input.shape})"
        )
    if mode != "sum":
        raise NotImplementedError(
            "embedding_bag: per_sample_weights was not None. per_sample_weights is "
            "only "
            f"supported for mode='sum' (got mode='{mode}')"
        )
    return weights


def _largest(
    rows: ct.Tensor, counted: ct.Tensor, bags: ct.Tensor, count: int
) -> ct.Tensor:
    """The largest numbers of each bag: the first of equal ones gets the gradient."""
    sizes = bags.bincount(minlength=count) if len(bags) else bags.new_zeros(count)
    longest = int(sizes.max()) if count else 0
    if longest == 0:
        return rows.new_zeros((count, rows.shape[1])) + rows.sum() * 0
    begins = sizes.cumsum(0) - sizes
    steps = ct.arange(longest, device=bags.device)
    there = steps < sizes.unsqueeze(1)
    places = ct.where(there, begins.unsqueeze(1) + steps, 0)
    there = there & counted[:, 0][places]
    padded = rows[places].masked_fill(~there.unsqueeze(2), float("-inf"))
    most = padded.max(1).values
    return most.masked_fill(~there.any(1, keepdim=True), 0.0)
