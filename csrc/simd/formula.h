/* The vocabulary of the op table's formulas, for lanes of the type that CT_LANE names
 * (b8, i8 .. u64, f32, f64, c64, c128) where a formula is expanded:
 *
 *   + - * /  comparisons  & | of conditions   C's own, on vectors
 *   F(fn)(x, ..)        the lane type's function: F(exp)(x) is f32_exp(x)
 *   SEL(c, a, b)        a where the condition c holds, else b; both are evaluated
 *   K(0.5)              a floating literal in the lane's precision
 *   CONJ(z)             complex conjugate, real numbers themselves
 *   COMPLEX(re, im)     of real lanes, a complex result: two vectors
 *   0, 1, 2             integer-valued literals, plain
 *
 * A formula must not cast, use ?: or && ||, which vectors lack.  For complex lanes, on
 * which C has no operators, tools/rows.py writes it in calls of ops_complex.h. */
#ifndef CT_SIMD_FORMULA_H
#define CT_SIMD_FORMULA_H

#include "simd/complex_arithmetic.h"
#include "simd/ops_float.h"
#include "simd/ops_int.h"

#define CT_LANE_FN(fn) CT_CAT(CT_CAT(CT_LANE, _), fn)
#define CT_LANE_TYPE CT_CAT(v_, CT_LANE)

/* A value that may have been written as a plain literal, in every lane; subtracting zero
 * changes nothing, where adding it would make -0.0 positive. */
#define CT_SPREAD(value) CT_LANE_FN(spread)(value)
#define CT_SPREAD_VECTOR(L, value) ((value) - CT_OF(v_##L){0})
#define i8_spread(value) CT_SPREAD_VECTOR(i8, value)
#define i16_spread(value) CT_SPREAD_VECTOR(i16, value)
#define i32_spread(value) CT_SPREAD_VECTOR(i32, value)
#define i64_spread(value) CT_SPREAD_VECTOR(i64, value)
#define u8_spread(value) CT_SPREAD_VECTOR(u8, value)
#define u16_spread(value) CT_SPREAD_VECTOR(u16, value)
#define u32_spread(value) CT_SPREAD_VECTOR(u32, value)
#define u64_spread(value) CT_SPREAD_VECTOR(u64, value)
#define f32_spread(value) CT_SPREAD_VECTOR(f32, value)
#define f64_spread(value) CT_SPREAD_VECTOR(f64, value)
#define b8_spread(value) CT_SPREAD_VECTOR(u8, value)

#define F(fn) CT_LANE_FN(fn)
#define SEL(c, a, b) CT_LANE_FN(sel)(c, CT_SPREAD(a), CT_SPREAD(b))
#define K(literal) ((CT_CAT(real_, CT_LANE))(literal))
#define CONJ(z) CT_LANE_FN(conj)(z)
#define COMPLEX(re, im) (CT_OF(CT_CAT(pair_, CT_LANE)){CT_SPREAD(re), CT_SPREAD(im)})

/* What a lane type needs beside its operations: element_L in memory, real_L for K,
 * condition_L of comparisons, size_L of a REAL result. */
#define CT_LANE_VOCABULARY(L, T, M)       \
    typedef T element_##L;                \
    typedef T real_##L;                   \
    typedef v_##M condition_##L;          \
    typedef v_##L size_##L;               \
    static inline v_##L L##_conj(v_##L x) \
    {                                     \
        return x;                         \
    }                                     \
    static inline v_##L L##_real(v_##L x) \
    {                                     \
        return x;                         \
    }                                     \
    static inline v_##L L##_imag(v_##L x) \
    {                                     \
        (void)x;                          \
        return CT_OF(v_##L){0};           \
    }
CT_ALL_LANES(CT_LANE_VOCABULARY)
#undef CT_LANE_VOCABULARY

#ifndef CT_ONE_LANE
#define CT_LANE_STORES(L, T, M)                                              \
    static inline void L##_store_real(void *p, v_##L v)                      \
    {                                                                        \
        L##_store(p, v);                                                     \
    }                                                                        \
    static inline void L##_store_real_n(void *p, v_##L v, int64_t n)         \
    {                                                                        \
        L##_store_n(p, v, n);                                                \
    }                                                                        \
    static inline void L##_store_bool(void *p, v_##M condition)              \
    {                                                                        \
        bytes_##M bytes = M##_bytes(condition) & 1;                          \
        memcpy(p, &bytes, sizeof bytes);                                     \
    }                                                                        \
    static inline void L##_store_bool_n(void *p, v_##M condition, int64_t n) \
    {                                                                        \
        bytes_##M bytes = M##_bytes(condition) & 1;                          \
        v_u8 all = {0};                                                      \
        memcpy(&all, &bytes, sizeof bytes);                                  \
        u8_store_n(p, all, n);                                               \
    }
CT_ALL_LANES(CT_LANE_STORES)
#undef CT_LANE_STORES

/* Results of real lanes that have another size: exponents as int32, and pairs. */
#define CT_REAL_LANE_VOCABULARY(L, T, M)                              \
    static inline void L##_store_int32_n(void *p, v_##M v, int64_t n) \
    {                                                                 \
        int32_t narrow[CT_LANES(T)];                                  \
        for (int i = 0; i < CT_LANES(T); i++) {                       \
            narrow[i] = (int32_t)v[i];                                \
        }                                                             \
        memcpy(p, narrow, (size_t)n * sizeof *narrow);                \
    }                                                                 \
    static inline void L##_store_int32(void *p, v_##M v)              \
    {                                                                 \
        L##_store_int32_n(p, v, CT_LANES(T));                         \
    }
CT_FLOAT_LANES(CT_REAL_LANE_VOCABULARY)
#undef CT_REAL_LANE_VOCABULARY
#endif

#include "simd/ops_complex.h"

#define f32_store_complex c64_store
#define f32_store_complex_n c64_store_n
#define f64_store_complex c128_store
#define f64_store_complex_n c128_store_n

typedef uint8_t element_b8, real_b8;
typedef condition_u8 condition_b8;
typedef v_u8 size_b8;
#define b8_conj u8_conj
#define b8_real u8_real
#define b8_imag u8_imag
#define b8_store_real b8_store
#define b8_store_real_n b8_store_n
#define b8_store_bool u8_store_bool
#define b8_store_bool_n u8_store_bool_n

#endif
