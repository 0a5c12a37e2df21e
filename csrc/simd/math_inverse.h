/* Inverse circular and hyperbolic functions, for float32 and float64. The polynomials are
 * (f(x) - x) / x^3 in z = x^2, made with tools/ulp_minimax.py; their comments give the
 * interval of x and the error relative to f. Constants have two words where a sum with
 * them would lose half an ULP. */
#ifndef CT_SIMD_MATH_INVERSE_H
#define CT_SIMD_MATH_INVERSE_H

#include "simd/double_word.h"
#include "simd/math_f32.h"
#include "simd/math_f64.h"

/* |t| <= sqrt 2 - 1, to 2^-30.4. */
static inline v_f32 f32_atan_poly(v_f32 z)
{
    static const float p[] = {-0x1.55554ap-2f, 0x1.9991e2p-3f, -0x1.23b9a2p-3f,
                              0x1.b22454p-4f, -0x1.f2e58ap-5f};
    return f32_poly(z, p, 5);
}

/* To 2^-63.8. */
static inline v_f64 f64_atan_poly(v_f64 z)
{
    static const double p[] = {
        -0x1.5555555555554p-2, 0x1.9999999999585p-3,  -0x1.249249246f66ap-3,
        0x1.c71c71b4622cdp-4,  -0x1.745d1451f695dp-4, 0x1.3b13651e886e6p-4,
        -0x1.110beea298138p-4, 0x1.e168039520396p-5,  -0x1.ab3e07d84ff55p-5,
        0x1.6fee7fdd3bc9cp-5,  -0x1.0fee432e2723fp-5, 0x1.e8bd3d0b6baa4p-7};
    return f64_poly(z, p, 12);
}

/* |x| <= 1/2, to 2^-27.6. */
static inline v_f32 f32_asin_poly(v_f32 z)
{
    static const float p[] = {0x1.5555c8p-3f, 0x1.330204p-4f, 0x1.747bb8p-5f,
                              0x1.8c3e52p-6f, 0x1.595c5cp-5f};
    return f32_poly(z, p, 5);
}

/* To 2^-59.8. */
static inline v_f64 f64_asin_poly(v_f64 z)
{
    static const double p[] = {
        0x1.5555555555577p-3, 0x1.333333332e131p-4, 0x1.6db6db721266fp-5,
        0x1.f1c71a94f3e24p-6, 0x1.6e8bdee01339ep-6, 0x1.1c49f0611c2cfp-6,
        0x1.ca1f8cf412896p-7, 0x1.75858e385ed9bp-7, 0x1.613c6febde542p-7,
        0x1.e5f7609424ed3p-9, 0x1.639bd662d3df9p-6, -0x1.57fc8ede0c08p-6,
        0x1.0b466e3038956p-5};
    return f64_poly(z, p, 13);
}

/* |x| <= 1/2, to 2^-29.5. */
static inline v_f32 f32_asinh_poly(v_f32 z)
{
    static const float p[] = {-0x1.555536p-3f, 0x1.3324f2p-4f, -0x1.6b9618p-5f,
                              0x1.cd69c6p-6f, -0x1.b169cep-7f};
    return f32_poly(z, p, 5);
}

/* To 2^-64.5. */
static inline v_f64 f64_asinh_poly(v_f64 z)
{
    static const double p[] = {
        -0x1.5555555555554p-3, 0x1.3333333332fe6p-4,  -0x1.6db6db6d8916fp-5,
        0x1.f1c71c5dc644bp-6,  -0x1.6e8ba053235a4p-6, 0x1.1c4e8dd19262ap-6,
        -0x1.c9935ebcf4e0ap-7, 0x1.7a487488b8c29p-7,  -0x1.3e187b974d50bp-7,
        0x1.09d5ce77ced6p-7,   -0x1.9d13dbacd4aefp-8, 0x1.fe5076aa82b67p-9,
        -0x1.60738ec34863fp-10};
    return f64_poly(z, p, 13);
}

