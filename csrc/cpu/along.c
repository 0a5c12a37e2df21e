/* along: kernels that work along one dim: indices of extremes, running sums, softmax. */
#include "cpu/along.h"

#include <complex.h>
#include <string.h>

#include "core/parallel.h"
#include "cpu/copy.h"
#include "cpu/kernels.h"
#include "cpu/reduce.h"
#include "cpu/softmax_kernels.h"
#include "ops/op.h"

static ct_tensor *moved(ct_tensor *x, int from, int to)
{
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM];
    int n = 0;
    for (int d = 0; d < x->ndim; d++) {
        int source = d == to ? from : n + (n >= from);
        n += d != to;
        shape[d] = x->shape[source];
        strides[d] = x->strides[source];
    }
    return ct_tensor_alias(x, x->ndim, shape, strides, x->data);
}

ct_tensor *ct_along_rows(ct_tensor *x, int dim, ct_dtype dtype)
{
    if (dim < 0 || x->ndim == 0) {
        ct_tensor *flat = ct_tensor_prepare(x, dtype);
        ct_tensor *row = NULL;
        if (flat) {
            int64_t step = ct_dtype_size(dtype);
            row = ct_tensor_alias(flat, 1, &x->numel, &step, flat->data);
        }
        ct_xdecref(flat);
        return row;
    }
    if (dim == x->ndim - 1) {
        return ct_tensor_prepare(x, dtype);
    }
    ct_tensor *view = moved(x, dim, x->ndim - 1);
    ct_tensor *rows = view ? ct_tensor_prepare(view, dtype) : NULL;
    ct_xdecref(view);
    return rows;
}

ct_tensor *ct_along_back(ct_tensor *t, int dim)
{
    return moved(t, t->ndim - 1, dim);
}

static int64_t row_grain(int64_t n)
{
    return CT_GRAIN / (n > 0 ? n : 1) + 1;
}

/* ---- index of the largest or smallest ------------------------------------ */

typedef struct search {
    const ct_reducer *fold;
    ct_find find;
    const char *x;
    int64_t n, size;
    ct_dtype load, result;
    char *values; /* or NULL */
    int64_t *indices;
} search;

static int search_rows(void *context, int64_t begin, int64_t end)
{
    const search *s = context;
    for (int64_t i = begin; i < end; i++) {
        const char *row = s->x + i * s->n * s->size;
        _Alignas(16) char best[16];
        memcpy(best, row, (size_t)s->size);
        s->fold->row(best, row + s->size, s->n - 1);
        s->indices[i] = s->find(row, best, s->n);
        if (s->values) {
            int64_t size = ct_dtype_size(s->result);
            ct_cast_strided(s->result, s->values + i * size, size, s->load, best, 0, 1);
        }
    }
    return 0;
}

static int extreme_along(ct_call *c, ct_reduction op, ct_tensor *values,
                         ct_tensor *indices)
{
    ct_tensor *x = c->arg[0].tensor;
    ct_dtype load = ct_reduce_load(op, (ct_dtype)x->dtype);
    ct_tensor *rows = ct_along_rows(x, (int)c->note[0], load);
    if (!rows) {
        return -1;
    }
    int64_t n = rows->shape[rows->ndim - 1];
    search s = {.fold = &ct_cpu->reduce->reducer[op][load],
                .find = ct_cpu->reduce->find[load],
                .x = rows->data,
                .n = n,
                .size = ct_dtype_size(load),
                .load = load,
                .result = (ct_dtype)x->dtype,
                .values = values ? values->data : NULL,
                .indices = (int64_t *)indices->data};
    int status = ct_parallel_for(indices->numel, row_grain(n), search_rows, &s);
    ct_decref(rows);
    return status;
}

int ct_max_dim_cpu(ct_call *c)
{
    return extreme_along(c, CT_REDUCE_MAX, c->out[0], c->out[1]);
}

int ct_min_dim_cpu(ct_call *c)
{
    return extreme_along(c, CT_REDUCE_MIN, c->out[0], c->out[1]);
}

int ct_argmax_cpu(ct_call *c)
{
    return extreme_along(c, CT_REDUCE_MAX, NULL, c->out[0]);
}

int ct_argmin_cpu(ct_call *c)
{
    return extreme_along(c, CT_REDUCE_MIN, NULL, c->out[0]);
}

/* ---- running sums -------------------------------------------------------- */

/* float32 is carried in float64, as sums are. */
#define SCAN(L, T, A)                          \
    static void scan_##L(char *row, int64_t n) \
    {                                          \
        T *p = (T *)row;                       \
        A total = 0;                           \
        for (int64_t i = 0; i < n; i++) {      \
            total += p[i];                     \
            p[i] = (T)total;                   \
        }                                      \
    }
