/* softmax: rows through the kernels of softmax_kernels.h; see NOTE [Long rows]. A long
 * row takes three passes: the largest, the sum of exp(x - largest), the result. */
#include <complex.h>
#include <math.h>

#include "core/device.h"
#include "core/parallel.h"
#include "cpu/along.h"
#include "cpu/kernels.h"
#include "cpu/plain.h"
#include "cpu/reduce_kernels.h"
#include "cpu/softmax_kernels.h"
#include "ops/reduce.h"
#include "rows/reduce.h"

typedef struct map {
    const ct_rows *rows;
    ct_row_fn fn;
} map;

static int map_rows(void *context, int64_t begin, int64_t end)
{
    const map *m = context;
    const ct_rows *r = m->rows;
    for (int64_t i = begin; i < end; i++) {
        m->fn(r->y + i * r->bytes, r->x + i * r->bytes, r->n);
    }
    return 0;
}

/* ---- long rows ---------------------------------------------------------- */

typedef struct long_row {
    bool wide, log; /* float64; log_softmax */
    const char *x;
    char *y;
    int64_t n, piece, size;
    double largest, scale;      /* scale: 1 / sum; log_softmax: log(sum) */
    double part[CT_PIECES_MAX]; /* of each piece: largest, then sum */
} long_row;

static int64_t piece_length(const long_row *r, int64_t i)
{
    int64_t left = r->n - i * r->piece;
    return left < r->piece ? left : r->piece;
}

static int largest_pieces(void *context, int64_t begin, int64_t end)
{
    long_row *r = context;
    ct_dtype d = r->wide ? CT_DTYPE_F64 : CT_DTYPE_F32;
    ct_fold_row fold = ct_cpu->reduce->reducer[CT_REDUCE_MAX][d].row;
    for (int64_t i = begin; i < end; i++) {
        double wide = -INFINITY;
        float narrow = -INFINITY;
        fold(r->wide ? (void *)&wide : &narrow, r->x + i * r->piece * r->size,
             piece_length(r, i));
        r->part[i] = r->wide ? wide : (double)narrow;
    }
    return 0;
}

static int sum_pieces(void *context, int64_t begin, int64_t end)
{
    long_row *r = context;
    for (int64_t i = begin; i < end; i++) {
        r->part[i] = ct_cpu->softmax->exp_sum[r->wide](r->x + i * r->piece * r->size,
                                                       r->largest, piece_length(r, i));
    }
    return 0;
}

static int result_pieces(void *context, int64_t begin, int64_t end)
{
    const long_row *r = context;
    const ct_softmax_kernels *k = ct_cpu->softmax;
    for (int64_t i = begin; i < end; i++) {
        int64_t at = i * r->piece * r->size;
        (r->log ? k->shifted : k->exp_scaled)[r->wide](r->y + at, r->x + at, r->largest,
                                                       r->scale, piece_length(r, i));
    }
    return 0;
}

/* The first two passes: r->largest, and the sum to *total. */
static int row_sum(long_row *r, double *total)
{
    r->piece = ct_row_piece(r->n);
    r->size = r->wide ? 8 : 4;
    int64_t pieces = (r->n + r->piece - 1) / r->piece;
    if (ct_parallel_for(pieces, 1, largest_pieces, r) < 0) {
        return -1;
    }
    r->largest = -INFINITY;
    for (int64_t i = 0; i < pieces; i++) {
        bool more = r->part[i] > r->largest || isnan(r->part[i]);
        r->largest = more ? r->part[i] : r->largest;
    }
    if (ct_parallel_for(pieces, 1, sum_pieces, r) < 0) {
        return -1;
    }
    *total = 0;
    for (int64_t i = 0; i < pieces; i++) {
        *total += r->part[i];
    }
    return 0;
}

