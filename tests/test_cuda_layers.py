"""Layers and losses on the device `cuda` beside the CPU: both sides of what a kernel
decides by sizes (a warp or a block for a row, packs of 16 bytes, tiles, parts of sums),
odd layouts, and the ends of the range.
"""

import numpy as np
import pytest
from on_cuda import FLOATS, check, drawn

import ctensor as ct
import ctensor.nn.functional as F

pytestmark = pytest.mark.cuda
each_float = pytest.mark.parametrize("dtype", FLOATS)


# ---- norms -------------------------------------------------------------------

ROWS = [(3, 5), (9, 64), (2, 1024), (3, 1025), (2, 3000), (200, 33), (1, 1), (5, 8)]


@each_float
@pytest.mark.parametrize(("rows", "n"), ROWS)
def test_rows(rows, n, dtype) -> None:
    x, w, b = (drawn(*s, dtype=dtype, at=2) for s in ((rows, n), (n,), (n,)))
    check(lambda x, w, b: F.layer_norm(x, [n], w, b), x, w, b)
    check(lambda x: F.layer_norm(x.T.contiguous().T, [n]), x)
    check(lambda x, w: F.rms_norm(x, [n], w), x, w)
    check(lambda x: F.layer_norm(x[:, 1:], [n - 1]), x)


@pytest.mark.parametrize("size", [1.0, 1e30, 1e-30, 1e200, 1e-200])
def test_rows_far_from_one(size) -> None:
    x = drawn(3, 7, dtype="float64") * size
    check(lambda x: F.rms_norm(x, [7], eps=0.0), x, grad=False)
    if 1e-40 < size < 1e40:
        check(lambda x: F.layer_norm(x, [7], eps=0.0), x.float())
        check(lambda x: F.rms_norm(x, [7], eps=0.0), x.float())
        check(lambda x: F.group_norm(x, 1, eps=0.0), x.float())


CHANNELS = [(4, 6), (70, 6), (3, 4, 5), (2, 6, 17), (2, 4, 16, 16), (3, 2, 300)]


@each_float
@pytest.mark.parametrize("shape", [*CHANNELS, (2, 4, 9, 33), (1, 4, 128)])
def test_channels(shape, dtype) -> None:
    c = shape[1]
    x, w, b = (drawn(*s, dtype=dtype, at=2) for s in (shape, (c,), (c,)))
    var = drawn(c, dtype=dtype).abs() + 0.5
    check(lambda x, w, b: F.batch_norm(x, None, None, w, b, True), x, w, b, eps=256)
    check(lambda x: F.batch_norm(x, None, None, training=True), x, eps=256)
    check(lambda x, w, v: F.batch_norm(x, w.detach(), v.detach(), w), x, w, var)
    for groups in (1, 2, c) if x.ndim > 2 else (1,):  # of few numbers little is exact
        check(lambda x, w, b, g=groups: F.group_norm(x, g, w, b), x, w, b, eps=256)


def test_no_rows() -> None:
    check(lambda x: F.layer_norm(x, [4]), ct.zeros(0, 4))
    check(lambda x: F.layer_norm(x, [0]), ct.zeros(4, 0))
    check(lambda x: F.group_norm(x, 2), ct.zeros(0, 4, 3))


# ---- cross entropy -------------------------------------------------------------


@each_float
@pytest.mark.parametrize(
    "shape", [(5,), (4, 7), (300, 3), (9, 70), (3, 4, 5), (2, 5, 6, 7)]
)
def test_cross_entropy(shape, dtype) -> None:
    classes, rows = (
        (shape[0], ()) if len(shape) == 1 else (shape[1], shape[:1] + shape[2:])
    )
    x, weight = drawn(*shape, dtype=dtype), drawn(classes, dtype=dtype).abs()
    target = ct.tensor(np.random.default_rng(1).integers(0, classes, rows))
    for reduction in ("none", "mean", "sum"):
        for smoothing in (0.0, 0.2):
            how = {"reduction": reduction, "label_smoothing": smoothing}
            check(lambda x, t, h=how: F.cross_entropy(x, t, **h), x, target)
            check(
                lambda x, t, w, h=how: F.cross_entropy(
                    x, t, w.detach(), ignore_index=1, **h
                ),
                x, target, weight,
            )  # fmt: skip


def test_cross_entropy_of_nothing_and_of_no_class() -> None:
    check(
        lambda x, t: F.cross_entropy(x, t), ct.zeros(0, 4), ct.zeros(0, dtype=ct.int64)
    )
    with pytest.raises(IndexError, match="cross_entropy: index 7 is out of bounds"):
        F.cross_entropy(ct.zeros(2, 3).cuda(), ct.tensor([1, 7]).cuda()).item()
    assert F.cross_entropy(ct.zeros(2, 3).cuda(), ct.tensor([1, 2]).cuda()).item() > 0


