/* norm: rows that normalize layers and channels, and their gradients. */
#include "norm.h"

#include <math.h>
#include <string.h>

#include "host.h"
#include "ready.h"
#include "rows/nn.h"
#include "rows/norm_layers.h"

/* ---- layers -------------------------------------------------------------------------- */

static void begin_rows(ct_device_rows *d, ct_ready *r, ct_tensor *x, int64_t rows)
{
    memset(d, 0, sizeof *d);
    ct_ready_begin(r, x);
    d->dtype = x->dtype;
    d->x = ct_ready_read(r, x, (ct_dtype)x->dtype);
    d->rows = (uint32_t)rows;
    d->n = rows ? (uint32_t)(x->numel / rows) : 0;
}

static void run_rows(ct_device_rows *d, ct_ready *r, bool grad)
{
    const void *all[] = {d->x, d->g, d->y};
    int64_t size = ct_dtype_infos[d->dtype].size;
    d->packs = ct_ready_packs(d->n * size, 3, all);
    if (!r->failed && grad && d->n) {
        ct_cuda_norm_rows_grad(d, r->stream);
    } else if (!r->failed && d->rows && d->n) {
        ct_cuda_norm_rows(d, r->stream);
    }
}

static int layer_norm(ct_call *c)
{
    ct_tensor *x = FIRST(c), *mean = KEPT(c, layer_norm, mean);
    ct_dtype work = (ct_dtype)c->compute;
    ct_device_rows d;
    ct_ready r;
    begin_rows(&d, &r, x, mean->numel);
    d.weight = ct_ready_read(&r, TENSOR(c, layer_norm, weight), work);
    d.bias = ct_ready_read(&r, TENSOR(c, layer_norm, bias), work);
    d.y = ct_ready_write(&r, c->out[0], (ct_dtype)x->dtype);
    d.mean = (double *)mean->data;
    d.rstd = (double *)KEPT(c, layer_norm, rstd)->data;
    d.eps = ARG(c, layer_norm, eps).f;
    run_rows(&d, &r, false);
    return ct_ready_end(&r);
}

static int rms_norm(ct_call *c)
{
    ct_tensor *x = FIRST(c), *rstd = KEPT(c, rms_norm, rstd);
    ct_device_rows d;
    ct_ready r;
    begin_rows(&d, &r, x, rstd->numel);
    d.weight = ct_ready_read(&r, TENSOR(c, rms_norm, weight), (ct_dtype)c->compute);
    d.y = ct_ready_write(&r, c->out[0], (ct_dtype)x->dtype);
    d.rstd = (double *)rstd->data;
    d.eps = ARG(c, rms_norm, eps).f;
    run_rows(&d, &r, false);
    return ct_ready_end(&r);
}

/* As many parts as columns leave the device without work. */
static void add_parts(ct_device_rows *d, ct_ready *r)
{
    uint32_t parts = d->rows / 64;
    d->parts = parts < 1 ? 1 : parts > 128 ? 128 : parts;
    d->part = ct_ready_room(r, (int64_t)d->parts * 2 * d->n * (int64_t)sizeof(double));
}

static int layer_norm_grad(ct_call *c)
{
    ct_tensor *x = ARG(c, layer_norm_grad, input).tensor,
              *mean = ARG(c, layer_norm_grad, mean).tensor;
    ct_dtype work = (ct_dtype)c->compute, stored = (ct_dtype)x->dtype;
    ct_device_rows d;
    ct_ready r;
    begin_rows(&d, &r, x, mean->numel);
    d.n = (uint32_t)ARG(c, layer_norm_grad, size).i;
    d.g = ct_ready_read(&r, ARG(c, layer_norm_grad, grad).tensor, stored);
    d.weight = ct_ready_read(&r, TENSOR(c, layer_norm_grad, weight), work);
    d.mean = ct_ready_read(&r, mean, CT_DTYPE_F64);
    d.rstd = ct_ready_read(&r, ARG(c, layer_norm_grad, rstd).tensor, CT_DTYPE_F64);
    d.y = ct_ready_write(&r, c->out[0], stored);
    if (ARG(c, layer_norm_grad, affine).i) {
        d.gweight = ct_ready_write(&r, OUT(c, layer_norm_grad, gweight), work);
        d.gbias = ct_ready_write(&r, OUT(c, layer_norm_grad, gbias), work);
        add_parts(&d, &r);
    }
    run_rows(&d, &r, true);
    return ct_ready_end(&r);
}

