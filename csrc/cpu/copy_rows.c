/* copy_rows: kernels of the rows that copy, convert and fill. */
#include "cpu/copy.h"
#include "cpu/fill.h"
#include "cpu/overlap.h"
#include "ops/op.h"
#include "rows/view.h"

int ct_clone_cpu(ct_call *c)
{
    return ct_tensor_copy_data(c->out[0], ARG(c, clone, input).tensor);
}

int ct_to_dtype_cpu(ct_call *c)
{
    return ct_tensor_copy_data(c->out[0], ARG(c, to_dtype, input).tensor);
}

int ct_fill__cpu(ct_call *c)
{
    char value[16];
    const ct_tensor *from = ARG(c, fill_, value).tensor;
    ct_dtype dtype = (ct_dtype)c->out[0]->dtype;
    ct_scalar_store(dtype, value, ct_scalar_load((ct_dtype)from->dtype, from->data));
    return ct_tensor_fill(c->out[0], value);
}

int ct_zero__cpu(ct_call *c)
{
    static const char zero[16];
    return ct_tensor_fill(c->out[0], zero);
}

int ct_copy__cpu(ct_call *c)
{
    return ct_tensor_copy_data(c->out[0], ARG(c, copy_, src).tensor);
}

/* part += g; of 16-bit floats in float32, as many terms may meet in one place. */
static int add_to(ct_tensor *out, ct_tensor *g, const int64_t *strides, int64_t offset)
{
    ct_dtype wide = ct_dtype_compute((ct_dtype)out->dtype);
    ct_tensor *sum = ct_tensor_cast(out, wide);
    int64_t bytes[CT_MAX_NDIM], size = ct_dtype_size(wide);
    int status = -1;
    for (int i = 0; i < g->ndim; i++) {
        bytes[i] = strides[i] * size;
    }
    if (sum) {
        ct_tensor *part =
            ct_tensor_alias(sum, g->ndim, g->shape, bytes, sum->data + offset * size);
        status = part ? ct_overlap_add(part, g) : -1;
        ct_xdecref(part);
    }
    if (status == 0 && sum != out) {
        status = ct_tensor_copy_data(out, sum);
    }
    ct_xdecref(sum);
    return status;
}

/* Of input as it lies in rows. */
int ct_strided_gather_cpu(ct_call *c)
{
    ct_tensor *out = c->out[0], *rows;
    const int64_t *strides = ARG(c, strided_gather, stride).dims.v;
    int64_t bytes[CT_MAX_NDIM], size = ct_tensor_itemsize(out),
                                offset = ARG(c, strided_gather, offset).i;
    if (out->numel == 0) {
        return 0;
    }
    for (int i = 0; i < out->ndim; i++) {
        bytes[i] = strides[i] * size;
    }
    rows = ct_tensor_contiguous(ARG(c, strided_gather, input).tensor);
    ct_tensor *part = rows ? ct_tensor_alias(rows, out->ndim, out->shape, bytes,
                                             rows->data + offset * size)
                           : NULL;
    int status = part ? ct_tensor_copy_data(out, part) : -1;
    ct_xdecref(part);
    ct_xdecref(rows);
    return status;
}

int ct_strided_scatter_cpu(ct_call *c)
{
    ct_tensor *out = c->out[0], *g = ARG(c, strided_scatter, grad).tensor;
    const int64_t *strides = ARG(c, strided_scatter, stride).dims.v;
    int64_t bytes[CT_MAX_NDIM], size = ct_tensor_itemsize(out),
                                offset = ARG(c, strided_scatter, offset).i;
    if (g->numel == 0) {
        return 0;
    }
    if (ct_shape_self_overlap(g->ndim, g->shape, strides, 1)) {
        return add_to(out, g, strides, offset);
    }
    for (int i = 0; i < g->ndim; i++) {
        bytes[i] = strides[i] * size;
    }
    ct_tensor *part =
        ct_tensor_alias(out, g->ndim, g->shape, bytes, out->data + offset * size);
    int status = part ? ct_tensor_copy_data(part, g) : -1;
    ct_xdecref(part);
    return status;
}
