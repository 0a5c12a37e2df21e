"""Convolutions: layers, layouts, arguments; and the ways they take, side by side."""

import time

import numpy as np
import pytest
from samples_conv import conv, conv_back, conv_weight

import ctensor as ct
from ctensor import _C, nn
from ctensor.autograd.gradcheck import gradcheck, gradgradcheck
from ctensor.nn import functional as F


def close(tensor, expected, tolerance=1e-12):
    scale = np.abs(expected).max(initial=0) + 1e-300
    assert tensor.shape == expected.shape
    error = np.abs(tensor.detach().numpy() - expected).max(initial=0)
    assert error <= tolerance * scale


# ---- layers ----


@pytest.mark.parametrize("dims", [1, 2, 3])
@pytest.mark.parametrize("mode", ["zeros", "reflect", "replicate", "circular"])
@pytest.mark.parametrize("padding", ["valid", "same", 1])
def test_padding_modes(dims, mode, padding) -> None:
    layer = getattr(nn, f"Conv{dims}d")(
        2, 3, 3, padding=padding, padding_mode=mode, dtype=ct.float64
    )
    x = ct.randn(2, 2, *[4] * dims, dtype=ct.float64)
    pads = 0 if padding == "valid" else 1
    kind = {"zeros": "constant", "replicate": "edge", "circular": "wrap"}
    around = np.pad(
        x.numpy(), [(0, 0)] * 2 + [(pads, pads)] * dims, kind.get(mode, mode)
    )
    w, b = (p.detach().numpy() for p in layer.parameters())
    close(layer(x), conv(around, w, b, [1] * dims, [0] * dims, [1] * dims, 1))
    assert layer(x[0]).shape == layer(x).shape[1:]


@pytest.mark.parametrize("dims", [1, 2, 3])
def test_transposed_layers_take_a_size(dims) -> None:
    layer = getattr(nn, f"ConvTranspose{dims}d")(4, 2, 3, stride=2, groups=2)
    x = ct.randn(1, 4, *[3] * dims)
    assert layer(x).shape == (1, 2, *[7] * dims)
    size = [8] * dims
    y = layer(x, output_size=size)
    assert y.shape == (1, 2, *size)
    assert layer(x, output_size=[1, 2, *size]).shape == y.shape
    for wrong in ([9] * dims, [6] * dims):
        with pytest.raises(ValueError, match="valid sizes range from"):
            layer(x, output_size=wrong)
    with pytest.raises(ValueError, match="output_size must have"):
        layer(x, output_size=[8] * (dims + 1))


def test_what_layers_show_and_keep() -> None:
    layer = nn.Conv2d(4, 8, 3, padding=1, groups=2, bias=False, padding_mode="reflect")
    text = "4, 8, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1), groups=2, "
    assert layer.extra_repr() == text + "bias=False, padding_mode=reflect"
    turned = nn.ConvTranspose1d(2, 4, 3, 2, output_padding=1, dilation=2)
    text = "2, 4, kernel_size=(3,), stride=(2,), dilation=(2,), output_padding=(1,)"
    assert turned.extra_repr() == text
    assert {k: tuple(v.shape) for k, v in turned.state_dict().items()} == {
        "weight": (2, 4, 3),
        "bias": (4,),
    }
    other = nn.ConvTranspose1d(2, 4, 3, 2, output_padding=1, dilation=2)
    other.load_state_dict(turned.state_dict())
    x = ct.randn(1, 2, 5)
    assert ct.equal(other(x), turned(x))


def test_layers_draw_from_their_interval() -> None:
    for layer, fan_in in (
        (nn.Conv2d(4, 50, 5, groups=2), 50),
        (nn.ConvTranspose2d(50, 8, 5, groups=2), 100),
    ):
        for p in layer.parameters():
            assert p.abs().max().item() <= fan_in**-0.5
        assert layer.weight.std().item() == pytest.approx((3 * fan_in) ** -0.5, 0.1)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"groups": 0}, "groups must be a positive integer"),
        ({"groups": 3}, "in_channels must be divisible"),
        ({"groups": 4}, "out_channels must be divisible"),
        ({"padding": "all"}, "Invalid padding string"),
        ({"padding": "same", "stride": 2}, "not supported for strided"),
        ({"padding_mode": "none"}, "padding_mode must be one of"),
    ],
)
def test_options_that_are_refused(options, error) -> None:
    with pytest.raises(ValueError, match=error):
        nn.Conv2d(4, 6, 3, **options)
    if "padding_mode" in options:
        with pytest.raises(ValueError, match='Only "zeros" padding mode'):
            nn.ConvTranspose2d(4, 6, 3, **options)


