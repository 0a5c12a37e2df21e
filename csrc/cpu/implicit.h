/* implicit: how a number of a distribution moves with a parameter while its place in the
 * distribution, the probability of a smaller one, stays: -(dF / d parameter) / density. */
#ifndef CT_CPU_IMPLICIT_H
#define CT_CPU_IMPLICIT_H

/* Of x > 0 of the gamma distribution of rate 1, by its shape. */
double ct_gamma_by_shape(double x, double shape);
/* Of x in (0, 1) of the beta distribution (a, b), by a; over 1 - x. */
double ct_beta_by_shape(double x, double a, double b);

#endif
