"""Products whose arguments take several forms: `torch.functional`'s names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ctensor import _C
from ctensor._C import Tensor
from ctensor._copies import alias_copy
from ctensor._einsum import einsum_of
from ctensor._whole import is_whole

__all__ = ["chain_matmul", "einsum", "tensordot"]

Dims = int | Sequence[int] | Sequence[Sequence[int]] | Tensor


def einsum(*args: Any) -> Tensor:
    """Sums of products of elements, by subscripts (Einstein's notation).

    `einsum("bij,bjk->bik", a, b)`, or with lists of ints,
    `einsum(a, [0, 1], b, [1, 2], [0, 2])`. A letter names a dim; dims of one letter
    have one size, or size 1, which broadcasts. A letter twice in one operand takes the
    diagonal. Letters that the output lacks are summed over; without "->" these are
    those that occur more than once, and the others stand in alphabetical order. "..."
    stands for any dims, which broadcast. Operands have one dtype, any that `matmul`
    takes; the result has it too. Of more than two operands the pair is contracted first
    that leaves least behind. RuntimeError for subscripts that do not fit.

    >>> a, b = ct.ones(2, 3), ct.ones(3, 4)
    >>> ct.einsum("ij,jk->ik", a, b).shape
    ctensor.Size([2, 4])
    """
    if len(args) == 2 and isinstance(args[1], (list, tuple)) and type(args[0]) is str:
        args = (args[0], *args[1])
    return einsum_of(args, open_ellipsis=True)


def tensordot(
    a: Tensor, b: Tensor, dims: Dims = 2, out: Tensor | None = None
) -> Tensor:
    """Sums of products over pairs of dims of a and b.

    `dims` is how many of a's last and b's first dims, or a list of dims of a and one of
    b. The result has the dims that are left, a's before b's, and the dtype that both
    have. RuntimeError where sizes differ (1 broadcasts) or a dim comes twice.

    >>> ct.tensordot(ct.ones(2, 3, 4), ct.ones(4, 3), ([1, 2], [1, 0])).tolist()
    [12.0, 12.0]
    """
    if isinstance(dims, Tensor):
        dims = dims.tolist()
    dims = int(dims) if is_whole(dims) else dims
    if isinstance(dims, int):
        if not 0 <= dims <= min(a.ndim, b.ndim):
            raise RuntimeError(
                f"tensordot: expected 0 to {min(a.ndim, b.ndim)} dims, got {dims}"
            )
        return _C._tensordot(a, b, range(-dims, 0), range(dims), out=out)
    if len(dims) != 2:
        raise RuntimeError(
            f"tensordot: expected dims of both operands, got {len(dims)} lists"
        )
    left: Any
    right: Any
    left, right = dims
    return _C._tensordot(a, b, left, right, out=out)


def chain_matmul(*matrices: Tensor, out: Tensor | None = None) -> Tensor:
    """The product of matrices in the order that takes the fewest multiplications.

    `linalg.multi_dot` of a list is the same. RuntimeError for shapes that do not fit.

    >>> ct.chain_matmul(ct.ones(2, 3), ct.ones(3, 4), ct.ones(4, 1)).tolist()
    [[12.0], [12.0]]
    """
    if len(matrices) == 1:
        return alias_copy(matrices[0], out=out)
    return _C._multi_dot(matrices, out=out)
