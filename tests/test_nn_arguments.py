"""What layers and losses say to arguments that do not fit, and what odd ones mean."""

import math

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn
from ctensor.nn import functional as F

LOSSES = {
    "cross_entropy": (ct.zeros(2, 3), ct.tensor([0, 2])),
    "soft cross_entropy": (ct.zeros(2, 3), ct.ones(2, 3)),
    "nll_loss": (ct.zeros(2, 3), ct.tensor([0, 2])),
    "mse_loss": (ct.zeros(2, 3), ct.ones(2, 3)),
    "l1_loss": (ct.zeros(2, 3), ct.ones(2, 3)),
    "binary_cross_entropy_with_logits": (ct.zeros(2, 3), ct.ones(2, 3)),
}


def loss(name, input=None, target=None, **options):
    default = LOSSES[name]
    function = getattr(F, name.removeprefix("soft "))
    input = default[0] if input is None else input
    return function(input, default[1] if target is None else target, **options)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("reduction", ["bad", None, 3])
def test_a_reduction_that_is_none(name, reduction):
    with pytest.raises(ValueError, match="not a valid value for reduction"):
        loss(name, reduction=reduction)


@pytest.mark.parametrize("name", ["cross_entropy", "soft cross_entropy", "nll_loss"])
@pytest.mark.parametrize("shape", [(2,), (6,), (1,), (), (1, 3), (2, 3)])
def test_class_weights_of_another_shape(name, shape):
    with pytest.raises(RuntimeError, match=r"expected weight .*3"):
        loss(name, weight=ct.ones(shape))


@pytest.mark.parametrize("name", ["mse_loss", "l1_loss"])
@pytest.mark.parametrize("shape", [(1,), (), (3,), (2, 1), (3, 2), (1, 2, 3)])
def test_weights_of_elements_of_another_shape(name, shape):
    with pytest.raises(ValueError, match="Weights and input must have the same size"):
        loss(name, weight=ct.ones(shape))


@pytest.mark.filterwarnings("ignore:Using a target size")
@pytest.mark.parametrize("name", ["mse_loss", "l1_loss"])
def test_a_weighted_mean_over_a_broadcast_target(name):
    ones = loss(name, ct.zeros(3), ct.ones(2, 3), weight=ct.full((3,), 2.0))
    assert ones.item() == 1.0


@pytest.mark.parametrize("which", ["weight", "pos_weight"])
def test_factors_that_would_enlarge_the_loss(which):
    name = "binary_cross_entropy_with_logits"
    for shape in ((2, 2, 3), (2,), (4, 3)):
        with pytest.raises(RuntimeError, match=f"{which} that broadcasts"):
            loss(name, **{which: ct.ones(shape)})
    for shape in ((), (3,), (2, 1), (1, 3), (2, 3)):
        same = loss(name, **{which: ct.ones(shape)})
        assert same.item() == pytest.approx(math.log(2))


def test_small_integers_as_factors_do_not_wrap():
    x = ct.tensor([2.0, -1.0], requires_grad=True)
    y = ct.tensor([1, 0], dtype=ct.uint8)
    options = {"pos_weight": ct.tensor([0, 3], dtype=ct.uint8), "reduction": "none"}
    got = F.binary_cross_entropy_with_logits(x, y, **options)
    np.testing.assert_allclose(got.tolist(), [0.0, math.log1p(math.exp(-1))], atol=1e-6)
    got.sum().backward()
    np.testing.assert_allclose(x.grad.tolist(), [0.0, 1 / (1 + math.e)], atol=1e-6)


@pytest.mark.parametrize("name", sorted(set(LOSSES) - {"mse_loss", "l1_loss"}))
def test_complex_weights(name):
    with pytest.raises((RuntimeError, NotImplementedError), match="real weight"):
        loss(name, weight=ct.ones(3, dtype=ct.complex64))


