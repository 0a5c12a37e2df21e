"""Interpolation, sampling at places, channels as places, windows as columns, pads."""

import warnings

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn
from ctensor.autograd.gradcheck import gradcheck, gradgradcheck
from ctensor.nn import functional as F


def double(*shape):
    return ct.randn(*shape, dtype=ct.float64, requires_grad=True)


# ---- interpolation -------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "options", "want"),
    [
        (4, {}, [1, 1, 3, 3]),
        (3, {"mode": "nearest-exact"}, [1, 3, 3]),
        (4, {"mode": "linear"}, [1, 1.5, 2.5, 3]),
        (3, {"mode": "linear", "align_corners": True}, [1, 2, 3]),
        (1, {"mode": "linear"}, [2]),
        (1, {"mode": "area"}, [2]),
    ],
)
def test_modes_of_two_places(size, options, want) -> None:
    x = ct.tensor([[[1.0, 3.0]]])
    assert F.interpolate(x, size, **options)[0, 0].tolist() == want


@pytest.mark.parametrize("corners", [False, True])
@pytest.mark.parametrize(
    ("mode", "antialias"), [("bilinear", False), ("bilinear", True), ("bicubic", True)]
)
def test_straight_lines_stay_straight(mode, corners, antialias) -> None:
    """These filters reproduce linear functions, away from the edges."""
    x = ct.arange(12, dtype=ct.float64).expand(1, 1, 12, 12)
    y = F.interpolate(x, (8, 19), mode=mode, align_corners=corners, antialias=antialias)
    steps = y[0, 0, 4].diff()[5:13]
    assert ct.allclose(steps, steps[:1].expand(8), atol=1e-2 if antialias else 1e-12)
    assert ct.allclose(y, y[:, :, :1].expand(y.shape))


def test_cubic_weights_are_keys() -> None:
    x = ct.zeros(1, 1, 1, 9, dtype=ct.float64)
    x[..., 4] = 1
    y = F.interpolate(x, (1, 18), mode="bicubic")[0, 0, 0, 4:14]

    def weight(t):  # Keys 1981 with a = -0.75
        t, a = abs(t), -0.75
        near = (a + 2) * t**3 - (a + 3) * t**2 + 1
        far = a * t**3 - 5 * a * t**2 + 8 * a * t - 4 * a
        return near if t <= 1 else far if t < 2 else 0

    want = [weight((i + 0.5) / 2 - 0.5 - 4) for i in range(4, 14)]
    np.testing.assert_allclose(y.numpy(), want, atol=1e-12)


def test_a_dim_of_one_stays_apart() -> None:
    x = ct.randn(1, 1, 6, 1)
    wide = F.interpolate(x.expand(1, 1, 6, 4), (9, 4), mode="bicubic", antialias=True)
    thin = F.interpolate(x, (9, 1), mode="bicubic", antialias=True)
    assert ct.allclose(wide, thin.expand(1, 1, 9, 4))


@pytest.mark.parametrize(
    ("dims", "mode"),
    [(1, "linear"), (2, "bilinear"), (2, "bicubic"), (3, "trilinear"), (2, "nearest")],
)
def test_gradients_of_interpolation(dims, mode) -> None:
    x = double(1, 2, *[3] * dims)

    def call(t):
        return F.interpolate(t, scale_factor=1.7, mode=mode) ** 2

    assert gradcheck(call, (x,)) and gradgradcheck(call, (x,))


def test_dtypes_and_devices_of_interpolation() -> None:
    x = ct.randn(1, 3, 4, 4)
    for dtype in (ct.float16, ct.bfloat16):
        y = F.interpolate(x.to(dtype), 6, mode="bilinear")
        want = F.interpolate(x.to(dtype).float(), 6, mode="bilinear")
        assert y.dtype == dtype and ct.equal(y, want.to(dtype))
    assert F.interpolate((x * 9).to(ct.uint8), 8).dtype == ct.uint8
    meta = F.interpolate(ct.empty(1, 3, 4, 4, device="meta"), 6, mode="bicubic")
    assert meta.shape == (1, 3, 6, 6) and meta.device.type == "meta"


