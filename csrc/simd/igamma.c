/* The incomplete gamma functions P and Q = 1 - P, of which the smaller is computed: P by its
 * power series below a + 1, Q by its continued fraction beyond and by a series of its own
 * where both arguments are small, and both by N. M. Temme's uniform expansion (1979) for a
 * large a near x, where the others would take long. */
#include "simd/igamma.h"

#include <math.h>
#include <stdbool.h>

#define TWO_PI 6.28318530717958647693

/* log(1 + m) - m for |m| <= 0.3. */
static inline double log_less(double m)
{
    double sum = 0, power = -m * m;
    for (int n = 2; n < 40; n++, power *= -m) {
        sum += power / n;
    }
    return sum;
}

/* 1 / gamma(1 + a), 0 <= a < 140: by recurrence from [0, 1], but where that takes long. */
static inline double inverse_gamma(double a)
{
    /* 1 / gamma(1 + f) in t = 2 f - 1, to 2^-55.4. */
    static const double p[] = {
        0x1.20dd750429b6dp0,   -0x1.514d3d90584b3p-6, -0x1.0da5a671c048cp-3,
        0x1.669be41a93888p-6,  0x1.a18540be3363bp-9,  -0x1.5955cc3971a93p-10,
        0x1.b16203e5496eap-14, 0x1.15f7f060177cdp-16, -0x1.232bd8530b155p-18,
        0x1.3f8460a65f6d1p-22, 0x1.a9637527509ecp-26, -0x1.d24cf57fe33fep-28,
        0x1.2172bbd3895c7p-31, 0x1.f2f52b9c2f567p-38, -0x1.82a3e892bb35fp-38,
        0x1.208edda1f4755p-41};
    if (a > 20) {
        return 1 / tgamma(1 + a);
    }
    double product = 1;
    for (; a >= 1; a -= 1) {
        product *= a;
    }
    double t = 2 * a - 1, z = t * t, even = p[14], odd = p[15];
    for (int k = 12; k >= 0; k -= 2) {
        even = even * z + p[k];
        odd = odd * z + p[k + 1];
    }
    return (even + t * odd) / product;
}

/* x^a exp(-x) / gamma(a). */
static inline double density(double a, double x)
{
    if (a < 140 &&
        (x < 140 ||
         a * log(x) < 700)) { /* the power and the gamma function are finite */
        double whole = x < 700 ? x : 700;
        double tail = x < 700 ? 1 : exp(whole - x);
        return pow(x, a) * exp(-whole) * tail * a * inverse_gamma(a);
    }
    double z = 1 / (a * a);
    double stirling = (1. / 12 - z * (1. / 360 - z * (1. / 1260 - z / 1680))) / a;
    double m = (x - a) / a, less = fabs(m) > 0.3 ? log(x / a) - m : log_less(m);
    return sqrt(a / TWO_PI) * exp(a * less - stirling);
}

/* P / density: the sum of x^n / (a (a + 1) .. (a + n)). */
static inline double lower_series(double a, double x, double least)
{
    double term = 1 / a, sum = term;
    for (double n = 1; term > sum * least; n++) {
        term *= x / (a + n);
        sum += term;
    }
    return sum;
}

/* Q / density, the continued fraction of b_n = x + 1 - a + 2 n and -n (n - a), by its
 * convergents over and under the bar, which are made smaller when they are large. */
static inline double upper_fraction(double a, double x, double least)
{
    double b = x + 1 - a, over = 1, under = b, over_1 = 0, under_1 = 1;
    for (double n = 1; n < 100000; n++) {
        double factor = -n * (n - a);
        b += 2;
        double over_2 = over_1, under_2 = under_1;
        over_1 = over, under_1 = under;
        over = b * over_1 + factor * over_2;
        under = b * under_1 + factor * under_2;
        if (fabs(over * under_1 - over_1 * under) <= least * fabs(over * under_1)) {
            break;
        }
        if (fabs(under) > 0x1p300 || fabs(over) > 0x1p300) {
            over *= 0x1p-300, under *= 0x1p-300, over_1 *= 0x1p-300,
                under_1 *= 0x1p-300;
        }
    }
    return over / under;
}

/* log gamma(1 + a), 0 < a < 1: for a small a by the series of log gamma(2 + a), whose
 * coefficients are (zeta(k) - 1) / k. */
static inline double log_gamma_beyond_1(double a)
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
        return -log(inverse_gamma(a));
    }
    double sum = 0;
    for (int k = 21; k > 1; k--) {
        sum = (k % 2 ? -c[k - 2] : c[k - 2]) / k + sum * a;
    }
    return a * (0.42278433509846714 + a * sum) - log1p(a);
}

/* Q for a < 1 and x <= 1.1: 1 - x^a / gamma(1 + a), and what the exponential adds. */
static inline double upper_series(double a, double x)
{
    double log_power = a * log(x) - log_gamma_beyond_1(a), sum = 0, factor = 1;
    for (int n = 1; n < 30; n++) {
        factor *= -x / n;
        sum += factor / (a + n);
    }
    return -expm1(log_power) - a * exp(log_power) * sum;
}

/* P or Q, x = a (1 + m), with eta^2 / 2 = m - log(1 + m). */
static inline double uniform(double a, double m, bool upper)
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
static inline double limit(double a, double x, bool upper)
{
    if (!(a >= 0) || !(x >= 0) || (a == 0 && x == 0) || (isinf(a) && isinf(x))) {
        return (double)NAN;
    }
    bool all_below = a == 0 || (isinf(x) && !isinf(a));
    return all_below != upper ? 1 : 0;
}

static inline double incomplete(double a, double x, bool upper, double least)
{
    if (!(a > 0) || !(x > 0) || isinf(a) || isinf(x)) {
        return limit(a, x, upper);
    }
    double m = (x - a) / a;
    if (a > 1e4 && fabs(m) < 0.3) {
        return uniform(a, m, upper);
    }
    if (a < 1 && x <= 1.1) {
        return upper ? upper_series(a, x) : density(a, x) * lower_series(a, x, least);
    }
    bool is_upper = x > a + 1;
    double y = density(a, x);
    y = y == 0
            ? 0
            : y * (is_upper ? upper_fraction(a, x, least) : lower_series(a, x, least));
    return upper == is_upper ? y : 1 - y;
}

CT_SCALAR double ct_igamma(double a, double x, double least)
{
    return incomplete(a, x, false, least);
}

CT_SCALAR double ct_igammac(double a, double x, double least)
{
    return incomplete(a, x, true, least);
}
