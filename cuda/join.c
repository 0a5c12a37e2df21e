/* join: rows whose results are parts laid beside each other: each part is a copy. */
#include <string.h>

#include "host.h"
#include "ops/join.h"
#include "ops/pad.h"
#include "rows/join.h"
#include "rows/pad.h"

/* Where t goes in the result: from `start` on along dim, or with `stacked` at that place of
 * a dim that it lacks. */
static int place(ct_call *c, ct_tensor *t, int64_t start, bool stacked)
{
    ct_tensor *out = c->out[0];
    int64_t strides[CT_MAX_NDIM];
    int dim = (int)ARG(c, cat, dim).i;
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
    int dim = (int)ARG(c, cat, dim).i;
    int64_t start = 0;
    for (int64_t i = 0; i < list.n && c->out[0]->numel; i++) {
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
    status = status == 0 ? ct_tensor_copy_data(given, c->out[0]) : -1;
    ct_xdecref(c->out[0]);
    c->out[0] = given;
    return status;
}

static int cat(ct_call *c)
{
    return join(c, false);
}

static int stack(ct_call *c)
{
    return join(c, true);
}

/* ---- pads of one value ------------------------------------------------------------- */

/* The part of t from begin on, of `size` elements in each dim. */
static ct_tensor *part_of(ct_tensor *t, const int64_t *begin, const int64_t *size)
{
    char *data = t->data;
    for (int d = 0; d < t->ndim; d++) {
        data += begin[d] * t->strides[d];
    }
    return ct_tensor_alias(t, t->ndim, size, t->strides, data);
}

/* Pads below 0 leave out elements. */
static int pad(ct_call *c)
{
    ct_tensor *x = FIRST(c), *out = c->out[0];
    ct_dims pads = ARG(c, constant_pad_nd, pad).dims;
    int64_t from[CT_MAX_NDIM], to[CT_MAX_NDIM], size[CT_MAX_NDIM], left = 1;
    for (int d = 0; d < x->ndim; d++) {
        int64_t before = ct_pad_at(pads, x->ndim, d, 0);
        int64_t behind = ct_pad_at(pads, x->ndim, d, 1);
        from[d] = before < 0 ? -before : 0;
        to[d] = before > 0 ? before : 0;
        size[d] = x->shape[d] - from[d] + (behind < 0 ? behind : 0);
        left = size[d] > 0 ? left : 0;
    }
    static const char zero[16];
    ct_tensor *value = TENSOR(c, constant_pad_nd, value);
    int status = !out->numel ? 0
                 : value     ? ct_tensor_copy_data(out, value)
                             : ct_tensor_fill(out, zero);
    if (status < 0 || out->numel == 0 || left == 0) {
        return status;
    }
    ct_tensor *source = part_of(x, from, size), *target = part_of(out, to, size);
    status = source && target ? ct_tensor_copy_data(target, source) : -1;
    ct_xdecref(source);
    ct_xdecref(target);
    return status;
}

extern const ct_cuda_kernel ct_cuda_joins[];
const ct_cuda_kernel ct_cuda_joins[] = {
    {CT_ID_cat, cat},
    {CT_ID_stack, stack},
    {CT_ID_constant_pad_nd, pad},
    {0, NULL},
};