@pytest.mark.parametrize("antialias", [False, True])
@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("size", [(9, 11), (5, 3), (7, 6), (1, 1), (16, 2)])
def test_interpolation_of_bytes_is_rounded(size, last, antialias) -> None:
    x = ct.randint(0, 256, (2, 3, 7, 6), dtype=ct.uint8)
    if last:
        x = x.to(memory_format=ct.channels_last)
    y = F.interpolate(x, size, mode="bilinear", antialias=antialias)
    want = F.interpolate(x.double(), size, mode="bilinear", antialias=antialias)
    assert y.dtype == ct.uint8 and (y.double() - want).abs().max() <= 0.5 + 1e-4
    assert min(size) == 1 or y.stride() == want.stride()
    y = F.interpolate(x, size, mode="bicubic", antialias=antialias)
    wide = F.interpolate(x.double(), (7, size[1]), mode="bicubic", antialias=antialias)
    wide = wide.clamp(0, 255)
    want = F.interpolate(wide, size, mode="bicubic", antialias=antialias)
    assert y.dtype == ct.uint8
    assert (y.double() - want.clamp(0, 255)).abs().max() <= 0.5 + 1e-4


def test_cubic_interpolation_of_bytes_stays_in_range() -> None:
    x = ct.tensor([0, 0, 255, 255, 0, 0], dtype=ct.uint8).reshape(1, 1, 1, 6)
    y = F.interpolate(x, (1, 18), mode="bicubic").flatten().tolist()
    assert y[3:9] == [0, 0, 80, 175, 255, 255]


@pytest.mark.parametrize("dtype", [ct.bool, ct.int8, ct.int16, ct.int32, ct.int64])
def test_interpolation_of_other_integers(dtype) -> None:
    top = 1 if dtype == ct.bool else ct.iinfo(dtype).max
    x = ct.tensor([0, top, top], dtype=dtype).reshape(1, 1, 1, 3)
    nearest = F.interpolate(x, (2, 6))
    assert nearest.dtype == dtype and nearest.tolist() == [[[[0, 0] + [top] * 4] * 2]]
    y = F.interpolate(x, (1, 6), mode="bicubic").flatten()
    top -= top >> 53  # the largest that float64 has
    assert y.dtype == dtype and y[3:].tolist() == [top] * 3


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({}, ValueError, "either size or scale_factor"),
        ({"size": 2, "scale_factor": 2}, ValueError, "only one of size"),
        ({"size": (2, 2, 2)}, ValueError, "same number of spatial dimensions"),
        ({"scale_factor": (2,)}, ValueError, "same number of spatial dimensions"),
        ({"size": 2, "align_corners": True}, ValueError, "align_corners option"),
        ({"size": 2, "mode": "linear"}, NotImplementedError, "1 for linear"),
        ({"size": 2, "mode": "cubic"}, NotImplementedError, "mode 'cubic'"),
        ({"size": 0}, RuntimeError, "sizes should be greater than 0"),
        ({"size": 2.5}, TypeError, "expected size to be of ints"),
        ({"size": 2, "antialias": True}, ValueError, "Anti-alias option"),
        (
            {"size": 2, "recompute_scale_factor": True},
            ValueError,
            "recompute_scale_factor is not meaningful",
        ),
    ],
)
def test_interpolation_that_is_refused(options, error, text) -> None:
    with pytest.raises(error, match=text):
        F.interpolate(ct.zeros(1, 1, 3, 3), **options)


