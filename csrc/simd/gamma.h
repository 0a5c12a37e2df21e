/* The gamma function's kin of one float64, infinities and poles included: where nothing is
 * said, within 4 ULP. */
#ifndef CT_SIMD_GAMMA_H
#define CT_SIMD_GAMMA_H

/* log |gamma(x)|. */
double ct_lgamma(double x);
/* Its derivative; between its poles at 0, -1, -2, ... within 4 ULP of the largest of what
 * it is a sum of. */
double ct_digamma(double x);
/* The sum of (q + k)^-s for k = 0, 1, 2, ..., s > 1 (Hurwitz); s a whole number for q < 0. */
double ct_zeta(double s, double q);

#endif
