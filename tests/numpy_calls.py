"""Calls of NumPy's functions: one row each, run on ndarrays and on Tensors.

A row is the function's name, a call of it on arrays, and their shapes. Values are
distinct and lie in (0.2, 0.9), where all functions are smooth, unless the call moves
them. `complex` says that complex arrays are meant to work too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Call(NamedTuple):
    """A call of np.`name`."""

    name: str
    call: Callable
    shapes: tuple[tuple[int, ...], ...]
    complex: bool = False


CALLS: list[Call] = []


def add(name: str, *rows: Callable, shapes=((2, 3),), complex=False) -> None:
    CALLS.extend(Call(name, row, shapes, complex) for row in rows)


def holes(x):
    """x with a NaN in each row and an infinity in one place."""
    return np.where(np.array([[False, True, False]]), np.nan, x)


V, M, T, S = (4,), (2, 3), (2, 3, 2), (3, 3)

# ---- shapes ------------------------------------------------------------------
for name in ("shape", "ndim", "copy", "real", "imag", "ravel", "transpose"):
    add(name, lambda f, x: f(x), complex=True)
add("size", lambda f, x: f(x), lambda f, x: f(x, 1), lambda f, x: f(x, axis=(0, 1)))
add("ravel", lambda f, x: f(x, "F"))
add("copy", lambda f, x: f(x.T, order="C"))
add("reshape", lambda f, x: f(x, (3, -1)), lambda f, x: f(x, 6, order="F"))
add(
    "reshape",
    lambda f, x: f(x.T, (2, 3), order="F"),
    lambda f, x: f(x, (3, 2), copy=True),
)
add("expand_dims", lambda f, x: f(x, 1), lambda f, x: f(x, (0, -1)))
add(
    "squeeze",
    lambda f, x: f(x),
    lambda f, x: f(x, 0),
    lambda f, x: f(x, (0, 2)),
    shapes=((1, 3, 1),),
)
for name in ("atleast_1d", "atleast_2d", "atleast_3d"):
    for shape in ((), (3,), (2, 3), (2, 3, 2)):
        add(name, lambda f, x: f(x), shapes=(shape,))
    add(name, lambda f, x, y: f(x, y), shapes=((), (2, 3)))
add("broadcast_to", lambda f, x: f(x, (4, 2, 3)), lambda f, x: f(x[0], 3))
add("broadcast_arrays", lambda f, x, y: f(x, y), shapes=((2, 1), (3,)))
add(
    "transpose",
    lambda f, x: f(x, (2, 0, 1)),
    lambda f, x: f(x, (-1, 0, 1)),
    shapes=(T,),
)
add("permute_dims", lambda f, x: f(x, (2, 0, 1)), shapes=(T,))
for name in ("matrix_transpose", "linalg.matrix_transpose"):
    add(name, lambda f, x: f(x), shapes=(T,))
add("swapaxes", lambda f, x: f(x, 0, -1), shapes=(T,))
add(
    "moveaxis",
    lambda f, x: f(x, 0, -1),
    lambda f, x: f(x, (0, 1), (-1, 0)),
    shapes=(T,),
)
add(
    "rollaxis",
    lambda f, x: f(x, 2),
    lambda f, x: f(x, 0, 2),
    lambda f, x: f(x, 1, 3),
    shapes=(T,),
)
add("flip", lambda f, x: f(x), lambda f, x: f(x, 1), lambda f, x: f(x, (0, -1)))
for name in (
    "fliplr",
    "flipud",
    "hstack",
    "vstack",
    "dstack",
    "column_stack",
    "tril",
    "triu",
):
    add(name, lambda f, x: f(x))
for k in (0, 1, 2, 3, -1):
    add("rot90", lambda f, x, k=k: f(x, k), lambda f, x, k=k: f(x, k, axes=(1, 0)))
add(
    "roll",
    lambda f, x: f(x, 2),
    lambda f, x: f(x, -1, 1),
    lambda f, x: f(x, (1, 2), (0, 1)),
)
add("roll", lambda f, x: f(x, 2, (0, 1)), lambda f, x: f(x, 7, axis=-1))
add(
    "array_split",
    lambda f, x: f(x, 3),
    lambda f, x: f(x, [1, 2, 7], axis=0),
    shapes=((5, 2),),
)
add("split", lambda f, x: f(x, 2), lambda f, x: f(x, [1, 3], axis=1), shapes=((4, 4),))
add("hsplit", lambda f, x: f(x, 2), shapes=((2, 4),))
add("hsplit", lambda f, x: f(x, 2), shapes=((4,),))
add("vsplit", lambda f, x: f(x, 2), shapes=((4, 2),))
add("dsplit", lambda f, x: f(x, [1]), shapes=(T,))
add("unstack", lambda f, x: f(x), lambda f, x: f(x, axis=-1), shapes=(T,))
add("diagonal", lambda f, x: f(x), lambda f, x: f(x, 1, 1, 2), shapes=(T,))
add("linalg.diagonal", lambda f, x: f(x), lambda f, x: f(x, offset=-1), shapes=(T,))
add(
    "diag",
    lambda f, x: f(x),
    lambda f, x: f(x, 1),
    lambda f, x: f(x[0], -1),
    complex=True,
)
add("diagflat", lambda f, x: f(x), lambda f, x: f(x, 2))
add("tril", lambda f, x: f(x, -1), lambda f, x: f(x[:, :, 0]), shapes=(T,))
add("triu", lambda f, x: f(x, 1), lambda f, x: f(x, k=-1), shapes=(T,))
add("astype", lambda f, x: f(x, np.float64), lambda f, x: f(x, np.complex128))
add(
    "repeat",
    lambda f, x: f(x, 2),
    lambda f, x: f(x, 3, axis=1),
    lambda f, x: f(x, [1, 2], 0),
)
add("tile", lambda f, x: f(x, 2), lambda f, x: f(x, (2, 1, 2)), complex=True)
add("resize", lambda f, x: f(x, (3, 3)), lambda f, x: f(x, (2, 2)))
add(
    "full_like",
    lambda f, x: f(x, x[0]),
    lambda f, x: f(x, 2),
    lambda f, x: f(x, x[0, 0], shape=(2,)),
)
add(
    "trim_zeros",
    lambda f, x: f(np.concatenate([x * 0, x, x * 0])),
    lambda f, x: f(np.concatenate([x * 0, x]), "f"),
    shapes=(V,),
)
add(
    "array",
    lambda f, x: f([x[0], x[1]], like=x),
    lambda f, x: f([[x[0, 0], 1.0]], like=x),
)
add("asarray", lambda f, x: f((x[0], x[1]), like=x))
add("asanyarray", lambda f, x: f((x[0], x[1]), like=x))
add("ascontiguousarray", lambda f, x: f((x[0], x[1]), like=x))

# ---- joining -----------------------------------------------------------------
add(
    "concatenate",
    lambda f, x, y: f([x, y]),
    lambda f, x, y: f((x, y), axis=-1),
    shapes=(M, M),
    complex=True,
)
add(
    "concatenate",
    lambda f, x, y: f([x, y], axis=None),
    lambda f, x, y: f([x[0], [1.0, 2.0, y[0, 0]]]),
    shapes=(M, M),
)
add(
    "concatenate",
    lambda f, x: f(x),
    lambda f, x: f([x, np.arange(3.0).reshape(1, 3)]),
    shapes=(M,),
)
add(
    "stack",
    lambda f, x, y: f([x, y]),
    lambda f, x, y: f([x, y, x], axis=-1),
    shapes=(M, M),
    complex=True,
)
for name in ("hstack", "vstack", "dstack", "column_stack"):
    add(name, lambda f, x, y: f([x, y]), lambda f, x, y: f((x[0], y[1])), shapes=(M, M))
add(
    "block",
    lambda f, x, y: f([[x, y], [y, x]]),
    lambda f, x, y: f([x[0], y[0]]),
    shapes=(M, M),
)
add("append", lambda f, x, y: f(x, y), lambda f, x, y: f(x, y, axis=0), shapes=(M, M))
add(
    "pad",
    lambda f, x: f(x, 1),
    lambda f, x: f(x, ((1, 0), (2, 1)), constant_values=2.5),
)
for mode in ("edge", "reflect", "symmetric", "wrap"):
    add("pad", lambda f, x, mode=mode: f(x, ((1, 1), (0, 2)), mode))

# ---- reductions --------------------------------------------------------------
for name in (
    "sum",
    "prod",
    "mean",
    "std",
    "var",
    "max",
    "min",
    "ptp",
    "nansum",
    "nanprod",
    "nanmean",
    "nanstd",
    "nanvar",
    "nanmax",
    "nanmin",
    "median",
):
    add(
        name,
        lambda f, x: f(x),
        lambda f, x: f(x, axis=1),
        lambda f, x: f(x, (0, 2), keepdims=True),
        lambda f, x: f(x, -1, keepdims=False),
        shapes=(T,),
    )
for name in ("argmax", "argmin", "any", "all"):
    add(
        name,
        lambda f, x: f(x),
        lambda f, x: f(x, axis=1),
        lambda f, x: f(x, 0, keepdims=True),
        shapes=(T,),
    )
for name in ("sum", "prod", "mean", "var", "std"):
    add(name, lambda f, x: f(x, 1), complex=name != "std")
    add(name, lambda f, x: f(x, dtype=np.float64))
    add(
        name,
        lambda f, x: f(x, 1, where=np.array([True, False, True])),
        lambda f, x: f(x, where=np.array([[True], [False]])),
    )
for name in ("sum", "prod", "max", "min"):
    add(
        name,
        lambda f, x: f(x, 1, initial=0.5),
        lambda f, x: f(x, initial=0.4, where=np.array([True, False, True])),
    )
for name in ("var", "std", "nanvar", "nanstd"):
    add(
        name,
        lambda f, x: f(x, 1, ddof=1),
        lambda f, x: f(x, correction=1),
        lambda f, x: f(x, 0, mean=np.mean(x, 0, keepdims=True)),
    )
for name in ("sum", "prod", "mean", "var", "max"):
    add(name, lambda f, x: f(x, axis=()))
for name in ("any", "all"):
    add(name, lambda f, x: f(x > 0.5, where=np.array([True, False, True])))
for name in ("cumsum", "cumprod", "nancumsum", "nancumprod"):
    add(
        name,
        lambda f, x: f(x),
        lambda f, x: f(x, 1),
        lambda f, x: f(x, axis=-2),
        complex=True,
    )
    add(name, lambda f, x: f(x, dtype=np.float64))
for name in ("cumulative_sum", "cumulative_prod"):
    add(
        name,
        lambda f, x: f(x, axis=1),
        lambda f, x: f(x[0]),
        lambda f, x: f(x, axis=0, include_initial=True),
    )
add("amax", lambda f, x: f(x, 0))
add("amin", lambda f, x: f(x, 0))
add(
    "trace",
    lambda f, x: f(x),
    lambda f, x: f(x, 1),
    lambda f, x: f(x, offset=-1),
    shapes=(S,),
    complex=True,
)
add("linalg.trace", lambda f, x: f(x), lambda f, x: f(x, offset=1), shapes=(T,))
add(
    "average",
    lambda f, x: f(x),
    lambda f, x: f(x, axis=0),
    lambda f, x: f(x, 1, returned=True),
)
add(
    "average",
    lambda f, x, w: f(x, weights=w),
    lambda f, x, w: f(x, axis=1, weights=w[0]),
    lambda f, x, w: f(x, 0, w, returned=True, keepdims=True),
    shapes=(M, M),
)
for name in (
    "nansum",
    "nanmean",
    "nanmax",
    "nanmin",
    "nanprod",
    "nanvar",
    "nanstd",
    "nancumsum",
    "nancumprod",
):
    add(name, lambda f, x: f(holes(x)), lambda f, x: f(holes(x), axis=1))
add(
    "median",
    lambda f, x: f(x, (0, 1)),
    lambda f, x: f(x, 0),
    lambda f, x: f(x[0]),
    shapes=(S,),
)
add(
    "quantile",
    lambda f, x: f(x, 0.3),
    lambda f, x: f(x, [0.1, 0.5], axis=1),
    lambda f, x: f(x, 1.0, axis=0, keepdims=True),
    lambda f, x: f(x, [0, 1], keepdims=True),
)
add("percentile", lambda f, x: f(x, 30), lambda f, x: f(x, [[10, 50]], axis=1))

# ---- single elements ---------------------------------------------------------
add(
    "clip",
    lambda f, x: f(x, 0.3, 0.7),
    lambda f, x: f(x, None, 0.5),
    lambda f, x: f(x, 0.5, None),
)
add(
    "clip",
    lambda f, x, y: f(x, y, np.add(y, 0.2)),
    lambda f, x, y: f(x, max=y[0]),
    shapes=(M, M),
)
for name in ("round", "around"):
    add(name, lambda f, x: f(x), lambda f, x: f(x, 2), lambda f, x: f(x, decimals=-1))
for name in ("fix", "nan_to_num", "sinc", "unwrap", "real_if_close"):
    add(name, lambda f, x: f(3 * x))
add("nan_to_num", lambda f, x: f(holes(x), nan=1.0, posinf=2.0))
add(
    "sinc",
    lambda f, x: f(np.multiply(x, 1e-4)),
    lambda f, x: f(x * 0),
    lambda f, x: f(x * 30),
)
add("unwrap", lambda f, x: f(x * 40), lambda f, x: f(x, axis=0, period=0.4))
add("polyval", lambda f, p, x: f(p, x), shapes=((3,), M))
add("vander", lambda f, x: f(x), lambda f, x: f(x, 3, increasing=True), shapes=(V,))
add(
    "interp",
    lambda f, x, y: f(x, np.array([0.0, 0.3, 0.55, 0.7, 0.8]), y),
    lambda f, x, y: f(x, np.linspace(0.4, 0.6, 5), y),
    shapes=(M, (5,)),
)

# ---- places ------------------------------------------------------------------
add(
    "where",
    lambda f, x, y: f(np.array([True, False, True]), x, y),
    lambda f, x, y: f(x > y, x, 0.0),
    shapes=(M, M),
    complex=False,
)
add("where", lambda f, x: f(x > 0.5))
add(
    "take",
    lambda f, x: f(x, [0, 5, -1]),
    lambda f, x: f(x, [[0, 1]], axis=1),
    lambda f, x: f(x, 1, 0),
    lambda f, x: f(x, [7, -9], mode="wrap"),
    lambda f, x: f(x, [7, -9], 1, mode="clip"),
    complex=True,
)
add(
    "take_along_axis",
    lambda f, x: f(x, np.array([[0, 0], [2, -1]]), 1),
    lambda f, x: f(x, np.array([5, 0]), None),
)
add(
    "compress",
    lambda f, x: f([True, False, True], x, axis=1),
    lambda f, x: f([False, True], x),
)
add("extract", lambda f, x: f(np.array([[1, 0, 1], [0, 0, 1]]), x))
add(
    "delete",
    lambda f, x: f(x, 1),
    lambda f, x: f(x, [0, 2], axis=1),
    lambda f, x: f(x, slice(0, 1), 0),
)
add(
    "insert",
    lambda f, x, y: f(x, 1, y[0]),
    lambda f, x, y: f(x, [1, 3], y[:2]),
    lambda f, x, y: f(x, [0, 0], 2.0),
    shapes=(V, V),
)
add("select", lambda f, x, y: f([x > 0.6, x > 0.4], [x, y], 1.0), shapes=(M, M))
add(
    "choose", lambda f, x, y: f(np.array([[0, 1, 0], [1, 1, 0]]), [x, y]), shapes=(M, M)
)
add(
    "apply_along_axis",
    lambda f, x: f(lambda r: r * 2, 0, x),
    lambda f, x: f(lambda r: r[0] * r[1], 1, x),
    shapes=(T,),
)
add(
    "sort",
    lambda f, x: f(x),
    lambda f, x: f(x, 0),
    lambda f, x: f(x, axis=None),
    lambda f, x: f(x, stable=True),
)
add("sort_complex", lambda f, x: f(x), complex=True)
add(
    "partition", lambda f, x: f(x, 1), lambda f, x: f(x, 2, axis=None), shapes=((1, 3),)
)
add(
    "unique",
    lambda f, x: f(np.concatenate([x, x])),
    lambda f, x: f(x, return_index=True, return_counts=True),
)

# ---- products ----------------------------------------------------------------
for shapes in (
    ((3,), (3,)),
    ((2, 3), (3,)),
    ((2, 3), (3, 4)),
    ((2, 2, 3), (2, 3, 2)),
    ((), (2, 3)),
):
    add("dot", lambda f, x, y: f(x, y), shapes=shapes, complex=True)
for shapes in (
    ((3,), (3,)),
    ((2, 3), (3,)),
    ((2, 3), (4, 3)),
    ((2, 2, 3), (2, 2, 3)),
    ((), (2, 3)),
):
    add("inner", lambda f, x, y: f(x, y), shapes=shapes)
add("vdot", lambda f, x, y: f(x, y), shapes=(M, M), complex=True)
add("outer", lambda f, x, y: f(x, y), shapes=(M, V), complex=True)
add("linalg.outer", lambda f, x, y: f(x, y), shapes=((2,), V))
for name in ("tensordot", "linalg.tensordot"):
    add(
        name,
        lambda f, x, y: f(x, y),
        lambda f, x, y: f(x, y, axes=0),
        lambda f, x, y: f(x, y, axes=([1, 2], [0, 1])),
        shapes=(T, (3, 2, 2)),
    )
    add(name, lambda f, x, y: f(x, y, axes=(1, 0)), shapes=(M, S))
add("tensordot", lambda f, x, y: f(x, y, 1), shapes=(M, S))
add("matmul", lambda f, x, y: f(x, y), shapes=((2, 2, 3), (3, 2)), complex=True)
add("linalg.matmul", lambda f, x, y: f(x, y), shapes=(M, S))
add("vecdot", lambda f, x, y: f(x, y), shapes=(M, M), complex=True)
add(
    "linalg.vecdot",
    lambda f, x, y: f(x, y),
    lambda f, x, y: f(x, y, axis=0),
    shapes=(M, M),
)
add("matvec", lambda f, x, y: f(x, y), shapes=(T, (2,)))
add("vecmat", lambda f, x, y: f(x, y), shapes=((3,), T))
add("linalg.multi_dot", lambda f, x, y: f([x, y, x]), shapes=(S, S))
add(
    "linalg.matrix_power",
    lambda f, x: f(x, 3),
    lambda f, x: f(x, 1),
    lambda f, x: f(x, 0),
    shapes=(S,),
)
add("linalg.matrix_power", lambda f, x: f(x, -2), shapes=(S,), complex=True)


def spd(x):
    """A positive definite matrix."""
    return x @ np.swapaxes(np.conj(x), -2, -1) + np.eye(x.shape[-2])


for name in ("inv", "det", "slogdet", "svdvals", "pinv", "cond", "matrix_rank"):
    add(f"linalg.{name}", lambda f, x: f(x), shapes=(S,), complex=True)
for name in ("cholesky", "eigvalsh"):
    add(f"linalg.{name}", lambda f, x: f(spd(x)), shapes=(S,), complex=True)
add("linalg.eigvals", lambda f, x: abs(f(x)).sum(), shapes=(S,), complex=True)
add("linalg.eigh", lambda f, x: f(spd(x))[0], shapes=(S,), complex=True)
add("linalg.eigh", lambda f, x: abs(f(spd(x), "U")[1]), shapes=(S,), complex=True)
add("linalg.eig", lambda f, x: abs(f(x)[1]).sum(), shapes=(S,), complex=True)
add("linalg.qr", lambda f, x: f(x), lambda f, x: f(x, "r"), shapes=(S,))
add(
    "linalg.svd", lambda f, x: f(x)[1], lambda f, x: f(x, compute_uv=False), shapes=(S,)
)
add("linalg.svd", lambda f, x: abs(f(x, False)[0]), shapes=(M,), complex=True)
add("linalg.solve", lambda f, x, y: f(x, y), shapes=(S, (3, 2)), complex=True)
add("linalg.solve", lambda f, x, y: f(x, y), shapes=(S, (3,)), complex=True)
add("linalg.lstsq", lambda f, x, y: f(x, y)[0], shapes=((4, 3), (4, 2)), complex=True)
add("linalg.tensorinv", lambda f, x: f(x, 1), shapes=((4, 2, 2),))
add("linalg.tensorsolve", lambda f, x, y: f(x, y), shapes=((2, 2, 4), (2, 2)))
for order in (2, -2, "nuc"):
    add("linalg.norm", lambda f, x, p=order: f(x, p), shapes=(M,), complex=True)
add("kron", lambda f, x, y: f(x, y), lambda f, x, y: f(x[0], y), shapes=(M, (2, 2)))
for name in ("cross", "linalg.cross"):
    add(name, lambda f, x, y: f(x, y), shapes=(M, M))
add("cross", lambda f, x, y: f(x, y, axis=0), shapes=((3, 2), (3, 2)))
for name in ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft"):
    add(
        f"fft.{name}",
        lambda f, x: f(x),
        lambda f, x: f(x, 4, 0, "ortho"),
        complex=name not in ("rfft", "ihfft"),
    )
for name in ("fftn", "ifftn", "rfftn", "irfftn", "fft2", "ifft2", "rfft2", "irfft2"):
    add(
        f"fft.{name}",
        lambda f, x: f(x),
        lambda f, x: f(x, (3, 4), (1, 0), "forward"),
        complex="r" not in name or name.startswith("ir"),
    )
for name in ("fftshift", "ifftshift"):
    add(f"fft.{name}", lambda f, x: f(x), lambda f, x: f(x, 1), complex=True)
EINSUMS = {
    "ij,jk->ik": (M, S),
    "ij,jk": (M, S),
    "ii": (S,),
    "ii->i": (S,),
    "ij->ji": (M,),
    "ij->": (M,),
    "ij->j": (M,),
    "i,j->ij": (V, (2,)),
    "i,i->": (V, V),
    "bij,bjk->bik": (T, (2, 2, 3)),
    "...ij,...jk->...ik": (T, (2, 2)),
    "i...->...": (T,),
    "ijk,ik->jk": (T, (2, 2)),
    "ij,ij->ij": (M, M),
    "ij,jk,kl->il": (M, S, (3, 2)),
    "ij,kj": (M, S),
    "iij,j->i": ((2, 2, 3), (3,)),
    "...,...": (M, (3,)),
    " ij , j -> i ": (M, (3,)),
}
for text, shapes in EINSUMS.items():
    add("einsum", lambda f, *x, text=text: f(text, *x), shapes=shapes, complex=True)
add(
    "einsum",
    lambda f, x, y: f(x, [0, 1], y, [1, 2], [2, 0]),
    lambda f, x, y: f(x, [..., 1], y, [1, 2]),
    shapes=(M, S),
)

# ---- norms -------------------------------------------------------------------
for order in (None, 2, 1, np.inf, -np.inf, 3, 0.5, 0, -1):
    add("linalg.norm", lambda f, x, o=order: f(x, o), complex=True, shapes=(V,))
    add("linalg.norm", lambda f, x, o=order: f(x, o, axis=1, keepdims=True))
    if order is not None:
        add(
            "linalg.vector_norm",
            lambda f, x, o=order: f(x, ord=o),
            lambda f, x, o=order: f(x, ord=o, axis=(0, 2)),
            shapes=(T,),
        )
for order in (None, "fro", 1, -1, np.inf, -np.inf):
    add(
        "linalg.norm",
        lambda f, x, o=order: f(x, o),
        lambda f, x, o=order: f(x, o, axis=(1, 0), keepdims=True),
    )
    add("linalg.matrix_norm", lambda f, x, o=order or "fro": f(x, ord=o), shapes=(T,))
add("linalg.norm", lambda f, x: f(x), shapes=(T,))

# ---- neighbours --------------------------------------------------------------
add(
    "diff",
    lambda f, x: f(x),
    lambda f, x: f(x, 2),
    lambda f, x: f(x, axis=0),
    lambda f, x: f(x, prepend=0),
    lambda f, x: f(x, append=x[:, :1]),
    complex=True,
)
add("ediff1d", lambda f, x: f(x), lambda f, x: f(x, to_end=1.0, to_begin=[2.0, 3.0]))
add(
    "gradient",
    lambda f, x: f(x),
    lambda f, x: f(x, 0.5),
    lambda f, x: f(x, axis=1),
    lambda f, x: f(x, 0.5, np.array([0.0, 1.0, 3.0])),
)
for name in ("trapezoid", "trapz"):
    add(
        name,
        lambda f, x: f(x),
        lambda f, x: f(x, dx=0.5, axis=0),
        lambda f, x: f(x, np.array([0.0, 1.0, 3.0])),
    )
for mode in ("full", "same", "valid"):
    for n, m in ((5, 3), (3, 4), (5, 2)):
        add("convolve", lambda f, x, y, mode=mode: f(x, y, mode), shapes=((n,), (m,)))
for mode in ("full", "valid"):
    add(
        "correlate",
        lambda f, x, y, mode=mode: f(x, y, mode),
        shapes=((5,), (3,)),
        complex=True,
    )
add(
    "cov",
    lambda f, x: f(x),
    lambda f, x: f(x, rowvar=False),
    lambda f, x: f(x, bias=True),
    lambda f, x: f(x[0], x[1]),
    complex=True,
)
add("corrcoef", lambda f, x: f(x), lambda f, x: f(x[0], x[1]), shapes=((2, 4),))
add(
    "bincount",
    lambda f, w: f(np.array([0, 2, 2, 1]), w),
    lambda f, w: f(np.array([0, 2, 2, 1]), w, 6),
    shapes=(V,),
)

# ---- ufuncs ------------------------------------------------------------------
UNARY = """
absolute fabs arcsin arccos arctan sinh cosh arcsinh arctanh cbrt deg2rad radians
rad2deg degrees positive floor ceil trunc rint sign log log2 log10 log1p exp exp2
expm1 sqrt sin cos tan tanh negative square reciprocal conjugate logical_not isnan
modf
"""
COMPLEX = """
arctan sinh cosh arcsinh positive sin cos tan tanh negative square reciprocal
conjugate exp log sqrt absolute
"""
for name in UNARY.split():
    add(
        name,
        lambda f, x: f(x),
        lambda f, x: f(x[:, ::-1]),
        complex=name in COMPLEX.split(),
    )
add("arccosh", lambda f, x: f(x + 1))
BINARY = """
add subtract multiply divide floor_divide remainder power maximum minimum fmax fmin
fmod hypot arctan2 logaddexp logaddexp2 copysign float_power divmod equal not_equal
less less_equal greater greater_equal logical_and logical_or logical_xor
"""
for name in BINARY.split():
    add(
        name,
        lambda f, x, y: f(x, y),
        lambda f, x, y: f(x, y[0, 0]),
        lambda f, x, y: f(0.6, x),
        shapes=(M, M),
        complex=name in ("add", "subtract", "multiply", "divide", "equal", "not_equal"),
    )
for name in ("isfinite", "isinf", "signbit"):
    add(name, lambda f, x: f(np.where(x > 0.5, x, np.inf)))
for name in ("gcd", "lcm"):
    add(name, lambda f, x: f(np.array([4, 6, 9]), np.array([6, -4, 6])))
add("heaviside", lambda f, x: f(x - 0.5, x))
add("frexp", lambda f, x: f(x))
add("ldexp", lambda f, x: f(x, np.array([1, 2, -3])))
add("invert", lambda f, x: f(x > 0.5))
add("left_shift", lambda f, x: f(np.array([1, 2]), 3))
add("right_shift", lambda f, x: f(np.array([8, 2]), 1))
for name in ("bitwise_and", "bitwise_or", "bitwise_xor"):
    add(name, lambda f, x: f(x > 0.5, x > 0.3))

# ---- methods of ufuncs -------------------------------------------------------
for name in ("add", "multiply", "maximum", "minimum"):
    add(
        f"{name}.reduce",
        lambda f, x: f(x),
        lambda f, x: f(x, axis=None),
        lambda f, x: f(x, (0, 1), keepdims=True),
        lambda f, x: f(x, 1, initial=0.5),
    )
for name in ("logical_and", "logical_or"):
    add(f"{name}.reduce", lambda f, x: f(x), lambda f, x: f(x, axis=1))
for name in ("add", "multiply", "maximum", "minimum", "logaddexp"):
    add(f"{name}.accumulate", lambda f, x: f(x), lambda f, x: f(x, 1))
for name in ("add", "subtract", "multiply", "divide", "power", "hypot", "less"):
    add(
        f"{name}.outer",
        lambda f, x, y: f(x, y),
        lambda f, x, y: f(x, 2.0),
        shapes=(M, V),
    )

# ---- grids, pieces, windows, polynomials -------------------------------------
add(
    "meshgrid",
    lambda f, x, y: f(x, y),
    lambda f, x, y: f(x, y, indexing="ij", copy=False),
    lambda f, x, y: f(x, y, x[:1], sparse=True),
    lambda f, x, y: f(x),
    shapes=((3,), (2,)),
    complex=True,
)
add(
    "linspace",
    lambda f, x: f(x[0], x[1], 4),
    lambda f, x: f(x[0], 2.0, 5, endpoint=False),
    lambda f, x: f(x[0, 0], x[1, 0], 3, retstep=True),
    lambda f, x: f(x, 1, num=3, axis=-1),
    lambda f, x: f(x, 1, 1, retstep=True),
    lambda f, x: f(0, x[0, 0], 0),
    complex=True,
)
add("linspace", lambda f, x: f(x, x[0], 3, axis=1, dtype=np.float64))
add(
    "piecewise",
    lambda f, x: f(x, [x < 0.5, x >= 0.5], [lambda t: t * t, lambda t: 3 * t]),
    lambda f, x: f(x, [x < 0.4, x > 0.6], [1, lambda t, n: n * t, lambda t, n: -t], 2),
    lambda f, x: f(x[0], x[0] < 0.5, [lambda t: 1 / t, 0]),
    lambda f, x: f(x[0, 0], [True], [lambda t: t * t]),
)
add(
    "lib.stride_tricks.sliding_window_view",
    lambda f, x: f(x, 2, axis=1),
    lambda f, x: f(x, (2, 2)),
    lambda f, x: f(x, (1, 2), axis=(-1, 0)),
    complex=True,
)
add("polyadd", lambda f, p, q: f(p, q), lambda f, p, q: f(q, 2), shapes=((3,), (5,)))
add("polysub", lambda f, p, q: f(p, q), lambda f, p, q: f(2, p[0]), shapes=((3,), (5,)))
add(
    "polymul",
    lambda f, p, q: f(p, q),
    lambda f, p, q: f(q, 2),
    lambda f, p, q: f(np.concatenate([p * 0, p]), q),
    shapes=((3,), (5,)),
)
for order in (0, 1, 2, 4):
    add("polyder", lambda f, p, m=order: f(p, m), shapes=(V,))
add(
    "polyint",
    lambda f, p, k: f(p),
    lambda f, p, k: f(p, 3, k),
    lambda f, p, k: f(p, 2, 0.5),
    shapes=(V, (3,)),
)
add(
    "polyfit",
    lambda f, x, y: f(np.arange(6.0), y, 2),
    lambda f, x, y: f(x, y, 1, w=x),
    lambda f, x, y: f(x, np.stack([y, y * y], 1), 1),
    shapes=((6,), (6,)),
)
add(
    "nanmedian",
    lambda f, x: f(holes(x)),
    lambda f, x: f(holes(x), axis=1, keepdims=True),
)
for name, q in (("nanquantile", 0.3), ("nanpercentile", 30)):
    add(
        name,
        lambda f, x, q=q: f(holes(x), q),
        lambda f, x, q=q: f(holes(x), [q, q / 2], axis=1, keepdims=True),
    )