static int map_long(const ct_rows *rows, bool log_of)
{
    for (int64_t i = 0; i < rows->count; i++) {
        long_row r;
        double total;
        r.wide = rows->dtype == CT_DTYPE_F64;
        r.log = log_of;
        r.x = rows->x + i * rows->bytes;
        r.y = rows->y + i * rows->bytes;
        r.n = rows->n;
        if (row_sum(&r, &total) < 0) {
            return -1;
        }
        r.scale = log_of ? log(total) : 1 / total;
        int64_t pieces = (r.n + r.piece - 1) / r.piece;
        if (ct_parallel_for(pieces, 1, result_pieces, &r) < 0) {
            return -1;
        }
    }
    return 0;
}

int ct_row_logsumexp(bool wide, void *y, const void *x, int64_t n)
{
    if (n <= CT_ROW_LONG) {
        ct_cpu->softmax->logsumexp[wide](y, x, n);
        return 0;
    }
    long_row r;
    double total;
    r.wide = wide;
    r.x = x;
    r.n = n;
    if (row_sum(&r, &total) < 0) {
        return -1;
    }
    double lse = isinf(r.largest) ? r.largest : r.largest + log(total);
    if (wide) {
        *(double *)y = lse;
    } else {
        *(float *)y = (float)lse;
    }
    return 0;
}

/* ---- the rows ----------------------------------------------------------- */

static int map_all(const ct_rows *rows, const ct_row_fn fns[2], bool log_of)
{
    if (rows->n > CT_ROW_LONG) {
        return map_long(rows, log_of);
    }
    map m = {rows, fns[rows->dtype == CT_DTYPE_F64]};
    return ct_parallel_for(rows->count, ct_parallel_grain(rows->n * 4), map_rows, &m);
}

static int softmax_map(const ct_rows *rows)
{
    return map_all(rows, ct_cpu->softmax->softmax, false);
}

static int log_softmax_map(const ct_rows *rows)
{
    return map_all(rows, ct_cpu->softmax->log_softmax, true);
}

/* ---- columns ------------------------------------------------------------ */

#define STRIP_BYTES 256 /* of each row at a time: four cache lines */

typedef struct columns {
    ct_columns_fn fn;
    int64_t n, inner, width; /* of a column; side by side; of them in a strip */
    int64_t size, height; /* of an element; of a column's result */
    const char *x;
    char *y;
} columns;

static int map_columns(void *context, int64_t begin, int64_t end)
{
    const columns *c = context;
    int64_t across = (c->inner + c->width - 1) / c->width;
    for (int64_t i = begin; i < end; i++) {
        int64_t first = i % across * c->width, left = c->inner - first;
        int64_t at = i / across * c->inner;
        c->fn(c->y + (at * c->height + first) * c->size,
              c->x + (at * c->n + first) * c->size, c->n, c->inner,
              left < c->width ? left : c->width);
    }
    return 0;
}

/* Along a dim that is not the last: each column where it lies. The result is as high as
 * the column, or one element. */
static int along_columns(const ct_tensor *x, ct_tensor *out, int dim, bool folds,
                         const ct_columns_fn fns[2])
{
    columns c = {.fn = fns[x->dtype == CT_DTYPE_F64], .n = x->shape[dim], .inner = 1};
    for (int d = dim + 1; d < x->ndim; d++) {
        c.inner *= x->shape[d];
    }
    c.size = ct_tensor_itemsize(x);
    c.width = STRIP_BYTES / c.size;
    c.height = folds ? 1 : c.n;
    c.x = x->data;
    c.y = out->data;
    int64_t strips = (c.inner + c.width - 1) / c.width;
    return ct_parallel_for(x->numel / (c.n * c.inner) * strips,
                           ct_parallel_grain(c.n * c.width * 4), map_columns, &c);
}

/* ---- the rows' kernels --------------------------------------------------- */

static int run(ct_call *c, int (*by_rows)(const ct_rows *rows),
               const ct_columns_fn by_columns[2])
{
    const ct_tensor *x = ARG(c, softmax, input).tensor;
    ct_dtype work = ct_dtype_compute((ct_dtype)c->compute);
    if (x->numel > 0 && ct_along_strips(x, c->out[0], ct_call_dim(c), work)) {
        return along_columns(x, c->out[0], ct_call_dim(c), false, by_columns);
    }
    return ct_along_map(c, work, by_rows);
}

