"""What is short in terms of LAPACK's factors: norms, ranks, forms of calls."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from ctensor import _C
from ctensor._C import Tensor, dtype
from ctensor._finfo import finfo
from ctensor._whole import whole_numbers

Order = float | str | None
Dims = int | Sequence[int] | None
Limit = float | Tensor | None


def vander(x: Tensor, *, N: int | None = None) -> Tensor:  # noqa: N803
    """Vandermonde's matrices (*, n, N) of vectors (*, n): powers 0 to N - 1 of x.

    Any dtype; integers become int64, but for uint64. RuntimeError for a 0-d x.

    >>> ct.linalg.vander(ct.tensor([2, 3])).tolist()
    [[1, 2], [1, 3]]
    """
    if x.ndim == 0:
        raise RuntimeError("linalg.vander: expected at least 1 dim, got a 0-d tensor")
    whole = not (x.is_floating_point() or x.is_complex())
    x = x.long() if whole and x.dtype != _C.uint64 else x
    count = x.shape[-1] if N is None else N
    columns = [_C.ones_like(x)] if count else []
    for _ in range(count - 1):
        columns.append(columns[-1] * x)
    return _C.stack(columns, -1) if columns else x.new_zeros((*x.shape, 0))


def diagonal(A: Tensor, *, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Tensor:  # noqa: N803
    """The diagonals of matrices, a view: as `ct.diagonal`, over the last two dims."""
    return _C.diagonal(A, offset, dim1, dim2)


# ---- norms -----------------------------------------------------------------------


def norm(
    A: Tensor,  # noqa: N803
    ord: Order = None,
    dim: Dims = None,
    keepdim: bool = False,
    *,
    out: Tensor | None = None,
    dtype: dtype | None = None,
) -> Tensor:
    """A norm of vectors (one dim, or no ord) or of matrices (two dims).

    Without ord the root of the sum of squares over dim, by default over all elements.
    Otherwise see vector_norm and matrix_norm; without dim, A is a vector or a matrix.
    RuntimeError for other numbers of dims.

    >>> ct.linalg.norm(ct.tensor([3.0, 4.0])).item()
    5.0
    """
    dims = (
        None if dim is None else whole_numbers(dim, "linalg.norm: expected dim as ints")
    )
    if ord is None:
        return _C._vector_norm(A, 2, dims, keepdim, dtype=dtype, out=out)
    count = A.ndim if dims is None else len(dims)
    if count not in (1, 2):
        raise RuntimeError(f"linalg.norm: expected 1 or 2 dims, got {count}")
    if count == 1 and not isinstance(ord, str):
        return _C._vector_norm(A, ord, dims, keepdim, dtype=dtype, out=out)
    if count == 1:
        raise RuntimeError(f"linalg.norm: expected 2 dims for ord {ord!r}, got 1")
    return matrix_norm(
        A, ord, (-2, -1) if dims is None else dims, keepdim, dtype=dtype, out=out
    )


def matrix_norm(
    A: Tensor,  # noqa: N803
    ord: float | str = "fro",
    dim: Sequence[int] = (-2, -1),
    keepdim: bool = False,
    *,
    dtype: dtype | None = None,
    out: Tensor | None = None,
) -> Tensor:
    """Norms of matrices over two dims.

    ord: 'fro' the root of the sum of squares, 'nuc' the sum of the singular values, 2
    and -2 the largest and smallest of them, inf and -inf the largest and smallest sum
    of |elements| of a row, 1 and -1 of a column. Real, of the dtype's precision. The
    largest of none is 0, the smallest of none an IndexError. RuntimeError for another
    ord or not two dims.

    >>> ct.linalg.matrix_norm(ct.tensor([[3.0, 0.0], [0.0, 4.0]]), "nuc").item()
    7.0
    """
    row, column = _two_dims(A, dim)
    if dtype is not None:
        A = A.to(dtype)  # noqa: N806
    if ord == "fro":
        return _C._vector_norm(A, 2, (row, column), keepdim, out=out)
    if ord in (2, -2, "nuc"):
        result = _of_singular_values(A, ord, row, column, keepdim)
    elif ord in (1, -1, math.inf, -math.inf):
        summed, kept = (row, column) if abs(float(ord)) == 1 else (column, row)
        sums = _C._vector_norm(A, 1, summed, True)
        result = _extreme(sums, kept, float(ord) > 0)
        result = result if keepdim else result.squeeze((row, column))
    else:
        raise RuntimeError(
            "linalg.matrix_norm: expected ord 'fro', 'nuc', 2, -2, 1, -1, inf or -inf, "
            f"got {ord!r}"
        )
    return result if out is None else _stored(result, out)


def _two_dims(A: Tensor, dim: Sequence[int]) -> tuple[int, int]:  # noqa: N803
    if A.ndim < 2 or len(dim) != 2:
        raise RuntimeError(
            f"linalg.matrix_norm: expected 2 dims of a tensor that has them, got {dim} "
            f"of {A.ndim}"
        )
    for d in dim:
        if not -A.ndim <= d < A.ndim:
            raise IndexError(
                f"linalg.matrix_norm: expected dim in [{-A.ndim}, {A.ndim - 1}], "
                f"got {d}"
            )
    row, column = (d % A.ndim for d in dim)
    if row == column:
        raise RuntimeError(f"linalg.matrix_norm: expected different dims, got {dim}")
    return row, column


def _of_singular_values(
    A: Tensor,  # noqa: N803
    ord: float | str,
    row: int,
    column: int,
    keepdim: bool,
) -> Tensor:
    values = _C._linalg_svdvals(A.movedim((row, column), (-2, -1)))
    if ord == "nuc":
        result = values.sum(-1)
    else:
        result = _extreme(values, -1, ord == 2).squeeze(-1)
    if keepdim:
        for d in sorted((row, column)):
            result = result.unsqueeze(d)
    return result


def _extreme(sizes: Tensor, dim: int, largest: bool) -> Tensor:
    """The largest or smallest along a dim, which is kept; of none the largest is 0."""
    if largest and sizes.shape[dim] == 0:
        return sizes.sum(dim, True)
    return (_C.amax if largest else _C.amin)(sizes, dim, True)


def _stored(result: Tensor, out: Tensor) -> Tensor:
    return _C.mul(result, 1, out=out)


# ---- ranks and conditions -----------------------------------------------------------


def matrix_rank(
    A: Tensor,  # noqa: N803
    tol: Limit = None,
    hermitian: bool = False,
    *,
    atol: Limit = None,
    rtol: Limit = None,
    out: Tensor | None = None,
) -> Tensor:
    """How many singular values (of Hermitian A |eigenvalues|) count: int64 (*).

    Those count that are larger than max(atol, rtol * the largest); rtol is max(m, n) *
    eps unless a limit is given, tol an older name of atol. No gradient.

    >>> ct.linalg.matrix_rank(ct.ones(3, 3)).item()
    1
    """
    atol = tol if atol is None else atol
    with _C.no_grad():
        values = _C.abs(_C._linalg_eigvalsh(A)) if hermitian else _C._linalg_svdvals(A)
        if rtol is None:
            usual = max(A.shape[-2:]) * finfo(values.dtype).eps
            rtol = 0.0 if _is_given(atol) else usual
        if values.shape[-1] == 0:
            counts = values.new_zeros(values.shape[:-1], dtype=_C.int64)
        else:
            limit = values.amax(-1) * rtol
            limit = _C.maximum(
                limit, _C.zeros_like(limit) + (0 if atol is None else atol)
            )
            counts = (values > limit.unsqueeze(-1)).sum(-1)
    return counts if out is None else _stored(counts, out)


def _is_given(limit: Limit) -> bool:
    return isinstance(limit, Tensor) or (limit is not None and limit > 0)


def cond(A: Tensor, p: Order = None, *, out: Tensor | None = None) -> Tensor:  # noqa: N803
    """How much relative errors may grow in a solution: norm(A) * norm(inv(A)).

    Real, (*). p is a norm of matrix_norm's; None is 2, for which A need not be
    square. Infinity for singular matrices, 0 for those without elements.

    >>> ct.linalg.cond(ct.tensor([[2.0, 0.0], [0.0, 1.0]])).item()
    2.0
    """
    if p is None or p in (2, -2):
        values = _C._linalg_svdvals(A)
        if values.shape[-1] == 0:
            result = values.sum(-1)
        else:
            first, last = values[..., 0], values[..., -1]
            result = last / first if p == -2 else first / last
        return result if out is None else _stored(result, out)
    if A.ndim < 2 or A.shape[-1] != A.shape[-2]:
        raise RuntimeError(
            f"linalg.cond: expected square matrices for p {p!r}, got {list(A.shape)}"
        )
    inverse, info = _C._linalg_inv_ex(A)
    regular = info == 0
    inverse = _C.where(regular.unsqueeze(-1).unsqueeze(-1), inverse, 0)
    result = matrix_norm(A, p) * matrix_norm(inverse, p)
    result = _C.where(regular, result, math.inf)
    return result if out is None else _stored(result, out)


# ---- factors and solutions ---------------------------------------------------------


def svd(
    A: Tensor,  # noqa: N803
    full_matrices: bool = True,
    *,
    driver: str | None = None,
    out: Any = None,
) -> Any:
    """Singular values and vectors: (U, S, Vh) with U @ diag(S) @ Vh = A (*, m, n).

    Columns of U and rows of Vh are orthonormal, S goes from large to small: shapes
    (*, m, m), (*, k), (*, n, n) with k = min(m, n); (*, m, k) and (*, k, n) unless
    full_matrices. Gradients need different singular values, and are those of the
    first k vectors. `driver` chooses among those of other devices, and is None
    here. LinAlgError for infinities and NaN.

    >>> ct.linalg.svd(ct.tensor([[0.0, 2.0], [1.0, 0.0]])).S.tolist()
    [2.0, 1.0]
    """
    if driver is not None:
        raise RuntimeError(f"linalg.svd: expected driver None on a CPU, got {driver!r}")
    return _C._linalg_svd(A, full_matrices, out=out)


class LstsqResult(NamedTuple):
    """What lstsq returns."""

    solution: Tensor
    residuals: Tensor
    rank: Tensor
    singular_values: Tensor


def lstsq(
    A: Tensor,  # noqa: N803
    B: Tensor,  # noqa: N803
    rcond: float | None = None,
    *,
    driver: str | None = None,
) -> LstsqResult:
    """Solutions of least squares: the smallest X (*, n, k) with the least |A @ X - B|.

    A is (*, m, n), B (*, m, k), or of vectors (*, m); batches broadcast. Singular
    values up to rcond * the largest count as 0; rcond is max(m, n) * eps unless
    given. `driver` is LAPACK's: 'gelsy' (the default), 'gels' (A of full rank),
    'gelsd' or 'gelss', which runs 'gelsd'. residuals are the sums of |A @ X - B|^2
    where m > n and every A has full rank, and not with 'gelsy'; rank is empty with
    'gels'; singular_values are there with 'gelsd'. What is not there is empty.

    >>> ct.linalg.lstsq(ct.eye(2), ct.tensor([[1.0], [2.0]])).solution.tolist()
    [[1.0], [2.0]]
    """
    driver = driver or "gelsy"
    if driver not in ("gelsy", "gels", "gelsd", "gelss"):
        raise RuntimeError(
            "linalg.lstsq: expected driver 'gelsy', 'gels', 'gelsd' or 'gelss', got "
            f"{driver!r}"
        )
    runs: Any = "gelsd" if driver == "gelss" else driver
    x, rank, values = _C._linalg_lstsq(A, B, rcond, runs)
    residuals = values.new_zeros(0)
    if A.shape[-2] > A.shape[-1] and driver != "gelsy":
        full = driver == "gels" or bool((rank == A.shape[-1]).all())
        if full and x.ndim >= 2 and B.ndim >= 2:
            residuals = _C.square(_C.abs(A @ x - B)).sum(-2)
        elif full:
            difference = (A @ x.unsqueeze(-1)).squeeze(-1) - B
            residuals = _C.square(_C.abs(difference)).sum(-1, True)
    return LstsqResult(
        x,
        residuals,
        rank.new_zeros(0) if driver == "gels" else rank,
        values if runs == "gelsd" else values.new_zeros(0),
    )


def tensorinv(A: Tensor, ind: int = 2, *, out: Tensor | None = None) -> Tensor:  # noqa: N803
    """The inverse under tensordot of A, whose first `ind` dims are the rows.

    The products of the sizes of A's first `ind` dims and of its others are the
    same; the result has them in exchanged order. RuntimeError for other shapes,
    LinAlgError for singular A.

    >>> ct.linalg.tensorinv(ct.eye(6).reshape(2, 3, 6)).shape
    ctensor.Size([6, 2, 3])
    """
    if ind <= 0:
        raise RuntimeError(f"linalg.tensorinv: expected a positive ind, got {ind}")
    first, last = tuple(A.shape[:ind]), tuple(A.shape[ind:])
    n = math.prod(first)
    if n != math.prod(last):
        raise RuntimeError(
            "linalg.tensorinv: expected as many elements in the first ind dims as in "
            f"the others, got shape {list(A.shape)} and ind {ind}"
        )
    result = _C._linalg_inv(A.reshape(n, n)).reshape(last + first)
    return result if out is None else _stored(result, out)


def tensorsolve(
    A: Tensor,  # noqa: N803
    B: Tensor,  # noqa: N803
    dims: Sequence[int] | None = None,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """X with tensordot(A, X, X.ndim) = B; `dims` of A first go behind its others.

    RuntimeError unless A has the dims of B and others of as many elements; LinAlgError
    for singular A.

    >>> ct.linalg.tensorsolve(ct.eye(6).reshape(2, 3, 6), ct.ones(2, 3)).shape
    ctensor.Size([6])
    """
    if dims is not None:
        moved = [d % A.ndim for d in dims]
        A = A.permute([d for d in range(A.ndim) if d not in moved] + moved)  # noqa: N806
    rest = tuple(A.shape[B.ndim :])
    n = math.prod(rest)
    if n != B.numel() or A.numel() != n * n:
        raise RuntimeError(
            "linalg.tensorsolve: expected A of the dims of B and others of as many "
            f"elements, got shapes {list(A.shape)} and {list(B.shape)}"
        )
    result = _C._linalg_solve(A.reshape(n, n), B.reshape(n)).reshape(rest)
    return result if out is None else _stored(result, out)
