"""Linear algebra on batches of matrices, through LAPACK: `torch.linalg`'s names.

Matrices are the last two dims, what stands before them is a batch. Functions take
float32, float64, complex64 and complex128, and float16 and bfloat16 by way of float32;
other dtypes are a NotImplementedError. LAPACK is OpenBLAS's, of the package
scipy-openblas32; without it functions that need it say so. A matrix that cannot be
factored raises LinAlgError, with its place in the batch. All have first and second
gradients, of vectors that are unique up to a phase such that do not depend on it.
"""

from __future__ import annotations

from ctensor._C import _linalg_cholesky as cholesky
from ctensor._C import _linalg_cholesky_ex as cholesky_ex
from ctensor._C import _linalg_cross as cross
from ctensor._C import _linalg_eig as eig
from ctensor._C import _linalg_eigh as eigh
from ctensor._C import _linalg_eigvals as eigvals
from ctensor._C import _linalg_eigvalsh as eigvalsh
from ctensor._C import _linalg_inv as inv
from ctensor._C import _linalg_inv_ex as inv_ex
from ctensor._C import _linalg_lu as lu
from ctensor._C import _linalg_lu_factor as lu_factor
from ctensor._C import _linalg_lu_factor_ex as lu_factor_ex
from ctensor._C import _linalg_lu_solve as lu_solve
from ctensor._C import _linalg_pinv as pinv
from ctensor._C import _linalg_qr as qr
from ctensor._C import _linalg_solve as solve
from ctensor._C import _linalg_solve_ex as solve_ex
from ctensor._C import _linalg_solve_triangular as solve_triangular
from ctensor._C import _linalg_svdvals as svdvals
from ctensor._C import _linalg_vecdot as vecdot
from ctensor._C import _LinAlgError as LinAlgError
from ctensor._C import _multi_dot as multi_dot
from ctensor._C import _vector_norm as vector_norm
from ctensor._C import det, matmul, matrix_exp, matrix_power, slogdet
from ctensor.linalg._functions import (
    cond,
    diagonal,
    lstsq,
    matrix_norm,
    matrix_rank,
    norm,
    svd,
    tensorinv,
    tensorsolve,
    vander,
)
from ctensor.linalg._householder import householder_product
from ctensor.linalg._indefinite import ldl_factor, ldl_factor_ex, ldl_solve

__all__ = [
    "LinAlgError",
    "cholesky",
    "cholesky_ex",
    "cond",
    "cross",
    "det",
    "diagonal",
    "eig",
    "eigh",
    "eigvals",
    "eigvalsh",
    "householder_product",
    "inv",
    "inv_ex",
    "ldl_factor",
    "ldl_factor_ex",
    "ldl_solve",
    "lstsq",
    "lu",
    "lu_factor",
    "lu_factor_ex",
    "lu_solve",
    "matmul",
    "matrix_exp",
    "matrix_norm",
    "matrix_power",
    "matrix_rank",
    "multi_dot",
    "norm",
    "pinv",
    "qr",
    "slogdet",
    "solve",
    "solve_ex",
    "solve_triangular",
    "svd",
    "svdvals",
    "tensorinv",
    "tensorsolve",
    "vander",
    "vecdot",
    "vector_norm",
]
