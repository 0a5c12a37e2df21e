/* channel: runs and rows of channels normalized; plain loops, which the compiler turns
 * into vectors. */
#include "cpu/channel_kernels.h"

#include "cpu/isa/two_sums.h"
#include "simd/simd.h"

#define STRIP CT_CHANNEL_STRIP

/* See two_sums.h. */
#define DISTANCE(AT, WIDE, j) (WIDE(AT(x, j)) - mean)
#define SQUARE(AT, WIDE, j) (DISTANCE(AT, WIDE, j) * DISTANCE(AT, WIDE, j))
#define SLOPE(AT, WIDE, j) WIDE(AT(g, j))
#define PRODUCT(AT, WIDE, j) (SLOPE(AT, WIDE, j) * DISTANCE(AT, WIDE, j))

/* long: what is done with a run, of one type */
#define RUNS(L, T)                                                             \
    static void moments_##L(const ct_channel_run *r, double *sums)             \
    {                                                                          \
        const T *x = r->x;                                                     \
        double mean = r->mean;                                                 \
        double first, second;                                                  \
        TWO_SUMS(L, first, second, r->n, DISTANCE, SQUARE);                    \
        sums[0] += first;                                                      \
        sums[1] += second;                                                     \
    }                                                                          \
                                                                               \
    static void products_##L(const ct_channel_run *r, double *sums)            \
    {                                                                          \
        const T *x = r->x, *g = r->g;                                          \
        double mean = r->mean;                                                 \
        double first, second;                                                  \
        TWO_SUMS(L, first, second, r->n, SLOPE, PRODUCT);                      \
        sums[0] += first;                                                      \
        sums[1] += second;                                                     \
    }                                                                          \
                                                                               \
    static void apply_##L(const ct_channel_run *r)                             \
    {                                                                          \
        const T *x = r->x;                                                     \
        T *y = r->y;                                                           \
        if (r->far) {                                                          \
            for (int64_t j = 0; j < r->n; j++) {                               \
                y[j] = (T)(((double)x[j] - r->mean) * r->scale + r->shift);    \
            }                                                                  \
            return;                                                            \
        }                                                                      \
        const T mean = (T)r->mean, rest = (T)(r->mean - (double)mean);         \
        const T scale = (T)r->scale, shift = (T)r->shift;                      \
        for (int64_t j = 0; j < r->n; j++) {                                   \
            y[j] = (x[j] - mean - rest) * scale + shift;                       \
        }                                                                      \
    }                                                                          \
                                                                               \
    static void input_grad_##L(const ct_channel_run *r)                        \
    {                                                                          \
        const T *x = r->x, *g = r->g;                                          \
        T *y = r->y;                                                           \
        if (r->far) {                                                          \
            for (int64_t j = 0; j < r->n; j++) {                               \
                double d = ((double)x[j] - r->mean) * r->along;                \
                y[j] = (T)((double)g[j] * r->scale - d - r->shift);            \
            }                                                                  \
            return;                                                            \
        }                                                                      \
        const T mean = (T)r->mean, rest = (T)(r->mean - (double)mean);         \
        const T scale = (T)r->scale, shift = (T)r->shift, along = (T)r->along; \
        for (int64_t j = 0; j < r->n; j++) {                                   \
            y[j] = g[j] * scale - (x[j] - mean - rest) * along - shift;        \
        }                                                                      \
    }
RUNS(f32, float)
RUNS(f64, double)

