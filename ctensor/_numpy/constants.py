"""Functions whose results have no gradient: NumPy computes them on views.

Places, truths, counts, dtypes, text and files; what they say of a tensor does not
change when its values change a little.
"""

import numpy as np

from ctensor import _C
from ctensor._numpy._registry import CONSTANT, lookup

NAMES = """
argsort argpartition searchsorted digitize lexsort nonzero flatnonzero argwhere
nanargmax nanargmin count_nonzero unravel_index ravel_multi_index ix_ bincount
allclose isclose array_equal array_equiv isin in1d iscomplex isreal iscomplexobj
isrealobj isneginf isposinf linalg.matrix_rank
result_type can_cast min_scalar_type common_type may_share_memory shares_memory
array_repr array_str array2string save savez savez_compressed savetxt
empty_like zeros_like ones_like packbits unpackbits
isfinite isinf isnat signbit spacing bitwise_count
diag_indices_from tril_indices_from triu_indices_from einsum_path
"""
# bincount counts integers; with weights=, in histograms.py, it has a gradient

CONSTANT.update(found for name in NAMES.split() if (found := lookup(name)) is not None)
for function in CONSTANT:
    _C._numpy_constant(function)

# Functions that end in the ndarray's method of the same name and parameters.
METHODS = "argsort argpartition searchsorted nonzero repeat choose prod cumprod"

for name in METHODS.split():
    _C._numpy_method(lookup(name), getattr(np.ndarray, name))
