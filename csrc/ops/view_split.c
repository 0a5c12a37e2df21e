/* view_split: the views that cut a tensor into a list of parts along one dim. */
#include <stdlib.h>
#include <string.h>

#include "ops/op.h"
#include "rows/view.h"

/* Room for n results; ct_call_release drops what has been filled in. */
static ct_tensor **parts_new(ct_call *c, int64_t n)
{
    ct_tensor **v = NULL;
    if (n >= 0 && (uint64_t)n < SIZE_MAX / sizeof *v) {
        v = calloc(n ? (size_t)n : 1, sizeof *v);
    }
    if (!v) {
        ct_error(CT_ERR_MEMORY, "%s: out of memory for %lld tensors", c->op->pyname,
                 (long long)n);
        return NULL;
    }
    c->outs = (ct_tensors){n, v};
    return v;
}

/* The dim to cut, which is also what the gradient joins along. */
static int split_dim(ct_call *c, int arg)
{
    const ct_tensor *t = c->arg[0].tensor;
    if (t->ndim == 0) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected at least 1 dimension, got a 0-d tensor",
                        c->op->pyname);
    }
    c->note[0] = c->arg[arg].i;
    return (int)c->arg[arg].i;
}

/* Part number i is [start, start + length) of the dim. */
static int part_set(ct_call *c, ct_tensor **v, int64_t i, int64_t start, int64_t length)
{
    ct_tensor *t = ARG(c, split, tensor).tensor;
    int dim = (int)c->note[0];
    int64_t shape[CT_MAX_NDIM];
    memcpy(shape, t->shape, t->ndim * sizeof *shape);
    shape[dim] = length;
    char *data = t->data + (length ? start * t->strides[dim] : 0);
    v[i] = ct_tensor_view(t, t->ndim, shape, t->strides, data);
    return v[i] ? 0 : -1;
}

/* n parts of `size`, the last of what is left. */
static int split_equal(ct_call *c, int64_t n, int64_t size)
{
    int64_t total = ARG(c, split, tensor).tensor->shape[c->note[0]];
    ct_tensor **v = parts_new(c, n);
    for (int64_t i = 0; v && i < n; i++) {
        int64_t left = total - i * size;
        if (part_set(c, v, i, i * size, left < size ? left : size) < 0) {
            return -1;
        }
    }
    return v ? 0 : -1;
}

int ct_split_check(ct_call *c)
{
    int64_t size = ARG(c, split, split_size_or_sections).i;
    int dim = split_dim(c, 2);
    if (dim < 0) {
        return -1;
    }
    int64_t total = ARG(c, split, tensor).tensor->shape[dim];
    if (size < 0 || (size == 0 && total != 0)) {
        return ct_error(CT_ERR_RUNTIME,
                        "split: expected split_size > 0 for dimension size %lld, got "
                        "%lld",
                        (long long)total, (long long)size);
    }
    int64_t n = total == 0 ? 1 : (total - 1) / size + 1;
    return split_equal(c, n, size);
}

int ct_chunk_check(ct_call *c)
{
    int64_t chunks = ARG(c, chunk, chunks).i;
    int dim = split_dim(c, 2);
    if (dim < 0) {
        return -1;
    }
    if (chunks <= 0) {
        return ct_error(CT_ERR_RUNTIME,
                        "chunk: expected chunks to be greater than 0, got %lld",
                        (long long)chunks);
    }
    int64_t total = ARG(c, chunk, input).tensor->shape[dim];
    if (total == 0) { /* so many empty parts, as nothing tells where to stop */
        return split_equal(c, chunks, 0);
    }
    int64_t size = (total - 1) / chunks + 1;
    return split_equal(c, (total - 1) / size + 1, size);
}

int ct_split_sections_check(ct_call *c)
{
    ct_dims sizes = ARG(c, split_sections, split_size_or_sections).dims;
    int dim = split_dim(c, 2);
    if (dim < 0) {
        return -1;
    }
    int64_t total = ARG(c, split_sections, tensor).tensor->shape[dim], left = total;
    for (int64_t i = 0; i < sizes.n; i++) {
        if (sizes.v[i] < 0 || sizes.v[i] > left) {
            left = -1;
            break;
        }
        left -= sizes.v[i];
    }
    if (left != 0) {
        return ct_error(CT_ERR_RUNTIME,
                        "split: expected split_sizes to sum exactly to %lld (input "
                        "tensor's size at dimension %d), got %s",
                        (long long)total, dim, ct_shape_str((int)sizes.n, sizes.v));
    }
    ct_tensor **v = parts_new(c, sizes.n);
    for (int64_t i = 0, start = 0; v && i < sizes.n; start += sizes.v[i++]) {
        if (part_set(c, v, i, start, sizes.v[i]) < 0) {
            return -1;
        }
    }
    return v ? 0 : -1;
}

int ct_tensor_split_check(ct_call *c)
{
    int64_t n = ARG(c, tensor_split, sections).i;
    int dim = split_dim(c, 2);
    if (dim < 0) {
        return -1;
    }
    if (n <= 0) {
        return ct_error(CT_ERR_RUNTIME, "tensor_split: expected sections > 0, got %lld",
                        (long long)n);
    }
    int64_t total = ARG(c, tensor_split, input).tensor->shape[dim], start = 0;
    ct_tensor **v = parts_new(c, n);
    for (int64_t i = 0; v && i < n; i++) { /* the first total % n get one more */
        int64_t length = total / n + (i < total % n);
        if (part_set(c, v, i, start, length) < 0) {
            return -1;
        }
        start += length;
    }
    return v ? 0 : -1;
}

int ct_tensor_split_at_check(ct_call *c)
{
    ct_dims at = ARG(c, tensor_split_at, indices).dims;
    int dim = split_dim(c, 2);
    if (dim < 0) {
        return -1;
    }
    int64_t total = ARG(c, tensor_split_at, input).tensor->shape[dim], start = 0;
    ct_tensor **v = parts_new(c, at.n + 1);
    for (int64_t i = 0; v && i <= at.n; i++) { /* cuts are clipped as in a slice */
        int64_t end = i == at.n ? total : at.v[i];
        end = end < -total ? 0 : end < 0 ? end + total : end > total ? total : end;
        if (part_set(c, v, i, start, end > start ? end - start : 0) < 0) {
            return -1;
        }
        start = end;
    }
    return v ? 0 : -1;
}

int ct_unbind_check(ct_call *c)
{
    ct_tensor *t = ARG(c, unbind, input).tensor;
    int dim = split_dim(c, 1);
    if (dim < 0) {
        return -1;
    }
    int64_t shape[CT_MAX_NDIM], strides[CT_MAX_NDIM], n = t->shape[dim];
    for (int i = 0; i < t->ndim - 1; i++) {
        shape[i] = t->shape[i + (i >= dim)];
        strides[i] = t->strides[i + (i >= dim)];
    }
    ct_tensor **v = parts_new(c, n);
    for (int64_t i = 0; v && i < n; i++) {
        char *data = t->data + i * t->strides[dim];
        v[i] = ct_tensor_view(t, t->ndim - 1, shape, strides, data);
        if (!v[i]) {
            return -1;
        }
    }
    return v ? 0 : -1;
}
