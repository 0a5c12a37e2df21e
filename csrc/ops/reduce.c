/* reduce: what reductions accept and what they return. Which dims are reduced, and whether
 * they stay with size 1, are read off the arguments wherever they are needed. */
#include "ops/reduce.h"
#include "core/device.h"

#include "ops/scope.h"
#include <math.h>

#include "rows/arithmetic.h"
#include "rows/choice.h"
#include "rows/complex.h"
#include "rows/norm.h"
#include "rows/reduce.h"
#include "rows/view.h"

uint64_t ct_reduce_mask(const ct_call *c)
{
    return ct_dims_asked(c->op, c->arg, c->given, ARG(c, sum, input).tensor->ndim);
}

int ct_reduce_out(ct_call *c, int i, ct_dtype dtype, uint64_t mask, bool keepdim)
{
    const ct_tensor *x = ARG(c, sum, input).tensor;
    int64_t *shape = ct_call_shape(c, i);
    int n = 0;
    for (int d = 0; d < x->ndim; d++) {
        bool reduced = mask >> d & 1;
        if (!reduced) {
            shape[n++] = x->shape[d];
        } else if (keepdim) {
            shape[n++] = 1;
        }
    }
    return ct_call_result(c, i, dtype, n, shape);
}

int64_t ct_reduce_count(const ct_tensor *x, uint64_t mask)
{
    int64_t n = 1;
    for (int d = 0; d < x->ndim; d++) {
        n *= mask >> d & 1 ? x->shape[d] : 1;
    }
    return n;
}

/* out[i] without the dims that are asked, or with size 1 there. */
static int reduced_out(ct_call *c, int i, ct_dtype dtype)
{
    bool keep = ct_keepdim_asked(c->op, c->arg);
    return ct_reduce_out(c, i, dtype, ct_reduce_mask(c), keep);
}

/* A maximum over nothing has no value. */
static int refuse_empty(const ct_call *c, uint64_t mask, ct_error_kind kind)
{
    const ct_tensor *x = ARG(c, sum, input).tensor;
    if (ct_reduce_count(x, mask) != 0 ||
        (x->numel == 0 && ct_reduce_count(x, ~mask) == 0)) {
        return 0;
    }
    return ct_error(kind,
                    "%s: Expected reduction dim to have non-zero size, got shape %s",
                    c->op->pyname, ct_tensor_shape_str(x));
}

static int real_only(const ct_call *c)
{
    ct_dtype d = (ct_dtype)ARG(c, sum, input).tensor->dtype;
    return ct_check_dtype(c, !ct_dtype_is_complex(d), "a real", d);
}

/* ---- sum, mean, var ----------------------------------------------------- */

int ct_sum_check(ct_call *c)
{
    ct_dtype d = (ct_dtype)ARG(c, sum, input).tensor->dtype;
    d = GIVEN(c, sum, dtype)      ? (ct_dtype)ARG(c, sum, dtype).i
        : ct_dtype_is_integral(d) ? CT_DTYPE_I64
                                  : d;
    c->compute = (uint8_t)d;
    return reduced_out(c, 0, d);
}

int ct_prod_others_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, prod_others, input).tensor;
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_check_dtype(c, ct_dtype_is_inexact(d), "a floating or complex", d) < 0) {
        return -1;
    }
    return ct_call_like(c, 0, d, x);
}

int ct_mean_check(ct_call *c)
{
    ct_dtype d = GIVEN(c, mean, dtype) ? (ct_dtype)ARG(c, mean, dtype).i
                                       : (ct_dtype)ARG(c, mean, input).tensor->dtype;
    if (ct_check_dtype(c, ct_dtype_is_inexact(d), "a floating or complex", d) < 0) {
        return -1;
    }
    c->compute = (uint8_t)d;
    return reduced_out(c, 0, d);
}

int ct_variance_check(ct_call *c)
{
    ct_dtype d = (ct_dtype)ARG(c, variance, input).tensor->dtype;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    c->compute = (uint8_t)ct_device_compute(c->device, d);
    return reduced_out(c, 0, (ct_dtype)c->compute);
}

int ct_centered_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, centered, input).tensor;
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    c->compute = (uint8_t)ct_device_compute(c->device, d);
    return ct_call_like(c, 0, (ct_dtype)c->compute, x);
}

typedef struct spreading { /* what var and std are asked */
    const ct_call *call;
    double correction;
    bool keepdim, root;
} spreading;

