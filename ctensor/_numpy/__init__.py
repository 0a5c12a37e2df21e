"""NumPy's functions on Tensors: what `np.f(t)` runs, for all f that are no rows.

Each module is a family. A function is written with our ops under NumPy's signature and
registered by `@implements(np.f)`; it returns NotImplemented for arguments that our ops
cannot serve. C looks implementations up by the address of the function
(`csrc/python/exchange/numpy_map.h`) and imports this package when the first is wanted.
"""

from ctensor._numpy import (
    constants,
    decompositions,
    einsum,
    elementwise,
    formulas,
    fourier,
    grids,
    histograms,
    indexing,
    joining,
    linalg,
    padding,
    polynomials,
    products,
    reductions,
    scimath,
    sets,
    shapes,
    signals,
    sorting,
    writing,
)
from ctensor._numpy._convert import NumPysDtypeError
from ctensor._numpy._registry import fallback
from ctensor._numpy.ufuncs import ufunc