@pytest.mark.parametrize("smoothing", [1.5, -0.1, math.nan])
@pytest.mark.parametrize("name", ["cross_entropy", "soft cross_entropy"])
def test_label_smoothing_is_a_share(name, smoothing):
    with pytest.raises(RuntimeError, match=r"label_smoothing in \[0, 1\]"):
        loss(name, label_smoothing=smoothing)
    for share in (0.0, 1.0):
        assert math.isfinite(loss(name, label_smoothing=share).item())


@pytest.mark.parametrize("name", LOSSES)
def test_losses_want_floating_inputs(name):
    for dtype in (ct.uint8, ct.int64, ct.bool, ct.complex64):
        if name == "l1_loss" and dtype in (ct.int64, ct.complex64):
            continue  # absolute differences are right there
        x, y = LOSSES[name]
        y = y.to(dtype) if name in ("mse_loss", "l1_loss") else y
        with pytest.raises(NotImplementedError, match="expected "):
            loss(name, x.to(dtype), y, reduction="none")


TARGETS = [  # input, target, what a batch or a shape that does not fit raises
    ((3,), (2,), ValueError),
    ((3,), (2, 3), RuntimeError),
    ((2, 3), (), ValueError),
    ((2, 3), (3,), ValueError),
    ((2, 3), (2, 1), RuntimeError),
    ((2, 3, 4), (2,), RuntimeError),
    ((2, 3, 4), (3, 4), ValueError),
    ((2, 3), (3, 3), ValueError),
]


@pytest.mark.parametrize(("shape", "target", "error"), TARGETS)
@pytest.mark.parametrize("function", [F.cross_entropy, F.nll_loss])
def test_targets_of_another_shape(function, shape, target, error):
    with pytest.raises(error, match="expected target"):
        function(ct.zeros(shape), ct.zeros(target, dtype=ct.int64))


@pytest.mark.parametrize("function", [F.cross_entropy, F.nll_loss])
def test_targets_where_there_are_no_classes(function):
    for shape, target in (((0,), ()), ((2, 0), (2,))):
        for grad in (True, False):
            with pytest.raises(IndexError, match="Target"):
                function(
                    ct.zeros(shape, requires_grad=grad),
                    ct.zeros(target, dtype=ct.int64),
                )


def test_class_probabilities_of_another_shape():
    for target, error in (((3, 3), ValueError), ((2, 4), RuntimeError)):
        with pytest.raises(error, match="expected class probabilities"):
            F.cross_entropy(ct.zeros(2, 3), ct.ones(target))
    with pytest.raises(RuntimeError, match="expected class probabilities"):
        F.cross_entropy(ct.tensor(1.0), ct.tensor(1.0))


def test_class_probabilities_against_the_formula():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(4, 3, 2)), rng.random((4, 3, 2))
    w, s = np.array([0.5, 1.0, 2.0]), 0.3
    log_p = x - np.log(np.exp(x).sum(1, keepdims=True))
    rows = -(((1 - s) * y + s / 3) * w[:, None] * log_p).sum(1)
    for reduction, expected in (
        ("none", rows),
        ("sum", rows.sum()),
        ("mean", rows.mean()),
    ):
        got = F.cross_entropy(
            *map(ct.tensor, (x, y, w)), reduction=reduction, label_smoothing=s
        )
        np.testing.assert_allclose(got.numpy(), expected, rtol=1e-12)
    hot = F.one_hot(ct.tensor([2, 0]), 3)
    soft = F.cross_entropy(ct.tensor(x[:2, :, 0]), hot.double())
    hard = F.cross_entropy(ct.tensor(x[:2, :, 0]), hot.argmax(1))
    assert soft.item() == pytest.approx(hard.item(), rel=1e-12)


def test_differences_that_would_wrap():
    x, y = ct.tensor([0], dtype=ct.uint8), ct.tensor([2], dtype=ct.uint8)
    with pytest.raises(NotImplementedError, match="signed dtype"):
        F.l1_loss(x, y, reduction="none")
    assert F.l1_loss(x.int(), y.int(), reduction="sum").item() == 2


# ---- linear and products ----


