/* find: what is found in lines in order (places, members, counts, values that occur), and
 * places of what is true. How many there are the host reads where the shape depends on it. */
#include "find.h"

#include <math.h>
#include <string.h>

#include "host.h"
#include "index.h"
#include "ready.h"
#include "rows/index.h"
#include "rows/sort.h"
#include "sorted.h"

/* ---- searches ---------------------------------------------------------------------- */

static int searchsorted(ct_call *c)
{
    ct_tensor *sequence = ARG(c, searchsorted, sorted_sequence).tensor,
              *x = ARG(c, searchsorted, input).tensor, *out = c->out[0];
    ct_dtype d = (ct_dtype)c->compute;
    bool side = GIVEN(c, searchsorted, side) &&
                ARG(c, searchsorted, side).i == CT_IS_searchsorted_side_right;
    ct_ready r;
    if (out->numel == 0) {
        return 0;
    }
    ct_ready_begin(&r, out);
    ct_device_search s = {.count = x->numel,
                          .each = sequence->ndim > 1 ? x->shape[x->ndim - 1] : x->numel,
                          .n = sequence->shape[sequence->ndim - 1],
                          .dtype = d,
                          .row = c->op->id,
                          .right = side || ARG(c, searchsorted, right).i,
                          .narrow = ARG(c, searchsorted, out_int32).i,
                          .fault = ct_cuda_fault_of(out->device_index)};
    s.sequence = ct_ready_read(&r, sequence, d);
    s.x = ct_ready_read(&r, x, d);
    s.sorter = ct_ready_read(&r, TENSOR(c, searchsorted, sorter), CT_DTYPE_I64);
    s.out = ct_ready_write(&r, out, (ct_dtype)out->dtype);
    r.failed |= !s.fault;
    if (!r.failed) {
        ct_cuda_search(&s, r.stream);
    }
    return ct_ready_end(&r);
}

static int isin(ct_call *c)
{
    ct_tensor *x = ARG(c, isin, elements).tensor,
              *test = ARG(c, isin, test_elements).tensor, *out = c->out[0];
    ct_dtype d = (ct_dtype)c->compute;
    ct_device_order among, own;
    ct_ready r;
    if (out->numel == 0) {
        return 0;
    }
    ct_ready_begin(&r, out);
    ct_order_begin(&among, &r, c, test, -1, d);
    among.lines = 1;
    ct_device_items items = ct_order_sort(&among, &r);
    ct_order_begin(&own, &r, c, x, -1, d);
    void *to = ct_ready_write(&r, out, CT_DTYPE_BOOL);
    if (!r.failed) {
        ct_cuda_among(&own, &items, ARG(c, isin, invert).i, to, r.stream);
    }
    return ct_ready_end(&r);
}

/* ---- places of what is true ---------------------------------------------------------- */

ct_tensor *ct_flags_found(ct_ready *r, const uint8_t *flags, int64_t n,
                          int64_t **before)
{
    int64_t *sums = ct_ready_room(r, (n / 1024 + 2) * 8), count = 0;
    *before = ct_ready_room(r, (n + 1) * 8);
    if (!r->failed && n) {
        ct_cuda_count_flags(flags, n, *before, sums, r->stream);
        r->failed |= ct_ready_word(r, *before + n, &count) < 0;
    }
    if (r->failed) {
        return NULL;
    }
    ct_device_place place = {CT_DEVICE_CUDA, (uint8_t)r->index};
    ct_tensor *found =
        ct_tensor_new("nonzero", CT_DTYPE_I64, 1, &count, CT_PLACE(&place));
    r->failed |= !found;
    if (found && count) {
        ct_cuda_flag_places(flags, *before, n, (int64_t *)(void *)found->data,
                            r->stream);
    }
    return found;
}

/* Row-major numbers of where the mask, broadcast to a shape, is set; held by r. */
static ct_tensor *mask_numbers(ct_ready *r, ct_tensor *mask, int ndim,
                               const int64_t *shape)
{
    int64_t strides[CT_MAX_NDIM], *before, n = 1;
    for (int d = 0; d < ndim; d++) {
        int at = d - (ndim - mask->ndim);
        strides[d] = at < 0 || mask->shape[at] == 1 ? 0 : mask->strides[at];
        n *= shape[d];
    }
    ct_tensor *wide = ct_tensor_alias(mask, ndim, shape, strides, mask->data);
    const uint8_t *flags = wide ? ct_ready_read(r, wide, CT_DTYPE_BOOL) : NULL;
    r->failed |= !wide;
    ct_xdecref(wide);
    ct_tensor *found = ct_flags_found(r, flags, n, &before);
    return found ? ct_ready_keep(r, found) : NULL;
}

