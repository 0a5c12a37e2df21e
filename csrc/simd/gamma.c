/* lgamma by libm; zeta by ten of its terms and Euler and Maclaurin's formula for the
 * others. Below 0 it is reflected, so that no loop is as long as an argument is large. */
#include "simd/gamma.h"

#include <math.h>

double lgamma_r(double x, int *sign); /* glibc hides it from strict C */

double ct_lgamma(double x)
{
    int sign; /* lgamma itself writes a global */
    return lgamma_r(x, &sign);
}

/* For q > 0. The first terms take the rest to where x is above s, or make it too small to
 * matter. */
static double zeta_positive(double s, double q)
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
static double zeta_negative(double s, double q)
{
    double nearest = nearbyint(q), d = q - nearest;
    double sign = fmod(s, 2) == 0 ? 1 : -1;
    double all = pow(d, -s) + zeta_positive(s, 1 + d) + sign * zeta_positive(s, 1 - d);
    return all - sign * zeta_positive(s, 1 - q);
}

double ct_zeta(double s, double q)
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
