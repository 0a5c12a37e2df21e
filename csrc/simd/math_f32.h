/* Vector mathematics for float32: exponentials, logarithms, circular and hyperbolic
 * functions.  Every function holds over the whole range (infinities, NaN, -0.0, results in
 * the subnormals) in every instruction set, with or without fused multiply-add; the bound
 * in ULP that tests/c/test_vmath.c measures stands with each.  The polynomials are minimax
 * fits made with tools/ulp_minimax.py, which says how; their comments give the interval and
 * the error of the polynomial alone. */
#ifndef CT_SIMD_MATH_F32_H
#define CT_SIMD_MATH_F32_H

#include "simd/double_word.h"
#include "simd/simd.h"
#if defined(CT_ISA_AVX512)
#include "simd/math_avx512.h"
#elif defined(CT_ISA_AVX2)
#include "simd/math_avx2.h"
#endif

/* 1.5 * 2^23: adding it leaves a number's nearest integer in the low mantissa bits. */
#define F32_MAGIC 0x1.8p23f

/* ---- exponentials ---- */

/* x = n ln 2 + r with |r| <= ln 2 / 2.  The high part of ln 2 has 15 bits, so that its
 * product with n is exact without fused multiply-add. */
static inline v_f32 f32_mod_ln2(v_f32 x, v_f32 *n)
{
    *n = f32_mad(x, f32_set(0x1.715476p0f), f32_set(F32_MAGIC)) - F32_MAGIC;
    v_f32 r = f32_mad(*n, f32_set(-0x1.62e4p-1f), x);
    return f32_mad(*n, f32_set(-0x1.7f7d1cp-20f), r);
}

/* exp(r) - 1 - r for |r| <= 0.3476, to 2^-25.8 of exp(r) - 1. */
static inline v_f32 f32_exp_tail(v_f32 r)
{
    static const float q[] = {0x1.fffffep-2f, 0x1.5554aep-3f, 0x1.55567ep-5f,
                              0x1.12293ap-7f, 0x1.6beafp-10f};
    return r * r * f32_poly(r, q, 5);
}

static inline v_f32 f32_expm1_poly(v_f32 r)
{
    return r + f32_exp_tail(r);
}

#ifndef f32_exp
/* The limits are where the result is infinite and where it rounds to zero. Zeros are
 * put in: to round to zero takes a processor a hundred times as long. */
static inline v_f32 f32_exp(v_f32 x) /* 1 ULP */
{
    v_f32 n;
    v_i32 zero = x < -104;
    x = f32_sel(zero, f32_set(0), f32_min(f32_set(89), x));
    v_f32 e = f32_expm1_poly(f32_mod_ln2(x, &n));
    return f32_sel(zero, f32_set(0), f32_scale(1 + e, n));
}
#endif

/* 2^r for |r| <= 0.5. */
static inline v_f32 f32_exp2_poly(v_f32 r)
{
    /* (2^r - 1) / r for |r| <= 0.5, to 2^-26.3 relative to 2^r. */
    static const float p[] = {0x1.62e43p-1f,  0x1.ebfb94p-3f,  0x1.c6af9ep-5f,
                              0x1.3b6816p-7f, 0x1.5ef4dcp-10f, 0x1.179a24p-13f};
    return f32_mad(f32_poly(r, p, 6), r, f32_set(1));
}

static inline v_f32 f32_exp2(v_f32 x) /* 1 ULP */
{
    x = f32_max(f32_set(-152), f32_min(f32_set(129), x));
    v_f32 n = f32_round(x);
    return f32_scale(f32_exp2_poly(x - n), n);
}

/* 2^n exp(r) - 1, from half of it since 2^n may overflow where the result does not.  The
 * sum of the two large terms is exact with `low`. */
static inline v_f32 f32_expm1_finish(v_f32 r, v_f32 n)
{
    v_f32 s = f32_pow2(n - 1);
    v_f32 low, high = f32_fast_two_sum(s - 0.5f, s * r, &low);
    return 2 * (high + f32_mad(s, f32_exp_tail(r), low));
}

