/* linalg: launches of triangular factors of matrices and what is made by them, as the host
 * says them and the device reads them. Matrices lie row by row, one behind the other. */
#ifndef CT_CUDA_LINALG_H
#define CT_CUDA_LINALG_H

#include "loop.h"

typedef struct ct_device_matrices {
    void *a; /* (batches, m, n), factored in place */
    void *b; /* (batches, n, k): solved in place */
    int32_t *pivots; /* from 1 on; of each of min(m, n) rows */
    int32_t *info; /* 0, or which factor failed */
    void *sign, *logs; /* of determinants; NULL logs: their product */
    int64_t batches;
    int32_t m, n, k, dtype;
    bool upper, unit;
} ct_device_matrices;

CT_KERNELS void ct_cuda_cholesky(const ct_device_matrices *d, void *stream);
CT_KERNELS void ct_cuda_lu(const ct_device_matrices *d, void *stream);
/* b becomes the identity; its rows exchanged as a's were; all NaN where info is not 0. */
CT_KERNELS void ct_cuda_identity(const ct_device_matrices *d, void *stream);
CT_KERNELS void ct_cuda_exchange(const ct_device_matrices *d, void *stream);
CT_KERNELS void ct_cuda_spoil(const ct_device_matrices *d, void *stream);
/* b = a^-1 b, of a triangle of a. */
CT_KERNELS void ct_cuda_substitute(const ct_device_matrices *d, void *stream);
CT_KERNELS void ct_cuda_determinants(const ct_device_matrices *d, void *stream);
/* Matrices of zeros, (batches, n, n), become those of exchanges of k rows each. */
CT_KERNELS void ct_cuda_permutation(const int32_t *pivots, int64_t k, float *to,
                                    int64_t n, int64_t batches, void *stream);

#endif
