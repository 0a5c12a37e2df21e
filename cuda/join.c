/* join: rows whose results are parts laid beside each other: each part is a copy. */
#include <string.h>

#include "host.h"
#include "ops/join.h"
#include "ops/pad.h"
#include "rows/join.h"
#include "rows/pad.h"

static int cat(ct_call *c)
{
    return ct_join(c, false, ct_join_copies);
}

static int stack(ct_call *c)
{
    return ct_join(c, true, ct_join_copies);
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
