"""Special functions: `torch.special`'s names.

Of real numbers, element by element; integers become the default float. `gammainc`,
`gammaincc`, `gammaln` and `polygamma` of negative numbers are computed one element at a
time in float64, the others in vectors.
"""

from __future__ import annotations

from ctensor._C import _special_entr as entr
from ctensor._C import _special_erfcx as erfcx
from ctensor._C import _special_i0e as i0e
from ctensor._C import _special_i1 as i1
from ctensor._C import _special_i1 as modified_bessel_i1
from ctensor._C import _special_i1e as i1e
from ctensor._C import _special_log_ndtr as log_ndtr
from ctensor._C import _special_ndtr as ndtr
from ctensor._C import _special_ndtri as ndtri
from ctensor._C import _special_xlog1py as xlog1py
from ctensor._C import _special_zeta as zeta
from ctensor._C import (
    digamma,
    erf,
    erfc,
    erfinv,
    exp2,
    expm1,
    i0,
    log1p,
    log_softmax,
    logit,
    logsumexp,
    polygamma,
    round,
    sinc,
    softmax,
    xlogy,
)
from ctensor._C import digamma as psi
from ctensor._C import i0 as modified_bessel_i0
from ctensor._C import igamma as gammainc
from ctensor._C import igammac as gammaincc
from ctensor._C import lgamma as gammaln
from ctensor._C import mvlgamma as multigammaln
from ctensor._C import sigmoid as expit
from ctensor._orthogonal import (
    chebyshev_polynomial_t,
    chebyshev_polynomial_u,
    chebyshev_polynomial_v,
    chebyshev_polynomial_w,
    hermite_polynomial_h,
    hermite_polynomial_he,
    laguerre_polynomial_l,
    legendre_polynomial_p,
    shifted_chebyshev_polynomial_t,
    shifted_chebyshev_polynomial_u,
    shifted_chebyshev_polynomial_v,
    shifted_chebyshev_polynomial_w,
    spherical_bessel_j0,
)

__all__ = [
    "chebyshev_polynomial_t",
    "chebyshev_polynomial_u",
    "chebyshev_polynomial_v",
    "chebyshev_polynomial_w",
    "digamma",
    "entr",
    "erf",
    "erfc",
    "erfcx",
    "erfinv",
    "exp2",
    "expit",
    "expm1",
    "gammainc",
    "gammaincc",
    "gammaln",
    "hermite_polynomial_h",
    "hermite_polynomial_he",
    "i0",
    "i0e",
    "i1",
    "i1e",
    "laguerre_polynomial_l",
    "legendre_polynomial_p",
    "log1p",
    "log_ndtr",
    "log_softmax",
    "logit",
    "logsumexp",
    "modified_bessel_i0",
    "modified_bessel_i1",
    "multigammaln",
    "ndtr",
    "ndtri",
    "polygamma",
    "psi",
    "round",
    "shifted_chebyshev_polynomial_t",
    "shifted_chebyshev_polynomial_u",
    "shifted_chebyshev_polynomial_v",
    "shifted_chebyshev_polynomial_w",
    "sinc",
    "softmax",
    "spherical_bessel_j0",
    "xlog1py",
    "xlogy",
    "zeta",
]
