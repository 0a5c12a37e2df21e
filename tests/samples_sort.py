"""Samples of the rows about order: see samples.py."""

import numpy as np
from samples import SAMPLES, Derived, Sample, real, whole


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


def counted(x, bins=100, low=0, high=0):
    """How many elements lie in each interval."""
    ends = (low, high) if low != high else None
    return np.histogram(x, bins, ends)[0]


def consecutive(x):
    """The first of each run of equal elements."""
    return x[np.r_[True, x[1:] != x[:-1]]]


def shared(function):
    """A quantile of NumPy's, of a row's arguments."""

    def apply(x, q, dim=None, keepdim=False, interpolation="linear"):
        return function(x, q, dim, keepdims=keepdim, method=interpolation)

    return apply


def first_places(x, dim, consecutive, inverse):
    """Where values occur first, which of them each is, and how often."""
    if consecutive:
        at = np.flatnonzero(np.diff(x, prepend=x[0] - 1))
        run = np.cumsum(np.isin(np.arange(x.size), at)) - 1
        return at, run, np.bincount(run)
    found = np.unique(x, True, True, True, axis=dim)
    which = found[2].reshape(x.shape if dim is None else -1)
    return found[1], which if inverse else np.empty(0), found[3]


_row = real(9, low=-4, high=4)


def _quantiles(function):
    return [
        Sample([real(3, 4), 0.3], shared(function)),
        Sample([real(3, 4, 2), 0.75, 1, True], shared(function)),
        Sample([real(4, 9), np.array([0.125, 0.5, 0.875]), 0], shared(function)),
        Sample([real(9), 0.5, 0, False], shared(function)),
    ]


SAMPLES |= {
    "searchsorted": [
        Sample([Derived(_row, np.sort), real(3, 4, high=5)], np.searchsorted),
        Sample(
            [np.arange(9)[::-1].copy(), real(3, 4, high=9)],
            lambda a, v, side, sorter: np.searchsorted(a, v, side, sorter=sorter),
            keywords={"side": "right", "sorter": np.arange(9)[::-1].copy()},
        ),
    ],
    "bucketize": [
        Sample(
            [real(3, 4), Derived(_row, np.sort)],
            lambda x, bins: np.searchsorted(bins, x),
        )
    ],
    "isin": [
        Sample([real(3, 40), whole(5)], np.isin),
        Sample([whole(3, 4), real(5)], lambda x, y: np.isin(x, y)),
    ],
    "bincount": [
        Sample([whole(20, low=0, high=9)], np.bincount),
        Sample([whole(20, low=0, high=9), real(20), 12], np.bincount),
    ],
    "histc": [
        Sample([real(50), 7, -1, 1.5], counted),
        Sample([real(5, 9), 4], counted),
    ],
    "quantile": _quantiles(np.quantile),
    "nanquantile": _quantiles(np.nanquantile),
    "unique_places": [
        Sample([real(12), None, False, True], first_places),
        Sample([whole(60, low=0, high=9), None, False, False], first_places),
        Sample([whole(9, 2, low=0, high=2), 0, False, True], first_places),
        Sample([whole(60, low=0, high=2), None, True, True], first_places),
    ],
    "distinct": [
        Sample([whole(60, low=0, high=2)], consecutive),
        Sample([real(9)], consecutive),
        Sample([real(1)], consecutive),
    ],
    "unique": [
        Sample([whole(60, low=0, high=9)], lambda x: np.unique(x)),
        Sample(
            [whole(60, low=0, high=9), True, True, True],
            lambda x, s, i, c: np.unique(x, return_inverse=i, return_counts=c),
        ),
        Sample([real(2, 9)], lambda x: np.unique(x)),
    ],
    "unique_consecutive": [Sample([real(9)], consecutive)],
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

SAMPLES["counts_between"] = [
    Sample(
        [real(20), np.linspace(0, 2, 5)],
        lambda x, edges: np.histogram(x, edges)[0],
        differentiable=False,
    ),
]
