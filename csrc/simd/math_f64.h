/* Vector mathematics for float64: exponentials, logarithms, circular and hyperbolic
 * functions.  What math_f32.h says holds here too; the methods are the same but for
 * reductions that carry a low part. */
#ifndef CT_SIMD_MATH_F64_H
#define CT_SIMD_MATH_F64_H

#include "simd/double_word.h"
#include "simd/simd.h"
#include "simd/trig.h"
#if defined(CT_ISA_AVX512)
#include "simd/math_avx512.h"
#elif defined(CT_ISA_AVX2)
#include "simd/math_avx2.h"
#endif

/* 1.5 * 2^52: adding it leaves a number's nearest integer in the low mantissa bits. */
#define F64_MAGIC 0x1.8p52

/* ---- exponentials ---- */

/* x = n ln 2 + r with |r| <= ln 2 / 2.  The high part of ln 2 has 32 bits, so that its
 * product with n is exact without fused multiply-add. */
static inline v_f64 f64_mod_ln2(v_f64 x, v_f64 *n)
{
    *n = f64_mad(x, f64_set(0x1.71547652b82fep0), f64_set(F64_MAGIC)) - F64_MAGIC;
    v_f64 r = f64_mad(*n, f64_set(-0x1.62e42ffp-1), x);
    return f64_mad(*n, f64_set(0x1.718432a1b0e26p-35), r);
}

/* exp(r) - 1 - r for |r| <= 0.3466, to 2^-55.6 of exp(r) - 1. */
static inline v_f64 f64_exp_tail(v_f64 r)
{
    static const double q[] = {0x1.0000000000005p-1,  0x1.5555555555544p-3,
                               0x1.5555555552036p-5,  0x1.1111111115254p-7,
                               0x1.6c16c17f8218ep-10, 0x1.a01a019077f9dp-13,
                               0x1.a019a5706e31ap-16, 0x1.71de3bf506b5bp-19,
                               0x1.28a3e70e529ccp-22, 0x1.aefb92d28d94cp-26};
    return r * r * f64_poly(r, q, 10);
}

static inline v_f64 f64_expm1_poly(v_f64 r)
{
    return r + f64_exp_tail(r);
}

#ifndef f64_exp
/* The limits are where the result is infinite and where it rounds to zero. Zeros are
 * put in: to round to zero takes a processor a hundred times as long. */
static inline v_f64 f64_exp(v_f64 x) /* 1 ULP */
{
    v_f64 n;
    v_i64 zero = x < -746;
    x = f64_sel(zero, f64_set(0), f64_min(f64_set(710), x));
    v_f64 e = f64_expm1_poly(f64_mod_ln2(x, &n));
    return f64_sel(zero, f64_set(0), f64_scale(1 + e, n));
}
#endif

static inline v_f64 f64_exp2(v_f64 x) /* 1 ULP */
{
    /* (2^r - 1) / r for |r| <= 0.5, to 2^-57.1 relative to 2^r. */
    static const double p[] = {
        0x1.62e42fefa39efp-1,  0x1.ebfbdff82c5b3p-3,  0x1.c6b08d704a26fp-5,
        0x1.3b2ab6fb9dab8p-7,  0x1.5d87fe78458bp-10,  0x1.430913167edd6p-13,
        0x1.ffcbfe6628cc6p-17, 0x1.62bfb49d76975p-20, 0x1.b52083587b869p-24,
        0x1.e63b935a341bbp-28, 0x1.f0e717c3c35c4p-32};
    x = f64_max(f64_set(-1080), f64_min(f64_set(1025), x));
    v_f64 n = f64_round(x);
    v_f64 r = x - n;
    return f64_scale(f64_mad(f64_poly(r, p, 11), r, f64_set(1)), n);
}

/* 2^n exp(r) - 1, from half of it since 2^n may overflow where the result does not.  The
 * sum of the two large terms is exact with `low`. */
static inline v_f64 f64_expm1_finish(v_f64 r, v_f64 n)
{
    v_f64 s = f64_pow2(n - 1);
    v_f64 low, high = f64_fast_two_sum(s - 0.5, s * r, &low);
    return 2 * (high + f64_mad(s, f64_exp_tail(r), low));
}

/* Below 2^-54 the result is x: also -0.0, and subnormals, which s * r would round. */
static inline v_f64 f64_expm1(v_f64 x) /* 2 ULP */
{
    v_f64 n, c = f64_max(f64_set(-38), f64_min(f64_set(710), x));
    v_f64 r = f64_mod_ln2(c, &n);
    return f64_sel(f64_abs(x) < 0x1p-54, x, f64_expm1_finish(r, n));
}

/* An odd polynomial while tanh |x| < 1/2, then 1 - 2 / (exp(2|x|) + 1), which is 1 - 2^-54
 * at 19.1. */
