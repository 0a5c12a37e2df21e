"""MultiheadAttention and the Transformer against their definitions."""

import math

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn
from ctensor.nn import functional as F
from ctensor.nn.attention import SDPBackend, sdpa_kernel


def draw(*shape, seed=0):
    generator = ct.Generator().manual_seed(seed)
    return ct.randn(*shape, generator=generator, dtype=ct.float64)


def filled(module):
    """In float64, with biases that are not 0."""
    module = module.double()
    with ct.no_grad():
        for i, p in enumerate(module.parameters()):
            p.copy_(draw(*p.shape, seed=i) * 0.3)
    return module


def close(a, b):
    np.testing.assert_allclose(a.detach().numpy(), b.detach().numpy(), 1e-9, 1e-12)


def by_hand(layer, q, k, v, hidden=None):
    """(N, L, E), head by head; `hidden` (N, H, L, S) says where not to look."""
    size = layer.embed_dim
    weights = layer.in_proj_weight.split(size)
    biases = layer.in_proj_bias.split(size)
    q, k, v = (t @ w.T + b for t, w, b in zip((q, k, v), weights, biases, strict=True))
    seen, chances, d = [], [], layer.head_dim
    for h in range(layer.num_heads):
        part = slice(h * d, (h + 1) * d)
        scores = q[..., part] @ k[..., part].mT / math.sqrt(d)
        if hidden is not None:
            scores = scores.masked_fill(hidden[:, h], -math.inf)
        chances.append(scores.softmax(-1))
        seen.append(chances[-1] @ v[..., part])
    y = ct.cat(seen, -1) @ layer.out_proj.weight.T + layer.out_proj.bias
    return y, ct.stack(chances, 1)


Q, K, V = draw(2, 4, 8), draw(2, 5, 8, seed=1), draw(2, 5, 8, seed=2)
PADDING = ct.tensor([[False, False, False, True, True], [False] * 5])
AHEAD = ct.ones(4, 5, dtype=ct.bool).triu(2)


@pytest.mark.parametrize("wanted", [True, False])
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("masked", ["not", "padding", "ahead", "both", "heads"])
def test_multihead_attention(masked, first, wanted):
    layer = filled(nn.MultiheadAttention(8, 2, batch_first=first))
    hidden, options = ct.zeros(2, 2, 4, 5, dtype=ct.bool), {}
    if masked in ("padding", "both"):
        hidden = hidden | PADDING[:, None, None]
        options["key_padding_mask"] = PADDING
    if masked in ("ahead", "both"):
        hidden = hidden | AHEAD
        options["attn_mask"] = AHEAD
    if masked == "heads":
        hidden = draw(2, 2, 4, 5, seed=7) > 0.5
        hidden[..., 0] = False
        options["attn_mask"] = hidden.reshape(4, 4, 5)
    want, chances = by_hand(layer, Q, K, V, hidden)
    given = [t if first else t.transpose(0, 1) for t in (Q, K, V)]
    y, p = layer(*given, need_weights=wanted, **options)
    close(y if first else y.transpose(0, 1), want)
    assert (p is not None) == wanted
    if p is not None:
        close(p, chances.mean(1))
        _, p = layer(*given, average_attn_weights=False, **options)
        close(p, chances)


def test_one_tensor_for_all_and_no_batch() -> None:
    layer = filled(nn.MultiheadAttention(8, 4))
    x = Q[0].clone().requires_grad_()
    y, p = layer(x, x, x)
    close(y, by_hand(layer, x[None], x[None], x[None])[0][0])
    assert p.shape == (4, 4)
    y.sum().backward()
    assert all(q.grad is not None for q in layer.parameters())
    close(layer(x, K[0], K[0])[0], by_hand(layer, x[None], K[:1], K[:1])[0][0])


def test_one_more_key_and_sizes_of_keys() -> None:
    layer = filled(
        nn.MultiheadAttention(
            8, 2, add_bias_kv=True, add_zero_attn=True, kdim=6, vdim=7
        )
    )
    k, v = draw(5, 2, 6, seed=1), draw(5, 2, 7, seed=2)
    y, p = layer(Q.transpose(0, 1), k, v, key_padding_mask=PADDING)
    assert (y.shape, p.shape) == ((4, 2, 8), (2, 4, 7))
    np.testing.assert_allclose(p.sum(-1).detach().numpy(), 1)
    assert p[0, :, 3:5].eq(0).all()
    names = list(layer.state_dict())
    assert {"q_proj_weight", "k_proj_weight", "v_proj_weight", "bias_k"} <= set(names)


def test_a_causal_mask_need_not_be_read() -> None:
    layer = filled(nn.MultiheadAttention(8, 2, batch_first=True))
    mask = nn.Transformer.generate_square_subsequent_mask(4, dtype=ct.float64)
    want, _ = layer(Q, Q, Q, attn_mask=mask)
    got, _ = layer(Q, Q, Q, attn_mask=mask, is_causal=True, need_weights=False)
    close(got, want)
    with pytest.raises(RuntimeError, match="is_causal hint"):
        layer(Q, Q, Q, is_causal=True)


