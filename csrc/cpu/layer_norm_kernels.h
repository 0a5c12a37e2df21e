/* layer_norm_kernels: rows [begin, end) normalized, and the gradient; float32 and float64.
 *
 * A row is normalized about its own mean, or, without `mean`, about 0 (rms_norm). Distances are taken from its first element
 * before they are averaged, so that equal elements are their mean and their variance is
 * exactly 0; all sums are float64, which squares of float32 cannot leave. */
#ifndef CT_CPU_LAYER_NORM_KERNELS_H
#define CT_CPU_LAYER_NORM_KERNELS_H

#include "core/parallel.h"

typedef struct ct_normed {
    int64_t n, rows; /* of a row; how many */
    const void *x, *g, *weight, *bias; /* g: of the gradient; NULL: none */
    void *y; /* or the input's gradient */
    double *mean, *rstd; /* of each row; mean NULL: 0 */
    double eps;
    /* Of the gradient: rows of a piece, and for each piece 4 n numbers: the sums of g z
     * and of g down its rows, and room for as many; NULL where they are not wanted. */
    int64_t piece;
    double *part;
} ct_normed;

typedef struct ct_layer_norm_kernels { /* of float32, of float64; a ct_normed */
    int (*forward[2])(void *normed, int64_t begin, int64_t end);
    int (*grad[2])(void *normed, int64_t begin, int64_t end); /* of pieces */
} ct_layer_norm_kernels;

#endif
