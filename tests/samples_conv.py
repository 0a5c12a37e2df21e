"""Samples of convolutions, against sums written out place by place."""

import itertools

import numpy as np
from samples import SAMPLES, Sample, real

import ctensor as ct


def listed(value, dims):
    return list(value) if isinstance(value, (list, tuple)) else [value] * dims


def triples(in_size, out_size, kernel, stride, pad, dilation):
    """The places of input, result and window that meet, as slices of the first two."""
    for at in itertools.product(*map(range, kernel)):
        ins, outs = [], []
        for d, k in enumerate(at):
            first = k * dilation[d] - pad[d]
            o = np.arange(out_size[d])
            i = o * stride[d] + first
            fits = (i >= 0) & (i < in_size[d])
            ins.append(i[fits])
            outs.append(o[fits])
        yield at, np.ix_(*ins), np.ix_(*outs)


def each_group(groups, channels, filters):
    for g in range(groups):
        c, f = channels // groups, filters // groups
        yield slice(g * c, g * c + c), slice(g * f, g * f + f)


def conv(x, w, bias, stride, padding, dilation, groups):
    dims = x.ndim - 2
    kernel = w.shape[2:]
    size = [
        (n + 2 * p - d * (k - 1) - 1) // s + 1
        for n, p, d, k, s in zip(
            x.shape[2:], padding, dilation, kernel, stride, strict=True
        )
    ]
    y = np.zeros((len(x), len(w), *size), x.dtype)
    for cs, fs in each_group(groups, x.shape[1], len(w)):
        for at, i, o in triples(x.shape[2:], size, kernel, stride, padding, dilation):
            part = np.einsum("nc...,fc->nf...", x[:, cs][(..., *i)], w[fs][(..., *at)])
            y[:, fs][(..., *o)] += part
    return y if bias is None else y + bias.reshape(-1, *[1] * dims)


def conv_back(y, w, bias, size, stride, padding, dilation, groups):
    channels = w.shape[1] * groups
    x = np.zeros((len(y), channels, *size), y.dtype)
    for cs, fs in each_group(groups, channels, len(w)):
        places = triples(size, y.shape[2:], w.shape[2:], stride, padding, dilation)
        for at, i, o in places:
            part = np.einsum("nf...,fc->nc...", y[:, fs][(..., *o)], w[fs][(..., *at)])
            x[:, cs][(..., *i)] += part
    return x if bias is None else x + bias.reshape(-1, *[1] * len(size))


