/* recurrent_layer: what the steps of an LSTM in one call accept, and what they and their
 * gradients are in other ops. */
#include "core/alloc.h"
#include "ops/scope.h"
#include "rows/activation.h"
#include "rows/arithmetic.h"
#include "rows/join.h"
#include "rows/matmul.h"
#include "rows/nn.h"
#include "rows/recurrent.h"
#include "rows/trigonometric.h"
#include "rows/view.h"

/* The operands that both rows have, the bias maybe NULL. */
typedef struct operands {
    ct_tensor *input, *hidden, *cell, *ih, *hh, *bias;
    bool reverse;
} operands;

#define OPERANDS(c, row)                                           \
    {ARG(c, row, input).tensor,     ARG(c, row, hidden).tensor,    \
     ARG(c, row, cell).tensor,      ARG(c, row, weight_ih).tensor, \
     ARG(c, row, weight_hh).tensor, TENSOR(c, row, bias),          \
     ARG(c, row, reverse).i}

static bool is_of(const ct_tensor *t, int ndim, int64_t rows, int64_t columns)
{
    return t->ndim == ndim && t->shape[ndim - 1] == columns &&
           (ndim == 1 || t->shape[ndim - 2] == rows);
}

/* Input (T, N, I), states (N, H), weights (4 H, I) and (4 H, H), bias (4 H). */
static int operands_check(ct_call *c, const operands *o)
{
    bool fits = o->input->ndim == 3 && o->hidden->ndim == 2;
    int64_t n = fits ? o->input->shape[1] : 0, h = fits ? o->hidden->shape[1] : 0;
    fits = fits && is_of(o->hidden, 2, n, h) && is_of(o->cell, 2, n, h) &&
           is_of(o->ih, 2, 4 * h, o->input->shape[2]) && is_of(o->hh, 2, 4 * h, h) &&
           (!o->bias || is_of(o->bias, 1, 0, 4 * h));
    if (!fits) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected input (T, N, I), states (N, H), weights (4 H, I) "
                        "and (4 H, H) and a bias (4 H), got %s, %s and %s",
                        c->op->name, ct_tensor_shape_str(o->input),
                        ct_tensor_shape_str(o->hidden), ct_tensor_shape_str(o->ih));
    }
    ct_dtype d = (ct_dtype)o->input->dtype;
    const ct_tensor *others[] = {o->hidden, o->cell, o->ih, o->hh, o->bias};
    if (ct_check_dtype(c, ct_dtype_is_floating(d), "a floating", d) < 0) {
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

/* Result i is (T, N, width). */
static void steps_result(ct_call *c, int i, ct_dtype d, const operands *o,
                         int64_t width)
{
    int64_t *shape = ct_call_shape(c, i);
    shape[0] = o->input->shape[0];
    shape[1] = o->input->shape[1];
    shape[2] = width;
    ct_call_result(c, i, d, 3, shape);
}

int ct_lstm_layer_check(ct_call *c)
{
    operands o = OPERANDS(c, lstm_layer);
    if (operands_check(c, &o) < 0) {
        return -1;
    }
    ct_dtype d = (ct_dtype)o.input->dtype, work = (ct_dtype)c->compute;
    int64_t h = o.hidden->shape[1];
    steps_result(c, CT_KEPT_lstm_layer_gates, work, &o, 4 * h);
    steps_result(c, CT_KEPT_lstm_layer_cells, work, &o, h);
    steps_result(c, 0, d, &o, h);
    return ct_call_like(c, CT_OUT_lstm_layer_next, d, o.cell);
}

static bool is_steps(const ct_tensor *t, const operands *o, int64_t width)
{
    return t->ndim == 3 && t->shape[0] == o->input->shape[0] &&
           is_of(t, 3, o->input->shape[1], width);
}

/* A private row: its arguments come from the gradient rule. */
int ct_lstm_layer_grad_check(ct_call *c)
{
    operands o = OPERANDS(c, lstm_layer_grad);
    if (operands_check(c, &o) < 0) {
        return -1;
    }
    int64_t h = o.hidden->shape[1];
    if (!is_steps(ARG(c, lstm_layer_grad, grad).tensor, &o, h) ||
        !is_of(ARG(c, lstm_layer_grad, gnext).tensor, 2, o.cell->shape[0], h) ||
        !is_steps(ARG(c, lstm_layer_grad, output).tensor, &o, h) ||
        !is_steps(ARG(c, lstm_layer_grad, gates).tensor, &o, 4 * h) ||
        !is_steps(ARG(c, lstm_layer_grad, cells).tensor, &o, h)) {
        return ct_error(CT_ERR_RUNTIME,
                        "_lstm_layer_grad: expected the tensors of an LSTM's layer");
    }
    ct_dtype d = (ct_dtype)o.input->dtype;
    steps_result(c, 0, d, &o, 4 * h);
    ct_call_like(c, CT_OUT_lstm_layer_grad_ghidden, d, o.hidden);
    ct_call_like(c, CT_OUT_lstm_layer_grad_gcell, d, o.cell);
    return ct_call_like(c, CT_OUT_lstm_layer_grad_gweight, d, o.hh);
}

/* ---- in other ops ---------------------------------------------------------- */

/* The steps in the order in which they run; hidden and cell are one longer, what the
 * steps begin with being the first. */
typedef struct walk {
    int64_t steps;
    bool reverse;
    ct_tensor *weight; /* weight_hh */
    ct_tensor **gates, **hidden, **cell, **back; /* back: the gates' gradients */
    void *memory;
    size_t bytes;
} walk;

static bool walk_begin(ct_scope *s, walk *w, const operands *o)
{
    int64_t n = o->input->shape[0];
    *w = (walk){.steps = n, .reverse = o->reverse};
    w->bytes = (size_t)(4 * (n + 1)) * sizeof(ct_tensor *);
    w->memory = ct_alloc(w->bytes);
    if (!w->memory) {
        s->failed = true;
        return false;
    }
    w->gates = w->memory;
    w->hidden = w->gates + n + 1;
    w->cell = w->hidden + n + 1;
    w->back = w->cell + n + 1;
    return true;
}

/* Step i's part of what lies in the sequence's order. */
static ct_tensor *part(ct_scope *s, const walk *w, ct_tensor *all, int64_t i)
{
    return ct_s_select(s, all, 0, w->reverse ? w->steps - 1 - i : i);
}

/* Tensors of all steps, in the sequence's order; `like` is one. */
static ct_tensor *in_order(ct_scope *s, const walk *w, ct_tensor **of, ct_tensor *like)
{
    if (w->steps == 0) {
        int64_t shape[] = {0, like->shape[0], like->shape[1]};
        return ct_s_new_zeros(s, (ct_dtype)like->dtype, 3, shape, CT_PLACE(like));
    }
    ct_tensor *all = ct_s_stack(s, ct_tensors_of(w->steps, of));
    return w->reverse ? ct_s_reverse(s, all, 0) : all;
}

/* All steps, in the dtype d: false if one failed. */
static bool walk_on(ct_scope *s, walk *w, const operands *o, ct_dtype d)
{
    ct_tensor *bias = o->bias ? ct_s_cast(s, o->bias, d) : NULL;
    ct_tensor *x =
        ct_s_linear(s, ct_s_cast(s, o->input, d), ct_s_cast(s, o->ih, d), .bias = bias);
    w->weight = ct_s_cast(s, o->hh, d);
    w->hidden[0] = ct_s_cast(s, o->hidden, d);
    w->cell[0] = ct_s_cast(s, o->cell, d);
    for (int64_t i = 0; i < w->steps && !s->failed; i++) {
        ct_tensor *own =
            ct_s_matmul(s, w->hidden[i], ct_s_transpose(s, w->weight, 0, 1));
        w->gates[i] = ct_s_add(s, part(s, w, x, i), own);
        if (!w->gates[i]) {
            break;
        }
        ct_call c;
        ct_call_init(&c, CT_ROW(lstm_gates));
        ct_call_tensor(&c, CT_AT(lstm_gates, gates), w->gates[i]);
        ct_call_tensor(&c, CT_AT(lstm_gates, cell), w->cell[i]);
        w->hidden[i + 1] = ct_scope_run(s, &c);
        w->cell[i + 1] = w->hidden[i + 1] ? OUT(&c, lstm_gates, next) : NULL;
    }
    return !s->failed;
}

static ct_tensor *newref(ct_tensor *t)
{
    return t ? ct_newref(t) : NULL;
}

/* The gates behind their functions. */
static ct_tensor *values_of(ct_scope *s, ct_tensor *gates)
{
    int64_t h = gates ? gates->shape[2] / 4 : 0;
    ct_tensor *sigmoids = ct_s_sigmoid(s, gates);
    ct_tensor *parts[] = {ct_s_narrow(s, sigmoids, 2, 0, 2 * h),
                          ct_s_tanh(s, ct_s_narrow(s, gates, 2, 2 * h, h)),
                          ct_s_narrow(s, sigmoids, 2, 3 * h, h)};
    return s->failed ? NULL : ct_s_cat(s, ct_tensors_of(3, parts), .dim = CT_SOME(2));
}

CT_BODY(lstm_layer)
{
    operands o = OPERANDS(c, lstm_layer);
    ct_dtype d = (ct_dtype)o.input->dtype, work = ct_dtype_compute(d);
    ct_tensor *y = NULL;
    walk w;
    if (!walk_begin(s, &w, &o)) {
        return NULL;
    }
    if (walk_on(s, &w, &o, work)) {
        int64_t shape[] = {o.input->shape[1], 4 * o.hidden->shape[1]};
        ct_tensor *like = ct_s_new_zeros(s, work, 2, shape, CT_PLACE(o.input));
        ct_tensor *gates = like ? values_of(s, in_order(s, &w, w.gates, like)) : NULL;
        KEPT(c, lstm_layer, gates) = newref(gates);
        KEPT(c, lstm_layer, cells) = newref(in_order(s, &w, w.cell + 1, w.cell[0]));
        OUT(c, lstm_layer, next) = newref(ct_s_cast(s, w.cell[w.steps], d));
        y = ct_s_cast(s, in_order(s, &w, w.hidden + 1, w.hidden[0]), d);
    }
    ct_free(w.memory, w.bytes);
    return y;
}

/* From the last step to the first; *gh and *gc come from behind and end before it. */
static void walk_back(ct_scope *s, walk *w, ct_tensor *grad, ct_tensor **gh,
                      ct_tensor **gc)
{
    for (int64_t i = w->steps - 1; i >= 0 && !s->failed; i--) {
        ct_tensor *g = part(s, w, grad, i);
        ct_call c;
        ct_call_init(&c, CT_ROW(lstm_gates_grad));
        ct_tensor *sum = *gh ? ct_s_add(s, g, *gh) : g;
        if (!sum) {
            return;
        }
        ct_call_tensor(&c, CT_AT(lstm_gates_grad, grad), sum);
        ct_call_tensor(&c, CT_AT(lstm_gates_grad, gnext), *gc);
        ct_call_tensor(&c, CT_AT(lstm_gates_grad, gates), w->gates[i]);
        ct_call_tensor(&c, CT_AT(lstm_gates_grad, cell), w->cell[i]);
        w->back[i] = ct_scope_run(s, &c);
        *gc = w->back[i] ? OUT(&c, lstm_gates_grad, gcell) : NULL;
        *gh = ct_s_matmul(s, w->back[i], w->weight);
    }
}

/* All of it from the operands, as gates, cells and output come from there. */
CT_BODY(lstm_layer_grad)
{
    operands o = OPERANDS(c, lstm_layer_grad);
    ct_dtype d = (ct_dtype)o.input->dtype, work = ct_dtype_compute(d);
    ct_tensor *y = NULL, *gh = NULL, *gweight = NULL;
    walk w;
    if (!walk_begin(s, &w, &o)) {
        return NULL;
    }
    ct_tensor *gc = ct_s_cast(s, ARG(c, lstm_layer_grad, gnext).tensor, work);
    ct_tensor *grad = ct_s_cast(s, ARG(c, lstm_layer_grad, grad).tensor, work);
    if (walk_on(s, &w, &o, work)) {
        walk_back(s, &w, grad, &gh, &gc);
    }
    for (int64_t i = 0; i < w.steps && !s->failed; i++) {
        ct_tensor *g = ct_s_transpose(s, w.back[i], 0, 1);
        g = ct_s_matmul(s, g, w.hidden[i]);
        gweight = gweight ? ct_s_add(s, gweight, g) : g;
    }
    if (!s->failed) {
        int64_t shape[] = {o.input->shape[1], 4 * o.hidden->shape[1]};
        ct_tensor *like = ct_s_new_zeros(s, work, 2, shape, CT_PLACE(o.input));
        ct_dims hidden = {2, o.hidden->shape};
        gh = gh ? gh : ct_s_new_zeros(s, work, 2, hidden.v, CT_PLACE(o.input));
        gweight = gweight ? gweight
                          : ct_s_new_zeros(s, work, 2, o.hh->shape, CT_PLACE(o.input));
        OUT(c, lstm_layer_grad, ghidden) = newref(ct_s_cast(s, gh, d));
        OUT(c, lstm_layer_grad, gcell) = newref(ct_s_cast(s, gc, d));
        OUT(c, lstm_layer_grad, gweight) = newref(ct_s_cast(s, gweight, d));
        y = like ? ct_s_cast(s, in_order(s, &w, w.back, like), d) : NULL;
    }
    ct_free(w.memory, w.bytes);
    return y;
}