static inline v_f64 f64_tanh(v_f64 x) /* 2 ULP */
{
    /* (tanh x - x) / x^3 in z = x^2, |x| <= 0.551, to 2^-55.4 relative to tanh x. */
    static const double p[] = {-0x1.5555555555497p-2,  0x1.11111111021fbp-3,
                               -0x1.ba1ba1ad15908p-5,  0x1.664f45b1a5c97p-6,
                               -0x1.226ddb77b4629p-7,  0x1.d6c5e2d00ce24p-9,
                               -0x1.7cf172c47703p-10,  0x1.2f94d0e598998p-11,
                               -0x1.b8af40ab37c94p-13, 0x1.ab0479ad93edep-15};
    v_f64 n, a = f64_min(f64_set(20), f64_abs(x)), z = a * a;
    v_f64 e = 1 + f64_expm1_poly(f64_mod_ln2(a + a, &n));
    v_f64 far = 1 - 2 / f64_mad(e, f64_pow2(n), f64_set(1));
    v_f64 near = f64_mad(z * a, f64_poly(z, p, 10), a);
    return f64_copysign(f64_sel(a < 0.55, near, far), x);
}

/* w = exp(-|x|) never overflows; 1 / (1 + w) and w / (1 + w) are the two halves. */
static inline v_f64 f64_sigmoid(v_f64 x) /* 3 ULP */
{
    v_f64 w = f64_exp(-f64_abs(x));
    return f64_sel(x < 0, w, f64_set(1)) / (1 + w);
}

/* ---- logarithms ---- */

/* x = 2^k m with m in [sqrt 1/2, sqrt 2), for normal x > 0.  Shifts are of unsigned
 * lanes, as AVX2 has no other of 64 bits; k comes out of the mantissa of 2^52 + k. */
static inline v_f64 f64_split_normal(v_f64 x, v_f64 *k)
{
    const uint64_t sqrt_half = 0x3fe6a09e667f3bcd, one = 0x3ff0000000000000;
    v_u64 bits = (v_u64)x + (one - sqrt_half);
    *k = (v_f64)((bits >> 52) | 0x4330000000000000) - (0x1p52 + 1023);
    return (v_f64)((bits & 0xfffffffffffff) + sqrt_half);
}

/* The same for 0 < x < infinity. */
static inline v_f64 f64_split(v_f64 x, v_f64 *k)
{
    v_i64 tiny = x < 0x1p-1022;
    v_f64 m = f64_split_normal(f64_sel(tiny, x * 0x1p52, x), k);
    *k -= f64_sel(tiny, f64_set(52), f64_set(0));
    return m;
}

/* With s = f / (2 + f) and z = s^2, log(1 + f) = 2 atanh s = f - h + s (h + z L(z)) where
 * h = f^2 / 2: f stays exact and the rest is small.  Gives s (h + z L(z)). */
static inline v_f64 f64_log_tail(v_f64 f, v_f64 h)
{
    /* (2 atanh s - 2 s) / s^3 for |s| <= 0.1716, to 2^-59.5 relative to 2 atanh s. */
    static const double p[] = {0x1.5555555555593p-1, 0x1.999999997f9dp-2,
                               0x1.249249422e89cp-2, 0x1.c71c51d2c900fp-3,
                               0x1.74664b043cf9bp-3, 0x1.39a06be45ab95p-3,
                               0x1.2f136905ff40bp-3};
    v_f64 s = f / (2 + f), z = s * s;
    return s * f64_mad(z, f64_poly(z, p, 7), h);
}

/* log(1 + f) + k ln 2 for f in [sqrt 1/2 - 1, sqrt 2 - 1]. */
static inline v_f64 f64_log_core(v_f64 f, v_f64 k)
{
    v_f64 h = f * f * 0.5;
    v_f64 low = f64_mad(k, f64_set(-0x1.718432a1b0e26p-35), f64_log_tail(f, h));
    return f64_mad(k, f64_set(0x1.62e42ffp-1), f - (h - low));
}

/* Puts in a logarithm's values where its argument x is not in (0, infinity). */
static inline v_f64 f64_log_edges(v_f64 x, v_f64 result)
{
    v_i64 inside = (x > 0) & (x < HUGE_VAL);
    if (!i64_any(~inside)) {
        return result;
    }
    v_f64 edge = f64_sel(x == 0, f64_set(-HUGE_VAL), f64_set((double)NAN));
    edge = f64_sel(x > 0, x, edge);
    return f64_sel(inside, result, f64_sel(x != x, x, edge));
}

#ifndef f64_log
static inline v_f64 f64_log(v_f64 x) /* 1 ULP */
{
    v_f64 k, m = f64_split(x, &k);
    return f64_log_edges(x, f64_log_core(m - 1, k));
}
#endif