SCAN(f32, float, double)
SCAN(f64, double, double)
SCAN(i64, int64_t, int64_t)
SCAN(c64, float complex, double complex)
SCAN(c128, double complex, double complex)

typedef struct scan {
    void (*row)(char *row, int64_t n);
    char *x;
    int64_t n, bytes; /* of a row */
} scan;

static int scan_rows(void *context, int64_t begin, int64_t end)
{
    const scan *s = context;
    for (int64_t i = begin; i < end; i++) {
        s->row(s->x + i * s->bytes, s->n);
    }
    return 0;
}

static ct_dtype scan_dtype(ct_dtype d)
{
    return ct_dtype_is_integral(d) ? CT_DTYPE_I64 : ct_dtype_compute(d);
}

int ct_cumsum_cpu(ct_call *c)
{
    static void (*const kernels[CT_DTYPE_COUNT])(char *, int64_t) = {
        [CT_DTYPE_F32] = scan_f32,   [CT_DTYPE_F64] = scan_f64,
        [CT_DTYPE_I64] = scan_i64,   [CT_DTYPE_C64] = scan_c64,
        [CT_DTYPE_C128] = scan_c128,
    };
    ct_tensor *x = c->arg[0].tensor, *out = c->out[0];
    if (x->numel == 0) {
        return 0;
    }
    ct_dtype work = scan_dtype((ct_dtype)c->compute);
    ct_tensor *cast = ct_tensor_cast(x, work), *rows = NULL, *back = NULL;
    rows = cast ? ct_along_rows(cast, (int)c->note[0], work) : NULL;
    if (rows && rows->storage == x->storage) { /* not a copy yet */
        ct_tensor *copy = ct_tensor_new_like(rows, work);
        int copied = copy ? ct_tensor_copy_data(copy, rows) : -1;
        ct_decref(rows);
        rows = copied == 0 ? copy : NULL;
    }
    int status = rows ? 0 : -1;
    if (rows) {
        int64_t n = rows->shape[rows->ndim - 1];
        scan s = {kernels[work], rows->data, n, n * ct_dtype_size(work)};
        status = ct_parallel_for(rows->numel / n, row_grain(n), scan_rows, &s);
        back = x->ndim ? ct_along_back(rows, (int)c->note[0]) : ct_newref(rows);
        status = status == 0 && back ? ct_tensor_copy_data(out, back) : -1;
    }
    ct_xdecref(back);
    ct_xdecref(rows);
    ct_xdecref(cast);
    return status;
}

/* ---- softmax ------------------------------------------------------------- */

typedef struct row_map {
    ct_row_fn fn;
    const char *x;
    char *y;
    int64_t n, bytes;
} row_map;

static int map_rows(void *context, int64_t begin, int64_t end)
{
    const row_map *m = context;
    for (int64_t i = begin; i < end; i++) {
        m->fn(m->y + i * m->bytes, m->x + i * m->bytes, m->n);
    }
    return 0;
}

/* Rows of x through fn into out; straight into it when its layout allows. */
static int softmax_run(ct_call *c, const ct_row_fn fns[2])
{
    ct_tensor *x = c->arg[0].tensor, *out = c->out[0];
    if (out->numel == 0) {
        return 0;
    }
    ct_dtype work = ct_dtype_compute((ct_dtype)c->compute);
    int dim = (int)c->note[0];
    ct_tensor *rows = ct_along_rows(x, dim, work), *y = NULL, *back = NULL;
    if (!rows) {
        return -1;
    }
    bool straight = out->dtype == work && (x->ndim == 0 || dim == x->ndim - 1);
    y = straight ? ct_newref(out) : ct_tensor_new_like(rows, work);
    int status = -1;
    if (y) {
        int64_t n = rows->shape[rows->ndim - 1];
        row_map m = {fns[work == CT_DTYPE_F64], rows->data, y->data, n,
                     n * ct_dtype_size(work)};
        status = ct_parallel_for(rows->numel / n, row_grain(n * 4), map_rows, &m);
    }
    if (status == 0 && !straight) {
        back = x->ndim ? ct_along_back(y, dim) : ct_newref(y);
        status = back ? ct_tensor_copy_data(out, back) : -1;
    }
    ct_xdecref(back);
    ct_xdecref(y);
    ct_decref(rows);
    return status;
}

int ct_softmax_cpu(ct_call *c)
{
    return softmax_run(c, ct_cpu->softmax->softmax);
}

int ct_log_softmax_cpu(ct_call *c)
{
    return softmax_run(c, ct_cpu->softmax->log_softmax);
}
