/* sort_vector: numbers of 32 and 64 bits in order by vectors; a part of sort.c.
 *
 * Few are sorted in registers, by a bitonic network: each vector by itself, then two
 * neighbours of one vector each, of two, of four. Many are divided by a pivot, the lanes of
 * each side packed: those beyond it aside, and then behind the others; of an array that the
 * caches do not hold, to its other end. */
#ifndef CT_CPU_ISA_SORT_VECTOR_H
#define CT_CPU_ISA_SORT_VECTOR_H

#include "simd/bit_places.h"
#include "simd/simd.h"

#define INLINED static inline __attribute__((always_inline)) void
/* How many vectors there are is known when this is compiled: without loops they are all in
 * registers, and need not wait for one another. */
#define UNROLLED _Pragma("GCC unroll 16")

/* Lane i of the result is lane i ^ t. */
#define TURNED_4(v, t) __builtin_shuffle(v, (V){0 ^ t, 1 ^ t, 2 ^ t, 3 ^ t})
#define TURNED_8(v, t) \
    __builtin_shuffle(v, (V){0 ^ t, 1 ^ t, 2 ^ t, 3 ^ t, 4 ^ t, 5 ^ t, 6 ^ t, 7 ^ t})
#define TURNED_16(v, t)                                                              \
    __builtin_shuffle(v, (V){0 ^ t, 1 ^ t, 2 ^ t, 3 ^ t, 4 ^ t, 5 ^ t, 6 ^ t, 7 ^ t, \
                             8 ^ t, 9 ^ t, 10 ^ t, 11 ^ t, 12 ^ t, 13 ^ t, 14 ^ t,   \
                             15 ^ t})

/* The lower and the upper halves of two vectors, lane beside lane. */
#define ZIPPED_LOW_8(a, b) CT_SHUFFLE(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define ZIPPED_HIGH_8(a, b) CT_SHUFFLE(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define ZIPPED_LOW_16(a, b) \
    CT_SHUFFLE(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define ZIPPED_HIGH_16(a, b) \
    CT_SHUFFLE(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)

#if defined(CT_ISA_AVX512)
#define CT_SORT_LANES_32 16
#define CT_SORT_LANES_64 8
#else
#define CT_SORT_LANES_32 8
#define CT_SORT_LANES_64 4
#endif
#define CT_SORT_ROWS 16 /* vectors sorted in registers */

#define T uint32_t
#define L u32
#define BITS 32
#define LANES CT_SORT_LANES_32
#define NAME(x) x##_u32
#include "cpu/isa/sort_type.h"
#undef T
#undef L
#undef BITS
#undef LANES
#undef NAME

#define T uint64_t
#define L u64
#define BITS 64
#define LANES CT_SORT_LANES_64
#define NAME(x) x##_u64
#include "cpu/isa/sort_type.h"
#undef T
#undef L
#undef BITS
#undef LANES
#undef NAME

#undef INLINED
#undef UNROLLED
#undef TURNED_4
#undef TURNED_8
#undef TURNED_16

#endif
