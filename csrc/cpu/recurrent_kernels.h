/* recurrent_kernels: rows of the steps of LSTM and GRU; float32 and float64. */
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

typedef struct ct_recurrent_kernels { /* a ct_recurrent, rows [begin, end) */
    /* to[2], unless it is NULL, gets the gates behind their functions: from[0] maybe. */
    int (*lstm[2])(void *recurrent, int64_t begin, int64_t end);
    /* Of a step of a layer. From: the hidden state's gradient, the gates behind their
     * functions, the cell before and behind, what the next step gives to the hidden
     * state's gradient. To: the gates' gradient, and the cell's, which is read too. */
    int (*lstm_back[2])(void *recurrent, int64_t begin, int64_t end);
    int (*lstm_grad[2])(void *recurrent, int64_t begin, int64_t end);
    int (*gru[2])(void *recurrent, int64_t begin, int64_t end);
    int (*gru_grad[2])(void *recurrent, int64_t begin, int64_t end);
} ct_recurrent_kernels;

#endif
