/* The error function and both forms of GELU, for float32 and float64.
 *
 * NOTE [Normal tail]  The normal distribution's lower tail is
 *     Phi(-t) = exp(-t^2 / 2) T(t) / t,   T(t) = t exp(t^2 / 2) erfc(t / sqrt 2) / 2,
 * and T is smooth in u = (t - a) / (t + a), which maps [0, inf) to [-1, 1).
 * The rounding of t^2 would be an error of t^2 / 2 ULP in the exponential, so the square
 * is kept in two words.  In the left tail the factor 2^n of the exponential comes last,
 * so that a subnormal result is rounded once. */
#ifndef CT_SIMD_MATH_ERF_H
#define CT_SIMD_MATH_ERF_H

#include "simd/double_word.h"
#include "simd/math_f32.h"
#include "simd/math_f64.h"
#include "simd/math_inverse.h"

/* T(t) for 0.99 <= t <= 15, to 2^-24.3 relative. */
static inline v_f32 f32_normal_tail(v_f32 t)
{
    static const float p[] = {0x1.754a76p-2f, 0x1.c20d34p-4f,   -0x1.1e04b0p-3f,
                              0x1.764760p-4f, -0x1.d8cebcp-6f,  -0x1.c7788cp-10f,
                              0x1.03c124p-8f, -0x1.56754ep-15f, -0x1.1c60c2p-11f};
    return f32_poly((t - 3) / (t + 3), p, 9);
}

/* T(t) for 0.99 <= t <= 39.5, to 2^-55.3 relative. */
static inline v_f64 f64_normal_tail(v_f64 t)
{
    static const double p[] = {
        0x1.89d3abe1f95aep-2,   0x1.a9353f7be5cb6p-5,   -0x1.5c51455904a1bp-4,
        0x1.74451e8002ab2p-4,   -0x1.30277951e61d1p-4,  0x1.88d03ff167334p-5,
        -0x1.8bdde0205c217p-6,  0x1.23a9b31fd79eep-7,   -0x1.f0ed1b562a672p-10,
        -0x1.094237058da53p-13, 0x1.fd1b5d9771fa3p-13,  -0x1.c9c2462c1e617p-15,
        -0x1.1576244390505p-16, 0x1.5a9e70d8602c2p-17,  0x1.40b2b4548fe92p-21,
        -0x1.9fda8e49e781ap-20, 0x1.12bf2db97edeap-24,  0x1.ecee7e20d9507p-23,
        -0x1.e8ceda30e898cp-26, -0x1.e24d279b9d0ffp-26, 0x1.fb173dc29139fp-28};
    return f64_poly((t - 5) / (t + 5), p, 21);
}

/* (Phi(x) - 1/2) / x in z = x^2 for |x| <= 1, to 2^-25.1. */
static inline v_f32 f32_normal_poly(v_f32 z)
{
    static const float p[] = {0x1.988454p-2f,   -0x1.1058c8p-4f, 0x1.46f2d2p-7f,
                              -0x1.3a204ap-10f, 0x1.0a478ep-13f, -0x1.b3d9f6p-17f};
    return f32_poly(z, p, 6);
}

/* The same to 2^-53.8. */
static inline v_f64 f64_normal_poly(v_f64 z)
{
    static const double p[] = {
        0x1.9884533d43651p-2,   -0x1.1058377e2d042p-4,  0x1.46d042977f991p-7,
        -0x1.37403f7484258p-10, 0x1.e42b10e4ad1e2p-14,  -0x1.3ce9646cb0c19p-17,
        0x1.6598ff918274ap-21,  -0x1.636da0f7f709cp-25, 0x1.49d8f870b133ap-29,
        -0x1.78c16a6dbdf84p-33, 0x1.1c545f0303279p-36};
    return f64_poly(z, p, 11);
}

/* (2/sqrt pi - 1) + ..., so that erf x = x + x P(x^2) for |x| <= 1, to 2^-29.4. */
static inline v_f32 f32_erf_poly(v_f32 z)
{
    static const float p[] = {0x1.06eba8p-3f,  -0x1.81273ep-2f, 0x1.ce2ce6p-4f,
                              -0x1.b7f71ap-6f, 0x1.53f224p-8f,  -0x1.a3515ep-11f,
                              0x1.4771fep-14f};
    return f32_poly(z, p, 7);
}

/* The same to 2^-56.3. */
static inline v_f64 f64_erf_poly(v_f64 z)
{
    static const double p[] = {
        0x1.06eba8214db69p-3,  -0x1.812746b037a25p-2,  0x1.ce2f21a0458d7p-4,
        -0x1.b82ce31354c48p-6, 0x1.565bcd2c60846p-8,   -0x1.c02db9327fa5dp-11,
        0x1.f9a3b93ced011p-14, -0x1.f4dcef5f37104p-17, 0x1.ba68f7f43f0cdp-20,
        -0x1.638fbba1aa0fp-23, 0x1.131aa92727562p-26,  -0x1.c492d0058dbd4p-30,
        0x1.3b69414bb3cc9p-33};
    return f64_poly(z, p, 13);
}

/* The formulas, once for both lane types; a set's own function takes the place of one. */

#define CT_EXP_MINUS(L)                                                      \
    /* exp(-(hi + lo)) y = result 2^n for hi >= 0 and a small lo. */         \
    static inline v_##L L##_exp_minus(v_##L hi, v_##L lo, v_##L y, v_##L *n) \
    {                                                                        \
        return L##_mad(L##_expm1_poly(L##_mod_ln2(-hi, n) - lo), y, y);      \
    }
