/* Made of libm's erf, erfc, exp and log. Where a rounded square or quotient would be an
 * error that grows with the argument, what rounding took is carried along; inverses are
 * refined from a first guess by steps that are a small relative error each time squared. */
#include "simd/normal.h"

#include <math.h>

#define SQRT_PI 1.77245385090551602730
#define SQRT_HALF 0x1.6a09e667f3bcdp-1
#define SQRT_HALF_LOW -0x1.bdd3413b26456p-55
#define SQRT2 1.41421356237309504880

/* exp(x^2), the square in two words. */
static double exp_square(double x)
{
    double high = (double)(float)x, low = x - high;
    return exp(high * high) * exp(low * (x + high));
}

/* exp(x^2) erfc(x) for x >= 25, by its asymptotic series. */
static double erfcx_far(double x)
{
    double z = 0.5 / x / x;
    double sum = 1;
    for (int odd = 13; odd > 0; odd -= 2) {
        sum = 1 - odd * z * sum;
    }
    return sum / (x * SQRT_PI);
}

double ct_erfcx(double x)
{
    if (x < -27) {
        return HUGE_VAL;
    }
    return x >= 25 ? erfcx_far(x) : exp_square(x) * erfc(x);
}

/* erfc(x / sqrt 2) / 2. */
static double upper_tail(double x)
{
    double z = x * SQRT_HALF;
    double low = fma(x, SQRT_HALF, -z) + x * SQRT_HALF_LOW;
    double slope = fabs(z) < 27 ? exp(-z * z) / SQRT_PI : 0;
    return 0.5 * erfc(z) - (slope > 0 ? slope * low : 0);
}

double ct_ndtr(double x)
{
    return upper_tail(-x);
}

double ct_log_ndtr(double x)
{
    if (x >= -1) {
        return log1p(-upper_tail(x));
    }
    return log(ct_erfcx(-x * SQRT_HALF) / 2) - x * x / 2;
}

/* The x > 0 with log erfc(x) = log q for a small q, by Newton's steps from where the tail's
 * leading term has it. */
static double erfc_inverse(double q)
{
    double log_q = log(q), x = sqrt(-log_q);
    x = sqrt(fmax(-log_q - log(x * SQRT_PI), 0.25));
    for (int k = 0; k < 5; k++) {
        double scaled = ct_erfcx(x);
        double step = (log(scaled) - x * x - log_q) * SQRT_PI / 2 * scaled;
        x += step;
        if (fabs(step) < 1e-9 * x) {
            break;
        }
    }
    return x;
}

/* The x with erf(x) = y for 0 <= y <= 0.85: Winitzki's guess, 2e-3 off at most, and two of
 * Halley's steps. */
static double erf_inverse(double y)
{
    const double a = 0.147;
    double w = log1p(-y * y), u = 2 / (3.14159265358979323846 * a) + w / 2;
    double x = y < 1e-3 ? y * (SQRT_PI / 2) : sqrt(sqrt(u * u - w / a) - u);
    for (int k = 0; k < 2; k++) {
        double d = (erf(x) - y) * exp(x * x) * (SQRT_PI / 2);
        x -= d / (1 + x * d);
    }
    return x;
}

double ct_erfinv(double y)
{
    double a = fabs(y);
    if (!(a < 1)) {
        return a == 1 ? copysign(HUGE_VAL, y) : (double)NAN;
    }
    return copysign(a <= 0.85 ? erf_inverse(a) : erfc_inverse(1 - a), y);
}

double ct_ndtri(double p)
{
    double q = p < 0.5 ? p : 1 - p;
    if (!(q > 0)) {
        return q == 0 ? copysign(HUGE_VAL, p - 0.5) : (double)NAN;
    }
    double x = q < 0.075 ? erfc_inverse(2 * q) : erf_inverse(2 * (0.5 - q));
    return copysign(SQRT2 * x, p - 0.5);
}
