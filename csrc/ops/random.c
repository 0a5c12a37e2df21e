/* random: shapes and dtypes of what is drawn by the parameters that tensors hold. Their
 * values are the kernel's to check, which alone reads them. */
#include "rows/random.h"
#include "ops/op.h"

static int check_floating(const ct_call *c, const ct_tensor *t)
{
    ct_dtype d = (ct_dtype)t->dtype;
    return ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d);
}

/* The result has the first argument's dtype and shape. */
int ct_bernoulli_check(ct_call *c)
{
    ct_tensor *t = FIRST(c);
    c->compute = t->dtype;
    return check_floating(c, t) < 0 ? -1 : ct_call_like(c, 0, (ct_dtype)t->dtype, t);
}

/* The shape that n arguments broadcast to, in dtype d. */
static int broadcast(ct_call *c, ct_dtype d, int n)
{
    int64_t *shape = ct_call_shape(c, 0);
    int ndim = 0;
    for (int i = 0; i < n; i++) {
        const ct_tensor *t = c->arg[i].tensor;
        if (ct_shape_broadcast(c->op->pyname, &ndim, shape, t->ndim, t->shape) < 0) {
            return -1;
        }
    }
    c->compute = (uint8_t)d;
    return ct_call_result(c, 0, d, ndim, shape);
}

/* ---- normal and 0 or 1 ---------------------------------------------------- */

int ct_normal_mean_check(ct_call *c)
{
    double std = ARG(c, normal_mean, std).f;
    if (!(std >= 0)) {
        return ct_error(CT_ERR_RUNTIME, "normal: expected std >= 0.0, got %g", std);
    }
    return ct_bernoulli_check(c);
}

int ct_normal_std_check(ct_call *c)
{
    ct_tensor *std = ARG(c, normal_std, std).tensor;
    c->compute = std->dtype;
    return check_floating(c, std) < 0 ? -1
                                      : ct_call_like(c, 0, (ct_dtype)std->dtype, std);
}

int ct_normal_both_check(ct_call *c)
{
    ct_tensor *mean = ARG(c, normal_both, mean).tensor;
    if (check_floating(c, mean) < 0 ||
        check_floating(c, ARG(c, normal_both, std).tensor) < 0) {
        return -1;
    }
    return broadcast(c, (ct_dtype)mean->dtype, 2);
}

int ct_bernoulli_p_check(ct_call *c)
{
    ct_tensor *t = ARG(c, bernoulli_p, input).tensor;
    ct_dtype d = (ct_dtype)t->dtype;
    double p = ARG(c, bernoulli_p, p).f;
    if (!(p >= 0 && p <= 1)) {
        return ct_error(CT_ERR_RUNTIME, "bernoulli: expected p in [0, 1], got %g", p);
    }
    c->compute = t->dtype;
    return ct_check_dtype(c, !ct_dtype_is_complex(d), "a real", d) < 0
               ? -1
               : ct_call_like(c, 0, d, t);
}

/* ---- counts --------------------------------------------------------------- */

int ct_binomial_check(ct_call *c)
{
    ct_tensor *count = ARG(c, binomial, count).tensor,
              *prob = ARG(c, binomial, prob).tensor;
    if (check_floating(c, count) < 0 || check_floating(c, prob) < 0) {
        return -1;
    }
    if (count->dtype != prob->dtype) {
        return ct_error(CT_ERR_RUNTIME, "binomial: expected one dtype, got %s and %s",
                        ct_dtype_name((ct_dtype)count->dtype),
                        ct_dtype_name((ct_dtype)prob->dtype));
    }
    return broadcast(c, (ct_dtype)count->dtype, 2);
}

int ct_multinomial_check(ct_call *c)
{
    ct_tensor *t = ARG(c, multinomial, input).tensor;
    int64_t k = ARG(c, multinomial, num_samples).i;
    if (t->ndim != 1 && t->ndim != 2) {
        return ct_error(
            CT_ERR_RUNTIME,
            "multinomial: expected probabilities of shape (n) or (m, n), got "
            "%s",
            ct_tensor_shape_str(t));
    }
    if (check_floating(c, t) < 0) {
        return -1;
    }
    int64_t n = t->shape[t->ndim - 1];
    bool again = ARG(c, multinomial, replacement).i;
    if (k <= 0 || n == 0 || (!again && k > n)) {
        return ct_error(CT_ERR_RUNTIME,
                        "multinomial: expected num_samples from 1 to %s, got %lld of "
                        "%lld places",
                        again ? "any number" : "the number of places", (long long)k,
                        (long long)n);
    }
    int64_t *shape = ct_call_shape(c, 0);
    shape[0] = t->shape[0];
    shape[t->ndim - 1] = k;
    c->compute = t->dtype;
    return ct_call_result(c, 0, CT_DTYPE_I64, t->ndim, shape);
}

/* ---- reparameterised ------------------------------------------------------- */

static int one_dtype(ct_call *c, int n)
{
    for (int i = 0; i < n; i++) {
        const ct_tensor *t = c->arg[i].tensor;
        if (check_floating(c, t) < 0) {
            return -1;
        }
        if (t->dtype != FIRST(c)->dtype) {
            return ct_error(CT_ERR_RUNTIME, "%s: expected one dtype, got %s and %s",
                            c->op->pyname, ct_dtype_name((ct_dtype)FIRST(c)->dtype),
                            ct_dtype_name((ct_dtype)t->dtype));
        }
    }
    return broadcast(c, (ct_dtype)FIRST(c)->dtype, n);
}

int ct_standard_gamma_grad_check(ct_call *c)
{
    return one_dtype(c, 2);
}

int ct_sample_dirichlet_check(ct_call *c)
{
    const ct_tensor *t = FIRST(c);
    if (t->ndim == 0) {
        return ct_error(
            CT_ERR_RUNTIME,
            "%s: expected concentrations along a last dim, got a 0-d tensor",
            c->op->pyname);
    }
    return ct_bernoulli_check(c);
}

int ct_dirichlet_grad_check(ct_call *c)
{
    return one_dtype(c, 3);
}
