/* index_dim: rows that index one dim: gather and scatter, with an index for each
 * element; index_select and its kin, with an index for each slice. */
#include <string.h>

#include "cpu/copy.h"
#include "cpu/kernels.h"
#include "cpu/pointwise.h"
#include "ops/index.h"
#include "ops/value.h"
#include "rows/pointwise.h"

/* ---- places ------------------------------------------------------------- */

static void set_bounds(ct_places *p, const ct_target *where, const ct_tensor *table)
{
    int dim = where->dim;
    p->bound = (uint64_t)ct_size_at(table, dim);
    p->scale = ct_stride_at(table, dim);
    p->dim = dim;
    p->kind = (uint8_t)where->kind;
    p->wrap = where->wrap;
    p->trusted = false;
}

/* One more dim of the three; the indexed one goes apart in a write. */
static void add_dim(ct_places *p, bool apart, int64_t size, int64_t a, int64_t b,
                    int64_t c)
{
    if (!apart) {
        ct_lines_add(&p->lines, size, a, b, c);
        return;
    }
    p->count = size;
    p->steps[0] = a;
    p->steps[1] = b;
    p->steps[2] = c;
}

static int element_places(ct_places *p, const ct_target *where, const ct_tensor *values,
                          const ct_tensor *index, const ct_tensor *table, bool write)
{
    int dim = where->dim;
    set_bounds(p, where, table);
    for (int d = 0; d < index->ndim; d++) {
        int64_t stride = d == dim ? 0 : ct_stride_at(table, d);
        add_dim(p, write && d == dim, index->shape[d], ct_stride_at(values, d),
                index->strides[d], stride);
    }
    return 0;
}

static int slice_places(ct_places *p, const ct_target *where, const ct_tensor *values,
                        const ct_tensor *index, const ct_tensor *table, bool write)
{
    int dim = where->dim;
    set_bounds(p, where, table);
    for (int d = 0; d < table->ndim || d == 0; d++) {
        int64_t step = ct_stride_at(values, d);
        if (d == dim) {
            add_dim(p, write, ct_size_at(index, 0), step, ct_stride_at(index, 0), 0);
        } else {
            add_dim(p, false, table->shape[d], step, 0, table->strides[d]);
        }
    }
    return 0;
}

/* ---- checks ------------------------------------------------------------- */

/* Argument 1 as the dim, kept in note[0]; -1 with the error. */
static int dim_checked(ct_call *c)
{
    int dim = ct_dim_wrap(c->op->pyname, c->arg[1].i, c->arg[0].tensor->ndim);
    c->note[0] = dim;
    return dim;
}

static int same_dtype(const ct_call *c, const ct_tensor *src)
{
    const ct_tensor *input = c->arg[0].tensor;
    if (src->dtype == input->dtype) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "%s: expected input and source of one dtype, got %s and %s",
                    c->op->pyname, ct_dtype_name((ct_dtype)input->dtype),
                    ct_dtype_name((ct_dtype)src->dtype));
}

/* A result like input, for ops that write into it. */
static int written_out(ct_call *c)
{
    ct_tensor *input = c->arg[0].tensor;
    if (c->out[0] && c->out[0]->dtype != input->dtype) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected out of dtype %s, got %s",
                        c->op->pyname, ct_dtype_name((ct_dtype)input->dtype),
                        ct_dtype_name((ct_dtype)c->out[0]->dtype));
    }
    return ct_call_out(c, 0, (ct_dtype)input->dtype, input->ndim, input->shape);
}

static int least_one(int ndim)
{
    return ndim ? ndim : 1;
}

