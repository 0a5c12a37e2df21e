/* lgamma by libm; digamma by recurrence to where a polynomial or the asymptotic series
 * holds; zeta by ten of its terms and Euler and Maclaurin's formula for the others. Below 0
 * all of it is reflected, so that no loop is as long as an argument is large. */
#include "simd/gamma.h"

#include <math.h>

#define PI 3.14159265358979323846

#ifndef CT_ONE_LANE
double lgamma_r(double x, int *sign); /* glibc hides it from strict C */
#endif

CT_SCALAR double ct_lgamma(double x)
{
#ifdef CT_ONE_LANE
    return lgamma(x);
#else
    int sign; /* lgamma itself writes a global */
    return lgamma_r(x, &sign);
#endif
}

static inline double polynomial(double x, const double *c, int n)
{
    double y = c[n - 1];
    for (int i = n - 2; i >= 0; i--) {
        y = y * x + c[i];
    }
    return y;
}

/* ---- digamma ---- */

/* digamma(x) / (x - root) for 1 <= x <= 2, in t = 2 x - 3. */
static inline double digamma_slope(double t)
{
    static const double p[] = {
        0x1.e6f0cbb873617p-1,   -0x1.b1cb63005ee98p-3,  0x1.eca189b8e6d96p-5,
        -0x1.2feeeb98a78cbp-6,  0x1.8512e5905dd72p-8,   -0x1.fb44202a259cep-10,
        0x1.4de9aa0586825p-11,  -0x1.b9f8b11b2f98ep-13, 0x1.256475f55026cp-14,
        -0x1.8635641765f08p-16, 0x1.03c0062d5da4dp-17,  -0x1.5a06a23d62223p-19,
        0x1.cd3e85814fdf6p-21,  -0x1.336df991b5f25p-22, 0x1.980cd9cddd2dep-24,
        -0x1.0fb126d4c2892p-25, 0x1.7b4f44a239051p-27,  -0x1.fdacdb7508852p-29,
        0x1.dbf3f4569847fp-31,  -0x1.2f41994664278p-32, 0x1.1089124bb5df7p-32,
        -0x1.761380b8f00cep-34};
    return polynomial(t, p, sizeof p / sizeof *p);
}

/* log x - 1 / (2 x) - the sum of B_2k / (2 k x^2k), x >= 12. */
static inline double digamma_far(double x)
{
    static const double p[] = {1. / 12,  -1. / 120,     1. / 252, -1. / 240,
                               1. / 132, -691. / 32760, 1. / 12,  -3617. / 8160};
    double z = 1 / (x * x);
    return log(x) - 0.5 / x - z * polynomial(z, p, 8);
}

/* For x >= -0.5, not 0; the root is at root + root_low. */
static inline double digamma_right(double x)
{
    const double root = 0x1.762d86356be3fp0, root_low = 0x1.b86a722197829p-54;
    double sum = 0;
    for (; x < 1; x += 1) {
        sum -= 1 / x;
    }
    if (x >= 12) {
        return digamma_far(x);
    }
    for (; x > 2; sum += 1 / x) {
        x -= 1;
    }
    return sum + ((x - root) - root_low) * digamma_slope(2 * x - 3);
}

CT_SCALAR double ct_digamma(double x)
{
    double nearest = nearbyint(x), d = x - nearest;
    if (x == 0) {
        return -copysign(HUGE_VAL, x);
    }
    if (x >= -0.5) {
        return digamma_right(x);
    }
    return d == 0 || x != x || isinf(x) ? (double)NAN
                                        : digamma_right(1 - x) - PI / tan(PI * d);
}

/* ---- zeta ---- */

/* For q > 0. The first terms take the rest to where x is above s, or make it too small to
 * matter. */
static inline double zeta_positive(double s, double q)
{
    /* (2 k)! / B_2k, k = 1 .. 12 */
    static const double divisors[] = {12,
                                      -720,
                                      30240,
                                      -1209600,
                                      47900160,
                                      -1307674368000. / 691,
                                      74724249600,
                                      -10670622842880000. / 3617,
                                      5109094217170944000. / 43867,
                                      -802857662698291200000. / 174611,
                                      14101100039391805440000. / 77683,
                                      -1693824136731743669452800000. / 236364091};
    double sum = 0, x = q;
    for (int k = 0; k < 10; k++, x = q + k) {
        sum += pow(x, -s);
    }
    double term = pow(x, -s), rest = term * x / (s - 1) + term / 2;
    term *= s / x;
    for (int k = 0; k < 12 && term > 0; k++) {
        rest += term / divisors[k];
        term *= (s + 2 * k + 1) / x * ((s + 2 * k + 2) / x);
    }
    return sum + rest;
}

/* Below 0 the sum over all integers, which has q's period, less that over those below:
 * with d to the nearest integer, d^-s is its term that matters most. */
static inline double zeta_negative(double s, double q)
{
    double nearest = nearbyint(q), d = q - nearest;
    double sign = fmod(s, 2.0) == 0 ? 1 : -1;
    double all = pow(d, -s) + zeta_positive(s, 1 + d) + sign * zeta_positive(s, 1 - d);
    return all - sign * zeta_positive(s, 1 - q);
}

CT_SCALAR double ct_zeta(double s, double q)
{
    if (s != s || q != q || s < 1) {
        return (double)NAN;
    }
    if (s == 1) {
        return HUGE_VAL;
    }
    if (q <= 0) {
        if (q == floor(q)) {
            return isinf(q) ? (double)NAN : HUGE_VAL;
        }
        return s == floor(s) && !isinf(s) ? zeta_negative(s, q) : (double)NAN;
    }
    if (isinf(q)) {
        return 0;
    }
    return isinf(s) ? (q < 1 ? HUGE_VAL : q == 1) : zeta_positive(s, q);
}
