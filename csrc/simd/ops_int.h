/* What formulas call on integer and bool lanes.  Arithmetic wraps; nothing traps: division
 * by zero gives 0, and the smallest integer divided by -1 itself.  bool lanes (b8) are u8
 * lanes that hold 0 or 1: loading makes them so, and storing again. */
#ifndef CT_SIMD_OPS_INT_H
#define CT_SIMD_OPS_INT_H

#include "simd/simd.h"

/* ---- one element at a time: division, powers, shifts ---- */

/* Python's and NumPy's division: rounded down, the remainder has the divisor's sign. */
#define CT_SIGNED_ELEMENT(L, T, U)                                       \
    static inline T L##_floor_divide_1(T a, T b)                         \
    {                                                                    \
        if (b == 0 || b == -1) {                                         \
            return (T)(0 - (U)(b ? a : 0));                              \
        }                                                                \
        return (T)(a / b - (a % b != 0 && (a < 0) != (b < 0)));          \
    }                                                                    \
    static inline T L##_remainder_1(T a, T b)                            \
    {                                                                    \
        T r = (T)(b == 0 || b == -1 ? 0 : a % b);                        \
        return (T)(r != 0 && (r < 0) != (b < 0) ? r + b : r);            \
    }                                                                    \
    static inline T L##_trunc_divide_1(T a, T b)                         \
    {                                                                    \
        return (T)(b == 0 || b == -1 ? 0 - (U)(b ? a : 0) : (U)(a / b)); \
    }                                                                    \
    static inline T L##_fmod_1(T a, T b)                                 \
    {                                                                    \
        return (T)(b == 0 || b == -1 ? 0 : a % b);                       \
    }                                                                    \
    /* of a negative power only 1 and -1 leave an integer */             \
    static inline int L##_pow_ends(T a, T b, T *result)                  \
    {                                                                    \
        *result = (T)(a == 1 ? 1 : a == -1 ? 1 - (b & 1) * 2 : 0);       \
        return b < 0;                                                    \
    }

#define CT_UNSIGNED_ELEMENT(L, T, U)                    \
    static inline T L##_floor_divide_1(T a, T b)        \
    {                                                   \
        return (T)(b == 0 ? 0 : a / b);                 \
    }                                                   \
    static inline T L##_remainder_1(T a, T b)           \
    {                                                   \
        return (T)(b == 0 ? 0 : a % b);                 \
    }                                                   \
    static inline T L##_trunc_divide_1(T a, T b)        \
    {                                                   \
        return L##_floor_divide_1(a, b);                \
    }                                                   \
    static inline T L##_fmod_1(T a, T b)                \
    {                                                   \
        return L##_remainder_1(a, b);                   \
    }                                                   \
    static inline int L##_pow_ends(T a, T b, T *result) \
    {                                                   \
        (void)a, (void)b, (void)result;                 \
        return 0;                                       \
    }

CT_SIGNED_ELEMENT(i8, int8_t, uint32_t)
CT_SIGNED_ELEMENT(i16, int16_t, uint32_t)
CT_SIGNED_ELEMENT(i32, int32_t, uint32_t)
CT_SIGNED_ELEMENT(i64, int64_t, uint64_t)
CT_UNSIGNED_ELEMENT(u8, uint8_t, uint8_t)
CT_UNSIGNED_ELEMENT(u16, uint16_t, uint16_t)
CT_UNSIGNED_ELEMENT(u32, uint32_t, uint32_t)
CT_UNSIGNED_ELEMENT(u64, uint64_t, uint64_t)
#undef CT_SIGNED_ELEMENT
#undef CT_UNSIGNED_ELEMENT

/* a^b by squaring, modulo 2^bits.  A shift by the width or more, or by a negative count,
 * moves every bit out: the left shift leaves 0, the right one the sign. */
#define CT_INT_ELEMENT(L, T, M)                                            \
    static inline T L##_pow_1(T a, T b)                                    \
    {                                                                      \
        T result;                                                          \
        if (L##_pow_ends(a, b, &result)) {                                 \
            return result;                                                 \
        }                                                                  \
        uint64_t p = 1, base = (uint64_t)a;                                \
        for (uint64_t e = (uint64_t)b; e; e >>= 1, base *= base) {         \
            p *= e & 1 ? base : 1;                                         \
        }                                                                  \
        return (T)p;                                                       \
    }                                                                      \
    static inline T L##_bitwise_left_shift_1(T a, T b)                     \
    {                                                                      \
        return (T)((uint64_t)b < 8 * sizeof(T) ? (uint64_t)a << b : 0);    \
    }                                                                      \
    static inline T L##_bitwise_right_shift_1(T a, T b)                    \
    {                                                                      \
        int inside = (uint64_t)b < 8 * sizeof(T);                          \
        return (T)(a >> (inside ? b : (T)(8 * sizeof(T) - 1)) >> !inside); \
    }
CT_INT_LANES(CT_INT_ELEMENT)
#undef CT_INT_ELEMENT

#define CT_MAGNITUDE(L, T, U)                \
    static inline U L##_magnitude(T a)       \
    {                                        \
        return (U)(a < 0 ? 0 - (U)a : (U)a); \
    }
