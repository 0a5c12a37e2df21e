/* Complex lanes: two vectors, of real and imaginary parts, with the names that the other
 * lanes have. C has no operators on these, so that tools/rows.py writes a row's formula for
 * them in calls of what is here. In memory the parts of a number lie side by side.
 *
 * Where a product or a quotient is NaN in both parts, its value is that of C's own complex
 * arithmetic (C11, annex G), which finds the infinities that the plain formula misses. */
#ifndef CT_SIMD_OPS_COMPLEX_H
#define CT_SIMD_OPS_COMPLEX_H

#include "simd/math_complex.h"

typedef ct_c64 element_c64;
typedef ct_c128 element_c128;
typedef float real_c64;
typedef double real_c128;
typedef v_i32 condition_c64;
typedef v_i64 condition_c128;
typedef v_f32 size_c64;
typedef v_f64 size_c128;

/* ---- memory ---- */

#ifndef CT_ONE_LANE
#define CT_COMPLEX_MEMORY(C, L, T)                                                    \
    static inline v_##C C##_load(const void *p)                                       \
    {                                                                                 \
        const T *parts = p;                                                           \
        return C##_from_pairs(L##_load(parts), L##_load(parts + CT_LANES(T)));        \
    }                                                                                 \
    static inline void C##_store(void *p, v_##C z)                                    \
    {                                                                                 \
        T *parts = p;                                                                 \
        v_##C pairs = C##_to_pairs(z);                                                \
        L##_store(parts, pairs.re);                                                   \
        L##_store(parts + CT_LANES(T), pairs.im);                                     \
    }                                                                                 \
    static inline v_##C C##_load_n(const void *p, int64_t n)                          \
    {                                                                                 \
        const T *parts = p;                                                           \
        int64_t whole = CT_LANES(T), rest = 2 * n - whole;                            \
        v_##L none = {0};                                                             \
        return rest > 0                                                               \
                   ? C##_from_pairs(L##_load(parts), L##_load_n(parts + whole, rest)) \
                   : C##_from_pairs(L##_load_n(parts, 2 * n), none);                  \
    }                                                                                 \
    static inline void C##_store_n(void *p, v_##C z, int64_t n)                       \
    {                                                                                 \
        T *parts = p;                                                                 \
        int64_t whole = CT_LANES(T), rest = 2 * n - whole;                            \
        v_##C pairs = C##_to_pairs(z);                                                \
        if (rest <= 0) {                                                              \
            L##_store_n(parts, pairs.re, 2 * n);                                      \
            return;                                                                   \
        }                                                                             \
        L##_store(parts, pairs.re);                                                   \
        L##_store_n(parts + whole, pairs.im, rest);                                   \
    }
CT_COMPLEX_MEMORY(c64, f32, float)
CT_COMPLEX_MEMORY(c128, f64, double)
#undef CT_COMPLEX_MEMORY

#define c64_store_real f32_store
#define c64_store_real_n f32_store_n
#define c64_store_bool f32_store_bool
#define c64_store_bool_n f32_store_bool_n
#define c128_store_real f64_store
#define c128_store_real_n f64_store_n
#define c128_store_bool f64_store_bool
#define c128_store_bool_n f64_store_bool_n
#endif

/* ---- a formula's value may be a number or of the lane's type ---- */

