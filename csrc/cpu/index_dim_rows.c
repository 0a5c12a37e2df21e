/* index_dim_rows: kernels of the rows that index one dim: an index for each element, or for
 * each slice. */
#include <string.h>

#include "cpu/copy.h"
#include "cpu/index_rows.h"
#include "cpu/kernels.h"
#include "cpu/pointwise.h"
#include "rows/arithmetic.h"
#include "rows/index.h"

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

/* ---- one index for each element ----------------------------------------- */

/* The kernel finds an index out of range as it reads, if it reads. */
static int read_along(ct_call *c, ct_places_fn places, ct_error_kind kind)
{
    const ct_target where = {.dim = (int)ARG(c, gather, dim).i, .kind = kind};
    ct_tensor *input = ARG(c, gather, input).tensor;
    ct_tensor *index = ct_tensor_cast(ARG(c, gather, index).tensor, CT_DTYPE_I64);
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

/* Writes, or folds. What is written to must not change before an error; a new tensor may. */
enum { WRITE = CT_FOLD_COUNT };

static int write_along(ct_call *c, ct_places_fn places, ct_tensor *values,
                       ct_error_kind kind, int how)
{
    const ct_target where = {.dim = (int)ARG(c, scatter, dim).i, .kind = kind};
    int64_t size = ct_size_at(ARG(c, scatter, input).tensor, where.dim);
    ct_tensor *index = ct_tensor_cast(ARG(c, scatter, index).tensor, CT_DTYPE_I64);
    int status = index ? 0 : -1;
    if (status == 0 && (c->form != CT_FORM_NEW || c->out[0]->numel == 0)) {
        status = ct_index_check(index, size, 0, kind, where.dim);
    }
    if (status == 0 && how == WRITE) {
        status = ct_index_write(c, &where, places, index, values);
    } else if (status == 0) {
        status = ct_index_fold(c, &where, places, index, values, (ct_fold)how);
    }
    ct_xdecref(index);
    return status;
}

int ct_gather_cpu(ct_call *c)
{
    return read_along(c, element_places, CT_ERR_RUNTIME);
}

int ct_scatter_cpu(ct_call *c)
{
    return write_along(c, element_places, ARG(c, scatter, src).tensor, CT_ERR_RUNTIME,
                       WRITE);
}

int ct_scatter_add_cpu(ct_call *c)
{
    return write_along(c, element_places, ARG(c, scatter_add, src).tensor,
                       CT_ERR_RUNTIME, CT_FOLD_ADD);
}

int ct_scatter_prod_cpu(ct_call *c)
{
    return write_along(c, element_places, ARG(c, scatter_prod, src).tensor,
                       CT_ERR_RUNTIME, CT_FOLD_MULTIPLY);
}

int ct_scatter_amax_cpu(ct_call *c)
{
    return write_along(c, element_places, ARG(c, scatter_amax, src).tensor,
                       CT_ERR_RUNTIME, CT_FOLD_MAX);
}

int ct_scatter_amin_cpu(ct_call *c)
{
    return write_along(c, element_places, ARG(c, scatter_amin, src).tensor,
                       CT_ERR_RUNTIME, CT_FOLD_MIN);
}

int ct_scatter_value_cpu(ct_call *c)
{
    ct_tensor *value =
        ct_tensor_cast(ARG(c, scatter_value, value).tensor, (ct_dtype)c->out[0]->dtype);
    if (!value) {
        return -1;
    }
    int status = write_along(c, element_places, value, CT_ERR_RUNTIME, WRITE);
    ct_decref(value);
    return status;
}

/* ---- one index for each slice ------------------------------------------- */

int ct_index_select_cpu(ct_call *c)
{
    return read_along(c, slice_places, CT_ERR_INDEX);
}

int ct_index_copy_cpu(ct_call *c)
{
    return write_along(c, slice_places, ARG(c, index_copy, source).tensor, CT_ERR_INDEX,
                       WRITE);
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
        if (ct_pointwise_run(loop, NULL, dtype, dtype, out, 2, in) < 0) {
            ct_clear(&out);
        }
    }
    ct_xdecref(factor);
    return out;
}

int ct_index_add_cpu(ct_call *c)
{
    ct_tensor *source = ARG(c, index_add, source).tensor;
    source = GIVEN(c, index_add, alpha)
                 ? scaled(source, ARG(c, index_add, alpha).tensor)
                 : ct_newref(source);
    if (!source) {
        return -1;
    }
    int status = write_along(c, slice_places, source, CT_ERR_RUNTIME, CT_FOLD_ADD);
    ct_decref(source);
    return status;
}

/* Unlike the others it takes negative indices. */
int ct_index_fill_cpu(ct_call *c)
{
    int dim = (int)ARG(c, index_fill, dim).i;
    int64_t size = ct_size_at(c->out[0], dim);
    const ct_target where = {.dim = dim, .wrap = size, .kind = CT_ERR_INDEX};
    ct_tensor *index = ct_tensor_cast(ARG(c, index_fill, index).tensor, CT_DTYPE_I64);
    ct_tensor *value =
        ct_tensor_cast(ARG(c, index_fill, value).tensor, (ct_dtype)c->out[0]->dtype);
    int status = -1;
    if (index && value && ct_index_check(index, size, size, CT_ERR_INDEX, dim) == 0) {
        status = ct_index_write(c, &where, slice_places, index, value);
    }
    ct_xdecref(value);
    ct_xdecref(index);
    return status;
}
