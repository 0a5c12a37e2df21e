/* norm_rows: layer_norm, and its gradient, by the kernels of layer_norm_kernels.h. */
#include "cpu/kernels.h"
#include "cpu/layer_norm_kernels.h"
#include "cpu/plain.h"
#include "rows/nn.h"

int ct_layer_norm_cpu(ct_call *c)
{
    ct_tensor *x = ARG(c, layer_norm, input).tensor, *mean = KEPT(c, layer_norm, mean);
    ct_dtype d = (ct_dtype)c->compute;
    ct_plain p = {0};
    ct_normed l = {.rows = mean->numel,
                   .x = ct_plain_read(&p, x, d),
                   .weight = ct_plain_read(&p, TENSOR(c, layer_norm, weight), d),
                   .bias = ct_plain_read(&p, TENSOR(c, layer_norm, bias), d),
                   .y = ct_plain_write(&p, c->out[0], d),
                   .mean = (double *)mean->data,
                   .rstd = (double *)KEPT(c, layer_norm, rstd)->data,
                   .eps = ARG(c, layer_norm, eps).f};
    int status = p.failed ? -1 : 0;
    if (status == 0 && x->numel > 0) {
        l.n = x->numel / l.rows;
        status = ct_parallel_for(l.rows, ct_parallel_grain(l.n * 4),
                                 ct_cpu->layer_norm->forward[d == CT_DTYPE_F64], &l);
    }
    return ct_plain_end(&p, status);
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
    ct_tensor *x = ARG(c, layer_norm_grad, input).tensor,
              *mean = ARG(c, layer_norm_grad, mean).tensor,
              *rstd = ARG(c, layer_norm_grad, rstd).tensor;
    ct_dtype d = (ct_dtype)c->compute;
    ct_plain p = {0};
    ct_normed l = {.n = ARG(c, layer_norm_grad, size).i,
                   .rows = mean->numel,
                   .x = ct_plain_read(&p, x, d),
                   .g = ct_plain_read(&p, ARG(c, layer_norm_grad, grad).tensor, d),
                   .mean = ct_plain_read(&p, mean, CT_DTYPE_F64),
                   .rstd = ct_plain_read(&p, rstd, CT_DTYPE_F64),
                   .weight = ct_plain_read(&p, TENSOR(c, layer_norm_grad, weight), d),
                   .y = ct_plain_write(&p, c->out[0], d),
                   .gweight = ct_plain_write(&p, OUT(c, layer_norm_grad, gweight), d),
                   .gbias = ct_plain_write(&p, OUT(c, layer_norm_grad, gbias), d)};
    bool affine = ARG(c, layer_norm_grad, affine).i;
    return ct_plain_end(&p, p.failed ? -1 : run_grads(&l, d == CT_DTYPE_F64, affine));
}
