/* reduce: folds of contiguous elements. Elements arrive as f32, f64, i32, i64, u64,
 * c128 or bool; the driver casts what is stored otherwise. */
#include "cpu/reduce_kernels.h"

#include <complex.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "simd/ops_float.h"
#include "simd/simd.h"

/* ---- sums --------------------------------------------------------------- */

#define BLOCK 1024 /* elements added in their own precision before widening */

/* Halves are added, again and again. */
#if defined(CT_ISA_AVX512) || defined(CT_ISA_AVX2)
static inline double total_f64(v_f64 v)
{
#if defined(CT_ISA_AVX512)
    __m256d half = _mm256_add_pd(_mm512_castpd512_pd256((__m512d)v),
                                 _mm512_extractf64x4_pd((__m512d)v, 1));
#else
    __m256d half = (__m256d)v;
#endif
    __m128d pair =
        _mm_add_pd(_mm256_castpd256_pd128(half), _mm256_extractf128_pd(half, 1));
    return pair[0] + pair[1];
}
#else
static double total_f64(v_f64 v)
{
    double part[CT_VECTOR_BYTES / sizeof(double)];
    f64_store(part, v);
    for (int64_t w = CT_LANES(double) / 2; w > 0; w /= 2) {
        for (int64_t k = 0; k < w; k++) {
            part[k] += part[k + w];
        }
    }
    return part[0];
}
#endif

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
    if (i < n) {
        s1 += f32_load_n(x + i, n - i);
    }
    v_f64 low, high, low1, high1;
    f32_widen(s0 + s1, &low, &high);
    f32_widen(s2 + s3, &low1, &high1);
    return total_f64((low + high) + (low1 + high1));
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
    for (; i + w <= n; i += w) {
        s0 += f64_load(x + i);
    }
    if (i < n) {
        s1 += f64_load_n(x + i, n - i);
    }
    return total_f64((s0 + s1) + (s2 + s3));
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

/* Four rows at a time, so that an accumulator is loaded and stored once for four. The
 * compiler makes vectors of these. */
#define COLS(name, A, T, op)                                                          \
    static void name(void *acc, const void *x, int64_t n, int64_t rows, int64_t step) \
    {                                                                                 \
        A *restrict a = acc;                                                          \
        const char *at = x;                                                           \
        for (; rows >= 4; rows -= 4, at += 4 * step) {                                \
            const T *restrict p = (const T *)at;                                      \
            const T *restrict q = (const T *)(at + step);                             \
            const T *restrict r = (const T *)(at + 2 * step);                         \
            const T *restrict s = (const T *)(at + 3 * step);                         \
            for (int64_t j = 0; j < n; j++) {                                         \
                a[j] = op(op(op(op(a[j], p[j]), q[j]), r[j]), s[j]);                  \
            }                                                                         \
        }                                                                             \
        for (; rows > 0; rows--, at += step) {                                        \
            const T *restrict p = (const T *)at;                                      \
            for (int64_t j = 0; j < n; j++) {                                         \
                a[j] = op(a[j], p[j]);                                                \
            }                                                                         \
        }                                                                             \
    }

#define ADD(a, b) ((a) + (b))
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
COLS(add_cols_f32, double, float, ADD)
/* Eight rows are added up as they are before they widen, as blocks of a row are. */
static void sum_cols_f32(void *acc, const void *x, int64_t n, int64_t rows,
                         int64_t step)
{
    const int64_t w = CT_LANES(float), half = w / 2;
    const char *at = x;
    for (; rows >= 8; rows -= 8, at += 8 * step) {
        double *a = acc;
        int64_t j = 0;
        for (; j + w <= n; j += w) {
            v_f32 s[8];
            for (int k = 0; k < 8; k++) {
                s[k] = f32_load((const float *)(at + k * step) + j);
            }
            v_f32 sum =
                ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
            v_f64 low, high;
            f32_widen(sum, &low, &high);
            f64_store(a + j, f64_load(a + j) + low);
            f64_store(a + j + half, f64_load(a + j + half) + high);
        }
        add_cols_f32(a + j, (const float *)at + j, n - j, 8, step);
    }
    add_cols_f32(acc, at, n, rows, step);
}
COLS(sum_cols_f64, double, double, ADD)
COLS(sum_cols_i64, int64_t, int64_t, ADD)
SUM_ROW(i64, int64_t, int64_t)
COLS(sum_cols_c128, double complex, double complex, ADD)
SUM_ROW(c128, double complex, double complex)

