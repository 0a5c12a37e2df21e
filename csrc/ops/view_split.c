/* view_split: the views that cut a tensor into a list of parts along one dim. */
#include <string.h>

#include "ops/op.h"
#include "rows/view.h"

/* The dim to cut, or -1. */
static int split_dim(const ct_call *c)
{
    if (FIRST(c)->ndim == 0) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected at least 1 dimension, got a 0-d tensor",
                        c->op->pyname);
    }
    return ct_call_dim(c);
}

/* The part [start, end) of the dim. */
static void part_set(ct_call *c, ct_spec *s, int64_t start, int64_t end)
{
    const ct_tensor *t = FIRST(c);
    int dim = ct_call_dim(c);
    int64_t *shape = ct_call_shape(c, 0), length = end > start ? end - start : 0;
    memcpy(shape, t->shape, t->ndim * sizeof *shape);
    shape[dim] = length;
    *s = (ct_spec){.kind = CT_SPEC_VIEW,
                   .dtype = t->dtype,
                   .ndim = t->ndim,
                   .shape = shape,
                   .strides = t->strides,
                   .data = t->data + (length ? start * t->strides[dim] : 0)};
}

static int64_t size_along(const ct_call *c)
{
    return FIRST(c)->shape[ct_call_dim(c)];
}

/* A part of `size`, or of what is left. */
static void equal_part(ct_call *c, int64_t size, int64_t *from, ct_spec *s)
{
    int64_t left = size_along(c) - *from, end = *from + (left < size ? left : size);
    part_set(c, s, *from, end);
    *from = end;
}

static void split_part(ct_call *c, int64_t i, int64_t *from, ct_spec *s)
{
    (void)i;
    equal_part(c, ARG(c, split, split_size_or_sections).i, from, s);
}

int ct_split_check(ct_call *c)
{
    int64_t size = ARG(c, split, split_size_or_sections).i;
    if (split_dim(c) < 0) {
        return -1;
    }
    int64_t total = size_along(c);
    if (size < 0 || (size == 0 && total != 0)) {
        return ct_error(CT_ERR_RUNTIME,
                        "split: expected split_size > 0 for dimension size %lld, got "
                        "%lld",
                        (long long)total, (long long)size);
    }
    return ct_call_list(c, total == 0 ? 1 : (total - 1) / size + 1, split_part);
}

static void chunk_part(ct_call *c, int64_t i, int64_t *from, ct_spec *s)
{
    (void)i;
    equal_part(c, (size_along(c) - 1) / ARG(c, chunk, chunks).i + 1, from, s);
}

int ct_chunk_check(ct_call *c)
{
    int64_t chunks = ARG(c, chunk, chunks).i;
    if (split_dim(c) < 0) {
        return -1;
    }
    if (chunks <= 0) {
        return ct_error(CT_ERR_RUNTIME,
                        "chunk: expected chunks to be greater than 0, got %lld",
                        (long long)chunks);
    }
    int64_t total = size_along(c), size = (total - 1) / chunks + 1;
    /* Of nothing so many empty parts, as nothing tells where to stop. */
    return ct_call_list(c, total == 0 ? chunks : (total - 1) / size + 1, chunk_part);
}

static void section_part(ct_call *c, int64_t i, int64_t *from, ct_spec *s)
{
    int64_t end = *from + ARG(c, split_sections, split_size_or_sections).dims.v[i];
    part_set(c, s, *from, end);
    *from = end;
}

int ct_split_sections_check(ct_call *c)
{
    ct_dims sizes = ARG(c, split_sections, split_size_or_sections).dims;
    int dim = split_dim(c);
    if (dim < 0) {
        return -1;
    }
    int64_t total = size_along(c), left = total;
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
    return ct_call_list(c, sizes.n, section_part);
}

/* The first total % n get one more. */
static void even_part(ct_call *c, int64_t i, int64_t *from, ct_spec *s)
{
    int64_t n = ARG(c, tensor_split, sections).i, total = size_along(c);
    int64_t end = *from + total / n + (i < total % n);
    part_set(c, s, *from, end);
    *from = end;
}

int ct_tensor_split_check(ct_call *c)
{
    int64_t n = ARG(c, tensor_split, sections).i;
    if (split_dim(c) < 0) {
        return -1;
    }
    if (n <= 0) {
        return ct_error(CT_ERR_RUNTIME, "tensor_split: expected sections > 0, got %lld",
                        (long long)n);
    }
    return ct_call_list(c, n, even_part);
}

/* Cuts are clipped as in a slice. */
static void part_between(ct_call *c, int64_t i, int64_t *from, ct_spec *s)
{
    ct_dims at = ARG(c, tensor_split_at, indices).dims;
    int64_t total = size_along(c), end = i == at.n ? total : at.v[i];
    end = end < -total ? 0 : end < 0 ? end + total : end > total ? total : end;
    part_set(c, s, *from, end);
    *from = end;
}

int ct_tensor_split_at_check(ct_call *c)
{
    int64_t cuts = ARG(c, tensor_split_at, indices).dims.n;
    return split_dim(c) < 0 ? -1 : ct_call_list(c, cuts + 1, part_between);
}

static void slice_part(ct_call *c, int64_t i, int64_t *from, ct_spec *s)
{
    const ct_tensor *t = ARG(c, unbind, input).tensor;
    int dim = ct_call_dim(c);
    int64_t *shape = ct_call_shape(c, 0), *strides = ct_call_strides(c, 0);
    (void)from;
    for (int d = 0; d < t->ndim - 1; d++) {
        shape[d] = t->shape[d + (d >= dim)];
        strides[d] = t->strides[d + (d >= dim)];
    }
    *s = (ct_spec){.kind = CT_SPEC_VIEW,
                   .dtype = t->dtype,
                   .ndim = t->ndim - 1,
                   .shape = shape,
                   .strides = strides,
                   .data = t->data + i * t->strides[dim]};
}

int ct_unbind_check(ct_call *c)
{
    return split_dim(c) < 0 ? -1 : ct_call_list(c, size_along(c), slice_part);
}
