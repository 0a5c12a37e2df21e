"""Functions of layers as `torch` has them, beside their forms in `nn.functional`.

Those of `torch` take what PyTorch's C++ takes: other orders, and numbers for words. A
reduction is 0 for 'none', 1 for 'mean', 2 for 'sum'. `cudnn_enabled` is without effect.
"""

from __future__ import annotations

from collections.abc import Sequence

import ctensor as ct
from ctensor._C import Tensor
from ctensor.nn import functional as F
from ctensor.nn.functional import bilinear as bilinear
from ctensor.nn.functional import conv_tbc as conv_tbc
from ctensor.nn.functional import cosine_similarity as cosine_similarity
from ctensor.nn.functional import pairwise_distance as pairwise_distance
from ctensor.nn.functional import pdist as pdist
from ctensor.nn.functional import rms_norm as rms_norm
from ctensor.nn.functional._sparse import _bags, _padding_row, _shorten

__all__ = [
    "affine_grid_generator",
    "batch_norm",
    "bilinear",
    "binary_cross_entropy_with_logits",
    "conv_tbc",
    "cosine_embedding_loss",
    "cosine_similarity",
    "ctc_loss",
    "embedding",
    "embedding_bag",
    "embedding_renorm_",
    "grid_sampler",
    "grid_sampler_2d",
    "grid_sampler_3d",
    "hinge_embedding_loss",
    "instance_norm",
    "kl_div",
    "margin_ranking_loss",
    "native_batch_norm",
    "native_group_norm",
    "native_layer_norm",
    "pairwise_distance",
    "pdist",
    "poisson_nll_loss",
    "rms_norm",
    "triplet_margin_loss",
]

_REDUCTIONS = ("none", "mean", "sum")


def _word(op: str, what: str, number: int, words: Sequence[str]) -> str:
    """The word that a number stands for."""
    if not 0 <= number < len(words):
        named = ", ".join(f"{i} ({word})" for i, word in enumerate(words))
        raise ValueError(f"{op}: expected {what} to be one of {named}, got {number}")
    return words[number]


def _reduced(op: str, reduction: int) -> str:
    return _word(op, "reduction", reduction, _REDUCTIONS)


# ---- losses ------------------------------------------------------------------------


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    pos_weight: Tensor | None = None,
    reduction: int = 1,
) -> Tensor:
    """`nn.functional.binary_cross_entropy_with_logits`, the reduction as a number.

    >>> ct.binary_cross_entropy_with_logits(ct.zeros(3), ct.ones(3), reduction=2)
    tensor(2.0794)
    """
    word = _reduced("binary_cross_entropy_with_logits", reduction)
    return F.binary_cross_entropy_with_logits(
        input, target, weight, reduction=word, pos_weight=pos_weight
    )


def cosine_embedding_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0.0,
    reduction: int = 1,
) -> Tensor:
    """`nn.functional.cosine_embedding_loss`, the reduction as a number.

    >>> x = ct.tensor([[1.0, 0.0]])
    >>> ct.cosine_embedding_loss(x, x.roll(1, 1), ct.tensor([1.0]), 0.0, 0)
    tensor([1.])
    """
    word = _reduced("cosine_embedding_loss", reduction)
    return F.cosine_embedding_loss(input1, input2, target, margin, reduction=word)


def ctc_loss(
    log_probs: Tensor,
    targets: Tensor,
    input_lengths: Tensor | Sequence[int],
    target_lengths: Tensor | Sequence[int],
    blank: int = 0,
    reduction: int = 1,
    zero_infinity: bool = False,
) -> Tensor:
    """`nn.functional.ctc_loss`, the reduction as a number.

    >>> p = ct.full((3, 1, 2), 0.5).log()
    >>> ct.ctc_loss(p, ct.tensor([[1]]), [3], [1], reduction=2)
    tensor(0.2877)
    """
    return F.ctc_loss(
        log_probs,
        targets,
        input_lengths,
        target_lengths,
        blank,
        _reduced("ctc_loss", reduction),
        zero_infinity,
    )


def hinge_embedding_loss(
    input: Tensor, target: Tensor, margin: float = 1.0, reduction: int = 1
) -> Tensor:
    """`nn.functional.hinge_embedding_loss`, the reduction as a number.

    >>> ct.hinge_embedding_loss(ct.tensor([0.25, 0.25]), ct.tensor([1, -1]), 1.0, 0)
    tensor([0.2500, 0.7500])
    """
    word = _reduced("hinge_embedding_loss", reduction)
    return F.hinge_embedding_loss(input, target, margin, reduction=word)


