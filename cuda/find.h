/* find: launches of copies at numbered places, as the host says them and the device reads
 * them. */
#ifndef CT_CUDA_FIND_H
#define CT_CUDA_FIND_H

#include "loop.h"

/* to[i] = from[index[i]], or to[index[i]] = from[i], of n elements of so many bytes. */
CT_KERNELS void ct_cuda_copy_at(void *to, const void *from, const int64_t *index,
                                int64_t n, int size, bool scatter, void *stream);
/* Row-major numbers as coordinates, a line of n for each dim. */
CT_KERNELS void ct_cuda_unravel(const int64_t *numbers, int64_t n, int ndim,
                                const int64_t *shape, int64_t *out, void *stream);
/* counts become how many come before each, and of all at [n]; *wrong is set where one is
 * below 0. */
CT_KERNELS void ct_cuda_sum_counts(int64_t *counts, int64_t n, int64_t *wrong,
                                   void *stream);
/* out[i]: the last j with before[j] <= i. */
CT_KERNELS void ct_cuda_repeat(const int64_t *before, int64_t n, int64_t *out,
                               int64_t total, void *stream);
/* The elements of a column of rows of m, in an order (NULL: as they stand); and the order
 * that follows. */
CT_KERNELS void ct_cuda_column(void *to, const void *from, const uint32_t *order,
                               int64_t n, int64_t m, int64_t column, int size,
                               void *stream);
CT_KERNELS void ct_cuda_compose(uint32_t *to, const uint32_t *order,
                                const uint32_t *places, int64_t n, void *stream);

#endif
