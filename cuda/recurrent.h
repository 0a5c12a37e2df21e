/* recurrent: launches of one step of an LSTM or GRU behind its products; rows of `width`
 * numbers, of gates several side by side. */
#ifndef CT_CUDA_RECURRENT_H
#define CT_CUDA_RECURRENT_H

#include "loop.h"

typedef struct ct_device_cells {
    const void *in[4]; /* in the order of the row's parameters */
    void *out[3]; /* of its results */
    int32_t dtype;
    int64_t rows, width;
} ct_device_cells;

CT_KERNELS void ct_cuda_lstm(const ct_device_cells *c, void *stream);
CT_KERNELS void ct_cuda_lstm_grad(const ct_device_cells *c, void *stream);
CT_KERNELS void ct_cuda_gru(const ct_device_cells *c, void *stream);
CT_KERNELS void ct_cuda_gru_grad(const ct_device_cells *c, void *stream);

#endif
