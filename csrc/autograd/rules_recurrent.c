/* rules_recurrent: gradients of the steps of LSTM and GRU, and of all steps of a layer,
 * each in one call, whose own gradient is that of its body (ops/recurrent.c,
 * ops/recurrent_walk.c). */
#include "autograd/rule.h"
#include "rows/join.h"
#include "rows/matmul.h"
#include "rows/recurrent.h"
#include "rows/view.h"

void ct_lstm_gates_grad(ct_rule *r)
{
    ct_call c;
    ct_call_init(&c, CT_ROW(lstm_gates_grad));
    ct_call_tensor(&c, CT_AT(lstm_gates_grad, grad), ct_rule_grad(r, 0));
    ct_call_tensor(&c, CT_AT(lstm_gates_grad, gnext),
                   ct_rule_grad(r, CT_OUT_lstm_gates_next));
    ct_call_tensor(&c, CT_AT(lstm_gates_grad, gates), X(r, lstm_gates, gates));
    ct_call_tensor(&c, CT_AT(lstm_gates_grad, cell), X(r, lstm_gates, cell));
    ct_tensor *gates = ct_scope_run(S(r), &c);
    if (gates && NEEDS(r, lstm_gates, gates)) {
        r->gx[0] = gates;
    }
    if (gates && NEEDS(r, lstm_gates, cell)) {
        r->gx[EDGE(r, lstm_gates, cell)] = OUT(&c, lstm_gates_grad, gcell);
    }
}

void ct_gru_gates_grad(ct_rule *r)
{
    ct_call c;
    ct_call_init(&c, CT_ROW(gru_gates_grad));
    ct_call_tensor(&c, CT_AT(gru_gates_grad, grad), G(r, 0));
    ct_call_tensor(&c, CT_AT(gru_gates_grad, input), X(r, gru_gates, input));
    ct_call_tensor(&c, CT_AT(gru_gates_grad, hidden), X(r, gru_gates, hidden));
    ct_call_tensor(&c, CT_AT(gru_gates_grad, state), X(r, gru_gates, state));
    ct_tensor *input = ct_scope_run(S(r), &c);
    if (input && NEEDS(r, gru_gates, input)) {
        r->gx[0] = input;
    }
    if (input && NEEDS(r, gru_gates, hidden)) {
        r->gx[EDGE(r, gru_gates, hidden)] = OUT(&c, gru_gates_grad, ghidden);
    }
    if (input && NEEDS(r, gru_gates, state)) {
        r->gx[EDGE(r, gru_gates, state)] = OUT(&c, gru_gates_grad, gstate);
    }
}

/* ---- all steps of a layer -------------------------------------------------- */

/* `gates` is what the input, its weight and the bias get, which they are linear in. */
static void give_below(ct_rule *r, ct_tensor *gates)
{
    if (NEEDS(r, recurrent_layer, input)) {
        ct_tensor *w = X(r, recurrent_layer, weight_ih);
        r->gx[EDGE(r, recurrent_layer, input)] = ct_s_matmul(S(r), gates, w);
    }
    if (NEEDS(r, recurrent_layer, weight_ih)) {
        ct_tensor *x = X(r, recurrent_layer, input);
        int last = gates->ndim - 1;
        int64_t rows = gates->shape[0]; /* -1 would need elements */
        rows *= last > 1 ? gates->shape[1] : 1;
        ct_dims left = {2, (int64_t[]){rows, gates->shape[last]}};
        ct_dims right = {2, (int64_t[]){rows, x ? x->shape[last] : 0}};
        ct_tensor *g = ct_s_transpose(S(r), ct_s_reshape(S(r), gates, left), 0, 1);
        r->gx[EDGE(r, recurrent_layer, weight_ih)] =
            ct_s_matmul(S(r), g, ct_s_reshape(S(r), x, right));
    }
}

/* Both biases get the same, but for what only the state's is added to. */
static void give_biases(ct_rule *r, ct_tensor *gates, ct_tensor *inner)
{
    bool ih = NEEDS(r, recurrent_layer, bias_ih),
         hh = NEEDS(r, recurrent_layer, bias_hh);
    int64_t width = gates->shape[gates->ndim - 1];
    int64_t rest = inner->shape[inner->ndim - 1];
    ct_tensor *sum = ih || hh ? ct_s_sum_to(S(r), gates, 1, &width) : NULL;
    if (ih) {
        r->gx[EDGE(r, recurrent_layer, bias_ih)] = sum;
    }
    if (hh && rest > 0) {
        ct_tensor *parts[] = {ct_s_narrow(S(r), sum, 0, 0, width - rest),
                              ct_s_sum_to(S(r), inner, 1, &rest)};
        sum = parts[0] && parts[1] ? ct_s_cat(S(r), ct_tensors_of(2, parts)) : NULL;
    }
    if (hh) {
        r->gx[EDGE(r, recurrent_layer, bias_hh)] = sum;
    }
}

static void call_grad(ct_rule *r, ct_call *c)
{
    ct_tensor *bias_ih = X(r, recurrent_layer, bias_ih);
    ct_tensor *bias_hh = X(r, recurrent_layer, bias_hh);
    ct_call_init(c, CT_ROW(recurrent_layer_grad));
#define PUT(name, tensor) ct_call_tensor(c, CT_AT(recurrent_layer_grad, name), tensor)
    PUT(grad, ct_rule_grad(r, 0));
    PUT(gends, ct_rule_grad(r, CT_OUT_recurrent_layer_ends));
    PUT(input, X(r, recurrent_layer, input));
    PUT(states, X(r, recurrent_layer, states));
    PUT(weight_ih, X(r, recurrent_layer, weight_ih));
    PUT(weight_hh, X(r, recurrent_layer, weight_hh));
    if (bias_ih) {
        PUT(bias_ih, bias_ih);
    }
    if (bias_hh) {
        PUT(bias_hh, bias_hh);
    }
    PUT(output, Y(r, recurrent_layer, output));
    PUT(gates, K(r, recurrent_layer, gates));
    PUT(beside, K(r, recurrent_layer, beside));
#undef PUT
    if (HAS(r, recurrent_layer, sizes)) {
        ct_dims sizes = V(r, recurrent_layer, sizes).dims;
        ct_call_dims(c, CT_AT(recurrent_layer_grad, sizes), sizes.n, sizes.v);
    }
    ct_call_int(c, CT_AT(recurrent_layer_grad, cell), V(r, recurrent_layer, cell).i);
    ct_call_int(c, CT_AT(recurrent_layer_grad, reverse),
                V(r, recurrent_layer, reverse).i);
}

/* One fused call for what runs from step to step, products for the rest. */
void ct_recurrent_layer_grad(ct_rule *r)
{
    ct_call c;
    call_grad(r, &c);
    ct_tensor *gates = ct_scope_run(S(r), &c);
    if (!gates) {
        return;
    }
    give_below(r, gates);
    give_biases(r, gates, OUT(&c, recurrent_layer_grad, ginner));
    if (NEEDS(r, recurrent_layer, states)) {
        r->gx[EDGE(r, recurrent_layer, states)] =
            OUT(&c, recurrent_layer_grad, gstates);
    }
    if (NEEDS(r, recurrent_layer, weight_hh)) {
        r->gx[EDGE(r, recurrent_layer, weight_hh)] =
            OUT(&c, recurrent_layer_grad, gweight);
    }
}
