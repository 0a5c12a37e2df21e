/* recurrent: the steps of LSTM and GRU by the kernels of recurrent_kernels.h. */
#include "cpu/recurrent_kernels.h"

#include "core/parallel.h"
#include "cpu/kernels.h"
#include "cpu/plain.h"
#include "rows/recurrent.h"

typedef int (*const *rows_fn)(void *recurrent, int64_t begin, int64_t end);

/* The call's tensors are the kernel's, in order; state: an operand of (N, H). */
static int run(ct_call *c, int in, int out, const ct_tensor *state, rows_fn fn)
{
    ct_dtype d = (ct_dtype)c->compute;
    ct_plain p = {0};
    ct_recurrent r = {.h = state->shape[1]};
    for (int i = 0; i < in; i++) {
        r.from[i] = ct_plain_read(&p, c->arg[i].tensor, d);
    }
    for (int i = 0; i < out; i++) {
        r.to[i] = ct_plain_write(&p, c->out[i], d);
    }
    int status = p.failed ? -1 : 0;
    if (status == 0 && state->numel > 0) {
        status = ct_parallel_for(state->shape[0], ct_parallel_grain(r.h * 32),
                                 fn[d == CT_DTYPE_F64], &r);
    }
    return ct_plain_end(&p, status);
}

int ct_lstm_gates_cpu(ct_call *c)
{
    return run(c, 2, 2, ARG(c, lstm_gates, cell).tensor, ct_cpu->recurrent->lstm);
}

int ct_lstm_gates_grad_cpu(ct_call *c)
{
    return run(c, 4, 2, ARG(c, lstm_gates_grad, cell).tensor,
               ct_cpu->recurrent->lstm_grad);
}

int ct_gru_gates_cpu(ct_call *c)
{
    return run(c, 3, 1, ARG(c, gru_gates, state).tensor, ct_cpu->recurrent->gru);
}

int ct_gru_gates_grad_cpu(ct_call *c)
{
    return run(c, 4, 3, ARG(c, gru_gates_grad, state).tensor,
               ct_cpu->recurrent->gru_grad);
}
