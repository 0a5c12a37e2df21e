/* order: rows about order: everything is found in lines that kernels/sort.cu put in order. */
#include "order.h"

#include <math.h>
#include <string.h>

#include "host.h"
#include "index.h"
#include "ready.h"
#include "rows/reduce.h"
#include "rows/sort.h"
#include "sorted.h"

/* ---- lines ------------------------------------------------------------------------- */

/* t with its dim `dim` last, as it lies. */
static ct_tensor *turned(ct_tensor *t, int dim)
{
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM];
    int n = 0;
    if (dim < 0 || dim >= t->ndim - 1) {
        return ct_newref(t);
    }
    for (int d = 0; d < t->ndim; d++) {
        if (d != dim) {
            shape[n] = t->shape[d];
            strides[n++] = t->strides[d];
        }
    }
    shape[n] = t->shape[dim];
    strides[n] = t->strides[dim];
    return ct_tensor_alias(t, t->ndim, shape, strides, t->data);
}

int ct_order_begin(ct_device_order *o, ct_ready *r, const ct_call *c, ct_tensor *x,
                   int dim, ct_dtype d)
{
    ct_tensor *view = turned(x, dim);
    memset(o, 0, sizeof *o);
    o->dtype = d;
    o->x = view ? ct_ready_read(r, view, d) : NULL;
    r->failed |= !view;
    ct_xdecref(view);
    int64_t n = dim < 0 ? x->numel : x->ndim ? x->shape[dim] : 1;
    r->failed |= !r->failed && ct_ready_few(c, n) < 0;
    o->n = (uint32_t)n;
    o->lines = n ? x->numel / n : 0;
    return r->failed ? -1 : 0;
}

void ct_order_slices(ct_device_order *o, ct_ready *r, const ct_call *c, ct_tensor *x,
                     int dim)
{
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM];
    int n = 0;
    memset(o, 0, sizeof *o);
    for (int d = -1; d < x->ndim; d++) {
        if (d != dim) {
            shape[n] = x->shape[d < 0 ? dim : d];
            strides[n++] = x->strides[d < 0 ? dim : d];
        }
    }
    ct_tensor *view = ct_tensor_alias(x, n, shape, strides, x->data);
    o->dtype = x->dtype;
    o->x = view ? ct_ready_read(r, view, (ct_dtype)x->dtype) : NULL;
    r->failed |= !view || ct_ready_few(c, x->numel) < 0;
    ct_xdecref(view);
    o->lines = x->shape[dim];
    o->n = o->lines ? (uint32_t)(x->numel / o->lines) : 0;
}

static int64_t key_bytes(int dtype)
{
    return ct_dtype_infos[dtype].size == 8 ? 8 : 4;
}

/* Room for so many items. */
static ct_device_items items_new(ct_ready *r, const ct_device_order *o, uint32_t n)
{
    int64_t all = o->lines * n;
    ct_device_items items = {.lines = o->lines, .n = n};
    items.keys = ct_ready_room(r, all * key_bytes(o->dtype));
    items.places = ct_ready_room(r, all * (int64_t)sizeof(uint32_t));
    return items;
}

/* Tiles, then runs that are twice as long each time. */
ct_device_items ct_order_sort(const ct_device_order *o, ct_ready *r)
{
    ct_device_items a = items_new(r, o, o->n), b = {0};
    if (o->n > CT_ORDER_TILE) {
        b = items_new(r, o, o->n);
    }
    if (r->failed || o->lines == 0 || o->n == 0) {
        return a;
    }
    ct_cuda_sort_tiles(o, NULL, &a, 0, r->stream);
    for (int64_t width = CT_ORDER_TILE; width < o->n; width *= 2) {
        ct_cuda_sort_merge(o, &a, &b, (uint32_t)width, r->stream);
        ct_device_items other = a;
        a = b;
        b = other;
    }
    return a;
}

