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

/* ---- vectors ---- */

#define CT_LANEWISE(L, T, name)                      \
    static inline v_##L L##_##name(v_##L a, v_##L b) \
    {                                                \
        for (int i = 0; i < CT_LANES(T); i++) {      \
            a[i] = L##_##name##_1(a[i], b[i]);       \
        }                                            \
        return a;                                    \
    }

/* Integers are rounded already. */
#define CT_INT_ITSELF(L, name)              \
    static inline v_##L L##_##name(v_##L x) \
    {                                       \
        return x;                           \
    }

#define CT_INT_VECTOR(L, T, M)                        \
    CT_LANEWISE(L, T, floor_divide)                   \
    CT_LANEWISE(L, T, remainder)                      \
    CT_LANEWISE(L, T, trunc_divide)                   \
    CT_LANEWISE(L, T, fmod)                           \
    CT_LANEWISE(L, T, pow)                            \
    CT_LANEWISE(L, T, bitwise_left_shift)             \
    CT_LANEWISE(L, T, bitwise_right_shift)            \
    static inline v_##L L##_bitwise_not(v_##L x)      \
    {                                                 \
        return ~x;                                    \
    }                                                 \
    static inline v_##L L##_maximum(v_##L a, v_##L b) \
    {                                                 \
        return L##_sel(a > b, a, b);                  \
    }                                                 \
    static inline v_##L L##_minimum(v_##L a, v_##L b) \
    {                                                 \
        return L##_sel(a < b, a, b);                  \
    }                                                 \
    static inline v_##L L##_abs(v_##L x)              \
    {                                                 \
        return L##_sel(x < 0, -x, x);                 \
    }                                                 \
    static inline v_##L L##_sign(v_##L x)             \
    {                                                 \
        return (v_##L)(x < 0) - (v_##L)(x > 0);       \
    }                                                 \
    CT_INT_ITSELF(L, floor)                           \
    CT_INT_ITSELF(L, ceil)                            \
    CT_INT_ITSELF(L, round)                           \
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

static inline v_b8 b8_bitwise_not(v_b8 x)
{
    return x ^ 1;
}

#define b8_sel u8_sel
#define b8_maximum u8_maximum
#define b8_minimum u8_minimum
#define b8_abs u8_abs
#define b8_sign u8_sign
#define b8_pow u8_pow
#define b8_floor_divide u8_floor_divide
#define b8_trunc_divide u8_trunc_divide
#define b8_remainder u8_remainder
#define b8_fmod u8_fmod
#define b8_bitwise_left_shift u8_bitwise_left_shift
#define b8_bitwise_right_shift u8_bitwise_right_shift

#endif
