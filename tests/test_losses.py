"""Losses and distances: values by NumPy, both gradients, what is extreme or refused."""

import itertools
import math

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn
from ctensor.nn import functional as F
from ctensor.nn.functional import _loss_sequence

RNG = np.random.default_rng(5)
X, Y, Z = (RNG.standard_normal((3, 4)) for _ in range(3))
P, Q = RNG.uniform(0.05, 0.95, (3, 4)), RNG.uniform(0.05, 0.95, (3, 4))
SIGNS = np.array([[1.0, -1, 1, -1]])
CLASSES = np.array([1, 0, 3])


def norm(x, p=2):
    return (np.abs(x) ** p).sum(-1) ** (1 / p)


def hinge(x):
    return np.maximum(x, 0)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def multi_margin(x, p):
    right = x[np.arange(3), CLASSES][:, None]
    each = hinge(0.8 - right + x) ** p
    each[np.arange(3), CLASSES] = 0
    return each.mean(1)


def multilabel(x):
    """Two right classes in the first row, none in the second, all in the last."""
    right = [[1, 0], [], [3, 2, 1, 0]]
    return [
        sum(
            hinge(1 - (row[i] - row[j])) / 4
            for i in some
            for j in set(range(4)) - set(some)
        )
        for row, some in zip(x, right, strict=True)
    ]


# name, function, its operands, the same by NumPy without a reduction
CASES = {
    "binary_cross_entropy": (
        F.binary_cross_entropy,
        (P, Q),
        -(Q * np.log(P) + (1 - Q) * np.log(1 - P)),
    ),
    "smooth_l1": (
        lambda x, y, **k: F.smooth_l1_loss(x, y, beta=0.5, **k),
        (X, Y),
        np.where(abs(X - Y) < 0.5, (X - Y) ** 2, abs(X - Y) - 0.25),
    ),
    "smooth_l1 of beta 0": (
        lambda x, y, **k: F.smooth_l1_loss(x, y, beta=0, **k),
        (X, Y),
        abs(X - Y),
    ),
    "huber": (
        lambda x, y, **k: F.huber_loss(x, y, delta=0.5, **k),
        (X, Y),
        np.where(abs(X - Y) < 0.5, (X - Y) ** 2 / 2, (abs(X - Y) - 0.25) / 2),
    ),
    "kl_div": (F.kl_div, (X, P), P * (np.log(P) - X)),
    "kl_div of logarithms": (
        lambda x, y, **k: F.kl_div(x, y, log_target=True, **k),
        (X, Y),
        np.exp(Y) * (Y - X),
    ),
    "poisson": (F.poisson_nll_loss, (X, 5 * P), np.exp(X) - 5 * P * X),
    "poisson of rates": (
        lambda x, y, **k: F.poisson_nll_loss(x, y, False, True, eps=1e-3, **k),
        (Q, 5 * P),
        Q
        - 5 * P * np.log(Q + 1e-3)
        + np.where(
            5 * P > 1,
            5 * P * np.log(5 * P) - 5 * P + np.log(2 * np.pi * 5 * P) / 2,
            0,
        ),
    ),
    "gaussian": (
        lambda x, y, v, **k: F.gaussian_nll_loss(x, y, v, True, **k),
        (X, Y, P),
        (np.log(P) + (X - Y) ** 2 / P + np.log(2 * np.pi)) / 2,
    ),
    "gaussian of a variance for each row": (
        F.gaussian_nll_loss,
        (X, Y, P[:, 0]),
        (np.log(P[:, :1]) + (X - Y) ** 2 / P[:, :1]) / 2,
    ),
    "soft_margin": (
        lambda x, **k: F.soft_margin_loss(x, ct.tensor(SIGNS), **k),
        (X,),
        np.log(1 + np.exp(-SIGNS * X)),
    ),
    "hinge_embedding": (
        lambda x, **k: F.hinge_embedding_loss(x, ct.tensor(SIGNS), 0.7, **k),
        (X,),
        np.where(SIGNS == 1, X, hinge(0.7 - X)),
    ),
    "margin_ranking": (
        lambda x, y, **k: F.margin_ranking_loss(x, y, ct.tensor(SIGNS), 0.1, **k),
        (X, Y),
        hinge(-SIGNS * (X - Y) + 0.1),
    ),
    "multi_margin": (
        lambda x, **k: F.multi_margin_loss(x, ct.tensor(CLASSES), margin=0.8, **k),
        (X,),
        multi_margin(X, 1),
    ),
    "multi_margin squared, with weights": (
        lambda x, w, **k: F.multi_margin_loss(x, ct.tensor(CLASSES), 2, 0.8, w, **k),
        (X, Q[0]),
        multi_margin(X, 2) * Q[0][CLASSES],
    ),
    "multilabel_margin": (
        lambda x, **k: F.multilabel_margin_loss(
            x, ct.tensor([[1, 0, -1, 2], [-1, 1, 2, 3], [3, 2, 1, 0]]), **k
        ),
        (X,),
        multilabel(X),
    ),
    "multilabel_soft_margin": (
        F.multilabel_soft_margin_loss,
        (X, P, Q[0]),
        (-Q[0] * (P * np.log(sigmoid(X)) + (1 - P) * np.log(sigmoid(-X)))).mean(1),
    ),
    "cosine_embedding": (
        lambda x, y, **k: F.cosine_embedding_loss(
            x, y, ct.tensor([1, -1, 1]), -0.5, **k
        ),
        (X, Y),
        np.where(
            [True, False, True],
            1 - (X * Y).sum(1) / norm(X) / norm(Y),
            hinge((X * Y).sum(1) / norm(X) / norm(Y) + 0.5),
        ),
    ),
    "triplet_margin": (
        lambda x, y, z, **k: F.triplet_margin_loss(x, y, z, p=3, eps=0, **k),
        (X, Y, Z),
        hinge(norm(X - Y, 3) - norm(X - Z, 3) + 1),
    ),
    "triplet_margin swapped": (
        lambda x, y, z, **k: F.triplet_margin_loss(x, y, z, 2, 2, 0, True, **k),
        (X, Y, Z),
        hinge(norm(X - Y) - np.minimum(norm(X - Z), norm(Y - Z)) + 2),
    ),
}
DISTANCES = {
    "cosine_similarity": (
        F.cosine_similarity,
        (X, Y),
        (X * Y).sum(1) / norm(X) / norm(Y),
    ),
    "pairwise_distance": (
        lambda x, y: F.pairwise_distance(x, y, 3, 0.1),
        (X, Y),
        norm(X - Y + 0.1, 3),
    ),
    "pdist": (F.pdist, (X,), [norm(a - b) for a, b in itertools.combinations(X, 2)]),
    "normalize": (F.normalize, (X,), X / norm(X)[:, None]),
}


