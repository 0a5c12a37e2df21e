/* reduce: what reductions accept and what they return. note[0] is the mask of reduced
 * dims, note[1] whether they are kept with size 1. */
#include "ops/reduce.h"

#include "ops/hooks.h"
#include "ops/scope.h"

int ct_reduce_mask(const ct_call *c, int arg, uint64_t *mask)
{
    int ndim = c->arg[0].tensor->ndim;
    if (!ct_given(c, arg) || c->arg[arg].dims.n == 0) {
        *mask = ndim == 64 ? ~(uint64_t)0 : ((uint64_t)1 << ndim) - 1;
        return 0;
    }
    ct_dims dims = c->arg[arg].dims;
    if (dims.n > CT_MAX_NDIM) {
        return ct_error(CT_ERR_INDEX, "%s: expected at most %d dims, got %lld",
                        c->op->name, CT_MAX_NDIM, (long long)dims.n);
    }
    return ct_dims_wrap(c->op->name, dims.v, (int)dims.n, ndim, mask);
}

int ct_reduce_out(ct_call *c, int i, ct_dtype dtype, uint64_t mask, bool keepdim)
{
    const ct_tensor *x = c->arg[0].tensor;
    int64_t shape[CT_MAX_NDIM];
    int n = 0;
    for (int d = 0; d < x->ndim; d++) {
        bool reduced = mask >> d & 1;
        if (!reduced) {
            shape[n++] = x->shape[d];
        } else if (keepdim) {
            shape[n++] = 1;
        }
    }
    return ct_call_out(c, i, dtype, n, shape);
}

static int64_t count(const ct_tensor *x, uint64_t mask)
{
    int64_t n = 1;
    for (int d = 0; d < x->ndim; d++) {
        n *= mask >> d & 1 ? x->shape[d] : 1;
    }
    return n;
}

/* Device, mask and keepdim of a row "(input, dim, keepdim, ...)". */
static int prepare(ct_call *c)
{
    uint64_t mask;
    if (ct_check_device(c) < 0 || ct_reduce_mask(c, 1, &mask) < 0) {
        return -1;
    }
    c->note[0] = (int64_t)mask;
    c->note[1] = c->arg[2].i;
    return 0;
}

/* A maximum over nothing has no value. */
static int refuse_empty(const ct_call *c, uint64_t mask, ct_error_kind kind)
{
    const ct_tensor *x = c->arg[0].tensor;
    if (count(x, mask) != 0 || (x->numel == 0 && count(x, ~mask) == 0)) {
        return 0;
    }
    return ct_error(kind,
                    "%s: Expected reduction dim to have non-zero size, got shape %s",
                    c->op->pyname, ct_tensor_shape_str(x));
}

static int real_only(const ct_call *c)
{
    ct_dtype d = (ct_dtype)c->arg[0].tensor->dtype;
    return ct_check_dtype(c, !ct_dtype_is_complex(d), "a real", d);
}

/* ---- sum, mean, var ----------------------------------------------------- */

int ct_sum_check(ct_call *c)
{
    if (prepare(c) < 0) {
        return -1;
    }
    ct_dtype d = (ct_dtype)c->arg[0].tensor->dtype;
    d = ct_given(c, 3)            ? (ct_dtype)c->arg[3].i
        : ct_dtype_is_integral(d) ? CT_DTYPE_I64
                                  : d;
    c->compute = (uint8_t)d;
    return ct_reduce_out(c, 0, d, (uint64_t)c->note[0], c->note[1]);
}

int ct_mean_check(ct_call *c)
{
    if (prepare(c) < 0) {
        return -1;
    }
    ct_dtype d =
        ct_given(c, 3) ? (ct_dtype)c->arg[3].i : (ct_dtype)c->arg[0].tensor->dtype;
    if (ct_check_dtype(c, ct_dtype_is_inexact(d), "a floating or complex", d) < 0) {
        return -1;
    }
    c->compute = (uint8_t)d;
    c->note[2] = count(c->arg[0].tensor, (uint64_t)c->note[0]);
    return ct_reduce_out(c, 0, d, (uint64_t)c->note[0], c->note[1]);
}

