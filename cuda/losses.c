/* losses: cross entropy and its gradient. */
#include "losses.h"

#include <string.h>

#include "host.h"
#include "index.h"
#include "ready.h"
#include "rows/nn.h"

/* What both directions take; classes are dim 1, or the only one. */
static void begin(ct_device_entropy *e, ct_ready *r, const ct_call *c, ct_tensor *x,
                  ct_tensor *target, ct_tensor *weight)
{
    memset(e, 0, sizeof *e);
    ct_ready_begin(r, x);
    e->dtype = x->dtype;
    e->x = ct_ready_read(r, x, (ct_dtype)x->dtype);
    e->target = ct_ready_read(r, target, CT_DTYPE_I64);
    e->weight = ct_ready_read(r, weight, CT_DTYPE_F64);
    e->rows = (uint32_t)target->numel;
    e->classes = (uint32_t)x->shape[x->ndim == 1 ? 0 : 1];
    e->inner = 1;
    for (int d = 2; d < x->ndim; d++) {
        e->inner *= (uint32_t)x->shape[d];
    }
    r->failed |= ct_ready_few(c, x->numel) < 0;
    e->row = c->op->id;
    e->fault = ct_cuda_fault_of(x->device_index);
    e->total = ct_ready_room(r, (2 * CT_ENTROPY_PARTS + 1) * 8);
    r->failed |= !e->fault;
}

static int cross_entropy(ct_call *c)
{
    ct_device_entropy e;
    ct_ready r;
    begin(&e, &r, c, FIRST(c), ARG(c, cross_entropy, target).tensor,
          TENSOR(c, cross_entropy, weight));
    e.ignore = ARG(c, cross_entropy, ignore_index).i;
    e.smoothing = ARG(c, cross_entropy, label_smoothing).f;
    e.share = e.smoothing / e.classes;
    int64_t how = ARG(c, cross_entropy, reduction).i;
    e.reduction = how == CT_IS_cross_entropy_reduction_none   ? 0
                  : how == CT_IS_cross_entropy_reduction_mean ? 1
                                                              : 2;
    e.lse = ct_ready_write(&r, KEPT(c, cross_entropy, lse), (ct_dtype)c->compute);
    e.out = ct_ready_write(&r, c->out[0], (ct_dtype)e.dtype);
    e.loss = ct_ready_room(&r, (int64_t)e.rows * 8);
    e.counted = ct_ready_room(&r, (int64_t)e.rows * 8);
    if (!r.failed) {
        ct_cuda_entropy(&e, r.stream);
    }
    return ct_ready_end(&r);
}

static int cross_entropy_grad(ct_call *c)
{
    ct_tensor *g = ARG(c, cross_entropy_grad, grad).tensor;
    ct_device_entropy e;
    ct_ready r;
    begin(&e, &r, c, ARG(c, cross_entropy_grad, input).tensor,
          ARG(c, cross_entropy_grad, target).tensor,
          TENSOR(c, cross_entropy_grad, weight));
    e.ignore = ARG(c, cross_entropy_grad, ignore_index).i;
    e.smoothing = ARG(c, cross_entropy_grad, label_smoothing).f;
    e.share = e.smoothing / e.classes;
    e.mean = ARG(c, cross_entropy_grad, mean).i;
    e.lse =
        ct_ready_read(&r, ARG(c, cross_entropy_grad, lse).tensor, (ct_dtype)c->compute);
    e.g = ct_ready_read(&r, g, CT_DTYPE_F64);
    e.one_g = g->numel == 1;
    e.gx = ct_ready_write(&r, c->out[0], (ct_dtype)e.dtype);
    if (!r.failed && c->out[0]->numel) {
        ct_cuda_entropy_grad(&e, r.stream);
    }
    return ct_ready_end(&r);
}

extern const ct_cuda_kernel ct_cuda_losses[];
const ct_cuda_kernel ct_cuda_losses[] = {
    {CT_ID_cross_entropy, cross_entropy},
    {CT_ID_cross_entropy_grad, cross_entropy_grad},
    {0, NULL},
};
