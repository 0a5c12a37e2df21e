/* Inverse circular and hyperbolic functions on AVX-512, by the methods of math_inverse.h.
 *
 * NOTE [Roots in two words]  With y = 1 / sqrt(q) to 14 bits and r = q y, sqrt(q) is r and
 * (q - r^2) y / 2, to 27 bits and more (float64 takes a step of Newton's first): as good as
 * a root, by fewer operations, where the second word can be added to a sum that has one.
 * A quotient by d is likewise that by its reciprocal y to 14 bits; what is missing, the
 * logarithm of d y, is 1 - d y where y has 14 bits, which is exact. */
#ifndef CT_SIMD_INVERSE_AVX512_H
#define CT_SIMD_INVERSE_AVX512_H

#include "simd/math_avx512.h"

/* 0 of zero; NaN of numbers below and of infinity. */
static CT_INLINE v_f32 f32_root_two(v_f32 q, v_f32 *rest)
{
    __mmask16 some = _mm512_cmp_ps_mask((__m512)q, _mm512_setzero_ps(), _CMP_NEQ_UQ);
    v_f32 y = (v_f32)_mm512_maskz_rsqrt14_ps(some, (__m512)q), r = q * y;
    *rest = f32_mad(-r, r, q) * (y * 0.5f);
    return r;
}

static CT_INLINE v_f64 f64_root_two(v_f64 q, v_f64 *rest)
{
    __mmask8 some = _mm512_cmp_pd_mask((__m512d)q, _mm512_setzero_pd(), _CMP_NEQ_UQ);
    v_f64 y = (v_f64)_mm512_maskz_rsqrt14_pd(some, (__m512d)q);
    v_f64 r = q * y, e = f64_mad(-r, y, f64_set(1));
    y = f64_mad(y * e, f64_mad(e, f64_set(0.375), f64_set(0.5)), y);
    r = q * y;
    *rest = f64_mad(-r, r, q) * (y * 0.5);
    return r;
}

/* 1 / x to 14 bits. */
static CT_INLINE v_f32 f32_reciprocal_14(v_f32 x)
{
    return (v_f32)_mm512_rcp14_ps((__m512)x);
}

static CT_INLINE v_f64 f64_reciprocal_14(v_f64 x)
{
    return (v_f64)_mm512_rcp14_pd((__m512d)x);
}

/* -log(1 - e), |e| <= 2^-14. */
static CT_INLINE v_f32 f32_log_rest(v_f32 e)
{
    return f32_mad(e * 0.5f, e, e);
}

/* -log(1 - e), |e| <= 2^-14. */
static CT_INLINE v_f64 f64_log_rest(v_f64 e)
{
    return f64_mad(e * e, f64_mad(e, f64_set(0x1.5555555555555p-2), f64_set(0.5)), e);
}

/* As in math_inverse.h. */
#define CT_ASIN_PARTS(L, M)                                                            \
    static CT_INLINE v_##L L##_asin_parts(v_##L a, v_##M far, v_##L *rest)             \
    {                                                                                  \
        v_##L low, z = L##_sel(far, L##_mad(a, L##_set(-0.5f), L##_set(0.5f)), a * a); \
        v_##L root = L##_root_two(z, &low), s = L##_sel(far, root, a);                 \
        low = L##_sel(far, low, L##_set(0));                                           \
        *rest = L##_mad((s + low) * z, L##_asin_poly(z), low);                         \
        return s;                                                                      \
    }

