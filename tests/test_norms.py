"""batch_norm and its kin: extremes, layouts, running statistics, both gradients."""

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn
from ctensor.nn import functional as F

SHAPES = [(6, 5), (64, 70), (4, 5, 7), (3, 4, 5, 6), (2, 3, 2, 3, 4), (2, 130, 9, 4)]


def draw(*shape, seed=0, dtype=ct.float64):
    generator = ct.Generator().manual_seed(seed)
    return ct.randn(*shape, generator=generator, dtype=ct.float64).to(dtype)


def over_batch(x):
    return tuple(d for d in range(x.ndim) if d != 1)


def reference(x, over, eps=1e-5):
    x = np.asarray(x, np.longdouble)
    z = x - x.mean(over, keepdims=True)
    return z / np.sqrt((z * z).mean(over, keepdims=True) + np.longdouble(eps))


def by_ops(x, over, weight, bias):
    """The same in other ops, whose gradients are tested elsewhere."""
    z = x - x.mean(over, keepdim=True)
    z = z / (z.square().mean(over, keepdim=True) + 1e-5).sqrt()
    shape = (1, -1) + (1,) * (x.ndim - 2)
    return z * weight.reshape(shape) + bias.reshape(shape)


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("shape", SHAPES)
def test_batch_norm_and_gradients(shape, last):
    """Channels in runs and side by side, in one piece of rows and in several."""
    x = draw(*shape)
    if last:
        x = x.movedim(1, -1).contiguous().movedim(-1, 1)
    inputs = [x, draw(shape[1], seed=1), draw(shape[1], seed=2)]
    inputs = [t.requires_grad_() for t in inputs]
    g = draw(*shape, seed=3)
    y = F.batch_norm(x, None, None, *inputs[1:], training=True)
    assert y.stride() == x.stride()
    want = by_ops(x, over_batch(x), *inputs[1:])
    np.testing.assert_allclose(y.detach().numpy(), want.detach().numpy(), 1e-9, 1e-9)
    got = ct.autograd.grad(y, inputs, g)
    for a, b in zip(got, ct.autograd.grad(want, inputs, g), strict=True):
        np.testing.assert_allclose(a.numpy(), b.numpy(), 1e-8, 1e-9)


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_group_and_instance_norm_and_gradients(groups):
    inputs = [draw(3, 4, 5), draw(4, seed=1), draw(4, seed=2)]
    inputs = [t.requires_grad_() for t in inputs]
    y = F.group_norm(inputs[0], groups, *inputs[1:])
    want = reference(inputs[0].detach().numpy().reshape(3, groups, -1), 2)
    want = want.reshape(3, 4, 5) * inputs[1].detach().numpy()[:, None]
    want = want + inputs[2].detach().numpy()[:, None]
    np.testing.assert_allclose(y.detach().numpy(), want.astype(float), 1e-9, 1e-12)
    if groups == 4:
        same = F.instance_norm(inputs[0], None, None, *inputs[1:])
        assert same.tolist() == y.tolist()
    f = lambda *t: F.group_norm(t[0], groups, *t[1:])  # noqa: E731
    assert ct.autograd.gradcheck(f, inputs)
    assert ct.autograd.gradgradcheck(f, inputs)


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64, ct.float16])
@pytest.mark.parametrize("channels", [4, 64, 68, 200])  # a strip of channels, and more
@pytest.mark.parametrize("places", [1, 3, 90, 9000])  # a piece of rows, and more
def test_groups_of_channels_side_by_side(channels, places, dtype):
    """As those in planes, whatever lies beside what."""
    samples = 2 if places == 9000 else 3
    x = draw(samples, channels, places, 1, dtype=ct.float32).to(dtype)
    planes = x.clone().requires_grad_()
    last = x.movedim(1, -1).contiguous().movedim(-1, 1).requires_grad_()
    w, b = (draw(channels, seed=k, dtype=ct.float32).requires_grad_() for k in (1, 2))
    for groups in (1, 2, channels):
        if places * channels == groups:
            continue
        y, want = (F.group_norm(t, groups, w, b) for t in (last, planes))
        assert y.is_contiguous(memory_format=ct.channels_last)
        close = {ct.float64: 1e-6, ct.float32: 2e-5}.get(dtype, 1e-2)
        np.testing.assert_allclose(
            y.detach().double().numpy(), want.detach().double().numpy(), close, close
        )
        g = draw(*x.shape, seed=3, dtype=ct.float32).to(dtype)
        ours = ct.autograd.grad(y, (last, w, b), g)
        theirs = ct.autograd.grad(want, (planes, w, b), g)
        for a, c in zip(ours, theirs, strict=True):
            size = 1 + c.double().abs().max().item()
            np.testing.assert_allclose(
                a.double().numpy(), c.double().numpy(), close, close * size
            )