/* Below 2^-25 the result is x: also -0.0, and subnormals, which s * r would round. */
static inline v_f32 f32_expm1(v_f32 x) /* 2 ULP */
{
    v_f32 n, c = f32_max(f32_set(-18), f32_min(f32_set(89), x));
    v_f32 r = f32_mod_ln2(c, &n);
    return f32_sel(f32_abs(x) < 0x1p-25f, x, f32_expm1_finish(r, n));
}

#ifndef f32_tanh
/* An odd polynomial while tanh |x| < 1/2, then 1 - 2 / (exp(2|x|) + 1), which is 1 - 2^-25
 * at 9.01. */
static inline v_f32 f32_tanh(v_f32 x) /* 2 ULP */
{
    /* (tanh x - x) / x^3 in z = x^2, |x| <= 0.551, to 2^-29.7 relative to tanh x. */
    static const float p[] = {-0x1.55554ap-2f, 0x1.110ceep-3f, -0x1.b91e7ep-5f,
                              0x1.58e518p-6f, -0x1.9921ap-8f};
    v_f32 n, a = f32_min(f32_set(10), f32_abs(x)), z = a * a;
    v_f32 e = 1 + f32_expm1_poly(f32_mod_ln2(a + a, &n));
    v_f32 far = 1 - 2 / f32_mad(e, f32_pow2(n), f32_set(1));
    v_f32 near = f32_mad(z * a, f32_poly(z, p, 5), a);
    return f32_copysign(f32_sel(a < 0.55f, near, far), x);
}
#endif

/* w = exp(-|x|) never overflows; 1 / (1 + w) and w / (1 + w) are the two halves. */
static inline v_f32 f32_sigmoid(v_f32 x) /* 3 ULP */
{
    v_f32 w = f32_exp(-f32_abs(x));
    return f32_sel(x < 0, w, f32_set(1)) / (1 + w);
}

/* ---- logarithms ---- */

/* x = 2^k m with m in [sqrt 1/2, sqrt 2), for 0 < x < infinity. */
#ifndef f32_split
static inline v_f32 f32_split(v_f32 x, v_f32 *k)
{
    const int32_t sqrt_half = 0x3f3504f3;
    v_i32 tiny = x < 0x1p-126f;
    v_i32 bits = (v_i32)f32_sel(tiny, x * 0x1p23f, x) - sqrt_half;
    v_i32 e = (bits >> 23) - (tiny & 23);
    *k = __builtin_convertvector(e, v_f32);
    return (v_f32)((bits & 0x7fffff) + sqrt_half);
}
#endif

/* log(1 + f) + k ln 2 for f in [sqrt 1/2 - 1, sqrt 2 - 1]. */
static inline v_f32 f32_log_core(v_f32 f, v_f32 k)
{
    /* (log(1 + f) - f + f^2 / 2) / f^3, to 2^-29.3 relative to log(1 + f). */
    static const float p[] = {0x1.555548p-2f,  -0x1.00007p-2f,  0x1.99a54p-3f,
                              -0x1.552f18p-3f, 0x1.23036ep-3f,  -0x1.0103e2p-3f,
                              0x1.eff05cp-4f,  -0x1.bf2926p-4f, 0x1.b5aa0ap-5f};
    v_f32 z = f * f;
    v_f32 y = f32_mad(k, f32_set(0x1.7f7d1cp-20f), f * z * f32_poly(f, p, 9));
    y = f32_mad(z, f32_set(-0.5f), y);
    return f32_mad(k, f32_set(0x1.62e4p-1f), f + y);
}

/* Puts in a logarithm's values where its argument x is not in (0, infinity). */
static inline v_f32 f32_log_edges(v_f32 x, v_f32 result)
{
    v_i32 inside = (x > 0) & (x < HUGE_VALF);
    if (!i32_any(~inside)) {
        return result;
    }
    v_f32 edge = f32_sel(x == 0, f32_set(-HUGE_VALF), f32_set(NAN));
    edge = f32_sel(x > 0, x, edge);
    return f32_sel(inside, result, f32_sel(x != x, x, edge));
}

