"""Attention with several heads, between a projection before and one behind."""

from __future__ import annotations

import math

import ctensor as ct
from ctensor import _C
from ctensor.nn.functional._attention import _chances, scaled_dot_product_attention
from ctensor.nn.functional._dropout import dropout
from ctensor.nn.functional._loss import _wide


def multi_head_attention_forward(
    query: ct.Tensor,
    key: ct.Tensor,
    value: ct.Tensor,
    embed_dim_to_check: int,
    num_heads: int,
    in_proj_weight: ct.Tensor | None,
    in_proj_bias: ct.Tensor | None,
    bias_k: ct.Tensor | None,
    bias_v: ct.Tensor | None,
    add_zero_attn: bool,
    dropout_p: float,
    out_proj_weight: ct.Tensor,
    out_proj_bias: ct.Tensor | None,
    training: bool = True,
    key_padding_mask: ct.Tensor | None = None,
    need_weights: bool = True,
    attn_mask: ct.Tensor | None = None,
    use_separate_proj_weight: bool = False,
    q_proj_weight: ct.Tensor | None = None,
    k_proj_weight: ct.Tensor | None = None,
    v_proj_weight: ct.Tensor | None = None,
    static_k: ct.Tensor | None = None,
    static_v: ct.Tensor | None = None,
    average_attn_weights: bool = True,
    is_causal: bool = False,
) -> tuple[ct.Tensor, ct.Tensor | None]:
    """What `nn.MultiheadAttention` computes; see there for shapes and masks.

    Args:
        query: (L, N, E) or (L, E).
        key: (S, N, Ek) or (S, Ek).
        value: (S, N, Ev) or (S, Ev).
        embed_dim_to_check: E.
        num_heads: into how many parts E is divided.
        in_proj_weight: (3 E, E), or None with `use_separate_proj_weight`.
        in_proj_bias: (3 E).
        bias_k: (1, 1, E), one more key for all.
        bias_v: its value.
        add_zero_attn: with one more key and value of zeros.
        dropout_p: share of the chances that is dropped in training.
        out_proj_weight: (E, E).
        out_proj_bias: (E).
        training: see `dropout_p`.
        key_padding_mask: (N, S) or (S); True, or what is added, where not to look.
        need_weights: whether the chances come too, which takes the matrix of them.
        attn_mask: (L, S) or (N * num_heads, L, S); likewise.
        use_separate_proj_weight: with the next three for `in_proj_weight`.
        q_proj_weight: (E, E).
        k_proj_weight: (E, Ek).
        v_proj_weight: (E, Ev).
        static_k: keys as they are, (N * num_heads, S, E / num_heads).
        static_v: values.
        average_attn_weights: whether the chances are the mean over the heads.
        is_causal: that `attn_mask` is the causal one, which is then not read where
            the chances are not wanted; RuntimeError without it.

    Returns:
        (L, N, E) or (L, E), and the chances (N, L, S), with the heads (N, H, L, S), or
        without a batch (L, S) or (H, L, S); or None.
    """
    batched = query.dim() == 3
    _check_dims(query, key, value, key_padding_mask, attn_mask, num_heads)
    if is_causal and attn_mask is None:
        raise RuntimeError("Need attn_mask if specifying the is_causal hint.")
    if not batched:
        query, key, value = (t.unsqueeze(1) for t in (query, key, value))
        if key_padding_mask is not None:
            key_padding_mask = key_padding_mask.unsqueeze(0)
    if query.shape[2] != embed_dim_to_check or embed_dim_to_check % num_heads:
        raise AssertionError(
            f"was expecting embedding dimension of {embed_dim_to_check}, divisible by "
            f"num_heads {num_heads}, but got {query.shape[2]}"
        )
    only_causal = is_causal and key_padding_mask is None and not need_weights
    if use_separate_proj_weight:
        weights = [q_proj_weight, k_proj_weight, v_proj_weight]
        q, k, v = _projected_apart(query, key, value, weights, in_proj_bias)
    else:
        assert in_proj_weight is not None
        q, k, v = _projected(query, key, value, in_proj_weight, in_proj_bias)
    added = int(bias_k is not None) + int(add_zero_attn)
    if bias_k is not None and bias_v is not None:
        k = ct.cat([k, bias_k.expand(1, *k.shape[1:])])
        v = ct.cat([v, bias_v.expand(1, *v.shape[1:])])
    if add_zero_attn:
        zeros = k.new_zeros((1, *k.shape[1:]))
        k, v = ct.cat([k, zeros]), ct.cat([v, zeros])
    heads = [_in_heads(t, num_heads) for t in (q, k, v)]
    for i, static in ((1, static_k), (2, static_v)):
        if static is not None:
            heads[i] = static.reshape(-1, num_heads, *static.shape[1:])
    mask = None
    if not only_causal or added:
        shape = (*heads[0].shape[:3], heads[1].shape[2] - added)
        mask = _merged(attn_mask, key_padding_mask, shape, q.dtype)
        if mask is not None and added:
            mask = ct.nn.functional.pad(mask, (0, added))
    p = dropout_p if training else 0.0
    causal = only_causal and not added
    y, chances = _attended(heads, mask, p, causal, need_weights)
    y = y.permute(2, 0, 1, 3).reshape(query.shape)
    y = _C.linear(y, out_proj_weight, out_proj_bias)
    if chances is not None and average_attn_weights:
        chances = chances.mean(1)
    if batched:
        return y, chances
    return y.squeeze(1), None if chances is None else chances.squeeze(0)


