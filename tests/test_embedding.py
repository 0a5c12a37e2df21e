"""embedding and embedding_bag: values, gradients, padding, lengths, what is refused."""

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn
from ctensor.nn import functional as F
from ctensor.nn.functional import _sparse

INDEX = np.array([[1, 2, 4], [4, 3, 2]])
FLAT = np.array([1, 2, 4, 5, 4, 3, 2, 9])
OFFSETS = np.array([0, 3, 3, 6])  # the second bag is empty


def table(rows=10, width=4):
    generator = ct.Generator().manual_seed(rows)
    w = ct.randn(rows, width, generator=generator, dtype=ct.float64)
    return w.requires_grad_()


@pytest.mark.parametrize("padding", [None, 2, -6])
@pytest.mark.parametrize("frequency", [False, True])
def test_gradient_of_rows(padding, frequency):
    w, g = table(), np.cos(np.arange(24.0)).reshape(2, 3, 4)
    y = F.embedding(ct.tensor(INDEX), w, padding, scale_grad_by_freq=frequency)
    assert y.tolist() == w.detach()[ct.tensor(INDEX)].tolist()
    y.backward(ct.tensor(g))
    want, counts = np.zeros((10, 4)), np.bincount(INDEX.ravel(), minlength=10)
    for i, row in zip(INDEX.ravel(), g.reshape(-1, 4), strict=True):
        want[i] += row / (counts[i] if frequency else 1)
    if padding is not None:
        want[padding] = 0
    np.testing.assert_allclose(w.grad.numpy(), want, 1e-12)


def test_second_gradients() -> None:
    index = ct.tensor(INDEX)
    f = lambda w: F.embedding(index, w, scale_grad_by_freq=False)  # noqa: E731
    assert ct.autograd.gradcheck(f, table())
    assert ct.autograd.gradgradcheck(lambda w: f(w).square(), table())


@pytest.mark.parametrize("dtype", [ct.int32, ct.int64, ct.uint8])
def test_any_integers_and_shapes(dtype):
    w = table()
    for shape in ((), (0,), (2, 0, 3), (3, 1, 2)):
        index = ct.ones(shape, dtype=dtype)
        y = F.embedding(index, w)
        assert y.shape == (*shape, 4)
        (g,) = ct.autograd.grad(y.sum(), w)
        assert g[1].tolist() == [index.numel()] * 4


def test_many_rows_and_threads_give_the_same_bits() -> None:
    generator = ct.Generator().manual_seed(0)
    index = ct.randint(0, 3000, (20_000,), generator=generator)
    g = ct.randn(20_000, 16, generator=generator)
    w, seen, was = ct.zeros(3000, 16, requires_grad=True), [], ct.get_num_threads()
    try:
        for threads in (1, 2, 5):
            ct.set_num_threads(threads)
            seen += ct.autograd.grad(F.embedding(index, w), w, g)
    finally:
        ct.set_num_threads(was)
    want = np.zeros((3000, 16), np.float32)
    np.add.at(want, index.numpy(), g.numpy())
    for got in seen:
        np.testing.assert_array_equal(got.numpy(), want)


def test_rows_that_are_too_long_become_shorter() -> None:
    w = ct.tensor([[3.0, 4.0], [0.3, 0.4], [30.0, 40.0]])
    y = F.embedding(ct.tensor([0, 1, 0]), w, max_norm=1.0)
    np.testing.assert_allclose(y.numpy(), [[0.6, 0.8], [0.3, 0.4], [0.6, 0.8]], 1e-5)
    assert w[2].tolist() == [30, 40]
    w = ct.tensor([[3.0, 4.0]])
    F.embedding(ct.tensor([0]), w, max_norm=1.0, norm_type=1.0)
    np.testing.assert_allclose(w.numpy(), [[3 / 7, 4 / 7]], 1e-5)


