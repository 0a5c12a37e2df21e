/* Payne and Hanek's reduction (1983): of x * 2/pi only the value modulo 4 matters, so of
 * 2/pi only the bits that can reach it, here 192 of them from where x's exponent says. */
#include "simd/trig.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

typedef unsigned __int128 uint128;

#define SMALLEST 0x1p20 /* below it the bits of 2/pi would begin before the table */

/* 2/pi behind a word of zeros, most significant word first. */
static CT_TABLE const uint64_t two_over_pi[] = {0,
                                                0xa2f9836e4e441529,
                                                0xfc2757d1f534ddc0,
                                                0xdb6295993c439041,
                                                0xfe5163abdebbc561,
                                                0xb7246e3a424dd2e0,
                                                0x06492eea09d1921c,
                                                0xfe1deb1cb129a73e,
                                                0xe88235f52ebb4484,
                                                0xe99c7026b45f7e41,
                                                0x3991d639835339f4,
                                                0x9c845f8bbdf9283b,
                                                0x1ff897ffde05980f,
                                                0xef2f118b5a0a6d1f,
                                                0x6d367ecf27cb09b7,
                                                0x4f463f669e5fea2d,
                                                0x7527bac7ebe5f17b,
                                                0x3d0739f78a5292ea,
                                                0x6bfb5fb11f8d5d08,
                                                0x56033046fc7b6bab,
                                                0xf0cfbc209af4361d};

/* 64 bits of 2/pi from the given one on, counted from the word of zeros. */
static inline uint64_t bits_from(int first)
{
    const uint64_t *word = two_over_pi + first / 64;
    int shift = first % 64;
    return shift ? word[0] << shift | word[1] >> (64 - shift) : word[0];
}

/* The top 128 bits of (m * 2/pi * 2^e modulo 4) * 2^126. */
static inline uint128 product_modulo_4(uint64_t m, int e)
{
    int first = 64 + e - 2; /* earlier bits of 2/pi give multiples of 4 */
    uint128 high = (uint128)m * bits_from(first) << 64;
    uint128 middle = (uint128)m * bits_from(first + 64);
    uint128 low = (uint128)m * bits_from(first + 128);
    return high + middle + (low >> 64);
}

/* x = q pi/2 + r + *low with |r| <= pi/4; gives r, and q modulo 4. */
static inline double reduce(double x, double *low, int *q)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    int e = (int)(bits >> 52 & 0x7ff) - 1075;
    uint128 y = product_modulo_4((bits & 0xfffffffffffff) | 1ull << 52, e);
    *q = (int)((y + ((uint128)1 << 125)) >> 126);
    /* What is left is a signed fraction of 2^126; its leading zeros, up to 61, go. */
    uint128 fraction = y << 2;
    int negative = (int)(fraction >> 127);
    fraction = negative ? -fraction : fraction;
    int shift = fraction >> 64 ? __builtin_clzll((uint64_t)(fraction >> 64)) : 64;
    fraction <<= shift;
    double head = (double)(uint64_t)(fraction >> 75);
    double tail = (double)(uint64_t)(fraction >> 11);
    double scale = ldexp(1.0, -53 - shift);
    head *= scale;
    tail *= scale * 0x1p-64;
    /* times pi/2, which is pi_hi + pi_lo */
    const double pi_hi = 0x1.921fb54442d18p0, pi_lo = 0x1.1a62633145c07p-54;
    double r = head * pi_hi;
    *low = fma(head, pi_hi, -r) + (head * pi_lo + tail * pi_hi);
    int flip = negative != (x < 0);
    *low = flip ? -*low : *low;
    *q = x < 0 ? -*q : *q;
    return flip ? -r : r;
}

/* sin(x + quarters pi/2) */
static inline double sin_shifted(double x, int quarters)
{
    if (!isfinite(x)) {
        return x - x;
    }
    double low;
    int q;
    double r = reduce(x, &low, &q);
    double s = sin(r), c = cos(r);
    q += quarters;
    double y = q & 1 ? c - low * s : s + low * c;
    return q & 2 ? -y : y;
}

CT_SCALAR double ct_sin_large(double x)
{
    return fabs(x) < SMALLEST ? sin(x) : sin_shifted(x, 0);
}

CT_SCALAR double ct_cos_large(double x)
{
    return fabs(x) < SMALLEST ? cos(x) : sin_shifted(x, 1);
}