CT_EXP_MINUS(f32)
CT_EXP_MINUS(f64)
#undef CT_EXP_MINUS

/* END: where erf is 1. */
#define CT_ERF(L, END, SQRT2)                                                        \
    static inline v_##L L##_erf(v_##L x) /* 2 ULP */                                 \
    {                                                                                \
        v_##L a = L##_min(L##_set(END), L##_abs(x));                                 \
        v_##L n, lo, hi = L##_two_product(a, a, &lo);                                \
        v_##L p = L##_exp_minus(hi, lo, SQRT2 * L##_normal_tail(SQRT2 * a) / a, &n); \
        v_##L near = L##_mad(a, L##_erf_poly(hi), a);                                \
        v_##L far = 1 - L##_scale(p, n);                                             \
        return L##_copysign(L##_sel(a < 1, near, far), x);                           \
    }
#ifndef f32_erf
CT_ERF(f32, 4, 0x1.6a09e6p0f)
#endif
#ifndef f64_erf
CT_ERF(f64, 6, 0x1.6a09e667f3bcdp0)
#endif
#undef CT_ERF

/* TAIL: where Phi(-t) t is zero. */
#define CT_GELU(L, TAIL)                                                          \
    /* x Phi(x); for x < 0 its relative error stays small.  -0.0 at -infinity. */ \
    static inline v_##L L##_gelu(v_##L x) /* 4 ULP */                             \
    {                                                                             \
        v_##L t = L##_min(L##_set(TAIL), L##_abs(x));                             \
        v_##L n, lo, hi = L##_two_product(t, t, &lo);                             \
        v_##L p = L##_exp_minus(hi * 0.5f, lo * 0.5f, L##_normal_tail(t), &n);    \
        v_##L far = L##_max(L##_set(-0.0f), x) - L##_scale(p, n);                 \
        v_##L near = x * L##_mad(x, L##_normal_poly(hi), L##_set(0.5f));          \
        return L##_sel(t < 1, near, far);                                         \
    }
#ifndef f32_gelu
CT_GELU(f32, 15)
#endif
CT_GELU(f64, 39.5)
#undef CT_GELU

/* TANH: where x sigmoid(v(x)) is zero; C1 = 2 sqrt(2/pi) and C2 = 0.044715 C1 in two
 * words. */
#define CT_GELU_TANH(L, TANH, C1, C1L, C2, C2L)                                         \
    /* x / (1 + exp(-v)), v = C1 x + C2 x^3 in two words: GELU's tanh approximation. */ \
    static inline v_##L L##_gelu_tanh(v_##L x) /* 4 ULP */                              \
    {                                                                                   \
        v_##L t = L##_min(L##_set(TANH), L##_abs(x));                                   \
        v_##L zl, z = L##_two_product(t, t, &zl);                                       \
        v_##L wl, w = L##_two_product(L##_set(C2), z, &wl);                             \
        v_##L sl, s = L##_two_sum(L##_set(C1), w, &sl);                                 \
        sl += wl + (L##_mad(L##_set(C2), zl, L##_set(C1L)) + C2L * z);                  \
        v_##L vl, v = L##_two_product(t, s, &vl);                                       \
        v_##L n, p = L##_exp_minus(v, L##_mad(t, sl, vl), L##_set(1), &n);              \
        v_##L d = 1 + L##_scale(p, n);                                                  \
        return L##_sel(x < 0, L##_scale(-t * p / d, n), x / d);                         \
    }
CT_GELU_TANH(f32, 12, 0x1.988454p0f, -0x1.857936p-25f, 0x1.2444f2p-4f, 0x1.49b16ap-29f)
CT_GELU_TANH(f64, 23, 0x1.9884533d43651p0, -0x1.cbc0d30ebfd15p-54, 0x1.2444f2a4d8b4bp-4,
             -0x1.6c843a29d1c7p-61)
#undef CT_GELU_TANH

/* INSIDE: down to its negative exp(-x) is finite; beyond, the exponential comes in two
 * halves, for results in the subnormals. */
#define CT_SILU(L, INSIDE)                               \
    /* x / (1 + exp(-x)). */                             \
    static inline v_##L L##_silu(v_##L x) /* 5 ULP */    \
    {                                                    \
        v_##L y = x / (1 + L##_exp(-x));                 \
        if (!L##_any_beyond(x, INSIDE)) {                \
            return y;                                    \
        }                                                \
        v_##L half = L##_exp(0.5f * x);                  \
        return L##_sel(x < -INSIDE, half * x * half, y); \
    }
CT_SILU(f32, 80)
CT_SILU(f64, 700)
#undef CT_SILU

/* log(x / (1 - x)) = 2 atanh(2 x - 1), by atanh's polynomial where that is below 1/2 and
 * 2 x - 1 therefore exact. */
#define CT_LOGIT(L)                                                 \
    static inline v_##L L##_logit(v_##L x) /* 3 ULP */              \
    {                                                               \
        v_##L d = 2 * x - 1, z = d * d, far = L##_log(x / (1 - x)); \
        v_##L near = 2 * L##_mad(d * z, L##_atanh_poly(z), d);      \
        return L##_sel(L##_abs(d) < 0.5f, near, far);               \
    }
CT_LOGIT(f32)
CT_LOGIT(f64)
#undef CT_LOGIT

#endif
