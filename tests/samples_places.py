"""Samples of what folds at places that indices name."""

import numpy as np
from samples import SAMPLES, Sample, real, whole

FOLDS = {
    "sum": (0, np.add),
    "prod": (1, np.multiply),
    "mean": (0, np.add),
    "amax": (-np.inf, np.maximum),
    "amin": (np.inf, np.minimum),
}


def folded(x, dim, index, src, reduce, include_self=True):
    """The fold of src at the places of index, one after the other."""
    start, fold = FOLDS[reduce]
    y, count = x.copy(), np.full(x.shape, int(include_self))
    for at in np.ndindex(index.shape):
        place = (*at[:dim], index[at], *at[dim + 1 :])
        here = y[place] if count[place] else start
        y[place] = (
            fold(here, src[at]) if np.isfinite(start) or count[place] else src[at]
        )
        count[place] += 1
    if reduce == "mean":
        count = np.maximum(count, 1)
        y = y // count if y.dtype.kind in "iu" else y / count
    return y


def scatter_fold(reduce):
    return lambda x, dim, index, src: folded(x, dim, index, src, reduce)


def slices_folded(x, dim, index, source, reduce, include_self=True):
    shape = [-1 if d == dim else 1 for d in range(x.ndim)]
    index = np.broadcast_to(index.reshape(shape), source.shape)
    return folded(x, dim, index, source, reduce, include_self)


def scattered(reduce, **keywords):
    index = whole(3, 4, low=0, high=3)
    arguments = [real(3, 4), 0, index, real(3, 5), reduce]
    return Sample(arguments, folded, keywords=keywords, roundings=3)


def reduced(reduce, dim, **keywords):
    index, source = whole(4, low=0, high=3), (real(4, 3), real(2, 4))[dim]
    arguments = [(real(3, 3), real(2, 3))[dim], dim, index, source, reduce]
    return Sample(arguments, slices_folded, keywords=keywords, roundings=3)


EACH = [real(2, 4), 1, whole(2, 3, low=0, high=4), real(2, 3)]

SAMPLES |= {
    "scatter_prod": [
        Sample(EACH, scatter_fold("prod")),
        Sample([real(3), 0, whole(1, low=0, high=3), real(1)], scatter_fold("prod")),
    ],
    "scatter_amax": [Sample(EACH, scatter_fold("amax"))],
    "scatter_amin": [Sample(EACH, scatter_fold("amin"))],
    "scatter_reduce": [
        scattered("sum"),
        scattered("mean"),
        scattered("prod", include_self=False),
        scattered("amax", include_self=False),
        scattered("mean", include_self=False),
    ],
    "index_reduce": [
        reduced("prod", 0),
        reduced("mean", 1, include_self=False),
        reduced("amin", 0),
    ],
}