# ---- windows, sizes, places -------------------------------------------------------


@each_float
def test_pools(dtype) -> None:
    for pool in (F.max_pool2d, F.avg_pool2d):
        x = drawn(2, 3, 9, 11, dtype=dtype)
        check(lambda x, p=pool: p(x, 3, 2, 1), x)
        check(lambda x, p=pool: p(x, 2), x)
        check(lambda x, p=pool: p(x.mT, (2, 3), (1, 2)), x)
        check(
            lambda x, p=pool: p(x.contiguous(memory_format=ct.channels_last), 3, 1), x
        )
    check(lambda x: F.max_pool1d(x, 3, 2, 1, 2), drawn(2, 3, 9, dtype=dtype))
    x = drawn(1, 2, 5, 6, 7, dtype=dtype)
    check(lambda x: F.max_pool3d(x, 3, 2, 1), x)
    check(lambda x: F.avg_pool3d(x, 3, 2, 1, count_include_pad=False), x)
    check(lambda x: F.avg_pool3d(x, 2, divisor_override=3), x)
    x = drawn(2, 3, 7, 10, dtype=dtype)
    for size in ((3, 4), (7, 10), (9, 3), 1):
        check(lambda x, s=size: F.adaptive_avg_pool2d(x, s), x)
        check(lambda x, s=size: F.adaptive_max_pool2d(x, s), x)
    check(lambda x: F.max_unpool2d(*F.max_pool2d(x, 2, return_indices=True), 2), x)


@pytest.mark.parametrize("dtype", ["uint8", "int16", "int32", "int64"])
def test_largest_of_integers(dtype) -> None:
    x = (drawn(2, 3, 9, 11) * 9).abs().to(getattr(ct, dtype))
    check(lambda x: F.max_pool2d(x, 3, 2, return_indices=True), x, grad=False)


def test_largest_of_nan_and_of_ties() -> None:
    x = ct.zeros(1, 1, 4, 4)
    x[0, 0, 1, 1] = float("nan")
    check(lambda x: F.max_pool2d(x, 2, 1, return_indices=True), x, grad=False)
    check(lambda x: F.max_pool2d(x, 3, 1, 1), ct.zeros(40, 3, 9, 11))


@each_float
def test_other_sizes(dtype) -> None:
    x = drawn(2, 3, 7, 10, dtype=dtype)
    for mode in ("nearest", "nearest-exact", "bilinear", "bicubic", "area"):
        for size in ((3, 4), (14, 20), (9, 3), (7, 10)):
            check(lambda x, m=mode, s=size: F.interpolate(x, s, mode=m), x)
    for how in ({"antialias": True}, {"align_corners": True}):
        check(lambda x, h=how: F.interpolate(x, (3, 14), mode="bilinear", **h), x)
    line = drawn(2, 3, 8, dtype=dtype)
    check(lambda x: F.interpolate(x, scale_factor=1.7, mode="linear"), line)
    cube = drawn(1, 2, 4, 5, 6, dtype=dtype)
    check(lambda x: F.interpolate(x, (5, 3, 9), mode="trilinear"), cube)
    check(lambda x: F.interpolate(x.mT, (9, 8), mode="bilinear"), x)


@each_float
@pytest.mark.parametrize("mode", ["reflect", "replicate", "circular"])
def test_edges(mode, dtype) -> None:
    x, cube = drawn(2, 3, 7, 10, dtype=dtype), drawn(1, 2, 4, 5, 6, dtype=dtype)
    for pad in ((3, 2, 1, 4), (0, 2, 1, 0), (0, 0, 1, 1), (0, 0, 0, 0)):
        check(lambda x, p=pad: F.pad(x, p, mode=mode), x)
        check(lambda x, p=pad: F.pad(x.mT, p, mode=mode), x)
    check(lambda x: F.pad(x, (3, 2, 1, 1, 2, 2), mode=mode), cube)
    check(lambda x: F.pad(x[0], (3, 2), mode=mode), x[:1])


@each_float
@pytest.mark.parametrize("mode", ["bilinear", "nearest", "bicubic"])
def test_places_of_a_grid(mode, dtype) -> None:
    x, cube = drawn(2, 3, 7, 10, dtype=dtype), drawn(1, 2, 4, 5, 6, dtype=dtype)
    grid = drawn(2, 5, 13, 2, dtype=dtype) * 0.8
    places = drawn(1, 3, 4, 5, 3, dtype=dtype) * 0.8
    for padding in ("zeros", "border", "reflection"):
        for corners in (False, True):
            how = (mode, padding, corners)
            check(lambda x, g, h=how: F.grid_sample(x, g, *h), x, grid, eps=256)
            if mode != "bicubic":
                check(
                    lambda x, g, h=how: F.grid_sample(x, g, *h), cube, places, eps=256
                )