#ifndef f64_log1p
/* log(1 + x + xl): 1 + x = 2^k m loses low bits of x, so f = m - 1 is made again from x: scaling by 2^-k
 * is exact.  From 2^55 on the 1 does not matter, and 2^-k might be subnormal. */
static inline v_f64 f64_log1p_two(v_f64 x, v_f64 xl)
{
    v_f64 k, u = 1 + x, m = f64_split(u, &k);
    v_i64 large = k > 55;
    v_f64 s = f64_pow2(-f64_sel(large, f64_set(0), k));
    v_f64 f = f64_sel(large, m - 1, f64_mad(s, x, s - 1) + s * xl);
    v_f64 y = f64_log_edges(u, f64_log_core(f, k));
    return f64_sel(f64_abs(x) < 0x1p-54, x, y);
}

static inline v_f64 f64_log1p(v_f64 x) /* 2 ULP */
{
    return f64_log1p_two(x, CT_OF(v_f64){0});
}

/* log(x + xl) for an xl of the last place of x. */
static inline v_f64 f64_log_two(v_f64 x, v_f64 xl)
{
    return f64_log(x) + xl / x;
}
#endif

/* log(1 + f) c + k d for a base change c = c_hi + c_lo, c_hi of 32 bits, and d likewise
 * of 42: log(1 + f) is split after 21 bits, so that the products with c_hi are exact. */
static inline v_f64 f64_log_base(v_f64 f, v_f64 k, const double c[2], const double d[2])
{
    v_f64 h = f * f * 0.5;
    v_f64 hi = (v_f64)((v_u64)(f - h) & 0xffffffff00000000);
    v_f64 lo = ((f - hi) - h) + f64_log_tail(f, h);
    v_f64 y = hi * c[0], kd = k * d[0];
    v_f64 sum = kd + y;
    v_f64 rest = (kd - sum) + y; /* exact: k = 0 or |k d| > |y| */
    rest += f64_mad(k, f64_set(d[1]), f64_mad(lo, f64_set(c[0]), (lo + hi) * c[1]));
    return sum + rest;
}

#ifndef f64_log2
static inline v_f64 f64_log2(v_f64 x) /* 1 ULP */
{
    static const double log2_e[2] = {0x1.71547652p0, 0x1.705fc2eefa2p-33};
    static const double one[2] = {1, 0};
    v_f64 k, f = f64_split(x, &k) - 1;
    return f64_log_edges(x, f64_log_base(f, k, log2_e, one));
}
#endif

#ifndef f64_log10
static inline v_f64 f64_log10(v_f64 x) /* 1 ULP */
{
    static const double log10_e[2] = {0x1.bcb7b152p-2, 0x1.b9438ca9aadd5p-36};
    static const double log10_2[2] = {0x1.34413509f78p-2, 0x1.fef311f12b358p-46};
    v_f64 k, f = f64_split(x, &k) - 1;
    return f64_log_edges(x, f64_log_base(f, k, log10_e, log10_2));
}
#endif

/* ---- circular functions ---- */

/* Up to this magnitude h pi is subtracted in three parts, or without fused multiply-add in
 * four, the first three of 30 bits, so that their products with h, a multiple of 1/2 below
 * 2^22, are exact. */
#define F64_TRIG_MAX 0x1p23

/* x - h pi = r + *low for a multiple h of 1/2; low is what the subtractions lose.  With
 * fused multiply-add the first is exact, x and h times the 53 bits of pi being multiples of
 * 2^-53; without it each is recovered as (before - after) - subtracted. */
static inline v_f64 f64_minus_pi(v_f64 x, v_f64 h, v_f64 *low)
{
#ifdef CT_HAS_FMA
    v_f64 high = f64_mad(h, f64_set(-0x1.921fb54442d18p1), x);
    v_f64 r = f64_mad(h, f64_set(-0x1.1a62633145c07p-53), high);
    *low = f64_mad(h, f64_set(-0x1.1a62633145c07p-53), high - r);
    *low = f64_mad(h, f64_set(0x1.f1976b7ed8fbcp-109), *low);
#else
    v_f64 high = x - h * 0x1.921fb548p1;
    v_f64 t2 = h * -0x1.de973dc8p-30, t3 = h * -0x1.9d9cceb8p-61;
    v_f64 s = high - t2, r = s - t3;
    *low = ((high - s) - t2) + ((s - r) - t3);
    *low += h * 0x1.1fc8f8cbb5bf7p-92;
#endif
    return r;
}

