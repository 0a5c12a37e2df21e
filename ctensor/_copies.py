"""The copies of views: `ct.narrow_copy(x, 0, 1, 2)` is `ct.narrow(x, 0, 1, 2).clone()`.

Each takes what the view takes, and `out` where that is one tensor. The result has
memory of its own, contiguous, and the gradient of the view.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ctensor as ct
from ctensor._C import Tensor

__all__ = [
    "alias_copy",
    "as_strided_copy",
    "detach_copy",
    "diagonal_copy",
    "expand_copy",
    "narrow_copy",
    "permute_copy",
    "select_copy",
    "slice_copy",
    "split_copy",
    "split_with_sizes_copy",
    "squeeze_copy",
    "t_copy",
    "transpose_copy",
    "unbind_copy",
    "unfold_copy",
    "unsqueeze_copy",
    "view_as_complex_copy",
    "view_as_real_copy",
    "view_copy",
]


def _copy(view: Tensor) -> Tensor:
    return view.clone(memory_format=ct.contiguous_format)


def _into(name: str, copy: Any, out: Tensor | None) -> Any:
    if out is None:
        return copy
    if not isinstance(copy, Tensor):
        raise TypeError(f"{name}: out= is not supported for several results")
    return ct.mul(copy, True, out=out)  # which changes no dtype


def _copying(name: str) -> Callable[..., Any]:
    def function(*args: Any, out: Tensor | None = None, **kwargs: Any) -> Any:
        view = getattr(ct, name, None) or getattr(Tensor, name)
        found = view(*args, **kwargs)
        one = isinstance(found, Tensor)
        copy = _copy(found) if one else tuple(map(_copy, found))
        return _into(function.__name__, copy, out)

    function.__name__ = function.__qualname__ = f"{name}_copy"
    function.__doc__ = f"{name}, as a copy: contiguous memory of its own."
    return function


def alias_copy(input: Tensor, *, out: Tensor | None = None) -> Tensor:
    """A contiguous copy of input."""
    copy: Tensor = _into("alias_copy", _copy(input), out)
    return copy


def slice_copy(
    input: Tensor,
    dim: int = 0,
    start: int | None = None,
    end: int | None = None,
    step: int = 1,
    *,
    out: Tensor | None = None,
) -> Tensor:
    """`input[start:end:step]` along dim, as a copy: contiguous memory of its own."""
    if not -input.dim() <= dim < input.dim():
        n = input.dim()
        raise IndexError(f"slice_copy: expected dim in [{-n}, {n - 1}], got {dim}")
    key = [slice(None)] * input.dim()
    key[dim] = slice(start, end, step)
    copy: Tensor = _into("slice_copy", _copy(input[tuple(key)]), out)
    return copy


def view_copy(
    input: Tensor,
    size: ct.dtype | int | Sequence[int],
    *,
    out: Tensor | None = None,
) -> Tensor:
    """A copy in another shape, or of the bytes as another dtype; of any strides."""
    copy: Tensor = _into("view_copy", _copy(input.contiguous().view(size)), out)
    return copy


as_strided_copy = _copying("as_strided")
detach_copy = _copying("detach")
diagonal_copy = _copying("diagonal")
expand_copy = _copying("expand")
narrow_copy = _copying("narrow")
permute_copy = _copying("permute")
select_copy = _copying("select")
split_copy = _copying("split")
split_with_sizes_copy = _copying("split_with_sizes")
squeeze_copy = _copying("squeeze")
t_copy = _copying("t")
transpose_copy = _copying("transpose")
unbind_copy = _copying("unbind")
unfold_copy = _copying("unfold")
unsqueeze_copy = _copying("unsqueeze")
view_as_complex_copy = _copying("view_as_complex")
view_as_real_copy = _copying("view_as_real")
