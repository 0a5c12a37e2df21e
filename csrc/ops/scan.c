/* scan: what running folds along a dim accept and return. */
#include "rows/scan.h"
#include "core/device.h"
#include "ops/op.h"
#include "ops/scope.h"
#include "rows/arithmetic.h"
#include "rows/create.h"
#include "rows/join.h"
#include "rows/reduce.h"
#include "rows/view.h"

/* Sums and products of integers are int64, as sum's. */
int ct_cumsum_check(ct_call *c)
{
    ct_tensor *x = ARG(c, cumsum, input).tensor;
    ct_dtype d = (ct_dtype)x->dtype;
    d = GIVEN(c, cumsum, dtype)   ? (ct_dtype)ARG(c, cumsum, dtype).i
        : ct_dtype_is_integral(d) ? CT_DTYPE_I64
                                  : d;
    if (c->form == CT_FORM_INPLACE && !GIVEN(c, cumsum, dtype)) {
        d = (ct_dtype)x->dtype;
        if (ct_check_dtype(c, d != CT_DTYPE_BOOL, "a numeric (not bool)", d) < 0) {
            return -1; /* no place for sums */
        }
    }
    c->compute = (uint8_t)d;
    return ct_call_like(c, 0, d, x);
}

int ct_logcumsumexp_check(ct_call *c)
{
    ct_tensor *x = ARG(c, logcumsumexp, input).tensor;
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_check_dtype(c, ct_dtype_is_inexact(d), "a floating or complex", d) < 0) {
        return -1;
    }
    return ct_call_like(c, 0, d, x);
}

int ct_cummax_check(ct_call *c)
{
    ct_tensor *x = ARG(c, cummax, input).tensor;
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_check_dtype(c, !ct_dtype_is_complex(d), "a real", d) < 0) {
        return -1;
    }
    ct_call_like(c, 0, d, x);
    return ct_call_like(c, 1, CT_DTYPE_I64, x);
}

int ct_recurrence_check(ct_call *c)
{
    ct_tensor *a = ARG(c, recurrence, factors).tensor;
    ct_tensor *b = ARG(c, recurrence, terms).tensor;
    ct_dtype d = (ct_dtype)a->dtype;
    if (ct_check_dtype(c, ct_dtype_is_inexact(d), "a floating or complex", d) < 0) {
        return -1;
    }
    if (b->dtype != d || !ct_shape_equal(a->ndim, a->shape, b->ndim, b->shape)) {
        return ct_error(
            CT_ERR_RUNTIME,
            "recurrence: expected factors and terms of one dtype and shape");
    }
    return ct_call_like(c, 0, d, a);
}

/* ---- products of the others ------------------------------------------------ */

/* Products of the elements before each place. */
static ct_tensor *products_before(ct_scope *s, ct_tensor *x, int64_t dim)
{
    int64_t n = x ? x->shape[dim] : 0;
    ct_tensor *one = ct_s_row(s, CT_ROW(ones_like), ct_s_narrow(s, x, dim, 0, n > 0));
    ct_tensor *part = x ? ct_s_narrow(s, x, dim, 0, n > 0 ? n - 1 : 0) : NULL;
    if (!one || !part) {
        return NULL;
    }
    ct_tensor *const list[] = {one, part};
    ct_tensor *shifted = ct_s_cat(s, ct_tensors_of(2, list), .dim = CT_SOME(dim));
    return ct_s_cumprod(s, shifted, dim);
}

int ct_cumprod_grad_check(ct_call *c)
{
    ct_tensor *g = ARG(c, cumprod_grad, grad).tensor;
    ct_tensor *x = ARG(c, cumprod_grad, input).tensor;
    ct_dtype d = (ct_dtype)g->dtype;
    if (ct_check_dtype(c, ct_dtype_is_inexact(d), "a floating or complex", d) < 0) {
        return -1;
    }
    if (x->dtype != d || !ct_shape_equal(g->ndim, g->shape, x->ndim, x->shape)) {
        return ct_error(CT_ERR_RUNTIME,
                        "cumprod_grad: expected grad and input of one dtype and shape");
    }
    return ct_call_like(c, 0, d, g);
}

/* In the dtype that holds the products of numbers whose own leave its range. */
CT_BODY(cumprod_grad)
{
    ct_tensor *g = ARG(c, cumprod_grad, grad).tensor;
    int64_t dim = ARG(c, cumprod_grad, dim).i;
    ct_dtype d = (ct_dtype)g->dtype;
    if (g->ndim == 0 || g->numel == 0) {
        return ct_s_clone(s, g);
    }
    ct_dtype wide = ct_dtype_is_complex(d) ? CT_DTYPE_C128 : CT_DTYPE_F64;
    ct_tensor *x = ct_s_cast(s, ARG(c, cumprod_grad, input).tensor, wide);
    x = ct_scope_conj(s, x);
    ct_tensor *turned = ct_s_reverse(s, ct_s_cast(s, g, wide), dim);
    ct_tensor *after = ct_s_recurrence(s, ct_s_reverse(s, x, dim), turned, dim);
    after = ct_s_reverse(s, after, dim);
    return ct_s_cast(s, ct_s_mul(s, products_before(s, x, dim), after), d);
}

CT_BODY(prod_others)
{
    ct_tensor *x = ARG(c, prod_others, input).tensor;
    int64_t dim = ARG(c, prod_others, dim).i;
    ct_dtype d = (ct_dtype)x->dtype;
    if (x->ndim == 0) {
        return ct_s_row(s, CT_ROW(ones_like), x);
    }
    x = ct_s_cast(s, x, ct_device_compute(x->device, d));
    ct_tensor *after =
        ct_s_reverse(s, products_before(s, ct_s_reverse(s, x, dim), dim), dim);
    return ct_s_cast(s, ct_s_mul(s, products_before(s, x, dim), after), d);
}