@pytest.mark.parametrize("padding", [None, 2])
@pytest.mark.parametrize("mode", ["sum", "mean", "max"])
def test_bags(mode, padding):
    w = table()
    values = w.detach().numpy()
    pick = {"sum": np.sum, "mean": np.mean, "max": np.max}[mode]

    def by_hand(bags):
        rows = []
        for bag in bags:
            kept = [i for i in bag if i != padding]
            rows.append(pick(values[kept], 0) if kept else np.zeros(4))
        return np.array(rows)

    ends = [*OFFSETS[1:], len(FLAT)]
    bags = [FLAT[a:b] for a, b in zip(OFFSETS, ends, strict=True)]
    options = {"mode": mode, "padding_idx": padding}
    got = F.embedding_bag(ct.tensor(FLAT), w, ct.tensor(OFFSETS), **options)
    np.testing.assert_allclose(got.detach().numpy(), by_hand(bags), 1e-12)
    with_end = ct.tensor([*OFFSETS, len(FLAT)])
    same = F.embedding_bag(
        ct.tensor(FLAT), w, with_end, include_last_offset=True, **options
    )
    assert same.tolist() == got.tolist()
    flat = F.embedding_bag(ct.tensor(INDEX), w, **options)
    np.testing.assert_allclose(flat.detach().numpy(), by_hand(INDEX), 1e-12)
    if padding is None:
        f = lambda w: F.embedding_bag(  # noqa: E731
            ct.tensor(FLAT), w, ct.tensor(OFFSETS), **options
        )
        assert ct.autograd.gradcheck(f, w)


def test_bags_with_factors() -> None:
    w, p = table(), ct.linspace(0.1, 1, 8, dtype=ct.float64).requires_grad_()

    def f(w, p):
        return F.embedding_bag(
            ct.tensor(FLAT), w, ct.tensor(OFFSETS), mode="sum", per_sample_weights=p
        )

    want = p.detach().numpy()[:3] @ w.detach().numpy()[FLAT[:3]]
    np.testing.assert_allclose(f(w, p)[0].detach().numpy(), want)
    assert ct.autograd.gradcheck(f, (w, p))
    assert ct.autograd.gradgradcheck(f, (w, p))


def test_no_bags_and_empty_ones() -> None:
    w, none = table(), ct.zeros(0, dtype=ct.int64)
    for mode in ("sum", "mean", "max"):
        assert F.embedding_bag(none, w, none, mode=mode).shape == (0, 4)
        y = F.embedding_bag(none, w, ct.zeros(2, dtype=ct.int64), mode=mode)
        assert y.tolist() == [[0] * 4] * 2


def test_modules() -> None:
    layer = nn.Embedding(10, 4, -1, max_norm=2.0)
    assert layer.padding_idx == 9
    assert layer.weight[9].tolist() == [0] * 4
    assert layer(ct.tensor([1, 9])).shape == (2, 4)
    assert repr(layer) == "Embedding(10, 4, padding_idx=9, max_norm=2.0)"
    given = table().detach()
    frozen = nn.Embedding.from_pretrained(given, padding_idx=1)
    assert not frozen.weight.requires_grad
    assert frozen.weight.data_ptr() == given.data_ptr()
    bag = nn.EmbeddingBag.from_pretrained(given, freeze=False, mode="sum")
    assert bag.weight.requires_grad
    assert bag(ct.tensor(INDEX)).tolist() == given[ct.tensor(INDEX)].sum(1).tolist()
    assert repr(nn.EmbeddingBag(10, 4)) == "EmbeddingBag(10, 4, mode='mean')"
    assert list(bag.state_dict()) == ["weight"]


W = ct.ones(10, 2)
I = ct.tensor([1, 2])  # noqa: E741


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: F.embedding(ct.tensor([10]), W), IndexError, r"\[0, 10\), got 10"),
        (lambda: F.embedding(ct.tensor([-1]), W), IndexError, "got -1"),
        (lambda: F.embedding(ct.tensor([1.0]), W), RuntimeError, "integer"),
        (lambda: F.embedding(I, W[0]), RuntimeError, "2-D"),
        (lambda: F.embedding(I, W, 10), AssertionError, "Padding_idx"),
        (lambda: F.embedding(I, W, sparse=True), NotImplementedError, "dense"),
        (lambda: nn.Embedding(3, 2, 5), AssertionError, "Padding_idx"),
        (lambda: nn.Embedding(3, 2, _weight=W), AssertionError, "Shape of weight"),
        (lambda: F.embedding_bag(I, W), ValueError, "offsets"),
        (lambda: F.embedding_bag(I, W, I), RuntimeError, r"offsets\[0\]"),
        (
            lambda: F.embedding_bag(I, W, ct.tensor([0, 3])),
            RuntimeError,
            "in order up to",
        ),
        (lambda: F.embedding_bag(I[None], W, I), ValueError, "2D"),
        (lambda: F.embedding_bag(I[None, None], W), ValueError, "1D or 2D"),
        (lambda: F.embedding_bag(I[None], W, mode="x"), ValueError, "mode"),
        (
            lambda: F.embedding_bag(I[None], W, per_sample_weights=ct.ones(1, 2)),
            NotImplementedError,
            "mode='sum'",
        ),
        (
            lambda: F.embedding_bag(
                I[None], W, mode="sum", per_sample_weights=ct.ones(2)
            ),
            ValueError,
            "same shape",
        ),
    ],
)
def test_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()


