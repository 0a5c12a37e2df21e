/* Modified Bessel functions of the first kind of one float64, of order 0 and 1, also times
 * exp(-|x|), within 4 ULP. */
#ifndef CT_SIMD_BESSEL_H
#define CT_SIMD_BESSEL_H

double ct_i0(double x);
double ct_i0e(double x);
double ct_i1(double x);
double ct_i1e(double x);

#endif