/* (sin r - r) / r for |r| <= 1.571, to 2^-61.6 of sin r / r. */
static inline v_f64 f64_sin_tail(v_f64 r)
{
    static const double p[] = {-0x1.5555555555555p-3,  0x1.11111111110c8p-7,
                               -0x1.a01a01a014d6fp-13, 0x1.71de3a52a0af6p-19,
                               -0x1.ae6454d4718d4p-26, 0x1.6123cd05d62c7p-33,
                               -0x1.ae4383d57311dp-41, 0x1.88328fffa174fp-49};
    v_f64 z = r * r;
    return z * f64_poly(z, p, 8);
}

/* sin(r + low): 1 - 0.405 r^2 is cos r well enough for a term of half an ULP of r. */
static inline v_f64 f64_sin_two_words(v_f64 r, v_f64 low)
{
    low *= f64_mad(r * r, f64_set(-0.4053), f64_set(1));
    return r + f64_mad(r, f64_sin_tail(r), low);
}

/* sin(x - h pi), its sign flipped if flip is odd, for |x - h pi| <= pi/2. */
static inline v_f64 f64_sin_minus(v_f64 x, v_f64 h, v_i64 flip)
{
    v_f64 low, r = f64_minus_pi(x, h, &low), y = f64_sin_two_words(r, low);
    return (v_f64)((v_i64)y ^ (flip << 63));
}

/* Lanes of x beyond the reduction's range (and infinities, NaN) one by one. */
static inline v_f64 f64_trig_edges(v_f64 x, v_f64 result, double (*fn)(double))
{
    if (f64_any_beyond(x, F64_TRIG_MAX)) {
        for (int i = 0; i < CT_LANES(double); i++) {
            result[i] = fabs(x[i]) <= F64_TRIG_MAX ? result[i] : fn(x[i]);
        }
    }
    return result;
}

static inline v_f64 f64_sin(v_f64 x) /* 2 ULP */
{
    v_f64 t = f64_mad(x, f64_set(0x1.45f306dc9c883p-2), f64_set(F64_MAGIC));
    v_f64 y = f64_sin_minus(x, t - F64_MAGIC, (v_i64)t);
    return f64_trig_edges(x, f64_sel(f64_abs(x) < 0x1p-27, x, y), ct_sin_large);
}

/* cos x = -sin(x - (m + 1/2) pi), sign flipped for odd m. */
static inline v_f64 f64_cos(v_f64 x) /* 2 ULP */
{
    v_f64 t = f64_mad(x, f64_set(0x1.45f306dc9c883p-2), f64_set(-0.5)) + F64_MAGIC;
    v_f64 y = f64_sin_minus(x, (t - F64_MAGIC) + 0.5, (v_i64)t + 1);
    return f64_trig_edges(x, y, ct_cos_large);
}

/* sin(r + low) / cos(r + low) for |r| <= pi/4, or where odd is set minus the inverse. */
static inline v_f64 f64_tan_poly(v_f64 r, v_f64 low, v_i64 odd)
{
    /* (sin r - r) / r^3 and (cos r - 1 + z / 2) / z^2 in z = r^2, |r| <= 0.7855, to
     * 2^-57.9 and 2^-63.9 relative to sin r and cos r. */
    static const double p[] = {-0x1.5555555555548p-3,  0x1.111111110f73p-7,
                               -0x1.a01a019be9209p-13, 0x1.71de355529b2ap-19,
                               -0x1.ae5e4b81f7e92p-26, 0x1.5d8b54d9892dp-33};
    static const double q[] = {0x1.555555555554bp-5,  -0x1.6c16c16c15013p-10,
                               0x1.a01a019c8ed0cp-16, -0x1.27e4f7f141875p-22,
                               0x1.1ee9db8eaa3f7p-29, -0x1.8fa65ee43854bp-37};
    v_f64 z = r * r, h = z * 0.5, w = 1 - h;
    v_f64 s = r + f64_mad(r * z, f64_poly(z, p, 6), low * w);
    v_f64 c = w + f64_mad(z * z, f64_poly(z, q, 6), ((1 - w) - h) - r * low);
    return f64_sel(odd, -c, s) / f64_sel(odd, s, c);
}

static inline double f64_tan_large(double x)
{
    return ct_sin_large(x) / ct_cos_large(x);
}

/* x less the nearest multiple of pi/2, of which the odd ones exchange sine and cosine. */
static inline v_f64 f64_tan(v_f64 x) /* 3 ULP */
{
    v_f64 t = f64_mad(x, f64_set(0x1.45f306dc9c883p-1), f64_set(F64_MAGIC));
    v_f64 low, r = f64_minus_pi(x, (t - F64_MAGIC) * 0.5, &low);
    v_f64 y = f64_tan_poly(r, low, ((v_i64)t & 1) != 0);
    return f64_trig_edges(x, f64_sel(f64_abs(x) < 0x1p-27, x, y), f64_tan_large);
}

#endif
