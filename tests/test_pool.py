"""Pooling: functions and layers, at their edges and in every layout."""

import numpy as np
import pytest
from samples_pool import pool_max, pool_mean, pool_spread

import ctensor as ct
from ctensor import nn
from ctensor.autograd.gradcheck import gradcheck, gradgradcheck
from ctensor.nn import functional as F


def close(tensor, expected, tolerance=1e-12):
    np.testing.assert_allclose(
        tensor.detach().double().numpy(), expected, tolerance, tolerance
    )


# sizes, kernel, stride, padding, dilation, ceil_mode
SIZES = [
    ((7,), (3,), (2,), (1,), (1,), True),
    ((40, 37), (3, 3), (2, 2), (1, 1), (1, 1), False),
    ((9, 70), (2, 3), (1, 1), (0, 1), (2, 1), False),
    ((12, 11), (2, 2), (2, 2), (0, 0), (1, 1), True),
    ((6, 61), (2, 4), (3, 3), (1, 2), (1, 1), False),
    ((5, 4, 23), (2, 1, 2), (1, 2, 1), (1, 0, 1), (1, 1, 1), False),
]


def sizes_of(case):
    sizes, kernel, stride, padding, dilation, ceil = case
    return [
        (n + 2 * p - d * (k - 1) - 1 + (s - 1 if ceil else 0)) // s + 1
        for n, k, s, p, d in zip(sizes, kernel, stride, padding, dilation, strict=True)
    ]


@pytest.mark.isa
@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("channels", [1, 3, 16, 37])
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64, ct.float16, ct.int64])
@pytest.mark.parametrize("case", SIZES, ids=lambda case: str(case[0]))
def test_layouts(case, dtype, channels, last) -> None:
    sizes, kernel, stride, padding, dilation, ceil = case
    dims = len(sizes)
    x = ct.randn(2, channels, *sizes)
    x = (x * 9).to(dtype) if dtype == ct.int64 else x.to(dtype)
    if last and dims > 1:
        x = x.to(memory_format=ct.channels_last if dims == 2 else ct.channels_last_3d)
    values, places = getattr(F, f"max_pool{dims}d")(
        x, kernel, stride, padding, dilation, ceil, return_indices=True
    )
    wide = x.numpy() if dtype == ct.int64 else x.double().numpy()
    want = pool_max(wide, sizes_of(case), kernel, stride, padding, dilation)
    np.testing.assert_array_equal(places.numpy(), want[1])
    close(values, want[0], 0)
    if dtype == ct.int64 or max(dilation) > 1:
        return
    means = getattr(F, f"avg_pool{dims}d")(x, kernel, stride, padding, ceil)
    want = pool_mean(wide, sizes_of(case), kernel, stride, padding, True, 0)
    close(means, want, {ct.float64: 1e-13, ct.float32: 1e-5}.get(dtype, 2e-3))
    g = ct.randn_like(means)
    y = x.clone().requires_grad_()
    getattr(F, f"avg_pool{dims}d")(y, kernel, stride, padding, ceil).backward(g)
    plain = x.contiguous().double().requires_grad_()
    pool = getattr(F, f"avg_pool{dims}d")
    pool(plain, kernel, stride, padding, ceil).backward(g.double())
    close(y.grad, plain.grad.numpy(), 1e-5 if dtype != ct.float16 else 1e-2)


def test_equal_elements_and_those_that_are_none() -> None:
    for x in (ct.ones(1, 17, 6, 6), ct.full((1, 17, 6, 6), -ct.inf)):
        for t in (x, x.to(memory_format=ct.channels_last)):
            values, places = F.max_pool2d(t, 2, return_indices=True)
            assert ct.equal(values, x[:, :, ::2, ::2])
            assert places[0, 0].tolist() == [[0, 2, 4], [12, 14, 16], [24, 26, 28]]
    x = ct.ones(1, 17, 4, 40)
    x[:, :, 1, 1] = ct.nan
    x[:, :, 1, 20] = ct.nan
    x[:, :, 0, 21] = ct.inf
    for t in (x, x.to(memory_format=ct.channels_last)):
        values, places = F.max_pool2d(t, 2, return_indices=True)
        assert values[0, 0, 0, [0, 10]].isnan().all()
        assert places[0, 0, 0, [0, 10]].tolist() == [41, 60]


