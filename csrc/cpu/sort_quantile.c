/* sort_quantile: values between elements of a row in order.
 *
 * A quantile lies between two elements, its places, at some distance of each, its shares:
 * these are kept, as the gradient goes there. Few quantiles are selected, many are read
 * off the row in order. */
#include <math.h>
#include <string.h>

#include "core/alloc.h"
#include "core/device.h"
#include "core/parallel.h"
#include "core/runtime.h"
#include "cpu/along.h"
#include "cpu/plain.h"
#include "cpu/sort_items.h"
#include "rows/sort.h"

#define SELECTED 3   /* quantiles: up to so many are selected */
#define ROW_COST 16

typedef struct quantiles {
    ct_dtype dtype, kept; /* of elements, of shares */
    bool skip_nan, single; /* single: ranks are computed in float32, as q is */
    int64_t interpolation;
    int64_t n, rows, count; /* elements of a row, rows, quantiles */
    const double *q;
    const char *x;
    /* of each row, 2 * count: lower places, then upper ones */
    int64_t *places;
    char *shares;
    double *values; /* count for each row */
} quantiles;

/* A rank between elements: that of the one below, and the share of the one above. */
typedef struct rank {
    int64_t low;
    double part;
} rank;

#define IS(word) (s->interpolation == CT_IS_quantile_interpolation_##word)

static rank rank_of(const quantiles *s, double q, int64_t last)
{
    float single = (float)q * (float)last;
    double at = s->single && last < 1 << 24 ? (double)single : q * (double)last;
    at = IS(lower) ? floor(at) : IS(higher) ? ceil(at) : IS(nearest) ? rint(at) : at;
    double low = floor(at);
    rank r = {(int64_t)low, at - low};
    r.low = r.low > last ? last : r.low;
    r.part = r.low == last ? 0 : IS(midpoint) && r.part > 0 ? 0.5 : r.part;
    return r;
}

static double read_double(const quantiles *s, const char *row, int64_t place)
{
    ct_scalar v = ct_scalar_load(s->dtype, row + place * ct_dtype_size(s->dtype));
    return v.category == CT_CATEGORY_FLOATING ? v.re
           : v.is_unsigned                    ? (double)(uint64_t)v.i
                                              : (double)v.i;
}

static void store_quantile(const quantiles *s, int64_t row, int64_t j, const char *x,
                           int64_t low, int64_t high, double part)
{
    double a = read_double(s, x, low), b = read_double(s, x, high);
    double shares[] = {1 - part, part};
    int64_t places[] = {low, high};
    double value = part < 0.5 ? a + (b - a) * part : b - (b - a) * (1 - part);
    s->values[row * s->count + j] = part > 0 && a != b ? value : a;
    for (int i = 0; i < 2; i++) {
        int64_t at = (2 * row + i) * s->count + j;
        s->places[at] = places[i];
        if (s->kept == CT_DTYPE_F32) {
            ((float *)(void *)s->shares)[at] = (float)shares[i];
        } else {
            ((double *)(void *)s->shares)[at] = shares[i];
        }
    }
}

/* The place of the element that follows that of `place` in order. */
static int64_t next_place(const ct_items *t, int64_t place)
{
    int64_t best = -1;
    for (int64_t i = 0; i < t->n; i++) {
        uint64_t at = t->key ? t->key[i] : t->item[i];
        uint64_t than = t->key ? t->key[place] : t->item[place];
        uint64_t most = best < 0 ? UINT64_MAX : t->key ? t->key[best] : t->item[best];
        bool after = at > than || (at == than && i > place);
        best = after && (best < 0 || at < most) ? i : best;
    }
    return best;
}

/* How many elements are NaN, and where the first is. */
static int64_t count_nan(const quantiles *s, const ct_items *t, int64_t *first)
{
    uint64_t nan = ct_keys_nan(s->dtype);
    int64_t count = 0;
    *first = 0;
    nan = t->key ? nan >> 32 : nan;
    for (int64_t i = t->n - 1; nan && i >= 0; i--) {
        if (t->item[i] >> 32 == nan) {
            count++;
            *first = i;
        }
    }
    return count;
}

static int one_row(const quantiles *s, int64_t row, uint64_t *room)
{
    const char *x = s->x + row * s->n * ct_dtype_size(s->dtype);
    ct_items t = ct_items_load(s->dtype, false, room, x, s->n);
    int64_t low, nans = count_nan(s, &t, &low), last = s->n - nans - 1;
    bool none = last < 0 || (nans && !s->skip_nan), sorts = s->count > SELECTED;
    if (!none && sorts && ct_items_sort(&t) < 0) {
        return -1;
    }
    for (int64_t j = 0; j < s->count; j++) {
        rank r = none ? (rank){0, 0} : rank_of(s, s->q[j], last);
        int64_t high = low;
        if (!none && sorts) {
            low = ct_item_place(t.item[r.low]);
            high = r.part > 0 ? ct_item_place(t.item[r.low + 1]) : low;
        } else if (!none) {
            if (j > 0) { /* the first are there */
                t = ct_items_load(s->dtype, false, room, x, s->n);
            }
            if (ct_items_select(&t, r.low, &low) < 0) {
                return -1;
            }
            high = low;
            if (r.part > 0) {
                t = ct_items_load(s->dtype, false, room, x, s->n);
                high = next_place(&t, low);
            }
        }
        store_quantile(s, row, j, x, low, high, r.part);
    }
    return 0;
}

