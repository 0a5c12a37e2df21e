"""Histograms: what falls into a bin is a matter of places, which have no gradient.

Sums of weights have one, and so have the edges of bins between the smallest and the
largest element, and densities for both.
"""

from __future__ import annotations

import numpy as np

import ctensor as ct
from ctensor._numpy._convert import as_tensor, inexact
from ctensor._numpy._registry import arrays, at_stake, implements, view
from ctensor._numpy.grids import linspace


def is_left(bins, *others):
    """Is it NumPy's to compute? Not where its result may be the Tensor of edges."""
    return not (isinstance(bins, (ct.Tensor, list, tuple)) or at_stake(bins, others))


def is_number_of_bins(bins):
    """Or a name of a rule for one; else the edges, or something for each axis."""
    return isinstance(bins, str) or np.ndim(bins) == 0


def edges_of(a, bins, limits, values):
    """The edges that are given, or even ones, which NumPy has found to be `values`."""
    if not is_number_of_bins(bins):
        return as_tensor(bins)
    if limits is not None:
        low, high = (as_tensor(limit) for limit in limits)
    elif a.numel() == 0:
        low, high = as_tensor(0.0), as_tensor(1.0)
    else:
        low, high = a.min(), a.max()
    low, high = inexact(low), inexact(high)
    if bool(low == high):
        low, high = low - 0.5, high + 0.5
    return linspace(low, high, len(values), dtype=values.dtype)


@implements(np.histogram_bin_edges)
def histogram_bin_edges(a, bins=10, range=None, weights=None):
    if is_left(bins, a, range, weights):
        return NotImplemented
    a = as_tensor(a)
    found = np.histogram_bin_edges(
        view(a), arrays(bins), arrays(range), arrays(weights)
    )
    return edges_of(a, bins, range, found)


def bins_at(x, edges):
    """The bin of each element of x, an ndarray; -1 of what is in none."""
    n = len(edges) - 1
    found = np.searchsorted(edges, x, "right") - 1
    found[x == edges[-1]] = n - 1
    found[(found >= n) | np.isnan(x)] = -1
    return found


def sums_at(bins, weights, n):
    """The weights' sums in each of n bins."""
    inside = ct.from_numpy(np.flatnonzero(bins >= 0))
    places = ct.from_numpy(bins)[inside]
    weights = as_tensor(weights).reshape(-1)
    return ct.zeros(n, dtype=weights.dtype).index_add(0, places, weights[inside])


@implements(np.histogram)
def histogram(a, bins=10, range=None, density=None, weights=None):
    if is_left(bins, a, range, weights):
        return NotImplemented
    a = as_tensor(a)
    counts, values = np.histogram(view(a), arrays(bins), arrays(range))
    edges = edges_of(a, bins, range, values)
    sums = ct.asarray(counts)
    if weights is not None:
        weights = as_tensor(weights)
        if weights.shape != a.shape:
            raise ValueError("weights should have the same shape as a.")
        sums = sums_at(bins_at(view(a).ravel(), values), weights, len(counts))
    if not density:
        return sums, edges
    return sums / np.diff(edges).to(ct.float64) / sums.sum(), edges


@implements(np.histogramdd)
def histogramdd(sample, bins=10, range=None, density=None, weights=None):
    if is_left(bins, sample, range, weights):
        return NotImplemented
    if isinstance(sample, ct.Tensor):
        columns = list(sample.unbind(1)) if sample.ndim == 2 else [sample.reshape(-1)]
    else:
        columns = [as_tensor(column) for column in sample]
    plain = [view(column) for column in columns]
    counts, values = np.histogramdd(plain, arrays(bins), arrays(range))
    single = not isinstance(bins, (list, tuple)) and np.ndim(bins) == 0
    each = [bins] * len(columns) if single else bins
    limits = [None] * len(columns) if range is None else range
    edges = tuple(map(edges_of, columns, each, limits, values))
    sums = ct.asarray(counts)
    if weights is not None:
        places = [bins_at(x, edge) for x, edge in zip(plain, values, strict=True)]
        inside = np.all([place >= 0 for place in places], axis=0)
        flat = np.ravel_multi_index(
            [np.maximum(place, 0) for place in places], counts.shape
        )
        weights = inexact(as_tensor(weights))
        if weights.dtype.is_complex:
            raise TypeError(f"histogramdd: expected real weights, got {weights.dtype}")
        weights = weights.to(ct.float64)
        sums = sums_at(np.where(inside, flat, -1), weights, counts.size)
        sums = sums.reshape(counts.shape)
    if not density:
        return sums, edges
    result = sums / sums.sum()
    for axis, edge in enumerate(edges):
        width = np.diff(edge).to(ct.float64)
        result = result / width.reshape([-1 if d == axis else 1 for d in axes_of(sums)])
    return result, edges


def axes_of(t):
    """The numbers of its axes, `range` being a parameter of NumPy's here."""
    return range(t.ndim)


@implements(np.histogram2d)
def histogram2d(x, y, bins=10, range=None, density=None, weights=None):
    if len(x) != len(y):
        raise ValueError("x and y must have the same length.")
    if is_left(bins, x, y, range, weights):
        return NotImplemented
    if hasattr(bins, "__len__") and len(bins) not in (1, 2):
        bins = [bins, bins]
    sums, edges = histogramdd([x, y], bins, range, density, weights)
    return sums, edges[0], edges[1]


@implements(np.bincount, only_gradient=True)
def bincount(x, /, weights=None, minlength=0):
    if weights is None:
        return NotImplemented
    x = as_tensor(x).to(ct.int64)
    n = max(int(x.max()) + 1 if x.numel() else 0, minlength)
    start = ct.zeros(n, dtype=ct.float64)
    return start.index_add(0, x, as_tensor(weights).to(ct.float64))
