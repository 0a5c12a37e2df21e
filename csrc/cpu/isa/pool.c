/* pool: lines of pooling; the largest by vectors (pool_type.h), the
 * mean by plain loops, which the compiler turns into such. */
#include "cpu/pool_kernels.h"

#include <math.h>

#include "simd/simd.h"

/* A loop over i < n for each step that pays. */
#define FOR_STEPS(n, step, BODY)                \
    do {                                        \
        if ((step) == 1) {                      \
            for (int64_t i = 0; i < (n); i++) { \
                BODY(1);                        \
            }                                   \
        } else if ((step) == 2) {               \
            for (int64_t i = 0; i < (n); i++) { \
                BODY(2);                        \
            }                                   \
        } else {                                \
            for (int64_t i = 0; i < (n); i++) { \
                BODY(step);                     \
            }                                   \
        }                                       \
    } while (0)

#define INLINE static inline __attribute__((always_inline))

#if CT_VECTOR_BYTES == 64
#define EVEN_4(a, b) \
    CT_SHUFFLE(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define EVEN_8(a, b) CT_SHUFFLE(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
#elif CT_VECTOR_BYTES == 32
#define EVEN_4(a, b) CT_SHUFFLE(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
#define EVEN_8(a, b) CT_SHUFFLE(a, b, 0, 2, 4, 6)
#else
#define EVEN_4(a, b) CT_SHUFFLE(a, b, 0, 2, 4, 6)
#define EVEN_8(a, b) CT_SHUFFLE(a, b, 0, 2)
#endif

#define T float
#define L f32
#define M i32
#define P int32_t
#define NAME(x) x##_f32
#define LEAST -INFINITY
#define EVEN EVEN_4
#define MEANS 1
#include "cpu/isa/pool_type.h"
#undef T
#undef L
#undef M
#undef P
#undef NAME
#undef EVEN

#define T double
#define L f64
#define M i64
#define P int64_t
#define NAME(x) x##_f64
#define EVEN EVEN_8
#include "cpu/isa/pool_type.h"
#undef T
#undef L
#undef NAME
#undef LEAST
#undef MEANS

#define T int64_t
#define L i64
#define NAME(x) x##_i64
#define LEAST INT64_MIN
#define MEANS 0
#include "cpu/isa/pool_type.h"
#undef T
#undef L
#undef M
#undef P
#undef NAME

/* ---- the mean ------------------------------------------------------------- */

#define ADD(step) y[i] += x[i * (step)]
#define GIVE(step) x[i * (step)] += share[i]

#define MEAN_LOOPS(name, T)                                        \
    static void mean_##name(const ct_pool_line *l)                 \
    {                                                              \
        T *all = l->y;                                             \
        const T *count = l->count;                                 \
        for (int64_t i = 0; l->begin && i < l->n; i++) {           \
            all[i] = 0;                                            \
        }                                                          \
        for (int64_t t = 0; t < l->ntap; t++) {                    \
            const ct_pool_tap *tap = l->taps + t;                  \
            const T *restrict x = (const T *)(const void *)tap->x; \
            T *restrict y = all + tap->first;                      \
            FOR_STEPS(tap->n, l->step, ADD);                       \
        }                                                          \
        for (int64_t i = 0; l->end && i < l->n; i++) {             \
            all[i] /= count[i * l->count_step];                    \
        }                                                          \
    }                                                              \
                                                                   \
    static void spread_##name(const ct_pool_line *l)               \
    {                                                              \
        const T *y = l->y, *count = l->count;                      \
        T *all = l->room;                                          \
        for (int64_t i = 0; l->begin && i < l->n; i++) {           \
            all[i] = y[i] / count[i * l->count_step];              \
        }                                                          \
        for (int64_t t = 0; t < l->ntap; t++) {                    \
            const ct_pool_tap *tap = l->taps + t;                  \
            T *restrict x = (T *)(void *)tap->x;                   \
            const T *restrict share = all + tap->first;            \
            FOR_STEPS(tap->n, l->step, GIVE);                      \
        }                                                          \
    }
MEAN_LOOPS(f32, float)
MEAN_LOOPS(f64, double)

extern const ct_pool_kernels CT_ISA_SYM(pool_kernels);
const ct_pool_kernels CT_ISA_SYM(pool_kernels) = {
    .max = {max_f32, max_f64, max_i64},
    .max_last = {max_last_f32, max_last_f64, max_last_i64},
    .max_window = {max_window_f32, max_window_f64, max_window_i64},
    .mean = {mean_f32, mean_f64},
    .mean_last = {mean_last_f32, mean_last_f64},
    .mean_window = {mean_window_f32, mean_window_f64},
    .spread = {spread_f32, spread_f64},
    .spread_window = {spread_window_f32, spread_window_f64},
};
