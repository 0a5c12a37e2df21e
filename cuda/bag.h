/* bag: launches of bags of rows of a table and their gradients, and of chances of
 * sequences, as the host says them and the device reads them. */
#ifndef CT_CUDA_BAG_H
#define CT_CUDA_BAG_H

#include "loop.h"

struct ct_device_fault;

typedef struct ct_device_bags {
    const void *table, *factor, *g; /* of `dtype`; factor: of each index, or NULL */
    const int64_t *index, *offsets; /* offsets: NULL where bags have `each` */
    void *y;                        /* bags, or the table's gradient */
    void *gfactor;                  /* NULL: not asked */
    int64_t *places;                /* of which index each of the largest is */
    int64_t *bag; /* of gradients: which one each index is in, or -1 */
    double *share; /* what a bag's gradient is times, for each index */
    const uint64_t *keys; /* of indices in order, and their places */
    const uint32_t *order;
    int64_t rows, width, count, bags, each, padding;
    int32_t dtype, row; /* row: of the op table */
    bool mean, max, closed, frequency;
    struct ct_device_fault *fault;
} ct_device_bags;

CT_KERNELS void ct_cuda_bags(const ct_device_bags *b, void *stream);
CT_KERNELS void ct_cuda_bags_grad(const ct_device_bags *b, void *stream);

typedef struct ct_device_ctc {
    const void *x; /* (total, batch, classes), of `dtype` */
    const int64_t *targets, *steps, *labels;
    double *loss, *ways; /* ways: (batch, total, 2 longest + 1) */
    const double *grad;
    void *gx; /* of what is computed in */
    double *room; /* of gradients: 3 (2 longest + 3) for each sequence */
    int64_t total, batch, classes, longest, blank;
    int32_t dtype;
} ct_device_ctc;

CT_KERNELS void ct_cuda_ctc(const ct_device_ctc *c, void *stream);
CT_KERNELS void ct_cuda_ctc_grad(const ct_device_ctc *c, void *stream);

#endif
