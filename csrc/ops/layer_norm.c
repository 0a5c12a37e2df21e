/* layer_norm: what it accepts, and what its fused gradient is in other ops. */
#include "ops/layer_rows.h"
#include "rows/arithmetic.h"
#include "rows/exponential.h"
#include "rows/nn.h"
#include "rows/reduce.h"
#include "rows/view.h"

/* A weight or bias has the normalized shape, and the input's dtype or what it is
 * computed in. */
static int affine_check(const ct_call *c, int i, const char *name)
{
    ct_dims shape = ARG(c, layer_norm, normalized_shape).dims;
    ct_dtype d = (ct_dtype)ARG(c, layer_norm, input).tensor->dtype;
    const ct_tensor *t = ct_given(c, i) ? c->arg[i].tensor : NULL;
    if (!t) {
        return 0;
    }
    if (!ct_shape_equal(t->ndim, t->shape, (int)shape.n, shape.v)) {
        return ct_error(
            CT_ERR_RUNTIME,
            "layer_norm: expected %s of shape %s (normalized_shape), got %s", name,
            ct_shape_str((int)shape.n, shape.v), ct_tensor_shape_str(t));
    }
    if (t->dtype != d && (ct_dtype)t->dtype != ct_dtype_compute(d)) {
        return ct_error(CT_ERR_RUNTIME,
                        "layer_norm: expected %s of the input's dtype %s, got %s", name,
                        ct_dtype_name(d), ct_dtype_name((ct_dtype)t->dtype));
    }
    return 0;
}

int ct_layer_norm_check(ct_call *c)
{
    ct_tensor *x = ARG(c, layer_norm, input).tensor;
    ct_dims shape = ARG(c, layer_norm, normalized_shape).dims;
    ct_dtype d = (ct_dtype)x->dtype;
    int kept = ct_layer_rows_kept(c, x, shape);
    if (kept < 0) {
        return -1;
    }
    if (affine_check(c, CT_AT(layer_norm, weight), "weight") < 0 ||
        affine_check(c, CT_AT(layer_norm, bias), "bias") < 0) {
        return -1;
    }
    c->compute = (uint8_t)ct_dtype_compute(d);
    ct_call_result(c, CT_KEPT_layer_norm_mean, CT_DTYPE_F64, kept, x->shape);
    ct_call_result(c, CT_KEPT_layer_norm_rstd, CT_DTYPE_F64, kept, x->shape);
    return ct_call_like(c, 0, d, x);
}

/* A private row: its arguments come from the gradient rule. */
int ct_layer_norm_grad_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, layer_norm_grad, input).tensor,
                    *g = ARG(c, layer_norm_grad, grad).tensor;
    int64_t size = ARG(c, layer_norm_grad, size).i;
    int64_t rows = ARG(c, layer_norm_grad, mean).tensor->numel;
    const ct_tensor *w = TENSOR(c, layer_norm_grad, weight);
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    if (!ct_layer_rows_fit(x, g, w, rows, size) ||
        ARG(c, layer_norm_grad, rstd).tensor->numel != rows) {
        return ct_error(CT_ERR_RUNTIME,
                        "_layer_norm_grad: expected the tensors of a layer_norm");
    }
    c->compute = (uint8_t)ct_dtype_compute(d);
    for (int i = 1; i < 3; i++) {
        ct_call_shape(c, i)[0] = ARG(c, layer_norm_grad, affine).i ? size : 0;
        ct_call_result(c, i, (ct_dtype)c->compute, 1, ct_call_shape(c, i));
    }
    return ct_call_like(c, 0, d, x);
}

/* With z the normal x and h = grad weight: gx = (h - mean(h) - z mean(h z)) rstd. All of
 * it from input, as mean and rstd come from there. */
CT_BODY(layer_norm_grad)
{
    ct_tensor *x = ARG(c, layer_norm_grad, input).tensor, *given = x;
    int64_t size = ARG(c, layer_norm_grad, size).i, one = 1, zero = 0;
    int64_t rows = ARG(c, layer_norm_grad, mean).tensor->numel;
    ct_dtype d = ct_dtype_compute((ct_dtype)x->dtype);
    ct_dims row = {1, &one};
    ct_tensor *g = ARG(c, layer_norm_grad, grad).tensor;
    ct_tensor *h = g = ct_layer_rows(s, g, rows, size, d);
    x = ct_s_centered(s, ct_layer_rows(s, x, rows, size, d), row);
    ct_tensor *v = ct_s_mean(s, ct_s_square(s, x), .dim = row, .keepdim = true);
    v = ct_s_add(s, v, ct_s_float(s, ARG(c, layer_norm_grad, eps).f));
    ct_tensor *rstd = ct_s_rsqrt(s, v), *z = ct_s_mul(s, x, rstd);
    if (GIVEN(c, layer_norm_grad, weight)) {
        h = ct_s_mul(
            s, g, ct_layer_rows(s, ARG(c, layer_norm_grad, weight).tensor, 1, size, d));
    }
    ct_tensor *along = ct_s_mean(s, ct_s_mul(s, h, z), .dim = row, .keepdim = true);
    h = ct_s_sub(s, ct_s_centered(s, h, row), ct_s_mul(s, z, along));
    ct_tensor *gx =
        ct_s_reshape(s, ct_s_mul(s, h, rstd), (ct_dims){given->ndim, given->shape});
    ct_tensor *gz = ct_s_mul(s, g, z);
    if (!ARG(c, layer_norm_grad, affine).i) {
        gz = g = gz ? ct_s_narrow(s, gz, 1, 0, 0) : NULL;
    }
    ct_tensor *gweight = ct_s_sum(s, gz, .dim = {1, &zero});
    ct_tensor *gbias = ct_s_sum(s, g, .dim = {1, &zero});
    OUT(c, layer_norm_grad, gweight) = gweight ? ct_newref(gweight) : NULL;
    OUT(c, layer_norm_grad, gbias) = gbias ? ct_newref(gbias) : NULL;
    return ct_s_cast(s, gx, (ct_dtype)given->dtype);
}
