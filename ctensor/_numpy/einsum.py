"""np.einsum: see ctensor/_einsum.py."""

from __future__ import annotations

import numpy as np

from ctensor._einsum import as_product, einsum_of, parse
from ctensor._numpy._convert import alike, is_integral, promote
from ctensor._numpy._registry import implements, store


@implements(np.einsum)
def einsum(*operands, out=None, optimize=False, **kwargs):
    if len(operands) == 3 and out is None and not kwargs:
        text, a, b = operands
        if type(text) is str and alike((a, b)) and not is_integral(a):
            result = as_product(text, a, b)
            if result is not None:
                return result
    if any(value is not None for value in kwargs.values()):
        return NotImplemented
    tensors = promote(*parse(operands)[2])
    if is_integral(tensors[0]):
        return NotImplemented
    if isinstance(operands[0], str):
        given = (operands[0], *tensors)
    else:
        pairs = zip(tensors, operands[1::2], strict=False)
        last = operands[-1:] if len(operands) % 2 else ()
        given = (*(x for pair in pairs for x in pair), *last)
    return store(einsum_of(given), out)
