/* running: launches of what runs along lines, (outer, n, inner), and of what tables of rows
 * and pairs of rows are made into, as the host says them and the device reads them. */
#ifndef CT_CUDA_RUNNING_H
#define CT_CUDA_RUNNING_H

#include "loop.h"

typedef struct ct_device_runner {
    const void *x, *factors; /* factors: of recurrences */
    void *y;
    int64_t *places; /* of extremes */
    int64_t outer, n, inner;
    int32_t dtype;
} ct_device_runner;

CT_KERNELS bool ct_cuda_running_extreme(const ct_device_runner *r, bool largest,
                                        void *stream);
CT_KERNELS void ct_cuda_logcumsumexp(const ct_device_runner *r, void *stream);
CT_KERNELS void ct_cuda_recurrence(const ct_device_runner *r, void *stream);

/* p-norms of the differences of rows of a (batches, rows, m) from b (batches, columns, m). */
typedef struct ct_device_distances {
    const void *a, *b;
    void *out;
    int64_t batches, rows, columns, m;
    double p;
    int32_t dtype;
} ct_device_distances;
CT_KERNELS void ct_cuda_distances(const ct_device_distances *d, void *stream);

/* Rows of grad (n, width) added into rows of a table, those that keys in order name, in the
 * order of their places. `padding` gets nothing; `mean`: over how many there are. */
typedef struct ct_device_table {
    const uint64_t *keys; /* of int64 */
    const uint32_t *places;
    const void *grad;
    void *out;
    uint32_t n;
    int64_t rows, width, padding;
    int32_t dtype;
    bool mean;
} ct_device_table;
CT_KERNELS void ct_cuda_table_grad(const ct_device_table *t, void *stream);

/* Rows and columns of the n places of a triangle, in the order of memory. */
CT_KERNELS void ct_cuda_triangle(int64_t *out, int64_t n, int64_t rows, int64_t columns,
                                 int64_t offset, bool upper, void *stream);

#endif
