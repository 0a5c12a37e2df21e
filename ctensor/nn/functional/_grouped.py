"""Products of groups: a matrix product for each run of rows, columns or summands."""

from __future__ import annotations

import itertools

import ctensor as ct


def grouped_mm(
    mat_a: ct.Tensor,
    mat_b: ct.Tensor,
    *,
    offs: ct.Tensor | None = None,
    bias: ct.Tensor | None = None,
    out_dtype: ct.dtype | None = None,
) -> ct.Tensor:
    """The products of G groups, where `offs` (G) says where each ends.

    mat_a (G, M, K) and mat_b (G, K, N), without offs: (G, M, N). mat_a (M, K) whose
    rows are divided, and mat_b (G, K, N): (M, N). mat_a (G, M, K) and mat_b (K, N)
    whose columns are divided: (M, N). mat_a (M, K) and mat_b (K, N) whose K is divided:
    (G, M, N). What lies behind the last end counts 0. `bias` is added to the result,
    whose dtype `out_dtype` is. RuntimeError for shapes that do not fit, and for ends
    that are not in order or out of range.

    >>> a, b = ct.ones(3, 2), ct.tensor([[[1.0], [1.0]], [[2.0], [2.0]]])
    >>> grouped_mm(a, b, offs=ct.tensor([1, 3])).flatten()
    tensor([2., 4., 4.])
    """
    dims = (mat_a.dim(), mat_b.dim())
    if dims == (3, 3) and offs is None:
        y = ct.bmm(mat_a, mat_b)
    else:
        y = _divided(mat_a, mat_b, _ends(mat_a, mat_b, offs))
    y = y if bias is None else y + bias
    return y if out_dtype is None else y.to(out_dtype)


def _ends(a: ct.Tensor, b: ct.Tensor, offs: ct.Tensor | None) -> list[int]:
    """Where the groups begin and end, checked."""
    dims = (a.dim(), b.dim())
    if dims not in ((2, 3), (3, 2), (2, 2)) or offs is None or offs.dim() != 1:
        raise RuntimeError(
            "grouped_mm: expected mat_a and mat_b of 2 or 3 dims, and offs (G) unless "
            f"both have 3, got shapes {tuple(a.shape)} and {tuple(b.shape)} and offs "
            f"{None if offs is None else tuple(offs.shape)}"
        )
    groups = {(2, 3): b.shape[0], (3, 2): a.shape[0]}.get(dims, len(offs))
    total = {(2, 3): a.shape[0], (3, 2): b.shape[1]}.get(dims, a.shape[-1])
    ends = [0, *(int(n) for n in offs.tolist())]
    if groups != len(offs) or a.shape[-1] != b.shape[-2]:
        raise RuntimeError(
            f"grouped_mm: expected {groups} groups in offs and one K, got {len(offs)} "
            f"and shapes {tuple(a.shape)} and {tuple(b.shape)}"
        )
    if ends != sorted(ends) or ends[-1] > total:
        raise RuntimeError(
            f"grouped_mm: expected offs in order and up to {total}, got {ends[1:]}"
        )
    return ends


def _divided(a: ct.Tensor, b: ct.Tensor, ends: list[int]) -> ct.Tensor:
    spans = list(itertools.pairwise(ends))
    if a.dim() == b.dim():
        return ct.stack([a[:, i:j] @ b[i:j] for i, j in spans])
    if a.dim() == 2:
        parts = [a[i:j] @ b[g] for g, (i, j) in enumerate(spans)]
        rest = a.new_zeros((a.shape[0] - ends[-1], b.shape[2]))
        return ct.cat([*parts, rest])
    parts = [a[g] @ b[:, i:j] for g, (i, j) in enumerate(spans)]
    return ct.cat([*parts, b.new_zeros((a.shape[1], b.shape[1] - ends[-1]))], 1)
