/* What formulas call on float32 and float64 lanes beside the vector mathematics:
 * selection, rounding, division with remainder, and libm's functions one lane at a time. */
#ifndef CT_SIMD_OPS_FLOAT_H
#define CT_SIMD_OPS_FLOAT_H

#include "simd/math_erf.h"
#include "simd/math_f32.h"
#include "simd/math_f64.h"
#include "simd/math_pow.h"

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
    static inline v_##L L##_sign(v_##L x) /* NaN stays */                     \
    {                                                                         \
        v_##L one = L##_copysign(L##_set(1), x);                              \
        return L##_sel((x < 0) | (x > 0), one, x);                            \
    }                                                                         \
    static inline v_##L L##_rsqrt(v_##L x) /* 1 ULP */                        \
    {                                                                         \
        return 1 / L##_sqrt(x);                                               \
    }
CT_FLOAT_OPS(f32, i32)
CT_FLOAT_OPS(f64, i64)
#undef CT_FLOAT_OPS

/* ---- libm ---- */

#define CT_LIBM_1(L, T, name, fn)               \
    static inline v_##L L##_##name(v_##L x)     \
    {                                           \
        for (int i = 0; i < CT_LANES(T); i++) { \
            x[i] = fn(x[i]);                    \
        }                                       \
        return x;                               \
    }
#define CT_LIBM_2(L, T, name, fn)                    \
    static inline v_##L L##_##name(v_##L a, v_##L b) \
    {                                                \
        for (int i = 0; i < CT_LANES(T); i++) {      \
            a[i] = fn(a[i], b[i]);                   \
        }                                            \
        return a;                                    \
    }
#define CT_LIBM(X1, X2)                                                          \
    X1(asin)                                                                     \
    X1(acos)                                                                     \
    X1(atan) X1(sinh) X1(cosh) X1(asinh) X1(acosh) X1(atanh) X1(erfc) X1(lgamma) \
        X1(tgamma) X1(cbrt) X2(atan2) X2(hypot) X2(fmod) X2(nextafter)
#define CT_LIBM_F32_1(name) CT_LIBM_1(f32, float, name, name##f)
#define CT_LIBM_F32_2(name) CT_LIBM_2(f32, float, name, name##f)
#define CT_LIBM_F64_1(name) CT_LIBM_1(f64, double, name, name)
#define CT_LIBM_F64_2(name) CT_LIBM_2(f64, double, name, name)
CT_LIBM(CT_LIBM_F32_1, CT_LIBM_F32_2)
CT_LIBM(CT_LIBM_F64_1, CT_LIBM_F64_2)
#undef CT_LIBM_F32_1
#undef CT_LIBM_F32_2
#undef CT_LIBM_F64_1
#undef CT_LIBM_F64_2
#undef CT_LIBM
#undef CT_LIBM_1
#undef CT_LIBM_2

/* ---- division with remainder ---- */

/* Python's: the quotient is rounded down, and the remainder has the divisor's sign. */
#define CT_FLOAT_DIVISION(L)                                                  \
    static inline v_##L L##_remainder(v_##L a, v_##L b)                       \
    {                                                                         \
        v_##L r = L##_fmod(a, b);                                             \
        return L##_sel((r != 0) & ((r < 0) ^ (b < 0)), r + b, r);             \
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
