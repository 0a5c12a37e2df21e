"""MultiheadAttention."""

from __future__ import annotations

from typing import Any

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn import init
from ctensor.nn.modules.linear import Linear
from ctensor.nn.modules.module import Module
from ctensor.nn.parameter import Parameter

__all__ = ["MultiheadAttention"]


class NonDynamicallyQuantizableLinear(Linear):
    """A Linear, by the name that PyTorch prints."""


class MultiheadAttention(Module):
    """Attention by `num_heads` heads, each over a part of `embed_dim` numbers.

    concat(heads) W with head i = attention(q Wq, k Wk, v Wv). Shapes: query (L, N, E),
    key (S, N, kdim) and value (S, N, vdim), with `batch_first` (N, L, E) and so on, or
    all without N. Source: Vaswani and others 2017, https://arxiv.org/abs/1706.03762.

    Args:
        embed_dim: E, a multiple of num_heads.
        num_heads: how many.
        dropout: the share of the chances that is dropped in training.
        bias: whether the projections have biases.
        add_bias_kv: with one more key and value, which are learned.
        add_zero_attn: with one more key and value of zeros.
        kdim: size of a key, E if None.
        vdim: size of a value, E if None.
        batch_first: see above.
        device: where the parameters are.
        dtype: theirs.

    >>> layer = MultiheadAttention(8, 2, batch_first=True)
    >>> y, chances = layer(*[ct.ones(3, 5, 8)] * 3)
    >>> y.shape, chances.shape
    (ctensor.Size([3, 5, 8]), ctensor.Size([3, 5, 5]))
    """

    def __init__(
        self,
        embed_dim: int,
        num_heads: int,
        dropout: float = 0.0,
        bias: bool = True,
        add_bias_kv: bool = False,
        add_zero_attn: bool = False,
        kdim: int | None = None,
        vdim: int | None = None,
        batch_first: bool = False,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        if embed_dim <= 0 or num_heads <= 0:
            raise ValueError(
                "embed_dim and num_heads must be greater than 0, got embed_dim="
                f"{embed_dim} and num_heads={num_heads} instead"
            )
        if embed_dim % num_heads:
            raise AssertionError("embed_dim must be divisible by num_heads")
        super().__init__()
        self.embed_dim = embed_dim
        self.kdim = kdim if kdim is not None else embed_dim
        self.vdim = vdim if vdim is not None else embed_dim
        self._qkv_same_embed_dim = self.kdim == embed_dim == self.vdim
        self.num_heads = num_heads
        self.dropout = dropout
        self.batch_first = batch_first
        self.head_dim = embed_dim // num_heads
        self.add_zero_attn = add_zero_attn
        self._make_parameters(bias, add_bias_kv, {"device": device, "dtype": dtype})
        self._reset_parameters()

    def _make_parameters(
        self, bias: bool, add_bias_kv: bool, made: dict[str, Any]
    ) -> None:
        size, same = self.embed_dim, self._qkv_same_embed_dim
        shapes: dict[str, tuple[int, ...] | None] = {
            "q_proj_weight": None if same else (size, size),
            "k_proj_weight": None if same else (size, self.kdim),
            "v_proj_weight": None if same else (size, self.vdim),
            "in_proj_weight": (3 * size, size) if same else None,
            "in_proj_bias": (3 * size,) if bias else None,
        }
        order = ["in_proj_weight", "q_proj_weight", "k_proj_weight", "v_proj_weight"]
        if not same:
            order = [*order[1:], order[0]]
        for name in [*order, "in_proj_bias"]:
            shape = shapes[name]
            values = None if shape is None else Parameter(ct.empty(shape, **made))
            self.register_parameter(name, values)
        self.out_proj = NonDynamicallyQuantizableLinear(size, size, bias=bias, **made)
        for name in ("bias_k", "bias_v"):
            values = Parameter(ct.empty((1, 1, size), **made)) if add_bias_kv else None
            self.register_parameter(name, values)

    def _reset_parameters(self) -> None:
        for name in ("in_proj_weight", *(f"{t}_proj_weight" for t in "qkv")):
            if getattr(self, name) is not None:
                init.xavier_uniform_(getattr(self, name))
        if self.in_proj_bias is not None:
            init.zeros_(self.in_proj_bias)
            init.zeros_(self.out_proj.bias)
        for bias in (self.bias_k, self.bias_v):
            if bias is not None:
                init.xavier_normal_(bias)

    def forward(
        self,
        query: ct.Tensor,
        key: ct.Tensor,
        value: ct.Tensor,
        key_padding_mask: ct.Tensor | None = None,
        need_weights: bool = True,
        attn_mask: ct.Tensor | None = None,
        average_attn_weights: bool = True,
        is_causal: bool = False,
    ) -> tuple[ct.Tensor, ct.Tensor | None]:
        """What the queries see, of the query's shape, and the chances or None.

        A mask is True, or -infinity, where not to look: key_padding_mask (N, S),
        attn_mask (L, S) or (N * num_heads, L, S). The chances, (N, L, S), or with the
        heads (N, H, L, S), take a matrix that is not made where they are not wanted.
        """
        turned = self.batch_first and query.dim() == 3
        if turned:
            if key is value:
                same = query is key
                query = query.transpose(1, 0)
                key = query if same else key.transpose(1, 0)
                value = key
            else:
                query, key, value = (t.transpose(1, 0) for t in (query, key, value))
        y, chances = F.multi_head_attention_forward(
            query,
            key,
            value,
            self.embed_dim,
            self.num_heads,
            self.in_proj_weight,
            self.in_proj_bias,
            self.bias_k,
            self.bias_v,
            self.add_zero_attn,
            self.dropout,
            self.out_proj.weight,
            self.out_proj.bias,
            training=self.training,
            key_padding_mask=key_padding_mask,
            need_weights=need_weights,
            attn_mask=attn_mask,
            use_separate_proj_weight=not self._qkv_same_embed_dim,
            q_proj_weight=self.q_proj_weight,
            k_proj_weight=self.k_proj_weight,
            v_proj_weight=self.v_proj_weight,
            average_attn_weights=average_attn_weights,
            is_causal=is_causal,
        )
        return y.transpose(1, 0) if turned else y, chances
