/* Modified Bessel functions of the first kind, of order 0 and 1, for float32 and float64.
 * Up to B, in z = x^2 / 4, where all terms have one sign,
 *     I0(x) = 1 + z P(z),   I1(x) = x / 2 (1 + z P(z));
 * beyond, sqrt(x) exp(-x) I(x) is a polynomial in 1 / x. */
#ifndef CT_SIMD_MATH_BESSEL_H
#define CT_SIMD_MATH_BESSEL_H

#include "simd/math_f32.h"
#include "simd/math_f64.h"

/* P of I0 for x <= 7.75, to 2^-27.0 of it. */
static inline v_f32 f32_i0_near(v_f32 z)
{
    static const float p[] = {0x1.000002p0f,   0x1.ffffb8p-3f,  0x1.c71f94p-6f,
                              0x1.c6fceap-10f, 0x1.23ed82p-14f, 0x1.fdcd9ep-20f,
                              0x1.6edbfcp-25f, 0x1.b8d62ap-32f, 0x1.016016p-36f};
    return f32_poly(z, p, 9);
}

/* In v = 1 / x for x >= 7.75, to 2^-25.1. */
static inline v_f32 f32_i0_far(v_f32 v)
{
    static const float p[] = {0x1.988454p-2f, 0x1.98837p-5f,  0x1.cc673p-6f,
                              0x1.bac6e2p-6f, 0x1.6c6436p-4f, -0x1.577438p-2f,
                              0x1.e9e64cp0f};
    return f32_poly(v, p, 7);
}

/* P of I0 for x <= 10, to 2^-56.5 of it. */
static inline v_f64 f64_i0_near(v_f64 z)
{
    static const double p[] = {0x1p0,
                               0x1.fffffffffffffp-3,
                               0x1.c71c71c71c73fp-6,
                               0x1.c71c71c71c391p-10,
                               0x1.23456789aedc1p-14,
                               0x1.02e85c08659c4p-19,
                               0x1.522a43fab8675p-25,
                               0x1.522a43b38da3ap-31,
                               0x1.0b31355ff7225p-37,
                               0x1.56015b4f4a6a5p-44,
                               0x1.69ccadca51b81p-51,
                               0x1.4185ae57b45d3p-58,
                               0x1.e80bfc51086a4p-66,
                               0x1.39f1fb07c5296p-73,
                               0x1.854e73d4796aep-81,
                               0x1.e97c0287fd7aap-90,
                               0x1.2ff2047b2749ap-96};
    return f64_poly(z, p, 17);
}

/* In v = 1 / x for x >= 10, to 2^-53.5. */
static inline v_f64 f64_i0_far(v_f64 v)
{
    static const double p[] = {
        0x1.9884533d4365p-2,   0x1.9884533d459cp-5,   0x1.cb94dd8ec9c95p-6,
        0x1.debb3d5d4b4eap-6,  0x1.6e7058970f4bbp-5,  0x1.7a6144ff0bab6p-4,
        0x1.304f522304639p-5,  0x1.e30e9041b9456p3,   -0x1.88114d0b0a302p9,
        0x1.f26519ae46c84p14,  -0x1.dbf1b0fa9bce2p19, 0x1.59b7b41d644d8p24,
        -0x1.7e9ab7630de8ep28, 0x1.4128b581cd8f4p32,  -0x1.9428a547de0d8p35,
        0x1.75433f512cf3cp38,  -0x1.e876005eeac16p40, 0x1.aa921b1c2233fp42,
        -0x1.bbcf3cf8ff9eep43, 0x1.9e07109b6179fp43};
    return f64_poly(v, p, 20);
}

/* P of I1 for x <= 7.75, to 2^-29.0 of it. */
static inline v_f32 f32_i1_near(v_f32 z)
{
    static const float p[] = {0x1p-1f,         0x1.55554ep-4f,  0x1.c71d54p-8f,
                              0x1.6c0cccp-12f, 0x1.84cc0ap-17f, 0x1.252c4ep-22f,
                              0x1.65ed2cp-28f, 0x1.b5544p-35f,  0x1.841268p-40f};
    return f32_poly(z, p, 9);
}

/* In v = 1 / x for x >= 7.75, to 2^-25.1. */
static inline v_f32 f32_i1_far(v_f32 v)
{
    static const float p[] = {0x1.988454p-2f,  -0x1.32666ap-3f, -0x1.7ab502p-5f,
                              -0x1.d55992p-5f, 0x1.5efceep-3f,  -0x1.88b40cp0f,
                              0x1.5b1efap1f};
    return f32_poly(v, p, 7);
}

/* P of I1 for x <= 10, to 2^-63.0 of it. */
static inline v_f64 f64_i1_near(v_f64 z)
{
    static const double p[] = {0x1p-1,
                               0x1.5555555555555p-4,
                               0x1.c71c71c71c731p-8,
                               0x1.6c16c16c16a31p-12,
                               0x1.845c8a0ce80cp-17,
                               0x1.27e4fb775c5b9p-22,
                               0x1.522a43f9f2356p-28,
                               0x1.2c9758a7e5534p-34,
                               0x1.ab81ee822a24p-41,
                               0x1.f1765b9836448p-48,
                               0x1.e26613f42848ap-55,
                               0x1.8bb9161dfa17dp-62,
                               0x1.16df33c9097dep-69,
                               0x1.4eecb103d4f2bp-77,
                               0x1.853ddd6cd896ep-85,
                               0x1.cc1417cee1a13p-94,
                               0x1.0eb0b2312be8fp-100};
    return f64_poly(z, p, 17);
}