static int mask_flat(ct_call *c)
{
    ct_tensor *mask = ARG(c, mask_flat, mask).tensor;
    int64_t *before;
    ct_ready r;
    ct_ready_begin(&r, mask);
    const uint8_t *flags = ct_ready_read(&r, mask, CT_DTYPE_BOOL);
    c->out[0] = ct_flags_found(&r, flags, mask->numel, &before);
    return ct_ready_end(&r);
}

/* A row for each dim, shown as columns: nonzero_tuple takes them. */
static int nonzero(ct_call *c)
{
    ct_tensor *t = FIRST(c);
    ct_ready r;
    ct_ready_begin(&r, t);
    ct_tensor *numbers = mask_numbers(&r, t, t->ndim, t->shape);
    int64_t size[] = {t->ndim, numbers ? numbers->numel : 0};
    ct_tensor *rows =
        numbers ? ct_tensor_new("nonzero", CT_DTYPE_I64, 2, size, CT_PLACE(t)) : NULL;
    if (rows && rows->numel) {
        ct_cuda_unravel((const int64_t *)(const void *)numbers->data, size[1], t->ndim,
                        t->shape, (int64_t *)(void *)rows->data, r.stream);
    }
    if (rows) {
        const int64_t shape[] = {size[1], size[0]};
        const int64_t strides[] = {rows->strides[1], rows->strides[0]};
        c->out[0] = ct_tensor_alias(rows, 2, shape, strides, rows->data);
    }
    r.failed |= !rows || !c->out[0];
    ct_xdecref(rows);
    return ct_ready_end(&r);
}

/* The rest of the result is zero as it was made. */
static int masked_pack(ct_call *c)
{
    ct_tensor *x = FIRST(c), *out = c->out[0];
    ct_ready r;
    ct_ready_begin(&r, x);
    ct_tensor *numbers =
        mask_numbers(&r, ARG(c, masked_pack, mask).tensor, x->ndim, x->shape);
    const void *from = ct_ready_read(&r, x, (ct_dtype)x->dtype);
    if (numbers && out->numel < numbers->numel) {
        r.failed =
            ct_error(CT_ERR_RUNTIME,
                     "_masked_pack: expected a size of at least %lld, the number "
                     "of ones in mask, got %lld",
                     (long long)numbers->numel, (long long)out->numel) < 0;
    }
    if (!r.failed && numbers->numel) {
        ct_cuda_copy_at(out->data, from, (const int64_t *)(const void *)numbers->data,
                        numbers->numel, (int)ct_tensor_itemsize(x), false, r.stream);
    }
    return ct_ready_end(&r);
}

static int masked_scatter(ct_call *c)
{
    ct_tensor *x = FIRST(c), *out = c->out[0],
              *source = ARG(c, masked_scatter, source).tensor;
    bool rows = ct_tensor_is_contiguous(out), apart = ct_tensor_overlap(source, out);
    ct_ready r;
    ct_ready_begin(&r, out);
    ct_tensor *numbers =
        mask_numbers(&r, ARG(c, masked_scatter, mask).tensor, out->ndim, out->shape);
    if (numbers && source->numel < numbers->numel) {
        r.failed = ct_error(CT_ERR_RUNTIME,
                            "masked_scatter: expected a source of at least %lld "
                            "elements, the number of ones in mask, got %lld",
                            (long long)numbers->numel, (long long)source->numel) < 0;
    }
    ct_tensor *from = apart ? ct_tensor_new_like(source, (ct_dtype)source->dtype)
                            : ct_tensor_contiguous(source);
    ct_tensor *to =
        rows ? ct_newref(out) : ct_tensor_new_like(out, (ct_dtype)out->dtype);
    r.failed |= !from || !to || (apart && ct_tensor_copy_data(from, source) < 0);
    if (!r.failed && (x != out || !rows)) {
        r.failed = ct_tensor_copy_data(to, x) < 0;
    }
    if (!r.failed && numbers->numel) {
        ct_cuda_copy_at(to->data, from->data,
                        (const int64_t *)(const void *)numbers->data, numbers->numel,
                        (int)ct_tensor_itemsize(out), true, r.stream);
    }
    if (!r.failed && !rows) {
        r.failed = ct_tensor_copy_data(out, to) < 0;
    }
    ct_xdecref(to);
    ct_xdecref(from);
    return ct_ready_end(&r);
}