/* ---- products ------------------------------------------------------------ */

#define MULTIPLY(a, b) ((a) * (b))
/* In as many parts as there are at first, which do not wait for each other. */
#define PRODUCT_ROW(L, A, T)                                         \
    static void product_row_##L(void *acc, const void *x, int64_t n) \
    {                                                                \
        enum { PARTS = 32 };                                         \
        const T *p = x;                                              \
        A part[PARTS], total = *(A *)acc;                            \
        int64_t i = 0;                                               \
        for (int k = 0; k < PARTS; k++) {                            \
            part[k] = 1;                                             \
        }                                                            \
        for (; i + PARTS <= n; i += PARTS) {                         \
            for (int k = 0; k < PARTS; k++) {                        \
                part[k] *= p[i + k];                                 \
            }                                                        \
        }                                                            \
        for (int w = PARTS / 2; w > 0 && i > 0; w /= 2) {            \
            for (int k = 0; k < w; k++) {                            \
                part[k] *= part[k + w];                              \
            }                                                        \
        }                                                            \
        total *= part[0];                                            \
        for (; i < n; i++) {                                         \
            total *= p[i];                                           \
        }                                                            \
        *(A *)acc = total;                                           \
    }
PRODUCT_ROW(f32, double, float)
PRODUCT_ROW(f64, double, double)
PRODUCT_ROW(i64, uint64_t, uint64_t)
PRODUCT_ROW(c128, double complex, double complex)
COLS(product_cols_f32, double, float, MULTIPLY)
COLS(product_cols_f64, double, double, MULTIPLY)
COLS(product_cols_i64, uint64_t, uint64_t, MULTIPLY)
COLS(product_cols_c128, double complex, double complex, MULTIPLY)

/* ---- moments ------------------------------------------------------------- */

/* Distances from a center, in float64: their squares' sum and their own. */
#define MOMENTS_WIDE(L, T)                                                         \
    static void moments_wide_##L(const T *x, double c, int64_t n, double *squares, \
                                 double *sum)                                      \
    {                                                                              \
        double s[8] = {0}, t[8] = {0};                                             \
        for (int64_t i = 0; i < n; i += 8) {                                       \
            int64_t width = n - i < 8 ? n - i : 8;                                 \
            for (int64_t k = 0; k < width; k++) {                                  \
                double d = (double)x[i + k] - c;                                   \
                s[k] += d * d;                                                     \
                t[k] += d;                                                         \
            }                                                                      \
        }                                                                          \
        for (int k = 1; k < 8; k++) {                                              \
            s[0] += s[k], t[0] += t[k];                                            \
        }                                                                          \
        *squares = s[0], *sum = t[0];                                              \
    }
MOMENTS_WIDE(f32, float)
MOMENTS_WIDE(f64, double)

static double total_f32(v_f32 v)
{
    v_f64 low, high;
    f32_widen(v, &low, &high);
    return total_f64(low + high);
}

/* A block of float32 whose squares over- or underflow there is done again in float64;
 * of n squares above LEAST, those that round to zero would not matter. */