# ---- convolutions ------------------------------------------------------------------

CONVS = [
    ((2, 3, 9), (4, 3, 3), {"stride": 2, "padding": 1}),
    ((2, 4, 9, 8), (6, 2, 3, 2), {"stride": (2, 3), "padding": 1, "groups": 2}),
    ((2, 4, 9, 8), (6, 4, 3, 2), {"padding": (2, 0), "dilation": (1, 2)}),
    ((1, 2, 5, 6, 7), (3, 2, 2, 3, 2), {"stride": (1, 2, 1), "padding": 1}),
    ((2, 20, 13, 11), (20, 1, 3, 3), {"padding": 1, "groups": 20}),
    ((1, 20, 13, 11), (24, 20, 3, 3), {"padding": 1}),
    ((2, 4, 9, 8), (8, 4, 1, 1), {"stride": 3}),
    ((1, 3, 30, 30), (70, 3, 3, 3), {"stride": 2}),
    ((4, 6, 20, 20), (20, 6, 3, 3), {}),
    ((2, 17, 7), (9, 17, 1), {"stride": 3, "padding": 2}),
]  # fmt: skip
CONV = {3: F.conv1d, 4: F.conv2d, 5: F.conv3d}
TURNED = {3: F.conv_transpose1d, 4: F.conv_transpose2d, 5: F.conv_transpose3d}


@each_float
@pytest.mark.parametrize(("shape", "weight", "how"), CONVS)
def test_convolutions(shape, weight, how, dtype) -> None:
    x, w = drawn(*shape, dtype=dtype), drawn(*weight, dtype=dtype, seed=1)
    call = CONV[len(shape)]
    check(
        lambda x, w, b: call(x, w, b, **how), x, w, drawn(len(w), dtype=dtype), eps=256
    )
    check(lambda x, w: call(x.flip(0), w.mT.contiguous().mT, **how), x, w, eps=256)


@each_float
@pytest.mark.parametrize(
    ("shape", "weight", "how"),
    [
        ((2, 4, 5), (4, 3, 3), {"stride": 2, "padding": 1, "output_padding": 1}),
        (
            (2, 4, 5, 4),
            (4, 3, 3, 2),
            {"stride": (2, 3), "padding": (1, 0), "groups": 2},
        ),
        ((2, 4, 5, 4), (4, 3, 3, 2), {"stride": 2, "dilation": (2, 3)}),
        ((2, 4, 5, 4), (4, 3, 2, 2), {"stride": 4}),
        ((1, 20, 9, 10), (20, 24, 4, 4), {"stride": 2, "padding": 1}),
        ((1, 2, 3, 4, 3), (2, 3, 2, 3, 2), {"stride": 2}),
    ],
)
def test_transposed_convolutions(shape, weight, how, dtype) -> None:
    x, w = drawn(*shape, dtype=dtype), drawn(*weight, dtype=dtype, seed=1)
    call, n = TURNED[len(shape)], weight[1] * how.get("groups", 1)
    check(lambda x, w, b: call(x, w, b, **how), x, w, drawn(n, dtype=dtype), eps=256)
    check(lambda x, w: call(x, w, **how), x, w, eps=256)


@pytest.mark.parametrize("dtype", ["uint8", "int8", "int32", "int64", "complex64"])
def test_convolutions_of_other_numbers(dtype) -> None:
    for shape, weight in (
        ((2, 4, 7, 6), (3, 4, 3, 2)),
        ((1, 20, 9, 10), (70, 20, 3, 2)),
    ):
        x, w = (
            (drawn(*s) * 3).round().abs().to(getattr(ct, dtype))
            for s in (shape, weight)
        )
        want = F.conv2d(x, w, padding=1)
        assert (F.conv2d(x.cuda(), w.cuda(), padding=1).cpu() == want).all()


def test_convolutions_of_channels_last() -> None:
    x, w = drawn(2, 8, 5, 6), drawn(4, 8, 3, 3)
    last = {"memory_format": ct.channels_last}
    check(lambda x, w: F.conv2d(x.contiguous(**last), w, padding=1), x, w)


# ---- attention, recurrence ---------------------------------------------------------


