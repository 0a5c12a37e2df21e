/* distance: p-norms of the differences of each row of one matrix from each of another's.
 *
 * Rows of the second are turned into columns, 64 side by side, so that no sum is over the
 * lanes of a register. A sum of squares that over- or underflowed is done again by itself. */
#include <math.h>
#include <string.h>

#include "core/alloc.h"
#include "core/device.h"
#include "core/parallel.h"
#include "cpu/copy.h"
#include "cpu/distance_kernels.h"
#include "cpu/kernels.h"
#include "rows/division.h"
#include "rows/exponential.h"
#include "rows/norm.h"

#define WIDTH CT_DISTANCE_WIDTH

typedef struct distances {
    bool wide; /* float64 */
    double p;
    int64_t rows, columns, m; /* of the result; elements of a vector */
    const char *a, *b;
    char *out;
    const ct_distance_kernels *with;
} distances;

static double load(const distances *d, const char *x, int64_t i)
{
    return d->wide ? ((const double *)x)[i] : (double)((const float *)x)[i];
}

static void store(const distances *d, char *x, int64_t i, double value)
{
    if (d->wide) {
        ((double *)x)[i] = value;
    } else {
        ((float *)x)[i] = (float)value;
    }
}

/* The Euclidean distance of two vectors, without over- or underflow. */
static double euclidean(const distances *d, const char *a, const char *b)
{
    double most = 0, sum = 0;
    for (int64_t i = 0; i < d->m; i++) {
        double x = fabs(load(d, a, i) - load(d, b, i));
        most = x > most || x != x ? x : most;
    }
    if (most == 0 || !isfinite(most)) {
        return most;
    }
    for (int64_t i = 0; i < d->m; i++) {
        double x = (load(d, a, i) - load(d, b, i)) / most;
        sum += x * x;
    }
    return most * sqrt(sum);
}

/* Any p by the loop of pow; of 0 how many elements differ. Numbers of the lane type. */
#define POWERS(L, T, DTYPE)                                                    \
    static void powers_##L(void *out, const void *vector, const void *columns, \
                           int64_t m, double p)                                \
    {                                                                          \
        const T *a = vector, *b = columns;                                     \
        T *sum = out, part[WIDTH], exponent[WIDTH];                            \
        char *const ptrs[] = {(char *)part, (char *)part, (char *)exponent};   \
        for (int64_t j = 0; j < WIDTH; j++) {                                  \
            sum[j] = 0;                                                        \
            exponent[j] = (T)p;                                                \
        }                                                                      \
        for (int64_t i = 0; i < m; i++, b += WIDTH) {                          \
            for (int64_t j = 0; j < WIDTH; j++) {                              \
                T x = a[i] - b[j];                                             \
                part[j] = p == 0 ? (T)(x != 0) : x < 0 ? -x : x;               \
            }                                                                  \
            if (p != 0) {                                                      \
                CT_FORWARD_LOOP(pow, DTYPE)(ptrs, WIDTH, NULL);                \
            }                                                                  \
            for (int64_t j = 0; j < WIDTH; j++) {                              \
                sum[j] += part[j];                                             \
            }                                                                  \
        }                                                                      \
    }
POWERS(f32, float, CT_DTYPE_F32)
POWERS(f64, double, CT_DTYPE_F64)

/* What the fold over a vector's elements is, for WIDTH vectors. */
static void fold(const distances *d, void *sums, const char *a, const void *columns)
{
    if (d->p == 2) {
        d->with->squares[d->wide](sums, a, columns, d->m);
    } else if (d->p == 1) {
        d->with->sums[d->wide](sums, a, columns, d->m);
    } else if (isinf(d->p)) {
        d->with->largest[d->wide](sums, a, columns, d->m);
    } else if (d->wide) {
        powers_f64(sums, a, columns, d->m, d->p);
    } else {
        powers_f32(sums, a, columns, d->m, d->p);
    }
}

/* Are these sums of squares neither too large nor too small? */
#define FIT(L, T, least)                                                \
    static bool fit_##L(const T *sums)                                  \
    {                                                                   \
        int bad = 0;                                                    \
        for (int64_t j = 0; j < WIDTH; j++) {                           \
            bad |= !((sums[j] > (T)(least)) & (sums[j] < (T)HUGE_VAL)); \
        }                                                               \
        return !bad;                                                    \
    }
FIT(f32, float, 1e-30)
FIT(f64, double, 1e-290)

