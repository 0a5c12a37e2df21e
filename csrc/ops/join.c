/* join: rows that make one tensor of several. */
#include <string.h>

#include "core/alloc.h"
#include "core/device.h"
#include "ops/join.h"
#include "ops/scope.h"
#include "rows/join.h"
#include "rows/view.h"

/* ---- checks ------------------------------------------------------------- */

static int check_sizes(const ct_tensor *first, const ct_tensor *t, int dim, int64_t i)
{
    if (t->ndim != first->ndim) {
        return ct_error(
            CT_ERR_RUNTIME,
            "cat: Tensors must have same number of dimensions: got %d and %d",
            first->ndim, t->ndim);
    }
    for (int d = 0; d < t->ndim; d++) {
        if (d != dim && t->shape[d] != first->shape[d]) {
            return ct_error(
                CT_ERR_RUNTIME,
                "cat: Sizes of tensors must match except in dimension %d. "
                "Expected size %lld but got size %lld for tensor number %lld "
                "in the list.",
                dim, (long long)first->shape[d], (long long)t->shape[d], (long long)i);
        }
    }
    return 0;
}

/* The first tensor that counts; the first of all if none does; NULL with the error. */
static const ct_tensor *first_of(const ct_call *c, ct_tensors list)
{
    const ct_tensor *first = NULL;
    if (list.n == 0) {
        return ct_error_null(CT_ERR_VALUE, "cat: expected a non-empty list of tensors");
    }
    for (int64_t i = 0; i < list.n; i++) {
        const ct_tensor *t = list.v[i];
        if (!t || t->ndim == 0) {
            return ct_error_null(
                CT_ERR_RUNTIME,
                "%s: zero-dimensional tensor (at position %lld) cannot "
                "be concatenated",
                c->op->pyname, (long long)i);
        }
        if (!first || (ct_cat_skips(first) && !ct_cat_skips(t))) {
            first = t;
        }
    }
    return first;
}

int64_t ct_cat_derive(const ct_call *c, int64_t *ends)
{
    ct_tensors list = ARG(c, cat, tensors).tensors;
    int64_t dim = ARG(c, cat, dim).i, end = 0;
    for (int64_t i = 0; ends && i < list.n; i++) {
        end += ct_cat_skips(list.v[i]) ? 0 : list.v[i]->shape[dim];
        ends[i] = end;
    }
    return list.n;
}

int ct_cat_check(ct_call *c)
{
    ct_tensors list = ARG(c, cat, tensors).tensors;
    const ct_tensor *first = first_of(c, list);
    if (!first) {
        return -1;
    }
    int dim = (int)ARG(c, cat, dim).i;
    int64_t *shape = ct_call_shape(c, 0);
    memcpy(shape, first->shape, first->ndim * sizeof *shape);
    shape[dim] = 0;
    for (int64_t i = 0; i < list.n; i++) {
        if (ct_cat_skips(list.v[i])) {
            continue;
        }
        if (check_sizes(first, list.v[i], dim, i) < 0) {
            return -1;
        }
        if (__builtin_add_overflow(shape[dim], list.v[i]->shape[dim], &shape[dim])) {
            return ct_error(CT_ERR_RUNTIME, "cat: expected a result below 2**63");
        }
    }
    return ct_call_result(c, 0, ct_promote_tensors((int)list.n, list.v), first->ndim,
                          shape);
}

int ct_stack_check(ct_call *c)
{
    ct_tensors list = ARG(c, stack, tensors).tensors;
    if (list.n == 0) {
        return ct_error(CT_ERR_RUNTIME, "stack: expected a non-empty list of tensors");
    }
    const ct_tensor *first = list.v[0];
    int64_t *shape = ct_call_shape(c, 0);
    for (int64_t i = 1; i < list.n; i++) {
        if (!ct_tensor_same_shape(first, list.v[i])) {
            return ct_error(
                CT_ERR_RUNTIME,
                "stack: expected each tensor to be equal size, but got %s at "
                "entry 0 and %s at entry %lld",
                ct_tensor_shape_str(first), ct_tensor_shape_str(list.v[i]),
                (long long)i);
        }
    }
    int dim = (int)ARG(c, stack, dim).i;
    for (int d = 0; d < first->ndim; d++) {
        shape[d + (d >= dim)] = first->shape[d];
    }
    shape[dim] = list.n;
    return ct_call_result(c, 0, ct_promote_tensors((int)list.n, list.v),
                          first->ndim + 1, shape);
}

/* ---- by copies ---------------------------------------------------------- */

