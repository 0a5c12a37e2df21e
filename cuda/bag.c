/* bag: bags of rows of tables, chances of sequences, and their gradients. */
#include "bag.h"

#include <string.h>

#include "host.h"
#include "ready.h"
#include "rows/bag.h"
#include "rows/ctc.h"
#include "sorted.h"

/* ---- bags ---------------------------------------------------------------------------- */

static void begin(ct_device_bags *b, ct_ready *r, const ct_call *c, ct_tensor *weight,
                  ct_tensor *indices, ct_tensor *offsets)
{
    ct_dtype d = (ct_dtype)weight->dtype;
    memset(b, 0, sizeof *b);
    ct_ready_begin(r, weight);
    b->dtype = d;
    b->row = c->op->id;
    b->fault = ct_cuda_fault_of(weight->device_index);
    r->failed |= !b->fault;
    b->rows = weight->shape[0];
    b->width = weight->shape[1];
    b->count = indices->numel;
    b->each = indices->ndim == 2 ? indices->shape[1] : 0;
    b->table = ct_ready_read(r, weight, d);
    b->index = ct_ready_read(r, indices, CT_DTYPE_I64);
    b->offsets = ct_ready_read(r, offsets, CT_DTYPE_I64);
}

static int embedding_bag(ct_call *c)
{
    ct_tensor *weight = ARG(c, embedding_bag, weight).tensor,
              *indices = ARG(c, embedding_bag, indices).tensor,
              *result = OUT(c, embedding_bag, result);
    ct_dtype d = (ct_dtype)weight->dtype;
    int64_t mode = ARG(c, embedding_bag, mode).i;
    ct_device_bags b;
    ct_ready r;
    begin(&b, &r, c, weight, indices, TENSOR(c, embedding_bag, offsets));
    b.bags = result->shape[0];
    b.padding = ARG(c, embedding_bag, padding_idx).i;
    b.mean = mode == CT_IS_embedding_bag_mode_mean;
    b.max = mode == CT_IS_embedding_bag_mode_max;
    b.closed = ARG(c, embedding_bag, closed).i;
    b.factor = ct_ready_read(&r, TENSOR(c, embedding_bag, factor), d);
    b.y = ct_ready_write(&r, result, d);
    b.places = ct_ready_write(&r, OUT(c, embedding_bag, places), CT_DTYPE_I64);
    if (!r.failed && b.bags) {
        ct_cuda_bags(&b, r.stream);
    }
    return ct_ready_end(&r);
}

/* Indices that no bag has, behind the last one, count for nothing. */
static void number_indices(ct_device_bags *b, ct_ready *r, const ct_call *c,
                           ct_tensor *indices)
{
    ct_device_order o;
    int64_t none = -1, count = b->count;
    ct_tensor *bag = ct_ready_keep(
        r, ct_tensor_new("embedding_bag", CT_DTYPE_I64, 1, &count, CT_PLACE(indices)));
    if (!bag || (count && ct_tensor_fill(bag, &none) < 0)) {
        r->failed = true;
        return;
    }
    b->bag = (int64_t *)(void *)bag->data;
    b->share = ct_ready_room(r, count * 8);
    ct_order_begin(&o, r, c, indices, -1, CT_DTYPE_I64);
    o.lines = 1;
    ct_device_items items = ct_order_sort(&o, r);
    b->keys = items.keys;
    b->order = items.places;
}

