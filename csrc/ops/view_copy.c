/* view_copy: rows that copy: clone, conversion, filling, and what is made of views
 * and a copy. */
#include <stdlib.h>
#include <string.h>

#include "core/layout.h"
#include "ops/scope.h"
#include "ops/value.h"
#include "rows/join.h"
#include "rows/view.h"

/* ---- copies ------------------------------------------------------------- */

int ct_clone_check(ct_call *c)
{
    ct_tensor *t = ARG(c, clone, input).tensor;
    ct_dtype d = (ct_dtype)t->dtype;
    ct_spec *s = ct_call_spec(c, 0, d, t->ndim, t->shape);
    ct_block b = {t->ndim, t->shape, ct_dtype_size(d)};
    int64_t format = GIVEN(c, clone, memory_format) ? ARG(c, clone, memory_format).i
                                                    : CT_FORMAT_PRESERVE;
    int status =
        ct_layout_apply("clone", b, (ct_memory_format)format, t, ct_call_strides(c, 0));
    s->strides = status > 0 ? ct_call_strides(c, 0) : NULL;
    return status < 0 ? -1 : 0;
}

int ct_contiguous_body(ct_call *c)
{
    ct_tensor *t = ARG(c, contiguous, input).tensor;
    int64_t format = GIVEN(c, contiguous, memory_format)
                         ? ARG(c, contiguous, memory_format).i
                         : CT_FORMAT_CONTIGUOUS;
    if (format == CT_FORMAT_PRESERVE) {
        return ct_error(CT_ERR_RUNTIME, "contiguous: expected another memory_format "
                                        "than preserve_format");
    }
    if (ct_layout_is(t, (ct_memory_format)format)) {
        c->out[0] = ct_newref(t);
        return 0;
    }
    ct_call copy;
    ct_call_init(&copy, CT_ROW(clone));
    ct_call_tensor(&copy, CT_AT(clone, input), t);
    ct_call_int(&copy, CT_AT(clone, memory_format), format);
    if (ct_call_run(&copy) < 0) {
        return -1;
    }
    c->out[0] = copy.out[0];
    return 0;
}

int ct_to_dtype_check(ct_call *c)
{
    ct_tensor *t = ARG(c, to_dtype, input).tensor;
    return ct_call_following(c, 0, (ct_dtype)ARG(c, to_dtype, dtype).i, t);
}

/* ---- writing ------------------------------------------------------------ */

int ct_fill__check(ct_call *c)
{
    ct_tensor *t = ARG(c, fill_, input).tensor;
    if (ct_check_value(c->op->pyname, ARG(c, fill_, value).tensor, (ct_dtype)t->dtype) <
        0) {
        return -1;
    }
    return ct_call_like(c, 0, (ct_dtype)t->dtype, t);
}

int ct_zero__check(ct_call *c)
{
    ct_tensor *t = ARG(c, zero_, input).tensor;
    return ct_call_like(c, 0, (ct_dtype)t->dtype, t);
}

int ct_copy__check(ct_call *c)
{
    ct_tensor *t = ARG(c, copy_, input).tensor, *src = ARG(c, copy_, src).tensor;
    int64_t shape[CT_MAX_NDIM];
    int ndim = t->ndim;
    memcpy(shape, t->shape, t->ndim * sizeof *shape);
    if (ct_shape_broadcast("copy_", &ndim, shape, src->ndim, src->shape) < 0) {
        return -1;
    }
    if (!ct_shape_equal(ndim, shape, t->ndim, t->shape)) {
        return ct_error(
            CT_ERR_RUNTIME,
            "copy_: expected a source that broadcasts to shape %s, got shape "
            "%s",
            ct_tensor_shape_str(t), ct_tensor_shape_str(src));
    }
    return ct_call_like(c, 0, (ct_dtype)t->dtype, t);
}

/* ---- made of views and a copy ------------------------------------------- */

static int body_end(ct_call *c, ct_scope *s, ct_tensor *result)
{
    c->out[0] = ct_scope_return(s, result);
    return c->out[0] ? 0 : -1;
}

static int as_other(ct_call *c, const ct_op *id)
{
    const ct_tensor *other = ARG(c, view_as, other).tensor;
    ct_call inner;
    ct_call_init(&inner, id);
    ct_call_tensor(&inner, CT_AT(view, input), ARG(c, view_as, input).tensor);
    ct_call_dims(&inner, CT_AT(view, size), other->ndim, other->shape);
    if (ct_call_run(&inner) < 0) {
        return -1;
    }
    c->out[0] = inner.out[0];
    return 0;
}

int ct_view_as_body(ct_call *c)
{
    return as_other(c, CT_ROW(view));
}

int ct_reshape_as_body(ct_call *c)
{
    return as_other(c, CT_ROW(reshape));
}

int ct_expand_as_body(ct_call *c)
{
    return as_other(c, CT_ROW(expand));
}

int ct_flip_body(ct_call *c)
{
    ct_tensor *t = ARG(c, flip, input).tensor;
    ct_dims dims = ARG(c, flip, dims).dims;
    int64_t steps[3 * CT_MAX_NDIM];
    uint64_t mask = 0;
    for (int64_t i = 0; i < dims.n; i++) {
        mask |= (uint64_t)1 << dims.v[i];
    }
    for (int i = 0; i < t->ndim; i++) {
        int64_t n = t->shape[i];
        bool back = (mask >> i & 1) && n > 0;
        steps[3 * i] = n;
        steps[3 * i + 1] = back ? n - 1 : 0;
        steps[3 * i + 2] = back ? -1 : 1;
    }
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *reversed = ct_s_basic_index(&s, t, ct_dims_of(3 * t->ndim, steps));
    return body_end(c, &s, ct_s_contiguous_copy(&s, reversed));
}

