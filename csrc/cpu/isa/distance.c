/* distance: one vector beside many: sums of squares, sums and largest of the distances of
 * their elements, four registers of the many at a time. */
#include "cpu/distance_kernels.h"

#include <math.h>

#include "simd/ops_float.h"
#include "simd/simd.h"

#define SQUARE(L, acc, d) L##_mad(d, d, acc)
#define SUM(L, acc, d) ((acc) + L##_abs(d))
#define LARGEST(L, acc, d) L##_maximum(acc, L##_abs(d))

#define DISTANCES(name, L, T, FOLD)                                                   \
    static void name##_##L(void *out, const void *vector, const void *columns,        \
                           int64_t m)                                                 \
    {                                                                                 \
        const int64_t w = CT_LANES(T);                                                \
        const T *a = vector;                                                          \
        for (int64_t j = 0; j < CT_DISTANCE_WIDTH; j += 4 * w) {                      \
            const T *b = (const T *)columns + j;                                      \
            v_##L s0 = {0}, s1 = s0, s2 = s0, s3 = s0;                                \
            for (int64_t i = 0; i < m; i++, b += CT_DISTANCE_WIDTH) {                 \
                v_##L x = L##_set(a[i]);                                              \
                v_##L d0 = x - L##_load(b), d1 = x - L##_load(b + w);                 \
                v_##L d2 = x - L##_load(b + 2 * w), d3 = x - L##_load(b + 3 * w);     \
                s0 = FOLD(L, s0, d0), s1 = FOLD(L, s1, d1);                           \
                s2 = FOLD(L, s2, d2), s3 = FOLD(L, s3, d3);                           \
            }                                                                         \
            L##_store((T *)out + j, s0), L##_store((T *)out + j + w, s1);             \
            L##_store((T *)out + j + 2 * w, s2), L##_store((T *)out + j + 3 * w, s3); \
        }                                                                             \
    }
DISTANCES(squares, f32, float, SQUARE)
DISTANCES(squares, f64, double, SQUARE)
DISTANCES(sums, f32, float, SUM)
DISTANCES(sums, f64, double, SUM)
DISTANCES(largest, f32, float, LARGEST)
DISTANCES(largest, f64, double, LARGEST)

const ct_distance_kernels CT_ISA_SYM(distance_kernels) = {
    .squares = {squares_f32, squares_f64},
    .sums = {sums_f32, sums_f64},
    .largest = {largest_f32, largest_f64},
};