# ---- arguments ----


@pytest.mark.parametrize(
    ("arguments", "options", "error"),
    [
        (((1, 2, 3, 3), (1, 1, 2, 2)), {}, "conv2d: expected input with 1 channels"),
        (((1, 1, 3, 3), (1, 1, 4, 4)), {}, "conv2d: .* the window fits into"),
        (((3,), (1, 1, 4, 4)), {}, "conv2d: expected input of 3 or 4 dims"),
        (((1, 1, 3, 3), (1, 1, 2)), {}, "conv2d: expected input of 3 or 4 dims"),
        (((1, 1, 3, 3), (1, 1, 2, 2)), {"stride": 0}, "conv2d: expected stride"),
        (((1, 1, 3, 3), (1, 1, 2, 2)), {"stride": [1, 2, 3]}, "conv2d: .* stride"),
        (((1, 1, 3, 3), (1, 1, 2, 2)), {"padding": -1}, "conv2d: expected padding"),
        (((1, 1, 3, 3), (1, 1, 2, 2)), {"dilation": 0}, "conv2d: expected dilation"),
        (((1, 1, 3, 3), (1, 1, 2, 2)), {"groups": 0}, "conv2d: expected groups"),
        (((1, 4, 3, 3), (3, 2, 2, 2)), {"groups": 2}, "conv2d: .* divisible by"),
        (((1, 1, 3, 3), (0, 1, 2, 2)), {}, "conv2d: .* at least 1"),
        (((1, 1, 3, 3), (1, 1, 2, 2), (3,)), {}, r"conv2d: expected bias of shape \[1"),
        (((1, 1, 0, 3), (1, 1, 2, 2)), {"padding": 2}, "conv2d: .* window fits"),
        (((1, 1, 3, 3), (1, 1, 2, 2)), {"padding": 2**62}, "conv2d"),
        (
            ((1, 1, 3, 3), (1, 1, 2, 2)),
            {"padding": "same", "stride": 2},
            "conv2d: expected stride 1",
        ),
    ],
)
def test_sizes_that_do_not_fit(arguments, options, error) -> None:
    with pytest.raises(RuntimeError, match=error):
        F.conv2d(*map(ct.zeros, arguments), **options)


def test_dtypes_that_do_not_fit() -> None:
    x, w = ct.ones(1, 1, 3, 3), ct.ones(1, 1, 2, 2)
    for other in (w.double(), w.half(), w.long()):
        with pytest.raises(RuntimeError, match=r"conv2d: expected .* of one dtype"):
            F.conv2d(x, other)
    with pytest.raises(RuntimeError, match=r"of one dtype.*use bias\.float"):
        F.conv2d(x, w, ct.ones(1).double())
    with pytest.raises(RuntimeError, match="conv2d: expected a numeric"):
        F.conv2d(x.bool(), w.bool())
    assert F.conv2d(x.long(), w.long()).tolist() == [[[[4, 4], [4, 4]]]]


def test_empty_batches_and_channels() -> None:
    w = ct.ones(2, 1, 2, 2, requires_grad=True)
    y = F.conv2d(ct.zeros(0, 1, 3, 3), w, ct.ones(2))
    y.sum().backward()
    assert y.shape == (0, 2, 2, 2) and w.grad.abs().sum().item() == 0
    x = ct.zeros(1, 0, 3, 3, requires_grad=True)
    y = F.conv2d(x, ct.zeros(2, 0, 2, 2), ct.tensor([1.0, 2.0]))
    y.sum().backward()
    assert y[0, :, 0, 0].tolist() == [1, 2] and x.grad.shape == x.shape