def kl_div(
    input: Tensor, target: Tensor, reduction: int = 1, *, log_target: bool = False
) -> Tensor:
    """`nn.functional.kl_div`, the reduction as a number.

    >>> ct.kl_div(ct.tensor([0.5]).log(), ct.tensor([1.0]), 2)
    tensor(0.6931)
    """
    word = _reduced("kl_div", reduction)
    if word == "mean":  # over all elements, of which nn.functional's warns
        return F.kl_div(input, target, reduction="none", log_target=log_target).mean()
    return F.kl_div(input, target, reduction=word, log_target=log_target)


def margin_ranking_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0.0,
    reduction: int = 1,
) -> Tensor:
    """`nn.functional.margin_ranking_loss`, the reduction as a number.

    >>> x = ct.tensor([1.0, 3.0])
    >>> ct.margin_ranking_loss(x, x.flip(0), ct.ones(2), 0.5, 0)
    tensor([2.5000, 0.0000])
    """
    word = _reduced("margin_ranking_loss", reduction)
    return F.margin_ranking_loss(input1, input2, target, margin, reduction=word)


def poisson_nll_loss(
    input: Tensor,
    target: Tensor,
    log_input: bool,
    full: bool,
    eps: float,
    reduction: int,
) -> Tensor:
    """`nn.functional.poisson_nll_loss`, the reduction as a number.

    >>> ct.poisson_nll_loss(ct.zeros(2), ct.tensor([1.0, 2.0]), True, False, 1e-8, 0)
    tensor([1., 1.])
    """
    return F.poisson_nll_loss(
        input,
        target,
        log_input,
        full,
        eps=eps,
        reduction=_reduced("poisson_nll_loss", reduction),
    )


def triplet_margin_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    margin: float = 1.0,
    p: float = 2.0,
    eps: float = 1e-6,
    swap: bool = False,
    reduction: int = 1,
) -> Tensor:
    """`nn.functional.triplet_margin_loss`, the reduction as a number.

    >>> x = ct.zeros(1, 2)
    >>> ct.triplet_margin_loss(x, x, x + 3, p=1, reduction=2)
    tensor(0.)
    """
    word = _reduced("triplet_margin_loss", reduction)
    return F.triplet_margin_loss(
        anchor, positive, negative, margin, p, eps, swap, reduction=word
    )


# ---- normalization -----------------------------------------------------------------


def batch_norm(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    training: bool,
    momentum: float,
    eps: float,
    cudnn_enabled: bool,
) -> Tensor:
    """`nn.functional.batch_norm` in the order of PyTorch's C++, without defaults.

    >>> x = ct.tensor([[1.0], [3.0]])
    >>> ct.batch_norm(x, None, None, None, None, True, 0.1, 0.0, False).flatten()
    tensor([-1.,  1.])
    """
    return F.batch_norm(
        input, running_mean, running_var, weight, bias, training, momentum, eps
    )


def instance_norm(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    use_input_stats: bool,
    momentum: float,
    eps: float,
    cudnn_enabled: bool,
) -> Tensor:
    """`nn.functional.instance_norm` in the order of PyTorch's C++, without defaults.

    >>> x = ct.tensor([[[1.0, 3.0]]])
    >>> ct.instance_norm(x, None, None, None, None, True, 0.1, 0.0, False).flatten()
    tensor([-1.,  1.])
    """
    return F.instance_norm(
        input, running_mean, running_var, weight, bias, use_input_stats, momentum, eps
    )


def _moments(x: Tensor, dims: tuple[int, ...], eps: float) -> tuple[Tensor, Tensor]:
    """Means, and 1 over the deviations, of what the last dims hold."""
    wide = x.float() if x.dtype in (ct.float16, ct.bfloat16) else x
    var, mean = ct.var_mean(wide, dims, correction=0, keepdim=True)
    return mean.to(x.dtype), (var + eps).rsqrt().to(x.dtype)


