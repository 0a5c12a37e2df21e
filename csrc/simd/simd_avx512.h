/* Vocabulary in AVX-512 (F, BW, DQ, VL): what simd_generic.h would do in more than one
 * instruction.  A name that is defined here is also a macro, see simd.h. */
#ifndef CT_SIMD_AVX512_H
#define CT_SIMD_AVX512_H

#include <immintrin.h>

#define CT_HAS_FMA 1

#define CT_UNARY_INTRINSIC(name, L, text) \
    static inline v_##L name(v_##L a)     \
    {                                     \
        return (v_##L)(text);             \
    }
#define CT_BINARY_INTRINSIC(name, L, text)     \
    static inline v_##L name(v_##L a, v_##L b) \
    {                                          \
        return (v_##L)(text);                  \
    }

#define f32_mad f32_mad
static inline v_f32 f32_mad(v_f32 a, v_f32 b, v_f32 c)
{
    return (v_f32)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
}

#define f64_mad f64_mad
static inline v_f64 f64_mad(v_f64 a, v_f64 b, v_f64 c)
{
    return (v_f64)_mm512_fmadd_pd((__m512d)a, (__m512d)b, (__m512d)c);
}

/* Compared with zero, a mask goes to a mask register, where one instruction selects. */
#define f32_sel f32_sel
static inline v_f32 f32_sel(v_i32 m, v_f32 a, v_f32 b)
{
    v_i32 set = m != 0;
    return (v_f32)((set & (v_i32)a) | (~set & (v_i32)b));
}

#define f64_sel f64_sel
static inline v_f64 f64_sel(v_i64 m, v_f64 a, v_f64 b)
{
    v_i64 set = m != 0;
    return (v_f64)((set & (v_i64)a) | (~set & (v_i64)b));
}

/* NOTE [Roots by steps]  The instructions for square roots and quotients of 64 bytes take
 * 16 to 32 cycles.  y = 1 / sqrt(x) to 14 bits takes 2, and each step of Goldschmidt's
 * doubles the bits of g = x y and h = y / 2; with what is missing, x - g^2, exact by fused
 * multiply-add, g + h (x - g^2) rounds as the root itself does.  Of zero y is put to zero,
 * which gives it back; a negative number's is NaN.  A vector with numbers so small that
 * x - g^2 is not exact, or with infinity, whose y is put to the largest number, goes
 * through the instruction. */
#define CT_ROOT_FIXES \
    0x00e00800 /* by vfixupimm: of infinity the largest, of zero zero */
#define f32_sqrt f32_sqrt
static inline v_f32 f32_sqrt(v_f32 a)
{
    const __m512i fixes = _mm512_set1_epi32(CT_ROOT_FIXES);
    __m512 x = (__m512)a, half = _mm512_set1_ps(0.5f);
    __m512 y = _mm512_fixupimm_ps(_mm512_rsqrt14_ps(x), x, fixes, 0);
    if (__builtin_expect(_mm512_cmp_ps_mask(y, _mm512_set1_ps(0x1p50f), _CMP_GT_OQ),
                         0)) {
        return (v_f32)_mm512_sqrt_ps(x);
    }
    __m512 g = _mm512_mul_ps(x, y), h = _mm512_mul_ps(y, half);
    __m512 e = _mm512_fnmadd_ps(g, h, half);
    g = _mm512_fmadd_ps(g, e, g), h = _mm512_fmadd_ps(h, e, h);
    return (v_f32)_mm512_fmadd_ps(h, _mm512_fnmadd_ps(g, g, x), g);
}

#define f64_sqrt f64_sqrt
static inline v_f64 f64_sqrt(v_f64 a)
{
    const __m512i fixes = _mm512_set1_epi64(CT_ROOT_FIXES);
    __m512d x = (__m512d)a, half = _mm512_set1_pd(0.5);
    __m512d y = _mm512_fixupimm_pd(_mm512_rsqrt14_pd(x), x, fixes, 0);
    if (__builtin_expect(_mm512_cmp_pd_mask(y, _mm512_set1_pd(0x1p463), _CMP_GT_OQ),
                         0)) {
        return (v_f64)_mm512_sqrt_pd(x);
    }
    __m512d g = _mm512_mul_pd(x, y), h = _mm512_mul_pd(y, half);
    __m512d e = _mm512_fnmadd_pd(g, h, half);
    g = _mm512_fmadd_pd(g, e, g), h = _mm512_fmadd_pd(h, e, h);
    e = _mm512_fnmadd_pd(g, h, half);
    g = _mm512_fmadd_pd(g, e, g), h = _mm512_fmadd_pd(h, e, h);
    return (v_f64)_mm512_fmadd_pd(h, _mm512_fnmadd_pd(g, g, x), g);
}

/* y + y e (1/2 + 3/8 e), e = 1 - x y^2 from 14 bits; where that is NaN, y is right. */
#define f32_rsqrt f32_rsqrt
static inline v_f32 f32_rsqrt(v_f32 a) /* 1 ULP */
{
    __m512 x = (__m512)a, y = _mm512_rsqrt14_ps(x), one = _mm512_set1_ps(1);
    __m512 e = _mm512_fnmadd_ps(_mm512_mul_ps(x, y), y, one);
    __m512 c = _mm512_fmadd_ps(e, _mm512_set1_ps(0.375f), _mm512_set1_ps(0.5f));
    __mmask16 regular = _mm512_cmp_ps_mask(e, e, _CMP_ORD_Q);
    return (v_f32)_mm512_mask_fmadd_ps(y, regular, _mm512_mul_ps(e, c), y);
}

/* The same, then a step of Newton's. */
#define f64_rsqrt f64_rsqrt
static inline v_f64 f64_rsqrt(v_f64 a) /* 1 ULP */
{
    __m512d x = (__m512d)a, y = _mm512_rsqrt14_pd(x), one = _mm512_set1_pd(1);
    __m512d half = _mm512_set1_pd(0.5);
    __m512d e = _mm512_fnmadd_pd(_mm512_mul_pd(x, y), y, one);
    __m512d c = _mm512_fmadd_pd(e, _mm512_set1_pd(0.375), half);
    __mmask8 regular = _mm512_cmp_pd_mask(e, e, _CMP_ORD_Q);
    y = _mm512_mask_fmadd_pd(y, regular, _mm512_mul_pd(e, c), y);
    __m512d g = _mm512_mul_pd(x, y), gl = _mm512_fmsub_pd(x, y, g);
    e = _mm512_fnmadd_pd(gl, y, _mm512_fnmadd_pd(g, y, one));
    return (v_f64)_mm512_mask_fmadd_pd(y, regular, _mm512_mul_pd(e, half), y);
}

#define CT_ROUND_F32(mode) _mm512_roundscale_ps((__m512)a, (mode) | _MM_FROUND_NO_EXC)
#define CT_ROUND_F64(mode) _mm512_roundscale_pd((__m512d)a, (mode) | _MM_FROUND_NO_EXC)
#define f32_round f32_round
CT_UNARY_INTRINSIC(f32_round, f32, CT_ROUND_F32(_MM_FROUND_TO_NEAREST_INT))
#define f64_round f64_round
CT_UNARY_INTRINSIC(f64_round, f64, CT_ROUND_F64(_MM_FROUND_TO_NEAREST_INT))
#define f32_floor f32_floor
CT_UNARY_INTRINSIC(f32_floor, f32, CT_ROUND_F32(_MM_FROUND_TO_NEG_INF))
#define f64_floor f64_floor
CT_UNARY_INTRINSIC(f64_floor, f64, CT_ROUND_F64(_MM_FROUND_TO_NEG_INF))
#define f32_ceil f32_ceil
CT_UNARY_INTRINSIC(f32_ceil, f32, CT_ROUND_F32(_MM_FROUND_TO_POS_INF))
#define f64_ceil f64_ceil
CT_UNARY_INTRINSIC(f64_ceil, f64, CT_ROUND_F64(_MM_FROUND_TO_POS_INF))
#define f32_trunc f32_trunc
CT_UNARY_INTRINSIC(f32_trunc, f32, CT_ROUND_F32(_MM_FROUND_TO_ZERO))
#define f64_trunc f64_trunc
CT_UNARY_INTRINSIC(f64_trunc, f64, CT_ROUND_F64(_MM_FROUND_TO_ZERO))

#define f32_min f32_min
CT_BINARY_INTRINSIC(f32_min, f32, _mm512_min_ps((__m512)a, (__m512)b))
#define f64_min f64_min
CT_BINARY_INTRINSIC(f64_min, f64, _mm512_min_pd((__m512d)a, (__m512d)b))
#define f32_max f32_max
CT_BINARY_INTRINSIC(f32_max, f32, _mm512_max_ps((__m512)a, (__m512)b))
#define f64_max f64_max
CT_BINARY_INTRINSIC(f64_max, f64, _mm512_max_pd((__m512d)a, (__m512d)b))

#define f32_scale f32_scale
CT_BINARY_INTRINSIC(f32_scale, f32, _mm512_scalef_ps((__m512)a, (__m512)b))
#define f64_scale f64_scale
CT_BINARY_INTRINSIC(f64_scale, f64, _mm512_scalef_pd((__m512d)a, (__m512d)b))

#define f32_split f32_split
static inline v_f32 f32_split(v_f32 x, v_f32 *k)
{
    __m512 m = _mm512_getmant_ps((__m512)x, _MM_MANT_NORM_1_2, _MM_MANT_SIGN_src);
    __m512 e = _mm512_getexp_ps((__m512)x), one = _mm512_set1_ps(1);
    __mmask16 large = _mm512_cmp_ps_mask(m, _mm512_set1_ps(0x1.6a09e6p0f), _CMP_GT_OQ);
    *k = (v_f32)_mm512_mask_add_ps(e, large, e, one);
    return (v_f32)_mm512_mask_mul_ps(m, large, m, _mm512_set1_ps(0.5f));
}

#define f32_widen f32_widen
static inline void f32_widen(v_f32 x, v_f64 *low, v_f64 *high)
{
    *low = (v_f64)_mm512_cvtps_pd(_mm512_castps512_ps256((__m512)x));
    *high = (v_f64)_mm512_cvtps_pd(_mm512_extractf32x8_ps((__m512)x, 1));
}

static inline v_f32 f32_narrow(v_f64 low, v_f64 high)
{
    __m512 x = _mm512_castps256_ps512(_mm512_cvtpd_ps((__m512d)low));
    return (v_f32)_mm512_insertf32x8(x, _mm512_cvtpd_ps((__m512d)high), 1);
}

#define i32_any i32_any
static inline int i32_any(v_i32 mask)
{
    return _mm512_test_epi32_mask((__m512i)mask, (__m512i)mask) != 0;
}

#define i64_any i64_any
static inline int i64_any(v_i64 mask)
{
    return _mm512_test_epi64_mask((__m512i)mask, (__m512i)mask) != 0;
}

#define f32_any_beyond f32_any_beyond
static inline int f32_any_beyond(v_f32 x, float limit)
{
    __m512 size = _mm512_abs_ps((__m512)x);
    return _mm512_cmp_ps_mask(size, _mm512_set1_ps(limit), _CMP_NLE_UQ) != 0;
}

#define f64_any_beyond f64_any_beyond
static inline int f64_any_beyond(v_f64 x, double limit)
{
    __m512d size = _mm512_abs_pd((__m512d)x);
    return _mm512_cmp_pd_mask(size, _mm512_set1_pd(limit), _CMP_NLE_UQ) != 0;
}

/* Part of a vector at the start of an array of n bytes: one byte mask for all lanes. */
#define u8_load_part u8_load_part
static inline v_u8 u8_load_part(const void *p, int64_t n)
{
    return (v_u8)_mm512_maskz_loadu_epi8(_bzhi_u64(~0ull, (unsigned)n), p);
}

#define u8_store_part u8_store_part
static inline void u8_store_part(void *p, v_u8 v, int64_t n)
{
    _mm512_mask_storeu_epi8(p, _bzhi_u64(~0ull, (unsigned)n), (__m512i)v);
}

#endif
