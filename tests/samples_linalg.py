"""Samples of linear algebra, on matrices of fixed values that 16-bit floats hold.

What is unique up to signs is compared by its shape here, and in test_linalg.py by what
it multiplies to; there its gradients are tested too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from samples import SAMPLES, Sample, real

SQUARE = np.array([[3, 1, -1], [0.5, -2.5, 1], [1, -0.5, 2]])
BATCH = np.stack([SQUARE, SQUARE.T * [[1], [2], [0.5]]])
POSITIVE = np.array([[4, 1, -1], [1, 3, 0.5], [-1, 0.5, 2]])
LOWER = np.tril(SQUARE)
WIDE = np.array([[1, 2, -1, 0.5], [0, 1.5, 1, -2], [2, -1, 0.25, 1]])
RIGHT = np.array([[1, -2], [0.5, 1], [2, 0.25]])


def pivots(x: Any) -> Any:
    """The exchanges of rows that partial pivoting makes."""
    a, found = np.array(x), []
    for i in range(min(a.shape)):
        p = i + int(np.argmax(np.abs(a[i:, i])))
        a[[i, p]] = a[[p, i]]
        a[i + 1 :, i] /= a[i, i]
        a[i + 1 :, i + 1 :] -= np.outer(a[i + 1 :, i], a[i, i + 1 :])
        found.append(p + 1)
    return a, np.array(found)


def permutation(p: Any, n: int, *_: Any) -> Any:
    """P of exchanges of rows."""
    rows = np.arange(n)
    for i, q in enumerate(p):
        rows[[i, q - 1]] = rows[[q - 1, i]]
    return np.eye(n)[rows].T


def lu(x: Any) -> Any:
    a, p = pivots(x)
    m, n = a.shape
    k = min(m, n)
    lower = np.tril(a[:, :k], -1) + np.eye(m, k)
    return permutation(p, m), lower, np.triu(a[:k])


def exponential(x: Any) -> Any:
    """Taylor's series, of a matrix divided by 1024, squared ten times."""
    term = total = np.eye(x.shape[-1]) + 0 * x
    for k in range(1, 20):
        term = term @ x / 1024 / k
        total = total + term
    for _ in range(10):
        total = total @ total
    return total


def info(*results: Any) -> Any:
    return (*results, np.zeros(results[0].shape[:-2], np.int32))


def shapes(*sizes: tuple[int, ...]) -> Any:
    return lambda *_: tuple(np.zeros(size) for size in sizes)


def only_shape(arguments: list[Any], *sizes: tuple[int, ...], **more: Any) -> Sample:
    reference = shapes(*sizes) if len(sizes) > 1 else lambda *_: np.zeros(sizes[0])
    return Sample(arguments, reference, values=False, differentiable=False, **more)


def solve(a: Any, b: Any, *_: Any) -> Any:
    return np.linalg.solve(a, b)


def upper_factor(x: Any) -> Any:
    return np.swapaxes(np.linalg.cholesky(x), -2, -1).conj()


def cofactors(x: Any) -> Any:
    """What the determinant changes by with each element, conjugated."""
    return np.conj(
        np.linalg.det(x)[..., None, None] * np.swapaxes(np.linalg.inv(x), -2, -1)
    )


def cofactors_gradient(x: Any, g: Any) -> Any:
    """Of sum(g * cofactors), by the derivatives of a determinant and of an inverse."""
    y, turned = cofactors(x), np.conj(np.swapaxes(np.linalg.inv(x), -2, -1))
    by = (np.conj(g) * y).sum((-2, -1), keepdims=True)
    return by * turned - y @ np.conj(np.swapaxes(g, -2, -1)) @ turned


def lstsq(a: Any, b: Any) -> Any:
    return np.linalg.pinv(a) @ b


def unsigned(*arguments: Any, **more: Any) -> Sample:
    """Without finite differences: a triangle is not read, or the last row of R jumps.

    LAPACK gives it another sign for complex matrices than for a real one beside them.
    """
    return Sample(*arguments, differentiable=False, **more)


def raw_qr(x: Any) -> Any:
    """R with reflectors below it, and their factors."""
    h, tau = np.linalg.qr(x, "raw")
    return np.swapaxes(h, -2, -1), tau


def solve_ldl(ld: Any, p: Any, b: Any, hermitian: bool) -> Any:
    """X with L D L^H X = b, without exchanges of rows."""
    low = np.tril(ld, -1) + np.eye(len(ld))
    right = low.T.conj() if hermitian else low.T
    return np.linalg.solve(low @ np.diag(np.diag(ld)) @ right, b)


_ORDER = np.array([1, 2, 3], np.int32)
_LU, _PIVOTS = pivots(SQUARE)
_PIVOTS = _PIVOTS.astype(np.int32)

