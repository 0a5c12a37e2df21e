/* nn: what layers and losses accept and what they return. */
#include <string.h>

#include "core/device.h"
#include "ops/nn.h"
#include "ops/scope.h"
#include "rows/arithmetic.h"
#include "rows/losses.h"
#include "rows/nn.h"
#include "rows/reduce.h"

/* ---- linear -------------------------------------------------------------- */

static bool broadcasts_to(const ct_tensor *t, int n, const int64_t *shape)
{
    for (int i = 0; i < t->ndim; i++) {
        int at = n - t->ndim + i;
        if (at < 0 || (t->shape[i] != 1 && t->shape[i] != shape[at])) {
            return false;
        }
    }
    return true;
}

/* The shape of input @ weight.T + bias; with a weight (in) the input's last dim goes.
 * Returns its number of dims, or -1. */
static int linear_shape(const ct_call *c, int64_t *shape)
{
    const ct_tensor *x = ARG(c, linear, input).tensor,
                    *w = ARG(c, linear, weight).tensor;
    if (x->ndim < 1 || w->ndim < 1 || w->ndim > 2 ||
        x->shape[x->ndim - 1] != w->shape[w->ndim - 1]) {
        return ct_error(CT_ERR_RUNTIME,
                        "linear: expected input (*, in) and weight (out, in) or (in), "
                        "got %s and %s",
                        ct_tensor_shape_str(x), ct_tensor_shape_str(w));
    }
    int n = x->ndim - 1;
    memcpy(shape, x->shape, (size_t)n * sizeof *shape);
    if (w->ndim == 2) {
        shape[n++] = w->shape[0];
    }
    if (GIVEN(c, linear, bias) &&
        !broadcasts_to(ARG(c, linear, bias).tensor, n, shape)) {
        return ct_error(CT_ERR_RUNTIME,
                        "linear: expected a bias that broadcasts to the result %s, got "
                        "%s",
                        ct_shape_str(n, shape),
                        ct_tensor_shape_str(ARG(c, linear, bias).tensor));
    }
    return n;
}

int ct_linear_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, linear, input).tensor,
                    *w = ARG(c, linear, weight).tensor;
    int64_t *shape = ct_call_shape(c, 0);
    int n = linear_shape(c, shape);
    if (n < 0) {
        return -1;
    }
    const ct_tensor *b = GIVEN(c, linear, bias) ? ARG(c, linear, bias).tensor : w;
    if (x->dtype != w->dtype || b->dtype != w->dtype) {
        return ct_error(
            CT_ERR_RUNTIME,
            "linear: expected input, weight and bias of one dtype, got %s, "
            "%s and %s: use %s%s",
            ct_dtype_name((ct_dtype)x->dtype), ct_dtype_name((ct_dtype)w->dtype),
            ct_dtype_name((ct_dtype)b->dtype), x->dtype != w->dtype ? "input" : "bias",
            ct_cast_method((ct_dtype)w->dtype));
    }
    c->compute = x->dtype;
    return ct_call_result(c, 0, (ct_dtype)x->dtype, n, shape);
}

/* ---- dropout ------------------------------------------------------------- */

int ct_dropout_check(ct_call *c)
{
    ct_tensor *x = ARG(c, dropout, input).tensor;
    if (!(ARG(c, dropout, p).f >= 0 && ARG(c, dropout, p).f <= 1)) {
        return ct_error(CT_ERR_VALUE,
                        "dropout probability has to be between 0 and 1, but got %g",
                        ARG(c, dropout, p).f);
    }
    ct_dtype d = (ct_dtype)x->dtype;
    c->compute = (uint8_t)d;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    ct_call_following(c, 0, d, x);
    return ct_call_following(c, CT_KEPT_dropout_mask, d, x);
}

/* ---- losses -------------------------------------------------------------- */

int ct_class_dim(const ct_tensor *input)
{
    return input->ndim == 1 ? 0 : 1;
}

/* ValueError for another batch and RuntimeError for other dims, as in PyTorch. */
static int wrong_target(const ct_tensor *x, const ct_tensor *t, int n,
                        const int64_t *expected)
{
    bool batch =
        x->ndim == 1 ? t->ndim < 2 : t->ndim == 0 || t->shape[0] != x->shape[0];
    bool like_input = ct_shape_equal(t->ndim, t->shape, x->ndim, x->shape);
    return ct_error(batch ? CT_ERR_VALUE : CT_ERR_RUNTIME,
                    "cross_entropy: expected target %s for input %s, got %s%s",
                    ct_shape_str(n, expected), ct_tensor_shape_str(x),
                    ct_tensor_shape_str(t),
                    like_input ? "; class probabilities have a floating dtype" : "");
}

