"""scaled_dot_product_attention against its definition: tiles, masks, shared keys."""

import math

import numpy as np
import pytest

import ctensor as ct
from ctensor.nn import functional as F

sdpa = F.scaled_dot_product_attention


def draw(*shape, seed=0, dtype=ct.float64):
    generator = ct.Generator().manual_seed(seed)
    return ct.randn(*shape, generator=generator, dtype=ct.float64).to(dtype)


def by_ops(q, k, v, mask=None, causal=False, scale=None):
    """In other ops, whose gradients are tested elsewhere."""
    scale = 1 / math.sqrt(q.shape[-1]) if scale is None else scale
    scores = q @ k.mT * scale
    if causal:
        mask = ct.ones(scores.shape[-2:], dtype=ct.bool).tril()
    if mask is not None and mask.dtype == ct.bool:
        scores = scores.masked_fill(~mask, -math.inf)
    elif mask is not None:
        scores = scores + mask
    return scores.softmax(-1) @ v


def compare(got, want, inputs, tolerance=1e-9):
    g = draw(*want.shape, seed=9).to(want.dtype)
    pairs = [(got, want)]
    pairs += zip(
        ct.autograd.grad(got, inputs, g), ct.autograd.grad(want, inputs, g), strict=True
    )
    for a, b in pairs:
        a, b = a.detach().numpy(), b.detach().numpy()
        np.testing.assert_allclose(
            a, b, tolerance, tolerance * np.abs(b).max(initial=1)
        )


# A tile has 64 queries and 128 keys, of up to 128 causal queries 32.
SIZES = [(1, 1), (3, 5), (31, 32), (33, 32), (63, 127), (64, 128), (65, 129), (7, 3)]
SIZES += [(128, 128), (129, 129), (130, 300)]


@pytest.mark.parametrize("dtype", [ct.float64, ct.float32])
@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize(("queries", "keys"), SIZES)
def test_values_and_gradients(queries, keys, causal, dtype):
    sizes = ((2, 3, queries, 8), (2, 3, keys, 8), (2, 3, keys, 5))
    inputs = [
        draw(*s, seed=i, dtype=dtype).requires_grad_() for i, s in enumerate(sizes)
    ]
    got = sdpa(*inputs, is_causal=causal)
    tolerance = 1e-9 if dtype == ct.float64 else 1e-4
    compare(got, by_ops(*inputs, causal=causal), inputs, tolerance)


@pytest.mark.parametrize(
    "shape", [(2, 3, 65, 129), (65, 129), (2, 1, 1, 129), (1, 65, 1)]
)
def test_masks(shape):
    sizes = ((2, 3, 65, 8), (2, 3, 129, 8), (2, 3, 129, 8))
    inputs = [draw(*s, seed=i).requires_grad_() for i, s in enumerate(sizes)]
    added = draw(*shape, seed=5)
    seen = added > -0.5
    seen[..., 0] = True
    for mask in (added, added.mT.contiguous().mT, seen):
        compare(sdpa(*inputs, mask), by_ops(*inputs, mask), inputs)
    added.requires_grad_()
    compare(sdpa(*inputs, added), by_ops(*inputs, added), [*inputs, added])


def test_heads_that_share_keys() -> None:
    q, k, v = draw(2, 6, 5, 4), draw(2, 2, 7, 4, seed=1), draw(2, 2, 7, 4, seed=2)
    inputs = [t.requires_grad_() for t in (q, k, v)]
    got = sdpa(q, k, v, is_causal=True, enable_gqa=True, scale=0.3)
    repeated = [t.repeat_interleave(3, 1) for t in (k, v)]
    compare(got, by_ops(q, *repeated, causal=True, scale=0.3), inputs)
    one = sdpa(q[0], k[0], v[0], is_causal=True, enable_gqa=True, scale=0.3)
    assert one.tolist() == got[0].tolist()


@pytest.mark.parametrize("lead", [(), (4,), (2, 2, 3)])
def test_other_dims_in_front(lead):
    inputs = [draw(*lead, n, 4, seed=n).requires_grad_() for n in (3, 5, 5)]
    inputs[2] = draw(*lead, 5, 4, seed=1).requires_grad_()
    compare(sdpa(*inputs), by_ops(*inputs), inputs)


