/* Vector mathematics that AVX2 does otherwise than math_f32.h: where all lanes are well
 * inside a function's range, which one comparison says, what is only for its ends is left
 * out, and a power of two goes into the exponent by an addition of integers. A function
 * that is defined here is also a macro of its own name, as in simd.h. */
#ifndef CT_SIMD_MATH_AVX2_H
#define CT_SIMD_MATH_AVX2_H

#include "simd/pieces_avx2.h"
#include "simd/simd.h"


/* ---- exponentials ---- */

/* (exp(r) - 1 - r) / r^2 for |r| <= 0.3476, to 2^-28.1 of exp(r). */
static inline v_f32 f32_exp_poly(v_f32 r)
{
    static const float q[] = {0x1.fffffcp-2f, 0x1.555488p-3f, 0x1.555842p-5f,
                              0x1.1240dep-7f, 0x1.6ae898p-10f};
    return f32_poly(r, q, 5);
}

/* x = n ln 2 + r; gives exp(r) and, in the low bits, n. */
static inline v_f32 f32_exp_reduced(v_f32 x, v_f32 *t)
{
    *t = f32_mad(x, f32_set(0x1.715476p0f), f32_set(0x1.8p23f));
    v_f32 n = *t - 0x1.8p23f;
    v_f32 r = f32_mad(n, f32_set(-0x1.62e4p-1f), x);
    r = f32_mad(n, f32_set(-0x1.7f7d1cp-20f), r);
    v_f32 e = f32_mad(f32_exp_poly(r), r, f32_set(1));
    return f32_mad(e, r, f32_set(1));
}

/* Results that may be subnormal, zero, infinite or NaN. */
static __attribute__((noinline)) v_f32 f32_exp_any(v_f32 x)
{
    v_f32 t;
    v_i32 zero = x < -104;
    x = f32_sel(zero, f32_set(0), f32_min(f32_set(89), x));
    v_f32 e = f32_exp_reduced(x, &t);
    return f32_sel(zero, f32_set(0), f32_scale(e, t - 0x1.8p23f));
}

#define f32_exp f32_exp
static inline v_f32 f32_exp(v_f32 x) /* 1 ULP */
{
    v_f32 t;
    if (__builtin_expect(f32_any_beyond(x, 87), 0)) {
        return f32_exp_any(x);
    }
    v_f32 e = f32_exp_reduced(x, &t);
    return (v_f32)((v_i32)e + ((v_i32)t << 23));
}

/* ---- logarithms ---- */

/* As NOTE [Logarithms by table] in math_avx512.h, with 8 pieces: the upper 3 bits of m's
 * mantissa choose c and log c, r is in [-0.0625, 0.125]. */
static inline v_f32 f32_look_up_8(const float table[8], v_i32 index)
{
    return (v_f32)_mm256_permutevar8x32_ps(_mm256_loadu_ps(table), (__m256i)index);
}

/* Is any lane not a normal number above 0? The bits of such are in [0x00800000,
 * 0x7f800000), which one comparison says after an addition that wraps. */
#define f32_any_odd f32_any_odd
static inline int f32_any_odd(v_f32 x)
{
    v_i32 outside = (v_i32)((v_u32)x + 0x7f800000) > -0x01000001;
    return _mm256_movemask_ps((__m256)outside);
}

/* log(2^more x) of a normal x > 0, given its bits. */
static inline v_f32 f32_log_reduced(v_i32 bits, v_f32 more)
{
    static const float reciprocals[] = {0x1p0f,         0x1.b07048p-1f, 0x1.858e7ep-1f,
                                        0x1.6512e6p-1f, 0x1.47d6c4p0f,  0x1.2ecb6ap0f,
                                        0x1.1a3e84p0f,  0x1p0f};
    static const float logs[] = {0,
                                 0x1.59ep-3f,
                                 0x1.17ep-2f,
                                 0x1.7108p-2f,
                                 -0x1.fa9p-3f,
                                 -0x1.57dp-3f,
                                 -0x1.8fcp-4f,
                                 0};
    /* (log(1 + r) - r) / r^2 for r in [-0.0627, 0.1252], to 2^-28.0 of log(1 + r). */
    static const float q[] = {-0x1.fffff6p-2f, 0x1.5555bcp-2f, -0x1.00206p-2f,
                              0x1.99a674p-3f, -0x1.278ea2p-3f};
    const int32_t three_quarters = 0x3f400000;
    v_i32 b = bits - three_quarters, m = (b & 0x7fffff) + three_quarters;
    v_i32 index = (v_i32)((v_u32)m >> 20);
    v_f32 k = __builtin_convertvector(b >> 23, v_f32) + more;
    v_f32 r = f32_mad((v_f32)m, f32_look_up_8(reciprocals, index), f32_set(-1));
    v_f32 high = f32_mad(k, f32_set(0x1.62e4p-1f), f32_look_up_8(logs, index));
    v_f32 low = f32_mad(r * r, f32_poly(r, q, 5), k * 0x1.7f7d1cp-20f);
    return high + (r + low);
}

