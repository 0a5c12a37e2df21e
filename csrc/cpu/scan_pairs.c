/* scan_pairs: scans with two operands or results: linear recurrences, products of the others,
 * running extremes with their places. */
#include <complex.h>
#include <string.h>

#include "core/alloc.h"
#include "core/parallel.h"
#include "cpu/along.h"
#include "cpu/copy.h"
#include "cpu/plain.h"
#include "cpu/reduce.h"
#include "rows/reduce.h"
#include "rows/scan.h"

/* ---- products of the others -------------------------------------------------- */

/* y[i]: the product of all x but x[i]; `before` has room for n products. */
#define OTHERS(L, T, A)                                                      \
    static void others_##L(void *out, const void *in, void *room, int64_t n) \
    {                                                                        \
        const T *x = in;                                                     \
        T *y = out;                                                          \
        A *before = room, product = 1;                                       \
        for (int64_t i = 0; i < n; i++) {                                    \
            before[i] = product;                                             \
            product *= x[i];                                                 \
        }                                                                    \
        product = 1;                                                         \
        for (int64_t i = n - 1; i >= 0; i--) {                               \
            T last = x[i];                                                   \
            y[i] = (T)(before[i] * product);                                 \
            product *= last;                                                 \
        }                                                                    \
    }
OTHERS(f32, float, double)
OTHERS(f64, double, double)
OTHERS(c64, float complex, double complex)
OTHERS(c128, double complex, double complex)

static int others_rows(void *context, int64_t begin, int64_t end)
{
    const ct_rows *r = context;
    size_t bytes = (size_t)r->n * sizeof(double complex);
    void *room = ct_alloc(bytes);
    int64_t done = 0;
    int status = room ? 0 : -1;
    for (int64_t i = begin; i < end && status == 0; i++) {
        char *y = r->y + i * r->bytes;
        const char *x = r->x + i * r->bytes;
        switch (r->dtype) {
        case CT_DTYPE_F32:
            others_f32(y, x, room, r->n);
            break;
        case CT_DTYPE_F64:
            others_f64(y, x, room, r->n);
            break;
        case CT_DTYPE_C64:
            others_c64(y, x, room, r->n);
            break;
        default:
            others_c128(y, x, room, r->n);
        }
        status = ct_parallel_pace(&done, r->n);
    }
    ct_free(room, bytes);
    return status;
}

static int map_others(const ct_rows *rows)
{
    return ct_parallel_for(rows->count, ct_parallel_grain(rows->n), others_rows,
                           (void *)rows);
}

int ct_prod_others_cpu(ct_call *c)
{
    return ct_along_map(c, ct_dtype_compute((ct_dtype)c->out[0]->dtype), map_others);
}

/* ---- recurrences ------------------------------------------------------------- */

typedef struct recurrence {
    ct_dtype dtype;
    int64_t n, bytes; /* of a row */
    const char *a, *b;
    char *y;
} recurrence;

#define RECUR(L, T, A)                                                       \
    static void recur_##L(void *out, const void *factors, const void *terms, \
                          int64_t n)                                         \
    {                                                                        \
        const T *a = factors, *b = terms;                                    \
        T *y = out;                                                          \
        A last = n ? b[0] : 0;                                               \
        for (int64_t i = 0; i < n; i++) {                                    \
            last = i ? b[i] + a[i - 1] * last : last;                        \
            y[i] = (T)last;                                                  \
        }                                                                    \
    }
RECUR(f32, float, double)
RECUR(f64, double, double)
RECUR(c64, float complex, double complex)
RECUR(c128, double complex, double complex)

