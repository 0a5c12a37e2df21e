"""More calls of NumPy's functions: sets, histograms, polynomials' roots, padding,
methods of ufuncs, and arguments that are rarely given. CALLS has them all.
"""

from __future__ import annotations

import numpy as np
from numpy_calls import CALLS, M, S, T, V, add, holes, spd

__all__ = ["CALLS"]

# ---- sets --------------------------------------------------------------------
add(
    "unique",
    lambda f, x: f(x, axis=0),
    lambda f, x: f(np.concatenate([x, x]), axis=0, return_inverse=True),
    lambda f, x: f(x, True, True, True, 1),
    complex=True,
)
for name in ("unique_all", "unique_counts", "unique_inverse", "unique_values"):
    add(name, lambda f, x: f(x), lambda f, x: f(np.concatenate([x, x[:1]])))
for name in ("union1d", "intersect1d", "setdiff1d", "setxor1d"):
    add(
        name,
        lambda f, x, y: f(x, y),
        lambda f, x, y: f(np.concatenate([x, x[:2]]), np.concatenate([y, x[1:3]])),
        lambda f, x, y: f(np.reshape(x, (2, 2)), [0.5, x[0]]),
        shapes=(V, (3,)),
        complex=True,
    )
for name in ("intersect1d", "setdiff1d", "setxor1d"):
    add(
        name,
        lambda f, x, y: f(x, np.concatenate([x[1:3], y]), assume_unique=True),
        shapes=(V, (3,)),
    )
add(
    "intersect1d",
    lambda f, x: f(x, x[::-1][:3], return_indices=True),
    shapes=(V,),
)

# ---- histograms --------------------------------------------------------------
EDGES = np.array([0.1, 0.45, 0.55, 0.8])
add(
    "histogram_bin_edges",
    lambda f, x: f(x),
    lambda f, x: f(x, 4, (0, 1)),
    lambda f, x: f(x, "sturges"),
    lambda f, x: f(x, EDGES),
    lambda f, x: f(x, 3, (x[0, 0] - 1, 2.0)),
    lambda f, x: f(x[:0], 2),
)
add(
    "histogram",
    lambda f, x, w: f(x, 4),
    lambda f, x, w: f(x, EDGES),
    lambda f, x, w: f(x, EDGES, density=True),
    lambda f, x, w: f(x, 3, (0, 1), weights=w),
    lambda f, x, w: f(x, EDGES, weights=w, density=True),
    lambda f, x, w: f(
        np.array([0.3, 0.5, 0.8, 0.81]), np.sort(w[0]), weights=np.ones(4)
    ),
    shapes=(M, M),
)
add("histogram", lambda f, w: f([0.2, 0.5, 0.6], 2, (0, 1), None, w), shapes=((3,),))
add(
    "histogram",
    lambda f, w: f(np.array([0.2, 0.5, 0.6]), 2, weights=w),
    shapes=((3,),),
    complex=True,
)
add(
    "histogram2d",
    lambda f, x, y, w: f(x, y, 2),
    lambda f, x, y, w: f(x, y, [2, 3], [[0, 1], [0, 1]], weights=w),
    lambda f, x, y, w: f(x, y, EDGES, weights=w),
    lambda f, x, y, w: f(x, y, [EDGES, 2], density=True, weights=w),
    shapes=((5,), (5,), (5,)),
)
add(
    "histogramdd",
    lambda f, x, w: f(x, 2),
    lambda f, x, w: f(x, (2, 3, EDGES), weights=w),
    lambda f, x, w: f([x[:, 0], x[:, 1]], [EDGES, EDGES], density=True, weights=w),
    lambda f, x, w: f(x[:, 0], [EDGES]),
    shapes=((5, 3), (5,)),
)