# ---- gradients ----


@pytest.mark.parametrize("groups", [1, 2])
def test_second_gradients_with_room_to_spare(groups) -> None:
    """A stride that leaves places out, and output_padding, which adds some."""
    x = ct.randn(1, 2, 6, dtype=ct.float64, requires_grad=True)
    w = ct.randn(2, 2 // groups, 2, dtype=ct.float64, requires_grad=True)
    b = ct.randn(2, dtype=ct.float64, requires_grad=True)

    def straight(x, w, b):
        return F.conv1d(x, w, b, 3, groups=groups) ** 2

    assert gradcheck(straight, (x, w, b)) and gradgradcheck(straight, (x, w, b))
    if groups == 1:

        def back(x, w, b):
            y = F.conv_transpose1d(x, w, b, 2, output_padding=2, dilation=3)
            return y**2

        assert gradcheck(back, (x, w, b)) and gradgradcheck(back, (x, w, b))


def test_gradients_of_complex_numbers() -> None:
    x, w = (
        ct.randn(s, dtype=ct.complex128, requires_grad=True)
        for s in ((1, 2, 4), (3, 2, 2))
    )
    assert gradcheck(F.conv1d, (x, w)) and gradgradcheck(F.conv1d, (x, w))


# ---- layouts ----


def test_channels_last_is_kept() -> None:
    net = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 4, 1))
    x = ct.randn(2, 3, 6, 5)
    want = net(x)
    last = net(x.to(memory_format=ct.channels_last))
    assert want.is_contiguous() and last.is_contiguous(memory_format=ct.channels_last)
    assert ct.allclose(want, last, atol=1e-6)
    net.to(memory_format=ct.channels_last)
    y = net(x.requires_grad_())
    assert y.is_contiguous(memory_format=ct.channels_last)
    y.sum().backward()
    grad = net[0].weight.grad
    assert grad.is_contiguous(memory_format=ct.channels_last)
    cube = ct.randn(1, 2, 3, 4, 3).to(memory_format=ct.channels_last_3d)
    y = F.conv3d(cube, ct.randn(3, 2, 2, 2, 2))
    assert y.is_contiguous(memory_format=ct.channels_last_3d)
    turned = F.conv_transpose3d(y, ct.randn(3, 2, 2, 2, 2))
    assert turned.is_contiguous(memory_format=ct.channels_last_3d)


# ---- ways ----


def all_three(x, w, y, lists, groups):
    """The three rows' results and what they must be."""
    size = list(x.shape[2:]), list(w.shape[2:])
    rows = ct.contiguous_format
    n = [t.double().numpy() for t in (x, w, y)]
    yield _C._conv(x, w, None, *lists, groups), conv(*n[:2], None, *lists, groups)
    yield (
        _C._conv_back(y, w, None, size[0], *lists, groups),
        conv_back(n[2], n[1], None, size[0], *lists, groups),
    )
    yield (
        _C._conv_weight(x, y, size[1], *lists, groups, rows),
        conv_weight(n[0], n[2], size[1], *lists, groups, rows),
    )