@pytest.mark.parametrize("shape", [(3,), (2, 3), (4, 2, 3), (0, 3)])
def test_linear_of_a_vector_as_weight(shape):
    x = ct.randn(shape, dtype=ct.float64, requires_grad=True)
    w = ct.randn(3, dtype=ct.float64, requires_grad=True)
    for bias in (None, ct.tensor(0.5, dtype=ct.float64, requires_grad=True)):
        y = F.linear(x, w, bias)
        expected = x.detach().numpy() @ w.detach().numpy()
        expected = expected + (0 if bias is None else 0.5)
        np.testing.assert_allclose(y.detach().numpy(), expected, atol=1e-12)
        assert y.shape == shape[:-1]
        if x.numel():
            args = (x, w) if bias is None else (x, w, bias)
            assert ct.autograd.gradcheck(F.linear, args)
            assert ct.autograd.gradgradcheck(F.linear, args)


@pytest.mark.parametrize("bias", [(), (1,), (5,), (1, 5), (2, 1), (2, 5), (4, 2, 5)])
def test_linear_with_a_bias_that_broadcasts(bias):
    x = ct.randn(4, 2, 3, dtype=ct.float64)
    w = ct.randn(5, 3, dtype=ct.float64)
    b = ct.randn(bias, dtype=ct.float64, requires_grad=True)
    expected = x.numpy() @ w.numpy().T + b.detach().numpy()
    np.testing.assert_allclose(F.linear(x, w, b).detach().numpy(), expected, atol=1e-12)
    assert ct.autograd.gradcheck(F.linear, (x, w, b))


@pytest.mark.parametrize(
    ("weight", "bias"),
    [((), None), ((2, 5, 3), None), ((4,), None), ((5, 3), (3,)), ((5, 3), (1, 2, 5)),
     ((3,), (3,))],
)  # fmt: skip
def test_linear_of_shapes_that_do_not_fit(weight, bias):
    bias = None if bias is None else ct.zeros(bias)
    with pytest.raises(RuntimeError, match=r"linear: expected (input|a bias)"):
        F.linear(ct.zeros(2, 3), ct.zeros(weight), bias)


@pytest.mark.parametrize(
    ("batch", "layer", "hint"),
    [
        (np.ones((2, 3)), nn.Linear(3, 1), r"use input\.float\(\)"),
        (np.ones((2, 3), np.int64), nn.Linear(3, 1), r"use input\.float\(\)"),
        (np.ones((2, 3), "f"), nn.Linear(3, 1).double(), r"use input\.double\(\)"),
        (np.ones((2, 3), "f"), nn.Linear(3, 1).half(), r"use input\.half\(\)"),
        (np.ones((2, 3), "f"), nn.Linear(3, 1).bfloat16(), r"input\.bfloat16\(\)"),
    ],
)
def test_a_batch_of_another_dtype_is_told_how_to_cast(batch, layer, hint):
    with pytest.raises(RuntimeError, match=hint):
        layer(ct.from_numpy(batch))


def test_products_say_what_does_not_fit_once():
    x, double = ct.zeros(2, 3), ct.zeros(3, 2).double()
    for a, b in ((x, double), (double, x)):
        with pytest.raises(RuntimeError, match=r"cast one with \.float\(\)"):
            a @ b
    says = r"(m, k) and (k, n), got shapes [2, 3] and [2, 3]"
    for product in (ct.matmul, ct.mm, lambda a, b: ct.addmm(ct.zeros(2), a, b)):
        with pytest.raises(RuntimeError) as caught:
            product(x, x)
        assert str(caught.value).replace("*, ", "").endswith(says)


@pytest.mark.parametrize("inplace", [False, True])
def test_dropout_of_complex_numbers(inplace):
    ct.manual_seed(0)
    y = F.dropout(ct.full((1000,), 1 + 2j), 0.5, inplace=inplace)
    kept = y != 0
    assert 300 < kept.sum().item() < 700
    assert (y[kept] == 2 + 4j).all()


# ---- whole numbers of NumPy's --------------------------------------------------

