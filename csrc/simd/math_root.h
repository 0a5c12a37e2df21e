/* Cube roots, for float32 and float64. x = 2^(3 q + r) m with r of -1, 0 and 1: a
 * polynomial of m, 2^(r / 3), and one step of Halley's iteration, whose correction is so
 * small that its rounding does not count. The polynomials are fits of cbrt(m) in
 * [sqrt 1/2, sqrt 2), to 2^-13.7 and 2^-19.6, which the step makes 2^-41 and 2^-59. */
#ifndef CT_SIMD_MATH_ROOT_H
#define CT_SIMD_MATH_ROOT_H

#include "simd/math_f32.h"
#include "simd/math_f64.h"

static inline v_f32 f32_cbrt_poly(v_f32 m)
{
    static const float p[] = {0x1.f854a6p-2f, 0x1.7abbfap-1f, -0x1.295884p-2f,
                              0x1.dcf082p-5f};
    return f32_poly(m, p, 4);
}

static inline v_f64 f64_cbrt_poly(v_f64 m)
{
    static const double p[] = {0x1.afcf8ba4d571fp-2,  0x1.0e56e0323396ep+0,
                               -0x1.ac10d2d5f6f55p-1, 0x1.059cd04c3b7cep-1,
                               -0x1.6fba883ecf6b5p-3, 0x1.b99fa8d6530e9p-6};
    return f64_poly(m, p, 6);
}

/* Zeros, infinities and NaN are their own roots. */
#define CT_CBRT(L, T, M)                                                      \
    static inline v_##L L##_cbrt(v_##L x) /* 1 ULP */                         \
    {                                                                         \
        v_##L a = L##_abs(x), k;                                              \
        v_##M inside = (a > 0) & (a < HUGE_VALF);                             \
        v_##L m = L##_split(L##_sel(inside, a, L##_set(1)), &k);              \
        v_##L q = L##_round(k * (T)0.3333333333333333), r = k - 3 * q;        \
        v_##L c = L##_sel(r > 0, L##_set((T)1.2599210498948732), L##_set(1)); \
        c = L##_sel(r < 0, L##_set((T)0.7937005259840997), c);                \
        v_##L y = L##_cbrt_poly(m) * c, cube = y * y * y;                     \
        m = L##_sel(r > 0, m + m, L##_sel(r < 0, (T)0.5 * m, m));             \
        y += y * (m - cube) / (cube + cube + m);                              \
        return L##_sel(inside, L##_copysign(y * L##_pow2(q), x), x + x);      \
    }
CT_CBRT(f32, float, i32)
CT_CBRT(f64, double, i64)
#undef CT_CBRT

#endif