static int rms_norm_grad(ct_call *c)
{
    ct_tensor *x = ARG(c, rms_norm_grad, input).tensor,
              *rstd = ARG(c, rms_norm_grad, rstd).tensor;
    ct_dtype work = (ct_dtype)c->compute, stored = (ct_dtype)x->dtype;
    ct_device_rows d;
    ct_ready r;
    begin_rows(&d, &r, x, rstd->numel);
    d.n = (uint32_t)ARG(c, rms_norm_grad, size).i;
    d.g = ct_ready_read(&r, ARG(c, rms_norm_grad, grad).tensor, stored);
    d.weight = ct_ready_read(&r, TENSOR(c, rms_norm_grad, weight), work);
    d.rstd = ct_ready_read(&r, rstd, CT_DTYPE_F64);
    d.y = ct_ready_write(&r, c->out[0], stored);
    if (ARG(c, rms_norm_grad, affine).i) {
        d.gweight = ct_ready_write(&r, OUT(c, rms_norm_grad, gweight), work);
        add_parts(&d, &r);
    }
    run_rows(&d, &r, true);
    return ct_ready_end(&r);
}

/* ---- channels ------------------------------------------------------------------------ */

/* Statistics are of each channel over the batch, or of `groups` parts of each sample. */
static void begin_channels(ct_device_channels *d, ct_ready *r, const ct_call *c,
                           ct_tensor *x, int64_t groups)
{
    int64_t samples = x->shape[0], channels = x->shape[1];
    memset(d, 0, sizeof *d);
    ct_ready_begin(r, x);
    d->dtype = x->dtype;
    d->x = ct_ready_read(r, x, (ct_dtype)x->dtype);
    d->y = ct_ready_write(r, c->out[0], (ct_dtype)x->dtype);
    r->failed |= ct_ready_few(c, x->numel) < 0;
    d->channels = (uint32_t)channels;
    d->runs = (uint32_t)(samples * channels);
    d->size = d->runs ? x->numel / d->runs : 0;
    d->rows = (uint32_t)(groups ? samples * groups : channels);
    d->count = groups ? channels / groups : samples;
    d->row_step = groups ? d->count : 1;
    d->run_step = groups ? 1 : channels;
    d->sums = ct_ready_room(r, 2 * ((int64_t)d->runs + d->rows) * 8);
}

static void fill_nan(ct_ready *r, ct_tensor *t)
{
    double nan = NAN;
    r->failed |= r->failed || ct_tensor_fill(t, &nan) < 0;
}

static int batch_norm_train(ct_call *c)
{
    ct_tensor *x = FIRST(c), *mean = OUT(c, batch_norm_train, mean),
              *var = OUT(c, batch_norm_train, var);
    ct_device_channels d;
    ct_ready r;
    begin_channels(&d, &r, c, x, 0);
    d.weight =
        ct_ready_read(&r, TENSOR(c, batch_norm_train, weight), (ct_dtype)c->compute);
    d.bias = ct_ready_read(&r, TENSOR(c, batch_norm_train, bias), (ct_dtype)c->compute);
    d.mean = ct_ready_write(&r, mean, CT_DTYPE_F64);
    d.var = ct_ready_write(&r, var, CT_DTYPE_F64);
    d.eps = ARG(c, batch_norm_train, eps).f;
    if (x->numel == 0) {
        fill_nan(&r, mean);
        fill_nan(&r, var);
    } else if (!r.failed) {
        ct_cuda_norm_channels(&d, false, r.stream);
    }
    return ct_ready_end(&r);
}

