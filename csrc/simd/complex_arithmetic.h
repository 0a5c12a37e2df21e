/* Products, quotients and sizes of complex lanes, and their way from and to memory. */
#ifndef CT_SIMD_COMPLEX_ARITHMETIC_H
#define CT_SIMD_COMPLEX_ARITHMETIC_H

#include "simd/math_hypot.h"

/* C's own complex numbers, for what lanes leave to libm. One lane is C++, which has
 * classes for them: csrc/simd/one_complex.h. */
#ifdef CT_ONE_LANE
#include "simd/one_complex.h"
#else
#include <complex.h>

typedef float complex ct_c64;
typedef double complex ct_c128;
#define CT_RE(z) __real__(z)
#define CT_IM(z) __imag__(z)
#define CT_APART __attribute__((noinline, unused))
#endif

typedef struct pair_f32 {
    v_f32 re, im;
} pair_f32;
typedef struct pair_f64 {
    v_f64 re, im;
} pair_f64;
typedef pair_f32 v_c64;
typedef pair_f64 v_c128;

#ifndef CT_ONE_LANE
/* Lanes of two vectors: every second one, and both in turn. */
#if CT_VECTOR_BYTES == 64
#define CT_EVEN_8 0, 2, 4, 6, 8, 10, 12, 14
#define CT_ODD_8 1, 3, 5, 7, 9, 11, 13, 15
#define CT_EVEN_F64 CT_EVEN_8
#define CT_ODD_F64 CT_ODD_8
#define CT_LOW_F64 0, 8, 1, 9, 2, 10, 3, 11
#define CT_HIGH_F64 4, 12, 5, 13, 6, 14, 7, 15
#define CT_EVEN_F32 CT_EVEN_8, 16, 18, 20, 22, 24, 26, 28, 30
#define CT_ODD_F32 CT_ODD_8, 17, 19, 21, 23, 25, 27, 29, 31
#define CT_LOW_F32 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define CT_HIGH_F32 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#elif CT_VECTOR_BYTES == 32
#define CT_EVEN_F64 0, 2, 4, 6
#define CT_ODD_F64 1, 3, 5, 7
#define CT_LOW_F64 0, 4, 1, 5
#define CT_HIGH_F64 2, 6, 3, 7
#define CT_EVEN_F32 0, 2, 4, 6, 8, 10, 12, 14
#define CT_ODD_F32 1, 3, 5, 7, 9, 11, 13, 15
#define CT_LOW_F32 0, 8, 1, 9, 2, 10, 3, 11
#define CT_HIGH_F32 4, 12, 5, 13, 6, 14, 7, 15
#else
#define CT_EVEN_F64 0, 2
#define CT_ODD_F64 1, 3
#define CT_LOW_F64 0, 2
#define CT_HIGH_F64 1, 3
#define CT_EVEN_F32 0, 2, 4, 6
#define CT_ODD_F32 1, 3, 5, 7
#define CT_LOW_F32 0, 4, 1, 5
#define CT_HIGH_F32 2, 6, 3, 7
#endif