#define CT_COMPLEX_SPREAD(C, L, T)            \
    static inline v_##C C##_of_number(T x)    \
    {                                         \
        return CT_OF(v_##C){L##_set(x), {0}}; \
    }                                         \
    static inline v_##C C##_itself(v_##C z)   \
    {                                         \
        return z;                             \
    }                                         \
    static inline v_##C C##_of(v_##L x)       \
    {                                         \
        return CT_OF(v_##C){x, {0}};          \
    }
CT_COMPLEX_SPREAD(c64, f32, float)
CT_COMPLEX_SPREAD(c128, f64, double)
#undef CT_COMPLEX_SPREAD
#ifdef CT_ONE_LANE
#define c64_spread(value) ct_complex_value<v_c64>::of(value)
#define c128_spread(value) ct_complex_value<v_c128>::of(value)
#else
#define c64_spread(value) \
    _Generic((value), v_c64: c64_itself, default: c64_of_number)(value)
#define c128_spread(value) \
    _Generic((value), v_c128: c128_itself, default: c128_of_number)(value)
#endif

/* ---- what formulas do: with complex numbers, and with real ones on one side ---- */

#define CT_COMPLEX_OPS(C, L, M)                                    \
    static inline v_##C C##_neg(v_##C z)                           \
    {                                                              \
        return CT_OF(v_##C){-z.re, -z.im};                         \
    }                                                              \
    static inline v_##C C##_add(v_##C a, v_##C b)                  \
    {                                                              \
        return CT_OF(v_##C){a.re + b.re, a.im + b.im};             \
    }                                                              \
    static inline v_##C C##_sub(v_##C a, v_##C b)                  \
    {                                                              \
        return CT_OF(v_##C){a.re - b.re, a.im - b.im};             \
    }                                                              \
    static inline v_##C C##_add_real(v_##C a, v_##L b)             \
    {                                                              \
        return CT_OF(v_##C){a.re + b, a.im};                       \
    }                                                              \
    static inline v_##C C##_sub_real(v_##C a, v_##L b)             \
    {                                                              \
        return CT_OF(v_##C){a.re - b, a.im};                       \
    }                                                              \
    static inline v_##C C##_real_sub(v_##L a, v_##C b)             \
    {                                                              \
        return CT_OF(v_##C){a - b.re, -b.im};                      \
    }                                                              \
    static inline v_##C C##_mul_real(v_##C a, v_##L b)             \
    {                                                              \
        return CT_OF(v_##C){a.re * b, a.im * b};                   \
    }                                                              \
    static inline v_##C C##_div_real(v_##C a, v_##L b)             \
    {                                                              \
        return CT_OF(v_##C){a.re / b, a.im / b};                   \
    }                                                              \
    static inline v_##C C##_fma(v_##C a, v_##C b, v_##C c)         \
    {                                                              \
        return C##_add(C##_mul(a, b), c);                          \
    }                                                              \
    static inline v_##M C##_eq(v_##C a, v_##C b)                   \
    {                                                              \
        return (a.re == b.re) & (a.im == b.im);                    \
    }                                                              \
    static inline v_##M C##_ne(v_##C a, v_##C b)                   \
    {                                                              \
        return (a.re != b.re) | (a.im != b.im);                    \
    }                                                              \
    static inline v_##C C##_sel(v_##M condition, v_##C a, v_##C b) \
    {                                                              \
        return CT_OF(v_##C){L##_sel(condition, a.re, b.re),        \
                            L##_sel(condition, a.im, b.im)};       \
    }                                                              \
    static inline v_##C C##_conj(v_##C z)                          \
    {                                                              \
        return CT_OF(v_##C){z.re, -z.im};                          \
    }                                                              \
    static inline v_##L C##_real(v_##C z)                          \
    {                                                              \
        return z.re;                                               \
    }                                                              \
    static inline v_##L C##_imag(v_##C z)                          \
    {                                                              \
        return z.im;                                               \
    }                                                              \
    /* a 2^b */                                                    \
    static inline v_##C C##_ldexp(v_##C a, v_##C b)                \
    {                                                              \
        return C##_mul(a, C##_exp2(b));                            \
    }                                                              \
    static inline v_##C C##_silu(v_##C z)                          \
    {                                                              \
        return C##_mul(z, C##_sigmoid(z));                         \
    }                                                              \
    /* z / |z|, 0 for 0 */                                         \
    static inline v_##C C##_sign(v_##C z)                          \
    {                                                              \
        v_##L size = C##_abs(z), one = L##_set(1);                 \
        v_##C y = C##_div_real(z, L##_sel(size == 0, one, size));  \
        return C##_sel(size == 0, CT_OF(v_##C){{0}, {0}}, y);      \
    }
CT_COMPLEX_OPS(c64, f32, i32)
CT_COMPLEX_OPS(c128, f64, i64)
#undef CT_COMPLEX_OPS

#endif