static int batch_norm_eval(ct_call *c)
{
    ct_tensor *x = FIRST(c);
    ct_dtype work = (ct_dtype)c->compute;
    ct_device_channels d;
    ct_ready r;
    begin_channels(&d, &r, c, x, 0);
    d.weight = ct_ready_read(&r, TENSOR(c, batch_norm_eval, weight), work);
    d.bias = ct_ready_read(&r, TENSOR(c, batch_norm_eval, bias), work);
    d.mean = ct_ready_read(&r, ARG(c, batch_norm_eval, mean).tensor, CT_DTYPE_F64);
    d.var = ct_ready_read(&r, ARG(c, batch_norm_eval, var).tensor, CT_DTYPE_F64);
    d.eps = ARG(c, batch_norm_eval, eps).f;
    if (x->numel && !r.failed) {
        ct_cuda_norm_channels(&d, true, r.stream);
    }
    return ct_ready_end(&r);
}

static int group_norm(ct_call *c)
{
    ct_tensor *x = FIRST(c);
    ct_dtype work = (ct_dtype)c->compute;
    ct_device_channels d;
    ct_ready r;
    begin_channels(&d, &r, c, x, ARG(c, group_norm, num_groups).i);
    d.weight = ct_ready_read(&r, TENSOR(c, group_norm, weight), work);
    d.bias = ct_ready_read(&r, TENSOR(c, group_norm, bias), work);
    d.mean = ct_ready_write(&r, KEPT(c, group_norm, mean), CT_DTYPE_F64);
    d.var = ct_ready_write(&r, KEPT(c, group_norm, var), CT_DTYPE_F64);
    d.eps = ARG(c, group_norm, eps).f;
    if (x->numel && !r.failed) {
        ct_cuda_norm_channels(&d, false, r.stream);
    }
    return ct_ready_end(&r);
}

static int channel_norm_grad(ct_call *c)
{
    ct_tensor *x = ARG(c, channel_norm_grad, input).tensor,
              *weight = OUT(c, channel_norm_grad, gweight),
              *bias = OUT(c, channel_norm_grad, gbias);
    ct_dtype work = (ct_dtype)c->compute;
    ct_device_channels d;
    ct_ready r;
    begin_channels(&d, &r, c, x, ARG(c, channel_norm_grad, groups).i);
    d.g = ct_ready_read(&r, ARG(c, channel_norm_grad, grad).tensor, (ct_dtype)x->dtype);
    d.weight = ct_ready_read(&r, TENSOR(c, channel_norm_grad, weight), work);
    d.mean = ct_ready_read(&r, ARG(c, channel_norm_grad, mean).tensor, CT_DTYPE_F64);
    d.var = ct_ready_read(&r, ARG(c, channel_norm_grad, var).tensor, CT_DTYPE_F64);
    d.eps = ARG(c, channel_norm_grad, eps).f;
    double zero = 0; /* in any dtype */
    if (ARG(c, channel_norm_grad, affine).i && x->numel) {
        d.gweight = ct_ready_write(&r, weight, work);
        d.gbias = ct_ready_write(&r, bias, work);
    } else if (weight->numel) {
        r.failed |=
            ct_tensor_fill(weight, &zero) < 0 || ct_tensor_fill(bias, &zero) < 0;
    }
    if (x->numel && !r.failed) {
        ct_cuda_norm_channels_grad(&d, r.stream);
    }
    return ct_ready_end(&r);
}

extern const ct_cuda_kernel ct_cuda_norms[];
const ct_cuda_kernel ct_cuda_norms[] = {
    {CT_ID_layer_norm, layer_norm},
    {CT_ID_layer_norm_grad, layer_norm_grad},
    {CT_ID_rms_norm, rms_norm},
    {CT_ID_rms_norm_grad, rms_norm_grad},
    {CT_ID_batch_norm_train, batch_norm_train},
    {CT_ID_batch_norm_eval, batch_norm_eval},
    {CT_ID_group_norm, group_norm},
    {CT_ID_channel_norm_grad, channel_norm_grad},
    {0, NULL},
};
