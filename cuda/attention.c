/* attention: scaled dot product attention and its gradients. */
#include "attention.h"

#include <string.h>

#include "host.h"
#include "ready.h"
#include "rows/attention.h"

static void begin(ct_device_attention *d, ct_ready *r, ct_tensor *q, ct_tensor *k,
                  ct_tensor *v)
{
    ct_dtype stored = (ct_dtype)q->dtype;
    memset(d, 0, sizeof *d);
    ct_ready_begin(r, q);
    d->dtype = q->dtype;
    d->q = ct_ready_read(r, q, stored);
    d->k = ct_ready_read(r, k, stored);
    d->v = ct_ready_read(r, v, stored);
    d->batches = q->shape[0];
    d->heads = q->shape[1];
    d->share = k->shape[1] ? d->heads / k->shape[1] : 1;
    d->share = d->share ? d->share : 1;
    d->l = q->shape[2];
    d->s = k->shape[2];
    d->e = q->shape[3];
    d->d = v->shape[3];
}

/* Bools as they lie, numbers of the operands' dtype. */
static void set_mask(ct_device_attention *d, ct_ready *r, ct_tensor *mask)
{
    bool truths = mask && mask->dtype == CT_DTYPE_BOOL;
    if (!mask || r->failed) {
        return;
    }
    d->mask_dtype = truths ? CT_DTYPE_BOOL : d->dtype;
    mask = ct_ready_keep(r, ct_tensor_cast(mask, (ct_dtype)d->mask_dtype));
    for (int i = 0; mask && i < 4; i++) {
        d->mask_strides[i] = mask->strides[i];
    }
    d->mask = mask ? mask->data : NULL;
}

static int attention(ct_call *c)
{
    ct_tensor *q = ARG(c, attention, query).tensor, *lse = KEPT(c, attention, lse);
    ct_device_attention d;
    ct_ready r;
    begin(&d, &r, q, ARG(c, attention, key).tensor, ARG(c, attention, value).tensor);
    set_mask(&d, &r, TENSOR(c, attention, mask));
    d.causal = ARG(c, attention, causal).i;
    d.scale = ARG(c, attention, scale).f;
    d.y = ct_ready_write(&r, c->out[0], (ct_dtype)q->dtype);
    d.lse = ct_ready_write(&r, lse, (ct_dtype)c->compute);
    if (!r.failed && lse->numel) {
        ct_cuda_attention(&d, r.stream);
    }
    return ct_ready_end(&r);
}

static void make(ct_device_attention *d, ct_ready *r, ct_tensor *to,
                 ct_attention_way way)
{
    d->y = ct_ready_write(r, to, (ct_dtype)d->dtype);
    if (!r->failed && to->numel) {
        ct_cuda_attention_grad(d, way, r->stream);
    }
}

static int attention_grad(ct_call *c)
{
    ct_tensor *q = ARG(c, attention_grad, query).tensor,
              *lse = ARG(c, attention_grad, lse).tensor;
    ct_dtype stored = (ct_dtype)q->dtype, work = (ct_dtype)c->compute;
    ct_device_attention d;
    ct_ready r;
    begin(&d, &r, q, ARG(c, attention_grad, key).tensor,
          ARG(c, attention_grad, value).tensor);
    set_mask(&d, &r, TENSOR(c, attention_grad, mask));
    d.causal = ARG(c, attention_grad, causal).i;
    d.scale = ARG(c, attention_grad, scale).f;
    d.g = ct_ready_read(&r, ARG(c, attention_grad, grad).tensor, stored);
    d.result = ct_ready_read(&r, ARG(c, attention_grad, result).tensor, stored);
    d.lse = ct_ready_read(&r, lse, work);
    d.along = ct_ready_room(&r, lse->numel * 8);
    if (!r.failed && lse->numel) {
        ct_cuda_attention_along(&d, r.stream);
    }
    make(&d, &r, c->out[0], CT_ATTENTION_QUERY);
    make(&d, &r, OUT(c, attention_grad, gkey), CT_ATTENTION_KEY);
    make(&d, &r, OUT(c, attention_grad, gvalue), CT_ATTENTION_VALUE);
    return ct_ready_end(&r);
}

extern const ct_cuda_kernel ct_cuda_attentions[];
const ct_cuda_kernel ct_cuda_attentions[] = {
    {CT_ID_attention, attention},
    {CT_ID_attention_grad, attention_grad},
    {0, NULL},
};