def test_adaptive_sizes() -> None:
    x = ct.randn(2, 3, 7, 10, dtype=ct.float64)
    for t in (x, x.to(memory_format=ct.channels_last)):
        for size in ([1, 1], [3, 4], [7, 5], [9, 13]):
            want = pool_mean(x.numpy(), size, [], [], [], True, 0)
            close(F.adaptive_avg_pool2d(t, size), want)
            values, places = F.adaptive_max_pool2d(t, size, return_indices=True)
            want = pool_max(x.numpy(), size, [], [], [], [])
            close(values, want[0], 0)
            assert (places.numpy() == want[1]).all()
    assert F.adaptive_avg_pool2d(x, (None, 2)).shape == (2, 3, 7, 2)
    assert F.adaptive_avg_pool2d(x, (0, 2)).shape == (2, 3, 0, 2)
    assert F.adaptive_max_pool3d(x, (1, 2, 3)).shape == (2, 1, 2, 3)


def test_norms_of_windows() -> None:
    x = ct.rand(2, 3, 6, dtype=ct.float64)
    parts = x.numpy().reshape(2, 3, 3, 2)
    close(F.lp_pool1d(x, 3.0, 2), (parts**3).sum(-1) ** (1 / 3))
    assert nn.LPPool2d(2, 3, stride=2)(ct.rand(1, 7, 7)).shape == (1, 3, 3)
    assert nn.LPPool3d(2, 2)(ct.rand(1, 4, 4, 4)).shape == (1, 2, 2, 2)


def test_fractional_windows_follow_their_numbers() -> None:
    x = ct.arange(36, dtype=ct.float32).reshape(1, 1, 6, 6)
    samples = ct.tensor([[[0.5, 0.0]]])  # of the last dim first
    y, places = F.fractional_max_pool2d(
        x, 2, output_size=3, return_indices=True, _random_samples=samples
    )
    # (6 - 2) / (3 - 1) = 2 apart: windows begin at 0, 2 and the last one at 4.
    assert y[0, 0].tolist() == [[7, 9, 11], [19, 21, 23], [31, 33, 35]]
    assert ct.equal(places.float(), y)
    for layer in (
        nn.FractionalMaxPool2d(2, output_size=(2, 3)),
        nn.FractionalMaxPool2d(3, output_ratio=0.5),
    ):
        assert layer(x).ndim == 4
    cube = ct.randn(2, 2, 5, 5, 5, requires_grad=True)
    y = nn.FractionalMaxPool3d(2, output_ratio=(0.5, 0.6, 0.5))(cube)
    assert y.shape == (2, 2, 2, 3, 2)
    y.sum().backward()
    assert cube.grad.sum().item() == y.numel()
    with pytest.raises(ValueError, match="either an output_size or"):
        F.fractional_max_pool2d(x, 2)
    with pytest.raises(ValueError, match="only one of"):
        nn.FractionalMaxPool2d(2, 3, 0.5)
    with pytest.raises(RuntimeError, match="whose sum is at most"):
        F.fractional_max_pool2d(x, 4, 4)


@pytest.mark.parametrize("dims", [1, 2, 3])
def test_unpooling_is_the_way_back(dims) -> None:
    x = ct.randn(2, 3, *[5] * dims, dtype=ct.float64, requires_grad=True)
    pool = getattr(nn, f"MaxPool{dims}d")(2, return_indices=True)
    unpool = getattr(nn, f"MaxUnpool{dims}d")(2)
    y, places = pool(x)
    back = unpool(y, places, output_size=x.shape)
    assert back.shape == x.shape
    assert ct.equal(back[back != 0].sort()[0], y.reshape(-1).sort()[0])
    back.sum().backward()
    assert x.grad.sum().item() == y.numel()
    assert unpool(y[:0], places[:0]).shape == (0, 3, *[4] * dims)
    with pytest.raises(RuntimeError, match="invalid max index"):
        unpool(y.detach(), places + 100)
    with pytest.raises(ValueError, match="invalid output_size"):
        unpool(y, places, output_size=[7] * dims)