# ---- polynomials, grids, functions that may be complex -----------------------
add(
    "polydiv",
    lambda f, p, q: f(p, q),
    lambda f, p, q: f(q, p),
    lambda f, p, q: f(p, q[0]),
    lambda f, p, q: f(np.polymul(p, q), q),
    shapes=((5,), (3,)),
    complex=True,
)
add("poly", lambda f, x: f(x), shapes=(V,), complex=True)
add("poly", lambda f, x: f(spd(x)), shapes=(S,))
add(
    "poly",
    lambda f, x: f(np.stack([x[0] + 1j * x[1], x[0] - 1j * x[1], x[2]])),
    shapes=((3,),),
)
add(
    "roots",
    lambda f, x: np.sort(abs(f(np.concatenate([x * 0, x, x[:1] * 0])))),
    shapes=(V,),
)
add("roots", lambda f, x: f(np.poly(x)), shapes=((3,),))
add(
    "logspace",
    lambda f, x: f(x[0], x[1], 4),
    lambda f, x: f(x[0], 2.0, 5, endpoint=False, base=2.0),
    lambda f, x: f(0.1, x, 3, axis=-1),
    lambda f, x: f(x[0], x[1], 3, base=x[0] + 1),
    lambda f, x: f(x[0, 0], 1, 0),
    complex=True,
)
add(
    "geomspace",
    lambda f, x: f(x[0], x[1], 4),
    lambda f, x: f(-x[0], -2.0, 5, endpoint=False),
    lambda f, x: f(x, 1, num=3, axis=-1),
    lambda f, x: f(x, 1, 1),
    lambda f, x: f(0.5, x[0, 0], 0),
    complex=True,
)
add("angle", lambda f, x: f(x), lambda f, x: f(x, deg=True), complex=True)
add("angle", lambda f, x: f(np.subtract(x, 0.5)))
for name in ("sqrt", "log", "log2", "log10", "arccos", "arcsin", "arctanh"):
    add(f"emath.{name}", lambda f, x: f(x), complex=True)
    add(f"emath.{name}", lambda f, x: f(np.subtract(x * 3, 2.9)))
add(
    "emath.logn",
    lambda f, x, y: f(x, y),
    lambda f, x, y: f(2, np.subtract(y, 0.5)),
    shapes=(M, M),
)
add(
    "emath.power",
    lambda f, x, y: f(x, y),
    lambda f, x, y: f(np.subtract(x, 0.5), 2),
    lambda f, x, y: f(2, x),
    shapes=(M, M),
)

# ---- padding -----------------------------------------------------------------
WIDTHS = ((1, 2), (0, 2))
for mode in ("maximum", "minimum", "mean", "median"):
    add(
        "pad",
        lambda f, x, mode=mode: f(x, 1, mode),
        lambda f, x, mode=mode: f(x, WIDTHS, mode, stat_length=2),
        lambda f, x, mode=mode: f(x, WIDTHS, mode, stat_length=((1, 2), (2, 1))),
        shapes=((3, 4),),
    )
for mode in ("reflect", "symmetric"):
    add(
        "pad",
        lambda f, x, mode=mode: f(x, WIDTHS, mode, reflect_type="odd"),
        lambda f, x, mode=mode: f(x[0], (5, 7), mode, reflect_type="odd"),
        lambda f, x, mode=mode: f(x[0], (5, 7), mode),
        complex=True,
    )
add(
    "pad",
    lambda f, x: f(x, WIDTHS, "linear_ramp"),
    lambda f, x: f(x, 2, "linear_ramp", end_values=((1, -1), (2, 0.5))),
    lambda f, x: f(x, ((1, 0), (2, 1)), constant_values=((1.0, 2.0), (3.0, 4.0))),
    lambda f, x: f(x, 1, constant_values=x[0, 0]),
    lambda f, x: f(x, {1: (1, 2)}),
    lambda f, x: f(x, {-2: 2}, "edge"),
    complex=True,
)


def mirror(line, width, axis, options):
    """What is put around is the line's other end, times a factor."""
    before, after = width
    line[:before] = line[len(line) - after - before : len(line) - after] * options["by"]
    line[len(line) - after :] = line[before : before + after] - axis


add("pad", lambda f, x: f(x, WIDTHS, mirror, by=2.0), complex=True)

# ---- quantiles, covariances, means -------------------------------------------
METHODS = """
inverted_cdf averaged_inverted_cdf closest_observation interpolated_inverted_cdf hazen
weibull linear median_unbiased normal_unbiased lower higher midpoint nearest
"""
for method in METHODS.split():
    add(
        "quantile",
        lambda f, x, m=method: f(x, 0.37, method=m),
        lambda f, x, m=method: f(x, [0.1, 0.8], axis=1, method=m, keepdims=True),
    )
    add(
        "nanquantile",
        lambda f, x, m=method: f(holes(x), 0.37, method=m),
        lambda f, x, m=method: f(holes(x), [0.1, 0.8], axis=1, method=m, keepdims=True),
        shapes=((2, 3),),
    )
