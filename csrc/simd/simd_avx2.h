/* Vocabulary in AVX2, FMA and F16C: what simd_generic.h would do in more than one
 * instruction.  A name that is defined here is also a macro, see simd.h. */
#ifndef CT_SIMD_AVX2_H
#define CT_SIMD_AVX2_H

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
    return (v_f32)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
}

#define f64_mad f64_mad
static inline v_f64 f64_mad(v_f64 a, v_f64 b, v_f64 c)
{
    return (v_f64)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c);
}

#define f32_sel f32_sel
static inline v_f32 f32_sel(v_i32 m, v_f32 a, v_f32 b)
{
    return (v_f32)_mm256_blendv_ps((__m256)b, (__m256)a, (__m256)m);
}

#define f64_sel f64_sel
static inline v_f64 f64_sel(v_i64 m, v_f64 a, v_f64 b)
{
    return (v_f64)_mm256_blendv_pd((__m256d)b, (__m256d)a, (__m256d)m);
}

#define f32_sqrt f32_sqrt
CT_UNARY_INTRINSIC(f32_sqrt, f32, _mm256_sqrt_ps((__m256)a))
#define f64_sqrt f64_sqrt
CT_UNARY_INTRINSIC(f64_sqrt, f64, _mm256_sqrt_pd((__m256d)a))

#define CT_ROUND_F32(mode) _mm256_round_ps((__m256)a, (mode) | _MM_FROUND_NO_EXC)
#define CT_ROUND_F64(mode) _mm256_round_pd((__m256d)a, (mode) | _MM_FROUND_NO_EXC)
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
CT_BINARY_INTRINSIC(f32_min, f32, _mm256_min_ps((__m256)a, (__m256)b))
#define f64_min f64_min
CT_BINARY_INTRINSIC(f64_min, f64, _mm256_min_pd((__m256d)a, (__m256d)b))
#define f32_max f32_max
CT_BINARY_INTRINSIC(f32_max, f32, _mm256_max_ps((__m256)a, (__m256)b))
#define f64_max f64_max
CT_BINARY_INTRINSIC(f64_max, f64, _mm256_max_pd((__m256d)a, (__m256d)b))

/* Whether any |x| is above a limit, or NaN. */
#define f32_any_beyond f32_any_beyond
static inline int f32_any_beyond(v_f32 x, float limit)
{
    __m256 size = _mm256_andnot_ps(_mm256_set1_ps(-0.0f), (__m256)x);
    return _mm256_movemask_ps(_mm256_cmp_ps(size, _mm256_set1_ps(limit), _CMP_NLE_UQ));
}

#define f64_any_beyond f64_any_beyond
static inline int f64_any_beyond(v_f64 x, double limit)
{
    __m256d size = _mm256_andnot_pd(_mm256_set1_pd(-0.0), (__m256d)x);
    return _mm256_movemask_pd(_mm256_cmp_pd(size, _mm256_set1_pd(limit), _CMP_NLE_UQ));
}

#define f32_widen f32_widen
static inline void f32_widen(v_f32 x, v_f64 *low, v_f64 *high)
{
    *low = (v_f64)_mm256_cvtps_pd(_mm256_castps256_ps128((__m256)x));
    *high = (v_f64)_mm256_cvtps_pd(_mm256_extractf128_ps((__m256)x, 1));
}

static inline v_f32 f32_narrow(v_f64 low, v_f64 high)
{
    __m256 x = _mm256_castps128_ps256(_mm256_cvtpd_ps((__m256d)low));
    return (v_f32)_mm256_insertf128_ps(x, _mm256_cvtpd_ps((__m256d)high), 1);
}

#define i32_any i32_any
static inline int i32_any(v_i32 mask)
{
    return !_mm256_testz_si256((__m256i)mask, (__m256i)mask);
}

#define i64_any i64_any
static inline int i64_any(v_i64 mask)
{
    return !_mm256_testz_si256((__m256i)mask, (__m256i)mask);
}

/* A mask as bytes: the packs saturate, so that 0 and -1 stay what they are. */
#define i32_bytes i32_bytes
static inline bytes_i32 i32_bytes(v_i32 mask)
{
    __m128i low = _mm256_castsi256_si128((__m256i)mask);
    __m128i words = _mm_packs_epi32(low, _mm256_extracti128_si256((__m256i)mask, 1));
    return (bytes_i32)_mm_cvtsi128_si64(_mm_packs_epi16(words, words));
}

/* Four masks as 32 bools, each lane's where it is: the packs take the halves of vectors by
 * themselves, which is put right last. Loops whose lanes are named here use it. */
#define CT_FOUR_LANE_f32 1
#define CT_FOUR_LANE_i32 1
#define CT_FOUR_LANE_u32 1
static inline void i32_store_bool_four(void *p, const v_i32 *mask)
{
    __m256i low = _mm256_packs_epi32((__m256i)mask[0], (__m256i)mask[1]);
    __m256i high = _mm256_packs_epi32((__m256i)mask[2], (__m256i)mask[3]);
    __m256i bytes =
        _mm256_and_si256(_mm256_packs_epi16(low, high), _mm256_set1_epi8(1));
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    _mm256_storeu_si256(p, _mm256_permutevar8x32_epi32(bytes, order));
}

#define i64_bytes i64_bytes
static inline bytes_i64 i64_bytes(v_i64 mask)
{
    __m128i low = _mm256_castsi256_si128((__m256i)mask);
    __m128i pairs = _mm_packs_epi32(low, _mm256_extracti128_si256((__m256i)mask, 1));
    __m128i bytes = _mm_shuffle_epi8(pairs, _mm_set1_epi32(0x0c080400));
    return (bytes_i64)_mm_cvtsi128_si32(bytes);
}

/* The first n of eight 32-bit lanes, as a mask for maskload and maskstore, which do not
 * touch the memory of the other lanes. */
static inline __m256i lanes_below(int64_t n)
{
    const __m256i index = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)n), index);
}

/* For lanes of 4 and 8 bytes; n counts 32-bit units. */
#define u32_load_part u32_load_part
static inline v_u32 u32_load_part(const void *p, int64_t n)
{
    return (v_u32)_mm256_maskload_epi32(p, lanes_below(n));
}

#define u32_store_part u32_store_part
static inline void u32_store_part(void *p, v_u32 v, int64_t n)
{
    _mm256_maskstore_epi32(p, lanes_below(n), (__m256i)v);
}

#endif
