/* The regularized incomplete gamma functions of one pair of float64, to 5e-15 for arguments
 * up to 10, to 1e-13 where a result is not below 1e-30. */
#ifndef CT_SIMD_IGAMMA_H
#define CT_SIMD_IGAMMA_H

#include "simd/scalar.h"

/* The integral of t^(a - 1) exp(-t) / gamma(a) from 0 to x, and from x on, without terms of
 * series that are `least` of their sum or less. NaN below 0. */
CT_SCALAR double ct_igamma(double a, double x, double least);
CT_SCALAR double ct_igammac(double a, double x, double least);

#endif