/* In v = 1 / x for x >= 10, to 2^-53.8. */
static inline v_f64 f64_i1_far(v_f64 v)
{
    static const double p[] = {
        0x1.9884533d43651p-2,  -0x1.32633e6df4303p-3, -0x1.7efc0de98f9a2p-5,
        -0x1.4f1cc99de930ap-5, -0x1.d701d48c3d78p-5,  -0x1.d8de9c8fc001fp-4,
        0x1.cd461a7c7a61ap-3,  -0x1.2a17b5cb371a1p5,  0x1.e7256c3280a7dp10,
        -0x1.2fce8aabec423p16, 0x1.1e47d92a130bcp21,  -0x1.9c1d205aa4c43p25,
        0x1.c6615f0ee9171p29,  -0x1.7e799164aa521p33, 0x1.e68d19044b7fdp36,
        -0x1.cab5956b3fcd5p39, 0x1.360e425fdef54p42,  -0x1.1bbd748f81933p44,
        0x1.3aa0df79834fp45,   -0x1.3f2b42f048e61p45};
    return f64_poly(v, p, 20);
}

/* B: see above; END: where I0 and I1 are infinite. */
#define CT_BESSEL(L, M, B, END)                                                        \
    /* exp(s) y for s of any size, where the exponential alone may leave the range. */ \
    static inline v_##L L##_times_exp(v_##L y, v_##L s)                                \
    {                                                                                  \
        v_##L n, e = L##_expm1_poly(L##_mod_ln2(s, &n));                               \
        return L##_scale(L##_mad(y, e, y), n);                                         \
    }                                                                                  \
    /* What z lost by rounding, times the derivative of log I0 or log I1, roughly. */  \
    static inline v_##L L##_bessel_mended(v_##L y, v_##L z, v_##L low)                 \
    {                                                                                  \
        v_##L slope = L##_mad(z, L##_set(0.0016f), L##_set(-0.07f));                   \
        return L##_mad(y * low, L##_mad(z, slope, L##_set(0.9f)), y);                  \
    }                                                                                  \
    CT_BESSEL_OF(L, M, B, i0, L##_mad(z, L##_i0_near(z), L##_set(1)))                  \
    CT_BESSEL_OF(L, M, B, i1, 0.5f * a * L##_mad(z, L##_i1_near(z), L##_set(1)))       \
    static inline v_##L L##_i0(v_##L x) /* 4 ULP */                                    \
    {                                                                                  \
        return L##_i0_of(L##_min(L##_set(END), L##_abs(x)));                           \
    }                                                                                  \
    static inline v_##L L##_i0e(v_##L x) /* 3 ULP */                                   \
    {                                                                                  \
        return L##_i0_scaled(L##_abs(x));                                              \
    }                                                                                  \
    static inline v_##L L##_i1(v_##L x) /* 4 ULP */                                    \
    {                                                                                  \
        return L##_copysign(L##_i1_of(L##_min(L##_set(END), L##_abs(x))), x);          \
    }                                                                                  \
    static inline v_##L L##_i1e(v_##L x) /* 4 ULP */                                   \
    {                                                                                  \
        return L##_copysign(L##_i1_scaled(L##_abs(x)), x);                             \
    }
/* I(a) and exp(-a) I(a) for a >= 0, where I(a) up to B is the text `near`. */
#define CT_BESSEL_OF(L, M, B, name, near)                                   \
    static inline v_##L L##_##name##_of(v_##L a)                            \
    {                                                                       \
        v_##L low, z = L##_two_product(0.5f * a, 0.5f * a, &low), y = near; \
        y = L##_bessel_mended(y, z, low);                                   \
        if (M##_any(a > B)) {                                               \
            v_##L v = 1 / a, far = L##_##name##_far(v) * L##_sqrt(v);       \
            y = L##_sel(a > B, L##_times_exp(far, a), y);                   \
        }                                                                   \
        return y;                                                           \
    }                                                                       \
    static inline v_##L L##_##name##_scaled(v_##L a)                        \
    {                                                                       \
        v_##L x = a, low, z;                                                \
        a = L##_min(L##_set(B), a);                                         \
        z = L##_two_product(0.5f * a, 0.5f * a, &low);                      \
        v_##L y = L##_times_exp(L##_bessel_mended(near, z, low), -a);       \
        if (M##_any(x > B)) {                                               \
            v_##L v = 1 / x, far = L##_##name##_far(v) * L##_sqrt(v);       \
            y = L##_sel(x > B, far, y);                                     \
        }                                                                   \
        return y;                                                           \
    }
CT_BESSEL(f32, i32, 7.75f, 95)
CT_BESSEL(f64, i64, 10, 720)
#undef CT_BESSEL
#undef CT_BESSEL_OF

#endif