int ct_softmax_cpu(ct_call *c)
{
    return run(c, softmax_map, ct_cpu->softmax->softmax_columns);
}

int ct_log_softmax_cpu(ct_call *c)
{
    return run(c, log_softmax_map, ct_cpu->softmax->log_softmax_columns);
}

/* ---- logsumexp ----------------------------------------------------------- */

/* Of complex numbers: the largest real part is taken out, unless it is infinite. */
static int complex_logsumexp(double complex *y, const double complex *x, int64_t n)
{
    double most = -INFINITY;
    int64_t done = 0;
    for (int64_t k = 0; k < n; k++) {
        most = creal(x[k]) > most ? creal(x[k]) : most;
    }
    most = isfinite(most) ? most : 0;
    double complex sum = 0;
    for (int64_t k = 0; k < n; k++) {
        sum += cexp(x[k] - most);
        if (k % 1024 == 1023 && ct_parallel_pace(&done, 32 * 1024) < 0) {
            return -1;
        }
    }
    *y = clog(sum) + most;
    return 0;
}

static int sum_rows(void *context, int64_t begin, int64_t end)
{
    const ct_rows *r = context;
    int64_t size = ct_dtype_size(r->dtype);
    for (int64_t i = begin; i < end; i++) {
        const void *x = r->x + i * r->bytes;
        void *y = r->y + i * size;
        int status = r->dtype == CT_DTYPE_C128
                         ? complex_logsumexp(y, x, r->n)
                         : ct_row_logsumexp(r->dtype == CT_DTYPE_F64, y, x, r->n);
        if (status < 0) {
            return -1;
        }
    }
    return 0;
}

/* x with the dims of the mask last, contiguous and of the dtype. */
static ct_tensor *reduced_last(ct_tensor *x, uint64_t mask, ct_dtype dtype)
{
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM];
    int n = 0;
    for (unsigned last = 0; last < 2; last++) {
        for (int d = 0; d < x->ndim; d++) {
            if ((mask >> d & 1) == last) {
                shape[n] = x->shape[d];
                strides[n++] = x->strides[d];
            }
        }
    }
    ct_tensor *view = ct_tensor_alias(x, n, shape, strides, x->data);
    ct_tensor *rows = view ? ct_tensor_prepare(view, dtype) : NULL;
    ct_xdecref(view);
    return rows;
}

int ct_logsumexp_cpu(ct_call *c)
{
    ct_tensor *x = ARG(c, logsumexp, input).tensor, *out = c->out[0];
    ct_dtype work = (ct_dtype)c->compute;
    int64_t n = out->numel ? x->numel / out->numel : 0;
    if (n == 0) { /* of nothing, or no results */
        ct_tensor *nothing = ct_tensor_weak_float(-INFINITY);
        int filled = nothing ? ct_tensor_copy_data(out, nothing) : -1;
        ct_xdecref(nothing);
        return filled;
    }
    uint64_t mask = ct_reduce_mask(c);
    int dim = mask ? __builtin_ctzll(mask) : 0;
    if (mask == (uint64_t)1 << dim && work != CT_DTYPE_C128 &&
        ct_along_strips(x, out, dim, work)) {
        return along_columns(x, out, dim, true, ct_cpu->softmax->logsumexp_columns);
    }
    ct_plain p = {0};
    ct_tensor *rows = ct_plain_keep(&p, reduced_last(x, mask, work));
    void *y = ct_plain_write(&p, out, work);
    if (p.failed) {
        return ct_plain_end(&p, -1);
    }
    ct_rows r = {work, n, out->numel, n * ct_dtype_size(work), rows->data, y};
    return ct_plain_end(
        &p, ct_parallel_for(r.count, ct_parallel_grain(n * 4), sum_rows, &r));
}
