/* join_rows: kernels of cat and stack.
 *
 * Packed inputs of one dtype are runs of bytes that follow each other in each row of
 * the result; others are copied one by one into their part of it. */
#include "core/bytes.h"
#include "core/parallel.h"
#include "cpu/copy.h"
#include "ops/join.h"
#include "rows/join.h"

typedef struct rows {
    ct_tensors list;
    char *out;
    int64_t period; /* bytes of the result from one row to the next */
    int64_t outer;  /* rows: the elements of the dims before the joined one */
} rows;

/* Rows [begin, end) of the result: a run of bytes of each input in turn. */
static int copy_rows(void *ctx, int64_t begin, int64_t end)
{
    const rows *r = ctx;
    for (int64_t row = begin; row < end; row++) {
        char *to = r->out + row * r->period;
        for (int64_t i = 0; i < r->list.n; i++) {
            const ct_tensor *t = r->list.v[i];
            int64_t bytes = t->numel / r->outer * ct_tensor_itemsize(t);
            ct_bytes_copy(to, t->data + row * bytes, (size_t)bytes);
            to += bytes;
        }
    }
    return 0;
}

#define LONG_RUN 16 /* elements: worth a memcpy; more than an input is worth a plan */

/* Are all inputs and the result packed and of one dtype? A large input that is one
 * run is left to ct_tensor_copy_data, which splits it, and so are many short runs. */
static bool is_packed(const ct_call *c, int64_t outer)
{
    ct_tensors list = ARG(c, cat, tensors).tensors;
    bool packed = ct_tensor_is_contiguous(c->out[0]);
    for (int64_t i = 0; packed && i < list.n; i++) {
        const ct_tensor *t = list.v[i];
        packed = t->dtype == c->out[0]->dtype && ct_tensor_is_contiguous(t) &&
                 t->numel / outer < CT_GRAIN &&
                 (outer < LONG_RUN || t->numel / outer >= LONG_RUN);
    }
    return packed;
}

/* An input at `start` along the result's dim. A stacked one lacks that dim. */
static int place(ct_call *c, ct_tensor *t, int64_t start, bool stacked)
{
    ct_tensor *out = c->out[0];
    int dim = (int)ARG(c, cat, dim).i;
    int64_t strides[CT_MAX_NDIM];
    for (int d = 0; d < t->ndim; d++) {
        strides[d] = out->strides[d + (stacked && d >= dim)];
    }
    char *to = out->data + start * out->strides[dim];
    ct_tensor *part = ct_tensor_alias(out, t->ndim, t->shape, strides, to);
    int status = part ? ct_tensor_copy_data(part, t) : -1;
    ct_xdecref(part);
    return status;
}

static int place_all(ct_call *c, bool stacked)
{
    ct_tensors list = ARG(c, cat, tensors).tensors;
    ct_tensor *out = c->out[0];
    int dim = (int)ARG(c, cat, dim).i;
    int64_t start = 0, outer = 1;
    if (out->numel == 0) {
        return 0;
    }
    for (int d = 0; d < dim; d++) {
        outer *= out->shape[d];
    }
    if (is_packed(c, outer)) {
        rows r = {list, out->data, out->numel / outer * ct_tensor_itemsize(out), outer};
        int64_t grain = CT_GRAIN / (out->numel / outer);
        return ct_parallel_for(outer, grain > 0 ? grain : 1, copy_rows, &r);
    }
    for (int64_t i = 0; i < list.n; i++) {
        ct_tensor *t = list.v[i];
        if (!stacked && ct_cat_skips(t)) {
            continue;
        }
        if (t->numel && place(c, t, start, stacked) < 0) {
            return -1;
        }
        start += stacked ? 1 : t->shape[dim];
    }
    return 0;
}

/* A given result that overlaps an input is made apart, then copied. */
static int join(ct_call *c, bool stacked)
{
    ct_tensors list = ARG(c, cat, tensors).tensors;
    ct_tensor *given = c->out[0];
    bool overlaps = false;
    for (int64_t i = 0; c->form == CT_FORM_OUT && i < list.n; i++) {
        overlaps |= ct_tensor_overlap(given, list.v[i]);
    }
    if (!overlaps) {
        return place_all(c, stacked);
    }
    c->out[0] = ct_tensor_new_like(given, (ct_dtype)given->dtype);
    int status = c->out[0] ? place_all(c, stacked) : -1;
    if (status == 0) {
        status = ct_tensor_copy_data(given, c->out[0]);
    }
    ct_xdecref(c->out[0]);
    c->out[0] = given;
    return status;
}

int ct_cat_cpu(ct_call *c)
{
    return join(c, false);
}

int ct_stack_cpu(ct_call *c)
{
    return join(c, true);
}
