/* recurrent_layer: what all steps of a recurrent layer in one call accept, and what they
 * and their gradients are in other ops. */
#include "ops/recurrent_layer.h"

#include "ops/op.h"

static bool is_of(const ct_tensor *t, int ndim, int64_t rows, int64_t columns)
{
    return t->ndim == ndim && t->shape[ndim - 1] == columns &&
           (ndim == 1 || t->shape[ndim - 2] == rows);
}

/* Packed sequences: no step has more rows than the one before, the first all. */
static int sizes_check(ct_call *c, const ct_recurrent_operands *o)
{
    int64_t rows = 0, last = o->states->shape[1];
    const ct_dims *sizes = o->sizes;
    bool fits = sizes->n > 0 && sizes->v[0] == last;
    for (int64_t i = 0; fits && i < sizes->n; i++) {
        fits = sizes->v[i] > 0 && sizes->v[i] <= last;
        last = sizes->v[i];
        rows += last;
    }
    if (!fits || rows != o->input->shape[0]) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected sizes of steps, from the %lld rows of the states "
                        "down, of %lld rows in all",
                        c->op->name, (long long)o->states->shape[1],
                        (long long)o->input->shape[0]);
    }
    return 0;
}

static int shapes_check(ct_call *c, const ct_recurrent_operands *o)
{
    int64_t parts = ct_recurrent_parts(o), states = IS(o->cell, lstm) ? 2 : 1;
    int dims = o->sizes ? 2 : 3;
    bool fits = o->input->ndim == dims && o->states->ndim == 3;
    int64_t h = fits ? o->states->shape[2] : 0;
    fits = fits && o->states->shape[0] == states &&
           (o->sizes || o->states->shape[1] == o->input->shape[1]) &&
           is_of(o->ih, 2, parts * h, o->input->shape[dims - 1]) &&
           is_of(o->hh, 2, parts * h, h) &&
           (!o->bias_ih || is_of(o->bias_ih, 1, 0, parts * h)) &&
           (!o->bias_hh || is_of(o->bias_hh, 1, 0, parts * h));
    if (!fits) {
        return ct_error(
            CT_ERR_RUNTIME,
            "%s: expected input (%sN, I), states (%d, N, H), weights (%d H, I) and "
            "(%d H, H) and biases (%d H), got %s, %s, %s and %s",
            c->op->name, o->sizes ? "" : "T, ", (int)states, (int)parts, (int)parts,
            (int)parts, ct_tensor_shape_str(o->input), ct_tensor_shape_str(o->states),
            ct_tensor_shape_str(o->ih), ct_tensor_shape_str(o->hh));
    }
    return o->sizes ? sizes_check(c, o) : 0;
}

static int operands_check(ct_call *c, const ct_recurrent_operands *o)
{
    ct_dtype d = (ct_dtype)o->input->dtype;
    const ct_tensor *others[] = {o->states, o->ih, o->hh, o->bias_ih, o->bias_hh};
    if (shapes_check(c, o) < 0 ||
        ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
        return -1;
    }
    for (int i = 0; i < 5; i++) {
        if (others[i] && others[i]->dtype != d) {
            return ct_error(CT_ERR_RUNTIME, "%s: expected one dtype, got %s and %s",
                            c->op->name, ct_dtype_name(d),
                            ct_dtype_name((ct_dtype)others[i]->dtype));
        }
    }
    c->compute = (uint8_t)ct_dtype_compute(d);
    return 0;
}

/* Result i has `width` numbers for each row of each step. */
static void steps_result(ct_call *c, int i, ct_dtype d, const ct_recurrent_operands *o,
                         int64_t width)
{
    int64_t *shape = ct_call_shape(c, i);
    int last = o->input->ndim - 1;
    for (int k = 0; k < last; k++) {
        shape[k] = o->input->shape[k];
    }
    shape[last] = width;
    ct_call_result(c, i, d, last + 1, shape);
}

int ct_recurrent_layer_check(ct_call *c)
{
    ct_recurrent_operands o = OPERANDS(c, recurrent_layer);
    if (operands_check(c, &o) < 0) {
        return -1;
    }
    ct_dtype d = (ct_dtype)o.input->dtype, work = (ct_dtype)c->compute;
    steps_result(c, CT_KEPT_recurrent_layer_gates, work, &o, ct_recurrent_kept(&o));
    steps_result(c, CT_KEPT_recurrent_layer_beside, work, &o, ct_recurrent_beside(&o));
    steps_result(c, 0, d, &o, o.states->shape[2]);
    return ct_call_like(c, CT_OUT_recurrent_layer_ends, d, o.states);
}

static bool is_steps(const ct_tensor *t, const ct_recurrent_operands *o, int64_t width)
{
    const ct_tensor *x = o->input;
    return is_of(t, x->ndim, x->shape[x->ndim - 2], width) &&
           t->shape[0] == x->shape[0];
}

/* A private row: its arguments come from the gradient rule. */
int ct_recurrent_layer_grad_check(ct_call *c)
{
    ct_recurrent_operands o = OPERANDS(c, recurrent_layer_grad);
    if (operands_check(c, &o) < 0) {
        return -1;
    }
    const ct_tensor *s = o.states, *gends = ARG(c, recurrent_layer_grad, gends).tensor;
    int64_t h = s->shape[2];
    if (!is_of(gends, 3, s->shape[1], h) || gends->shape[0] != s->shape[0] ||
        !is_steps(ARG(c, recurrent_layer_grad, grad).tensor, &o, h) ||
        !is_steps(ARG(c, recurrent_layer_grad, output).tensor, &o, h) ||
        !is_steps(ARG(c, recurrent_layer_grad, gates).tensor, &o,
                  ct_recurrent_kept(&o)) ||
        !is_steps(ARG(c, recurrent_layer_grad, beside).tensor, &o,
                  ct_recurrent_beside(&o))) {
        return ct_error(CT_ERR_RUNTIME,
                        "_recurrent_layer_grad: expected the tensors of a layer");
    }
    ct_dtype d = (ct_dtype)o.input->dtype;
    steps_result(c, 0, d, &o, ct_recurrent_parts(&o) * h);
    steps_result(c, CT_OUT_recurrent_layer_grad_ginner, d, &o, IS(o.cell, gru) ? h : 0);
    ct_call_like(c, CT_OUT_recurrent_layer_grad_gstates, d, o.states);
    return ct_call_like(c, CT_OUT_recurrent_layer_grad_gweight, d, o.hh);
}