def fed(layer, x):
    return (
        F.gelu(x @ layer.linear1.weight.T + layer.linear1.bias)
        @ (layer.linear2.weight.T)
        + layer.linear2.bias
    )


@pytest.mark.parametrize("first", [True, False])
def test_encoder_and_decoder_layer(first):
    options = {"activation": "gelu", "batch_first": True, "norm_first": first}
    layer = filled(nn.TransformerEncoderLayer(8, 2, 16, 0.0, **options))
    hidden = PADDING[:, None, None].expand(2, 2, 5, 5)

    def seen(x):
        return by_hand(layer.self_attn, x, x, x, hidden)[0]

    x = K
    if first:
        x = x + seen(layer.norm1(x))
        want = x + fed(layer, layer.norm2(x))
    else:
        x = layer.norm1(x + seen(x))
        want = layer.norm2(x + fed(layer, x))
    close(layer(K, src_key_padding_mask=PADDING), want)

    decoder = filled(nn.TransformerDecoderLayer(8, 2, 16, 0.0, **options))
    x, memory = Q, want
    one = lambda x: by_hand(decoder.self_attn, x, x, x)[0]  # noqa: E731
    two = lambda x: by_hand(decoder.multihead_attn, x, memory, memory)[0]  # noqa: E731
    if first:
        x = x + one(decoder.norm1(x))
        x = x + two(decoder.norm2(x))
        want = x + fed(decoder, decoder.norm3(x))
    else:
        x = decoder.norm1(x + one(x))
        x = decoder.norm2(x + two(x))
        want = decoder.norm3(x + fed(decoder, x))
    close(decoder(Q, memory), want)


def test_stacks_are_copies_one_behind_the_other() -> None:
    model = filled(nn.Transformer(8, 2, 2, 1, 16, 0.0, batch_first=True))
    memory = model.encoder.layers[1](model.encoder.layers[0](K))
    memory = model.encoder.norm(memory)
    want = model.decoder.norm(model.decoder.layers[0](Q, memory))
    close(model(K, Q), want)
    assert "encoder.layers.1.self_attn.in_proj_weight" in model.state_dict()
    encoder = nn.TransformerEncoder(model.encoder.layers[0], 2)
    a, b = (layer.linear1.weight for layer in encoder.layers)
    assert a is not b
    assert a.tolist() == b.tolist()


def test_no_place_looks_ahead() -> None:
    layer = filled(nn.TransformerEncoderLayer(8, 2, 16, 0.0, batch_first=True))
    mask = nn.Transformer.generate_square_subsequent_mask(5, dtype=ct.float64)
    x = K.clone()
    before = layer(x, src_mask=mask, is_causal=True)
    x[:, 3:] = 0
    after = layer(x, src_mask=mask, is_causal=True)
    close(before[:, :3], after[:, :3])
    assert not np.allclose(before[:, 3].detach().numpy(), after[:, 3].detach().numpy())


def test_dropout_only_in_training() -> None:
    layer = nn.TransformerEncoderLayer(8, 2, 16, 0.5, batch_first=True).double()
    assert layer(K).tolist() != layer(K).tolist()
    layer.eval()
    assert layer(K).tolist() == layer(K).tolist()


def test_kernels_may_be_chosen() -> None:
    for given in (SDPBackend.MATH, [SDPBackend.FLASH_ATTENTION, SDPBackend.MATH]):
        with sdpa_kernel(given):
            y = F.scaled_dot_product_attention(Q, K, V)
        assert y.tolist() == F.scaled_dot_product_attention(Q, K, V).tolist()
    with pytest.raises(TypeError, match="SDPBackend"), sdpa_kernel(["math"]):
        pass


X = ct.ones(3, 2, 8)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda m: nn.MultiheadAttention(8, 3), AssertionError, "divisible"),
        (lambda m: nn.MultiheadAttention(0, 3), ValueError, "greater than 0"),
        (lambda m: m(X[0], X, X), AssertionError, "all 2-D"),
        (lambda m: m(X[..., :6], X, X), AssertionError, "dimension of 8"),
        (lambda m: m(X, X, X[:2]), RuntimeError, "do not match"),
        (lambda m: m(X, X, X, attn_mask=X[0]), RuntimeError, "attn_mask"),
        (lambda m: m(X, X, X, X[0]), RuntimeError, "key_padding_mask"),
        (lambda m: m(X, X, X, ct.ones(2, 3).long()), RuntimeError, "only bool"),
        (
            lambda m: nn.TransformerEncoderLayer(8, 2, activation="tanh"),
            RuntimeError,
            "relu/gelu",
        ),
        (
            lambda m: nn.Transformer(8, 2, 1, 1, 8)(X, X[:, :1]),
            RuntimeError,
            "batch number",
        ),
        (
            lambda m: nn.Transformer(8, 2, 1, 1, 8)(X[..., :4], X),
            RuntimeError,
            "feature number",
        ),
    ],
)
def test_refused(call, error, message):
    with pytest.raises(error, match=message):
        call(nn.MultiheadAttention(8, 2))