@pytest.mark.parametrize("name", ["max_pool2d", "avg_pool2d", "adaptive_avg_pool2d"])
def test_second_gradients(name) -> None:
    x = ct.randn(1, 2, 5, 4, dtype=ct.float64, requires_grad=True)

    def call(t):
        return getattr(F, name)(t, 2) ** 2

    assert gradcheck(call, (x,)) and gradgradcheck(call, (x,))


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda x: F.max_pool2d(x, 3, padding=2), "at most half of effective kernel"),
        (lambda x: F.max_pool2d(x, 9), "output size is too small"),
        (lambda x: F.max_pool2d(x, 2, stride=0), "expected stride of at least 1"),
        (lambda x: F.max_pool2d(x, 2, dilation=0), "expected dilation of at least 1"),
        (lambda x: F.max_pool2d(x, (2, 2, 2)), "kernel_size as one int or 2, got 3"),
        (lambda x: F.max_pool2d(x[0, 0], 2), "non-empty input"),
        (lambda x: F.max_pool2d(x[:, :0], 2), "non-empty input"),
        (lambda x: F.avg_pool2d(x, 2, divisor_override=0), "divisor must be not zero"),
        (lambda x: F.adaptive_avg_pool2d(x.long(), 2), "expected a floating dtype"),
        (lambda x: F.max_pool2d(x.bool(), 2), "expected a real dtype"),
        (lambda x: F.adaptive_avg_pool2d(x[:, :, :0], 2), "to have non-zero size"),
        (lambda x: F.adaptive_avg_pool2d(x, -1), "greater than or equal to 0"),
        (lambda x: F.adaptive_avg_pool2d(x, (1, 2, 3)), "one int or 2, got 3"),
    ],
)
def test_calls_that_are_refused(call, error) -> None:
    with pytest.raises(RuntimeError, match=error):
        call(ct.zeros(2, 3, 8, 8))


def test_what_layers_show() -> None:
    assert nn.MaxPool2d(3, 2).extra_repr() == (
        "kernel_size=3, stride=2, padding=0, dilation=1, ceil_mode=False"
    )
    assert nn.AvgPool1d(2).extra_repr() == "kernel_size=(2,), stride=(2,), padding=(0,)"
    assert nn.AdaptiveAvgPool2d((1, None)).extra_repr() == "output_size=(1, None)"
    assert nn.AvgPool3d(2)(ct.ones(1, 2, 2, 2)).item() == 1
    assert ct.max_pool1d(ct.tensor([[1.0, 3.0]]), 2).item() == 3
    assert F.max_pool2d(ct.zeros(0, 3, 4, 4), 2).shape == (0, 3, 2, 2)


@pytest.mark.parametrize("out", [11, 12])  # one by one, and in lines
@pytest.mark.parametrize("stride", [2, 3])
def test_windows_few_and_many(out, stride) -> None:
    x = ct.randn(1, 2, 3, stride * (out - 1) + 2)
    values, places = F.max_pool2d(x, 2, stride, return_indices=True)
    want = pool_max(x.numpy(), values.shape[2:], (2, 2), [stride] * 2, (0, 0), (1, 1))
    assert (values.numpy() == want[0]).all() and (places.numpy() == want[1]).all()


@pytest.mark.parametrize("kernel", [32, 33])  # 1024 taps, and more
def test_windows_of_many_taps(kernel) -> None:
    x = ct.randn(1, 5, 34, 40).to(memory_format=ct.channels_last)
    values, places = F.max_pool2d(x, kernel, 1, return_indices=True)
    plain = F.max_pool2d(x.contiguous(), kernel, 1, return_indices=True)
    assert ct.equal(values, plain[0]) and ct.equal(places, plain[1])
    means = F.avg_pool2d(x, kernel, 1), F.avg_pool2d(x.contiguous(), kernel, 1)
    assert ct.allclose(*means, atol=1e-6)


