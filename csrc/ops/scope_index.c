/* scope_index: see scope_index.h. */
#include "ops/scope_index.h"

#include <string.h>

#include "core/layout.h"
/* A call of a row on x; false when x is NULL. */
static bool start(ct_scope *s, ct_call *c, ct_op_id id, ct_tensor *x)
{
    if (!x) {
        s->failed = true;
        return false;
    }
    ct_call_init(c, &ct_ops[id]);
    ct_call_tensor(c, 0, x);
    return true;
}

/* row(x, a, b): tensors. */
static ct_tensor *run_pair(ct_scope *s, ct_op_id id, ct_tensor *x, ct_tensor *a,
                           ct_tensor *b)
{
    ct_call c;
    if (!a || !start(s, &c, id, x)) {
        s->failed = true;
        return NULL;
    }
    ct_call_tensor(&c, 1, a);
    if (b) {
        ct_call_tensor(&c, 2, b);
    }
    return ct_scope_run(s, &c);
}

/* row(x, dim, index, value): value may be left out. */
static ct_tensor *run_dim(ct_scope *s, ct_op_id id, ct_tensor *x, int64_t dim,
                          ct_tensor *index, ct_tensor *value)
{
    ct_call c;
    if (!index || !start(s, &c, id, x)) {
        s->failed = true;
        return NULL;
    }
    ct_call_int(&c, 1, dim);
    ct_call_tensor(&c, 2, index);
    if (value) {
        ct_call_tensor(&c, 3, value);
    }
    return ct_scope_run(s, &c);
}

/* ---- views -------------------------------------------------------------- */