def operands(arrays):
    return [ct.tensor(a, requires_grad=True) for a in arrays]


@pytest.mark.parametrize("name", CASES)
def test_values_and_reductions(name):
    function, arrays, want = CASES[name]
    for reduction, of in (("none", np.asarray), ("sum", np.sum), ("mean", np.mean)):
        got = function(*operands(arrays), reduction=reduction)
        np.testing.assert_allclose(got.detach().numpy(), of(want), 1e-9, 1e-12)


@pytest.mark.parametrize("name", [*CASES, *DISTANCES])
def test_gradients(name):
    function, arrays, _ = (CASES | DISTANCES)[name]
    assert ct.autograd.gradcheck(function, operands(arrays))
    assert ct.autograd.gradgradcheck(function, operands(arrays))


@pytest.mark.parametrize("name", DISTANCES)
def test_distances(name):
    function, arrays, want = DISTANCES[name]
    got = function(*operands(arrays)).detach().numpy()
    np.testing.assert_allclose(got, want, 1e-9)


@pytest.mark.parametrize("name", [*CASES, *DISTANCES])
@pytest.mark.parametrize("dtype", [ct.float16, ct.bfloat16])
def test_16_bits_are_near_and_stay(name, dtype):
    """What is computed of numbers so rounded; a signed loss may cancel."""
    function, arrays, _ = (CASES | DISTANCES)[name]
    rounded = [ct.tensor(a).to(dtype) for a in arrays]
    got = function(*rounded)
    want = function(*[t.double() for t in rounded])
    assert got.dtype in (dtype, ct.float64)  # signs are float64
    eps = ct.finfo(dtype).eps
    np.testing.assert_allclose(got.double().numpy(), want.numpy(), 8 * eps, 8 * eps)


def test_a_mistake_that_is_certain_costs_100() -> None:
    x = ct.tensor([0.0, 1.0, 0.0, 1.0], requires_grad=True)
    loss = F.binary_cross_entropy(x, ct.tensor([1.0, 0.0, 0.0, 1.0]), reduction="none")
    assert loss.tolist() == [100, 100, 0, 0]
    loss.sum().backward()
    assert x.grad.isfinite().all()
    for outside in (1.5, -0.1, math.nan):
        with pytest.raises(RuntimeError, match="between 0 and 1"):
            F.binary_cross_entropy(ct.tensor([outside]), ct.ones(1))
        with pytest.raises(RuntimeError, match="of target should be between 0 and 1"):
            F.binary_cross_entropy(ct.ones(1), ct.tensor([outside]))


