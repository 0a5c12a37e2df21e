"""linear_cross_entropy: in chunks as whole, in values, gradients and memory."""

from __future__ import annotations

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn
from ctensor.nn import functional as F
from ctensor.nn.functional import _loss_linear

D, C, N = 5, 7, 11


def normal(*shape: int, dtype: ct.dtype = ct.float64) -> ct.Tensor:
    return ct.randn(shape, dtype=dtype, requires_grad=True)


def whole(x, w, t, bias, **kwargs):
    places = w.shape[1:-1]
    b = None if bias is None else bias.reshape(-1)
    logits = F.linear(x, w.reshape(-1, w.shape[-1]), b)
    return F.cross_entropy(
        logits.reshape(*x.shape[:-1], w.shape[0], *places), t, **kwargs
    )


KINDS = {
    "indices": lambda: (normal(C, D), ct.randint(0, C, (N,)), normal(C)),
    "probabilities": lambda: (normal(C, D), normal(N, C).detach().softmax(1), None),
    "places": lambda: (
        normal(C, 2, 3, D),
        ct.randint(0, C, (N, 2, 3)),
        normal(C, 2, 3),
    ),
    "soft places": lambda: (
        normal(C, 2, D),
        normal(N, C, 2).detach().softmax(1),
        normal(C, 2),
    ),
}


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("smoothing", [0.0, 0.3])
@pytest.mark.parametrize("chunk", [1, 4, 11, None])
@pytest.mark.parametrize("kind", KINDS)
def test_chunks_give_what_the_whole_gives(kind, chunk, smoothing, reduction):
    w, t, bias = KINDS[kind]()
    x, factor = normal(N, D), ct.rand(C, dtype=ct.float64)
    kwargs = {"weight": factor, "reduction": reduction, "label_smoothing": smoothing}
    if "soft" not in kind and kind != "probabilities":
        kwargs["ignore_index"] = 2
        t[0] = 2
    options = nn.LinearCrossEntropyOptions(batch_chunk_size=chunk)
    y = F.linear_cross_entropy(x, w, t, linear_bias=bias, options=options, **kwargs)
    want = whole(x, w, t, bias, **kwargs)
    np.testing.assert_allclose(y.detach(), want.detach(), 1e-12)
    leaves = [v for v in (x, w, bias) if v is not None]
    ours = ct.autograd.grad(y.square().sum(), leaves)
    theirs = ct.autograd.grad(want.square().sum(), leaves)
    for a, b in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(a, b, 1e-10, 1e-12)


def test_second_gradients() -> None:
    w, t, bias = KINDS["indices"]()
    options = nn.LinearCrossEntropyOptions(batch_chunk_size=4)

    def loss(x, w, bias):
        return F.linear_cross_entropy(x, w, t, linear_bias=bias, options=options)

    assert ct.autograd.gradcheck(loss, (normal(N, D), w, bias))
    assert ct.autograd.gradgradcheck(loss, (normal(N, D), w, bias))


def test_one_row_and_half_precision() -> None:
    x, w, t = normal(D), normal(C, D), ct.tensor(3)
    for reduction in ("mean", "none"):
        y = F.linear_cross_entropy(x, w, t, reduction=reduction)
        want = whole(x, w, t, None, reduction=reduction)
        assert y.shape == () and y.item() == pytest.approx(want.item())
    half, weight = normal(300, D, dtype=ct.bfloat16), normal(C, D, dtype=ct.bfloat16)
    t = ct.randint(0, C, (300,))
    options = nn.LinearCrossEntropyOptions(batch_chunk_size=7)
    y = F.linear_cross_entropy(half, weight, t, options=options)
    want = whole(half.float(), weight.float(), t, None)
    assert y.dtype == ct.bfloat16 and y.item() == pytest.approx(want.item(), 1e-2)


@pytest.mark.parametrize("more", [0, 1])
def test_both_sides_of_the_chunk(more, monkeypatch):
    runs = []
    inner = _loss_linear.cross_entropy
    monkeypatch.setattr(
        _loss_linear, "cross_entropy", lambda x, *a: runs.append(len(x)) or inner(x, *a)
    )
    monkeypatch.setattr(_loss_linear, "LOGITS", 64 * 20)
    monkeypatch.setattr(_loss_linear, "FEWEST", 2)
    x, w = normal(64 + more, D), normal(20, D)
    y = F.linear_cross_entropy(x, w, ct.zeros(64 + more, dtype=ct.int64))
    assert runs == ([64, 1] if more else [64])
    y.backward()  # a single chunk keeps its logits
    assert runs == ([64, 1, 1, 64] if more else [64])
    assert _loss_linear._rows(None, 64 * 20) == 2  # never fewer
    assert _loss_linear._rows(None, 1) == 64 * 20


def test_logits_are_never_whole_in_memory() -> None:
    rows, classes = 4096, 2000
    x, w = normal(rows, 8, dtype=ct.float32), normal(classes, 8, dtype=ct.float32)
    t = ct.zeros(rows, dtype=ct.int64)
    from ctensor.profiler import profile

    with profile(profile_memory=True) as record:
        F.linear_cross_entropy(x, w, t).backward()
    biggest = max(abs(event.cpu_memory_usage) for event in record.events())
    assert biggest < rows * classes * 4 / 4


def test_mistakes() -> None:
    x, w, t = normal(N, D), normal(C, D), ct.zeros(N, dtype=ct.int64)
    with pytest.raises(RuntimeError, match="dimensionality 1 or 2, got 3"):
        F.linear_cross_entropy(x.unsqueeze(0), w, t)
    with pytest.raises(RuntimeError, match="expected linear_weight"):
        F.linear_cross_entropy(x, w[:, :3], t)
    with pytest.raises(RuntimeError, match="expected linear_bias shape"):
        F.linear_cross_entropy(x, w, t, linear_bias=ct.ones(3))
    with pytest.raises(RuntimeError, match="expected batched input"):
        F.linear_cross_entropy(x[0], w.unsqueeze(1), t[0])
    with pytest.raises(ValueError, match="a target for each of 11 rows"):
        F.linear_cross_entropy(x, w, t[:3])
    with pytest.raises(RuntimeError, match="ignore_index cannot be specified"):
        F.linear_cross_entropy(x, w, x.detach() @ w.detach().T, ignore_index=1)
    with pytest.raises(ValueError, match="not a valid value for reduction"):
        F.linear_cross_entropy(x, w, t, reduction="all")
    with pytest.raises(ValueError, match="batch_chunk_size > 0, got 0"):
        nn.LinearCrossEntropyOptions(batch_chunk_size=0)


@pytest.mark.parametrize("places", [(), (2, 3)])
@pytest.mark.parametrize("bias", [True, False])
def test_module(places, bias):
    loss = nn.LinearCrossEntropyLoss(
        D, C, out_features=places, bias=bias, dtype=ct.float64, ignore_index=1
    )
    x, t = normal(N, D), ct.randint(0, C, (N, *places))
    w = loss.linear.weight.reshape(C, *places, D)
    b = loss.linear.bias.reshape(C, *places) if bias else None
    want = F.linear_cross_entropy(x, w, t, linear_bias=b, ignore_index=1)
    assert loss(x, t).item() == want.item()
    assert "num_classes=7" in repr(loss)
    with pytest.raises(RuntimeError, match="weight shape to be"):
        nn.LinearCrossEntropyLoss(D, C, weight=ct.ones(3))
    with pytest.raises(RuntimeError, match="label_smoothing"):
        nn.LinearCrossEntropyLoss(D, C, label_smoothing=1.5)
