/* Numbers made of random words, one at a time: what vectors of them and a device's threads
 * share. The bits are the same everywhere: products and sums are not fused by those who
 * include this, and every function used is an IEEE operation. */
#ifndef CT_SIMD_DRAW_H
#define CT_SIMD_DRAW_H

#include <stdint.h>
#include <string.h>

/* 53 bits: all of the high word, 21 of the low. */
static inline double uniform_53(uint32_t low, uint32_t high)
{
    double a = (int32_t)(high >> 5), b = (int32_t)((high & 31) << 21 | low >> 11);
    return (a * 0x1p26 + b) * 0x1p-53;
}

/* ---- normal ----
 *
 * Box and Muller: with u in (0, 1] and v in [0, 1), sqrt(-2 ln u) times the cosine and
 * the sine of 2 pi v are two independent normal numbers. They go to the elements that
 * u's and v's words stood for.
 *
 * ln: u = 2^e m with m in [sqrt(1/2), sqrt(2)), ln m = 2 artanh((m - 1) / (m + 1)).
 * sine, cosine: v is q quarter turns and a rest of at most an eighth either way. The
 * power series go on until the next term is below the format's precision. */

static inline float log_f32(float u)
{
    uint32_t bits;
    memcpy(&bits, &u, sizeof bits);
    uint32_t shifted = bits + (0x3f800000 - 0x3f3504f3);
    float e = (float)((int32_t)(shifted >> 23) - 127);
    bits = (shifted & 0x7fffff) + 0x3f3504f3;
    float m;
    memcpy(&m, &bits, sizeof m);
    float s = (m - 1) / (m + 1), z = s * s;
    float series = z * (1 / 3.f + z * (1 / 5.f + z * (1 / 7.f + z * (1 / 9.f))));
    return e * 0.693147181f + 2 * (s + s * series);
}

static inline float sin_series_f32(float a, float z)
{
    return a + a * z * (-1 / 6.f + z * (1 / 120.f + z * (-1 / 5040.f + z / 362880)));
}

static inline float cos_series_f32(float z)
{
    return 1 + z * (-1 / 2.f + z * (1 / 24.f + z * (-1 / 720.f + z * (1 / 40320.f))));
}

static inline double log_f64(double u)
{
    uint64_t bits;
    memcpy(&bits, &u, sizeof bits);
    uint64_t shifted = bits + (0x3ff0000000000000 - 0x3fe6a09e667f3bcd);
    double e = (int32_t)(shifted >> 52) - 1023;
    bits = (shifted & 0xfffffffffffff) + 0x3fe6a09e667f3bcd;
    double m;
    memcpy(&m, &bits, sizeof m);
    double s = (m - 1) / (m + 1), z = s * s;
    double high = 1 / 13. + z * (1 / 15. + z * (1 / 17. + z * (1 / 19. + z / 21)));
    double low =
        1 / 3. + z * (1 / 5. + z * (1 / 7. + z * (1 / 9. + z * (1 / 11. + z * high))));
    return e * 0.6931471805599453 + 2 * (s + s * z * low);
}

/* The coefficients are the reciprocal factorials, 1/3! to 1/17!. */
static inline double sin_series_f64(double a, double z)
{
    double high = -1 / 39916800. + z * (1 / 6227020800. - z * (1 / 1307674368000.));
    double mid = -1 / 5040. + z * (1 / 362880. + z * high);
    return a + a * z * (-1 / 6. + z * (1 / 120. + z * mid));
}

static inline double cos_series_f64(double z)
{
    double high = 1 / 479001600. - z * (1 / 87178291200. - z * (1 / 20922789888000.));
    double mid = -1 / 720. + z * (1 / 40320. + z * (-1 / 3628800. + z * high));
    return 1 + z * (-1 / 2. + z * (1 / 24. + z * mid));
}

#endif
