/* norm_rows: layer_norm, and its gradient, by the kernels of layer_norm_kernels.h. */
#include "core/device.h"
#include "cpu/kernels.h"
#include "cpu/layer_norm_kernels.h"
#include "rows/nn.h"

/* t, plain and of the dtype, in *keep; its data. *status becomes -1 if that fails. */
static void *plain(ct_tensor *t, ct_dtype d, ct_tensor **keep, int *status)
{
    *keep = t && *status == 0 ? ct_tensor_prepare(t, d) : NULL;
    *status = t && !*keep ? -1 : *status;
    return *keep ? (*keep)->data : NULL;
}

/* Where a result is made: in itself, if it is of the dtype. */
static void *room(ct_tensor *out, ct_dtype d, ct_tensor **keep, int *status)
{
    bool itself = out->dtype == d && ct_tensor_is_contiguous(out);
    if (*status == 0) {
        *keep = itself ? ct_newref(out) : ct_tensor_new_like(out, d);
        *status = *keep ? 0 : -1;
    }
    return *keep ? (*keep)->data : NULL;
}

static int settle(ct_tensor *out, ct_tensor *made, int status)
{
    return status == 0 && made != out ? ct_tensor_copy_data(out, made) : status;
}

static void release(ct_tensor **keep, int n)
{
    for (int i = 0; i < n; i++) {
        ct_xdecref(keep[i]);
    }
}

int ct_layer_norm_cpu(ct_call *c)
{
    ct_tensor *keep[4] = {NULL}, *x = ARG(c, layer_norm, input).tensor;
    ct_dtype d = (ct_dtype)c->compute;
    int status = 0;
    ct_normed l = {.eps = ARG(c, layer_norm, eps).f};
    l.x = plain(x, d, &keep[0], &status);
    l.weight =
        plain(GIVEN(c, layer_norm, weight) ? ARG(c, layer_norm, weight).tensor : NULL,
              d, &keep[1], &status);
    l.bias = plain(GIVEN(c, layer_norm, bias) ? ARG(c, layer_norm, bias).tensor : NULL,
                   d, &keep[2], &status);
    l.y = room(c->out[0], d, &keep[3], &status);
    l.mean = (double *)KEPT(c, layer_norm, mean)->data;
    l.rstd = (double *)KEPT(c, layer_norm, rstd)->data;
    l.rows = KEPT(c, layer_norm, mean)->numel;
    if (status == 0 && x->numel > 0) {
        l.n = x->numel / l.rows;
        status = ct_parallel_for(l.rows, ct_parallel_grain(l.n * 4),
                                 ct_cpu->layer_norm->forward[d == CT_DTYPE_F64], &l);
    }
    status = settle(c->out[0], keep[3], status);
    release(keep, 4);
    return status;
}

static int run_grads(ct_normed *l, bool wide, bool affine)
{
    const ct_layer_norm_kernels *k = ct_cpu->layer_norm;
    int64_t strips = (l->n + CT_NORMED_COLUMNS - 1) / CT_NORMED_COLUMNS;
    int status = l->rows == 0 || l->n == 0
                     ? 0
                     : ct_parallel_for(l->rows, ct_parallel_grain(l->n * 6),
                                       k->input_grad[wide], l);
    if (status < 0 || !affine) {
        return status;
    }
    return ct_parallel_for(strips, ct_parallel_grain(l->rows * 256),
                           k->affine_grad[wide], l);
}

int ct_layer_norm_grad_cpu(ct_call *c)
{
    ct_tensor *keep[8] = {NULL};
    ct_tensor *x = ARG(c, layer_norm_grad, input).tensor;
    ct_dtype d = (ct_dtype)c->compute;
    int status = 0;
    ct_normed l = {.rows = ARG(c, layer_norm_grad, mean).tensor->numel};
    l.x = plain(x, d, &keep[0], &status);
    l.g = plain(ARG(c, layer_norm_grad, grad).tensor, d, &keep[1], &status);
    l.mean =
        plain(ARG(c, layer_norm_grad, mean).tensor, CT_DTYPE_F64, &keep[2], &status);
    l.rstd =
        plain(ARG(c, layer_norm_grad, rstd).tensor, CT_DTYPE_F64, &keep[3], &status);
    bool scaled = GIVEN(c, layer_norm_grad, weight);
    l.weight = plain(scaled ? ARG(c, layer_norm_grad, weight).tensor : NULL, d,
                     &keep[4], &status);
    void *made[3];
    for (int i = 0; i < 3; i++) {
        made[i] = room(c->out[i], d, &keep[5 + i], &status);
    }
    if (status == 0) {
        l.n = ARG(c, layer_norm_grad, size).i;
        l.y = made[0];
        l.gweight = made[1];
        l.gbias = made[2];
        status = run_grads(&l, d == CT_DTYPE_F64, ARG(c, layer_norm_grad, affine).i);
    }
    for (int i = 0; i < 3; i++) {
        status = settle(c->out[i], keep[5 + i], status);
    }
    release(keep, 8);
    return status;
}