static int repeat_places(ct_call *c)
{
    ct_tensor *repeats = ARG(c, repeat_places, repeats).tensor, *wide = NULL;
    int64_t n = repeats->numel, total = 0, wrong = 0;
    ct_ready r;
    ct_ready_begin(&r, repeats);
    ct_tensor *sums =
        ct_ready_keep(&r, ct_tensor_new("repeat_interleave", CT_DTYPE_I64, 1,
                                        (int64_t[]){n + 2}, CT_PLACE(repeats)));
    int64_t *counts = sums ? (int64_t *)(void *)sums->data : NULL;
    ct_tensor *part =
        sums ? ct_tensor_alias(sums, 1, &n, sums->strides, sums->data) : NULL;
    r.failed |= !part || ct_tensor_copy_data(part, repeats) < 0;
    ct_xdecref(part);
    if (!r.failed) {
        ct_cuda_sum_counts(counts, n, counts + n + 1, r.stream);
        r.failed |= ct_ready_word(&r, counts + n, &total) < 0 ||
                    ct_ready_word(&r, counts + n + 1, &wrong) < 0;
    }
    if (!r.failed && (wrong || total < 0)) {
        r.failed = ct_error(CT_ERR_RUNTIME,
                            "repeat_interleave: expected repeats of at least 0, with a "
                            "sum that fits") < 0;
    }
    if (!r.failed && c->out[0] && c->out[0]->numel != total) {
        r.failed =
            ct_error(CT_ERR_RUNTIME,
                     "repeat_interleave: expected an output_size that is the sum "
                     "of repeats, %lld, got %lld",
                     (long long)total, (long long)c->out[0]->numel) < 0;
    }
    if (!r.failed) {
        wide = ct_ready_keep(&r, ct_tensor_new("repeat_interleave", CT_DTYPE_I64, 1,
                                               &total, CT_PLACE(repeats)));
    }
    if (wide && total) {
        ct_cuda_repeat(counts, n, (int64_t *)(void *)wide->data, total, r.stream);
    }
    if (wide && c->out[0]) {
        r.failed |= ct_tensor_copy_data(c->out[0], wide) < 0;
    } else if (wide) {
        c->out[0] = ct_tensor_cast(wide, (ct_dtype)repeats->dtype);
        r.failed |= !c->out[0];
    }
    return ct_ready_end(&r);
}

/* ---- values that occur ------------------------------------------------------------- */

enum { PLACES, INVERSE, COUNTS }; /* results of unique_places, a private row */

static int distinct(ct_call *c)
{
    ct_tensor *x = FIRST(c);
    ct_device_order o;
    int64_t *before;
    ct_ready r;
    ct_ready_begin(&r, x);
    ct_order_begin(&o, &r, c, x, -1, (ct_dtype)x->dtype);
    uint8_t *flags = ct_ready_room(&r, x->numel);
    if (!r.failed && x->numel) {
        ct_cuda_begins(&o, NULL, flags, r.stream);
    }
    ct_tensor *found = ct_flags_found(&r, flags, x->numel, &before);
    ct_tensor *y = found ? ct_tensor_new_like(found, (ct_dtype)x->dtype) : NULL;
    if (y && y->numel) {
        ct_cuda_copy_at(y->data, o.x, (const int64_t *)(const void *)found->data,
                        y->numel, (int)ct_tensor_itemsize(x), false, r.stream);
    }
    ct_xdecref(found);
    c->out[0] = y;
    r.failed |= !y;
    return ct_ready_end(&r);
}

/* Slices of x along dim as rows, in order: column by column from the last on, each time
 * stable. */
static const uint32_t *order_slices(ct_ready *r, const ct_device_order *o, int size)
{
    uint32_t *now = NULL, *next = ct_ready_room(r, o->lines * 4);
    uint32_t *other = ct_ready_room(r, o->lines * 4);
    ct_device_order column = {.dtype = o->dtype, .lines = 1, .n = (uint32_t)o->lines};
    void *values = ct_ready_room(r, o->lines * size);
    column.x = values;
    int held = r->n;
    for (int64_t j = (int64_t)o->n - 1; j >= 0 && !r->failed; j--) {
        ct_cuda_column(values, o->x, now, o->lines, o->n, j, size, r->stream);
        ct_device_items items = ct_order_sort(&column, r);
        if (!r->failed) {
            ct_cuda_compose(next, now, items.places, o->lines, r->stream);
        }
        ct_ready_let(r, held);
        now = next;
        next = other;
        other = now;
    }
    return now;
}

