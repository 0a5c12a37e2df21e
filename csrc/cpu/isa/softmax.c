/* softmax: a row in three passes: largest, sum of exp(x - largest), result. The row
 * stays in the first-level cache between them unless it is very long. */
#include "cpu/softmax_kernels.h"

#include <math.h>
#include <stdbool.h>

#include "simd/math_f32.h"
#include "simd/math_f64.h"
#include "simd/simd.h"

/* The numbers of lanes. */
static const float numbers_f32[] = {0, 1, 2,  3,  4,  5,  6,  7,
                                    8, 9, 10, 11, 12, 13, 14, 15};
static const double numbers_f64[] = {0, 1, 2, 3, 4, 5, 6, 7};

/* long: the row functions of one lane type belong together */
#define ROWS(L, T, FN)                                                                   \
    /* The last n < lanes elements, the others -infinity: exp gives 0. */                \
    static inline v_##L tail_##L(const T *x, int64_t n)                                  \
    {                                                                                    \
        v_##L number = L##_load(numbers_##L);                                            \
        return L##_sel(number < (T)n, L##_load_n(x, n), L##_set((T) - INFINITY));        \
    }                                                                                    \
                                                                                         \
    static inline T lanes_max_##L(v_##L v)                                               \
    {                                                                                    \
        T part[CT_VECTOR_BYTES / sizeof(T)];                                             \
        L##_store(part, v);                                                              \
        for (int64_t w = CT_LANES(T) / 2; w > 0; w /= 2) {                               \
            for (int64_t k = 0; k < w; k++) {                                            \
                part[k] = part[k] > part[k + w] ? part[k] : part[k + w];                 \
            }                                                                            \
        }                                                                                \
        return part[0];                                                                  \
    }                                                                                    \
                                                                                         \
    static inline T lanes_sum_##L(v_##L v)                                               \
    {                                                                                    \
        T part[CT_VECTOR_BYTES / sizeof(T)];                                             \
        L##_store(part, v);                                                              \
        for (int64_t w = CT_LANES(T) / 2; w > 0; w /= 2) {                               \
            for (int64_t k = 0; k < w; k++) {                                            \
                part[k] += part[k + w];                                                  \
            }                                                                            \
        }                                                                                \
        return part[0];                                                                  \
    }                                                                                    \
                                                                                         \
    /* A NaN may be passed over: the sum is NaN all the same. */                         \
    static T largest_##L(const T *x, int64_t n)                                          \
    {                                                                                    \
        const int64_t w = CT_LANES(T);                                                   \
        v_##L m = L##_set((T) - INFINITY);                                               \
        int64_t i = 0;                                                                   \
        for (; i + w <= n; i += w) {                                                     \
            m = L##_max(m, L##_load(x + i));                                             \
        }                                                                                \
        if (i < n) {                                                                     \
            m = L##_max(m, tail_##L(x + i, n - i));                                      \
        }                                                                                \
        return lanes_max_##L(m);                                                         \
    }                                                                                    \
                                                                                         \
    /* sum of exp(x - m); with y, keeps the terms there. */                              \
    static T exp_sum_##L(T *y, const T *x, T m, int64_t n)                               \
    {                                                                                    \
        const int64_t w = CT_LANES(T);                                                   \
        v_##L sum = {0};                                                                 \
        for (int64_t i = 0; i < n; i += w) {                                             \
            int64_t left = n - i;                                                        \
            v_##L v = left >= w ? L##_load(x + i) : tail_##L(x + i, left);               \
            v_##L e = L##_exp(v - m);                                                    \
            sum += e;                                                                    \
            if (y && left >= w) {                                                        \
                L##_store(y + i, e);                                                     \
            } else if (y) {                                                              \
                L##_store_n(y + i, e, left);                                             \
            }                                                                            \
        }                                                                                \
        return lanes_sum_##L(sum);                                                       \
    }                                                                                    \
                                                                                         \
    static void softmax_##L(void *out, const void *in, int64_t n)                        \
    {                                                                                    \
        const int64_t w = CT_LANES(T);                                                   \
        T *y = out;                                                                      \
        T scale = 1 / exp_sum_##L(y, in, largest_##L(in, n), n);                         \
        int64_t i = 0;                                                                   \
        for (; i + w <= n; i += w) {                                                     \
            L##_store(y + i, L##_load(y + i) * scale);                                   \
        }                                                                                \
        if (i < n) {                                                                     \
            L##_store_n(y + i, L##_load_n(y + i, n - i) * scale, n - i);                 \
        }                                                                                \
    }                                                                                    \
                                                                                         \
    /* largest, and log of the sum beside it: an infinite largest is its own, unless   \
     * there is a NaN too. */ \
    static void logsumexp_##L(void *out, const void *in, int64_t n)                      \
    {                                                                                    \
        const T *x = in;                                                                 \
        T m = largest_##L(in, n);                                                        \
        for (int64_t i = 0; i < n && isinf(m); i++) {                                    \
            m = isnan(x[i]) ? x[i] : m;                                                  \
        }                                                                                \
        *(T *)out = isinf(m) ? m : m + FN(exp_sum_##L(NULL, in, m, n));                  \
    }                                                                                    \
                                                                                         \
    static void exp_scaled_##L(void *out, const void *in, double shift, double scale,    \
                               int64_t n)                                                \
    {                                                                                    \
        const int64_t w = CT_LANES(T);                                                   \
        const T *x = in;                                                                 \
        T *y = out;                                                                      \
        for (int64_t i = 0; i < n; i += w) {                                             \
            int64_t left = n - i;                                                        \
            v_##L v = left >= w ? L##_load(x + i) : tail_##L(x + i, left);               \
            v = L##_exp(v - (T)shift) * (T)scale;                                        \
            if (left >= w) {                                                             \
                L##_store(y + i, v);                                                     \
            } else {                                                                     \
                L##_store_n(y + i, v, left);                                             \
            }                                                                            \
        }                                                                                \
    }                                                                                    \
                                                                                         \
    static void shifted_##L(void *out, const void *in, double largest, double shift,     \
                            int64_t n)                                                   \
    {                                                                                    \
        const int64_t w = CT_LANES(T);                                                   \
        const T *x = in;                                                                 \
        T *y = out, m = (T)largest, s = (T)shift;                                        \
        int64_t i = 0;                                                                   \
        for (; i + w <= n; i += w) {                                                     \
            L##_store(y + i, (L##_load(x + i) - m) - s);                                 \
        }                                                                                \
        if (i < n) {                                                                     \
            L##_store_n(y + i, (L##_load_n(x + i, n - i) - m) - s, n - i);               \
        }                                                                                \
    }                                                                                    \
                                                                                         \
    static double exp_sum_of_##L(const void *x, double m, int64_t n)                     \
    {                                                                                    \
        return (double)exp_sum_##L(NULL, x, (T)m, n);                                    \
    }                                                                                    \
                                                                                         \
    static void log_softmax_##L(void *out, const void *in, int64_t n)                    \
    {                                                                                    \
        T m = largest_##L(in, n);                                                        \
        shifted_##L(out, in, (double)m, (double)FN(exp_sum_##L(NULL, in, m, n)), n);     \
    }

