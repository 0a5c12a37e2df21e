/* recurrent: what the steps of LSTM and GRU accept, and what their gradients are in other
 * ops. */
#include "rows/recurrent.h"
#include "ops/scope.h"
#include "rows/activation.h"
#include "rows/arithmetic.h"
#include "rows/join.h"
#include "rows/trigonometric.h"
#include "rows/view.h"

/* `gates` (N, parts H) and the n others (N, H), all of one floating dtype. */
static int step_check(ct_call *c, const char *op, int64_t parts, ct_tensor *gates,
                      int n, ct_tensor *const *state)
{
    ct_dtype d = (ct_dtype)gates->dtype;
    bool fits = gates->ndim == 2;
    for (int i = 0; i < n; i++) {
        fits &= state[i]->ndim == 2 && gates->shape[1] == parts * state[i]->shape[1] &&
                state[i]->shape[0] == gates->shape[0];
    }
    if (!fits) {
        return ct_error(
            CT_ERR_RUNTIME, "%s: expected gates (N, %d H) and (N, H), got %s and %s",
            op, (int)parts, ct_tensor_shape_str(gates), ct_tensor_shape_str(state[0]));
    }
    if (!ct_dtype_is_floating(d)) {
        return ct_error(CT_ERR_NOT_IMPLEMENTED, "%s: expected a floating dtype, got %s",
                        op, ct_dtype_name(d));
    }
    for (int i = 0; i < n; i++) {
        if (state[i]->dtype != d) {
            return ct_error(CT_ERR_RUNTIME, "%s: expected one dtype, got %s and %s", op,
                            ct_dtype_name(d), ct_dtype_name((ct_dtype)state[i]->dtype));
        }
    }
    c->compute = (uint8_t)ct_dtype_compute(d);
    return 0;
}

int ct_lstm_gates_check(ct_call *c)
{
    ct_tensor *gates = ARG(c, lstm_gates, gates).tensor,
              *cell = ARG(c, lstm_gates, cell).tensor;
    if (step_check(c, "_lstm_gates", 4, gates, 1, &cell) < 0) {
        return -1;
    }
    ct_call_like(c, CT_OUT_lstm_gates_next, (ct_dtype)cell->dtype, cell);
    return ct_call_like(c, 0, (ct_dtype)cell->dtype, cell);
}

int ct_lstm_gates_grad_check(ct_call *c)
{
    ct_tensor *gates = ARG(c, lstm_gates_grad, gates).tensor,
              *all[] = {ARG(c, lstm_gates_grad, cell).tensor,
                        ARG(c, lstm_gates_grad, grad).tensor,
                        ARG(c, lstm_gates_grad, gnext).tensor};
    if (step_check(c, "_lstm_gates_grad", 4, gates, 3, all) < 0) {
        return -1;
    }
    ct_call_like(c, 0, (ct_dtype)gates->dtype, gates);
    return ct_call_like(c, CT_OUT_lstm_gates_grad_gcell, (ct_dtype)gates->dtype,
                        all[0]);
}

static int gru_check(ct_call *c, const char *op, ct_tensor *input, ct_tensor *hidden,
                     int n, ct_tensor *const *state)
{
    return step_check(c, op, 3, hidden, n, state) < 0 ||
                   step_check(c, op, 3, input, n, state) < 0
               ? -1
               : 0;
}

int ct_gru_gates_check(ct_call *c)
{
    ct_tensor *state = ARG(c, gru_gates, state).tensor;
    if (gru_check(c, "_gru_gates", ARG(c, gru_gates, input).tensor,
                  ARG(c, gru_gates, hidden).tensor, 1, &state) < 0) {
        return -1;
    }
    return ct_call_like(c, 0, (ct_dtype)state->dtype, state);
}

int ct_gru_gates_grad_check(ct_call *c)
{
    ct_tensor *input = ARG(c, gru_gates_grad, input).tensor,
              *hidden = ARG(c, gru_gates_grad, hidden).tensor,
              *all[] = {ARG(c, gru_gates_grad, state).tensor,
                        ARG(c, gru_gates_grad, grad).tensor};
    if (gru_check(c, "_gru_gates_grad", input, hidden, 2, all) < 0) {
        return -1;
    }
    ct_dtype d = (ct_dtype)input->dtype;
    ct_call_like(c, 0, d, input);
    ct_call_like(c, CT_OUT_gru_gates_grad_ghidden, d, hidden);
    return ct_call_like(c, CT_OUT_gru_gates_grad_gstate, d, all[0]);
}

/* ---- in other ops ---------------------------------------------------------- */

/* Part i of `parts` side by side, in the dtype d. */
static ct_tensor *part(ct_scope *s, ct_tensor *t, int64_t i, int64_t parts, ct_dtype d)
{
    int64_t width = t->shape[1] / parts;
    return ct_s_cast(s, ct_s_narrow(s, t, 1, i * width, width), d);
}