@each_float
@pytest.mark.parametrize(
    "sizes",
    [
        (2, 3, 3, 5, 7, 4, 6), (1, 4, 2, 40, 37, 16, 16), (1, 2, 1, 70, 130, 9, 20),
        (2, 2, 2, 33, 65, 80, 70), (1, 1, 1, 16, 16, 8, 8), (1, 1, 1, 1, 1, 1, 1),
    ],
)  # fmt: skip
def test_attention(sizes, dtype) -> None:
    b, h, g, queries, keys, e, d = sizes
    shapes = (b, h, queries, e), (b, g, keys, e), (b, g, keys, d)
    given = [drawn(*s, dtype=dtype, seed=i) for i, s in enumerate(shapes)]
    how = {"enable_gqa": h != g}
    attend = F.scaled_dot_product_attention
    check(lambda q, k, v: attend(q, k, v, **how), *given, eps=256)
    check(lambda q, k, v: attend(q, k, v, is_causal=True, **how), *given, eps=256)
    added, seen = drawn(queries, keys, dtype=dtype), drawn(queries, keys) > -0.5
    seen[0] = False  # it looks nowhere
    for mask in (added, seen):
        check(
            lambda q, k, v, m: attend(q, k, v, m.detach(), **how),
            *given, mask, eps=256,
        )  # fmt: skip


@each_float
@pytest.mark.parametrize("layer", [ct.nn.LSTM, ct.nn.GRU, ct.nn.RNN])
def test_recurrent_layers(layer, dtype) -> None:
    ct.manual_seed(0)
    model = layer(5, 7, 2, bidirectional=True).to(getattr(ct, dtype))
    names = [name for name, _ in model.named_parameters()]

    def call(x, *weights):
        given = dict(zip(names, weights, strict=True))
        return ct.func.functional_call(model.to(x.device), given, (x,))[0]

    check(call, drawn(6, 3, 5, dtype=dtype), *model.parameters(), eps=256)


# ---- views ---------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [*FLOATS, "complex64"])
def test_places_of_views(dtype) -> None:
    """Gradients of what shows a part of its base, some of it several times."""
    x = drawn(4, 6, 5, dtype=dtype)

    def check_all(call) -> None:
        check(lambda x: ct.view_as_real(call(x)) if x.is_complex() else call(x), x)

    check_all(lambda x: x[1:, ::2].mT[0])
    check_all(lambda x: x.flip(0)[..., -1])
    check_all(lambda x: x.unfold(1, 3, 1).unfold(2, 2, 2))
    check_all(lambda x: x.as_strided((3, 4, 2, 3), (5, 2, 0, 7), 3))
    check_all(lambda x: x.mT.contiguous().mT.as_strided((2, 3), (1, 1), 4))
    check_all(lambda x: x.diagonal(0, 1, 2))


# ---- bags and sequences --------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("mode", ["sum", "mean", "max"])
def test_bags(mode, dtype) -> None:
    bag = F.embedding_bag
    rng = np.random.default_rng(0)
    for rows, width, count in ((5, 3, 12), (40, 130, 300), (4, 33, 12)):
        table = drawn(rows, width, dtype=dtype)
        index = ct.tensor(rng.integers(0, rows, count))
        offsets = ct.tensor([0, 2, 2, count // 2])
        weights = drawn(count, dtype=dtype)
        for how in ({}, {"padding_idx": 1}, {"scale_grad_by_freq": True}):
            how = how | {"mode": mode}
            check(lambda t, i, o, h=how: bag(i, t, o, **h), table, index, offsets)
            check(lambda t, i, h=how: bag(i.reshape(4, -1), t, **h), table, index)
            ends = how | {"include_last_offset": True}
            check(lambda t, i, o, h=ends: bag(i, t, o, **h), table, index, offsets)
            if mode == "sum" and "scale_grad_by_freq" not in how:
                check(
                    lambda t, i, o, w, h=how: bag(i, t, o, per_sample_weights=w, **h),
                    table, index, offsets, weights,
                )  # fmt: skip


@each_float
def test_sequences(dtype) -> None:
    """Labels that repeat, that are fewer than the longest, none; steps too few."""
    rng = np.random.default_rng(0)
    sizes = (12, 4, 6, 5), (150, 3, 4, 70), (1, 2, 3, 1)
    for steps, batch, classes, longest in sizes:
        x = drawn(steps, batch, classes, dtype=dtype)
        targets = ct.tensor(rng.integers(1, classes, (batch, longest)))
        lengths = ct.tensor([steps, max(steps - 3, 0), steps, 2][:batch])
        labels = ct.tensor([longest, longest // 2, 0, longest][:batch])
        for reduction in ("none", "mean"):

            def call(x, targets, r=reduction, n=(lengths, labels)):
                lengths, labels = (t.to(x.device) for t in n)
                logs = F.log_softmax(x, -1)
                return F.ctc_loss(logs, targets, lengths, labels, 0, r, True)

            check(call, x, targets, eps=4096)