ROWS(f32, float, logf)
ROWS(f64, double, log)

/* Columns: `count` vectors side by side of `part` lanes each, down n rows that lie `step`
 * elements apart. Inlined with constants. */
#define COLUMNS(L, T)                                                                 \
    static inline __attribute__((always_inline)) void columns_of_##L(                 \
        T *y, const T *x, int64_t n, int64_t step, int count, int64_t part, bool log) \
    {                                                                                 \
        const int64_t w = CT_LANES(T);                                                \
        v_##L most[4], sum[4];                                                        \
        for (int k = 0; k < count; k++) {                                             \
            most[k] = L##_set((T) - INFINITY);                                        \
            sum[k] = L##_set(0);                                                      \
        }                                                                             \
        for (int64_t i = 0; i < n; i++) {                                             \
            for (int k = 0; k < count; k++) {                                         \
                most[k] = L##_max(most[k], READ(L, x + i * step + k * w));            \
            }                                                                         \
        }                                                                             \
        for (int64_t i = 0; i < n; i++) {                                             \
            for (int k = 0; k < count; k++) {                                         \
                v_##L e = L##_exp(READ(L, x + i * step + k * w) - most[k]);           \
                sum[k] += e;                                                          \
                if (!log) {                                                           \
                    WRITE(L, y + i * step + k * w, e);                                \
                }                                                                     \
            }                                                                         \
        }                                                                             \
        for (int k = 0; k < count; k++) {                                             \
            sum[k] = log ? L##_log(sum[k]) : 1 / sum[k];                              \
        }                                                                             \
        for (int64_t i = 0; i < n; i++) {                                             \
            for (int k = 0; k < count; k++) {                                         \
                T *to = y + i * step + k * w;                                         \
                v_##L v = log ? (READ(L, x + i * step + k * w) - most[k]) - sum[k]    \
                              : READ(L, to) * sum[k];                                 \
                WRITE(L, to, v);                                                      \
            }                                                                         \
        }                                                                             \
    }                                                                                 \
                                                                                      \
    static inline __attribute__((always_inline)) void columns_##L(                    \
        T *y, const T *x, int64_t n, int64_t step, int64_t width, bool log)           \
    {                                                                                 \
        const int64_t w = CT_LANES(T);                                                \
        int64_t j = 0;                                                                \
        for (; j + 4 * w <= width; j += 4 * w) {                                      \
            columns_of_##L(y + j, x + j, n, step, 4, w, log);                         \
        }                                                                             \
        for (; j + w <= width; j += w) {                                              \
            columns_of_##L(y + j, x + j, n, step, 1, w, log);                         \
        }                                                                             \
        if (j < width) {                                                              \
            columns_of_##L(y + j, x + j, n, step, 1, width - j, log);                 \
        }                                                                             \
    }                                                                                 \
    static void softmax_columns_##L(void *y, const void *x, int64_t n, int64_t step,  \
                                    int64_t width)                                    \
    {                                                                                 \
        columns_##L(y, x, n, step, width, false);                                     \
    }                                                                                 \
    static void log_softmax_columns_##L(void *y, const void *x, int64_t n,            \
                                        int64_t step, int64_t width)                  \
    {                                                                                 \
        columns_##L(y, x, n, step, width, true);                                      \
    }