/* Flags of where runs begin in the order that comes back (NULL: as they stand). */
static const uint32_t *find_begins(ct_call *c, ct_ready *r, ct_tensor *x, int dim,
                                   int64_t n, uint8_t *flags)
{
    bool consecutive = ARG(c, unique_places, consecutive).i;
    const uint32_t *order = NULL;
    ct_device_order o;
    if (dim < 0) {
        ct_order_begin(&o, r, c, x, -1, (ct_dtype)x->dtype);
        o.lines = 1;
        ct_device_items items = {0};
        if (!consecutive) {
            items = ct_order_sort(&o, r);
            order = items.places;
        }
        if (!r->failed && n) {
            ct_cuda_begins(&o, consecutive ? NULL : &items, flags, r->stream);
        }
        return order;
    }
    ct_order_slices(&o, r, c, x, dim);
    if (!r->failed && n && !consecutive) {
        order = order_slices(r, &o, (int)ct_tensor_itemsize(x));
    }
    if (!r->failed && n) {
        ct_cuda_differ(&o, order, flags, r->stream);
    }
    return order;
}

static ct_tensor *vector(ct_ready *r, const ct_tensor *place, int ndim,
                         const int64_t *shape)
{
    ct_tensor *t =
        r->failed ? NULL
                  : ct_tensor_new("unique", CT_DTYPE_I64, ndim, shape, CT_PLACE(place));
    r->failed |= !t;
    return t;
}

static int unique_places(ct_call *c)
{
    ct_tensor *x = FIRST(c);
    int dim = ct_call_dim(c);
    bool slices = dim >= 0 && x->ndim > 0, inverse = ARG(c, unique_places, inverse).i;
    bool along = GIVEN(c, unique_places, dim);
    int64_t n = slices ? x->shape[dim] : x->numel, none = 0, *before;
    ct_ready r;
    ct_ready_begin(&r, x);
    uint8_t *flags = ct_ready_room(&r, n);
    const uint32_t *order = find_begins(c, &r, x, slices ? dim : -1, n, flags);
    ct_tensor *starts = ct_flags_found(&r, flags, n, &before);
    starts = starts ? ct_ready_keep(&r, starts) : NULL;
    int64_t count = starts ? starts->numel : 0;
    c->out[PLACES] = vector(&r, x, 1, &count);
    c->out[COUNTS] = vector(&r, x, 1, &count);
    c->out[INVERSE] = !inverse ? vector(&r, x, 1, &none)
                      : along  ? vector(&r, x, 1, &n)
                               : vector(&r, x, x->ndim, x->shape);
    if (!r.failed && n) {
        ct_device_runs runs = {
            .begins = flags,
            .before = before,
            .starts = (const int64_t *)(const void *)starts->data,
            .order = order,
            .n = n,
            .count = count,
            .first = (int64_t *)(void *)c->out[PLACES]->data,
            .length = (int64_t *)(void *)c->out[COUNTS]->data,
            .inverse = inverse ? (int64_t *)(void *)c->out[INVERSE]->data : NULL};
        ct_cuda_runs(&runs, r.stream);
    }
    return ct_ready_end(&r);
}

/* ---- counts ------------------------------------------------------------------------ */

/* Keys of int64 are their bits with the sign turned. */
static int64_t number_of(int64_t key)
{
    return (int64_t)((uint64_t)key ^ (uint64_t)1 << 63);
}

static int ends_of(ct_call *c, ct_ready *r, const ct_device_items *items, int64_t *most)
{
    int64_t least = 0;
    *most = -1;
    if (r->failed || items->n == 0) {
        return r->failed ? -1 : 0;
    }
    const int64_t *keys = items->keys;
    if (ct_ready_word(r, keys, &least) < 0 ||
        ct_ready_word(r, keys + items->n - 1, most) < 0) {
        return -1;
    }
    least = number_of(least);
    *most = number_of(*most);
    if (least < 0) {
        return ct_error(CT_ERR_RUNTIME,
                        "bincount: expected non-negative integers, got %lld",
                        (long long)least);
    }
    (void)c;
    return *most < INT64_MAX
               ? 0
               : ct_error(CT_ERR_RUNTIME, "bincount: %lld is too large a number",
                          (long long)*most);
}

