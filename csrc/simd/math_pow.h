/* pow for float32 and float64: exp(b log |a|), with the logarithm good enough that its
 * relative error, times an exponent of up to 745, stays below half an ULP.  float32 does
 * that in float64 lanes where it must, float64 in two words. */
#ifndef CT_SIMD_MATH_POW_H
#define CT_SIMD_MATH_POW_H

#include "simd/double_word.h"
#include "simd/math_f32.h"
#include "simd/math_f64.h"

/* The values of C's pow where a is not in (0, infinity) or b is infinite or NaN; result
 * is |a|^b in all other lanes, and where |a| is finite and b infinite. */
#define CT_POW_EDGES(L, M)                                                            \
    static inline v_##L L##_pow_edges(v_##L a, v_##L b, v_##L result)                 \
    {                                                                                 \
        const v_##L inf = L##_set(HUGE_VALF), zero = {0};                             \
        v_##L size = L##_abs(a), half = b * 0.5f;                                     \
        if (!M##_any(~((a > 0) & (a < inf) & (L##_abs(b) < inf)))) {                  \
            return result;                                                            \
        }                                                                             \
        v_##M limit = (size == 0) | (size == inf);                                    \
        v_##L at_limit = L##_sel((size == inf) ^ (b > 0), zero, inf);                 \
        v_##M integer = L##_trunc(b) == b, odd = integer & (L##_trunc(half) != half); \
        result = L##_sel(limit, at_limit, result);                                    \
        result = L##_sel(odd, L##_xorsign(result, a), result);                        \
        result = L##_sel((a < 0) & ~integer & ~limit, L##_set(NAN), result);          \
        result = L##_sel((a != a) | (b != b), a + b, result);                         \
        return L##_sel((b == 0) | (a == 1), L##_set(1), result);                      \
    }
CT_POW_EDGES(f32, i32)
CT_POW_EDGES(f64, i64)
#undef CT_POW_EDGES

/* ---- float32 ---- */

#ifdef CT_ISA_AVX512
#include "simd/pow_avx512.h"
#else
/* b log2 a in float64 where it must be, for half of the lanes: log2(1 + f) = f P(f), of
 * whose terms those from f^6 on are done already, in float32. */
static inline v_f64 f64_pow_exponent(v_f64 f, v_f64 k, v_f64 b, v_f64 high)
{
    static const double p[] = {0x1.71547652a1e76p+0, -0x1.715476565d1bep-1,
                               0x1.ec709ebb957a9p-2, -0x1.71547097d2b4cp-2,
                               0x1.277651fc28feap-2, -0x1.ec72b57d882aep-3};
    for (int i = 5; i >= 0; i--) {
        high = f64_mad(high, f, f64_set(p[i]));
    }
    v_f64 t = b * f64_mad(f, high, k);
    return f64_max(f64_set(-160), f64_min(f64_set(160), t));
}

/* 2^t for t = b (k + log2(1 + f)), as exp2 of what is left of t by an integer, and that
 * in *n. */
static inline v_f32 f32_pow_parts(v_f32 f, v_f32 k, v_f32 b, v_f32 *n)
{
    /* log2(1 + f) / f on [-0.293, 0.414], to 2^-35.8 relative with the terms above. */
    static const float log2_p[] = {0x1.a63f44p-3f,  -0x1.714174p-3f, 0x1.45291ap-3f,
                                   -0x1.252f1cp-3f, 0x1.2871cep-3f,  -0x1.248964p-3f,
                                   0x1.3ce9e6p-4f};
    v_f64 f0, f1, k0, k1, b0, b1, h0, h1;
    f32_widen(f, &f0, &f1);
    f32_widen(k, &k0, &k1);
    f32_widen(b, &b0, &b1);
    f32_widen(f32_poly(f, log2_p, 7), &h0, &h1);
    v_f64 t0 = f64_pow_exponent(f0, k0, b0, h0), t1 = f64_pow_exponent(f1, k1, b1, h1);
    v_f64 n0 = f64_round(t0), n1 = f64_round(t1);
    *n = f32_narrow(n0, n1);
    return f32_exp2_poly(f32_narrow(t0 - n0, t1 - n1));
}

/* |b| > 2^40 gives 0, 1 or infinity as 2^40 does, but not infinity times log 1. */
static inline v_f32 f32_pow_any(v_f32 a, v_f32 b)
{
    v_f32 n, k, f = f32_split(f32_abs(a), &k) - 1;
    v_f32 c = f32_max(f32_set(-0x1p40f), f32_min(f32_set(0x1p40f), b));
    v_f32 y = f32_pow_parts(f, k, c, &n);
    return f32_pow_edges(a, b, f32_scale(y, n));
}

