/* rules_recurrent: gradients of the steps of LSTM and GRU, each in one call, whose own
 * gradient is that of its body (ops/recurrent.c). */
#include "autograd/rule.h"
#include "rows/recurrent.h"

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