def test_infinite_logarithms_where_nothing_happens() -> None:
    x = ct.tensor([-math.inf, 0.0], requires_grad=True)
    loss = F.kl_div(x, ct.tensor([0.0, 1.0]), reduction="none")
    assert loss.tolist() == [0, 0]
    loss.sum().backward()
    assert x.grad.tolist() == [0, -1]
    y = ct.tensor([-math.inf, 0.0])
    assert F.kl_div(x, y, reduction="none", log_target=True).tolist() == [0, 0]
    assert F.kl_div(ct.tensor([math.nan]), ct.zeros(1)).isnan()
    assert F.kl_div(ct.zeros(2, 3), ct.full((2, 3), 0.5), reduction="batchmean") == (
        pytest.approx(1.5 * math.log(0.5))
    )


def test_large_logits() -> None:
    x = ct.tensor([1e4, -1e4], requires_grad=True)
    loss = F.soft_margin_loss(x, ct.tensor([-1.0, -1.0]), reduction="none")
    assert loss.tolist() == [1e4, 0]
    loss.sum().backward()
    assert x.grad.tolist() == [1, 0]


@pytest.mark.parametrize("scale", [1e-18, 1e-6, 1.0, 1e30])
def test_directions_of_vectors_of_any_length(scale):
    x = ct.tensor(X).float() * scale
    y = ct.tensor(Y).float()
    want = (X * Y).sum(1) / norm(X) / norm(Y)
    got = F.cosine_similarity(x, y, eps=0)
    np.testing.assert_allclose(got.numpy(), want, 1e-5)
    if scale >= 1:
        loss = F.cosine_embedding_loss(x, y, ct.ones(3), reduction="none")
        np.testing.assert_allclose(loss.numpy(), 1 - want, 1e-5)


def test_vectors_without_a_direction() -> None:
    x = ct.zeros(2, 3, requires_grad=True)
    for y in (F.cosine_similarity(x, ct.ones(2, 3)), F.normalize(x)):
        assert y.eq(0).all()
        y.sum().backward()
        assert x.grad.isfinite().all()


def test_variances_below_eps() -> None:
    var = ct.tensor([0.0, 1e-9, 2.0], requires_grad=True)
    loss = F.gaussian_nll_loss(
        ct.zeros(3), ct.zeros(3), var, eps=1e-6, reduction="none"
    )
    np.testing.assert_allclose(loss.tolist(), np.log([1e-6, 1e-6, 2]) / 2, 1e-5)
    with pytest.raises(ValueError, match="negative"):
        F.gaussian_nll_loss(ct.zeros(2), ct.zeros(2), ct.tensor([1.0, -1.0]))
    for shape in ((2, 2), (3,), (1, 2, 3), (1, 1)):
        with pytest.raises(ValueError, match="var is of incorrect size"):
            F.gaussian_nll_loss(ct.zeros(2, 3), ct.zeros(2, 3), ct.ones(shape))


def chances(log_p, labels, blank):
    """The chance of each way that says the labels, summed."""
    steps, total = log_p.shape[0], 0.0
    for way in itertools.product(range(log_p.shape[1]), repeat=steps):
        said = [c for c, _ in itertools.groupby(way) if c != blank]
        if said == list(labels):
            total += np.exp(sum(log_p[t, c] for t, c in enumerate(way)))
    return total


@pytest.mark.parametrize("blank", [0, 2])
@pytest.mark.parametrize("labels", [[1], [1, 1], [], [3, 1], [1, 3, 3]])
def test_ctc_counts_all_ways(labels, blank):
    x = ct.tensor(RNG.standard_normal((5, 4)), requires_grad=True)
    log_p = F.log_softmax(x, 1)
    want = -np.log(chances(log_p.detach().numpy(), labels, blank))
    t = ct.tensor(labels, dtype=ct.int64)
    options = {"blank": blank, "reduction": "none"}
    got = F.ctc_loss(log_p, t, ct.tensor(5), ct.tensor(len(labels)), **options)
    assert got.item() == pytest.approx(want)

    def loss(x):
        return F.ctc_loss(x, t, ct.tensor(5), ct.tensor(len(labels)), **options)

    assert ct.autograd.gradcheck(loss, [log_p.detach().requires_grad_()])


