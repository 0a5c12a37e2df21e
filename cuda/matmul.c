/* matmul: from tensors to products of matrices, which are read as they lie. */
#include "matmul.h"

#include <string.h>

#include "host.h"
#include "rows/matmul.h"
#include "rows/nn.h"

static int too_many_dims(const ct_call *c)
{
    return ct_error(CT_ERR_NOT_IMPLEMENTED,
                    "%s: expected at most %d leading dims on cuda, got shape %s",
                    c->op->name, CT_LOOP_DIMS, ct_tensor_shape_str(c->out[0]));
}

/* Bytes between matrices along dim d of `nbatch` leading dims. */
static int64_t batch_stride(const ct_tensor *t, int d, int nbatch)
{
    int own = t->ndim > 2 ? t->ndim - 2 : 0, at = d - (nbatch - own);
    return at >= 0 && t->shape[at] != 1 ? t->strides[at] : 0;
}

static int launch(const ct_device_product *p, const ct_tensor *out)
{
    if (ct_cuda_use(out->device_index) < 0) {
        return -1;
    }
    ct_cuda_product(p, out->dtype, ct_cuda_stream(out->device_index));
    return 0;
}

static int matmul(ct_call *c)
{
    const ct_tensor *a = FIRST(c), *b = ARG(c, matmul, other).tensor, *out = c->out[0];
    ct_device_product p;
    bool row = a->ndim == 1, column = b->ndim == 1;
    int nbatch = out->ndim - !row - !column, batches = 1;
    if (out->numel == 0) {
        return 0;
    }
    if (nbatch > CT_LOOP_DIMS) {
        return too_many_dims(c);
    }
    memset(&p, 0, sizeof p);
    p.a = a->data;
    p.b = b->data;
    p.c = out->data;
    p.m = row ? 1 : a->shape[a->ndim - 2];
    p.k = a->shape[a->ndim - 1];
    p.n = column ? 1 : b->shape[b->ndim - 1];
    p.a_row = row ? 0 : a->strides[a->ndim - 2];
    p.a_step = a->strides[a->ndim - 1];
    p.b_step = b->strides[column ? 0 : b->ndim - 2];
    p.b_column = column ? 0 : b->strides[b->ndim - 1];
    p.c_row = p.n * ct_tensor_itemsize(out);
    for (int d = 0; d < nbatch; d++) {
        int at = nbatch - 1 - d; /* innermost first */
        p.dims[d] = ct_plan_size(out->shape[at]);
        p.a_batch[d] = batch_stride(a, at, nbatch);
        p.b_batch[d] = batch_stride(b, at, nbatch);
        batches *= (int)out->shape[at];
    }
    p.ndim = nbatch;
    p.batches = (uint32_t)batches;
    return launch(&p, out);
}

/* A bias that is no row is laid into the result first; the product adds to it. */
static int linear(ct_call *c)
{
    ct_tensor *out = c->out[0], *bias = TENSOR(c, linear, bias),
              *w = ARG(c, linear, weight).tensor;
    ct_tensor *x = ct_tensor_contiguous(FIRST(c));
    if (!x || out->numel == 0) {
        ct_xdecref(x);
        return x ? 0 : -1;
    }
    int64_t n = w->ndim == 1 ? 1 : w->shape[0], k = w->shape[w->ndim - 1];
    bool row = bias && bias->ndim == 1 && bias->shape[0] == n, apart = bias && !row;
    ct_device_product p;
    memset(&p, 0, sizeof p);
    p.a = x->data;
    p.b = w->data;
    p.c = out->data;
    p.m = out->numel / n;
    p.k = k;
    p.n = n;
    p.a_row = k * ct_tensor_itemsize(x);
    p.a_step = ct_tensor_itemsize(x);
    p.b_step = w->strides[w->ndim - 1];
    p.b_column = w->ndim == 1 ? 0 : w->strides[0];
    p.c_row = n * ct_tensor_itemsize(out);
    p.batches = 1;
    p.bias = row ? bias->data : NULL;
    p.bias_step = row ? bias->strides[0] : 0;
    p.adds = apart;
    int status = apart ? ct_tensor_copy_data(out, bias) : 0;
    status = status == 0 ? launch(&p, out) : -1;
    ct_decref(x);
    return status;
}

extern const ct_cuda_kernel ct_cuda_products[];
const ct_cuda_kernel ct_cuda_products[] = {
    {CT_ID_matmul, matmul},
    {CT_ID_linear, linear},
    {0, NULL},
};