/* |x| <= 1/2, to 2^-29.42. */
static inline v_f32 f32_atanh_poly(v_f32 z)
{
    static const float p[] = {0x1.55554p-2f,  0x1.99a676p-3f, 0x1.234d98p-3f,
                              0x1.e4000ap-4f, 0x1.a6bb9cp-5f, 0x1.693a36p-3f};
    return f32_poly(z, p, 6);
}

/* |x| <= 1/2, to 2^-60.92. */
static inline v_f64 f64_atanh_poly(v_f64 z)
{
    static const double p[] = {
        0x1.555555555554cp-2,  0x1.999999999b3b8p-3,  0x1.24924923c5ae4p-3,
        0x1.c71c722c38e22p-4,  0x1.745d087d71938p-4,  0x1.3b15165e2d8d5p-4,
        0x1.10fa28c5f1c42p-4,  0x1.e3f0e71276f8ap-5,  0x1.9e5204ceea7c1p-5,
        0x1.e81d9118fbf11p-5,  -0x1.61e924eb0ce95p-8, 0x1.6691696840179p-3,
        -0x1.92060d2638b9dp-3, 0x1.ee0b115808c8bp-3};
    return f64_poly(z, p, 14);
}

/* pi / 4 in two words, and log 2. */
#define F32_PI_4 0x1.921fb6p-1f
#define F32_PI_4_LOW -0x1.777a5cp-26f
#define F64_PI_4 0x1.921fb54442d18p-1
#define F64_PI_4_LOW 0x1.1a62633145c07p-55
#define F32_LN2 0x1.62e43p-1f
#define F64_LN2 0x1.62e42fefa39efp-1

/* ---- arc tangent ---- */

/* With t = y / x up to tan(pi / 8), (y - x) / (y + x) up to tan(3 pi / 8) and -x / y beyond,
 * |t| <= sqrt 2 - 1 and atan(y / x) is 0, 1 or 2 times pi / 4 and atan t. */