int ct_variance_check(ct_call *c)
{
    ct_dtype d = (ct_dtype)c->arg[0].tensor->dtype;
    if (prepare(c) < 0 ||
        ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    c->compute = (uint8_t)ct_dtype_compute(d);
    c->note[2] = count(c->arg[0].tensor, (uint64_t)c->note[0]);
    return ct_reduce_out(c, 0, (ct_dtype)c->compute, (uint64_t)c->note[0], c->note[1]);
}

/* That of real numbers, over the dims of the call c. */
static ct_tensor *variance_of(ct_scope *s, ct_tensor *x, const ct_call *c,
                              double correction, bool keepdim)
{
    ct_call v;
    if (!x) {
        return NULL;
    }
    ct_call_init(&v, &ct_ops[CT_OP_variance]);
    ct_call_tensor(&v, 0, x);
    if (ct_given(c, 1)) {
        ct_call_dims(&v, 1, c->arg[1].dims.n, c->arg[1].dims.v);
    }
    ct_call_int(&v, 2, keepdim);
    ct_call_float(&v, 3, correction);
    return ct_scope_run(s, &v);
}

/* That of complex numbers is the sum of their parts'. */
static ct_tensor *variance(ct_scope *s, const ct_call *c, double correction,
                           bool keepdim)
{
    ct_tensor *x = c->arg[0].tensor;
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_check_dtype(c, ct_dtype_is_inexact(d), "a floating or complex", d) < 0) {
        return ct_scope_keep(s, NULL);
    }
    if (!ct_dtype_is_complex(d)) {
        return variance_of(s, x, c, correction, keepdim);
    }
    ct_tensor *real =
        variance_of(s, ct_s_row(s, CT_OP_real, x), c, correction, keepdim);
    ct_tensor *imag =
        variance_of(s, ct_s_row(s, CT_OP_imag, x), c, correction, keepdim);
    return ct_s_add(s, real, imag);
}

/* sqrt(v). Its gradient at 0, which is infinite, would make NaN of the zeros behind
 * it: with gradients v itself, whose gradient is 0 there, stands for its root. */
static ct_tensor *root_of(ct_scope *s, ct_tensor *v)
{
    if (!v || !ct_grad_hooks.requires_grad || !ct_grad_hooks.requires_grad(v)) {
        return ct_s_sqrt(s, v);
    }
    ct_tensor *zero = ct_s_eq(s, v, ct_s_int(s, 0));
    ct_tensor *some = ct_s_where(s, zero, ct_s_int(s, 1), v);
    return ct_s_where(s, zero, v, ct_s_sqrt(s, some));
}

static int spread(ct_call *c, double correction, bool keepdim, bool root)
{
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *v = variance(&s, c, correction, keepdim);
    v = root ? root_of(&s, v) : v;
    ct_dtype d = ct_dtype_to_real((ct_dtype)c->arg[0].tensor->dtype);
    c->out[0] = ct_scope_return(&s, v && v->dtype != d ? ct_s_to_dtype(&s, v, d) : v);
    return c->out[0] ? 0 : -1;
}

int ct_var_body(ct_call *c)
{
    return spread(c, ct_given(c, 2) ? c->arg[2].f : 1, c->arg[3].i, false);
}

int ct_std_body(ct_call *c)
{
    return spread(c, ct_given(c, 2) ? c->arg[2].f : 1, c->arg[3].i, true);
}

int ct_var_unbiased_body(ct_call *c)
{
    return spread(c, c->arg[2].i ? 1 : 0, c->arg[3].i, false);
}

int ct_std_unbiased_body(ct_call *c)
{
    return spread(c, c->arg[2].i ? 1 : 0, c->arg[3].i, true);
}