#ifndef f32_log
static inline v_f32 f32_log(v_f32 x) /* 1 ULP */
{
    v_f32 k, m = f32_split(x, &k);
    return f32_log_edges(x, f32_log_core(m - 1, k));
}
#endif

#ifndef f32_log1p
/* log(1 + x + xl): 1 + x = 2^k m loses low bits of x, so f = m - 1 is made again from x: scaling by 2^-k
 * is exact.  An xl of the last place of x is added.  From 2^26 on the 1 does not matter, and 2^-k might be subnormal. */
static inline v_f32 f32_log1p_two(v_f32 x, v_f32 xl)
{
    v_f32 k, u = 1 + x, m = f32_split(u, &k);
    v_i32 large = k > 26;
    v_f32 s = f32_pow2(-f32_sel(large, f32_set(0), k));
    v_f32 f = f32_sel(large, m - 1, f32_mad(s, x, s - 1) + s * xl);
    v_f32 y = f32_log_edges(u, f32_log_core(f, k));
    return f32_sel(f32_abs(x) < 0x1p-25f, x, y);
}

static inline v_f32 f32_log1p(v_f32 x) /* 2 ULP */
{
    return f32_log1p_two(x, CT_OF(v_f32){0});
}

/* log(x + xl) for an xl of the last place of x. */
static inline v_f32 f32_log_two(v_f32 x, v_f32 xl)
{
    return f32_log(x) + xl / x;
}
#endif

#ifndef f32_log2
static inline v_f32 f32_log2(v_f32 x) /* 1 ULP */
{
    /* (log2(1 + f) - f) / f on [-0.293, 0.414], to 2^-26.4 relative to log2(1 + f). */
    static const float p[] = {0x1.c551dap-2f,  -0x1.71546cp-1f, 0x1.ec6f94p-2f,
                              -0x1.715d38p-2f, 0x1.27b7dp-2f,   -0x1.ea97b8p-3f,
                              0x1.9ac0a2p-3f,  -0x1.803a66p-3f, 0x1.ad1b72p-3f,
                              -0x1.2ba17cp-3f};
    v_f32 k, f = f32_split(x, &k) - 1;
    return f32_log_edges(x, k + f32_mad(f, f32_poly(f, p, 10), f));
}
#endif

#ifndef f32_log10
/* log10(2) in two parts, the first of 15 bits, so that its product with k is exact. */
static inline v_f32 f32_log10(v_f32 x) /* 2 ULP */
{
    v_f32 k, f = f32_split(x, &k) - 1;
    v_f32 y = f32_log_core(f, f32_set(0)) * 0x1.bcb7b2p-2f;
    y = f32_mad(k, f32_set(0x1.3509f8p-18f), y);
    return f32_log_edges(x, f32_mad(k, f32_set(0x1.344p-2f), y));
}
#endif

/* ---- circular functions ---- */

/* Up to this magnitude h pi is subtracted exactly enough, in three parts: with fused
 * multiply-add they have 24 bits, without it 16, so that products with h are exact. */
#ifdef CT_HAS_FMA
#define F32_TRIG_MAX 8192.0f
#define F32_PI_1 0x1.921fb6p1f
#define F32_PI_2 -0x1.777a5cp-24f
#define F32_PI_3 -0x1.ee59dap-49f
#else
#define F32_TRIG_MAX 400.0f
#define F32_PI_1 0x1.922p1f
#define F32_PI_2 -0x1.2aeep-17f
#define F32_PI_3 -0x1.e973dcp-34f
#endif

