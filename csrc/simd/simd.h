/* The vector vocabulary: vector types of one width per instruction set, and the few
 * operations that C operators on them lack.  A file that includes this header is compiled
 * once per instruction set with -DCT_ISA=<set>; everything here is static inline, and the
 * external symbols of such a file carry the set's name through CT_ISA_SYM.
 *
 * For each lane type L in {i8..i64, u8..u64, f32, f64}, v_L is a GCC vector and + - * / & |
 * ^ ~ << >> and comparisons work on it.  A comparison gives a mask: a vector of signed
 * integers of the lane's size, 0 or -1 in each lane.  L_<operation> are the functions below;
 * an instruction set's header defines the ones it does in one instruction and says so with
 * a macro of the same name, simd_generic.h fills in the rest without intrinsics. */
#ifndef CT_SIMD_H
#define CT_SIMD_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#ifndef CT_ISA
#define CT_ISA base
#define CT_ISA_BASE 1
#endif

/* For what reads tables: inlined into a loop, they stay in its registers. */
#define CT_INLINE inline __attribute__((always_inline))

/* A value of a vector or of a pair of them, of its members: CT_OF(v_f32){0}. */
#ifdef CT_ONE_LANE
#define CT_OF(type) type
#else
#define CT_OF(type) (type)
#endif

#define CT_CAT_(a, b) a##b
#define CT_CAT(a, b) CT_CAT_(a, b)
#define CT_ISA_SYM(name) CT_CAT(CT_CAT(ct_, CT_ISA), CT_CAT(_, name))

#if defined(CT_ISA_AVX512)
#define CT_VECTOR_BYTES 64
#elif defined(CT_ISA_AVX2)
#define CT_VECTOR_BYTES 32
#else
#define CT_VECTOR_BYTES 16
#endif

/* Lanes of two vectors taken together, by constant numbers. */
#if defined(__has_builtin)
#if __has_builtin(__builtin_shufflevector)
#define CT_SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#endif
#endif
#ifndef CT_SHUFFLE /* gcc before 12 */
#define CT_SHUFFLE(a, b, ...) \
    __builtin_shuffle(a, b, (__typeof__((a) == (b))){__VA_ARGS__})
#endif

/* X(lane, C type, mask lane) for every lane type. */
#define CT_INT_LANES(X)  \
    X(i8, int8_t, i8)    \
    X(i16, int16_t, i16) \
    X(i32, int32_t, i32) \
    X(i64, int64_t, i64) \
    X(u8, uint8_t, i8) X(u16, uint16_t, i16) X(u32, uint32_t, i32) X(u64, uint64_t, i64)
#define CT_FLOAT_LANES(X) X(f32, float, i32) X(f64, double, i64)
#define CT_ALL_LANES(X) CT_INT_LANES(X) CT_FLOAT_LANES(X)

#ifdef CT_ONE_LANE
#define CT_LANES(type) 1
#include "simd/one_lane.h"
#include "simd/simd_generic.h"
#else

/* v_L in registers, vu_L anywhere in memory: no alignment, no aliasing assumed. */
#define CT_VECTOR_TYPES(L, T, M)                                   \
    typedef T v_##L __attribute__((vector_size(CT_VECTOR_BYTES))); \
    typedef T vu_##L                                               \
        __attribute__((vector_size(CT_VECTOR_BYTES), aligned(1), may_alias));
CT_ALL_LANES(CT_VECTOR_TYPES)
#define CT_LANES(type) ((int64_t)(CT_VECTOR_BYTES / sizeof(type)))
#undef CT_VECTOR_TYPES

/* Half-width vectors, for conversions that double the lane. */
typedef float h_f32 __attribute__((vector_size(CT_VECTOR_BYTES / 2)));
typedef int32_t h_i32 __attribute__((vector_size(CT_VECTOR_BYTES / 2)));

/* As many bytes as a vector of a mask's lanes has: where bools come from. */
typedef int8_t bytes_i8 __attribute__((vector_size(CT_VECTOR_BYTES)));
typedef int8_t bytes_i16 __attribute__((vector_size(CT_VECTOR_BYTES / 2)));
typedef int8_t bytes_i32 __attribute__((vector_size(CT_VECTOR_BYTES / 4)));
typedef int8_t bytes_i64 __attribute__((vector_size(CT_VECTOR_BYTES / 8)));

#if defined(CT_ISA_AVX512)
#include "simd/simd_avx512.h"
#elif defined(CT_ISA_AVX2)
#include "simd/simd_avx2.h"
#elif defined(__SSE2__)
#include "simd/simd_sse2.h"
#elif defined(__aarch64__)
#include "simd/simd_neon.h"
#endif
#include "simd/simd_generic.h"
#endif

#endif
