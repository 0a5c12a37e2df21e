"""Samples of what puts more around tensors, or elements side by side."""

import numpy as np
from samples import SAMPLES, Sample, real, whole

MODES = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}


def pairs(x, pad):
    """np.pad's widths."""
    pad = np.reshape(pad, (-1, 2))[::-1]
    return [(0, 0)] * (x.ndim - len(pad)) + [tuple(p) for p in pad]


def constant(x, pad, value=0):
    pad = pairs(x, pad)
    less = tuple(
        slice(max(-a, 0), n - max(-b, 0))
        for n, (a, b) in zip(x.shape, pad, strict=True)
    )
    more = [(max(a, 0), max(b, 0)) for a, b in pad]
    return np.pad(x[less], more, constant_values=value)


def edges(x, pad, mode):
    return np.pad(x, pairs(x, pad), MODES[mode])


def folded(g, pad, mode):
    """Each element of g is added to the one of the core that padding makes it of."""
    widths = pairs(g, pad)
    core = tuple(n - a - b for n, (a, b) in zip(g.shape, widths, strict=True))
    places = np.pad(np.arange(np.prod(core)).reshape(core), widths, MODES[mode])
    sums = np.zeros(np.prod(core), g.dtype)
    np.add.at(sums, places, g)
    return sums.reshape(core)


def scaled(x, p, dim, most):
    others = tuple(d for d in range(x.ndim) if d != dim)
    norm = (np.abs(x) ** p).sum(others, keepdims=True) ** (1 / p)
    return x * np.where(norm > most, most / (norm + 1e-7), 1)


def put(x, index, source, accumulate=False):
    y = x.reshape(-1).copy()
    (np.add.at if accumulate else np.put)(y, index, source)
    return y.reshape(x.shape)


TIMES = whole(4, low=0, high=3)
SAMPLES |= {
    "constant_pad_nd": [
        Sample([real(2, 3), [1, 2, 0, 1], 3], constant),
        Sample([real(2, 3), [-1, 2]], constant),
    ],
    "edge_pad": [
        Sample([real(2, 3), [2, 1, 1, 0], "reflect"], edges),
        Sample([real(2, 3), [4, 0, 0, 1], "replicate"], edges),
        Sample([real(2, 3), [3, 2, 1, 2], "circular"], edges),
    ],
    "edge_fold": [
        Sample([real(3, 6), [2, 1, 1, 0], "reflect"], folded, roundings=2),
        Sample([real(3, 7), [4, 0, 0, 1], "replicate"], folded, roundings=2),
    ],
    "repeat_places": [
        Sample([TIMES], lambda t: np.repeat(np.arange(4), t), differentiable=False),
    ],
    "repeat_interleave": [
        Sample([real(2, 3), 2], np.repeat),
        Sample([real(2, 3), 3, 1], np.repeat),
    ],
    "repeat_interleave_each": [
        Sample([real(4, 2), TIMES, 0], np.repeat),
        Sample([real(2, 2), whole(1, low=1, high=3)], np.repeat),
    ],
    "put": [
        Sample([real(2, 3), np.array([[0], [-2]]), real(2)], put),
        Sample([real(2, 3), np.array([1, 1]), real(2), True], put, roundings=2),
    ],
    "renorm": [Sample([real(3, 4, low=0.5), 2, 1, 1.0], scaled, roundings=2)],
    "column_stack": [Sample([[real(3), real(3, 2)]], np.column_stack)],
}
