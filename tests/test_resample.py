"""Kernels of resampling and sampling against their compositions, at every threshold."""

import functools
import itertools
import warnings

import numpy as np
import pytest

import ctensor as ct
from ctensor.autograd.gradcheck import gradcheck, gradgradcheck
from ctensor.nn import functional as F
from ctensor.nn.functional import _grid, _resize

LAST = {4: ct.channels_last, 5: ct.channels_last_3d}


def draw(*shape, dtype=ct.float32, last=False):
    x = ct.randn(*shape, generator=ct.Generator().manual_seed(len(shape)), dtype=dtype)
    return (x.to(memory_format=LAST[len(shape)]) if last else x).requires_grad_()


def close(got, want, tolerance):
    got, want = got.detach().double().numpy(), want.detach().double().numpy()
    np.testing.assert_allclose(
        got, want, tolerance, tolerance * max(1, abs(want).max())
    )


def both(call, composed, inputs, tolerance, seed=0):
    """Result and gradients of a kernel and of its composition."""
    got, want = call(*inputs), composed(*inputs)
    close(got, want, tolerance)
    g = ct.randn(got.shape, generator=ct.Generator().manual_seed(seed)).to(got.dtype)
    ours = ct.autograd.grad(got, inputs, g)
    for a, b in zip(ours, ct.autograd.grad(want, inputs, g), strict=True):
        close(a, b, 4 * tolerance)
    return got, ours


def on_threads(call):
    """Results on one, two and five threads, whose bits must be one."""
    found, was = [], ct.get_num_threads()
    try:
        for threads in (1, 2, 5):
            ct.set_num_threads(threads)
            found.append(call())
    finally:
        ct.set_num_threads(was)
    for other in found[1:]:
        assert all(ct.equal(a, b) for a, b in zip(found[0], other, strict=True))


# ---- other sizes ------------------------------------------------------------

MODES = ["nearest", "nearest-exact", "bilinear", "bicubic"]


def resized(size, mode, corners=None, antialias=False):
    """The call and its composition."""
    how = {"mode": mode, "align_corners": corners, "antialias": antialias}

    def composed(x):
        none = [None] * (x.ndim - 2)
        how = _resize._How(list(size), none, mode, bool(corners), antialias)
        return _resize._resampled(x, how)

    return lambda x: F.interpolate(x, size, **how), composed


@pytest.mark.isa
@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", [(3, 5), (7, 40), (16, 9), (1, 67)])
def test_sizes_and_layouts(size, mode, dtype, last) -> None:
    tolerance = 1e-5 if dtype == ct.float32 else 1e-12
    for channels in (1, 3, 15, 16, 17, 37):  # fewer than lanes, as many, and more
        x = draw(2, channels, 7, 33, dtype=dtype, last=last)
        y, _ = both(*resized(size, mode), [x], tolerance)
        assert y.is_contiguous(memory_format=ct.channels_last) or not last
    if mode[0] == "b":
        both(*resized(size, mode, corners=True), [x], tolerance)
        both(*resized(size, mode, antialias=True), [x], tolerance)


@pytest.mark.isa
def test_one_and_three_dims() -> None:
    both(*resized([9], "linear"), [draw(2, 3, 40)], 1e-5)
    for last in (False, True):
        x = draw(1, 5, 4, 3, 6, last=last)
        both(*resized([3, 7, 13], "trilinear"), [x], 1e-5)
        both(*resized([9, 2, 6], "nearest"), [x], 1e-6)


@pytest.mark.isa
@pytest.mark.parametrize("times", [3, 8, 9, 40])  # up to 16 taps back, and more
def test_many_taps_of_a_place(times) -> None:
    x = draw(1, 2, 3, 9)
    both(*resized([3 * times, 9 * times], "bilinear"), [x], 1e-5)
    both(*resized([3 * times, 9 * times], "nearest"), [x], 1e-5)


@pytest.mark.isa
@pytest.mark.parametrize("width", [64, 130, 1000])  # near, twice as far, and farther
def test_smaller_lines(width) -> None:
    for mode, antialias in itertools.product(("bilinear", "bicubic"), (False, True)):
        call = resized([2, 50], mode, antialias=antialias)
        both(*call, [draw(1, 1, 4, width)], 2e-5)


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float16, ct.bfloat16])
@pytest.mark.parametrize("last", [False, True])
def test_16_bits_are_rounded_once(dtype, last) -> None:
    x = draw(2, 3, 6, 7, dtype=dtype, last=last)
    wide = x.detach().float().requires_grad_()
    for mode in MODES:
        y, want = (
            F.interpolate(x, (9, 5), mode=mode),
            F.interpolate(wide, (9, 5), mode=mode),
        )
        assert y.dtype == dtype and ct.equal(y, want.to(dtype))
        g = ct.ones_like(y)
        (gx,), (gw,) = (
            ct.autograd.grad(y, x, g),
            ct.autograd.grad(want, wide, g.float()),
        )
        assert ct.equal(gx, gw.to(dtype))