/* The first k: of each tile those that may be among them, until they fit into one. */
static ct_device_items first_of(const ct_device_order *o, ct_ready *r, uint32_t k)
{
    ct_device_order part = *o;
    ct_device_items from = {0};
    if (k > CT_ORDER_TILE / 4 || o->n <= CT_ORDER_TILE) {
        return ct_order_sort(o, r);
    }
    while (!r->failed && part.n > CT_ORDER_TILE) {
        uint32_t tiles = (part.n + CT_ORDER_TILE - 1) / CT_ORDER_TILE;
        uint32_t last = part.n - (tiles - 1) * CT_ORDER_TILE;
        ct_device_items to = items_new(r, o, (tiles - 1) * k + (last < k ? last : k));
        if (!r->failed) {
            ct_cuda_sort_tiles(&part, from.keys ? &from : NULL, &to, k, r->stream);
        }
        from = to;
        part.n = to.n;
    }
    ct_device_items to = items_new(r, o, part.n);
    if (!r->failed) {
        ct_cuda_sort_tiles(&part, &from, &to, 0, r->stream);
    }
    return to;
}

/* ---- results along a dim ------------------------------------------------------------ */

/* Where lines of k of what becomes `out` are written: out itself, or what is copied there. */
static void *lines_for(ct_ready *r, ct_tensor *out, int dim, ct_tensor **made)
{
    ct_tensor *view = turned(out, dim);
    *made = NULL;
    if (!view || r->failed) {
        r->failed = true;
        ct_xdecref(view);
        return NULL;
    }
    if (ct_tensor_is_contiguous(view)) {
        ct_ready_keep(r, view);
        return view->data;
    }
    ct_tensor *t = ct_ready_keep(r, ct_tensor_new_like(view, (ct_dtype)view->dtype));
    ct_ready_keep(r, view);
    *made = t;
    return t ? t->data : NULL;
}

static void lines_back(ct_ready *r, ct_tensor *out, int dim, ct_tensor *made)
{
    ct_tensor *view = made && !r->failed ? turned(out, dim) : NULL;
    if (view) {
        r->failed |= ct_tensor_copy_data(view, made) < 0;
    }
    ct_xdecref(view);
}

typedef struct picking {
    ct_pick how;
    bool flip;
    uint32_t at, k;
} picking;

/* A result of one for each line has no dim to turn. */
static int pick_along(ct_call *c, ct_tensor *x, int dim, picking p, ct_tensor *values,
                      ct_tensor *indices)
{
    ct_device_order o;
    ct_ready r;
    ct_tensor *made[2] = {NULL, NULL};
    int along = p.how == CT_PICK_FIRST ? dim : -1;
    ct_ready_begin(&r, x);
    ct_order_begin(&o, &r, c, x, dim, (ct_dtype)x->dtype);
    o.flip = p.flip;
    int64_t *places = NULL;
    void *to = NULL;
    places = indices ? lines_for(&r, indices, along, &made[0]) : NULL;
    to = values ? lines_for(&r, values, along, &made[1]) : NULL;
    if (!places && p.how == CT_PICK_MODE) {
        places = ct_ready_room(&r, o.lines * 8);
    }
    bool few = p.how == CT_PICK_FIRST && p.k < o.n;
    ct_device_items items = few ? first_of(&o, &r, p.k) : ct_order_sort(&o, &r);
    if (!r.failed && o.lines && p.k) {
        ct_cuda_pick(&o, &items, p.how, p.at, p.k, places, to, r.stream);
    }
    if (indices) {
        lines_back(&r, indices, along, made[0]);
    }
    if (values) {
        lines_back(&r, values, along, made[1]);
    }
    return ct_ready_end(&r);
}

static uint32_t size_along(const ct_call *c, const ct_tensor *x)
{
    return x->ndim ? (uint32_t)x->shape[ct_call_dim(c)] : 1;
}

