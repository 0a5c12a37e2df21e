/* index_mask: rows with a mask of the input's shape, and the indices of a mask. */
#include <string.h>

#include "cpu/copy.h"
#include "ops/index.h"
#include "ops/scope.h"
#include "ops/value.h"
#include "rows/index.h"
#include "rows/view.h"

static int check_mask(const ct_call *c, const ct_tensor *mask)
{
    return ct_check_dtype(c, mask->dtype == CT_DTYPE_BOOL, "a mask of bool",
                          (ct_dtype)mask->dtype);
}

/* The shape that input and mask, arguments 0 and 1, broadcast to. */
static int common_shape(const ct_call *c, int *ndim, int64_t *shape)
{
    const ct_tensor *input = c->arg[0].tensor, *mask = c->arg[1].tensor;
    *ndim = input->ndim;
    memcpy(shape, input->shape, input->ndim * sizeof *shape);
    return ct_shape_broadcast(c->op->pyname, ndim, shape, mask->ndim, mask->shape);
}

static int masked_out(ct_call *c)
{
    int64_t shape[CT_MAX_NDIM];
    int ndim;
    const ct_tensor *input = c->arg[0].tensor;
    if (ct_check_device(c) < 0 || check_mask(c, c->arg[1].tensor) < 0 ||
        common_shape(c, &ndim, shape) < 0) {
        return -1;
    }
    return ct_call_out(c, 0, (ct_dtype)input->dtype, ndim, shape);
}

int ct_masked_fill_check(ct_call *c)
{
    ct_dtype dtype = (ct_dtype)c->arg[0].tensor->dtype;
    return ct_check_value("masked_fill", c->arg[2].tensor, dtype) < 0 ? -1
                                                                      : masked_out(c);
}

int ct_masked_fill_cpu(ct_call *c)
{
    char value[16];
    ct_tensor *out = c->out[0];
    ct_tensor *mask = ct_tensor_broadcast(c->arg[1].tensor, out->ndim, out->shape);
    ct_tensor *input = ct_tensor_broadcast(c->arg[0].tensor, out->ndim, out->shape);
    ct_tensor *apart = mask && input ? ct_tensor_apart(mask, out) : NULL;
    int status = -1;
    if (apart && ct_value_store("masked_fill", c->arg[2].tensor, (ct_dtype)out->dtype,
                                value) == 0) {
        status = ct_masked_fill(out, apart, input, value);
    }
    ct_xdecref(apart);
    ct_xdecref(input);
    ct_xdecref(mask);
    return status;
}

/* ---- masked_scatter ----------------------------------------------------- */

int ct_masked_scatter_check(ct_call *c)
{
    const ct_tensor *input = c->arg[0].tensor, *source = c->arg[2].tensor;
    if (source->dtype != input->dtype) {
        return ct_error(
            CT_ERR_RUNTIME,
            "masked_scatter: expected input and source of one dtype, got %s "
            "and %s",
            ct_dtype_name((ct_dtype)input->dtype),
            ct_dtype_name((ct_dtype)source->dtype));
    }
    return masked_out(c);
}

/* Row-major numbers of the places in `shape` where mask is set. */
static ct_tensor *mask_numbers(ct_tensor *mask, int ndim, const int64_t *shape)
{
    ct_tensor *wide = ct_tensor_broadcast(mask, ndim, shape);
    ct_tensor *packed = wide ? ct_tensor_prepare(wide, CT_DTYPE_BOOL) : NULL;
    ct_tensor *numbers = packed ? ct_mask_indices(packed) : NULL;
    ct_xdecref(packed);
    ct_xdecref(wide);
    return numbers;
}

/* The k-th place with the mask set gets the k-th element of source. */
static int flat_places(ct_places *p, const ct_target *where, const ct_tensor *values,
                       const ct_tensor *index, const ct_tensor *table, bool write)
{
    (void)table;
    (void)write;
    p->count = index->numel;
    p->steps[0] = ct_tensor_itemsize(values);
    p->steps[1] = (int64_t)sizeof(int64_t);
    p->trusted = where->trusted;
    p->scale = where->scale;
    p->kind = (uint8_t)where->kind;
    p->dim = 0;
    p->wrap = 0;
    p->bound = 0;
    return 0;
}

static int scatter_numbers(ct_call *c, ct_tensor *numbers, ct_tensor *source)
{
    ct_tensor *out = c->out[0];
    const ct_target where = {.trusted = true, .scale = 1, .kind = CT_ERR_INDEX};
    if (source->numel < numbers->numel) {
        return ct_error(CT_ERR_RUNTIME,
                        "masked_scatter: expected a source of at least %lld elements, "
                        "the number of ones in mask, got %lld",
                        (long long)numbers->numel, (long long)source->numel);
    }
    if (ct_index_offsets(numbers, numbers, out->ndim, out->shape, out->strides) < 0) {
        return -1;
    }
    return ct_index_write(c, &where, flat_places, numbers, source, false);
}