TILED = [(1, 1), (2, 7), (3, 8), (4, 9), (7, 15)]
TILED += [(8, 16), (14, 17), (15, 31), (5, 32), (6, 33)]
SIZES = [  # channels, filters, groups, size, kernel, stride, padding, dilation
    (3, 5, 1, (9, 8), (3, 3), (1, 1), (1, 1), (1, 1)),
    (16, 33, 1, (7, 31), (3, 2), (1, 1), (1, 0), (1, 1)),
    (64, 64, 1, (6, 57), (3, 3), (1, 1), (1, 1), (1, 1)),
    (20, 70, 1, (12, 11), (1, 1), (1, 1), (0, 0), (1, 1)),
    (20, 17, 1, (12, 11), (1, 1), (2, 3), (0, 0), (1, 1)),
    (3, 64, 1, (21, 30), (7, 7), (2, 2), (3, 3), (1, 1)),
    (1, 6, 1, (28, 28), (5, 5), (1, 1), (2, 2), (1, 1)),
    (8, 12, 4, (10, 9), (3, 3), (2, 1), (1, 2), (2, 1)),
    (6, 6, 6, (17, 40), (3, 3), (1, 1), (1, 1), (1, 1)),
    (6, 12, 6, (17, 9), (3, 5), (2, 2), (1, 2), (1, 2)),
    (17, 17, 17, (5, 6), (2, 3), (3, 1), (0, 4), (2, 2)),
    (4, 300, 1, (3, 3), (3, 3), (1, 1), (0, 0), (1, 1)),
    (300, 4, 1, (1, 70), (1, 3), (1, 2), (0, 1), (1, 3)),
    (260, 3, 1, (5, 6), (3, 3), (1, 1), (1, 1), (1, 1)),  # deeper than a block
    (40, 8, 1, (60, 60), (3, 3), (1, 1), (1, 1), (1, 1)),  # more rows than a band
    (2, 2, 2, (200, 190), (3, 3), (1, 1), (1, 1), (1, 1)),
    (4, 3, 1, (20, 19), (3, 3), (8, 8), (1, 1), (1, 1)),  # as many courses as there may
    (4, 3, 1, (20, 19), (3, 3), (9, 8), (1, 1), (1, 1)),  # be, and more
    (7, 7, 7, (20, 19), (2, 2), (13, 5), (1, 1), (1, 2)),
    # a transpose of few channels: woven, and not
    (3, 20, 1, (13, 12), (4, 4), (2, 2), (1, 1), (1, 1)),
    (4, 6, 2, (12, 11), (6, 5), (3, 2), (2, 1), (1, 1)),
    (1, 5, 1, (9, 2), (3, 3), (2, 2), (0, 1), (1, 1)),
    (2, 3, 1, (2, 9), (3, 3), (3, 2), (1, 1), (1, 1)),  # narrower than its stride
    (3, 4, 1, (12, 11), (3, 3), (2, 2), (1, 1), (2, 1)),
    (8, 3, 1, (11, 10), (7, 7), (2, 2), (3, 3), (1, 1)),  # all columns of a tile,
    (9, 3, 1, (11, 10), (7, 7), (2, 2), (3, 3), (1, 1)),  # and more
    (1, 1024, 1, (5, 4), (3, 3), (2, 2), (0, 0), (1, 1)),  # as many sources as may be,
    (1, 1025, 1, (5, 4), (3, 3), (2, 2), (0, 0), (1, 1)),  # and more
    # in planes: lines by themselves and flat ones, windows that reach far, many phases
    (3, 16, 1, (9, 32), (3, 3), (1, 1), (1, 1), (1, 1)),
    (5, 15, 1, (9, 31), (3, 3), (1, 1), (1, 1), (1, 1)),
    (4, 6, 2, (10, 30), (2, 5), (1, 1), (4, 7), (3, 2)),
    (3, 9, 1, (31, 45), (5, 4), (3, 2), (2, 3), (2, 3)),
    (2, 5, 1, (40, 7), (1, 3), (2, 4), (3, 0), (1, 1)),
    (8, 4, 1, (2, 5000), (2, 3), (1, 1), (1, 2), (1, 1)),  # parts of lines
    (8, 4, 1, (1, 9000), (1, 4), (1, 3), (0, 2), (1, 2)),
    (1300, 4, 1, (3, 33), (5, 5), (1, 1), (2, 2), (1, 1)),  # deeper than a block
    (9, 5, 1, (31, 1), (7, 1), (1, 2), (4, 0), (1, 1)),  # lines of one place
    (16, 3, 1, (9, 40), (1, 1), (1, 1), (0, 0), (1, 1)),  # 1x1 of few channels,
    (17, 3, 1, (9, 40), (1, 1), (1, 1), (0, 0), (1, 1)),  # and of more
    # one channel a group: rows and columns of tiles, and one more
    *((4, 4, 4, (n, m), (3, 3), (1, 1), (1, 1), (1, 1)) for n, m in TILED),
    *((3, 3, 3, (n, m), (3, 5), (2, 2), (1, 2), (1, 1)) for n, m in TILED),
    (
        3,
        3,
        3,
        (20, 9),
        (9, 2),
        (1, 1),
        (4, 1),
        (1, 1),
    ),  # more taps than a tile has rows
    (3, 6, 3, (19, 23), (8, 3), (3, 2), (0, 0), (1, 1)),
    (5, 5, 5, (16, 17), (3, 3), (2, 2), (2, 2), (2, 2)),  # one phase of two
    (4, 8, 4, (40, 3), (3, 1), (1, 1), (1, 0), (1, 1)),  # flat lines
    (4, 4, 4, (60, 1), (5, 1), (2, 1), (2, 0), (1, 1)),
    (150, 150, 150, (24, 25), (3, 3), (1, 1), (1, 1), (1, 1)),  # more than a block
    (2, 2, 2, (2, 9000), (2, 3), (1, 1), (1, 2), (1, 1)),  # parts of lines
    (2, 2, 2, (1, 9001), (1, 4), (1, 3), (0, 2), (1, 2)),
]


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64, ct.bfloat16, ct.float16])
@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("case", SIZES, ids=lambda case: "-".join(map(str, case[:4])))
def test_ways(case, last, dtype) -> None:
    channels, filters, groups, size, kernel, *lists = case
    lists = [list(v) for v in lists]
    x = ct.randn(2, channels, *size).to(dtype)
    w = ct.randn(filters, channels // groups, *kernel).to(dtype)
    y = ct.randn_like(_C._conv(x, w, None, *lists, groups))
    if last:
        x, w, y = (t.to(memory_format=ct.channels_last) for t in (x, w, y))
    tolerance = {ct.float64: 1e-13, ct.float32: 4e-6, ct.float16: 2e-3}.get(dtype, 2e-2)
    for made, want in all_three(x, w, y, lists, groups):
        close(made.double(), want, tolerance)


@pytest.mark.isa
@pytest.mark.parametrize("channels", [(1, 1), (2, 13), (3, 15), (31, 33)], ids=str)
@pytest.mark.parametrize("step", [1, 2])
def test_planes_of_three_dims(channels, step) -> None:
    """They give what tiles do, which read channels that lie side by side."""
    x, w = ct.randn(2, channels[0], 4, 9, 19), ct.randn(*channels[::-1], 3, 2, 3)
    options = {"stride": step, "padding": [2, 1, 1], "dilation": [1, 2, 1]}
    last = ct.channels_last_3d
    want = F.conv3d(x.to(memory_format=last), w.to(memory_format=last), **options)
    close(F.conv3d(x, w, **options), want.contiguous().numpy(), 4e-6)


@pytest.mark.isa
@pytest.mark.parametrize("step", [1, 2])
@pytest.mark.parametrize("dilation", [(1, 1, 1), (1, 2, 1)], ids=str)
def test_planes_of_one_channel_of_three_dims(step, dilation) -> None:
    """Each channel has what it has by itself."""
    x, w = ct.randn(2, 5, 4, 9, 19), ct.randn(5, 1, 3, 2, 3)
    lists = [step] * 3, [2, 1, 1], list(dilation)
    y = ct.randn_like(_C._conv(x, w, None, *lists, 5))
    found = [made for made, _ in all_three(x, w, y, lists, 5)]
    for i in range(5):
        one = slice(i, i + 1)
        alone = all_three(x[:, one], w[one], y[:, one], lists, 1)
        for made, (want, _) in zip(found, alone, strict=True):
            part = made[one] if made.shape == w.shape else made[:, one]
            close(part, want.numpy(), 4e-6)


@pytest.mark.parametrize("case", SIZES, ids=lambda case: "-".join(map(str, case[:4])))
def test_threads_change_no_bit(case) -> None:
    channels, filters, groups, size, kernel, *lists = case
    lists = [list(v) for v in lists]
    x = ct.randn(3, channels, *size)
    w = ct.randn(filters, channels // groups, *kernel)
    y = ct.randn_like(_C._conv(x, w, None, *lists, groups))
    found = []
    threads = ct.get_num_threads()
    try:
        for n in (1, 2, 3):
            ct.set_num_threads(n)
            found.append([made for made, _ in all_three(x, w, y, lists, groups)])
    finally:
        ct.set_num_threads(threads)
    for others in found[1:]:
        assert all(ct.equal(a, b) for a, b in zip(found[0], others, strict=True))


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan, 1e30, 1e-30])
def test_extreme_values_stay_in_their_windows(value) -> None:
    """What lies beside a window does not touch it, whatever is there."""
    x = ct.ones(1, 2, 5, 6)
    x[0, 1, 2, 3] = value
    w = ct.ones(3, 2, 3, 3)
    for t in (x, x.to(memory_format=ct.channels_last)):
        y = F.conv2d(t, w, padding=1)
        near = ct.zeros(5, 6, dtype=ct.bool)
        near[1:4, 2:5] = True
        plain = F.conv2d(ct.ones(1, 2, 5, 6), w, padding=1)
        assert ct.equal(y[0, :, ~near], plain[0, :, ~near])
        want = plain[0, :, near] - 1 + value
        assert ct.allclose(y[0, :, near], want, equal_nan=True)