@pytest.mark.parametrize("scale", [1e30, 1e-30, 1.0])
@pytest.mark.parametrize("offset", [0.0, 1e5])
def test_any_scale_of_channels_side_by_side(scale, offset):
    x = ((draw(3, 20, 6, 8) + offset) * scale).float()
    last = x.to(memory_format=ct.channels_last)
    eps = 1e-5 if scale >= 1 else 1e-70
    want = reference(x.reshape(3, 5, -1).numpy(), 2, eps).astype(float)
    y = F.group_norm(last, 5, eps=eps).contiguous().reshape(3, 5, -1)
    np.testing.assert_allclose(y.numpy(), want, 2e-6, 2e-6)


def test_equal_channels_side_by_side_are_the_bias() -> None:
    x = ct.full((2, 6, 3, 5), 0.1).to(memory_format=ct.channels_last)
    x.requires_grad_()
    y = F.group_norm(x, 2, None, ct.arange(6.0))
    assert ct.equal(y, ct.arange(6.0).reshape(1, 6, 1, 1).expand(x.shape))
    (g,) = ct.autograd.grad(y.sum(), x)
    assert g.abs().max() == 0


@pytest.mark.parametrize("samples", [2, 255, 300])  # pieces of rows, and one of each
def test_groups_on_any_number_of_threads(samples):
    x = draw(samples, 32, 300 if samples == 2 else 3, 9, dtype=ct.float32)
    x = x.to(memory_format=ct.channels_last).requires_grad_()
    w = draw(32, seed=1, dtype=ct.float32).requires_grad_()
    found, was = [], ct.get_num_threads()
    try:
        for threads in (1, 2, 5):
            ct.set_num_threads(threads)
            y = F.group_norm(x, 4, w)
            found.append([y, *ct.autograd.grad(y, (x, w), ct.ones_like(y))])
    finally:
        ct.set_num_threads(was)
    for other in found[1:]:
        assert all(ct.equal(a, b) for a, b in zip(found[0], other, strict=True))


def test_second_gradients_of_batch_norm() -> None:
    inputs = [draw(4, 2, 3), draw(2, seed=1), draw(2, seed=2)]
    inputs = [t.requires_grad_() for t in inputs]
    f = lambda *t: F.batch_norm(t[0], None, None, *t[1:], True)  # noqa: E731
    assert ct.autograd.gradcheck(f, inputs)
    assert ct.autograd.gradgradcheck(f, inputs)
    running = [draw(2, seed=4), draw(2, seed=5).abs() + 0.5]
    f = lambda *t: F.batch_norm(t[0], *running, *t[1:])  # noqa: E731
    assert ct.autograd.gradcheck(f, inputs)
    assert ct.autograd.gradgradcheck(f, inputs)


@pytest.mark.parametrize("scale", [1e30, 1e-30, 1.0])
@pytest.mark.parametrize("offset", [0.0, 1e5])
def test_any_scale_and_offset(scale, offset):
    for shape in ((50, 7), (5, 7, 40)):
        x = ((draw(*shape) + offset) * scale).float()
        eps = 1e-5 if scale >= 1 else 1e-70
        for y, over in (
            (F.batch_norm(x, None, None, training=True, eps=eps), over_batch(x)),
            (F.group_norm(x, 7, eps=eps), 2),
        ):
            if x.ndim == 2 and over == 2:
                continue
            want = reference(x.numpy(), over, eps).astype(float)
            np.testing.assert_allclose(y.numpy(), want, 2e-6, 2e-6)