BY_WEIGHTS = {"method": "inverted_cdf"}
COLUMNS = np.array([[3, 0, 2], [1, 1, 0]])
for name, q in (("quantile", 0.37), ("nanquantile", 0.2), ("percentile", 83)):
    add(
        name,
        lambda f, x, q=q: f(x, q, weights=x, **BY_WEIGHTS),
        lambda f, x, q=q: f(
            x, [q, q / 2], axis=1, weights=COLUMNS, keepdims=True, **BY_WEIGHTS
        ),
        lambda f, x, q=q: f(x, q, axis=(1, 0), weights=np.ones((2, 3)), **BY_WEIGHTS),
        lambda f, x, q=q: f(x[0], q, axis=0, weights=[3, 0, 2], **BY_WEIGHTS),
        shapes=((2, 3),),
    )
add("quantile", lambda f, x: f(x, 0.6, axis=1, weights=[3, 0, 2], **BY_WEIGHTS))
add("quantile", lambda f, x, q: f(x, q), shapes=((5,), (2,)))
add("percentile", lambda f, x, q: f(x, q * 100, axis=0), shapes=((5, 2), (2,)))
add("nanquantile", lambda f, x, q: f(holes(x), q, axis=1), shapes=((3, 3), (2,)))
COUNTS, WEIGHTS = np.array([1, 3, 2]), np.array([0.2, 0.5, 1.0])
add(
    "cov",
    lambda f, x: f(x, fweights=COUNTS),
    lambda f, x: f(x, aweights=WEIGHTS),
    lambda f, x: f(x, fweights=COUNTS, aweights=WEIGHTS, ddof=0),
    lambda f, x: f(x, aweights=x[0] if x.dtype != complex else WEIGHTS),
    lambda f, x: f(x, dtype=np.complex128),
    complex=True,
)
add("corrcoef", lambda f, x: f(x), complex=True)
add("corrcoef", lambda f, x: f(x, dtype=np.float64), shapes=((3, 4),))
add(
    "average",
    lambda f, x, w: f(x, (0, 2), w),
    lambda f, x, w: f(x, (2, 0), np.transpose(w), keepdims=True, returned=True),
    shapes=(T, (2, 2)),
)
for name in ("nanmax", "nanmin"):
    add(
        name,
        lambda f, x: f(holes(x), 1, initial=0.5),
        lambda f, x: f(
            holes(x), initial=0.6, where=np.array([True, False, True]), keepdims=True
        ),
    )
for name in ("max", "min", "ptp"):
    add(
        name,
        lambda f, x: f(x),
        lambda f, x: f(x, 1),
        lambda f, x: f(x, (0, 2), keepdims=True),
        shapes=(T,),
        complex=True,
    )
for mode in ("full", "same", "valid"):
    for n, m in ((5, 3), (5, 2), (5, 4), (3, 5), (2, 5), (3, 3)):
        add(
            "correlate",
            lambda f, x, y, mode=mode: f(x, y, mode),
            shapes=((n,), (m,)),
            complex=True,
        )
        add(
            "convolve",
            lambda f, x, y, mode=mode: f(x, y, mode),
            shapes=((n,), (m,)),
            complex=True,
        )

