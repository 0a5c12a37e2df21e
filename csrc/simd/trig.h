/* Sine and cosine of float64 arguments beyond the reach of a few subtractions of pi.
 * libm's are off by several ULP where such an argument lies close to a multiple of pi/2. */
#ifndef CT_SIMD_TRIG_H
#define CT_SIMD_TRIG_H

/* For |x| >= 2^20, infinities and NaN: within 1 ULP. */
double ct_sin_large(double x);
double ct_cos_large(double x);

#endif
