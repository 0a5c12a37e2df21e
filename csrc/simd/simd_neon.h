/* Vocabulary in AArch64's Advanced SIMD (NEON).  A name that is defined here is also a
 * macro, see simd.h. */
#ifndef CT_SIMD_NEON_H
#define CT_SIMD_NEON_H

#include <arm_neon.h>

#define CT_HAS_FMA 1

#define CT_UNARY_INTRINSIC(name, L, text) \
    static inline v_##L name(v_##L a)     \
    {                                     \
        return (v_##L)(text);             \
    }

#define f32_mad f32_mad
static inline v_f32 f32_mad(v_f32 a, v_f32 b, v_f32 c)
{
    return (v_f32)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b);
}

#define f64_mad f64_mad
static inline v_f64 f64_mad(v_f64 a, v_f64 b, v_f64 c)
{
    return (v_f64)vfmaq_f64((float64x2_t)c, (float64x2_t)a, (float64x2_t)b);
}

#define f32_sqrt f32_sqrt
CT_UNARY_INTRINSIC(f32_sqrt, f32, vsqrtq_f32((float32x4_t)a))
#define f64_sqrt f64_sqrt
CT_UNARY_INTRINSIC(f64_sqrt, f64, vsqrtq_f64((float64x2_t)a))
#define f32_round f32_round
CT_UNARY_INTRINSIC(f32_round, f32, vrndnq_f32((float32x4_t)a))
#define f64_round f64_round
CT_UNARY_INTRINSIC(f64_round, f64, vrndnq_f64((float64x2_t)a))
#define f32_floor f32_floor
CT_UNARY_INTRINSIC(f32_floor, f32, vrndmq_f32((float32x4_t)a))
#define f64_floor f64_floor
CT_UNARY_INTRINSIC(f64_floor, f64, vrndmq_f64((float64x2_t)a))
#define f32_ceil f32_ceil
CT_UNARY_INTRINSIC(f32_ceil, f32, vrndpq_f32((float32x4_t)a))
#define f64_ceil f64_ceil
CT_UNARY_INTRINSIC(f64_ceil, f64, vrndpq_f64((float64x2_t)a))
#define f32_trunc f32_trunc
CT_UNARY_INTRINSIC(f32_trunc, f32, vrndq_f32((float32x4_t)a))
#define f64_trunc f64_trunc
CT_UNARY_INTRINSIC(f64_trunc, f64, vrndq_f64((float64x2_t)a))

#endif
