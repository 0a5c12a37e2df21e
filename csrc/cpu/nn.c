/* nn: kernels of layers and losses. */
#include <math.h>
#include <string.h>

#include "core/layout.h"
#include "core/parallel.h"
#include "cpu/along.h"
#include "cpu/copy.h"
#include "cpu/gemm.h"
#include "cpu/kernels.h"
#include "cpu/plain.h"
#include "cpu/pointwise.h"
#include "cpu/random_fill.h"
#include "cpu/softmax_kernels.h"
#include "ops/nn.h"
#include "rows/arithmetic.h"
#include "rows/nn.h"

/* ---- linear -------------------------------------------------------------- */

/* A bias that is no row is laid into the result first; the product adds to it. */
int ct_linear_cpu(ct_call *c)
{
    ct_tensor *out = c->out[0], *bias = TENSOR(c, linear, bias),
              *w = ARG(c, linear, weight).tensor;
    ct_dtype d = (ct_dtype)w->dtype;
    int64_t n = w->ndim == 1 ? 1 : w->shape[0], k = w->shape[w->ndim - 1];
    bool row = bias && bias->ndim == 1 && bias->shape[0] == n, apart = bias && !row;
    ct_plain p = {0};
    ct_gemm_args g = {.n = n,
                      .k = k,
                      .add = apart,
                      .bias = row ? ct_plain_read(&p, bias, d) : NULL,
                      .a = ct_plain_read(&p, ARG(c, linear, input).tensor, d),
                      .a_row = k,
                      .a_step = 1,
                      .b = ct_plain_read(&p, w, d),
                      .b_step = 1,
                      .b_column = k,
                      .c = out->data,
                      .ldc = n};
    int status = p.failed ? -1 : apart ? ct_tensor_copy_data(out, bias) : 0;
    if (status == 0 && out->numel > 0) {
        g.m = out->numel / n;
        status = ct_gemm((ct_dtype)c->compute, &g);
    }
    return ct_plain_end(&p, status);
}

/* ---- dropout ------------------------------------------------------------- */

/* 0 or 1 / (1 - p) for each element; kept for the gradient. */
static int fill_mask(ct_tensor *mask, double p)
{
    ct_generator at = ct_generator_take(ct_generator_default(), mask->numel);
    ct_dtype d = (ct_dtype)mask->dtype, work = ct_dtype_compute(d);
    int status = ct_random_bernoulli(d, mask->data, mask->numel, at, 1 - p);
    if (status < 0 || p == 1) {
        return status;
    }
    ct_tensor *scale = ct_tensor_weak_float(1 / (1 - p));
    status = scale ? ct_pointwise_run(CT_FORWARD_LOOP(mul, work), NULL, work, work,
                                      mask, 2, (ct_tensor *[]){mask, scale})
                   : -1;
    ct_xdecref(scale);
    return status;
}

int ct_dropout_cpu(ct_call *c)
{
    ct_tensor *x = ARG(c, dropout, input).tensor, *mask = KEPT(c, dropout, mask);
    if (fill_mask(mask, ARG(c, dropout, training).i ? ARG(c, dropout, p).f : 0) < 0) {
        return -1;
    }
    ct_dtype work = ct_dtype_compute((ct_dtype)c->compute);
    return ct_pointwise_run(CT_FORWARD_LOOP(mul, work), NULL, work, work, c->out[0], 2,
                            (ct_tensor *[]){x, mask});
}

/* ---- cross entropy ------------------------------------------------------- */

/* Logits as rows of classes, with what belongs to each row. */
typedef struct entropy {
    bool wide; /* float64, else float32 */
    int64_t n, classes, ignore;
    ct_tensor *rows; /* of logits */
    const char *x;   /* their data */
    const int64_t *target;
    const double *weight; /* NULL: all 1 */
    double weight_sum, smoothing;
    char *lse;    /* forward: written; backward: read */
    double *loss; /* forward: of each row */
    /* backward */
    char *gx;
    const double *g;
    bool one_g;
    double scale;
} entropy;

static double at(const entropy *e, const char *p, int64_t i)
{
    return e->wide ? ((const double *)p)[i] : (double)((const float *)p)[i];
}

static double weight_at(const entropy *e, int64_t i)
{
    return e->weight ? e->weight[i] : 1;
}

