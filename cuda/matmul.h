/* matmul: one launch of products of matrices (m, k) and (k, n). Strides are in bytes; the
 * products lie row by row, one after the other. */
#ifndef CT_CUDA_MATMUL_H
#define CT_CUDA_MATMUL_H

#include "loop.h"

typedef struct ct_device_product {
    const char *a, *b, *bias; /* bias: a row that is added to all; or NULL */
    char *c;
    int64_t m, n, k;
    int64_t a_row, a_step, b_step, b_column, c_row, bias_step;
    uint32_t batches;
    int32_t ndim, adds; /* adds to what is there */
    ct_loop_size dims[CT_LOOP_DIMS];
    int64_t a_batch[CT_LOOP_DIMS], b_batch[CT_LOOP_DIMS];
} ct_device_product;

CT_KERNELS void ct_cuda_product(const ct_device_product *p, int dtype, void *stream);

#endif