def test_ctc_of_a_batch() -> None:
    """Sequences of different lengths, labels padded or one behind the other."""
    log_p = F.log_softmax(ct.tensor(RNG.standard_normal((6, 3, 4))), -1)
    labels, steps, sizes = [[1, 2], [3, 0], [0, 0]], [6, 4, 3], [2, 1, 0]
    want = [
        -np.log(chances(log_p.numpy()[: steps[i], i], labels[i][: sizes[i]], 0))
        for i in range(3)
    ]
    for targets in (ct.tensor(labels), ct.tensor([1, 2, 3])):
        got = F.ctc_loss(log_p, targets, steps, ct.tensor(sizes), reduction="none")
        np.testing.assert_allclose(got.numpy(), want, 1e-9)
        mean = nn.CTCLoss()(log_p, targets, tuple(steps), tuple(sizes))
        assert mean.item() == pytest.approx(np.mean(want / np.array([2, 1, 1])))


@pytest.mark.isa
@pytest.mark.parametrize("labels", [1, 7, 8, 30])  # fewer places than lanes, and more
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64])
def test_ctc_is_its_composition(labels, dtype) -> None:
    generator = ct.Generator().manual_seed(labels)
    p = ct.randn(80, 4, 6, generator=generator, dtype=dtype).log_softmax(-1)
    p.requires_grad_()
    wanted = ct.randint(0, 6, (4, labels), generator=generator)
    steps, counts = ct.tensor([80, 79, 61, 0]), ct.tensor([labels, labels - 1, 0, 0])
    blank = 5
    got = _loss_sequence._Loss.apply(p, wanted, steps, counts, blank)
    want = -_loss_sequence._log_chance(p, wanted, steps, counts, blank)
    close = 1e-4 if dtype == ct.float32 else 1e-9
    np.testing.assert_allclose(
        got.detach().numpy(), want.detach().numpy(), close, close
    )
    g = ct.tensor([1.0, -2.0, 0.5, 3.0], dtype=dtype)
    (a,), (b,) = ct.autograd.grad(got, p, g), ct.autograd.grad(want, p, g)
    np.testing.assert_allclose(a.numpy(), b.numpy(), 10 * close, 10 * close)


def test_second_gradients_of_ctc() -> None:
    generator = ct.Generator().manual_seed(1)
    p = ct.randn(5, 2, 3, generator=generator, dtype=ct.float64)
    p = p.log_softmax(-1).requires_grad_()
    call = lambda p: F.ctc_loss(  # noqa: E731
        p, ct.tensor([[1, 2], [2, 2]]), ct.tensor([5, 4]), ct.tensor([2, 1])
    ).square()
    assert ct.autograd.gradcheck(call, p) and ct.autograd.gradgradcheck(call, p)


def test_ctc_of_chances_that_no_float_holds() -> None:
    p = ct.full((400, 1, 3), -500.0, requires_grad=True)
    arguments = (ct.tensor([[1, 2]]), ct.tensor([400]), ct.tensor([2]))
    loss = F.ctc_loss(p, *arguments, reduction="sum")
    assert loss.isfinite() and loss > 199_000
    (g,) = ct.autograd.grad(loss, p)
    np.testing.assert_allclose(g.sum(-1).numpy(), -1, 1e-6)


def test_ctc_of_labels_that_do_not_fit() -> None:
    x = ct.zeros(2, 1, 3, requires_grad=True)
    for zero, want in ((False, math.inf), (True, 0.0)):
        loss = F.ctc_loss(x, ct.tensor([[1, 1]]), [2], [2], zero_infinity=zero)
        assert loss.item() == want
    loss.backward()
    assert x.grad.tolist() == ct.zeros(2, 1, 3).tolist()