int ct_masked_scatter_cpu(ct_call *c)
{
    ct_tensor *out = c->out[0];
    ct_tensor *numbers = mask_numbers(c->arg[1].tensor, out->ndim, out->shape);
    ct_tensor *source = ct_tensor_contiguous(c->arg[2].tensor);
    int status = numbers && source ? scatter_numbers(c, numbers, source) : -1;
    ct_xdecref(source);
    ct_xdecref(numbers);
    return status;
}

/* ---- masked_select ------------------------------------------------------ */

int ct_masked_select_body(ct_call *c)
{
    int64_t shape[CT_MAX_NDIM], dims[CT_MAX_NDIM];
    int ndim;
    if (check_mask(c, c->arg[1].tensor) < 0 || common_shape(c, &ndim, shape) < 0) {
        return -1;
    }
    for (int i = 0; i < ndim; i++) {
        dims[i] = i;
    }
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *input = ct_s_expand(&s, c->arg[0].tensor, (ct_dims){ndim, shape});
    ct_tensor *mask = ct_s_expand(&s, c->arg[1].tensor, (ct_dims){ndim, shape});
    ct_tensor *numbers = ct_s_mask_flat(&s, mask);
    ct_tensor *y = ct_s_index_flat(&s, input, numbers, (ct_dims){ndim, dims}, 0);
    c->out[0] = ct_scope_return(&s, y);
    return c->out[0] ? 0 : -1;
}

/* ---- indices of a mask -------------------------------------------------- */

int ct_mask_flat_check(ct_call *c)
{
    c->device = c->arg[0].tensor->device;
    return 0;
}

/* How many there are is known only now. */
int ct_mask_flat_cpu(ct_call *c)
{
    ct_tensor *mask = ct_tensor_prepare(c->arg[0].tensor, CT_DTYPE_BOOL);
    c->out[0] = mask ? ct_mask_indices(mask) : NULL;
    ct_xdecref(mask);
    return c->out[0] ? 0 : -1;
}

int ct_nonzero_check(ct_call *c)
{
    return ct_mask_flat_check(c);
}

int ct_nonzero_cpu(ct_call *c)
{
    const ct_tensor *t = c->arg[0].tensor;
    ct_tensor *mask = ct_tensor_prepare(c->arg[0].tensor, CT_DTYPE_BOOL);
    ct_tensor *numbers = mask ? ct_mask_indices(mask) : NULL;
    ct_tensor *rows = numbers ? ct_index_unravel(numbers, t->ndim, t->shape) : NULL;
    if (rows) { /* a row for each dim, shown as a column: nonzero_tuple takes them */
        const int64_t shape[] = {rows->shape[1], rows->shape[0]};
        const int64_t strides[] = {rows->strides[1], rows->strides[0]};
        c->out[0] = ct_tensor_alias(rows, 2, shape, strides, rows->data);
    }
    ct_xdecref(rows);
    ct_xdecref(numbers);
    ct_xdecref(mask);
    return c->out[0] ? 0 : -1;
}

static int nonzero_columns(ct_call *c)
{
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *t = c->arg[0].tensor;
    t = t->ndim ? t : ct_s_unsqueeze(&s, t, 0);
    ct_call find, columns;
    ct_call_init(&find, CT_ROW(nonzero));
    ct_call_init(&columns, CT_ROW(unbind));
    if (t) {
        ct_call_tensor(&find, 0, t);
    }
    ct_tensor *found = t ? ct_scope_run(&s, &find) : NULL;
    int status = -1;
    if (found) {
        ct_call_tensor(&columns, 0, found);
        ct_call_int(&columns, 1, 1);
        status = ct_call_run(&columns);
        c->outs = columns.outs;
    }
    ct_scope_end(&s);
    return status;
}

int ct_nonzero_tuple_body(ct_call *c)
{
    if (c->arg[1].i) {
        return nonzero_columns(c);
    }
    ct_call find;
    ct_call_init(&find, CT_ROW(nonzero));
    ct_call_tensor(&find, 0, c->arg[0].tensor);
    if (ct_call_run(&find) < 0) {
        return -1;
    }
    c->out[0] = find.out[0];
    return 0;
}

int ct_where_nonzero_body(ct_call *c)
{
    return nonzero_columns(c);
}