/* An input at `start` along the result's dim. A stacked one lacks that dim. */
static int place(ct_call *c, ct_tensor *t, int64_t start, bool stacked)
{
    ct_tensor *out = c->out[0];
    int dim = (int)ARG(c, cat, dim).i;
    int64_t strides[CT_MAX_NDIM];
    for (int d = 0; d < t->ndim; d++) {
        strides[d] = out->strides[d + (stacked && d >= dim)];
    }
    char *to = out->data + start * out->strides[dim];
    ct_tensor *part = ct_tensor_alias(out, t->ndim, t->shape, strides, to);
    int status = part ? ct_tensor_copy_data(part, t) : -1;
    ct_xdecref(part);
    return status;
}

int ct_join_copies(ct_call *c, bool stacked)
{
    ct_tensors list = ARG(c, cat, tensors).tensors;
    int64_t dim = ARG(c, cat, dim).i, start = 0;
    for (int64_t i = 0; i < list.n && c->out[0]->numel; i++) {
        ct_tensor *t = list.v[i];
        if (!stacked && ct_cat_skips(t)) {
            continue;
        }
        if (t->numel && place(c, t, start, stacked) < 0) {
            return -1;
        }
        start += stacked ? 1 : t->shape[dim];
    }
    return 0;
}

int ct_join(ct_call *c, bool stacked, ct_join_fill *fill)
{
    ct_tensors list = ARG(c, cat, tensors).tensors;
    ct_tensor *given = c->out[0];
    bool overlaps = false;
    for (int64_t i = 0; c->form == CT_FORM_OUT && i < list.n; i++) {
        overlaps |= ct_tensor_overlap(given, list.v[i]);
    }
    if (!overlaps) {
        return fill(c, stacked);
    }
    c->out[0] = ct_tensor_new_like(given, (ct_dtype)given->dtype);
    int status = c->out[0] ? fill(c, stacked) : -1;
    status = status == 0 ? ct_tensor_copy_data(given, c->out[0]) : -1;
    ct_xdecref(c->out[0]);
    c->out[0] = given;
    return status;
}

/* ---- composites --------------------------------------------------------- */

/* t with at least so many dims, as NumPy adds them: before the first, but the third
 * behind the last. */
static ct_tensor *at_least(ct_scope *s, ct_tensor *t, int ndim)
{
    if (t && t->ndim == 0) {
        t = ct_s_unsqueeze(s, t, 0);
    }
    if (t && ndim >= 2 && t->ndim == 1) {
        t = ct_s_unsqueeze(s, t, 0);
    }
    return t && ndim == 3 && t->ndim == 2 ? ct_s_unsqueeze(s, t, 2) : t;
}

/* cat of the tensors with at least ndim dims; dim -1: 1, or 0 if the first has one. */
static int cat_at_least(ct_call *c, int ndim, int dim)
{
    ct_tensors list = ARG(c, hstack, tensors).tensors;
    int64_t room = list.n > 0 ? list.n : 1;
    ct_scope s;
    ct_scope_begin(&s);
    /* the list lives in a tensor that the scope drops */
    ct_tensor *buffer = ct_scope_keep(
        &s, ct_tensor_new(c->op->pyname, CT_DTYPE_I64, 1, &room, CT_DEVICE_CPU));
    ct_tensor **v = buffer ? (ct_tensor **)buffer->data : NULL;
    for (int64_t i = 0; v && i < list.n; i++) {
        v[i] = at_least(&s, list.v[i], ndim);
    }
    if (dim < 0) {
        dim = v && list.n && v[0] && v[0]->ndim == 1 ? 0 : 1;
    }
    ct_tensor *y =
        v ? ct_s_cat(&s, ct_tensors_of(list.n, v), .dim = CT_SOME(dim)) : NULL;
    c->out[0] = ct_scope_return(&s, y);
    return c->out[0] ? 0 : -1;
}

int ct_hstack_body(ct_call *c)
{
    return cat_at_least(c, 1, -1);
}

int ct_vstack_body(ct_call *c)
{
    return cat_at_least(c, 2, 0);
}

/* Vectors, and numbers, as columns. */
CT_BODY(column_stack)
{
    ct_tensors list = ARG(c, column_stack, tensors).tensors;
    ct_tensor **columns = ct_alloc((size_t)list.n * sizeof *columns);
    ct_tensor *y = NULL;
    bool ready = columns != NULL;
    for (int64_t i = 0; ready && i < list.n; i++) {
        ct_tensor *t = list.v[i];
        int64_t shape[] = {t->numel, 1};
        columns[i] = t->ndim < 2 ? ct_s_reshape(s, t, (ct_dims){2, shape}) : t;
        ready = columns[i] != NULL;
    }
    if (ready) {
        y = ct_s_cat(s, ct_tensors_of(list.n, columns), .dim = CT_SOME(1));
    }
    ct_free(columns, (size_t)list.n * sizeof *columns);
    return y;
}

int ct_dstack_body(ct_call *c)
{
    return cat_at_least(c, 3, 2);
}