REFUSED = [
    (lambda: F.huber_loss(X1, X1, delta=0), "delta > 0"),
    (lambda: F.smooth_l1_loss(X1, X1, beta=-1), "beta >= 0"),
    (lambda: F.margin_ranking_loss(X1, X1, ct.ones(2)), "same dimension"),
    (lambda: F.multi_margin_loss(X1, ct.tensor([0, 3])), "target out of range"),
    (lambda: F.multi_margin_loss(X1, ct.tensor([0])), "inconsistent target"),
    (lambda: F.multi_margin_loss(X1, ct.tensor([0, 1.0])), "int64 target"),
    (lambda: F.multilabel_margin_loss(X1, ct.tensor([0, 1])), "target of its shape"),
    (lambda: F.multilabel_margin_loss(X1, ct.full((2, 3), 3)), "out of range"),
    (lambda: F.cosine_embedding_loss(X1, X1, ct.ones(2, 1)), "1D|2D target"),
    (lambda: F.triplet_margin_loss(X1, X1, X1[0]), "same number of dim"),
    (lambda: F.pdist(X1[0]), "2D tensors"),
    (lambda: F.pdist(X1, -1), "non-negative"),
    (lambda: F.cosine_similarity(X1.long(), X1.long()), "floating point"),
    (lambda: F.ctc_loss(X1, ct.tensor([1]), 2, 1, blank=3), "label range"),
    (lambda: F.ctc_loss(X1, ct.tensor([3]), [2], [1]), r"targets in \[0, 3\)"),
    (lambda: F.ctc_loss(X1, ct.tensor([1]), [3], [1]), "at most 2"),
    (lambda: F.ctc_loss(X1, ct.tensor([1]), [2], [2]), "Expected targets"),
    (lambda: F.ctc_loss(X1, ct.tensor([1]), [2, 2], [1]), "batch_size"),
    (lambda: F.ctc_loss(X1, ct.tensor([1.0]), [2], [1]), "targets of integers"),
]
X1 = ct.ones(2, 3)


@pytest.mark.parametrize(("call", "message"), REFUSED)
def test_refused(call, message):
    with pytest.raises(RuntimeError, match=message):
        call()


def test_refused_values() -> None:
    for call in (
        lambda: F.triplet_margin_loss(X1, X1, X1, margin=0),
        lambda: nn.TripletMarginLoss(margin=-1),
        lambda: nn.TripletMarginWithDistanceLoss(margin=0),
        lambda: nn.MultiMarginLoss(p=3),
        lambda: nn.MultiMarginLoss(weight=X1),
        lambda: F.multi_margin_loss(X1, ct.tensor([0, 1]), 3),
        lambda: F.binary_cross_entropy(X1, X1[0]),
        lambda: nn.AdaptiveLogSoftmaxWithLoss(4, 10, [5, 3]),
        lambda: nn.AdaptiveLogSoftmaxWithLoss(4, 10, []),
        lambda: F.kl_div(X1, X1, reduction="batch"),
    ):
        with pytest.raises(ValueError, match=r"."):
            call()


MODULES = [
    (nn.BCELoss(ct.tensor(Q[0])), "binary_cross_entropy"),
    (nn.SmoothL1Loss(beta=0.5), "smooth_l1"),
    (nn.HuberLoss(delta=0.5), "huber"),
    (nn.KLDivLoss(log_target=True), "kl_div of logarithms"),
    (nn.PoissonNLLLoss(False, True, eps=1e-3), "poisson of rates"),
    (nn.GaussianNLLLoss(full=True), "gaussian"),
    (nn.TripletMarginLoss(2, 2, 0, True), "triplet_margin swapped"),
    (nn.MultiLabelSoftMarginLoss(ct.tensor(Q[0])), "multilabel_soft_margin"),
]


@pytest.mark.parametrize(("module", "name"), MODULES)
def test_modules_are_the_functions(module, name):
    _, arrays, want = CASES[name]
    if isinstance(module, nn.BCELoss):
        want = want * Q[0]
    given = [ct.tensor(a) for a in arrays]
    if isinstance(module, nn.MultiLabelSoftMarginLoss):
        given.pop()
    assert module(*given).item() == pytest.approx(np.mean(want))


def test_modules_with_a_target() -> None:
    x, y = ct.tensor(X), ct.tensor(Y)
    signs, classes = ct.tensor(SIGNS), ct.tensor(CLASSES)
    for module, given, want in (
        (nn.SoftMarginLoss(), (x, signs), "soft_margin"),
        (nn.HingeEmbeddingLoss(0.7), (x, signs), "hinge_embedding"),
        (nn.MarginRankingLoss(0.1), (x, y, signs), "margin_ranking"),
        (nn.MultiMarginLoss(margin=0.8), (x, classes), "multi_margin"),
        (
            nn.CosineEmbeddingLoss(-0.5),
            (x, y, ct.tensor([1, -1, 1])),
            "cosine_embedding",
        ),
    ):
        assert module(*given).item() == pytest.approx(np.mean(CASES[want][2]))
    named = ct.tensor([[1, 0, -1, 2], [-1, 1, 2, 3], [3, 2, 1, 0]])
    got = nn.MultiLabelMarginLoss(reduction="none")(x, named)
    np.testing.assert_allclose(got.numpy(), multilabel(X))
    np.testing.assert_allclose(
        nn.CosineSimilarity()(x, y).numpy(), DISTANCES["cosine_similarity"][2]
    )
    np.testing.assert_allclose(
        nn.PairwiseDistance(3, 0.1, True)(x, y).numpy()[:, 0],
        DISTANCES["pairwise_distance"][2],
    )