# ---- places, orders, pieces --------------------------------------------------
KNOTS = np.array([0.3, 0.55, 0.7, 0.8])
add(
    "interp",
    lambda f, x, y: f(x, KNOTS, y, left=y[0] + 1),
    lambda f, x, y: f(x, KNOTS, y, -1.0, right=2.0),
    lambda f, x, y: f(x, y, KNOTS, period=1.3),
    lambda f, x, y: f(x * 7, np.sort(y), KNOTS, period=0.75),
    shapes=(M, V),
)
add("interp", lambda f, y: f([0.4, 0.6], KNOTS, y), shapes=(V,), complex=True)
add(
    "insert",
    lambda f, x, y: f(x, 1, y[0, 0], axis=1),
    lambda f, x, y: f(x, 1, y[0], axis=0),
    lambda f, x, y: f(x, [1, 2], y[:, :2], axis=1),
    lambda f, x, y: f(x, [0, 2, 2], y, axis=-1),
    lambda f, x, y: f(x, slice(0, 2), y[0, 0], axis=1),
    lambda f, x, y: f(x, 1, y[0, :2], axis=1),
    shapes=(M, M),
    complex=True,
)
add(
    "apply_over_axes",
    lambda f, x: f(np.sum, x, (0, 2)),
    lambda f, x: f(np.max, x, 1),
    lambda f, x: f(lambda a, axis: a * 2, x, [0]),
    shapes=(T,),
)
for order in "AK":
    add(
        "ravel",
        lambda f, x, o=order: f(x, o),
        lambda f, x, o=order: f(x.T, o),
        lambda f, x, o=order: f(x[:, ::-1], order=o),
        complex=True,
    )
add(
    "reshape",
    lambda f, x: f(x, (3, 2), order="A"),
    lambda f, x: f(x.T, 6, order="A"),
)
for name in ("round", "nan_to_num"):
    add(name, lambda f, x: f(x), complex=True)
add("linalg.svd", lambda f, x: f(spd(x), hermitian=True)[1], shapes=(S,), complex=True)
add(
    "linalg.svd",
    lambda f, x: f(x + np.transpose(x), compute_uv=False, hermitian=True),
    lambda f, x: abs(f(x + np.transpose(x), hermitian=True)[0]),
    shapes=(S,),
)

# ---- methods of ufuncs -------------------------------------------------------
for name in ("subtract", "divide", "power", "arctan2", "copysign"):
    add(f"{name}.reduce", lambda f, x: f(x), lambda f, x: f(x, 0, initial=0.5))
for name in ("subtract", "divide"):  # NumPy 2.4's power gives x[0] ** x[-1] in a row
    add(f"{name}.reduce", lambda f, x: f(x, 1, keepdims=True))
for name in ("fmax", "fmin", "logaddexp", "logaddexp2", "hypot"):
    add(
        f"{name}.reduce",
        lambda f, x: f(x),
        lambda f, x: f(x, axis=None),
        lambda f, x: f(x, (0, 1), keepdims=True),
        lambda f, x: f(x, 1, initial=0.5),
    )
for name in ("fmax", "fmin"):
    add(f"{name}.reduce", lambda f, x: f(holes(x), 1))
for name in ("subtract", "divide", "hypot", "logaddexp2", "fmax", "power"):
    add(f"{name}.accumulate", lambda f, x: f(x), lambda f, x: f(x, -1))
for name in ("add", "multiply", "subtract", "maximum", "logaddexp", "hypot"):
    add(
        f"{name}.reduceat",
        lambda f, x: f(x, [0, 2, 1, 1, 3]),
        lambda f, x: f(x, [1, 0], axis=1),
        lambda f, x: f(x, [2]),
        shapes=((4, 3),),
        complex=name in ("add", "multiply", "subtract"),
    )


def changed(f, x, *arguments):
    """x after f.at, which writes it."""
    x = np.multiply(x, 1.0)
    assert f(x, *arguments) is None
    return x


REPEATED = np.array([0, 2, 0, 3, 0, 2])
for name in ("add", "subtract", "multiply", "divide", "maximum", "power", "hypot"):
    add(
        f"{name}.at",
        lambda f, x, y: changed(f, x, [0, 2], y[:2]),
        lambda f, x, y: changed(f, x, REPEATED, y),
        lambda f, x, y: changed(f, x, slice(1, None), y[0]),
        lambda f, x, y: changed(f, x, np.array([True, False, True, False]), y[:2]),
        shapes=(V, (6,)),
    )
add(
    "multiply.at",
    lambda f, x, y: changed(f, x, (REPEATED[:2], [1, 1]), y),
    lambda f, x, y: changed(f, x, (slice(None), [1, 1]), 0.5),
    shapes=((4, 3), (2,)),
    complex=True,
)
for name in ("negative", "square", "sqrt"):
    add(f"{name}.at", lambda f, x: changed(f, x, [0, 1, 1]), shapes=(V,))
