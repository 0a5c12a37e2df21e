/* result: from what a check says of the results to the tensors that hold them.
 *
 * NOTE [Infer, then allocate] in op.h. A check fills in ct_spec; when it has returned,
 * ct_results_make gives each result its memory, makes the views, and holds what the caller
 * gave (out=, in place) against the same words. */
#include <stdlib.h>

#include "core/layout.h"
#include "ops/hooks.h"
#include "ops/op.h"

/* ---- saying it ----------------------------------------------------------- */

int ct_call_following(ct_call *c, int i, ct_dtype dtype, ct_tensor *t)
{
    ct_block b = {t->ndim, t->shape, ct_dtype_size(dtype)};
    ct_spec *s = ct_call_spec(c, i, dtype, t->ndim, t->shape);
    if (ct_layout_follow(b, 1, &t, ct_call_strides(c, i))) {
        s->strides = ct_call_strides(c, i);
    }
    return 0;
}

static int too_many_dims(const ct_call *c, int ndim)
{
    return ct_error(CT_ERR_RUNTIME, "%s: expected at most %d dimensions, got %d",
                    c->op->name, CT_MAX_NDIM, ndim);
}

int ct_call_view(ct_call *c, ct_dtype dtype, int ndim, const int64_t *shape,
                 const int64_t *strides, char *data)
{
    ct_spec *s = &c->spec[0];
    if (ndim > CT_MAX_NDIM) {
        return too_many_dims(c, ndim);
    }
    *s = (ct_spec){CT_SPEC_VIEW, (uint8_t)dtype, (uint8_t)ndim, shape, strides, data};
    c->specified = 1;
    return 0;
}

int ct_call_list(ct_call *c, int64_t n, ct_part_fn part)
{
    c->parts = n;
    c->part = part;
    return 0;
}

/* ---- what is given -------------------------------------------------------- */

/* A tensor of the shape in the memory of t, from its first element on, if there is room
 * for one in rows and no argument there; else in memory of its own. */
static ct_tensor *resized(const ct_call *c, ct_tensor *t, const ct_spec *s)
{
    int64_t strides[CT_MAX_NDIM], nbytes = ct_tensor_itemsize(t);
    int64_t room = t->storage->data + t->storage->nbytes - t->data;
    bool fits = t->numel != 0 && !ct_call_takes(c, t, true);
    for (int i = s->ndim; i-- > 0;) {
        strides[i] = nbytes;
        fits = fits && !__builtin_mul_overflow(nbytes, s->shape[i], &nbytes);
    }
    return fits && nbytes <= room
               ? ct_tensor_alias(t, s->ndim, s->shape, strides, t->data)
               : ct_tensor_new(c->op->name, (ct_dtype)t->dtype, s->ndim, s->shape,
                               CT_PLACE(t));
}

/* As in PyTorch: with a warning where something is lost, silent in rows that make new
 * tensors. */
static int resize(const ct_call *c, ct_tensor *t, const ct_spec *s)
{
    const char *op = c->op->name;
    if (ct_call_takes(c, t, false)) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected out of shape %s, got an argument of shape %s", op,
                        ct_shape_str(s->ndim, s->shape), ct_tensor_shape_str(t));
    }
    if (ct_tensor_check_writable(op, t) < 0 || ct_call_may_resize(c, t) < 0) {
        return -1;
    }
    if (t->numel != 0 && !(c->op->flags & CT_OP_CREATES)) {
        ct_warning("An output with one or more elements was resized since it had shape "
                   "%s, which does not match the required output shape %s. Give one of "
                   "the right shape, or an empty one: ctensor.empty(0)",
                   ct_tensor_shape_str(t), ct_shape_str(s->ndim, s->shape));
    }
    ct_tensor *fresh = resized(c, t, s);
    int status = fresh ? ct_tensor_adopt(t, fresh) : -1;
    ct_xdecref(fresh);
    return status;
}

