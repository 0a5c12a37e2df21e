/* rms_norm: what it accepts, and what its fused gradient is in other ops. */
#include <math.h>

#include "ops/layer_rows.h"
#include "rows/arithmetic.h"
#include "rows/exponential.h"
#include "rows/nn.h"
#include "rows/reduce.h"
#include "rows/view.h"

int ct_rms_norm_check(ct_call *c)
{
    ct_tensor *x = ARG(c, rms_norm, input).tensor, *w = TENSOR(c, rms_norm, weight);
    ct_dims shape = ARG(c, rms_norm, normalized_shape).dims;
    ct_dtype d = (ct_dtype)x->dtype;
    int kept = ct_layer_rows_kept(c, x, shape);
    if (kept < 0) {
        return -1;
    }
    if (w && (!ct_shape_equal(w->ndim, w->shape, (int)shape.n, shape.v) ||
              !ct_dtype_is_floating((ct_dtype)w->dtype))) {
        return ct_error(CT_ERR_RUNTIME,
                        "rms_norm: expected a floating weight of shape %s "
                        "(normalized_shape), got %s of %s",
                        ct_shape_str((int)shape.n, shape.v), ct_tensor_shape_str(w),
                        ct_dtype_name((ct_dtype)w->dtype));
    }
    c->compute = (uint8_t)ct_dtype_compute(d);
    ct_call_result(c, CT_KEPT_rms_norm_rstd, CT_DTYPE_F64, kept, x->shape);
    return ct_call_like(c, 0, d, x);
}

/* A private row: its arguments come from the gradient rule. */
int ct_rms_norm_grad_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, rms_norm_grad, input).tensor,
                    *g = ARG(c, rms_norm_grad, grad).tensor;
    int64_t size = ARG(c, rms_norm_grad, size).i;
    int64_t rows = ARG(c, rms_norm_grad, rstd).tensor->numel;
    const ct_tensor *w = TENSOR(c, rms_norm_grad, weight);
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    if (!ct_layer_rows_fit(x, g, w, rows, size)) {
        return ct_error(CT_ERR_RUNTIME,
                        "_rms_norm_grad: expected the tensors of an rms_norm");
    }
    c->compute = (uint8_t)ct_dtype_compute(d);
    ct_call_shape(c, 1)[0] = ARG(c, rms_norm_grad, affine).i ? size : 0;
    ct_call_result(c, 1, (ct_dtype)c->compute, 1, ct_call_shape(c, 1));
    return ct_call_like(c, 0, d, x);
}

/* With z the normal x and h = grad weight: gx = (h - z mean(h z)) rstd. All of it from
 * input, as rstd comes from there. */
CT_BODY(rms_norm_grad)
{
    ct_tensor *given = ARG(c, rms_norm_grad, input).tensor;
    int64_t size = ARG(c, rms_norm_grad, size).i, one = 1, zero = 0;
    int64_t rows = ARG(c, rms_norm_grad, rstd).tensor->numel;
    ct_dtype d = ct_dtype_compute((ct_dtype)given->dtype);
    ct_dims row = {1, &one};
    ct_tensor *x = ct_layer_rows(s, given, rows, size, d);
    ct_tensor *g = ARG(c, rms_norm_grad, grad).tensor;
    ct_tensor *h = g = ct_layer_rows(s, g, rows, size, d);
    ct_tensor *v = ct_s_mean(s, ct_s_square(s, x), .dim = row, .keepdim = true);
    v = ct_s_add(s, v, ct_s_float(s, ARG(c, rms_norm_grad, eps).f));
    ct_tensor *rstd = ct_s_rsqrt(s, v), *z = ct_s_mul(s, x, rstd);
    if (GIVEN(c, rms_norm_grad, weight)) {
        h = ct_s_mul(
            s, g, ct_layer_rows(s, ARG(c, rms_norm_grad, weight).tensor, 1, size, d));
    }
    ct_tensor *along = ct_s_mean(s, ct_s_mul(s, h, z), .dim = row, .keepdim = true);
    ct_tensor *gx = ct_s_mul(s, ct_s_sub(s, h, ct_s_mul(s, z, along)), rstd);
    gx = ct_s_reshape(s, gx, (ct_dims){given->ndim, given->shape});
    ct_tensor *gz = ct_s_mul(s, g, z);
    if (!ARG(c, rms_norm_grad, affine).i) {
        gz = gz ? ct_s_narrow(s, gz, 1, 0, 0) : NULL;
    }
    ct_tensor *gweight = ct_s_sum(s, gz, .dim = {1, &zero});
    OUT(c, rms_norm_grad, gweight) = gweight ? ct_newref(gweight) : NULL;
    return ct_s_cast(s, gx, (ct_dtype)given->dtype);
}
