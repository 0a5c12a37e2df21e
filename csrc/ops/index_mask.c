/* index_mask: rows with a mask of the input's shape, and the indices of a mask. */
#include <string.h>

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
    const ct_tensor *input = ARG(c, masked_fill, input).tensor,
                    *mask = ARG(c, masked_fill, mask).tensor;
    *ndim = input->ndim;
    memcpy(shape, input->shape, input->ndim * sizeof *shape);
    return ct_shape_broadcast(c->op->pyname, ndim, shape, mask->ndim, mask->shape);
}

static int masked_out(ct_call *c)
{
    int64_t *shape = ct_call_shape(c, 0);
    int ndim;
    const ct_tensor *input = ARG(c, masked_fill, input).tensor;
    if (check_mask(c, ARG(c, masked_fill, mask).tensor) < 0 ||
        common_shape(c, &ndim, shape) < 0) {
        return -1;
    }
    return ct_call_result(c, 0, (ct_dtype)input->dtype, ndim, shape);
}

int ct_masked_fill_check(ct_call *c)
{
    ct_dtype dtype = (ct_dtype)ARG(c, masked_fill, input).tensor->dtype;
    return ct_check_value("masked_fill", ARG(c, masked_fill, value).tensor, dtype) < 0
               ? -1
               : masked_out(c);
}

/* ---- masked_scatter ----------------------------------------------------- */

int ct_masked_scatter_check(ct_call *c)
{
    const ct_tensor *input = ARG(c, masked_scatter, input).tensor,
                    *source = ARG(c, masked_scatter, source).tensor;
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

/* What masked_scatter takes from source, as its gradient: that of masked_select where the
 * size is known beforehand. */
int ct_masked_pack_check(ct_call *c)
{
    const ct_tensor *input = ARG(c, masked_pack, input).tensor,
                    *mask = ARG(c, masked_pack, mask).tensor;
    int64_t *shape = ct_call_shape(c, 0), wide[CT_MAX_NDIM];
    int ndim;
    if (check_mask(c, mask) < 0 || common_shape(c, &ndim, wide) < 0) {
        return -1;
    }
    shape[0] = ARG(c, masked_pack, size).i;
    if (shape[0] < 0 || !ct_shape_equal(input->ndim, input->shape, ndim, wide)) {
        return ct_error(
            CT_ERR_RUNTIME,
            "_masked_pack: expected a mask that broadcasts to %s and a size "
            "of at least 0, got %s and %lld",
            ct_tensor_shape_str(input), ct_tensor_shape_str(mask), (long long)shape[0]);
    }
    ct_call_spec(c, 0, (ct_dtype)input->dtype, 1, shape)->kind = CT_SPEC_ZEROS;
    return 0;
}

/* ---- masked_select ------------------------------------------------------ */

int ct_masked_select_body(ct_call *c)
{
    int64_t shape[CT_MAX_NDIM], dims[CT_MAX_NDIM];
    int ndim;
    if (check_mask(c, ARG(c, masked_select, mask).tensor) < 0 ||
        common_shape(c, &ndim, shape) < 0) {
        return -1;
    }
    for (int i = 0; i < ndim; i++) {
        dims[i] = i;
    }
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *input =
        ct_s_expand(&s, ARG(c, masked_select, input).tensor, (ct_dims){ndim, shape});
    ct_tensor *mask =
        ct_s_expand(&s, ARG(c, masked_select, mask).tensor, (ct_dims){ndim, shape});
    ct_tensor *numbers = ct_s_mask_flat(&s, mask);
    ct_tensor *y = ct_s_index_flat(&s, input, numbers, (ct_dims){ndim, dims}, 0);
    c->out[0] = ct_scope_return(&s, y);
    return c->out[0] ? 0 : -1;
}

/* ---- indices of a mask -------------------------------------------------- */

/* How many there are is known when they have been counted: the kernel makes the result. */
int ct_mask_flat_check(ct_call *c)
{
    (void)c;
    return 0;
}

static int nonzero_columns(ct_call *c)
{
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *t = ARG(c, nonzero, input).tensor;
    t = t->ndim ? t : ct_s_unsqueeze(&s, t, 0);
    ct_call columns;
    ct_tensor *found = ct_s_nonzero(&s, t);
    int status = -1;
    if (found) {
        ct_call_init(&columns, CT_ROW(unbind));
        ct_call_tensor(&columns, CT_AT(unbind, input), found);
        ct_call_int(&columns, CT_AT(unbind, dim), 1);
        status = ct_call_run(&columns);
        c->outs = columns.outs;
    }
    ct_scope_end(&s);
    return status;
}

int ct_nonzero_tuple_body(ct_call *c)
{
    if (ARG(c, nonzero_tuple, as_tuple).i) {
        return nonzero_columns(c);
    }
    ct_call find;
    ct_call_init(&find, CT_ROW(nonzero));
    ct_call_tensor(&find, CT_AT(nonzero, input), ARG(c, nonzero_tuple, input).tensor);
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