#define CT_COMPLEX_PAIRS(C, L, U)                                   \
    /* Of two vectors of pairs, as they lie in memory, and back. */ \
    static inline v_##C C##_from_pairs(v_##L low, v_##L high)       \
    {                                                               \
        return CT_OF(v_##C){CT_SHUFFLE(low, high, CT_EVEN_##U),     \
                            CT_SHUFFLE(low, high, CT_ODD_##U)};     \
    }                                                               \
    static inline v_##C C##_to_pairs(v_##C z)                       \
    {                                                               \
        return CT_OF(v_##C){CT_SHUFFLE(z.re, z.im, CT_LOW_##U),     \
                            CT_SHUFFLE(z.re, z.im, CT_HIGH_##U)};   \
    }
CT_COMPLEX_PAIRS(c64, f32, F32)
CT_COMPLEX_PAIRS(c128, f64, F64)
#undef CT_COMPLEX_PAIRS
#endif

/* Lanes of y that `odd` names, by a function of one number or two. */
#define CT_COMPLEX_EACH(C, E, M)                                              \
    static inline v_##C C##_put(v_##C y, int i, E value)                      \
    {                                                                         \
        y.re[i] = CT_RE(value), y.im[i] = CT_IM(value);                       \
        return y;                                                             \
    }                                                                         \
    static inline E C##_get(v_##C z, int i)                                   \
    {                                                                         \
        E value;                                                              \
        CT_RE(value) = z.re[i], CT_IM(value) = z.im[i];                       \
        return value;                                                         \
    }                                                                         \
    static inline E C##_times(E a, E b)                                       \
    {                                                                         \
        return a * b;                                                         \
    }                                                                         \
    static inline E C##_over(E a, E b)                                        \
    {                                                                         \
        return a / b;                                                         \
    }                                                                         \
    static CT_APART v_##C C##_each_1(v_##C y, v_##C z, v_##M odd, E (*fn)(E)) \
    {                                                                         \
        for (int i = 0; i < (int)(sizeof odd / sizeof odd[0]); i++) {         \
            y = odd[i] ? C##_put(y, i, fn(C##_get(z, i))) : y;                \
        }                                                                     \
        return y;                                                             \
    }                                                                         \
    static CT_APART v_##C C##_each_2(v_##C y, v_##C a, v_##C b, v_##M odd,    \
                                     E (*fn)(E, E))                           \
    {                                                                         \
        for (int i = 0; i < (int)(sizeof odd / sizeof odd[0]); i++) {         \
            y = odd[i] ? C##_put(y, i, fn(C##_get(a, i), C##_get(b, i))) : y; \
        }                                                                     \
        return y;                                                             \
    }
CT_COMPLEX_EACH(c64, ct_c64, i32)
CT_COMPLEX_EACH(c128, ct_c128, i64)
#undef CT_COMPLEX_EACH

#define CT_COMPLEX_MUL(C, M)                                                           \
    static inline v_##C C##_mul(v_##C a, v_##C b)                                      \
    {                                                                                  \
        v_##C y = {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};              \
        v_##M odd = (y.re != y.re) & (y.im != y.im);                                   \
        return __builtin_expect(M##_any(odd), 0) ? C##_each_2(y, a, b, odd, C##_times) \
                                                 : y;                                  \
    }
CT_COMPLEX_MUL(c64, i32)
CT_COMPLEX_MUL(c128, i64)
#undef CT_COMPLEX_MUL

/* In float64 no square of a float32 leaves the range. */
static inline v_c128 c128_div_narrow(v_c128 a, v_c128 b)
{
    v_f64 inverse = 1 / (b.re * b.re + b.im * b.im);
    return CT_OF(v_c128){(a.re * b.re + a.im * b.im) * inverse,
                         (a.im * b.re - a.re * b.im) * inverse};
}

static inline void c64_widen(v_c64 z, v_c128 *low, v_c128 *high)
{
    f32_widen(z.re, &low->re, &high->re);
    f32_widen(z.im, &low->im, &high->im);
}

static inline v_c64 c64_narrow(v_c128 low, v_c128 high)
{
    return CT_OF(v_c64){f32_narrow(low.re, high.re), f32_narrow(low.im, high.im)};
}

static inline v_c64 c64_div(v_c64 a, v_c64 b)
{
    v_c128 a0, a1, b0, b1;
    c64_widen(a, &a0, &a1);
    c64_widen(b, &b0, &b1);
    v_c64 y = c64_narrow(c128_div_narrow(a0, b0), c128_div_narrow(a1, b1));
    v_i32 odd = (y.re != y.re) & (y.im != y.im);
    return __builtin_expect(i32_any(odd), 0) ? c64_each_2(y, a, b, odd, c64_over) : y;
}

/* The power of two that brings a size x near 1, 2^-1022 at least. */
static inline v_f64 f64_inverse_scale(v_f64 x)
{
    v_u64 exponent = (v_u64)x & 0x7ff0000000000000;
    v_f64 y = (v_f64)(0x7fe0000000000000 - exponent);
    return f64_sel(x < 0x1p1023, y, f64_set(0x1p-1022));
}

/* Numerators of any size keep their products in range by `up`, taken back at the end. */
static inline v_c128 c128_div(v_c128 a, v_c128 b)
{
    v_f64 size = f64_max(f64_abs(a.re), f64_abs(a.im)), one = f64_set(1);
    v_f64 s = f64_inverse_scale(f64_max(f64_abs(b.re), f64_abs(b.im)));
    v_i64 far = size > 0x1p1000, near = size < 0x1p-900;
    v_f64 up = f64_sel(far, f64_set(0x1p-8), f64_sel(near, f64_set(0x1p100), one));
    v_f64 back = f64_sel(far, f64_set(0x1p8), f64_sel(near, f64_set(0x1p-100), one));
    v_c128 y = c128_div_narrow(CT_OF(v_c128){a.re * up, a.im * up},
                               CT_OF(v_c128){b.re * s, b.im * s});
    y = CT_OF(v_c128){y.re * s * back, y.im * s * back};
    v_i64 odd = (y.re != y.re) & (y.im != y.im);
    return __builtin_expect(i64_any(odd), 0) ? c128_each_2(y, a, b, odd, c128_over) : y;
}

/* The root of the sum of squares where that is well inside the range. */
#define CT_COMPLEX_ABS(C, L, M, LOW, HIGH)                                       \
    static inline v_##L C##_abs(v_##C z)                                         \
    {                                                                            \
        v_##L square = L##_mad(z.re, z.re, z.im * z.im);                         \
        v_##M inside = (square > LOW) & (square < HIGH);                         \
        v_##L y = L##_sqrt(square);                                              \
        return M##_any(~inside) ? L##_sel(inside, y, L##_hypot(z.re, z.im)) : y; \
    }
CT_COMPLEX_ABS(c64, f32, i32, 0x1p-90f, 0x1p120f)
CT_COMPLEX_ABS(c128, f64, i64, 0x1p-900, 0x1p1000)
#undef CT_COMPLEX_ABS

#endif
