"""The Transformer and its layers (Vaswani and others 2017).

Source: https://arxiv.org/abs/1706.03762. A mask is True, or -infinity, where a place
may not look; shapes are (S, N, E), or with batch_first (N, S, E), or without N.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import ctensor as ct
from ctensor.nn import functional as F
from ctensor.nn import init
from ctensor.nn.modules.attention import MultiheadAttention
from ctensor.nn.modules.container import ModuleList
from ctensor.nn.modules.dropout import Dropout
from ctensor.nn.modules.linear import Linear
from ctensor.nn.modules.module import Module
from ctensor.nn.modules.normalization import LayerNorm

__all__ = [
    "Transformer",
    "TransformerDecoder",
    "TransformerDecoderLayer",
    "TransformerEncoder",
    "TransformerEncoderLayer",
]

_Activation = str | Callable[[ct.Tensor], ct.Tensor]


def _activation_of(activation: _Activation) -> Callable[[ct.Tensor], ct.Tensor]:
    if not isinstance(activation, str):
        return activation
    known: dict[str, Callable[[ct.Tensor], ct.Tensor]] = {
        "relu": F.relu,
        "gelu": F.gelu,
    }
    if activation not in known:
        raise RuntimeError(f"activation should be relu/gelu, not {activation}")
    return known[activation]


def _subsequent_mask(
    sz: int,
    device: ct.device | str | None = None,
    dtype: ct.dtype | None = None,
) -> ct.Tensor:
    full = ct.full((sz, sz), float("-inf"), device=device, dtype=dtype)
    return full.triu(1)


class _Layer(Module):
    """What both kinds of layers share: attentions, and the two products behind them."""

    _attentions: tuple[str, ...]

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: _Activation = F.relu,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__()
        made: dict[str, Any] = {"device": device, "dtype": dtype}
        for name in self._attentions:
            attention = MultiheadAttention(
                d_model, nhead, dropout, bias=bias, batch_first=batch_first, **made
            )
            self.add_module(name, attention)
        self.linear1 = Linear(d_model, dim_feedforward, bias=bias, **made)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, bias=bias, **made)
        self._norms = len(self._attentions) + 1
        for i in range(self._norms):
            norm = LayerNorm(d_model, eps=layer_norm_eps, bias=bias, **made)
            self.add_module(f"norm{i + 1}", norm)
        for i in range(self._norms):
            self.add_module(f"dropout{i + 1}", Dropout(dropout))
        self.norm_first = norm_first
        self.activation = _activation_of(activation)

    def _seen(
        self,
        attention: MultiheadAttention,
        x: ct.Tensor,
        memory: ct.Tensor,
        mask: ct.Tensor | None,
        padding: ct.Tensor | None,
        causal: bool,
    ) -> ct.Tensor:
        result: ct.Tensor = attention(
            x,
            memory,
            memory,
            attn_mask=mask,
            key_padding_mask=padding,
            need_weights=False,
            is_causal=causal,
        )[0]
        return result

    def _fed_last(self, x: ct.Tensor) -> ct.Tensor:
        """Through both products; with the last of the dropouts."""
        y = self.linear2(self.dropout(self.activation(self.linear1(x))))
        last: Any = self._modules[f"dropout{self._norms}"]
        result: ct.Tensor = last(y)
        return result


class TransformerEncoderLayer(_Layer):
    """Attention of a sequence to itself, then two products, each beside what came in.

    Args:
        d_model: size of each place, E.
        nhead: heads of the attention.
        dim_feedforward: numbers between the two products.
        dropout: share that is dropped in training, at four places.
        activation: 'relu', 'gelu' or a function, between the products.
        layer_norm_eps: of the norms.
        batch_first: see the module.
        norm_first: whether norms are before the parts and not behind their sums.
        bias: whether products and norms have biases.
        device: where the parameters are.
        dtype: theirs.
    """

    _attentions = ("self_attn",)

    def forward(
        self,
        src: ct.Tensor,
        src_mask: ct.Tensor | None = None,
        src_key_padding_mask: ct.Tensor | None = None,
        is_causal: bool = False,
    ) -> ct.Tensor:
        """The sequence, of the same shape."""

        def seen(x: ct.Tensor) -> ct.Tensor:
            y = self._seen(
                self.self_attn, x, x, src_mask, src_key_padding_mask, is_causal
            )
            result: ct.Tensor = self.dropout1(y)
            return result

        if self.norm_first:
            x = src + seen(self.norm1(src))
            return x + self._fed_last(self.norm2(x))
        x = self.norm1(src + seen(src))
        result: ct.Tensor = self.norm2(x + self._fed_last(x))
        return result


class TransformerDecoderLayer(_Layer):
    """`TransformerEncoderLayer` with attention to another sequence in between.

    Arguments as there.
    """

    _attentions = ("self_attn", "multihead_attn")

    def forward(
        self,
        tgt: ct.Tensor,
        memory: ct.Tensor,
        tgt_mask: ct.Tensor | None = None,
        memory_mask: ct.Tensor | None = None,
        tgt_key_padding_mask: ct.Tensor | None = None,
        memory_key_padding_mask: ct.Tensor | None = None,
        tgt_is_causal: bool = False,
        memory_is_causal: bool = False,
    ) -> ct.Tensor:
        """`tgt` after a look at itself and at `memory`, of the same shape."""

        def itself(x: ct.Tensor) -> ct.Tensor:
            y = self._seen(
                self.self_attn, x, x, tgt_mask, tgt_key_padding_mask, tgt_is_causal
            )
            result: ct.Tensor = self.dropout1(y)
            return result

        def other(x: ct.Tensor) -> ct.Tensor:
            y = self._seen(
                self.multihead_attn,
                x,
                memory,
                memory_mask,
                memory_key_padding_mask,
                memory_is_causal,
            )
            result: ct.Tensor = self.dropout2(y)
            return result

        if self.norm_first:
            x = tgt + itself(self.norm1(tgt))
            x = x + other(self.norm2(x))
            return x + self._fed_last(self.norm3(x))
        x = self.norm1(tgt + itself(tgt))
        x = self.norm2(x + other(x))
        result: ct.Tensor = self.norm3(x + self._fed_last(x))
        return result


class _Stack(Module):
    """Copies of a layer one behind the other, and a norm at the end."""

    def __init__(self, layer: Module, num_layers: int, norm: Module | None) -> None:
        super().__init__()
        self.layers = ModuleList([copy.deepcopy(layer) for _ in range(num_layers)])
        self.num_layers = num_layers
        self.norm = norm


class TransformerEncoder(_Stack):
    """`num_layers` copies of a layer, one behind the other, then `norm` if given.

    The last two arguments are about nested tensors, which are not here.
    """

    def __init__(
        self,
        encoder_layer: Module,
        num_layers: int,
        norm: Module | None = None,
        enable_nested_tensor: bool = True,
        mask_check: bool = True,
    ) -> None:
        super().__init__(encoder_layer, num_layers, norm)
        self.enable_nested_tensor = enable_nested_tensor
        self.mask_check = mask_check

    def forward(
        self,
        src: ct.Tensor,
        mask: ct.Tensor | None = None,
        src_key_padding_mask: ct.Tensor | None = None,
        is_causal: bool | None = None,
    ) -> ct.Tensor:
        """The sequence, of the same shape; see the layer for the masks."""
        for layer in self.layers:
            src = layer(
                src,
                src_mask=mask,
                src_key_padding_mask=src_key_padding_mask,
                is_causal=bool(is_causal),
            )
        return src if self.norm is None else self.norm(src)


class TransformerDecoder(_Stack):
    """`num_layers` copies of a layer, one behind the other, then `norm` if given."""

    def __init__(
        self, decoder_layer: Module, num_layers: int, norm: Module | None = None
    ) -> None:
        super().__init__(decoder_layer, num_layers, norm)

    def forward(
        self,
        tgt: ct.Tensor,
        memory: ct.Tensor,
        tgt_mask: ct.Tensor | None = None,
        memory_mask: ct.Tensor | None = None,
        tgt_key_padding_mask: ct.Tensor | None = None,
        memory_key_padding_mask: ct.Tensor | None = None,
        tgt_is_causal: bool | None = None,
        memory_is_causal: bool = False,
    ) -> ct.Tensor:
        """`tgt`, of the same shape; see the layer for the masks."""
        for layer in self.layers:
            tgt = layer(
                tgt,
                memory,
                tgt_mask=tgt_mask,
                memory_mask=memory_mask,
                tgt_key_padding_mask=tgt_key_padding_mask,
                memory_key_padding_mask=memory_key_padding_mask,
                tgt_is_causal=bool(tgt_is_causal),
                memory_is_causal=memory_is_causal,
            )
        return tgt if self.norm is None else self.norm(tgt)


class Transformer(Module):
    """An encoder, and a decoder that looks at what it made.

    Arguments as of the layers; `custom_encoder` and `custom_decoder` take the places of
    what they make. Weights are drawn by `init.xavier_uniform_`.
    """

    def __init__(
        self,
        d_model: int = 512,
        nhead: int = 8,
        num_encoder_layers: int = 6,
        num_decoder_layers: int = 6,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: _Activation = F.relu,
        custom_encoder: Any = None,
        custom_decoder: Any = None,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> None:
        super().__init__()
        made: dict[str, Any] = {"device": device, "dtype": dtype}
        layer = (
            d_model,
            nhead,
            dim_feedforward,
            dropout,
            activation,
            layer_norm_eps,
            batch_first,
            norm_first,
            bias,
        )
        if custom_encoder is None:
            norm = LayerNorm(d_model, eps=layer_norm_eps, bias=bias, **made)
            custom_encoder = TransformerEncoder(
                TransformerEncoderLayer(*layer, **made), num_encoder_layers, norm
            )
        self.encoder = custom_encoder
        if custom_decoder is None:
            norm = LayerNorm(d_model, eps=layer_norm_eps, bias=bias, **made)
            custom_decoder = TransformerDecoder(
                TransformerDecoderLayer(*layer, **made), num_decoder_layers, norm
            )
        self.decoder = custom_decoder
        for parameter in self.parameters():
            if parameter.dim() > 1:
                init.xavier_uniform_(parameter)
        self.d_model = d_model
        self.nhead = nhead
        self.batch_first = batch_first

    def forward(
        self,
        src: ct.Tensor,
        tgt: ct.Tensor,
        src_mask: ct.Tensor | None = None,
        tgt_mask: ct.Tensor | None = None,
        memory_mask: ct.Tensor | None = None,
        src_key_padding_mask: ct.Tensor | None = None,
        tgt_key_padding_mask: ct.Tensor | None = None,
        memory_key_padding_mask: ct.Tensor | None = None,
        src_is_causal: bool | None = None,
        tgt_is_causal: bool | None = None,
        memory_is_causal: bool = False,
    ) -> ct.Tensor:
        """`tgt` after a look at `src`, of the shape of `tgt`.

        RuntimeError for other batches of both, or another size of their places.
        """
        batch = 0 if self.batch_first else 1
        if src.dim() == 3 and src.shape[batch] != tgt.shape[batch]:
            raise RuntimeError("the batch number of src and tgt must be equal")
        if src.shape[-1] != self.d_model or tgt.shape[-1] != self.d_model:
            raise RuntimeError(
                "the feature number of src and tgt must be equal to d_model"
            )
        memory = self.encoder(
            src,
            mask=src_mask,
            src_key_padding_mask=src_key_padding_mask,
            is_causal=src_is_causal,
        )
        result: ct.Tensor = self.decoder(
            tgt,
            memory,
            tgt_mask=tgt_mask,
            memory_mask=memory_mask,
            tgt_key_padding_mask=tgt_key_padding_mask,
            memory_key_padding_mask=memory_key_padding_mask,
            tgt_is_causal=tgt_is_causal,
            memory_is_causal=memory_is_causal,
        )
        return result

    @staticmethod
    def generate_square_subsequent_mask(
        sz: int,
        device: ct.device | str | None = None,
        dtype: ct.dtype | None = None,
    ) -> ct.Tensor:
        """What is added so that no place looks ahead: -infinity above the diagonal.

        >>> Transformer.generate_square_subsequent_mask(2)
        tensor([[0., -inf],
                [0., 0.]])
        """
        return _subsequent_mask(sz, device, dtype)
