/* reduce: folds of contiguous elements. Elements arrive as f32, f64, i64, u64, c128 or
 * bool; the driver casts what is stored otherwise. */
#include "cpu/reduce_kernels.h"

#include <complex.h>

#include "simd/simd.h"

/* ---- sums --------------------------------------------------------------- */

#define BLOCK 1024 /* elements added in their own precision before widening */

static double sum_block_f32(const float *x, int64_t n)
{
    const int64_t w = CT_LANES(float);
    v_f32 s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
    int64_t i = 0;
    for (; i + 4 * w <= n; i += 4 * w) {
        s0 += f32_load(x + i);
        s1 += f32_load(x + i + w);
        s2 += f32_load(x + i + 2 * w);
        s3 += f32_load(x + i + 3 * w);
    }
    for (; i + w <= n; i += w) {
        s0 += f32_load(x + i);
    }
    v_f64 low, high, low1, high1;
    f32_widen(s0 + s1, &low, &high);
    f32_widen(s2 + s3, &low1, &high1);
    low += high + (low1 + high1);
    double total = 0;
    for (int k = 0; k < CT_LANES(double); k++) {
        total += low[k];
    }
    for (; i < n; i++) {
        total += x[i];
    }
    return total;
}

static void sum_row_f32(void *acc, const void *x, int64_t n)
{
    const float *p = x;
    double total = *(double *)acc;
    for (int64_t i = 0; i < n; i += BLOCK) {
        total += sum_block_f32(p + i, n - i < BLOCK ? n - i : BLOCK);
    }
    *(double *)acc = total;
}

static double sum_block_f64(const double *x, int64_t n)
{
    const int64_t w = CT_LANES(double);
    v_f64 s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
    int64_t i = 0;
    for (; i + 4 * w <= n; i += 4 * w) {
        s0 += f64_load(x + i);
        s1 += f64_load(x + i + w);
        s2 += f64_load(x + i + 2 * w);
        s3 += f64_load(x + i + 3 * w);
    }
    s0 += s1 + (s2 + s3);
    double total = 0;
    for (int k = 0; k < w; k++) {
        total += s0[k];
    }
    for (; i < n; i++) {
        total += x[i];
    }
    return total;
}

static void sum_row_f64(void *acc, const void *x, int64_t n)
{
    const double *p = x;
    double total = 0;
    for (int64_t i = 0; i < n; i += BLOCK) {
        total += sum_block_f64(p + i, n - i < BLOCK ? n - i : BLOCK);
    }
    *(double *)acc += total;
}

/* Plain loops that the compiler vectorises, or that are rare. */
#define SUM(L, A, T)                                              \
    static void sum_cols_##L(void *acc, const void *x, int64_t n) \
    {                                                             \
        A *restrict a = acc;                                      \
        const T *restrict p = x;                                  \
        for (int64_t j = 0; j < n; j++) {                         \
            a[j] += p[j];                                         \
        }                                                         \
    }
#define SUM_ROW(L, A, T)                                         \
    static void sum_row_##L(void *acc, const void *x, int64_t n) \
    {                                                            \
        const T *p = x;                                          \
        A total = *(A *)acc;                                     \
        for (int64_t i = 0; i < n; i++) {                        \
            total += p[i];                                       \
        }                                                        \
        *(A *)acc = total;                                       \
    }
SUM(f32, double, float)
SUM(f64, double, double)
SUM(i64, int64_t, int64_t)
SUM_ROW(i64, int64_t, int64_t)
SUM(c128, double complex, double complex)
SUM_ROW(c128, double complex, double complex)

/* ---- largest and smallest: a NaN wins ------------------------------------ */

#define FLOAT_EXTREME(name, L, T, op)                                       \
    static inline T name##_one_##L(T a, T b)                                \
    {                                                                       \
        return b op a || b != b ? b : a;                                    \
    }                                                                       \
    static void name##_row_##L(void *acc, const void *x, int64_t n)         \
    {                                                                       \
        const T *p = x;                                                     \
        const int64_t w = CT_LANES(T);                                      \
        T best = *(T *)acc;                                                 \
        int64_t i = 0;                                                      \
        v_##L m = L##_set(best), m1 = m;                                    \
        for (; i + 2 * w <= n; i += 2 * w) {                                \
            m = L##_##name(m, L##_load(p + i));                             \
            m1 = L##_##name(m1, L##_load(p + i + w));                       \
        }                                                                   \
        m = L##_##name(m, m1);                                              \
        for (int k = 0; k < w; k++) {                                       \
            best = best != best ? best : name##_one_##L(best, m[k]);        \
        }                                                                   \
        for (; i < n; i++) {                                                \
            best = best != best ? best : name##_one_##L(best, p[i]);        \
        }                                                                   \
        *(T *)acc = best;                                                   \
    }                                                                       \
    static void name##_cols_##L(void *acc, const void *x, int64_t n)        \
    {                                                                       \
        T *a = acc;                                                         \
        const T *p = x;                                                     \
        const int64_t w = CT_LANES(T);                                      \
        int64_t j = 0;                                                      \
        for (; j + w <= n; j += w) {                                        \
            L##_store(a + j, L##_##name(L##_load(a + j), L##_load(p + j))); \
        }                                                                   \
        for (; j < n; j++) {                                                \
            a[j] = a[j] != a[j] ? a[j] : name##_one_##L(a[j], p[j]);        \
        }                                                                   \
    }
