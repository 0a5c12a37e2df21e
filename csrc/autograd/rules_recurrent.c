/* rules_recurrent: gradients of the steps of LSTM and GRU, and of all steps of an LSTM,
 * each in one call, whose own gradient is that of its body (ops/recurrent.c,
 * ops/recurrent_layer.c). */
#include "autograd/rule.h"
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

/* ---- all steps of an LSTM -------------------------------------------------- */

/* The gates are linear in the input, its weight and the bias. */
static void give_below(ct_rule *r, ct_tensor *gates)
{
    if (NEEDS(r, lstm_layer, input)) {
        ct_tensor *w = X(r, lstm_layer, weight_ih);
        r->gx[EDGE(r, lstm_layer, input)] = ct_s_matmul(S(r), gates, w);
    }
    if (NEEDS(r, lstm_layer, weight_ih)) {
        ct_tensor *x = X(r, lstm_layer, input);
        int64_t rows = gates->shape[0] * gates->shape[1]; /* -1 would need elements */
        ct_dims left = {2, (int64_t[]){rows, gates->shape[2]}};
        ct_dims right = {2, (int64_t[]){rows, x ? x->shape[2] : 0}};
        ct_tensor *g = ct_s_transpose(S(r), ct_s_reshape(S(r), gates, left), 0, 1);
        r->gx[EDGE(r, lstm_layer, weight_ih)] =
            ct_s_matmul(S(r), g, ct_s_reshape(S(r), x, right));
    }
    if (NEEDS(r, lstm_layer, bias)) {
        int64_t width = gates->shape[2];
        r->gx[EDGE(r, lstm_layer, bias)] = ct_s_sum_to(S(r), gates, 1, &width);
    }
}

/* One fused call for what runs from step to step, products for the rest. */
void ct_lstm_layer_grad(ct_rule *r)
{
    ct_tensor *bias = X(r, lstm_layer, bias);
    ct_call c;
    ct_call_init(&c, CT_ROW(lstm_layer_grad));
    ct_call_tensor(&c, CT_AT(lstm_layer_grad, grad), ct_rule_grad(r, 0));
    ct_call_tensor(&c, CT_AT(lstm_layer_grad, gnext),
                   ct_rule_grad(r, CT_OUT_lstm_layer_next));
    ct_call_tensor(&c, CT_AT(lstm_layer_grad, input), X(r, lstm_layer, input));
    ct_call_tensor(&c, CT_AT(lstm_layer_grad, hidden), X(r, lstm_layer, hidden));
    ct_call_tensor(&c, CT_AT(lstm_layer_grad, cell), X(r, lstm_layer, cell));
    ct_call_tensor(&c, CT_AT(lstm_layer_grad, weight_ih), X(r, lstm_layer, weight_ih));
    ct_call_tensor(&c, CT_AT(lstm_layer_grad, weight_hh), X(r, lstm_layer, weight_hh));
    if (bias) {
        ct_call_tensor(&c, CT_AT(lstm_layer_grad, bias), bias);
    }
    ct_call_tensor(&c, CT_AT(lstm_layer_grad, output), Y(r, lstm_layer, output));
    ct_call_tensor(&c, CT_AT(lstm_layer_grad, gates), K(r, lstm_layer, gates));
    ct_call_tensor(&c, CT_AT(lstm_layer_grad, cells), K(r, lstm_layer, cells));
    ct_call_int(&c, CT_AT(lstm_layer_grad, reverse), V(r, lstm_layer, reverse).i);
    ct_tensor *gates = ct_scope_run(S(r), &c);
    if (!gates) {
        return;
    }
    give_below(r, gates);
    if (NEEDS(r, lstm_layer, hidden)) {
        r->gx[EDGE(r, lstm_layer, hidden)] = OUT(&c, lstm_layer_grad, ghidden);
    }
    if (NEEDS(r, lstm_layer, cell)) {
        r->gx[EDGE(r, lstm_layer, cell)] = OUT(&c, lstm_layer_grad, gcell);
    }
    if (NEEDS(r, lstm_layer, weight_hh)) {
        r->gx[EDGE(r, lstm_layer, weight_hh)] = OUT(&c, lstm_layer_grad, gweight);
    }
}