static int bincount(ct_call *c)
{
    ct_tensor *x = FIRST(c), *weights = TENSOR(c, bincount, weights);
    int64_t least = ARG(c, bincount, minlength).i, most;
    ct_dtype d = !weights                         ? CT_DTYPE_I64
                 : weights->dtype == CT_DTYPE_F32 ? CT_DTYPE_F32
                                                  : CT_DTYPE_F64;
    ct_device_order o;
    ct_ready r;
    ct_ready_begin(&r, x);
    ct_order_begin(&o, &r, c, x, -1, CT_DTYPE_I64);
    o.lines = 1;
    ct_device_items items = ct_order_sort(&o, &r);
    const void *weight = ct_ready_read(&r, weights, d);
    r.failed |= ends_of(c, &r, &items, &most) < 0;
    if (!r.failed) {
        int64_t n = most + 1 < least ? least : most + 1;
        c->out[0] = ct_tensor_new("bincount", d, 1, &n, CT_PLACE(x));
        r.failed = !c->out[0];
        if (!r.failed && n) {
            ct_cuda_bins(&items, n, d, weight, c->out[0]->data, r.stream);
        }
    }
    return ct_ready_end(&r);
}

/* The smallest or largest element, or NaN. */
static int read_extreme(int row, ct_tensor *x, double *value)
{
    ct_tensor *plain = ct_tensor_alias(x, x->ndim, x->shape, x->strides, x->data);
    ct_scalar s;
    ct_call call;
    ct_call_init(&call, ct_ops[row]);
    ct_call_first(&call, plain);
    int status = plain && ct_call_run(&call) == 0 ? 0 : -1;
    if (status == 0) {
        status = ct_tensor_read("histc", call.out[0], &s);
        *value = s.re;
        ct_call_release(&call);
    }
    ct_xdecref(plain);
    return status;
}

static int find_ends(ct_device_intervals *s, ct_tensor *x)
{
    if (s->low == s->high && x->numel &&
        (read_extreme(CT_ID_min, x, &s->low) < 0 ||
         read_extreme(CT_ID_max, x, &s->high) < 0)) {
        return -1;
    }
    if (s->low == s->high) {
        s->low -= 1;
        s->high += 1;
    }
    if (!isfinite(s->low) || !isfinite(s->high)) {
        return ct_error(CT_ERR_RUNTIME, "histc: range of [%g, %g] is not finite",
                        s->low, s->high);
    }
    return s->low > s->high
               ? ct_error(CT_ERR_RUNTIME,
                          "histc: max must be larger than min, got %g and %g", s->high,
                          s->low)
               : 0;
}

/* Into int64, which becomes the result. */
static int count_all(ct_call *c, ct_device_intervals *s, ct_tensor *x, ct_tensor *edges)
{
    ct_ready r;
    ct_ready_begin(&r, x);
    s->dtype = x->dtype;
    s->n = x->numel;
    s->x = ct_ready_read(&r, x, (ct_dtype)x->dtype);
    s->edges = ct_ready_read(&r, edges, ct_dtype_compute((ct_dtype)x->dtype));
    ct_tensor *count = ct_ready_keep(
        &r, ct_tensor_zeros("histc", CT_DTYPE_I64, 1, &s->bins, CT_PLACE(x)));
    if (!r.failed && s->n) {
        s->count = (unsigned long long *)(void *)count->data;
        ct_cuda_intervals(s, r.stream);
    }
    r.failed |= !r.failed && ct_tensor_copy_data(c->out[0], count) < 0;
    return ct_ready_end(&r);
}

static int histc(ct_call *c)
{
    ct_device_intervals s = {.bins = ARG(c, histc, bins).i,
                             .low = ARG(c, histc, min).f,
                             .high = ARG(c, histc, max).f};
    return find_ends(&s, FIRST(c)) < 0 ? -1 : count_all(c, &s, FIRST(c), NULL);
}

static int counts_between(ct_call *c)
{
    ct_tensor *edges = ARG(c, counts_between, edges).tensor;
    ct_device_intervals s = {.bins = edges->numel - 1};
    return count_all(c, &s, FIRST(c), edges);
}

extern const ct_cuda_kernel ct_cuda_findings[];
const ct_cuda_kernel ct_cuda_findings[] = {
    {CT_ID_searchsorted, searchsorted},
    {CT_ID_isin, isin},
    {CT_ID_mask_flat, mask_flat},
    {CT_ID_nonzero, nonzero},
    {CT_ID_masked_pack, masked_pack},
    {CT_ID_masked_scatter, masked_scatter},
    {CT_ID_repeat_places, repeat_places},
    {CT_ID_distinct, distinct},
    {CT_ID_unique_places, unique_places},
    {CT_ID_bincount, bincount},
    {CT_ID_histc, histc},
    {CT_ID_counts_between, counts_between},
    {0, NULL},
};
