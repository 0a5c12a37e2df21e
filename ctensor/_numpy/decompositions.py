"""np.linalg's factors, solutions and eigenvalues, on ctensor.linalg.

Integers are computed in float64; what cannot be factored raises NumPy's LinAlgError.
"""

from __future__ import annotations

from functools import wraps

import numpy as np
from numpy.linalg._linalg import (
    EighResult,
    EigResult,
    QRResult,
    SlogdetResult,
    SVDResult,
)

import ctensor as ct
from ctensor._numpy._convert import inexact, promote_arrays
from ctensor._numpy._registry import implements


def linear(name):
    """Registers a function as np.linalg's, with NumPy's class of errors."""

    def register(function):
        @wraps(function)
        def call(*args, **kwargs):
            try:
                return function(*args, **kwargs)
            except RuntimeError as error:
                raise np.linalg.LinAlgError(str(error)) from None

        return implements(f"linalg.{name}")(call)

    return register


def operands(*arrays):
    """Them as Tensors of one inexact dtype."""
    return [inexact(t) for t in promote_arrays(*arrays)]


@linear("inv")
def inv(a):
    return ct.linalg.inv(inexact(a))


@linear("det")
def det(a):
    return ct.det(inexact(a))


@linear("slogdet")
def slogdet(a):
    return SlogdetResult(*ct.slogdet(inexact(a)))


@linear("cholesky")
def cholesky(a, /, *, upper=False):
    return ct.linalg.cholesky(inexact(a), upper=upper)


@linear("solve")
def solve(a, b):
    a, b = operands(a, b)
    if b.ndim == 1:
        return ct.linalg.solve(a, b.unsqueeze(-1)).squeeze(-1)
    if b.ndim == a.ndim - 1:  # which NumPy takes for matrices
        b = b.expand(*a.shape[: a.ndim - b.ndim], *b.shape)
    return ct.linalg.solve(a, b)


@linear("qr")
def qr(a, mode="reduced"):
    if mode not in ("reduced", "complete", "r"):
        return NotImplemented
    q, r = ct.linalg.qr(inexact(a), "reduced" if mode == "r" else mode)
    return r if mode == "r" else QRResult(q, r)


@linear("eigh")
def eigh(a, UPLO="L"):  # noqa: N803
    return EighResult(*ct.linalg.eigh(inexact(a), UPLO.upper()))


@linear("eigvalsh")
def eigvalsh(a, UPLO="L"):  # noqa: N803
    return ct.linalg.eigvalsh(inexact(a), UPLO.upper())


def is_real(a, values):
    """Are the eigenvalues of a real matrix all real? NumPy then gives real arrays."""
    return not a.dtype.is_complex and bool((values.detach().imag == 0).all())


@linear("eig")
def eig(a):
    a = inexact(a)
    values, vectors = ct.linalg.eig(a)
    if is_real(a, values):
        return EigResult(values.real, vectors.real)
    return EigResult(values, vectors)


@linear("eigvals")
def eigvals(a):
    a = inexact(a)
    values = ct.linalg.eigvals(a)
    return values.real if is_real(a, values) else values


@linear("svd")
def svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    a = inexact(a)
    if hermitian:
        return by_eigenvalues(a, compute_uv)
    if not compute_uv:
        return ct.linalg.svdvals(a)
    return SVDResult(*ct.linalg.svd(a, full_matrices))


def by_eigenvalues(a, compute_uv):
    """Of Hermitian matrices: the sizes of eigenvalues, the largest first."""
    values, vectors = ct.linalg.eigh(a)
    order = ct.abs(values.detach()).argsort(-1, descending=True)
    values = ct.take_along_dim(values, order, -1)
    if not compute_uv:
        return ct.abs(values)
    u = ct.take_along_dim(vectors, order[..., None, :], -1)
    right = u * ct.sign(values.detach())[..., None, :]
    return SVDResult(u, ct.abs(values), ct.conj(right.transpose(-1, -2)))


@linear("svdvals")
def svdvals(x, /):
    return ct.linalg.svdvals(inexact(x))


@linear("pinv")
def pinv(a, rcond=None, hermitian=False, *, rtol=np._NoValue):
    a = inexact(a)
    limit = rcond if rtol is np._NoValue else rtol
    if limit is None:
        limit = max(a.shape[-2:]) * ct.finfo(a.dtype).eps if rtol is None else 1e-15
    return ct.linalg.pinv(a, rtol=float(limit), hermitian=hermitian)


@linear("lstsq")
def lstsq(a, b, rcond=None):
    a, b = operands(a, b)
    eps = ct.finfo(a.dtype).eps
    limit = max(a.shape) * eps if rcond is None else eps if rcond == -1 else rcond
    x, residuals, rank, s = ct.linalg.lstsq(a, b, float(limit), driver="gelsd")
    return x, residuals, int(rank), s


@linear("matrix_rank")
def matrix_rank(A, tol=None, hermitian=False, *, rtol=None):  # noqa: N803
    if isinstance(A, ct.Tensor) and A.ndim < 2:
        return int((A != 0).any())
    return ct.linalg.matrix_rank(inexact(A), atol=tol, rtol=rtol, hermitian=hermitian)


@linear("cond")
def cond(x, p=None):
    return ct.linalg.cond(inexact(x), p)


@linear("tensorinv")
def tensorinv(a, ind=2):
    return ct.linalg.tensorinv(inexact(a), ind)


@linear("tensorsolve")
def tensorsolve(a, b, axes=None):
    a, b = operands(a, b)
    return ct.linalg.tensorsolve(a, b, axes)