#define CT_ATAN(L, M, PI_4, PI_4_LOW)                                        \
    /* y and x are 0 or more; 0 / 0 is 0. */                                 \
    static inline v_##L L##_atan_quotient(v_##L y, v_##L x)                  \
    {                                                                        \
        const v_##L zero = {0};                                              \
        v_##M middle = y > x * 0.41421356f, far = y > x * 2.41421356f;       \
        v_##L above = L##_sel(far, -x, L##_sel(middle, y - x, y));           \
        v_##L below = L##_sel(far, y, L##_sel(middle, y + x, x));            \
        v_##L t = above / L##_sel(below == 0, L##_set(1), below), z = t * t; \
        v_##L high = L##_sel(middle, L##_set(PI_4), zero);                   \
        v_##L low = L##_sel(middle, L##_set(PI_4_LOW), zero);                \
        high = L##_sel(far, high + high, high);                              \
        low = L##_sel(far, low + low, low);                                  \
        return high + (t + L##_mad(t * z, L##_atan_poly(z), low));           \
    }                                                                        \
    static inline v_##L L##_atan(v_##L x) /* 2 ULP */                        \
    {                                                                        \
        return L##_copysign(L##_atan_quotient(L##_abs(x), L##_set(1)), x);   \
    }
CT_ATAN(f32, i32, F32_PI_4, F32_PI_4_LOW)
CT_ATAN(f64, i64, F64_PI_4, F64_PI_4_LOW)
#undef CT_ATAN

#define CT_ATAN2(L, M, NAME, PI_4, PI_4_LOW)                                           \
    /* Of two infinities, and of numbers whose sum may leave the range, the quotient \
     * is that of smaller ones. */ \
    static inline v_##L NAME(v_##L y, v_##L x) /* 2 ULP */                             \
    {                                                                                  \
        v_##L a = L##_abs(y), b = L##_abs(x);                                          \
        v_##M large = L##_max(a, b) > 0x1p100f;                                        \
        a = L##_sel(large, a * 0x1p-8f, a);                                            \
        b = L##_sel(large, b * 0x1p-8f, b);                                            \
        v_##M infinite = (a == HUGE_VALF) & (b == HUGE_VALF);                          \
        a = L##_sel(infinite, L##_set(1), a);                                          \
        b = L##_sel(infinite, L##_set(1), b);                                          \
        v_##L t = L##_atan_quotient(a, b);                                             \
        v_##L back = 4 * L##_set(PI_4) - (t - 4 * L##_set(PI_4_LOW));                  \
        t = L##_sel((v_##M)x < 0, back, t);                                            \
        return L##_copysign(L##_sel((x != x) | (y != y), x + y, t), y);                \
    }
#ifdef CT_ISA_AVX512 /* which has its own, that leaves some numbers to this */
CT_ATAN2(f32, i32, f32_atan2_general, F32_PI_4, F32_PI_4_LOW)
#else
CT_ATAN2(f32, i32, f32_atan2, F32_PI_4, F32_PI_4_LOW)
#endif
CT_ATAN2(f64, i64, f64_atan2, F64_PI_4, F64_PI_4_LOW)
#undef CT_ATAN2

#ifdef CT_ISA_AVX512
#include "simd/inverse_avx512.h"
#else

/* ---- arc sine and cosine ---- */

/* asin x = s + s z P(z) for s = |x| up to 1/2; beyond, pi / 2 less twice that of
 * s = sqrt((1 - |x|) / 2), whose square is exact. Gives s, and s z P(z) in *rest. */
#define CT_ASIN_PARTS(L, M)                                             \
    static inline v_##L L##_asin_parts(v_##L a, v_##M far, v_##L *rest) \
    {                                                                   \
        v_##L z = L##_sel(far, (1 - a) * 0.5f, a * a);                  \
        v_##L s = L##_sel(far, L##_sqrt(z), a);                         \
        *rest = s * z * L##_asin_poly(z);                               \
        return s;                                                       \
    }

/* ---- inverse hyperbolic functions ---- */

#ifndef f32_rsqrt
static inline v_f32 f32_rsqrt(v_f32 x) /* 1 ULP */
{
    return 1 / f32_sqrt(x);
}
#endif
#ifndef f64_rsqrt
static inline v_f64 f64_rsqrt(v_f64 x) /* 1 ULP */
{
    return 1 / f64_sqrt(x);
}
#endif

/* Logarithms of sums with a root r of q + ql; what r and the sum lack goes to the logarithm
 * as a low part. BEYOND it the root is as large as the number. */
#define CT_ASINH(L, M, T, LN2, BEYOND)                                                     \
    /* r and *rest of sqrt(q + ql) = r + *rest. */                                         \
    static inline v_##L L##_root_two(v_##L q, v_##L ql, v_##L *rest)                       \
    {                                                                                      \
        v_##L low, y = L##_rsqrt(q), r = q * y, square = L##_two_product(r, r, &low);      \
        *rest = (((q - square) - low) + ql) * (0.5f * y);                                  \
        return r;                                                                          \
    }                                                                                      \
    static inline v_##L L##_asinh(v_##L x) /* 2 ULP */                                     \
    {                                                                                      \
        v_##L a = L##_abs(x), z = a * a, w, wl, q, ql, e, rest;                            \
        v_##M large = a > BEYOND;                                                          \
        v_##L near = L##_mad(a * z, L##_asinh_poly(z), a);                                 \
        w = L##_two_product(a, a, &wl);                                                    \
        q = L##_two_sum(w, L##_set(1), &ql);                                               \
        v_##L sum = L##_two_sum(L##_root_two(q, ql + wl, &rest), a, &e);                   \
        e = L##_sel(large, L##_set(0), e + rest);                                          \
        v_##L y = L##_log_two(L##_sel(large, a, sum), e);                                  \
        y += L##_sel(large, L##_set(LN2), L##_set(0));                                     \
        return L##_copysign(L##_sel(a < 0.5f, near, y), x);                                \
    }                                                                                      \
    /* With t = x - 1, which is exact where it matters, log(1 + (t + sqrt(2 t + t^2))). */ \
    static inline v_##L L##_acosh(v_##L x) /* 2 ULP */                                     \
    {                                                                                      \
        v_##L t = x - 1, tl, q, ql, e, rest, square = L##_two_product(t, t, &tl);          \
        v_##M large = x > BEYOND;                                                          \
        q = L##_two_sum(t + t, square, &ql);                                               \
        v_##L sum = L##_two_sum(L##_root_two(q, ql + tl, &rest), t, &e);                   \
        e = L##_sel(large, L##_set(0), e + rest);                                          \
        v_##L y = L##_log1p_two(L##_sel(large, t, sum), e);                                \
        y += L##_sel(large, L##_set(LN2), L##_set(0));                                     \
        y = L##_sel(x == 1, L##_set(0), y);                                                \
        return L##_sel(x < 1, L##_set((T)NAN), y);                                         \
    }                                                                                      \
    /* log(1 + 2 a / (1 - a)) / 2. */                                                      \
    static inline v_##L L##_atanh(v_##L x) /* 2 ULP */                                     \
    {                                                                                      \
        v_##L a = L##_abs(x), d = 1 - a, inverse = 1 / d, q = (a + a) * inverse, low;      \
        v_##L product = L##_two_product(q, d, &low);                                       \
        v_##L rest = (((a + a) - product) - low) - q * ((1 - d) - a);                      \
        rest = L##_sel(a < 1, rest * inverse, L##_set(0));                                 \
        return L##_copysign(0.5f * L##_log1p_two(q, rest), x);                             \
    }
#endif

CT_ASIN_PARTS(f32, i32)
CT_ASIN_PARTS(f64, i64)
#undef CT_ASIN_PARTS
#define CT_ASIN(L, M, PI_4, PI_4_LOW)                                               \
    static inline v_##L L##_asin(v_##L x) /* 2 ULP */                               \
    {                                                                               \
        v_##L a = L##_abs(x), rest;                                                 \
        v_##M far = a > 0.5f;                                                       \
        v_##L s = L##_asin_parts(a, far, &rest), near = s + rest;                   \
        v_##L y = 2 * L##_set(PI_4) - 2 * (s + (rest - L##_set(PI_4_LOW)));         \
        return L##_copysign(L##_sel(far, y, near), x);                              \
    }                                                                               \
    static inline v_##L L##_acos(v_##L x) /* 2 ULP */                               \
    {                                                                               \
        v_##L a = L##_abs(x), rest;                                                 \
        v_##M far = a > 0.5f, negative = x < 0;                                     \
        v_##L s = L##_asin_parts(a, far, &rest);                                    \
        v_##L above = 2 * (s + rest);                                               \
        v_##L below = 4 * L##_set(PI_4) - 2 * (s + (rest - 2 * L##_set(PI_4_LOW))); \
        rest = L##_xorsign(rest, x) - 2 * L##_set(PI_4_LOW);                        \
        v_##L near = 2 * L##_set(PI_4) - (x + rest);                                \
        return L##_sel(far, L##_sel(negative, below, above), near);                 \
    }
CT_ASIN(f32, i32, F32_PI_4, F32_PI_4_LOW)
CT_ASIN(f64, i64, F64_PI_4, F64_PI_4_LOW)
#undef CT_ASIN
CT_ASINH(f32, i32, float, F32_LN2, 0x1p28f)
CT_ASINH(f64, i64, double, F64_LN2, 0x1p28f)
#undef CT_ASINH

#endif