# ---- small planes, and channels side by side --------------------------------


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64, ct.int64])
@pytest.mark.parametrize("planes", [3, 4, 16, 17, 40])  # turned from 4 on, 16 at a time
@pytest.mark.parametrize("size", [(4, 4), (8, 8), (7, 5), (63, 64), (65, 64)])
def test_small_planes_and_larger_ones(size, planes, dtype) -> None:
    """4096 places, and more."""
    x = (ct.randn(planes, 1, *size) * 9).to(dtype)
    calls = [
        ([3, 2], [], [], [], []),
        ([size[0] // 3, 2], [3, 2], [3, 2], [0, 0], [1, 1]),
    ]
    for out, kernel, stride, padding, dilation in calls:
        if kernel:
            got = F.max_pool2d(x[..., :5], kernel, stride, return_indices=True)
            got = [t[..., : out[0], : out[1]] for t in got]
            out = list(got[0].shape[2:])
            wide = x[..., :5]
        else:
            got, wide = F.adaptive_max_pool2d(x, out, return_indices=True), x
        want = pool_max(wide.numpy(), out, kernel, stride, padding, dilation)
        np.testing.assert_array_equal(got[0].numpy(), want[0])
        np.testing.assert_array_equal(got[1].numpy(), want[1])
    if dtype == ct.int64:
        return
    tolerance = 1e-5 if dtype == ct.float32 else 1e-12
    y = x.clone().requires_grad_()
    means = F.adaptive_avg_pool2d(y, (3, 2))
    close(means, pool_mean(x.numpy(), (3, 2), [], [], [], True, 0), tolerance)
    g = ct.randn(*means.shape).to(dtype)
    (got,) = ct.autograd.grad(means, y, g)
    close(got, pool_spread(g.numpy(), size, [], [], [], True, 0), tolerance)


@pytest.mark.isa
def test_small_planes_of_nan_and_equal_elements() -> None:
    x = ct.ones(20, 1, 6, 6)
    x[3, 0, 2, 3] = ct.nan
    values, places = F.max_pool2d(x, 2, return_indices=True)
    assert values[3, 0, 1, 1].isnan() and places[3, 0, 1, 1] == 15
    values[3, 0, 1, 1], places[3, 0, 1, 1] = 1, 14
    assert values.eq(1).all()
    assert places[:, 0].eq(ct.tensor([[0, 2, 4], [12, 14, 16], [24, 26, 28]])).all()
    lowest = F.max_pool2d(ct.full((20, 1, 6, 6), -ct.inf), 2, return_indices=True)
    assert lowest[0].eq(-ct.inf).all() and ct.equal(lowest[1], places)


@pytest.mark.parametrize("over", [90, 91])  # 8190 taps of all windows, and more
def test_taps_of_small_planes(over) -> None:
    x = ct.randn(8, 1, 1, 3 * (over - 1) + 91, dtype=ct.float64)
    y = F.max_pool2d(x, (1, 91), (1, 3))
    windows = np.lib.stride_tricks.sliding_window_view(x.numpy(), 91, -1)
    close(y, windows[..., ::3, :].max(-1), 0)


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("images", [1, 7, 8])  # divided by channels, and not
def test_gradients_of_pools_on_any_number_of_threads(images, last) -> None:
    x = ct.randn(images, 50, 24, 24)
    x = (x.to(memory_format=ct.channels_last) if last else x).requires_grad_()
    found, was = [], ct.get_num_threads()
    try:
        for threads in (1, 2, 5):
            ct.set_num_threads(threads)
            results = []
            for call in (lambda t: F.max_pool2d(t, 3, 2), lambda t: F.avg_pool2d(t, 5)):
                y = call(x)
                results += [y, *ct.autograd.grad(y, x, ct.ones_like(y))]
            found.append(results)
    finally:
        ct.set_num_threads(was)
    for other in found[1:]:
        assert all(ct.equal(a, b) for a, b in zip(found[0], other, strict=True))
    plain = x.detach().contiguous().requires_grad_()
    for call, at in (
        (lambda t: F.max_pool2d(t, 3, 2), 1),
        (lambda t: F.avg_pool2d(t, 5), 3),
    ):
        y = call(plain)
        (g,) = ct.autograd.grad(y, plain, ct.ones_like(y))
        assert ct.allclose(g, found[0][at])


@pytest.mark.parametrize("dtype", [ct.int8, ct.int32, ct.int64])
def test_means_of_integers_are_cut(dtype) -> None:
    x = ct.arange(24).reshape(1, 2, 3, 4).to(dtype) - 12
    y = F.avg_pool2d(x, 2)
    assert y.dtype == dtype and y.flatten().tolist() == [-9, -7, 2, 4]
    assert F.avg_pool2d(x, 2, divisor_override=3).flatten().tolist() == [-12, -10, 3, 6]
    padded = F.avg_pool2d(x, 3, 1, 1)[0, 0]
    assert padded.tolist() == [[-4, -6, -5, -3], [-5, -7, -6, -3], [-2, -3, -2, -1]]
    inside = F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)[0, 0]
    assert inside.tolist() == [[-9, -9, -8, -7], [-7, -7, -6, -5], [-5, -5, -4, -3]]
    assert F.avg_pool1d(x[0], 3, 2, ceil_mode=True)[0].tolist() == [
        [-11, -9],
        [-7, -5],
        [-3, -1],
    ]
    assert F.avg_pool3d(x, (2, 2, 4)).flatten().tolist() == [-2]


def test_means_of_large_integers_are_exact() -> None:
    top = 2**61 + 1
    x = ct.tensor([[[top, top - 2, -top, -top + 4]]])
    assert F.avg_pool1d(x, 2).flatten().tolist() == [top - 1, -top + 2]


def test_norms_of_windows_of_integers() -> None:
    x = ct.arange(24).reshape(1, 2, 3, 4) - 12
    want = [376.0, 240.0, 40.0, 96.0]  # means that are cut, times 4
    assert F.lp_pool2d(x, 2, 2).flatten().square().round().tolist() == want
    got = F.local_response_norm(x, 2).flatten()[:2]
    np.testing.assert_allclose(got, [-12 * 1.0072**-0.75, -11 * 1.006**-0.75], 1e-6)