#define LEAST_f32 1e-26
#define FITS_f32(s) ((s) > LEAST_f32 && (s) < HUGE_VAL)
#define FITS_f64(s) true
#define MOMENTS(L, T)                                                                 \
    static void moments_block_##L(const T *x, T c, int64_t n, double *squares,        \
                                  double *sum)                                        \
    {                                                                                 \
        const int64_t w = CT_LANES(T);                                                \
        v_##L s0 = {0}, s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0;                  \
        v_##L t2 = s0, t3 = s0, center = L##_set(c);                                  \
        int64_t i = 0;                                                                \
        for (; i + 4 * w <= n; i += 4 * w) {                                          \
            v_##L d0 = L##_load(x + i) - center;                                      \
            v_##L d1 = L##_load(x + i + w) - center;                                  \
            v_##L d2 = L##_load(x + i + 2 * w) - center;                              \
            v_##L d3 = L##_load(x + i + 3 * w) - center;                              \
            s0 = L##_mad(d0, d0, s0), s1 = L##_mad(d1, d1, s1);                       \
            s2 = L##_mad(d2, d2, s2), s3 = L##_mad(d3, d3, s3);                       \
            t0 += d0, t1 += d1, t2 += d2, t3 += d3;                                   \
        }                                                                             \
        for (; i + w <= n; i += w) {                                                  \
            v_##L d0 = L##_load(x + i) - center;                                      \
            s0 = L##_mad(d0, d0, s0), t0 += d0;                                       \
        }                                                                             \
        double rest = 0, rest_sum = 0;                                                \
        if (i < n) {                                                                  \
            moments_wide_##L(x + i, (double)c, n - i, &rest, &rest_sum);              \
        }                                                                             \
        *squares = total_##L((s0 + s1) + (s2 + s3)) + rest;                           \
        *sum = total_##L((t0 + t1) + (t2 + t3)) + rest_sum;                           \
        if (!FITS_##L(*squares)) {                                                    \
            moments_wide_##L(x, (double)c, n, squares, sum);                          \
        }                                                                             \
    }                                                                                 \
                                                                                      \
    static void moments_row_##L(double *acc, const void *x, int64_t n, double c)      \
    {                                                                                 \
        double squares, sum, s = 0, t = 0;                                            \
        for (int64_t i = 0; i < n; i += BLOCK) {                                      \
            int64_t piece = n - i < BLOCK ? n - i : BLOCK;                            \
            moments_block_##L((const T *)x + i, (T)c, piece, &squares, &sum);         \
            s += squares, t += sum;                                                   \
        }                                                                             \
        acc[0] += s, acc[1] += t;                                                     \
    }                                                                                 \
                                                                                      \
    static void moments_each_##L(double *acc, const void *x, int64_t n, int64_t rows, \
                                 int64_t step, const double *centers)                 \
    {                                                                                 \
        for (int64_t at = 0; at < n; at += MOMENTS_WIDTH) {                           \
            int64_t width = n - at < MOMENTS_WIDTH ? n - at : MOMENTS_WIDTH;          \
            double s[MOMENTS_WIDTH] = {0}, t[MOMENTS_WIDTH] = {0}, *a = acc + 2 * at; \
            const double *restrict c = centers + at;                                  \
            for (int64_t i = 0; i < rows; i++) {                                      \
                const T *restrict p = (const T *)((const char *)x + i * step) + at;   \
                for (int64_t j = 0; j < width; j++) {                                 \
                    double d = (double)p[j] - c[j];                                   \
                    s[j] += d * d;                                                    \
                    t[j] += d;                                                        \
                }                                                                     \
            }                                                                         \
            for (int64_t j = 0; j < width; j++) {                                     \
                a[2 * j] += s[j], a[2 * j + 1] += t[j];                               \
            }                                                                         \
        }                                                                             \
    }
#define MOMENTS_WIDTH 64
MOMENTS(f32, float)
MOMENTS(f64, double)

/* Sums of float32 to accumulators, which lie in pairs: of squares, of distances. */
static void moments_add(double *acc, v_f32 squares, v_f32 sum)
{
    enum { LANES = CT_VECTOR_BYTES / sizeof(float) };
    float s[LANES], t[LANES];
    f32_store(s, squares);
    f32_store(t, sum);
    for (int k = 0; k < LANES; k++) {
        acc[2 * k] += (double)s[k];
        acc[2 * k + 1] += (double)t[k];
    }
}

/* Of `rows` rows and as many columns as a vector has, squares and distances in float32;
 * false where that over- or underflows, as in blocks of a row. */
static bool moments_strip(double *acc, const char *x, int64_t rows, int64_t step,
                          const double *centers)
{
    v_f32 s0 = {0}, s1 = s0, t0 = s0, t1 = s0;
    v_f32 c = f32_narrow(f64_load(centers), f64_load(centers + CT_LANES(double)));
    int64_t i = 0;
    for (; i + 2 <= rows; i += 2) {
        v_f32 d0 = f32_load((const float *)(x + i * step)) - c;
        v_f32 d1 = f32_load((const float *)(x + (i + 1) * step)) - c;
        s0 = f32_mad(d0, d0, s0), s1 = f32_mad(d1, d1, s1);
        t0 += d0, t1 += d1;
    }
    if (i < rows) {
        v_f32 d0 = f32_load((const float *)(x + i * step)) - c;
        s0 = f32_mad(d0, d0, s0), t0 += d0;
    }
    s0 += s1;
    if (i32_any(~((s0 > (float)LEAST_f32) & (s0 < HUGE_VALF)))) {
        return false;
    }
    moments_add(acc, s0, t0 + t1);
    return true;
}

