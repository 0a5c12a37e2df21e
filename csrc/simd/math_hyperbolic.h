/* Hyperbolic sine and cosine, for float32 and float64. With x = n ln 2 + r, n >= 0 and
 * A, B = (2^n -+ 2^-n) / 2,
 *     sinh x = A cosh r + B sinh r,   cosh x = B cosh r + A sinh r,
 * where A is 0 for n = 0, so that sinh keeps its relative accuracy, and no term is much
 * larger than a result. Half of each is computed first, as 2^n may leave the range where
 * the result does not. */
#ifndef CT_SIMD_MATH_HYPERBOLIC_H
#define CT_SIMD_MATH_HYPERBOLIC_H

#include "simd/math_f32.h"
#include "simd/math_f64.h"

/* (sinh r - r) / r^3 in z = r^2 for |r| <= 0.3476, to 2^-34.3 of sinh r. */
static inline v_f32 f32_sinh_poly(v_f32 z)
{
    static const float p[] = {0x1.555556p-3f, 0x1.110fbep-7f, 0x1.a2e26ep-13f};
    return f32_poly(z, p, 3);
}

/* (cosh r - 1) / r^2, to 2^-33.2 of cosh r. */
static inline v_f32 f32_cosh_poly(v_f32 z)
{
    static const float p[] = {0.5f, 0x1.5554e6p-5f, 0x1.6d4f5ep-10f};
    return f32_poly(z, p, 3);
}

/* To 2^-61.7 of sinh r, |r| <= 0.3466. */
static inline v_f64 f64_sinh_poly(v_f64 z)
{
    static const double p[] = {0x1.5555555555559p-3, 0x1.111111110f624p-7,
                               0x1.a01a01b0250cdp-13, 0x1.71ddf79e122a8p-19,
                               0x1.af601c85f9936p-26};
    return f64_poly(z, p, 5);
}

/* To 2^-70 of cosh r. */
static inline v_f64 f64_cosh_poly(v_f64 z)
{
    static const double p[] = {0.5,
                               0x1.5555555555558p-5,
                               0x1.6c16c16c14ff1p-10,
                               0x1.a01a01ad86d4bp-16,
                               0x1.27e4cbf64d0c2p-22,
                               0x1.1f8c15630721cp-29};
    return f64_poly(z, p, 6);
}

/* END: where results are infinite; LEAST: the smallest exponent of a normal number; SMALL:
 * up to where sinh x is x. */
#define CT_HYPERBOLIC(L, END, LEAST, SMALL)                                            \
    /* p, q = 2^(n - 2), 2^(-n - 2); cosh r = 1 + *c, sinh r = r + *s. */              \
    static inline v_##L L##_hyperbolic(v_##L x, v_##L *p, v_##L *q, v_##L *c,          \
                                       v_##L *s)                                       \
    {                                                                                  \
        v_##L n, r = L##_mod_ln2(L##_min(L##_set(END), x), &n), z = r * r;             \
        *p = L##_pow2(n - 2);                                                          \
        *q = L##_pow2(L##_max(L##_set(LEAST), -2 - n));                                \
        *c = z * L##_cosh_poly(z);                                                     \
        *s = r * z * L##_sinh_poly(z);                                                 \
        return r;                                                                      \
    }                                                                                  \
    static inline v_##L L##_sinh(v_##L x) /* 2 ULP */                                  \
    {                                                                                  \
        v_##L p, q, c, s, size = L##_abs(x), r = L##_hyperbolic(size, &p, &q, &c, &s); \
        v_##L a = p - q, b = p + q;                                                    \
        v_##L y = 2 * (a + L##_mad(b, r, L##_mad(a, c, b * s)));                       \
        return L##_copysign(L##_sel(size < SMALL, size, y), x);                        \
    }                                                                                  \
    static inline v_##L L##_cosh(v_##L x) /* 2 ULP */                                  \
    {                                                                                  \
        v_##L p, q, c, s, r = L##_hyperbolic(L##_abs(x), &p, &q, &c, &s);              \
        v_##L a = p - q, b = p + q;                                                    \
        return 2 * (b + L##_mad(a, r, L##_mad(b, c, a * s)));                          \
    }
CT_HYPERBOLIC(f32, 89.7f, -126, 0x1p-13f)
CT_HYPERBOLIC(f64, 710.8, -1022, 0x1p-27)
#undef CT_HYPERBOLIC

#endif