def test_upsampling_layers() -> None:
    x = ct.randn(1, 2, 3, 3)
    assert ct.equal(nn.UpsamplingNearest2d(scale_factor=2)(x), F.interpolate(x, 6))
    want = F.interpolate(x, (5, 6), mode="bilinear", align_corners=True)
    assert ct.equal(nn.UpsamplingBilinear2d((5, 6))(x), want)
    assert (
        nn.Upsample(scale_factor=2).extra_repr() == "scale_factor=2.0, mode='nearest'"
    )
    with pytest.warns(UserWarning, match="is deprecated"):
        assert ct.equal(F.upsample(x, 6), F.interpolate(x, 6))


# ---- places that are given -----------------------------------------------


def lattice(n, h, w):
    theta = ct.tensor([[[1.0, 0, 0], [0, 1, 0]]], dtype=ct.float64).expand(n, 2, 3)
    return F.affine_grid(theta, (n, 1, h, w), align_corners=False)


@pytest.mark.parametrize("mode", ["bilinear", "nearest", "bicubic"])
@pytest.mark.parametrize("padding", ["zeros", "border", "reflection"])
def test_the_identity_and_what_lies_beyond(mode, padding) -> None:
    x = ct.randn(2, 3, 4, 5, dtype=ct.float64)
    grid = lattice(2, 4, 5)
    options = {"mode": mode, "padding_mode": padding, "align_corners": False}
    assert ct.allclose(F.grid_sample(x, grid, **options), x, atol=1e-12)
    beyond = F.grid_sample(x, grid + ct.tensor([2.0, 0.0]).double(), **options)
    want = {"zeros": x * 0, "border": x[..., -1:].expand(x.shape)}
    assert ct.allclose(beyond, want.get(padding, x.flip(-1)), atol=1e-12)
    odd = ct.full_like(grid, ct.nan)
    assert F.grid_sample(x, odd, **options).shape == x.shape


@pytest.mark.parametrize("mode", ["bilinear", "bicubic"])
def test_gradients_of_sampling(mode) -> None:
    x = double(1, 2, 4, 4)
    grid = (ct.rand(1, 2, 3, 2, dtype=ct.float64) * 1.3 - 0.6).requires_grad_()

    def call(x, grid):
        return F.grid_sample(x, grid, mode, align_corners=True)

    assert gradcheck(call, (x, grid)) and gradgradcheck(call, (x, grid))


def test_sampling_of_three_dims() -> None:
    theta = ct.eye(4)[:3].unsqueeze(0)
    grid = F.affine_grid(theta, (1, 1, 2, 3, 4), align_corners=True)
    x = ct.randn(1, 2, 2, 3, 4)
    assert ct.allclose(F.grid_sample(x, grid, align_corners=True), x, atol=1e-6)
    with pytest.raises(RuntimeError, match="bicubic interpolation only"):
        F.grid_sample(x, grid, "bicubic", align_corners=True)


