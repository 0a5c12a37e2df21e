"""Products of Householder reflectors, in two matrix products and a triangular solve.

Reflector i is H_i = I - tau_i v_i v_i^H, where v_i is column i of a matrix below its
diagonal, with 1 on the diagonal and 0 above: what LAPACK's geqrf leaves. Their product
is H_1 ... H_k = I - V T V^H with T = (I + diag(tau) S)^-1 diag(tau) and S the part of
V^H V above the diagonal. Source: Joffrain and others 2006, "Accumulating Householder
transformations, revisited". It is made of ops, so that it has every gradient.
"""

from __future__ import annotations

from ctensor import _C
from ctensor._C import Tensor

__all__ = ["householder_product", "ormqr"]


def _reflectors(
    op: str, input: Tensor, tau: Tensor, size: int
) -> tuple[Tensor, Tensor]:
    """V (*, size, k) and T (*, k, k)."""
    inexact = input.is_floating_point() or input.is_complex()
    if not inexact or input.dtype != tau.dtype:
        raise RuntimeError(
            f"{op}: expected input and tau of one floating or complex dtype, got "
            f"{input.dtype} and {tau.dtype}"
        )
    k = tau.shape[-1] if tau.dim() else -1
    batch = input.shape[:-2]
    if input.dim() < 2 or tau.shape != (*batch, k) or k > input.shape[-1]:
        raise RuntimeError(
            f"{op}: expected input (*, m, n) and tau (*, k) with k <= n, got "
            f"{tuple(input.shape)} and {tuple(tau.shape)}"
        )
    if input.shape[-2] != size or k > size:
        raise RuntimeError(
            f"{op}: expected reflectors of {size} elements, and not more than that, "
            f"got {tuple(input.shape)} and {tuple(tau.shape)}"
        )
    ones = _C.eye(size, k, dtype=input.dtype, device=input.device)
    v = input[..., :k].tril(-1) + ones
    between = (v.mH @ v).triu(1)
    rows = tau.unsqueeze(-1)
    t = _C._linalg_solve_triangular(
        rows * between, rows.squeeze(-1).diag_embed(), upper=True, unitriangular=True
    )
    return v, t


def _into(y: Tensor, out: Tensor | None) -> Tensor:
    return y if out is None else _C.mul(y, True, out=out)


def householder_product(
    input: Tensor, tau: Tensor, *, out: Tensor | None = None
) -> Tensor:
    """The first n columns of H_1 ... H_k, of reflectors (*, m, n) and tau (*, k).

    These are orthonormal where tau is 2 / |v|^2, as geqrf's is; k <= n <= m.
    RuntimeError for other shapes, and where the dtypes are not one floating or complex
    dtype.

    >>> v, tau = ct.tensor([[0.0], [1.0]]), ct.tensor([1.0])
    >>> ct.linalg.householder_product(v, tau)
    tensor([[ 0.],
            [-1.]])
    """
    op = "linalg.householder_product"
    m, n = input.shape[-2:] if input.dim() >= 2 else (0, 0)
    if n > m:
        raise RuntimeError(f"{op}: expected m >= n, got {tuple(input.shape)}")
    v, t = _reflectors(op, input, tau, m)
    ones = _C.eye(m, n, dtype=input.dtype, device=input.device)
    return _into(ones - v @ (t @ v[..., :n, :].mH), out)


def ormqr(
    input: Tensor,
    input2: Tensor,
    input3: Tensor,
    left: bool = True,
    transpose: bool = False,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """Q @ input3, or input3 @ Q unless left, with Q = H_1 ... H_k of all m columns.

    With transpose Q^H takes the place of Q. input (*, m, n) and input2, tau (*, k), are
    as of householder_product, input3 (*, m, p), or (*, p, m) unless left.

    >>> v, tau = ct.tensor([[0.0], [1.0]]), ct.tensor([1.0])
    >>> ct.ormqr(v, tau, ct.tensor([[1.0], [2.0]]))
    tensor([[-2.],
            [-1.]])
    """
    op, other = "ormqr", input3
    if other.dim() < 2 or other.dtype != input.dtype:
        raise RuntimeError(
            f"{op}: expected other (*, m, p) of the dtype of input, {input.dtype}, got "
            f"{tuple(other.shape)} of {other.dtype}"
        )
    v, t = _reflectors(op, input, input2, other.shape[-2 if left else -1])
    t = t.mH if transpose else t
    if left:
        return _into(other - v @ (t @ (v.mH @ other)), out)
    return _into(other - ((other @ v) @ t) @ v.mH, out)
