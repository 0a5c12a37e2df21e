/* along: rows made contiguous, and kernels that map each to another; see along.h. */
#include "cpu/along.h"

#include "core/alloc.h"
#include "core/parallel.h"
#include "cpu/copy.h"
#include "rows/scan.h"

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

/* ---- other orders of dims ---------------------------------------------- */

static void find_order(const ct_tensor *t, int *order)
{
    for (int i = 0; i < t->ndim; i++) {
        int d = i;
        for (; d > 0 && t->strides[order[d - 1]] < t->strides[i]; d--) {
            order[d] = order[d - 1];
        }
        order[d] = i;
    }
}

static ct_tensor *in_order(ct_tensor *t, const int *order)
{
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM];
    for (int d = 0; d < t->ndim; d++) {
        shape[d] = t->shape[order[d]];
        strides[d] = t->strides[order[d]];
    }
    return ct_tensor_alias(t, t->ndim, shape, strides, t->data);
}

int ct_along_turn(int n, ct_tensor **t, int dim)
{
    int order[CT_MAX_NDIM], at = 0;
    ct_tensor *view[3] = {NULL};
    bool turns = t[0]->ndim > 1 && !ct_tensor_is_contiguous(t[0]), failed = false;
    if (turns) {
        find_order(t[0], order);
    }
    for (int i = 0; turns && !failed && i < n; i++) {
        view[i] = in_order(t[i], order);
        failed = !view[i];
        turns = view[i] && ct_tensor_is_contiguous(view[i]);
    }
    for (int i = 0; i < n; i++) {
        if (turns) {
            t[i] = view[i];
        } else {
            ct_xdecref(view[i]);
            t[i] = failed ? NULL : ct_newref(t[i]);
        }
    }
    while (turns && order[at] != dim) {
        at++;
    }
    return failed ? -1 : turns ? at : dim;
}

ct_tensor *ct_along_back(ct_tensor *t, int dim)
{
    return moved(t, t->ndim - 1, dim);
}

int64_t ct_row_piece(int64_t n)
{
    int64_t piece = (n + CT_PIECES_MAX - 1) / CT_PIECES_MAX;
    piece = (piece + 63) / 64 * 64;
    return piece < CT_ROW_LONG / 2 ? CT_ROW_LONG / 2 : piece;
}

/* Where the rows of the result are made: in the result itself when its layout allows,
 * else over rows that are a copy already. */
static ct_tensor *result_rows(const ct_tensor *x, ct_tensor *out, ct_tensor *rows,
                              bool straight)
{
    if (straight) {
        return ct_newref(out);
    }
    bool copied = rows->storage != x->storage;
    return copied ? ct_newref(rows) : ct_tensor_new_like(rows, (ct_dtype)rows->dtype);
}

/* ---- rows side by side ------------------------------------------------- */

#define STRIP_BYTES 128  /* two cache lines of each row */
#define STRIP_LONG 4096 /* elements: strips of so long rows stay in the second cache */

typedef struct strips {
    int (*map)(const ct_rows *rows);
    ct_dtype dtype;
    int64_t n, inner, width; /* of a row; rows side by side; of them in a strip */
    const char *x;
    char *y;
} strips;

static int map_strips(void *context, int64_t begin, int64_t end)
{
    const strips *s = context;
    int64_t size = ct_dtype_size(s->dtype), line = s->inner * size;
    int64_t row = s->n * size + STRIP_BYTES; /* not a power of two */
    int64_t across = (s->inner + s->width - 1) / s->width;
    char *rows = ct_alloc((size_t)(s->width * row));
    int status = rows ? 0 : -1;
    for (int64_t i = begin; i < end && status == 0; i++) {
        int64_t first = i % across * s->width, left = s->inner - first;
        int64_t width = left < s->width ? left : s->width;
        int64_t at = (i / across * s->n * s->inner + first) * size;
        ct_transpose(size, rows, row, s->x + at, line, width, s->n);
        status = s->map(&(ct_rows){s->dtype, s->n, width, row, rows, rows});
        ct_transpose(size, s->y + at, line, rows, row, s->n, width);
    }
    ct_free(rows, (size_t)(s->width * row));
    return status;
}

bool ct_along_strips(const ct_tensor *x, const ct_tensor *out, int dim, ct_dtype work)
{
    return x->ndim > 0 && dim < x->ndim - 1 && x->shape[dim] <= STRIP_LONG &&
           x->dtype == work && out->dtype == work && ct_tensor_is_contiguous(x) &&
           ct_tensor_is_contiguous(out);
}

static int in_strips(const ct_tensor *x, ct_tensor *out, int dim, ct_dtype work,
                     int (*map)(const ct_rows *rows))
{
    strips s = {.map = map, .dtype = work, .n = x->shape[dim], .inner = 1};
    for (int d = dim + 1; d < x->ndim; d++) {
        s.inner *= x->shape[d];
    }
    s.width = STRIP_BYTES / ct_dtype_size(work);
    s.x = x->data;
    s.y = out->data;
    int64_t count = x->numel / (s.n * s.inner) * ((s.inner + s.width - 1) / s.width);
    return ct_parallel_for(count, ct_parallel_grain(s.n * s.width), map_strips, &s);
}

static int map_rows(ct_tensor *x, ct_tensor *out, int dim, ct_dtype work,
                    int (*map)(const ct_rows *rows))
{
    bool straight = out->dtype == work && ct_tensor_is_contiguous(out) &&
                    (x->ndim == 0 || dim == x->ndim - 1);
    ct_tensor *rows = ct_along_rows(x, dim, work), *back = NULL;
    ct_tensor *y = rows ? result_rows(x, out, rows, straight) : NULL;
    int status = -1;
    if (y) {
        int64_t n = rows->shape[rows->ndim - 1];
        status = map(&(ct_rows){work, n, rows->numel / n, n * ct_dtype_size(work),
                                rows->data, y->data});
    }
    if (status == 0 && !straight) {
        back = x->ndim ? ct_along_back(y, dim) : ct_newref(y);
        status = back ? ct_tensor_copy_data(out, back) : -1;
    }
    ct_xdecref(back);
    ct_xdecref(y);
    ct_xdecref(rows);
    return status;
}

int ct_along_map(ct_call *c, ct_dtype work, int (*map)(const ct_rows *rows))
{
    ct_tensor *t[] = {ARG(c, cumsum, input).tensor, c->out[0]};
    int status = -1, dim = ct_call_dim(c);
    if (t[1]->numel == 0) {
        return 0;
    }
    dim = ct_along_turn(2, t, dim);
    if (t[0] && ct_along_strips(t[0], t[1], dim, work)) {
        status = in_strips(t[0], t[1], dim, work, map);
    } else if (t[0]) {
        status = map_rows(t[0], t[1], dim, work, map);
    }
    ct_xdecref(t[1]);
    ct_xdecref(t[0]);
    return status;
}
