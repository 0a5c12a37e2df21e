"""Sets: NumPy finds the places of their elements, our gather takes them.

The gradient of an element goes to the place it was taken from, the first of equal ones.
"""

from __future__ import annotations

import numpy as np

import ctensor as ct
from ctensor._numpy._convert import as_tensor, axis_of, promote_arrays
from ctensor._numpy._registry import at_stake, implements, view
from ctensor._numpy.joining import concatenate

RESULTS = {
    name: type(getattr(np, name)(np.zeros(1)))
    for name in ("unique_all", "unique_counts", "unique_inverse")
}


def taken(a, places):
    """Elements of a, flattened, at places (an ndarray)."""
    return a.reshape(-1)[ct.from_numpy(np.ascontiguousarray(places))]


@implements(np.unique, only_gradient=True)
def unique(
    ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *,
    equal_nan=True, **kwargs,
):  # fmt: skip
    if not at_stake(ar):
        return NotImplemented
    ar = as_tensor(ar)
    found = np.unique(view(ar), True, True, True, axis, equal_nan=equal_nan, **kwargs)
    if axis is None:
        values = taken(ar, found[1])
    else:
        places = ct.from_numpy(np.ascontiguousarray(found[1]))
        values = ar.index_select(axis_of(axis, ar.ndim), places)
    wanted = (return_index, return_inverse, return_counts)
    rest = [ct.asarray(x) for x, want in zip(found[1:], wanted, strict=True) if want]
    return (values, *rest) if rest else values


def with_places(name, x, places, found):
    """What a function of the array API gives, its values gathered from x."""
    rest = [ct.asarray(part) for part in found[1:]]
    return RESULTS[name](taken(x, places), *rest)


def first_places(x, values):
    """Where each of distinct values stands first; each NaN has a place of its own."""
    ordered, places = np.unique(view(x), return_index=True, equal_nan=False)
    found = np.searchsorted(ordered, values)
    unknown = np.isnan(values)
    found[unknown] = np.flatnonzero(np.isnan(ordered))[: unknown.sum()]
    return places[found]


@implements("unique_all", only_gradient=True)
def unique_all(x):
    found = np.unique_all(view(x))
    return with_places("unique_all", x, found.indices, found)


@implements("unique_counts", only_gradient=True)
def unique_counts(x):
    found = np.unique_counts(view(x))
    return with_places("unique_counts", x, first_places(x, found.values), found)


@implements("unique_inverse", only_gradient=True)
def unique_inverse(x):
    found = np.unique_inverse(view(x))
    return with_places("unique_inverse", x, first_places(x, found.values), found)


@implements("unique_values", only_gradient=True)
def unique_values(x):
    return taken(x, first_places(x, np.unique_values(view(x))))


@implements(np.union1d, only_gradient=True)
def union1d(ar1, ar2):
    joined = concatenate([as_tensor(ar1), as_tensor(ar2)], axis=None)
    return taken(joined, np.unique(view(joined), return_index=True)[1])


@implements(np.intersect1d, only_gradient=True)
def intersect1d(ar1, ar2, assume_unique=False, return_indices=False):
    ar1, ar2 = promote_arrays(ar1, ar2)
    found = np.intersect1d(view(ar1), view(ar2), assume_unique, True)
    values = taken(ar1, found[1])
    return (values, *map(ct.asarray, found[1:])) if return_indices else values


@implements(np.setdiff1d, only_gradient=True)
def setdiff1d(ar1, ar2, assume_unique=False):
    ar1, ar2 = as_tensor(ar1), as_tensor(ar2)
    flat = view(ar1).ravel()
    if assume_unique:
        places = np.arange(flat.size)
    else:
        places = np.unique(flat, return_index=True)[1]
    return taken(ar1, places[np.isin(flat[places], view(ar2), invert=True)])


@implements(np.setxor1d, only_gradient=True)
def setxor1d(ar1, ar2, assume_unique=False):
    ar1, ar2 = promote_arrays(ar1, ar2)
    sizes = [np.arange(x.numel()) for x in (ar1, ar2)]
    if not assume_unique:
        sizes = [np.unique(view(x), return_index=True)[1] for x in (ar1, ar2)]
    joined = ct.cat(
        [taken(x, places) for x, places in zip((ar1, ar2), sizes, strict=True)]
    )
    order = np.argsort(view(joined), kind="stable")
    values = view(joined)[order]
    new = np.concatenate(([True], values[1:] != values[:-1], [True]))
    return taken(joined, order[new[1:] & new[:-1]])
