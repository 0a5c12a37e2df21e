/* pad: kernels of the pad rows. The result is made of blocks: the input, and for each dim,
 * the last one first, what lies before and behind: as long as the result in the dims that
 * are done, as the input in the others. A block is a fill, or a copy of elements that are
 * there already; the transpose of a copy adds, in the opposite order. */
#include <string.h>

#include "core/device.h"
#include "cpu/index.h"
#include "ops/pad.h"
#include "ops/value.h"
#include "rows/pad.h"

/* A block of t: dims up to `dim` as the input lies in it, further ones whole; along dim n
 * elements from place `first` on, `step` apart. New reference. */
typedef struct run {
    int64_t first, step, n;
} run;

static int64_t inside(int64_t pad)
{
    return pad > 0 ? pad : 0;
}

static ct_tensor *block(ct_tensor *t, ct_dims pad, int dim, run along)
{
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM];
    char *data = t->data;
    for (int d = 0; d < t->ndim; d++) {
        int64_t before = d < dim ? inside(ct_pad_at(pad, t->ndim, d, 0)) : 0;
        int64_t behind = d < dim ? inside(ct_pad_at(pad, t->ndim, d, 1)) : 0;
        shape[d] = t->shape[d] - before - behind;
        strides[d] = t->strides[d];
        data += before * t->strides[d];
    }
    if (dim < t->ndim) {
        shape[dim] = along.n;
        strides[dim] *= along.step;
        data += along.first * t->strides[dim];
    }
    return ct_tensor_alias(t, t->ndim, shape, strides, data);
}

/* All of t that is not what pads stand for. */
static ct_tensor *core_of(ct_tensor *t, ct_dims pad)
{
    return block(t, pad, t->ndim, (run){0, 1, 0});
}

/* ---- a number ---------------------------------------------------------------- */

static int fill_block(ct_tensor *out, ct_dims pad, int dim, run along,
                      const void *value)
{
    if (along.n <= 0) {
        return 0;
    }
    ct_tensor *part = block(out, pad, dim, along);
    int status = part ? ct_tensor_fill(part, value) : -1;
    ct_xdecref(part);
    return status;
}

static int fill_around(ct_tensor *out, ct_dims pad, const void *value)
{
    for (int d = out->ndim - 1; d >= 0; d--) {
        int64_t before = ct_pad_at(pad, out->ndim, d, 0);
        int64_t behind = ct_pad_at(pad, out->ndim, d, 1), n = out->shape[d];
        if (fill_block(out, pad, d, (run){0, 1, before}, value) < 0 ||
            fill_block(out, pad, d, (run){n - behind, 1, behind}, value) < 0) {
            return -1;
        }
    }
    return 0;
}

int ct_constant_pad_nd_cpu(ct_call *c)
{
    ct_tensor *x = ARG(c, constant_pad_nd, input).tensor, *out = c->out[0];
    ct_dims pad = ARG(c, constant_pad_nd, pad).dims;
    int64_t less[2 * CT_MAX_NDIM];
    _Alignas(16) char value[16] = {0};
    for (int64_t i = 0; i < pad.n; i++) {
        less[i] = -pad.v[i];
    }
    if (GIVEN(c, constant_pad_nd, value) &&
        ct_value_store("constant_pad_nd", ARG(c, constant_pad_nd, value).tensor,
                       (ct_dtype)out->dtype, value) < 0) {
        return -1;
    }
    if (out->numel == 0) {
        return 0;
    }
    if (x->numel == 0) {
        return ct_tensor_fill(out, value);
    }
    ct_tensor *from = core_of(x, (ct_dims){pad.n, less}), *to = core_of(out, pad);
    int status = from && to ? fill_around(out, pad, value) : -1;
    status = status == 0 ? ct_tensor_copy_data(to, from) : -1;
    ct_xdecref(to);
    ct_xdecref(from);
    return status;
}

/* ---- elements of the input ----------------------------------------------------- */

/* Where what lies before (side 0) or behind n elements comes from; all in the result. */
static run source_of(int64_t mode, int64_t before, int64_t n, int64_t pad, int side)
{
    if (mode == CT_IS_edge_pad_mode_reflect) {
        return (run){side ? before + n - 2 : 2 * before, -1, pad};
    }
    if (mode == CT_IS_edge_pad_mode_replicate) {
        return (run){side ? before + n - 1 : before, 0, pad};
    }
    return (run){side ? before : n, 1, pad};
}

/* What is done with a block and its source. */
typedef int (*pair_fn)(ct_tensor *part, ct_tensor *source);

static int each_side(ct_tensor *t, ct_call *c, int dim, pair_fn fn)
{
    ct_dims pad = ARG(c, edge_pad, pad).dims;
    int64_t before = ct_pad_at(pad, t->ndim, dim, 0), n = t->shape[dim] - before;
    int64_t sizes[] = {before, ct_pad_at(pad, t->ndim, dim, 1)};
    int status = 0;
    n -= sizes[1];
    for (int side = 0; side < 2 && status == 0; side++) {
        if (sizes[side] == 0) {
            continue;
        }
        run to = {side ? before + n : 0, 1, sizes[side]};
        run from = source_of(ARG(c, edge_pad, mode).i, before, n, sizes[side], side);
        ct_tensor *part = block(t, pad, dim, to);
        ct_tensor *source = part ? block(t, pad, dim, from) : NULL;
        status = source ? fn(part, source) : -1;
        ct_xdecref(source);
        ct_xdecref(part);
    }
    return status;
}

int ct_edge_pad_cpu(ct_call *c)
{
    ct_tensor *out = c->out[0];
    if (out->numel == 0) {
        return 0;
    }
    ct_tensor *core = core_of(out, ARG(c, edge_pad, pad).dims);
    int status = core ? ct_tensor_copy_data(core, ARG(c, edge_pad, input).tensor) : -1;
    for (int d = out->ndim - 1; d >= 0 && status == 0; d--) {
        status = each_side(out, c, d, ct_tensor_copy_data);
    }
    ct_xdecref(core);
    return status;
}

static int add_back(ct_tensor *part, ct_tensor *source)
{
    return ct_add_overlapping(source, part);
}

int ct_edge_fold_cpu(ct_call *c)
{
    ct_tensor *g = ARG(c, edge_fold, grad).tensor, *out = c->out[0];
    if (out->numel == 0) {
        return 0;
    }
    ct_tensor *sums = ct_tensor_new_like(g, ct_dtype_compute((ct_dtype)g->dtype));
    ct_tensor *core = sums ? core_of(sums, ARG(c, edge_fold, pad).dims) : NULL;
    int status = core ? ct_tensor_copy_data(sums, g) : -1;
    for (int d = 0; d < g->ndim && status == 0; d++) {
        status = each_side(sums, c, d, add_back);
    }
    status = status == 0 ? ct_tensor_copy_data(out, core) : -1;
    ct_xdecref(core);
    ct_xdecref(sums);
    return status;
}
