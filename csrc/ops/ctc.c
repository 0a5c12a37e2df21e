/* ctc: what the rows of the loss of sequences accept and return. */
#include "rows/ctc.h"
#include "core/device.h"
#include "ops/op.h"

static int operands_check(ct_call *c, const ct_tensor *x, const ct_tensor *targets,
                          const ct_tensor *steps, const ct_tensor *labels,
                          int64_t blank)
{
    ct_dtype d = (ct_dtype)x->dtype;
    int64_t n = x->ndim == 3 ? x->shape[1] : -1;
    bool fits = targets->ndim == 2 && targets->shape[0] == n && steps->ndim == 1 &&
                steps->shape[0] == n && labels->ndim == 1 && labels->shape[0] == n &&
                targets->dtype == CT_DTYPE_I64 && steps->dtype == CT_DTYPE_I64 &&
                labels->dtype == CT_DTYPE_I64 && targets->shape[1] < INT64_MAX / 4;
    if (!fits) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected log_probs (T, N, C), int64 targets (N, S), and "
                        "steps and labels (N), got %s and %s",
                        c->op->name, ct_tensor_shape_str(x),
                        ct_tensor_shape_str(targets));
    }
    if (blank < 0 || blank >= x->shape[2]) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected blank in [0, %lld), got %lld",
                        c->op->name, (long long)x->shape[2], (long long)blank);
    }
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    c->compute = (uint8_t)ct_device_compute(c->device, d);
    return 0;
}

int ct_ctc_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, ctc, log_probs).tensor,
                    *targets = ARG(c, ctc, targets).tensor;
    if (operands_check(c, x, targets, ARG(c, ctc, steps).tensor,
                       ARG(c, ctc, labels).tensor, ARG(c, ctc, blank).i) < 0) {
        return -1;
    }
    int64_t *shape = ct_call_shape(c, CT_OUT_ctc_ways);
    shape[0] = x->shape[1];
    shape[1] = x->shape[0];
    shape[2] = 2 * targets->shape[1] + 1;
    if (ct_call_result(c, CT_OUT_ctc_ways, CT_DTYPE_F64, 3, shape) < 0) {
        return -1;
    }
    return ct_call_result(c, CT_OUT_ctc_loss, CT_DTYPE_F64, 1, x->shape + 1);
}

int ct_ctc_grad_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, ctc_grad, log_probs).tensor,
                    *targets = ARG(c, ctc_grad, targets).tensor,
                    *loss = ARG(c, ctc_grad, loss).tensor,
                    *ways = ARG(c, ctc_grad, ways).tensor,
                    *g = ARG(c, ctc_grad, grad).tensor;
    if (operands_check(c, x, targets, ARG(c, ctc_grad, steps).tensor,
                       ARG(c, ctc_grad, labels).tensor,
                       ARG(c, ctc_grad, blank).i) < 0) {
        return -1;
    }
    int64_t shape[] = {x->shape[1], x->shape[0], 2 * targets->shape[1] + 1};
    if (!ct_dtype_is_floating((ct_dtype)loss->dtype) ||
        !ct_dtype_is_floating((ct_dtype)ways->dtype) ||
        !ct_shape_equal(1, shape, loss->ndim, loss->shape) ||
        !ct_shape_equal(1, shape, g->ndim, g->shape) ||
        !ct_shape_equal(3, shape, ways->ndim, ways->shape)) {
        return ct_error(CT_ERR_RUNTIME, "_ctc_grad: expected the tensors of a ctc");
    }
    return ct_call_result(c, 0, (ct_dtype)x->dtype, 3, x->shape);
}