def native_batch_norm(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    training: bool,
    momentum: float,
    eps: float,
) -> tuple[Tensor, Tensor, Tensor]:
    """The result of batch_norm, the means (C) and 1 / deviations (C) in training.

    Means and deviations are without gradient; in evaluation both are empty.

    >>> x = ct.tensor([[1.0], [3.0]])
    >>> ct.native_batch_norm(x, None, None, None, None, True, 0.1, 0.0)[1:]
    (tensor([2.]), tensor([1.]))
    """
    y = F.batch_norm(
        input, running_mean, running_var, weight, bias, training, momentum, eps
    )
    if not training:
        return y, input.new_empty(0), input.new_empty(0)
    dims = (0, *range(2, input.dim()))
    mean, scale = _moments(input.detach(), dims, eps)
    return y, mean.reshape(-1), scale.reshape(-1)


def native_group_norm(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    N: int,  # noqa: N803
    C: int,  # noqa: N803
    HxW: int,  # noqa: N803
    group: int,
    eps: float,
) -> tuple[Tensor, Tensor, Tensor]:
    """The result of group_norm, the means and 1 / deviations of the groups: (N, group).

    Input holds N * C * HxW elements, (N, C, *). RuntimeError for another number of
    elements, or a group that does not divide C.

    >>> x = ct.tensor([[1.0, 3.0]])
    >>> ct.native_group_norm(x, None, None, 1, 2, 1, 1, 0.0)[1:]
    (tensor([[2.]]), tensor([[1.]]))
    """
    if input.numel() != N * C * HxW or group < 1 or C % group:
        raise RuntimeError(
            f"native_group_norm: expected input of N * C * HxW = {N} * {C} * {HxW} "
            f"elements and a group that divides C, got {tuple(input.shape)} and "
            f"{group}"
        )
    y = ct.group_norm(input, group, weight, bias, eps)
    rows = input.reshape(N, group, HxW * (C // group))
    mean, scale = _moments(rows, (2,), eps)
    return y, mean.squeeze(2), scale.squeeze(2)


def native_layer_norm(
    input: Tensor,
    normalized_shape: Sequence[int],
    weight: Tensor | None,
    bias: Tensor | None,
    eps: float,
) -> tuple[Tensor, Tensor, Tensor]:
    """The result of layer_norm, the means and 1 / deviations: (*, 1, ..., 1).

    Means and deviations are without gradient.

    >>> ct.native_layer_norm(ct.tensor([1.0, 3.0]), (2,), None, None, 0.0)[1:]
    (tensor([2.]), tensor([1.]))
    """
    y = ct.layer_norm(input, normalized_shape, weight, bias, eps)
    dims = tuple(range(-len(tuple(normalized_shape)), 0))
    return (y, *_moments(input.detach(), dims, eps))


# ---- tables of vectors -------------------------------------------------------------


def embedding(
    weight: Tensor,
    indices: Tensor,
    padding_idx: int = -1,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Tensor:
    """The rows of weight (V, D) that indices name: (*, D); the table comes first.

    No row is one of padding where padding_idx is below 0. See
    `nn.functional.embedding`.

    >>> ct.embedding(ct.tensor([[0.0, 1.0], [2.0, 3.0]]), ct.tensor([1]))
    tensor([[2., 3.]])
    """
    return F.embedding(
        indices,
        weight,
        None if padding_idx < 0 else padding_idx,
        scale_grad_by_freq=scale_grad_by_freq,
        sparse=sparse,
    )


def embedding_bag(
    weight: Tensor,
    indices: Tensor,
    offsets: Tensor,
    scale_grad_by_freq: bool = False,
    mode: int = 0,
    sparse: bool = False,
    per_sample_weights: Tensor | None = None,
    include_last_offset: bool = False,
    padding_idx: int | None = None,
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """`nn.functional.embedding_bag`, and what its bags are.

    Mode is 0 for 'sum', 1 for 'mean', 2 for 'max'. Returned are the result (B, D), the
    bag of each index (N), how many of each bag's indices count (B), and with 'max' the
    rows that the largest numbers are of (B, D), 0 for an empty bag; otherwise that is
    the third once more.

    >>> table = ct.tensor([[0.0, 1.0], [2.0, 3.0]])
    >>> ct.embedding_bag(table, ct.tensor([0, 1, 1]), ct.tensor([0, 2]))[0]
    tensor([[2., 4.],
            [2., 3.]])
    """
    word = _word("embedding_bag", "mode", mode, ("sum", "mean", "max"))
    y = F.embedding_bag(
        indices,
        weight,
        offsets,
        scale_grad_by_freq=scale_grad_by_freq,
        mode=word,
        sparse=sparse,
        per_sample_weights=per_sample_weights,
        include_last_offset=include_last_offset,
        padding_idx=padding_idx,
    )
    bags, count, used = _bags(indices, offsets, include_last_offset)
    counts = used != _padding_row("embedding_bag", padding_idx, weight)
    sizes = bags.new_zeros(count).index_add(0, bags, counts.long())
    if word != "max":
        return y, bags, sizes, sizes
    return y, bags, sizes, _rows_of_largest(y.detach(), weight, used, bags, counts)


def _rows_of_largest(
    y: Tensor, weight: Tensor, used: Tensor, bags: Tensor, counts: Tensor
) -> Tensor:
    """For each number of the bags, (B, D), the first index whose row has it."""
    rows = weight.detach()[used]
    same = (rows == y[bags]) & counts.unsqueeze(1)
    order = ct.arange(len(used), device=used.device).unsqueeze(1).expand(rows.shape)
    first = ct.full(y.shape, len(used), dtype=ct.int64, device=used.device)
    first.scatter_reduce_(
        0,
        bags.unsqueeze(1).expand(rows.shape),
        ct.where(same, order, len(used)),
        "amin",
    )
    padded = ct.cat([used.long(), used.new_zeros(1, dtype=ct.int64)])
    return padded[first]


def embedding_renorm_(
    input: Tensor, indices: Tensor, max_norm: float, norm_type: float
) -> Tensor:
    """Scale the rows that indices name and that are longer than max_norm, in place.

    >>> ct.embedding_renorm_(ct.tensor([[3.0, 4.0]]), ct.tensor([0]), 1.0, 2.0)
    tensor([[0.6000, 0.8000]])
    """
    _shorten(input, indices, max_norm, norm_type)
    return input


# ---- sampling ----------------------------------------------------------------------


def affine_grid_generator(
    theta: Tensor, size: Sequence[int], align_corners: bool
) -> Tensor:
    """`nn.functional.affine_grid`.

    >>> theta = ct.tensor([[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]])
    >>> ct.affine_grid_generator(theta, (1, 1, 1, 2), True)
    tensor([[[[-1.,  0.],
              [ 1.,  0.]]]])
    """
    return F.affine_grid(theta, size, align_corners)


def grid_sampler(
    input: Tensor,
    grid: Tensor,
    interpolation_mode: int,
    padding_mode: int,
    align_corners: bool,
) -> Tensor:
    """`nn.functional.grid_sample`, its words as numbers.

    Interpolation is 0 for 'bilinear', 1 for 'nearest', 2 for 'bicubic'; padding 0 for
    'zeros', 1 for 'border', 2 for 'reflection'.

    >>> x = ct.tensor([[[[1.0, 3.0]]]])
    >>> ct.grid_sampler(x, ct.zeros(1, 1, 1, 2), 0, 0, True).item()
    2.0
    """
    op = "grid_sampler"
    words = ("bilinear", "nearest", "bicubic")
    how = _word(op, "interpolation_mode", interpolation_mode, words)
    beyond = _word(op, "padding_mode", padding_mode, ("zeros", "border", "reflection"))
    return F.grid_sample(input, grid, how, beyond, align_corners)


def _of_dims(op: str, input: Tensor, dims: int) -> None:
    if input.dim() != dims:
        raise RuntimeError(f"{op}: expected input of {dims} dims, got {input.dim()}")


def grid_sampler_2d(
    input: Tensor,
    grid: Tensor,
    interpolation_mode: int,
    padding_mode: int,
    align_corners: bool,
) -> Tensor:
    """`grid_sampler` of (N, C, H, W).

    >>> x = ct.tensor([[[[1.0, 3.0]]]])
    >>> ct.grid_sampler_2d(x, ct.ones(1, 1, 1, 2), 1, 1, True).item()
    3.0
    """
    _of_dims("grid_sampler_2d", input, 4)
    return grid_sampler(input, grid, interpolation_mode, padding_mode, align_corners)


def grid_sampler_3d(
    input: Tensor,
    grid: Tensor,
    interpolation_mode: int,
    padding_mode: int,
    align_corners: bool,
) -> Tensor:
    """`grid_sampler` of (N, C, D, H, W).

    >>> x = ct.tensor([[[[[1.0, 3.0]]]]])
    >>> ct.grid_sampler_3d(x, ct.ones(1, 1, 1, 1, 3), 1, 1, True).item()
    3.0
    """
    _of_dims("grid_sampler_3d", input, 5)
    return grid_sampler(input, grid, interpolation_mode, padding_mode, align_corners)
