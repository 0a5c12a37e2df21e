/* The gamma function's kin of one float64, infinities and poles included, within 4 ULP:
 * for the arguments that math_gamma.h's vectors do not take. */
#ifndef CT_SIMD_GAMMA_H
#define CT_SIMD_GAMMA_H

#include "simd/scalar.h"

/* log |gamma(x)|. */
CT_SCALAR double ct_lgamma(double x);
/* Its derivative. */
CT_SCALAR double ct_digamma(double x);
/* The sum of (q + k)^-s for k = 0, 1, 2, ..., s > 1 (Hurwitz); s a whole number for q < 0. */
CT_SCALAR double ct_zeta(double s, double q);

#endif