static int recur_rows(void *context, int64_t begin, int64_t end)
{
    const recurrence *r = context;
    int64_t done = 0;
    for (int64_t i = begin; i < end; i++) {
        char *y = r->y + i * r->bytes;
        const char *a = r->a + i * r->bytes, *b = r->b + i * r->bytes;
        switch (r->dtype) {
        case CT_DTYPE_F32:
            recur_f32(y, a, b, r->n);
            break;
        case CT_DTYPE_F64:
            recur_f64(y, a, b, r->n);
            break;
        case CT_DTYPE_C64:
            recur_c64(y, a, b, r->n);
            break;
        default:
            recur_c128(y, a, b, r->n);
        }
        if (ct_parallel_pace(&done, r->n) < 0) {
            return -1;
        }
    }
    return 0;
}

/* y: rows, in plain memory. */
static int recur(ct_tensor *a, ct_tensor *b, ct_tensor *y)
{
    ct_dtype d = (ct_dtype)y->dtype;
    int64_t n = y->ndim ? y->shape[y->ndim - 1] : 1;
    recurrence r = {d, n, n * ct_dtype_size(d), a->data, b->data, y->data};
    return ct_parallel_for(y->numel / n, ct_parallel_grain(n), recur_rows, &r);
}

int ct_recurrence_cpu(ct_call *c)
{
    ct_tensor *out = c->out[0], *back = NULL;
    int dim = ct_call_dim(c);
    if (out->numel == 0) {
        return 0;
    }
    ct_dtype work = ct_dtype_compute((ct_dtype)out->dtype);
    ct_tensor *a = ct_along_rows(ARG(c, recurrence, factors).tensor, dim, work);
    ct_tensor *b =
        a ? ct_along_rows(ARG(c, recurrence, terms).tensor, dim, work) : NULL;
    ct_tensor *y = b ? ct_tensor_new_like(b, work) : NULL;
    int status = y ? recur(a, b, y) : -1;
    if (status == 0) {
        back = out->ndim ? ct_along_back(y, dim) : ct_newref(y);
        status = back ? ct_tensor_copy_data(out, back) : -1;
    }
    ct_xdecref(back);
    ct_xdecref(y);
    ct_xdecref(b);
    ct_xdecref(a);
    return status;
}

/* ---- extremes ---------------------------------------------------------------- */

#define WIDTH 64 /* rows side by side */

/* n steps of `width` rows side by side, whose elements lie `step` elements apart. A NaN wins,
 * and of equal ones the last. */
typedef void (*extreme_fn)(void *y, int64_t *at, const void *x, int64_t n, int64_t step,
                           int64_t width);

#define EXTREME(name, T, wins)                                                        \
    static void name(void *out, int64_t *at, const void *in, int64_t n, int64_t step, \
                     int64_t width)                                                   \
    {                                                                                 \
        const T *restrict x = in;                                                     \
        T *restrict y = out, best[WIDTH];                                             \
        int64_t place[WIDTH] = {0};                                                   \
        memcpy(best, x, (size_t)width * sizeof *best);                                \
        for (int64_t i = 0; i < n; i++, x += step, y += step, at += step) {           \
            for (int64_t j = 0; j < width; j++) {                                     \
                bool won = (x[j] wins best[j]) | (x[j] != x[j]);                      \
                best[j] = won ? x[j] : best[j];                                       \
                place[j] = won ? i : place[j];                                        \
                y[j] = best[j];                                                       \
                at[j] = place[j];                                                     \
            }                                                                         \
        }                                                                             \
    }                                                                                 \
    static void name##_row(void *out, int64_t *at, const void *in, int64_t n)         \
    {                                                                                 \
        const T *x = in;                                                              \
        T *y = out, best = x[0];                                                      \
        int64_t place = 0;                                                            \
        for (int64_t i = 0; i < n; i++) {                                             \
            if ((x[i] wins best) | (x[i] != x[i])) { /* seldom, or always */          \
                best = x[i];                                                          \
                place = i;                                                            \
            }                                                                         \
            y[i] = best;                                                              \
            at[i] = place;                                                            \
        }                                                                             \
    }