#ifdef f32_any_odd
/* Of normal numbers above 0, where the result is one too, without what is for others. */
static inline v_f32 f32_pow(v_f32 a, v_f32 b) /* 2 ULP */
{
    const int32_t sqrt_half = 0x3f3504f3;
    v_i32 bits = (v_i32)a - sqrt_half;
    v_f32 n, k = __builtin_convertvector(bits >> 23, v_f32);
    v_f32 y = f32_pow_parts((v_f32)((bits & 0x7fffff) + sqrt_half) - 1, k, b, &n);
    if (__builtin_expect(f32_any_odd(a) | f32_any_beyond(n, 125), 0)) {
        return f32_pow_any(a, b);
    }
    return (v_f32)((v_i32)y + (__builtin_convertvector(n, v_i32) << 23));
}
#else
static inline v_f32 f32_pow(v_f32 a, v_f32 b) /* 2 ULP */
{
    return f32_pow_any(a, b);
}
#endif

#endif

/* ---- float64 ---- */

#ifndef f64_log_two_words
/* log m = 2 atanh s = 2 s (1 + w), s = (m - 1) / (m + 1), in two words to about 2^-66:
 * w = z / 3 + z^2 P(z), z = s^2, of which z / 3 needs two words as well. */
static inline v_f64 f64_log_two_words(v_f64 a, v_f64 *low)
{
    /* (atanh s / s - 1 - z / 3) / z^2 for z <= 0.0295, to 2^-73 relative to 1. */
    static const double p[] = {0x1.9999999999997p-3, 0x1.2492492492d55p-3,
                               0x1.c71c71c5c8308p-4, 0x1.745d181531223p-4,
                               0x1.3b13696e34dd6p-4, 0x1.111fd21a2fab2p-4,
                               0x1.de539ea7d69d9p-5, 0x1.ea1f92e8b905bp-5};
    v_f64 k, m = f64_split(a, &k), f = m - 1;
    v_f64 dl, d = f64_two_sum(m, f64_set(1), &dl);
    v_f64 inverse = 1 / d, s = f * inverse;
    v_f64 ql, q = f64_two_product(s, d, &ql);
    v_f64 sl = (((f - q) - ql) - s * dl) * inverse;
    v_f64 zl, z = f64_two_product(s, s, &zl);
    zl += 2 * s * sl;
    v_f64 wl, w = f64_two_product(z, f64_set(0x1.5555555555555p-2), &wl);
    wl += f64_mad(zl, f64_set(0x1.5555555555555p-2), z * 0x1.5555555555555p-56);
    w = f64_fast_two_sum(w, f64_mad(z * z, f64_poly(z, p, 8), wl), &wl);
    /* k ln 2 + 2 s + 2 s w, each in two words, from the largest down. */
    v_f64 s2 = 2 * s, vl, v = f64_two_product(s2, w, &vl);
    v_f64 l1, l2, h = f64_two_sum(k * 0x1.62e42ffp-1, s2, &l1);
    h = f64_two_sum(h, v, &l2);
    l1 += f64_mad(k, f64_set(-0x1.718432a1b0e26p-35), l2);
    l1 += f64_mad(s2, wl, vl) + 2 * f64_mad(sl, w, sl);
    return f64_fast_two_sum(h, l1, low);
}

static inline v_f64 f64_exp_two(v_f64 x, v_f64 xl)
{
    v_f64 n, r = f64_mod_ln2(x, &n) + xl;
    return f64_scale(1 + f64_expm1_poly(r), n);
}
#endif

/* |b| > 2^64 gives 0, 1 or infinity as 2^64 does, and products stay finite. */
static inline v_f64 f64_pow_general(v_f64 a, v_f64 b) /* 1 ULP */
{
    v_f64 c = f64_max(f64_set(-0x1p64), f64_min(f64_set(0x1p64), b));
    v_f64 ll, l = f64_log_two_words(f64_abs(a), &ll);
    v_f64 tl, t = f64_two_product(c, l, &tl);
    tl = f64_mad(c, ll, tl);
    v_i64 large = f64_abs(t) > 800;
    t = f64_sel(large, f64_copysign(f64_set(800), t), t);
    tl = f64_sel(large, f64_set(0), tl);
    return f64_pow_edges(a, b, f64_exp_two(t, tl));
}

#ifdef CT_ISA_AVX512
static __attribute__((noinline)) v_f64 f64_pow_any(v_f64 a, v_f64 b)
{
    return f64_pow_general(a, b);
}

/* Of finite numbers above 0, where the result is normal, without what is for others. */
static inline v_f64 f64_pow(v_f64 a, v_f64 b) /* 1 ULP */
{
    v_f64 ll, l = f64_log_two_words(a, &ll);
    v_f64 tl, t = f64_two_product(b, l, &tl);
    __mmask8 odd = _mm512_fpclass_pd_mask((__m512d)a, CT_NOT_POSITIVE);
    odd |=
        _mm512_cmp_pd_mask(_mm512_abs_pd((__m512d)t), _mm512_set1_pd(708), _CMP_NLE_UQ);
    if (__builtin_expect(odd, 0)) {
        return f64_pow_any(a, b);
    }
    return f64_exp_two(t, f64_mad(b, ll, tl));
}
#else
static inline v_f64 f64_pow(v_f64 a, v_f64 b) /* 1 ULP */
{
    return f64_pow_general(a, b);
}
#endif

#endif