static int embedding_bag_grad(ct_call *c)
{
    ct_tensor *weight = ARG(c, embedding_bag_grad, weight).tensor,
              *indices = ARG(c, embedding_bag_grad, indices).tensor,
              *factor = TENSOR(c, embedding_bag_grad, factor),
              *g = ARG(c, embedding_bag_grad, grad).tensor;
    ct_dtype d = (ct_dtype)weight->dtype;
    int64_t mode = ARG(c, embedding_bag_grad, mode).i;
    ct_device_bags b;
    ct_ready r;
    begin(&b, &r, c, weight, indices, TENSOR(c, embedding_bag_grad, offsets));
    b.bags = g->shape[0];
    b.padding = ARG(c, embedding_bag_grad, padding_idx).i;
    b.mean = mode == CT_IS_embedding_bag_grad_mode_mean;
    b.max = mode == CT_IS_embedding_bag_grad_mode_max;
    b.closed = ARG(c, embedding_bag_grad, closed).i;
    b.frequency = ARG(c, embedding_bag_grad, scale_grad_by_freq).i;
    b.factor = ct_ready_read(&r, factor, d);
    b.g = ct_ready_read(&r, g, d);
    b.places =
        ct_ready_read(&r, ARG(c, embedding_bag_grad, places).tensor, CT_DTYPE_I64);
    b.y = ct_ready_write(&r, OUT(c, embedding_bag_grad, gweight), d);
    if (factor) {
        b.gfactor = ct_ready_write(&r, OUT(c, embedding_bag_grad, gfactor), d);
    }
    number_indices(&b, &r, c, indices);
    if (!r.failed) {
        ct_cuda_bags_grad(&b, r.stream);
    }
    return ct_ready_end(&r);
}

/* ---- sequences ------------------------------------------------------------------------- */

static void begin_ctc(ct_device_ctc *d, ct_ready *r, ct_tensor *x, ct_tensor *targets,
                      ct_tensor *steps, ct_tensor *labels)
{
    memset(d, 0, sizeof *d);
    ct_ready_begin(r, x);
    d->dtype = x->dtype;
    d->total = x->shape[0];
    d->batch = x->shape[1];
    d->classes = x->shape[2];
    d->longest = targets->shape[1];
    d->x = ct_ready_read(r, x, (ct_dtype)x->dtype);
    d->targets = ct_ready_read(r, targets, CT_DTYPE_I64);
    d->steps = ct_ready_read(r, steps, CT_DTYPE_I64);
    d->labels = ct_ready_read(r, labels, CT_DTYPE_I64);
}

static int ctc(ct_call *c)
{
    ct_device_ctc d;
    ct_ready r;
    begin_ctc(&d, &r, ARG(c, ctc, log_probs).tensor, ARG(c, ctc, targets).tensor,
              ARG(c, ctc, steps).tensor, ARG(c, ctc, labels).tensor);
    d.blank = ARG(c, ctc, blank).i;
    d.loss = ct_ready_write(&r, OUT(c, ctc, loss), CT_DTYPE_F64);
    d.ways = ct_ready_write(&r, OUT(c, ctc, ways), CT_DTYPE_F64);
    if (!r.failed && d.batch) {
        ct_cuda_ctc(&d, r.stream);
    }
    return ct_ready_end(&r);
}

static int ctc_grad(ct_call *c)
{
    ct_tensor *out = c->out[0];
    ct_dtype work = (ct_dtype)c->compute;
    ct_device_ctc d;
    ct_ready r;
    begin_ctc(&d, &r, ARG(c, ctc_grad, log_probs).tensor,
              ARG(c, ctc_grad, targets).tensor, ARG(c, ctc_grad, steps).tensor,
              ARG(c, ctc_grad, labels).tensor);
    d.blank = ARG(c, ctc_grad, blank).i;
    d.loss = ct_ready_read(&r, ARG(c, ctc_grad, loss).tensor, CT_DTYPE_F64);
    d.ways = ct_ready_read(&r, ARG(c, ctc_grad, ways).tensor, CT_DTYPE_F64);
    d.grad = ct_ready_read(&r, ARG(c, ctc_grad, grad).tensor, CT_DTYPE_F64);
    d.gx = ct_ready_write(&r, out, work);
    ct_tensor *to = r.failed ? NULL : r.held[r.n - 1];
    d.room = ct_ready_room(&r, d.batch * 3 * (2 * d.longest + 3) * 8);
    double zero = 0;
    r.failed |= r.failed || (out->numel && ct_tensor_fill(to, &zero) < 0);
    if (!r.failed && d.batch && out->numel) {
        ct_cuda_ctc_grad(&d, r.stream);
    }
    return ct_ready_end(&r);
}

extern const ct_cuda_kernel ct_cuda_bag_rows[];
const ct_cuda_kernel ct_cuda_bag_rows[] = {
    {CT_ID_embedding_bag, embedding_bag},
    {CT_ID_embedding_bag_grad, embedding_bag_grad},
    {CT_ID_ctc, ctc},
    {CT_ID_ctc_grad, ctc_grad},
    {0, NULL},
};