#define MOMENTS_ROWS 32
static void moments_cols_f32(double *acc, const void *x, int64_t n, int64_t rows,
                             int64_t step, const double *centers)
{
    const int64_t w = CT_LANES(float);
    const char *at = x;
    for (int64_t some; rows > 0; rows -= some, at += some * step) {
        int64_t j = 0;
        some = rows < MOMENTS_ROWS ? rows : MOMENTS_ROWS;
        for (; j + w <= n; j += w) {
            const float *p = (const float *)at + j;
            if (!moments_strip(acc + 2 * j, (const char *)p, some, step, centers + j)) {
                moments_each_f32(acc + 2 * j, p, w, some, step, centers + j);
            }
        }
        moments_each_f32(acc + 2 * j, (const float *)at + j, n - j, some, step,
                         centers + j);
    }
}

/* ---- largest and smallest: a NaN wins ------------------------------------ */

#define LARGER(a, b) ((b) > (a) ? (b) : (a))
#define SMALLER(a, b) ((b) < (a) ? (b) : (a))
/* Of two conditions, so that the loop has no branch. */
#define LARGER_OR_NAN(a, b) ((((b) > (a)) | ((b) != (b))) ? (b) : (a))
#define SMALLER_OR_NAN(a, b) ((((b) < (a)) | ((b) != (b))) ? (b) : (a))

static int f32_any_nan(v_f32 v)
{
    return i32_any(v != v);
}

static int f64_any_nan(v_f64 v)
{
    return i64_any(v != v);
}

/* A sum is NaN if an element is, or if both infinities occur: then it is done again with
 * an eye on NaN. The last vector may overlap the one before. */