@pytest.mark.parametrize("dtype", [ct.float32, ct.float64, ct.float16, ct.bfloat16])
def test_equal_elements_are_the_bias(dtype):
    x = ct.full((4, 3, 7), 0.1, dtype=dtype, requires_grad=True)
    bias = ct.arange(3).to(dtype)
    want = bias.reshape(1, 3, 1).expand(4, 3, 7).tolist()
    for y in (
        F.batch_norm(x, None, None, None, bias, True),
        F.group_norm(x, 1, None, bias),
        F.instance_norm(x, None, None, None, bias),
    ):
        assert y.dtype == dtype
        assert y.tolist() == want
        (g,) = ct.autograd.grad(y.sum(), x)
        assert g.abs().max() == 0


def test_first_element_far_off() -> None:
    """The center is then moved: both sides of where that begins."""
    for away in (10.0, 1e2, 1e4, 1e6):
        x = draw(3, 2, 1000, dtype=ct.float32)
        x[0, :, 0] = away
        want = reference(x.numpy(), (0, 2)).astype(float)
        y = F.batch_norm(x, None, None, training=True)
        np.testing.assert_allclose(y.numpy(), want, 2e-6, 2e-6)
        rows = x.movedim(1, 2).reshape(-1, 2)
        y = F.batch_norm(rows, None, None, training=True)
        want = reference(rows.numpy(), 0).astype(float)
        np.testing.assert_allclose(y.numpy(), want, 2e-6, 2e-6)


def test_rms_norm() -> None:
    x, w = draw(3, 4).requires_grad_(), draw(4, seed=1).requires_grad_()
    got = F.rms_norm(x, (4,), w, 0.1)
    want = x / (x.square().mean(-1, keepdim=True) + 0.1).sqrt() * w
    np.testing.assert_allclose(got.detach().numpy(), want.detach().numpy(), 1e-12)
    assert ct.autograd.gradcheck(lambda *t: F.rms_norm(t[0], (4,), t[1]), (x, w))
    assert ct.autograd.gradgradcheck(lambda *t: F.rms_norm(t[0], (4,), t[1]), (x, w))
    half = x.detach().to(ct.float16) * 1000
    assert F.rms_norm(half, (4,)).isfinite().all()
    assert F.rms_norm(ct.zeros(2, 4), (4,)).eq(0).all()


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64, ct.float16, ct.bfloat16])
@pytest.mark.parametrize("n", [1, 31, 32, 33, 200])  # the sums' lanes, and more
@pytest.mark.parametrize("rows", [5, 64, 65, 1100])  # a piece of rows, and more
def test_rms_norm_and_gradients(rows, n, dtype):
    x = draw(rows, n, dtype=ct.float32).to(dtype).requires_grad_()
    w = draw(n, seed=1, dtype=ct.float32).to(dtype).requires_grad_()
    wide = [t.detach().double().requires_grad_() for t in (x, w)]
    g = draw(rows, n, seed=2, dtype=ct.float32).to(dtype)
    root = (wide[0].square().mean(-1, keepdim=True) + 0.1).sqrt()
    close = {ct.float64: 1e-12, ct.float32: 1e-5}.get(dtype, 1e-2)
    for weight in (w, None):
        y = F.rms_norm(x, (n,), weight, 0.1)
        want = wide[0] / root * (1 if weight is None else wide[1])
        assert y.dtype == dtype
        np.testing.assert_allclose(
            y.detach().double().numpy(), want.detach().numpy(), close, close
        )
        count = 1 if weight is None else 2
        ours = ct.autograd.grad(y, [x, w][:count], g)
        theirs = ct.autograd.grad(want, wide[:count], g.double(), retain_graph=True)
        for a, b in zip(ours, theirs, strict=True):
            size = close * (1 + b.abs().max().item())
            np.testing.assert_allclose(a.double().numpy(), b.numpy(), close, size)


