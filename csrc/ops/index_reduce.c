/* index_reduce: scatter with reduce=, which combines what is written with what is there.
 *
 * 'add' is scatter_add. For 'multiply' the indices along dim are taken one after the
 * other: those of one step name places that differ, so that a step is a gather, a product
 * and a scatter, each with its gradient. */
#include "ops/op.h"
#include "ops/scope.h"
#include "ops/value.h"
#include "rows/arithmetic.h"
#include "rows/index.h"
#include "rows/view.h"

/* x with y * src[k] written where index[k] says, y being what is there; x is changed. */
static ct_tensor *multiply_step(ct_scope *s, ct_tensor *x, int64_t dim,
                                ct_tensor *index, ct_tensor *src, int64_t k)
{
    ct_call c;
    ct_tensor *at = ct_s_narrow(s, index, dim, k, 1);
    ct_tensor *factor = ct_s_narrow(s, src, dim, k, 1);
    for (int d = 0; factor && at && d < at->ndim; d++) {
        factor = ct_s_narrow(s, factor, d, 0, at->shape[d]);
    }
    ct_tensor *product = ct_s_mul(s, ct_s_gather(s, x, dim, at), factor);
    if (!product) {
        return NULL;
    }
    ct_call_init(&c, CT_ROW(scatter));
    ct_call_tensor(&c, CT_AT(scatter, input), x);
    ct_call_int(&c, CT_AT(scatter, dim), dim);
    ct_call_tensor(&c, CT_AT(scatter, index), at);
    ct_call_tensor(&c, CT_AT(scatter, src), product);
    c.form = CT_FORM_INPLACE;
    c.out[0] = ct_newref(x);
    return ct_scope_run(s, &c);
}

static ct_tensor *multiplied(ct_scope *s, ct_tensor *input, int64_t dim,
                             ct_tensor *index, ct_tensor *src)
{
    ct_tensor *x = ct_s_clone(s, input);
    if (index->ndim == 0) {
        index = ct_s_unsqueeze(s, index, 0);
        src = ct_s_unsqueeze(s, src, 0);
    }
    int64_t n = index && index->numel ? index->shape[dim] : 0;
    for (int64_t k = 0; x && src && k < n; k++) {
        x = multiply_step(s, x, dim, index, src, k);
    }
    return src ? x : NULL;
}

/* src: of input's dtype; NULL when the scope failed. */
static int reduced(ct_call *c, ct_scope *s, ct_tensor *src)
{
    ct_tensor *input = ARG(c, scatter_reduced, input).tensor,
              *index = ARG(c, scatter_reduced, index).tensor;
    int64_t dim = ARG(c, scatter_reduced, dim).i;
    ct_tensor *y = NULL;
    if (!src) {
        ct_scope_end(s);
        return -1;
    }
    if (ARG(c, scatter_reduced, reduce).i == CT_IS_scatter_reduced_reduce_add) {
        y = ct_s_scatter_add(s, input, dim, index, src);
    } else {
        y = multiplied(s, input, dim, index, src);
    }
    c->out[0] = ct_scope_return(s, y);
    return c->out[0] ? 0 : -1;
}

int ct_scatter_reduced_body(ct_call *c)
{
    ct_scope s;
    ct_scope_begin(&s);
    return reduced(c, &s, ARG(c, scatter_reduced, src).tensor);
}

/* The number stands at each place of index. */
int ct_scatter_value_reduced_body(ct_call *c)
{
    ct_scope s;
    ct_tensor *index = ARG(c, scatter_value_reduced, index).tensor;
    ct_dtype dtype = (ct_dtype)ARG(c, scatter_value_reduced, input).tensor->dtype;
    if (ct_check_value(c->op->pyname, ARG(c, scatter_value_reduced, value).tensor,
                       dtype) < 0) {
        return -1;
    }
    ct_scope_begin(&s);
    ct_tensor *value =
        ct_s_cast(&s, ARG(c, scatter_value_reduced, value).tensor, dtype);
    ct_device device = CT_PLACE(ARG(c, scatter_value_reduced, input).tensor);
    if (value && CT_PLACE(value) != device) {
        value = ct_s_add(&s, ct_s_new_zeros(&s, dtype, 0, NULL, device), value);
    }
    ct_dims shape = {index->ndim, index->shape};
    return reduced(c, &s, ct_s_expand(&s, value, shape));
}