# ---- bags in one call -------------------------------------------------------


def bag_inputs(bags, each, rows, width, dtype=ct.float32):
    generator = ct.Generator().manual_seed(rows)
    index = ct.randint(0, rows, (bags, each), generator=generator)
    w = ct.randn(rows, width, generator=generator, dtype=dtype)
    p = ct.rand(bags, each, generator=generator, dtype=dtype)
    return index, w.requires_grad_(), p.requires_grad_()


@pytest.mark.isa
@pytest.mark.parametrize("width", [1, 15, 16, 33, 100])
@pytest.mark.parametrize("mode", ["sum", "mean", "max"])
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64])
def test_bags_are_their_composition(mode, width, dtype):
    index, w, p = bag_inputs(9, 7, 40, width, dtype)
    offsets = ct.tensor([0, 0, 5, 30, 30, 62])
    for factor in (None, p) if mode == "sum" else (None,):
        for padding, often in ((-1, False), (3, True)):
            kinds = [(index, None, False), (index.flatten(), offsets, False)]
            kinds.append((index.flatten(), offsets, True))
            for input, begins, closed in kinds:
                f = None if factor is None else factor.reshape(input.shape)
                rest = (input, begins, often, mode, closed, padding)
                got, want = _sparse._Bag.apply(w, f, *rest), None
                want = _sparse._composed_bags(w, f, *rest)
                np.testing.assert_allclose(
                    got.detach().numpy(), want.detach().numpy(), 1e-5, 1e-5
                )
                inputs = [w] if f is None else [w, factor]
                g = ct.randn_like(got)
                ours = ct.autograd.grad(got, inputs, g)
                theirs = ct.autograd.grad(want, inputs, g)
                for a, b in zip(ours, theirs, strict=True):
                    np.testing.assert_allclose(a.numpy(), b.numpy(), 1e-5, 1e-5)


def test_second_gradients_of_bags() -> None:
    index, w, p = bag_inputs(3, 4, 6, 3, ct.float64)
    f = lambda w, p: F.embedding_bag(  # noqa: E731
        index, w, mode="sum", per_sample_weights=p
    ).square()
    assert ct.autograd.gradcheck(f, (w, p)) and ct.autograd.gradgradcheck(f, (w, p))
    for mode in ("mean", "max"):
        f = lambda w, mode=mode: F.embedding_bag(index, w, mode=mode) ** 2  # noqa: E731
        assert ct.autograd.gradgradcheck(f, (w,))


def test_bags_on_any_number_of_threads() -> None:
    index, w, p = bag_inputs(300, 20, 2000, 40)
    found, was = [], ct.get_num_threads()
    try:
        for threads in (1, 2, 5):
            ct.set_num_threads(threads)
            y = F.embedding_bag(index, w, mode="sum", per_sample_weights=p)
            found.append([y, *ct.autograd.grad(y, (w, p), ct.ones_like(y))])
    finally:
        ct.set_num_threads(was)
    for other in found[1:]:
        assert all(ct.equal(a, b) for a, b in zip(found[0], other, strict=True))


def test_bags_that_are_refused_by_the_row() -> None:
    w = ct.zeros(4, 2)
    index = ct.tensor([0, 1, 2])
    for offsets in ([1, 2], [0, 2, 1], [0, 4]):
        with pytest.raises(RuntimeError, match=r"offsets\[0\] has to be 0"):
            F.embedding_bag(index, w, ct.tensor(offsets))
    for wrong in (-1, 4):
        with pytest.raises(IndexError, match="out of range"):
            F.embedding_bag(ct.tensor([[0, wrong]]), w)
    none = ct.zeros(0, dtype=ct.int64)
    assert F.embedding_bag(none, w, none).shape == (0, 2)
    assert F.embedding_bag(none, w, ct.tensor([0])).tolist() == [[0, 0]]
    half = w.to(ct.float16) + 1
    assert F.embedding_bag(index[None], half, mode="sum").tolist() == [[3, 3]]
