/* sort: what the rows about order accept and return. */
#include "rows/sort.h"
#include "ops/reduce.h"
#include "ops/scope.h"

/* Complex numbers have no order; places in a row have 32 bits. */
static int sortable(const ct_call *c, const ct_tensor *x, int64_t n)
{
    ct_dtype d = (ct_dtype)x->dtype;
    if (n >= UINT32_MAX) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected less than %llu elements, got %lld", c->op->pyname,
                        (unsigned long long)UINT32_MAX, (long long)n);
    }
    return ct_check_dtype(c, !ct_dtype_is_complex(d), "a real", d);
}

static int64_t size_along(const ct_call *c, const ct_tensor *x)
{
    return x->ndim ? x->shape[ct_call_dim(c)] : 1;
}

/* ---- all in order ------------------------------------------------------------ */

static int order_check(ct_call *c, bool values)
{
    ct_tensor *x = ARG(c, sort, input).tensor;
    if (sortable(c, x, size_along(c, x)) < 0) {
        return -1;
    }
    c->compute = x->dtype;
    if (values) {
        ct_call_like(c, 0, (ct_dtype)x->dtype, x);
    }
    return ct_call_like(c, values, CT_DTYPE_I64, x);
}

int ct_sort_check(ct_call *c)
{
    return order_check(c, true);
}

int ct_argsort_check(ct_call *c)
{
    return order_check(c, false);
}

static ct_tensor *values_along(ct_call *c, ct_scope *s, int64_t dim)
{
    ct_tensor *x = ARG(c, msort, input).tensor;
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_check_dtype(c, !ct_dtype_is_complex(d), "a real", d) < 0) {
        return NULL;
    }
    return ct_s_sort(s, x, .dim = CT_SOME(dim));
}

CT_BODY(msort)
{
    return values_along(c, s, 0);
}

CT_BODY(sort_values)
{
    return values_along(c, s, ARG(c, sort_values, dim).i);
}

int ct_topk_check(ct_call *c)
{
    ct_tensor *x = ARG(c, topk, input).tensor;
    int64_t k = ARG(c, topk, k).i, n = size_along(c, x), *shape = ct_call_shape(c, 0);
    if (sortable(c, x, n) < 0) {
        return -1;
    }
    if (k < 0 || k > n) {
        return ct_error(
            CT_ERR_RUNTIME,
            "topk: expected k from 0 to %lld, the size along dim, got %lld: "
            "selected index k out of range",
            (long long)n, (long long)k);
    }
    for (int d = 0; d < x->ndim; d++) {
        shape[d] = d == ct_call_dim(c) ? k : x->shape[d];
    }
    c->compute = x->dtype;
    ct_call_result(c, 0, (ct_dtype)x->dtype, x->ndim, shape);
    return ct_call_result(c, 1, CT_DTYPE_I64, x->ndim, shape);
}

/* ---- one of them --------------------------------------------------------------- */

static int middle_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, median, input).tensor;
    if (sortable(c, x, x->numel) < 0) {
        return -1;
    }
    if (x->numel == 0 && !ct_dtype_is_floating((ct_dtype)x->dtype)) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected at least one element, as %s has no NaN",
                        c->op->pyname, ct_dtype_name((ct_dtype)x->dtype));
    }
    c->compute = x->dtype;
    return ct_call_result(c, 0, (ct_dtype)x->dtype, 0, NULL);
}

int ct_median_check(ct_call *c)
{
    return middle_check(c);
}

int ct_nanmedian_check(ct_call *c)
{
    return middle_check(c);
}

static int one_along_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, median_dim, input).tensor;
    int64_t n = size_along(c, x);
    if (sortable(c, x, n) < 0) {
        return -1;
    }
    if (n == 0) {
        return ct_error(
            CT_ERR_INDEX,
            "%s: Expected reduction dim to have non-zero size, got shape %s",
            c->op->pyname, ct_tensor_shape_str(x));
    }
    c->compute = x->dtype;
    uint64_t mask = (uint64_t)1 << ct_call_dim(c);
    bool keep = ARG(c, median_dim, keepdim).i;
    ct_reduce_out(c, 0, (ct_dtype)x->dtype, mask, keep);
    return ct_reduce_out(c, 1, CT_DTYPE_I64, mask, keep);
}

int ct_median_dim_check(ct_call *c)
{
    return one_along_check(c);
}

int ct_nanmedian_dim_check(ct_call *c)
{
    return one_along_check(c);
}

int ct_mode_check(ct_call *c)
{
    return one_along_check(c);
}
