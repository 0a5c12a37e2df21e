/* norm_layers: batch_norm and group_norm, forward and backward, on operands of any layout:
 * channels that lie side by side stay there. */
#include "rows/norm_layers.h"
#include "core/device.h"
#include "cpu/channels.h"
#include "cpu/images.h"

/* Where the operands of a call are read and its result is written. */
typedef struct places {
    ct_plain plain;
    ct_images views;
    bool rows;
} places;

/* Do the channels of x lie side by side? */
static int begin(places *p, ct_channels *a, ct_tensor *x, ct_tensor *g, ct_tensor *y,
                 ct_dtype d)
{
    ct_tensor *all[] = {x, g, y}, *view[3];
    a->wide = d == CT_DTYPE_F64;
    a->n = x->shape[0];
    a->c = x->shape[1];
    a->s = 1;
    for (int i = 2; i < x->ndim; i++) {
        a->s *= x->shape[i];
    }
    for (int i = 0; i < 3; i++) {
        view[i] = all[i] ? ct_images_view(&p->views, all[i]) : NULL;
        if (all[i] && !view[i]) {
            return -1;
        }
    }
    p->rows =
        ct_tensor_is_contiguous(view[0]) && !(a->s > 1 && ct_tensor_is_contiguous(x));
    ct_tensor **of = p->rows ? view : all;
    a->x = ct_plain_read(&p->plain, of[0], d);
    a->g = ct_plain_read(&p->plain, of[1], d);
    a->y = ct_plain_write(&p->plain, of[2], d);
    return p->plain.failed ? -1 : 0;
}

static int end(places *p, int status)
{
    status = ct_plain_end(&p->plain, status);
    ct_images_drop(&p->views);
    return status;
}

static int run(places *p, ct_channels *a)
{
    return p->rows ? ct_norm_rows_of_channels(a) : ct_norm_runs(a);
}

int ct_batch_norm_train_cpu(ct_call *c)
{
    places p = {0};
    ct_tensor *mean = OUT(c, batch_norm_train, mean);
    ct_channels a = {.mean = (double *)mean->data,
                     .var = (double *)OUT(c, batch_norm_train, var)->data,
                     .eps = ARG(c, batch_norm_train, eps).f};
    int status = begin(&p, &a, ARG(c, batch_norm_train, input).tensor, NULL, c->out[0],
                       (ct_dtype)c->compute);
    a.weight =
        ct_plain_read(&p.plain, TENSOR(c, batch_norm_train, weight), CT_DTYPE_F64);
    a.bias = ct_plain_read(&p.plain, TENSOR(c, batch_norm_train, bias), CT_DTYPE_F64);
    status = status < 0 || p.plain.failed ? -1 : run(&p, &a);
    for (int64_t j = 0; status == 0 && a.n * a.s == 0 && j < a.c; j++) {
        a.mean[j] = a.var[j] = NAN;
    }
    return end(&p, status);
}

int ct_batch_norm_eval_cpu(ct_call *c)
{
    places p = {0};
    ct_channels a = {.fixed = true, .eps = ARG(c, batch_norm_eval, eps).f};
    int status = begin(&p, &a, ARG(c, batch_norm_eval, input).tensor, NULL, c->out[0],
                       (ct_dtype)c->compute);
    a.mean =
        ct_plain_read(&p.plain, ARG(c, batch_norm_eval, mean).tensor, CT_DTYPE_F64);
    a.var = ct_plain_read(&p.plain, ARG(c, batch_norm_eval, var).tensor, CT_DTYPE_F64);
    a.weight =
        ct_plain_read(&p.plain, TENSOR(c, batch_norm_eval, weight), CT_DTYPE_F64);
    a.bias = ct_plain_read(&p.plain, TENSOR(c, batch_norm_eval, bias), CT_DTYPE_F64);
    return end(&p, status < 0 || p.plain.failed ? -1 : run(&p, &a));
}

int ct_group_norm_cpu(ct_call *c)
{
    places p = {0};
    ct_channels a = {.groups = ARG(c, group_norm, num_groups).i,
                     .mean = (double *)KEPT(c, group_norm, mean)->data,
                     .var = (double *)KEPT(c, group_norm, var)->data,
                     .eps = ARG(c, group_norm, eps).f};
    int status = begin(&p, &a, ARG(c, group_norm, input).tensor, NULL, c->out[0],
                       (ct_dtype)c->compute);
    a.weight = ct_plain_read(&p.plain, TENSOR(c, group_norm, weight), CT_DTYPE_F64);
    a.bias = ct_plain_read(&p.plain, TENSOR(c, group_norm, bias), CT_DTYPE_F64);
    return end(&p, status < 0 || p.plain.failed ? -1 : run(&p, &a));
}

/* The sums of each run, and, where they are asked for, of each channel. */
static int gradients(places *p, ct_channels *a)
{
    if (p->rows) {
        return ct_norm_rows_of_channels_grad(a);
    }
    int64_t size = 2 * a->n * a->c;
    ct_tensor *sums =
        ct_plain_keep(&p->plain, ct_tensor_new("_channel_norm_grad", CT_DTYPE_F64, 1,
                                               &size, CT_DEVICE_CPU));
    a->sums = sums ? (double *)sums->data : NULL;
    return sums ? ct_norm_runs_grad(a) : -1;
}

int ct_channel_norm_grad_cpu(ct_call *c)
{
    places p = {0};
    ct_channels a = {.groups = ARG(c, channel_norm_grad, groups).i,
                     .eps = ARG(c, channel_norm_grad, eps).f};
    int status =
        begin(&p, &a, ARG(c, channel_norm_grad, input).tensor,
              ARG(c, channel_norm_grad, grad).tensor, c->out[0], (ct_dtype)c->compute);
    a.mean =
        ct_plain_read(&p.plain, ARG(c, channel_norm_grad, mean).tensor, CT_DTYPE_F64);
    a.var =
        ct_plain_read(&p.plain, ARG(c, channel_norm_grad, var).tensor, CT_DTYPE_F64);
    a.weight =
        ct_plain_read(&p.plain, TENSOR(c, channel_norm_grad, weight), CT_DTYPE_F64);
    if (ARG(c, channel_norm_grad, affine).i) {
        a.gweight =
            ct_plain_write(&p.plain, OUT(c, channel_norm_grad, gweight), CT_DTYPE_F64);
        a.gbias =
            ct_plain_write(&p.plain, OUT(c, channel_norm_grad, gbias), CT_DTYPE_F64);
    }
    return end(&p, status < 0 || p.plain.failed ? -1 : gradients(&p, &a));
}