static __attribute__((noinline)) v_f32 f32_log_any(v_f32 x)
{
    v_i32 tiny = x < 0x1p-126f;
    v_f32 more = f32_sel(tiny, f32_set(-23), f32_set(0));
    v_f32 y = f32_log_reduced((v_i32)f32_sel(tiny, x * 0x1p23f, x), more);
    y = f32_sel(x < HUGE_VALF, y, x);
    y = f32_sel(x == 0, f32_set(-HUGE_VALF), y);
    return f32_sel(x < 0, f32_set(NAN), y);
}

#define f32_log f32_log
static inline v_f32 f32_log(v_f32 x) /* 2 ULP */
{
    if (__builtin_expect(f32_any_odd(x), 0)) {
        return f32_log_any(x);
    }
    return f32_log_reduced((v_i32)x, f32_set(0));
}

/* ---- piecewise polynomials ---- */

/* As NOTE [Pieces] in math_avx512.h, with 8 pieces and polynomials of n terms: the slope,
 * by which times *d a function is off its value at the point. */
static CT_INLINE v_f32 f32_slope(v_f32 x, v_i32 index, const float (*table)[8], int n,
                                 v_f32 *d)
{
    v_f32 y = f32_look_up_8(table[n], index);
    *d = x - f32_look_up_8(table[0], index);
    for (int i = n - 1; i > 1; i--) {
        y = f32_mad(y, *d, f32_look_up_8(table[i], index));
    }
    return y;
}

static CT_INLINE v_f32 f32_pieces(v_f32 x, v_i32 index, const float (*table)[8], int n,
                                  v_f32 value)
{
    v_f32 d, slope = f32_slope(x, index, table, n, &d);
    return f32_mad(slope, d, value);
}

/* [0, 3/4), then two to an octave from there to 6, and up to where tanh is 1: the exponent
 * and one bit of the mantissa modulo 8. */
#define f32_tanh f32_tanh
static inline v_f32 f32_tanh(v_f32 x) /* 2 ULP */
{
    v_f32 a = f32_min(f32_set(9.05f), f32_abs(x));
    __m256i bits = _mm256_max_epi32((__m256i)a, _mm256_set1_epi32(0x3f000000));
    bits = _mm256_min_epi32(bits, _mm256_set1_epi32(0x40c00000));
    v_i32 index = (v_i32)_mm256_srli_epi32(bits, 22);
    v_f32 value = f32_look_up_8(f32_tanh_pieces[1], index);
    return f32_copysign(f32_pieces(a, index, f32_tanh_pieces, 9, value), x);
}

/* Pieces of 17/32, whose numbers come out of the rounding. That at 0 is without x, as its
 * slope is no float. */
#define f32_erf f32_erf
static inline v_f32 f32_erf(v_f32 x) /* 2 ULP */
{
    static const float plus_x[] = {1, 0, 0, 0, 0, 0, 0, 0};
    v_f32 a = f32_min(f32_set(3.95f), f32_abs(x));
    v_i32 index = (v_i32)f32_mad(a, f32_set(0x1.e1e1e2p0f), f32_set(0x1.8p23f));
    v_f32 value = f32_mad(a, f32_look_up_8(plus_x, index),
                          f32_look_up_8(f32_erf_pieces[1], index));
    return f32_copysign(f32_pieces(a, index, f32_erf_pieces, 7, value), x);
}

/* max(x, 0) less the tail of NOTE [Normal tail], t = |x|: two pieces to an octave of t + 1.
 * As in math_avx512.h 2 n ln 2 is taken off t^2 exactly, in one rounding. */
#define f32_gelu f32_gelu
static inline v_f32 f32_gelu(v_f32 x) /* 4 ULP */
{
    /* (exp(-s / 2) - 1) / s for |s| <= 0.6952, to 2^-23.1 of the exponential times s. */
    static const float q[] = {-0.5f, 0x1.fffdf6p-4f, -0x1.5557b6p-6f, 0x1.572caap-9f,
                              -0x1.1060e4p-12f};
    v_f32 size = f32_abs(x), t = f32_min(f32_set(14.5f), size);
    v_i32 index = (v_i32)_mm256_srli_epi32((__m256i)(t + 1), 22);
    v_f32 value = f32_look_up_8(f32_tail_pieces[1], index);
    v_f32 y = f32_pieces(t, index, f32_tail_pieces, 8, value);
    v_f32 magic = f32_mad(t * t, f32_set(-0x1.715476p-1f), f32_set(0x1.8p23f));
    v_f32 n = magic - 0x1.8p23f, s = f32_mad(t, t, n * 0x1.62e4p0f);
    s = f32_mad(n, f32_set(0x1.7f7d1cp-19f), s);
    y = f32_mad(y * s, f32_poly(s, q, 5), y);
    v_f32 above = f32_max(f32_set(-0.0f), x);
    if (__builtin_expect(f32_any_beyond(size, 12.5f), 0)) {
        return above - f32_scale(y, n);
    }
    return above - (v_f32)((v_i32)y + ((v_i32)magic << 23));
}