/* The roots of n sums, of distances of a from the rows b; all WIDTH sums are overwritten. */
static void root_squares(const distances *d, char *sums, const char *a, const char *b,
                         int64_t n)
{
    char *const ptrs[] = {sums, sums};
    int64_t row = d->m * (d->wide ? 8 : 4);
    bool fits = d->wide ? fit_f64((const double *)(void *)sums)
                        : fit_f32((const float *)(void *)sums);
    CT_FORWARD_LOOP(sqrt, d->wide ? CT_DTYPE_F64 : CT_DTYPE_F32)(ptrs, WIDTH, NULL);
    double least = d->wide ? 1e-145 : 1e-15;
    for (int64_t j = 0; !fits && j < n; j++) {
        double y = load(d, sums, j);
        if (!(y > least && y < HUGE_VAL)) {
            store(d, sums, j, euclidean(d, a, b + j * row));
        }
    }
}

/* Sums as the distances they stand for. */
static void root(const distances *d, char *sums, const char *a, const char *b,
                 int64_t n)
{
    if (d->p == 2) {
        root_squares(d, sums, a, b, n);
        return;
    }
    bool plain = d->p == 1 || d->p == 0 || isinf(d->p);
    for (int64_t j = 0; !plain && j < n; j++) {
        store(d, sums, j, pow(load(d, sums, j), 1 / d->p));
    }
}

/* WIDTH vectors from `first` on as columns; those that are not there are zeros. */
static void turn(const distances *d, char *columns, const char *b, int64_t first,
                 int64_t n)
{
    int64_t size = d->wide ? 8 : 4;
    if (n < WIDTH) {
        memset(columns, 0, (size_t)(d->m * WIDTH * size));
    }
    ct_transpose(size, columns, WIDTH * size, b + first * d->m * size, d->m * size,
                 d->m, n);
}

/* Blocks [begin, end) of WIDTH columns of the results. */
static int blocks(void *context, int64_t begin, int64_t end)
{
    const distances *d = context;
    int64_t across = (d->columns + WIDTH - 1) / WIDTH, size = d->wide ? 8 : 4;
    int64_t row = d->m * size, done = 0;
    char *columns = ct_alloc((size_t)(row * WIDTH + 1));
    int status = columns ? 0 : -1;
    for (int64_t i = begin; i < end && status == 0; i++) {
        int64_t first = i % across * WIDTH, batch = i / across;
        int64_t n = d->columns - first < WIDTH ? d->columns - first : WIDTH;
        const char *b = d->b + batch * d->columns * row;
        turn(d, columns, b, first, n);
        for (int64_t k = 0; k < d->rows && status == 0; k++) {
            _Alignas(64) char sums[WIDTH * 8];
            int64_t at = batch * d->rows + k;
            fold(d, sums, d->a + at * row, columns);
            root(d, sums, d->a + at * row, b + first * row, n);
            memcpy(d->out + (at * d->columns + first) * size, sums, (size_t)(n * size));
            status = ct_parallel_pace(&done, WIDTH * (d->m + 1));
        }
    }
    ct_free(columns, (size_t)(row * WIDTH + 1));
    return status;
}

/* a (B, P, M), b (B, R, M) and out (B, P, R) contiguous, of float32 or float64. */
static int run(const ct_tensor *a, const ct_tensor *b, double p, ct_tensor *out)
{
    distances d = {.wide = out->dtype == CT_DTYPE_F64,
                   .p = p,
                   .rows = a->shape[1],
                   .columns = b->shape[1],
                   .m = a->shape[2],
                   .a = a->data,
                   .b = b->data,
                   .out = out->data,
                   .with = ct_cpu->distance};
    int64_t count = a->shape[0] * ((d.columns + WIDTH - 1) / WIDTH);
    int64_t each = d.rows * WIDTH * (d.m / 8 + 1);
    return ct_parallel_for(count, ct_parallel_grain(each), blocks, &d);
}

int ct_distances_cpu(ct_call *c)
{
    ct_tensor *out = c->out[0];
    ct_dtype work = ct_dtype_compute((ct_dtype)out->dtype);
    if (out->numel == 0) {
        return 0;
    }
    ct_tensor *a = ct_tensor_prepare(ARG(c, distances, input).tensor, work);
    ct_tensor *b = a ? ct_tensor_prepare(ARG(c, distances, other).tensor, work) : NULL;
    ct_tensor *y = b ? ct_tensor_prepare(out, work) : NULL;
    int status = y ? run(a, b, ARG(c, distances, p).f, y) : -1;
    if (status == 0 && y != out) {
        status = ct_tensor_copy_data(out, y);
    }
    ct_xdecref(y);
    ct_xdecref(b);
    ct_xdecref(a);
    return status;
}
