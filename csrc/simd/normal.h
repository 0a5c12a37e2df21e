/* The normal distribution's function and what is made of it, of one float64: where nothing
 * is said, within 4 ULP. */
#ifndef CT_SIMD_NORMAL_H
#define CT_SIMD_NORMAL_H

/* exp(x^2) erfc(x). */
double ct_erfcx(double x);
/* The x whose erf is y. */
double ct_erfinv(double y);
/* The normal distribution function, its logarithm and its inverse. */
double ct_ndtr(double x);
double ct_log_ndtr(double x);
double ct_ndtri(double p);

#endif