#define FLOAT_EXTREME(name, one, plain, L, T)                                            \
    static T name##_some_##L(T best, const T *p, int64_t n)                              \
    {                                                                                    \
        for (int64_t i = 0; i < n && best == best; i++) {                                \
            best = one(best, p[i]);                                                      \
        }                                                                                \
        return best;                                                                     \
    }                                                                                    \
    static inline void name##_half_##L(T *part, int64_t w)                               \
    {                                                                                    \
        for (int64_t k = 0; k < w; k++) {                                                \
            part[k] = plain(part[k], part[k + w]);                                       \
        }                                                                                \
    }                                                                                    \
    static T name##_lanes_##L(v_##L v)                                                   \
    {                                                                                    \
        enum { LANES = CT_VECTOR_BYTES / sizeof(T) };                                    \
        T part[LANES];                                                                   \
        L##_store(part, v);                                                              \
        name##_half_##L(part, LANES / 2);                                                \
        name##_half_##L(part, LANES / 4);                                                \
        name##_half_##L(part, LANES / 8);                                                \
        name##_half_##L(part, LANES / 16);                                               \
        return part[0];                                                                  \
    }                                                                                    \
    static void name##_row_##L(void *acc, const void *x, int64_t n)                      \
    {                                                                                    \
        const T *p = x;                                                                  \
        T *best = acc;                                                                   \
        const int64_t w = CT_LANES(T);                                                   \
        if (n < w) {                                                                     \
            *best = name##_some_##L(*best, p, n);                                        \
            return;                                                                      \
        }                                                                                \
        int64_t i = 0;                                                                   \
        v_##L m = L##_load(p + n - w), m1 = m, m2 = m, m3 = m, s = m;                    \
        v_##L s1 = {0}, s2 = s1, s3 = s1;                                                \
        for (; i + 4 * w <= n; i += 4 * w) {                                             \
            v_##L a = L##_load(p + i), b = L##_load(p + i + w);                          \
            v_##L c = L##_load(p + i + 2 * w);                                           \
            v_##L d = L##_load(p + i + 3 * w);                                           \
            m = L##_##name(m, a), m1 = L##_##name(m1, b);                                \
            m2 = L##_##name(m2, c), m3 = L##_##name(m3, d);                              \
            s += a, s1 += b, s2 += c, s3 += d;                                           \
        }                                                                                \
        for (; i + w <= n; i += w) {                                                     \
            v_##L a = L##_load(p + i);                                                   \
            m = L##_##name(m, a), s += a;                                                \
        }                                                                                \
        m = L##_##name(L##_##name(m, m1), L##_##name(m2, m3));                           \
        s += s1 + (s2 + s3);                                                             \
        if (L##_any_nan(s)) {                                                            \
            for (m = L##_load(p + n - w), i = 0; i + w <= n; i += w) {                   \
                m = L##_##name##imum(m, L##_load(p + i));                                \
            }                                                                            \
            for (int64_t k = 0; k < w; k++) {                                            \
                T lane = m[k];                                                           \
                *best = name##_some_##L(*best, &lane, 1);                                \
            }                                                                            \
            return;                                                                      \
        }                                                                                \
        T found = name##_lanes_##L(m);                                                   \
        *best = name##_some_##L(*best, &found, 1);                                       \
    }                                                                                    \
    static inline T name##_kept_##L(T a, T b)                                            \
    {                                                                                    \
        return a != a ? a : one(a, b);                                                   \
    }                                                                                    \
    COLS(name##_each_##L, T, T, name##_kept_##L)                                         \
    /* Eight rows, unless one has a NaN here: as their sum says, which is NaN, too, if \
     * both infinities occur. Of a NaN and a number the second is kept. */ \
    static void name##_cols_##L(void *acc, const void *x, int64_t n, int64_t rows,       \
                                int64_t step)                                            \
    {                                                                                    \
        const int64_t w = CT_LANES(T);                                                   \
        const char *at = x;                                                              \
        for (; rows >= 8; rows -= 8, at += 8 * step) {                                   \
            T *a = acc;                                                                  \
            int64_t j = 0;                                                               \
            for (; j + w <= n; j += w) {                                                 \
                v_##L v[8];                                                              \
                for (int k = 0; k < 8; k++) {                                            \
                    v[k] = L##_load((const T *)(at + k * step) + j);                     \
                }                                                                        \
                v_##L s =                                                                \
                    ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]));   \
                if (__builtin_expect(L##_any_nan(s), 0)) {                               \
                    name##_each_##L(a + j, (const T *)at + j, w, 8, step);               \
                    continue;                                                            \
                }                                                                        \
                v_##L m = L##_##name(L##_##name(v[0], v[1]), L##_##name(v[2], v[3]));    \
                v_##L m1 = L##_##name(L##_##name(v[4], v[5]), L##_##name(v[6], v[7]));   \
                L##_store(a + j, L##_##name(L##_##name(m, m1), L##_load(a + j)));        \
            }                                                                            \
            name##_each_##L(a + j, (const T *)at + j, n - j, 8, step);                   \
        }                                                                                \
        name##_each_##L(acc, at, n, rows, step);                                         \
    }
FLOAT_EXTREME(max, LARGER_OR_NAN, LARGER, f32, float)
FLOAT_EXTREME(max, LARGER_OR_NAN, LARGER, f64, double)
FLOAT_EXTREME(min, SMALLER_OR_NAN, SMALLER, f32, float)
FLOAT_EXTREME(min, SMALLER_OR_NAN, SMALLER, f64, double)