def test_sampling_that_is_refused() -> None:
    x, grid = ct.zeros(1, 2, 3, 3), ct.zeros(1, 4, 4, 2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for error, text, call in (
            (ValueError, "expected mode", lambda: F.grid_sample(x, grid, "cubic")),
            (
                ValueError,
                "padding_mode",
                lambda: F.grid_sample(x, grid, "nearest", "x"),
            ),
            (
                RuntimeError,
                "same batch",
                lambda: F.grid_sample(x[:0], grid),
            ),
            (RuntimeError, "to have size 2", lambda: F.grid_sample(x, grid[..., :1])),
            (RuntimeError, "same dtype", lambda: F.grid_sample(x, grid.double())),
            (RuntimeError, "non-empty", lambda: F.grid_sample(x[:, :, :0], grid)),
            (RuntimeError, "4D or 5D", lambda: F.grid_sample(x[0], grid)),
            (ValueError, "2D affine", lambda: F.affine_grid(grid[0], (1, 1, 2, 2))),
        ):
            with pytest.raises(error, match=text):
                call()
    with pytest.warns(UserWarning, match="align_corners=False"):
        F.grid_sample(x, grid)


# ---- channels and places -------------------------------------------------


def test_shuffles() -> None:
    x = ct.arange(8.0).reshape(1, 8, 1, 1)
    y = F.pixel_shuffle(x, 2)
    assert y.tolist() == [[[[0, 1], [2, 3]], [[4, 5], [6, 7]]]]
    assert ct.equal(nn.PixelUnshuffle(2)(nn.PixelShuffle(2)(x)), x)
    assert nn.ChannelShuffle(2)(x).flatten().tolist() == [0, 4, 1, 5, 2, 6, 3, 7]
    for call in (
        lambda: F.pixel_shuffle(x, 3),
        lambda: F.pixel_unshuffle(x, 2),
        lambda: F.channel_shuffle(x, 3),
        lambda: F.pixel_shuffle(x, 0),
        lambda: F.channel_shuffle(x[0, 0], 2),
    ):
        with pytest.raises(RuntimeError, match=r"expects|must be"):
            call()


# ---- windows as columns --------------------------------------------------


@pytest.mark.parametrize(
    ("kernel", "dilation", "padding", "stride"),
    [(2, 1, 0, 1), ((2, 3), (2, 1), (1, 0), (1, 2)), (1, 1, 0, 2)],
)
def test_columns_are_what_convolutions_multiply(
    kernel, dilation, padding, stride
) -> None:
    x = double(2, 3, 6, 7)
    columns = F.unfold(x, kernel, dilation, padding, stride)
    size = (kernel,) * 2 if isinstance(kernel, int) else kernel
    w = ct.randn(4, 3, *size, dtype=ct.float64)
    y = F.conv2d(x, w, None, stride, padding, dilation)
    assert ct.allclose(w.flatten(1) @ columns, y.flatten(2), atol=1e-12)
    g = ct.randn_like(columns)
    (back,) = ct.autograd.grad(columns, x, g)
    folded = nn.Fold((6, 7), kernel, dilation, padding, stride)(g)
    assert ct.allclose(folded, back, atol=1e-12)
    alone = nn.Unfold(kernel, dilation, padding, stride)(x[0])
    assert ct.equal(alone, columns[0])
    assert gradgradcheck(
        lambda t: F.fold(t**2, (6, 7), kernel, dilation, padding, stride),
        (g[:1].detach().requires_grad_(),),
    )


def test_columns_that_are_refused() -> None:
    with pytest.raises(RuntimeError, match="at least one"):
        F.unfold(ct.zeros(1, 1, 3, 3), 4)
    with pytest.raises(RuntimeError, match="expected input"):
        F.fold(ct.zeros(1, 4, 3), (4, 4), 2)
    with pytest.raises(RuntimeError, match="non-zero dimensions"):
        F.unfold(ct.zeros(3, 3), 2)
    with pytest.raises(RuntimeError, match="positive kernel_size"):
        F.unfold(ct.zeros(1, 1, 3, 3), 2, stride=0)


# ---- pads ----------------------------------------------------------------


@pytest.mark.parametrize("dims", [1, 2, 3])
@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("Zero", "constant"),
        ("Reflection", "reflect"),
        ("Replication", "edge"),
        ("Circular", "wrap"),
    ],
)
def test_padding_layers(dims, name, mode) -> None:
    layer = getattr(nn, f"{name}Pad{dims}d")
    x = np.random.default_rng(0).random((1, 2, *[3] * dims))
    pads = [1, 2, 0, 1, 2, 0][: 2 * dims]
    widths = [(0, 0)] * 2 + [
        (pads[2 * d], pads[2 * d + 1]) for d in reversed(range(dims))
    ]
    want = np.pad(x, widths, mode)
    assert (layer(pads)(ct.tensor(x)).numpy() == want).all()
    assert layer(1).padding == (1,) * (2 * dims)
    assert layer(1).extra_repr() == str((1,) * (2 * dims))
    value = getattr(nn, f"ConstantPad{dims}d")(1, 2.5)
    assert value.extra_repr() == f"padding={(1,) * (2 * dims)}, value=2.5"
    assert value(ct.zeros(1, 2, *[3] * dims)).max().item() == 2.5
