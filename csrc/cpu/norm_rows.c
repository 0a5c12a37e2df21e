/* norm_rows: layer_norm, rms_norm, and their gradients, by the kernels of layer_norm_kernels.h. */
#include "core/alloc.h"
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

#define PIECE_LEAST 64 /* rows of a piece */
#define PIECES_MOST 16

/* The sums of all pieces, in order, as the gradients of weight and, unless that is NULL,
 * bias. */
static void write_sums(const ct_normed *l, int64_t pieces, double *gweight,
                       double *gbias)
{
    for (int64_t j = 0; j < l->n; j++) {
        double sum = 0, level = 0;
        for (int64_t p = 0; p < pieces; p++) {
            const double *part = l->part + p * 4 * l->n;
            sum += part[j];
            level += part[l->n + j];
        }
        gweight[j] = sum;
        if (gbias) {
            gbias[j] = level;
        }
    }
}

static int run_grads(ct_normed *l, bool wide, double *gweight, double *gbias)
{
    l->piece = l->rows / PIECES_MOST + 1;
    l->piece = l->piece < PIECE_LEAST ? PIECE_LEAST : l->piece;
    int64_t pieces = l->n ? (l->rows + l->piece - 1) / l->piece : 0;
    size_t bytes = (size_t)(pieces * 4 * l->n) * sizeof(double);
    if (gweight && pieces && !(l->part = ct_alloc(bytes))) {
        return -1;
    }
    int status = ct_parallel_for(pieces, ct_parallel_grain(l->n * l->piece * 4),
                                 ct_cpu->layer_norm->grad[wide], l);
    if (status == 0 && gweight) {
        write_sums(l, pieces, gweight, gbias);
    }
    ct_free(l->part, bytes);
    return status;
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
                   .y = ct_plain_write(&p, c->out[0], d)};
    double *gweight = NULL, *gbias = NULL;
    if (ARG(c, layer_norm_grad, affine).i) {
        gweight = ct_plain_write(&p, OUT(c, layer_norm_grad, gweight), CT_DTYPE_F64);
        gbias = ct_plain_write(&p, OUT(c, layer_norm_grad, gbias), CT_DTYPE_F64);
    }
    return ct_plain_end(
        &p, p.failed ? -1 : run_grads(&l, d == CT_DTYPE_F64, gweight, gbias));
}

/* ---- about 0 -------------------------------------------------------------------- */

int ct_rms_norm_cpu(ct_call *c)
{
    ct_tensor *x = ARG(c, rms_norm, input).tensor, *rstd = KEPT(c, rms_norm, rstd);
    ct_dtype d = (ct_dtype)c->compute;
    ct_plain p = {0};
    ct_normed l = {.rows = rstd->numel,
                   .x = ct_plain_read(&p, x, d),
                   .weight = ct_plain_read(&p, TENSOR(c, rms_norm, weight), d),
                   .y = ct_plain_write(&p, c->out[0], d),
                   .rstd = (double *)rstd->data,
                   .eps = ARG(c, rms_norm, eps).f};
    int status = p.failed ? -1 : 0;
    if (status == 0 && x->numel > 0) {
        l.n = x->numel / l.rows;
        status = ct_parallel_for(l.rows, ct_parallel_grain(l.n * 4),
                                 ct_cpu->layer_norm->forward[d == CT_DTYPE_F64], &l);
    }
    return ct_plain_end(&p, status);
}

int ct_rms_norm_grad_cpu(ct_call *c)
{
    ct_tensor *rstd = ARG(c, rms_norm_grad, rstd).tensor;
    ct_dtype d = (ct_dtype)c->compute;
    ct_plain p = {0};
    ct_normed l = {.n = ARG(c, rms_norm_grad, size).i,
                   .rows = rstd->numel,
                   .x = ct_plain_read(&p, ARG(c, rms_norm_grad, input).tensor, d),
                   .g = ct_plain_read(&p, ARG(c, rms_norm_grad, grad).tensor, d),
                   .rstd = ct_plain_read(&p, rstd, CT_DTYPE_F64),
                   .weight = ct_plain_read(&p, TENSOR(c, rms_norm_grad, weight), d),
                   .y = ct_plain_write(&p, c->out[0], d)};
    double *gweight = NULL;
    if (ARG(c, rms_norm_grad, affine).i) {
        gweight = ct_plain_write(&p, OUT(c, rms_norm_grad, gweight), CT_DTYPE_F64);
    }
    return ct_plain_end(&p, p.failed ? -1
                                     : run_grads(&l, d == CT_DTYPE_F64, gweight, NULL));
}
