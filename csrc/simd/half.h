/* float16 and bfloat16 to and from float32, n elements at a time, at any address.
 * Rounding is to nearest, ties to even; NaN stays NaN, made quiet, with the upper bits of
 * its payload.  Narrowing float64 goes through float32 rounded to odd (f64_to_f32_odd): a
 * float32 that is inexact has a last bit of 1, so rounding it again is not a second
 * rounding. */
#ifndef CT_SIMD_HALF_H
#define CT_SIMD_HALF_H

#include "simd/simd.h"

typedef uint16_t half_at __attribute__((aligned(1), may_alias));
typedef float float_at __attribute__((aligned(1), may_alias));

static inline uint32_t float_bits(float x)
{
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline float bits_float(uint32_t bits)
{
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* ---- one element, in selections rather than branches so that loops become vectors ---- */

#if defined(CT_ISA_AVX2) || defined(CT_ISA_AVX512) /* the processor's, the same bits */
static inline float f16_to_f32_1(uint16_t h)
{
    return _cvtsh_ss(h);
}

static inline uint16_t f32_to_f16_1(float x)
{
    return _cvtss_sh(x, _MM_FROUND_TO_NEAREST_INT);
}
#else
/* Exponent and mantissa, moved to float32's places, are off by a factor of 2^112. */
static inline float f16_to_f32_1(uint16_t h)
{
    uint32_t size = (uint32_t)(h & 0x7fff) << 13;
    uint32_t finite = float_bits(bits_float(size) * 0x1p112f);
    uint32_t bits = size < 0x0f800000 ? finite : size | 0x7f800000;
    bits |= size > 0x0f800000 ? 0x400000 : 0;
    return bits_float(bits | (uint32_t)(h & 0x8000) << 16);
}

/* A subnormal result is rounded by adding 1/2, whose last bit is 2^-24. */
static inline uint16_t f32_to_f16_1(float x)
{
    uint32_t bits = float_bits(x), size = bits & 0x7fffffff;
    uint32_t normal = (size - 0x38000000 + 0xfff + (size >> 13 & 1)) >> 13;
    uint32_t tiny = float_bits(bits_float(size) + 0.5f) - 0x3f000000;
    uint32_t h = size < 0x38800000 ? tiny : normal;
    h = size >= 0x47800000 ? 0x7c00 : h;
    h = size > 0x7f800000 ? 0x7e00 | (size >> 13 & 0x3ff) : h;
    return (uint16_t)(h | (bits >> 16 & 0x8000));
}
#endif

static inline float bf16_to_f32_1(uint16_t h)
{
    return bits_float((uint32_t)h << 16);
}

static inline uint16_t f32_to_bf16_1(float x)
{
    uint32_t bits = float_bits(x);
    uint32_t rounded = bits + 0x7fff + (bits >> 16 & 1);
    uint32_t is_nan = (bits & 0x7fffffff) > 0x7f800000;
    return (uint16_t)((is_nan ? bits | 0x400000 : rounded) >> 16);
}

/* Of the two neighbours of an inexact value, the one whose last bit is 1. */
static inline float f64_to_f32_odd_1(double x)
{
    float near = (float)x;
    double error = x - (double)near;
    uint32_t bits = float_bits(near);
    uint32_t up = (error > 0) == !(bits >> 31) ? 1u : ~0u;
    int inexact = (error < 0) | (error > 0);
    return bits_float(inexact & ~bits & 1 ? bits + up : bits);
}

#ifndef CT_ONE_LANE
/* ---- n elements ---- */

static inline void f16_to_f32(void *dst, const void *src, int64_t n)
{
    const half_at *s = src;
    float_at *d = dst;
    int64_t i = 0;
#if defined(CT_ISA_AVX512)
    for (; i + 16 <= n; i += 16) {
        __m256i h = _mm256_loadu_si256((const void *)(s + i));
        _mm512_storeu_ps(d + i, _mm512_cvtph_ps(h));
    }
#elif defined(CT_ISA_AVX2)
    for (; i + 8 <= n; i += 8) {
        __m128i h = _mm_loadu_si128((const void *)(s + i));
        _mm256_storeu_ps((void *)(d + i), _mm256_cvtph_ps(h));
    }
#endif
    for (; i < n; i++) {
        d[i] = f16_to_f32_1(s[i]);
    }
}

static inline void f32_to_f16(void *dst, const void *src, int64_t n)
{
    const float_at *s = src;
    half_at *d = dst;
    int64_t i = 0;
#if defined(CT_ISA_AVX512)
    for (; i + 16 <= n; i += 16) {
        __m256i h = _mm512_cvtps_ph(_mm512_loadu_ps(s + i), _MM_FROUND_TO_NEAREST_INT);
        _mm256_storeu_si256((void *)(d + i), h);
    }
#elif defined(CT_ISA_AVX2)
    for (; i + 8 <= n; i += 8) {
        __m128i h = _mm256_cvtps_ph(_mm256_loadu_ps((const void *)(s + i)),
                                    _MM_FROUND_TO_NEAREST_INT);
        _mm_storeu_si128((void *)(d + i), h);
    }
#endif
    for (; i < n; i++) {
        d[i] = f32_to_f16_1(s[i]);
    }
}

static inline void bf16_to_f32(void *dst, const void *src, int64_t n)
{
    const half_at *s = src;
    float_at *d = dst;
    for (int64_t i = 0; i < n; i++) {
        d[i] = bf16_to_f32_1(s[i]);
    }
}

#if defined(CT_ISA_AVX512)
static inline __m512i bf16_above(__m512 x) /* in the upper halves */
{
    __m512i bits = _mm512_castps_si512(x);
    __m512i odd = _mm512_and_si512(_mm512_srli_epi32(bits, 16), _mm512_set1_epi32(1));
    odd = _mm512_add_epi32(odd, _mm512_set1_epi32(0x7fff));
    return _mm512_add_epi32(bits, odd);
}

/* Two vectors at a time, up to one that has a NaN; how many elements that were. */
static inline int64_t f32_to_bf16_plain(void *dst, const float *s, int64_t n)
{
    __m512i upper = _mm512_set1_epi32(0x00030001), step = _mm512_set1_epi32(0x00040004);
    for (int k = 1; k < 16; k++) { /* the odd words, of both vectors */
        __mmask16 later = (__mmask16)(0xffff << k);
        upper = _mm512_mask_add_epi32(upper, later, upper, step);
    }
    int64_t i = 0;
    for (; i + 32 <= n; i += 32) {
        __m512 a = _mm512_loadu_ps(s + i), b = _mm512_loadu_ps(s + i + 16);
        if (__builtin_expect(_mm512_cmp_ps_mask(a, b, _CMP_UNORD_Q), 0)) {
            break;
        }
        __m512i both = _mm512_permutex2var_epi16(bf16_above(a), upper, bf16_above(b));
        _mm512_storeu_si512((char *)dst + 2 * i, both);
    }
    return i;
}
#elif defined(CT_ISA_AVX2)
static inline __m256i bf16_below(__m256 x) /* in the lower halves */
{
    __m256i bits = _mm256_castps_si256(x);
    __m256i odd = _mm256_and_si256(_mm256_srli_epi32(bits, 16), _mm256_set1_epi32(1));
    odd = _mm256_add_epi32(odd, _mm256_set1_epi32(0x7fff));
    return _mm256_srli_epi32(_mm256_add_epi32(bits, odd), 16);
}

/* Two vectors at a time, up to one that has a NaN; how many elements that were. */
static inline int64_t f32_to_bf16_plain(void *dst, const float *s, int64_t n)
{
    int64_t i = 0;
    for (; i + 16 <= n; i += 16) {
        __m256 a = _mm256_loadu_ps(s + i), b = _mm256_loadu_ps(s + i + 8);
        if (__builtin_expect(_mm256_movemask_ps(_mm256_cmp_ps(a, b, _CMP_UNORD_Q)),
                             0)) {
            break;
        }
        __m256i both = _mm256_packus_epi32(bf16_below(a), bf16_below(b));
        _mm256_storeu_si256((void *)((char *)dst + 2 * i),
                            _mm256_permute4x64_epi64(both, 0xd8));
    }
    return i;
}
#endif

static inline void f32_to_bf16(void *dst, const void *src, int64_t n)
{
    const float_at *s = src;
    half_at *d = dst;
    int64_t i = 0;
    while (i < n) {
#if defined(CT_ISA_AVX512) || defined(CT_ISA_AVX2)
        i += f32_to_bf16_plain(d + i, (const float *)(const void *)(s + i), n - i);
#endif
        int64_t stop = n - i < 32 ? n : i + 32; /* of a NaN, or the rest */
        for (; i < stop; i++) {
            d[i] = f32_to_bf16_1(s[i]);
        }
    }
}

static inline void f64_to_f32_odd(float *dst, const double *src, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        dst[i] = f64_to_f32_odd_1(src[i]);
    }
}
#endif

#endif
