/* layer_norm_kernels: rows [begin, end) normalized, and the gradient; float32 and float64.
 *
 * A row is normalized about its own mean. Distances are taken from its first element
 * before they are averaged, so that equal elements are their mean and their variance is
 * exactly 0; all sums are float64, which squares of float32 cannot leave. */
#ifndef CT_CPU_LAYER_NORM_KERNELS_H
#define CT_CPU_LAYER_NORM_KERNELS_H

#include "core/parallel.h"

typedef struct ct_normed {
    int64_t n, rows; /* of a row; how many */
    const void *x, *g, *weight, *bias; /* g: of the gradient; NULL: none */
    void *y, *gweight, *gbias; /* y: or the input's gradient */
    double *mean, *rstd;
    double eps;
} ct_normed;

#define CT_NORMED_COLUMNS 64 /* that one step of affine_grad goes down */

typedef struct ct_layer_norm_kernels { /* of float32, of float64; a ct_normed */
    int (*forward[2])(void *normed, int64_t begin, int64_t end);
    int (*input_grad[2])(void *normed, int64_t begin, int64_t end);
    int (*affine_grad[2])(void *normed, int64_t begin, int64_t end);
} ct_layer_norm_kernels;

#endif