static int sort(ct_call *c)
{
    ct_tensor *x = FIRST(c);
    picking p = {CT_PICK_FIRST, ARG(c, sort, descending).i, 0, size_along(c, x)};
    return x->numel == 0 ? 0
                         : pick_along(c, x, ct_call_dim(c), p, OUT(c, sort, values),
                                      OUT(c, sort, indices));
}

static int argsort(ct_call *c)
{
    ct_tensor *x = FIRST(c);
    picking p = {CT_PICK_FIRST, ARG(c, argsort, descending).i, 0, size_along(c, x)};
    return x->numel == 0 ? 0 : pick_along(c, x, ct_call_dim(c), p, NULL, c->out[0]);
}

static int sort_values(ct_call *c)
{
    ct_tensor *x = FIRST(c);
    picking p = {CT_PICK_FIRST, false, 0, size_along(c, x)};
    return x->numel == 0 ? 0 : pick_along(c, x, ct_call_dim(c), p, c->out[0], NULL);
}

static int topk(ct_call *c)
{
    ct_tensor *x = FIRST(c);
    uint32_t k = x->ndim ? (uint32_t)ARG(c, topk, k).i : 1; /* a number is all */
    picking p = {CT_PICK_FIRST, ARG(c, topk, largest).i, 0, k};
    return c->out[0]->numel == 0
               ? 0
               : pick_along(c, x, ct_call_dim(c), p, OUT(c, topk, values),
                            OUT(c, topk, indices));
}

/* ---- one of each line ------------------------------------------------------------------ */

static int one_along(ct_call *c, ct_pick how, uint32_t at)
{
    picking p = {how, false, at, 1};
    return c->out[0]->numel == 0
               ? 0
               : pick_along(c, FIRST(c), ct_call_dim(c), p, c->out[0], SECOND_OUT(c));
}

static int kthvalue(ct_call *c)
{
    return one_along(c, CT_PICK_PLACE, (uint32_t)ARG(c, kthvalue, k).i - 1);
}

static int median_dim(ct_call *c)
{
    return one_along(c, CT_PICK_MEDIAN, 0);
}

static int nanmedian_dim(ct_call *c)
{
    return one_along(c, CT_PICK_NANMEDIAN, 0);
}

static int mode(ct_call *c)
{
    return one_along(c, CT_PICK_MODE, 0);
}

/* Of all elements; of none NaN. */
static int median_of_all(ct_call *c, ct_pick how)
{
    ct_tensor *x = FIRST(c), *y = c->out[0];
    char nan[16];
    if (x->numel == 0) {
        ct_scalar_store((ct_dtype)y->dtype, nan,
                        (ct_scalar){.category = CT_CATEGORY_FLOATING, .re = NAN});
        return ct_tensor_fill(y, nan);
    }
    return pick_along(c, x, -1, (picking){how, false, 0, 1}, y, NULL);
}

static int median(ct_call *c)
{
    return median_of_all(c, CT_PICK_MEDIAN);
}

static int nanmedian(ct_call *c)
{
    return median_of_all(c, CT_PICK_NANMEDIAN);
}

/* ---- quantiles -------------------------------------------------------------------------- */

/* The shares, of the host's or the device's memory, as the host's; -1 unless they fit. */
static int read_shares(ct_call *c, ct_ready *r, ct_tensor *q, double **shares)
{
    ct_tensor *host = ct_ready_keep(
        r, ct_tensor_new("quantile", CT_DTYPE_F64, q->ndim, q->shape, CT_DEVICE_CPU));
    if (!host || ct_tensor_copy_data(host, q) < 0) {
        return -1;
    }
    *shares = (double *)(void *)host->data;
    for (int64_t i = 0; i < q->numel; i++) {
        if (!((*shares)[i] >= 0 && (*shares)[i] <= 1)) {
            return ct_error(CT_ERR_RUNTIME, "%s: expected q from 0 to 1, got %g",
                            c->op->pyname, (*shares)[i]);
        }
    }
    return 0;
}