CT_MAGNITUDE(i8, int8_t, uint8_t)
CT_MAGNITUDE(i16, int16_t, uint16_t)
CT_MAGNITUDE(i32, int32_t, uint32_t)
CT_MAGNITUDE(i64, int64_t, uint64_t)
#undef CT_MAGNITUDE
#define u8_magnitude
#define u16_magnitude
#define u32_magnitude
#define u64_magnitude

/* Euclid's algorithm on magnitudes. */
#define CT_COMMON(L, T, U)                             \
    static inline U L##_divisor(T a, T b)              \
    {                                                  \
        U x = L##_magnitude(a), y = L##_magnitude(b);  \
        while (y) {                                    \
            U r = (U)(x % y);                          \
            x = y;                                     \
            y = r;                                     \
        }                                              \
        return x;                                      \
    }                                                  \
    static inline T L##_gcd_1(T a, T b)                \
    {                                                  \
        return (T)L##_divisor(a, b);                   \
    }                                                  \
    static inline T L##_lcm_1(T a, T b)                \
    {                                                  \
        U d = L##_divisor(a, b), x = L##_magnitude(a); \
        uint64_t y = L##_magnitude(b);                 \
        return (T)(d ? x / d * y : 0);                 \
    }
CT_COMMON(i8, int8_t, uint8_t)
CT_COMMON(i16, int16_t, uint16_t)
CT_COMMON(i32, int32_t, uint32_t)
CT_COMMON(i64, int64_t, uint64_t)
CT_COMMON(u8, uint8_t, uint8_t)
CT_COMMON(u16, uint16_t, uint16_t)
CT_COMMON(u32, uint32_t, uint32_t)
CT_COMMON(u64, uint64_t, uint64_t)
#undef CT_COMMON

/* ---- vectors ---- */

#define CT_LANEWISE(L, T, name, one)                 \
    static inline v_##L L##_##name(v_##L a, v_##L b) \
    {                                                \
        for (int i = 0; i < CT_LANES(T); i++) {      \
            a[i] = L##_##one##_1(a[i], b[i]);        \
        }                                            \
        return a;                                    \
    }

#define CT_DIVISION(L, T)                         \
    CT_LANEWISE(L, T, floor_divide, floor_divide) \
    CT_LANEWISE(L, T, remainder, remainder)       \
    CT_LANEWISE(L, T, trunc_divide, trunc_divide) \
    CT_LANEWISE(L, T, fmod, fmod)
CT_DIVISION(i8, int8_t)
CT_DIVISION(i16, int16_t)
CT_DIVISION(u8, uint8_t)
CT_DIVISION(u16, uint16_t)
CT_DIVISION(u32, uint32_t)
CT_DIVISION(u64, uint64_t)
#ifdef CT_ONE_LANE
CT_DIVISION(i32, int32_t)
CT_DIVISION(i64, int64_t)
#else
CT_LANEWISE(i64, int64_t, floor_divide_lanes, floor_divide)
CT_LANEWISE(i64, int64_t, trunc_divide_lanes, trunc_divide)

/* Where the dividend and the divisor are below 2^51, float64 divides them: the quotient
 * is an integer or differs from one by more than it is rounded. Adding 1.5 * 2^52 puts an
 * integer, modulo 2^32 or below 2^51, into the low bits of the mantissa. */
#define MAGIC_F64 0x1.8p52
#define MAGIC_I64 0x4338000000000000

typedef v_f64 (*rounding_f64)(v_f64);

static inline void i32_widen(v_i32 x, v_f64 *low, v_f64 *high)
{
    h_i32 half[2];
    memcpy(half, &x, sizeof x);
    *low = __builtin_convertvector(half[0], v_f64);
    *high = __builtin_convertvector(half[1], v_f64);
}

static inline v_i32 i32_divided(v_i32 a, v_i32 b, rounding_f64 rounded)
{
    v_f64 a0, a1, b0, b1;
    i32_widen(a, &a0, &a1);
    i32_widen(b, &b0, &b1);
    v_i64 q0 = (v_i64)(rounded(a0 / b0) + MAGIC_F64);
    v_i64 q1 = (v_i64)(rounded(a1 / b1) + MAGIC_F64);
    h_i32 half[2] = {__builtin_convertvector(q0, h_i32),
                     __builtin_convertvector(q1, h_i32)};
    v_i32 q;
    memcpy(&q, half, sizeof q);
    return i32_sel(b == 0, CT_OF(v_i32){0}, q);
}

static inline v_i64 i64_divided(v_i64 a, v_i64 b, rounding_f64 rounded)
{
    v_f64 x = (v_f64)(a + MAGIC_I64) - MAGIC_F64,
          y = (v_f64)(b + MAGIC_I64) - MAGIC_F64;
    v_i64 q = (v_i64)(rounded(x / y) + MAGIC_F64) - MAGIC_I64;
    return i64_sel(b == 0, CT_OF(v_i64){0}, q);
}

