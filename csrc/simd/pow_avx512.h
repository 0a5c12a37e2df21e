/* Powers of float32 on AVX-512, in float32 alone.
 *
 * NOTE [Powers]  a^b = exp(b log a) with log a in two words, to 2^-33 of itself, so that
 * its error times an exponent of up to 88 stays below half an ULP. a = 2^k m, m in [1, 2),
 * whose upper 5 bits choose c and -log c: log a = k log 2 - log c + log(1 + r), r = c m - 1
 * in [-0.0206, 0.0313). c has so few bits that r is exact, and is 1 beside 1 and 1/2 below
 * 2, so that nothing is lost there. -log c has two words, as has log 2; the first two of
 * k, c and the sum with them are exact, and what the sums with r and r^2 / 2 lose goes to
 * the second word. */
#ifndef CT_SIMD_POW_AVX512_H
#define CT_SIMD_POW_AVX512_H

#include "simd/math_avx512.h"

// clang-format off
static const float f32_pow_table[3][32] = {
    {0x1p0f, 0x1.e8p-1f, 0x1.d8p-1f, 0x1.dp-1f, 0x1.cp-1f, 0x1.b4p-1f, 0x1.a8p-1f,
     0x1.ap-1f, 0x1.94p-1f, 0x1.8cp-1f, 0x1.8p-1f, 0x1.78p-1f, 0x1.7p-1f, 0x1.68p-1f,
     0x1.6p-1f, 0x1.58p-1f, 0x1.5p-1f, 0x1.4cp-1f, 0x1.44p-1f, 0x1.4p-1f, 0x1.38p-1f,
     0x1.34p-1f, 0x1.2cp-1f, 0x1.28p-1f, 0x1.2p-1f, 0x1.1cp-1f, 0x1.18p-1f, 0x1.14p-1f,
     0x1.1p-1f, 0x1.0cp-1f, 0x1.08p-1f, 0x1p-1f},
    {0, 0x1.894p-5f, 0x1.4d4p-4f, 0x1.934p-4f, 0x1.118p-3f, 0x1.491p-3f, 0x1.824p-3f,
     0x1.a94p-3f, 0x1.e53p-3f, 0x1.071p-2f, 0x1.2698p-2f, 0x1.3c28p-2f, 0x1.5228p-2f,
     0x1.68bp-2f, 0x1.7fbp-2f, 0x1.9738p-2f, 0x1.af5p-2f, 0x1.bb98p-2f, 0x1.d49p-2f,
     0x1.e148p-2f, 0x1.fb38p-2f, 0x1.0438p-1f, 0x1.11bp-1f, 0x1.189p-1f, 0x1.2698p-1f,
     0x1.2dcp-1f, 0x1.3504p-1f, 0x1.3c6p-1f, 0x1.43d8p-1f, 0x1.4b7p-1f, 0x1.5324p-1f,
     0x1.62e4p-1f},
    {0, 0x1.542994p-18f, -0x1.dd45cp-17f, -0x1.43454ep-17f, -0x1.c5f76p-17f,
     0x1.ec199ep-18f, -0x1.f4d572p-18f, -0x1.2c3752p-19f, 0x1.dffce2p-20f,
     0x1.c3026ap-17f, -0x1.deecb2p-18f, -0x1.6c4666p-17f, 0x1.7039c6p-17f,
     -0x1.be0b1cp-17f, -0x1.7109fap-20f, 0x1.1a189ap-17f, 0x1.4a9246p-17f,
     -0x1.ee47f2p-18f, 0x1.236f7ep-21f, 0x1.4344e4p-19f, -0x1.3a842ep-17f,
     -0x1.f418ap-17f, -0x1.f70e2ap-19f, -0x1.1bf0dcp-17f, -0x1.deecb2p-17f,
     -0x1.5509e4p-18f, -0x1.752628p-17f, 0x1.0186d8p-18f, 0x1.ff2f92p-17f,
     -0x1.48347ap-20f, -0x1.1d9798p-17f, 0x1.7f7d1cp-20f}};
// clang-format on

/* log a of a finite a > 0, in two words. */
static CT_INLINE v_f32 f32_log_two_words(v_f32 a, v_f32 *low)
{
    /* (log(1 + r) - r + r^2 / 2) / r^3 to 2^-38.3 of log(1 + r). */
    static const float p[] = {0x1.555554p-2f, -0x1.00005cp-2f, 0x1.99d3bp-3f,
                              -0x1.4facfap-3f};
    v_f32 m = (v_f32)_mm512_getmant_ps((__m512)a, _MM_MANT_NORM_1_2, _MM_MANT_SIGN_src);
    v_f32 k = (v_f32)_mm512_getexp_ps((__m512)a);
    v_i32 index = (v_i32)_mm512_srli_epi32((__m512i)m, 18);
    v_f32 r = f32_mad(m, f32_look_up_32(f32_pow_table[0], index), f32_set(-1));
    v_f32 s =
        f32_mad(k, f32_set(0x1.62e4p-1f), f32_look_up_32(f32_pow_table[1], index));
    v_f32 rest =
        f32_mad(k, f32_set(0x1.7f7d1cp-20f), f32_look_up_32(f32_pow_table[2], index));
    v_f32 lost, sum = f32_fast_two_sum(s, r, &lost), half = r * -0.5f;
    v_f32 high = f32_mad(r, half, sum);
    lost += f32_mad(r, half, sum - high);
    *low = lost + f32_mad(r * r * r, f32_poly(r, p, 4), rest);
    return high;
}

/* Numbers and results that are not normal, infinite operands, NaN. */
static __attribute__((noinline)) v_f32 f32_pow_any(v_f32 a, v_f32 b)
{
    v_f32 n, c = f32_max(f32_set(-0x1p40f), f32_min(f32_set(0x1p40f), b));
    v_f32 fraction = f32_pow_fraction(a, c, &n);
    return f32_pow_edges(a, b, f32_scale(f32_exp2_poly(fraction), n));
}

#define CT_NOT_POSITIVE 0xdf /* of vfpclassps: NaN, 0, infinite, below 0 */
static CT_INLINE v_f32 f32_pow(v_f32 a, v_f32 b) /* 2 ULP */
{
    v_f32 low, log = f32_log_two_words(a, &low), t = b * log;
    v_f32 tl = f32_mad(b, low, f32_mad(b, log, -t)), sum = t + tl;
    v_f32 n = f32_mad(sum, f32_set(0x1.715476p0f), f32_set(0x1.8p23f)) - 0x1.8p23f;
    v_f32 r = f32_mad(n, f32_set(-0x1.62e4p-1f), t);
    r = f32_mad(n, f32_set(-0x1.7f7d1cp-20f), r) + tl;
    v_f32 e = f32_mad(f32_exp_poly(r), r, f32_set(1));
    __m512 y = (__m512)f32_scale(f32_mad(e, r, f32_set(1)), n);
    __mmask16 odd = _mm512_fpclass_ps_mask((__m512)a, CT_NOT_POSITIVE);
    odd |=
        _mm512_cmp_ps_mask(_mm512_abs_ps((__m512)sum), _mm512_set1_ps(87), _CMP_NLE_UQ);
    if (__builtin_expect(odd, 0)) { /* for these alone: no other's bits change */
        y = _mm512_mask_mov_ps(y, odd, (__m512)f32_pow_any(a, b));
    }
    return (v_f32)y;
}

#endif