ct_tensor *ct_s_select(ct_scope *s, ct_tensor *x, int64_t dim, int64_t index)
{
    ct_call c;
    if (!start(s, &c, CT_OP_select, x)) {
        return NULL;
    }
    ct_call_int(&c, 1, dim);
    ct_call_int(&c, 2, index);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_contiguous_copy(ct_scope *s, ct_tensor *x)
{
    ct_call c;
    if (!start(s, &c, CT_OP_clone, x)) {
        return NULL;
    }
    ct_call_int(&c, 1, CT_FORMAT_CONTIGUOUS);
    return ct_scope_run(s, &c);
}

static ct_tensor *run_strided(ct_scope *s, ct_op_id id, ct_tensor *x, ct_dims size,
                              ct_dims stride, int64_t offset)
{
    ct_call c;
    if (!start(s, &c, id, x)) {
        return NULL;
    }
    ct_call_dims(&c, 1, size.n, size.v);
    ct_call_dims(&c, 2, stride.n, stride.v);
    ct_call_int(&c, 3, offset);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_strided_gather(ct_scope *s, ct_tensor *x, ct_dims size, ct_dims stride,
                               int64_t offset)
{
    return run_strided(s, CT_OP_strided_gather, x, size, stride, offset);
}

ct_tensor *ct_s_strided_scatter(ct_scope *s, ct_tensor *g, ct_dims size, ct_dims stride,
                                int64_t offset)
{
    return run_strided(s, CT_OP_strided_scatter, g, size, stride, offset);
}

ct_tensor *ct_s_crop(ct_scope *s, ct_tensor *x, int ndim, const int64_t *size)
{
    int64_t strides[CT_MAX_NDIM];
    if (!x || ct_shape_equal(x->ndim, x->shape, ndim, size)) {
        return x;
    }
    ct_shape_strides(x->ndim, x->shape, 1, strides);
    return ct_s_strided_gather(s, x, (ct_dims){ndim, size}, (ct_dims){ndim, strides},
                               0);
}

ct_tensor *ct_s_pad(ct_scope *s, ct_tensor *x, int ndim, const int64_t *size)
{
    int64_t strides[CT_MAX_NDIM];
    if (!x || ct_shape_equal(x->ndim, x->shape, ndim, size)) {
        return x;
    }
    ct_shape_strides(ndim, size, 1, strides);
    return ct_s_strided_scatter(s, x, (ct_dims){ndim, size}, (ct_dims){ndim, strides},
                                0);
}

/* ---- lists -------------------------------------------------------------- */

static ct_tensor *run_list(ct_scope *s, ct_op_id id, ct_tensors list, int64_t dim)
{
    ct_call c;
    for (int64_t i = 0; i < list.n; i++) {
        if (!list.v[i]) {
            s->failed = true;
            return NULL;
        }
    }
    ct_call_init(&c, &ct_ops[id]);
    c.arg[0].tensors = list;
    c.given |= 1;
    ct_call_int(&c, 1, dim);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_cat(ct_scope *s, ct_tensors list, int64_t dim)
{
    return run_list(s, CT_OP_cat, list, dim);
}

ct_tensor *ct_s_stack(ct_scope *s, ct_tensors list, int64_t dim)
{
    return run_list(s, CT_OP_stack, list, dim);
}

/* ---- index rows --------------------------------------------------------- */

ct_tensor *ct_s_gather(ct_scope *s, ct_tensor *x, int64_t dim, ct_tensor *index)
{
    return run_dim(s, CT_OP_gather, x, dim, index, NULL);
}

ct_tensor *ct_s_scatter_zero(ct_scope *s, ct_tensor *x, int64_t dim, ct_tensor *index)
{
    return run_dim(s, CT_OP_scatter_value, x, dim, index, ct_s_int(s, 0));
}

ct_tensor *ct_s_index_select(ct_scope *s, ct_tensor *x, int64_t dim, ct_tensor *index)
{
    return run_dim(s, CT_OP_index_select, x, dim, index, NULL);
}

ct_tensor *ct_s_index_add(ct_scope *s, ct_tensor *x, int64_t dim, ct_tensor *index,
                          ct_tensor *source)
{
    return source ? run_dim(s, CT_OP_index_add, x, dim, index, source) : NULL;
}

ct_tensor *ct_s_index_fill_zero(ct_scope *s, ct_tensor *x, int64_t dim,
                                ct_tensor *index)
{
    return run_dim(s, CT_OP_index_fill, x, dim, index, ct_s_int(s, 0));
}

ct_tensor *ct_s_masked_fill_zero(ct_scope *s, ct_tensor *x, ct_tensor *mask)
{
    return run_pair(s, CT_OP_masked_fill, x, mask, ct_s_int(s, 0));
}

ct_tensor *ct_s_masked_select(ct_scope *s, ct_tensor *x, ct_tensor *mask)
{
    return run_pair(s, CT_OP_masked_select, x, mask, NULL);
}

ct_tensor *ct_s_masked_scatter(ct_scope *s, ct_tensor *x, ct_tensor *mask,
                               ct_tensor *source)
{
    return source ? run_pair(s, CT_OP_masked_scatter, x, mask, source) : NULL;
}

ct_tensor *ct_s_mask_flat(ct_scope *s, ct_tensor *mask)
{
    ct_call c;
    return start(s, &c, CT_OP_mask_flat, mask) ? ct_scope_run(s, &c) : NULL;
}

ct_tensor *ct_s_ravel_index(ct_scope *s, ct_tensors indices, ct_dims sizes,
                            ct_dims dims)
{
    ct_call c;
    ct_call_init(&c, &ct_ops[CT_OP_ravel_index]);
    c.arg[0].tensors = indices;
    c.given |= 1;
    ct_call_dims(&c, 1, sizes.n, sizes.v);
    ct_call_dims(&c, 2, dims.n, dims.v);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_index_flat(ct_scope *s, ct_tensor *x, ct_tensor *index, ct_dims dims,
                           int64_t at)
{
    ct_call c;
    if (!index || !start(s, &c, CT_OP_index_flat, x)) {
        s->failed = true;
        return NULL;
    }
    ct_call_tensor(&c, 1, index);
    ct_call_dims(&c, 2, dims.n, dims.v);
    ct_call_int(&c, 3, at);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_index_put_flat(ct_scope *s, ct_tensor *x, ct_tensor *index,
                               ct_tensor *values, ct_dims dims, int64_t at,
                               bool accumulate)
{
    ct_call c;
    if (!index || !values || !start(s, &c, CT_OP_index_put_flat, x)) {
        s->failed = true;
        return NULL;
    }
    ct_call_tensor(&c, 1, index);
    ct_call_tensor(&c, 2, values);
    ct_call_dims(&c, 3, dims.n, dims.v);
    ct_call_int(&c, 4, at);
    ct_call_int(&c, 5, accumulate);
    return ct_scope_run(s, &c);
}
