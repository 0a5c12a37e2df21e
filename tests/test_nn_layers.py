"""Layers, losses, functional forms and initialisers, against NumPy in float64."""

import math

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn
from ctensor.autograd import gradcheck
from ctensor.nn import functional as F


def double(*shape, grad=True):
    return ct.randn(shape, dtype=ct.float64, requires_grad=grad)


def close(tensor, expected, rtol=1e-12, atol=1e-12):
    np.testing.assert_allclose(tensor.detach().numpy(), expected, rtol, atol)


# ---- layers ----


@pytest.mark.parametrize("shape", [(3,), (4, 3), (2, 5, 3), (0, 3)])
@pytest.mark.parametrize("bias", [True, False])
def test_linear(shape, bias):
    layer = nn.Linear(3, 2, bias=bias, dtype=ct.float64)
    x = double(*shape)
    expected = x.detach().numpy() @ layer.weight.detach().numpy().T
    if bias:
        expected = expected + layer.bias.detach().numpy()
    close(layer(x), expected)
    assert gradcheck(layer, (x,))
    layer(x).sum().backward()
    assert layer.weight.grad.shape == (2, 3)
    if bias:
        close(layer.bias.grad, np.full(2, math.prod(shape[:-1])))


def test_linear_of_complex_numbers():
    x, w, b = (
        ct.randn(s, dtype=ct.complex128, requires_grad=True)
        for s in ((3, 4), (2, 4), 2)
    )
    assert gradcheck(F.linear, (x, w, b))


def test_linear_refuses_other_sizes():
    with pytest.raises(RuntimeError):
        nn.Linear(3, 2)(ct.zeros(4, 5))


def test_linear_draws_from_its_interval():
    layer = nn.Linear(100, 500)
    for param in layer.parameters():
        assert param.abs().max().item() <= 0.1
        assert abs(param.mean().item()) < 0.01
        assert param.std().item() == pytest.approx(0.2 / math.sqrt(12), rel=0.05)


def test_linear_of_no_features():
    with pytest.warns(UserWarning, match="zero-element"):
        layer = nn.Linear(0, 2)
    assert layer(ct.zeros(3, 0)).tolist() == [[0.0, 0.0]] * 3


def test_gradient_of_linear_without_outputs():
    x, w = ct.ones(2, 2, 3, requires_grad=True), ct.ones(0, 3, requires_grad=True)
    F.linear(x, w).sum().backward()
    assert x.grad.shape == x.shape and w.grad.shape == w.shape


def gelu(x):
    return x * 0.5 * (1 + np.vectorize(math.erf)(x / math.sqrt(2)))


def gelu_tanh(x):
    return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (nn.ReLU(), lambda x: np.maximum(x, 0)),
        (nn.Tanh(), np.tanh),
        (nn.Sigmoid(), lambda x: 1 / (1 + np.exp(-x))),
        (nn.GELU(), gelu),
        (nn.GELU("tanh"), gelu_tanh),
        (nn.Softmax(-1), softmax),
        (nn.LogSoftmax(-1), lambda x: np.log(softmax(x))),
        (nn.Identity(1, a=2), lambda x: x),
        (nn.Flatten(), lambda x: x.reshape(4, 6)),
        (nn.Unflatten(1, (1, -1)), lambda x: x.reshape(4, 1, 2, 3)),
    ],
    ids=lambda value: getattr(value, "__name__", None) or repr(value),
)
def test_layers_without_parameters(layer, expected):
    x = double(4, 2, 3)
    close(layer(x), expected(x.detach().numpy()), rtol=1e-10)
    assert gradcheck(layer, (x,))


def test_relu_in_place():
    x = ct.tensor([-1.0, 2.0])
    assert nn.ReLU(inplace=True)(x) is x
    assert x.tolist() == [0.0, 2.0]
    assert repr(nn.ReLU(inplace=True)) == "ReLU(inplace=True)"


