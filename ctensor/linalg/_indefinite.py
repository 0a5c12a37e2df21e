"""Factors L D L^H of symmetric and Hermitian matrices, and reflectors as LAPACK's.

They need not be positive definite: D has blocks of one or two rows on its diagonal.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ctensor import _C
from ctensor._C import Tensor
from ctensor.autograd.function import Function

__all__ = ["geqrf", "ldl_factor", "ldl_factor_ex", "ldl_solve"]


class _Factor(NamedTuple):
    LD: Tensor
    pivots: Tensor


class _FactorEx(NamedTuple):
    LD: Tensor
    pivots: Tensor
    info: Tensor


class _Reflectors(NamedTuple):
    a: Tensor
    tau: Tensor


def _ready(op: str, A: Tensor) -> Tensor:  # noqa: N803
    """A in a dtype that LAPACK has; RuntimeError where a gradient would be lost."""
    if A.requires_grad and _C.is_grad_enabled():
        raise RuntimeError(
            f"{op}: expected a tensor that does not require grad, as these factors "
            "have no gradient; use .detach(), or another function of linalg"
        )
    return A.float() if A.dtype in (_C.float16, _C.bfloat16) else A


def geqrf(input: Tensor, *, out: Any = None) -> _Reflectors:
    """R on and above the diagonal of a (*, m, n), reflectors below, and tau (*, k).

    `linalg.householder_product(a, tau)` is Q, `ormqr` multiplies by it; `linalg.qr` is
    both at once. RuntimeError for an input that requires grad.

    >>> a, tau = ct.geqrf(ct.tensor([[3.0], [4.0]]))
    >>> a, tau
    (tensor([[-5.0000],
            [ 0.5000]]), tensor([1.6000]))
    """
    found = _C._lapack_geqrf(_ready("geqrf", input))
    made = _Reflectors(*(t.to(input.dtype) for t in found))
    return made if out is None else _Reflectors(*_into(made, out))


def _into(made: Any, out: Any) -> list[Tensor]:
    return [_C.mul(x, True, out=place) for x, place in zip(made, out, strict=True)]


def ldl_factor(A: Tensor, *, hermitian: bool = False, out: Any = None) -> _Factor:  # noqa: N803
    """LD and pivots with P L D L^T P^T = A (*, n, n), or with L^H if hermitian.

    Of A, symmetric or Hermitian, the lower triangle is read. L is below the diagonal of
    LD, D on it, with blocks of two rows where pivots are negative. LinAlgError for a
    singular A, RuntimeError for one that requires grad. Source: Bunch and Kaufman 1977.

    >>> ct.linalg.ldl_factor(ct.tensor([[2.0, 1.0], [1.0, 4.0]])).LD
    tensor([[2.0000, 0.0000],
            [0.5000, 3.5000]])
    """
    found = _factors("linalg.ldl_factor", A, hermitian, True)
    made = _Factor(found.LD, found.pivots)
    return made if out is None else _Factor(*_into(made, out))


def ldl_factor_ex(
    A: Tensor,  # noqa: N803
    *,
    hermitian: bool = False,
    check_errors: bool = False,
    out: Any = None,
) -> _FactorEx:
    """As ldl_factor; info is 0, or the place, from 1, of a zero on the diagonal of D.

    >>> int(ct.linalg.ldl_factor_ex(ct.zeros(2, 2)).info)
    1
    """
    made = _factors("linalg.ldl_factor_ex", A, hermitian, check_errors)
    return made if out is None else _FactorEx(*_into(made, out))


def _factors(op: str, A: Tensor, hermitian: bool, check: bool) -> _FactorEx:  # noqa: N803
    ld, pivots, info = _C._lapack_ldl(_ready(op, A), hermitian, check)
    return _FactorEx(ld.to(A.dtype), pivots, info)


class _Solve(Function):
    """The solution, linear in the right side."""

    @staticmethod
    def forward(ctx: Any, LD: Tensor, pivots: Tensor, B: Tensor, turned: bool) -> Any:  # noqa: N803
        ctx.save_for_backward(LD, pivots)
        ctx.hermitian = turned
        return _C._lapack_ldl_solve(LD, pivots, B, turned)

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        ld, pivots = ctx.saved_tensors
        (g,) = grads
        if ctx.hermitian:
            return None, None, _Solve.apply(ld, pivots, g, True), None
        solved = _Solve.apply(ld, pivots, g.conj(), False)
        return None, None, solved.conj(), None


def ldl_solve(
    LD: Tensor,  # noqa: N803
    pivots: Tensor,
    B: Tensor,  # noqa: N803
    *,
    hermitian: bool = False,
    out: Tensor | None = None,
) -> Tensor:
    """X (*, n, k) with A @ X = B, of the A that ldl_factor has factored.

    Batches broadcast. The gradient is that of B; RuntimeError for LD that requires
    grad. LinAlgError for pivots that ldl_factor cannot have given.

    >>> A = ct.tensor([[0.0, 2.0], [2.0, 0.0]])
    >>> ct.linalg.ldl_solve(*ct.linalg.ldl_factor(A), ct.tensor([[2.0], [4.0]]))
    tensor([[2.],
            [1.]])
    """
    op = "linalg.ldl_solve"
    if LD.dim() < 2 or B.dim() < 2 or LD.dtype != B.dtype or pivots.dim() < 1:
        raise RuntimeError(
            f"{op}: expected LD (*, n, n), pivots (*, n) and B (*, n, k), LD and B of "
            f"one dtype, got {tuple(LD.shape)} {LD.dtype}, {tuple(pivots.shape)} and "
            f"{tuple(B.shape)} {B.dtype}"
        )
    ld, b = _ready(op, LD), B.float() if B.dtype.itemsize == 2 else B
    batch = _batch(op, ld.shape[:-2], pivots.shape[:-1], b.shape[:-2])
    x = _Solve.apply(
        ld.expand(*batch, *ld.shape[-2:]),
        pivots.expand(*batch, pivots.shape[-1]),
        b.expand(*batch, *b.shape[-2:]),
        hermitian,
    )
    y: Tensor = x.to(B.dtype)
    return y if out is None else _C.mul(y, True, out=out)


def _batch(op: str, *shapes: tuple[int, ...]) -> tuple[int, ...]:
    """The batch that all broadcast to."""
    import ctensor as ct

    try:
        return tuple(ct.broadcast_shapes(*map(tuple, shapes)))
    except RuntimeError:
        raise RuntimeError(
            f"{op}: expected batches that broadcast, got {list(map(tuple, shapes))}"
        ) from None