def conv_weight(x, y, size, stride, padding, dilation, groups, like):
    w = np.zeros((y.shape[1], x.shape[1] // groups, *size), x.dtype)
    for cs, fs in each_group(groups, x.shape[1], y.shape[1]):
        for at, i, o in triples(
            x.shape[2:], y.shape[2:], size, stride, padding, dilation
        ):
            parts = [
                t.reshape(*t.shape[:2], -1)
                for t in (x[:, cs][(..., *i)], y[:, fs][(..., *o)])
            ]
            w[fs][(..., *at)] += np.einsum("ncp,nfp->fc", *parts)
    return w


def of(dims):
    """The function that programs call, of so many dims."""

    def call(x, w, bias=None, stride=1, padding=0, dilation=1, groups=1):
        alone = x.ndim == dims + 1
        x = x[None] if alone else x
        stride, dilation = listed(stride, dims), listed(dilation, dims)
        if padding == "same":
            spans = [d * (k - 1) for d, k in zip(dilation, w.shape[2:], strict=True)]
            x = np.pad(x, [(0, 0)] * 2 + [(n // 2, n - n // 2) for n in spans])
        pads = listed(0 if isinstance(padding, str) else padding, dims)
        y = conv(x, w, bias, stride, pads, dilation, groups)
        return y[0] if alone else y

    return call


def transposed(dims):
    def call(
        x, w, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1
    ):
        lists = [listed(v, dims) for v in (stride, padding, dilation, output_padding)]
        size = [
            (n - 1) * s - 2 * p + d * (k - 1) + more + 1
            for n, k, s, p, d, more in zip(
                x.shape[2:], w.shape[2:], *lists, strict=True
            )
        ]
        return conv_back(x, w, bias, size, *lists[:3], groups)

    return call


def by_dims(x, w, bias, stride, padding, dilation, turned, more, groups):
    dims = w.ndim - 2
    if turned:
        return transposed(dims)(x, w, bias, stride, padding, more, groups, dilation)
    return of(dims)(x, w, bias, stride, padding, dilation, groups)


ROWS = ct.contiguous_format
SAMPLES |= {
    "conv": [
        Sample([real(2, 3, 5), real(4, 3, 2), real(4), [2], [1], [1], 1], conv),
        Sample(
            [real(2, 4, 5, 6), real(6, 2, 3, 2), None, [1, 2], [1, 0], [2, 1], 2], conv
        ),
        Sample(
            [
                *(real(1, 2, 3, 4, 3), real(2, 1, 2, 2, 1), real(2)),
                *([1, 1, 2], [0, 1, 0], [1, 1, 1], 2),
            ],
            conv,
        ),
    ],
    "conv_back": [
        Sample(
            [real(2, 3, 3), real(3, 2, 2), real(2), [6], [2], [0], [1], 1], conv_back
        ),
        Sample(
            [
                *(real(2, 4, 3, 4), real(4, 1, 3, 2), None),
                *([5, 8], [2, 2], [1, 0], [1, 1], 2),
            ],
            conv_back,
        ),
    ],
    "conv_weight": [
        Sample(
            [real(2, 3, 6), real(2, 4, 3), [2], [2], [0], [1], 1, ROWS],
            conv_weight,
        ),
        Sample(
            [
                *(real(2, 4, 5, 4), real(2, 2, 3, 4), [3, 2]),
                *([2, 1], [1, 1], [1, 2], 2, ROWS),
            ],
            conv_weight,
        ),
    ],
    "conv1d": [
        Sample([real(2, 3, 5), real(4, 3, 2), real(4), 2, 1], of(1)),
        Sample([real(3, 5), real(2, 3, 2)], of(1)),
    ],
    "conv1d_fit": [
        Sample([real(2, 2, 5), real(3, 2, 4), None, 1, "same"], of(1)),
        Sample([real(2, 2, 5), real(3, 2, 2), real(3), 2, "valid"], of(1)),
    ],
    "conv2d": [
        Sample([real(2, 4, 4, 5), real(2, 2, 3, 2), real(2), 1, [0, 1], 1, 2], of(2)),
        Sample([real(2, 4, 4), real(3, 2, 2, 2), None, [2, 1]], of(2)),
    ],
    "conv2d_fit": [
        Sample([real(1, 2, 4, 5), real(3, 2, 2, 3), None, 1, "same", 2], of(2))
    ],
    "conv3d": [Sample([real(1, 2, 3, 3, 4), real(2, 2, 2, 2, 2), real(2)], of(3))],
    "conv3d_fit": [
        Sample([real(1, 1, 3, 2, 4), real(2, 1, 2, 1, 3), None, 1, "same"], of(3))
    ],
    "conv_transpose1d": [
        Sample([real(2, 3, 4), real(3, 2, 3), real(2), 2, 1, 1], transposed(1)),
    ],
    "conv_transpose2d": [
        Sample(
            [real(2, 4, 3, 2), real(4, 1, 2, 3), real(2), [1, 2], 0, 0, 2],
            transposed(2),
        ),
        Sample(
            [real(1, 1, 2, 3), real(1, 2, 2, 2), None, 1, 0, [1, 0], 1, [2, 1]],
            transposed(2),
        ),
    ],
    "conv_transpose3d": [
        Sample([real(1, 2, 2, 2, 2), real(2, 1, 1, 2, 2), real(1), 2], transposed(3)),
    ],
    "convolution": [
        Sample(
            [real(2, 2, 5), real(3, 2, 2), real(3), [1], [1], [1], False, [0], 1],
            by_dims,
        ),
        Sample(
            [
                *(real(2, 2, 3, 3), real(2, 1, 2, 2), None),
                *(2, 0, 1, True, 1, 2),
            ],
            by_dims,
        ),
    ],
}