@pytest.mark.isa
@pytest.mark.parametrize("value", [np.inf, np.nan, 1e30, 1e-30])
@pytest.mark.parametrize("step", [1, 2])
@pytest.mark.parametrize("width", [3, 6, 17])
def test_extreme_values_stay_in_windows_of_one_channel(value, step, width) -> None:
    """At the end of a line in x, in the middle of y: as in a convolution by itself."""
    x, w = ct.ones(1, 2, 5, width), ct.ones(2, 1, 3, 3)
    lists = [step] * 2, [1, 1], [1, 1]
    y = ct.ones_like(_C._conv(x, w, None, *lists, 2))
    x[0, 1, 2, width - 1] = value
    y[0, 1, 1, 1] = value
    one = slice(1, 2)
    found = all_three(x, w, y, lists, 2)
    alone = all_three(x[:, one], w[one], y[:, one], lists, 1)
    for (made, _), (want, _) in zip(found, alone, strict=True):
        part = made[one] if made.shape == w.shape else made[:, one]
        assert ct.allclose(part, want, equal_nan=True)


@pytest.mark.isa
@pytest.mark.parametrize("dtype", [ct.float32, ct.float64])
@pytest.mark.parametrize("value", [np.inf, np.nan, 1e30, 1e-30])
def test_extreme_values_stay_in_woven_windows(value, dtype) -> None:
    """The same of a transpose whose remainders share their taps."""
    y, w, bias = (ct.ones(s, dtype=dtype) for s in ((2, 2, 6, 7), (2, 3, 4, 4), 3))
    plain = F.conv_transpose2d(y, w, bias, stride=2, padding=1)
    assert plain[0, 0, 3:5, 3:5].tolist() == [[9, 9], [9, 9]]
    y[0, 1, 2, 3] = value
    near = ct.zeros(12, 14, dtype=ct.bool)
    near[3:7, 5:9] = True
    for t in (y, y.to(memory_format=ct.channels_last)):
        x = F.conv_transpose2d(t, w, bias, stride=2, padding=1)
        assert ct.equal(x[1], plain[1]) and ct.equal(x[0, :, ~near], plain[0, :, ~near])
        want = plain[0, :, near] - 1 + value
        assert ct.allclose(x[0, :, near], want, equal_nan=True)


