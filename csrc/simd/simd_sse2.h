/* Vocabulary in SSE2, the x86-64 baseline: no fused multiply-add, no rounding instruction.
 * A name that is defined here is also a macro, see simd.h. */
#ifndef CT_SIMD_SSE2_H
#define CT_SIMD_SSE2_H

#include <emmintrin.h>

#define CT_PARTS_ARE_COPIED 1 /* no instruction reads part of a vector: cpu/rest.h */

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

#define f32_sqrt f32_sqrt
CT_UNARY_INTRINSIC(f32_sqrt, f32, _mm_sqrt_ps((__m128)a))
#define f64_sqrt f64_sqrt
CT_UNARY_INTRINSIC(f64_sqrt, f64, _mm_sqrt_pd((__m128d)a))

#define f32_min f32_min
CT_BINARY_INTRINSIC(f32_min, f32, _mm_min_ps((__m128)a, (__m128)b))
#define f64_min f64_min
CT_BINARY_INTRINSIC(f64_min, f64, _mm_min_pd((__m128d)a, (__m128d)b))
#define f32_max f32_max
CT_BINARY_INTRINSIC(f32_max, f32, _mm_max_ps((__m128)a, (__m128)b))
#define f64_max f64_max
CT_BINARY_INTRINSIC(f64_max, f64, _mm_max_pd((__m128d)a, (__m128d)b))

#define i32_any i32_any
static inline int i32_any(v_i32 mask)
{
    return _mm_movemask_epi8((__m128i)mask) != 0;
}

#define i64_any i64_any
static inline int i64_any(v_i64 mask)
{
    return _mm_movemask_epi8((__m128i)mask) != 0;
}

/* A mask as bytes: the packs saturate, so that 0 and -1 stay what they are. */
#define i32_bytes i32_bytes
static inline bytes_i32 i32_bytes(v_i32 mask)
{
    __m128i words = _mm_packs_epi32((__m128i)mask, (__m128i)mask);
    return (bytes_i32)_mm_cvtsi128_si32(_mm_packs_epi16(words, words));
}

#define i64_bytes i64_bytes
static inline bytes_i64 i64_bytes(v_i64 mask)
{
    int bits = _mm_movemask_pd((__m128d)mask);
    return (bytes_i64)(int16_t)((bits & 1) * 0xff | (bits >> 1) * 0xff00);
}

#endif