FLOAT_EXTREME(max, f32, float, >)
FLOAT_EXTREME(max, f64, double, >)
FLOAT_EXTREME(min, f32, float, <)
FLOAT_EXTREME(min, f64, double, <)

#define INT_EXTREME(name, L, T, op)                                  \
    static void name##_row_##L(void *acc, const void *x, int64_t n)  \
    {                                                                \
        const T *p = x;                                              \
        T best = *(T *)acc;                                          \
        for (int64_t i = 0; i < n; i++) {                            \
            best = p[i] op best ? p[i] : best;                       \
        }                                                            \
        *(T *)acc = best;                                            \
    }                                                                \
    static void name##_cols_##L(void *acc, const void *x, int64_t n) \
    {                                                                \
        T *restrict a = acc;                                         \
        const T *restrict p = x;                                     \
        for (int64_t j = 0; j < n; j++) {                            \
            a[j] = p[j] op a[j] ? p[j] : a[j];                       \
        }                                                            \
    }
INT_EXTREME(max, i64, int64_t, >)
INT_EXTREME(max, u64, uint64_t, >)
INT_EXTREME(min, i64, int64_t, <)
INT_EXTREME(min, u64, uint64_t, <)

/* ---- truth: bytes of 0 and 1 --------------------------------------------- */

static void any_row(void *acc, const void *x, int64_t n)
{
    uint8_t *a = acc;
    if (!*a) {
        *a = n > 0 && memchr(x, 1, (size_t)n) != NULL;
    }
}

static void all_row(void *acc, const void *x, int64_t n)
{
    uint8_t *a = acc;
    if (*a) {
        *a = n == 0 || memchr(x, 0, (size_t)n) == NULL;
    }
}

#define TRUTH_COLS(name, op)                                     \
    static void name##_cols(void *acc, const void *x, int64_t n) \
    {                                                            \
        uint8_t *restrict a = acc;                               \
        const uint8_t *restrict p = x;                           \
        for (int64_t j = 0; j < n; j++) {                        \
            a[j] = a[j] op p[j];                                 \
        }                                                        \
    }
TRUTH_COLS(any, |)
TRUTH_COLS(all, &)

/* ---- search -------------------------------------------------------------- */

#define FIND(L, T)                                                       \
    static int64_t find_##L(const void *x, const void *value, int64_t n) \
    {                                                                    \
        const T *p = x;                                                  \
        T v = *(const T *)value;                                         \
        bool nan = v != v;                                               \
        for (int64_t i = 0; i < n; i++) {                                \
            if (nan ? p[i] != p[i] : p[i] == v) {                        \
                return i;                                                \
            }                                                            \
        }                                                                \
        return n;                                                        \
    }
FIND(f32, float)
FIND(f64, double)
FIND(i64, int64_t)
FIND(u64, uint64_t)

/* ---- the table ----------------------------------------------------------- */

#define EXTREMES(name)                                                    \
    {                                                                     \
        [CT_DTYPE_F32] = {CT_DTYPE_F32, name##_row_f32, name##_cols_f32}, \
        [CT_DTYPE_F64] = {CT_DTYPE_F64, name##_row_f64, name##_cols_f64}, \
        [CT_DTYPE_I64] = {CT_DTYPE_I64, name##_row_i64, name##_cols_i64}, \
        [CT_DTYPE_U64] = {                                                \
            CT_DTYPE_U64,                                                 \
            name##_row_u64,                                               \
            name##_cols_u64                                               \
        }                                                                 \
    }

const ct_reduce_kernels CT_ISA_SYM(reduce_kernels) = {
    .reducer =
        {
            [CT_REDUCE_SUM] =
                {[CT_DTYPE_F32] = {CT_DTYPE_F64, sum_row_f32, sum_cols_f32},
                 [CT_DTYPE_F64] = {CT_DTYPE_F64, sum_row_f64, sum_cols_f64},
                 [CT_DTYPE_I64] = {CT_DTYPE_I64, sum_row_i64, sum_cols_i64},
                 [CT_DTYPE_C128] = {CT_DTYPE_C128, sum_row_c128, sum_cols_c128}},
            [CT_REDUCE_MAX] = EXTREMES(max),
            [CT_REDUCE_MIN] = EXTREMES(min),
            [CT_REDUCE_ANY] = {[CT_DTYPE_BOOL] = {CT_DTYPE_BOOL, any_row, any_cols}},
            [CT_REDUCE_ALL] = {[CT_DTYPE_BOOL] = {CT_DTYPE_BOOL, all_row, all_cols}},
        },
    .find = {[CT_DTYPE_F32] = find_f32,
             [CT_DTYPE_F64] = find_f64,
             [CT_DTYPE_I64] = find_i64,
             [CT_DTYPE_U64] = find_u64},
};
