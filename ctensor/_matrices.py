"""Linear algebra that `torch` has beside `torch.linalg`: older names, low ranks.

Functions that PyTorch has removed, and keeps to say what takes their place, do the same
here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, NoReturn

import ctensor as ct
from ctensor import _C, linalg
from ctensor._C import Tensor
from ctensor._lobpcg import lobpcg as lobpcg
from ctensor._whole import whole_numbers
from ctensor.linalg._householder import householder_product
from ctensor.linalg._householder import ormqr as ormqr
from ctensor.linalg._indefinite import geqrf as geqrf

__all__ = [
    "eig",
    "frobenius_norm",
    "geqrf",
    "lobpcg",
    "lstsq",
    "lu",
    "lu_unpack",
    "matrix_rank",
    "norm_except_dim",
    "nuclear_norm",
    "orgqr",
    "ormqr",
    "pca_lowrank",
    "solve",
    "svd_lowrank",
    "symeig",
    "triangular_solve",
]

Dims = int | Sequence[int]


# ---- norms -------------------------------------------------------------------------


def frobenius_norm(
    input: Tensor, dim: Dims, keepdim: bool = False, *, out: Tensor | None = None
) -> Tensor:
    """The root of the sum of |x|^2 over one or two dims; over all if dim is empty.

    RuntimeError for more than two.

    >>> ct.frobenius_norm(ct.tensor([[3.0, 4.0]]), (0, 1))
    tensor(5.)
    """
    dims = whole_numbers(dim, "frobenius_norm: expected dim as ints")
    if len(dims) > 2:
        raise RuntimeError(
            f"frobenius_norm: expected at most 2 dims, got {len(dims)} dims"
        )
    return linalg.vector_norm(input, 2, dims or None, keepdim, out=out)


def nuclear_norm(
    input: Tensor, *args: Any, out: Tensor | None = None, **kwargs: Any
) -> Tensor:
    """The sum of the singular values of a matrix, or of those in two dims of a batch.

    `nuclear_norm(input, keepdim=False)` or `nuclear_norm(input, dim, keepdim=False)`.

    >>> ct.nuclear_norm(ct.tensor([[3.0, 0.0], [0.0, 4.0]]))
    tensor(7.)
    """
    whole = "dim" not in kwargs and (not args or isinstance(args[0], bool))
    dim, keepdim = _nuclear(whole, *args, **kwargs)
    if whole and input.dim() != 2:
        raise RuntimeError(
            f"nuclear_norm: expected a matrix, got {input.dim()} dims; name two in dim"
        )
    return linalg.matrix_norm(input, "nuc", dim, keepdim, out=out)


def _nuclear(whole: bool, *args: Any, **kwargs: Any) -> tuple[tuple[int, int], bool]:
    def of_matrix(keepdim: bool = False) -> tuple[tuple[int, int], bool]:
        return (-2, -1), keepdim

    def of_dims(
        dim: tuple[int, int], keepdim: bool = False
    ) -> tuple[tuple[int, int], bool]:
        return dim, keepdim

    return of_matrix(*args, **kwargs) if whole else of_dims(*args, **kwargs)


def norm_except_dim(v: Tensor, pow: int = 2, dim: int = 0) -> Tensor:
    """The p-norm, p = pow, over all dims but one, which are kept with size 1.

    Over all, without dims, where dim is -1.

    >>> ct.norm_except_dim(ct.tensor([[3.0, 4.0], [0.0, 2.0]]))
    tensor([[5.],
            [2.]])
    """
    if dim == -1:
        return linalg.vector_norm(v, pow)
    if not 0 <= dim < v.dim():
        raise IndexError(
            f"norm_except_dim: expected dim in [-1, {v.dim() - 1}], got {dim}"
        )
    others = tuple(d for d in range(v.dim()) if d != dim)
    return linalg.vector_norm(v, pow, others, True) if others else v.abs()


# ---- factors -----------------------------------------------------------------------


def lu(
    A: Tensor,  # noqa: N803
    pivot: bool = True,
    get_infos: bool = False,
    out: Sequence[Tensor] | None = None,
) -> tuple[Tensor, ...]:
    """`linalg.lu_factor`: (LU, pivots), or with get_infos (LU, pivots, infos).

    RuntimeError for a singular A unless get_infos.

    >>> ct.lu(ct.tensor([[2.0, 0.0], [0.0, 3.0]]))[1]
    tensor([1, 2], dtype=ctensor.int32)
    """
    found = linalg.lu_factor_ex(A, pivot=pivot, check_errors=not get_infos)
    made = tuple(found) if get_infos else (found[0], found[1])
    return made if out is None else _into("lu", made, out)


def lu_unpack(
    LU_data: Tensor,  # noqa: N803
    LU_pivots: Tensor,  # noqa: N803
    unpack_data: bool = True,
    unpack_pivots: bool = True,
    *,
    out: Sequence[Tensor] | None = None,
) -> Any:
    """P, L and U of what lu_factor gives.

    P @ L @ U = A, of A's `linalg.lu_factor`.

    Without unpack_data L and U are empty, without unpack_pivots P.

    >>> LU, pivots = ct.linalg.lu_factor(ct.tensor([[0.0, 2.0], [3.0, 4.0]]))
    >>> ct.lu_unpack(LU, pivots).U
    tensor([[3., 4.],
            [0., 2.]])
    """
    found = _C.lu_unpack(LU_data, LU_pivots)
    made = [found[0], found[1], found[2]]
    if not unpack_pivots:
        made[0] = LU_data.new_empty(0)
    if not unpack_data:
        made[1:] = [LU_data.new_empty(0), LU_data.new_empty(0)]
    if out is not None:
        made = list(_into("lu_unpack", tuple(made), out))
    return ct.return_types.lu_unpack((made[0], made[1], made[2]))


def _into(
    op: str, made: tuple[Tensor, ...], out: Sequence[Tensor]
) -> tuple[Tensor, ...]:
    """Results written into given tensors."""
    if len(out) != len(made):
        raise TypeError(f"{op}: expected out of {len(made)} tensors, got {len(out)}")
    return tuple(ct.mul(x, True, out=place) for x, place in zip(made, out, strict=True))


def orgqr(input: Tensor, input2: Tensor, *, out: Tensor | None = None) -> Tensor:
    """The older name of `linalg.householder_product`; input2 is tau.

    >>> ct.orgqr(ct.tensor([[0.0], [1.0]]), ct.tensor([1.0]))
    tensor([[ 0.],
            [-1.]])
    """
    return householder_product(input, input2, out=out)


class _TriangularSolve(NamedTuple):
    solution: Tensor
    cloned_coefficient: Tensor


def triangular_solve(
    b: Tensor,
    A: Tensor,  # noqa: N803
    upper: bool = True,
    transpose: bool = False,
    unitriangular: bool = False,
    *,
    out: Sequence[Tensor] | None = None,
) -> _TriangularSolve:
    """X with A @ X = b, or A^T @ X = b with transpose, and a copy of A.

    The older form of `linalg.solve_triangular`.

    >>> ct.triangular_solve(ct.ones(2, 1), ct.tensor([[2.0, 1], [0, 4]])).solution
    tensor([[0.3750],
            [0.2500]])
    """
    if b.dim() < 2 or A.dim() < 2:
        raise RuntimeError(
            "triangular_solve: expected b and A of at least 2 dims, got "
            f"{b.dim()} and {A.dim()}"
        )
    used, above = (A.mT, not upper) if transpose else (A, upper)
    x = linalg.solve_triangular(used, b, upper=above, unitriangular=unitriangular)
    made = (x, A.expand(*x.shape[:-2], *A.shape[-2:]).clone())
    return _TriangularSolve(
        *(made if out is None else _into("triangular_solve", made, out))
    )


# ---- low rank ----------------------------------------------------------------------


def svd_lowrank(
    A: Tensor,  # noqa: N803
    q: int | None = 6,
    niter: int | None = 2,
    M: Tensor | None = None,  # noqa: N803
) -> tuple[Tensor, Tensor, Tensor]:
    """About the q largest singular values and their vectors: U diag(S) V^H of A.

    Args:
        A: (*, m, n) of a floating or complex dtype.
        q: how many, a little more than the rank of A where that is known.
        niter: turns of the subspace: more is closer, where values fall off slowly.
        M: taken from A first, (*, 1 or m, n).

    Shapes: U (*, m, q), S (*, q), V (*, n, q). The subspace is begun at random, by the
    default generator. Source: Halko, Martinsson and Tropp 2009, algorithm 5.1,
    https://arxiv.org/abs/0909.4061.

    >>> A = ct.outer(ct.tensor([3.0, 4.0]), ct.tensor([1.0, 0.0, 0.0]))
    >>> ct.svd_lowrank(A, q=1)[1].round(decimals=3)
    tensor([5.])
    """
    q = 6 if q is None else q
    niter = 2 if niter is None else niter
    least = min(A.shape[-2:]) if A.dim() >= 2 else -1
    if not 0 <= q <= least or niter < 0:
        raise ValueError(
            "svd_lowrank: expected A (*, m, n), 0 <= q <= min(m, n) and niter >= 0, "
            f"got {tuple(A.shape)}, {q} and {niter}"
        )
    B = A if M is None else A - M  # noqa: N806
    wide = B.shape[-2] < B.shape[-1]
    B = B.mH if wide else B  # noqa: N806
    Q = _subspace(B, q, niter)  # noqa: N806
    U, S, Vh = linalg.svd(Q.mH @ B, full_matrices=False)  # noqa: N806
    U, V = Q @ U, Vh.mH  # noqa: N806
    return (V, S, U) if wide else (U, S, V)


def _subspace(A: Tensor, q: int, niter: int) -> Tensor:  # noqa: N803
    """Orthonormal columns that span about what the q largest singular vectors do."""
    start = ct.randn((A.shape[-1], q), dtype=A.dtype, device=A.device)
    Q = linalg.qr(A @ start)[0]  # noqa: N806
    for _ in range(niter):
        Q = linalg.qr(A.mH @ Q)[0]  # noqa: N806
        Q = linalg.qr(A @ Q)[0]  # noqa: N806
    return Q


def pca_lowrank(
    A: Tensor,  # noqa: N803
    q: int | None = None,
    center: bool = True,
    niter: int = 2,
) -> tuple[Tensor, Tensor, Tensor]:
    """About the q principal components of rows of A (*, m, n): `svd_lowrank`.

    The columns of V are the directions, S^2 / (m - 1) the variances along them, A @ V
    the rows in them. Without q there are min(6, m, n). With `center` the mean of each
    column is first taken from it. ValueError for q > min(m, n) or niter < 0.

    >>> A = ct.tensor([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]])
    >>> ct.pca_lowrank(A, q=1)[2].abs().flatten()
    tensor([0.7071, 0.7071])
    """
    m, n = A.shape[-2:]
    q = min(6, m, n) if q is None else q
    if not 0 <= q <= min(m, n):
        raise ValueError(
            f"q(={q}) must be non-negative integer and not greater than min(m, n)="
            f"{min(m, n)}"
        )
    if niter < 0:
        raise ValueError(f"niter(={niter}) must be non-negative integer")
    middle = A.mean(-2, keepdim=True) if center else None
    return svd_lowrank(A, q, niter, middle)


# ---- removed -----------------------------------------------------------------------


def _removed(name: str, instead: str) -> NoReturn:
    raise RuntimeError(
        f"{name}: this function was deprecated since version 1.9 of PyTorch and is now "
        f"removed. {instead}"
    )


def solve(input: Tensor, A: Tensor, *, out: Any = None) -> NoReturn:  # noqa: N803
    """RuntimeError: `linalg.solve` takes its place."""
    _removed("solve", "X = solve(B, A).solution is X = linalg.solve(A, B)")


def lstsq(input: Tensor, A: Tensor, *, out: Any = None) -> NoReturn:  # noqa: N803
    """RuntimeError: `linalg.lstsq` takes its place."""
    _removed("lstsq", "X = lstsq(B, A).solution[:n] is linalg.lstsq(A, B).solution")


def eig(self: Tensor, eigenvectors: bool = False, **out: Any) -> NoReturn:
    """RuntimeError: `linalg.eig` takes its place."""
    _removed("eig", "Use linalg.eigvals(A) or linalg.eig(A), which are complex")


def symeig(
    input: Tensor, eigenvectors: bool = False, upper: bool = True, *, out: Any = None
) -> NoReturn:
    """RuntimeError: `linalg.eigh` takes its place."""
    _removed("symeig", "Use linalg.eigvalsh or linalg.eigh, UPLO='U' if upper else 'L'")


def matrix_rank(
    input: Tensor, tol: Any = None, symmetric: bool = False, *, out: Any = None
) -> NoReturn:
    """RuntimeError: `linalg.matrix_rank` takes its place."""
    _removed("matrix_rank", "Use linalg.matrix_rank, where symmetric is hermitian")


def _lu(
    self: Tensor, pivot: bool = True, get_infos: bool = False
) -> tuple[Tensor, ...]:
    """See `lu`."""
    return lu(self, pivot, get_infos)


def _put_on_tensor() -> None:
    _lu.__name__ = _lu.__qualname__ = "lu"
    functions = {"geqrf": geqrf, "orgqr": orgqr, "ormqr": ormqr}
    functions["triangular_solve"] = triangular_solve
    functions |= {"solve": solve, "lstsq": lstsq, "eig": eig, "symeig": symeig}
    for name, function in {**functions, "lu": _lu}.items():
        setattr(Tensor, name, function)


_put_on_tensor()