/* BEYOND it the root is as large as the number, and its square may be infinite. */
#define CT_ASINH(L, M, T, LN2, BEYOND)                                                   \
    static __attribute__((noinline)) v_##L L##_log_twice(v_##L x)                        \
    {                                                                                    \
        return L##_log(x) + LN2;                                                         \
    }                                                                                    \
    /* log(large + small + rest): a number a >= 0 and a root that is as large or       \
     * larger by less than 1 (asinh), or smaller (acosh). */ \
    static CT_INLINE v_##L L##_log_of_sum(v_##L large, v_##L small, v_##L rest,          \
                                          v_##L a)                                       \
    {                                                                                    \
        v_##L low, sum = L##_fast_two_sum(large, small, &low);                           \
        v_##L y = L##_log_two(sum, low + rest);                                          \
        if (__builtin_expect(L##_any_beyond(a, BEYOND), 0)) {                            \
            y = L##_sel(a > BEYOND, L##_log_twice(a), y);                                \
        }                                                                                \
        return y;                                                                        \
    }                                                                                    \
    static CT_INLINE v_##L L##_asinh(v_##L x) /* 2 ULP */                                \
    {                                                                                    \
        v_##L a = L##_abs(x), z = a * a, rest;                                           \
        v_##L r = L##_root_two(L##_mad(a, a, L##_set(1)), &rest);                        \
        v_##L far = L##_log_of_sum(r, a, rest, a);                                       \
        v_##L near = L##_mad(a * z, L##_asinh_poly(z), a);                               \
        return L##_copysign(L##_sel(a < 0.5f, near, far), x);                            \
    }                                                                                    \
    /* asinh(sqrt(x^2 - 1)), near 1 by its polynomial; of t = x - 1, which is exact   \
     * where it matters, x^2 - 1 = t^2 + 2 t. */  \
    static CT_INLINE v_##L L##_acosh(v_##L x) /* 2 ULP */                                \
    {                                                                                    \
        v_##L a = L##_max(L##_set(0), x), t = a - 1, q = L##_mad(t, t, t + t), rest;     \
        v_##L r = L##_root_two(q, &rest), far = L##_log_of_sum(a, r, rest, a);           \
        r += rest;                                                                       \
        v_##L near = L##_mad(r * q, L##_asinh_poly(q), r);                               \
        return L##_sel(q < 0.25f, near, far);                                            \
    }                                                                                    \
    /* log((1 + a) / (1 - a)) / 2 from 1/2 on, where 1 - a is exact. */                  \
    static CT_INLINE v_##L L##_atanh(v_##L x) /* 2 ULP */                                \
    {                                                                                    \
        v_##L a = L##_abs(x), z = a * a, d = 1 - a, y = L##_reciprocal_14(d);            \
        v_##L more, n = 1 + a, q = L##_two_product(n, y, &more);                         \
        v_##L e = L##_max(L##_mad(-d, y, L##_set(1)), L##_set(-1));                      \
        more = L##_max(L##_mad(a - (n - 1), y, more), L##_set(-1));                      \
        v_##L far = 0.5f * (L##_log_two(q, more) + L##_log_rest(e));                     \
        v_##L near = L##_mad(a * z, L##_atanh_poly(z), a);                               \
        return L##_copysign(L##_sel(a < 0.5f, near, far), x);                            \
    }

/* atan2: the angle below pi / 4 by its polynomial in q, the smaller size over the larger,
 * which is right but for numbers outside 2^-100 .. 2^100; these go through f32_atan2_any.
 * Its sign and what it is added to follow from which is the larger and x's sign. */
static __attribute__((noinline)) v_f32 f32_atan2_any(v_f32 y, v_f32 x)
{
    return f32_atan2_general(y, x);
}

static CT_INLINE v_f32 f32_atan2(v_f32 y, v_f32 x) /* 2 ULP */
{
    /* (atan q - q) / q^3 in q^2, |q| <= 1, to 2^-27.4 of atan q. */
    static const float p[] = {-0x1.55553ep-2f, 0x1.9991e4p-3f,  -0x1.2420a8p-3f,
                              0x1.c08f66p-4f,  -0x1.5816f6p-4f, 0x1.da68fcp-5f,
                              -0x1.fe185p-6f,  0x1.64e746p-7f,  -0x1.d4e622p-10f};
    v_f32 a = f32_abs(y), b = f32_abs(x), small = f32_min(a, b), large = f32_max(a, b);
    __m512i low = _mm512_set1_epi32(0x0d800000), one = _mm512_set1_epi32(1);
    __m512i above = _mm512_sub_epi32((__m512i)large, low);
    __mmask16 odd = _mm512_cmpge_epu32_mask(above, _mm512_set1_epi32(0x64000000));
    odd |= _mm512_cmplt_epu32_mask(_mm512_sub_epi32((__m512i)small, one), low);
    odd |= _mm512_cmp_ps_mask((__m512)x, (__m512)y, _CMP_UNORD_Q);
    v_f32 inverse = f32_reciprocal_14(large), q = small * inverse;
    q = f32_mad(f32_mad(-q, large, small), inverse, q);
    v_f32 z = q * q, t = f32_mad(q * z, f32_poly(z, p, 9), q);
    __mmask16 steep = _mm512_cmp_ps_mask((__m512)a, (__m512)b, _CMP_GT_OQ);
    __mmask16 left = _mm512_movepi32_mask((__m512i)x);
    __m512 base = _mm512_maskz_mov_ps(left, _mm512_set1_ps(4 * F32_PI_4));
    base = _mm512_mask_mov_ps(base, steep, _mm512_set1_ps(2 * F32_PI_4));
    t = (v_f32)_mm512_mask_sub_ps((__m512)t, _kxor_mask16(steep, left),
                                  _mm512_set1_ps(-0.0f), (__m512)t);
    t = (v_f32)base + f32_mad((v_f32)base, f32_set(F32_PI_4_LOW / F32_PI_4), t);
    __m512 angle = (__m512)f32_copysign(t, y);
    if (__builtin_expect(odd, 0)) { /* for these alone: no other's bits change */
        angle = _mm512_mask_mov_ps(angle, odd, (__m512)f32_atan2_any(y, x));
    }
    return (v_f32)angle;
}

#endif
