/* index_dim: checks of the rows that index one dim: gather and scatter, with an index for each
 * element; index_select and its kin, with an index for each slice. */
#include <string.h>

#include "ops/index.h"
#include "ops/value.h"
#include "rows/index.h"

/* ---- checks ------------------------------------------------------------- */

static int same_dtype(const ct_call *c, const ct_tensor *src)
{
    const ct_tensor *input = ARG(c, scatter, input).tensor;
    if (src->dtype == input->dtype) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "%s: expected input and source of one dtype, got %s and %s",
                    c->op->pyname, ct_dtype_name((ct_dtype)input->dtype),
                    ct_dtype_name((ct_dtype)src->dtype));
}

/* A result of input's dtype: elements are moved there as they are. */
static int out_of_input(ct_call *c, int ndim, const int64_t *shape)
{
    ct_tensor *input = ARG(c, scatter, input).tensor;
    if (c->out[0] && c->out[0]->dtype != input->dtype) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected out of dtype %s, got %s",
                        c->op->pyname, ct_dtype_name((ct_dtype)input->dtype),
                        ct_dtype_name((ct_dtype)c->out[0]->dtype));
    }
    return ct_call_result(c, 0, (ct_dtype)input->dtype, ndim, shape);
}

/* One of input's shape too, for ops that write into it. */
static int written_out(ct_call *c)
{
    ct_tensor *input = ARG(c, scatter, input).tensor;
    return out_of_input(c, input->ndim, input->shape);
}

static int least_one(int ndim)
{
    return ndim ? ndim : 1;
}

/* gather, scatter: index is as large as input at most, but along dim. */
static int element_index(ct_call *c)
{
    const ct_tensor *input = ARG(c, gather, input).tensor,
                    *index = ARG(c, gather, index).tensor;
    int dim = (int)ARG(c, gather, dim).i;
    if (ct_check_index(c, index) < 0) {
        return -1;
    }
    if (least_one(index->ndim) != least_one(input->ndim)) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: Index tensor must have the same number of dimensions as "
                        "input tensor: expected %d, got %d",
                        c->op->pyname, input->ndim, index->ndim);
    }
    for (int d = 0; index->numel && d < index->ndim; d++) {
        if (d != dim && index->shape[d] > ct_size_at(input, d)) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected index %s to be no larger than input %s apart "
                            "from dimension %d",
                            c->op->pyname, ct_tensor_shape_str(index),
                            ct_tensor_shape_str(input), dim);
        }
    }
    return 0;
}

static int element_source(ct_call *c)
{
    const ct_tensor *index = ARG(c, scatter, index).tensor,
                    *src = ARG(c, scatter, src).tensor;
    if (same_dtype(c, src) < 0) {
        return -1;
    }
    bool fits = least_one(src->ndim) == least_one(index->ndim);
    for (int d = 0; fits && index->numel && d < index->ndim; d++) {
        fits = index->shape[d] <= ct_size_at(src, d);
    }
    if (!fits) {
        return ct_error(
            CT_ERR_RUNTIME, "%s: expected index %s to be no larger than src %s",
            c->op->pyname, ct_tensor_shape_str(index), ct_tensor_shape_str(src));
    }
    return 0;
}

int ct_check_elements(ct_call *c)
{
    return element_index(c) < 0 ? -1 : element_source(c);
}

/* index_select and the others: one dim of indices; their number, or -1. */
static int64_t slice_index(ct_call *c)
{
    const ct_tensor *index = ARG(c, index_select, index).tensor;
    if (ct_check_index(c, index) < 0) {
        return -1;
    }
    if (index->ndim > 1) {
        return ct_error(CT_ERR_INDEX,
                        "%s: expected an index of at most 1 dimension, got "
                        "shape %s",
                        c->op->pyname, ct_tensor_shape_str(index));
    }
    return index->numel;
}

int ct_check_slices(ct_call *c)
{
    const ct_tensor *input = ARG(c, index_copy, input).tensor,
                    *src = ARG(c, index_copy, source).tensor;
    int64_t n = slice_index(c), dim = ARG(c, index_copy, dim).i;
    if (n < 0 || same_dtype(c, src) < 0) {
        return -1;
    }
    bool fits = least_one(src->ndim) == least_one(input->ndim);
    for (int d = 0; fits && d < least_one(input->ndim); d++) {
        fits = ct_size_at(src, d) == (d == dim ? n : ct_size_at(input, d));
    }
    if (!fits) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected a source like input %s with size %lld along "
                        "dimension %lld, got %s",
                        c->op->pyname, ct_tensor_shape_str(input), (long long)n,
                        (long long)dim, ct_tensor_shape_str(src));
    }
    return 0;
}

