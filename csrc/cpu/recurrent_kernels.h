/* recurrent_kernels: rows of the steps of recurrent layers; float32 and float64. */
#ifndef CT_CPU_RECURRENT_KERNELS_H
#define CT_CPU_RECURRENT_KERNELS_H

#include <stdint.h>

/* The operands of a row of ops/recurrent.def in its order, then its results, as plain
 * rows; h numbers in a row of a state. */
typedef struct ct_recurrent {
    int64_t h;
    const void *from[5];
    void *to[3];
} ct_recurrent;

/* A ct_recurrent, rows [begin, end); of float32 and float64. */
typedef int (*ct_recurrent_fn[2])(void *recurrent, int64_t begin, int64_t end);

typedef struct ct_recurrent_kernels {
    /* to[2], unless it is NULL, gets the gates behind their functions: from[0] maybe. */
    ct_recurrent_fn lstm;
    ct_recurrent_fn lstm_grad;
    ct_recurrent_fn gru;
    ct_recurrent_fn gru_grad;
    /* Steps of a layer. `back` reads the output's gradient, and what the next step gives
     * to it.
     *
     * From: the output's gradient, the gates behind their functions, the cell before and
     * behind, the next step's. To: the gates' gradient, and the cell's, which is read
     * too. */
    ct_recurrent_fn lstm_back;
    /* From: gates, of which the third is the input's alone, the state's share in it, the
     * state. To: the next state, and the gates behind their functions. */
    ct_recurrent_fn gru_step;
    /* From: the output's gradient, those gates, that share, the state, the next step's.
     * To: gradients of the gates, of the share, and what the state gets beside them. */
    ct_recurrent_fn gru_back;
    /* By tanh and by relu. The next state in place; from the output's gradient, the
     * output and the next step's to the gradient before the function. */
    ct_recurrent_fn plain_step[2];
    ct_recurrent_fn plain_back[2];
} ct_recurrent_kernels;

#endif
