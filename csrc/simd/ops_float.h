/* What formulas call on float32 and float64 lanes beside the vector mathematics:
 * selection, rounding, division with remainder, and libm's functions one lane at a time. */
#ifndef CT_SIMD_OPS_FLOAT_H
#define CT_SIMD_OPS_FLOAT_H

#include "simd/igamma.h"
#include "simd/math_bessel.h"
#include "simd/math_erf.h"
#include "simd/math_f32.h"
#include "simd/math_f64.h"
#include "simd/math_gamma.h"
#include "simd/math_hyperbolic.h"
#include "simd/math_hypot.h"
#include "simd/math_inverse.h"
#include "simd/math_normal.h"
#include "simd/math_normal_inverse.h"
#include "simd/math_pow.h"
#include "simd/math_root.h"

#define CT_FLOAT_OPS(L, M)                                                    \
    /* maximum and minimum give NaN if either is, fmax and fmin the other. */ \
    static inline v_##L L##_maximum(v_##L a, v_##L b)                         \
    {                                                                         \
        return L##_sel(a != a, a, L##_max(a, b));                             \
    }                                                                         \
    static inline v_##L L##_minimum(v_##L a, v_##L b)                         \
    {                                                                         \
        return L##_sel(a != a, a, L##_min(a, b));                             \
    }                                                                         \
    static inline v_##L L##_fmax(v_##L a, v_##L b)                            \
    {                                                                         \
        return L##_sel(b != b, a, L##_max(a, b));                             \
    }                                                                         \
    static inline v_##L L##_fmin(v_##L a, v_##L b)                            \
    {                                                                         \
        return L##_sel(b != b, a, L##_min(a, b));                             \
    }                                                                         \
    static inline v_##L L##_sign(v_##L x) /* NaN stays, -0 becomes 0 */       \
    {                                                                         \
        v_##L one = L##_copysign(L##_set(1), x);                              \
        return L##_sel((x < 0) | (x > 0), one, x + 0);                        \
    }                                                                         \
    static inline v_##M L##_is_negative(v_##L x)                              \
    {                                                                         \
        return (v_##M)x < 0;                                                  \
    }
CT_FLOAT_OPS(f32, i32)
CT_FLOAT_OPS(f64, i64)
#undef CT_FLOAT_OPS

/* a b + c, rounded once in every set: where the product rounded by itself cancels c, no
 * digit of the rest would be right. */
#ifdef CT_HAS_FMA
#define f32_fma f32_mad
#define f64_fma f64_mad
#else
#define CT_FMA(L, T, fn)                                   \
    static inline v_##L L##_fma(v_##L a, v_##L b, v_##L c) \
    {                                                      \
        for (int i = 0; i < CT_LANES(T); i++) {            \
            c[i] = fn(a[i], b[i], c[i]);                   \
        }                                                  \
        return c;                                          \
    }
CT_FMA(f32, float, fmaf)
CT_FMA(f64, double, fma)
#undef CT_FMA
#endif

/* ---- libm ---- */

#define CT_LIBM(L, T, name, fn)                 \
    static inline v_##L L##_##name(v_##L x)     \
    {                                           \
        for (int i = 0; i < CT_LANES(T); i++) { \
            x[i] = fn(x[i]);                    \
        }                                       \
        return x;                               \
    }
CT_LIBM(f32, float, tgamma, tgammaf)
CT_LIBM(f64, double, tgamma, tgamma)
#undef CT_LIBM

/* LEAST: of the terms of series that matter. */
#define CT_INCOMPLETE(L, T, name, LEAST)                            \
    static inline v_##L L##_##name(v_##L a, v_##L x)                \
    {                                                               \
        for (int i = 0; i < CT_LANES(T); i++) {                     \
            x[i] = (T)ct_##name((double)a[i], (double)x[i], LEAST); \
        }                                                           \
        return x;                                                   \
    }
CT_INCOMPLETE(f32, float, igamma, 1e-10)
CT_INCOMPLETE(f64, double, igamma, 1e-17)
CT_INCOMPLETE(f32, float, igammac, 1e-10)
CT_INCOMPLETE(f64, double, igammac, 1e-17)
#undef CT_INCOMPLETE

/* The next number after a towards b: numbers of one sign are in the order of their bits. */
#define CT_NEXTAFTER(L, M)                                                     \
    static inline v_##L L##_nextafter(v_##L a, v_##L b)                        \
    {                                                                          \
        v_##M grows = (b > a) ^ ((v_##M)a < 0);                                \
        v_##L y = (v_##L)((v_##M)a - 1 - (grows + grows));                     \
        y = L##_sel(a == 0, L##_copysign((v_##L)(CT_OF(v_##M){0} + 1), b), y); \
        y = L##_sel(a == b, b, y);                                             \
        return L##_sel((a != a) | (b != b), a + b, y);                         \
    }
CT_NEXTAFTER(f32, i32)
CT_NEXTAFTER(f64, i64)
#undef CT_NEXTAFTER

/* ---- sin(pi x) / (pi x), and powers of two ---- */

static inline v_f32 f32_sin_two_words(v_f32 r, v_f32 low)
{
    low *= f32_mad(r * r, f32_set(-0.4053f), f32_set(1));
    return r + f32_mad(r, f32_sin_tail(r), low);
}

/* x less its nearest integer is exact; the integer's parity is the sign. */
#define CT_SINC(L, M, PI, PI_LOW)                                \
    static inline v_##L L##_sinc(v_##L x) /* 4 ULP */            \
    {                                                            \
        v_##L n = L##_round(x), d = x - n, half = n * 0.5f, low; \
        v_##L r = L##_two_product(d, L##_set(PI), &low);         \
        low = L##_mad(d, L##_set(PI_LOW), low);                  \
        v_##L y = L##_sin_two_words(r, low) / (x * PI);          \
        y = L##_sel(L##_round(half) != half, -y, y);             \
        y = L##_sel(L##_abs(x) < HUGE_VALF, y, x - x);           \
        return L##_sel(x == 0, L##_set(1), y);                   \
    }
CT_SINC(f32, i32, 0x1.921fb6p1f, -0x1.777a5cp-24f)
CT_SINC(f64, i64, 0x1.921fb54442d18p1, 0x1.1a62633145c07p-53)
#undef CT_SINC

/* x 2^n for n of any size, which most often is an integer: that in two parts that L_scale
 * takes, then the fraction, by which a result leaves the range last. From END on the result
 * is 0 or infinity for any x but 0. */
#define CT_LDEXP(L, END)                                                   \
    static inline v_##L L##_ldexp(v_##L x, v_##L n) /* 2 ULP */            \
    {                                                                      \
        v_##L c = L##_max(L##_set(-(END)), L##_min(L##_set(END), n));      \
        v_##L whole = L##_trunc(c), part = L##_trunc(whole * 0.5f);        \
        v_##L y = L##_scale(L##_scale(x, part), whole - part);             \
        y = L##_sel(whole == c, y, y * L##_exp2(c - whole));               \
        return L##_sel((x == 0) & (n == n), x, L##_sel(n == n, y, n + x)); \
    }
CT_LDEXP(f32, 300)
CT_LDEXP(f64, 2200)
#undef CT_LDEXP

/* x = mantissa * 2^exponent with 0.5 <= |mantissa| < 1; 0 for 0, infinities and NaN. */
#define CT_FREXP(L, T, M, fn)                             \
    static inline v_##L L##_mantissa(v_##L x)             \
    {                                                     \
        for (int i = 0, exponent; i < CT_LANES(T); i++) { \
            x[i] = fn(x[i], &exponent);                   \
        }                                                 \
        return x;                                         \
    }                                                     \
    static inline v_##M L##_exponent(v_##L x)             \
    {                                                     \
        v_##M exponents = {0};                            \
        for (int i = 0; i < CT_LANES(T); i++) {           \
            int exponent = 0;                             \
            fn(x[i], &exponent);                          \
            exponents[i] = isfinite(x[i]) ? exponent : 0; \
        }                                                 \
        return exponents;                                 \
    }
CT_FREXP(f32, float, i32, frexpf)
CT_FREXP(f64, double, i64, frexp)
#undef CT_FREXP

/* ---- division with remainder ---- */

/* a - q b for the integral q that truncates a / b, found by one division, with both signs
 * taken off: where q is one too large the result is negative, and b is added back.
 * float32 does it in float64, where the product with q < 2^29 is exact; float64 needs the
 * product fused, and q < 2^53. */
static inline v_f64 f64_fmod_small(v_f64 a, v_f64 b)
{
    v_f64 r = f64_mad(-f64_trunc(a / b), b, a);
    return f64_sel(r < 0, r + b, r);
}

/* Quotients that are too large, and infinite, zero or NaN operands, go through libm. */
#define CT_FMOD_EDGES(L, T, M, fn, LIMIT)                                            \
    static inline v_##L L##_fmod_edges(v_##L a, v_##L b, v_##L r)                    \
    {                                                                                \
        v_##M inside = (L##_abs(a) < L##_abs(b) * LIMIT) & (L##_abs(b) < HUGE_VALF); \
        if (!M##_any(~inside)) {                                                     \
            return L##_copysign(r, a);                                               \
        }                                                                            \
        for (int i = 0; i < CT_LANES(T); i++) {                                      \
            r[i] = inside[i] ? r[i] : fn(a[i], b[i]);                                \
        }                                                                            \
        return L##_copysign(r, a);                                                   \
    }
CT_FMOD_EDGES(f32, float, i32, fmodf, 0x1p29f)
#ifdef CT_HAS_FMA
CT_FMOD_EDGES(f64, double, i64, fmod, 0x1p52)
#else
CT_FMOD_EDGES(f64, double, i64, fmod, 0) /* all of them */
#endif
#undef CT_FMOD_EDGES

static inline v_f32 f32_fmod(v_f32 a, v_f32 b)
{
    v_f64 a0, a1, b0, b1;
    f32_widen(f32_abs(a), &a0, &a1);
    f32_widen(f32_abs(b), &b0, &b1);
    v_f32 r = f32_narrow(f64_fmod_small(a0, b0), f64_fmod_small(a1, b1));
    return f32_fmod_edges(a, b, r);
}

static inline v_f64 f64_fmod(v_f64 a, v_f64 b)
{
    return f64_fmod_edges(a, b, f64_fmod_small(f64_abs(a), f64_abs(b)));
}

/* Python's: the quotient is rounded down, and the remainder has the divisor's sign, a zero
 * one too. */
#define CT_FLOAT_DIVISION(L)                                                  \
    static inline v_##L L##_remainder(v_##L a, v_##L b)                       \
    {                                                                         \
        v_##L r = L##_fmod(a, b);                                             \
        r = L##_sel((r != 0) & ((r < 0) ^ (b < 0)), r + b, r);                \
        return L##_sel(r == 0, L##_copysign(r, b), r);                        \
    }                                                                         \
    /* (a - r) / b is integral but for rounding; 0 has the quotient's sign */ \
    static inline v_##L L##_floor_divide(v_##L a, v_##L b)                    \
    {                                                                         \
        v_##L r = L##_fmod(a, b), q = (a - r) / b, quotient = a / b;          \
        q = L##_sel((r != 0) & ((r < 0) ^ (b < 0)), q - 1, q);                \
        v_##L down = L##_floor(q);                                            \
        down = L##_sel(q - down > 0.5f, down + 1, down);                      \
        down = L##_sel(q == 0, L##_copysign(q, quotient), down);              \
        return L##_sel(b == 0, quotient, down);                               \
    }
CT_FLOAT_DIVISION(f32)
CT_FLOAT_DIVISION(f64)
#undef CT_FLOAT_DIVISION

#endif
