"""Distances, similarities, and vectors of length 1."""

from __future__ import annotations

import ctensor as ct
from ctensor.nn.functional._loss import _wide


def cosine_similarity(
    x1: ct.Tensor, x2: ct.Tensor, dim: int = 1, eps: float = 1e-8
) -> ct.Tensor:
    """Cosine of the angle between vectors along `dim`: x1 x2 / (|x1| |x2|).

    Both broadcast; each length counts as at least `eps`. Vectors are brought to length
    1 before they are multiplied, so that none is too long or short.

    >>> x = ct.tensor([[1.0, 0.0], [3e30, 3e30]])
    >>> cosine_similarity(x, ct.tensor([[1.0, 0.0]]))
    tensor([1.0000, 0.7071])
    """
    dtype = ct.promote_types(x1.dtype, x2.dtype)
    if not dtype.is_floating_point:
        raise RuntimeError(
            "cosine_similarity: expected to have floating point inputs, got "
            f"{x1.dtype} and {x2.dtype}"
        )
    x1, x2 = ct.broadcast_tensors(_wide(x1.to(dtype)), _wide(x2.to(dtype)))
    product = _of_length_1(x1, dim, eps) * _of_length_1(x2, dim, eps)
    return product.sum(dim).to(dtype)


def _of_length_1(x: ct.Tensor, dim: int, eps: float) -> ct.Tensor:
    """The gradient passes the limit as if it were not there."""
    length = x.norm(2, dim, keepdim=True)
    return x / (length + (length.clamp(min=eps) - length).detach())


def pairwise_distance(
    x1: ct.Tensor,
    x2: ct.Tensor,
    p: float = 2.0,
    eps: float = 1e-6,
    keepdim: bool = False,
) -> ct.Tensor:
    """The p-norm of x1 - x2 + eps over the last dim; both broadcast.

    >>> pairwise_distance(ct.zeros(1, 2), ct.tensor([[3.0, 4.0]]))
    tensor([5.0000])
    """
    dtype = ct.promote_types(x1.dtype, x2.dtype)
    if not (dtype.is_floating_point or dtype.is_complex):
        dtype = ct.get_default_dtype()
    x1, x2 = _wide(x1.to(dtype)), _wide(x2.to(dtype))
    real = dtype.to_real() if dtype.is_complex else dtype
    return (x1 - x2 + eps).norm(p, -1, keepdim).to(real)


def pdist(input: ct.Tensor, p: float = 2.0) -> ct.Tensor:
    """Distances of each two of the N rows of `input`, (N, M): N (N - 1) / 2 of them.

    Those of row 0 to the others come first, as in the upper triangle of `cdist`.
    RuntimeError for another number of dims or p < 0.

    >>> pdist(ct.tensor([[0.0], [1.0], [3.0]]), 1)
    tensor([1., 3., 2.])
    """
    if input.dim() != 2:
        raise RuntimeError(f"pdist only supports 2D tensors, got: {input.dim()}D")
    if not input.is_floating_point():
        raise RuntimeError("pdist only supports floating-point dtypes")
    if p < 0:
        raise RuntimeError("pdist only supports non-negative p values")
    n = input.shape[0]
    exact = "donot_use_mm_for_euclid_dist"
    all_pairs = ct.cdist(input, input, p, compute_mode=exact).reshape(-1)
    above = ct.triu_indices(n, n, 1, device=input.device)
    return all_pairs.index_select(0, above[0] * n + above[1])


def normalize(
    input: ct.Tensor,
    p: float = 2.0,
    dim: int | tuple[int, ...] = 1,
    eps: float = 1e-12,
    out: ct.Tensor | None = None,
) -> ct.Tensor:
    """`input` over its p-norm along `dim`, which counts as at least `eps`.

    >>> normalize(ct.tensor([[3.0, 4.0]]))
    tensor([[0.6000, 0.8000]])
    """
    wide = _wide(input)
    length = wide.norm(p, dim, keepdim=True).clamp(min=eps)
    if out is None:
        return (wide / length).to(input.dtype)
    return (
        out.copy_(wide / length)
        if input.dtype != wide.dtype
        else _into(wide, length, out)
    )


def _into(wide: ct.Tensor, length: ct.Tensor, out: ct.Tensor) -> ct.Tensor:
    return ct.div(wide, length, out=out)