@pytest.mark.isa
def test_constants_stay_and_infinity_stays_apart() -> None:
    for value in (1e30, 1e-30, 3.0):
        x = ct.full((1, 2, 5, 21), value)
        for mode in ("nearest", "bilinear"):
            y = F.interpolate(x, (9, 50), mode=mode)
            assert ((y - value).abs() <= value * 2e-7).all()
    x = ct.zeros(1, 1, 1, 40)
    x[..., 20] = ct.inf
    y = F.interpolate(x, (1, 80), mode="bilinear")
    assert y[..., 39:43].eq(ct.inf).all()
    assert y[..., :39].eq(0).all() and y[..., 43:].eq(0).all()


def test_empty_batches_and_strides() -> None:
    assert F.interpolate(ct.zeros(0, 3, 4, 4), 6).shape == (0, 3, 6, 6)
    x = draw(2, 3, 8, 10)
    part = x.transpose(2, 3)[:, 1:, ::2]
    for mode in MODES:
        y = F.interpolate(part, (7, 6), mode=mode)
        assert ct.equal(y, F.interpolate(part.contiguous(), (7, 6), mode=mode))


@pytest.mark.isa
def test_sizes_on_any_number_of_threads() -> None:
    for last in (False, True):
        x = draw(2, 20, 50, 60, last=last)
        for mode in ("nearest", "bicubic"):

            def call(x=x, mode=mode):
                y = F.interpolate(x, (131, 90), mode=mode)
                return [y, *ct.autograd.grad(y, x, ct.ones_like(y))]

            on_threads(call)


# ---- at places --------------------------------------------------------------


def places(*shape, dtype=ct.float32):
    """A grid that goes beyond the input, on both sides."""
    generator = ct.Generator().manual_seed(7)
    grid = ct.rand(*shape, generator=generator, dtype=dtype) * 4 - 2
    return grid.requires_grad_()


def sampled(*how):
    """The call and its composition."""
    return (
        lambda x, grid: F.grid_sample(x, grid, *how),
        lambda x, grid: _grid._composed(x, grid, *how),
    )


HOW = list(
    itertools.product(
        ["bilinear", "bicubic"], ["zeros", "border", "reflection"], [False, True]
    )
)


@pytest.mark.isa
@pytest.mark.parametrize("how", HOW, ids=str)
def test_places_and_layouts(how) -> None:
    for dtype, last in itertools.product((ct.float32, ct.float64), (False, True)):
        tolerance = 5e-5 if dtype == ct.float32 else 1e-10
        for channels in (1, 7, 16, 37):
            x = draw(2, channels, 5, 6, dtype=dtype, last=last)
            grid = places(2, 7, 10, 2, dtype=dtype)  # more than a strip of 64
            both(*sampled(*how), [x, grid], tolerance)


@pytest.mark.isa
@pytest.mark.parametrize("padding", ["zeros", "border", "reflection"])
def test_nearest_places(padding) -> None:
    for corners, last in itertools.product((False, True), (False, True)):
        x, grid = draw(2, 5, 5, 6, last=last), places(2, 4, 9, 2).detach()
        kernel, composed = (
            functools.partial(call, grid=grid)
            for call in sampled("nearest", padding, corners)
        )
        both(kernel, composed, [x], 1e-6)


@pytest.mark.isa
def test_places_of_three_dims() -> None:
    for padding, last in itertools.product(("zeros", "reflection"), (False, True)):
        x, grid = draw(1, 3, 4, 3, 5, last=last), places(1, 2, 3, 4, 3)
        both(*sampled("bilinear", padding, False), [x, grid], 1e-4)


@pytest.mark.isa
@pytest.mark.parametrize("images", [1, 7, 8])  # divided by channels, and not
def test_places_on_any_number_of_threads(images) -> None:
    x, grid = draw(images, 50, 20, 20), places(images, 30, 20, 2)

    def call():
        y = F.grid_sample(x, grid, align_corners=False)
        return [y, *ct.autograd.grad(y, (x, grid), ct.ones_like(y))]

    on_threads(call)
    both(*sampled("bilinear", "zeros", False), [x, grid], 1e-3)


@pytest.mark.parametrize("mode", ["bilinear", "bicubic"])
def test_second_gradients_of_sampling(mode) -> None:
    x, grid = draw(1, 2, 3, 4, dtype=ct.float64), places(1, 2, 2, 2, dtype=ct.float64)

    def call(*inputs):
        return F.grid_sample(*inputs, mode, "border", False) ** 2

    assert gradcheck(call, (x, grid)) and gradgradcheck(call, (x, grid))
    only = lambda t: call(t, grid.detach())  # noqa: E731
    assert gradgradcheck(only, (x,))