SAMPLES |= {
    "lapack_cholesky": [
        unsigned([POSITIVE, True], lambda x, c: info(np.linalg.cholesky(x)))
    ],
    "lapack_lu": [
        Sample([SQUARE, True], lambda x, c: (*pivots(x), np.zeros((), np.int32))),
        Sample([WIDE, True], lambda x, c: (*pivots(x), np.zeros((), np.int32))),
        Sample([WIDE.T, False], lambda x, c: (*pivots(x), np.zeros((), np.int32))),
    ],
    "lapack_permutation": [
        Sample([_PIVOTS, 4, lambda dtype: dtype], permutation, differentiable=False)
    ],
    "lapack_inv": [
        Sample([SQUARE, True], lambda x, c: info(np.linalg.inv(x))),
        Sample([BATCH, False], lambda x, c: info(np.linalg.inv(x))),
    ],
    "lapack_solve": [
        Sample([SQUARE, RIGHT, True], lambda a, b, c: info(solve(a, b))),
        Sample(
            [SQUARE, real(3, 0), True], lambda a, b, c: info(b), differentiable=False
        ),
    ],
    "lapack_triangular": [
        Sample([LOWER, RIGHT, False, False], solve),
        Sample([LOWER.T, RIGHT, True, False], solve),
        Sample(
            [SQUARE, RIGHT, False, True],
            lambda a, b, *_: solve(np.tril(a, -1) + np.eye(3), b),
        ),
    ],
    "lapack_cofactors": [Sample([SQUARE], cofactors), Sample([BATCH], cofactors)],
    "lapack_cofactors_grad": [
        Sample([SQUARE, SQUARE.T], cofactors_gradient),
        Sample([BATCH, BATCH[::-1]], cofactors_gradient),
    ],
    "lapack_det": [Sample([SQUARE], np.linalg.det), Sample([BATCH], np.linalg.det)],
    "lapack_slogdet": [Sample([BATCH], lambda x: tuple(np.linalg.slogdet(x)))],
    "lapack_qr": [
        unsigned([SQUARE, "reduced"], lambda x, m: tuple(np.linalg.qr(x))),
        unsigned([WIDE, "reduced"], lambda x, m: tuple(np.linalg.qr(x))),
        Sample([WIDE.T, "reduced"], lambda x, m: tuple(np.linalg.qr(x))),
        unsigned([WIDE, "complete"], lambda x, m: tuple(np.linalg.qr(x, m))),
        only_shape([WIDE.T, "complete"], (4, 4), (4, 3)),
        only_shape([WIDE.T, "r"], (0,), (3, 3)),
    ],
    "lapack_geqrf": [
        unsigned([SQUARE], raw_qr),
        unsigned([WIDE], raw_qr),
        Sample([WIDE.T], raw_qr),
    ],
    "lapack_ldl": [
        only_shape([POSITIVE, True, True], (3, 3), (3,), ()),
        only_shape([BATCH, False, False], (2, 3, 3), (2, 3), (2,)),
    ],
    "lapack_ldl_solve": [
        Sample([LOWER, _ORDER, RIGHT, False], solve_ldl, differentiable=False),
        Sample([LOWER, _ORDER, RIGHT, True], solve_ldl, differentiable=False),
        Sample([LOWER, _ORDER, RIGHT[:, :0], True], solve_ldl, differentiable=False),
    ],
    "lapack_eigh": [only_shape([POSITIVE, False], (3,), (3, 3))],
    "lapack_eigvalsh": [
        unsigned([POSITIVE, True], lambda x, u: np.linalg.eigvalsh(x)),
    ],
    "lapack_eig": [only_shape([SQUARE], (3,), (3, 3))],
    "lapack_eigvals": [only_shape([SQUARE], (3,))],
    "lapack_svd": [
        only_shape([WIDE, False], (3, 3), (3,), (3, 4)),
        only_shape([WIDE, True], (3, 3), (3,), (4, 4)),
    ],
    "lapack_svdvals": [
        Sample([WIDE], lambda x: np.linalg.svd(x, compute_uv=False)),
    ],
    "lapack_lstsq": [
        Sample(
            [WIDE.T, np.vstack([RIGHT, [[1, 1]]]), 1e-5, driver],
            lambda a, b, *_: (lstsq(a, b), np.int64(3), np.zeros(3)),
            tolerance=256,
        )
        for driver in ("gelsy", "gels")
    ],
    "lapack_pinv": [
        Sample([WIDE, 0.0, 1e-5], lambda x, *_: np.linalg.pinv(x)),
        Sample([WIDE.T, 0.0, 1e-5], lambda x, *_: np.linalg.pinv(x)),
    ],
    "matrix_exponential": [Sample([SQUARE], exponential, tolerance=256)],
    "linalg_cholesky": [
        unsigned([POSITIVE], np.linalg.cholesky),
        unsigned(
            [POSITIVE], lambda x, upper: upper_factor(x), keywords={"upper": True}
        ),
    ],
    "linalg_cholesky_ex": [unsigned([POSITIVE], lambda x: info(np.linalg.cholesky(x)))],
    "cholesky": [
        unsigned([POSITIVE], np.linalg.cholesky),
        unsigned([POSITIVE, True], lambda x, u: upper_factor(x)),
    ],
    "cholesky_solve": [
        Sample([RIGHT, LOWER], lambda b, a: solve(a @ a.T, b)),
        Sample([RIGHT, LOWER.T, True], lambda b, a, u: solve(a.T @ a, b)),
    ],
    "cholesky_inverse": [
        Sample([LOWER], lambda a: np.linalg.inv(a @ a.T)),
        Sample([LOWER.T, True], lambda a, u: np.linalg.inv(a.T @ a)),
    ],
    "linalg_inv": [Sample([BATCH], np.linalg.inv)],
    "linalg_inv_ex": [Sample([SQUARE], lambda x: info(np.linalg.inv(x)))],
    "inverse": [Sample([SQUARE], np.linalg.inv)],
    "linalg_solve": [
        Sample([SQUARE, RIGHT], solve),
        Sample([SQUARE, RIGHT[:, 0]], solve),
        Sample([BATCH, RIGHT], solve),
        Sample(
            [SQUARE, RIGHT.T],
            lambda a, b, left: solve(a.T, b.T).T,
            keywords={"left": False},
        ),
    ],
    "linalg_solve_ex": [Sample([SQUARE, RIGHT], lambda a, b: info(solve(a, b)))],
    "linalg_solve_triangular": [
        Sample(
            [LOWER, RIGHT], lambda a, b, upper: solve(a, b), keywords={"upper": False}
        ),
        Sample(
            [LOWER, RIGHT.T],
            lambda a, b, upper, left: solve(a.T, b.T).T,
            keywords={"upper": False, "left": False},
        ),
    ],
    "linalg_lu_factor": [Sample([SQUARE], pivots)],
    "linalg_lu_factor_ex": [
        Sample([SQUARE], lambda x: (*pivots(x), np.zeros((), np.int32)))
    ],
    "linalg_lu": [Sample([WIDE], lu), Sample([WIDE.T], lu)],
    "lu_unpack": [
        Sample(
            [_LU, _PIVOTS],
            lambda a, p: (permutation(p, 3), np.tril(a, -1) + np.eye(3), np.triu(a)),
        )
    ],
    "linalg_lu_solve": [
        Sample([_LU, _PIVOTS, RIGHT], lambda a, p, b: unpacked_solve(a, p, b)),
        Sample(
            [_LU, _PIVOTS, RIGHT],
            lambda a, p, b, adjoint: unpacked_solve(a, p, b, True),
            keywords={"adjoint": True},
        ),
    ],
    "lu_solve": [
        Sample([RIGHT, _LU, _PIVOTS], lambda b, a, p: unpacked_solve(a, p, b))
    ],
    "det": [Sample([BATCH], np.linalg.det)],
    "slogdet": [Sample([BATCH], lambda x: tuple(np.linalg.slogdet(x)))],
    "logdet": [Sample([POSITIVE], lambda x: np.linalg.slogdet(x)[1])],
    "linalg_qr": [Sample([WIDE.T], lambda x: tuple(np.linalg.qr(x)))],
    "qr": [Sample([WIDE.T], lambda x: tuple(np.linalg.qr(x)))],
    "linalg_eigh": [only_shape([POSITIVE], (3,), (3, 3))],
    "linalg_eigvalsh": [unsigned([POSITIVE], np.linalg.eigvalsh)],
    "linalg_eig": [only_shape([SQUARE], (3,), (3, 3))],
    "linalg_eigvals": [only_shape([BATCH], (2, 3))],
    "linalg_svd": [only_shape([WIDE], (3, 3), (3,), (4, 4))],
    "svd": [
        only_shape([WIDE], (3, 3), (3,), (4, 3)),
        only_shape([WIDE, True, False], (3, 3), (3,), (4, 4)),
    ],
    "linalg_svdvals": [Sample([WIDE], lambda x: np.linalg.svd(x, compute_uv=False))],
    "linalg_lstsq": [
        Sample(
            [SQUARE, RIGHT],
            lambda a, b: (solve(a, b), np.int64(3), np.zeros(3)),
            tolerance=256,
        )
    ],
    "linalg_pinv": [
        Sample([WIDE], np.linalg.pinv),
        unsigned(
            [POSITIVE],
            lambda x, hermitian: np.linalg.pinv(x),
            keywords={"hermitian": True},
        ),
    ],
    "pinverse": [Sample([SQUARE], np.linalg.pinv)],
    "matrix_exp": [Sample([SQUARE], exponential, tolerance=256)],
    "matrix_power": [
        Sample([SQUARE, 3], np.linalg.matrix_power),
        Sample([SQUARE, 0], np.linalg.matrix_power, differentiable=False),
        Sample([SQUARE, 1], np.linalg.matrix_power),
        Sample([BATCH, -2], np.linalg.matrix_power, tolerance=256),
    ],
}


def unpacked_solve(a: Any, p: Any, b: Any, adjoint: bool = False) -> Any:
    """X of P L U X = b."""
    x = permutation(p, len(a)) @ (np.tril(a, -1) + np.eye(len(a))) @ np.triu(a)
    return solve(x.T.conj() if adjoint else x, b)
