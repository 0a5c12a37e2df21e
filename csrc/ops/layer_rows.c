/* layer_rows: operands as rows of a normalized shape. */
#include "ops/layer_rows.h"

#include "rows/view.h"

int ct_layer_rows_kept(const ct_call *c, const ct_tensor *x, ct_dims shape)
{
    ct_dtype d = (ct_dtype)x->dtype;
    int n = (int)shape.n, kept = x->ndim - n;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    if (n < 1 || kept < 0 || !ct_shape_equal(n, x->shape + kept, n, shape.v)) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected normalized_shape of 1 or more dims, the last "
                        "of input, got %s for input %s",
                        c->op->name, ct_shape_str(n, shape.v), ct_tensor_shape_str(x));
    }
    return kept;
}

bool ct_layer_rows_fit(const ct_tensor *x, const ct_tensor *grad,
                       const ct_tensor *weight, int64_t rows, int64_t size)
{
    bool whole = size > 0 ? x->numel % size == 0 && x->numel / size == rows
                          : size == 0 && x->numel == 0;
    return whole && ct_shape_equal(x->ndim, x->shape, grad->ndim, grad->shape) &&
           (!weight || weight->numel == size);
}

ct_tensor *ct_layer_rows(ct_scope *s, ct_tensor *t, int64_t rows, int64_t size,
                         ct_dtype d)
{
    t = ct_s_reshape(s, t, (ct_dims){2, (int64_t[]){rows, size}});
    return ct_s_cast(s, t, d);
}