static ct_tensor *joined(ct_scope *s, int64_t n, ct_tensor *const *parts, ct_dtype d)
{
    for (int64_t i = 0; i < n; i++) {
        if (!parts[i]) {
            return NULL;
        }
    }
    return ct_s_cast(s, ct_s_cat(s, ct_tensors_of(n, parts), .dim = CT_SOME(1)), d);
}

static ct_tensor *times(ct_scope *s, ct_tensor *a, ct_tensor *b)
{
    return ct_s_mul(s, a, b);
}

/* 1 - a; a g (1 - a), a sigmoid's gradient; g (1 - a a), a tangent's. */
static ct_tensor *rest(ct_scope *s, ct_tensor *a)
{
    return ct_s_sub(s, ct_s_float(s, 1), a);
}
static ct_tensor *of_sigmoid(ct_scope *s, ct_tensor *a, ct_tensor *g)
{
    return times(s, times(s, a, g), rest(s, a));
}
static ct_tensor *of_tanh(ct_scope *s, ct_tensor *a, ct_tensor *g)
{
    return times(s, g, rest(s, times(s, a, a)));
}

CT_BODY(lstm_gates_grad)
{
    ct_tensor *gates = ARG(c, lstm_gates_grad, gates).tensor;
    ct_dtype given = (ct_dtype)gates->dtype, d = ct_dtype_compute(given);
    ct_tensor *cell = ct_s_cast(s, ARG(c, lstm_gates_grad, cell).tensor, d),
              *gh = ct_s_cast(s, ARG(c, lstm_gates_grad, grad).tensor, d),
              *gc = ct_s_cast(s, ARG(c, lstm_gates_grad, gnext).tensor, d);
    ct_tensor *i = ct_s_sigmoid(s, part(s, gates, 0, 4, d)),
              *f = ct_s_sigmoid(s, part(s, gates, 1, 4, d)),
              *g = ct_s_tanh(s, part(s, gates, 2, 4, d)),
              *o = ct_s_sigmoid(s, part(s, gates, 3, 4, d));
    ct_tensor *next = ct_s_add(s, times(s, f, cell), times(s, i, g)),
              *t = ct_s_tanh(s, next);
    ct_tensor *dc = ct_s_add(s, gc, of_tanh(s, t, times(s, gh, o)));
    ct_tensor *parts[] = {
        of_sigmoid(s, i, times(s, dc, g)), of_sigmoid(s, f, times(s, dc, cell)),
        of_tanh(s, g, times(s, dc, i)), of_sigmoid(s, o, times(s, gh, t))};
    ct_tensor *gcell = ct_s_cast(s, times(s, dc, f), given);
    OUT(c, lstm_gates_grad, gcell) = gcell ? ct_newref(gcell) : NULL;
    return joined(s, 4, parts, given);
}

CT_BODY(gru_gates_grad)
{
    ct_tensor *input = ARG(c, gru_gates_grad, input).tensor,
              *hidden = ARG(c, gru_gates_grad, hidden).tensor;
    ct_dtype given = (ct_dtype)input->dtype, d = ct_dtype_compute(given);
    ct_tensor *state = ct_s_cast(s, ARG(c, gru_gates_grad, state).tensor, d),
              *grad = ct_s_cast(s, ARG(c, gru_gates_grad, grad).tensor, d);
    ct_tensor *inner = part(s, hidden, 2, 3, d);
    ct_tensor *r = ct_s_sigmoid(
                  s, ct_s_add(s, part(s, input, 0, 3, d), part(s, hidden, 0, 3, d))),
              *z = ct_s_sigmoid(
                  s, ct_s_add(s, part(s, input, 1, 3, d), part(s, hidden, 1, 3, d)));
    ct_tensor *n =
        ct_s_tanh(s, ct_s_add(s, part(s, input, 2, 3, d), times(s, r, inner)));
    ct_tensor *gn = of_tanh(s, n, times(s, grad, rest(s, z)));
    ct_tensor *gr = of_sigmoid(s, r, times(s, gn, inner)),
              *gz = of_sigmoid(s, z, times(s, grad, ct_s_sub(s, state, n)));
    ct_tensor *ghidden = joined(s, 3, (ct_tensor *[]){gr, gz, times(s, gn, r)}, given);
    ct_tensor *gstate = ct_s_cast(s, times(s, grad, z), given);
    OUT(c, gru_gates_grad, ghidden) = ghidden ? ct_newref(ghidden) : NULL;
    OUT(c, gru_gates_grad, gstate) = gstate ? ct_newref(gstate) : NULL;
    return joined(s, 3, (ct_tensor *[]){gr, gz, gn}, given);
}