@pytest.mark.isa
def test_rms_norm_of_any_scale() -> None:
    x = draw(3, 40)
    want = (x / x.square().mean(-1, keepdim=True).sqrt()).numpy()
    for scale in (1e30, 1e-30, 1e-38):
        y = F.rms_norm((x * scale).float(), (40,), eps=0.0)
        # What is subnormal has fewer bits.
        np.testing.assert_allclose(
            y.numpy(), want, 2e-6, 2e-6 if scale > 1e-38 else 1e-5
        )
    for scale in (1e200, 1e-200, 1e-300):
        y = F.rms_norm(x * scale, (40,), eps=0.0)
        np.testing.assert_allclose(y.numpy(), want, 1e-14)
    x[0, 0], x[1, 0] = ct.inf, ct.nan
    y = F.rms_norm(x, (40,))
    assert y[0, 0].isnan() and (y[0, 1:] == 0).all() and y[1].isnan().all()
    assert F.rms_norm(ct.zeros(0, 4), (4,)).shape == (0, 4)
    assert F.rms_norm(ct.zeros(3, 0), (0,)).shape == (3, 0)
    last = draw(2, 3, 4).transpose(0, 2)
    assert ct.equal(F.rms_norm(last, (2,)), F.rms_norm(last.contiguous(), (2,)))


def test_local_response_norm() -> None:
    x = draw(2, 5, 3).requires_grad_()
    got = F.local_response_norm(x, 3, 0.5, 0.7, 1.3).detach().numpy()
    values = x.detach().numpy()
    for c in range(5):
        mean = (values[:, max(c - 1, 0) : c + 2] ** 2).sum(1) / 3
        np.testing.assert_allclose(got[:, c], values[:, c] / (1.3 + 0.5 * mean) ** 0.7)
    assert ct.autograd.gradcheck(lambda x: F.local_response_norm(x, 2, 0.5), x)


def test_running_statistics() -> None:
    x = draw(4, 3, 5)
    layer = nn.BatchNorm1d(3, momentum=0.3, dtype=ct.float64)
    layer(x)
    mean, var = x.mean((0, 2)), x.var((0, 2))
    np.testing.assert_allclose(layer.running_mean.numpy(), 0.3 * mean.numpy())
    np.testing.assert_allclose(layer.running_var.numpy(), 0.7 + 0.3 * var.numpy())
    assert layer.num_batches_tracked.item() == 1
    layer.eval()
    y = layer(x).detach().numpy()
    shift = x.numpy() - layer.running_mean.numpy()[:, None]
    scale = np.sqrt(layer.running_var.numpy() + 1e-5)[:, None]
    np.testing.assert_allclose(y, shift / scale, 1e-9, 1e-12)
    names = ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"]
    assert list(layer.state_dict()) == names


def test_mean_of_all_batches() -> None:
    layer = nn.BatchNorm1d(3, momentum=None, affine=False, dtype=ct.float64)
    batches = [draw(4, 3, seed=s) for s in range(3)]
    for x in batches:
        layer(x)
    want = np.mean([x.mean(0).numpy() for x in batches], 0)
    np.testing.assert_allclose(layer.running_mean.numpy(), want, 1e-9, 1e-12)
    layer.reset_running_stats()
    assert layer.running_var.tolist() == [1, 1, 1]


def test_no_statistics_kept() -> None:
    layer = nn.BatchNorm2d(3, track_running_stats=False)
    x = draw(2, 3, 4, 4, dtype=ct.float32)
    assert layer(x).tolist() == layer.eval()(x).tolist()
    assert list(layer.state_dict()) == ["weight", "bias"]
    norm = nn.InstanceNorm1d(3, track_running_stats=True, dtype=ct.float64)
    x = draw(4, 3, 5)
    norm(x)
    np.testing.assert_allclose(
        norm.running_var.numpy(), 0.9 + 0.1 * x.var(2).mean(0).numpy()
    )
    assert not np.allclose(norm(x).numpy(), norm.eval()(x).numpy())
    assert nn.InstanceNorm1d(3)(x[0]).shape == (3, 5)


