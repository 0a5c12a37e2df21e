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

#define f32_sqrt f32_sqrt
CT_UNARY_INTRINSIC(f32_sqrt, f32, _mm512_sqrt_ps((__m512)a))
#define f64_sqrt f64_sqrt
CT_UNARY_INTRINSIC(f64_sqrt, f64, _mm512_sqrt_pd((__m512d)a))

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
