/* Sine and cosine of float64 arguments beyond the reach of a few subtractions of pi.
 * libm's are off by several ULP where such an argument lies close to a multiple of pi/2. */
#ifndef CT_SIMD_TRIG_H
#define CT_SIMD_TRIG_H

#include "simd/scalar.h"

/* Within 1 ULP; below 2^20 they are libm's. */
CT_SCALAR double ct_sin_large(double x);
CT_SCALAR double ct_cos_large(double x);

#endif