/* gather, scatter: index is as large as input at most, but along dim. */
static int element_index(ct_call *c)
{
    const ct_tensor *input = c->arg[0].tensor, *index = c->arg[2].tensor;
    int dim = dim_checked(c);
    if (dim < 0 || ct_check_device(c) < 0 || ct_check_index(c, index) < 0) {
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
    const ct_tensor *index = c->arg[2].tensor, *src = c->arg[3].tensor;
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
    return written_out(c);
}

/* index_select and the others: one dim of indices; their number, or -1. */
static int64_t slice_index(ct_call *c)
{
    const ct_tensor *index = c->arg[2].tensor;
    if (dim_checked(c) < 0 || ct_check_device(c) < 0 || ct_check_index(c, index) < 0) {
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

static int slice_source(ct_call *c)
{
    const ct_tensor *input = c->arg[0].tensor, *src = c->arg[3].tensor;
    int64_t n = slice_index(c), dim = c->note[0];
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
    return written_out(c);
}

/* ---- one index for each element ----------------------------------------- */

int ct_gather_check(ct_call *c)
{
    const ct_tensor *index = c->arg[2].tensor;
    if (element_index(c) < 0) {
        return -1;
    }
    return ct_call_out(c, 0, (ct_dtype)c->arg[0].tensor->dtype, index->ndim,
                       index->shape);
}

/* The kernel finds an index out of range as it reads, if it reads. */
static int read_along(ct_call *c, ct_places_fn places, ct_error_kind kind)
{
    const ct_target where = {.dim = (int)c->note[0], .kind = kind};
    ct_tensor *input = c->arg[0].tensor;
    ct_tensor *index = ct_tensor_cast(c->arg[2].tensor, CT_DTYPE_I64);
    int status = index ? 0 : -1;
    if (status == 0 && c->out[0]->numel == 0) {
        int64_t size = ct_size_at(input, where.dim);
        status = ct_index_check(index, size, 0, kind, where.dim);
    }
    if (status == 0) {
        status = ct_index_read(&where, places, c->out[0], index, input);
    }
    ct_xdecref(index);
    return status;
}

/* What is written to must not change before an error; a new tensor may. */
static int write_along(ct_call *c, ct_places_fn places, ct_tensor *values,
                       ct_error_kind kind, bool add)
{
    const ct_target where = {.dim = (int)c->note[0], .kind = kind};
    int64_t size = ct_size_at(c->arg[0].tensor, where.dim);
    ct_tensor *index = ct_tensor_cast(c->arg[2].tensor, CT_DTYPE_I64);
    int status = index ? 0 : -1;
    if (status == 0 && (c->form != CT_FORM_NEW || c->out[0]->numel == 0)) {
        status = ct_index_check(index, size, 0, kind, where.dim);
    }
    if (status == 0) {
        status = ct_index_write(c, &where, places, index, values, add);
    }
    ct_xdecref(index);
    return status;
}

int ct_gather_cpu(ct_call *c)
{
    return read_along(c, element_places, CT_ERR_RUNTIME);
}

int ct_scatter_check(ct_call *c)
{
    return element_index(c) < 0 ? -1 : element_source(c);
}

int ct_scatter_cpu(ct_call *c)
{
    return write_along(c, element_places, c->arg[3].tensor, CT_ERR_RUNTIME, false);
}

int ct_scatter_add_check(ct_call *c)
{
    return ct_scatter_check(c);
}

int ct_scatter_add_cpu(ct_call *c)
{
    return write_along(c, element_places, c->arg[3].tensor, CT_ERR_RUNTIME, true);
}

int ct_scatter_value_check(ct_call *c)
{
    ct_dtype dtype = (ct_dtype)c->arg[0].tensor->dtype;
    if (element_index(c) < 0 ||
        ct_check_value(c->op->pyname, c->arg[3].tensor, dtype) < 0) {
        return -1;
    }
    return written_out(c);
}

int ct_scatter_value_cpu(ct_call *c)
{
    ct_tensor *value = ct_tensor_cast(c->arg[3].tensor, (ct_dtype)c->out[0]->dtype);
    if (!value) {
        return -1;
    }
    int status = write_along(c, element_places, value, CT_ERR_RUNTIME, false);
    ct_decref(value);
    return status;
}

/* ---- one index for each slice ------------------------------------------- */

int ct_index_select_check(ct_call *c)
{
    const ct_tensor *input = c->arg[0].tensor;
    int64_t shape[CT_MAX_NDIM], n = slice_index(c);
    if (n < 0) {
        return -1;
    }
    if (input->ndim == 0 && n != 1) {
        return ct_error(CT_ERR_RUNTIME,
                        "index_select: expected 1 index for a 0-d input, got %lld",
                        (long long)n);
    }
    memcpy(shape, input->shape, input->ndim * sizeof *shape);
    shape[c->note[0]] = n;
    return ct_call_out(c, 0, (ct_dtype)input->dtype, input->ndim, shape);
}

int ct_index_select_cpu(ct_call *c)
{
    return read_along(c, slice_places, CT_ERR_INDEX);
}

int ct_index_copy_check(ct_call *c)
{
    return slice_source(c);
}

int ct_index_copy_cpu(ct_call *c)
{
    return write_along(c, slice_places, c->arg[3].tensor, CT_ERR_INDEX, false);
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
    ct_dtype dtype = (ct_dtype)c->arg[0].tensor->dtype;
    if (ct_given(c, 4) && check_alpha(c->arg[4].tensor, dtype) < 0) {
        return -1;
    }
    return slice_source(c);
}

/* alpha * source in the dtype the sum is made in. */
static ct_tensor *scaled(ct_tensor *source, ct_tensor *alpha)
{
    ct_dtype dtype = ct_dtype_compute((ct_dtype)source->dtype);
    ct_tensor *factor = ct_tensor_cast(alpha, dtype);
    ct_tensor *out = factor ? ct_tensor_new_like(source, dtype) : NULL;
    if (out) {
        ct_tensor *const in[] = {source, factor};
        ct_loop loop = CT_FORWARD_LOOP(mul, dtype);
        if (ct_pointwise_run(loop, dtype, dtype, out, 2, in) < 0) {
            ct_clear(&out);
        }
    }
    ct_xdecref(factor);
    return out;
}

int ct_index_add_cpu(ct_call *c)
{
    ct_tensor *source = c->arg[3].tensor;
    source = ct_given(c, 4) ? scaled(source, c->arg[4].tensor) : ct_newref(source);
    if (!source) {
        return -1;
    }
    int status = write_along(c, slice_places, source, CT_ERR_RUNTIME, true);
    ct_decref(source);
    return status;
}

int ct_index_fill_check(ct_call *c)
{
    ct_dtype dtype = (ct_dtype)c->arg[0].tensor->dtype;
    if (slice_index(c) < 0 ||
        ct_check_value(c->op->pyname, c->arg[3].tensor, dtype) < 0) {
        return -1;
    }
    return written_out(c);
}

/* Unlike the others it takes negative indices. */
int ct_index_fill_cpu(ct_call *c)
{
    int dim = (int)c->note[0];
    int64_t size = ct_size_at(c->out[0], dim);
    const ct_target where = {.dim = dim, .wrap = size, .kind = CT_ERR_INDEX};
    ct_tensor *index = ct_tensor_cast(c->arg[2].tensor, CT_DTYPE_I64);
    ct_tensor *value = ct_tensor_cast(c->arg[3].tensor, (ct_dtype)c->out[0]->dtype);
    int status = -1;
    if (index && value && ct_index_check(index, size, size, CT_ERR_INDEX, dim) == 0) {
        status = ct_index_write(c, &where, slice_places, index, value, false);
    }
    ct_xdecref(value);
    ct_xdecref(index);
    return status;
}