def test_softmax_needs_its_dim():
    hooked = nn.Softmax()
    hooked.register_forward_hook(lambda module, args, y: None)
    for softmax in (nn.Softmax(), F.softmax, nn.Sequential(nn.Softmax()), hooked):
        with pytest.warns(UserWarning, match="Implicit dimension choice for") as seen:
            y = softmax(ct.zeros(2, 4))
        assert y.tolist() == [[0.25] * 4] * 2
        assert [warning.filename for warning in seen] == [__file__]
    assert F.softmax(ct.zeros(2), 0, dtype=ct.float64).dtype == ct.float64


def test_softmax_takes_its_dtype_fourth():
    y = F.softmax(ct.ones(2, dtype=ct.float32), 0, 3, ct.float64)
    assert y.dtype == F.log_softmax(ct.ones(2), 0, dtype=ct.float64).dtype == ct.float64


def test_dropout():
    x = ct.ones(10000)
    y = F.dropout(x, 0.25)
    kept = y != 0
    assert kept.float().mean().item() == pytest.approx(0.75, abs=0.02)
    close(y[kept], np.float32(1 / 0.75), rtol=1e-6)
    layer = nn.Dropout(0.25)
    assert layer(x).tolist() != layer(x).tolist()
    assert layer.eval()(x).tolist() == x.tolist()


def test_dropout_gradient_is_the_mask():
    x = ct.ones(100, requires_grad=True)
    y = F.dropout(x, 0.5)
    y.sum().backward()
    assert x.grad.tolist() == y.detach().tolist()


@pytest.mark.parametrize(("p", "value"), [(0.0, 1.0), (1.0, 0.0)])
def test_dropout_of_none_and_all(p, value):
    assert F.dropout(ct.ones(5), p).tolist() == [value] * 5


def test_dropout_in_place():
    x = ct.ones(100)
    y = F.dropout(x, 0.5, inplace=True)
    assert y is x
    assert set(x.tolist()) == {0.0, 2.0}


@pytest.mark.parametrize("p", [-0.1, 1.1, math.nan])
def test_dropout_refuses(p):
    with pytest.raises(ValueError, match="between 0 and 1"):
        nn.Dropout(p)
    with pytest.raises(ValueError, match="between 0 and 1"):
        F.dropout(ct.ones(1), p)


def test_reprs():
    assert repr(nn.Dropout(0.1)) == "Dropout(p=0.1, inplace=False)"
    assert repr(nn.GELU("tanh")) == "GELU(approximate='tanh')"
    assert repr(nn.Softmax(dim=1)) == "Softmax(dim=1)"
    assert repr(nn.Flatten()) == "Flatten(start_dim=1, end_dim=-1)"
    assert repr(nn.CrossEntropyLoss()) == "CrossEntropyLoss()"


# ---- losses ----


def cross_entropy(x, y, weight, ignore, reduction, smoothing):
    """Loss of logits (N, C) and indices (N,); Szegedy et al. 2016, section 7."""
    logp = np.log(softmax(x))
    n, classes = x.shape
    weight = np.ones(classes) if weight is None else weight
    counts = y != ignore
    safe = np.where(counts, y, 0)
    own = -logp[np.arange(n), safe] * weight[safe]
    spread = -(logp * weight).sum(1) / classes
    loss = np.where(counts, (1 - smoothing) * own + smoothing * spread, 0)
    if reduction == "mean":
        return loss.sum() / (weight[safe] * counts).sum()
    return loss.sum() if reduction == "sum" else loss


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
@pytest.mark.parametrize("weighted", [False, True])
def test_cross_entropy(reduction, smoothing, weighted):
    x = double(6, 4)
    y = np.array([0, 3, -100, 1, 2, 3])
    weight = np.array([1.0, 2.0, 0.5, 3.0]) if weighted else None
    loss_fn = nn.CrossEntropyLoss(
        weight=ct.from_numpy(weight) if weighted else None,
        reduction=reduction,
        label_smoothing=smoothing,
    )
    target = ct.from_numpy(y)
    expected = cross_entropy(x.detach().numpy(), y, weight, -100, reduction, smoothing)
    close(loss_fn(x, target), expected)
    assert gradcheck(lambda t: loss_fn(t, target), (x,))