/* x - h pi for a multiple h of 1/2. */
static inline v_f32 f32_minus_pi(v_f32 x, v_f32 h)
{
    v_f32 r = f32_mad(h, f32_set(-F32_PI_1), x);
#ifdef CT_HAS_FMA
    r = f32_mad(h, f32_set(-F32_PI_2), r);
    return f32_mad(h, f32_set(-F32_PI_3), r);
#else
    v_f32 t = h * F32_PI_2, s = r - t;
    return s + (((r - s) - t) - h * F32_PI_3);
#endif
}

/* (sin r - r) / r for |r| <= 1.572, to 2^-27.2 of sin r / r. */
static inline v_f32 f32_sin_tail(v_f32 r)
{
    static const float p[] = {-0x1.55554cp-3f, 0x1.110edap-7f, -0x1.9f70e2p-13f,
                              0x1.5dc754p-19f};
    v_f32 z = r * r;
    return z * f32_poly(z, p, 4);
}

/* sin(x - h pi), its sign flipped if flip is odd, for |x - h pi| <= pi/2. */
static inline v_f32 f32_sin_minus(v_f32 x, v_f32 h, v_i32 flip)
{
    v_f32 r = f32_minus_pi(x, h), y = f32_mad(r, f32_sin_tail(r), r);
    return (v_f32)((v_i32)y ^ (flip << 31));
}

/* Lanes of x beyond the reduction's range (and infinities, NaN) through libm. */
static inline v_f32 f32_trig_edges(v_f32 x, v_f32 result, float (*fn)(float))
{
    if (f32_any_beyond(x, F32_TRIG_MAX)) {
        for (int i = 0; i < CT_LANES(float); i++) {
            result[i] = fabsf(x[i]) <= F32_TRIG_MAX ? result[i] : fn(x[i]);
        }
    }
    return result;
}

static inline v_f32 f32_sin(v_f32 x) /* 2 ULP */
{
    v_f32 t = f32_mad(x, f32_set(0x1.45f306p-2f), f32_set(F32_MAGIC));
    v_f32 y = f32_sin_minus(x, t - F32_MAGIC, (v_i32)t);
    return f32_trig_edges(x, f32_sel(f32_abs(x) < 0x1p-13f, x, y), sinf);
}

/* cos x = -sin(x - (m + 1/2) pi), sign flipped for odd m. */
static inline v_f32 f32_cos(v_f32 x) /* 2 ULP */
{
    v_f32 t = f32_mad(x, f32_set(0x1.45f306p-2f), f32_set(-0.5f)) + F32_MAGIC;
    v_f32 y = f32_sin_minus(x, (t - F32_MAGIC) + 0.5f, (v_i32)t + 1);
    return f32_trig_edges(x, y, cosf);
}

/* The quotient of sine and cosine of x less the nearest multiple of pi/2; beside an odd
 * one it is minus the inverse. */
static inline v_f32 f32_tan(v_f32 x) /* 4 ULP */
{
    /* (sin r - r) / r^3 and (cos r - 1 + z / 2) / z^2 in z = r^2, |r| <= 0.786, to 2^-27.9
     * and 2^-33 relative to sin r and cos r. */
    static const float p[] = {-0x1.555546p-3f, 0x1.110774p-7f, -0x1.9951e8p-13f};
    static const float q[] = {0x1.55554ap-5f, -0x1.6c0c28p-10f, 0x1.99e80cp-16f};
    v_f32 t = f32_mad(x, f32_set(0x1.45f306p-1f), f32_set(F32_MAGIC));
    v_f32 r = f32_minus_pi(x, (t - F32_MAGIC) * 0.5f), z = r * r;
    v_f32 s = f32_mad(r * z, f32_poly(z, p, 3), r);
    v_f32 c = f32_mad(z, f32_mad(z, f32_poly(z, q, 3), f32_set(-0.5f)), f32_set(1));
    v_i32 odd = ((v_i32)t & 1) != 0;
    v_f32 y = f32_sel(odd, -c, s) / f32_sel(odd, s, c);
    return f32_trig_edges(x, f32_sel(f32_abs(x) < 0x1p-13f, x, y), tanf);
}

#endif
