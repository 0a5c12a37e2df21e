/* two_sums: two sums along a row in float64, as norms take them of it.
 *
 * What is summed is a macro of (AT, WIDE, j): AT(p, j) is element j of p, or as many as
 * float64 has lanes from there on, WIDE(v) the same in float64. So one text serves whole
 * vectors and the elements behind them. */
#ifndef CT_CPU_ISA_TWO_SUMS_H
#define CT_CPU_ISA_TWO_SUMS_H

#include "simd/simd.h"

typedef h_f32 near_f32 __attribute__((aligned(4), may_alias));
#define VECTOR_f32(p, j) (*(const near_f32 *)((p) + (j)))
#define VECTOR_f64(p, j) f64_load((p) + (j))
#define WIDE_f32(v) __builtin_convertvector(v, v_f64)
#define WIDE_f64(v) (v)
#define ELEMENT(p, j) ((p)[j])
#define WIDE_ELEMENT(v) ((double)(v))

/* Of four vectors, which are summed side by side, as one would wait for each addition. */
static inline double folded(const v_f64 s[4])
{
    double part[CT_VECTOR_BYTES / sizeof(double)];
    f64_store(part, (s[0] + s[1]) + (s[2] + s[3]));
    for (int64_t half = CT_LANES(double) / 2; half > 0; half /= 2) {
        for (int64_t k = 0; k < half; k++) {
            part[k] += part[k + half];
        }
    }
    return part[0];
}

/* Over j < n of what FIRST and SECOND are at j; L is the lane of what they read. */
#define TWO_SUMS(L, to_one, to_two, n, FIRST, SECOND)     \
    do {                                                  \
        const int64_t lanes = CT_LANES(double);           \
        v_f64 one[4] = {{0}}, two[4] = {{0}};             \
        double rest_one = 0, rest_two = 0;                \
        int64_t j = 0;                                    \
        for (; j + 4 * lanes <= (n); j += 4 * lanes) {    \
            ONE_VECTOR(L, 0, FIRST, SECOND);              \
            ONE_VECTOR(L, 1, FIRST, SECOND);              \
            ONE_VECTOR(L, 2, FIRST, SECOND);              \
            ONE_VECTOR(L, 3, FIRST, SECOND);              \
        }                                                 \
        for (; j + lanes <= (n); j += lanes) {            \
            ONE_VECTOR(L, 0, FIRST, SECOND);              \
        }                                                 \
        for (; j < (n); j++) {                            \
            rest_one += FIRST(ELEMENT, WIDE_ELEMENT, j);  \
            rest_two += SECOND(ELEMENT, WIDE_ELEMENT, j); \
        }                                                 \
        (to_one) = folded(one) + rest_one;                \
        (to_two) = folded(two) + rest_two;                \
    } while (0)
#define ONE_VECTOR(L, k, FIRST, SECOND)                     \
    one[k] += FIRST(VECTOR_##L, WIDE_##L, j + (k) * lanes); \
    two[k] += SECOND(VECTOR_##L, WIDE_##L, j + (k) * lanes)

#endif
