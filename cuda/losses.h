/* losses: one launch of cross entropy, as the host says it and the device reads it: rows of
 * logits, each with a target. Row i's classes begin at i / inner * classes * inner +
 * i % inner and are `inner` apart. */
#ifndef CT_CUDA_LOSSES_H
#define CT_CUDA_LOSSES_H

#include "loop.h"

struct ct_device_fault;
enum { CT_ENTROPY_PARTS = 64 };

typedef struct ct_device_entropy {
    const void *x; /* logits, of `dtype` */
    const int64_t *target;
    const double *weight; /* of classes; NULL: all 1 */
    double smoothing, share; /* share: smoothing over all classes */
    int64_t ignore;
    uint32_t rows, classes, inner;
    int32_t dtype, row; /* row: of the table */
    struct ct_device_fault *fault; /* told of a target that is no class */
    void *lse; /* of what is computed in: written, or of gradients read */
    double *loss, *counted; /* of each row, and its target's weight */
    double *total; /* sums of both, of all parts and behind them of all */
    void *out;
    int32_t reduction; /* 0: losses, 1: mean, 2: sum */
    /* of gradients */
    const double *g; /* one, or of each row */
    bool one_g, mean;
    void *gx;
} ct_device_entropy;

CT_KERNELS void ct_cuda_entropy(const ct_device_entropy *e, void *stream);
CT_KERNELS void ct_cuda_entropy_grad(const ct_device_entropy *e, void *stream);

#endif