def test_another_distance() -> None:
    def apart(x, y):
        return (x - y).abs().sum(-1)

    a, b = ct.zeros(1, 2), ct.tensor([[3.0, 4.0]])
    loss = nn.TripletMarginWithDistanceLoss(distance_function=apart, swap=True)
    assert loss(a, b, a).item() == 8
    assert "PairwiseDistance()" in repr(nn.TripletMarginWithDistanceLoss())


def test_adaptive_softmax_is_one_over_all_classes() -> None:
    layer = nn.AdaptiveLogSoftmaxWithLoss(8, 20, [5, 10], 2.0, head_bias=True)
    x = ct.randn(6, 8, requires_grad=True)
    target = ct.tensor([0, 4, 5, 9, 10, 19])
    log_p = layer.log_prob(x)
    np.testing.assert_allclose(log_p.exp().sum(1).detach().numpy(), 1, 1e-5)
    output, loss = layer(x, target)
    want = log_p.gather(1, target[:, None])[:, 0]
    np.testing.assert_allclose(output.detach().numpy(), want.detach().numpy(), 1e-5)
    assert loss.item() == pytest.approx(-want.mean().item(), 1e-5)
    one = layer(x[0], target[0])
    assert one.output.shape == ()
    assert layer.predict(x).tolist() == log_p.argmax(1).tolist()
    names = ["head.weight", "head.bias", "tail.0.0.weight", "tail.0.1.weight"]
    assert list(layer.state_dict())[:4] == names
    for bad in (20, -1):
        with pytest.raises(RuntimeError, match="Target values"):
            layer(x, ct.full((6,), bad))
    with pytest.raises(RuntimeError, match="batch dimension"):
        layer(x, target[:3])


def test_poisson_nll_loss_of_integers_is_not_rounded() -> None:
    x = ct.arange(4)
    y = F.poisson_nll_loss(x, x)
    want = np.mean(np.exp(np.arange(4.0)) - np.arange(4.0) ** 2)
    assert y.dtype == ct.float32 and y.item() == pytest.approx(want)


@pytest.mark.parametrize("dtype", [ct.bool, ct.uint8, ct.int8, ct.int64])
def test_cosine_embedding_of_integers(dtype) -> None:
    a = ct.tensor([[1, 0, 1], [0, 1, 1]]).to(dtype)
    b = ct.tensor([[1, 1, 0], [0, 1, 1]]).to(dtype)
    target = ct.tensor([1, -1])
    got = F.cosine_embedding_loss(a, b, target, reduction="none")
    assert got.dtype == ct.float32 and got.tolist() == pytest.approx([0.5, 1.0])


def test_ranking_and_soft_margins_of_other_dtypes() -> None:
    a, b, y = ct.tensor([3, 1]), ct.tensor([1, 5]), ct.tensor([-1, -1])
    assert F.margin_ranking_loss(a, b, y).item() == 1.0
    assert F.margin_ranking_loss(a, b, y, 0.5, reduction="none").tolist() == [2.5, 0]
    z = ct.tensor([0.5 + 1j, -2j], dtype=ct.complex128, requires_grad=True)
    got = F.soft_margin_loss(z, ct.ones_like(z.detach()), reduction="none")
    want = np.log(1 + np.exp(-z.detach().numpy()))
    np.testing.assert_allclose(got.detach().numpy(), want, 1e-14)


@pytest.mark.parametrize("dtype", [ct.uint8, ct.int64, ct.complex64])
def test_weighted_squares_of_other_dtypes(dtype) -> None:
    a, b, w = (ct.tensor(v).to(dtype) for v in ([3, 1, 4], [1, 5, 2], [1, 2, 3]))
    squares = F.mse_loss(a, b, reduction="none", weight=w)
    assert squares.dtype == dtype and squares.tolist() == [4, 32, 12]
    assert F.mse_loss(a, b, reduction="sum", weight=w).item() == 48
    assert F.mse_loss(a, b, weight=w).item() == 8