#define EXTREMES(L, T)          \
    EXTREME(largest_##L, T, >=) \
    EXTREME(smallest_##L, T, <=)
EXTREMES(f32, float)
EXTREMES(f64, double)
EXTREMES(i32, int32_t)
EXTREMES(i64, int64_t)
EXTREMES(u64, uint64_t)

typedef void (*extreme_row_fn)(void *y, int64_t *at, const void *x, int64_t n);
typedef struct extreme_loops {
    extreme_fn columns;
    extreme_row_fn row;
} extreme_loops;

#define LOOPS(name)                                                       \
    {                                                                     \
        [CT_DTYPE_F32] = {name##_f32, name##_f32_row},                    \
        [CT_DTYPE_F64] = {name##_f64, name##_f64_row},                    \
        [CT_DTYPE_I32] = {name##_i32, name##_i32_row},                    \
        [CT_DTYPE_I64] = {name##_i64, name##_i64_row}, [CT_DTYPE_U64] = { \
            name##_u64,                                                   \
            name##_u64_row                                                \
        }                                                                 \
    }
static const extreme_loops largest[CT_DTYPE_COUNT] = LOOPS(largest);
static const extreme_loops smallest[CT_DTYPE_COUNT] = LOOPS(smallest);

typedef struct extremes {
    const extreme_loops *loops;
    int64_t n, inner, size; /* of a row; rows side by side; bytes */
    const char *x;
    char *y;
    int64_t *at;
} extremes;

/* [begin, end) counts groups of rows side by side. */
static int extreme_rows(void *context, int64_t begin, int64_t end)
{
    const extremes *e = context;
    int64_t across = (e->inner + WIDTH - 1) / WIDTH, done = 0;
    for (int64_t i = begin; i < end; i++) {
        int64_t first = i % across * WIDTH, left = e->inner - first;
        int64_t width = left < WIDTH ? left : WIDTH;
        int64_t from = i / across * e->n * e->inner + first;
        char *y = e->y + from * e->size;
        const char *x = e->x + from * e->size;
        if (e->inner == 1) {
            e->loops->row(y, e->at + from, x, e->n);
        } else {
            e->loops->columns(y, e->at + from, x, e->n, e->inner, width);
        }
        if (ct_parallel_pace(&done, e->n * width) < 0) {
            return -1;
        }
    }
    return 0;
}

/* x, y and at are contiguous and of one shape, x and y of one dtype. */
static int run_extremes(const extreme_loops *loops, const ct_tensor *x, int dim,
                        char *y, ct_tensor *at)
{
    extremes e = {.loops = &loops[x->dtype],
                  .n = x->ndim ? x->shape[dim] : 1,
                  .inner = 1,
                  .size = ct_tensor_itemsize(x),
                  .x = x->data,
                  .y = y,
                  .at = (int64_t *)at->data};
    for (int d = dim + 1; d < x->ndim; d++) {
        e.inner *= x->shape[d];
    }
    int64_t across = (e.inner + WIDTH - 1) / WIDTH;
    int64_t each = e.n * (e.inner < WIDTH ? e.inner : WIDTH);
    return ct_parallel_for(x->numel / (e.n * e.inner) * across, ct_parallel_grain(each),
                           extreme_rows, &e);
}

static int extreme(ct_call *c, ct_reduction op, const extreme_loops *loops)
{
    ct_tensor *values = OUT(c, cummax, values), *indices = OUT(c, cummax, indices);
    if (values->numel == 0) {
        return 0;
    }
    ct_dtype load = ct_reduce_load(op, (ct_dtype)values->dtype);
    ct_plain p = {0};
    ct_tensor *x =
        ct_plain_keep(&p, ct_tensor_prepare(ARG(c, cummax, input).tensor, load));
    char *y = ct_plain_write(&p, values, load);
    return ct_plain_end(
        &p, p.failed ? -1 : run_extremes(loops, x, ct_call_dim(c), y, indices));
}

int ct_cummax_cpu(ct_call *c)
{
    return extreme(c, CT_REDUCE_MAX, largest);
}

int ct_cummin_cpu(ct_call *c)
{
    return extreme(c, CT_REDUCE_MIN, smallest);
}