def test_cross_entropy_of_one_sample_and_of_pictures():
    x = double(2, 3, 2, 2)
    y = ct.tensor([[[0, 1], [2, 0]], [[1, 1], [0, 2]]])
    rows = x.detach().numpy().transpose(0, 2, 3, 1).reshape(-1, 3)
    expected = cross_entropy(rows, y.numpy().reshape(-1), None, -100, "none", 0.0)
    close(F.cross_entropy(x, y, reduction="none"), expected.reshape(2, 2, 2))
    close(F.cross_entropy(x[0, :, 0, 0], y[0, 0, 0]), expected[0])


def test_cross_entropy_with_probabilities():
    x, target = double(5, 3), ct.rand(5, 3, dtype=ct.float64)
    weight = np.array([1.0, 2.0, 3.0])
    soft = target.numpy() * 0.8 + 0.2 / 3
    expected = -(soft * weight * np.log(softmax(x.detach().numpy()))).sum() / 5
    loss_fn = nn.CrossEntropyLoss(ct.from_numpy(weight), label_smoothing=0.2)
    close(loss_fn(x, target), expected)
    assert gradcheck(lambda t: loss_fn(t, target), (x,))


def test_losses_of_no_targets_are_nan_without_a_gradient():
    x = double(2, 3)
    loss = F.cross_entropy(x, ct.tensor([-100, -100]))
    for create_graph in (True, False):
        (g,) = ct.autograd.grad(loss, x, create_graph=create_graph)
        assert loss.isnan() and g.tolist() == [[0.0] * 3] * 2
    assert F.cross_entropy(x[:0], ct.zeros(0, 3, dtype=ct.float64)).isnan()


def test_cross_entropy_of_equal_logits():
    loss = F.cross_entropy(ct.zeros(2, 10), ct.tensor([1, 2]))
    assert loss.item() == pytest.approx(math.log(10))


def test_cross_entropy_refuses():
    x = ct.zeros(2, 3)
    with pytest.raises(IndexError):
        F.cross_entropy(x, ct.tensor([0, 3]))
    with pytest.raises((ValueError, RuntimeError)):
        F.cross_entropy(x, ct.tensor([0, 1, 2]))
    with pytest.raises(RuntimeError, match=r"class indices are integers: target\.long"):
        F.cross_entropy(x, ct.zeros(2))
    with pytest.raises(TypeError, match="expected target: Tensor, got list"):
        F.cross_entropy(x, [0, 1])
    with pytest.raises(RuntimeError, match="ignore_index is not supported"):
        F.cross_entropy(x, ct.zeros(2, 3), ignore_index=1)
    with pytest.raises(ValueError, match="reduction"):
        F.cross_entropy(x, ct.tensor([0, 1]), reduction="median")
    weight = ct.ones(3, requires_grad=True)
    with pytest.raises(RuntimeError, match="weight"):
        F.cross_entropy(x, ct.tensor([0, 1]), weight)
    F.cross_entropy(x, ct.tensor([0, 1]), weight.detach())


def test_one_sample_may_have_a_target_of_one_element():
    x, target = double(3), ct.tensor([1])
    expected = F.cross_entropy(x, target[0]).item()
    assert F.cross_entropy(x, target).item() == expected
    assert F.cross_entropy(x, target, reduction="none").shape == ()
    assert F.nll_loss(x.log_softmax(0), target).item() == pytest.approx(expected)
    assert gradcheck(lambda t: F.cross_entropy(t, target, label_smoothing=0.1), (x,))


@pytest.mark.parametrize("loss", [F.cross_entropy, F.nll_loss])
def test_wrong_targets_have_pytorchs_class(loss):
    with pytest.raises(ValueError, match="expected target"):
        loss(ct.zeros(2, 3), ct.tensor([0, 1, 2]))
    with pytest.raises(RuntimeError, match="expected target"):
        loss(ct.zeros(2, 3, 4), ct.zeros(2, 3, dtype=ct.int64))
    with pytest.raises(RuntimeError, match="class probabilities have a floating dtype"):
        F.cross_entropy(ct.zeros(2, 3), ct.zeros(2, 3, dtype=ct.int64))


@pytest.mark.parametrize("make", [nn.MSELoss, nn.CrossEntropyLoss, nn.NLLLoss])
def test_loss_made_of_the_tensors_is_refused(make):
    with pytest.raises(RuntimeError, match="a loss is made first and called then"):
        make(ct.zeros(2), ct.zeros(2))