/* That of real numbers, over the dims of the call. */
static ct_tensor *spread_of(ct_scope *s, ct_tensor *x, const spreading *w)
{
    ct_call v;
    if (!x) {
        return NULL;
    }
    ct_call_init(&v, (w->root ? CT_ROW(deviation) : CT_ROW(variance)));
    ct_call_tensor(&v, CT_AT(variance, input), x);
    if (GIVEN(w->call, var, dim)) {
        ct_dims dim = ARG(w->call, var, dim).dims;
        ct_call_dims(&v, CT_AT(variance, dim), dim.n, dim.v);
    }
    ct_call_int(&v, CT_AT(variance, keepdim), w->keepdim);
    ct_call_float(&v, CT_AT(variance, correction), w->correction);
    return ct_scope_run(s, &v);
}

/* The variance of complex numbers is the sum of their parts'. */
static ct_tensor *variance_of_parts(ct_scope *s, ct_tensor *x, const spreading *w)
{
    ct_tensor *real = spread_of(s, ct_s_row(s, CT_ROW(real), x), w);
    ct_tensor *imag = spread_of(s, ct_s_row(s, CT_ROW(imag), x), w);
    return ct_s_add(s, real, imag);
}

/* The dims of the call, those of all where it gives none. */
static ct_dims dims_of(const spreading *w, const ct_tensor *x,
                       int64_t dims[CT_MAX_NDIM + 1])
{
    const ct_call *c = w->call;
    uint64_t mask = ct_dims_asked(c->op, c->arg, c->given, x->ndim);
    int64_t n = 0;
    for (int d = 0; d < x->ndim; d++) {
        if (mask >> d & 1) {
            dims[n++] = d;
        }
    }
    return (ct_dims){n, dims};
}

/* The deviation of complex numbers is the root of all squares of both parts' distances
 * from their means, not of the parts' deviations: one that is 0 has a second gradient.
 * The distances are taken in float64, which holds all those between float32 numbers. */
static ct_tensor *deviation_of_parts(ct_scope *s, ct_tensor *x, const spreading *w)
{
    int64_t dims[CT_MAX_NDIM + 1], last = -1;
    ct_dims over = dims_of(w, x, dims);
    double n = (double)ct_reduce_count(x, ct_reduce_mask(w->call)) - w->correction;
    ct_tensor *parts = ct_s_cast(s, ct_s_view_as_real(s, x), CT_DTYPE_F64);
    parts = over.n ? ct_s_centered(s, parts, over) : ct_s_sub(s, parts, parts);
    dims[over.n++] = x->ndim;
    ct_tensor *root = ct_s_root_squares(s, parts, w->keepdim, .dim = over);
    root = w->keepdim ? ct_s_squeeze(s, root, .dim = {1, &last}) : root;
    return ct_s_true_divide(s, root, ct_s_float(s, sqrt(n > 0 ? n : 0)));
}

static int spread(ct_call *c, double correction, bool keepdim, bool root)
{
    ct_scope s;
    spreading w = {c, correction, keepdim, root};
    ct_tensor *x = ARG(c, var, input).tensor, *v;
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_check_dtype(c, ct_dtype_is_inexact(d), "a floating or complex", d) < 0) {
        return -1;
    }
    ct_scope_begin(&s);
    v = !ct_dtype_is_complex(d) ? spread_of(&s, x, &w)
        : root                  ? deviation_of_parts(&s, x, &w)
                                : variance_of_parts(&s, x, &w);
    d = ct_dtype_to_real(d);
    c->out[0] = ct_scope_return(&s, v && v->dtype != d ? ct_s_cast(&s, v, d) : v);
    return c->out[0] ? 0 : -1;
}

int ct_var_body(ct_call *c)
{
    return spread(c, GIVEN(c, var, correction) ? ARG(c, var, correction).f : 1,
                  ARG(c, var, keepdim).i, false);
}

int ct_std_body(ct_call *c)
{
    return spread(c, GIVEN(c, std, correction) ? ARG(c, std, correction).f : 1,
                  ARG(c, std, keepdim).i, true);
}

int ct_var_unbiased_body(ct_call *c)
{
    return spread(c, ARG(c, var_unbiased, unbiased).i ? 1 : 0,
                  ARG(c, var_unbiased, keepdim).i, false);
}

int ct_std_unbiased_body(ct_call *c)
{
    return spread(c, ARG(c, std_unbiased, unbiased).i ? 1 : 0,
                  ARG(c, std_unbiased, keepdim).i, true);
}

/* "(input, unbiased)": the flag stands where the others have dim. */
static int spread_all(ct_call *c, bool root)
{
    double correction = ARG(c, var_all, unbiased).i ? 1 : 0;
    c->given &= ~(1u << CT_AT(var_all, unbiased));
    return spread(c, correction, false, root);
}

int ct_var_all_body(ct_call *c)
{
    return spread_all(c, false);
}

int ct_std_all_body(ct_call *c)
{
    return spread_all(c, true);
}