/* A row of `count` for each line, to the result, whose first dim is q's. */
static int put_values(ct_tensor *out, ct_tensor *values, int64_t count)
{
    int64_t lines = out->numel / count, size = ct_tensor_itemsize(out);
    int64_t shape[] = {count, lines}, strides[] = {8, count * 8};
    int64_t flat[] = {lines * size, size};
    ct_tensor *to = ct_tensor_alias(out, 2, shape, flat, out->data);
    ct_tensor *from = ct_tensor_alias(values, 2, shape, strides, values->data);
    int status = to && from ? ct_tensor_copy_data(to, from) : -1;
    ct_xdecref(from);
    ct_xdecref(to);
    return status;
}

static const int ways[] = {
    [CT_IS_quantile_interpolation_linear] = 0,
    [CT_IS_quantile_interpolation_lower] = 1,
    [CT_IS_quantile_interpolation_higher] = 2,
    [CT_IS_quantile_interpolation_midpoint] = 3,
    [CT_IS_quantile_interpolation_nearest] = 4,
};

static int quantiles(ct_call *c, bool skip_nan)
{
    ct_tensor *x = FIRST(c), *q = ARG(c, quantile, q).tensor, *made[2];
    int dim = ct_call_dim(c), along = x->ndim ? dim : -1;
    double *shares = NULL;
    ct_device_order o;
    ct_ready r;
    ct_ready_begin(&r, x);
    r.failed |= read_shares(c, &r, q, &shares) < 0;
    if (r.failed || c->out[0]->numel == 0) {
        return ct_ready_end(&r);
    }
    ct_order_begin(&o, &r, c, x, dim, (ct_dtype)x->dtype);
    int64_t few = o.lines * q->numel;
    ct_tensor *values = ct_ready_keep(
        &r, ct_tensor_new("quantile", CT_DTYPE_F64, 1, &few, CT_PLACE(x)));
    ct_device_quantiles s = {
        .q = ct_ready_send(&r, shares, q->numel * 8),
        .count = (uint32_t)q->numel,
        .interpolation = ways[ARG(c, quantile, interpolation).i],
        .skip_nan = skip_nan,
        .single = q->dtype != CT_DTYPE_F64 && !ct_tensor_is_weak(q),
        .wide = ct_dtype_compute((ct_dtype)c->compute) == CT_DTYPE_F64,
        .places = lines_for(&r, KEPT(c, quantile, places), along, &made[0]),
        .shares = lines_for(&r, KEPT(c, quantile, shares), along, &made[1]),
        .values = values ? (double *)(void *)values->data : NULL};
    ct_device_items items = ct_order_sort(&o, &r);
    if (!r.failed) {
        ct_cuda_quantiles(&o, &items, &s, r.stream);
        lines_back(&r, KEPT(c, quantile, places), along, made[0]);
        lines_back(&r, KEPT(c, quantile, shares), along, made[1]);
        r.failed |= put_values(c->out[0], values, q->numel) < 0;
    }
    return ct_ready_end(&r);
}

static int quantile(ct_call *c)
{
    return quantiles(c, false);
}

static int nanquantile(ct_call *c)
{
    return quantiles(c, true);
}

extern const ct_cuda_kernel ct_cuda_orders[];
const ct_cuda_kernel ct_cuda_orders[] = {
    {CT_ID_sort, sort},
    {CT_ID_argsort, argsort},
    {CT_ID_sort_values, sort_values},
    {CT_ID_topk, topk},
    {CT_ID_kthvalue, kthvalue},
    {CT_ID_median, median},
    {CT_ID_nanmedian, nanmedian},
    {CT_ID_median_dim, median_dim},
    {CT_ID_nanmedian_dim, nanmedian_dim},
    {CT_ID_mode, mode},
    {CT_ID_quantile, quantile},
    {CT_ID_nanquantile, nanquantile},
    {0, NULL},
};