def test_states_from_before_batches_were_counted() -> None:
    layer = nn.Sequential(nn.BatchNorm1d(3))
    layer(ct.rand(4, 3))
    state = layer.state_dict()
    plain = {name: t for name, t in state.items() if "num_batches" not in name}
    assert not any(layer.load_state_dict(plain))
    assert layer[0].num_batches_tracked == 1
    del state["0.num_batches_tracked"]  # what says that it should be there
    with pytest.raises(RuntimeError, match="num_batches_tracked"):
        layer.load_state_dict(state)


def test_sync_batch_norm_takes_the_layers_over() -> None:
    model = nn.Sequential(nn.BatchNorm2d(3), nn.Sequential(nn.BatchNorm1d(4)))
    made = nn.SyncBatchNorm.convert_sync_batchnorm(model)
    assert type(made[1][0]) is nn.SyncBatchNorm
    assert made[0].running_mean is not None
    assert list(made.state_dict()) == list(model.state_dict())


REFUSED = [
    (lambda: F.batch_norm(ct.ones(1, 3), None, None, training=True), "more than 1"),
    (lambda: F.batch_norm(ct.ones(2, 3), None, None), "running_mean"),
    (lambda: F.batch_norm(ct.ones(3), None, None, training=True), r"\(N, C"),
    (lambda: F.batch_norm(X, ct.ones(2), ct.ones(3), training=True), "3 elements"),
    (lambda: F.batch_norm(X, ct.ones(3), ct.ones(3), ct.ones(2)), "weight of shape"),
    (lambda: F.batch_norm(X, ct.ones(3), ct.ones(3), None, ct.ones(2)), "bias of"),
    (lambda: F.batch_norm(X.long(), None, None, training=True), "floating"),
    (lambda: F.instance_norm(ct.ones(2, 3, 1)), "more than 1 spatial"),
    (lambda: F.instance_norm(X, use_input_stats=False), "running_mean"),
    (lambda: F.group_norm(X, 2), "divisible by num_groups"),
    (lambda: F.group_norm(ct.ones(1, 3), 3), "more than 1 value"),
    (lambda: F.rms_norm(X, (2,)), "normalized_shape"),
    (lambda: F.rms_norm(X, (3,), ct.ones(2)), "weight"),
    (lambda: F.local_response_norm(X, 2), "3D or higher"),
    (lambda: nn.BatchNorm2d(3)(X), "expected 4D input"),
    (lambda: nn.BatchNorm1d(3)(ct.ones(2, 3, 4, 5)), "expected 2D or 3D"),
    (lambda: nn.InstanceNorm2d(3, affine=True)(ct.ones(2, 4, 4, 4)), "num_features"),
    (lambda: nn.GroupNorm(2, 3), "divisible"),
    (lambda: nn.SyncBatchNorm(2, process_group=1), "process_group None"),
]
X = ct.ones(2, 3)


@pytest.mark.parametrize(("call", "message"), REFUSED)
def test_refused(call, message):
    with pytest.raises((RuntimeError, ValueError), match=message):
        call()


def test_another_number_of_channels_is_a_warning() -> None:
    with pytest.warns(UserWarning, match="num_features"):
        nn.InstanceNorm1d(3)(draw(2, 4, 5))


def test_results_are_the_same_for_any_number_of_threads() -> None:
    x = draw(64, 40, 33, dtype=ct.float32).requires_grad_()
    rows = draw(4000, 70, dtype=ct.float32).requires_grad_()
    seen = []
    was = ct.get_num_threads()
    try:
        for threads in (1, 3):
            ct.set_num_threads(threads)
            for t in (x, rows):
                y = F.batch_norm(t, None, None, training=True)
                (g,) = ct.autograd.grad(y.square().sum(), t)
                seen += [y.detach().numpy(), g.numpy()]
    finally:
        ct.set_num_threads(was)
    for a, b in zip(seen[:4], seen[4:], strict=True):
        np.testing.assert_array_equal(a, b)