static int slice_source(ct_call *c)
{
    return ct_check_slices(c) < 0 ? -1 : written_out(c);
}

/* ---- one index for each element ----------------------------------------- */

int ct_gather_check(ct_call *c)
{
    const ct_tensor *index = ARG(c, gather, index).tensor;
    if (element_index(c) < 0) {
        return -1;
    }
    return out_of_input(c, index->ndim, index->shape);
}

int ct_scatter_check(ct_call *c)
{
    return ct_check_elements(c) < 0 ? -1 : written_out(c);
}

static int scatter_fold_check(ct_call *c)
{
    const ct_tensor *index = ARG(c, scatter_prod, index).tensor;
    const ct_tensor *src = ARG(c, scatter_prod, src).tensor;
    if (index->ndim == 0 ||
        !ct_shape_equal(index->ndim, index->shape, src->ndim, src->shape)) {
        return ct_error(
            CT_ERR_RUNTIME, "%s: expected an index of src's shape %s, got %s",
            c->op->pyname, ct_tensor_shape_str(src), ct_tensor_shape_str(index));
    }
    return ct_scatter_check(c);
}

int ct_scatter_prod_check(ct_call *c)
{
    return scatter_fold_check(c);
}

int ct_scatter_amax_check(ct_call *c)
{
    ct_dtype d = (ct_dtype)ARG(c, scatter_amax, input).tensor->dtype;
    if (ct_check_dtype(c, !ct_dtype_is_complex(d), "a real", d) < 0) {
        return -1;
    }
    return scatter_fold_check(c);
}

int ct_scatter_value_check(ct_call *c)
{
    ct_dtype dtype = (ct_dtype)ARG(c, scatter_value, input).tensor->dtype;
    if (element_index(c) < 0 ||
        ct_check_value(c->op->pyname, ARG(c, scatter_value, value).tensor, dtype) < 0) {
        return -1;
    }
    return written_out(c);
}

/* ---- one index for each slice ------------------------------------------- */

int ct_index_select_check(ct_call *c)
{
    const ct_tensor *input = ARG(c, index_select, input).tensor;
    int64_t *shape = ct_call_shape(c, 0), n = slice_index(c);
    if (n < 0) {
        return -1;
    }
    if (input->ndim == 0 && n != 1) {
        return ct_error(CT_ERR_RUNTIME,
                        "index_select: expected 1 index for a 0-d input, got %lld",
                        (long long)n);
    }
    memcpy(shape, input->shape, input->ndim * sizeof *shape);
    shape[ARG(c, index_select, dim).i] = n;
    return out_of_input(c, input->ndim, shape);
}

int ct_index_copy_check(ct_call *c)
{
    return slice_source(c);
}

static int check_alpha(const ct_tensor *alpha, ct_dtype dtype)
{
    if (ct_dtype_is_integral(dtype) && ct_dtype_is_inexact((ct_dtype)alpha->dtype)) {
        return ct_error(CT_ERR_RUNTIME,
                        "index_add: expected alpha to be an integer for %s, got a "
                        "floating point number",
                        ct_dtype_name(dtype));
    }
    return ct_check_value("index_add", alpha, dtype);
}

int ct_index_add_check(ct_call *c)
{
    ct_dtype dtype = (ct_dtype)ARG(c, index_add, input).tensor->dtype;
    if (GIVEN(c, index_add, alpha) &&
        check_alpha(ARG(c, index_add, alpha).tensor, dtype) < 0) {
        return -1;
    }
    return slice_source(c);
}

int ct_index_fill_check(ct_call *c)
{
    ct_dtype dtype = (ct_dtype)ARG(c, index_fill, input).tensor->dtype;
    if (slice_index(c) < 0 ||
        ct_check_value(c->op->pyname, ARG(c, index_fill, value).tensor, dtype) < 0) {
        return -1;
    }
    return written_out(c);
}