WIDE = ct.arange(324.0).reshape(1, 4, 9, 9).sin()
COLUMNS = ct.arange(128.0).reshape(1, 8, 16)
WINDOWS = {
    "max_pool1d": lambda n: F.max_pool1d(WIDE[0], n(2), n(1), n(1), n(1)),
    "max_pool2d": lambda n: F.max_pool2d(WIDE, n(2), n(1), n(1), n(1)),
    "max_pool2d of pairs": lambda n: F.max_pool2d(WIDE, [n(2), n(3)], (n(1), n(2))),
    "max_pool3d": lambda n: F.max_pool3d(WIDE, n(2)),
    "avg_pool1d": lambda n: F.avg_pool1d(WIDE[0], n(2)),
    "avg_pool2d": lambda n: F.avg_pool2d(WIDE, n(2), n(1), n(1)),
    "avg_pool3d": lambda n: F.avg_pool3d(WIDE, n(2)),
    "lp_pool2d": lambda n: F.lp_pool2d(WIDE.abs(), n(2), n(2), n(1)),
    "fractional": lambda n: F.fractional_max_pool2d(
        WIDE, n(2), output_size=n(3), _random_samples=ct.full((1, 4, 2), 0.3)
    ),
    "max_unpool1d": lambda n: F.max_unpool1d(ct.ones(1, 2), ct.tensor([[1, 2]]), n(2)),
    "unfold": lambda n: F.unfold(WIDE, n(2), n(1), n(1), n(2)),
    "fold": lambda n: F.fold(COLUMNS, n(5), n(2)),
    "fold to a pair": lambda n: F.fold(COLUMNS, (n(5), n(5)), n(2)),
    "interpolate": lambda n: F.interpolate(WIDE, n(5)),
    "interpolate to a pair": lambda n: F.interpolate(WIDE, (n(5), n(4))),
    "MaxPool2d": lambda n: nn.MaxPool2d(n(2), n(1))(WIDE),
    "AvgPool2d": lambda n: nn.AvgPool2d(n(2))(WIDE),
    "Unfold": lambda n: nn.Unfold(n(2))(WIDE),
    "Fold": lambda n: nn.Fold(n(5), n(2))(COLUMNS),
    "Upsample": lambda n: nn.Upsample(n(4))(WIDE),
    "conv2d_weight": lambda n: nn.grad.conv2d_weight(
        WIDE, (4, 4, 2, 2), WIDE[..., :8, :8], n(1), n(0)
    ),
    "Embedding": lambda n: nn.Embedding(n(5), n(2), n(1))(ct.tensor([1])),
    "linalg.norm": lambda n: ct.linalg.norm(WIDE[0], dim=n(1)),
    "frobenius_norm": lambda n: ct.frobenius_norm(WIDE, n(1)),
    "fftshift": lambda n: ct.fft.fftshift(WIDE, n(2)),
    "gradient": lambda n: ct.gradient(WIDE, dim=n(2))[0],
    "hsplit": lambda n: ct.hsplit(WIDE, n(2))[1],
    "unravel_index": lambda n: ct.unravel_index(ct.tensor(3), n(5))[0],
    "tensordot": lambda n: ct.tensordot(WIDE[0, 0], WIDE[0, 0], n(1)),
}


@pytest.mark.parametrize("kind", [np.int64, np.uint8, np.int32, ct.tensor])
@pytest.mark.parametrize("name", WINDOWS)
def test_whole_numbers_of_any_kind(name, kind):
    assert ct.equal(WINDOWS[name](kind), WINDOWS[name](int))


@pytest.mark.parametrize(
    "wrong", [2.0, "2", np.float64(2), np.array(2.0), (2, 2.5), None]
)
def test_sizes_that_are_no_whole_numbers(wrong):
    for call in (F.max_pool2d, F.avg_pool2d, F.unfold):
        with pytest.raises((TypeError, RuntimeError), match="expected"):
            call(WIDE, wrong)
    with pytest.raises((TypeError, ValueError), match="size"):
        F.interpolate(WIDE, wrong)


@pytest.mark.parametrize("empty", [(), [], None])
def test_a_stride_that_is_not_given_is_the_kernels(empty):
    assert ct.equal(F.max_pool2d(WIDE, 2, empty), F.max_pool2d(WIDE, 2, 2))