def test_an_edge_that_is_met_exactly_moves_nothing() -> None:
    x = draw(1, 1, 3, 3)
    grid = ct.tensor([[[[1.0, 1.0], [-1.0, 0.0]]]], requires_grad=True)
    for sample in sampled("bilinear", "border", True):
        y = sample(x, grid)
        assert y[0, 0, 0].tolist() == [x[0, 0, 2, 2].item(), x[0, 0, 1, 0].item()]
        (g,) = ct.autograd.grad(y.sum(), grid)
        assert g[0, 0, 0].tolist() == [0, 0] and g[0, 0, 1, 0] == 0


@pytest.mark.isa
def test_places_that_are_no_numbers_lie_outside() -> None:
    x = ct.ones(1, 1, 3, 3)
    grid = ct.tensor([[[[ct.nan, 0.0], [ct.inf, 0.0], [1e38, 0.0], [0.0, 0.0]]]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        y = F.grid_sample(x, grid, align_corners=False)
    assert y.flatten().tolist() == [0, 0, 0, 1]


@pytest.mark.isa
@pytest.mark.parametrize("mode", ["bilinear", "nearest", "bicubic"])
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64])
def test_infinite_places_are_at_the_border(mode, dtype) -> None:
    x = ct.arange(27, dtype=dtype).reshape(1, 1, 3, 3, 3)
    along = ct.tensor([ct.inf, -ct.inf, 3e38, -3e38, ct.nan], dtype=dtype)
    for dims, align in itertools.product((2, 3), (False, True)):
        if dims == 3 and mode == "bicubic":
            continue
        image = x if dims == 3 else x[:, :, 0]
        grid = ct.where(ct.eye(dims)[0] > 0, along[:, None], ct.zeros(1, dtype=dtype))
        grid = grid.reshape(1, *[1] * (dims - 1), 5, dims)
        y = F.grid_sample(image, grid, mode, "border", align).flatten()
        middle = image[0, 0, 1] if dims == 2 else image[0, 0, 1, 1]
        want = middle[[2, 0, 2, 0, 0]]
        assert ct.allclose(y, want, rtol=0, atol=1e-4)


@pytest.mark.parametrize("dtype", [ct.float16, ct.bfloat16])
def test_places_of_16_bits(dtype) -> None:
    x, grid = draw(1, 2, 5, 5, dtype=dtype), places(1, 3, 3, 2, dtype=dtype)
    y = F.grid_sample(x, grid, align_corners=True)
    want = F.grid_sample(x.float(), grid.float(), align_corners=True)
    assert y.dtype == dtype and ct.equal(y, want.to(dtype))


def test_columns_are_differentiated_by_their_transpose() -> None:
    x = draw(2, 2, 5, 6, dtype=ct.float64)
    unfold = lambda t: F.unfold(t, 2, 1, 1, 2) ** 2  # noqa: E731
    assert gradcheck(unfold, (x,)) and gradgradcheck(unfold, (x,))
    y = F.unfold(x.detach(), 2, 1, 1, 2).requires_grad_()
    fold = lambda t: F.fold(t, (5, 6), 2, 1, 1, 2) ** 2  # noqa: E731
    assert gradcheck(fold, (y,)) and gradgradcheck(fold, (y,))


@pytest.mark.isa
@pytest.mark.parametrize("mode", ["bilinear", "nearest"])
@pytest.mark.parametrize("padding", ["zeros", "border", "reflection"])
@pytest.mark.parametrize("places", [1, 63, 64, 65, 200])
def test_few_channels_of_a_grid_are_as_many(places, padding, mode) -> None:
    """Up to 8 channels go through planes, 9 lie side by side."""
    x = ct.randn(2, 9, 5, 7, dtype=ct.float64, requires_grad=True)
    grid = ct.empty(2, 1, places, 2, dtype=ct.float64).uniform_(-1.4, 1.4)
    grid.requires_grad_()
    whole = F.grid_sample(x, grid, mode, padding, align_corners=False)
    parts = [
        F.grid_sample(part, grid, mode, padding, align_corners=False)
        for part in x.split([8, 1], dim=1)
    ]
    halves = ct.cat(parts, dim=1)
    assert ct.allclose(whole, halves, atol=1e-13)
    inputs = [x] if mode == "nearest" else [x, grid]
    for one, other in zip(
        *(ct.autograd.grad(y.sin().sum(), inputs) for y in (whole, halves)), strict=True
    ):
        assert ct.allclose(one, other, atol=1e-12)


@pytest.mark.isa
@pytest.mark.parametrize("channels", [1, 8, 9])
def test_an_infinity_beside_a_place_of_a_grid_is_not_read(channels) -> None:
    x = ct.ones(1, channels, 4, 4)
    x[..., 0, 0] = np.inf
    grid = ct.tensor([[[[5.0, 5.0], [0.2, 0.3], [1.0, 1.0]]]])
    y = F.grid_sample(x, grid, align_corners=True)
    assert ct.equal(y[0, :, 0], ct.tensor([[0.0, 1.0, 1.0]]).expand(channels, 3))