def test_functions_refuse_what_is_no_tensor():
    for function in (F.relu, F.tanh, F.sigmoid, nn.ReLU(), nn.Tanh(), nn.Sigmoid()):
        with pytest.raises(TypeError, match="expected input: Tensor, got str"):
            function("a")
    with pytest.raises(TypeError, match="expected a Tensor, got list"):
        nn.utils.vector_to_parameters([1.0], [])


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_nll_loss_is_the_second_half_of_cross_entropy(reduction):
    x, y = double(4, 3), ct.tensor([0, -1, 2, 1])
    weight = ct.tensor([1.0, 2.0, 3.0], dtype=ct.float64)
    loss_fn = nn.NLLLoss(weight, ignore_index=-1, reduction=reduction)
    expected = F.cross_entropy(
        x, y, weight, ignore_index=-1, reduction=reduction
    ).detach()
    close(loss_fn(x.log_softmax(1), y), expected.numpy())
    assert gradcheck(lambda t: loss_fn(t, y), (x,))
    assert F.nll_loss(x, y.clamp(0).to(ct.uint8)) == F.nll_loss(x, y.clamp(0))


def test_nll_loss_refuses_other_shapes():
    with pytest.raises(ValueError, match="expected target of shape"):
        F.nll_loss(ct.zeros(2, 3), ct.tensor([0]))
    with pytest.raises(IndexError, match="Target 3 is out of bounds"):
        F.nll_loss(ct.zeros(2, 3), ct.tensor([0, 3]))
    with pytest.raises(RuntimeError, match="expected class indices"):
        F.nll_loss(ct.zeros(2, 3), ct.zeros(2))


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_regression_losses(reduction):
    x, y = double(3, 2), double(3, 2)
    reduce = {"mean": np.mean, "sum": np.sum, "none": np.asarray}[reduction]
    difference = x.detach().numpy() - y.detach().numpy()
    close(nn.MSELoss(reduction=reduction)(x, y), reduce(difference**2))
    close(nn.L1Loss(reduction=reduction)(x, y), reduce(np.abs(difference)))
    assert gradcheck(lambda a, b: F.mse_loss(a, b, reduction=reduction), (x, y))
    assert gradcheck(lambda a, b: F.l1_loss(a, b, reduction=reduction), (x, y))


def test_weighted_l1():
    x, y, weight = double(4), double(4), ct.tensor([1.0, 2.0, 3.0, 4.0])
    size = np.abs((x - y).detach().numpy()) * weight.numpy()
    close(F.l1_loss(x, y, weight=weight), size.sum() / 10)
    close(F.l1_loss(x, y, reduction="none", weight=weight), size)


def test_mean_of_no_samples_is_nan():
    assert F.cross_entropy(ct.ones(0, 3), ct.ones(0, 3)).isnan().item()


def test_weighted_mse():
    x, y, weight = double(4), double(4), ct.tensor([1.0, 2.0, 3.0, 4.0])
    square = (x - y).detach().numpy() ** 2
    expected = (square * weight.numpy()).sum() / 10
    close(F.mse_loss(x, y, weight=weight), expected)


def test_losses_warn_of_broadcasting():
    for loss in (F.mse_loss, F.l1_loss):
        with pytest.warns(UserWarning, match="different to the input size"):
            loss(ct.zeros(2, 1), ct.zeros(2))


def test_older_reduction_arguments():
    x, y = ct.zeros(2), ct.ones(2)
    with pytest.warns(UserWarning, match="reduction='sum'"):
        assert F.mse_loss(x, y, size_average=False).item() == 2.0
    with pytest.warns(UserWarning, match="reduction='none'"):
        assert nn.MSELoss(reduce=False).reduction == "none"


def test_binary_cross_entropy_with_logits():
    x, y = double(5, 2), ct.rand(5, 2, dtype=ct.float64)
    weight, positive = double(2).detach().abs(), double(2).detach().abs()
    p = 1 / (1 + np.exp(-x.detach().numpy()))
    each = y.numpy() * np.log(p) * positive.numpy() + (1 - y.numpy()) * np.log(1 - p)
    loss_fn = nn.BCEWithLogitsLoss(weight, pos_weight=positive)
    close(loss_fn(x, y), -(each * weight.numpy()).mean())
    assert gradcheck(lambda t: loss_fn(t, y), (x,))
    far = F.binary_cross_entropy_with_logits(ct.tensor([-500.0]), ct.ones(1))
    assert far.item() == 500.0
    with pytest.raises(ValueError, match="must be the same as input size"):
        loss_fn(x, y[0])


