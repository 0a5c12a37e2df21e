"""Samples of pooling, against windows gone through one by one."""

import itertools

import numpy as np
from samples import SAMPLES, Sample, real, whole


def window(n, out, i, d, kernel, stride, padding, dilation):
    """The places of window i of dim d, and how many with its padding."""
    if not kernel:
        first, end = i * n // out, -(-(i + 1) * n // out)
        return range(first, end), end - first
    first = i * stride[d] - padding[d]
    step = dilation[d] if dilation else 1
    places = [p for p in range(first, first + kernel[d] * step, step) if 0 <= p < n]
    whole = min(first + kernel[d], n + padding[d]) - first
    return places, whole


def windows(sizes, size, *lists):
    """Each place of the result, its window's places, and their number with padding."""
    for at in itertools.product(*map(range, size)):
        found = [
            window(n, out, i, d, *lists)
            for d, (n, out, i) in enumerate(zip(sizes, size, at, strict=True))
        ]
        yield at, np.ix_(*[f[0] for f in found]), int(np.prod([f[1] for f in found]))


def pool_max(x, size, kernel, stride, padding, dilation):
    dims = len(size)
    sizes = x.shape[-dims:]
    flat = np.arange(np.prod(sizes)).reshape(sizes)
    shape = (*x.shape[:-dims], *size)
    values, places = np.zeros(shape, x.dtype), np.zeros(shape, np.int64)
    for at, where, _ in windows(sizes, size, kernel, stride, padding, dilation):
        found = x[(..., *where)].reshape(*x.shape[:-dims], -1)
        best = found.argmax(-1)
        values[(..., *at)] = found.max(-1)
        places[(..., *at)] = flat[where].reshape(-1)[best]
    return values, places


def pool_mean(x, size, kernel, stride, padding, count_include_pad, divisor):
    dims = len(size)
    y = np.zeros((*x.shape[:-dims], *size), x.dtype)
    lists = (kernel, stride, padding, None)
    for at, where, all_places in windows(x.shape[-dims:], size, *lists):
        found = x[(..., *where)].reshape(*x.shape[:-dims], -1)
        count = all_places if count_include_pad else found.shape[-1]
        y[(..., *at)] = found.sum(-1) / (divisor or count)
    return y


def pool_spread(g, size, kernel, stride, padding, count_include_pad, divisor):
    dims = len(size)
    x = np.zeros((*g.shape[:-dims], *size), g.dtype)
    lists = (kernel, stride, padding, None)
    for at, where, all_places in windows(size, g.shape[-dims:], *lists):
        part = x[(..., *where)]
        count = all_places if count_include_pad else np.prod(part.shape[-dims:])
        share = g[(..., *at)] / (divisor or count)
        x[(..., *where)] += share.reshape(*share.shape, *[1] * dims)
    return x


def scatter(x, places, size):
    dims = len(size)
    flat = np.zeros((*x.shape[:-dims], int(np.prod(size))), x.dtype)
    lead = np.indices(x.shape[:-dims]).reshape(x.ndim - dims, -1, 1)
    rows = places.reshape(lead.shape[1], -1)
    np.add.at(flat, (*lead, rows), x.reshape(rows.shape))
    return flat.reshape(*x.shape[:-dims], *size)


def gather(x, places, dims):
    flat = x.reshape(*x.shape[:-dims], -1)
    rows = places.reshape(*x.shape[:-dims], -1)
    return np.take_along_axis(flat, rows, -1).reshape(places.shape)


PLACES = whole(2, 2, 3, low=0, high=8)
SAMPLES |= {
    "pool_max": [
        Sample([real(2, 3, 7), [4], [3], [2], [1], [1]], pool_max),
        Sample([real(2, 5, 4), [3, 2], [2, 2], [2, 1], [1, 0], [1, 2]], pool_max),
        Sample([real(1, 2, 3, 2, 4), [2, 2, 3], [], [], [], []], pool_max),
    ],
    "pool_scatter": [
        Sample([real(2, 2, 3), PLACES, [2, 4]], scatter, roundings=3),
    ],
    "pool_gather": [Sample([real(2, 2, 4), PLACES, 2], gather)],
    "pool_mean": [
        Sample([real(2, 3, 7), [4], [3], [2], [1], True, 0], pool_mean),
        Sample([real(2, 5, 4), [3, 3], [2, 2], [2, 1], [1, 0], False, 0], pool_mean),
        Sample([real(2, 3, 4), [2, 2], [2, 3], [1, 1], [0, 0], True, 5], pool_mean),
        Sample([real(1, 5, 4), [3, 3], [], [], [], True, 0], pool_mean),
    ],
    "pool_spread": [
        Sample([real(2, 3, 4), [7], [3], [2], [1], True, 0], pool_spread),
        Sample([real(2, 3, 3), [5, 4], [2, 2], [2, 1], [1, 0], False, 0], pool_spread),
        Sample([real(1, 3, 3), [5, 4], [], [], [], True, 0], pool_spread),
    ],
}
