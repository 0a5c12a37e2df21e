"""Samples of the rows about order: see samples.py."""

import numpy as np
from samples import SAMPLES, Sample, real, whole


def ordered(x, dim=-1, descending=False):
    """Values and places in order, equal ones as they stand."""
    if x.ndim == 0:
        return x, np.int64(0)
    if not descending:
        places = np.argsort(x, dim, kind="stable")
    else:
        back = np.argsort(np.flip(x, dim), dim, kind="stable")
        places = np.flip(x.shape[dim] - 1 - back, dim)
    return np.take_along_axis(x, places, dim), places


def first_of(x, k, dim=-1, largest=True):
    """The first k in order."""
    return tuple(
        np.take(a, range(k), dim) if x.ndim else a for a in ordered(x, dim, largest)
    )


def middle_of(x, dim=None, keepdim=False):
    """The lower middle, of one dim with its place."""
    if dim is None:
        return np.sort(x.reshape(-1))[(x.size - 1) // 2]
    at = [(x.shape[dim] - 1) // 2]
    found = [np.take(a, at, dim) for a in ordered(x, dim)]
    return tuple(found if keepdim else [a.squeeze(dim) for a in found])


def most_frequent(x, dim=-1, keepdim=False):
    """The smallest of the most frequent values and its last place."""

    def mode(row):
        values, counts = np.unique(row, return_counts=True)
        return values[counts.argmax()]

    values = np.apply_along_axis(mode, dim, x)
    rows = np.moveaxis(x, dim, -1) == values[..., None]
    places = x.shape[dim] - 1 - rows[..., ::-1].argmax(-1)
    if keepdim:
        return np.expand_dims(values, dim), np.expand_dims(places, dim)
    return values, places


SAMPLES |= {
    "sort": [
        Sample([real(3, 5)], ordered),
        Sample([real(3, 5, 2), 1, True], ordered),
        Sample([whole(60, low=0, high=4)], ordered),
        Sample([real()], ordered),
        Sample([real(3, 0)], ordered, differentiable=False),
    ],
    "argsort": [
        Sample([real(3, 5)], lambda x: ordered(x)[1]),
        Sample([real(3, 5), 0, True], lambda x, d, r: ordered(x, d, r)[1]),
    ],
    "msort": [Sample([real(5, 3)], lambda x: np.sort(x, 0))],
    "sort_values": [Sample([real(3, 5), 0], np.sort)],
    "topk": [
        Sample([real(3, 5), 2], first_of),
        Sample([real(5, 3), 4, 0, False], first_of),
        Sample([whole(60, low=0, high=9), 7], first_of),
    ],
    "median": [Sample([real(3, 4)], middle_of), Sample([real(61)], middle_of)],
    "median_dim": [
        Sample([real(3, 4), 1], middle_of),
        Sample([real(3, 4), 0, True], middle_of),
    ],
    "nanmedian": [Sample([real(3, 4)], middle_of)],
    "nanmedian_dim": [Sample([real(3, 4, 2), 1], middle_of)],
    "mode": [
        Sample([whole(4, 9, low=0, high=4)], most_frequent),
        Sample([real(4, 5), 0, True], most_frequent),
    ],
}