/* "(input, unbiased)": the flag stands where the others have dim. */
static int spread_all(ct_call *c, bool root)
{
    double correction = c->arg[1].i ? 1 : 0;
    c->given &= ~2u;
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

static int extreme_check(ct_call *c)
{
    bool some = ct_given(c, 1) && c->arg[1].dims.n > 0;
    if (real_only(c) < 0 || prepare(c) < 0 ||
        refuse_empty(c, (uint64_t)c->note[0], some ? CT_ERR_INDEX : CT_ERR_RUNTIME) <
            0) {
        return -1;
    }
    c->compute = c->arg[0].tensor->dtype;
    return ct_reduce_out(c, 0, (ct_dtype)c->compute, (uint64_t)c->note[0], c->note[1]);
}

int ct_amax_check(ct_call *c)
{
    return extreme_check(c);
}

int ct_amin_check(ct_call *c)
{
    return extreme_check(c);
}

static int extreme_all_check(ct_call *c)
{
    c->arg[2].i = false; /* no dim, no keepdim: as amax of all */
    return extreme_check(c);
}

int ct_max_check(ct_call *c)
{
    return extreme_all_check(c);
}

int ct_min_check(ct_call *c)
{
    return extreme_all_check(c);
}

/* One dim; note[0] is that dim, or -1 for all flattened. */
static int along_check(ct_call *c, bool values)
{
    ct_tensor *x = c->arg[0].tensor;
    if (real_only(c) < 0 || ct_check_device(c) < 0) {
        return -1;
    }
    int dim = ct_given(c, 1) ? ct_dim_wrap(c->op->name, c->arg[1].i, x->ndim) : -1;
    if (ct_given(c, 1) && dim < 0) {
        return -1;
    }
    uint64_t mask = dim < 0 ? ~(uint64_t)0 : (uint64_t)1 << dim;
    c->note[0] = dim;
    c->note[1] = c->arg[2].i;
    c->compute = x->dtype;
    if (refuse_empty(c, mask, CT_ERR_INDEX) < 0) {
        return -1;
    }
    if (values && ct_reduce_out(c, 0, (ct_dtype)x->dtype, mask, c->note[1]) < 0) {
        return -1;
    }
    return ct_reduce_out(c, values, CT_DTYPE_I64, mask, c->note[1]);
}

int ct_max_dim_check(ct_call *c)
{
    return along_check(c, true);
}

int ct_min_dim_check(ct_call *c)
{
    return along_check(c, true);
}

int ct_argmax_check(ct_call *c)
{
    return along_check(c, false);
}

int ct_argmin_check(ct_call *c)
{
    return along_check(c, false);
}

int ct_max_other_body(ct_call *c)
{
    ct_scope s;
    ct_scope_begin(&s);
    c->out[0] =
        ct_scope_return(&s, ct_s_maximum(&s, c->arg[0].tensor, c->arg[1].tensor));
    return c->out[0] ? 0 : -1;
}

int ct_min_other_body(ct_call *c)
{
    ct_scope s;
    ct_scope_begin(&s);
    c->out[0] =
        ct_scope_return(&s, ct_s_minimum(&s, c->arg[0].tensor, c->arg[1].tensor));
    return c->out[0] ? 0 : -1;
}

/* ---- truth --------------------------------------------------------------- */

/* uint8 was PyTorch's bool once: what is asked of it is answered in it. out= may be
 * either. */
static int truth_check(ct_call *c)
{
    if (prepare(c) < 0) {
        return -1;
    }
    if (ct_given(c, 1) && c->arg[1].dims.n == 0) { /* dim=(): element by element */
        c->note[0] = 0;
    }
    bool byte = c->arg[0].tensor->dtype == CT_DTYPE_U8 && c->form == CT_FORM_NEW;
    return ct_reduce_out(c, 0, byte ? CT_DTYPE_U8 : CT_DTYPE_BOOL, (uint64_t)c->note[0],
                         c->note[1]);
}

int ct_any_check(ct_call *c)
{
    return truth_check(c);
}

int ct_all_check(ct_call *c)
{
    return truth_check(c);
}

/* ---- along one dim, shape kept ------------------------------------------- */

int ct_cumsum_check(ct_call *c)
{
    ct_tensor *x = c->arg[0].tensor;
    int dim = ct_dim_wrap("cumsum", c->arg[1].i, x->ndim);
    if (dim < 0 || ct_check_device(c) < 0) {
        return -1;
    }
    ct_dtype d = (ct_dtype)x->dtype;
    d = ct_given(c, 2)            ? (ct_dtype)c->arg[2].i
        : ct_dtype_is_integral(d) ? CT_DTYPE_I64
                                  : d;
    if (c->form == CT_FORM_INPLACE && !ct_given(c, 2)) {
        d = (ct_dtype)x->dtype;
    }
    c->note[0] = dim;
    c->compute = (uint8_t)d;
    return ct_call_out(c, 0, d, x->ndim, x->shape);
}

static int softmax_check(ct_call *c)
{
    ct_tensor *x = c->arg[0].tensor;
    int dim = ct_dim_wrap(c->op->name, c->arg[1].i, x->ndim);
    if (dim < 0 || ct_check_device(c) < 0) {
        return -1;
    }
    ct_dtype d = ct_given(c, 2) ? (ct_dtype)c->arg[2].i : (ct_dtype)x->dtype;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    c->note[0] = dim;
    c->compute = (uint8_t)d;
    return ct_call_out(c, 0, d, x->ndim, x->shape);
}

int ct_softmax_check(ct_call *c)
{
    return softmax_check(c);
}

int ct_log_softmax_check(ct_call *c)
{
    return softmax_check(c);
}