int ct_reversed_body(ct_call *c)
{
    ct_tensor *t = ARG(c, reversed, input).tensor;
    int64_t dim = 0;
    if (t->ndim == 0) {
        c->out[0] = ct_newref(t);
        return 0;
    }
    ct_call flip;
    ct_call_init(&flip, CT_ROW(flip));
    ct_call_tensor(&flip, CT_AT(flip, input), t);
    ct_call_dims(&flip, CT_AT(flip, dims), 1, &dim);
    if (ct_call_run(&flip) < 0) {
        return -1;
    }
    c->out[0] = flip.out[0];
    return 0;
}

static ct_tensor *roll_dim(ct_scope *s, ct_tensor *t, int64_t shift, int dim)
{
    int64_t n = t ? t->shape[dim] : 0;
    if (!t || n == 0 || shift % n == 0) {
        return t;
    }
    int64_t cut = (n - shift % n) % n; /* what comes first */
    ct_tensor *parts[2] = {ct_s_narrow(s, t, dim, cut, n - cut),
                           ct_s_narrow(s, t, dim, 0, cut)};
    return ct_s_cat(s, ct_tensors_of(2, parts), .dim = CT_SOME(dim));
}

int ct_roll_body(ct_call *c)
{
    ct_tensor *t = ARG(c, roll, input).tensor;
    ct_dims shifts = ARG(c, roll, shifts).dims, dims = ARG(c, roll, dims).dims;
    bool flat = !GIVEN(c, roll, dims) || dims.n == 0;
    if (flat ? shifts.n != 1 : shifts.n != dims.n) {
        return ct_error(CT_ERR_RUNTIME,
                        "roll: expected as many shifts as dims, got %lld and %lld",
                        (long long)shifts.n, flat ? 0LL : (long long)dims.n);
    }
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *y = flat ? ct_s_reshape(&s, t, (ct_dims){1, (int64_t[]){-1}}) : t;
    if (flat) {
        y = roll_dim(&s, y, shifts.v[0], 0);
        y = ct_s_reshape(&s, y, (ct_dims){t->ndim, t->shape});
    }
    for (int64_t i = 0; !flat && i < dims.n; i++) {
        int dim = ct_dim_wrap("roll", dims.v[i], t->ndim);
        if (dim < 0 || t->ndim == 0) {
            s.failed = dim < 0;
            break;
        }
        y = roll_dim(&s, y, shifts.v[i], dim);
    }
    bool shares = y && y->storage == t->storage;
    return body_end(c, &s, shares ? ct_s_contiguous_copy(&s, y) : y);
}

/* x[1, a, 1, b] expanded to [m, a, n, b] and joined to [m * a, n * b]. */
static int repeated(ct_call *c, int n, const int64_t *counts)
{
    ct_tensor *t = ARG(c, repeat, input).tensor;
    int64_t apart[2 * CT_MAX_NDIM], wide[2 * CT_MAX_NDIM], shape[CT_MAX_NDIM], total;
    int k = 0, extra = n - t->ndim;
    for (int i = 0; i < n; i++) {
        int64_t own = i < extra ? 1 : t->shape[i - extra];
        if (counts[i] < 0 || __builtin_mul_overflow(own, counts[i], &shape[i])) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected counts >= 0 and a result below 2**63, got %s "
                            "for shape %s",
                            c->op->pyname, ct_shape_str(n, counts),
                            ct_tensor_shape_str(t));
        }
        if (counts[i] != 1) { /* dims of their own only where they differ from 1 */
            apart[k] = 1;
            wide[k++] = counts[i];
        }
        if (own != 1) {
            apart[k] = wide[k] = own;
            k++;
        }
    }
    if (ct_shape_numel(c->op->pyname, n, shape, ct_tensor_itemsize(t), &total) < 0) {
        return -1;
    }
    ct_scope s;
    ct_scope_begin(&s);
    ct_tensor *y = ct_s_reshape(&s, t, (ct_dims){k, apart});
    y = ct_s_expand(&s, y, (ct_dims){k, wide});
    y = ct_s_reshape(&s, y, (ct_dims){n, shape});
    bool shares = y && y->storage == t->storage;
    return body_end(c, &s, shares ? ct_s_contiguous_copy(&s, y) : y);
}

int ct_repeat_body(ct_call *c)
{
    ct_dims counts = ARG(c, repeat, repeats).dims;
    int ndim = ARG(c, repeat, input).tensor->ndim;
    if (counts.n < ndim || counts.n > CT_MAX_NDIM) {
        return ct_error(
            CT_ERR_RUNTIME,
            "repeat: expected %d to %d counts for a tensor of %d dimensions, "
            "got %lld",
            ndim, CT_MAX_NDIM, ndim, (long long)counts.n);
    }
    return repeated(c, (int)counts.n, counts.v);
}

int ct_tile_body(ct_call *c)
{
    ct_dims counts = ARG(c, tile, dims).dims;
    int ndim = ARG(c, tile, input).tensor->ndim,
        n = (int)counts.n > ndim ? (int)counts.n : ndim;
    int64_t full[CT_MAX_NDIM];
    if (counts.n > CT_MAX_NDIM) {
        return ct_error(CT_ERR_RUNTIME, "tile: expected at most %d counts, got %lld",
                        CT_MAX_NDIM, (long long)counts.n);
    }
    for (int i = 0; i < n; i++) {
        int at = i - (n - (int)counts.n);
        full[i] = at < 0 ? 1 : counts.v[at];
    }
    return repeated(c, n, full);
}