static int entropy_shapes(const ct_call *c)
{
    const ct_tensor *x = ARG(c, cross_entropy, input).tensor,
                    *t = ARG(c, cross_entropy, target).tensor;
    int dim = ct_class_dim(x), n = x->ndim - 1;
    int64_t expected[CT_MAX_NDIM];
    if (x->ndim < 1) {
        return ct_error(CT_ERR_RUNTIME,
                        "cross_entropy: expected input (C) or (N, C, *), got []");
    }
    for (int i = 0; i < n; i++) {
        expected[i] = x->shape[i < dim ? i : i + 1];
    }
    bool one = n == 0 && t->ndim == 1 && t->shape[0] == 1; /* of one sample */
    if (!one && !ct_shape_equal(t->ndim, t->shape, n, expected)) {
        return wrong_target(x, t, n, expected);
    }
    if (x->shape[dim] == 0 && t->numel > 0) {
        return ct_error(CT_ERR_INDEX,
                        "cross_entropy: Target is out of bounds: expected classes, got "
                        "input %s",
                        ct_tensor_shape_str(x));
    }
    if (!GIVEN(c, cross_entropy, weight)) {
        return 0;
    }
    const ct_tensor *w = ARG(c, cross_entropy, weight).tensor;
    if (w->ndim != 1 || w->shape[0] != x->shape[dim]) {
        return ct_error(CT_ERR_RUNTIME, "cross_entropy: expected weight [%lld], got %s",
                        (long long)x->shape[dim], ct_tensor_shape_str(w));
    }
    return ct_check_dtype(c, !ct_dtype_is_complex((ct_dtype)w->dtype), "a real weight",
                          (ct_dtype)w->dtype);
}

int ct_cross_entropy_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, cross_entropy, input).tensor,
                    *t = ARG(c, cross_entropy, target).tensor;
    int64_t reduction = ARG(c, cross_entropy, reduction).i;
    if (entropy_shapes(c) < 0) {
        return -1;
    }
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    bool index = ct_dtype_category((ct_dtype)t->dtype) == CT_CATEGORY_INTEGER;
    if (ct_check_dtype(c, index, "an integer target", (ct_dtype)t->dtype) < 0) {
        return -1;
    }
    if (!(ARG(c, cross_entropy, label_smoothing).f >= 0 &&
          ARG(c, cross_entropy, label_smoothing).f <= 1)) {
        return ct_error(CT_ERR_RUNTIME,
                        "cross_entropy: expected label_smoothing in [0, 1], got %g",
                        ARG(c, cross_entropy, label_smoothing).f);
    }
    c->compute = (uint8_t)ct_device_compute(c->device, d);
    ct_call_result(c, CT_KEPT_cross_entropy_lse, (ct_dtype)c->compute, 1, &t->numel);
    return ct_call_result(c, 0, d, reduction ? 0 : x->ndim - 1, t->shape);
}

/* A private row: its arguments come from the gradient rule. */
int ct_cross_entropy_grad_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, cross_entropy_grad, input).tensor,
                    *lse = ARG(c, cross_entropy_grad, lse).tensor;
    const ct_tensor *weight = TENSOR(c, cross_entropy_grad, weight);
    int64_t classes = x->ndim ? x->shape[ct_class_dim(x)] : 0;
    int64_t rows = x->numel / (classes ? classes : 1);
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    if (x->ndim == 0 || lse->numel != rows ||
        ARG(c, cross_entropy_grad, target).tensor->numel != rows ||
        (weight && weight->numel != classes) ||
        (ARG(c, cross_entropy_grad, grad).tensor->numel != 1 &&
         ARG(c, cross_entropy_grad, grad).tensor->numel != rows)) {
        return ct_error(CT_ERR_RUNTIME,
                        "_cross_entropy_grad: expected the tensors of a cross_entropy");
    }
    c->compute = (uint8_t)ct_device_compute(c->device, (ct_dtype)x->dtype);
    return ct_call_like(c, 0, (ct_dtype)x->dtype, x);
}

int ct_mse_loss_body(ct_call *c)
{
    int64_t reduction = ARG(c, mse_loss, reduction).i;
    ct_dtype both =
        ct_promote_tensors(2, (ct_tensor *[]){ARG(c, mse_loss, input).tensor,
                                              ARG(c, mse_loss, target).tensor});
    if (ct_check_dtype(c, ct_dtype_is_floating(both), "a floating", both) < 0) {
        return -1;
    }
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *loss = ct_s_squared_difference(&s, ARG(c, mse_loss, input).tensor,
                                              ARG(c, mse_loss, target).tensor);
    if (reduction == CT_IS_mse_loss_reduction_mean) {
        loss = ct_s_mean(&s, loss);
    } else if (reduction == CT_IS_mse_loss_reduction_sum) {
        loss = ct_s_sum(&s, loss);
    }
    c->out[0] = ct_scope_return(&s, loss);
    return c->out[0] ? 0 : -1;
}