/* ---- largest and smallest ------------------------------------------------ */

int ct_amax_check(ct_call *c)
{
    bool some = GIVEN(c, amax, dim) && ARG(c, amax, dim).dims.n > 0;
    if (real_only(c) < 0 ||
        refuse_empty(c, ct_reduce_mask(c), some ? CT_ERR_INDEX : CT_ERR_RUNTIME) < 0) {
        return -1;
    }
    c->compute = ARG(c, amax, input).tensor->dtype;
    return reduced_out(c, 0, (ct_dtype)c->compute);
}

int ct_max_check(ct_call *c)
{
    ARG(c, amax, keepdim).i = false; /* no dim, no keepdim: as amax of all */
    return ct_amax_check(c);
}

/* One dim, or all flattened. */
static int along_check(ct_call *c, bool values)
{
    const ct_tensor *x = FIRST(c);
    if (real_only(c) < 0) {
        return -1;
    }
    int dim = ct_call_dim(c);
    uint64_t mask = dim < 0 ? ~(uint64_t)0 : (uint64_t)1 << dim;
    c->compute = x->dtype;
    if (refuse_empty(c, mask, CT_ERR_INDEX) < 0) {
        return -1;
    }
    bool keep = ct_keepdim_asked(c->op, c->arg);
    if (values) {
        ct_reduce_out(c, 0, (ct_dtype)x->dtype, mask, keep);
    }
    return ct_reduce_out(c, values, CT_DTYPE_I64, mask, keep);
}

int ct_max_dim_check(ct_call *c)
{
    return along_check(c, true);
}

int ct_argmax_check(ct_call *c)
{
    return along_check(c, false);
}

int ct_kthvalue_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, kthvalue, input).tensor;
    int dim = ct_call_dim(c);
    int64_t k = ARG(c, kthvalue, k).i, n = x->ndim ? x->shape[dim] : 1;
    if (ct_check_dtype(c, x->dtype != CT_DTYPE_BOOL, "a numeric (not bool)",
                       CT_DTYPE_BOOL) < 0 ||
        along_check(c, true) < 0) {
        return -1;
    }
    if (k < 1 || k > n) {
        return ct_error(CT_ERR_RUNTIME,
                        "kthvalue: selected number k out of range for dimension %d: "
                        "expected 1 to %lld, got %lld",
                        dim, (long long)n, (long long)k);
    }
    return 0;
}

int ct_max_other_body(ct_call *c)
{
    ct_scope s;
    ct_scope_begin(&s);
    c->out[0] = ct_scope_return(&s, ct_s_maximum(&s, ARG(c, max_other, input).tensor,
                                                 ARG(c, max_other, other).tensor));
    return c->out[0] ? 0 : -1;
}

int ct_min_other_body(ct_call *c)
{
    ct_scope s;
    ct_scope_begin(&s);
    c->out[0] = ct_scope_return(&s, ct_s_minimum(&s, ARG(c, min_other, input).tensor,
                                                 ARG(c, min_other, other).tensor));
    return c->out[0] ? 0 : -1;
}

/* ---- truth --------------------------------------------------------------- */

uint64_t ct_truth_mask(const ct_call *c)
{
    bool none = GIVEN(c, any, dim) && ARG(c, any, dim).dims.n == 0;
    return none ? 0 : ct_reduce_mask(c);
}

/* uint8 was PyTorch's bool once: what is asked of it is answered in it. out= may be
 * either. */
int ct_any_check(ct_call *c)
{
    bool byte =
        ARG(c, any, input).tensor->dtype == CT_DTYPE_U8 && c->form == CT_FORM_NEW;
    return ct_reduce_out(c, 0, byte ? CT_DTYPE_U8 : CT_DTYPE_BOOL, ct_truth_mask(c),
                         ARG(c, any, keepdim).i);
}

/* ---- exponentials along dims ----------------------------------------------- */

int ct_softmax_check(ct_call *c)
{
    ct_tensor *x = ARG(c, softmax, input).tensor;
    ct_dtype d = GIVEN(c, softmax, dtype) ? (ct_dtype)ARG(c, softmax, dtype).i
                                          : (ct_dtype)x->dtype;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    c->compute = (uint8_t)d;
    return ct_call_like(c, 0, d, x);
}

int ct_logsumexp_check(ct_call *c)
{
    ct_dtype d = (ct_dtype)ARG(c, logsumexp, input).tensor->dtype;
    bool complex = ct_dtype_is_complex(d);
    d = ct_dtype_is_inexact(d) ? d : ct_dtype_default();
    c->compute = (uint8_t)(complex ? CT_DTYPE_C128 : ct_dtype_compute(d));
    return reduced_out(c, 0, d);
}
