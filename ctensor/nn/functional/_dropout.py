"""Dropout."""

from __future__ import annotations

import ctensor as ct
from ctensor import _C


def dropout(
    input: ct.Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> ct.Tensor:
    """Zero each element with probability `p` and scale the rest by 1 / (1 - p).

    Without `training` the input comes back as it is. Raises ValueError unless
    0 <= p <= 1.
    """
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    if not training or p == 0.0:
        return input
    if not inplace and not input.is_complex():
        return _C.dropout(input, p)
    factor = _C.dropout(ct.ones_like(input.real, requires_grad=False), p)
    return input.mul_(factor) if inplace else input * factor
