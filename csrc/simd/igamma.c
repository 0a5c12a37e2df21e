/* The incomplete gamma functions P and Q = 1 - P, of which the smaller is computed: P by its
 * power series below a + 1, Q by its continued fraction beyond and by a series of its own
 * where both arguments are small, and both by N. M. Temme's uniform expansion (1979) for a
 * large a near x, where the others would take long. */
#include "simd/igamma.h"

#include <math.h>
#include <stdbool.h>

#define TWO_PI 6.28318530717958647693

/* log(1 + m) - m for |m| <= 0.3. */
static double log_less(double m)
{
    double sum = 0, power = -m * m;
    for (int n = 2; n < 40; n++, power *= -m) {
        sum += power / n;
    }
    return sum;
}

/* x^a exp(-x) / gamma(a). */
static double density(double a, double x)
{
    if (a < 140 && a * log(x) < 700) { /* the power and the gamma function are finite */
        double whole = x < 700 ? x : 700, rest = x - whole;
        return pow(x, a) * exp(-whole) * exp(-rest) * a / tgamma(1 + a);
    }
    double z = 1 / (a * a);
    double stirling = (1. / 12 - z * (1. / 360 - z * (1. / 1260 - z / 1680))) / a;
    double m = (x - a) / a, less = fabs(m) > 0.3 ? log(x / a) - m : log_less(m);
    return sqrt(a / TWO_PI) * exp(a * less - stirling);
}

/* P / density: the sum of x^n / (a (a + 1) .. (a + n)). */
static double lower_series(double a, double x)
{
    double term = 1 / a, sum = term;
    for (double n = 1; term > sum * 1e-17; n++) {
        term *= x / (a + n);
        sum += term;
    }
    return sum;
}

/* Q / density, by Lentz's method. */
static double upper_fraction(double a, double x)
{
    double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;
    for (double n = 1; n < 100000; n++) {
        double factor = -n * (n - a);
        b += 2;
        d = 1 / (factor * d + b);
        c = b + factor / c;
        h *= c * d;
        if (fabs(c * d - 1) < 1e-16) {
            break;
        }
    }
    return h;
}

/* log gamma(1 + a), 0 < a < 1: for a small a by the series of log gamma(2 + a), whose
 * coefficients are (zeta(k) - 1) / k. */
static double log_gamma_beyond_1(double a)
{
    static const double c[] = {
        0.64493406684822644,    0.20205690315959429,   0.082323233711138192,
        0.036927755143369926,   0.01734306198444914,   0.0083492773819228268,
        0.0040773561979443394,  0.0020083928260822144, 0.00099457512781808534,
        0.00049418860411946456, 0.0002460865533080483, 0.00012271334757848915,
        6.1248135058704829e-5,  3.0588236307020494e-5, 1.5282259408651872e-5,
        7.6371976378997623e-6,  3.8172932649998399e-6, 1.9082127165539389e-6,
        9.5396203387279611e-7,  4.7693298678780646e-7};
    if (a > 0.25) {
        return log(tgamma(1 + a));
    }
    double sum = 0;
    for (int k = 21; k > 1; k--) {
        sum = (k % 2 ? -c[k - 2] : c[k - 2]) / k + sum * a;
    }
    return a * (0.42278433509846714 + a * sum) - log1p(a);
}

/* Q for a < 1 and x <= 1.1: 1 - x^a / gamma(1 + a), and what the exponential adds. */
static double upper_series(double a, double x)
{
    double log_power = a * log(x) - log_gamma_beyond_1(a), sum = 0, factor = 1;
    for (int n = 1; n < 30; n++) {
        factor *= -x / n;
        sum += factor / (a + n);
    }
    return -expm1(log_power) - a * exp(log_power) * sum;
}

/* P or Q, x = a (1 + m), with eta^2 / 2 = m - log(1 + m). */
static double uniform(double a, double m, bool upper)
{
    static const double c0[] = {-1. / 3,    1. / 12,           -2. / 135,
                                1. / 864,   1. / 2835,         -139. / 777600,
                                1. / 25515, -571. / 261273600, -281. / 151559100};
    static const double c1[] = {-1. / 540, -1. / 288, 1. / 378, -77. / 77760,
                                1. / 4860};
    double half_square = -log_less(m), eta = copysign(sqrt(2 * half_square), m);
    double first = 0, second = 0;
    if (fabs(m) > 0.05) {
        first = 1 / m - 1 / eta;
        second = 1 / (eta * eta * eta) - (1 / m + 1) / (m * m) - 1 / (12 * m);
    } else {
        for (int k = 8; k >= 0; k--) {
            first = first * eta + c0[k];
        }
        for (int k = 4; k >= 0; k--) {
            second = second * eta + c1[k];
        }
    }
    double rest = first + (second + 25. / 6048 / a) / a;
    rest *= exp(-a * half_square) / sqrt(TWO_PI * a);
    double tail = 0.5 * erfc((upper ? eta : -eta) * sqrt(0.5 * a));
    return upper ? tail + rest : tail - rest;
}

/* P or Q of what has values of its own: NaN elsewhere. */
static double limit(double a, double x, bool upper)
{
    if (!(a >= 0) || !(x >= 0) || (a == 0 && x == 0) || (isinf(a) && isinf(x))) {
        return (double)NAN;
    }
    bool all_below = a == 0 || (isinf(x) && !isinf(a));
    return all_below != upper ? 1 : 0;
}

static double incomplete(double a, double x, bool upper)
{
    if (!(a > 0) || !(x > 0) || isinf(a) || isinf(x)) {
        return limit(a, x, upper);
    }
    double m = (x - a) / a;
    if (a > 1e4 && fabs(m) < 0.3) {
        return uniform(a, m, upper);
    }
    if (a < 1 && x <= 1.1) {
        return upper ? upper_series(a, x) : density(a, x) * lower_series(a, x);
    }
    bool is_upper = x > a + 1;
    double y = density(a, x);
    y = y == 0 ? 0 : y * (is_upper ? upper_fraction(a, x) : lower_series(a, x));
    return upper == is_upper ? y : 1 - y;
}

double ct_igamma(double a, double x)
{
    return incomplete(a, x, false);
}

double ct_igammac(double a, double x)
{
    return incomplete(a, x, true);
}
