"""Attention."""

from __future__ import annotations

import math

import ctensor as ct
from ctensor import _C
from ctensor.nn.functional._dropout import dropout
from ctensor.nn.functional._loss import _wide


def scaled_dot_product_attention(
    query: ct.Tensor,
    key: ct.Tensor,
    value: ct.Tensor,
    attn_mask: ct.Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
) -> ct.Tensor:
    """softmax(query key' scale + mask) value, computed in tiles.

    The matrix of scores is never in memory, nor for the gradients, but with dropout or
    where the mask needs a gradient. A query that may look nowhere gets 0.

    Args:
        query: (*, L, E).
        key: (*, S, E).
        value: (*, S, D). The dims before broadcast.
        attn_mask: broadcasts to (*, L, S); what is added to the scores, or False where
            a query may not look.
        dropout_p: which share of the chances is dropped, also outside of training.
        is_causal: query i looks at keys 0 to i; RuntimeError with a mask too.
        scale: 1 / sqrt(E) if None.
        enable_gqa: query (*, H, L, E) with several heads for each of key and value, (*,
            G, S, E): head h looks at those of h // (H / G).

    Source: Vaswani and others 2017, https://arxiv.org/abs/1706.03762.

    >>> x = ct.eye(2)[None]
    >>> scaled_dot_product_attention(x, x, x, is_causal=True, scale=10.0)
    tensor([[[1.0000e+00, 0.0000e+00],
             [4.5398e-05, 9.9995e-01]]])
    """
    name = "scaled_dot_product_attention"
    if min(query.dim(), key.dim(), value.dim()) < 2:
        raise RuntimeError(
            f"{name}: Expected query, key, and value to all be at least 2 dimensional, "
            f"but got {query.dim()}, {key.dim()} and {value.dim()} dims"
        )
    if is_causal and attn_mask is not None:
        raise RuntimeError(
            f"{name}: Explicit attn_mask should not be set when is_causal=True"
        )
    if not 0.0 <= dropout_p <= 1.0:
        raise RuntimeError(
            f"{name}: dropout probability has to be between 0 and 1, but got "
            f"{dropout_p}"
        )
    if scale is None:
        scale = 1 / math.sqrt(query.shape[-1]) if query.shape[-1] else 1.0
    query, key, value, lead = _heads(query, key, value, enable_gqa)
    shape = (*query.shape[:3], key.shape[2])
    mask = None
    if attn_mask is not None:
        mask = _mask_of(attn_mask, query, lead, shape)
    if dropout_p > 0 or (mask is not None and mask.requires_grad):
        y = _in_steps(query, key, value, mask, dropout_p, is_causal, scale)
    else:
        y = _C._attention(query, key, value, mask, is_causal, scale)
    return y if len(lead) == 2 else y.reshape((*lead, *y.shape[2:]))


def _heads(
    query: ct.Tensor, key: ct.Tensor, value: ct.Tensor, shared: bool
) -> tuple[ct.Tensor, ct.Tensor, ct.Tensor, tuple[int, ...]]:
    """All three in 4 dims, and what the result has in place of the first two.

    Several keep their heads in dim 1, where `shared`; else all have the same.
    """
    tensors = (query, key, value)
    if all(t.dim() == 4 for t in tensors) and (
        shared or query.shape[:2] == key.shape[:2] == value.shape[:2]
    ):
        return query, key, value, tuple(query.shape[:2])
    if shared and any(t.dim() < 3 for t in tensors):
        raise RuntimeError(
            "scaled_dot_product_attention: expected (*, H, L, E) with enable_gqa, got "
            f"{', '.join(str(tuple(t.shape)) for t in tensors)}"
        )
    own = 3 if shared else 2
    lead = ct.broadcast_shapes(*(t.shape[:-own] for t in tensors))
    full = [t.expand((*lead, *t.shape[-own:])) for t in tensors]
    if shared:
        made = [t.reshape((-1, *t.shape[-3:])) for t in full]
        return made[0], made[1], made[2], (*lead, query.shape[-3])
    heads = lead[-1] if lead else 1
    made = [t.reshape((math.prod(lead[:-1]), heads, *t.shape[-2:])) for t in full]
    return made[0], made[1], made[2], tuple(lead)


def _mask_of(
    mask: ct.Tensor, query: ct.Tensor, lead: tuple[int, ...], shape: tuple[int, ...]
) -> ct.Tensor:
    """The mask as (B, H, L, S), a view where that can be."""
    if mask.dtype != ct.bool and mask.dtype not in (query.dtype, ct.float32):
        raise RuntimeError(
            "scaled_dot_product_attention: Expected attn_mask dtype to be bool or "
            f"float or to match query dtype, but got {mask.dtype} and {query.dtype}"
        )
    try:
        return mask.expand((*lead, *shape[2:])).reshape(shape)
    except RuntimeError:
        raise RuntimeError(
            "scaled_dot_product_attention: expected an attn_mask that broadcasts to "
            f"{(*lead, *shape[2:])}, got {tuple(mask.shape)}"
        ) from None


def _in_steps(
    query: ct.Tensor,
    key: ct.Tensor,
    value: ct.Tensor,
    mask: ct.Tensor | None,
    dropout_p: float,
    is_causal: bool,
    scale: float,
) -> ct.Tensor:
    """The same with the matrix of chances, of which some are dropped."""
    each = query.shape[1] // max(key.shape[1], 1)
    if each > 1:
        key, value = (t.repeat_interleave(each, 1) for t in (key, value))
    p = _chances(query, key, mask, is_causal, scale)
    return (dropout(p, dropout_p) @ _wide(value)).to(query.dtype)


def _chances(
    query: ct.Tensor,
    key: ct.Tensor,
    mask: ct.Tensor | None,
    is_causal: bool,
    scale: float,
) -> ct.Tensor:
    """softmax(query key' scale + mask), 0 where a query may look nowhere."""
    scores = _wide(query) @ _wide(key).mT * scale
    if is_causal:
        mask = ct.ones(scores.shape[-2:], dtype=ct.bool, device=query.device).tril()
    if mask is None:
        return scores.softmax(-1)
    if mask.dtype == ct.bool:
        scores = scores.masked_fill(~mask, -math.inf)
    else:
        scores = scores + mask
    nowhere = (scores.detach() == -math.inf).all(-1, keepdim=True)
    scores = scores.masked_fill(nowhere, 0.0)
    return scores.softmax(-1).masked_fill(nowhere, 0.0)