def test_binary_cross_entropy_of_zero_and_of_far_logits():
    x = ct.tensor([0.0, 0.0, 30.0], requires_grad=True)
    loss = F.binary_cross_entropy_with_logits(x, ct.tensor([0.0, 1.0, 1.0]))
    loss.backward()
    assert (3 * x.grad)[:2].tolist() == [0.5, -0.5]
    far = F.binary_cross_entropy_with_logits(x[2:], ct.ones(1))
    close(far, math.log1p(math.exp(-30)))


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64], ids=str)
def test_binary_cross_entropy_of_logits_of_any_size(dtype: ct.dtype) -> None:
    """Neither certain answers nor small losses are lost, whatever their weight."""
    x = np.array([-math.inf, -1e30, -100, -20, -1e-30, 0, 0.5, 30, 1e30, math.inf])
    for target, weight in [(0, 1), (1, 1), (0.25, 3), (1, 1e-6), (0, 5), (0.5, 1)]:
        near = x if weight == 1 else x[1:-1]
        logit = ct.tensor(near, dtype=dtype, requires_grad=True)
        loss = F.binary_cross_entropy_with_logits(
            logit,
            ct.full(logit.shape, target, dtype=dtype),
            reduction="none",
            pos_weight=None if weight == 1 else ct.tensor(weight, dtype=dtype),
        )
        with np.errstate(invalid="ignore"):
            wrong = 0 if target == 1 else (1 - target) * np.logaddexp(0, near)
            right = 0 if target == 0 else target * weight * np.logaddexp(0, -near)
        assert np.allclose(loss.detach().numpy(), wrong + right, 1e-6, 1e-44)
        loss.sum().backward()
        up, down = 0.5 * (1 + np.tanh(near / 2)), 0.5 * (1 - np.tanh(near / 2))
        slope = (1 - target) * up - target * weight * down
        assert np.allclose(logit.grad.numpy(), slope, rtol=1e-5, atol=1e-9)


def test_binary_cross_entropy_bends_at_zero() -> None:
    """Where layers of zeros begin, Newton's method needs the second derivative."""
    x = ct.zeros(2, dtype=ct.float64, requires_grad=True)
    for target, weight in [(0.0, 1.0), (1.0, 2.0)]:
        loss = F.binary_cross_entropy_with_logits(
            x,
            ct.full((2,), target, dtype=ct.float64),
            reduction="sum",
            pos_weight=None if weight == 1 else ct.tensor(weight, dtype=ct.float64),
        )
        (slope,) = ct.autograd.grad(loss, x, create_graph=True)
        (bend,) = ct.autograd.grad(slope.sum(), x, create_graph=True)
        (third,) = ct.autograd.grad(bend.sum(), x)
        assert bend.tolist() == [0.25 * weight] * 2
        assert third.tolist() == [0.0, 0.0]


def test_one_hot():
    assert F.one_hot(ct.tensor([0, 2])).tolist() == [[1, 0, 0], [0, 0, 1]]
    assert F.one_hot(ct.tensor([[1]]), 3).tolist() == [[[0, 1, 0]]]
    with pytest.raises(RuntimeError, match="smaller than num_classes"):
        F.one_hot(ct.tensor([3]), 3)
    with pytest.raises(RuntimeError, match="non-negative"):
        F.one_hot(ct.tensor([-1]), 3)
    with pytest.raises(RuntimeError, match="expected an int64 tensor, got"):
        F.one_hot(ct.tensor([1.0]))


# ---- initialisers ----