def backwards(t, dims):
    """t with steps of less than 0 along some dims, each element at its place."""
    a = t.numpy()
    turned = tuple(slice(None, None, -1 if d in dims else 1) for d in range(a.ndim))
    return ct.from_numpy(np.ascontiguousarray(a[turned])[turned])


@pytest.mark.isa
@pytest.mark.parametrize("dims", [(2,), (3,), (2, 3), (0, 2), (1, 3)], ids=str)
@pytest.mark.parametrize("groups", [1, 3])
def test_operands_that_run_backwards(dims, groups) -> None:
    """What lies before the first element in memory belongs to it all the same."""
    x, w = ct.randn(2, 6, 7, 9), ct.randn(9, 6 // groups, 4, 2)
    lists = [1, 1], [1, 0], [1, 1]
    y = ct.randn_like(_C._conv(x, w, None, *lists, groups))
    turned = [backwards(t, dims) for t in (x, w, y)]
    assert min(turned[1].stride()) < 0
    for made, want in all_three(*turned, lists, groups):
        close(made.double(), want, 4e-6)


def test_windows_that_overlap() -> None:
    """Filters one window apart, whose lines are longer than the window is wide."""
    w = ct.randn(25).as_strided((3, 2, 2, 2), (8, 4, 3, 1))
    x = ct.randn(1, 2, 5, 6)
    assert ct.allclose(F.conv2d(x, w), F.conv2d(x, w.clone()), atol=1e-6)
    w = ct.randn(30).as_strided((3, 2, 2, 2), (8, 4, 0, 1))
    assert ct.allclose(F.conv2d(x, w), F.conv2d(x, w.clone()), atol=1e-6)


@pytest.mark.isa
@pytest.mark.parametrize("groups", [1, 4])
@pytest.mark.parametrize("layout", [ct.contiguous_format, ct.channels_last])
@pytest.mark.parametrize("stride", [2**31, 2**62, 2**63 - 1])
def test_a_stride_may_be_as_large_as_a_number(stride, layout, groups) -> None:
    w = ct.randn(8, 4 // groups, 3, 3, dtype=ct.float64, requires_grad=True)
    x = ct.randn(2, 4, 9, 9, dtype=ct.float64).to(memory_format=layout)
    x.requires_grad_()
    near, far = (
        F.conv2d(x, w, stride=(s, 1), padding=1, groups=groups) for s in (99, stride)
    )
    close(far, near.detach().numpy())
    for one, other in zip(
        *(ct.autograd.grad(y.sin().sum(), (x, w)) for y in (near, far)), strict=True
    ):
        close(one, other.numpy())
    if stride == 2**31:  # pools take no more than 2**61 of them
        for pool in F.max_pool2d, F.avg_pool2d:
            assert ct.equal(*(pool(x, 3, (s, 1), padding=1) for s in (99, stride)))


# ---- lanes without results ----


def leave_in_memory(value) -> None:
    """Blocks that the allocator hands out next hold `value`, up to 2 MiB."""
    sizes = [64 * n for n in range(1, 64)]
    sizes += [(8 + n) << e for e in range(9, 18) for n in range(8)]
    blocks = [ct.full((size // 4,), value) for size in sizes]
    del blocks


CALLS_WITH_FREE_LANES = {  # vectors of results that are not all there
    "conv": lambda: F.conv2d(ct.ones(2, 64, 24, 24), ct.ones(3, 64, 3, 3)),
    "conv_back": lambda: F.conv_transpose2d(
        ct.ones(2, 64, 24, 24), ct.ones(64, 3, 3, 3)
    ),
    "conv_weight": lambda: _C._conv_weight(
        *(ct.ones(2, c, 24, 24) for c in (64, 3)),
        *([3, 3], [1, 1], [1, 1], [1, 1], 1, ct.contiguous_format),
    ),
    "matmul": lambda: ct.ones(96, 512)[:, ::2] @ ct.ones(512, 10)[::2, ::2],
    "half": lambda: ct.ones(96, 256).half() @ ct.ones(256, 5).half(),
}


@pytest.mark.isa
@pytest.mark.parametrize("name", CALLS_WITH_FREE_LANES)
def test_what_lies_in_free_lanes_takes_no_time(name) -> None:
    """Subnormal numbers, left in memory by others, are 20 times slower to multiply."""
    best = {1.0: np.inf, 1e-41: np.inf}
    for _ in range(7):
        for value in best:
            leave_in_memory(value)
            start = time.perf_counter()
            CALLS_WITH_FREE_LANES[name]()
            best[value] = min(best[value], time.perf_counter() - start)
    assert best[1e-41] < 4 * best[1.0]