/* log(sum(exp(x))) of each column, as ROWS has it of a row. Sums of PART rows are added up
 * among themselves, so that few numbers are added to one that is much larger. */
#define PART 64
#define LOGSUMEXP_COLUMNS(L, M, T)                                               \
    static inline __attribute__((always_inline)) void logsumexp_columns_of_##L(  \
        T *y, const T *x, int64_t n, int64_t step, int count, int64_t part)      \
    {                                                                            \
        const int64_t w = CT_LANES(T);                                           \
        v_##L most[4], sum[4], some[4];                                          \
        v_##M nan[4];                                                            \
        for (int k = 0; k < count; k++) {                                        \
            most[k] = L##_set((T) - INFINITY);                                   \
            sum[k] = L##_set(0);                                                 \
            nan[k] = (v_##M){0};                                                 \
        }                                                                        \
        for (int64_t i = 0; i < n; i++) {                                        \
            for (int k = 0; k < count; k++) {                                    \
                v_##L v = READ(L, x + i * step + k * w);                         \
                most[k] = L##_max(most[k], v);                                   \
                nan[k] |= v != v;                                                \
            }                                                                    \
        }                                                                        \
        for (int64_t i = 0, end; i < n; i = end) {                               \
            end = n - i < PART ? n : i + PART;                                   \
            for (int k = 0; k < count; k++) {                                    \
                some[k] = L##_set(0);                                            \
            }                                                                    \
            for (int64_t j = i; j < end; j++) {                                  \
                for (int k = 0; k < count; k++) {                                \
                    some[k] += L##_exp(READ(L, x + j * step + k * w) - most[k]); \
                }                                                                \
            }                                                                    \
            for (int k = 0; k < count; k++) {                                    \
                sum[k] += some[k];                                               \
            }                                                                    \
        }                                                                        \
        for (int k = 0; k < count; k++) {                                        \
            v_##L v = most[k] + L##_log(sum[k]);                                 \
            v = L##_sel(L##_abs(most[k]) == (T)INFINITY, most[k], v);            \
            WRITE(L, y + k * w, L##_sel(nan[k], L##_set(NAN), v));               \
        }                                                                        \
    }                                                                            \
                                                                                 \
    static void logsumexp_columns_##L(void *out, const void *in, int64_t n,      \
                                      int64_t step, int64_t width)               \
    {                                                                            \
        const int64_t w = CT_LANES(T);                                           \
        const T *x = in;                                                         \
        T *y = out;                                                              \
        int64_t j = 0;                                                           \
        for (; j + 4 * w <= width; j += 4 * w) {                                 \
            logsumexp_columns_of_##L(y + j, x + j, n, step, 4, w);               \
        }                                                                        \
        for (; j + w <= width; j += w) {                                         \
            logsumexp_columns_of_##L(y + j, x + j, n, step, 1, w);               \
        }                                                                        \
        if (j < width) {                                                         \
            logsumexp_columns_of_##L(y + j, x + j, n, step, 1, width - j);       \
        }                                                                        \
    }

#define READ(L, p) (part == w ? L##_load(p) : L##_load_n(p, part))
#define WRITE(L, p, v) (part == w ? L##_store(p, v) : L##_store_n(p, v, part))
COLUMNS(f32, float)
COLUMNS(f64, double)
LOGSUMEXP_COLUMNS(f32, i32, float)
LOGSUMEXP_COLUMNS(f64, i64, double)

const ct_softmax_kernels CT_ISA_SYM(softmax_kernels) = {
    .softmax = {softmax_f32, softmax_f64},
    .log_softmax = {log_softmax_f32, log_softmax_f64},
    .softmax_columns = {softmax_columns_f32, softmax_columns_f64},
    .log_softmax_columns = {log_softmax_columns_f32, log_softmax_columns_f64},
    .exp_scaled = {exp_scaled_f32, exp_scaled_f64},
    .shifted = {shifted_f32, shifted_f64},
    .exp_sum = {exp_sum_of_f32, exp_sum_of_f64},
    .logsumexp = {logsumexp_f32, logsumexp_f64},
    .logsumexp_columns = {logsumexp_columns_f32, logsumexp_columns_f64},
};