static int check_given(ct_call *c, ct_tensor *t, const ct_spec *s)
{
    const char *op = c->op->name;
    if (s->dtype != t->dtype &&
        !ct_dtype_can_cast((ct_dtype)s->dtype, (ct_dtype)t->dtype)) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: result type %s can't be cast to the desired output type "
                        "%s",
                        op, ct_dtype_name((ct_dtype)s->dtype),
                        ct_dtype_name((ct_dtype)t->dtype));
    }
    if (CT_PLACE(t) != CT_PLACE(c)) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected out on %s, got one on %s", op,
                        ct_device_name((ct_device)c->device, c->device_index),
                        ct_device_name((ct_device)t->device, t->device_index));
    }
    if (!ct_shape_equal(t->ndim, t->shape, s->ndim, s->shape)) {
        if (c->form == CT_FORM_INPLACE) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s_: output with shape %s doesn't match the broadcast "
                            "shape %s",
                            op, ct_tensor_shape_str(t),
                            ct_shape_str(s->ndim, s->shape));
        }
        if (resize(c, t, s) < 0) {
            return -1;
        }
    }
    return ct_tensor_check_writable(op, t);
}

int ct_result_check(ct_call *c, ct_tensor *given, const ct_tensor *made)
{
    ct_spec s = {.dtype = made->dtype, .ndim = made->ndim, .shape = made->shape};
    return check_given(c, given, &s);
}

/* A view in place: the tensor itself gets the layout. Not a view with a history, as that
 * describes a part of its base. */
static int change_layout(const ct_call *c, ct_tensor *t, const ct_spec *s)
{
    const char *op = c->op->name;
    if (t->base && ct_grad_hooks.requires_grad && ct_grad_hooks.requires_grad(t)) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s_: expected a tensor that is no view of one that requires "
                        "grad; use %s",
                        op, op);
    }
    ct_tensor *changed = ct_tensor_alias(t, s->ndim, s->shape, s->strides, s->data);
    int status = changed ? ct_tensor_adopt(t, changed) : -1;
    ct_xdecref(changed);
    return status;
}

static int take_given(ct_call *c, ct_tensor *t, const ct_spec *s)
{
    return s->kind == CT_SPEC_VIEW ? change_layout(c, t, s) : check_given(c, t, s);
}

/* ---- what is made ---------------------------------------------------------- */

static ct_tensor *view_make(ct_tensor *t, const ct_spec *s)
{
    return ct_tensor_view(t, (ct_dtype)s->dtype, s->ndim, s->shape, s->strides,
                          s->data);
}

static inline ct_tensor *make(ct_call *c, const ct_spec *s)
{
    if (s->kind == CT_SPEC_VIEW) {
        return view_make(FIRST(c), s);
    }
    ct_tensor *t = ct_tensor_make(c->op->name, (ct_dtype)s->dtype, s->ndim, s->shape,
                                  CT_PLACE(c), s->kind == CT_SPEC_ZEROS);
    if (t && s->strides) {
        ct_layout_set(t, s->strides);
    }
    return t;
}

/* ct_call_release drops what has been filled in. */
static int list_make(ct_call *c)
{
    int64_t n = c->parts, from = 0;
    ct_tensor **v = NULL;
    if (n >= 0 && (uint64_t)n < SIZE_MAX / sizeof *v) {
        v = calloc(n ? (size_t)n : 1, sizeof *v);
    }
    if (!v) {
        return ct_error(CT_ERR_MEMORY, "%s: out of memory for %lld tensors",
                        c->op->pyname, (long long)n);
    }
    c->outs = (ct_tensors){n, v};
    for (int64_t i = 0; i < n; i++) {
        c->part(c, i, &from, &c->spec[0]);
        v[i] = view_make(FIRST(c), &c->spec[0]);
        if (!v[i]) {
            return -1;
        }
    }
    return 0;
}

int ct_results_make(ct_call *c)
{
    if (c->part) {
        return list_make(c);
    }
    for (unsigned left = c->specified; left; left &= left - 1) {
        int i = __builtin_ctz(left);
        const ct_spec *s = &c->spec[i];
        if (c->out[i]) {
            if (take_given(c, c->out[i], s) < 0) {
                return -1;
            }
        } else if (!(c->out[i] = make(c, s))) {
            return -1;
        }
    }
    return 0;
}