/* exp(-t^2) times exp(t^2) erfc t, t = |x|, of which there are two pieces to an octave of
 * t + 1; n ln 2 is taken off t^2 exactly. Next to 0, where erfc loses half of 1, the value
 * is 1 - t in two words. */
#define f32_erfc f32_erfc
static inline v_f32 f32_erfc(v_f32 x) /* 2 ULP */
{
    /* (exp(-s) - 1) / s for |s| <= 0.3476, to 2^-28.2 of the exponential. */
    static const float q[] = {-1,
                              0x1.fffffcp-2f,
                              -0x1.555488p-3f,
                              0x1.555842p-5f,
                              -0x1.1240dep-7f,
                              0x1.6ae898p-10f};
    static const float less_x[] = {0, 0, 0, 0, 0, 0, -1, 0};
    v_f32 t = f32_min(f32_set(10.2f), f32_abs(x));
    v_i32 index = (v_i32)_mm256_srli_epi32((__m256i)(t + 1), 22);
    v_f32 value = f32_look_up_8(f32_erfcx_pieces[1], index);
    v_f32 less = f32_look_up_8(less_x, index), high = f32_mad(t, less, value);
    v_f32 d, slope = f32_slope(t, index, f32_erfcx_pieces, 9, &d);
    v_f32 low = f32_mad(slope, d, f32_mad(t, less, value - high)), y = high + low;
    v_f32 magic = f32_mad(t * t, f32_set(-0x1.715476p0f), f32_set(0x1.8p23f));
    v_f32 n = magic - 0x1.8p23f, s = f32_mad(t, t, n * 0x1.62e4p-1f);
    s = f32_mad(n, f32_set(0x1.7f7d1cp-20f), s);
    y = high + f32_mad(y * s, f32_poly(s, q, 6), low);
    if (__builtin_expect(f32_any_beyond(x, 9), 0)) {
        y = f32_scale(y, n);
    } else {
        y = (v_f32)((v_i32)y + ((v_i32)magic << 23));
    }
    return f32_sel(x < 0, 2 - y, y);
}

/* ---- float64 ---- */

/* exp(r) for |r| <= 0.3466, to 2^-55.6. */
static inline v_f64 f64_exp_reduced(v_f64 x, v_f64 *t)
{
    static const double q[] = {0x1.0000000000005p-1,  0x1.5555555555544p-3,
                               0x1.5555555552036p-5,  0x1.1111111115254p-7,
                               0x1.6c16c17f8218ep-10, 0x1.a01a019077f9dp-13,
                               0x1.a019a5706e31ap-16, 0x1.71de3bf506b5bp-19,
                               0x1.28a3e70e529ccp-22, 0x1.aefb92d28d94cp-26};
    *t = f64_mad(x, f64_set(0x1.71547652b82fep0), f64_set(0x1.8p52));
    v_f64 n = *t - 0x1.8p52, r = f64_mad(n, f64_set(-0x1.62e42fefa38p-1), x);
    r = f64_mad(n, f64_set(-0x1.ef35793c7673p-45), r);
    return 1 + f64_mad(r * r, f64_poly(r, q, 10), r);
}

/* Results that may be subnormal, zero, infinite or NaN. */
static __attribute__((noinline)) v_f64 f64_exp_any(v_f64 x)
{
    v_f64 t;
    v_i64 zero = x < -746;
    x = f64_sel(zero, f64_set(0), f64_min(f64_set(710), x));
    v_f64 e = f64_exp_reduced(x, &t);
    return f64_sel(zero, f64_set(0), f64_scale(e, t - 0x1.8p52));
}

#define f64_exp f64_exp
static inline v_f64 f64_exp(v_f64 x) /* 1 ULP */
{
    v_f64 t;
    if (__builtin_expect(f64_any_beyond(x, 708), 0)) {
        return f64_exp_any(x);
    }
    v_f64 e = f64_exp_reduced(x, &t);
    return (v_f64)((v_u64)e + ((v_u64)t << 52));
}

#endif