static int rows_range(void *context, int64_t begin, int64_t end)
{
    const quantiles *s = context;
    size_t bytes = (size_t)ct_items_room(s->dtype, s->n) * sizeof(uint64_t);
    uint64_t *room = ct_alloc(bytes);
    int64_t done = 0;
    int status = room ? 0 : -1;
    for (int64_t i = begin; i < end && status == 0; i++) {
        status = one_row(s, i, room);
        if (status == 0 && ct_parallel_pace(&done, s->n * ROW_COST) < 0) {
            status = -1;
        }
    }
    ct_free(room, bytes);
    return status;
}

static int all_rows(quantiles *s)
{
    if (s->n > CT_ROW_LONG) {
        ct_unlocked_begin();
        int status = rows_range(s, 0, s->rows);
        ct_unlocked_end();
        return status;
    }
    return ct_parallel_for(s->rows, ct_parallel_grain(ROW_COST * s->n), rows_range, s);
}

/* t, of this many rows and columns, into out: turned where `turned` says. */
static int put(ct_tensor *out, ct_tensor *t, int ndim, const int64_t *shape,
               const int64_t *strides)
{
    ct_tensor *view = ct_tensor_alias(t, ndim, shape, strides, t->data);
    int status = view ? ct_tensor_copy_data(out, view) : -1;
    ct_xdecref(view);
    return status;
}

/* Rows of one row's numbers each, `width` of them, seen along dim of the tensor `out`. */
static int put_along(ct_tensor *out, ct_tensor *t, int dim, int64_t width)
{
    int64_t strides[CT_MAX_NDIM], step = width * ct_tensor_itemsize(t);
    for (int d = out->ndim - 1; d >= 0; d--) {
        if (d == dim) {
            strides[d] = ct_tensor_itemsize(t);
        } else {
            strides[d] = step;
            step *= out->shape[d];
        }
    }
    return put(out, t, out->ndim, out->shape, strides);
}

/* Values, a row of `count` for each row of x, to the result, whose first dim is q's. */
static int put_values(ct_tensor *out, ct_tensor *values, int64_t count)
{
    int64_t rows = out->numel / count, size = ct_tensor_itemsize(values);
    int64_t shape[] = {count, rows}, strides[] = {size, count * size};
    int64_t flat[] = {rows * ct_tensor_itemsize(out), ct_tensor_itemsize(out)};
    ct_tensor *to = ct_tensor_alias(out, 2, shape, flat, out->data);
    int status = to ? put(to, values, 2, shape, strides) : -1;
    ct_xdecref(to);
    return status;
}

static int compute(ct_call *c, quantiles *s, ct_tensor *rows, int dim)
{
    ct_tensor *places = KEPT(c, quantile, places), *shares = KEPT(c, quantile, shares);
    int64_t many[] = {s->rows, 2 * s->count}, few[] = {s->rows, s->count};
    bool last = dim < 0 || dim >= places->ndim - 1;
    ct_tensor *p =
        last ? ct_newref(places)
             : ct_tensor_new("quantile", CT_DTYPE_I64, 2, many, CT_DEVICE_CPU);
    ct_tensor *w = last ? ct_newref(shares)
                        : ct_tensor_new("quantile", s->kept, 2, many, CT_DEVICE_CPU);
    ct_tensor *v = ct_tensor_new("quantile", CT_DTYPE_F64, 2, few, CT_DEVICE_CPU);
    int status = p && w && v ? 0 : -1;
    if (status == 0) {
        s->x = rows->data;
        s->places = (int64_t *)(void *)p->data;
        s->shares = w->data;
        s->values = (double *)(void *)v->data;
        status = all_rows(s);
    }
    if (status == 0 && !last) {
        status = put_along(places, p, dim, 2 * s->count);
        status = status < 0 ? -1 : put_along(shares, w, dim, 2 * s->count);
    }
    if (status == 0) {
        status = put_values(c->out[0], v, s->count);
    }
    ct_xdecref(v);
    ct_xdecref(w);
    ct_xdecref(p);
    return status;
}

static int check_shares(const ct_call *c, const double *q, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        if (!(q[i] >= 0 && q[i] <= 1)) {
            return ct_error(CT_ERR_RUNTIME, "%s: expected q from 0 to 1, got %g",
                            c->op->pyname, q[i]);
        }
    }
    return 0;
}

static int quantile(ct_call *c, bool skip_nan)
{
    ct_tensor *x = ARG(c, quantile, input).tensor, *q = ARG(c, quantile, q).tensor;
    ct_dtype d = (ct_dtype)x->dtype;
    int dim = ct_call_dim(c);
    ct_plain p = {0};
    const double *shares = ct_plain_read(&p, q, CT_DTYPE_F64);
    int status = shares ? check_shares(c, shares, q->numel) : -1;
    if (status < 0 || c->out[0]->numel == 0) {
        return ct_plain_end(&p, status);
    }
    ct_tensor *rows = ct_plain_keep(&p, ct_along_rows(x, dim, d));
    int64_t n = rows && rows->ndim ? rows->shape[rows->ndim - 1] : 1;
    quantiles s = {.dtype = d,
                   .kept = ct_dtype_compute((ct_dtype)c->compute),
                   .skip_nan = skip_nan,
                   .single = q->dtype != CT_DTYPE_F64 && !ct_tensor_is_weak(q),
                   .interpolation = ARG(c, quantile, interpolation).i,
                   .n = n,
                   .rows = rows ? rows->numel / n : 0,
                   .count = q->numel,
                   .q = shares};
    return ct_plain_end(&p, rows ? compute(c, &s, rows, dim) : -1);
}

int ct_quantile_cpu(ct_call *c)
{
    return quantile(c, false);
}

int ct_nanquantile_cpu(ct_call *c)
{
    return quantile(c, true);
}