#define INT_EXTREME(name, one, L, T)                                \
    static void name##_row_##L(void *acc, const void *x, int64_t n) \
    {                                                               \
        const T *p = x;                                             \
        T best = *(T *)acc;                                         \
        for (int64_t i = 0; i < n; i++) {                           \
            best = one(best, p[i]);                                 \
        }                                                           \
        *(T *)acc = best;                                           \
    }                                                               \
    COLS(name##_cols_##L, T, T, one)
#define INT_EXTREMES(name, one)           \
    INT_EXTREME(name, one, u8, uint8_t)   \
    INT_EXTREME(name, one, i8, int8_t)    \
    INT_EXTREME(name, one, u16, uint16_t) \
    INT_EXTREME(name, one, i16, int16_t)  \
    INT_EXTREME(name, one, i32, int32_t)  \
    INT_EXTREME(name, one, i64, int64_t)  \
    INT_EXTREME(name, one, u64, uint64_t)
INT_EXTREMES(max, LARGER)
INT_EXTREMES(min, SMALLER)

/* ---- truth --------------------------------------------------------------- */

static void any_row(void *acc, const void *x, int64_t n)
{
    uint8_t *a = acc;
    const uint8_t *p = x;
    for (int64_t i = 0; i < n && !*a; i += BLOCK) {
        int64_t stop = n - i < BLOCK ? n : i + BLOCK;
        uint8_t some = 0;
        for (int64_t k = i; k < stop; k++) {
            some |= p[k];
        }
        *a = some != 0;
    }
}

static void all_row(void *acc, const void *x, int64_t n)
{
    uint8_t *a = acc;
    if (*a) {
        *a = n == 0 || memchr(x, 0, (size_t)n) == NULL;
    }
}

#define ANY(a, b) ((a) | ((b) != 0))
#define ALL(a, b) ((a) & ((b) != 0))
COLS(any_cols, uint8_t, uint8_t, ANY)
COLS(all_cols, uint8_t, uint8_t, ALL)

/* ---- search -------------------------------------------------------------- */

#define EQUAL(a, v) ((a) == (v))
#define IS_NAN(a, v) ((a) != (a))

/* The first lane of a mask that is set; so many as it has if none is. */
#define FIRST_LANE(M)                                                \
    static inline int64_t M##_first(v_##M mask)                      \
    {                                                                \
        enum { LANES = sizeof(bytes_##M), PARTS = (LANES + 7) / 8 }; \
        bytes_##M bytes = M##_bytes(mask);                           \
        uint64_t part[PARTS] = {0};                                  \
        memcpy(part, &bytes, sizeof bytes);                          \
        for (int64_t i = 0; i < PARTS; i++) {                        \
            if (part[i]) {                                           \
                return 8 * i + __builtin_ctzll(part[i]) / 8;         \
            }                                                        \
        }                                                            \
        return LANES;                                                \
    }
FIRST_LANE(i32)
FIRST_LANE(i64)

/* First the block in which it is, then the vector, then the lane, without a loop that ends
 * unforeseen. The last vector may overlap the one before. M: the integer lane of T's
 * size. */
#define FIND_BY(name, L, M, T, hit)                                             \
    static int64_t name(const T *p, T value, int64_t n)                         \
    {                                                                           \
        const int64_t w = CT_LANES(T);                                          \
        v_##L v = (v_##L){0} + value;                                           \
        int64_t i = 0;                                                          \
        (void)v;                                                                \
        for (; i + 4 * w <= n; i += 4 * w) {                                    \
            v_##M a = hit(L##_load(p + i), v), b = hit(L##_load(p + i + w), v); \
            v_##M c = hit(L##_load(p + i + 2 * w), v);                          \
            v_##M d = hit(L##_load(p + i + 3 * w), v);                          \
            if (M##_any((a | b) | (c | d))) {                                   \
                int64_t low = M##_first(a), high = M##_first(c);                \
                low = low < w ? low : w + M##_first(b);                         \
                high = high < w ? high : w + M##_first(d);                      \
                return i + (low < 2 * w ? low : 2 * w + high);                  \
            }                                                                   \
        }                                                                       \
        for (; i < n && n >= w; i += w) {                                       \
            int64_t at = i < n - w ? i : n - w;                                 \
            v_##M hits = hit(L##_load(p + at), v);                              \
            if (M##_any(hits)) {                                                \
                return at + M##_first(hits);                                    \
            }                                                                   \
        }                                                                       \
        for (; i < n && !hit(p[i], value); i++) {                               \
        }                                                                       \
        return i < n ? i : n;                                                   \
    }
#define FIND(L, M, T)                                                    \
    FIND_BY(equal_##L, L, M, T, EQUAL)                                   \
    FIND_BY(nan_##L, L, M, T, IS_NAN)                                    \
    static int64_t find_##L(const void *x, const void *value, int64_t n) \
    {                                                                    \
        T v = *(const T *)value;                                         \
        return v == v ? equal_##L(x, v, n) : nan_##L(x, v, n);           \
    }
FIND(f32, i32, float)
FIND(f64, i64, double)
FIND(i32, i32, int32_t)
FIND(i64, i64, int64_t)
FIND(u64, i64, uint64_t)

/* From the last row up, so that the first hit stays. Only a column whose best is NaN has
 * one. Places are counted in as many bits as elements have, to keep to whole vectors. */
#define FIND_COLS(L, T, I)                                                          \
    static void find_cols_##L(int64_t *index, const void *best, const void *x,      \
                              int64_t n, int64_t rows, int64_t step)                \
    {                                                                               \
        for (int64_t at = 0; at < n; at += FIND_WIDTH) {                            \
            int64_t width = n - at < FIND_WIDTH ? n - at : FIND_WIDTH;              \
            const T *b = (const T *)best + at;                                      \
            I place[FIND_WIDTH] = {0};                                              \
            for (int64_t k = rows - 1; k >= 0; k--) {                               \
                const T *p = (const T *)((const char *)x + k * step) + at;          \
                for (int64_t j = 0; j < width; j++) {                               \
                    place[j] = ((p[j] == b[j]) | (p[j] != p[j])) ? (I)k : place[j]; \
                }                                                                   \
            }                                                                       \
            for (int64_t j = 0; j < width; j++) {                                   \
                index[at + j] = place[j];                                           \
            }                                                                       \
        }                                                                           \
    }
#define FIND_WIDTH 256
FIND_COLS(f32, float, int32_t)
FIND_COLS(f64, double, int64_t)
FIND_COLS(i32, int32_t, int32_t)
FIND_COLS(i64, int64_t, int64_t)
FIND_COLS(u64, uint64_t, int64_t)

/* ---- the table ----------------------------------------------------------- */

#define EXTREME(name, D, L) \
    [CT_DTYPE_##D] = {CT_DTYPE_##D, name##_row_##L, name##_cols_##L}
#define EXTREMES(name)                                                             \
    {                                                                              \
        EXTREME(name, F32, f32), EXTREME(name, F64, f64), EXTREME(name, U8, u8),   \
        EXTREME(name, I8, i8),   EXTREME(name, U16, u16), EXTREME(name, I16, i16), \
        EXTREME(name, I32, i32), EXTREME(name, I64, i64), EXTREME(name, U64, u64), \
    }

const ct_reduce_kernels CT_ISA_SYM(reduce_kernels) =
    {
        .reducer =
            {
                [CT_REDUCE_SUM] =
                    {[CT_DTYPE_F32] = {CT_DTYPE_F64, sum_row_f32, sum_cols_f32},
                     [CT_DTYPE_F64] = {CT_DTYPE_F64, sum_row_f64, sum_cols_f64},
                     [CT_DTYPE_I64] = {CT_DTYPE_I64, sum_row_i64, sum_cols_i64},
                     [CT_DTYPE_C128] = {CT_DTYPE_C128, sum_row_c128, sum_cols_c128}},
                [CT_REDUCE_PROD] =
                    {[CT_DTYPE_F32] = {CT_DTYPE_F64, product_row_f32, product_cols_f32},
                     [CT_DTYPE_F64] = {CT_DTYPE_F64, product_row_f64, product_cols_f64},
                     [CT_DTYPE_I64] = {CT_DTYPE_I64, product_row_i64, product_cols_i64},
                     [CT_DTYPE_C128] = {CT_DTYPE_C128, product_row_c128,
                                        product_cols_c128}},
                [CT_REDUCE_MOMENTS] =
                    {[CT_DTYPE_F32] = {CT_DTYPE_C128, .row_from = moments_row_f32,
                                       .cols_from = moments_cols_f32},
                     [CT_DTYPE_F64] = {CT_DTYPE_C128, .row_from = moments_row_f64,
                                       .cols_from = moments_each_f64},
                     [CT_DTYPE_C128] = {CT_DTYPE_C128, sum_row_c128, sum_cols_c128}},
                [CT_REDUCE_MAX] = EXTREMES(max),
                [CT_REDUCE_MIN] = EXTREMES(min),
                [CT_REDUCE_ANY] = {[CT_DTYPE_BOOL] = {CT_DTYPE_BOOL, any_row,
                                                      any_cols}},
                [CT_REDUCE_ALL] = {[CT_DTYPE_BOOL] = {CT_DTYPE_BOOL, all_row,
                                                      all_cols}},
            },
        .find_cols = {[CT_DTYPE_F32] = find_cols_f32,
                      [CT_DTYPE_F64] = find_cols_f64,
                      [CT_DTYPE_I32] = find_cols_i32,
                      [CT_DTYPE_I64] = find_cols_i64,
                      [CT_DTYPE_U64] = find_cols_u64},
        .find = {[CT_DTYPE_F32] = find_f32,
                 [CT_DTYPE_F64] = find_f64,
                 [CT_DTYPE_I32] = find_i32,
                 [CT_DTYPE_I64] = find_i64,
                 [CT_DTYPE_U64] = find_u64},
};
