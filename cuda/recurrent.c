/* recurrent: steps of LSTM and GRU, whose operands are the row's tensors in order. */
#include "recurrent.h"

#include "host.h"
#include "ready.h"
#include "rows/recurrent.h"

typedef void (*launch)(const ct_device_cells *c, void *stream);

/* `state`: one of the arguments (N, H). */
static int step(ct_call *c, const ct_tensor *state, int in, launch run)
{
    ct_dtype d = (ct_dtype)state->dtype;
    ct_device_cells cells = {
        .dtype = d, .rows = state->shape[0], .width = state->shape[1]};
    ct_ready r;
    ct_ready_begin(&r, state);
    for (int i = 0; i < in; i++) {
        cells.in[i] = ct_ready_read(&r, c->arg[i].tensor, d);
    }
    for (int i = 0; i < c->op->nout; i++) {
        cells.out[i] = ct_ready_write(&r, c->out[i], d);
    }
    if (!r.failed && state->numel) {
        run(&cells, r.stream);
    }
    return ct_ready_end(&r);
}

static int lstm_gates(ct_call *c)
{
    return step(c, ARG(c, lstm_gates, cell).tensor, 2, ct_cuda_lstm);
}

static int lstm_gates_grad(ct_call *c)
{
    return step(c, ARG(c, lstm_gates_grad, cell).tensor, 4, ct_cuda_lstm_grad);
}

static int gru_gates(ct_call *c)
{
    return step(c, ARG(c, gru_gates, state).tensor, 3, ct_cuda_gru);
}

static int gru_gates_grad(ct_call *c)
{
    return step(c, ARG(c, gru_gates_grad, state).tensor, 4, ct_cuda_gru_grad);
}

extern const ct_cuda_kernel ct_cuda_cells[];
const ct_cuda_kernel ct_cuda_cells[] = {
    {CT_ID_lstm_gates, lstm_gates},
    {CT_ID_lstm_gates_grad, lstm_gates_grad},
    {CT_ID_gru_gates, gru_gates},
    {CT_ID_gru_gates_grad, gru_gates_grad},
    {0, NULL},
};
