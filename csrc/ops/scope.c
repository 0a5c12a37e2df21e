/* scope: ops called one after another, with one cleanup at the end. */
#include "ops/scope.h"

#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "core/layout.h"
#include "rows/arithmetic.h"
#include "rows/complex.h"
#include "rows/reduce.h"
#include "rows/view.h"

void ct_scope_begin(ct_scope *s)
{
    s->n = 0;
    s->capacity = CT_SCOPE_INLINE;
    s->failed = false;
    s->heap = NULL;
}

static ct_tensor **slots(ct_scope *s)
{
    return s->heap ? s->heap : s->slots;
}

static inline __attribute__((always_inline)) void drop(ct_scope *s)
{
    ct_tensor **t = slots(s);
    for (int i = 0; i < s->n; i++) {
        ct_decref(t[i]);
    }
    free(s->heap);
    s->heap = NULL;
    s->n = 0;
}

/* What dies may run code, whose errors are its own. */
static __attribute__((noinline)) int drop_failed(ct_scope *s)
{
    ct_error_state error;
    ct_error_lay_by(&error);
    drop(s);
    ct_error_take_up(&error);
    return -1;
}

int ct_scope_end(ct_scope *s)
{
    if (s->failed) {
        return drop_failed(s);
    }
    drop(s);
    return 0;
}

ct_tensor *ct_scope_return(ct_scope *s, ct_tensor *t)
{
    t = t && !s->failed ? ct_newref(t) : NULL;
    if (ct_scope_end(s) < 0) {
        ct_clear(&t);
    }
    return t;
}

static int scope_grow(ct_scope *s)
{
    size_t bytes = (size_t)s->capacity * 2 * sizeof(ct_tensor *);
    ct_tensor **bigger = ct_alloc_fault() ? NULL : realloc(s->heap, bytes);
    if (!bigger) {
        return ct_error(CT_ERR_MEMORY, "out of memory");
    }
    if (!s->heap) {
        memcpy(bigger, s->slots, sizeof s->slots);
    }
    s->heap = bigger;
    s->capacity *= 2;
    return 0;
}

ct_tensor *ct_scope_keep(ct_scope *s, ct_tensor *t)
{
    if (!t) {
        s->failed = true;
        return NULL;
    }
    if (s->n == s->capacity && scope_grow(s) < 0) {
        s->failed = true;
        ct_decref(t);
        return NULL;
    }
    slots(s)[s->n++] = t;
    return t;
}

ct_tensor *ct_scope_fail(ct_scope *s, ct_error_kind kind, const char *message)
{
    if (!s->failed) {
        ct_error(kind, "%s", message);
    }
    s->failed = true;
    return NULL;
}

ct_tensor *ct_scope_run(ct_scope *s, ct_call *c)
{
    if (s->failed) {
        ct_call_release(c); /* a tensor to write was given */
        return NULL;
    }
    if (ct_call_run(c) < 0) {
        s->failed = true;
        return NULL;
    }
    for (int i = 1; i < c->nout && i < CT_MAX_OUTS; i++) {
        if (c->out[i]) {
            ct_scope_keep(s, c->out[i]);
        }
    }
    return ct_scope_keep(s, c->out[0]);
}

ct_tensor *ct_scope_run_in_place(ct_scope *s, ct_call *c)
{
    c->form = CT_FORM_INPLACE;
    c->out[0] = ct_newref(FIRST(c));
    return ct_scope_run(s, c);
}

int ct_body_run(ct_call *c, ct_tensor *(*body)(ct_call *, ct_scope *))
{
    ct_scope s;
    ct_scope_begin(&s);
    c->out[0] = ct_scope_return(&s, body(c, &s));
    return c->out[0] ? 0 : -1;
}

/* ---- numbers, and what is built of rows ---------------------------------- */

ct_tensor *ct_s_float(ct_scope *s, double value)
{
    return ct_scope_keep(s, ct_tensor_weak_float(value));
}

ct_tensor *ct_s_int(ct_scope *s, int64_t value)
{
    return ct_scope_keep(s, ct_tensor_weak_int(value));
}

ct_tensor *ct_s_new_zeros(ct_scope *s, ct_dtype dtype, int ndim, const int64_t *shape,
                          ct_device device)
{
    return ct_scope_keep(s, ct_tensor_zeros("zeros", dtype, ndim, shape, device));
}

ct_tensor *ct_s_row(ct_scope *s, const ct_op *op, ct_tensor *x)
{
    if (!x) {
        return ct_scope_null(s);
    }
    ct_call c;
    ct_call_init(&c, op);
    ct_call_first(&c, x);
    return ct_scope_run(s, &c);
}

ct_tensor *ct_s_sum_to(ct_scope *s, ct_tensor *x, int ndim, const int64_t *shape)
{
    if (!x || ct_shape_equal(x->ndim, x->shape, ndim, shape)) {
        return x;
    }
    int64_t dims[CT_MAX_NDIM];
    int n = 0, extra = x->ndim - ndim;
    for (int i = 0; i < x->ndim; i++) {
        bool stretched = i < extra || (shape[i - extra] == 1 && x->shape[i] != 1);
        if (stretched) {
            dims[n++] = i;
        }
    }
    ct_tensor *y = n ? ct_s_sum(s, x, .dim = {n, dims}, .keepdim = true) : x;
    return extra ? ct_s_reshape(s, y, (ct_dims){ndim, shape}) : y;
}

ct_tensor *ct_s_cast(ct_scope *s, ct_tensor *x, ct_dtype dtype)
{
    return x && x->dtype == dtype ? x : ct_s_to_dtype(s, x, dtype);
}

/* A view that runs backwards along dim. */
ct_tensor *ct_s_reverse(ct_scope *s, ct_tensor *x, int64_t dim)
{
    if (!x || x->shape[dim] == 0) {
        return x;
    }
    int64_t n = x->shape[dim];
    return ct_s_slice(s, x, dim, n - 1, n, -1);
}

ct_tensor *ct_scope_conj(ct_scope *s, ct_tensor *z)
{
    return z && ct_dtype_is_complex((ct_dtype)z->dtype) ? ct_s_conj_physical(s, z) : z;
}

ct_tensor *ct_scope_adjoint(ct_scope *s, ct_tensor *x)
{
    return ct_s_transpose(s, ct_scope_conj(s, x), -2, -1);
}

ct_tensor *ct_s_contiguous_copy(ct_scope *s, ct_tensor *x)
{
    return ct_s_clone(s, x, .memory_format = CT_SOME(CT_FORMAT_CONTIGUOUS));
}