static inline int i64_are_small(v_i64 a, v_i64 b)
{
    const int64_t half = (int64_t)1 << 51;
    v_u64 high = ((v_u64)(a + half) | (v_u64)(b + half)) >> 52;
    return !i64_any(high != 0);
}

static inline v_i32 i32_floor_divide(v_i32 a, v_i32 b)
{
    return i32_divided(a, b, f64_floor);
}

static inline v_i32 i32_trunc_divide(v_i32 a, v_i32 b)
{
    return i32_divided(a, b, f64_trunc);
}

static inline v_i64 i64_floor_divide(v_i64 a, v_i64 b)
{
    return i64_are_small(a, b) ? i64_divided(a, b, f64_floor)
                               : i64_floor_divide_lanes(a, b);
}

static inline v_i64 i64_trunc_divide(v_i64 a, v_i64 b)
{
    return i64_are_small(a, b) ? i64_divided(a, b, f64_trunc)
                               : i64_trunc_divide_lanes(a, b);
}

#define CT_REMAINDER(L)                                 \
    static inline v_##L L##_remainder(v_##L a, v_##L b) \
    {                                                   \
        v_##L r = a - L##_floor_divide(a, b) * b;       \
        return L##_sel(b == 0, b, r);                   \
    }                                                   \
    static inline v_##L L##_fmod(v_##L a, v_##L b)      \
    {                                                   \
        v_##L r = a - L##_trunc_divide(a, b) * b;       \
        return L##_sel(b == 0, b, r);                   \
    }
CT_REMAINDER(i32)
CT_REMAINDER(i64)
#undef CT_REMAINDER
#endif
#undef CT_DIVISION

/* Integers are rounded already. */
#define CT_INT_ITSELF(L, name)              \
    static inline v_##L L##_##name(v_##L x) \
    {                                       \
        return x;                           \
    }

#define CT_INT_VECTOR(L, T, M)                                  \
    CT_LANEWISE(L, T, pow, pow)                                 \
    CT_LANEWISE(L, T, gcd, gcd)                                 \
    CT_LANEWISE(L, T, lcm, lcm)                                 \
    static inline v_##M L##_is_negative(v_##L x)                \
    {                                                           \
        return (v_##M)(x < 0);                                  \
    }                                                           \
    CT_LANEWISE(L, T, bitwise_left_shift, bitwise_left_shift)   \
    CT_LANEWISE(L, T, bitwise_right_shift, bitwise_right_shift) \
    static inline v_##L L##_bitwise_not(v_##L x)                \
    {                                                           \
        return ~x;                                              \
    }                                                           \
    static inline v_##L L##_maximum(v_##L a, v_##L b)           \
    {                                                           \
        return L##_sel(a > b, a, b);                            \
    }                                                           \
    static inline v_##L L##_minimum(v_##L a, v_##L b)           \
    {                                                           \
        return L##_sel(a < b, a, b);                            \
    }                                                           \
    static inline v_##L L##_abs(v_##L x)                        \
    {                                                           \
        return L##_sel(x < 0, -x, x);                           \
    }                                                           \
    static inline v_##L L##_sign(v_##L x)                       \
    {                                                           \
        return (v_##L)(x < 0) - (v_##L)(x > 0);                 \
    }                                                           \
    static inline v_##L L##_fma(v_##L a, v_##L b, v_##L c)      \
    {                                                           \
        return a * b + c;                                       \
    }                                                           \
    CT_INT_ITSELF(L, floor)                                     \
    CT_INT_ITSELF(L, ceil)                                      \
    CT_INT_ITSELF(L, round)                                     \
    CT_INT_ITSELF(L, trunc)
CT_INT_LANES(CT_INT_VECTOR)
#undef CT_INT_VECTOR
#undef CT_INT_ITSELF
#undef CT_LANEWISE

/* ---- bool ---- */

typedef v_u8 v_b8;

static inline v_b8 b8_normal(v_u8 x)
{
    return (v_u8)(x != 0) & 1;
}

#ifndef CT_ONE_LANE
static inline v_b8 b8_load(const void *p)
{
    return b8_normal(u8_load(p));
}

static inline v_b8 b8_load_n(const void *p, int64_t n)
{
    return b8_normal(u8_load_n(p, n));
}

static inline void b8_store(void *p, v_b8 v)
{
    u8_store(p, b8_normal(v));
}

static inline void b8_store_n(void *p, v_b8 v, int64_t n)
{
    u8_store_n(p, b8_normal(v), n);
}

#endif

static inline v_b8 b8_bitwise_not(v_b8 x)
{
    return x ^ 1;
}

#define b8_sel u8_sel
#define b8_maximum u8_maximum
#define b8_minimum u8_minimum
#define b8_abs u8_abs
#define b8_fma u8_fma
#define b8_sign u8_sign
#define b8_pow u8_pow
#define b8_floor_divide u8_floor_divide
#define b8_trunc_divide u8_trunc_divide
#define b8_remainder u8_remainder
#define b8_fmod u8_fmod
#define b8_is_negative u8_is_negative
#define b8_bitwise_left_shift u8_bitwise_left_shift
#define b8_bitwise_right_shift u8_bitwise_right_shift

#endif