/* long: what is done with rows of channels, of one type */
#define ROWS(L, T)                                                                \
    static void row_moments_##L(const ct_channel_rows *r)                         \
    {                                                                             \
        double one[STRIP] = {0}, two[STRIP] = {0}, mean[STRIP];                   \
        memcpy(mean, r->mean, (size_t)r->width * sizeof *mean);                   \
        for (int64_t i = 0; i < r->rows; i++) {                                   \
            const T *x = (const T *)r->x + i * r->step;                           \
            for (int64_t j = 0; j < r->width; j++) {                              \
                double d = (double)x[j] - mean[j];                                \
                one[j] += d;                                                      \
                two[j] += d * d;                                                  \
            }                                                                     \
        }                                                                         \
        for (int64_t j = 0; j < r->width; j++) {                                  \
            r->sums[j] += one[j];                                                 \
            r->more[j] += two[j];                                                 \
        }                                                                         \
    }                                                                             \
                                                                                  \
    static void row_products_##L(const ct_channel_rows *r)                        \
    {                                                                             \
        double one[STRIP] = {0}, two[STRIP] = {0}, mean[STRIP];                   \
        memcpy(mean, r->mean, (size_t)r->width * sizeof *mean);                   \
        for (int64_t i = 0; i < r->rows; i++) {                                   \
            const T *x = (const T *)r->x + i * r->step;                           \
            const T *g = (const T *)r->g + i * r->step;                           \
            for (int64_t j = 0; j < r->width; j++) {                              \
                one[j] += (double)g[j];                                           \
                two[j] += (double)g[j] * ((double)x[j] - mean[j]);                \
            }                                                                     \
        }                                                                         \
        for (int64_t j = 0; j < r->width; j++) {                                  \
            r->sums[j] += one[j];                                                 \
            r->more[j] += two[j];                                                 \
        }                                                                         \
    }                                                                             \
                                                                                  \
    static void row_apply_##L(const ct_channel_rows *r)                           \
    {                                                                             \
        T mean[STRIP], rest[STRIP], scale[STRIP], shift[STRIP];                   \
        for (int64_t j = 0; j < r->width; j++) {                                  \
            mean[j] = (T)r->mean[j], rest[j] = (T)(r->mean[j] - (double)mean[j]); \
            scale[j] = (T)r->scale[j], shift[j] = (T)r->shift[j];                 \
        }                                                                         \
        for (int64_t i = 0; i < r->rows; i++) {                                   \
            const T *x = (const T *)r->x + i * r->step;                           \
            T *restrict y = (T *)r->y + i * r->step;                              \
            for (int64_t j = 0; !r->far && j < r->width; j++) {                   \
                y[j] = (x[j] - mean[j] - rest[j]) * scale[j] + shift[j];          \
            }                                                                     \
            for (int64_t j = 0; r->far && j < r->width; j++) {                    \
                double d = ((double)x[j] - r->mean[j]) * r->scale[j];             \
                y[j] = (T)(d + r->shift[j]);                                      \
            }                                                                     \
        }                                                                         \
    }                                                                             \
                                                                                  \
    static void row_input_grad_##L(const ct_channel_rows *r)                      \
    {                                                                             \
        T mean[STRIP], rest[STRIP], scale[STRIP], shift[STRIP], along[STRIP];     \
        for (int64_t j = 0; j < r->width; j++) {                                  \
            mean[j] = (T)r->mean[j], rest[j] = (T)(r->mean[j] - (double)mean[j]); \
            scale[j] = (T)r->scale[j], shift[j] = (T)r->shift[j];                 \
            along[j] = (T)r->along[j];                                            \
        }                                                                         \
        for (int64_t i = 0; i < r->rows; i++) {                                   \
            const T *x = (const T *)r->x + i * r->step;                           \
            const T *g = (const T *)r->g + i * r->step;                           \
            T *restrict y = (T *)r->y + i * r->step;                              \
            for (int64_t j = 0; !r->far && j < r->width; j++) {                   \
                T d = (x[j] - mean[j] - rest[j]) * along[j];                      \
                y[j] = g[j] * scale[j] - d - shift[j];                            \
            }                                                                     \
            for (int64_t j = 0; r->far && j < r->width; j++) {                    \
                double d = ((double)x[j] - r->mean[j]) * r->along[j];             \
                y[j] = (T)((double)g[j] * r->scale[j] - d - r->shift[j]);         \
            }                                                                     \
        }                                                                         \
    }
ROWS(f32, float)
ROWS(f64, double)

#define BOTH(name) {name##_f32, name##_f64}

const ct_channel_kernels CT_ISA_SYM(channel_kernels) = {
    .moments = BOTH(moments),
    .apply = BOTH(apply),
    .products = BOTH(products),
    .input_grad = BOTH(input_grad),
    .row_moments = BOTH(row_moments),
    .row_apply = BOTH(row_apply),
    .row_products = BOTH(row_products),
    .row_input_grad = BOTH(row_input_grad),
};
