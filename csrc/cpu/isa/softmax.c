/* softmax: a row in three passes: largest, sum of exp(x - largest), result. The row
 * stays in the first-level cache between them unless it is very long. */
#include "cpu/softmax_kernels.h"

#include <math.h>

#include "simd/math_f32.h"
#include "simd/math_f64.h"
#include "simd/simd.h"

/* The numbers of lanes. */
static const float numbers_f32[] = {0, 1, 2,  3,  4,  5,  6,  7,
                                    8, 9, 10, 11, 12, 13, 14, 15};
static const double numbers_f64[] = {0, 1, 2, 3, 4, 5, 6, 7};

/* long: the row functions of one lane type belong together */
#define ROWS(L, T, FN)                                                                \
    /* The last n < lanes elements, the others -infinity: exp gives 0. */             \
    static inline v_##L tail_##L(const T *x, int64_t n)                               \
    {                                                                                 \
        v_##L number = L##_load(numbers_##L);                                         \
        return L##_sel(number < (T)n, L##_load_n(x, n), L##_set((T) - INFINITY));     \
    }                                                                                 \
                                                                                      \
    static inline T lanes_max_##L(v_##L v)                                            \
    {                                                                                 \
        T part[CT_VECTOR_BYTES / sizeof(T)];                                          \
        L##_store(part, v);                                                           \
        for (int64_t w = CT_LANES(T) / 2; w > 0; w /= 2) {                            \
            for (int64_t k = 0; k < w; k++) {                                         \
                part[k] = part[k] > part[k + w] ? part[k] : part[k + w];              \
            }                                                                         \
        }                                                                             \
        return part[0];                                                               \
    }                                                                                 \
                                                                                      \
    static inline T lanes_sum_##L(v_##L v)                                            \
    {                                                                                 \
        T part[CT_VECTOR_BYTES / sizeof(T)];                                          \
        L##_store(part, v);                                                           \
        for (int64_t w = CT_LANES(T) / 2; w > 0; w /= 2) {                            \
            for (int64_t k = 0; k < w; k++) {                                         \
                part[k] += part[k + w];                                               \
            }                                                                         \
        }                                                                             \
        return part[0];                                                               \
    }                                                                                 \
                                                                                      \
    /* A NaN may be passed over: the sum is NaN all the same. */                      \
    static T largest_##L(const T *x, int64_t n)                                       \
    {                                                                                 \
        const int64_t w = CT_LANES(T);                                                \
        v_##L m = L##_set((T) - INFINITY);                                            \
        int64_t i = 0;                                                                \
        for (; i + w <= n; i += w) {                                                  \
            m = L##_max(m, L##_load(x + i));                                          \
        }                                                                             \
        if (i < n) {                                                                  \
            m = L##_max(m, tail_##L(x + i, n - i));                                   \
        }                                                                             \
        return lanes_max_##L(m);                                                      \
    }                                                                                 \
                                                                                      \
    /* sum of exp(x - m); with y, keeps the terms there. */                           \
    static T exp_sum_##L(T *y, const T *x, T m, int64_t n)                            \
    {                                                                                 \
        const int64_t w = CT_LANES(T);                                                \
        v_##L sum = {0};                                                              \
        for (int64_t i = 0; i < n; i += w) {                                          \
            int64_t left = n - i;                                                     \
            v_##L v = left >= w ? L##_load(x + i) : tail_##L(x + i, left);            \
            v_##L e = L##_exp(v - m);                                                 \
            sum += e;                                                                 \
            if (y && left >= w) {                                                     \
                L##_store(y + i, e);                                                  \
            } else if (y) {                                                           \
                L##_store_n(y + i, e, left);                                          \
            }                                                                         \
        }                                                                             \
        return lanes_sum_##L(sum);                                                    \
    }                                                                                 \
                                                                                      \
    static void softmax_##L(void *out, const void *in, int64_t n)                     \
    {                                                                                 \
        const int64_t w = CT_LANES(T);                                                \
        T *y = out;                                                                   \
        T scale = 1 / exp_sum_##L(y, in, largest_##L(in, n), n);                      \
        int64_t i = 0;                                                                \
        for (; i + w <= n; i += w) {                                                  \
            L##_store(y + i, L##_load(y + i) * scale);                                \
        }                                                                             \
        if (i < n) {                                                                  \
            L##_store_n(y + i, L##_load_n(y + i, n - i) * scale, n - i);              \
        }                                                                             \
    }                                                                                 \
                                                                                      \
    /* largest, and log of the sum beside it: an infinite largest is its own. */      \
    static void logsumexp_##L(void *out, const void *in, int64_t n)                   \
    {                                                                                 \
        T m = largest_##L(in, n);                                                     \
        *(T *)out = isinf(m) ? m : m + FN(exp_sum_##L(NULL, in, m, n));               \
    }                                                                                 \
                                                                                      \
    static void exp_scaled_##L(void *out, const void *in, double shift, double scale, \
                               int64_t n)                                             \
    {                                                                                 \
        const int64_t w = CT_LANES(T);                                                \
        const T *x = in;                                                              \
        T *y = out;                                                                   \
        for (int64_t i = 0; i < n; i += w) {                                          \
            int64_t left = n - i;                                                     \
            v_##L v = left >= w ? L##_load(x + i) : tail_##L(x + i, left);            \
            v = L##_exp(v - (T)shift) * (T)scale;                                     \
            if (left >= w) {                                                          \
                L##_store(y + i, v);                                                  \
            } else {                                                                  \
                L##_store_n(y + i, v, left);                                          \
            }                                                                         \
        }                                                                             \
    }                                                                                 \
                                                                                      \
    static void shifted_##L(void *out, const void *in, double largest, double shift,  \
                            int64_t n)                                                \
    {                                                                                 \
        const int64_t w = CT_LANES(T);                                                \
        const T *x = in;                                                              \
        T *y = out, m = (T)largest, s = (T)shift;                                     \
        int64_t i = 0;                                                                \
        for (; i + w <= n; i += w) {                                                  \
            L##_store(y + i, (L##_load(x + i) - m) - s);                              \
        }                                                                             \
        if (i < n) {                                                                  \
            L##_store_n(y + i, (L##_load_n(x + i, n - i) - m) - s, n - i);            \
        }                                                                             \
    }                                                                                 \
                                                                                      \
    static double exp_sum_of_##L(const void *x, double m, int64_t n)                  \
    {                                                                                 \
        return (double)exp_sum_##L(NULL, x, (T)m, n);                                 \
    }                                                                                 \
                                                                                      \
    static void log_softmax_##L(void *out, const void *in, int64_t n)                 \
    {                                                                                 \
        T m = largest_##L(in, n);                                                     \
        shifted_##L(out, in, (double)m, (double)FN(exp_sum_##L(NULL, in, m, n)), n);  \
    }

ROWS(f32, float, logf)
ROWS(f64, double, log)

const ct_softmax_kernels CT_ISA_SYM(softmax_kernels) = {
    .softmax = {softmax_f32, softmax_f64},
    .log_softmax = {log_softmax_f32, log_softmax_f64},
    .exp_scaled = {exp_scaled_f32, exp_scaled_f64},
    .shifted = {shifted_f32, shifted_f64},
    .exp_sum = {exp_sum_of_f32, exp_sum_of_f64},
    .logsumexp = {logsumexp_f32, logsumexp_f64},
};