@pytest.mark.parametrize(
    ("fill", "bound", "std"),
    [
        (lambda t: nn.init.uniform_(t, -2, 2), 2, 4 / math.sqrt(12)),
        (lambda t: nn.init.normal_(t, 0, 3), None, 3),
        (nn.init.xavier_uniform_, math.sqrt(6 / 600), math.sqrt(2 / 600)),
        (nn.init.xavier_normal_, None, math.sqrt(2 / 600)),
        (nn.init.kaiming_uniform_, math.sqrt(6 / 200), math.sqrt(2 / 200)),
        (
            lambda t: nn.init.kaiming_normal_(t, mode="fan_out", nonlinearity="tanh"),
            None,
            5 / 3 / 20,
        ),
    ],
)
def test_random_initialisers(fill, bound, std):
    weight = ct.empty(400, 200, requires_grad=True)
    assert fill(weight) is weight
    assert weight.requires_grad
    assert weight.is_leaf
    assert weight.std().item() == pytest.approx(std, rel=0.02)
    if bound is not None:
        assert 0.99 * bound < weight.abs().max().item() <= bound * (1 + 1e-6)


def test_fan_of_a_convolution():
    weight = ct.empty(8, 3, 5, 5)
    nn.init.kaiming_uniform_(weight, a=math.sqrt(5))
    assert weight.abs().max().item() <= 1 / math.sqrt(3 * 25)


def test_constant_initialisers():
    assert nn.init.constant_(ct.empty(2), 3.0).tolist() == [3.0, 3.0]
    assert nn.init.ones_(ct.empty(2)).tolist() == [1.0, 1.0]
    assert nn.init.zeros_(ct.empty(2)).tolist() == [0.0, 0.0]
    assert nn.init.eye_(ct.empty(2, 3)).tolist() == [[1, 0, 0], [0, 1, 0]]


def test_initialisers_refuse():
    with pytest.raises(ValueError, match="fewer than 2"):
        nn.init.xavier_uniform_(ct.empty(3))
    with pytest.raises(ValueError, match="Unsupported nonlinearity step"):
        nn.init.calculate_gain("step")
    with pytest.raises(ValueError, match="Mode fan not supported"):
        nn.init.kaiming_uniform_(ct.empty(2, 2), mode="fan")


# ---- utils ----


@pytest.mark.parametrize("norm_type", [1.0, 2.0, 3.0, math.inf])
def test_clip_grad_norm(norm_type):
    params = [ct.zeros(2, 3, requires_grad=True), ct.zeros(4, requires_grad=True)]
    grads = [np.random.randn(*p.shape).astype(np.float32) for p in params]
    for param, grad in zip(params, grads, strict=True):
        param.grad = ct.from_numpy(grad.copy())
    every = np.concatenate([g.reshape(-1) for g in grads])
    norm = np.linalg.norm(every, norm_type)
    total = nn.utils.clip_grad_norm_(params, 0.5, norm_type)
    assert total.item() == pytest.approx(norm, rel=1e-5)
    close(params[1].grad, grads[1] * 0.5 / norm, rtol=1e-5)
    nn.utils.clip_grad_norm_(params, 100.0, norm_type)
    close(params[1].grad, grads[1] * 0.5 / norm, rtol=1e-5)


def test_clip_grad_norm_of_what_is_not_finite():
    param = ct.zeros(1, requires_grad=True)
    param.grad = ct.tensor([math.inf])
    with pytest.raises(RuntimeError, match="non-finite"):
        nn.utils.clip_grad_norm_(param, 1.0, error_if_nonfinite=True)
    assert nn.utils.clip_grad_norm_([ct.zeros(1)], 1.0).item() == 0.0


def test_clip_grad_value():
    param = ct.zeros(3, requires_grad=True)
    param.grad = ct.tensor([-5.0, 0.5, 5.0])
    nn.utils.clip_grad_value_([param], 1.0)
    assert param.grad.tolist() == [-1.0, 0.5, 1.0]


def test_parameters_as_a_vector():
    layer = nn.Linear(2, 3)
    vector = nn.utils.parameters_to_vector(layer.parameters())
    assert vector.shape == (9,)
    nn.utils.vector_to_parameters(ct.arange(9.0), layer.parameters())
    assert layer.bias.tolist() == [6.0, 7.0, 8.0]
    with pytest.raises(ValueError, match="expected a vector of 9 elements"):
        nn.utils.vector_to_parameters(ct.zeros(8), layer.parameters())