def test_dims_in_front_broadcast() -> None:
    q, k = draw(2, 3, 4, 5), draw(3, 6, 5, seed=1)
    np.testing.assert_allclose(sdpa(q, k, k).numpy(), by_ops(q, k, k).numpy(), 1e-9)


def test_heads_behind_the_sequence_stay_there() -> None:
    """As a layer of heads has them: transposed views, and so is the result."""
    inputs = [draw(2, n, 3, 8, seed=n).requires_grad_() for n in (65, 9, 10)]
    inputs[2] = draw(2, 9, 3, 8, seed=1).requires_grad_()
    q, k, v = (t.transpose(1, 2) for t in inputs)
    got = sdpa(q, k, v)
    assert got.transpose(1, 2).is_contiguous()
    compare(got, by_ops(q, k, v), inputs)


def test_second_gradients() -> None:
    inputs = [draw(1, 2, 3, 2, seed=i).requires_grad_() for i in range(3)]
    mask = ct.tensor([[True, False, True], [False, False, False], [True, True, True]])
    for f in (
        lambda *t: sdpa(*t),
        lambda *t: sdpa(*t, is_causal=True),
        lambda *t: sdpa(*t, mask),
        lambda *t: sdpa(*t, mask.double()),
        lambda q, k, v: sdpa(q, k[:, :1], v[:, :1], enable_gqa=True),
    ):
        assert ct.autograd.gradcheck(f, inputs)
        assert ct.autograd.gradgradcheck(f, inputs)


def test_a_query_that_may_look_nowhere_gets_0() -> None:
    q, k = draw(1, 1, 2, 4).requires_grad_(), draw(1, 1, 3, 4, seed=1)
    mask = ct.tensor([[False] * 3, [True] * 3])
    for m in (mask, ct.zeros(2, 3, dtype=ct.float64).masked_fill(~mask, -math.inf)):
        for drop in (0.0, 1e-12):
            y = sdpa(q, k, k, m, drop)
            assert y[0, 0, 0].tolist() == [0] * 4
            (g,) = ct.autograd.grad(y.sum(), q)
            assert g.isfinite().all()
            assert g[0, 0, 0].tolist() == [0] * 4
    assert sdpa(q, k[:, :, :0], k[:, :, :0]).tolist() == [[[[0] * 4] * 2]]


def test_large_scores_and_nan() -> None:
    q = draw(1, 1, 70, 4, dtype=ct.float32) * 1e4
    y = sdpa(q, q, q, scale=1.0)
    np.testing.assert_allclose(y.numpy(), by_ops(q, q, q, scale=1.0).numpy(), 1e-4)
    q[0, 0, 5, 1] = math.nan
    y = sdpa(q, q, q)
    assert y.isnan().all()  # each query sees key 5
    k = draw(1, 1, 3, 4, dtype=ct.float32)
    y = sdpa(q, k, k)
    assert y.isnan().any(-1).nonzero().tolist() == [[0, 0, 5]]


@pytest.mark.parametrize("dtype", [ct.float16, ct.bfloat16])
def test_16_bits_are_computed_in_32(dtype):
    q, k, v = (draw(2, 2, n, 8, seed=n, dtype=dtype) for n in (66, 130, 130))
    got = sdpa(q, k, v)
    want = sdpa(q.double(), k.double(), v.double())
    eps = ct.finfo(dtype).eps
    assert got.dtype == dtype
    np.testing.assert_allclose(got.double().numpy(), want.numpy(), eps, eps)


def test_dropout() -> None:
    ct.manual_seed(3)
    q, k = draw(2, 2, 50, 4), draw(2, 2, 60, 4, seed=1)
    v = ct.ones(2, 2, 60, 4, dtype=ct.float64)
    y = sdpa(q, k, v, dropout_p=0.3)
    assert abs(y.mean().item() - 1) < 0.1
    assert y.std() > 0.01
    assert sdpa(q, k, v, dropout_p=1.0).eq(0).all()


