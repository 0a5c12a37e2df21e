/* pool: the pooling rows. */
#include "pool.h"

#include <string.h>

#include "host.h"
#include "ops/pool.h"
#include "ready.h"
#include "rows/pool.h"

/* Sizes and windows; -1 where one of them is too large for the kernels. */
static int windows(ct_device_pool *d, const ct_call *c, bool back)
{
    ct_pool p = ct_pool_of(c);
    const int64_t *written = back ? p.in : p.over;
    int64_t n = c->out[0]->numel;
    bool fits = n <= INT32_MAX;
    for (int i = 0; i < CT_POOL_DIMS; i++) {
        int64_t most = p.in[i] + 2 * p.pad[i];
        fits = fits &&
               p.over[i] * p.stride[i] + p.kernel[i] * p.dilation[i] + most < INT32_MAX;
        fits = fits && (!p.adaptive || p.over[i] < 1 << 16);
        d->share[i] = p.in[i] ? (double)p.over[i] / (double)p.in[i] : 0;
        d->in[i] = (int32_t)p.in[i];
        d->over[i] = (int32_t)p.over[i];
        d->kernel[i] = (int32_t)p.kernel[i];
        d->stride[i] = (int32_t)p.stride[i];
        d->pad[i] = (int32_t)p.pad[i];
        d->dilation[i] = (int32_t)p.dilation[i];
        d->dims[CT_POOL_DIMS - 1 - i] = ct_plan_size(written[i]);
    }
    d->adaptive = p.adaptive;
    d->n = (uint32_t)n;
    return fits ? 0
                : ct_error(
                      CT_ERR_NOT_IMPLEMENTED,
                      "%s: expected fewer than 2^31 places, and 2^16 shares, on cuda",
                      c->op->name);
}

static int pool_max(ct_call *c)
{
    ct_tensor *x = FIRST(c);
    ct_device_pool d = {.dtype = x->dtype};
    ct_ready r;
    if (c->out[0]->numel == 0) {
        return 0;
    }
    ct_ready_begin(&r, x);
    r.failed |= windows(&d, c, false) < 0;
    d.x = ct_ready_read(&r, x, (ct_dtype)x->dtype);
    d.y = ct_ready_write(&r, c->out[0], (ct_dtype)x->dtype);
    d.places = ct_ready_write(&r, SECOND_OUT(c), CT_DTYPE_I64);
    if (!r.failed && !ct_cuda_pool_max(&d, r.stream)) {
        r.failed = ct_cuda_no_kernel(c, (ct_dtype)x->dtype) < 0;
    }
    return ct_ready_end(&r);
}

static int means(ct_call *c, bool back)
{
    ct_tensor *x = FIRST(c);
    ct_device_pool d = {.dtype = x->dtype,
                        .whole = ARG(c, pool_mean, count_include_pad).i,
                        .divisor = ARG(c, pool_mean, divisor).i};
    ct_ready r;
    if (c->out[0]->numel == 0) {
        return 0;
    }
    ct_ready_begin(&r, x);
    r.failed |= windows(&d, c, back) < 0;
    d.x = ct_ready_read(&r, x, (ct_dtype)x->dtype);
    d.y = ct_ready_write(&r, c->out[0], (ct_dtype)x->dtype);
    if (!r.failed) {
        ct_cuda_pool_mean(&d, back, r.stream);
    }
    return ct_ready_end(&r);
}

static int pool_mean(ct_call *c)
{
    return means(c, false);
}

static int pool_spread(ct_call *c)
{
    return means(c, true);
}

/* `full` has the planes, `part` an element for each index; one of both is the result. */
static int by_places(ct_call *c, ct_tensor *full, ct_tensor *part, ct_tensor *index,
                     int64_t dims)
{
    ct_tensor *x = FIRST(c), *out = c->out[0];
    ct_device_pooled d = {.dtype = x->dtype, .planes = 1, .places = 1, .n = 1};
    ct_dtype to =
        out == full ? ct_dtype_compute((ct_dtype)x->dtype) : (ct_dtype)x->dtype;
    ct_ready r;
    for (int i = 0; i < full->ndim; i++) {
        bool inner = i >= full->ndim - dims;
        d.places *= inner ? full->shape[i] : 1;
        d.n *= inner ? part->shape[i] : 1;
        d.planes *= inner ? 1 : full->shape[i];
    }
    ct_ready_begin(&r, x);
    d.row = c->op->id;
    d.fault = ct_cuda_fault_of(x->device_index);
    r.failed |= !d.fault;
    d.x = ct_ready_read(&r, x, (ct_dtype)x->dtype);
    d.index = ct_ready_read(&r, index, CT_DTYPE_I64);
    d.y = ct_ready_write(&r, out, to);
    if (!r.failed && out == full && d.planes) {
        ct_cuda_pool_scatter(&d, r.stream);
    } else if (!r.failed && out->numel) {
        ct_cuda_pool_gather(&d, r.stream);
    }
    return ct_ready_end(&r);
}

static int pool_scatter(ct_call *c)
{
    return by_places(c, c->out[0], FIRST(c), ARG(c, pool_scatter, indices).tensor,
                     ARG(c, pool_scatter, size).dims.n);
}

static int pool_gather(ct_call *c)
{
    return by_places(c, FIRST(c), c->out[0], ARG(c, pool_gather, indices).tensor,
                     ARG(c, pool_gather, dims).i);
}

extern const ct_cuda_kernel ct_cuda_pools[];
const ct_cuda_kernel ct_cuda_pools[] = {
    {CT_ID_pool_max, pool_max},       {CT_ID_pool_mean, pool_mean},
    {CT_ID_pool_spread, pool_spread}, {CT_ID_pool_scatter, pool_scatter},
    {CT_ID_pool_gather, pool_gather}, {0, NULL},
};