def _check_dims(
    query: ct.Tensor,
    key: ct.Tensor,
    value: ct.Tensor,
    key_padding_mask: ct.Tensor | None,
    attn_mask: ct.Tensor | None,
    num_heads: int,
) -> None:
    n = query.dim()
    if n not in (2, 3) or key.dim() != n or value.dim() != n:
        raise AssertionError(
            "multi_head_attention_forward: expected query, key and value to be all 2-D "
            "(unbatched) or all 3-D (batched), got "
            f"{query.dim()}-D, {key.dim()}-D and {value.dim()}-D tensors"
        )
    if key.shape[:-1] != value.shape[:-1]:
        raise RuntimeError(
            f"key's sequence and batch dims {tuple(key.shape[:-1])} do not match "
            f"value's {tuple(value.shape[:-1])}"
        )
    batch = query.shape[1:2] if n == 3 else ()
    if key_padding_mask is not None and (
        key_padding_mask.shape != (*batch, key.shape[0])
    ):
        raise RuntimeError(
            f"expected key_padding_mask of shape {(*batch, key.shape[0])}, got "
            f"{tuple(key_padding_mask.shape)}"
        )
    if attn_mask is not None:
        size = (query.shape[0], key.shape[0])
        heads = (math.prod(batch) * num_heads, *size)
        if attn_mask.shape not in (size, heads):
            raise RuntimeError(
                f"The shape of the attn_mask is {tuple(attn_mask.shape)}, but should "
                f"be {size} or {heads}."
            )
    for mask in (key_padding_mask, attn_mask):
        if mask is not None and not (mask.dtype == ct.bool or mask.is_floating_point()):
            raise RuntimeError(
                f"only bool and floating types of masks are supported, got {mask.dtype}"
            )


def _projected(
    query: ct.Tensor,
    key: ct.Tensor,
    value: ct.Tensor,
    weight: ct.Tensor,
    bias: ct.Tensor | None,
) -> list[ct.Tensor]:
    """All three, in one product where they are one tensor, in two for key and value."""
    size = query.shape[-1]
    if key is value and query is key:
        return list(_C.linear(query, weight, bias).split(size, -1))
    if key is value:
        q = _C.linear(query, weight[:size], None if bias is None else bias[:size])
        both = _C.linear(key, weight[size:], None if bias is None else bias[size:])
        return [q, *both.split(size, -1)]
    parts = weight.split(size)
    biases = (None,) * 3 if bias is None else bias.split(size)
    return [
        _C.linear(t, w, b)
        for t, w, b in zip((query, key, value), parts, biases, strict=True)
    ]


def _projected_apart(
    query: ct.Tensor,
    key: ct.Tensor,
    value: ct.Tensor,
    weights: list[ct.Tensor | None],
    bias: ct.Tensor | None,
) -> list[ct.Tensor]:
    biases = (None,) * 3 if bias is None else bias.split(query.shape[-1])
    made = []
    for t, w, b in zip((query, key, value), weights, biases, strict=True):
        if w is None:
            raise RuntimeError(
                "use_separate_proj_weight is True but q_proj_weight, k_proj_weight or "
                "v_proj_weight is None"
            )
        made.append(_C.linear(t, w, b))
    return made


def _in_heads(t: ct.Tensor, num_heads: int) -> ct.Tensor:
    """(S, N, E) as (N, H, S, E / H), a view."""
    return t.unflatten(-1, (num_heads, -1)).permute(1, 2, 0, 3)


def _merged(
    attn_mask: ct.Tensor | None,
    padding: ct.Tensor | None,
    shape: tuple[int, ...],
    dtype: ct.dtype,
) -> ct.Tensor | None:
    """Both as one that is added, (N, H, L, S) or what broadcasts to it."""
    masks = []
    for mask in (attn_mask, padding):
        if mask is None:
            continue
        if mask is padding:
            mask = mask[:, None, None, :]
        elif mask.dim() == 3:
            mask = mask.reshape(shape)
        if mask.dtype == ct.bool:
            zeros = ct.zeros(mask.shape, dtype=dtype, device=mask.device)
            mask = zeros.masked_fill(mask, -math.inf)
        masks.append(mask.to(dtype))
    return sum(masks[1:], start=masks[0]) if masks else None


def _attended(
    heads: list[ct.Tensor],
    mask: ct.Tensor | None,
    dropout_p: float,
    causal: bool,
    need_weights: bool,
) -> tuple[ct.Tensor, ct.Tensor | None]:
    """What the heads see, (N, H, L, E / H), and the chances if they are wanted."""
    q, k, v = heads
    if not need_weights:
        return scaled_dot_product_attention(q, k, v, mask, dropout_p, causal), None
    chances = _chances(q, k, mask, False, 1 / math.sqrt(q.shape[-1]))
    chances = dropout(chances, dropout_p)
    return (chances @ _wide(v)).to(q.dtype), chances.to(q.dtype)