def test_results_are_the_same_for_any_number_of_threads() -> None:
    inputs = [draw(2, 2, 200, 16, seed=i, dtype=ct.float32) for i in range(3)]
    inputs = [t.requires_grad_() for t in inputs]
    was, seen = ct.get_num_threads(), []
    try:
        for threads in (1, 3):
            ct.set_num_threads(threads)
            y = sdpa(*inputs, is_causal=True)
            seen.append([y, *ct.autograd.grad(y.square().sum(), inputs)])
    finally:
        ct.set_num_threads(was)
    for a, b in zip(*seen, strict=True):
        np.testing.assert_array_equal(a.detach().numpy(), b.detach().numpy())


X = ct.ones(1, 2, 3, 4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sdpa(X[0, 0, 0], X, X), "at least 2 dim"),
        (lambda: sdpa(X, X, X, ct.ones(3, 3), is_causal=True), "is_causal=True"),
        (lambda: sdpa(X, X[..., :3], X), "query"),
        (lambda: sdpa(X, X[:, :, :2], X), "query"),
        (lambda: sdpa(X, X.double(), X), "same dtype"),
        (lambda: sdpa(X.long(), X.long(), X.long()), "floating"),
        (lambda: sdpa(X, X, X, ct.ones(2, 2)), "broadcasts"),
        (lambda: sdpa(X, X, X, ct.ones(3, 3).long()), "attn_mask dtype"),
        (lambda: sdpa(X, X, X, dropout_p=1.5), "between 0 and 1"),
        (
            lambda: sdpa(X[:, :1].expand(1, 3, 3, 4), X, X, enable_gqa=True),
            "multiple of G",
        ),
    ],
)
def test_refused(call, message):
    with pytest.raises((RuntimeError, NotImplementedError), match=message):
        call()


# ---- heads that are few -----------------------------------------------------


@pytest.mark.isa
@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize(
    ("batch", "heads", "groups"),
    [(1, 1, 1), (1, 3, 3), (3, 5, 5), (2, 8, 8), (1, 4, 1), (2, 6, 2), (1, 34, 2)],
)
def test_gradients_of_few_heads_and_of_many(batch, heads, groups, causal):
    """Fewer than 16 heads of keys are divided by keys, and by heads that share them."""
    generator = ct.Generator().manual_seed(heads)
    for queries, keys in ((70, 300), (130, 128), (3, 129)):
        shapes = [(batch, heads, queries, 9)] + [(batch, groups, keys, 9)] * 2
        leaves = [
            ct.randn(*s, generator=generator, dtype=ct.float64).requires_grad_()
            for s in shapes
        ]
        how = {"is_causal": causal, "enable_gqa": True}
        y = F.scaled_dot_product_attention(*leaves, **how)
        k, v = (t.repeat_interleave(heads // groups, 1) for t in leaves[1:])
        scores = leaves[0] @ k.transpose(-2, -1) / 3
        if causal:
            seen = ct.ones(queries, keys, dtype=ct.bool).tril()
            scores = scores.masked_fill(~seen, -ct.inf)
        want = scores.softmax(-1) @ v
        g = ct.randn(*y.shape, generator=generator, dtype=ct.float64)
        ours = ct.autograd.grad(y, leaves, g)
        theirs = ct.autograd.grad(want, leaves, g)
        for a, b in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(a.numpy(), b.numpy(), 1e-10, 1e-11)


@pytest.mark.parametrize(("heads", "groups"), [(1, 1), (15, 15), (16, 16), (6, 2)])
def test_gradients_of_few_heads_on_any_number_of_threads(heads, groups):
    generator = ct.Generator().manual_seed(heads)
    shapes = [(1, heads, 200, 16)] + [(1, groups, 400, 16)] * 2
    leaves = [ct.randn(*s, generator=generator).requires_grad_() for s in shapes]
    found, was = [], ct.get_num_threads()
    try:
        for threads in (1, 2, 5):
            ct.set_num_threads(threads)
            y = F.scaled_dot_product_attention(*leaves, enable_gqa=True)
            found.append(ct.autograd.grad(y, leaves, ct.ones_like(y)))
    finally:
        ct.set_num_threads(was)
    for other in found[1:]:
        assert all(ct.equal(a, b) for a, b in zip(found[0], other, strict=True))
