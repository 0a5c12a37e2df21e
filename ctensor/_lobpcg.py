"""lobpcg: a few eigenvalues of a large symmetric matrix, by products with it alone."""

from __future__ import annotations

import math
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import ctensor as ct
from ctensor import linalg
from ctensor._C import Tensor

__all__ = ["lobpcg"]


def lobpcg(
    A: Tensor,  # noqa: N803
    k: int | None = None,
    B: Tensor | None = None,  # noqa: N803
    X: Tensor | None = None,  # noqa: N803
    n: int | None = None,
    iK: Tensor | None = None,  # noqa: N803
    niter: int | None = None,
    tol: float | None = None,
    largest: bool | None = None,
    method: str | None = None,
    tracker: Callable[[Any], None] | None = None,
    ortho_iparams: dict[str, int] | None = None,
    ortho_fparams: dict[str, float] | None = None,
    ortho_bparams: dict[str, bool] | None = None,
) -> tuple[Tensor, Tensor]:
    """The k largest or smallest eigenvalues and their vectors: A x = e B x.

    Args:
        A: symmetric, (*, m, m), float32 or float64.
        k: how many; the columns of X, or 1, if None. m is at least 3 n.
        B: symmetric positive definite like A, or None for the identity.
        X: a first guess, (*, m, n), n >= k; random, by the default generator, if None.
        n: how many vectors are sought together, k if None.
        iK: a preconditioner, about the inverse of A, (*, m, m) or (m, m).
        niter: the most steps; 1000 if None.
        tol: of |A x - e B x| relative to |x| (|A| + |e| |B|); the root of eps if None.
        largest: whether the largest ones, from large to small, or the smallest; True
            if None.
        method: 'basic' or 'ortho', between which PyTorch's differ; one here.
        tracker: called after each step with the state: E, X, R and ivars['istep'].
        ortho_iparams: without effect, as the next two: bases are made by QR.
        ortho_fparams: see above.
        ortho_bparams: see above.

    Returned are E (*, k) and X (*, m, k), which are orthonormal in B. RuntimeError for
    operands that require grad, which it would lose; ValueError for other shapes.
    Source: Knyazev 2001; bases as by Duersch and others 2018,
    https://arxiv.org/abs/1704.07458.

    >>> A = ct.tensor([9.0, 1.0, 4.0, 0.0, 2.0, 3.0]).diag()
    >>> ct.lobpcg(A, k=2)[0].round(decimals=3)
    tensor([9., 4.])
    """
    k, n = _check(A, k, B, X, n, iK, method)
    limit = ct.finfo(A.dtype).eps ** 0.5 if tol is None else tol
    steps = 1000 if niter is None else niter
    start = ct.randn((*A.shape[:-1], n), dtype=A.dtype) if X is None else X
    up = largest is None or largest
    each = [_listed(t, A.shape[:-2]) for t in (A, B, start, iK)]
    found = [
        _run(a, b, x, inverse, steps, limit, up, tracker)
        for a, b, x, inverse in zip(*each, strict=True)
    ]
    values = ct.stack([e[:k] for e, _ in found]).reshape(*A.shape[:-2], k)
    vectors = ct.stack([x[:, :k] for _, x in found])
    return values, vectors.reshape(*A.shape[:-1], k)


def _listed(t: Tensor | None, batch: tuple[int, ...]) -> list[Any]:
    """The matrices of a batch one by one, which t broadcasts to; None for each."""
    count = math.prod(batch)
    if t is None:
        return [None] * count
    return list(t.expand(*batch, *t.shape[-2:]).reshape(count, *t.shape[-2:]))


def _check(
    A: Tensor,  # noqa: N803
    k: int | None,
    B: Tensor | None,  # noqa: N803
    X: Tensor | None,  # noqa: N803
    n: int | None,
    iK: Tensor | None,  # noqa: N803
    method: str | None,
) -> tuple[int, int]:
    """How many are asked for, and sought."""
    if (
        A.dim() < 2
        or A.shape[-1] != A.shape[-2]
        or method not in (None, "basic", "ortho")
    ):
        raise ValueError(
            "lobpcg: expected A (*, m, m) and method 'basic' or 'ortho', got "
            f"{tuple(A.shape)} and {method!r}"
        )
    if A.dtype not in (ct.float32, ct.float64):
        raise NotImplementedError(f"lobpcg: expected float32 or float64, got {A.dtype}")
    if any(t is not None and t.requires_grad for t in (A, B, X, iK)):
        raise RuntimeError(
            "lobpcg: expected tensors that do not require grad, as it has no gradient; "
            "use .detach(), or linalg.eigh"
        )
    m = A.shape[-1]
    columns = X.shape[-1] if X is not None and X.dim() >= 2 else None
    k = (columns or 1) if k is None else k
    n = columns or (k if n is None else n)
    if not (1 <= k <= n and m >= 3 * n):
        raise ValueError(
            f"LPBPCG algorithm is not applicable when the number of A rows (={m}) is "
            f"smaller than 3 x the number of requested eigenpairs (={n}), or k={k} is "
            "not among them"
        )
    return k, n


def _basis(S: Tensor, root: Tensor | None) -> Tensor:  # noqa: N803
    """Columns that are orthonormal in B, whose factor L^T is `root`, as those of S."""
    if root is None:
        return linalg.qr(S)[0]
    q = linalg.qr(root @ S)[0]
    return linalg.solve_triangular(root, q, upper=True)


def _run(
    A: Tensor,  # noqa: N803
    B: Tensor | None,  # noqa: N803
    X: Tensor,  # noqa: N803
    iK: Tensor | None,  # noqa: N803
    niter: int,
    tol: float,
    largest: bool,
    tracker: Callable[[Any], None] | None,
) -> tuple[Tensor, Tensor]:
    """Of one matrix: all values and vectors that are sought."""
    n = X.shape[1]
    root = None if B is None else linalg.cholesky(B).mT
    size, size_b = (1.0 if t is None else float(linalg.norm(t)) for t in (A, B))

    def ritz(Q: Tensor) -> tuple[Tensor, Tensor]:  # noqa: N803
        values, z = linalg.eigh(Q.mT @ (A @ Q))
        if largest:
            values, z = values.flip(0), z.flip(1)
        return values[:n], Q @ z[:, :n]

    E, X = ritz(_basis(X, root))  # noqa: N806
    P = X[:, :0]  # noqa: N806
    for step in range(niter):
        BX = X if B is None else B @ X  # noqa: N806
        R = A @ X - BX * E  # noqa: N806
        scale = linalg.vector_norm(X, dim=0) * (size + E.abs() * size_b)
        if tracker is not None:
            ivars = {"istep": step, "k": n, "n": n, "m": len(A)}
            tracker(SimpleNamespace(A=A, B=B, E=E, X=X, R=R, ivars=ivars))
        if bool((linalg.vector_norm(R, dim=0) <= tol * scale).all()):
            break
        W = R if iK is None else iK @ R  # noqa: N806
        E, new = ritz(_basis(ct.cat([X, W, P], 1), root))  # noqa: N806
        P = new - X @ (BX.mT @ new)  # noqa: N806
        X = new  # noqa: N806
    return E, X