static int target_check(const entropy *e)
{
    for (int64_t i = 0; i < e->n; i++) {
        int64_t t = e->target[i];
        if ((t < 0 || t >= e->classes) && t != e->ignore) {
            return ct_error(CT_ERR_INDEX,
                            "cross_entropy: Target %lld is out of bounds: expected "
                            "classes in [0, %lld)",
                            (long long)t, (long long)e->classes);
        }
    }
    return 0;
}

/* (1 - s) w_t (lse - x_t) + s / C sum_c w_c (lse - x_c) */
static int entropy_rows(void *context, int64_t begin, int64_t end)
{
    const entropy *e = context;
    int64_t size = e->wide ? 8 : 4;
    for (int64_t i = begin; i < end; i++) {
        const char *row = e->x + i * e->classes * size;
        if (ct_row_logsumexp(e->wide, e->lse + i * size, row, e->classes) < 0) {
            return -1;
        }
        int64_t t = e->target[i];
        if (t == e->ignore) {
            e->loss[i] = 0;
            continue;
        }
        double lse = at(e, e->lse, i), smooth = 0;
        for (int64_t j = 0; e->smoothing > 0 && j < e->classes; j++) {
            smooth += weight_at(e, j) * (lse - at(e, row, j));
        }
        e->loss[i] = (1 - e->smoothing) * weight_at(e, t) * (lse - at(e, row, t)) +
                     e->smoothing / (double)e->classes * smooth;
    }
    return 0;
}

/* A copy, whatever the layout: others may write to theirs while the rows trust what
 * target_check has seen. */
static ct_tensor *targets_of(ct_tensor *target)
{
    ct_tensor *copy = ct_tensor_new_like(target, CT_DTYPE_I64);
    if (copy && ct_tensor_copy_data(copy, target) < 0) {
        ct_clear(&copy);
    }
    return copy;
}

/* What both directions need from the arguments. */
static int entropy_prepare(entropy *e, ct_tensor *x, ct_tensor *target,
                           ct_tensor *weight, ct_dtype work, ct_plain *p)
{
    int dim = ct_class_dim(x);
    e->rows = ct_plain_keep(p, ct_along_rows(x, x->ndim == 1 ? -1 : dim, work));
    ct_tensor *targets = ct_plain_keep(p, targets_of(target));
    e->weight = ct_plain_read(p, weight, CT_DTYPE_F64);
    if (p->failed) {
        return -1;
    }
    e->wide = work == CT_DTYPE_F64;
    e->classes = x->shape[dim];
    e->n = targets->numel;
    e->x = e->rows->data;
    e->target = (const int64_t *)targets->data;
    e->weight_sum = weight ? 0 : (double)e->classes;
    for (int64_t j = 0; weight && j < e->classes; j++) {
        e->weight_sum += e->weight[j];
    }
    return target_check(e);
}

/* 1 / the total weight of the targets: of the mean. */
static double entropy_scale(const entropy *e)
{
    double weights = 0;
    for (int64_t i = 0; i < e->n; i++) {
        weights += e->target[i] == e->ignore ? 0 : weight_at(e, e->target[i]);
    }
    return 1 / weights;
}

/* The losses, or their sum or mean. */
static void entropy_reduce(ct_call *c, const entropy *e)
{
    int64_t reduction = ARG(c, cross_entropy, reduction).i;
    ct_dtype d = (ct_dtype)c->out[0]->dtype;
    double total = 0;
    if (reduction == CT_IS_cross_entropy_reduction_none) {
        ct_cast_strided(d, c->out[0]->data, ct_dtype_size(d), CT_DTYPE_F64,
                        (const char *)e->loss, 8, e->n);
    } else {
        for (int64_t i = 0; i < e->n; i++) {
            total += e->loss[i];
        }
        total *= reduction == CT_IS_cross_entropy_reduction_mean ? entropy_scale(e) : 1;
        ct_cast_strided(d, c->out[0]->data, 0, CT_DTYPE_F64, (const char *)&total, 8,
                        1);
    }
}

int ct_cross_entropy_cpu(ct_call *c)
{
    entropy e = {.ignore = ARG(c, cross_entropy, ignore_index).i,
                 .smoothing = ARG(c, cross_entropy, label_smoothing).f};
    ct_plain p = {0};
    int status = entropy_prepare(
        &e, ARG(c, cross_entropy, input).tensor, ARG(c, cross_entropy, target).tensor,
        TENSOR(c, cross_entropy, weight), (ct_dtype)c->compute, &p);
    ct_tensor *loss =
        status == 0 ? ct_plain_keep(&p, ct_tensor_new("cross_entropy", CT_DTYPE_F64, 1,
                                                      &e.n, CT_DEVICE_CPU))
                    : NULL;
    if (!loss) {
        return ct_plain_end(&p, -1);
    }
    e.lse = KEPT(c, cross_entropy, lse)->data;
    e.loss = (double *)loss->data;
    status = ct_parallel_for(e.n, ct_parallel_grain(e.classes * 4), entropy_rows, &e);
    if (status == 0) {
        entropy_reduce(c, &e);
    }
    return ct_plain_end(&p, status);
}

/* g ((1 - s) w_t (p - [c = t]) + s / C (W p - w)), p = exp(x - lse) */
static int entropy_grad_rows(void *context, int64_t begin, int64_t end)
{
    const entropy *e = context;
    int64_t size = e->wide ? 8 : 4;
    double share = e->smoothing / (double)e->classes;
    for (int64_t i = begin; i < end; i++) {
        char *gx = e->gx + i * e->classes * size;
        int64_t t = e->target[i];
        if (t == e->ignore) {
            memset(gx, 0, (size_t)(e->classes * size));
            continue;
        }
        double g = e->g[e->one_g ? 0 : i] * e->scale;
        double hit = g * (1 - e->smoothing) * weight_at(e, t);
        ct_cpu->softmax->exp_scaled[e->wide](
            gx, e->x + i * e->classes * size, at(e, e->lse, i),
            hit + g * share * e->weight_sum, e->classes);
        for (int64_t j = 0; share > 0 && j < e->classes; j++) {
            double less = g * share * weight_at(e, j);
            if (e->wide) {
                ((double *)gx)[j] -= less;
            } else {
                ((float *)gx)[j] -= (float)less;
            }
        }
        if (e->wide) {
            ((double *)gx)[t] -= hit;
        } else {
            ((float *)gx)[t] -= (float)hit;
        }
    }
    return 0;
}

/* The gradient of rows, in the result itself or, by way of `made`, there in the end. */
static int entropy_grad(ct_call *c, entropy *e, ct_plain *p, ct_dtype work)
{
    ct_tensor *x = ARG(c, cross_entropy_grad, input).tensor, *out = c->out[0],
              *g = ARG(c, cross_entropy_grad, grad).tensor;
    bool straight = out->dtype == work && x->ndim <= 2;
    ct_tensor *made =
        ct_plain_keep(p, straight ? ct_newref(out) : ct_tensor_new_like(e->rows, work));
    e->g = ct_plain_read(p, g, CT_DTYPE_F64);
    e->lse = ct_plain_read(p, ARG(c, cross_entropy_grad, lse).tensor, work);
    if (p->failed) {
        return -1;
    }
    e->one_g = g->numel == 1;
    e->gx = made->data;
    e->scale = ARG(c, cross_entropy_grad, mean).i ? entropy_scale(e) : 1;
    int status = ct_parallel_for(e->n, CT_GRAIN / (e->classes * 4 + 1) + 1,
                                 entropy_grad_rows, e);
    if (status < 0 || straight) {
        return status;
    }
    ct_tensor *back =
        x->ndim > 1 ? ct_plain_keep(p, ct_along_back(made, ct_class_dim(x))) : made;
    return back ? ct_tensor_copy_data(out, back) : -1;
}

int ct_cross_entropy_grad_cpu(ct_call *c)
{
    ct_tensor *x = ARG(c, cross_entropy_grad, input).tensor;
    ct_dtype work = (ct_dtype)c->compute;
    entropy e = {.ignore = ARG(c, cross_entropy_grad, ignore_index).i,
                 .smoothing = ARG(c, cross_entropy_grad, label_smoothing).f};
    ct_plain p = {0};
    int status = entropy_prepare(&e, x, ARG(c, cross_entropy_grad, target).tensor,
                                 TENSOR(c, cross_entropy_grad, weight), work, &p);
    if (status == 0 && c->out[0]->numel > 0) {
        status = entropy_grad(c, &e, &p, work);
    }
    return ct_plain_end(&p, status);
}
